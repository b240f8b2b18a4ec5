//! Terms of a product: of its attributes, taxonomies and categories, and its links to other products.

use serde_json::Value;

use super::scope::Scope;
use super::{ResolvedRow, RowTarget, Target, TargetContext, Wish, taxonomy_value};
use crate::ordered::Sort as _;
use crate::source::Product;

/// What a row's terms are as a field; nothing without a term.
pub(super) fn value(row: &ResolvedRow, terms: Vec<Value>) -> Option<Value> {
    if terms.is_empty() {
        return None;
    }
    Some(match row.target {
        RowTarget::Attribute(_) => taxonomy_value(terms, row.visible, false, row.position),
        _ => Value::Array(sorted(terms)),
    })
}

/// Ids in order, terms that are not there yet behind them.
fn sorted(mut terms: Vec<Value>) -> Vec<Value> {
    let place = |id: &Value| id.as_u64().unwrap_or(u64::MAX);
    terms.order_by(|a, b| place(a).cmp(&place(b)).then_with(|| a["ref"].as_str().cmp(&b["ref"].as_str())));
    terms.dedup();
    terms
}

impl<'c> TargetContext<'c> {
    pub(super) fn take_categories(&self, target: &mut Target<'c>, product: &Product, scope: &mut Scope) {
        let Some(codes) = &product.categories else { return };
        // Where shop categories stay, each channel adds its own; an exact list has one author.
        if self.settings.category_assignment == crate::plan::CategoryAssignment::Exact
            && scope.leaves_out_categories()
        {
            return;
        }
        let ids = codes.iter().filter_map(|code| self.terms.reference("category", code)).collect();
        target.push("categories", Value::Array(sorted(ids)));
    }

    /// Categories of a reference subtree are terms of its taxonomy, beside those that a row gives.
    pub(super) fn take_references(&self, target: &mut Target<'c>, product: &Product, scope: &mut Scope) {
        let Some(codes) = &product.categories else { return };
        let mut taxonomies: Vec<&str> =
            self.resolved.references.iter().map(|r| r.taxonomy.as_str()).collect();
        taxonomies.order();
        taxonomies.dedup();
        for taxonomy in taxonomies {
            let field = format!("taxonomy:{taxonomy}");
            if scope.leaves_out(&field) {
                continue;
            }
            let mut ids: Vec<Value> = codes
                .iter()
                .filter_map(|code| self.terms.reference("term", &format!("{taxonomy}:{code}")))
                .collect();
            match target.fields.iter_mut().find(|f| f.field == field) {
                Some(known) => {
                    if let Wish::Set(Value::Array(list)) = &known.wish {
                        ids.extend(list.iter().cloned());
                    }
                    if !ids.is_empty() {
                        known.wish = Wish::Set(Value::Array(sorted(ids)));
                    }
                }
                None => target.push(field, Value::Array(sorted(ids))),
            }
        }
    }

    /// SKUs by field; several types may fill one.
    pub(super) fn take_associations(&self, target: &mut Target<'c>, product: &Product, scope: &mut Scope) {
        for (kind, field) in &self.resolved.associations {
            let Some((_, skus)) = product.associations.iter().find(|(known, _)| known == kind) else {
                continue;
            };
            if scope.leaves_out(field) {
                continue;
            }
            let list = target.associations.entry(field.clone()).or_default();
            for sku in skus {
                if !list.contains(sku) {
                    list.push(sku.clone());
                }
            }
        }
    }
}
