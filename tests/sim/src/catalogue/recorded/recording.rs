//! One request with its answer, as the recorder wrote it down.

use serde::Deserialize;
use serde_json::Value;

const LINES: &str = include_str!("../../../../fixtures/unopim-recorded/recorded.jsonl");

#[derive(Clone, Debug, Deserialize)]
pub struct Recording {
    pub number: u32,
    pub name: String,
    pub group: String,
    #[serde(default)]
    pub note: String,
    /// Absent for outgoing webhooks.
    pub request: Option<Sent>,
    pub response: Option<Received>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Sent {
    pub method: String,
    pub path: String,
    /// Pairs of name and value, or the raw text.
    pub query: Value,
    #[serde(default)]
    pub headers: serde_json::Map<String, Value>,
    pub body: Value,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Received {
    pub status: u16,
    #[serde(default)]
    pub body: Option<Value>,
    /// What is not JSON, shortened.
    #[serde(default)]
    pub body_text: Option<String>,
}

impl Recording {
    pub fn all() -> Vec<Recording> {
        LINES
            .lines()
            .map(|line| serde_json::from_str(line).expect("recorded.jsonl holds one recording a line"))
            .collect()
    }

    fn method(&self) -> &str {
        self.request.as_ref().map_or("", |sent| sent.method.as_str())
    }

    pub fn is_sign_in(&self) -> bool {
        self.method() == "POST" && self.request.as_ref().is_some_and(|sent| sent.path == "/oauth/token")
    }

    pub fn is_read(&self) -> bool {
        matches!(self.method(), "GET" | "HEAD" | "OPTIONS")
    }

    pub fn is_write(&self) -> bool {
        self.request.is_some() && !self.is_read() && !self.is_sign_in()
    }

    /// The answer's body, when it was JSON.
    pub fn answer(&self) -> Option<&Value> {
        self.response.as_ref()?.body.as_ref()
    }
}
