//! Writes to UnoPim: sent once, and judged with care. What may or may not have been carried out is read before anything is sent again.

use serde_json::Value;

use super::io::{Io, SourceFault, refusal, spread};
use crate::error::Fault;
use crate::plain::{read_value, value_in};
use crate::wire::{GetAnswer, Request};

/// How often a write that certainly did not arrive is sent again.
const ATTEMPTS: u32 = 5;
/// How often UnoPim's throttle is waited for.
const THROTTLED: u32 = 20;

/// What became of a write.
#[derive(Debug, Clone)]
pub enum Delivery {
    /// UnoPim says that it was carried out; its answer, null where there is none.
    Done(Value),
    /// UnoPim says no, and why.
    Refused { status: u16, body: Vec<u8> },
    /// It may have been carried out: the record has to be read.
    Unknown(Fault),
}

enum Verdict {
    Delivered(Delivery),
    Again(u64),
    Fault(SourceFault),
}

impl Io {
    /// Sends a request, which `build` makes of an id.
    pub async fn send(&self, about: &str, build: impl Fn(u64) -> Request) -> Result<Delivery, SourceFault> {
        self.deliver(about, &build).await
    }

    async fn deliver(&self, about: &str, build: &dyn Fn(u64) -> Request) -> Result<Delivery, SourceFault> {
        let fatal = |fault| SourceFault { fault, fatal: true, status: 0 };
        let mut attempt = 0;
        loop {
            self.pace(1).await.map_err(fatal)?;
            let mut answers = self.ask(|id| vec![build(id())]).await.map_err(fatal)?;
            attempt += 1;
            let exhausted = self.count_down(&answers);
            let Some(answer) = answers.pop() else { continue };
            let head = read_value(answer.rest).unwrap_or_default();
            match judge(head, &answer.body, attempt, exhausted, spread(about, attempt)) {
                Verdict::Delivered(delivery) => return Ok(delivery),
                Verdict::Fault(fault) => return Err(fault),
                Verdict::Again(seconds) => self.wait(seconds, "source_busy").await.map_err(fatal)?,
            }
        }
    }
}

fn judge(head: GetAnswer, body: &[u8], attempt: u32, exhausted: Option<bool>, spread: u64) -> Verdict {
    let delay = (1 << attempt.min(6)) + spread;
    if let Some(error) = head.error {
        let hint = if error.hint.is_empty() { "Check the connection to UnoPim.".into() } else { error.hint };
        let fault = Fault { code: error.code, path: String::new(), message: error.message, hint };
        if error.sent {
            return Verdict::Delivered(Delivery::Unknown(fault));
        }
        let passing = matches!(fault.code.as_str(), "timeout" | "transport" | "refused" | "dns");
        if passing && attempt < ATTEMPTS {
            return Verdict::Again(delay);
        }
        // A file that is gone or too large is this item's trouble; a connection that fails is everybody's.
        let fatal = !matches!(fault.code.as_str(), "too_large" | "not_found" | "type_refused");
        return Verdict::Fault(SourceFault { fault, fatal, status: 0 });
    }
    let answer = || value_in(body).unwrap_or_default();
    let retry_after = head.headers.get("retry-after").and_then(|v| v.trim().parse::<u64>().ok());
    // UnoPim 1.0 hides its throttle behind a 500; the counter that ran out before tells it apart.
    let throttled = head.status == 429 || (head.status == 500 && exhausted == Some(true));
    match head.status {
        200..=299 => Verdict::Delivered(Delivery::Done(answer())),
        _ if throttled && attempt < THROTTLED => Verdict::Again(retry_after.unwrap_or(15).clamp(1, 900)),
        401 => Verdict::Fault(refusal(
            401,
            "unauthorised",
            "UnoPim refuses the session",
            "Open Connection and press Test & Save.",
            true,
        )),
        403 => Verdict::Fault(refusal(
            403,
            "forbidden",
            "UnoPim denies this write to the integration",
            "Give the integration the missing permission in UnoPim.",
            false,
        )),
        429 => Verdict::Fault(refusal(
            429,
            "throttled",
            "UnoPim allows no more requests for now",
            "Lower Requests per minute, or raise UnoPim's limit.",
            true,
        )),
        400..=499 => Verdict::Delivered(Delivery::Refused { status: head.status, body: body.to_vec() }),
        status => Verdict::Delivered(Delivery::Unknown(Fault::new(
            "source_error",
            "",
            format!("UnoPim answered with HTTP {status}"),
            "Check UnoPim's log.",
        ))),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn verdict(head: Value, exhausted: Option<bool>) -> Verdict {
        judge(serde_json::from_value(head).unwrap(), b"{\"success\":true}", 1, exhausted, 0)
    }

    #[test]
    fn only_what_certainly_did_not_arrive_is_sent_again() {
        let error = |sent: bool| json!({"error": {"code": "timeout", "message": "m", "sent": sent}});
        assert!(matches!(verdict(error(false), None), Verdict::Again(_)));
        assert!(matches!(verdict(error(true), None), Verdict::Delivered(Delivery::Unknown(_))));
        for status in [500, 502, 503, 504] {
            let verdict = verdict(json!({"status": status, "headers": {}}), Some(false));
            assert!(matches!(verdict, Verdict::Delivered(Delivery::Unknown(_))), "{status}");
        }
        assert!(matches!(verdict(json!({"status": 500, "headers": {}}), Some(true)), Verdict::Again(15)));
        let throttled = json!({"status": 429, "headers": {"retry-after": "57"}});
        assert!(matches!(verdict(throttled, None), Verdict::Again(57)));
    }

    #[test]
    fn a_no_is_a_no() {
        for status in [400, 404, 409, 422] {
            let verdict = verdict(json!({"status": status, "headers": {}}), None);
            assert!(matches!(verdict, Verdict::Delivered(Delivery::Refused { .. })), "{status}");
        }
        let done = verdict(json!({"status": 201, "headers": {}}), None);
        assert!(
            matches!(done, Verdict::Delivered(Delivery::Done(answer)) if answer == json!({"success": true}))
        );
    }
}
