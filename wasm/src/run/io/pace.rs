//! How fast UnoPim is asked: by our budget of a minute, by what it says is left, and not at all for a while where it is silent.

use serde_json::Value;

use super::{Exchange, Io};
use crate::error::Fault;
use crate::wire::{Budget, Level, Log, Response};

/// So many requests without an answer, one after another, and UnoPim is left alone for a while.
const SILENT: u32 = 3;
pub(super) const PAUSE: u64 = 300;
/// Seconds after which UnoPim is asked again whether it allows requests; its minute may begin at any second.
pub(super) const THROTTLED: u64 = 15;

impl Exchange {
    /// The budget, lowered to what UnoPim itself allows.
    pub fn in_force(&self) -> Budget {
        let Budget { requests, images } = self.budget;
        let requests = match self.checkpoint.pace.limit {
            Some(limit) if requests == 0 => limit,
            Some(limit) => limit.min(requests),
            None => requests,
        };
        Budget { requests, images }
    }
}

impl Io {
    /// Files have a budget of their own.
    pub async fn pace_images(&self, wanted: u64) -> Result<(), Fault> {
        let seconds = {
            let mut x = self.0.borrow_mut();
            let (minute, second) = minute_of(&x.now);
            let budget = x.budget.images;
            x.checkpoint.images.take(&minute, wanted, budget).then(|| 60 - second.min(59))
        };
        match seconds {
            Some(seconds) => self.wait(seconds, "budget").await,
            None => Ok(()),
        }
    }

    /// Waits for the next minute when this one's requests are used up, by our count or by UnoPim's: others may use the same account.
    pub(in crate::run) async fn pace(&self, wanted: u64) -> Result<(), Fault> {
        let stopped = std::mem::take(&mut self.0.borrow_mut().stopped);
        if stopped {
            self.wait(THROTTLED, "throttled").await?;
        }
        let seconds = {
            let mut x = self.0.borrow_mut();
            let (minute, second) = minute_of(&x.now);
            let budget = x.in_force().requests;
            x.checkpoint.pace.take(&minute, wanted, budget).then(|| 60 - second.min(59))
        };
        match seconds {
            Some(seconds) => self.wait(seconds, "budget").await,
            None => Ok(()),
        }
    }

    /// Keeps what the answers say about the requests that are left.
    pub(in crate::run) fn count_down(&self, answers: &[Response]) -> Option<bool> {
        let left = answers.iter().filter_map(|answer| {
            answer.rest.get("headers")?.get("x-ratelimit-remaining")?.as_str()?.trim().parse::<u64>().ok()
        });
        let good =
            |answer: &Response| answer.rest.get("status").and_then(Value::as_u64).is_some_and(|s| s < 300);
        let limit = answers.iter().filter_map(|answer| {
            answer.rest.get("headers")?.get("x-ratelimit-limit")?.as_str()?.trim().parse::<u64>().ok()
        });
        let limit = limit.min();
        let mut x = self.0.borrow_mut();
        // A sixth of UnoPim's own limit is left to others that use the same account.
        x.checkpoint.pace.limit = limit.map(|limit| (limit * 5 / 6).max(1)).or(x.checkpoint.pace.limit);
        if let Some(least) = left.min() {
            x.exhausted = Some(least == 0);
            x.stopped = least == 0;
        } else if x.exhausted.is_none() && answers.iter().any(good) {
            x.exhausted = Some(false);
        }
        x.exhausted
    }

    pub(super) fn count_silence(&self, answers: &[Response]) {
        let silent = answers.iter().all(|answer| answer.rest.get("status").is_none());
        self.checkpoint(|c| c.silent = if silent { c.silent + 1 } else { 0 });
    }

    /// Whether the run pauses now; the count begins anew.
    pub(super) fn is_silent(&self) -> bool {
        let silent = {
            let x = &mut *self.0.borrow_mut();
            let silent = x.pauses && x.checkpoint.silent >= SILENT;
            if silent {
                x.checkpoint.silent = 0;
            }
            silent
        };
        if silent {
            let message = "UnoPim did not answer three times in a row; the run pauses for five minutes";
            let hint = "It goes on by itself; check the connection to UnoPim should it happen again.";
            self.log(Log::pull(Level::Warn, "run", "", "paused", message, hint));
        }
        silent
    }
}

/// The minute of a time, and the second within it.
fn minute_of(now: &str) -> (String, u64) {
    let (minute, second) = now.get(..16).zip(now.get(17..19)).unwrap_or_default();
    (minute.to_owned(), second.parse().unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::task::{Context, Waker};

    use super::super::verdict::answer;
    use super::*;
    use crate::wire::Request;

    #[test]
    fn the_counter_says_whether_a_500_is_a_throttle() {
        let io = Io::default();
        assert_eq!(io.count_down(&[answer(500, None)]), None);
        assert_eq!(io.count_down(&[answer(200, Some("1"))]), Some(false));
        assert_eq!(io.count_down(&[answer(200, Some("1")), answer(200, Some("0"))]), Some(true));
        assert_eq!(io.count_down(&[answer(500, None)]), Some(true), "the throttle itself has no counter");
        assert_eq!(io.count_down(&[answer(200, Some("59"))]), Some(false));
        assert_eq!(io.0.borrow().in_force().requests, 50, "a sixth of sixty is left to others");
    }

    #[test]
    fn nothing_is_asked_for_a_while_once_no_request_is_left() {
        let io = Io::default();
        let asks = || {
            let mut pace = pin!(io.pace(1));
            let waits = pace.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending();
            (waits, std::mem::take(&mut io.0.borrow_mut().outgoing))
        };
        io.count_down(&[answer(200, Some("1"))]);
        assert!(matches!(asks(), (false, requests) if requests.is_empty()));
        io.count_down(&[answer(200, Some("0"))]);
        assert!(
            matches!(asks(), (true, requests) if matches!(requests[..], [Request::Wait { seconds: 15, reason: "throttled", .. }]))
        );
        io.count_down(&[answer(500, None)]);
        assert!(!asks().0, "what waited and was refused has its pause from the refusal");
    }
}
