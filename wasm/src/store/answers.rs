//! The answers to `*.read` and `store.apply`, as `docs/wire.md` gives them.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Value, json};

use crate::error::Fault;
use crate::ordered::SortedMap;
use crate::plain::read_value;
use crate::wire::ItemRow;

/// Per field the hash of what UnoPim said and of what the shop held when the two were last in step.
pub type Bases = SortedMap<String, (String, String)>;

/// PHP writes an empty map as `[]`.
pub(super) fn map_or_list<'de, D: Deserializer<'de>, T: DeserializeOwned>(
    d: D,
) -> Result<SortedMap<String, T>, D::Error> {
    match Value::deserialize(d)? {
        map @ Value::Object(_) => read_value(map).map_err(serde::de::Error::custom),
        _ => Ok(SortedMap::new()),
    }
}

fn opt_id<'de, D: Deserializer<'de>>(d: D) -> Result<u64, D::Error> {
    Ok(Option::<u64>::deserialize(d)?.unwrap_or(0))
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct ProductLink {
    pub code: String,
    pub id: u64,
    pub kind: String,
    #[serde(default, deserialize_with = "opt_id")]
    pub parent: u64,
    #[serde(default)]
    pub target: Option<String>,
    #[serde(default)]
    pub context: Value,
    #[serde(default)]
    pub flags: Vec<String>,
    #[serde(default)]
    pub status: Option<String>,
    /// Planned by this dry run, not in the shop.
    #[serde(default)]
    pub planned: bool,
    /// When a push last wrote it to UnoPim.
    #[serde(default)]
    pub pushed_at: Option<String>,
}

impl ProductLink {
    /// Whether the shop has it; what a dry run planned to create has no id yet.
    pub fn is_there(&self) -> bool {
        self.id > 0 && self.kind != super::kind::GONE
    }

    /// Whether this dry run creates it.
    pub fn is_to_come(&self) -> bool {
        self.planned && self.id == 0
    }

    pub fn is_in_trash(&self) -> bool {
        self.status.as_deref() == Some("trash")
    }
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct ProductMatch {
    pub code: String,
    pub id: u64,
    pub kind: String,
    #[serde(default, deserialize_with = "opt_id")]
    pub parent: u64,
    #[serde(default)]
    pub status: Option<String>,
    #[serde(default)]
    pub linked: bool,
    /// Of the link that another channel of the site has to it.
    #[serde(default, skip_serializing_if = "Value::is_null")]
    pub context: Value,
    /// `gtin`: found by its global unique ID rather than its SKU.
    #[serde(default)]
    pub by: Option<String>,
}

/// An item of the default language that has no translation in the wanted one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Original {
    pub code: String,
    pub id: u64,
    pub kind: String,
}

#[derive(Debug, Clone, Default, Deserialize)]
pub struct LinksAnswer {
    #[serde(default)]
    pub links: Vec<ProductLink>,
    #[serde(default)]
    pub matches: Vec<ProductMatch>,
    /// Held, parked and excluded ones among them.
    #[serde(default)]
    pub items: Vec<ItemRow>,
    /// Of a further language: what may be translated.
    #[serde(default)]
    pub originals: Vec<Original>,
}

/// A field's value in the shop, with the store's own hash of it, which the engine never interprets.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SnapshotField {
    #[serde(default)]
    pub v: Value,
    #[serde(default)]
    pub h: String,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Snapshot {
    pub id: u64,
    pub kind: String,
    #[serde(default)]
    pub status: String,
    #[serde(default, deserialize_with = "opt_id")]
    pub parent: u64,
    #[serde(default)]
    pub sku: String,
    #[serde(default, deserialize_with = "map_or_list")]
    pub fields: SortedMap<String, SnapshotField>,
    #[serde(default, deserialize_with = "map_or_list")]
    pub bases: Bases,
    /// What other plugins want it to begin with, should it be made in UnoPim.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub defaults: Option<Beginning>,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Beginning {
    pub family: String,
    /// By place in UnoPim, such as `common.material`.
    #[serde(deserialize_with = "map_or_list")]
    pub values: SortedMap<String, Value>,
}

#[derive(Debug, Clone, Default, Deserialize)]
pub struct ProductsAnswer {
    #[serde(default)]
    pub items: Vec<Snapshot>,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct VariationRow {
    pub id: u64,
    pub parent: u64,
    #[serde(default)]
    pub sku: String,
    #[serde(default, deserialize_with = "map_or_list")]
    pub axes: SortedMap<String, String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
pub struct VariationsAnswer {
    #[serde(default)]
    pub variations: Vec<VariationRow>,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct LinkRow {
    pub code: String,
    pub id: u64,
    #[serde(default)]
    pub target: Option<String>,
    #[serde(default, deserialize_with = "map_or_list")]
    pub bases: Bases,
    #[serde(default)]
    pub context: Value,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct AttributeRow {
    pub id: u64,
    /// Without `pa_`.
    pub slug: String,
    pub name: String,
    #[serde(default)]
    pub order_by: String,
    #[serde(default, deserialize_with = "map_or_list")]
    pub h: SortedMap<String, String>,
    /// The code that somebody wants for it in UnoPim.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}

impl AttributeRow {
    /// What its code in UnoPim is made from.
    pub fn proposal(&self) -> &str {
        self.code.as_deref().filter(|code| !code.is_empty()).unwrap_or(&self.slug)
    }
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct AttributesAnswer {
    #[serde(default)]
    pub attributes: Vec<AttributeRow>,
    #[serde(default)]
    pub links: Vec<LinkRow>,
    /// Held ones; left out where nothing waits.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<ItemRow>,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct TermRow {
    pub id: u64,
    pub slug: String,
    pub name: String,
    #[serde(default, deserialize_with = "opt_id")]
    pub parent: u64,
    #[serde(default)]
    pub order: i64,
    #[serde(default)]
    pub description: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub swatch_color: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub swatch_image: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thumbnail: Option<u64>,
    /// The code that somebody wants for it in UnoPim.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The keys that were asked for.
    #[serde(default, deserialize_with = "map_or_list", skip_serializing_if = "SortedMap::is_empty")]
    pub meta: SortedMap<String, Value>,
    #[serde(default, deserialize_with = "map_or_list")]
    pub h: SortedMap<String, String>,
}

impl TermRow {
    /// What its code in UnoPim is made from.
    pub fn proposal(&self) -> &str {
        self.code.as_deref().filter(|code| !code.is_empty()).unwrap_or(&self.slug)
    }

    /// A field with its hash, as a product's is read.
    pub fn snapshot(&self, field: &str) -> SnapshotField {
        SnapshotField { v: self.value(field), h: self.h.get(field).cloned().unwrap_or_default() }
    }

    /// A field by its name on the wire.
    pub fn value(&self, field: &str) -> Value {
        match field {
            "name" => json!(self.name),
            "slug" => json!(self.slug),
            "parent" => json!(self.parent),
            "order" => json!(self.order),
            "description" => json!(self.description),
            "swatch_color" => json!(self.swatch_color),
            "swatch_image" => json!(self.swatch_image),
            "thumbnail" => json!(self.thumbnail),
            _ => field.strip_prefix("meta:").and_then(|key| self.meta.get(key)).cloned().unwrap_or_default(),
        }
    }
}

/// A linked term of the default language, and its translation where it has one (0: none).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TranslatedTerm {
    pub code: String,
    pub original: u64,
    pub id: u64,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct TaxonomyRow {
    pub taxonomy: String,
    #[serde(default)]
    pub exists: bool,
    #[serde(default)]
    pub terms: Vec<TermRow>,
    #[serde(default)]
    pub links: Vec<LinkRow>,
    /// Those of the site's other channels, the first one's first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<LinkRow>,
    /// Held ones; left out where nothing waits.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<ItemRow>,
    /// Of a further language; nothing where the taxonomy is not translated.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub translations: Vec<TranslatedTerm>,
}

impl TaxonomyRow {
    /// What waits for a choice of a record.
    pub fn held(&self, entity: &str, code: &str) -> Option<&ItemRow> {
        self.items.iter().find(|row| row.is_of(entity, code))
    }

    /// Translations that are there, each with the code of what it translates: these, or all of them.
    pub fn translated<'a>(&'a self, only: Option<&'a [u64]>) -> impl Iterator<Item = (&'a str, &'a TermRow)> {
        let wanted = move |id: u64| id > 0 && only.is_none_or(|ids| ids.contains(&id));
        self.translations
            .iter()
            .filter(move |of| wanted(of.id))
            .filter_map(|of| Some((of.code.as_str(), self.terms.iter().find(|term| term.id == of.id)?)))
    }
}

#[derive(Debug, Clone, Default, Deserialize)]
pub struct TermsAnswer {
    #[serde(default)]
    pub taxonomies: Vec<TaxonomyRow>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct PendingLink {
    pub row: u64,
    pub code: String,
    pub id: u64,
}

#[derive(Debug, Clone, Default, Deserialize)]
pub struct PendingAnswer {
    #[serde(default)]
    pub links: Vec<PendingLink>,
}

/// What became of one operation.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "snake_case", try_from = "AppliedRow")]
pub enum Applied {
    Done { n: u64, id: u64 },
    Changed { n: u64, item: Box<Snapshot> },
    Failed { n: u64, error: Fault },
}

/// The same as it comes: decoding a tagged enum would double the code of all it holds.
#[derive(Deserialize)]
struct AppliedRow {
    status: String,
    n: u64,
    #[serde(default)]
    id: Option<u64>,
    #[serde(default)]
    item: Option<Box<Snapshot>>,
    #[serde(default)]
    error: Option<Fault>,
}

impl TryFrom<AppliedRow> for Applied {
    type Error = String;

    fn try_from(row: AppliedRow) -> Result<Self, String> {
        let n = row.n;
        match (row.status.as_str(), row.id, row.item, row.error) {
            ("done", Some(id), ..) => Ok(Self::Done { n, id }),
            ("changed", _, Some(item), _) => Ok(Self::Changed { n, item }),
            ("failed", .., Some(error)) => Ok(Self::Failed { n, error }),
            (status, ..) => Err(format!("the result `{status}` of operation {n} is unknown or incomplete")),
        }
    }
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct ResultsAnswer {
    #[serde(default)]
    pub results: Vec<Applied>,
}
