//! From a mapping document to rows that can be carried out, with what is wrong told as data.

use serde::Serialize;

use super::document::{CORE_FIELDS, Mapping, Write};
use crate::plan::{Catalog, RunSettings};
use crate::source::{Attribute, AttributeType, by_position};
use crate::wire::Level;

/// Where a row writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    Name,
    Sku,
    RegularPrice,
    SalePrice,
    StockQuantity,
    StockStatus,
    Description,
    ShortDescription,
    Status,
    /// A product attribute with a taxonomy; the slug is without `pa_`.
    Taxonomy(String),
    /// A text attribute of the product, by its name.
    Custom(String),
    Meta(String),
}

impl Target {
    fn core(field: &str) -> Option<Self> {
        Some(match field {
            "sku" => Self::Sku,
            "name" => Self::Name,
            "regular_price" => Self::RegularPrice,
            "sale_price" => Self::SalePrice,
            "stock_quantity" => Self::StockQuantity,
            "stock_status" => Self::StockStatus,
            "description" => Self::Description,
            "short_description" => Self::ShortDescription,
            "status" => Self::Status,
            _ => return None,
        })
    }

    fn parse(text: &str) -> Option<Self> {
        if let Some(taxonomy) = text.strip_prefix("attribute:") {
            let slug = taxonomy.strip_prefix("pa_").unwrap_or(taxonomy);
            return valid_slug(slug).then(|| Self::Taxonomy(slug.to_owned()));
        }
        if let Some(name) = text.strip_prefix("custom:") {
            return (!name.trim().is_empty()).then(|| Self::Custom(name.to_owned()));
        }
        let key = text.strip_prefix("meta:")?;
        (!key.trim().is_empty()).then(|| Self::Meta(key.to_owned()))
    }

    /// The name of the field on the wire.
    pub fn field(&self) -> String {
        match self {
            Self::Taxonomy(slug) => format!("attribute:pa_{slug}"),
            Self::Custom(name) => format!("custom:{name}"),
            Self::Meta(key) => format!("meta:{key}"),
            core => core.core_field().to_owned(),
        }
    }

    fn core_field(&self) -> &'static str {
        match self {
            Self::Sku => "sku",
            Self::Name => "name",
            Self::RegularPrice => "regular_price",
            Self::SalePrice => "sale_price",
            Self::StockQuantity => "stock_quantity",
            Self::StockStatus => "stock_status",
            Self::Description => "description",
            Self::ShortDescription => "short_description",
            Self::Status => "status",
            Self::Taxonomy(_) | Self::Custom(_) | Self::Meta(_) => "",
        }
    }

    /// Stock belongs to the shop unless UnoPim's value moved.
    pub fn is_stock(&self) -> bool {
        matches!(self, Self::StockQuantity | Self::StockStatus)
    }

    /// Fields that a variation has of its own; the others act on its parent.
    pub fn on_variation(&self) -> bool {
        !matches!(self, Self::Name | Self::ShortDescription | Self::Taxonomy(_) | Self::Custom(_))
    }

    fn accepts(&self, kind: &AttributeType) -> bool {
        use AttributeType as T;
        let text = matches!(kind, T::Text | T::Textarea);
        match self {
            Self::Meta(_) => true,
            Self::Name | Self::Description | Self::ShortDescription => text,
            Self::Sku | Self::StockQuantity => *kind == T::Text,
            Self::RegularPrice | Self::SalePrice => matches!(kind, T::Price | T::Text),
            Self::StockStatus | Self::Status => matches!(kind, T::Select | T::Text | T::Boolean),
            Self::Taxonomy(_) | Self::Custom(_) => {
                text || matches!(
                    kind,
                    T::Boolean | T::Select | T::Multiselect | T::Checkbox | T::Date | T::Datetime
                )
            }
        }
    }
}

/// WooCommerce allows 28 bytes.
fn valid_slug(slug: &str) -> bool {
    !slug.is_empty()
        && slug.len() <= 28
        && !slug.contains(|c: char| c.is_whitespace() || c.is_control() || c == '/')
}

/// Keys that are WooCommerce's own fields, or ours.
fn reserved_meta(key: &str) -> bool {
    const WOOCOMMERCE: [&str; 24] = [
        "_sku",
        "_price",
        "_regular_price",
        "_sale_price",
        "_sale_price_dates_from",
        "_sale_price_dates_to",
        "_stock",
        "_stock_status",
        "_manage_stock",
        "_backorders",
        "_low_stock_amount",
        "_weight",
        "_length",
        "_width",
        "_height",
        "_tax_status",
        "_tax_class",
        "_virtual",
        "_downloadable",
        "_product_attributes",
        "_default_attributes",
        "_thumbnail_id",
        "_product_image_gallery",
        "_global_unique_id",
    ];
    WOOCOMMERCE.contains(&key)
        || key.starts_with("_unopim_")
        || key.starts_with("_wp_")
        || key.starts_with("attribute_")
}

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
    /// Place among the product's attributes.
    pub position: usize,
}

/// What a mapping means for one channel and one language.
#[derive(Debug, Clone, Default)]
pub struct Resolved {
    pub rows: Vec<ResolvedRow>,
    /// The attributes that are read, in the order in which values are numbered.
    pub attributes: Vec<Attribute>,
    pub diagnostics: Vec<Diagnostic>,
}

/// Something about a row that an administrator should know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
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

    /// Whether texts may have to become terms first.
    pub fn names_terms(&self) -> bool {
        self.rows.iter().any(|row| {
            let options = row.attribute.is_some_and(|n| self.attributes[n].kind.has_options());
            matches!(row.target, Target::Taxonomy(_)) && !options
        })
    }

    fn note(&mut self, path: &str, level: Level, code: &str, message: String, hint: &str) {
        self.diagnostics.push(Diagnostic {
            path: path.into(),
            level,
            code: code.into(),
            message,
            hint: hint.into(),
        });
    }

    fn add(&mut self, row: ResolvedRow) {
        if let Some(first) = self.rows.iter().find(|r| r.target == row.target) {
            let message = format!("{} is already filled by {}", row.field, first.path);
            self.note(&row.path, Level::Error, "double_target", message, "Remove one of the two rows.");
        } else {
            self.rows.push(row);
        }
    }
}

struct Wish<'a> {
    path: String,
    target: Target,
    attribute: &'a str,
    clear_when_empty: bool,
    visible: bool,
    write: Write,
}

/// Resolves the rows in force for a channel and a language.
pub fn resolve(mapping: &Mapping, catalog: &Catalog, settings: &RunSettings) -> Resolved {
    let RunSettings { channel, locale, default_locale, .. } = settings;
    let mut out = Resolved::default();
    for field in CORE_FIELDS {
        let Some(Some(row)) = mapping.core.get(field) else { continue };
        let Some(target) = Target::core(field) else { continue };
        let wish = Wish {
            path: format!("core.{field}"),
            target,
            attribute: &row.attribute,
            clear_when_empty: row.clear_when_empty,
            visible: true,
            write: Write::Code,
        };
        resolve_row(&mut out, catalog, wish);
    }
    for field in mapping.core.keys().filter(|f| !CORE_FIELDS.contains(&f.as_str())) {
        let message = format!("{field} is no core field");
        out.note(
            &format!("core.{field}"),
            Level::Error,
            "unknown_target",
            message,
            "Map it on the Attributes tab instead.",
        );
    }
    let (language, rows) = mapping.rows(channel, locale, default_locale);
    for (index, row) in rows.iter().enumerate() {
        let path = format!("attributes.{channel}.{language}.{index}");
        let Some(target) = Target::parse(&row.target) else {
            let message = format!("“{}” is no target", row.target);
            let hint =
                "Choose a product attribute (slug of at most 28 bytes), a text attribute or a meta key.";
            out.note(&path, Level::Error, "unknown_target", message, hint);
            continue;
        };
        let wish = Wish {
            path,
            target,
            attribute: &row.attribute,
            clear_when_empty: row.clear_when_empty,
            visible: row.visible,
            write: row.write,
        };
        resolve_row(&mut out, catalog, wish);
    }
    number_positions(&mut out);
    out
}

fn resolve_row(out: &mut Resolved, catalog: &Catalog, wish: Wish) {
    let Wish { path, target, attribute: code, clear_when_empty, visible, write } = wish;
    if code.is_empty() {
        return;
    }
    if let Target::Meta(key) = &target
        && reserved_meta(key)
    {
        let message = format!("The meta key {key} belongs to WooCommerce or to this plugin");
        out.note(
            &path,
            Level::Error,
            "reserved_meta",
            message,
            "Map the field itself, or choose another key.",
        );
        return;
    }
    let field = target.field();
    if target == Target::Status && code == "status" {
        // UnoPim's status flag is listed as a system field; it is no attribute.
        out.add(ResolvedRow {
            path,
            target,
            field,
            attribute: None,
            clear_when_empty,
            visible,
            write,
            position: 0,
        });
        return;
    }
    if target == Target::Sku && code != "sku" {
        let message = format!("SKU is the identity of a product and cannot be filled from {code}");
        out.note(&path, Level::Error, "sku_fixed", message, "Choose the attribute sku.");
        return;
    }
    let Some(attribute) = catalog.attribute(code) else {
        let message = format!("UnoPim has no attribute {code} any more; the row is skipped");
        out.note(&path, Level::Warn, "attribute_gone", message, "Choose another attribute or clear the row.");
        return;
    };
    if !target.accepts(&attribute.kind) {
        let message = format!("{code} is of type {}, which {field} cannot take", attribute.kind.name());
        out.note(
            &path,
            Level::Error,
            "type_mismatch",
            message,
            "Choose an attribute of a fitting type, or map it to meta.",
        );
        return;
    }
    if let AttributeType::Other(name) = &attribute.kind {
        let message = format!(
            "{code} is of the type {name}, which this version does not know; its value is copied as it is"
        );
        out.note(
            &path,
            Level::Warn,
            "unknown_type",
            message,
            "Nothing to do, unless the text it gives is of no use.",
        );
    }
    let number = out.attribute(attribute);
    out.add(ResolvedRow {
        path,
        target,
        field,
        attribute: Some(number),
        clear_when_empty,
        visible,
        write,
        position: 0,
    });
}

/// Attributes stand on a product in UnoPim's order.
fn number_positions(out: &mut Resolved) {
    let mut order: Vec<usize> = (0..out.rows.len())
        .filter(|i| matches!(out.rows[*i].target, Target::Taxonomy(_) | Target::Custom(_)))
        .collect();
    let attributes = &out.attributes;
    let rows = &out.rows;
    order.sort_by_key(|i| {
        let attribute = rows[*i].attribute.map(|n| &attributes[n]);
        let (late, position, code) = attribute.map_or((true, 0, ""), |a| by_position(a.position, &a.code));
        (late, position, code.to_owned())
    });
    for (position, index) in order.into_iter().enumerate() {
        out.rows[index].position = position;
    }
}
