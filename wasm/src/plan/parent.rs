//! What a variant must know of its parent, kept with the parent's link so that no listing has to be held in memory.

use serde_json::{Map, Value, json};

use super::settings::RunSettings;
use crate::mapping::Resolved;
use crate::ordered::{Sort as _, object};
use crate::source::{Product, Scoped, ScopedValue};
use crate::variants::Combinations;

#[derive(Debug, Clone, Default)]
pub struct ParentInfo {
    pub key: String,
    /// `None`: planned, but not in the shop yet.
    pub id: Option<u64>,
    pub axes: Vec<String>,
    /// Variants whose combination another one has already.
    pub doubles: Vec<String>,
    pub values: Vec<Scoped>,
    pub categories: Option<Vec<String>>,
    /// As the link has them, to be said again when a flag is set.
    pub target: Option<String>,
    pub context: Value,
    pub flags: Vec<String>,
}

/// The context of a configurable's link. Values are kept where children inherit.
pub fn context(
    product: &Product,
    axes: &[String],
    combinations: &Combinations,
    inherit: bool,
    resolved: &Resolved,
    settings: &RunSettings,
) -> Value {
    let mut out = json!({"axes": axes, "doubles": combinations.doubles});
    if !inherit {
        return out;
    }
    let mut values = Map::new();
    for (attribute, scoped) in resolved.attributes.iter().zip(&product.values) {
        if scoped.is_empty() {
            continue;
        }
        let by_language = object(scoped.iter().map(|v| {
            let language = if attribute.value_per_locale {
                settings.locale_chain[v.rank].clone()
            } else {
                String::new()
            };
            (language, v.value.clone())
        }));
        values.insert(attribute.code.clone(), Value::Object(by_language));
    }
    out["values"] = Value::Object(values);
    out["categories"] = json!(product.categories);
    out
}

impl ParentInfo {
    pub fn from_context(
        key: &str,
        id: Option<u64>,
        target: Option<String>,
        context: &Value,
        resolved: &Resolved,
        settings: &RunSettings,
    ) -> Self {
        let list = |name: &str| context.get(name).map(crate::source::option_codes).unwrap_or_default();
        let values = resolved
            .attributes
            .iter()
            .map(|attribute| {
                let Some(kept) =
                    context.get("values").and_then(|v| v.get(&attribute.code)).and_then(Value::as_object)
                else {
                    return Vec::new();
                };
                let mut scoped: Scoped = kept
                    .iter()
                    .filter_map(|(language, value)| {
                        let rank = if language.is_empty() {
                            0
                        } else {
                            settings.locale_chain.iter().position(|l| l == language)?
                        };
                        Some(ScopedValue { rank, value: value.clone() })
                    })
                    .collect();
                scoped.order_by_key(|v| v.rank);
                scoped
            })
            .collect();
        Self {
            key: key.to_owned(),
            id,
            axes: list("axes"),
            doubles: list("doubles"),
            values,
            categories: context.get("categories").filter(|c| c.is_array()).map(crate::source::option_codes),
            target,
            context: context.clone(),
            flags: Vec::new(),
        }
    }
}
