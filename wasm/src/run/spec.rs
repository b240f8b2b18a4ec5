//! What a host says when a run begins.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::probe::Capabilities;
use crate::mapping::Mapping;
use crate::ordered::SortedMap;
use crate::plain::read_value;
use crate::plan::{Choices, RunSettings, StoreFacts};

#[derive(Debug, Clone, Deserialize)]
pub struct RunSpec {
    #[serde(default)]
    pub id: u64,
    pub job: Job,
    #[serde(default)]
    pub settings: RunSettings,
    /// Of a push: the settings of every channel of the site that pushes, by priority.
    #[serde(default)]
    pub channels: Vec<RunSettings>,
    #[serde(default)]
    pub store: StoreFacts,
    #[serde(default)]
    pub mapping: Mapping,
    #[serde(default)]
    pub capabilities: Option<Capabilities>,
    /// UnoPim's time up to which changes are known.
    #[serde(default)]
    pub watermark: Option<String>,
    /// What an administrator said to a question of this run.
    #[serde(default)]
    pub answers: SortedMap<String, String>,
    #[serde(default)]
    pub checkpoint: Value,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "Value")]
pub enum Job {
    Pull(Pull),
    Push(Push),
    /// The set difference alone: complete listings of codes, nothing pulled.
    Deletions {
        dry: bool,
    },
    Images,
    /// Carries out what a dry run planned.
    Apply {
        plan: u64,
    },
    /// Takes back what a run wrote.
    Undo {
        run: u64,
    },
    Preview {
        skus: Vec<String>,
        /// Products as UnoPim lists them, where none is named.
        sample: Option<Sample>,
    },
    Probe,
    /// Reads UnoPim's structure into the catalogue, for pickers and previews; the shop is left alone.
    Refresh,
}

/// What the smaller jobs name beside their kind.
#[derive(Default, Deserialize)]
#[serde(default)]
struct JobRow {
    dry: bool,
    plan: Option<u64>,
    run: Option<u64>,
    skus: Vec<String>,
    sample: Option<Sample>,
}

/// By hand: decoding a tagged enum would double the code of all it holds.
impl TryFrom<Value> for Job {
    type Error = String;

    fn try_from(job: Value) -> Result<Self, String> {
        let kind = job.get("kind").and_then(Value::as_str).unwrap_or_default().to_owned();
        let job = match kind.as_str() {
            "pull" => return read(job).map(Self::Pull),
            "push" => return read(job).map(Self::Push),
            _ => read::<JobRow>(job)?,
        };
        Ok(match (kind.as_str(), job.plan, job.run) {
            ("deletions", ..) => Self::Deletions { dry: job.dry },
            ("images", ..) => Self::Images,
            ("apply", Some(plan), _) => Self::Apply { plan },
            ("undo", _, Some(run)) => Self::Undo { run },
            ("preview", ..) => Self::Preview { skus: job.skus, sample: job.sample },
            ("probe", ..) => Self::Probe,
            ("refresh", ..) => Self::Refresh,
            ("apply", ..) => return Err("an `apply` names its `plan`".into()),
            ("undo", ..) => return Err("an `undo` names its `run`".into()),
            (kind, ..) => return Err(format!("there is no job `{kind}`")),
        })
    }
}

fn read<T: DeserializeOwned>(job: Value) -> Result<T, String> {
    read_value(job).map_err(|e| e.to_string())
}

/// A few products of the catalogue, to look at.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Sample {
    pub size: usize,
    /// Only products of this family.
    pub family: String,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Pull {
    pub scope: Scope,
    /// The store plans instead of writing.
    pub dry: bool,
    pub skus: Vec<String>,
    pub categories: Vec<String>,
    pub attributes: Vec<String>,
    pub families: Vec<String>,
    /// Held fields that somebody decided, by SKU.
    pub choices: Choices,
    /// The same of attributes, terms and categories, by entity and code: `option:color/red`.
    pub chosen: Choices,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Push {
    pub scope: PushScope,
    pub dry: bool,
    /// Of scope `all`: what is pushed; empty: everything.
    pub entities: Vec<String>,
    /// Of scope `one`: shop ids by entity.
    pub ids: SortedMap<String, Vec<u64>>,
    /// Held fields that somebody decided, by SKU.
    pub choices: Choices,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PushScope {
    #[default]
    All,
    Queue,
    One,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    #[default]
    Full,
    Changes,
    One,
}

impl RunSpec {
    pub fn is_dry(&self) -> bool {
        match &self.job {
            Job::Pull(pull) => pull.dry,
            Job::Push(push) => push.dry,
            Job::Deletions { dry } => *dry,
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Job;
    use crate::plain::read_value;

    /// As `docs/wire.md` lists them.
    #[test]
    fn every_kind_of_job_is_read() {
        for kind in ["pull", "push", "deletions", "images", "preview", "probe", "refresh"] {
            assert!(read_value::<Job>(json!({"kind": kind})).is_ok(), "{kind}");
        }
        assert!(matches!(read_value(json!({"kind": "apply", "plan": 3})), Ok(Job::Apply { plan: 3 })));
        assert!(matches!(read_value(json!({"kind": "undo", "run": 4})), Ok(Job::Undo { run: 4 })));
        for bad in [json!({}), json!({"kind": "pool"}), json!({"kind": "apply"}), json!({"kind": "undo"})] {
            assert!(read_value::<Job>(bad).is_err());
        }
    }
}
