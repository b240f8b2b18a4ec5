//! What a hand gives a field of the shop, and what UnoPim must hold then.

use serde_json::{Value, json};
use unopim_sim::drive::Host;
use unopim_sim::unopim::records::{Attribute, Section};

/// An edit: the shop's value, and UnoPim's; none where UnoPim's has to stay as it is.
pub struct Edit {
    pub shop: Value,
    pub unopim: Option<Value>,
}

fn both(value: Value) -> Edit {
    Edit { unopim: Some(value.clone()), shop: value }
}

/// The path of an attribute's value.
pub fn place(attribute: &Attribute) -> Vec<&str> {
    let section: &[&str] = match attribute.scope() {
        Section::Common => &["common"],
        Section::Locale => &["locale_specific", "en_US"],
        Section::Channel => &["channel_specific", "default"],
        Section::ChannelLocale => &["channel_locale_specific", "default", "en_US"],
    };
    section.iter().copied().chain([attribute.code.as_str()]).collect()
}

/// The `n`th edit of the item `id`. `held` is what UnoPim's item has in effect.
pub fn edit(
    host: &Host,
    id: u64,
    field: &str,
    attribute: &Attribute,
    held: &Value,
    n: usize,
) -> Option<Edit> {
    if !host.shop.has_field(id, field) {
        return None;
    }
    let kind = attribute.kind.as_str();
    let group = field.split_once(':').map_or(field, |(group, _)| group);
    Some(match (group, kind) {
        ("regular_price", _) => price(held, &format!("9{n}.07")),
        ("sale_price", _) => price(held, "3.05"),
        ("meta", "price") => price(held, &format!("8{n}.25")),
        ("attribute" | "taxonomy" | "tags", _) => terms(host, id, field, attribute, held)?,
        ("meta", "measurement") => {
            let unit = held["unit"].as_str()?;
            Edit { shop: json!("3.5"), unopim: Some(json!({"unit": unit, "amount": "3.5"})) }
        }
        ("custom", "date") => values(host, id, field, "2032-03-04")?,
        ("custom", _) => values(host, id, field, &format!("N {n}"))?,
        ("meta", "datetime") => both(json!("2032-03-04 05:06:07")),
        ("meta", "date") => both(json!("2032-03-04")),
        ("meta", _) if attribute.validation.as_deref() == Some("number") => {
            both(json!(format!("{}", 1000 + n)))
        }
        ("meta", _) if attribute.validation.as_deref() == Some("email") => {
            both(json!(format!("hand-{n}@example.org")))
        }
        ("meta", _) if attribute.validation.as_deref() == Some("url") => {
            both(json!(format!("https://example.org/hand/{n}")))
        }
        ("weight" | "length" | "width" | "height", _) => both(json!(format!("{}.25", 100 + n))),
        // Variations have the order of their options, and are virtual as their product's row says.
        ("menu_order" | "virtual", _) if host.shop.products[&id].is_variation() => return None,
        ("menu_order", _) => Edit { shop: json!(500 + n), unopim: Some(json!((500 + n).to_string())) },
        ("featured" | "sold_individually" | "reviews_allowed" | "virtual", _) => {
            let flag = host.shop.view(id, field) != true;
            Edit { shop: json!(flag), unopim: Some(json!(flag.to_string())) }
        }
        ("catalog_visibility", _) => both(json!("catalog")),
        ("tax_status", _) => both(json!("shipping")),
        ("tax_class", _) => both(json!("zero-rate")),
        ("shipping_class", _) => both(json!("heavy")),
        ("sale_start", _) => Edit { shop: json!("2032-01-02T00:00:00"), unopim: Some(json!("2032-01-02")) },
        ("sale_end", _) => {
            Edit { shop: json!("2032-02-03T04:05:06"), unopim: Some(json!("2032-02-03 04:05:06")) }
        }
        // Stock stays in the shop.
        ("stock_quantity" | "low_stock_amount", _) => Edit { shop: json!("41"), unopim: None },
        ("stock_status", _) => Edit { shop: json!("onbackorder"), unopim: None },
        ("backorders", _) => Edit { shop: json!("yes"), unopim: None },
        ("description" | "short_description" | "purchase_note", _) => {
            both(json!(format!("<p>By hand {n}</p>")))
        }
        ("gtin", _) => both(json!(format!("99-{n}"))),
        ("slug", _) => both(json!(format!("hand-{n}"))),
        ("sku" | "manage_stock", _) => return None,
        _ => both(json!(format!("By hand {n}"))),
    })
}

/// One currency is another, the rest of the map stays.
fn price(held: &Value, amount: &str) -> Edit {
    let mut map = match held {
        Value::String(text) => serde_json::from_str(text).unwrap_or_else(|_| json!({})),
        Value::Object(_) => held.clone(),
        _ => json!({}),
    };
    map["EUR"] = json!(amount);
    Edit { shop: json!(amount), unopim: Some(map) }
}

fn values(host: &Host, id: u64, field: &str, text: &str) -> Option<Edit> {
    let mut value = host.shop.view(id, field);
    if !value.is_object() {
        return None;
    }
    value["values"] = json!([text]);
    Some(Edit { shop: value, unopim: Some(json!(text)) })
}

/// Terms that UnoPim has options for: another one, of lists two.
fn terms(host: &Host, id: u64, field: &str, attribute: &Attribute, held: &Value) -> Option<Edit> {
    let (entity, taxonomy, prefix) = match field.split_once(':') {
        Some(("attribute", taxonomy)) => ("option", taxonomy, String::new()),
        Some((_, taxonomy)) => ("term", taxonomy, format!("{taxonomy}:")),
        None => ("term", "product_tag", "product_tag:".to_owned()),
    };
    let mut value = host.shop.view(id, field);
    if value["variation"] == true || value.is_null() {
        return None;
    }
    if attribute.kind == "boolean" {
        let now = if value["terms"].is_array() { &value["terms"] } else { &value };
        let other = host
            .shop
            .terms
            .get(taxonomy)?
            .iter()
            .find(|term| !now.as_array().is_some_and(|ids| ids.contains(&json!(term.id))))?;
        let flag = other.name == "Yes";
        value["terms"] = json!([other.id]);
        return Some(Edit { shop: value, unopim: Some(json!(flag.to_string())) });
    }
    let held: Vec<&str> = match held {
        Value::String(text) => text.split(',').map(str::trim).collect(),
        Value::Array(list) => list.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let linked = |code: &str| {
        let key = format!("{prefix}{}/{code}", attribute.code);
        host.shop.link(entity, "", &key).map(|link| link.id)
    };
    let mut chosen: Vec<(u64, &str)> = Vec::new();
    for option in attribute.options.iter().filter(|option| !held.contains(&option.code.as_str())) {
        if let Some(id) = linked(&option.code).filter(|id| chosen.iter().all(|(known, _)| known != id)) {
            chosen.push((id, &option.code));
        }
    }
    chosen.truncate(if attribute.kind == "select" { 1 } else { 2 });
    if chosen.is_empty() {
        return None;
    }
    let mut ids: Vec<u64> = chosen.iter().map(|(id, _)| *id).collect();
    let mut codes: Vec<&str> = chosen.iter().map(|(_, code)| *code).collect();
    if field.starts_with("attribute:") {
        value["terms"] = json!(ids);
    } else {
        chosen.sort_unstable();
        codes = chosen.iter().map(|(_, code)| *code).collect();
        ids.sort_unstable();
        value = json!(ids);
    }
    Some(Edit { shop: value, unopim: Some(json!(codes.join(","))) })
}
