//! The mapping document as an administrator saves it.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::ordered::SortedMap;
use crate::plain::{Misread, read_value};

/// The nine pinned rows, in the order in which they are shown.
pub const CORE_FIELDS: [&str; 9] = [
    "sku",
    "name",
    "regular_price",
    "sale_price",
    "stock_quantity",
    "stock_status",
    "description",
    "short_description",
    "status",
];

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Mapping {
    #[serde(default = "version")]
    pub version: u32,
    /// Core field → row; `None` is an empty row.
    #[serde(default, deserialize_with = "map_or_list")]
    #[cfg_attr(test, ts(type = "{ [key in CoreField]: CoreRow | null }"))]
    pub core: SortedMap<String, Option<CoreRow>>,
    /// Channel → language → rows.
    #[serde(default, deserialize_with = "map_or_list")]
    pub attributes: SortedMap<String, SortedMap<String, Vec<Row>>>,
    /// Channel → UnoPim category → shop term.
    #[serde(default, deserialize_with = "map_or_list")]
    pub categories: SortedMap<String, SortedMap<String, u64>>,
    /// UnoPim category field → `thumbnail` or `meta:key`; name and description are fixed.
    #[serde(default, deserialize_with = "map_or_list", skip_serializing_if = "SortedMap::is_empty")]
    pub category_fields: SortedMap<String, String>,
    /// Taxonomies that the bridge registers.
    #[serde(default, deserialize_with = "list_or_nothing", skip_serializing_if = "Vec::is_empty")]
    pub taxonomies: Vec<TaxonomyDef>,
    /// Channel → category subtrees that become terms of a taxonomy.
    #[serde(default, deserialize_with = "map_or_list", skip_serializing_if = "SortedMap::is_empty")]
    pub references: SortedMap<String, Vec<Reference>>,
    /// UnoPim association type → product field; absent: [`ASSOCIATIONS`].
    #[serde(default, deserialize_with = "opt_map", skip_serializing_if = "Option::is_none")]
    pub associations: Option<SortedMap<String, Option<String>>>,
}

/// The three fixed types of UnoPim and the fields they fill unless a document says otherwise.
pub const ASSOCIATIONS: [(&str, &str); 3] =
    [("up_sells", "upsells"), ("cross_sells", "cross_sells"), ("related_products", "related")];

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct TaxonomyDef {
    pub taxonomy: String,
    pub name: String,
    pub hierarchical: bool,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Reference {
    pub taxonomy: String,
    /// The top of the subtree; it is no term itself.
    pub category: String,
}

fn version() -> u32 {
    1
}

/// PHP writes an empty map as `[]`, also one level down.
fn map_or_list<'de, D, T>(d: D) -> Result<SortedMap<String, T>, D::Error>
where
    D: serde::Deserializer<'de>,
    T: serde::de::DeserializeOwned,
{
    rows_of(Value::deserialize(d)?).map_err(serde::de::Error::custom)
}

fn rows_of<T: serde::de::DeserializeOwned>(value: Value) -> Result<SortedMap<String, T>, Misread> {
    let Value::Object(map) = value else { return Ok(SortedMap::new()) };
    map.into_iter()
        .map(|(key, value)| {
            // An inner empty list is an inner empty map, unless a list is what belongs there.
            let is_empty = value.as_array().is_some_and(Vec::is_empty);
            read_value(value)
                .or_else(|error| {
                    if is_empty { read_value(Value::Object(serde_json::Map::new())) } else { Err(error) }
                })
                .map(|row| (key, row))
        })
        .collect()
}

fn list_or_nothing<'de, D, T>(d: D) -> Result<Vec<T>, D::Error>
where
    D: serde::Deserializer<'de>,
    T: serde::de::DeserializeOwned,
{
    Ok(Option::<Vec<T>>::deserialize(d)?.unwrap_or_default())
}

/// Present and empty says "no association is mapped"; null and nothing at all say nothing.
fn opt_map<'de, D>(d: D) -> Result<Option<SortedMap<String, Option<String>>>, D::Error>
where
    D: serde::Deserializer<'de>,
{
    let value = Value::deserialize(d)?;
    if value.is_null() {
        return Ok(None);
    }
    rows_of(value).map(Some).map_err(serde::de::Error::custom)
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct CoreRow {
    pub attribute: String,
    #[serde(default, skip_serializing_if = "is_false")]
    pub clear_when_empty: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Row {
    /// `attribute:pa_color`, `custom:Material`, `meta:ean`.
    pub target: String,
    pub attribute: String,
    #[serde(default, skip_serializing_if = "is_false")]
    pub clear_when_empty: bool,
    #[serde(default = "yes")]
    #[cfg_attr(test, ts(as = "Option<bool>", optional))]
    pub visible: bool,
    #[serde(default)]
    #[cfg_attr(test, ts(as = "Option<Write>", optional))]
    pub write: Write,
    /// The unit of plain numbers into weight and dimensions; absent: the shop's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Whether a push makes an option for a term that has none.
    #[serde(default = "yes", skip_serializing_if = "is_true")]
    #[cfg_attr(test, ts(as = "Option<bool>", optional))]
    pub create_options: bool,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Write {
    /// Option labels into plain targets, ids of files into meta.
    #[default]
    Label,
    /// Option codes.
    Code,
    /// Ids of files, the same as nothing said.
    Id,
    /// Addresses of files.
    Url,
}

#[allow(clippy::trivially_copy_pass_by_ref)] // the signature that serde calls
fn is_false(flag: &bool) -> bool {
    !flag
}

#[allow(clippy::trivially_copy_pass_by_ref)] // the signature that serde calls
fn is_true(flag: &bool) -> bool {
    *flag
}

fn yes() -> bool {
    true
}

impl Mapping {
    /// UnoPim association type → product field, those that are mapped.
    pub fn association_fields(&self) -> Vec<(&str, &str)> {
        match &self.associations {
            None => ASSOCIATIONS.to_vec(),
            Some(map) => map
                .iter()
                .filter_map(|(kind, field)| Some((kind.as_str(), field.as_deref()?)))
                .filter(|(_, field)| !field.is_empty())
                .collect(),
        }
    }

    /// The subtrees that become terms for a channel.
    pub fn references(&self, channel: &str) -> &[Reference] {
        self.references.get(channel).map_or(&[], Vec::as_slice)
    }

    /// Whether terms of a taxonomy have parents. `product_brand` is WooCommerce's own and has.
    pub fn is_hierarchical(&self, taxonomy: &str) -> bool {
        self.taxonomies
            .iter()
            .find(|t| t.taxonomy == taxonomy)
            .map_or(taxonomy == "product_brand", |t| t.hierarchical)
    }

    /// The rows of a channel in all its languages.
    pub fn channel_rows(&self, channel: &str) -> impl Iterator<Item = &Row> {
        self.attributes.get(channel).into_iter().flat_map(|languages| languages.values().flatten())
    }

    /// The rows in force: a language without rows of its own follows the channel's default locale.
    pub fn rows(&self, channel: &str, locale: &str, default_locale: &str) -> (&str, &[Row]) {
        let Some(languages) = self.attributes.get(channel) else { return ("", &[]) };
        [locale, default_locale]
            .into_iter()
            .find_map(|l| languages.get_key_value(l))
            .map_or(("", &[]), |(l, rows)| (l.as_str(), rows.as_slice()))
    }
}
