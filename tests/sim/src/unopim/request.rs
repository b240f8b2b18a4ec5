//! A request as the server sees it, with constructors for callers that have no socket.

use serde_json::Value;

#[derive(Clone, Debug, Default)]
pub struct Request {
    pub method: String,
    /// Path and query as on the request line.
    pub target: String,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Request {
    pub fn new(method: &str, target: &str) -> Self {
        Request { method: method.to_owned(), target: target.to_owned(), ..Request::default() }
    }

    /// A GET that asks for JSON, as every read of the API must.
    pub fn get(target: &str) -> Self {
        Request::new("GET", target).header("Accept", "application/json")
    }

    /// A write with a JSON body.
    pub fn send(method: &str, target: &str, body: &Value) -> Self {
        let mut request = Request::new(method, target)
            .header("Accept", "application/json")
            .header("Content-Type", "application/json");
        request.body = body.to_string().into_bytes();
        request
    }

    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    #[must_use]
    pub fn bearer(self, token: &str) -> Self {
        let value = format!("Bearer {token}");
        self.header("Authorization", &value)
    }

    pub fn header_value(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The path as sent, without the query.
    pub fn raw_path(&self) -> &str {
        self.target.split('?').next().unwrap_or_default()
    }

    pub fn raw_query(&self) -> &str {
        self.target.split_once('?').map_or("", |(_, query)| query)
    }

    /// Whether the framework renders errors as JSON for this client: only the first type counts.
    pub fn wants_json(&self) -> bool {
        let first = self.header_value("Accept").unwrap_or_default().split(',').next().unwrap_or_default();
        first.contains("/json") || first.contains("+json")
    }
}
