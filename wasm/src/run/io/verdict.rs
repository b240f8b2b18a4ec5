//! What an answer of UnoPim means: good, bad, or to be asked for again.

use super::get::{Got, SourceFault};
use super::pace::THROTTLED;
use crate::diff::Digest;
use crate::error::Fault;
use crate::plain::read_value;
use crate::wire::{GetAnswer, Response};

/// Waits for a throttled or faulty source are told to the host, which sleeps or hands the run on.
pub(super) const ATTEMPTS: u32 = 5;

pub(super) enum Verdict {
    Good(Got),
    Bad(SourceFault),
    Again(u64),
}

pub(super) fn unusable(status: u16, what: &str) -> SourceFault {
    let fault = Fault::new(
        "unreadable_answer",
        "",
        format!("UnoPim's answer cannot be used: {what}"),
        "Check UnoPim's log, then pull again.",
    );
    SourceFault { fault, fatal: false, status }
}

/// Up to half of an attempt's delay on top, so that runs that failed together do not come back together. The engine has no
/// randomness: it is made of what is asked for.
pub(in crate::run) fn spread(path: &str, attempt: u32) -> u64 {
    let mut digest = Digest::default();
    digest.text(path).text(&attempt.to_string());
    let number = u64::from_str_radix(&digest.finish()[..8], 16).unwrap_or(0);
    number % ((1 << attempt.min(6)) / 2 + 1)
}

/// Reads an answer's status. A growing delay between attempts; `Retry-After` is honoured.
pub(super) fn judge(
    answer: Response,
    attempt: u32,
    patience: u32,
    exhausted: Option<bool>,
    spread: u64,
) -> Verdict {
    let Response { rest, body, .. } = answer;
    let Ok(head) = read_value::<GetAnswer>(rest) else {
        return Verdict::Bad(unusable(0, "its head cannot be read"));
    };
    let delay = (1 << attempt.min(6)) + spread;
    if let Some(error) = head.error {
        let passing = matches!(error.code.as_str(), "timeout" | "transport" | "refused" | "dns");
        if passing && attempt < ATTEMPTS {
            return Verdict::Again(delay);
        }
        let hint = if error.hint.is_empty() {
            "Check the connection to UnoPim, then pull again.".to_owned()
        } else {
            error.hint
        };
        let fault = Fault { code: error.code, path: String::new(), message: error.message, hint };
        return Verdict::Bad(SourceFault { fatal: fault.code != "too_large", fault, status: 0 });
    }
    let retry_after = head.headers.get("retry-after").and_then(|v| v.trim().parse::<u64>().ok());
    let throttled = head.status == 429
        // UnoPim 1.0 hides its throttle behind a 500 without headers; the counter that ran out before tells it apart.
        // A process that begins in an exhausted minute has seen no counter yet.
        || (head.status == 500 && exhausted.unwrap_or(attempt < 6));
    match head.status {
        200..=299 | 304 => Verdict::Good(Got { status: head.status, headers: head.headers, body }),
        _ if throttled && attempt < 4 * ATTEMPTS => {
            Verdict::Again(retry_after.unwrap_or(THROTTLED).clamp(1, 900))
        }
        500 if attempt >= patience => Verdict::Bad(broken(500)),
        502..=504 | 500 if attempt < ATTEMPTS => Verdict::Again(retry_after.unwrap_or(delay)),
        401 => Verdict::Bad(refusal(
            401,
            "unauthorised",
            "UnoPim refuses the session",
            "Open Connection and press Test & Save.",
            true,
        )),
        403 => Verdict::Bad(refusal(
            403,
            "forbidden",
            "UnoPim denies this read to the integration",
            "Give the integration the missing permission in UnoPim.",
            false,
        )),
        404 => Verdict::Bad(not_found()),
        406 => Verdict::Bad(refusal(
            406,
            "version_fault",
            "UnoPim refuses the form of the answer",
            "Update UnoPim; some early releases have this fault.",
            true,
        )),
        429 => Verdict::Bad(refusal(
            429,
            "throttled",
            "UnoPim allows no more requests for now",
            "Lower Requests per minute, or raise UnoPim's limit.",
            true,
        )),
        status => Verdict::Bad(broken(status)),
    }
}

pub(super) fn not_found() -> SourceFault {
    let message = "UnoPim does not know this address";
    refusal(404, "not_found", message, "Check the address on Connection.", false)
}

fn broken(status: u16) -> SourceFault {
    refusal(
        status,
        "source_error",
        &format!("UnoPim answered with HTTP {status}"),
        "Check UnoPim's log, then pull again.",
        false,
    )
}

pub(in crate::run) fn refusal(
    status: u16,
    code: &str,
    message: &str,
    hint: &str,
    fatal: bool,
) -> SourceFault {
    SourceFault { fault: Fault::new(code, "", message, hint), fatal, status }
}

/// What UnoPim might answer.
#[cfg(test)]
pub(super) fn answer(status: u16, left: Option<&str>) -> Response {
    use serde_json::json;
    let headers =
        left.map_or(json!({}), |left| json!({"x-ratelimit-limit": "60", "x-ratelimit-remaining": left}));
    Response { id: 1, rest: json!({"id": 1, "status": status, "headers": headers}), body: Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn again(status: u16, attempt: u32, exhausted: Option<bool>) -> Option<u64> {
        match judge(answer(status, None), attempt, 2, exhausted, 0) {
            Verdict::Again(seconds) => Some(seconds),
            _ => None,
        }
    }

    #[test]
    fn a_500_where_no_request_is_left_is_a_throttle() {
        for attempt in 1..20 {
            assert_eq!(again(500, attempt, Some(true)), Some(15), "attempt {attempt}");
        }
        assert_eq!(again(500, 20, Some(true)), None, "it does not go on for ever");
        // Longer than the patience with a page that fails, and than UnoPim's minute.
        assert_eq!(
            again(500, 5, None),
            Some(15),
            "a process that begins in an exhausted minute has seen no counter"
        );
        assert_eq!(again(500, 6, None), None);
        assert_eq!(again(500, 2, Some(false)), None, "requests were left, so the page is broken");
    }

    #[test]
    fn a_refusal_has_its_code_and_a_remedy() {
        for (status, code, fatal) in [
            (401, "unauthorised", true),
            (403, "forbidden", false),
            (404, "not_found", false),
            (406, "version_fault", true),
            (418, "source_error", false),
            (500, "source_error", false),
        ] {
            let Verdict::Bad(fault) = judge(answer(status, Some("9")), 9, 2, Some(false), 0) else {
                panic!("{status} is an answer")
            };
            assert_eq!((fault.fault.code.as_str(), fault.fatal), (code, fatal), "{status}");
            assert!(!fault.fault.hint.is_empty(), "{status}");
        }
        let Verdict::Bad(fault) = judge(answer(429, None), 20, 2, None, 0) else {
            panic!("it goes on for ever")
        };
        assert_eq!((fault.fault.code.as_str(), fault.fatal), ("throttled", true));
    }
}
