//! `source.get`, `source.send` and `source.upload`: what the host asks of UnoPim, signed in.

use serde_json::{Value, json};
use unopim_engine::wire::Response as Answer;

use super::host::Host;
use crate::client::multipart;
use crate::faults::{Exchange, cut};
use crate::simulator::Credentials;
use crate::unopim::{Request, Response};

/// No answer came; `sent` is false where the request cannot have reached UnoPim.
pub(super) struct Unanswered {
    code: &'static str,
    sent: bool,
}

impl Host {
    pub(super) fn get(&mut self, id: u64, request: &Value) -> Answer {
        let query: Vec<String> = request["query"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|pair| {
                format!("{}={}", pair[0].as_str().unwrap_or_default(), pair[1].as_str().unwrap_or_default())
            })
            .collect();
        let mark = if query.is_empty() { "" } else { "?" };
        let target = format!("{}{mark}{}", target(request), query.join("&"));
        let seen = self.signed(&Request::get(&target));
        answer(id, seen, false)
    }

    pub(super) fn send(&mut self, id: u64, request: &Value) -> Answer {
        let method = request["method"].as_str().unwrap_or_default();
        let mut sent = Request::send(method, &target(request), &request["body"]);
        if request["body"].is_null() {
            sent.body.clear();
        }
        let seen = self.signed(&sent);
        answer(id, seen, true)
    }

    pub(super) fn upload(&mut self, id: u64, request: &Value) -> Answer {
        let attachment = request["attachment"].as_u64().unwrap_or_default();
        let Some((name, bytes)) =
            self.library.file(attachment).filter(|_| self.shop.attachments.contains(&attachment))
        else {
            let error = json!({"code": "not_found", "message": "The file is gone.", "hint": "Choose another.", "sent": false});
            return Answer { id, rest: json!({"id": id, "error": error}), body: Vec::new() };
        };
        let fields: Vec<(&str, &str)> = request["fields"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|pair| Some((pair[0].as_str()?, pair[1].as_str()?)))
            .collect();
        let file = (request["file"].as_str().unwrap_or("file"), name, &*bytes);
        let seen = self.signed(&multipart(&target(request), &fields, file));
        answer(id, seen, true)
    }

    /// One new sign-in after a refusal, as every host does.
    pub(super) fn signed(&mut self, request: &Request) -> Result<Response, Unanswered> {
        let seen = self.once(request)?;
        if seen.status != 401 {
            return Ok(seen);
        }
        self.token = None;
        self.once(request)
    }

    fn once(&mut self, request: &Request) -> Result<Response, Unanswered> {
        if self.token.is_none() {
            let Credentials { client_id, client_secret, username, password } = &self.credentials;
            let body = json!({
                "grant_type": "password", "client_id": client_id, "client_secret": client_secret,
                "username": username, "password": password,
            });
            let asked = self.exchange(&Request::send("POST", "/oauth/token", &body));
            let answer = asked.map_err(|lost| Unanswered { sent: false, ..lost })?;
            self.token = answer.value()["access_token"].as_str().map(ToOwned::to_owned);
        }
        let token = self.token.clone().ok_or(Unanswered { code: "signin", sent: false })?;
        self.exchange(&request.clone().bearer(&token))
    }

    fn exchange(&mut self, request: &Request) -> Result<Response, Unanswered> {
        match self.unopim.exchange(request, self.now) {
            Exchange::Answer { response, delay } => {
                self.now += delay;
                Ok(response)
            }
            Exchange::Truncated { response, bytes } => Ok(cut(&response, bytes)),
            Exchange::Silence => Err(Unanswered { code: "timeout", sent: true }),
            Exchange::Reset => Err(Unanswered { code: "transport", sent: true }),
            Exchange::Refused => Err(Unanswered { code: "refused", sent: false }),
        }
    }
}

fn target(request: &Value) -> String {
    format!("/api/v1/rest/{}", request["path"].as_str().unwrap_or_default())
}

/// On the wire; only a write tells whether it may have arrived.
fn answer(id: u64, seen: Result<Response, Unanswered>, writes: bool) -> Answer {
    match seen {
        Ok(response) => Answer {
            id,
            rest: json!({"id": id, "status": response.status, "headers": headers(&response)}),
            body: response.body.to_vec(),
        },
        Err(Unanswered { code, sent }) => {
            let mut error = json!({"code": code, "message": "no answer"});
            if writes {
                error["sent"] = json!(sent);
            }
            Answer { id, rest: json!({"id": id, "error": error}), body: Vec::new() }
        }
    }
}

fn headers(response: &Response) -> Value {
    const WANTED: [&str; 6] =
        ["content-type", "etag", "date", "retry-after", "x-ratelimit-limit", "x-ratelimit-remaining"];
    let found: serde_json::Map<String, Value> = response
        .headers
        .iter()
        .map(|(name, value)| (name.to_ascii_lowercase(), json!(value)))
        .filter(|(name, _)| WANTED.contains(&name.as_str()))
        .collect();
    Value::Object(found)
}
