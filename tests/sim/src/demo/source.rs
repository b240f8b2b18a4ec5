//! UnoPim behind real HTTP, as a host talks to it: signed in, one new sign-in after a refusal.

use std::io;
use std::net::SocketAddr;

use serde_json::{Value, json};

use crate::http::client::{Received, send};
use crate::simulator::Credentials;
use crate::unopim::Request;

pub struct Source {
    address: SocketAddr,
    credentials: Credentials,
    token: Option<String>,
}

/// Headers that the wire passes on.
const WANTED: [&str; 6] =
    ["content-type", "etag", "date", "retry-after", "x-ratelimit-limit", "x-ratelimit-remaining"];

impl Source {
    pub fn new(address: SocketAddr, credentials: Credentials) -> Self {
        Source { address, credentials, token: None }
    }

    /// The answer to a `source.get`, and its body.
    pub fn get(&mut self, request: &Value) -> (Value, Vec<u8>) {
        let pairs: Vec<String> = request["query"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|pair| format!("{}={}", encoded(&pair[0]), encoded(&pair[1])))
            .collect();
        let path = request["path"].as_str().unwrap_or_default();
        let mark = if pairs.is_empty() { "" } else { "?" };
        match self.ask(&Request::get(&format!("/api/v1/rest/{path}{mark}{}", pairs.join("&")))) {
            Ok(Received { status, headers, body }) => {
                let passed = headers.into_iter().filter(|(name, _)| WANTED.contains(&name.as_str()));
                let headers: serde_json::Map<String, Value> =
                    passed.map(|(name, value)| (name, json!(value))).collect();
                (json!({"status": status, "headers": headers}), body)
            }
            Err(error) => {
                let hint = "The demo's own server does not answer; run the demo again.";
                (
                    json!({"error": {"code": "transport", "message": error.to_string(), "hint": hint}}),
                    Vec::new(),
                )
            }
        }
    }

    /// All rows of a list, page by page.
    pub fn list(&mut self, path: &str) -> Result<Vec<Value>, String> {
        let mut rows = Vec::new();
        for page in 1.. {
            let answer = self.fetch(&Request::get(&format!("/api/v1/rest/{path}?limit=100&page={page}")))?;
            let data = answer["data"].as_array().cloned().unwrap_or_default();
            let is_last = data.is_empty() || answer["last_page"].as_u64().is_none_or(|last| page >= last);
            rows.extend(data);
            if is_last {
                break;
            }
        }
        Ok(rows)
    }

    /// A request that must succeed.
    pub fn fetch(&mut self, request: &Request) -> Result<Value, String> {
        let answer = self.ask(request).map_err(|error| format!("{}: {error}", request.target))?;
        if !(200..300).contains(&answer.status) {
            let text = String::from_utf8_lossy(&answer.body).into_owned();
            return Err(format!("UnoPim answered {} with {}: {text}", request.target, answer.status));
        }
        serde_json::from_slice(&answer.body).map_err(|error| format!("{}: {error}", request.target))
    }

    fn ask(&mut self, request: &Request) -> io::Result<Received> {
        let fresh = self.token.is_none();
        let answer = self.signed(request)?;
        if answer.status != 401 || fresh {
            return Ok(answer);
        }
        self.token = None;
        self.signed(request)
    }

    fn signed(&mut self, request: &Request) -> io::Result<Received> {
        let token = match &self.token {
            Some(token) => token.clone(),
            None => self.sign_in()?,
        };
        self.token = Some(token.clone());
        send(self.address, &request.clone().bearer(&token))
    }

    fn sign_in(&self) -> io::Result<String> {
        let mut body = serde_json::to_value(&self.credentials)?;
        body["grant_type"] = json!("password");
        let answer = send(self.address, &Request::send("POST", "/oauth/token", &body))?;
        let token: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
        let token = token["access_token"].as_str().map(ToOwned::to_owned);
        token.ok_or_else(|| io::Error::other(format!("the sign-in was answered with {}", answer.status)))
    }
}

fn encoded(value: &Value) -> String {
    let text = value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned);
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.extend(["%".to_owned(), format!("{byte:02X}")]);
        }
    }
    out
}
