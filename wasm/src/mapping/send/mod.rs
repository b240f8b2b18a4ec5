//! From the value of a shop field to UnoPim's value of an attribute: the way back of `convert`.

mod dates;
mod files;
mod flags;
mod measure;
mod options;
mod price;
mod same;
mod text;

use serde_json::{Value, json};

use super::convert::{Converted, Converter, is_empty, plain};
use super::document::Write;
use super::resolve::ResolvedRow;
use super::target::Target;
use crate::plan::{Catalog, RunSettings, StoreFacts};
use crate::reason::Reason;
use crate::source::{Attribute, AttributeType};
pub use flags::published;
pub use price::cleared;
pub use same::same;

/// What a push makes of a shop field.
#[derive(Debug, Clone, PartialEq)]
pub enum Sent {
    /// UnoPim's raw value, to be written in place of the present one.
    Value(Value),
    /// The shop's field is empty. UnoPim's value is taken away only where the row clears; [`cleared`] says what is left then.
    Empty,
    /// Terms without an option. With options made for them, asking again gives a value.
    Needs(Vec<NewOption>),
    /// Attachments, in order: the paths of their files in UnoPim are the value.
    Files(Vec<u64>),
    /// It cannot be told; UnoPim's value stays.
    Kept { code: &'static str, message: String, hint: &'static str },
}

/// An option that is to be made for a term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewOption {
    pub term: u64,
    /// A code that no option of the attribute has.
    pub code: String,
    pub label: String,
}

/// What is known of the shop's terms.
pub trait Terms {
    /// Codes of the options of an attribute that a term is linked to.
    fn options(&self, taxonomy: &str, attribute: &str, term: u64) -> Vec<String>;
    /// Whether a term is linked to an option.
    fn is_linked(&self, taxonomy: &str, attribute: &str, option: &str) -> bool;
    fn name(&self, taxonomy: &str, term: u64) -> Option<String>;
    fn slug(&self, taxonomy: &str, term: u64) -> Option<String>;
}

/// Converts what one row sends.
pub struct Sender<'a> {
    pub catalog: &'a Catalog,
    pub settings: &'a RunSettings,
    pub store: &'a StoreFacts,
}

impl Sender<'_> {
    /// What of the `shop`'s value goes to UnoPim; `present` is the attribute's raw value there, in the same scope.
    pub fn value(
        &self,
        row: &ResolvedRow,
        attribute: &Attribute,
        shop: &Value,
        present: Option<&Value>,
        terms: &dyn Terms,
    ) -> Sent {
        if let Some(kept) = never(row, attribute) {
            return kept;
        }
        if holds_nothing(row, shop) {
            return Sent::Empty;
        }
        let present = present.filter(|value| !is_empty(value));
        if let Some(present) = present
            && self.means(row, attribute, present, shop)
        {
            return Sent::Value(present.clone());
        }
        let field = Field { row, attribute, shop, present, terms };
        match attribute.kind {
            AttributeType::Select | AttributeType::Multiselect | AttributeType::Checkbox => {
                self.options(&field)
            }
            AttributeType::Image | AttributeType::Gallery | AttributeType::File => files::ids(&field),
            AttributeType::Price => {
                price::price(&field, row.target.currency(self.settings.price_currency.as_ref()))
            }
            AttributeType::Boolean => flags::boolean(&field, &self.store.words),
            AttributeType::Date | AttributeType::Datetime => dates::date(&field, &self.store.dates),
            AttributeType::Measurement => self.measurement(&field),
            _ => self.text(&field),
        }
    }

    fn reader(&self) -> Converter<'_> {
        Converter { catalog: self.catalog, settings: self.settings, store: self.store }
    }

    /// Whether a pull of UnoPim's value gives what the shop holds: then it is written back as it is, in its own unit and spelling.
    fn means(&self, row: &ResolvedRow, attribute: &Attribute, present: &Value, shop: &Value) -> bool {
        match self.reader().value(row, attribute, present) {
            Converted::Value(told) if matches!(row.target, Target::Custom(_)) => {
                told["values"] == shop["values"]
            }
            Converted::Value(told) => told == *shop,
            _ => false,
        }
    }
}

/// One field on its way.
struct Field<'a> {
    row: &'a ResolvedRow,
    attribute: &'a Attribute,
    shop: &'a Value,
    /// UnoPim's value, where it holds anything.
    present: Option<&'a Value>,
    terms: &'a dyn Terms,
}

impl Field<'_> {
    /// Ids of the terms, in the shop's order.
    fn ids(&self) -> Vec<u64> {
        let list = match self.row.target {
            Target::Attribute(_) => &self.shop["terms"],
            _ => self.shop,
        };
        list.as_array().into_iter().flatten().filter_map(Value::as_u64).collect()
    }

    /// What people read in the shop: the names of terms, the values of a text attribute, or the field itself.
    fn words(&self) -> Result<Vec<String>, Sent> {
        match self.row.target {
            _ if self.row.target.has_terms() => {
                let taxonomy = self.row.target.taxonomy();
                let name = |id| self.terms.name(&taxonomy, id).ok_or_else(|| self.no_term(id));
                self.ids().into_iter().map(name).collect()
            }
            Target::Custom(_) => Ok(self.shop["values"]
                .as_array()
                .into_iter()
                .flatten()
                .map(|value| plain(value).into_owned())
                .collect()),
            _ => Ok(vec![plain(self.shop).into_owned()]),
        }
    }

    /// The only word there is.
    fn word(&self) -> Result<String, Sent> {
        let mut words = self.words()?;
        if words.len() > 1 { Err(self.too_many(words.len())) } else { Ok(words.pop().unwrap_or_default()) }
    }

    fn too_many(&self, count: usize) -> Sent {
        kept(
            Reason::TooManyValues,
            format!("{} takes one value, and the shop has {count}", self.attribute.code),
            "Leave one value in the shop, or map the field to a multiselect attribute.",
        )
    }

    fn no_term(&self, id: u64) -> Sent {
        kept(
            Reason::UnknownValue,
            format!("{} holds a term that the shop no longer has: {id}", self.row.field),
            "Save the product in the shop again.",
        )
    }

    fn invalid(&self, given: &str, what: &str) -> Sent {
        kept(
            Reason::InvalidFormat,
            format!("{} takes {what}, which the shop's value is not: {}", self.attribute.code, cut(given)),
            "Correct the value in the shop.",
        )
    }

    fn not_numeric(&self, given: &str) -> Sent {
        kept(
            Reason::NotNumeric,
            format!("{} takes a number, which the shop's value is not: {}", self.attribute.code, cut(given)),
            "Enter digits with a point in the shop, without a unit or grouping.",
        )
    }

    fn unknown_value(&self, given: &str) -> Sent {
        kept(
            Reason::UnknownValue,
            format!("{} cannot tell what the shop's field holds: {}", self.attribute.code, cut(given)),
            "Use a value that the attribute can tell, or map the field to another attribute.",
        )
    }
}

fn cut(text: &str) -> String {
    text.chars().take(60).collect()
}

fn kept(reason: Reason, message: String, hint: &'static str) -> Sent {
    Sent::Kept { code: reason.code(), message, hint }
}

fn text_value(text: impl Into<String>) -> Sent {
    Sent::Value(json!(text.into()))
}

/// Values that nothing in the shop stands for. Stock and the SKU have rows of their own kind, which are pulled only.
fn never(row: &ResolvedRow, attribute: &Attribute) -> Option<Sent> {
    let address = row.write == Write::Url && attribute.kind.is_file();
    let (what, hint) = match &attribute.kind {
        AttributeType::Asset => ("kept in UnoPim's DAM", "Change it in UnoPim."),
        AttributeType::Other(_) => {
            ("of a type that this version does not know", "Change it in UnoPim, or update this plugin.")
        }
        _ if address => {
            ("told as an address in the shop", "Write ids in place of addresses to have files sent.")
        }
        _ if row.target.is_stock() || row.target == Target::Sku => ("pulled only", "Change it in UnoPim."),
        _ => return None,
    };
    let message = format!("{} is {what}; it is not sent", attribute.code);
    Some(kept(Reason::NotSent, message, hint))
}

/// A tax class without a name is the standard one, and `false` and `0` are values.
fn holds_nothing(row: &ResolvedRow, shop: &Value) -> bool {
    match row.target {
        Target::TaxClass => shop.is_null(),
        Target::Attribute(_) => is_empty(shop) || is_empty(&shop["terms"]),
        Target::Custom(_) => shop["values"]
            .as_array()
            .is_none_or(|list| list.iter().all(|value| plain(value).trim().is_empty())),
        _ => is_empty(shop),
    }
}
