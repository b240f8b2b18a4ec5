//! The mapping document as an administrator saves it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

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
pub struct Mapping {
    #[serde(default = "version")]
    pub version: u32,
    /// Core field → row; `None` is an empty row.
    #[serde(default, deserialize_with = "map_or_list")]
    pub core: BTreeMap<String, Option<CoreRow>>,
    /// Channel → language → rows.
    #[serde(default, deserialize_with = "map_or_list")]
    pub attributes: BTreeMap<String, BTreeMap<String, Vec<Row>>>,
    /// Channel → UnoPim category → shop term.
    #[serde(default, deserialize_with = "map_or_list")]
    pub categories: BTreeMap<String, BTreeMap<String, u64>>,
}

fn version() -> u32 {
    1
}

/// PHP writes an empty map as `[]`, also one level down.
fn map_or_list<'de, D, T>(d: D) -> Result<BTreeMap<String, T>, D::Error>
where
    D: serde::Deserializer<'de>,
    T: serde::de::DeserializeOwned,
{
    use serde_json::Value;
    let Value::Object(map) = Value::deserialize(d)? else { return Ok(BTreeMap::new()) };
    map.into_iter()
        .map(|(key, value)| {
            // An inner empty list is an inner empty map, unless a list is what belongs there.
            T::deserialize(value.clone())
                .or_else(|error| match &value {
                    Value::Array(list) if list.is_empty() => {
                        T::deserialize(Value::Object(serde_json::Map::new()))
                    }
                    _ => Err(error),
                })
                .map(|row| (key, row))
                .map_err(serde::de::Error::custom)
        })
        .collect()
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CoreRow {
    pub attribute: String,
    #[serde(default, skip_serializing_if = "is_false")]
    pub clear_when_empty: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// `attribute:pa_color`, `custom:Material`, `meta:ean`.
    pub target: String,
    pub attribute: String,
    #[serde(default, skip_serializing_if = "is_false")]
    pub clear_when_empty: bool,
    #[serde(default = "yes")]
    pub visible: bool,
    /// Option codes instead of labels into plain targets.
    #[serde(default)]
    pub write: Write,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Write {
    #[default]
    Label,
    Code,
}

#[allow(clippy::trivially_copy_pass_by_ref)] // the signature that serde calls
fn is_false(flag: &bool) -> bool {
    !flag
}

fn yes() -> bool {
    true
}

impl Mapping {
    /// The rows in force: a language without rows of its own follows the channel's default locale.
    pub fn rows(&self, channel: &str, locale: &str, default_locale: &str) -> (&str, &[Row]) {
        let Some(languages) = self.attributes.get(channel) else { return ("", &[]) };
        [locale, default_locale]
            .into_iter()
            .find_map(|l| languages.get_key_value(l))
            .map_or(("", &[]), |(l, rows)| (l.as_str(), rows.as_slice()))
    }
}
