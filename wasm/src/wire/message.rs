//! What passes between host and engine, apart from the requests themselves.

use serde::de::Error as _;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Request, Response};
use crate::error::Fault;
use crate::plain::{Misread, read_value, value_in};
use crate::run::RunSpec;

/// From the host.
#[derive(Debug)]
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
        input: Value,
    },
    /// The bridge asks for the same frame again after this many seconds.
    Wait {
        seconds: u64,
    },
}

impl HostMessage {
    /// Reads a message. By hand and from a value, because a derived tagged enum doubles the decoding code of all it holds,
    /// and the module is shipped to browsers and translated to PHP.
    pub fn read(json: &[u8]) -> Result<Self, Misread> {
        let mut message = value_in(json).map_err(Misread::custom)?;
        let mut take = |key: &str| message.get_mut(key).map(Value::take).unwrap_or_default();
        let now = take("now").as_str().unwrap_or_default().to_owned();
        match take("type").as_str().unwrap_or_default() {
            "start" => Ok(Self::Start { now, run: Box::new(read_value(take("run"))?) }),
            "responses" => match take("responses") {
                Value::Array(list) => {
                    Ok(Self::Responses { now, responses: list.into_iter().map(Response::of).collect() })
                }
                _ => Err(Misread::custom("`responses` is no list")),
            },
            "wait" => Ok(Self::Wait { seconds: take("seconds").as_u64().unwrap_or(1) }),
            "call" => {
                let name = take("name").as_str().unwrap_or_default().to_owned();
                Ok(Self::Call { name, input: take("input") })
            }
            other => Err(Misread::custom(format!("a host sends no `{other}`"))),
        }
    }
}

/// To the host.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum EngineMessage {
    Step { requests: Vec<Request>, checkpoint: Value, report: Report },
    Done { result: RunResult, report: Report },
    Error { error: Fault },
}

/// What a host shows and logs; part of every step.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Report {
    pub logs: Vec<Log>,
    pub progress: Progress,
    #[serde(default)]
    pub pace: Budget,
}

/// How many may go out in a minute, over all runs of the connection together; 0: not limited. A run sees its own alone, so the host counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Budget {
    pub requests: u64,
    pub images: u64,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Progress {
    pub step: String,
    pub done: u64,
    #[serde(default)]
    pub total: Option<u64>,
    pub counts: Counts,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
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
    #[serde(default)]
    pub deleted: u64,
    #[serde(default)]
    pub restored: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Level {
    Info,
    Warn,
    Error,
}

/// One row for the log table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Log {
    pub level: Level,
    pub op: String,
    pub entity: String,
    pub key: String,
    pub dir: String,
    pub code: String,
    pub message: String,
    #[serde(default)]
    pub field: Option<String>,
    #[serde(default)]
    pub hint: Option<String>,
}

impl Log {
    /// A row about something on its way into the shop.
    pub fn pull(
        level: Level,
        entity: &str,
        key: &str,
        code: &str,
        message: impl Into<String>,
        hint: &str,
    ) -> Self {
        Self {
            level,
            op: "pull".into(),
            entity: entity.into(),
            key: key.into(),
            dir: "to_shop".into(),
            code: code.into(),
            message: message.into(),
            field: None,
            hint: (!hint.is_empty()).then(|| hint.into()),
        }
    }

    /// A row about something on its way to UnoPim.
    pub fn push(
        level: Level,
        entity: &str,
        key: &str,
        code: &str,
        message: impl Into<String>,
        hint: &str,
    ) -> Self {
        Self::pull(level, entity, key, code, message, hint).outward()
    }

    /// An error that a fault says all about, the field that it lies in among it.
    pub fn fault(entity: &str, key: &str, fault: &Fault) -> Self {
        Self {
            field: (!fault.path.is_empty()).then(|| fault.path.clone()),
            ..Self::pull(Level::Error, entity, key, &fault.code, fault.message.as_str(), &fault.hint)
        }
    }

    /// The same of an item on its way to UnoPim.
    #[must_use]
    pub fn outward(self) -> Self {
        Self { op: "push".into(), dir: "to_unopim".into(), ..self }
    }

    /// Told of another operation than a pull.
    #[must_use]
    pub fn of(self, op: &str) -> Self {
        Self { op: op.into(), ..self }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum RunStatus {
    Done,
    DoneWithErrors,
    Failed,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct RunResult {
    pub status: RunStatus,
    pub counts: Counts,
    /// How many rows of its log warn.
    #[serde(default)]
    pub warnings: u64,
    #[serde(default)]
    pub error: Option<Fault>,
    #[cfg_attr(test, ts(type = "unknown"))]
    pub value: Value,
}
