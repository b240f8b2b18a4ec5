//! What a run did to UnoPim, place by place: everything that moved must be what a hand did in the shop.

mod edits;
mod lists;
mod pictures;
mod products;
mod structure;
mod tally;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::super::Host;
use super::notes::Notes;
use crate::unopim::products::resolve::effective;
use crate::unopim::version::Inheritance;

pub use edits::left_over;
pub use lists::list_item;
pub use products::codes;
pub use tally::Tally;

/// UnoPim's side as it was.
#[derive(Clone)]
pub struct Seen {
    products: BTreeMap<String, Held>,
    categories: BTreeMap<String, (Option<u64>, Value)>,
    attributes: BTreeMap<String, (Value, BTreeMap<String, Value>)>,
    families: usize,
    /// What hands had taken out of the shop by then, by the names of [`Owner::removed`](super::super::Owner).
    removed: BTreeSet<String>,
}

#[derive(Clone, PartialEq)]
struct Held {
    enabled: bool,
    parent: Option<u64>,
    /// The parent's SKU.
    above: Option<String>,
    family: String,
    axes: Vec<String>,
    values: Value,
    /// With what it has from its ancestors.
    effective: Value,
}

pub fn seen(host: &Host) -> Seen {
    let state = &host.unopim.state;
    let inherits = state.version.inheritance() == Inheritance::Resolved;
    let held = |p: &crate::unopim::records::Product| Held {
        enabled: p.enabled,
        parent: p.parent,
        above: p.parent.and_then(|id| state.products.by_id(id)).map(|parent| parent.sku.clone()),
        family: p.family.clone(),
        axes: p.super_attributes.clone(),
        values: p.values.clone(),
        effective: if inherits { effective(state, p) } else { p.values.clone() },
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
        removed: removed(host),
    }
}

/// What hands have taken out of the shop, and not put back.
fn removed(host: &Host) -> BTreeSet<String> {
    let is_gone = |(code, id): &(&String, &u64)| match code.strip_prefix("category/") {
        Some(_) => host.shop.terms["product_cat"].iter().all(|term| term.id != **id),
        None => host.shop.products.get(id).is_none_or(|product| product.status() == "trash"),
    };
    host.owner.removed.iter().filter(is_gone).map(|(code, _)| code.clone()).collect()
}

/// What hands have taken out of the shop and UnoPim has still, though it was to go there too and nothing was said.
pub fn undeleted(host: &Host, run: &Value, notes: &Notes) -> Vec<String> {
    if run["settings"]["writeback_delete"] != true {
        return Vec::new();
    }
    let state = &host.unopim.state;
    let is_there = |code: &String| match code.strip_prefix("category/") {
        Some(category) => state.categories.contains(category),
        None => state.products.get(code).is_some(),
    };
    // What was put into the trash before a push could link it is not known to be UnoPim's: “a match in the trash follows Trashed match”,
    // and the pull reports it.
    let is_strange =
        |code: &String| notes.lies_in_trash(code) && host.shop.link("product", "default", code).is_none();
    let left = removed(host).into_iter().filter(|code| is_there(code) && !notes.keeps(code));
    let left = left.filter(|code| !is_strange(code));
    left.map(|code| format!("{code}: deleted in the shop, and UnoPim has it still")).collect()
}

/// What may not have happened between two looks at UnoPim, a line each; `asked` is how many requests it had answered by the first.
pub fn changes(
    host: &Host,
    run: &Value,
    (before, asked): (&Seen, usize),
    notes: &Notes,
    tally: &mut Tally,
) -> Vec<String> {
    let after = seen(host);
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
    let lost = after.removed.difference(&before.removed).cloned().collect();
    let look = Look { host, run, notes, lost };
    look.products(before, &after, &mut out);
    look.structure(before, &after, &mut out);
    out.extend(tally.count(&look, before, &after));
    let log = host.unopim.log.get(asked..).unwrap_or_default();
    out.extend(look.sent_twice(log));
    out.extend(tally::in_vain(&look, log, before, &after));
    out
}

/// What a push is judged by.
struct Look<'l> {
    host: &'l Host,
    run: &'l Value,
    notes: &'l Notes,
    /// What hands have taken out of the shop meanwhile.
    lost: BTreeSet<String>,
}

/// Leaves that differ, each by its place.
fn moved(before: &Value, after: &Value) -> Vec<Vec<String>> {
    let mut out = Vec::new();
    collect(before, after, &mut Vec::new(), &mut out);
    out
}

fn collect(before: &Value, after: &Value, place: &mut Vec<String>, out: &mut Vec<Vec<String>>) {
    if before == after {
        return;
    }
    let map = |value: &Value| match value {
        Value::Object(map) => Some(map.clone()),
        Value::Null => Some(Map::new()),
        Value::Array(list) if list.is_empty() => Some(Map::new()),
        _ => None,
    };
    let (Some(a), Some(b)) = (map(before), map(after)) else {
        out.push(place.clone());
        return;
    };
    let keys: BTreeSet<&String> = a.keys().chain(b.keys()).collect();
    for key in keys {
        place.push(key.clone());
        collect(a.get(key).unwrap_or(&Value::Null), b.get(key).unwrap_or(&Value::Null), place, out);
        place.pop();
    }
}

impl Look<'_> {
    /// UnoPim owns what it has.
    fn is_mirrored(&self) -> bool {
        self.run["settings"]["mirror"] == true
    }

    /// Whether a hand took something out of the shop, and UnoPim is to lose it too.
    fn may_go(&self, code: &str, before: &Seen, after: &Seen) -> bool {
        self.run["settings"]["writeback_delete"] == true
            && (before.removed.contains(code) || after.removed.contains(code))
    }
}

fn at<'v>(values: &'v Value, place: &[String]) -> &'v Value {
    place.iter().fold(values, |value, key| &value[key.as_str()])
}

/// Fields of the shop that an attribute goes to. The first picture of a gallery is the product's where no row says otherwise.
fn fields_of(run: &Value, attribute: &str) -> Vec<String> {
    let all = rows(run);
    let mut own: Vec<String> =
        all.iter().filter(|(_, code)| code == attribute).map(|(field, _)| field.clone()).collect();
    if own.iter().any(|field| field == "gallery") && all.iter().all(|(field, _)| field != "image") {
        own.push("image".to_owned());
    }
    own
}

/// Field and attribute of every row.
fn rows(run: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().map(ToOwned::to_owned);
    let core = run["mapping"]["core"].as_object().into_iter().flatten();
    let core = core.filter_map(|(field, row)| Some((field.clone(), text(&row["attribute"])?)));
    let own = run["mapping"]["attributes"]["default"]["en_US"].as_array().into_iter().flatten();
    let own = own.filter_map(|row| Some((text(&row["target"])?, text(&row["attribute"])?)));
    core.chain(own).collect()
}
