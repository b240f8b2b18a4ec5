//! Images of pushed products: each content goes to UnoPim once, then the value names its path.

use serde_json::{Value, json};

use super::super::io::{Io, SourceFault};
use super::super::send::Delivery;
use super::Pusher;
use super::item::{Item, at_path};
use crate::diff::hash_of;
use crate::error::Fault;
use crate::ordered::Sort as _;
use crate::plan::{Decided, FieldChange, OutboundFiles};
use crate::source::option_codes;
use crate::source::write::{self, Change};
use crate::store::{Attachment, MediaOfAnswer};
use crate::wire::{Log, MediaPath, Request};

/// What became of the files of an item.
#[derive(Default)]
pub struct FilesSent {
    pub changes: Vec<FieldChange>,
    /// Fields of the shop whose files UnoPim holds now, all of them and in their order.
    pub settled: Vec<String>,
}

impl Pusher {
    /// Uploads what UnoPim's item lacks and writes the lists; `back` is the item as it is afterwards.
    pub async fn send_files(
        &mut self,
        io: &Io,
        item: &Item<'_>,
        back: &mut Value,
        decided: &[Decided],
    ) -> Result<FilesSent, SourceFault> {
        let all: Vec<OutboundFiles> = decided.iter().flat_map(|d| d.files.iter().cloned()).collect();
        let mut ids: Vec<u64> = all.iter().flat_map(|f| f.ids.iter().copied()).collect();
        ids.order();
        ids.dedup();
        let known: Vec<Attachment> = if ids.is_empty() {
            Vec::new()
        } else {
            io.ask_one::<MediaOfAnswer>(|id| Request::MediaOf { id, ids }).await?.media
        };
        let mut out = FilesSent::default();
        for files in all {
            let (change, settled) = self.files(io, item, back, &files, &known).await?;
            out.changes.extend(change);
            if settled {
                out.settled.push(files.field);
            }
        }
        Ok(out)
    }

    /// What was written, and whether UnoPim holds the whole list now.
    async fn files(
        &mut self,
        io: &Io,
        item: &Item<'_>,
        back: &mut Value,
        files: &OutboundFiles,
        known: &[Attachment],
    ) -> Result<(Option<FieldChange>, bool), SourceFault> {
        let old = at_path(back, &files.path);
        let present = option_codes(&old);
        let mut paths: Vec<String> = Vec::new();
        let (mut uploaded, mut failed) = (false, false);
        for id in &files.ids {
            let Some(attachment) = known.iter().find(|a| a.id == *id) else { continue };
            // A content that UnoPim's item has already is not sent again.
            let held = attachment.paths.iter().find(|path| present.contains(path));
            if let Some(path) = held {
                paths.push(path.clone());
                continue;
            }
            match self.upload(io, item, files, attachment).await? {
                Some(path) => {
                    uploaded = true;
                    paths.push(path);
                }
                None => failed = true,
            }
        }
        if failed {
            if !uploaded {
                return Ok((None, false));
            }
            // The list is not shortened by what could not be sent; the uploads alone would have replaced it.
            let rest = present.iter().filter(|path| !paths.contains(path)).cloned();
            paths.extend(rest.collect::<Vec<_>>());
        }
        if uploaded {
            let path = self.path(item.key(), item.is_variable());
            if let Some(raw) = io.get_record(&path).await? {
                *back = raw;
            }
        }
        // Since 2.1 an upload sets the value by itself: one for an image, for a gallery not the whole list.
        if option_codes(&at_path(back, &files.path)) != paths {
            let value = match (files.list, paths.as_slice()) {
                (true, list) => json!(list),
                (false, [one, ..]) => json!(one),
                (false, []) => return Ok((None, false)),
            };
            let change = Change { path: files.path.clone(), value: Some(value) };
            if !self.write_list(io, item, back, files, change).await? {
                return Ok((None, false));
            }
        }
        let new = at_path(back, &files.path);
        let change = (new != old).then(|| FieldChange {
            field: files.path.clone(),
            after: Some(hash_of(&new)),
            old,
            new,
            offered: None,
            reason: files.reason.into(),
            write: true,
            expect: None,
            shown: None,
        });
        Ok((change, !failed))
    }

    /// Writes the list of an attribute and reads the item again; false where UnoPim does not take it, which is told.
    async fn write_list(
        &mut self,
        io: &Io,
        item: &Item<'_>,
        back: &mut Value,
        files: &OutboundFiles,
        change: Change,
    ) -> Result<bool, SourceFault> {
        let mut refused: Vec<String> = Vec::new();
        let changes = [change];
        loop {
            let built = self
                .with_item_facts(item, &refused, |facts| write::product_write(back, &changes, None, facts));
            let request = match built {
                Ok(Some(request)) => request,
                Ok(None) => return Ok(true),
                Err(fault) => {
                    Self::tell_file(io, item, files, &fault);
                    return Ok(false);
                }
            };
            match self.send(io, &request).await {
                Ok(Delivery::Refused { status, body }) => {
                    let stale = self.stale(io, item.key(), &body, &request, &changes, &refused);
                    if stale.is_empty() {
                        let _ = self.rejected(io, item, (status, &body), None);
                        return Ok(false);
                    }
                    refused.extend(stale);
                }
                Err(fault) if fault.fatal => return Err(fault),
                Err(fault) => {
                    Self::tell_file(io, item, files, &fault.fault);
                    return Ok(false);
                }
                Ok(_) => break,
            }
        }
        let path = self.path(item.key(), item.is_variable());
        if let Some(raw) = io.get_record(&path).await? {
            *back = raw;
        }
        Ok(true)
    }

    /// Sends one file; its path in UnoPim.
    async fn upload(
        &mut self,
        io: &Io,
        item: &Item<'_>,
        files: &OutboundFiles,
        attachment: &Attachment,
    ) -> Result<Option<String>, SourceFault> {
        let mut fields = vec![("sku", item.key().to_owned()), ("attribute", files.attribute.clone())];
        fields.extend(files.place.channel.clone().map(|channel| ("channel", channel)));
        fields.extend(files.place.locale.clone().map(|locale| ("locale", locale)));
        let sent = io
            .send("media-files/product", |id| Request::Upload {
                id,
                path: "media-files/product",
                fields: fields.clone(),
                file: "file",
                attachment: attachment.id,
            })
            .await;
        let fault = match sent {
            Ok(Delivery::Done(answer)) => {
                let path = answer["data"]["filePath"].as_str().filter(|p| !p.is_empty());
                if let Some(path) = path {
                    let media = vec![MediaPath { path: path.to_owned(), id: attachment.id }];
                    io.ask(|id| vec![Request::MediaNote { id: id(), media }]).await?;
                    return Ok(Some(path.to_owned()));
                }
                Fault::new(
                    "no_result",
                    "",
                    "UnoPim took the file, but does not say where it is",
                    "Push it again.",
                )
            }
            Ok(Delivery::Refused { status, body }) => {
                let message = write::refusal_of(&attachment.name, status, &body);
                Fault::new(
                    "rejected",
                    &files.path,
                    message,
                    "Use a file of a type and size that UnoPim takes.",
                )
            }
            // An upload under the same name replaces: it may simply be sent again.
            Ok(Delivery::Unknown(fault)) => fault,
            Err(fault) if fault.fatal => return Err(fault),
            Err(fault) => fault.fault,
        };
        Self::tell_file(io, item, files, &fault);
        Ok(None)
    }

    fn tell_file(io: &Io, item: &Item, files: &OutboundFiles, fault: &Fault) {
        let log = Log::fault("image", item.key(), fault).outward();
        io.failed(Log { field: Some(files.field.clone()), ..log });
    }
}
