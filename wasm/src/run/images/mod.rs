//! The image lane: files into the media library, then onto the records that want them.
//!
//! It has runs of its own, so that no product ever waits for a picture.

mod library;
mod products;
mod terms;
mod verify;

use serde::Deserialize;
use serde_json::Value;

pub use self::library::MediaAnswer;
use self::library::{Library, fetch};
use self::verify::verify;
pub use self::verify::{FoundAnswer, FoundLink};
use super::io::{Io, Outcome};
use super::pull::learn;
use super::spec::RunSpec;
use super::structure::Knowledge;
use crate::error::Fault;
use crate::ordered::SortedMap;
use crate::plan::{Operation, Waiting, item_key, waiting_failed};
use crate::source::option_codes;
use crate::wire::{ItemRow, Level, Log, Request};

pub const LANE: &str = "image";
/// The row that asks for a look at every file that is known.
pub const EVERY: &str = "*";
/// Records of one step.
const PAGE: u64 = 20;
/// How often a file that could not be fetched for a passing reason is tried again.
const TRIES: u32 = 5;

#[derive(Deserialize)]
struct ItemsAnswer {
    #[serde(default)]
    items: Vec<ItemRow>,
}

pub async fn images(io: Io, spec: RunSpec) -> Result<Value, Fault> {
    let mut knowledge = learn(&io, spec).await?;
    knowledge.read_shop_terms(&io).await?;
    io.step("images");
    loop {
        let channel = knowledge.settings.channel.clone();
        let answer: ItemsAnswer = io
            .ask_one(|id| Request::Items {
                id,
                lane: LANE,
                channel,
                states: vec!["waiting", "retry"],
                due: true,
                after: 0,
                limit: PAGE,
            })
            .await?;
        if answer.items.is_empty() {
            break;
        }
        let (every, records): (Vec<_>, Vec<_>) =
            answer.items.into_iter().partition(|item| item.code == EVERY);
        if !records.is_empty() {
            bring(&io, &knowledge, &records).await?;
        }
        for item in &every {
            verify(&io, &knowledge, item).await?;
        }
    }
    io.step("done");
    Ok(Value::Null)
}

/// Paths by field, as an item asks for them.
fn fields_of(body: &Value) -> SortedMap<String, Vec<String>> {
    let map = body.get("fields").and_then(Value::as_object);
    map.into_iter().flatten().map(|(field, list)| (field.clone(), option_codes(list))).collect()
}

async fn bring(io: &Io, knowledge: &Knowledge, items: &[ItemRow]) -> Result<(), Fault> {
    let library = fetch(io, knowledge, items).await?;
    let (of_products, of_terms): (Vec<&ItemRow>, Vec<&ItemRow>) =
        items.iter().partition(|item| item.entity == "product");
    let mut before = Waiting::default();
    let mut operations = products::operations(io, knowledge, &of_products, &library, &mut before).await?;
    operations.extend(terms::operations(io, knowledge, &of_terms, &library, &mut before).await?);
    let mut waiting = Waiting::default();
    for item in items {
        if operations.iter().any(|operation| is_about(operation, item)) {
            conclude(io, item, &library, &mut waiting);
        } else {
            // It is not in the shop yet, its pull being at work just now, or not any more.
            miss(item, &mut waiting);
        }
    }
    for (operation, outcome) in io.apply_after(before, operations).await? {
        let Some(item) = items.iter().find(|item| is_about(&operation, item)) else { continue };
        match outcome {
            Outcome::Done(_) => io.checkpoint(|c| {
                c.counts.updated += u64::from(operation.writes());
                c.counts.writes += u64::from(operation.writes());
                c.counts.unchanged += u64::from(!operation.writes());
            }),
            // The item stays: it is looked at again with what is there now.
            Outcome::Changed(_) => {
                let tries = item.tries + 1;
                let state = if tries > TRIES { "failed" } else { "retry" };
                replace(&mut waiting, again(item, state, tries, 60, "changed_since_read"));
            }
            Outcome::Failed(fault) => {
                tell(io, &operation.key, &fault);
                let row = waiting_failed(&operation, &fault, Some(item));
                let state = if row.state == "retry" { "retry" } else { "failed" };
                replace(&mut waiting, again(item, state, row.tries, row.due_in, &fault.code));
            }
        }
    }
    io.checkpoint(|c| c.done += items.len() as u64);
    io.write_items(waiting).await
}

/// An item has the channel of its run, the operation that of its link.
fn is_about(operation: &Operation, item: &ItemRow) -> bool {
    operation.entity == item.entity && operation.key == item.code
}

/// When the record comes to the shop later, its files are asked for again.
fn miss(item: &ItemRow, waiting: &mut Waiting) {
    let tries = item.tries + 1;
    if tries > TRIES {
        waiting.remove.push(key(item));
    } else {
        waiting.write.push(again(item, "retry", tries, 60, "not_in_shop"));
    }
}

fn again(item: &ItemRow, state: &str, tries: u32, due_in: u64, code: &str) -> ItemRow {
    ItemRow { row: 0, state: state.into(), tries, due_in, error_code: code.into(), ..item.clone() }
}

fn replace(waiting: &mut Waiting, row: ItemRow) {
    waiting.remove.retain(|key| key.code != row.code || key.entity != row.entity);
    waiting.write.retain(|item| item.code != row.code || item.entity != row.entity);
    waiting.write.push(row);
}

fn key(item: &ItemRow) -> crate::wire::ItemKey {
    item_key(LANE, &item.entity, &item.channel, &item.code)
}

/// What becomes of an item once its files were asked for: done, later, or failed.
fn conclude(io: &Io, item: &ItemRow, library: &Library, waiting: &mut Waiting) {
    let paths: Vec<String> = fields_of(&item.body).into_values().flatten().collect();
    for path in &paths {
        if let Some(fault) = library.refused.get(path) {
            tell(io, &item.code, fault);
        }
    }
    let later = paths.iter().find_map(|path| library.later.get(path));
    let refused = paths.iter().find_map(|path| library.refused.get(path));
    let row = |state: &str, tries: u32, due_in: u64, code: &str| again(item, state, tries, due_in, code);
    match (later, refused) {
        (Some((fault, _)), _) if item.tries + 1 > TRIES => {
            tell(io, &item.code, fault);
            waiting.write.push(row("failed", item.tries + 1, 0, &fault.code));
        }
        (Some((fault, seconds)), _) => {
            let delay = (30 << item.tries.min(6)).max(*seconds);
            let hint = "It is tried again by itself.";
            let log = Log::pull(Level::Warn, "image", &item.code, &fault.code, fault.message.as_str(), hint);
            io.log(Log { op: "media".into(), ..log });
            waiting.write.push(row("retry", item.tries + 1, delay, &fault.code));
        }
        (None, Some(fault)) => waiting.write.push(row("failed", item.tries, 0, &fault.code)),
        (None, None) => waiting.remove.push(key(item)),
    }
}

fn tell(io: &Io, key: &str, fault: &Fault) {
    io.failed(Log::fault("image", key, fault).of("media"));
}
