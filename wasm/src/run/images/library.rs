//! The media library as a run meets it: what is there, and what is fetched into it.

use serde::Deserialize;
use serde_json::Value;

use super::fields_of;
use crate::error::Fault;
use crate::ordered::SortedMap;
use crate::plan;
use crate::run::io::Io;
use crate::run::structure::Knowledge;
use crate::wire::{FileWish, ItemRow, Request};

/// Files of one request.
pub(super) const FILES: usize = 8;

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
pub struct MediaAnswer {
    #[serde(default)]
    pub media: Vec<MediaFile>,
}

#[derive(Deserialize)]
struct FetchAnswer {
    #[serde(default)]
    files: Vec<Fetched>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Fetched {
    pub path: String,
    pub status: String,
    #[serde(default)]
    pub id: u64,
    #[serde(default)]
    new: bool,
    #[serde(default)]
    url: String,
    #[serde(default)]
    passing: bool,
    #[serde(default)]
    retry_after: Option<u64>,
    #[serde(default)]
    error: Option<Fault>,
}

/// What became of the files that some records want.
#[derive(Default)]
pub(super) struct Library {
    pub files: plan::Library,
    pub refused: SortedMap<String, Fault>,
    /// To be tried again, after so many seconds.
    pub later: SortedMap<String, (Fault, u64)>,
}

/// Brings every wanted file into the library, those that are there already excepted.
pub(super) async fn fetch(io: &Io, knowledge: &Knowledge, items: &[ItemRow]) -> Result<Library, Fault> {
    let mut library = Library::default();
    let mut wanted: SortedMap<String, FileWish> = SortedMap::new();
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

pub(super) async fn ask_for(io: &Io, files: Vec<FileWish>) -> Result<Vec<Fetched>, Fault> {
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
