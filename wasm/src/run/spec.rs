//! What a host says when a run begins.

use serde::Deserialize;
use serde_json::Value;

use super::probe::Capabilities;
use crate::diff::Side;
use crate::mapping::Mapping;
use crate::ordered::SortedMap;
use crate::plan::{RunSettings, StoreFacts};

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
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Job {
    Pull(Pull),
    Push(Push),
    /// The set difference alone: complete listings of codes, nothing pulled.
    Deletions {
        #[serde(default)]
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
        #[serde(default)]
        skus: Vec<String>,
        /// Products as UnoPim lists them, where none is named.
        #[serde(default)]
        sample: Option<Sample>,
    },
    Probe,
    /// Reads UnoPim's structure into the catalogue, for pickers and previews; the shop is left alone.
    Refresh,
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
    pub choices: SortedMap<String, SortedMap<String, Side>>,
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
    pub choices: SortedMap<String, SortedMap<String, Side>>,
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
