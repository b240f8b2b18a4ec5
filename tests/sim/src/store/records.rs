//! What the shop holds.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::unopim::Moment;

/// Entity, channel and code.
pub type LinkKey = (String, String, String);

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Product {
    pub kind: String,
    pub parent: u64,
    /// By the names of `docs/wire.md`; what is not there is null or the shop's default.
    pub fields: BTreeMap<String, Value>,
    /// The status to come back to from the trash.
    pub before_trash: Option<String>,
    /// WooCommerce's word for what is `other` to a pull: `grouped`, which shows other products as its own, `external` …
    pub other: String,
    /// How often it was saved: a run that changes nothing must not save.
    pub saves: u64,
}

impl Product {
    pub fn sku(&self) -> &str {
        self.fields.get("sku").and_then(Value::as_str).unwrap_or_default()
    }

    pub fn is_variation(&self) -> bool {
        self.kind == "variation"
    }

    pub fn is_grouped(&self) -> bool {
        self.other == "grouped"
    }

    pub fn status(&self) -> &str {
        self.fields.get("status").and_then(Value::as_str).unwrap_or("publish")
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Attribute {
    pub id: u64,
    pub slug: String,
    pub name: String,
    pub order_by: String,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Term {
    pub id: u64,
    pub slug: String,
    pub name: String,
    pub parent: u64,
    pub order: i64,
    pub description: String,
    /// Swatches, thumbnail and meta, by the names of `docs/wire.md`; what is not there is null.
    pub meta: BTreeMap<String, Value>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Link {
    pub row: u64,
    pub id: u64,
    pub target: Option<String>,
    pub bases: BTreeMap<String, (String, String)>,
    pub context: Value,
    pub flags: Vec<String>,
    /// When a pull last wrote the item or this row, and when a push did.
    pub pulled_at: Option<Moment>,
    pub pushed_at: Option<Moment>,
}

/// Lane, entity, channel and code.
pub type ItemKey = (String, String, String, String);

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Item {
    pub row: u64,
    pub id: u64,
    pub state: String,
    pub tries: u64,
    /// When it may be tried.
    pub due: Moment,
    pub error_code: String,
    pub body: Value,
}

/// An operation that was planned, or carried out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OperationRow {
    pub row: u64,
    pub run: u64,
    pub id: u64,
    /// `planned`, then `applied`, `changed` or `failed`; `done` in the run that carried it out.
    pub outcome: String,
    pub op: Value,
}
