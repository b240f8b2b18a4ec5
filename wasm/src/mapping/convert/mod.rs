//! From UnoPim's value of an attribute to the value of a shop field.

pub(super) mod choice;
pub(super) mod dates;
mod files;
pub(super) mod measure;
pub(super) mod number;
pub(super) mod price;
pub(super) mod text;
mod zone;

use std::borrow::Cow;

use serde_json::Value;

use super::document::Write;
use super::resolve::ResolvedRow;
use super::target::Target;
use crate::ordered::object;
use crate::plain::json_of;
use crate::plan::{Catalog, RunSettings, StoreFacts};
use crate::reason::Reason;
use crate::source::{Attribute, AttributeType, Scoped, ScopedValue};
pub use measure::{Dimension, Unit};
pub use number::decimal;

/// What a row makes of a product.
#[derive(Debug, Clone, PartialEq)]
pub enum Converted {
    /// UnoPim says nothing.
    Absent,
    /// Present, but null or empty.
    Empty,
    Value(Value),
    /// A value without the option codes that UnoPim no longer lists.
    Partly {
        value: Value,
        unknown: Vec<String>,
    },
    /// Options that stand for terms, by code, and the codes that UnoPim no longer lists.
    Options {
        known: Vec<String>,
        unknown: Vec<String>,
    },
    /// Terms by their names.
    NamedTerms(Vec<String>),
    /// Paths for the image lane, and the videos that the target cannot show.
    Files {
        paths: Vec<String>,
        videos: Vec<String>,
    },
    /// A value that the target cannot take; the field is left alone.
    Skipped {
        code: &'static str,
        message: String,
        hint: &'static str,
    },
}

fn skipped(reason: Reason, message: String, hint: &'static str) -> Converted {
    Converted::Skipped { code: reason.code(), message, hint }
}

/// Letters that WordPress has room for in the name of a term.
const TERM_NAME: usize = 200;

/// Null, an empty text, an empty list or map.
pub(super) fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(s) => s.trim().is_empty(),
        Value::Array(list) => list.is_empty(),
        Value::Object(map) => map.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

/// The first value along the languages that says something.
pub fn picked(scoped: &Scoped) -> Option<&ScopedValue> {
    scoped.iter().find(|v| !is_empty(&v.value)).or_else(|| scoped.first())
}

/// A text or a number, or a list of such.
fn is_codes(value: &Value) -> bool {
    let is_code = |v: &Value| v.is_string() || v.is_number();
    is_code(value) || value.as_array().is_some_and(|list| list.iter().all(is_code))
}

pub(super) fn plain(value: &Value) -> Cow<'_, str> {
    match value {
        Value::String(s) => Cow::Borrowed(s),
        Value::Null => Cow::Borrowed(""),
        other => Cow::Owned(json_of(other)),
    }
}

pub(super) fn excerpt(value: &Value) -> String {
    plain(value).chars().take(60).collect()
}

/// Converts what one row reads.
pub struct Converter<'a> {
    pub catalog: &'a Catalog,
    pub settings: &'a RunSettings,
    pub store: &'a StoreFacts,
}

impl Converter<'_> {
    pub fn convert(&self, row: &ResolvedRow, attribute: &Attribute, scoped: &Scoped) -> Converted {
        picked(scoped).map_or(Converted::Absent, |v| self.value(row, attribute, &v.value))
    }

    /// One value, wherever it came from.
    pub fn value(&self, row: &ResolvedRow, attribute: &Attribute, value: &Value) -> Converted {
        if is_empty(value) {
            return Converted::Empty;
        }
        match &row.target {
            Target::Sku => Converted::Absent, // the identity, not a value of an attribute
            Target::Attribute(_) | Target::Taxonomy(_) | Target::Tags => self.terms(row, attribute, value),
            Target::Custom(_) => self.custom(row, attribute, value),
            Target::Meta(_) => self.meta(row, attribute, value),
            Target::Image => files::images(attribute, value, true),
            Target::Gallery => files::images(attribute, value, false),
            target if attribute.kind.has_options() => match self.options(attribute, value) {
                Ok((known, _)) => self.field(row, target, attribute, &known[0].as_str().into()),
                Err(skipped) => skipped,
            },
            target => self.field(row, target, attribute, value),
        }
    }

    /// A field of the product that holds one value.
    fn field(&self, row: &ResolvedRow, target: &Target, attribute: &Attribute, value: &Value) -> Converted {
        match target {
            Target::Description | Target::ShortDescription | Target::PurchaseNote
                if attribute.kind == AttributeType::Textarea =>
            {
                // The shop filters HTML to what a post may hold.
                Converted::Value(plain(value).into())
            }
            target if target.is_price() => {
                price::price(attribute, value, target.currency(self.settings.price_currency.as_ref()))
            }
            Target::StockQuantity | Target::LowStockAmount => number::number(attribute, value),
            Target::StockStatus => choice::stock_status(attribute, value),
            Target::Status => choice::publish_status(attribute, value),
            Target::MenuOrder => number::integer(attribute, value),
            Target::Gtin => text::gtin(attribute, value),
            Target::Weight => self.measure(row, attribute, value, Dimension::Weight),
            Target::Length | Target::Width | Target::Height => {
                self.measure(row, attribute, value, Dimension::Length)
            }
            Target::TaxClass => choice::tax_class(attribute, value, self.store.tax_classes.as_ref()),
            Target::ShippingClass => {
                choice::shipping_class(attribute, value, self.store.shipping_classes.as_ref())
            }
            Target::TaxStatus => choice::tax_status(attribute, value),
            Target::SaleStart => dates::sale(attribute, value, false, &self.store.dates.zone),
            Target::SaleEnd => dates::sale(attribute, value, true, &self.store.dates.zone),
            Target::ManageStock
            | Target::Featured
            | Target::SoldIndividually
            | Target::ReviewsAllowed
            | Target::Virtual => choice::flag(attribute, value),
            Target::Backorders => choice::backorders(attribute, value),
            Target::CatalogVisibility => choice::visibility(attribute, value),
            _ => told(text::text_of(attribute, value)),
        }
    }

    fn measure(&self, row: &ResolvedRow, attribute: &Attribute, value: &Value, of: Dimension) -> Converted {
        let shop = match of {
            Dimension::Weight => &self.store.weight_unit,
            Dimension::Length => &self.store.dimension_unit,
        };
        if attribute.kind == AttributeType::Measurement {
            measure::in_unit(attribute, value, shop, of)
        } else {
            measure::plain_number(attribute, value, row.unit.as_deref(), shop)
        }
    }

    /// The option codes that UnoPim lists, of which there is at least one, and those that it no longer does.
    fn options(&self, attribute: &Attribute, value: &Value) -> Result<(Vec<String>, Vec<String>), Converted> {
        if !is_codes(value) {
            return Err(text::invalid(attribute, value, "the code of an option"));
        }
        let is_select = attribute.kind == AttributeType::Select;
        let codes = match value {
            // A select holds one code, even one that a comma-joined text would split.
            Value::String(code) if is_select => vec![code.trim().to_owned()],
            _ => crate::source::option_codes(value),
        };
        if codes.is_empty() {
            return Err(Converted::Empty);
        }
        let (mut known, mut unknown) = (Vec::new(), Vec::new());
        for code in codes.into_iter().take(if is_select { 1 } else { usize::MAX }) {
            let list = match self.catalog.option_place(&attribute.code, &code) {
                Some(_) => &mut known,
                None => &mut unknown,
            };
            if !list.contains(&code) {
                list.push(code);
            }
        }
        if known.is_empty() { Err(unknown_option(attribute, &unknown)) } else { Ok((known, unknown)) }
    }

    fn terms(&self, row: &ResolvedRow, attribute: &Attribute, value: &Value) -> Converted {
        if attribute.kind.has_options() {
            return match self.options(attribute, value) {
                Ok((known, unknown)) => Converted::Options { known, unknown },
                Err(skipped) => skipped,
            };
        }
        let names = self.words(attribute, value).map(|text| match row.target {
            Target::Tags => text::tags(&text),
            _ => vec![text::name_of(&text)],
        });
        match names {
            Ok(names) if names.iter().all(String::is_empty) => Converted::Empty,
            Ok(names) if names.iter().any(|name| name.chars().count() > TERM_NAME) => text::invalid(
                attribute,
                value,
                "a name of at most 200 letters, which is what a term can have",
            ),
            Ok(names) => Converted::NamedTerms(names),
            Err(other) => other,
        }
    }

    /// What people read of a value that has no options.
    fn words(&self, attribute: &Attribute, value: &Value) -> Result<String, Converted> {
        match attribute.kind {
            AttributeType::Boolean => {
                let words = &self.store.words;
                choice::boolean(value)
                    .map(|yes| if yes { words.yes.clone() } else { words.no.clone() })
                    .ok_or_else(|| choice::not_boolean(attribute))
            }
            AttributeType::Date | AttributeType::Datetime => {
                dates::shown(attribute, value, &self.store.dates)
            }
            AttributeType::Measurement => measure::shown(attribute, value),
            _ => text::text_of(attribute, value),
        }
    }

    fn labels(&self, row: &ResolvedRow, attribute: &Attribute, codes: &[String]) -> Vec<String> {
        let chain = &self.settings.locale_chain;
        codes
            .iter()
            .map(|code| match (row.write, self.catalog.option(&attribute.code, code)) {
                (Write::Code, _) | (_, None) => code.clone(),
                (_, Some(choice)) => crate::source::label(&choice.labels, chain).unwrap_or(code).to_owned(),
            })
            .collect()
    }

    fn custom(&self, row: &ResolvedRow, attribute: &Attribute, value: &Value) -> Converted {
        let (values, unknown) = match self.terms(row, attribute, value) {
            Converted::Options { known, unknown } => (self.labels(row, attribute, &known), unknown),
            Converted::NamedTerms(names) => (names, Vec::new()),
            other => return other,
        };
        let entries =
            [("values", values.into()), ("visible", row.visible.into()), ("position", row.position.into())];
        let value = Value::Object(object(entries));
        Converted::Partly { value, unknown }.simple()
    }

    fn meta(&self, row: &ResolvedRow, attribute: &Attribute, value: &Value) -> Converted {
        match &attribute.kind {
            kind if kind.has_options() => match self.options(attribute, value) {
                Ok((known, unknown)) => {
                    let value = self.labels(row, attribute, &known).join(", ").into();
                    Converted::Partly { value, unknown }.simple()
                }
                Err(skipped) => skipped,
            },
            AttributeType::Price => price::price(attribute, value, self.settings.price_currency.as_ref()),
            AttributeType::Boolean => match choice::boolean(value) {
                Some(yes) => Converted::Value(if yes { "yes" } else { "no" }.into()),
                None => choice::not_boolean(attribute),
            },
            AttributeType::Text | AttributeType::Textarea => told(text::text_of(attribute, value)),
            AttributeType::Measurement => measure::amount_of(attribute, value),
            kind if kind.is_file() => files::files(attribute, value),
            // Dates as they are, and what no version so far knows: a text as it is, a structure as JSON text.
            _ => Converted::Value(plain(value).into()),
        }
    }
}

impl Converted {
    /// A value with nothing left out is a plain one.
    fn simple(self) -> Self {
        match self {
            Self::Partly { value, unknown } if unknown.is_empty() => Self::Value(value),
            other => other,
        }
    }
}

fn told(text: Result<String, Converted>) -> Converted {
    text.map_or_else(|other| other, |text| Converted::Value(Value::String(text)))
}

fn unknown_option(attribute: &Attribute, codes: &[String]) -> Converted {
    let (message, hint) = unknown_options(attribute, codes);
    skipped(Reason::UnknownOption, message, hint)
}

/// What is said about option codes that UnoPim no longer lists.
pub fn unknown_options(attribute: &Attribute, codes: &[String]) -> (String, &'static str) {
    let message =
        format!("{} holds options that UnoPim no longer lists: {}", attribute.code, codes.join(", "));
    (message, "Choose an option that exists, or add it again in UnoPim.")
}
