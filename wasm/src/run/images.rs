//! The image lane: files into the media library, then onto the records that want them.
//!
//! It has runs of its own, so that no product ever waits for a picture.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::{Value, json};

use super::io::{Io, Outcome};
use super::pull::learn;
use super::spec::RunSpec;
use super::structure::Knowledge;
use crate::diff::Wish;
use crate::error::Fault;
use crate::mapping::Write;
use crate::plan::{
    Action, IMAGES, ListWish, MEDIA, Operation, OperationLink, Waiting, compared_lists, item_key, remember,
    waiting_failed,
};
use crate::source::option_codes;
use crate::store::{ProductLink, Snapshot, kind};
use crate::wire::{FileWish, ItemRow, Level, Log, Request};

pub const LANE: &str = "image";
/// The row that asks for a look at every file that is known.
pub const EVERY: &str = "*";
/// Records of one step, and files of one request.
const PAGE: u64 = 20;
const FILES: usize = 8;
/// How often a file that could not be fetched for a passing reason is tried again.
const TRIES: u32 = 5;

#[derive(Deserialize)]
struct ItemsAnswer {
    #[serde(default)]
    items: Vec<ItemRow>,
}

/// A file in the media library.
#[derive(Debug, Clone, Deserialize)]
pub struct MediaFile {
    #[serde(default)]
    pub row: u64,
    pub path: String,
    pub id: u64,
    #[serde(default)]
    pub etag: Option<String>,
    #[serde(default)]
    pub url: String,
}

#[derive(Deserialize)]
struct MediaAnswer {
    #[serde(default)]
    media: Vec<MediaFile>,
}

#[derive(Deserialize)]
struct FetchAnswer {
    #[serde(default)]
    files: Vec<Fetched>,
}

#[derive(Debug, Clone, Deserialize)]
struct Fetched {
    path: String,
    status: String,
    #[serde(default)]
    id: u64,
    #[serde(default)]
    new: bool,
    #[serde(default)]
    url: String,
    #[serde(default)]
    passing: bool,
    #[serde(default)]
    retry_after: Option<u64>,
    error: Option<Fault>,
}

/// What became of the files that some records want.
#[derive(Default)]
struct Library {
    files: BTreeMap<String, (u64, String)>,
    refused: BTreeMap<String, Fault>,
    /// To be tried again, after so many seconds.
    later: BTreeMap<String, (Fault, u64)>,
}

pub async fn images(io: Io, spec: RunSpec) -> Result<Value, Fault> {
    let knowledge = learn(&io, spec).await?;
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
fn fields_of(body: &Value) -> BTreeMap<String, Vec<String>> {
    let map = body.get("fields").and_then(Value::as_object);
    map.into_iter().flatten().map(|(field, list)| (field.clone(), option_codes(list))).collect()
}

async fn bring(io: &Io, knowledge: &Knowledge, items: &[ItemRow]) -> Result<(), Fault> {
    let library = fetch(io, knowledge, items).await?;
    let codes: BTreeSet<String> =
        items.iter().filter(|i| i.entity == "product").map(|i| i.code.clone()).collect();
    let links = knowledge.read_links(io, codes.into_iter().collect(), &[]).await?;
    let usable = |l: &&ProductLink| l.is_there();
    let links: BTreeMap<&str, &ProductLink> =
        links.links.iter().filter(usable).map(|l| (l.code.as_str(), l)).collect();
    let fields: BTreeSet<String> = items.iter().flat_map(|i| fields_of(&i.body).into_keys()).collect();
    let ids = links.values().map(|l| l.id).collect();
    let held = knowledge.read_products(io, ids, fields.into_iter().collect()).await?;
    let mut waiting = Waiting::default();
    let mut operations = Vec::new();
    for item in items {
        let link = links.get(item.code.as_str());
        let snapshot = link.and_then(|l| held.iter().find(|s| s.id == l.id));
        let (Some(link), Some(snapshot)) = (link, snapshot) else {
            // It is not in the shop (any more): when it comes, its files are asked for again.
            waiting.remove.push(key(item));
            continue;
        };
        operations.push(operation(knowledge, link, snapshot, &fields_of(&item.body), &library));
        conclude(io, item, &library, &mut waiting);
    }
    for (operation, outcome) in io.apply(operations).await? {
        match outcome {
            Outcome::Done(_) => io.checkpoint(|c| {
                c.counts.updated += u64::from(operation.writes());
                c.counts.writes += u64::from(operation.writes());
                c.counts.unchanged += u64::from(!operation.writes());
            }),
            // The item stays: it is looked at again with what is there now.
            Outcome::Changed(_) => retain(&mut waiting, items, &operation, "changed_since_read"),
            Outcome::Failed(fault) => {
                io.checkpoint(|c| c.counts.failed += 1);
                tell(io, &operation.key, &fault);
                let before = items.iter().find(|i| i.code == operation.key);
                let row = waiting_failed(&operation, &fault, before);
                let body = before.map(|b| b.body.clone()).unwrap_or_default();
                waiting.remove.retain(|key| key.code != operation.key);
                waiting.write.retain(|item| item.code != operation.key);
                let state = if row.state == "retry" { "retry" } else { "failed" };
                waiting.write.push(ItemRow { lane: LANE.into(), state: state.into(), body, ..row });
            }
        }
    }
    io.checkpoint(|c| c.done += items.len() as u64);
    io.write_items(waiting).await
}

fn key(item: &ItemRow) -> crate::wire::ItemKey {
    item_key(LANE, &item.entity, &item.channel, &item.code)
}

fn retain(waiting: &mut Waiting, items: &[ItemRow], operation: &Operation, code: &str) {
    waiting.remove.retain(|key| key.code != operation.key);
    waiting.write.retain(|item| item.code != operation.key);
    if let Some(item) = items.iter().find(|i| i.code == operation.key) {
        let tries = item.tries + 1;
        let state = if tries > TRIES { "failed" } else { "retry" };
        waiting.write.push(ItemRow {
            row: 0,
            tries,
            state: state.into(),
            due_in: 60,
            error_code: code.into(),
            ..item.clone()
        });
    }
}

/// What becomes of an item once its files were asked for: done, later, or failed.
fn conclude(io: &Io, item: &ItemRow, library: &Library, waiting: &mut Waiting) {
    let paths: Vec<String> = fields_of(&item.body).into_values().flatten().collect();
    for path in &paths {
        if let Some(fault) = library.refused.get(path) {
            io.checkpoint(|c| c.counts.failed += 1);
            tell(io, &item.code, fault);
        }
    }
    let later = paths.iter().find_map(|path| library.later.get(path));
    let refused = paths.iter().find_map(|path| library.refused.get(path));
    let row = |state: &str, tries: u32, due_in: u64, code: &str| ItemRow {
        row: 0,
        state: state.into(),
        tries,
        due_in,
        error_code: code.into(),
        ..item.clone()
    };
    match (later, refused) {
        (Some((fault, _)), _) if item.tries + 1 > TRIES => {
            io.checkpoint(|c| c.counts.failed += 1);
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
    let log = Log::pull(Level::Error, "image", key, &fault.code, fault.message.as_str(), &fault.hint);
    let field = (!fault.path.is_empty()).then(|| fault.path.clone());
    io.log(Log { op: "media".into(), field, ..log });
}

/// Brings every wanted file into the library, those that are there already excepted.
async fn fetch(io: &Io, knowledge: &Knowledge, items: &[ItemRow]) -> Result<Library, Fault> {
    let mut library = Library::default();
    let mut wanted: BTreeMap<String, FileWish> = BTreeMap::new();
    for item in items {
        let name = item.body.get("name").and_then(Value::as_str).unwrap_or(&item.code);
        for (field, paths) in fields_of(&item.body) {
            for path in paths {
                let wish = || FileWish {
                    path: path.clone(),
                    etag: None,
                    name: name.to_owned(),
                    alt: name.to_owned(),
                    allow: allowed(knowledge, &field),
                    max_bytes: u64::from(knowledge.settings.largest_image_mb) * 1024 * 1024,
                };
                wanted.entry(path.clone()).or_insert_with(wish);
            }
        }
    }
    if wanted.is_empty() {
        return Ok(library);
    }
    let paths = wanted.keys().cloned().collect();
    let known: MediaAnswer = io.ask_one(|id| Request::Media { id, paths }).await?;
    for file in known.media {
        wanted.remove(&file.path);
        library.files.insert(file.path, (file.id, file.url));
    }
    let wanted: Vec<FileWish> = wanted.into_values().collect();
    for some in wanted.chunks(FILES) {
        for file in ask_for(io, some.to_vec()).await? {
            match file.error {
                None => {
                    library.files.insert(file.path, (file.id, file.url));
                }
                Some(fault) => {
                    let fault = Fault { path: file.path.clone(), ..fault };
                    if file.passing {
                        library.later.insert(file.path, (fault, file.retry_after.unwrap_or(0)));
                    } else {
                        library.refused.insert(file.path, fault);
                    }
                }
            }
        }
    }
    Ok(library)
}

async fn ask_for(io: &Io, files: Vec<FileWish>) -> Result<Vec<Fetched>, Fault> {
    io.pace_images(files.len() as u64).await?;
    let answer: FetchAnswer = io.ask_one(|id| Request::Fetch { id, files }).await?;
    let created = answer.files.iter().filter(|f| f.status == "done" && f.new).count() as u64;
    io.checkpoint(|c| c.counts.created += created);
    Ok(answer.files)
}

/// The types of file that a field can take.
fn allowed(knowledge: &Knowledge, field: &str) -> &'static str {
    if !field.starts_with("meta:") {
        return "image";
    }
    let row = knowledge.resolved.rows.iter().find(|row| row.field == field);
    match row.and_then(|row| row.attribute).map(|n| knowledge.resolved.attributes[n].kind.name()) {
        Some("file") => "file",
        Some("gallery" | "asset") => "video",
        _ => "image",
    }
}

/// A field's value made of files that are in the library.
fn value_of(knowledge: &Knowledge, field: &str, paths: &[String], library: &Library) -> Option<Value> {
    let files: Vec<&(u64, String)> = paths.iter().filter_map(|path| library.files.get(path)).collect();
    if files.is_empty() && !paths.is_empty() {
        return None; // none of them could be had: what the shop has stays
    }
    let ids = || files.iter().map(|(id, _)| *id);
    Some(match field {
        "gallery" => {
            let mut seen = BTreeSet::new();
            json!(ids().filter(|id| seen.insert(*id)).collect::<Vec<u64>>())
        }
        _ if field.starts_with("meta:") => {
            let row = knowledge.resolved.rows.iter().find(|row| row.field == field);
            let texts: Vec<String> = if row.is_some_and(|row| row.write == Write::Url) {
                files.iter().map(|(_, url)| url.clone()).collect()
            } else {
                ids().map(|id| id.to_string()).collect()
            };
            json!(texts.join(","))
        }
        _ => ids().next().map_or(Value::Null, |id| json!(id)),
    })
}

fn operation(
    knowledge: &Knowledge,
    link: &ProductLink,
    snapshot: &Snapshot,
    fields: &BTreeMap<String, Vec<String>>,
    library: &Library,
) -> Operation {
    let mut media = link.context.get(MEDIA).cloned().unwrap_or_else(|| json!({}));
    let before: BTreeSet<u64> = media
        .get("gallery")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_u64)
        .collect();
    let values: BTreeMap<&String, Value> = fields
        .iter()
        .filter_map(|(field, paths)| Some((field, value_of(knowledge, field, paths, library)?)))
        .collect();
    // Pictures that the shop added to the gallery stay behind UnoPim's.
    let ours: BTreeSet<u64> =
        values.values().filter_map(Value::as_array).flatten().filter_map(Value::as_u64).collect();
    let kept = |id: u64| !before.contains(&id) && !ours.contains(&id);
    let wishes: Vec<ListWish> = values
        .iter()
        .map(|(field, value)| ListWish { field, wish: Wish::Set(value.clone()), kept: &kept })
        .collect();
    let (changes, bases) = compared_lists(&wishes, &snapshot.fields, &snapshot.bases, &knowledge.settings);
    for (field, value) in &values {
        media[field.as_str()] = value.clone();
    }
    let mut context = link.context.clone();
    remember(&mut context, MEDIA, media);
    let writes = changes.iter().any(|f| f.write);
    Operation {
        id: Some(link.id),
        kind: Some(link.kind.clone()),
        parent: (link.kind == kind::VARIATION).then(|| json!(link.parent)),
        reason: "images".into(),
        fields: changes,
        link: Some(OperationLink { target: link.target.clone(), bases, context, flags: link.flags.clone() }),
        ..Operation::blank(
            "product",
            &link.code,
            &knowledge.settings.channel,
            if writes { Action::Update } else { Action::Link },
        )
    }
}

/// Looks at every known file once more: one that was replaced under its old path is brought again.
async fn verify(io: &Io, knowledge: &Knowledge, item: &ItemRow) -> Result<(), Fault> {
    let after = item.body.get("after").and_then(Value::as_u64).unwrap_or(0);
    let page: MediaAnswer = io.ask_one(|id| Request::MediaList { id, after, limit: 100 }).await?;
    let Some(last) = page.media.last().map(|m| m.row) else {
        return io.write_items(Waiting { write: Vec::new(), remove: vec![key(item)] }).await;
    };
    let before: BTreeMap<&str, u64> = page.media.iter().map(|m| (m.path.as_str(), m.id)).collect();
    for some in page.media.chunks(FILES) {
        let files = some
            .iter()
            .map(|file| FileWish {
                path: file.path.clone(),
                etag: file.etag.clone(),
                name: String::new(),
                alt: String::new(),
                allow: "file",
                max_bytes: u64::from(knowledge.settings.largest_image_mb) * 1024 * 1024,
            })
            .collect();
        for file in ask_for(io, files).await? {
            let replaced = file.status == "done" && before.get(file.path.as_str()) != Some(&file.id);
            if replaced {
                queue_users(io, knowledge, &file.path).await?;
            }
        }
    }
    let next = ItemRow { row: 0, body: json!({"after": last}), due_in: 0, ..item.clone() };
    io.write_items(Waiting { write: vec![next], remove: Vec::new() }).await
}

/// The records that use a file get it anew.
async fn queue_users(io: &Io, knowledge: &Knowledge, path: &str) -> Result<(), Fault> {
    let mut after = 0;
    loop {
        let (channel, text) = (knowledge.settings.channel.clone(), path.to_owned());
        let found: FoundAnswer =
            io.ask_one(|id| Request::Find { id, entity: "product", channel, text, after, limit: 50 }).await?;
        let Some(last) = found.links.last() else { return Ok(()) };
        after = last.row;
        let write = found
            .links
            .iter()
            .filter_map(|link| {
                let fields = link.context.get(IMAGES)?;
                Some(ItemRow {
                    row: 0,
                    lane: LANE.into(),
                    entity: "product".into(),
                    channel: knowledge.settings.channel.clone(),
                    code: link.code.clone(),
                    id: link.id,
                    state: "waiting".into(),
                    tries: 0,
                    due_in: 0,
                    error_code: String::new(),
                    body: json!({"fields": fields, "name": link.code}),
                })
            })
            .collect();
        io.write_items(Waiting { write, remove: Vec::new() }).await?;
    }
}

#[derive(Deserialize)]
pub struct FoundAnswer {
    #[serde(default)]
    pub links: Vec<FoundLink>,
}

#[derive(Deserialize)]
pub struct FoundLink {
    pub row: u64,
    pub code: String,
    #[serde(default)]
    pub id: u64,
    #[serde(default)]
    pub context: Value,
}

impl Knowledge {
    /// After a complete pull every known file is looked at once more, where files are mapped at all.
    pub async fn verify_images(&self, io: &Io) -> Result<(), Fault> {
        let is_file = |kind: &str| matches!(kind, "image" | "gallery" | "file" | "asset");
        let mapped = self
            .resolved
            .rows
            .iter()
            .any(|row| row.attribute.is_some_and(|n| is_file(self.resolved.attributes[n].kind.name())));
        if !mapped || self.spec.is_dry() {
            return Ok(());
        }
        let row = ItemRow {
            row: 0,
            lane: LANE.into(),
            entity: "product".into(),
            channel: self.settings.channel.clone(),
            code: EVERY.into(),
            id: 0,
            state: "waiting".into(),
            tries: 0,
            due_in: 0,
            error_code: String::new(),
            body: json!({"after": 0}),
        };
        io.write_items(Waiting { write: vec![row], remove: Vec::new() }).await
    }
}
