//! The few, batched things that an engine asks of its host, and the answers.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::ordered::SortedMap;
use crate::plan::Operation;

/// Where a raw body lies in the blob of its frame.
pub type Body = [usize; 2];

#[derive(Debug, Clone, Serialize)]
#[serde(tag = "do")]
pub enum Request {
    #[serde(rename = "source.get")]
    Get { id: u64, path: String, query: Vec<(String, String)>, etag: Option<String> },
    #[serde(rename = "source.send")]
    Send { id: u64, method: &'static str, path: String, body: Value },
    #[serde(rename = "source.upload")]
    Upload {
        id: u64,
        path: &'static str,
        fields: Vec<(&'static str, String)>,
        file: &'static str,
        attachment: u64,
    },
    #[serde(rename = "shop.products")]
    ShopProducts {
        id: u64,
        #[serde(skip_serializing_if = "Option::is_none")]
        after: Option<u64>,
        #[serde(skip_serializing_if = "Option::is_none")]
        ids: Option<Vec<u64>>,
        limit: u64,
    },
    #[serde(rename = "links.of")]
    LinksOf { id: u64, entity: &'static str, channel: String, ids: Vec<u64> },
    #[serde(rename = "media.of")]
    MediaOf { id: u64, ids: Vec<u64> },
    #[serde(rename = "media.note")]
    MediaNote { id: u64, media: Vec<MediaPath> },
    #[serde(rename = "links.read")]
    Links {
        id: u64,
        entity: &'static str,
        channel: String,
        codes: Vec<String>,
        r#match: Option<&'static str>,
        #[serde(skip_serializing_if = "SortedMap::is_empty")]
        gtins: SortedMap<String, String>,
        /// The site's other channels.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        others: Vec<String>,
        #[serde(flatten)]
        tongue: Tongue,
    },
    #[serde(rename = "links.mark")]
    Mark { id: u64, entity: &'static str, channel: String, codes: Vec<String> },
    #[serde(rename = "links.unseen")]
    Unseen { id: u64, entity: &'static str, channel: String, after: u64, limit: u64 },
    #[serde(rename = "links.find")]
    Find {
        id: u64,
        entity: &'static str,
        channel: String,
        text: String,
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        unseen: bool,
        after: u64,
        limit: u64,
    },
    #[serde(rename = "items.read")]
    Items {
        id: u64,
        lane: &'static str,
        channel: String,
        states: Vec<&'static str>,
        due: bool,
        after: u64,
        limit: u64,
    },
    #[serde(rename = "items.write")]
    WriteItems { id: u64, items: Vec<ItemRow>, remove: Vec<ItemKey> },
    #[serde(rename = "plan.read")]
    Plan { id: u64, plan: u64, after: u64, limit: u64 },
    #[serde(rename = "plan.write")]
    WritePlan { id: u64, plan: u64, rows: Vec<PlanRow> },
    #[serde(rename = "history.read")]
    History { id: u64, run: u64, before: Option<u64>, limit: u64 },
    #[serde(rename = "media.read")]
    Media { id: u64, paths: Vec<String> },
    #[serde(rename = "media.fetch")]
    Fetch { id: u64, files: Vec<FileWish> },
    #[serde(rename = "media.list")]
    MediaList { id: u64, after: u64, limit: u64 },
    #[serde(rename = "ask")]
    Ask { id: u64, question: String, entity: &'static str, count: u64, linked: u64, keys: Vec<String> },
    #[serde(rename = "products.read")]
    Products {
        id: u64,
        channel: String,
        ids: Vec<u64>,
        fields: Vec<String>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        others: Vec<String>,
    },
    #[serde(rename = "variations.read")]
    Variations { id: u64, parents: Vec<u64> },
    #[serde(rename = "attributes.read")]
    Attributes { id: u64 },
    #[serde(rename = "terms.read")]
    Terms { id: u64, taxonomies: Vec<TaxonomyWish> },
    #[serde(rename = "store.apply")]
    Apply { id: u64, operations: Vec<Operation> },
    #[serde(rename = "links.pending")]
    Pending { id: u64, entity: &'static str, channel: String, flag: &'static str, after: u64, limit: u64 },
    #[serde(rename = "catalog.write")]
    CatalogWrite { id: u64, kind: &'static str, records: Vec<CatalogRecord>, complete: bool },
    #[serde(rename = "catalog.read")]
    CatalogRead { id: u64, kinds: Vec<&'static str> },
    #[serde(rename = "names.ask")]
    Names { id: u64, names: Vec<NameWish> },
    #[serde(rename = "wait")]
    Wait { id: u64, seconds: u64, reason: &'static str },
}

/// A taxonomy whose terms are wanted, with the links that its terms may have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TaxonomyWish {
    pub taxonomy: String,
    pub entity: &'static str,
    pub channel: String,
    pub prefix: String,
    /// The site's other channels, where each has links of its own.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<String>,
    /// Meta keys that are read besides.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub meta: Vec<String>,
    #[serde(flatten)]
    pub tongue: Tongue,
}

/// Of a site with several languages: the one that is asked about.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Tongue {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The channel of links whose items are the originals; translations of these are wanted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CatalogRecord {
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub kind: String,
    pub code: String,
    pub hash: String,
    pub body: Value,
}

/// An attachment whose content UnoPim holds under a path.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MediaPath {
    pub path: String,
    pub id: u64,
}

/// Work that outlives a step; one row per lane, entity, channel and code.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ItemRow {
    #[serde(default, skip_serializing_if = "is_zero")]
    pub row: u64,
    pub lane: String,
    pub entity: String,
    pub channel: String,
    pub code: String,
    #[serde(default)]
    pub id: u64,
    pub state: String,
    #[serde(default)]
    pub tries: u32,
    /// Seconds until it is due.
    #[serde(default, rename = "in", skip_serializing_if = "is_zero")]
    pub due_in: u64,
    #[serde(default)]
    pub error_code: String,
    #[serde(default)]
    pub body: Value,
}

impl ItemRow {
    /// Whether it waits on its way to UnoPim.
    pub fn is_outward(&self) -> bool {
        self.body["dir"] == "to_unopim"
    }

    /// Whether it is about this record.
    pub fn is_of(&self, entity: &str, code: &str) -> bool {
        self.entity == entity && self.code == code
    }
}

#[allow(clippy::trivially_copy_pass_by_ref)] // the signature that serde calls
fn is_zero(n: &u64) -> bool {
    *n == 0
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ItemKey {
    pub lane: &'static str,
    pub entity: String,
    pub channel: String,
    pub code: String,
    /// Only while the row has this stamp: what was saved meanwhile is not forgotten.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stamp: Option<String>,
}

/// How something that may have to be made would be called, and what the host wants it to be called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NameWish {
    #[serde(default)]
    pub entity: String,
    pub key: String,
    pub slug: String,
    #[serde(default)]
    pub label: String,
}

/// A row of a plan, planned anew.
#[derive(Debug, Clone, Serialize)]
pub struct PlanRow {
    pub row: u64,
    pub op: Operation,
}

/// A file that is wanted in the media library.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FileWish {
    pub path: String,
    pub etag: Option<String>,
    pub name: String,
    pub alt: String,
    pub allow: &'static str,
    pub max_bytes: u64,
}

/// An answer; what it holds beside the id depends on the request and is read by whoever asked.
#[derive(Debug, Clone)]
pub struct Response {
    pub id: u64,
    /// The answer as it came, its id included.
    pub rest: Value,
    /// The raw body, cut from the frame's blob.
    pub body: Vec<u8>,
}

impl Response {
    pub(super) fn of(rest: Value) -> Self {
        Self { id: rest.get("id").and_then(Value::as_u64).unwrap_or_default(), rest, body: Vec::new() }
    }
}

/// The answer to `source.get`.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct GetAnswer {
    #[serde(default)]
    pub status: u16,
    #[serde(default)]
    pub headers: crate::ordered::SortedMap<String, String>,
    #[serde(default)]
    pub error: Option<GetFault>,
}

/// A request that never reached UnoPim, or whose answer never came.
#[derive(Debug, Clone, Deserialize)]
pub struct GetFault {
    pub code: String,
    #[serde(default)]
    pub message: String,
    #[serde(default)]
    pub hint: String,
    /// Whether a write may have reached UnoPim; told only of writes.
    #[serde(default)]
    pub sent: bool,
}
