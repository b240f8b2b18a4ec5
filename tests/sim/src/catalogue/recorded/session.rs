//! Repeating the recorded session against the simulator.

use std::collections::BTreeMap;

use serde_json::Value;

use super::recording::{Recording, Sent};
use super::script::CHANGES;
use super::{install, timeline};
use crate::unopim::auth::throttle::Hit;
use crate::unopim::clock::Moment;
use crate::unopim::{Request, Response, State, base64, handle, input};

const BOUNDARY: &str = "recorded-boundary";

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    Full,
    Reader,
    Disabled,
}

impl Who {
    fn name(self) -> &'static str {
        match self {
            Who::Full => "FULL",
            Who::Reader => "READER",
            Who::Disabled => "DISABLED",
        }
    }
}

pub struct Session {
    pub state: State,
    /// Added to the clock for a while.
    pub delay: Moment,
    moments: BTreeMap<u32, Moment>,
    tokens: BTreeMap<Who, String>,
    /// Access and refresh token of each recorded sign-in.
    signed_in: BTreeMap<u32, (String, String)>,
    damaged: BTreeMap<String, Value>,
    next_change: usize,
    now: Moment,
}

impl Session {
    pub fn new(recordings: &[Recording]) -> Self {
        let mut state = install::state(recordings);
        // The recorder emptied the counter as it went; the limit is switched on where it was recorded.
        state.settings.throttle = false;
        state.settings.checks_host = true;
        Session {
            state,
            delay: 0,
            moments: timeline::moments(recordings),
            tokens: BTreeMap::new(),
            signed_in: BTreeMap::new(),
            damaged: BTreeMap::new(),
            next_change: 0,
            now: 0,
        }
    }

    pub fn into_state(self) -> State {
        self.state
    }

    /// Sends a recording's request, after whatever happened before it. None for outgoing webhooks.
    pub fn play(&mut self, recording: &Recording) -> Option<Response> {
        let sent = recording.request.as_ref()?;
        recording.response.as_ref()?;
        self.now = self.moments.get(&recording.number).copied().unwrap_or(self.now);
        while let Some((number, change)) = CHANGES.get(self.next_change) {
            if *number > recording.number {
                break;
            }
            self.next_change += 1;
            change(self);
            self.state.touch();
        }
        let request = self.request(recording.number, sent);
        let response = handle(&mut self.state, &request, self.now + self.delay);
        if recording.is_sign_in() && response.status == 200 {
            let body = response.value();
            let token = |key: &str| body[key].as_str().unwrap_or_default().to_owned();
            self.signed_in.insert(recording.number, (token("access_token"), token("refresh_token")));
        }
        Some(response)
    }

    fn request(&mut self, number: u32, sent: &Sent) -> Request {
        let mut target = sent.path.clone();
        match &sent.query {
            Value::Array(query) if !query.is_empty() => {
                let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
                let pairs: Vec<String> = query
                    .iter()
                    .map(|pair| format!("{}={}", text(&pair[0]), input::encoded(&text(&pair[1]))))
                    .collect();
                target = format!("{target}?{}", pairs.join("&"));
            }
            Value::String(raw) => target = format!("{target}?{raw}"),
            _ => {}
        }
        let mut request = Request::new(&sent.method, &target);
        for (name, value) in &sent.headers {
            let value = value.as_str().unwrap_or_default().replace("<boundary>", BOUNDARY);
            let value = match value.as_str() {
                "Bearer <ACCESS_TOKEN>" => format!("Bearer {}", self.access_token(number)),
                "Basic <BASE64 of CLIENT_ID:CLIENT_SECRET>" => {
                    let (_, id, secret) = install::credentials("FULL");
                    format!("Basic {}", base64::encode(format!("{id}:{secret}").as_bytes()))
                }
                _ => value,
            };
            request = request.header(name, &value);
        }
        request.body = self.body(number, &sent.body);
        request
    }

    fn body(&self, number: u32, body: &Value) -> Vec<u8> {
        if body.is_null() {
            return Vec::new();
        }
        if let Some(raw) = body.get("_raw").and_then(Value::as_str) {
            return raw.as_bytes().to_vec();
        }
        if let Some(form) = body.get("_form").and_then(Value::as_object) {
            let pairs: Vec<String> = form
                .iter()
                .map(|(key, value)| {
                    let value = self.filled_in(number, value.as_str().unwrap_or_default());
                    format!("{}={}", input::encoded(key), input::encoded(&value))
                })
                .collect();
            return pairs.join("&").into_bytes();
        }
        if let Some(parts) = body.get("_multipart").and_then(Value::as_array) {
            return multipart(parts);
        }
        self.filled_in_tree(number, body).to_string().into_bytes()
    }

    fn filled_in_tree(&self, number: u32, value: &Value) -> Value {
        match value {
            Value::String(text) => Value::String(self.filled_in(number, text)),
            Value::Object(map) => {
                map.iter().map(|(key, value)| (key.clone(), self.filled_in_tree(number, value))).collect()
            }
            Value::Array(list) => list.iter().map(|value| self.filled_in_tree(number, value)).collect(),
            other => other.clone(),
        }
    }

    /// Placeholders back to values.
    fn filled_in(&self, number: u32, text: &str) -> String {
        if let Some(name) = text.strip_prefix("<CLIENT_ID_").and_then(|rest| rest.strip_suffix('>')) {
            return install::credentials(name).1;
        }
        if let Some(name) = text.strip_prefix("<CLIENT_SECRET_").and_then(|rest| rest.strip_suffix('>')) {
            return install::credentials(name).2;
        }
        match text {
            "<PASSWORD>" => install::PASSWORD.to_owned(),
            "<REFRESH_TOKEN>" => self.refresh_token(number),
            _ => text.to_owned(),
        }
    }

    /// The refresh token that a recording used: its number, and the sign-in it came from.
    fn refresh_token(&self, number: u32) -> String {
        let from = match number {
            24 | 25 => 7,
            28 => 24,
            33 => 31,
            _ => 1025,
        };
        self.signed_in.get(&from).map(|pair| pair.1.clone()).unwrap_or_default()
    }

    fn access_token(&mut self, number: u32) -> String {
        let from = match number {
            29 => Some(7),
            30 => Some(24),
            32 => Some(31),
            34 => Some(2),
            1026 => Some(1025),
            _ => None,
        };
        if let Some(from) = from {
            return self.signed_in.get(&from).map(|pair| pair.0.clone()).unwrap_or_default();
        }
        let who = match number {
            48..=65 => Who::Reader,
            22 | 67 | 930 => Who::Disabled,
            _ => Who::Full,
        };
        self.token(who)
    }

    fn token(&mut self, who: Who) -> String {
        let held = self.tokens.get(&who).and_then(|token| {
            let alive =
                self.state.accounts.access.get(token).is_some_and(|held| held.expires > self.now + 60_000);
            alive.then(|| token.clone())
        });
        held.unwrap_or_else(|| {
            let (email, client, _) = install::credentials(who.name());
            let lifetimes = (86_400, 86_400);
            let (token, _) = self.state.accounts.issue(&client, Some(&email), self.now, lifetimes);
            self.tokens.insert(who, token.clone());
            token
        })
    }

    pub(super) fn revoke(&mut self, sign_in: u32) {
        let token = self.signed_in.get(&sign_in).map(|pair| pair.0.clone()).unwrap_or_default();
        if let Some(token) = self.state.accounts.access.get_mut(&token) {
            token.revoked = true;
        }
    }

    pub(super) fn damage(&mut self, sku: &str, values: Value) {
        if let Some(product) = self.state.products.get_mut(sku) {
            let before = std::mem::replace(&mut product.values, values);
            self.damaged.entry(sku.to_owned()).or_insert(before);
        }
    }

    pub(super) fn repair(&mut self, sku: &str) {
        if let (Some(values), Some(product)) = (self.damaged.remove(sku), self.state.products.get_mut(sku)) {
            product.values = values;
        }
    }

    pub(super) fn exhaust_api(&mut self, who: Who) {
        let (email, _, _) = install::credentials(who.name());
        self.exhaust(&format!("api:{email}"));
    }

    pub(super) fn exhaust_token(&mut self) {
        self.exhaust("token:");
    }

    fn exhaust(&mut self, key: &str) {
        let quota = self.state.version.token_quota();
        while matches!(self.state.accounts.throttle.hit(key, quota, self.now), Hit::Allowed { .. }) {}
    }
}

fn multipart(parts: &[Value]) -> Vec<u8> {
    let mut out = Vec::new();
    for part in parts {
        let name = part["name"].as_str().unwrap_or_default();
        out.extend_from_slice(
            format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"").as_bytes(),
        );
        match part["filename"].as_str() {
            Some(filename) => {
                let kind = part["content_type"].as_str().unwrap_or_default();
                out.extend_from_slice(
                    format!("; filename=\"{filename}\"\r\nContent-Type: {kind}\r\n\r\n").as_bytes(),
                );
                let size = usize::try_from(part["bytes"].as_u64().unwrap_or(0)).unwrap_or(0);
                out.extend_from_slice(&file(kind, size));
            }
            None => out.extend_from_slice(
                format!("\r\n\r\n{}", part["value"].as_str().unwrap_or_default()).as_bytes(),
            ),
        }
        out.extend_from_slice(b"\r\n");
    }
    out.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
    out
}

/// A file of the size and kind that was uploaded; a handful of bytes was never a picture.
fn file(kind: &str, size: usize) -> Vec<u8> {
    let magic: &[u8] = match kind {
        _ if size < 16 => b"hello",
        "image/png" => b"\x89PNG\r\n\x1a\n",
        "image/gif" => b"GIF89a",
        "image/webp" => b"RIFF\x1a\0\0\0WEBP",
        "image/svg+xml" => b"<svg ",
        "application/pdf" => b"%PDF-1.4",
        "video/mp4" => b"\0\0\0\x18ftypmp42",
        _ => b"hello",
    };
    let mut bytes = magic.to_vec();
    bytes.resize(size, b'.');
    bytes
}
