//! How a run asks: requests go out with the next step, answers come back with the next frame.

use std::cell::RefCell;
use std::future::poll_fn;
use std::pin::Pin;
use std::rc::Rc;
use std::task::Poll;

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::checkpoint::Checkpoint;
use crate::diff::Digest;
use crate::error::Fault;
use crate::ordered::SortedMap;
use crate::plain::read_value;
use crate::plan::{Operation, Waiting};
use crate::store::{Applied, Snapshot};
use crate::wire::{Budget, GetAnswer, Level, Log, Report, Request, Response};

/// Waits for a throttled or faulty source are told to the host, which sleeps or hands the run on.
const ATTEMPTS: u32 = 5;
/// So many requests without an answer, one after another, and UnoPim is left alone for a while.
const SILENT: u32 = 3;
const PAUSE: u64 = 300;
/// Seconds after which UnoPim is asked again whether it allows requests; its minute may begin at any second.
const THROTTLED: u64 = 15;

#[derive(Default)]
pub struct Exchange {
    pub outgoing: Vec<Request>,
    pub incoming: Option<Vec<Response>>,
    pub checkpoint: Checkpoint,
    pub report: Report,
    pub now: String,
    /// When UnoPim was asked for the records that are being worked on.
    pub asked_at: String,
    /// Whether the requests of this minute are used up; unknown until the first good answer.
    exhausted: Option<bool>,
    /// The last answer said that none is left: nothing is asked before some time has passed.
    stopped: bool,
    next_id: u64,
    next_operation: u64,
    /// Requests to UnoPim, and files, per minute; 0: not limited.
    pub budget: Budget,
    /// Whether the run may pause where UnoPim does not answer at all.
    pub pauses: bool,
    /// Structure as an earlier pull read it, to stand in where UnoPim says that nothing changed.
    pub kept: super::kept::Kept,
    /// Items that the host before has counted.
    pub counted: u64,
}

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

/// The run's side of the exchange.
#[derive(Clone, Default)]
pub struct Io(pub Rc<RefCell<Exchange>>);

/// The answers to a step. On the heap, so that a story that waits holds a pointer and not a machine of its own for each wait.
pub type Answers<'a> = Pin<Box<dyn Future<Output = Result<Vec<Response>, Fault>> + 'a>>;

/// A body with what came beside it.
#[derive(Debug)]
pub struct Got {
    pub status: u16,
    pub headers: SortedMap<String, String>,
    pub body: Vec<u8>,
}

/// Why something could not be read from UnoPim.
#[derive(Debug, Clone)]
pub struct SourceFault {
    pub fault: Fault,
    /// The whole run cannot go on: no connection, no permission to sign in.
    pub fatal: bool,
    pub status: u16,
}

impl SourceFault {
    /// One item's trouble, whatever it is; the run goes on.
    pub fn of_item(fault: Fault) -> Self {
        Self { fault, fatal: false, status: 0 }
    }
}

impl From<Fault> for SourceFault {
    /// A record that cannot be read is one item's trouble, everything else the run's.
    fn from(fault: Fault) -> Self {
        Self { fatal: fault.code != "malformed", fault, status: 0 }
    }
}

impl Io {
    fn id(&self) -> u64 {
        let mut x = self.0.borrow_mut();
        x.next_id += 1;
        x.next_id
    }

    /// Sends requests and waits for their answers, in the order of the requests.
    pub fn ask(&self, build: impl FnOnce(&mut dyn FnMut() -> u64) -> Vec<Request>) -> Answers<'_> {
        let mut ids = Vec::new();
        let requests = build(&mut || {
            let id = self.id();
            ids.push(id);
            id
        });
        Box::pin(self.exchange(ids, requests))
    }

    async fn exchange(&self, ids: Vec<u64>, requests: Vec<Request>) -> Result<Vec<Response>, Fault> {
        self.0.borrow_mut().outgoing = requests;
        let answers = poll_fn(|_| match self.0.borrow_mut().incoming.take() {
            Some(answers) => Poll::Ready(answers),
            None => Poll::Pending,
        })
        .await;
        let mut by_id: SortedMap<u64, Response> = answers.into_iter().map(|r| (r.id, r)).collect();
        ids.iter()
            .map(|id| {
                by_id.remove(id).ok_or_else(|| {
                    Fault::new(
                        "bad_host",
                        "responses",
                        format!("Request {id} was not answered"),
                        "Answer every request of a step in one frame.",
                    )
                })
            })
            .collect()
    }

    /// One request whose answer has a known shape.
    pub async fn ask_one<T: DeserializeOwned>(&self, build: impl FnOnce(u64) -> Request) -> Result<T, Fault> {
        read_answer(the_only(self.ask(|id| vec![build(id())]).await?))
    }

    /// A read of UnoPim, tried again while there is hope.
    ///
    /// `patience`: how often a failing answer (500) is asked for again; a listing has a better remedy than asking on.
    pub async fn get(&self, path: &str, query: &[(&str, String)], patience: u32) -> Result<Got, SourceFault> {
        self.get_unless(path, query, None, patience).await
    }

    /// The same, unless the answer is the one that had this `ETag`: then its status is 304.
    pub async fn get_unless(
        &self,
        path: &str,
        query: &[(&str, String)],
        etag: Option<String>,
        patience: u32,
    ) -> Result<Got, SourceFault> {
        let mut answers = self.get_with(&[(path.to_owned(), query.to_vec())], &[etag], patience).await?;
        answers.pop().unwrap_or_else(|| Err(unusable(0, "no answer")))
    }

    /// Several reads in one step; those that failed for a passing reason are tried again together.
    pub async fn get_all(
        &self,
        reads: &[(String, Vec<(&str, String)>)],
    ) -> Result<Vec<Result<Got, SourceFault>>, SourceFault> {
        self.get_with(reads, &[], ATTEMPTS).await
    }

    async fn get_with(
        &self,
        reads: &[(String, Vec<(&str, String)>)],
        etags: &[Option<String>],
        patience: u32,
    ) -> Result<Vec<Result<Got, SourceFault>>, SourceFault> {
        let mut done: Vec<Option<Result<Got, SourceFault>>> = reads.iter().map(|_| None).collect();
        let mut attempt = 0;
        loop {
            let open: Vec<usize> = (0..reads.len()).filter(|i| done[*i].is_none()).collect();
            if open.is_empty() {
                return Ok(done.into_iter().flatten().collect());
            }
            let fatal = |fault| SourceFault { fault, fatal: true, status: 0 };
            self.pace(open.len() as u64).await.map_err(fatal)?;
            let answers = self
                .ask(|id| {
                    open.iter()
                        .map(|i| {
                            let (path, query) = &reads[*i];
                            let query = query.iter().map(|(k, v)| ((*k).to_owned(), v.clone())).collect();
                            Request::Get {
                                id: id(),
                                path: path.clone(),
                                query,
                                etag: etags.get(*i).cloned().flatten(),
                            }
                        })
                        .collect()
                })
                .await
                .map_err(fatal)?;
            attempt += 1;
            let exhausted = self.count_down(&answers);
            self.count_silence(&answers);
            let mut pause = None;
            for (index, answer) in open.into_iter().zip(answers) {
                match judge(answer, attempt, patience, exhausted, spread(&reads[index].0, attempt)) {
                    Verdict::Good(got) => done[index] = Some(Ok(got)),
                    Verdict::Bad(fault) if fault.fatal => return Err(fault),
                    Verdict::Bad(fault) => done[index] = Some(Err(fault)),
                    Verdict::Again(seconds) => pause = pause.max(Some(seconds)),
                }
            }
            if let Some(seconds) = pause {
                let seconds = if self.is_silent() { seconds.max(PAUSE) } else { seconds };
                self.wait(seconds, "source_busy").await.map_err(|fault| SourceFault {
                    fault,
                    fatal: true,
                    status: 0,
                })?;
            }
        }
    }

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
    pub(super) async fn pace(&self, wanted: u64) -> Result<(), Fault> {
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
    pub(super) fn count_down(&self, answers: &[Response]) -> Option<bool> {
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

    fn count_silence(&self, answers: &[Response]) {
        let silent = answers.iter().all(|answer| answer.rest.get("status").is_none());
        self.checkpoint(|c| c.silent = if silent { c.silent + 1 } else { 0 });
    }

    /// Whether the run pauses now; the count begins anew.
    fn is_silent(&self) -> bool {
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

    pub async fn wait(&self, seconds: u64, reason: &'static str) -> Result<(), Fault> {
        self.ask(|id| vec![Request::Wait { id: id(), seconds, reason }]).await.map(drop)
    }

    /// Carries operations out; `n` is given here. The outcome of each, in order.
    pub async fn apply(&self, operations: Vec<Operation>) -> Result<Vec<(Operation, Outcome)>, Fault> {
        self.apply_after(Waiting::default(), operations).await
    }

    /// The same, after rows about items were written: they come first, so that a crash leaves a row too many at most.
    pub async fn apply_after(
        &self,
        waiting: Waiting,
        mut operations: Vec<Operation>,
    ) -> Result<Vec<(Operation, Outcome)>, Fault> {
        if operations.is_empty() {
            self.write_items(waiting).await?;
            return Ok(Vec::new());
        }
        for operation in &mut operations {
            let mut x = self.0.borrow_mut();
            x.next_operation += 1;
            operation.n = x.next_operation;
        }
        let outlines: Vec<Operation> = operations.iter().map(Operation::outline).collect();
        let sent = operations.into_iter().map(Operation::for_store).collect();
        let answers = self
            .ask(|id| {
                let mut requests = Vec::new();
                if !waiting.is_empty() {
                    requests.push(Request::WriteItems {
                        id: id(),
                        items: waiting.write,
                        remove: waiting.remove,
                    });
                }
                requests.push(Request::Apply { id: id(), operations: sent });
                requests
            })
            .await?;
        let answer: crate::store::ResultsAnswer = read_answer(the_only(answers))?;
        let mut by_n: SortedMap<u64, Outcome> = answer
            .results
            .into_iter()
            .map(|result| match result {
                Applied::Done { n, id } => (n, Outcome::Done(id)),
                Applied::Changed { n, item } => (n, Outcome::Changed(item)),
                Applied::Failed { n, error } => (n, Outcome::Failed(error)),
            })
            .collect();
        Ok(outlines
            .into_iter()
            .map(|operation| {
                let outcome = by_n.remove(&operation.n).unwrap_or_else(|| {
                    Outcome::Failed(Fault::new(
                        "no_result",
                        "",
                        "The store did not say what became of this operation",
                        "Pull it again.",
                    ))
                });
                (operation, outcome)
            })
            .collect())
    }

    pub async fn write_items(&self, waiting: Waiting) -> Result<(), Fault> {
        if waiting.is_empty() {
            return Ok(());
        }
        let Waiting { write, remove } = waiting;
        self.ask(|id| vec![Request::WriteItems { id: id(), items: write, remove }]).await.map(drop)
    }

    pub fn log(&self, log: Log) {
        let mut x = self.0.borrow_mut();
        x.checkpoint.had_errors |= log.level == Level::Error;
        x.checkpoint.warnings += u64::from(log.level == Level::Warn);
        x.report.logs.push(log);
    }

    /// Something failed: it is counted and told.
    pub fn failed(&self, log: Log) {
        self.checkpoint(|c| c.counts.failed += 1);
        self.log(log);
    }

    pub fn log_all(&self, logs: Vec<Log>) {
        for log in logs {
            self.log(log);
        }
    }

    /// What is read of UnoPim from here on is as of now.
    pub fn asks_now(&self) {
        let x = &mut *self.0.borrow_mut();
        x.asked_at.clone_from(&x.now);
    }

    /// Operations that hold only as long as no push has written their items.
    pub fn as_of_asking(&self, mut operations: Vec<Operation>) -> Vec<Operation> {
        let asked_at = self.0.borrow().asked_at.clone();
        for operation in operations.iter_mut().filter(|op| !asked_at.is_empty() && op.link.is_some()) {
            operation.asked_at = Some(asked_at.clone());
        }
        operations
    }

    pub fn checkpoint(&self, change: impl FnOnce(&mut Checkpoint)) {
        change(&mut self.0.borrow_mut().checkpoint);
    }

    pub fn step(&self, name: &str) {
        name.clone_into(&mut self.0.borrow_mut().report.progress.step);
    }
}

/// The minute of a time, and the second within it.
fn minute_of(now: &str) -> (String, u64) {
    let (minute, second) = now.get(..16).zip(now.get(17..19)).unwrap_or_default();
    (minute.to_owned(), second.parse().unwrap_or(0))
}

/// What became of an operation.
#[derive(Debug)]
pub enum Outcome {
    Done(u64),
    Changed(Box<Snapshot>),
    Failed(Fault),
}

fn the_only(mut answers: Vec<Response>) -> Value {
    answers.pop().map(|r| r.rest).unwrap_or_default()
}

pub fn read_answer<T: DeserializeOwned>(answer: Value) -> Result<T, Fault> {
    read_value(answer).map_err(|e| misshapen(&e))
}

fn misshapen(error: &serde_json::Error) -> Fault {
    Fault::new(
        "bad_host",
        "responses",
        format!("An answer has the wrong shape: {error}"),
        "Update the plugin so that bridge and engine belong together.",
    )
}

enum Verdict {
    Good(Got),
    Bad(SourceFault),
    Again(u64),
}

fn unusable(status: u16, what: &str) -> SourceFault {
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
pub(super) fn spread(path: &str, attempt: u32) -> u64 {
    let mut digest = Digest::default();
    digest.text(path).text(&attempt.to_string());
    let number = u64::from_str_radix(&digest.finish()[..8], 16).unwrap_or(0);
    number % ((1 << attempt.min(6)) / 2 + 1)
}

/// Reads an answer's status. A growing delay between attempts; `Retry-After` is honoured.
fn judge(answer: Response, attempt: u32, patience: u32, exhausted: Option<bool>, spread: u64) -> Verdict {
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
        404 => Verdict::Bad(refusal(
            404,
            "not_found",
            "UnoPim does not know this address",
            "Check the address on Connection.",
            false,
        )),
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

fn broken(status: u16) -> SourceFault {
    refusal(
        status,
        "source_error",
        &format!("UnoPim answered with HTTP {status}"),
        "Check UnoPim's log, then pull again.",
        false,
    )
}

pub(super) fn refusal(status: u16, code: &str, message: &str, hint: &str, fatal: bool) -> SourceFault {
    SourceFault { fault: Fault::new(code, "", message, hint), fatal, status }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::task::{Context, Waker};

    use serde_json::json;

    use super::*;

    fn answer(status: u16, left: Option<&str>) -> Response {
        let headers =
            left.map_or(json!({}), |left| json!({"x-ratelimit-limit": "60", "x-ratelimit-remaining": left}));
        Response { id: 1, rest: json!({"id": 1, "status": status, "headers": headers}), body: Vec::new() }
    }

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
