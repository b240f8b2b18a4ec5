//! What a product should look like in the shop.

mod axes;
mod images;
mod prices;
mod scope;
mod terms;

use std::borrow::Cow;

use serde_json::Value;

use super::catalog::Catalog;
use super::settings::{RunSettings, StoreFacts};
use crate::diff::{Digest, Wish};
use crate::mapping::{Converted, Converter, Resolved, ResolvedRow, Target as RowTarget, unknown_options};
use crate::ordered::{SortedMap, object};
use crate::reason::Reason;
use crate::source::{Attribute, Product};
use crate::store::TermIndex;
use crate::wire::{Level, Log};
pub use axes::{Axes, Axis, Refused};

/// How a UnoPim product stands in the shop.
#[derive(Debug, Clone, PartialEq)]
pub enum Role {
    Simple,
    /// With the option codes that its variants use, per axis.
    Variable {
        axes: Vec<(String, Vec<String>)>,
    },
    /// With the axes of its parent.
    Variation {
        axes: Vec<String>,
    },
}

#[derive(Debug, Clone)]
pub struct TargetField<'c> {
    pub field: Cow<'c, str>,
    pub wish: Wish,
    pub stock: bool,
}

/// Everything UnoPim says about a product, in the shop's form.
#[derive(Debug, Clone, Default)]
pub struct Target<'c> {
    pub fields: Vec<TargetField<'c>>,
    /// Files that the image lane brings to a field (`image`, `gallery`, `meta:key`), by their paths in UnoPim, in order.
    /// An empty list empties the field: the row clears.
    pub images: SortedMap<String, Vec<String>>,
    /// SKUs by field (`upsells`, `cross_sells`, `related`, `grouped`), each once, in order.
    pub associations: SortedMap<String, Vec<String>>,
    pub notes: Vec<Log>,
    pub hash: String,
    /// Names of terms that no option stands for and that are not in the shop yet: taxonomy, link code, name.
    pub missing_terms: Vec<(String, String, String)>,
    /// The combination cannot be told: axis without a value, option without a term.
    pub broken_axes: Option<String>,
}

pub struct TargetContext<'c> {
    pub catalog: &'c Catalog,
    pub settings: &'c RunSettings,
    pub store: &'c StoreFacts,
    pub resolved: &'c Resolved,
    pub axes: &'c Axes,
    pub terms: &'c TermIndex,
}

/// A row of the log about one product.
pub(in crate::plan) fn note(
    level: Level,
    key: &str,
    reason: Reason,
    message: String,
    field: Option<&str>,
    hint: &str,
) -> Log {
    Log { field: field.map(Into::into), ..Log::pull(level, "product", key, reason.code(), message, hint) }
}

impl<'c> TargetContext<'c> {
    pub fn build(&self, product: &Product, role: &Role) -> Target<'c> {
        let mut target = Target::default();
        let variation = matches!(role, Role::Variation { .. });
        if !self.settings.translates {
            target.set("sku", product.sku.as_str().into());
        }
        let converter = Converter { catalog: self.catalog, settings: self.settings, store: self.store };
        let mut scope = self.scope(product);
        for row in &self.resolved.rows {
            if (variation && !row.target.on_variation()) || row.target == RowTarget::Sku {
                continue;
            }
            if matches!(role, Role::Variable { .. }) && row.target.is_sold() {
                continue;
            }
            let Some(number) = row.attribute else {
                if let (Some(enabled), false) = (product.status, scope.leaves_out(&row.field)) {
                    target.set("status", published(enabled, variation).into());
                }
                continue;
            };
            let attribute = &self.resolved.attributes[number];
            if Self::is_axis(role, &attribute.code) && matches!(row.target, RowTarget::Attribute(_)) {
                continue;
            }
            let outcome = converter.convert(row, attribute, &product.values[number]);
            if matches!(outcome, Converted::Absent) || scope.leaves_out(&row.field) {
                continue;
            }
            if !self.catalog.in_family(&product.family, &attribute.code) {
                let message = format!(
                    "{} is not in the family {}; its value is not used",
                    attribute.code, product.family
                );
                let hint = "Add the attribute to the family in UnoPim, or clear the row.";
                target.notes.push(note(
                    Level::Warn,
                    &product.sku,
                    Reason::NotInFamily,
                    message,
                    Some(&row.field),
                    hint,
                ));
                continue;
            }
            self.take(&mut target, product, row, attribute, outcome, variation);
        }
        self.take_axes(&mut target, product, role);
        if !variation && !self.settings.own_rows_only {
            self.take_categories(&mut target, product, &mut scope);
            self.take_references(&mut target, product, &mut scope);
            self.take_associations(&mut target, product, &mut scope);
        }
        if !self.settings.translates {
            self.take_first_image(&mut target, variation, &mut scope);
        }
        self.keep_in_channel(&mut target, product, variation, &mut scope);
        scope.tell(&mut target, product);
        prices::drop_high_sales(&mut target, &product.sku);
        target.finish();
        target
    }

    fn is_axis(role: &Role, code: &str) -> bool {
        match role {
            Role::Simple => false,
            Role::Variable { axes } => axes.iter().any(|(axis, _)| axis == code),
            Role::Variation { axes } => axes.iter().any(|axis| axis == code),
        }
    }

    fn take(
        &self,
        target: &mut Target<'c>,
        product: &Product,
        row: &'c ResolvedRow,
        attribute: &Attribute,
        converted: Converted,
        variation: bool,
    ) {
        let told = |level, reason, message, hint: &str| {
            note(level, &product.sku, reason, message, Some(&row.field), hint)
        };
        let wish = match converted {
            Converted::Absent => return,
            Converted::Empty if attribute.kind.is_file() => {
                if row.clear_when_empty {
                    target.images.insert(row.field.clone(), Vec::new());
                }
                return;
            }
            Converted::Empty if row.clear_when_empty => Wish::Clear(row.target.cleared()),
            Converted::Empty => Wish::Emptied,
            Converted::Value(Value::String(status)) if row.target == RowTarget::Status && variation => {
                Wish::Set(published(status == "publish", true).into())
            }
            Converted::Value(value) => Wish::Set(value),
            Converted::Partly { value, unknown } => {
                let (message, hint) = unknown_options(attribute, &unknown);
                target.notes.push(told(Level::Warn, Reason::UnknownOption, message, hint));
                Wish::Set(value)
            }
            Converted::Options { known, unknown } => {
                if !unknown.is_empty() {
                    let (message, hint) = unknown_options(attribute, &unknown);
                    target.notes.push(told(Level::Warn, Reason::UnknownOption, message, hint));
                }
                let codes = known.iter().map(|code| row.target.term_code(&attribute.code, code));
                let terms =
                    codes.filter_map(|code| self.terms.reference(row.target.entity(), &code)).collect();
                match terms::value(row, terms) {
                    Some(value) => Wish::Set(value),
                    None => return,
                }
            }
            Converted::NamedTerms(names) => {
                let mut terms = Vec::with_capacity(names.len());
                for name in names {
                    let code = row.target.name_code(&attribute.code, &name);
                    match self.terms.reference(row.target.entity(), &code) {
                        Some(reference) => terms.push(reference),
                        None => target.missing_terms.push((row.target.taxonomy(), code, name)),
                    }
                }
                match terms::value(row, terms) {
                    Some(value) => Wish::Set(value),
                    None => return,
                }
            }
            Converted::Files { paths, videos } => {
                if !videos.is_empty() {
                    let message = format!("{} holds videos, which {} cannot show", attribute.code, row.field);
                    let hint = "Nothing to do; map the attribute to meta to use them.";
                    target.notes.push(told(Level::Info, Reason::VideoSkipped, message, hint));
                }
                if !paths.is_empty() {
                    target.images.insert(row.field.clone(), paths);
                }
                return;
            }
            Converted::Skipped { code, message, hint } => {
                let log = Log::pull(Level::Warn, "product", &product.sku, code, message, hint);
                target.notes.push(Log { field: Some(row.field.clone()), ..log });
                return;
            }
        };
        let stock = row.target.is_stock();
        target.fields.push(TargetField { field: Cow::Borrowed(&row.field), wish, stock });
    }
}

impl Target<'_> {
    fn set(&mut self, field: &'static str, value: Value) {
        self.push(field, value);
    }

    fn push(&mut self, field: impl Into<Cow<'static, str>>, value: Value) {
        self.fields.push(TargetField { field: field.into(), wish: Wish::Set(value), stock: false });
    }

    pub fn field(&self, name: &str) -> Option<&TargetField<'_>> {
        self.fields.iter().find(|f| f.field == name)
    }

    pub fn set_value(&self, name: &str) -> Option<&Value> {
        set_value(&self.fields, name)
    }

    fn finish(&mut self) {
        let mut digest = Digest::default();
        for field in &self.fields {
            digest.text(&field.field);
            match &field.wish {
                Wish::Set(value) => digest.text("=").value(value),
                Wish::Clear(value) => digest.text("-").value(value),
                Wish::Emptied => digest.text("e"),
            };
        }
        for (mark, lists) in [("i", &self.images), ("a", &self.associations)] {
            for (field, list) in lists {
                digest.text(mark).text(field).texts(list);
            }
        }
        self.hash = digest.finish();
    }
}

/// What is wished of a field, where a value is.
pub(in crate::plan) fn set_value<'f>(fields: &'f [TargetField], name: &str) -> Option<&'f Value> {
    match &fields.iter().find(|f| f.field == name)?.wish {
        Wish::Set(value) => Some(value),
        _ => None,
    }
}

fn published(enabled: bool, variation: bool) -> &'static str {
    match (enabled, variation) {
        (true, _) => "publish",
        (false, false) => "draft",
        (false, true) => "private",
    }
}

pub(in crate::plan) fn taxonomy_value(
    terms: Vec<Value>,
    visible: bool,
    variation: bool,
    position: usize,
) -> Value {
    let entries = [
        ("terms", Value::Array(terms)),
        ("visible", visible.into()),
        ("variation", variation.into()),
        ("position", position.into()),
    ];
    Value::Object(object(entries))
}
