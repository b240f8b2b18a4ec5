//! What outlives a page: fields that wait for somebody's choice, and items that could not be brought over.

use serde_json::{Value, json};

use super::items::{Found, IMAGES, Item};
use super::operation::{Action, FieldChange, Operation};
use crate::diff::Side;
use crate::error::Fault;
use crate::ordered::SortedMap;
use crate::wire::{ItemKey, ItemRow, Log};

pub const HELD: &str = "held";
/// The state of a held row that asks whether two records are one.
pub const RENAMED: &str = "renamed";
pub const PARKED: &str = "parked";
pub const IMAGE: &str = "image";
/// The lane of what is to be pulled by its SKU.
const PULL: &str = "pull";
/// The lane of what somebody saved in the shop.
pub const PUSH: &str = "push";
pub const EXCLUDED: &str = "excluded";

/// How often a passing fault of one item is tried again before it is parked for good.
const TRIES: u32 = 5;

/// Rows to write and rows to remove.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Waiting {
    pub write: Vec<ItemRow>,
    pub remove: Vec<ItemKey>,
}

impl Waiting {
    pub fn is_empty(&self) -> bool {
        self.write.is_empty() && self.remove.is_empty()
    }
}

pub fn item_key(lane: &'static str, entity: &str, channel: &str, code: &str) -> ItemKey {
    ItemKey { lane, entity: entity.into(), channel: channel.into(), code: code.into(), stamp: None }
}

/// A row of a lane that is to be looked at now.
pub fn lane_row(key: ItemKey, id: u64, body: Value) -> ItemRow {
    ItemRow {
        row: 0,
        lane: key.lane.into(),
        entity: key.entity,
        channel: key.channel,
        code: key.code,
        id,
        state: "waiting".into(),
        tries: 0,
        due_in: 0,
        error_code: String::new(),
        body,
    }
}

fn row(lane: &'static str, state: &str, operation: &Operation, error_code: &str, body: Value) -> ItemRow {
    let key = key_of(lane, operation);
    let (state, error_code) = (state.into(), error_code.into());
    ItemRow { state, error_code, ..lane_row(key, operation.id.unwrap_or(0), body) }
}

/// What somebody chose for a field that a later step writes.
const CHOSEN: &str = "chosen";

/// Fields that wait for a choice, as a held row tells them.
pub fn held_fields(fields: &[FieldChange]) -> Vec<Value> {
    let held = fields.iter().filter(|f| is_held(f));
    held.map(|f| json!({"field": f.field, "shop": f.old, "unopim": f.offered, "shown": f.shown})).collect()
}

/// Fields of a held row that stay in it.
pub fn kept_fields(row: Option<&ItemRow>, stays: impl Fn(&str) -> bool) -> Vec<Value> {
    let fields = row.and_then(|row| row.body["fields"].as_array()).into_iter().flatten();
    fields.filter(|f| f["field"].as_str().is_some_and(&stays)).cloned().collect()
}

/// What was chosen for the fields of a held row that are still to be written; their names are those of all its fields.
pub fn held_choices(row: Option<&ItemRow>) -> (Vec<String>, SortedMap<String, Side>) {
    let (mut names, mut choices) = (Vec::new(), SortedMap::new());
    for field in kept_fields(row, |_| true) {
        let name = field["field"].as_str().unwrap_or_default();
        names.push(name.to_owned());
        let side = match field[CHOSEN].as_str() {
            Some("unopim") => Side::Unopim,
            Some("shop") => Side::Shop,
            _ => continue,
        };
        choices.insert(name.to_owned(), side);
    }
    (names, choices)
}

/// A row of fields that wait for a choice; `target`: what UnoPim said then.
pub fn held_row(key: ItemKey, id: u64, fields: &[Value], target: Option<&String>) -> ItemRow {
    let body = json!({"fields": fields, "target": target});
    ItemRow { state: "open".into(), error_code: "conflict".into(), ..lane_row(key, id, body) }
}

/// The row by which an item of the shop is pushed, as if somebody had saved it.
pub fn push_row(entity: &str, id: u64) -> ItemRow {
    lane_row(item_key(PUSH, entity, "", &id.to_string()), id, json!({"change": "saved", "stamp": ""}))
}

/// The held row of a record of which a later step has compared some fields: the others in it stay.
pub fn hold_more(operation: &Operation, row_before: Option<&ItemRow>, out: &mut Waiting) {
    if row_before.is_some_and(|row| row.state == RENAMED) {
        return;
    }
    let mut fields = kept_fields(row_before, |name| operation.fields.iter().all(|f| f.field != name));
    fields.extend(held_fields(&operation.fields));
    match row_before {
        Some(_) if fields.is_empty() => out.remove.push(key_of(HELD, operation)),
        None if fields.is_empty() => {}
        Some(before) if before.body["fields"] == json!(fields) => {}
        _ => {
            let target = operation.link.as_ref().and_then(|link| link.target.as_ref());
            out.write.push(held_row(key_of(HELD, operation), operation.id.unwrap_or(0), &fields, target));
        }
    }
}

/// Whether a field waits for a choice.
pub fn is_held(field: &FieldChange) -> bool {
    matches!(&*field.reason, "conflict" | "held")
}

/// What is known before anything is written: held fields, and items that are parked or no longer are.
///
/// It is written before the operations that it belongs to: a crash in between leaves a row too many, never one too few.
pub fn before(items: &[Item], operations: &[Operation], logs: &[Log]) -> Waiting {
    let mut out = Waiting::default();
    for (item, operation) in items.iter().zip(operations) {
        if item.waits.is_none() {
            hold(item, operation, &mut out);
        }
        let stops = matches!(operation.action, Action::Skip | Action::Park);
        if (operation.action.is_executable() && item.wants_images()) || (!stops && item.decides_files()) {
            out.write.push(image_row(item, operation));
        }
        if let Some(seconds) = item.waits {
            out.write.push(ItemRow { due_in: seconds, ..row(PULL, "waiting", operation, "", Value::Null) });
            continue;
        }
        let parked = item.kept(PARKED);
        match operation.action {
            Action::Park => {
                let fresh = parked_row(operation, &item.target.hash, logs, parked);
                if parked.is_none_or(|old| !is_same(old, &fresh)) {
                    out.write.push(fresh);
                }
            }
            // An item that is written leaves the lane once that has worked.
            Action::Unchanged if parked.is_some() => out.remove.push(key_of(PARKED, operation)),
            _ => {}
        }
    }
    out
}

/// Files for the image lane, which needs no more than this.
fn image_row(item: &Item, operation: &Operation) -> ItemRow {
    // What is created has taken its name along.
    let made = || operation.fields.iter().find(|f| f.field == "name").map(|f| &f.new);
    let name = item.target.set_value("name").or_else(made).and_then(Value::as_str);
    let name = name.unwrap_or(&item.product.sku);
    let body = json!({"fields": item.target.images, "kind": operation.kind, "name": name});
    row(IMAGE, "waiting", operation, "", body)
}

/// Files of a term. The row carries the run's channel, by which the lane is worked; the link may have none.
pub(super) fn term_images(
    operation: &Operation,
    channel: &str,
    name: &str,
    images: &SortedMap<String, Vec<String>>,
) -> ItemRow {
    let body = json!({"fields": images, "kind": "term", "taxonomy": operation.taxonomy, "name": name});
    ItemRow { channel: channel.to_owned(), ..row(IMAGE, "waiting", operation, "", body) }
}

/// Files that a planned operation asks for: the dry run that planned it queued nothing.
pub fn images_of(operation: &Operation, channel: &str) -> Option<ItemRow> {
    let fields = operation.link.as_ref()?.context.get(IMAGES)?;
    let asks = fields.as_object().is_some_and(|fields| !fields.is_empty());
    if !asks || !matches!(operation.action, Action::Create | Action::Update | Action::Link) {
        return None;
    }
    let name = operation.fields.iter().find(|f| f.field == "name").and_then(|f| f.new.as_str());
    let body = json!({
        "fields": fields, "kind": operation.kind, "taxonomy": operation.taxonomy,
        "name": name.unwrap_or(&operation.key),
    });
    Some(ItemRow { channel: channel.to_owned(), ..row(IMAGE, "waiting", operation, "", body) })
}

fn key_of(lane: &'static str, operation: &Operation) -> ItemKey {
    item_key(lane, &operation.entity, &operation.channel, &operation.key)
}

fn hold(item: &Item, operation: &Operation, out: &mut Waiting) {
    if let Found::Renamed { from, id } = &item.found {
        if item.kept(HELD).is_none() {
            let body = json!({"renamed_from": from, "fields": [], "target": item.target.hash});
            out.write.push(ItemRow { id: *id, ..row(HELD, RENAMED, operation, RENAMED, body) });
        }
        return;
    }
    // What was asked has been answered.
    if item.kept(HELD).is_some_and(|row| row.state == RENAMED) && operation.action.is_executable() {
        out.remove.push(key_of(HELD, operation));
        return;
    }
    let is_later =
        |name: &str| item.target.images.contains_key(name) || item.target.associations.contains_key(name);
    hold_fields(operation, item.kept(HELD), &is_later, Some(&item.chosen), &item.target.hash, out);
}

/// The held row of a record that was compared: `held` as it was; of fields that come later what was chosen is noted there.
pub(super) fn hold_fields(
    operation: &Operation,
    held: Option<&ItemRow>,
    is_later: &dyn Fn(&str) -> bool,
    chosen: Option<&SortedMap<String, Side>>,
    target: &String,
    out: &mut Waiting,
) {
    let mut fields = held_fields(&operation.fields);
    if !operation.fields.is_empty() {
        // Files are the image lane's to compare, and to write as somebody chose; links come at the end of the run.
        let mut later = kept_fields(held, is_later);
        for field in &mut later {
            let name = field["field"].as_str().unwrap_or_default();
            if let Some(side) = chosen.and_then(|chosen| chosen.get(name)) {
                field[CHOSEN] = json!(side);
            }
        }
        fields.extend(later);
    }
    if fields.is_empty() {
        // Where nothing was compared, what is held stays held.
        if held.is_some() && operation.action != Action::Unchanged && !operation.fields.is_empty() {
            out.remove.push(key_of(HELD, operation));
        }
        return;
    }
    let fresh = held_row(key_of(HELD, operation), operation.id.unwrap_or(0), &fields, Some(target));
    if held.is_none_or(|old| old.body != fresh.body) {
        out.write.push(fresh);
    }
}

/// Parked until it changes; what another item stands in the way of is tried again for a while.
fn parked_row(operation: &Operation, target: &str, logs: &[Log], before: Option<&ItemRow>) -> ItemRow {
    let log = logs.iter().find(|l| l.key == operation.key && l.code == operation.reason);
    let body = json!({
        "code": operation.reason,
        "message": log.map(|l| l.message.as_str()),
        "hint": log.and_then(|l| l.hint.as_deref()),
        "field": log.and_then(|l| l.field.as_deref()),
        "target": target,
    });
    let fresh = row(PARKED, "parked", operation, &operation.reason, body);
    let tries = before.filter(|b| b.error_code == fresh.error_code).map_or(0, |b| b.tries) + 1;
    let in_the_way =
        matches!(operation.reason.as_str(), "combination_taken" | "parent_missing" | "sku_taken");
    if in_the_way && tries <= TRIES {
        return ItemRow { state: "retry".into(), tries, due_in: 300 << (tries - 1), ..fresh };
    }
    ItemRow { tries, ..fresh }
}

fn is_same(old: &ItemRow, fresh: &ItemRow) -> bool {
    old.error_code == fresh.error_code
        && old.body.get("target") == fresh.body.get("target")
        && old.state == fresh.state
        && old.state != "retry"
}

/// An item that the store could not write: tried again after a growing time while there is hope, else parked.
pub fn failed(operation: &Operation, fault: &Fault, before: Option<&ItemRow>) -> ItemRow {
    let target = operation.link.as_ref().and_then(|l| l.target.clone());
    let body = json!({"code": fault.code, "message": fault.message, "hint": fault.hint, "field": fault.path, "target": target});
    let tries = before.map_or(0, |b| b.tries) + 1;
    let again = is_passing(&fault.code) && tries <= TRIES;
    ItemRow {
        tries,
        due_in: if again { 60 << (tries - 1).min(6) } else { 0 },
        ..row(PARKED, if again { "retry" } else { "parked" }, operation, &fault.code, body)
    }
}

fn is_passing(code: &str) -> bool {
    matches!(code, "locked" | "deadlock" | "database" | "no_result" | "timeout" | "unresolved_ref")
}

/// A record of UnoPim that cannot be read, and the field to blame.
pub fn unreadable(channel: &str, fault: &Fault, field: Option<&str>) -> ItemRow {
    let body = json!({"code": fault.code, "message": fault.message, "hint": fault.hint, "field": field, "target": null});
    ItemRow {
        state: "parked".into(),
        error_code: fault.code.clone(),
        ..lane_row(item_key(PARKED, "product", channel, &fault.path), 0, body)
    }
}
