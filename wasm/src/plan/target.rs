//! What a product should look like in the shop.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::catalog::Catalog;
use super::identity::{attribute_slug, name_code};
use super::settings::{RunSettings, StoreFacts};
use crate::diff::{Digest, Wish};
use crate::mapping::{Converted, Converter, Resolved, ResolvedRow, Target as RowTarget, unknown_options};
use crate::source::{Attribute, AttributeType, Product};
use crate::store::TermIndex;
use crate::wire::{Level, Log};

/// An attribute that tells variants apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Axis {
    pub code: String,
    /// Of the product attribute, without `pa_`.
    pub slug: String,
    /// Of [`Resolved::attributes`].
    pub number: usize,
    pub visible: bool,
    pub position: usize,
}

/// The axes met so far.
#[derive(Debug, Clone, Default)]
pub struct Axes {
    pub list: Vec<Axis>,
}

impl Axes {
    pub fn get(&self, code: &str) -> Option<&Axis> {
        self.list.iter().find(|a| a.code == code)
    }

    /// Adds an axis; an attribute that cannot be one is told apart with the reason.
    pub fn add(
        &mut self,
        code: &str,
        catalog: &Catalog,
        resolved: &mut Resolved,
    ) -> Result<(), (&'static str, String)> {
        if self.get(code).is_some() {
            return Ok(());
        }
        let attribute: &Attribute = catalog
            .attribute(code)
            .ok_or_else(|| ("attribute_gone", format!("UnoPim has no attribute {code}")))?;
        if attribute.kind != AttributeType::Select
            || attribute.value_per_locale
            || attribute.value_per_channel
        {
            return Err((
                "axis_not_select",
                format!("{code} is no select attribute free of channel and language"),
            ));
        }
        let number = resolved.attribute(attribute);
        let row = resolved
            .rows
            .iter()
            .find(|r| r.attribute == Some(number) && matches!(r.target, RowTarget::Taxonomy(_)));
        let (slug, visible, position) = match row {
            Some(ResolvedRow { target: RowTarget::Taxonomy(slug), visible, position, .. }) => {
                (slug.clone(), *visible, *position)
            }
            // Unmapped axes stand behind the mapped attributes, in the order in which they are met.
            _ => (attribute_slug(code), true, resolved.rows.len() + self.list.len()),
        };
        self.list.push(Axis { code: code.to_owned(), slug, number, visible, position });
        Ok(())
    }
}

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
    pub images: BTreeMap<String, Vec<String>>,
    /// SKUs by field (`upsells`, `cross_sells`, `related`, `grouped`), each once, in order.
    pub associations: BTreeMap<String, Vec<String>>,
    pub notes: Vec<Log>,
    pub hash: String,
    /// Names of terms that no option stands for and that are not in the shop yet: row field, link code, name.
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
pub(super) fn note(
    level: Level,
    key: &str,
    code: &str,
    message: String,
    field: Option<&str>,
    hint: &str,
) -> Log {
    Log { field: field.map(Into::into), ..Log::pull(level, "product", key, code, message, hint) }
}

impl<'c> TargetContext<'c> {
    pub fn build(&self, product: &Product, role: &Role) -> Target<'c> {
        let mut target = Target::default();
        let variation = matches!(role, Role::Variation { .. });
        target.set("sku", json!(product.sku));
        let converter = Converter { catalog: self.catalog, settings: self.settings, store: self.store };
        for row in &self.resolved.rows {
            if (variation && !row.target.on_variation()) || row.target == RowTarget::Sku {
                continue;
            }
            if matches!(role, Role::Variable { .. }) && is_price_or_stock(&row.target) {
                continue;
            }
            let Some(number) = row.attribute else {
                if let Some(enabled) = product.status {
                    target.set("status", json!(published(enabled, variation)));
                }
                continue;
            };
            let attribute = &self.resolved.attributes[number];
            if Self::is_axis(role, &attribute.code) && matches!(row.target, RowTarget::Taxonomy(_)) {
                continue;
            }
            let outcome = converter.convert(row, attribute, &product.values[number]);
            if !matches!(outcome, Converted::Absent)
                && !self.catalog.in_family(&product.family, &attribute.code)
            {
                let message = format!(
                    "{} is not in the family {}; its value is not used",
                    attribute.code, product.family
                );
                let hint = "Add the attribute to the family in UnoPim, or clear the row.";
                target.notes.push(note(
                    Level::Warn,
                    &product.sku,
                    "not_in_family",
                    message,
                    Some(&row.field),
                    hint,
                ));
                continue;
            }
            self.take(&mut target, product, row, attribute, outcome, variation);
        }
        self.take_axes(&mut target, product, role);
        if !variation {
            self.take_categories(&mut target, product);
        }
        drop_high_sale(&mut target, &product.sku);
        target.finish();
        target
    }

    /// Whether a product belongs to this run's channel: it lies under the channel's root category. Variants follow their parent.
    pub fn in_channel(&self, product: &Product) -> bool {
        self.under_root(product, &self.settings.channel)
    }

    /// A channel without a root, or with one that UnoPim does not list, holds everything.
    fn under_root(&self, product: &Product, channel: &str) -> bool {
        let Some(root) = self.catalog.root(channel) else { return true };
        product.categories.iter().flatten().any(|code| self.catalog.is_under(code, root))
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
        let wish = match converted {
            Converted::Absent => return,
            Converted::Empty if row.clear_when_empty => Wish::Clear(cleared(&row.target)),
            Converted::Empty => Wish::Emptied,
            Converted::Value(Value::String(status)) if row.target == RowTarget::Status && variation => {
                Wish::Set(json!(published(status == "publish", true)))
            }
            Converted::Value(value) => Wish::Set(value),
            Converted::Options { known: codes, unknown } => {
                if !unknown.is_empty() {
                    let (message, hint) = unknown_options(attribute, &unknown);
                    target.notes.push(note(
                        Level::Warn,
                        &product.sku,
                        "unknown_option",
                        message,
                        Some(&row.field),
                        hint,
                    ));
                }
                let mut terms: Vec<_> = codes
                    .iter()
                    .filter_map(|code| {
                        let code = format!("{}/{code}", attribute.code);
                        Some((self.terms.get("option", &code)?.order, self.terms.reference("option", &code)?))
                    })
                    .collect();
                if attribute.kind == AttributeType::Select {
                    terms.truncate(1);
                }
                let terms: Vec<Value> = terms.into_iter().map(|(_, reference)| reference).collect();
                if terms.is_empty() {
                    return;
                }
                Wish::Set(taxonomy_value(&terms, row.visible, false, row.position))
            }
            Converted::NamedTerm(name) => {
                let code = name_code(&attribute.code, &name);
                let Some(reference) = self.terms.reference("option", &code) else {
                    target.missing_terms.push((row.field.clone(), code, name));
                    return;
                };
                Wish::Set(taxonomy_value(&[reference], row.visible, false, row.position))
            }
            Converted::Skipped { code, message, hint } => {
                target.notes.push(note(Level::Warn, &product.sku, code, message, Some(&row.field), hint));
                return;
            }
        };
        let stock = row.target.is_stock();
        target.fields.push(TargetField { field: Cow::Borrowed(&row.field), wish, stock });
    }

    fn take_axes(&self, target: &mut Target<'c>, product: &Product, role: &Role) {
        match role {
            Role::Simple => {}
            Role::Variable { axes } => {
                for (code, options) in axes {
                    let Some(axis) = self.axes.get(code) else { continue };
                    let terms: Vec<Value> = options
                        .iter()
                        .filter_map(|option| self.terms.reference("option", &format!("{code}/{option}")))
                        .collect();
                    if terms.is_empty() {
                        continue;
                    }
                    let value = taxonomy_value(&terms, axis.visible, true, axis.position);
                    target.push(format!("attribute:pa_{}", axis.slug), value);
                }
            }
            Role::Variation { axes } => {
                let mut combination = serde_json::Map::new();
                let mut order = 0;
                for code in axes {
                    let Some(axis) = self.axes.get(code) else { continue };
                    let option = product.values[axis.number]
                        .first()
                        .and_then(|v| v.value.as_str())
                        .unwrap_or_default();
                    let place = self.catalog.option_place(code, option);
                    let Some(term) = self.terms.get("option", &format!("{code}/{option}")) else {
                        target.broken_axes = Some(code.clone());
                        continue;
                    };
                    order = order * self.catalog.options(code).len() + place.unwrap_or(0);
                    combination.insert(format!("pa_{}", axis.slug), json!(term.slug));
                }
                target.push("axes", Value::Object(combination));
                target.push("menu_order", json!(order));
            }
        }
    }

    fn take_categories(&self, target: &mut Target<'c>, product: &Product) {
        let Some(codes) = &product.categories else { return };
        let mut ids: Vec<Value> =
            codes.iter().filter_map(|code| self.terms.reference("category", code)).collect();
        ids.sort_by_key(|id| {
            (id.as_u64().unwrap_or(u64::MAX), id["ref"].as_str().unwrap_or_default().to_owned())
        });
        ids.dedup();
        target.push("categories", Value::Array(ids));
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
        match &self.field(name)?.wish {
            Wish::Set(value) => Some(value),
            _ => None,
        }
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
                digest.text(mark).text(field).value(&json!(list));
            }
        }
        self.hash = digest.finish();
    }
}

fn published(enabled: bool, variation: bool) -> &'static str {
    match (enabled, variation) {
        (true, _) => "publish",
        (false, false) => "draft",
        (false, true) => "private",
    }
}

fn is_price_or_stock(target: &RowTarget) -> bool {
    matches!(target, RowTarget::RegularPrice | RowTarget::SalePrice) || target.is_stock()
}

/// What an emptied field holds.
fn cleared(target: &RowTarget) -> Value {
    match target {
        RowTarget::Taxonomy(_) | RowTarget::Custom(_) | RowTarget::Meta(_) | RowTarget::StockQuantity => {
            Value::Null
        }
        RowTarget::StockStatus => json!("instock"),
        RowTarget::Status => json!("draft"),
        _ => json!(""),
    }
}

pub(super) fn taxonomy_value(terms: &[Value], visible: bool, variation: bool, position: usize) -> Value {
    json!({"terms": terms, "visible": visible, "variation": variation, "position": position})
}

/// A sale price that is not below the regular one would be refused by the shop, or shown as nonsense.
fn drop_high_sale(target: &mut Target, sku: &str) {
    let amount = |name| target.set_value(name).and_then(Value::as_str).map(ToOwned::to_owned);
    let (Some(regular), Some(sale)) = (amount("regular_price"), amount("sale_price")) else { return };
    if compare_decimals(&sale, &regular) == Ordering::Less {
        return;
    }
    target.fields.retain(|f| f.field != "sale_price");
    let message = format!("The sale price {sale} is not below the regular price {regular}; it is not used");
    let hint = "Lower the sale price in UnoPim, or empty it to end the sale.";
    target.notes.push(note(Level::Warn, sku, "sale_not_lower", message, Some("sale_price"), hint));
}

/// Compares decimals without signs, as prices are.
fn compare_decimals(a: &str, b: &str) -> Ordering {
    fn parts(s: &str) -> (&str, &str) {
        let (whole, fraction) = s.split_once('.').unwrap_or((s, ""));
        (whole.trim_start_matches('0'), fraction.trim_end_matches('0'))
    }
    let ((aw, af), (bw, bf)) = (parts(a), parts(b));
    aw.len().cmp(&bw.len()).then_with(|| aw.cmp(bw)).then_with(|| af.cmp(bf))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_compare_by_value() {
        for (a, b, o) in [
            ("9", "10", Ordering::Less),
            ("10.0", "10", Ordering::Equal),
            ("1.5", "1.45", Ordering::Greater),
            ("0.9", "1", Ordering::Less),
        ] {
            assert_eq!(compare_decimals(a, b), o, "{a} {b}");
        }
    }
}
