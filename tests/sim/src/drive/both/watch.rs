//! What a run did to UnoPim, place by place: everything that moved must be what a hand did in the shop.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::super::Host;
use super::super::ledger::Place;
use super::super::oracle::alike;
use crate::unopim::State;

/// UnoPim's side as it was.
#[derive(Clone)]
pub struct Seen {
    products: BTreeMap<String, Held>,
    categories: BTreeMap<String, (Option<u64>, Value)>,
    attributes: BTreeMap<String, (Value, BTreeMap<String, Value>)>,
    families: usize,
}

#[derive(Clone, PartialEq)]
struct Held {
    enabled: bool,
    parent: Option<u64>,
    family: String,
    axes: Vec<String>,
    values: Value,
}

pub fn seen(state: &State) -> Seen {
    let held = |p: &crate::unopim::records::Product| Held {
        enabled: p.enabled,
        parent: p.parent,
        family: p.family.clone(),
        axes: p.super_attributes.clone(),
        values: p.values.clone(),
    };
    Seen {
        products: state.products.rows().map(|p| (p.sku.clone(), held(p))).collect(),
        categories: state.categories.rows().map(|c| (c.code.clone(), (c.parent, c.data.clone()))).collect(),
        attributes: state
            .attributes
            .rows()
            .map(|a| {
                let options = a.options.iter().map(|o| (o.code.clone(), json!(o.labels))).collect();
                (a.code.clone(), (json!([a.kind, a.labels]), options))
            })
            .collect(),
        families: state.families.len(),
    }
}

/// A leaf that differs, by its place in the values.
fn moved(before: &Value, after: &Value, place: &mut Vec<String>, out: &mut Vec<Vec<String>>) {
    if before == after {
        return;
    }
    let empty = Map::new();
    let map = |value: &Value| match value {
        Value::Object(map) => Some(map.clone()),
        Value::Null => Some(empty.clone()),
        Value::Array(list) if list.is_empty() => Some(empty.clone()),
        _ => None,
    };
    let (Some(a), Some(b)) = (map(before), map(after)) else {
        out.push(place.clone());
        return;
    };
    if before.is_null() && after.is_null() || a.is_empty() && b.is_empty() {
        return;
    }
    let keys: BTreeSet<&String> = a.keys().chain(b.keys()).collect();
    for key in keys {
        place.push(key.clone());
        moved(a.get(key).unwrap_or(&Value::Null), b.get(key).unwrap_or(&Value::Null), place, out);
        place.pop();
    }
}

/// What may not have happened between two looks at UnoPim, a line each. `created`: products that hands made in the shop.
pub fn changes(host: &Host, run: &Value, before: &Seen) -> Vec<String> {
    let after = seen(&host.unopim.state);
    let mut out = Vec::new();
    if run["job"]["kind"] != "push" {
        if before.products != after.products
            || before.categories != after.categories
            || before.attributes != after.attributes
        {
            out.push("a pull has changed UnoPim".to_owned());
        }
        return out;
    }
    if before.families != after.families {
        out.push("a push wrote families".into());
    }
    for (sku, held) in &before.products {
        match after.products.get(sku) {
            None => out.push(format!("{sku}: a push took it out of UnoPim")),
            Some(now) => product(host, run, sku, held, now, &mut out),
        }
    }
    for sku in after.products.keys().filter(|sku| !before.products.contains_key(*sku)) {
        if host.shop.by_sku(sku).is_none() {
            out.push(format!("{sku}: a push made it, and the shop has none"));
        }
    }
    for (code, held) in &before.categories {
        let Some(now) = after.categories.get(code) else {
            out.push(format!("category {code}: a push took it away"));
            continue;
        };
        let by_hand = |field: &str| {
            let id = host.shop.link("category", "default", code).map(|link| link.id);
            id.is_some_and(|id| host.owner.touched.contains(&Place::term(id, field)))
        };
        if now.0 != held.0 && !by_hand("parent") {
            out.push(format!("category {code}: a push moved it"));
        }
        let (mut places, mut place) = (Vec::new(), Vec::new());
        moved(&held.1, &now.1, &mut place, &mut places);
        for place in places {
            let name = place.join(".");
            if !matches!(name.as_str(), "locale_specific.en_US.name" | "common.name") || !by_hand("name") {
                out.push(format!("category {code}: {name} moved, and no hand did it"));
            }
        }
    }
    for (code, (held, options)) in &before.attributes {
        let Some((now, now_options)) = after.attributes.get(code) else {
            out.push(format!("attribute {code}: a push took it away"));
            continue;
        };
        if now[0] != held[0] {
            out.push(format!("attribute {code}: its type moved"));
        }
        for (option, labels) in options {
            let link = host.shop.link("option", "", &format!("{code}/{option}"));
            let by_hand = link.is_some_and(|link| host.owner.touched.contains(&Place::term(link.id, "name")));
            match now_options.get(option) {
                None => out.push(format!("option {code}/{option}: a push took it away")),
                Some(now) if now != labels && !by_hand => {
                    out.push(format!("option {code}/{option}: {labels} became {now}, and no hand did it"));
                }
                Some(_) => {}
            }
        }
    }
    out
}

fn product(host: &Host, run: &Value, sku: &str, held: &Held, now: &Held, out: &mut Vec<String>) {
    if (held.parent, &held.family, &held.axes) != (now.parent, &now.family, &now.axes) {
        out.push(format!("{sku}: parent, family or axes moved"));
    }
    let Some(id) = host
        .shop
        .link("product", "default", sku)
        .map(|link| link.id)
        .or_else(|| host.shop.by_sku(sku).map(|(id, _)| id))
    else {
        if held != now {
            out.push(format!("{sku}: written, and not linked"));
        }
        return;
    };
    let by_hand = |field: &str| host.owner.touched.contains(&Place::product(id, field));
    if held.enabled != now.enabled && !by_hand("status") {
        out.push(format!("{sku}: status moved, and no hand did it"));
    }
    let (mut places, mut place) = (Vec::new(), Vec::new());
    moved(&held.values, &now.values, &mut place, &mut places);
    for place in places {
        let name = place.join(".");
        let at = |values: &Value| place.iter().fold(values.clone(), |value, key| value[key].clone());
        let (old, new) = (at(&held.values), at(&now.values));
        let mut say = |why: &str| out.push(format!("{sku} #{id}: {name} {old} → {new}: {why}"));
        match place[0].as_str() {
            "categories" => {
                lists(host, "category", id, "categories", &old, &new, by_hand("categories"), &mut say);
            }
            "associations" => {
                let field = match place.get(1).map(String::as_str) {
                    Some("up_sells") => "upsells",
                    Some("cross_sells") => "cross_sells",
                    _ => "related",
                };
                // Emptied sections that come as such say the same.
                if old.is_null() && new == json!([]) {
                    continue;
                }
                lists(host, "product", id, field, &old, &new, by_hand(field), &mut say);
            }
            _ => value(host, run, id, &place, &mut say),
        }
    }
}

/// Codes go where the shop's list has lost them, and come where it holds them.
#[allow(clippy::too_many_arguments)] // one place with what is known about it
fn lists(
    host: &Host,
    entity: &str,
    id: u64,
    field: &str,
    old: &Value,
    new: &Value,
    by_hand: bool,
    say: &mut impl FnMut(&str),
) {
    let codes = |value: &Value| -> BTreeSet<String> {
        value.as_array().into_iter().flatten().filter_map(|code| code.as_str().map(str::to_owned)).collect()
    };
    let (old, new) = (codes(old), codes(new));
    let shown: Vec<u64> =
        host.shop.view(id, field).as_array().into_iter().flatten().filter_map(Value::as_u64).collect();
    let linked = |code: &String| host.shop.link(entity, "default", code).map(|link| link.id);
    if !by_hand {
        say("no hand did it");
    }
    for code in old.difference(&new) {
        match linked(code) {
            None => say(&format!("{code} is not the shop's to take away")),
            Some(held) if shown.contains(&held) => say(&format!("{code} is gone, and the shop has it")),
            Some(_) => {}
        }
    }
    for code in new.difference(&old) {
        if !linked(code).is_some_and(|held| shown.contains(&held)) {
            say(&format!("{code} came, and the shop does not have it"));
        }
    }
}

fn value(host: &Host, run: &Value, id: u64, place: &[String], say: &mut impl FnMut(&str)) {
    let state = &host.unopim.state;
    let code = match place[0].as_str() {
        "common" => place.get(1),
        "locale_specific" if place.get(1).map(String::as_str) == Some("en_US") => place.get(2),
        "channel_specific" if place.get(1).map(String::as_str) == Some("default") => place.get(2),
        "channel_locale_specific" if place[1..].starts_with(&["default".to_owned(), "en_US".to_owned()]) => {
            place.get(3)
        }
        _ => None,
    };
    let Some(code) = code else { return say("another channel's or language's") };
    let kind = state.attributes.get(code).map_or("", |a| a.kind.as_str());
    if kind == "price" && place.last().map(String::as_str) != Some("EUR") && place.last() != Some(code) {
        return say("another currency's");
    }
    let fields = rows(run).into_iter().filter(|(_, attribute)| attribute == code).map(|(field, _)| field);
    let fields: Vec<String> = fields.collect();
    if fields.is_empty() {
        return say("no row maps it");
    }
    if fields.iter().any(|field| matches!(field.as_str(), "stock_quantity" | "stock_status" | "manage_stock"))
    {
        return say("stock is the shop's alone");
    }
    if !fields.iter().any(|field| host.owner.touched.contains(&Place::product(id, field))) {
        say("no hand did it");
    }
}

/// Field and attribute of every row.
pub fn rows(run: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().map(ToOwned::to_owned);
    let core = run["mapping"]["core"].as_object().into_iter().flatten();
    let core = core.filter_map(|(field, row)| Some((field.clone(), text(&row["attribute"])?)));
    let own = run["mapping"]["attributes"]["default"]["en_US"].as_array().into_iter().flatten();
    let own = own.filter_map(|row| Some((text(&row["target"])?, text(&row["attribute"])?)));
    core.chain(own).collect()
}

/// Edits of fields that go to UnoPim (dates of a sale lose their time of day on the way and are left to the cases), and have neither arrived there nor been given up on record.
pub fn left_over(host: &Host, run: &Value, told: &BTreeSet<(String, Option<String>)>) -> Vec<String> {
    let mapped: BTreeSet<String> = rows(run).into_iter().map(|(field, _)| field).collect();
    let lists = ["categories", "upsells", "cross_sells", "related"];
    let ledger = &host.owner.ledger;
    let mut out = Vec::new();
    // A mirror takes no edit of what is linked, and says so of the product.
    if ledger.judge == super::super::ledger::Judge::Mirror {
        return out;
    }
    for (place, edit) in &ledger.edits {
        let pushed = mapped.contains(&place.field) || lists.contains(&place.field.as_str());
        if place.what != super::super::ledger::What::Product
            || !pushed
            || matches!(place.field.as_str(), "sku" | "status" | "sale_start" | "sale_end")
        {
            continue;
        }
        let Some(product) = host.shop.products.get(&place.id).filter(|p| p.status() != "trash") else {
            continue;
        };
        let link =
            host.shop.links.iter().find(|((entity, ..), link)| entity == "product" && link.id == place.id);
        let key = link.map_or(product.sku(), |((.., code), _)| code).to_owned();
        let waits = host.shop.items.iter().any(|((lane, .., code), item)| {
            matches!(lane.as_str(), "held" | "parked" | "excluded") && (*code == key || item.id == place.id)
        });
        let said =
            told.contains(&(key.clone(), Some(place.field.clone()))) || told.contains(&(key.clone(), None));
        if !waits && !said && !ledger.is_loose(&key) && !alike(&edit.value, &Value::Null) {
            out.push(format!(
                "{key} #{} {}: {} by hand has not come to UnoPim",
                place.id, place.field, edit.value
            ));
        }
    }
    out
}
