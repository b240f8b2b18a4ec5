//! What a host says when a run begins.

use serde::Deserialize;
use serde_json::Value;

use super::probe::Capabilities;
use crate::mapping::Mapping;
use crate::plan::{RunSettings, StoreFacts};

#[derive(Debug, Clone, Deserialize)]
pub struct RunSpec {
    #[serde(default)]
    pub id: u64,
    pub job: Job,
    #[serde(default)]
    pub settings: RunSettings,
    #[serde(default)]
    pub store: StoreFacts,
    #[serde(default)]
    pub mapping: Mapping,
    #[serde(default)]
    pub capabilities: Option<Capabilities>,
    #[serde(default)]
    pub checkpoint: Value,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Job {
    Pull {
        #[serde(default)]
        scope: Scope,
        #[serde(default)]
        skus: Vec<String>,
    },
    Preview {
        #[serde(default)]
        skus: Vec<String>,
    },
    Probe,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    #[default]
    Full,
    One,
}
