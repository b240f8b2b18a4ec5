//! Values in words: terms by their names instead of their ids, and the language that a text came from.

use serde_json::Value;

use super::operation::{FieldChange, Operation, Shown};
use super::shop::ShopStructure;
use super::target::TargetContext;
use crate::mapping::{Resolved, TAGS, picked};
use crate::ordered::{SortedMap, SortedSet};
use crate::source::{Product, ScopedValue};
use crate::store::CATEGORIES;

/// SKU → field → language, where a value came from another language than the wished one.
pub(super) type Languages = SortedMap<String, SortedMap<String, String>>;

/// The languages of a product's values that fell back along the chain.
pub(super) fn fallbacks(
    product: &Product,
    resolved: &Resolved,
    chain: &[String],
) -> SortedMap<String, String> {
    resolved
        .rows
        .iter()
        .filter_map(|row| {
            let number = row.attribute?;
            let rank = picked(&product.values[number])?.rank;
            let falls_back = rank > 0 && resolved.attributes[number].value_per_locale;
            falls_back.then(|| Some((row.field.clone(), chain.get(rank)?.clone())))?
        })
        .collect()
}

/// The fields that a further language only lends: their texts are of another one, until there is one in this.
pub fn borrowed(product: &Product, context: &TargetContext) -> SortedSet<String> {
    if !context.settings.translates {
        return SortedSet::new();
    }
    fallbacks(product, context.resolved, &context.settings.locale_chain).into_keys().collect()
}

/// Whether a product, or a variant, has some text in the wished language itself.
pub fn has_words(product: &Product, resolved: &Resolved) -> bool {
    let variant = product.parent.is_some();
    resolved.rows.iter().any(|row| {
        let Some(number) = row.attribute.filter(|_| !variant || row.target.on_variation()) else {
            return false;
        };
        let own = |v: &&ScopedValue| v.rank == 0 && !v.value.is_null() && v.value != "";
        picked(&product.values[number]).as_ref().is_some_and(own)
            && resolved.attributes[number].value_per_locale
    })
}

/// Names of terms by taxonomy, labels of attributes by field, and languages.
pub(super) struct Words<'s> {
    shop: &'s ShopStructure,
    labels: SortedMap<String, String>,
    languages: Languages,
}

impl<'s> Words<'s> {
    pub(super) fn new(
        shop: &'s ShopStructure,
        labels: SortedMap<String, String>,
        languages: Languages,
    ) -> Self {
        Self { shop, labels, languages }
    }

    /// The labels of the attributes that rows and axes write to.
    pub(super) fn labels(
        resolved: &Resolved,
        axes: &[super::target::Axis],
        chain: &[String],
    ) -> SortedMap<String, String> {
        super::structure::needed_attributes(resolved, axes, chain)
            .into_iter()
            .map(|need| (format!("attribute:pa_{}", need.slug), need.label))
            .collect()
    }

    pub(super) fn tell(&self, operation: &mut Operation) {
        if operation.entity != "product" {
            return;
        }
        let languages = self.languages.get(&operation.key);
        for field in &mut operation.fields {
            let locale = languages.and_then(|of| of.get(&field.field)).cloned();
            let shown = self.shown(field, locale);
            field.shown = shown;
        }
    }

    /// Nothing where the value speaks for itself.
    fn shown(&self, field: &FieldChange, locale: Option<String>) -> Option<Shown> {
        let taxonomy = match field.field.as_str() {
            "categories" => Some(CATEGORIES),
            "tags" => Some(TAGS),
            name => name.strip_prefix("attribute:").or_else(|| name.strip_prefix("taxonomy:")),
        };
        let Some(taxonomy) = taxonomy else {
            locale.as_ref()?;
            return Some(Shown { locale, ..Shown::default() });
        };
        let label = self.labels.get(&field.field).cloned().unwrap_or_default();
        Some(Shown {
            label,
            old: self.names(taxonomy, &field.old),
            new: self.names(taxonomy, &field.new),
            offered: field.offered.as_ref().map_or_else(String::new, |v| self.names(taxonomy, v)),
            locale,
        })
    }

    fn names(&self, taxonomy: &str, value: &Value) -> String {
        let terms = value.get("terms").unwrap_or(value);
        let list = terms.as_array().map_or(&[][..], Vec::as_slice);
        list.iter().map(|term| self.name(taxonomy, term)).collect::<Vec<_>>().join(", ")
    }

    fn name(&self, taxonomy: &str, term: &Value) -> String {
        if let Some((entity, code)) = term.get("ref").and_then(Value::as_str).and_then(|r| r.split_once(':'))
        {
            let entity = match entity {
                "category" => "category",
                "term" => "term",
                _ => "option",
            };
            return self.shop.terms.get(entity, code).map_or_else(|| code.to_owned(), |t| t.name.clone());
        }
        let id = term.as_u64().unwrap_or_default();
        let rows = self.shop.taxonomies.get(taxonomy);
        rows.and_then(|row| row.terms.iter().find(|t| t.id == id))
            .map_or_else(|| format!("#{id}"), |t| t.name.clone())
    }
}
