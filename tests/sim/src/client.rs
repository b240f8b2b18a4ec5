//! A signed-in client without a socket: for tests and simulations that call [`handle`] directly.

use serde_json::Value;

use crate::simulator::{Credentials, add_integrations};
use crate::unopim::{Moment, Request, Response, State, handle};

pub const API: &str = "/api/v1/rest/";

pub struct Client {
    pub state: State,
    pub token: String,
    pub full: Credentials,
    pub reader: Credentials,
    pub now: Moment,
}

impl Client {
    /// Adds the two integrations to a state and signs in with the one that may do everything.
    pub fn new(mut state: State, now: Moment) -> Self {
        let (full, reader) = add_integrations(&mut state);
        let mut client = Client { state, token: String::new(), full, reader, now };
        client.token = client.sign_in(&client.full.clone());
        client
    }

    pub fn sign_in(&mut self, who: &Credentials) -> String {
        let body = serde_json::json!({
            "grant_type": "password",
            "username": who.username,
            "password": who.password,
            "client_id": who.client_id,
            "client_secret": who.client_secret,
        });
        let answer = handle(&mut self.state, &Request::send("POST", "/oauth/token", &body), self.now);
        answer.value()["access_token"].as_str().unwrap_or_default().to_owned()
    }

    pub fn exchange(&mut self, request: &Request) -> Response {
        handle(&mut self.state, request, self.now)
    }

    /// A read below the API's path.
    pub fn get(&mut self, path: &str) -> Response {
        let request = Request::get(&format!("{API}{path}")).bearer(&self.token);
        self.exchange(&request)
    }

    /// A read with a filter.
    pub fn filtered(&mut self, path: &str, filters: &Value) -> Response {
        let text = crate::unopim::input::encoded(&filters.to_string());
        self.get(&format!("{path}?limit=100&filters={text}"))
    }

    pub fn send(&mut self, method: &str, path: &str, body: &Value) -> Response {
        let request = Request::send(method, &format!("{API}{path}"), body).bearer(&self.token);
        self.exchange(&request)
    }

    /// Every row of a list, page by page, with the cursor where there is one.
    pub fn all(&mut self, path: &str, limit: usize) -> Vec<Value> {
        let mut rows = Vec::new();
        let cursor = self.state.version.has_cursor();
        let mut next = if cursor { "&pagination_type=search_after".to_owned() } else { "&page=1".to_owned() };
        loop {
            let body = self.get(&format!("{path}?limit={limit}{next}")).value();
            rows.extend(body["data"].as_array().cloned().unwrap_or_default());
            let position = if cursor {
                body["search_after"]
                    .as_u64()
                    .map(|id| format!("&pagination_type=search_after&search_after={id}"))
            } else {
                let page = body["current_page"].as_u64().unwrap_or(1);
                (page < body["last_page"].as_u64().unwrap_or(1)).then(|| format!("&page={}", page + 1))
            };
            match position {
                Some(position) => next = position,
                None => return rows,
            }
        }
    }

    /// Uploads a file for a product.
    pub fn upload(&mut self, sku: &str, attribute: &str, name: &str, bytes: &[u8]) -> Response {
        let fields = [("sku", sku), ("attribute", attribute)];
        let target = format!("{API}media-files/product");
        let request = multipart(&target, &fields, ("file", name, bytes)).bearer(&self.token);
        self.exchange(&request)
    }
}

/// A form with one file, as `(field, name, content)`.
pub fn multipart(target: &str, fields: &[(&str, &str)], file: (&str, &str, &[u8])) -> Request {
    let mut body = Vec::new();
    for (field, value) in fields {
        let part =
            format!("--unopim-sim\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n");
        body.extend_from_slice(part.as_bytes());
    }
    let (field, name, bytes) = file;
    let head = format!(
        "--unopim-sim\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\r\n"
    );
    body.extend_from_slice(head.as_bytes());
    body.extend_from_slice(bytes);
    body.extend_from_slice(b"\r\n--unopim-sim--\r\n");
    let mut request = Request::new("POST", target)
        .header("Accept", "application/json")
        .header("Content-Type", "multipart/form-data; boundary=unopim-sim");
    request.body = body;
    request
}
