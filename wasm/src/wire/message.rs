//! What passes between host and engine, apart from the requests themselves.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Request, Response};
use crate::error::Fault;
use crate::run::RunSpec;

/// From the host.
#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum HostMessage {
    Start {
        now: String,
        run: Box<RunSpec>,
    },
    Responses {
        now: String,
        responses: Vec<Response>,
    },
    Call {
        name: String,
        #[serde(default)]
        input: Value,
    },
}

/// To the host.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum EngineMessage {
    Step { requests: Vec<Request>, checkpoint: Value, report: Report },
    Done { result: RunResult, report: Report },
    Result { value: Value },
    Error { error: Fault },
}

/// What a host shows and logs; part of every step.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Report {
    pub logs: Vec<Log>,
    pub progress: Progress,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Progress {
    pub step: String,
    pub done: u64,
    pub total: Option<u64>,
    pub counts: Counts,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    pub created: u64,
    pub updated: u64,
    pub unchanged: u64,
    pub skipped: u64,
    pub held: u64,
    pub parked: u64,
    pub failed: u64,
    /// Operations that changed a shop record, structure included.
    pub writes: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    Info,
    Warn,
    Error,
}

/// One row for the log table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Log {
    pub level: Level,
    pub op: String,
    pub entity: String,
    pub key: String,
    pub dir: String,
    pub code: String,
    pub message: String,
    pub field: Option<String>,
    pub hint: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RunStatus {
    Done,
    DoneWithErrors,
    Failed,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RunResult {
    pub status: RunStatus,
    pub counts: Counts,
    pub error: Option<Fault>,
    pub value: Value,
}
