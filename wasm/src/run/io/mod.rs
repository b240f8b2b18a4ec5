//! How a run asks: requests go out with the next step, answers come back with the next frame.

mod get;
mod pace;
mod store;
mod verdict;

use std::cell::RefCell;
use std::future::poll_fn;
use std::pin::Pin;
use std::rc::Rc;
use std::task::Poll;

use serde::de::DeserializeOwned;
use serde_json::Value;

pub use get::{Got, SourceFault};
pub use store::Outcome;
pub(super) use verdict::{refusal, spread};

use super::checkpoint::Checkpoint;
use crate::error::Fault;
use crate::ordered::SortedMap;
use crate::plain::{Misread, read_value};
use crate::plan::Operation;
use crate::wire::{Budget, Level, Log, Report, Request, Response};

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

/// The run's side of the exchange.
#[derive(Clone, Default)]
pub struct Io(pub Rc<RefCell<Exchange>>);

/// The answers to a step. On the heap, so that a story that waits holds a pointer and not a machine of its own for each wait.
pub type Answers<'a> = Pin<Box<dyn Future<Output = Result<Vec<Response>, Fault>> + 'a>>;

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

    pub async fn wait(&self, seconds: u64, reason: &'static str) -> Result<(), Fault> {
        self.ask(|id| vec![Request::Wait { id: id(), seconds, reason }]).await.map(drop)
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

fn the_only(mut answers: Vec<Response>) -> Value {
    answers.pop().map(|r| r.rest).unwrap_or_default()
}

pub fn read_answer<T: DeserializeOwned>(answer: Value) -> Result<T, Fault> {
    read_value(answer).map_err(|e| misshapen(&e))
}

fn misshapen(error: &Misread) -> Fault {
    Fault::new(
        "bad_host",
        "responses",
        format!("An answer has the wrong shape: {error}"),
        "Update the plugin so that bridge and engine belong together.",
    )
}
