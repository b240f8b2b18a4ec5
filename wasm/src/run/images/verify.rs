//! Files that were replaced under their old path: noticed by a look at every known one.

use serde::Deserialize;
use serde_json::{Value, json};

use super::library::{FILES, MediaAnswer, ask_for};
use super::{EVERY, LANE, key};
use crate::error::Fault;
use crate::ordered::SortedMap;
use crate::plan::{IMAGES, Waiting, item_key, lane_row};
use crate::run::io::Io;
use crate::run::structure::Knowledge;
use crate::wire::{FileWish, ItemRow, Request};

/// Looks at every known file once more: one that was replaced under its old path is brought again.
pub(super) async fn verify(io: &Io, knowledge: &Knowledge, item: &ItemRow) -> Result<(), Fault> {
    let after = item.body.get("after").and_then(Value::as_u64).unwrap_or(0);
    let page: MediaAnswer = io.ask_one(|id| Request::MediaList { id, after, limit: 100 }).await?;
    let Some(last) = page.media.last().map(|m| m.row) else {
        return io.write_items(Waiting { write: Vec::new(), remove: vec![key(item)] }).await;
    };
    let before: SortedMap<&str, u64> = page.media.iter().map(|m| (m.path.as_str(), m.id)).collect();
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

/// A row of the lane that is to be looked at now.
fn waiting(channel: &str, entity: &str, code: &str, id: u64, body: Value) -> ItemRow {
    lane_row(item_key(LANE, entity, channel, code), id, body)
}

/// The records that use a file get it anew.
async fn queue_users(io: &Io, knowledge: &Knowledge, path: &str) -> Result<(), Fault> {
    let own = knowledge.settings.channel.clone();
    for (entity, channel) in [
        ("product", own.clone()),
        ("category", own.clone()),
        ("option", String::new()),
        ("term", String::new()),
    ] {
        let mut after = 0;
        loop {
            let (channel, text) = (channel.clone(), path.to_owned());
            let unseen = false;
            let found: FoundAnswer = io
                .ask_one(|id| Request::Find { id, entity, channel, text, unseen, after, limit: 50 })
                .await?;
            let Some(last) = found.links.last() else { break };
            after = last.row;
            let write = found
                .links
                .iter()
                .filter_map(|link| {
                    let fields = link.context.get(IMAGES)?;
                    let taxonomy = knowledge.taxonomy_of(entity, &link.code);
                    let body = json!({"fields": fields, "name": link.code, "taxonomy": taxonomy});
                    Some(waiting(&own, entity, &link.code, link.id, body))
                })
                .collect();
            io.write_items(Waiting { write, remove: Vec::new() }).await?;
        }
    }
    Ok(())
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
        let pictured = self.resolved.category_fields.iter().any(|f| f.attribute.kind.is_file())
            || self.resolved.attributes.iter().any(|a| a.swatch_type.as_deref() == Some("image"));
        if !(mapped || pictured) || self.spec.is_dry() {
            return Ok(());
        }
        let row = waiting(&self.settings.channel, "product", EVERY, 0, json!({"after": 0}));
        io.write_items(Waiting { write: vec![row], remove: Vec::new() }).await
    }
}
