//! Reading what a client sent: query strings, JSON, forms and uploads, the way PHP reads them.

use std::fmt::Write as _;

use serde_json::{Map, Value};

use super::php;
use super::request::Request;

/// Query parameters in the order sent.
#[derive(Clone, Debug, Default)]
pub struct Query(pub Vec<(String, String)>);

impl Query {
    pub fn parse(raw: &str) -> Self {
        let pairs = raw.split('&').filter(|part| !part.is_empty()).map(|part| {
            let (key, value) = part.split_once('=').unwrap_or((part, ""));
            (percent_decoded(key, true), percent_decoded(value, true).trim().to_owned())
        });
        Query(pairs.collect())
    }

    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().rev().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Whether the parameter came as `name[...]`, which PHP turns into an array.
    pub fn is_array(&self, name: &str) -> bool {
        self.0.iter().any(|(key, _)| key.strip_prefix(name).is_some_and(|rest| rest.starts_with('[')))
    }

    /// The query without the named parameters and with one more at the end, encoded as RFC 3986 says.
    pub fn replaced(&self, without: &[&str], name: &str, value: &str) -> String {
        let kept = self.0.iter().filter(|(key, _)| !without.contains(&key.as_str()));
        let mut parts: Vec<String> = kept.map(|(k, v)| format!("{}={}", encoded(k), encoded(v))).collect();
        parts.push(format!("{}={}", encoded(name), encoded(value)));
        parts.join("&")
    }
}

pub fn percent_decoded(text: &str, plus_is_space: bool) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let pair = bytes.get(at + 1..at + 3).and_then(|hex| std::str::from_utf8(hex).ok());
        match (bytes[at], pair.and_then(|hex| u8::from_str_radix(hex, 16).ok())) {
            (b'%', Some(byte)) => {
                out.push(byte);
                at += 3;
            }
            (b'+', _) if plus_is_space => {
                out.push(b' ');
                at += 1;
            }
            (byte, _) => {
                out.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

pub fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// An uploaded file.
#[derive(Clone, Debug)]
pub struct Upload {
    /// The form field: `file`, or `file[]` for one of several.
    pub field: String,
    pub name: String,
    pub bytes: Vec<u8>,
}

/// The body of a request.
#[derive(Clone, Debug)]
pub struct Input {
    pub value: Value,
    pub uploads: Vec<Upload>,
}

impl Input {
    pub fn empty() -> Self {
        Input { value: Value::Array(Vec::new()), uploads: Vec::new() }
    }

    /// A body that cannot be read counts as empty: nobody says "bad request".
    pub fn read(request: &Request) -> Self {
        let content_type = request.header_value("Content-Type").unwrap_or_default();
        let mut uploads = Vec::new();
        let value = if content_type.contains("/json") || content_type.contains("+json") {
            serde_json::from_slice(&request.body).unwrap_or(Value::Null)
        } else if content_type.starts_with("application/x-www-form-urlencoded") {
            form(&Query::parse(&String::from_utf8_lossy(&request.body)))
        } else if let Some(boundary) = boundary(content_type) {
            let (fields, files) = multipart(&request.body, &boundary);
            uploads = files;
            form(&Query(fields))
        } else {
            Value::Null
        };
        let value = match value {
            Value::Object(_) | Value::Array(_) => php::trimmed(php::decoded(value)),
            _ => Value::Array(Vec::new()),
        };
        Input { value, uploads }
    }

    pub fn get(&self, key: &str) -> Option<&Value> {
        self.value.get(key)
    }

    /// A text field, empty texts left out.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.get(key).and_then(Value::as_str).filter(|text| !text.is_empty())
    }
}

/// Form fields; `labels[en_US]` opens a map.
fn form(query: &Query) -> Value {
    let mut root = Map::new();
    for (key, value) in &query.0 {
        match key.split_once('[') {
            Some((outer, inner)) => {
                let slot = root.entry(outer.to_owned()).or_insert_with(|| Value::Object(Map::new()));
                if let Value::Object(map) = slot {
                    map.insert(inner.trim_end_matches(']').to_owned(), Value::String(value.clone()));
                }
            }
            None => {
                root.insert(key.clone(), Value::String(value.clone()));
            }
        }
    }
    Value::Object(root)
}

fn boundary(content_type: &str) -> Option<String> {
    let rest = content_type.strip_prefix("multipart/form-data")?;
    let (_, boundary) = rest.split_once("boundary=")?;
    Some(boundary.trim_matches('"').to_owned())
}

fn multipart(body: &[u8], boundary: &str) -> (Vec<(String, String)>, Vec<Upload>) {
    let mut fields = Vec::new();
    let mut uploads = Vec::new();
    let mark = format!("--{boundary}");
    for part in split(body, mark.as_bytes()).into_iter().skip(1) {
        let part = part.strip_prefix(b"\r\n").unwrap_or(part);
        let Some(end) = find(part, b"\r\n\r\n") else { continue };
        let head = String::from_utf8_lossy(&part[..end]).into_owned();
        let content = &part[end + 4..];
        let content = content.strip_suffix(b"\r\n").unwrap_or(content);
        let Some(field) = attribute_of(&head, " name=\"") else { continue };
        match attribute_of(&head, "filename=\"") {
            Some(name) => uploads.push(Upload { field, name, bytes: content.to_vec() }),
            None => fields.push((field, String::from_utf8_lossy(content).into_owned())),
        }
    }
    (fields, uploads)
}

fn attribute_of(head: &str, opening: &str) -> Option<String> {
    let (_, rest) = head.split_once(opening)?;
    rest.split('"').next().map(str::to_owned)
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}

fn split<'a>(mut body: &'a [u8], mark: &[u8]) -> Vec<&'a [u8]> {
    let mut parts = Vec::new();
    while let Some(at) = find(body, mark) {
        parts.push(&body[..at]);
        body = &body[at + mark.len()..];
    }
    parts.push(body);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn query_strings_are_decoded_and_rebuilt() {
        let query = Query::parse("filters=%7B%22a%22%3A%201%7D&page=2&limit=3");
        assert_eq!(query.get("filters"), Some("{\"a\": 1}"));
        assert_eq!(query.replaced(&["page"], "page", "4"), "filters=%7B%22a%22%3A%201%7D&limit=3&page=4");
        assert!(Query::parse("filters[sku][0][operator]==").is_array("filters"));
    }

    #[test]
    fn forms_open_maps() {
        let mut request =
            Request::new("POST", "/").header("Content-Type", "application/x-www-form-urlencoded");
        request.body = b"code=x&labels%5Ben_US%5D=Form".to_vec();
        assert_eq!(Input::read(&request).value, json!({"code": "x", "labels": {"en_US": "Form"}}));
    }

    #[test]
    fn uploads_are_taken_apart() {
        let mut request =
            Request::new("POST", "/").header("Content-Type", "multipart/form-data; boundary=XX");
        request.body = b"--XX\r\nContent-Disposition: form-data; name=\"sku\"\r\n\r\nmug\r\n--XX\r\n\
            Content-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n\
            \x89PNG\r\n--XX--\r\n"
            .to_vec();
        let input = Input::read(&request);
        assert_eq!(input.text("sku"), Some("mug"));
        assert_eq!(
            (input.uploads[0].name.as_str(), input.uploads[0].bytes.as_slice()),
            ("a.png", &b"\x89PNG"[..])
        );
    }

    #[test]
    fn an_unreadable_body_counts_as_empty() {
        let mut request = Request::new("PATCH", "/").header("Content-Type", "application/json");
        request.body = b"{oops".to_vec();
        assert_eq!(Input::read(&request).value, json!([]));
    }
}
