//! An answer: status, headers, bytes.

use std::sync::Arc;

use serde_json::{Value, json};

use super::php;

#[derive(Clone, Debug)]
pub struct Response {
    pub status: u16,
    pub headers: Vec<(&'static str, String)>,
    pub body: Arc<[u8]>,
}

/// A handler either answers, or breaks off with an answer.
pub type Outcome = Result<Response, Response>;

impl Response {
    pub fn bytes(status: u16, content_type: &str, body: impl Into<Arc<[u8]>>) -> Self {
        Response { status, headers: vec![("Content-Type", content_type.to_owned())], body: body.into() }
    }

    pub fn json(status: u16, body: &Value) -> Self {
        Response::bytes(status, "application/json", php::encode(body))
    }

    pub fn empty(status: u16) -> Self {
        Response { status, headers: Vec::new(), body: Arc::from([]) }
    }

    /// The page that the framework shows to browsers.
    pub fn page(status: u16, title: &str) -> Self {
        let html = format!(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>{title}</title></head>\n\
             <body><h1>{title}</h1></body>\n</html>\n"
        );
        Response::bytes(status, "text/html; charset=UTF-8", html.into_bytes())
    }

    pub fn done(status: u16, message: &str) -> Self {
        Response::json(status, &json!({"success": true, "message": message}))
    }

    /// A controller's refusal.
    pub fn refused(status: u16, message: &str) -> Self {
        Response::json(status, &json!({"success": false, "message": message}))
    }

    /// A controller that caught an exception.
    pub fn crashed() -> Self {
        Response::refused(500, "Internal Server Error")
    }

    pub fn invalid(errors: &Value) -> Self {
        Response::json(422, &json!({"success": false, "message": "Validation failed.", "errors": errors}))
    }

    /// The refusal of the middleware.
    pub fn error(status: u16, text: &str) -> Self {
        Response::json(status, &json!({"error": text}))
    }

    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.retain(|(key, _)| !key.eq_ignore_ascii_case(name));
        self.headers.push((name, value.into()));
        self
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The body as JSON; null when it is none.
    pub fn value(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}
