//! Which files an upload accepts, and the complaints about others.

use serde_json::Value;

use super::sniff;
use crate::unopim::input::{Input, Upload};
use crate::unopim::response::Response;
use crate::unopim::state::State;

const PICTURES: &[&str] = &["bmp", "jpeg", "jpg", "png"];
const IMAGE: &[&str] = &["jpg", "jpeg", "png", "gif", "bmp", "svg", "webp"];
const GALLERY: &[&str] = &["jpg", "jpeg", "png", "gif", "bmp", "svg", "webp", "mp4", "webm", "mkv"];
const DOCUMENT: &[&str] = &["pdf"];
const MAX_KILOBYTES: usize = 2048;

/// The bare refusal of Laravel's own validation, for a parameter that is missing.
pub fn required(input: &Input, names: &[&str]) -> Result<(), Response> {
    let mut errors = serde_json::Map::new();
    for name in names {
        let there = input.text(name).is_some() || (*name == "file" && !input.uploads.is_empty());
        if !there {
            errors.insert((*name).to_owned(), serde_json::json!([format!("The {name} field is required.")]));
        }
    }
    if errors.is_empty() { Ok(()) } else { Err(bare(&errors)) }
}

fn bare(errors: &serde_json::Map<String, Value>) -> Response {
    let first = errors.values().next().and_then(|texts| texts[0].as_str()).unwrap_or_default().to_owned();
    Response::json(422, &serde_json::json!({"message": first, "errors": errors}))
}

/// The files that PHP lets through: too many are dropped silently, too big ones fail.
pub fn accepted<'a>(state: &State, input: &'a Input) -> Result<Vec<&'a Upload>, Response> {
    let files: Vec<&Upload> = input.uploads.iter().take(state.settings.upload_max_files).collect();
    if files.iter().any(|file| file.bytes.len() > state.settings.upload_max_bytes) {
        let mut errors = serde_json::Map::new();
        errors.insert("file".to_owned(), serde_json::json!(["The file failed to upload."]));
        return Err(bare(&errors));
    }
    Ok(files)
}

/// The complaints about files for an attribute or field of the given type.
pub fn complaints(kind: &str, input: &Input, files: &[&Upload]) -> Vec<String> {
    let several = files.iter().any(|file| file.field.ends_with("[]"));
    if files.is_empty() || (kind != "gallery" && several) {
        return not_a_file(input);
    }
    let mut texts = Vec::new();
    if kind == "image" && files.iter().any(|file| !PICTURES.contains(&sniff::kind(&file.bytes))) {
        texts.push(format!("The file must be a file of type: {}.", PICTURES.join(", ")));
    }
    if kind != "gallery" && files.iter().any(|file| file.bytes.len() > MAX_KILOBYTES * 1024) {
        texts.push(format!("The file may not be greater than {MAX_KILOBYTES} kilobytes."));
    }
    let allowed = match kind {
        "image" => IMAGE,
        "gallery" => GALLERY,
        _ => DOCUMENT,
    };
    if let Some(text) = files.iter().find_map(|file| ending(file, allowed)) {
        texts.push(text);
    }
    texts
}

fn not_a_file(input: &Input) -> Vec<String> {
    let mut texts = vec![
        "The file must be a file.".to_owned(),
        format!("The file must be a file of type: {}.", PICTURES.join(", ")),
    ];
    if let Some(text) = input.text("file") {
        texts.push(format!("The selected file does not exist {text} for the field file."));
    }
    texts
}

/// Name first, then content.
fn ending(file: &Upload, allowed: &[&str]) -> Option<String> {
    let ending = file.name.rsplit_once('.').map_or("", |(_, ending)| ending);
    if !allowed.contains(&ending) {
        let list = allowed.join(", ");
        return Some(format!("The file field must have one of the following extensions: {list}."));
    }
    let kind = sniff::kind(&file.bytes);
    (!allowed.contains(&kind)).then(|| format!("The file must be a file of type: {}.", allowed.join(", ")))
}
