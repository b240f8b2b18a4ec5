//! From a mapping document to rows that can be carried out, with what is wrong told as data.

mod above;
mod currencies;
mod structure;

use serde::Serialize;

#[cfg(test)]
pub use structure::ASSOCIATED;

use super::convert::{Dimension, Unit};
use super::document::{CORE_FIELDS, Mapping, Reference, Row, Write};
use super::target::{Target, Unusable};
use crate::ordered::{Sort as _, SortedSet};
use crate::plan::{Catalog, RunSettings};
use crate::reason::Reason;
use crate::source::{Attribute, AttributeType, by_position};
use crate::wire::Level;

/// A row that can be carried out.
#[derive(Debug, Clone)]
pub struct ResolvedRow {
    /// Place in the document, for diagnostics: `core.name`, `attributes.default.en_US.0`.
    pub path: String,
    pub target: Target,
    pub field: String,
    /// Index into [`Resolved::attributes`]; `None`: the status flag.
    pub attribute: Option<usize>,
    pub clear_when_empty: bool,
    pub visible: bool,
    pub write: Write,
    /// Of plain numbers into weight and dimensions.
    pub unit: Option<String>,
    /// Whether a push makes options for terms that have none.
    pub create_options: bool,
    /// Place among the product's attributes.
    pub position: usize,
}

/// What a mapping means for one channel and one language.
#[derive(Debug, Clone, Default)]
pub struct Resolved {
    pub rows: Vec<ResolvedRow>,
    /// The attributes that are read, in the order in which values are numbered.
    pub attributes: Vec<Attribute>,
    /// Category subtrees that become terms of a taxonomy.
    pub references: Vec<Reference>,
    /// UnoPim association type and the field that it fills.
    pub associations: Vec<(String, String)>,
    /// Fields of categories beside name and description: the pseudo attribute and its row (`meta:key` or the image).
    pub category_fields: Vec<CategoryField>,
    /// What channels of higher priority write.
    pub above: Vec<AboveFields>,
    pub diagnostics: Vec<Diagnostic>,
}

/// A category field on its way to a term.
#[derive(Debug, Clone)]
pub struct CategoryField {
    pub name: String,
    pub attribute: Attribute,
    pub row: ResolvedRow,
}

/// The fields that a channel of higher priority writes on the products that it covers.
#[derive(Debug, Clone, Default)]
pub struct AboveFields {
    pub channel: String,
    pub root_only: bool,
    pub fields: SortedSet<String>,
}

/// Something about a row that an administrator should know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Diagnostic {
    pub path: String,
    pub level: Level,
    pub code: String,
    pub message: String,
    pub hint: String,
}

impl Resolved {
    /// The number of an attribute; it is added when it is not read yet.
    pub fn attribute(&mut self, attribute: &Attribute) -> usize {
        self.attributes.iter().position(|a| a.code == attribute.code).unwrap_or_else(|| {
            self.attributes.push(attribute.clone());
            self.attributes.len() - 1
        })
    }

    pub fn row(&self, target: &Target) -> Option<&ResolvedRow> {
        self.rows.iter().find(|row| row.target == *target)
    }

    /// What belongs to a language: texts of the product, and what else is another in each. Whether it is on sale belongs to none, and is
    /// said of each translation.
    fn keep_texts(&mut self) {
        let Self { rows, attributes, .. } = self;
        rows.retain(|row| {
            if row.target == Target::Status {
                return true;
            }
            let Some(attribute) = row.attribute.map(|n| &attributes[n]) else { return false };
            let is_plain = !attribute.kind.is_file() && attribute.kind != AttributeType::Price;
            match row.target {
                Target::Name | Target::Description | Target::ShortDescription => true,
                Target::Slug | Target::PurchaseNote => attribute.value_per_locale,
                Target::Custom(_) | Target::Meta(_) if attribute.kind.has_options() => {
                    row.write == Write::Label
                }
                Target::Custom(_) | Target::Meta(_) => attribute.value_per_locale && is_plain,
                _ => false,
            }
        });
    }

    /// Whether texts may have to become terms first.
    pub fn names_terms(&self) -> bool {
        self.rows.iter().any(|row| {
            let options = row.attribute.is_some_and(|n| self.attributes[n].kind.has_options());
            row.target.has_terms() && !options
        })
    }

    fn note(&mut self, path: &str, level: Level, reason: Reason, message: String, hint: &str) {
        self.diagnostics.push(Diagnostic {
            path: path.into(),
            level,
            code: reason.into(),
            message,
            hint: hint.into(),
        });
    }

    /// Amounts by currency are not read while no currency is chosen; a run tells that once for the channel, a plan here.
    pub fn tell_currency(&mut self, settings: &RunSettings) {
        let is_price = |n: usize| self.attributes[n].kind == AttributeType::Price;
        if settings.price_currency.is_none() && self.rows.iter().filter_map(|r| r.attribute).any(is_price) {
            let message = "Prices are not written: the shop's currency is not among the channel's".to_owned();
            let hint = "Choose a Price currency on Channels & Stores.";
            self.note("settings.price_currency", Level::Warn, Reason::NoCurrency, message, hint);
        }
    }

    /// Rows of a channel that translates another one's products, and which fill what is the same in every language.
    fn tell_untranslated(&mut self, mapping: &Mapping, settings: &RunSettings, makes: &str) {
        let (channel, locale, default) = (&settings.channel, &settings.locale, &settings.default_locale);
        let (language, rows) = mapping.rows(channel, locale, default);
        let theirs: Vec<&str> = mapping.channel_rows(makes).map(|row| row.target.as_str()).collect();
        for (index, row) in rows.iter().enumerate() {
            let path = format!("attributes.{channel}.{language}.{index}");
            let is_used = self.rows.iter().any(|known| known.path == path);
            let is_told = self.diagnostics.iter().any(|known| known.path == path);
            if is_used || is_told || row.attribute.is_empty() || theirs.contains(&row.target.as_str()) {
                continue;
            }
            let message = format!(
                "{} is the same in all languages; the channel {makes} makes the products and does not map it",
                row.target
            );
            let hint = "Map it for that channel.";
            self.note(&path, Level::Info, Reason::Translation, message, hint);
        }
    }

    fn add(&mut self, row: ResolvedRow) {
        if let Some(first) = self.rows.iter().find(|r| r.target == row.target) {
            let message = format!("{} is already filled by {}", row.field, first.path);
            self.note(&row.path, Level::Error, Reason::DoubleTarget, message, "Remove one of the two rows.");
        } else {
            self.rows.push(row);
        }
    }
}

/// Resolves the rows in force for a channel and a language, and what the document says beside them.
pub fn resolve(mapping: &Mapping, catalog: &Catalog, settings: &RunSettings) -> Resolved {
    let mut out = rows(mapping, catalog, settings);
    if !settings.own_rows_only {
        structure::resolve(&mut out, mapping, catalog, settings);
    }
    out.above = above::fields(mapping, catalog, settings);
    if let Some(originals) = settings.originals.as_ref().filter(|_| settings.translates) {
        out.tell_untranslated(mapping, settings, &originals.channel);
    }
    out
}

/// The rows alone.
fn rows(mapping: &Mapping, catalog: &Catalog, settings: &RunSettings) -> Resolved {
    let RunSettings { channel, locale, default_locale, .. } = settings;
    let mut out = Resolved::default();
    // Without translations a further language brings nothing that the default language brings as well.
    let own_rows = settings.own_rows_only && !settings.translates;
    if !own_rows {
        core_rows(&mut out, mapping, catalog);
    }
    let (language, rows) = if own_rows {
        mapping.rows(channel, locale, locale)
    } else {
        mapping.rows(channel, locale, default_locale)
    };
    for (index, row) in rows.iter().enumerate() {
        let path = format!("attributes.{channel}.{language}.{index}");
        match Target::parse(&row.target) {
            Ok(target) => resolve_row(&mut out, catalog, path, target, row),
            Err(unusable) => refuse(&mut out, &path, &row.target, unusable),
        }
    }
    number_positions(&mut out);
    currencies::add(&mut out, catalog, settings);
    if settings.translates {
        out.keep_texts();
    }
    out
}

fn core_rows(out: &mut Resolved, mapping: &Mapping, catalog: &Catalog) {
    for field in CORE_FIELDS {
        let Some(Some(row)) = mapping.core.get(field) else { continue };
        let Some(target) = Target::core(field) else { continue };
        let row = Row {
            target: String::new(),
            attribute: row.attribute.clone(),
            clear_when_empty: row.clear_when_empty,
            visible: true,
            write: Write::Code,
            unit: None,
            create_options: false,
        };
        resolve_row(out, catalog, format!("core.{field}"), target, &row);
    }
    for field in mapping.core.keys().filter(|f| !CORE_FIELDS.contains(&f.as_str())) {
        let message = format!("{field} is no core field");
        let hint = "Map it on the Attributes tab instead.";
        out.note(&format!("core.{field}"), Level::Error, Reason::UnknownTarget, message, hint);
    }
}

fn refuse(out: &mut Resolved, path: &str, target: &str, unusable: Unusable) {
    let (code, message, hint) = match unusable {
        Unusable::Target => (
            Reason::UnknownTarget,
            format!("“{target}” is no target"),
            "Choose a product field, a product attribute (slug of at most 28 bytes), a text attribute, a taxonomy or a meta key.",
        ),
        Unusable::Taxonomy => (
            Reason::TaxonomySlug,
            format!("“{target}” is no taxonomy that a row can fill"),
            "Choose another taxonomy: at most 32 lower-case letters, digits, - and _; categories, tags and product attributes have targets of their own.",
        ),
        Unusable::Meta => (
            Reason::ReservedMeta,
            format!(
                "The meta key {} belongs to WooCommerce or to this plugin",
                target.strip_prefix("meta:").unwrap_or(target)
            ),
            "Map the field itself, or choose another key.",
        ),
    };
    out.note(path, Level::Error, code, message, hint);
}

fn resolve_row(out: &mut Resolved, catalog: &Catalog, path: String, target: Target, row: &Row) {
    let code = &row.attribute;
    if code.is_empty() {
        return;
    }
    let mut resolved = ResolvedRow {
        field: target.field(),
        path,
        target,
        attribute: None,
        clear_when_empty: row.clear_when_empty,
        visible: row.visible,
        write: row.write,
        unit: row.unit.clone().filter(|u| !u.is_empty()),
        create_options: row.create_options,
        position: 0,
    };
    if resolved.target == Target::Status && code == "status" {
        // UnoPim's status flag is listed as a system field; it is no attribute.
        out.add(resolved);
        return;
    }
    let path = resolved.path.clone();
    if resolved.target == Target::Sku && code != "sku" {
        let message = format!("SKU is the identity of a product and cannot be filled from {code}");
        out.note(&path, Level::Error, Reason::SkuFixed, message, "Choose the attribute sku.");
        return;
    }
    let Some(attribute) = catalog.attribute(code) else {
        let message = format!("UnoPim has no attribute {code} any more; the row is skipped");
        out.note(
            &path,
            Level::Warn,
            Reason::AttributeGone,
            message,
            "Choose another attribute or clear the row.",
        );
        return;
    };
    if !resolved.target.accepts(&attribute.kind) {
        let message =
            format!("{code} is of type {}, which {} cannot take", attribute.kind.name(), resolved.field);
        let hint = "Choose an attribute of a fitting type, or map it to meta.";
        out.note(&path, Level::Error, Reason::TypeMismatch, message, hint);
        return;
    }
    if !fits(&resolved) {
        let unit = resolved.unit.unwrap_or_default();
        let message = format!("{unit} is no unit in which {} can be told", resolved.field);
        let hint = "Choose a unit of weight or length that this plugin knows, such as g, kg, oz, lb, mm, cm, m or in.";
        out.note(&path, Level::Error, Reason::UnknownUnit, message, hint);
        return;
    }
    if let AttributeType::Other(name) = &attribute.kind {
        let message = format!(
            "{code} is of the type {name}, which this version does not know; its value is copied as it is"
        );
        let hint = "Nothing to do, unless the text it gives is of no use.";
        out.note(&path, Level::Warn, Reason::UnknownType, message, hint);
    }
    resolved.attribute = Some(out.attribute(attribute));
    out.add(resolved);
}

/// Whether the unit of a row measures what its target holds.
fn fits(row: &ResolvedRow) -> bool {
    let wanted = match row.target {
        Target::Weight => Dimension::Weight,
        _ => Dimension::Length,
    };
    match &row.unit {
        Some(unit) if row.target.is_measure() => {
            Unit::named(unit).is_some_and(|unit| unit.dimension == wanted)
        }
        _ => true,
    }
}

/// Attributes stand on a product in UnoPim's order.
fn number_positions(out: &mut Resolved) {
    let mut order: Vec<usize> = (0..out.rows.len())
        .filter(|i| matches!(out.rows[*i].target, Target::Attribute(_) | Target::Custom(_)))
        .collect();
    let attributes = &out.attributes;
    let rows = &out.rows;
    order.order_by_key(|i| {
        let attribute = rows[*i].attribute.map(|n| &attributes[n]);
        let (late, position, code) = attribute.map_or((true, 0, ""), |a| by_position(a.position, &a.code));
        (late, position, code.to_owned())
    });
    for (position, index) in order.into_iter().enumerate() {
        out.rows[index].position = position;
    }
}
