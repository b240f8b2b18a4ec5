//! The DAM extension: assets by number. Their files are handed out over an address that is signed for a few minutes.

use serde_json::{Value, json};

use super::{download, sniff};
use crate::unopim::framework::{Thrown, thrown};
use crate::unopim::lists::paging;
use crate::unopim::request::Request;
use crate::unopim::response::{Outcome, Response};
use crate::unopim::server::{Call, etag};
use crate::unopim::state::State;

/// Outside of what a token protects.
pub const SIGNED: &str = "/api/v1/rest/assets/signUrlDownload/";

/// Without the extension its routes do not exist.
fn path_of(state: &State, call: &Call) -> Result<(u64, String), Response> {
    let assets = state.dam.as_ref().ok_or_else(|| thrown(state, call.request, &Thrown::NotFound))?;
    let found = call.param(0).parse().ok().and_then(|id| Some((id, assets.get(&id)?.clone())));
    found.ok_or_else(|| Response::refused(404, "The asset was not found, or has no file."))
}

fn json_of(state: &State, id: u64, path: &str) -> Value {
    let name = path.rsplit('/').next().unwrap_or(path);
    let kind = sniff::content_type(path);
    json!({
        "id": id,
        "file_name": name,
        "file_type": kind.split('/').next().filter(|word| *word != "application").unwrap_or("document"),
        "file_size": state.media.bytes(path).map_or(0, |bytes| bytes.len()),
        "mime_type": kind,
        "extension": name.rsplit('.').next().unwrap_or_default(),
        "path": path,
        "preview_path": format!("{}/admin/dam/file/preview?path={}", state.settings.app_url, path.replace('/', "%2F")),
        "created_at": "2026-06-20T10:00:00.000000Z",
        "updated_at": "2026-06-20T10:00:00.000000Z",
    })
}

pub fn list(state: &mut State, call: &Call) -> Outcome {
    let assets = state.dam.as_ref().ok_or_else(|| thrown(state, call.request, &Thrown::NotFound))?;
    let ids: Vec<u64> = assets.keys().copied().collect();
    paging::answer(state, call, &ids, |id| Ok(json_of(state, id, &assets[&id])))
}

pub fn get(state: &mut State, call: &Call) -> Outcome {
    let (id, path) = path_of(state, call)?;
    Ok(Response::json(200, &json_of(state, id, &path)))
}

pub fn download(state: &mut State, call: &Call) -> Outcome {
    let (id, path) = path_of(state, call)?;
    if !state.media.contains(&path) {
        return Err(Response::refused(404, "The asset was not found, or has no file."));
    }
    let expires = call.now / 1000 + 600;
    let link = format!(
        "{}{SIGNED}{id}?expires={expires}&signature={}",
        state.settings.app_url,
        signature(id, &expires.to_string())
    );
    Ok(Response::json(
        200,
        &json!({"success": true, "message": "The download link is ready.", "data": {"download_url": link}}),
    ))
}

/// Serves the file where the signature is right.
pub fn signed(state: &State, request: &Request, id: &str) -> Response {
    let asked = |name: &str| {
        request.raw_query().split('&').find_map(|part| part.strip_prefix(name)).unwrap_or_default().to_owned()
    };
    let path = id.parse().ok().and_then(|id| Some((id, state.dam.as_ref()?.get(&id)?)));
    match path {
        Some((id, path)) if asked("signature=") == signature(id, &asked("expires=")) => {
            download::serve(state, request, path)
        }
        Some(_) => Response::page(403, "Invalid signature."),
        None => thrown(state, request, &Thrown::NotFound),
    }
}

fn signature(id: u64, expires: &str) -> String {
    etag(format!("dam/{id}/{expires}").as_bytes()).trim_matches('"').to_owned()
}
