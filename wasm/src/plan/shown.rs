//! Values in words: terms by their names instead of their ids.

use std::collections::BTreeMap;

use serde_json::Value;

use super::operation::{FieldChange, Operation, Shown};
use super::shop::ShopStructure;
use crate::mapping::Resolved;
use crate::store::CATEGORIES;

/// Names of terms by taxonomy, and labels of attributes by field.
pub(super) struct Words<'s> {
    shop: &'s ShopStructure,
    labels: BTreeMap<String, String>,
}

impl<'s> Words<'s> {
    pub(super) fn new(shop: &'s ShopStructure, labels: BTreeMap<String, String>) -> Self {
        Self { shop, labels }
    }

    /// The labels of the attributes that rows and axes write to.
    pub(super) fn labels(
        resolved: &Resolved,
        axes: &[super::target::Axis],
        chain: &[String],
    ) -> BTreeMap<String, String> {
        super::structure::needed_attributes(resolved, axes, chain)
            .into_iter()
            .map(|need| (format!("attribute:pa_{}", need.slug), need.label))
            .collect()
    }

    pub(super) fn tell(&self, operation: &mut Operation) {
        if operation.entity != "product" {
            return;
        }
        for field in &mut operation.fields {
            let shown = self.shown(field);
            field.shown = shown;
        }
    }

    fn shown(&self, field: &FieldChange) -> Option<Shown> {
        let taxonomy = match field.field.as_str() {
            "categories" => CATEGORIES,
            name => name.strip_prefix("attribute:")?,
        };
        let label = self.labels.get(&field.field).cloned().unwrap_or_default();
        Some(Shown { label, old: self.names(taxonomy, &field.old), new: self.names(taxonomy, &field.new) })
    }

    fn names(&self, taxonomy: &str, value: &Value) -> String {
        let terms = value.get("terms").unwrap_or(value);
        let list = terms.as_array().map_or(&[][..], Vec::as_slice);
        list.iter().map(|term| self.name(taxonomy, term)).collect::<Vec<_>>().join(", ")
    }

    fn name(&self, taxonomy: &str, term: &Value) -> String {
        if let Some((entity, code)) = term.get("ref").and_then(Value::as_str).and_then(|r| r.split_once(':'))
        {
            let entity = if entity == "category" { "category" } else { "option" };
            return self.shop.terms.get(entity, code).map_or_else(|| code.to_owned(), |t| t.name.clone());
        }
        let id = term.as_u64().unwrap_or_default();
        let rows = self.shop.taxonomies.get(taxonomy);
        rows.and_then(|row| row.terms.iter().find(|t| t.id == id))
            .map_or_else(|| format!("#{id}"), |t| t.name.clone())
    }
}
