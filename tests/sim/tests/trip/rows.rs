//! A row for every target, and attributes for those that the catalogues have none for.

use serde_json::{Value, json};
use unopim_sim::unopim::State;
use unopim_sim::unopim::records::{Attribute, AttributeOption, Kind};

/// Target and attribute, each attribute once; those that a catalogue lacks are left out.
const OWN: &[(&str, &str)] = &[
    ("attribute:pa_brand", "brand"),
    ("attribute:pa_features", "features"),
    ("attribute:pa_care", "care"),
    ("attribute:pa_stocked", "manage_stock"),
    ("custom:Released", "release_date"),
    ("custom:Number", "product_number"),
    ("meta:available", "available_from"),
    ("meta:url_key", "url_key"),
    ("meta:cost", "cost"),
    ("meta:rating", "rating"),
    ("meta:net_length", "net_length"),
    ("weight", "weight"),
    ("length", "length"),
    ("width", "width"),
    ("height", "height"),
    ("purchase_note", "care_note"),
    ("tags", "tags"),
    ("taxonomy:product_brand", "material"),
];

/// Target, type, what UnoPim holds in the beginning (`#`: a number of the product's own), and the codes of options or a validation.
pub const ADDED: &[(&str, &str, &str, &[&str])] = &[
    ("slug", "text", "slug-#", &[]),
    ("gtin", "text", "40-#", &[]),
    ("menu_order", "text", "3", &["number"]),
    ("featured", "boolean", "true", &[]),
    ("sold_individually", "boolean", "true", &[]),
    ("reviews_allowed", "boolean", "false", &[]),
    ("virtual", "boolean", "true", &[]),
    ("catalog_visibility", "select", "search", &["visible", "catalog", "search", "hidden"]),
    ("tax_status", "select", "none", &["taxable", "shipping", "none"]),
    ("tax_class", "text", "reduced-rate", &[]),
    ("shipping_class", "text", "bulky", &[]),
    ("sale_start", "date", "2031-05-01", &[]),
    ("sale_end", "datetime", "2031-06-01 12:30:00", &[]),
    ("meta:mail", "text", "a-#@example.org", &["email"]),
    ("meta:link", "text", "https://example.org/#", &["url"]),
    ("meta:plain", "textarea", "Two\nlines #", &[]),
    // Stock is the shop's alone once it is there.
    ("manage_stock", "boolean", "true", &[]),
    ("stock_quantity", "text", "7", &["number"]),
    ("stock_status", "select", "instock", &["instock", "outofstock", "onbackorder"]),
    ("backorders", "select", "notify", &["no", "notify", "yes"]),
    ("low_stock_amount", "text", "2", &["number"]),
];

const CORE: [(&str, &str); 7] = [
    ("sku", "sku"),
    ("name", "name"),
    ("regular_price", "price"),
    ("sale_price", "sale_price"),
    ("description", "description"),
    ("short_description", "short_description"),
    ("status", "status"),
];

/// The code of an attribute that was added for a target.
pub fn code_of(target: &str) -> String {
    format!("trip_{}", target.replace(':', "_"))
}

fn is_core(target: &str) -> bool {
    matches!(target, "stock_quantity" | "stock_status")
}

pub fn mapping(state: &State) -> Value {
    let own = OWN.iter().map(|(target, code)| ((*target).to_owned(), (*code).to_owned()));
    let added = ADDED.iter().map(|(target, ..)| ((*target).to_owned(), code_of(target)));
    let mut core: serde_json::Map<String, Value> =
        CORE.iter().map(|(field, code)| ((*field).to_owned(), json!({"attribute": code}))).collect();
    let mut rows = Vec::new();
    for (target, code) in own.chain(added).filter(|(_, code)| state.attributes.contains(code)) {
        if is_core(&target) {
            core.insert(target, json!({"attribute": code}));
        } else {
            rows.push(json!({"target": target, "attribute": code}));
        }
    }
    json!({"version": 2, "core": core, "attributes": {"default": {"en_US": rows}}})
}

/// Gives the catalogue the attributes, every family and every product that stands by itself a value of each.
pub fn extend(state: &mut State) {
    for (target, kind, _, more) in ADDED {
        let mut attribute = Attribute::new(&code_of(target), kind);
        if *kind == "select" {
            for (code, place) in more.iter().zip(1..) {
                attribute.options.push(AttributeOption {
                    id: state.next_option_id(),
                    code: (*code).to_owned(),
                    sort_order: Some(place),
                    labels: [("en_US".to_owned(), (*code).to_owned())].into(),
                    swatch: None,
                });
            }
        } else {
            attribute.validation = more.first().map(|rule| (*rule).to_owned());
        }
        state.attributes.insert(attribute);
    }
    let families: Vec<String> = state.families.rows().map(|family| family.code.clone()).collect();
    for family in families {
        if let Some(group) = state.families.get_mut(&family).and_then(|family| family.groups.first_mut()) {
            group.attributes.extend(ADDED.iter().map(|(target, ..)| (code_of(target), 1_000)));
        }
    }
    let sound: Vec<u64> = state
        .products
        .iter()
        .filter(|(_, p)| p.kind != Kind::VariantGroup && p.parent.is_none() && p.values["common"].is_object())
        .map(|(id, _)| id)
        .collect();
    for id in sound {
        let Some(product) = state.products.by_id_mut(id) else { continue };
        for (target, _, value, _) in ADDED {
            product.values["common"][code_of(target)] = json!(value.replace('#', &id.to_string()));
        }
    }
    state.touch();
}
