//! What a shop wants of its runs: a mapping and settings, drawn from a pool.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::super::ledger::Judge;
use crate::random::Random;
use crate::unopim::State;

/// Target and attribute; rows of one attribute or one target exclude each other where they would get into each other's way.
const POOL: &[(&str, &str)] = &[
    ("attribute:pa_brand", "brand"),
    ("attribute:pa_material", "material"),
    ("attribute:pa_features", "features"),
    ("attribute:pa_care", "care"),
    ("attribute:pa_stocked", "manage_stock"),
    ("attribute:pa_released", "release_date"),
    ("attribute:pa_care_note", "care_note"),
    ("attribute:pa_net_length", "net_length"),
    ("custom:Brand", "brand"),
    ("custom:Features", "features"),
    ("custom:Note", "care_note"),
    ("custom:Stocked", "manage_stock"),
    ("meta:url_key", "url_key"),
    ("meta:brand", "brand"),
    ("meta:features", "features"),
    ("meta:released", "release_date"),
    ("meta:available", "available_from"),
    ("meta:cost", "cost"),
    ("meta:stocked", "manage_stock"),
    ("meta:rating", "rating"),
    ("meta:number", "product_number"),
    ("meta:net_length", "net_length"),
    ("weight", "weight"),
    ("length", "length"),
    ("length", "net_length"),
    ("width", "width"),
    ("height", "height"),
    // Variants inherit it, and the shop takes a number once: as a field it would be refused.
    ("meta:gtin", "gtin"),
    ("sale_start", "release_date"),
    ("sale_end", "available_from"),
    ("tags", "tags"),
    ("tags", "care_note"),
    ("taxonomy:product_brand", "brand"),
    ("featured", "manage_stock"),
    ("menu_order", "rating"),
    ("purchase_note", "care_note"),
];

/// Core fields beside SKU, name and status, which every shop needs.
const CORE: [(&str, &str); 4] = [
    ("regular_price", "price"),
    ("sale_price", "sale_price"),
    ("description", "description"),
    ("short_description", "short_description"),
];

/// The part of a run that an administrator sets.
pub(in super::super) fn errand(random: &mut Random, state: &State, images: bool) -> Value {
    let mut core = json!({"sku": {"attribute": "sku"}, "name": {"attribute": "name"}, "status": {"attribute": "status"}});
    for (field, attribute) in CORE {
        if random.below(10) > 0 {
            core[field] = row(random, attribute);
        }
    }
    let axes: BTreeSet<&String> = state.products.rows().flat_map(|p| &p.super_attributes).collect();
    let (mut rows, mut taken) = (Vec::new(), BTreeSet::new());
    let share = 1 + random.below(9);
    for (target, attribute) in POOL {
        let is_taxonomy = target.starts_with("attribute:");
        // An axis may go to a product attribute alone.
        let known = state.attributes.contains(attribute)
            && (is_taxonomy || axes.iter().all(|axis| *axis != attribute));
        if !known || random.below(12) >= share || !taken.insert(*target) {
            continue;
        }
        let mut row = row(random, attribute);
        row["target"] = json!(target);
        match *target {
            "weight" => row["unit"] = json!(random.pick(&["kg", "g"])),
            "meta:brand" | "custom:Features" => row["write"] = json!(random.pick(&["code", "label"])),
            _ => {}
        }
        rows.push(row);
    }
    if images {
        for target in ["image", "gallery"] {
            if random.below(3) > 0 && state.attributes.contains(target) {
                rows.push(json!({"target": target, "attribute": target}));
            }
        }
    }
    json!({
        "id": 1,
        "job": {"kind": "pull", "scope": "full"},
        "settings": settings(random),
        "store": {"currency": "EUR"},
        "mapping": {"version": 2, "core": core, "attributes": {"default": {"en_US": rows}}},
    })
}

fn row(random: &mut Random, attribute: &str) -> Value {
    let mut row = json!({"attribute": attribute});
    if random.below(6) == 0 {
        row["clear_when_empty"] = json!(true);
    }
    row
}

pub(in super::super) fn settings(random: &mut Random) -> Value {
    json!({
        "channel": "default", "locale": "en_US", "price_currency": "EUR",
        "conflict_policy": random.pick(&["unopim", "unopim", "woocommerce", "review"]),
        "mirror": random.below(6) == 0,
        "root_only": random.below(6) == 0,
        "create_categories": random.below(8) > 0,
        "category_assignment": random.pick(&["managed", "managed", "exact"]),
        "on_delete": random.pick(&["trash", "trash", "delete", "skip"]),
        "trashed_match": "report",
        "batch_size": random.pick(&[5, 50]),
    })
}

pub(in super::super) fn judge(run: &Value) -> Judge {
    let settings = &run["settings"];
    match settings["conflict_policy"].as_str() {
        _ if settings["mirror"] == true => Judge::Mirror,
        Some("woocommerce") => Judge::Shop,
        Some("review") => Judge::Review,
        _ => Judge::Unopim,
    }
}

/// What the owner edits: mapped fields, and some that are not.
pub(in super::super) fn fields(run: &Value) -> Vec<String> {
    let rows = run["mapping"]["attributes"]["default"]["en_US"].as_array().into_iter().flatten();
    let mapped = rows.filter_map(|row| row["target"].as_str()).filter(|t| !matches!(*t, "image" | "gallery"));
    let core = ["name", "description", "short_description", "regular_price", "meta:own", "purchase_note"];
    let mut fields: Vec<String> = mapped.chain(core).map(ToOwned::to_owned).collect();
    fields.sort();
    fields.dedup();
    fields
}
