//! `media.read`, `media.fetch`, `media.list`, `media.of` and `media.note`, answered in memory against the simulator's storage. A content is one attachment, from
//! whatever address it comes.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Value, json};

use super::host::Host;
use crate::faults::Exchange;
use crate::unopim::input::encoded;
use crate::unopim::media::sniff;
use crate::unopim::{Request, Response};

/// What the shop knows of files: paths, and the contents behind them.
#[derive(Clone, Debug, Default)]
pub struct Library {
    /// In the order of their numbers, which begin with 1.
    pub rows: Vec<Row>,
    contents: BTreeMap<Arc<[u8]>, u64>,
    /// Attachments: the name in the shop's folder, and the content.
    files: BTreeMap<u64, (String, Arc<[u8]>)>,
    /// Files that were downloaded whole.
    pub downloads: u64,
}

#[derive(Clone, Debug)]
pub struct Row {
    pub path: String,
    pub id: u64,
    pub etag: String,
    pub kind: &'static str,
}

/// Why a file was not had: code, and for passing troubles the seconds after which it is tried again.
struct Refused {
    code: &'static str,
    passing: bool,
    retry_after: Option<u64>,
}

impl Refused {
    fn for_good(code: &'static str) -> Self {
        Refused { code, passing: false, retry_after: None }
    }

    fn for_now(code: &'static str) -> Self {
        Refused { code, passing: true, retry_after: None }
    }
}

/// Where a wish came to.
enum Had {
    Done { id: u64, new: bool, kind: &'static str },
    Same { id: u64, kind: &'static str },
}

impl Host {
    /// The answer to a `media.*` request, without its id.
    pub(super) fn media(&mut self, request: &Value) -> Value {
        match request["do"].as_str() {
            Some("media.read") => {
                let wanted: Vec<&str> =
                    request["paths"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
                json!({"media": self.shown(|_, row| wanted.contains(&row.path.as_str()), usize::MAX)})
            }
            Some("media.list") => {
                let after = request["after"].as_u64().unwrap_or(0);
                let limit = request["limit"].as_u64().and_then(|n| usize::try_from(n).ok()).unwrap_or(100);
                json!({"media": self.shown(|number, _| number > after, limit)})
            }
            Some("media.of") => json!({"media": self.attachments(request)}),
            Some("media.note") => {
                for noted in request["media"].as_array().into_iter().flatten() {
                    let (path, id) = (
                        noted["path"].as_str().unwrap_or_default(),
                        noted["id"].as_u64().unwrap_or_default(),
                    );
                    self.library.keep(Row {
                        path: path.to_owned(),
                        id,
                        etag: String::new(),
                        kind: self.library.kind(id),
                    });
                }
                json!({})
            }
            _ => {
                let wishes = request["files"].as_array().cloned().unwrap_or_default();
                json!({"files": wishes.iter().map(|wish| self.fetched(wish)).collect::<Vec<_>>()})
            }
        }
    }

    /// Somebody adds a file to the media library by hand.
    pub fn add_file(&mut self, name: &str, bytes: &[u8]) -> u64 {
        let id = self.shop.attach();
        self.library.hold(id, name, &Arc::from(bytes));
        id
    }

    fn attachments(&self, request: &Value) -> Vec<Value> {
        let ids = request["ids"].as_array().into_iter().flatten().filter_map(Value::as_u64);
        ids.filter(|id| self.shop.attachments.contains(id))
            .filter_map(|id| {
                let (name, bytes) = self.library.files.get(&id)?;
                let rows = self.library.rows.iter().filter(|row| row.id == id);
                let paths: Vec<&String> = rows.map(|row| &row.path).collect();
                Some(json!({
                    "id": id, "hash": content_hash(bytes), "kind": self.library.kind(id), "name": name,
                    "size": bytes.len(), "paths": paths,
                }))
            })
            .collect()
    }

    /// Rows whose attachment is still in the media library.
    fn shown(&self, wanted: impl Fn(u64, &Row) -> bool, limit: usize) -> Vec<Value> {
        (1..)
            .zip(&self.library.rows)
            .filter(|(number, row)| self.shop.attachments.contains(&row.id) && wanted(*number, row))
            .take(limit)
            .map(|(number, row)| {
                json!({"row": number, "path": row.path, "id": row.id, "etag": row.etag, "kind": row.kind, "url": url(row.id)})
            })
            .collect()
    }

    fn fetched(&mut self, wish: &Value) -> Value {
        let path = wish["path"].as_str().unwrap_or_default();
        match self.had(path, wish) {
            Ok(Had::Done { id, new, kind }) => {
                json!({"path": path, "status": "done", "id": id, "new": new, "kind": kind, "url": url(id)})
            }
            Ok(Had::Same { id, kind }) => {
                json!({"path": path, "status": "same", "id": id, "kind": kind, "url": url(id)})
            }
            Err(Refused { code, passing, retry_after }) => json!({
                "path": path, "status": "failed", "passing": passing, "retry_after": retry_after,
                "error": {"code": code, "message": format!("The file could not be had: {code}."), "hint": "Look at it in UnoPim."},
            }),
        }
    }

    fn had(&mut self, path: &str, wish: &Value) -> Result<Had, Refused> {
        let known = self.library.rows.iter().find(|row| row.path == path).cloned();
        let known = known.filter(|row| self.shop.attachments.contains(&row.id));
        let etag = wish["etag"].as_str().filter(|etag| known.as_ref().is_some_and(|row| row.etag == **etag));
        let mut request = Request::new("GET", &self.target(path)?);
        if let Some(etag) = etag.filter(|etag| !etag.is_empty()) {
            request = request.header("If-None-Match", etag);
        }
        let response = self.whole(&request)?;
        if let (304, Some(row)) = (response.status, known) {
            return Ok(Had::Same { id: row.id, kind: row.kind });
        }
        let page = response.header("Content-Type").is_some_and(|kind| kind.contains("html"));
        if response.status != 200 || page {
            return Err(Refused::for_good("not_found"));
        }
        let allow = wish["allow"].as_str().unwrap_or("image");
        let kind = judged(&response.body, allow, wish["max_bytes"].as_u64().unwrap_or(u64::MAX))?;
        self.library.downloads += 1;
        let present = self.library.contents.get(&response.body).copied();
        let present = present.filter(|id| self.shop.attachments.contains(id));
        let id = present.unwrap_or_else(|| self.shop.attach());
        let name = path.rsplit('/').next().unwrap_or(path);
        self.library.hold(id, name, &response.body);
        let etag = response.header("ETag").unwrap_or_default().to_owned();
        self.library.keep(Row { path: path.to_owned(), id, etag, kind });
        Ok(Had::Done { id, new: present.is_none(), kind })
    }

    /// The request target of a storage path or an asset.
    fn target(&mut self, path: &str) -> Result<String, Refused> {
        if let Some(asset) = path.strip_prefix("asset:") {
            let answer = self
                .signed(&Request::get(&format!("/api/v1/rest/assets/download/{asset}")))
                .map_err(|_| Refused::for_now("timeout"))?;
            passing(&answer)?;
            let value = answer.value();
            let link = value["data"]["download_url"]
                .as_str()
                .and_then(|link| link.splitn(4, '/').nth(3).map(ToOwned::to_owned));
            return link.map(|rest| format!("/{rest}")).ok_or(Refused::for_good("not_found"));
        }
        if path.contains("://") {
            return Err(Refused::for_good("host_refused"));
        }
        let parts: Vec<String> = path.trim_start_matches('/').split('/').map(encoded).collect();
        Ok(format!("/storage/{}", parts.join("/")))
    }

    fn whole(&mut self, request: &Request) -> Result<Response, Refused> {
        match self.unopim.exchange(request, self.now) {
            Exchange::Answer { response, delay } => {
                self.now += delay;
                passing(&response)?;
                Ok(response)
            }
            Exchange::Truncated { .. } => Err(Refused::for_now("transport")),
            Exchange::Silence | Exchange::Reset | Exchange::Refused => Err(Refused::for_now("timeout")),
        }
    }
}

impl Library {
    /// Name and content of an attachment.
    pub fn file(&self, id: u64) -> Option<(&str, Arc<[u8]>)> {
        self.files.get(&id).map(|(name, bytes)| (name.as_str(), bytes.clone()))
    }

    fn kind(&self, id: u64) -> &'static str {
        let bytes = self.files.get(&id).map(|(_, bytes)| bytes);
        bytes.and_then(|bytes| judged(bytes, "file", u64::MAX).ok()).unwrap_or("file")
    }

    fn hold(&mut self, id: u64, name: &str, bytes: &Arc<[u8]>) {
        self.contents.insert(bytes.clone(), id);
        self.files.insert(id, (name.to_owned(), bytes.clone()));
    }

    /// A path has one content.
    fn keep(&mut self, row: Row) {
        match self.rows.iter_mut().find(|known| known.path == row.path) {
            Some(known) => *known = row,
            None => self.rows.push(row),
        }
    }
}

/// Equal for equal contents; the engine reads nothing from it.
fn content_hash(bytes: &[u8]) -> String {
    let hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    format!("{hash:064x}")
}

fn passing(response: &Response) -> Result<(), Refused> {
    if response.status != 429 && response.status < 500 {
        return Ok(());
    }
    let retry_after = response.header("Retry-After").and_then(|seconds| seconds.parse().ok());
    Err(Refused { code: "transport", passing: true, retry_after })
}

/// Whether the shop takes it for a picture.
pub(super) fn is_picture(bytes: &[u8]) -> bool {
    judged(bytes, "image", u64::MAX).is_ok()
}

fn judged(bytes: &[u8], allow: &str, max_bytes: u64) -> Result<&'static str, Refused> {
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > max_bytes {
        return Err(Refused::for_good("too_large"));
    }
    match sniff::kind(bytes) {
        "svg" => Err(Refused::for_good("svg_refused")),
        "png" | "jpg" | "gif" | "bmp" | "webp" => Ok("image"),
        "mp4" | "webm" if allow != "image" => Ok("video"),
        "pdf" | "txt" if allow == "file" => Ok("file"),
        _ => Err(Refused::for_good("type_refused")),
    }
}

fn url(id: u64) -> String {
    format!("https://shop.test/wp-content/uploads/{id}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulator::{Simulator, add_integrations};
    use crate::unopim::{State, Version};

    fn host() -> Host {
        let mut state = State::new(Version::V3_0_0);
        state.media.draw("product/1/image/a b.jpg", 1);
        state.media.draw("product/2/image/same.jpg", 1);
        state.media.draw("product/3/image/other.png", 2);
        state.media.put("product/3/image/x.svg", b"<svg/>".to_vec());
        let (credentials, _) = add_integrations(&mut state);
        Host::new(Simulator::new(state), credentials)
    }

    fn fetch(host: &mut Host, path: &str, etag: Option<&str>) -> Value {
        let wish = json!({"path": path, "etag": etag, "name": "x", "alt": "x", "allow": "image", "max_bytes": 100_000});
        host.media(&json!({"do": "media.fetch", "files": [wish]}))["files"][0].clone()
    }

    #[test]
    fn equal_bytes_are_one_attachment_and_what_is_known_is_not_fetched_again() {
        let mut host = host();
        let first = fetch(&mut host, "product/1/image/a b.jpg", None);
        let second = fetch(&mut host, "product/2/image/same.jpg", None);
        assert_eq!((first["status"].as_str(), first["new"].as_bool()), (Some("done"), Some(true)), "{first}");
        assert_eq!((&second["id"], second["new"].as_bool()), (&first["id"], Some(false)));
        let rows = host.media(&json!({"do": "media.list", "after": 0, "limit": 10}));
        assert_eq!(rows["media"].as_array().map(Vec::len), Some(2));
        let etag = rows["media"][0]["etag"].as_str().unwrap_or_default().to_owned();
        assert_eq!(fetch(&mut host, "product/1/image/a b.jpg", Some(&etag))["status"], "same");
        assert_eq!(host.library.downloads, 2);
    }

    #[test]
    fn what_cannot_be_had_says_why() {
        let mut host = host();
        for (path, code) in [
            ("none.jpg", "not_found"),
            ("product/3/image/x.svg", "svg_refused"),
            ("https://elsewhere.test/a.jpg", "host_refused"),
            ("asset:7", "not_found"),
        ] {
            assert_eq!(fetch(&mut host, path, None)["error"]["code"], code, "{path}");
        }
    }

    #[test]
    fn what_is_gone_from_the_media_library_comes_anew() {
        let mut host = host();
        let first = fetch(&mut host, "product/3/image/other.png", None);
        host.shop.attachments.clear();
        let read = json!({"do": "media.read", "paths": ["product/3/image/other.png"]});
        assert_eq!(host.media(&read)["media"], json!([]));
        let second = fetch(&mut host, "product/3/image/other.png", None);
        assert_ne!(first["id"], second["id"]);
        assert_eq!(host.media(&read)["media"][0]["id"], second["id"]);
    }

    #[test]
    fn an_asset_comes_over_its_signed_address() {
        let mut host = host();
        host.unopim.state.dam = Some(BTreeMap::from([(7, "assets/Root/lookbook.jpg".to_owned())]));
        host.unopim.state.media.draw("assets/Root/lookbook.jpg", 5);
        assert_eq!(fetch(&mut host, "asset:7", None)["status"], "done");
        assert_eq!(fetch(&mut host, "asset:8", None)["error"]["code"], "not_found");
    }
}
