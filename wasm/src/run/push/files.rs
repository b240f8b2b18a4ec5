//! Images of pushed products: each content goes to UnoPim once, then the value names its path.

use serde_json::{Value, json};

use super::super::images::MediaAnswer;
use super::super::io::{Io, SourceFault};
use super::super::send::Delivery;
use super::Pusher;
use super::item::{Item, at_path};
use crate::diff::hash_of;
use crate::error::Fault;
use crate::ordered::{Sort as _, SortedMap, SortedSet};
use crate::plan::{Decided, FieldChange, FilesKnown, GALLERY, IMAGE, Library, OutboundFiles, ids_of};
use crate::source::option_codes;
use crate::source::write::{self, Change};
use crate::store::{Attachment, MediaOfAnswer};
use crate::wire::{Log, MediaPath, Request};

/// How often an upload or a list of unknown outcome is sent again.
const ATTEMPTS: u32 = 3;

/// What became of the files of an item.
#[derive(Default)]
pub struct FilesSent {
    pub changes: Vec<FieldChange>,
    /// Places of UnoPim that are settled.
    pub settled: Vec<Settled>,
    /// UnoPim's files that are in the media library, as the item names them now.
    pub library: Library,
    /// A file could not be sent for a passing reason.
    pub again: Option<Fault>,
}

/// A place of files that no further push has to look at.
pub struct Settled {
    pub path: String,
    /// UnoPim does not take all of them, and that was told.
    pub refused: bool,
}

/// What became of one file.
enum Upload {
    Done(String),
    Refused,
    /// It may have replaced the value all the same.
    Failed(Fault),
}

impl Pusher {
    /// What is known of the files of an item, where any of them were edited.
    pub async fn files_known(
        &self,
        io: &Io,
        item: &Item<'_>,
        raw: Option<&Value>,
    ) -> Result<FilesKnown, SourceFault> {
        let Some(raw) = raw.filter(|_| item.edits_files(self)) else { return Ok(FilesKnown::default()) };
        let library = self.library(io, item, raw).await?;
        let shown = &item.candidate.snapshot.fields;
        let ids = [IMAGE, GALLERY].iter().filter_map(|field| shown.get(*field)).flat_map(|f| ids_of(&f.v));
        let mut own = SortedMap::new();
        for file in attachments(io, ids.collect()).await? {
            own.insert(file.name, file.id);
        }
        Ok(FilesKnown { library, own })
    }

    /// Files that UnoPim's item names, as far as they are in the media library.
    async fn library(&self, io: &Io, item: &Item<'_>, raw: &Value) -> Result<Library, Fault> {
        let mut paths: SortedSet<String> = SortedSet::new();
        for knowledge in &self.channels.0 {
            let view = Self::view(knowledge, raw, item)?;
            let target = knowledge.target_context().build(&view.product, &view.role);
            paths.extend(target.images.into_values().flatten());
        }
        library_of(io, paths.into_iter().collect()).await
    }

    /// Uploads what UnoPim's item lacks and writes the lists; `back` is the item as it is afterwards.
    pub async fn send_files(
        &mut self,
        io: &Io,
        item: &Item<'_>,
        back: &mut Value,
        decided: &[Decided],
    ) -> Result<FilesSent, SourceFault> {
        let all: Vec<OutboundFiles> = decided.iter().flat_map(|d| d.files.iter().cloned()).collect();
        let known = attachments(io, all.iter().flat_map(|f| f.ids.iter().copied()).collect()).await?;
        let mut out = FilesSent::default();
        for files in all {
            self.files(io, item, back, &files, &known, &mut out).await?;
        }
        out.library = self.library(io, item, back).await?;
        Ok(out)
    }

    /// Lists of files as they would be after a push: what UnoPim has by its path, what is yet to be uploaded by its name in the shop.
    pub async fn planned_files(
        &self,
        io: &Io,
        raw: Option<&Value>,
        decided: &[Decided],
    ) -> Result<Vec<FieldChange>, Fault> {
        let mut out = Vec::new();
        for files in decided.iter().flat_map(|d| &d.files) {
            let known = attachments(io, files.ids.clone()).await?;
            let old = raw.map(|raw| at_path(raw, &files.path)).unwrap_or_default();
            let present = paths_of(&old, files.list);
            let strange = strangers(io, &present, &known).await?;
            let mut paths = Vec::new();
            for file in files.ids.iter().filter_map(|id| known.iter().find(|file| file.id == *id)) {
                let held = held(&present, file);
                paths.extend(if held.is_empty() { vec![file.name.clone()] } else { held });
            }
            let paths = arranged(files, &present, paths, &strange, false);
            if !paths.is_empty() && paths != present {
                out.push(change_of(files, old, value_of(files, &paths)));
            }
        }
        Ok(out)
    }

    async fn files(
        &mut self,
        io: &Io,
        item: &Item<'_>,
        back: &mut Value,
        files: &OutboundFiles,
        known: &[Attachment],
        out: &mut FilesSent,
    ) -> Result<(), SourceFault> {
        let old = at_path(back, &files.path);
        let present = paths_of(&old, files.list);
        let mut paths: Vec<String> = Vec::new();
        let (mut sent, mut refused, mut again) = (false, false, None);
        let own_files = self.channels.first().capabilities.inheritance;
        let mut folder: Option<String> = None;
        for id in &files.ids {
            let Some(attachment) = known.iter().find(|a| a.id == *id) else { continue };
            // A content that UnoPim's item has already is not sent again.
            let held = held(&present, attachment);
            if !held.is_empty() {
                paths.extend(held);
                continue;
            }
            match self.upload(io, item, files, attachment).await? {
                Upload::Done(path) => {
                    sent = true;
                    let end = path.rfind('/').unwrap_or_default();
                    folder = own_files.then(|| path[..=end].to_owned());
                    paths.push(path);
                }
                Upload::Refused => refused = true,
                Upload::Failed(fault) => {
                    sent = true;
                    again = Some(fault);
                }
            }
        }
        if let Some(folder) = &folder {
            // Since 3.0 a value names files of its own product alone; one that was copied names those of the other.
            for path in &mut paths {
                let file = known.iter().find(|file| file.paths.contains(path));
                let Some(file) = file.filter(|_| !path.starts_with(folder)) else { continue };
                match self.upload(io, item, files, file).await? {
                    Upload::Done(own) => *path = own,
                    Upload::Refused => refused = true,
                    Upload::Failed(fault) => again = Some(fault),
                }
            }
        }
        let strange = strangers(io, &present, known).await?;
        let paths = arranged(files, &present, paths, &strange, refused || again.is_some());
        if sent {
            self.read_again(io, item, back).await?;
        }
        // Since 2.1 an upload sets the value by itself: one for an image, for a gallery not the whole list.
        let mut tries = 0;
        while !paths.is_empty() && paths_of(&at_path(back, &files.path), files.list) != paths {
            let change = Change { path: files.path.clone(), value: Some(value_of(files, &paths)) };
            if tries == ATTEMPTS || !self.write_list(io, item, back, files, change).await? {
                let fault = Fault::new(
                    "not_taken",
                    &files.path,
                    format!("UnoPim did not take the list of files of {}", files.attribute),
                    "It is sent again; should it stay so, look at the attribute in UnoPim.",
                );
                again.get_or_insert(fault);
                break;
            }
            tries += 1;
        }
        let new = at_path(back, &files.path);
        if new != old {
            let after = Some(hash_of(&new));
            out.changes.push(FieldChange { after, ..change_of(files, old, new) });
        }
        match again {
            Some(fault) => out.again = Some(fault),
            None => out.settled.push(Settled { path: files.path.clone(), refused }),
        }
        Ok(())
    }

    async fn read_again(&self, io: &Io, item: &Item<'_>, back: &mut Value) -> Result<(), SourceFault> {
        let path = self.path(item.key(), item.is_variable());
        if let Some(raw) = io.get_record(&path).await? {
            *back = raw;
        }
        Ok(())
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
        self.read_again(io, item, back).await?;
        Ok(true)
    }

    /// Sends one file.
    async fn upload(
        &mut self,
        io: &Io,
        item: &Item<'_>,
        files: &OutboundFiles,
        attachment: &Attachment,
    ) -> Result<Upload, SourceFault> {
        let mut fields = vec![("sku", item.key().to_owned()), ("attribute", files.attribute.clone())];
        fields.extend(files.place.channel.clone().map(|channel| ("channel", channel)));
        fields.extend(files.place.locale.clone().map(|locale| ("locale", locale)));
        let mut tries = 0;
        loop {
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
                        return Ok(Upload::Done(path.to_owned()));
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
                    let hint = "Use a file of a type and size that UnoPim takes.";
                    let fault = Fault::new("rejected", &files.path, message, hint);
                    Self::tell_file(io, item, files, &fault);
                    return Ok(Upload::Refused);
                }
                Ok(Delivery::Unknown(fault)) => fault,
                Err(fault) if fault.fatal => return Err(fault),
                Err(fault) => {
                    Self::tell_file(io, item, files, &fault.fault);
                    return Ok(Upload::Refused);
                }
            };
            tries += 1;
            if tries == ATTEMPTS {
                Self::tell_file(io, item, files, &fault);
                return Ok(Upload::Failed(fault));
            }
            // An upload under the same name replaces: it may simply be sent again.
            io.wait(1 << tries, "source_busy").await?;
        }
    }

    fn tell_file(io: &Io, item: &Item, files: &OutboundFiles, fault: &Fault) {
        let log = Log::fault("image", item.key(), fault).outward();
        io.failed(Log { field: Some(files.field.clone()), ..log });
    }
}

/// Attachments of the shop.
async fn attachments(io: &Io, mut ids: Vec<u64>) -> Result<Vec<Attachment>, Fault> {
    ids.order();
    ids.dedup();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    Ok(io.ask_one::<MediaOfAnswer>(|id| Request::MediaOf { id, ids }).await?.media)
}

async fn library_of(io: &Io, paths: Vec<String>) -> Result<Library, Fault> {
    if paths.is_empty() {
        return Ok(Library::default());
    }
    let answer: MediaAnswer = io.ask_one(|id| Request::Media { id, paths }).await?;
    Ok(answer.media.into_iter().map(|file| (file.path, (file.id, file.url))).collect())
}

/// The paths of a value; the name of a single file may hold a comma.
fn paths_of(value: &Value, list: bool) -> Vec<String> {
    match value.as_str() {
        Some("") => Vec::new(),
        Some(one) if !list => vec![one.to_owned()],
        _ => option_codes(value),
    }
}

/// The paths under which a list holds a content.
fn held(present: &[String], attachment: &Attachment) -> Vec<String> {
    present.iter().filter(|path| attachment.paths.contains(path)).cloned().collect()
}

/// Files of a list that the shop cannot show, or does not have yet: they are nobody's to take away.
async fn strangers(io: &Io, present: &[String], known: &[Attachment]) -> Result<Vec<String>, Fault> {
    let is_known = |path: &&String| known.iter().any(|file| file.paths.contains(path));
    let rest: Vec<String> = present.iter().filter(|path| !is_known(path)).cloned().collect();
    let library = library_of(io, rest.clone()).await?;
    Ok(rest.into_iter().filter(|path| !library.contains_key(path)).collect())
}

/// What is written: `paths` are those of the shop's files, `lacks` whether some of them could not be sent.
fn arranged(
    files: &OutboundFiles,
    present: &[String],
    mut paths: Vec<String>,
    strange: &[String],
    lacks: bool,
) -> Vec<String> {
    if files.list && !files.first && !lacks {
        return beside(present, paths, strange);
    }
    // The list is not shortened by what could not be sent, and of a list that the shop shows the first of alone the others stay.
    let stay = if lacks {
        present
    } else if files.first {
        present.get(1..).unwrap_or_default()
    } else {
        &[]
    };
    let rest: Vec<String> = stay.iter().filter(|path| !paths.contains(path)).cloned().collect();
    paths.extend(rest);
    paths
}

fn value_of(files: &OutboundFiles, paths: &[String]) -> Value {
    if files.list { json!(paths) } else { json!(paths[0]) }
}

fn change_of(files: &OutboundFiles, old: Value, new: Value) -> FieldChange {
    FieldChange {
        field: files.path.clone(),
        old,
        new,
        offered: None,
        reason: files.reason.into(),
        write: true,
        expect: None,
        after: None,
        shown: None,
    }
}

/// A list with those of the present one that stay, each behind the one that it stood behind.
fn beside(present: &[String], mut paths: Vec<String>, stay: &[String]) -> Vec<String> {
    for (place, path) in present.iter().enumerate().filter(|(_, path)| stay.contains(path)) {
        let before = present[..place].iter().rev().find_map(|one| paths.iter().position(|held| held == one));
        paths.insert(before.map_or(0, |at| at + 1), path.clone());
    }
    paths
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn what_the_shop_cannot_show_stays_where_it_stood() {
        let present = list(&["film", "a", "drawing", "b"]);
        let stay = list(&["film", "drawing"]);
        assert_eq!(beside(&present, list(&["b", "a"]), &stay), list(&["film", "b", "a", "drawing"]));
        assert_eq!(beside(&present, list(&["new"]), &stay), list(&["film", "drawing", "new"]));
        assert_eq!(beside(&present, Vec::new(), &stay), list(&["film", "drawing"]));
    }

    #[test]
    fn a_comma_parts_a_list_and_not_a_name() {
        assert_eq!(paths_of(&json!("a,b.png"), true), list(&["a", "b.png"]));
        assert_eq!(paths_of(&json!("a,b.png"), false), list(&["a,b.png"]));
        assert_eq!(paths_of(&Value::Null, true), list(&[]));
    }
}
