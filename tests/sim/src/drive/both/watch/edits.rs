//! Edits of the shop: each has come to UnoPim, or was given up on record.

use std::collections::BTreeSet;

use serde_json::Value;

use super::super::super::Host;
use super::super::super::ledger::{Edit, Place, What};
use super::super::super::oracle::alike;
use super::super::super::story::audit::{WishBook, agreed};
use super::super::notes::Notes;
use super::{fields_of, rows};

const PICTURES: [&str; 2] = ["image", "gallery"];
const LISTS: [&str; 4] = ["categories", "upsells", "cross_sells", "related"];

/// Edits of fields that go to UnoPim and have neither arrived there nor been given up on record.
pub fn left_over(host: &Host, run: &Value, notes: &Notes) -> Vec<String> {
    let ledger = &host.owner.ledger;
    let pictures = run["settings"]["push_images"] == true;
    let all = rows(run).into_iter().flat_map(|(_, attribute)| fields_of(run, &attribute));
    let mapped: BTreeSet<String> =
        all.filter(|field| pictures || !PICTURES.contains(&field.as_str())).collect();
    let goes = |place: &Place| {
        let field = place.field.as_str();
        place.what == What::Product
            && (mapped.contains(field) || LISTS.contains(&field))
            && !matches!(field, "sku" | "status")
    };
    let mut book = WishBook::default();
    let missing = |(place, edit): &(&Place, &Edit)| {
        let Some(product) = host.shop.products.get(&place.id).filter(|p| p.status() != "trash") else {
            return false;
        };
        let link =
            host.shop.links.iter().find(|((entity, ..), link)| entity == "product" && link.id == place.id);
        let key = link.map_or(product.sku(), |((.., code), _)| code);
        // Of a variation its product is told.
        let above = |code: &String| notes.is_mirrored(code);
        !waits(host, key, place)
            && !product_of(host, product.parent).is_some_and(above)
            && !notes.gives_up(key, &place.field, edit.at)
            && !ledger.is_loose(key)
            && !alike(&edit.value, &Value::Null)
            && !names_nothing_new(host, place, edit, notes.tells_unknown(key, &place.field, edit.at))
            // It may have come before a process died, and be in step without another word.
            && agreed(host, run, &mut book, place).is_none()
    };
    let left = ledger.edits.iter().filter(|(place, _)| goes(place)).filter(missing);
    left.map(|(place, edit)| {
        let sku = host.shop.products[&place.id].sku();
        format!("{sku} #{} {}: {} by hand has not come to UnoPim", place.id, place.field, edit.value)
    })
    .collect()
}

/// Whether a list of products differs from what it was by nothing but products that UnoPim was heard to refuse (`stale_reference`), or
/// that are gone from the shop, which has no SKU to send for them: that has to be told.
fn names_nothing_new(host: &Host, place: &Place, edit: &Edit, is_told: bool) -> bool {
    let is_there = |id: &u64| !is_told || host.shop.products.contains_key(id);
    let goes = |id: &u64| is_there(id) && !host.owner.ledger.is_refused(place, *id);
    let going = |list: &Value| -> Vec<u64> {
        list.as_array().into_iter().flatten().filter_map(Value::as_u64).filter(goes).collect()
    };
    LISTS.contains(&place.field.as_str())
        && place.field != "categories"
        && going(&edit.value) == going(&edit.origin)
}

/// The code of a product.
fn product_of(host: &Host, id: u64) -> Option<&String> {
    let found = host.shop.links.iter().find(|((entity, ..), link)| entity == "product" && link.id == id);
    found.map(|((.., code), _)| code)
}

/// Whether somebody has to choose, to correct something, or to let it in again; rows of the lane `push` that failed are among what
/// waits for somebody.
fn waits(host: &Host, key: &str, place: &Place) -> bool {
    let parent = host.shop.products.get(&place.id).map_or(0, |product| product.parent);
    host.shop.items.iter().any(|((lane, .., code), item)| {
        let is_own = *code == key || item.id == place.id;
        match lane.as_str() {
            "held" => {
                let fields = item.body["fields"].as_array();
                is_own && fields.is_some_and(|list| list.iter().any(|f| f["field"] == place.field))
            }
            "parked" => is_own && item.body["dir"] == "to_unopim",
            "excluded" => is_own,
            "push" => item.state == "failed" && (item.id == place.id || item.id == parent),
            _ => false,
        }
    })
}
