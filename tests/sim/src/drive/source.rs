//! `source.get`, `source.send` and `source.upload`: what the host asks of UnoPim, signed in.

use serde_json::{Value, json};
use unopim_engine::wire::Response as Answer;

use super::host::Host;
use crate::client::multipart;
use crate::faults::{Exchange, cut};
use crate::simulator::Credentials;
use crate::unopim::{Moment, Request, Response};

/// After it UnoPim takes sign-ins again.
const MINUTE: Moment = 60_000;

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
            let request = Request::send("POST", "/oauth/token", &body);
            let unsent = |lost| Unanswered { sent: false, ..lost };
            let mut answer = self.exchange(&request).map_err(unsent)?;
            // The limit of sign-ins, which 1.0 hides behind a 500: every host waits for the next minute.
            if matches!(answer.status, 429 | 500) {
                self.now += MINUTE;
                answer = self.exchange(&request).map_err(unsent)?;
            }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::faults::{Fault, Faults, Kind};
    use crate::simulator::{Simulator, add_integrations};
    use crate::unopim::{State, Version};

    fn host() -> Host {
        let mut state = crate::catalogue::recorded::state(Version::V3_0_0);
        state.settings.throttle = false;
        let (credentials, _) = add_integrations(&mut state);
        Host::new(Simulator::new(state), credentials)
    }

    fn rename(host: &mut Host, kind: Option<Kind>) -> Value {
        let fault = kind.map(|kind| {
            let mut fault = Fault::new(kind, 1_000_000);
            fault.method = "PATCH".into();
            fault
        });
        host.unopim.faults = Faults::new(1, fault.into_iter().collect());
        let body = json!({"labels": {"en_US": "Renamed"}});
        host.send(5, &json!({"method": "PATCH", "path": "attributes/name", "body": body})).rest
    }

    fn label(state: &State) -> &str {
        state.attributes.get("name").and_then(|a| a.labels.get("en_US")).map_or("", String::as_str)
    }

    #[test]
    fn a_write_tells_whether_it_may_have_arrived() {
        for (kind, code, sent, done) in [
            (Kind::Refused, "refused", false, false),
            (Kind::Timeout, "timeout", true, false),
            (Kind::Reset, "transport", true, false),
            (Kind::Lost, "transport", true, true),
        ] {
            let mut host = host();
            let error = rename(&mut host, Some(kind))["error"].clone();
            assert_eq!((error["code"].as_str(), error["sent"].as_bool()), (Some(code), Some(sent)));
            assert_eq!(label(&host.unopim.state) == "Renamed", done, "{code}");
        }
        let mut host = host();
        assert_eq!(
            (rename(&mut host, None)["status"].as_u64(), label(&host.unopim.state)),
            (Some(200), "Renamed")
        );
    }

    #[test]
    fn a_token_that_died_is_renewed_once() {
        let mut host = host();
        rename(&mut host, None);
        host.unopim.state.accounts.revoke_all();
        assert_eq!(rename(&mut host, None)["status"], 200);
    }

    #[test]
    fn an_upload_arrives_with_its_fields() {
        let mut host = host();
        let bytes = crate::unopim::media::png::draw(3);
        let id = host.add_file("a.png", &bytes);
        let fields =
            json!([["sku", "full-1"], ["attribute", "image"], ["channel", "default"], ["locale", "en_US"]]);
        let request =
            json!({"path": "media-files/product", "fields": fields, "file": "file", "attachment": id});
        let answer = host.upload(6, &request);
        let body: Value = serde_json::from_slice(&answer.body).unwrap();
        let path = body["data"]["filePath"].as_str().unwrap_or_default().to_owned();
        assert_eq!(host.unopim.state.media.bytes(&path).as_deref(), Some(&bytes[..]), "{body}");
        host.media(&json!({"do": "media.note", "media": [{"path": path, "id": id}]}));
        let known = host.media(&json!({"do": "media.of", "ids": [id, 9999]}));
        assert_eq!(known["media"][0]["paths"], json!([path]), "{known}");
        host.shop.attachments.clear();
        assert_eq!(host.upload(7, &request).rest["error"]["code"], "not_found");
    }
}
