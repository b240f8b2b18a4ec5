//! Goes through what a run wrote, operation by operation: nothing that a hand did may be lost, nothing may be written that no row
//! maps, and nothing that UnoPim still has may be taken away.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::super::Host;
use super::super::ledger::{Edit, Place, What};
use super::super::oracle::{Oracle, Wish, Wishes, alike};
use crate::store::OperationRow;

/// What was so before a run.
pub struct Before {
    rows: usize,
    skus: BTreeSet<String>,
}

pub fn before(host: &Host) -> Before {
    Before { rows: host.shop.operations.len(), skus: skus(host) }
}

fn skus(host: &Host) -> BTreeSet<String> {
    host.unopim.state.products.rows().map(|p| p.sku.clone()).collect()
}

/// What is wrong with the operations since `before`, a line each; the ledger learns what is in step now.
pub fn audit(host: &mut Host, run: &Value, before: &Before) -> Vec<String> {
    let rows: Vec<(usize, OperationRow)> =
        (before.rows..).zip(host.shop.operations[before.rows..].to_vec()).collect();
    let there: BTreeSet<String> = skus(host).intersection(&before.skus).cloned().collect();
    let mut book = WishBook::default();
    let mut out = Vec::new();
    for (at, row) in rows.iter().map(|(at, row)| (*at, row)).filter(|(_, row)| row.outcome == "done") {
        let (entity, key, action) = (text(&row.op, "entity"), text(&row.op, "key"), text(&row.op, "action"));
        let mut say = |line: String| out.push(format!("run {}, {entity} {key}: {line}", row.run));
        let undone = row.op["reason"] == "undone";
        let reason = row.op["reason"].as_str().unwrap_or_default();
        if reason == "deleted_in_unopim" && entity == "product" && there.contains(key) {
            say(format!("{action}, though UnoPim has it"));
        }
        let said = book.of(host, run, entity, key);
        let pushed = row.op["side"] == "unopim";
        for field in list(&row.op, "fields").iter().filter(|f| f["write"] == true && !pushed) {
            let name = text(field, "field");
            let place = Place::written(entity, row.id, name);
            let wish = said.get(name).unwrap_or(&Wish::Nothing);
            if entity == "product" && !undone && !may_be_written(run, name) {
                say(format!("{name} is written, and no row maps it"));
            }
            let source = row.op["link"]["bases"][name]["src"].as_str();
            if host.owner.outward && host.owner.ledger.is_at_rest(&place, source) {
                say(format!(
                    "{name} was written once more, {} → {}, and neither side had moved",
                    field["old"], field["new"]
                ));
            }
            let Some(edit) = host.owner.ledger.edits.get(&place).filter(|edit| edit.at <= at).cloned() else {
                continue;
            };
            let ledger = &host.owner.ledger;
            if stays_beside(&edit, &field["new"], |id| ledger.is_refused(&place, id)) {
                host.owner.ledger.edited(place, field["old"].clone(), field["new"].clone(), at);
                continue;
            }
            let chosen = field["reason"] == "chosen_unopim";
            let taken_away = reason == "deleted_in_unopim" && name == "status";
            // UnoPim holds a configurable, and a variable product has no price of its own. It comes back when the run is taken back.
            let given_up = field["reason"] == "becomes_variable" && field["new"].is_null();
            if !alike(&edit.value, &field["old"]) {
                say(format!("{name} was {} by hand, and {} is on record", edit.value, field["old"]));
            } else if undone
                || !(chosen || taken_away || given_up || host.owner.ledger.may_give_way(&place, wish))
            {
                say(format!("{name} was {} by hand and is lost ({})", edit.value, field["reason"]));
            }
            host.owner.ledger.edits.remove(&place);
        }
        for field in
            list(&row.op, "fields").iter().filter(|f| matches!(text(f, "reason"), "shop_wins" | "conflict"))
        {
            // A switch, a number and the categories have a value from the beginning: the shop's own, as if somebody had set it.
            let place = Place::written(entity, row.id, text(field, "field"));
            let own = field["old"].is_boolean() || field["old"].is_number() || field["old"] == json!([1]);
            if own && !host.owner.ledger.edits.contains_key(&place) {
                host.owner.ledger.edited(place, json!("—"), field["old"].clone(), at);
            }
        }
        for (field, base) in row.op["link"]["bases"].as_object().into_iter().flatten() {
            let place = Place::written(entity, row.id, field);
            if base.is_null() {
                host.owner.ledger.out_of_step(&place);
                continue;
            }
            host.owner.ledger.heard(&place, base["src"].as_str().unwrap_or_default());
            let wish = said.get(field).cloned().unwrap_or(Wish::Nothing);
            // What UnoPim wrote of something that it has deleted is nothing that it says.
            let wish = if base["src"] == "deleted" { Wish::Text("deleted".into()) } else { wish };
            // Axes are attributes that no row need map.
            if !said.contains_key(field) {
                host.owner.ledger.say(place.clone());
            }
            host.owner.ledger.in_step(place, wish);
        }
        if action == "delete" && !pushed {
            if entity == "category" && reason == "deleted_in_unopim" {
                let default = host.shop.default_category();
                host.owner.ledger.lose_category(row.id, default);
            }
            forget(host, entity, row.id);
        }
    }
    settle_edits(host, run, &mut book, &mut out);
    out
}

/// Whether a list that is written holds what a hand has added, but for what UnoPim was heard to refuse (`stale_reference`), and nothing
/// that it has taken away.
fn stays_beside(edit: &Edit, new: &Value, refused: impl Fn(u64) -> bool) -> bool {
    let (Some(list), Some(new)) = (edit.value.as_array(), new.as_array()) else { return false };
    let gone = |id: &&Value| !list.contains(*id);
    let mut origin = edit.origin.as_array().into_iter().flatten().filter(gone);
    list.iter().all(|id| new.contains(id) || id.as_u64().is_some_and(&refused))
        && !origin.any(|id| new.contains(id))
}

/// Edits that agree with UnoPim by now are none any more; the others must still be there.
fn settle_edits(host: &mut Host, run: &Value, book: &mut WishBook, out: &mut Vec<String>) {
    let edits: Vec<(Place, Value)> =
        host.owner.ledger.edits.iter().map(|(place, edit)| (place.clone(), edit.value.clone())).collect();
    for (place, value) in edits {
        let Some(found) = present(host, &place) else {
            if place.what == What::Product {
                out.push(format!("#{}: is gone, and nobody took it away", place.id));
            }
            host.owner.ledger.forget(place.what, place.id);
            continue;
        };
        if !alike(&found, &value) {
            let trashed = place.field == "status" && found == "trash";
            let applies = place.what != What::Product || host.shop.has_field(place.id, &place.field);
            if !trashed && applies {
                out.push(format!(
                    "#{} {}: {value} by hand has become {found} behind everybody's back",
                    place.id, place.field
                ));
            }
            if !trashed {
                host.owner.ledger.edits.remove(&place);
            }
            continue;
        }
        let Some(wish) = agreed(host, run, book, &place) else { continue };
        if !host.owner.ledger.has_moved(&place, &wish) {
            host.owner.ledger.edits.remove(&place);
        }
    }
}

/// What UnoPim says of an edited place, where that is what the shop holds.
pub fn agreed(host: &Host, run: &Value, book: &mut WishBook, place: &Place) -> Option<Wish> {
    let found = present(host, place)?;
    let (entity, code) = linked(host, place)?;
    let said = book.of(host, run, &entity, &code);
    let wish = said.get(&place.field)?;
    let oracle = oracle(host, run);
    let agree = match (place.what, wish) {
        (_, Wish::Nothing) => false,
        (What::Product, wish) => {
            let product = host.shop.products.get(&place.id)?;
            oracle.holds(wish, &place.field, product, &found)
                && !(host.owner.outward && oracle.says_more(wish, &place.field, &found))
        }
        (_, Wish::Exact(code)) => *code == oracle.code_of(found.as_u64().unwrap_or_default()),
        (_, Wish::Text(name)) => found == *name,
        _ => false,
    };
    agree.then(|| wish.clone())
}

fn oracle<'h>(host: &'h Host, run: &'h Value) -> Oracle<'h> {
    let oracle = Oracle::new(&host.unopim.state, &host.shop, run, &host.owner.ledger);
    if host.owner.outward { oracle.showing(&host.library) } else { oracle }
}

/// The code that a record is linked to.
fn linked(host: &Host, place: &Place) -> Option<(String, String)> {
    let fits = |entity: &str| match place.what {
        What::Product => entity == "product",
        What::Attribute => entity == "attribute",
        What::Term => matches!(entity, "category" | "option" | "term"),
    };
    let found = host.shop.links.iter().find(|((entity, ..), link)| fits(entity) && link.id == place.id);
    found.map(|((entity, _, code), _)| (entity.clone(), code.clone()))
}

fn present(host: &Host, place: &Place) -> Option<Value> {
    match place.what {
        What::Product => host.shop.products.get(&place.id).map(|_| host.shop.view(place.id, &place.field)),
        What::Term => {
            let term = host.shop.terms.values().flatten().find(|t| t.id == place.id)?;
            Some(match place.field.as_str() {
                "parent" => term.parent.into(),
                "order" => term.order.into(),
                _ => term.name.clone().into(),
            })
        }
        What::Attribute => {
            host.shop.attributes.iter().find(|a| a.id == place.id).map(|a| a.name.clone().into())
        }
    }
}

fn forget(host: &mut Host, entity: &str, id: u64) {
    let what = match entity {
        "product" => What::Product,
        "attribute" => What::Attribute,
        _ => What::Term,
    };
    host.owner.ledger.forget(what, id);
    if what == What::Product {
        // Its variations went with it.
        let ids: BTreeSet<u64> =
            host.owner.ledger.edits.keys().filter(|p| p.what == what).map(|p| p.id).collect();
        for gone in ids.into_iter().filter(|id| !host.shop.products.contains_key(id)) {
            host.owner.ledger.forget(what, gone);
        }
    }
}

/// What rows may write, and what every product needs.
fn may_be_written(run: &Value, field: &str) -> bool {
    const ALWAYS: [&str; 8] =
        ["sku", "axes", "menu_order", "categories", "upsells", "cross_sells", "related", "status"];
    let rows = run["mapping"]["attributes"]["default"]["en_US"].as_array().into_iter().flatten();
    let mapped = rows.filter_map(|row| row["target"].as_str()).any(|target| target == field);
    let image = field == "image" && may_be_written(run, "gallery");
    mapped || image || ALWAYS.contains(&field) || run["mapping"]["core"][field].is_object() || field == "name"
        // Axes that no row maps.
        || field.starts_with("attribute:pa_")
}

/// What UnoPim says of a record, worked out once.
#[derive(Default)]
pub struct WishBook(BTreeMap<(String, String), Wishes>);

impl WishBook {
    fn of(&mut self, host: &Host, run: &Value, entity: &str, key: &str) -> Wishes {
        let of = || {
            let oracle = oracle(host, run);
            if entity == "product" {
                let product = host.unopim.state.products.get(key);
                return product.and_then(|p| oracle.expected(p)).map(|e| e.wishes).unwrap_or_default();
            }
            oracle.of_structure(entity, key)
        };
        self.0.entry((entity.to_owned(), key.to_owned())).or_insert_with(of).clone()
    }
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_default()
}

fn list<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value[key].as_array().map_or(&[], Vec::as_slice)
}
