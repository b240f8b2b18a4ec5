//! Channels, attributes, options, families and categories as UnoPim lists them.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::lenient;
use crate::error::Fault;
use crate::ordered::{Sort as _, SortedMap};
use crate::plain::{Misread, read_value};

pub type Labels = SortedMap<String, String>;

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum AttributeType {
    Text,
    Textarea,
    Boolean,
    Price,
    Select,
    Multiselect,
    Checkbox,
    Date,
    Datetime,
    Image,
    Gallery,
    File,
    /// A number with a unit.
    Measurement,
    /// Ids of UnoPim's DAM.
    Asset,
    /// Extensions add types of their own; their values pass as they are, into meta only.
    #[serde(untagged)]
    Other(String),
}

impl<'de> Deserialize<'de> for AttributeType {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let name = String::deserialize(d)?;
        Ok(match name.as_str() {
            "text" => Self::Text,
            "textarea" => Self::Textarea,
            "boolean" => Self::Boolean,
            "price" => Self::Price,
            "select" => Self::Select,
            "multiselect" => Self::Multiselect,
            "checkbox" => Self::Checkbox,
            "date" => Self::Date,
            "datetime" => Self::Datetime,
            "image" => Self::Image,
            "gallery" => Self::Gallery,
            "file" => Self::File,
            "measurement" => Self::Measurement,
            "asset" => Self::Asset,
            _ => Self::Other(name),
        })
    }
}

impl AttributeType {
    /// Values are codes of options.
    pub fn has_options(&self) -> bool {
        matches!(self, Self::Select | Self::Multiselect | Self::Checkbox)
    }

    /// Values are paths or ids of files, which the image lane brings.
    pub fn is_file(&self) -> bool {
        matches!(self, Self::Image | Self::Gallery | Self::File | Self::Asset)
    }

    pub fn name(&self) -> &str {
        match self {
            Self::Text => "text",
            Self::Textarea => "textarea",
            Self::Boolean => "boolean",
            Self::Price => "price",
            Self::Select => "select",
            Self::Multiselect => "multiselect",
            Self::Checkbox => "checkbox",
            Self::Date => "date",
            Self::Datetime => "datetime",
            Self::Image => "image",
            Self::Gallery => "gallery",
            Self::File => "file",
            Self::Measurement => "measurement",
            Self::Asset => "asset",
            Self::Other(name) => name,
        }
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Attribute {
    pub code: String,
    #[serde(rename = "type")]
    pub kind: AttributeType,
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub validation: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_int")]
    pub position: Option<i64>,
    #[serde(default, deserialize_with = "lenient::flag")]
    pub value_per_locale: bool,
    #[serde(default, deserialize_with = "lenient::flag")]
    pub value_per_channel: bool,
    #[serde(default, deserialize_with = "lenient::flag")]
    pub enable_wysiwyg: bool,
    /// `color` or `image`: what the options show beside their labels.
    #[serde(default, deserialize_with = "lenient::opt_text", skip_serializing_if = "Option::is_none")]
    pub swatch_type: Option<String>,
    #[serde(default, deserialize_with = "lenient::labels")]
    pub labels: Labels,
    /// What the host wants its product attribute to be called; not UnoPim's.
    #[serde(skip)]
    pub wanted_slug: Option<String>,
}

impl Attribute {
    pub fn label(&self, chain: &[String]) -> String {
        label(&self.labels, chain).unwrap_or(&self.code).to_owned()
    }
}

/// An option of a select attribute.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Choice {
    pub code: String,
    #[serde(default, deserialize_with = "lenient::opt_int")]
    pub sort_order: Option<i64>,
    /// `#rrggbb`, or the path of an image.
    #[serde(default, deserialize_with = "lenient::opt_text", skip_serializing_if = "Option::is_none")]
    pub swatch_value: Option<String>,
    #[serde(default, deserialize_with = "lenient::labels")]
    pub labels: Labels,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Family {
    pub code: String,
    #[serde(default, deserialize_with = "family_attributes", rename = "attribute_groups")]
    pub attributes: Vec<String>,
}

/// Only the codes matter: which attributes a product of the family may carry.
fn family_attributes<'de, D: serde::Deserializer<'de>>(d: D) -> Result<Vec<String>, D::Error> {
    let groups = Value::deserialize(d)?;
    let mut codes: Vec<String> = match &groups {
        // As the catalogue keeps it.
        Value::Array(list) if list.iter().all(Value::is_string) => {
            list.iter().filter_map(lenient::text).collect()
        }
        Value::Array(list) => list
            .iter()
            .filter_map(|group| group.get("custom_attributes")?.as_array())
            .flatten()
            .filter_map(|attribute| attribute.get("code").and_then(lenient::text))
            .collect(),
        _ => Vec::new(),
    };
    codes.order();
    codes.dedup();
    Ok(codes)
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Category {
    pub code: String,
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub parent: Option<String>,
    #[serde(default, deserialize_with = "lenient::map")]
    pub additional_data: Map<String, Value>,
}

impl Category {
    /// A text field of the category.
    pub fn field(&self, name: &str, chain: &[String]) -> Option<String> {
        self.find(name, chain, |v| lenient::text(v).filter(|t| !t.trim().is_empty()))
    }

    /// A field of any type.
    pub fn value(&self, name: &str, chain: &[String]) -> Option<&Value> {
        self.find(name, chain, |v| (!v.is_null() && v.as_str() != Some("")).then_some(v))
    }

    /// The first filled value along the chain, else the one without a language.
    fn find<'a, T>(
        &'a self,
        name: &str,
        chain: &[String],
        filled: impl Fn(&'a Value) -> Option<T>,
    ) -> Option<T> {
        let localised = self.additional_data.get("locale_specific");
        chain
            .iter()
            .find_map(|locale| localised?.get(locale)?.get(name).and_then(&filled))
            .or_else(|| self.additional_data.get("common")?.get(name).and_then(&filled))
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Channel {
    pub code: String,
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub root_category: Option<String>,
    #[serde(default, deserialize_with = "lenient::code_list")]
    pub locales: Vec<String>,
    #[serde(default, deserialize_with = "lenient::code_list")]
    pub currencies: Vec<String>,
    #[serde(default, deserialize_with = "lenient::labels")]
    pub labels: Labels,
}

/// A language or a currency, of which only some are in use.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Switched {
    pub code: String,
    #[serde(default = "on", deserialize_with = "lenient::flag")]
    pub status: bool,
}

fn on() -> bool {
    true
}

/// The first label along the chain that says something.
pub fn label<'a>(labels: &'a Labels, chain: &[String]) -> Option<&'a str> {
    chain.iter().filter_map(|locale| labels.get(locale)).map(|l| l.trim()).find(|l| !l.is_empty())
}

/// UnoPim's order: numbered first, then by code.
pub fn by_position(position: Option<i64>, code: &str) -> (bool, i64, &str) {
    (position.is_none(), position.unwrap_or(0), code)
}

/// Records of one kind, the unreadable ones apart with what is wrong with them.
pub fn decode_records<T: DeserializeOwned>(entity: &str, rows: &[Value]) -> (Vec<T>, Vec<Fault>) {
    let (mut good, mut bad) = (Vec::new(), Vec::new());
    for (index, row) in rows.iter().enumerate() {
        match read_value(row.clone()) {
            Ok(record) => good.push(record),
            Err(error) => bad.push(malformed(entity, index, row, &error)),
        }
    }
    (good, bad)
}

fn malformed(entity: &str, index: usize, row: &Value, error: &Misread) -> Fault {
    let key = row.get("code").and_then(lenient::text).unwrap_or_else(|| format!("#{index}"));
    Fault::new(
        "malformed",
        &format!("{entity}.{key}"),
        format!("{entity} {key} cannot be read: {error}"),
        "Open it in UnoPim and save it again; if it stays, report it to UnoPim's support.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn flags_come_as_numbers_booleans_and_text() {
        for yes in [json!(1), json!(true), json!("1"), json!("true")] {
            let a: Attribute =
                serde_json::from_value(json!({"code":"a","type":"text","value_per_locale":yes,"labels":[]}))
                    .unwrap();
            assert!(a.value_per_locale && !a.value_per_channel && a.labels.is_empty());
        }
    }

    #[test]
    fn an_unknown_type_keeps_its_name() {
        let a: Attribute = serde_json::from_value(json!({"code":"h","type":"hologram"})).unwrap();
        assert_eq!(a.kind, AttributeType::Other("hologram".into()));
        assert_eq!(serde_json::to_value(&a).unwrap()["type"], "hologram");
    }

    #[test]
    fn a_family_lists_its_attributes_once_and_survives_the_catalogue() {
        let f: Family = serde_json::from_value(json!({"code":"f","attribute_groups":[
            {"code":"g","custom_attributes":[{"code":"b"},{"code":"a"}]},{"code":"h","custom_attributes":[{"code":"a"}]}]}))
        .unwrap();
        assert_eq!(f.attributes, ["a", "b"]);
        let again: Family = serde_json::from_value(serde_json::to_value(&f).unwrap()).unwrap();
        assert_eq!(again.attributes, f.attributes);
    }

    #[test]
    fn a_category_without_data_has_no_fields() {
        for data in [json!(null), json!([]), json!({})] {
            let c: Category =
                serde_json::from_value(json!({"code":"c","parent":null,"additional_data":data})).unwrap();
            assert_eq!(c.field("name", &["en_US".into()]), None);
        }
    }
}
