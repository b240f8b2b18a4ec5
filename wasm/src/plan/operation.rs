//! One intended write, with its reason, its fields and the link row that belongs to it.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::diff::Side;
use crate::ordered::SortedMap;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Action {
    Create,
    Update,
    /// Only the link row: what is in step now.
    Link,
    /// A variable product after its variations.
    Sync,
    /// Into the shop's trash; the link stays.
    Trash,
    Restore,
    /// For good, with its link.
    Delete,
    /// Only the link row goes.
    Unlink,
    Unchanged,
    Skip,
    Park,
}

impl Action {
    /// Whether a host has something to do.
    pub fn is_executable(self) -> bool {
        !matches!(self, Self::Unchanged | Self::Skip | Self::Park)
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Operation {
    pub n: u64,
    pub entity: String,
    pub key: String,
    pub channel: String,
    pub action: Action,
    /// Where it is written; absent: the shop.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub side: Option<Side>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taxonomy: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    #[serde(default)]
    pub id: Option<u64>,
    /// The shop id, or a reference to a product that is not there yet.
    #[cfg_attr(test, ts(type = "number | { ref: string } | null"))]
    #[serde(default)]
    pub parent: Option<Value>,
    /// The parent's key, for people and for plans whose parent is not in the shop yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent_key: Option<String>,
    /// Of what is created on a site with several languages: the one it is in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The shop's item that it is a translation of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub translation_of: Option<u64>,
    pub reason: String,
    /// The row of a plan that this operation carries out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan_row: Option<u64>,
    pub fields: Vec<FieldChange>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<OperationLink>,
    /// When UnoPim was asked for what it says; what a push has written since is newer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_at: Option<String>,
    /// Of what becomes a variable product again: variations that were disabled and stay so, because UnoPim has deleted them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stay_disabled: Vec<u64>,
    /// Links to other products, which a run makes when all products are there; in previews only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<LinkList>,
}

/// A list of a product's links, as UnoPim wishes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct LinkList {
    /// `upsells`, `cross_sells`, `related` or `grouped`.
    pub field: String,
    pub skus: Vec<String>,
    /// Of these, what the shop does not have yet.
    pub missing: Vec<String>,
    /// Whether the product can have such a list: only a grouped one has children.
    pub fits: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct FieldChange {
    pub field: String,
    #[cfg_attr(test, ts(type = "unknown"))]
    pub old: Value,
    #[cfg_attr(test, ts(type = "unknown"))]
    pub new: Value,
    /// UnoPim's value, where the shop's was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(type = "unknown"))]
    pub offered: Option<Value>,
    pub reason: Cow<'static, str>,
    pub write: bool,
    /// The store's hash of `old`; the write is refused when it no longer matches.
    #[serde(default)]
    pub expect: Option<String>,
    /// Of a write to UnoPim: the hash of what was read back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// How people read it, where names say more than ids; in previews only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shown: Option<Shown>,
}

/// A field in words; empty where the value speaks for itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Shown {
    pub label: String,
    pub old: String,
    pub new: String,
    /// UnoPim's value, where the shop's was kept.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub offered: String,
    /// The language that UnoPim's value came from, where it is another than the wished one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct OperationLink {
    #[serde(default)]
    pub target: Option<String>,
    /// `None` removes a base.
    pub bases: SortedMap<String, Option<BaseSource>>,
    #[cfg_attr(test, ts(type = "unknown"))]
    pub context: Value,
    pub flags: Vec<String>,
}

/// UnoPim's half of a base; the shop's half is read back after the write where it is not given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct BaseSource {
    pub src: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shop: Option<String>,
}

impl Operation {
    /// An operation without fields, to be filled.
    pub fn blank(entity: &str, key: &str, channel: &str, action: Action) -> Self {
        Self {
            n: 0,
            entity: entity.into(),
            key: key.into(),
            channel: channel.into(),
            action,
            side: None,
            taxonomy: None,
            kind: None,
            id: None,
            parent: None,
            parent_key: None,
            language: None,
            translation_of: None,
            reason: String::new(),
            plan_row: None,
            fields: Vec::new(),
            link: None,
            asked_at: None,
            links: Vec::new(),
            stay_disabled: Vec::new(),
        }
    }

    /// Without the fields that neither change nor were kept for a reason worth recording.
    #[must_use]
    pub fn for_store(mut self) -> Self {
        self.fields.retain(|f| f.write || f.reason != "unchanged");
        self
    }

    /// What the run has to know of it while the store carries it out. Values are the store's by then: both together would fill the memory of a
    /// small host. One of a plan stays whole, for it may have to be planned anew.
    #[must_use]
    pub fn outline(&self) -> Self {
        if self.plan_row.is_some() {
            return self.clone();
        }
        let blank = |field: &FieldChange| FieldChange {
            field: field.field.clone(),
            old: Value::Null,
            new: Value::Null,
            offered: None,
            reason: field.reason.clone(),
            write: true,
            expect: None,
            after: None,
            shown: None,
        };
        let link = |link: &OperationLink| OperationLink {
            target: link.target.clone(),
            flags: link.flags.clone(),
            ..OperationLink::default()
        };
        Self {
            n: self.n,
            side: self.side,
            taxonomy: self.taxonomy.clone(),
            kind: self.kind.clone(),
            id: self.id,
            parent_key: self.parent_key.clone(),
            reason: self.reason.clone(),
            fields: self.fields.iter().find(|field| field.write).map(blank).into_iter().collect(),
            link: self.link.as_ref().map(link),
            ..Self::blank(&self.entity, &self.key, &self.channel, self.action)
        }
    }

    pub fn writes(&self) -> bool {
        self.fields.iter().any(|f| f.write)
    }
}
