//! From UnoPim's value of an attribute to the value of a shop field.

use serde_json::{Value, json};

use super::document::Write;
use super::resolve::{ResolvedRow, Target};
use crate::plan::{Catalog, RunSettings, StoreFacts};
use crate::source::{Attribute, AttributeType, Scoped};

/// What a row makes of a product.
#[derive(Debug, Clone, PartialEq)]
pub enum Converted {
    /// UnoPim says nothing.
    Absent,
    /// Present, but null or empty.
    Empty,
    Value(Value),
    /// Options that stand for terms, by code, and the codes that UnoPim no longer lists.
    Options {
        known: Vec<String>,
        unknown: Vec<String>,
    },
    /// A term by its name.
    NamedTerm(String),
    /// A value that the target cannot take; the field is left alone.
    Skipped {
        code: &'static str,
        message: String,
        hint: &'static str,
    },
}

fn skipped(code: &'static str, message: String, hint: &'static str) -> Converted {
    Converted::Skipped { code, message, hint }
}

/// Null, an empty text, an empty list or map.
fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(s) => s.trim().is_empty(),
        Value::Array(list) => list.is_empty(),
        Value::Object(map) => map.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

/// The first value along the languages that says something.
fn pick(scoped: &Scoped) -> Option<&Value> {
    scoped.iter().map(|v| &v.value).find(|v| !is_empty(v)).or_else(|| scoped.first().map(|v| &v.value))
}

/// An exact decimal with `.` as its point, never through floating point; `None` when it is none.
pub fn decimal(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(s) => s.trim().to_owned(),
        Value::Number(n) => n.to_string(),
        _ => return None,
    };
    let digits = text.strip_prefix('-').unwrap_or(&text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let number = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    (number(whole) && number(fraction)).then_some(text)
}

/// Tags removed, the text between them kept. A `<` that opens no tag is text.
pub fn strip_tags(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('<') {
        out.push_str(&rest[..open]);
        let tag = &rest[open + 1..];
        let opens = tag.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!');
        match tag.find('>') {
            Some(close) if opens => rest = &tag[close + 1..],
            _ => {
                out.push('<');
                rest = tag;
            }
        }
    }
    out.push_str(rest);
    out.trim().to_owned()
}

fn boolean(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(b) => Some(*b),
        Value::Number(n) if n.as_i64() == Some(1) => Some(true),
        Value::Number(n) if n.as_i64() == Some(0) => Some(false),
        Value::String(s) => match s.trim().to_ascii_lowercase().as_str() {
            "true" | "1" | "yes" => Some(true),
            "false" | "0" | "no" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(s) => s.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// Converts what one row reads.
pub struct Converter<'a> {
    pub catalog: &'a Catalog,
    pub settings: &'a RunSettings,
    pub store: &'a StoreFacts,
}

impl Converter<'_> {
    pub fn convert(&self, row: &ResolvedRow, attribute: &Attribute, scoped: &Scoped) -> Converted {
        let Some(value) = pick(scoped) else { return Converted::Absent };
        if is_empty(value) {
            return Converted::Empty;
        }
        match &row.target {
            Target::Sku => Converted::Absent, // the identity, not a value of an attribute
            Target::Name => text_or_empty(strip_tags(&plain(value))),
            Target::Description | Target::ShortDescription => Converted::Value(json!(plain(value))),
            Target::RegularPrice | Target::SalePrice => self.price(attribute, value),
            Target::StockQuantity => number(attribute, value),
            Target::StockStatus => stock_status(attribute, value),
            Target::Status => publish_status(attribute, value),
            Target::Taxonomy(_) => self.terms(attribute, value),
            Target::Custom(_) => self.custom(row, attribute, value),
            Target::Meta(_) => self.meta(row, attribute, value),
        }
    }

    fn price(&self, attribute: &Attribute, value: &Value) -> Converted {
        if attribute.kind != AttributeType::Price {
            return positive(attribute, value);
        }
        // A map of currencies, the same as JSON text, or (stored verbatim by some writers) a bare number.
        let parsed;
        let map = match value {
            Value::String(text) if text.trim_start().starts_with('{') => {
                parsed = serde_json::from_str::<Value>(text).unwrap_or(Value::Null);
                &parsed
            }
            other => other,
        };
        match (map, &self.settings.price_currency) {
            (Value::Object(map), Some(currency)) => match map.get(currency) {
                Some(amount) if is_empty(amount) => Converted::Empty,
                Some(amount) => positive(attribute, amount),
                None => Converted::Absent,
            },
            (Value::Object(_), None) => Converted::Absent,
            _ => skipped(
                "not_numeric",
                format!("{} holds no amounts by currency", attribute.code),
                "Enter the price again in UnoPim, per currency.",
            ),
        }
    }

    fn known_options(&self, attribute: &Attribute, value: &Value) -> (Vec<String>, Vec<String>) {
        let codes = crate::source::option_codes(value);
        codes.into_iter().partition(|code| self.catalog.option(&attribute.code, code).is_some())
    }

    fn terms(&self, attribute: &Attribute, value: &Value) -> Converted {
        if attribute.kind.has_options() {
            let (known, unknown) = self.known_options(attribute, value);
            return if known.is_empty() {
                unknown_option(attribute, &unknown)
            } else {
                Converted::Options { known, unknown }
            };
        }
        match attribute.kind {
            AttributeType::Boolean => match self.word(value) {
                Some(word) => Converted::NamedTerm(word),
                None => not_boolean(attribute),
            },
            _ => match strip_tags(&plain(value)) {
                name if name.is_empty() => Converted::Empty,
                name => Converted::NamedTerm(name),
            },
        }
    }

    fn word(&self, value: &Value) -> Option<String> {
        let words = &self.store.words;
        boolean(value).map(|yes| if yes { words.yes.clone() } else { words.no.clone() })
    }

    fn labels(&self, row: &ResolvedRow, attribute: &Attribute, codes: &[String]) -> Vec<String> {
        let chain = &self.settings.locale_chain;
        codes
            .iter()
            .map(|code| match (row.write, self.catalog.option(&attribute.code, code)) {
                (Write::Label, Some(choice)) => {
                    crate::source::label(&choice.labels, chain).unwrap_or(code).to_owned()
                }
                _ => code.clone(),
            })
            .collect()
    }

    fn custom(&self, row: &ResolvedRow, attribute: &Attribute, value: &Value) -> Converted {
        let values = match self.terms(attribute, value) {
            Converted::Options { known, .. } => self.labels(row, attribute, &known),
            Converted::NamedTerm(name) => vec![name],
            other => return other,
        };
        Converted::Value(json!({"values": values, "visible": row.visible, "position": row.position}))
    }

    fn meta(&self, row: &ResolvedRow, attribute: &Attribute, value: &Value) -> Converted {
        match &attribute.kind {
            kind if kind.has_options() => {
                let (known, unknown) = self.known_options(attribute, value);
                if known.is_empty() {
                    return unknown_option(attribute, &unknown);
                }
                Converted::Value(json!(self.labels(row, attribute, &known).join(", ")))
            }
            AttributeType::Price => self.price(attribute, value),
            AttributeType::Boolean => match boolean(value) {
                Some(yes) => Converted::Value(json!(if yes { "yes" } else { "no" })),
                None => not_boolean(attribute),
            },
            AttributeType::Text if is_number(attribute) => number(attribute, value),
            AttributeType::Text => text_or_empty(strip_tags(&plain(value))),
            _ => Converted::Value(json!(plain(value))),
        }
    }
}

fn text_or_empty(text: String) -> Converted {
    if text.is_empty() { Converted::Empty } else { Converted::Value(Value::String(text)) }
}

fn is_number(attribute: &Attribute) -> bool {
    matches!(attribute.validation.as_deref(), Some("number" | "decimal"))
}

fn number(attribute: &Attribute, value: &Value) -> Converted {
    decimal(value).map_or_else(|| not_numeric(attribute, value), |d| Converted::Value(json!(d)))
}

fn positive(attribute: &Attribute, value: &Value) -> Converted {
    match decimal(value) {
        Some(amount) if !amount.starts_with('-') => Converted::Value(json!(amount)),
        _ => not_numeric(attribute, value),
    }
}

fn not_numeric(attribute: &Attribute, value: &Value) -> Converted {
    skipped(
        "not_numeric",
        format!("{} is no number: {}", attribute.code, excerpt(value)),
        "Enter digits with a point in UnoPim, without a unit or grouping.",
    )
}

fn not_boolean(attribute: &Attribute) -> Converted {
    skipped("unknown_value", format!("{} is neither yes nor no", attribute.code), "Set it again in UnoPim.")
}

fn unknown_option(attribute: &Attribute, codes: &[String]) -> Converted {
    let (message, hint) = unknown_options(attribute, codes);
    skipped("unknown_option", message, hint)
}

/// What is said about option codes that UnoPim no longer lists.
pub fn unknown_options(attribute: &Attribute, codes: &[String]) -> (String, &'static str) {
    let message =
        format!("{} holds options that UnoPim no longer lists: {}", attribute.code, codes.join(", "));
    (message, "Choose an option that exists, or add it again in UnoPim.")
}

fn excerpt(value: &Value) -> String {
    let text = plain(value);
    text.chars().take(60).collect()
}

fn stock_status(attribute: &Attribute, value: &Value) -> Converted {
    let text = plain(value).trim().to_ascii_lowercase().replace(['_', '-', ' '], "");
    let status = match text.as_str() {
        "instock" => "instock",
        "outofstock" => "outofstock",
        "onbackorder" => "onbackorder",
        _ => match boolean(value) {
            Some(true) => "instock",
            Some(false) => "outofstock",
            None => {
                return skipped(
                    "unknown_value",
                    format!("{} is no stock status: {}", attribute.code, excerpt(value)),
                    "Use instock, outofstock or onbackorder.",
                );
            }
        },
    };
    Converted::Value(json!(status))
}

fn publish_status(attribute: &Attribute, value: &Value) -> Converted {
    let text = plain(value).trim().to_ascii_lowercase();
    let status = match text.as_str() {
        "publish" | "draft" | "pending" | "private" => text.as_str(),
        _ => match boolean(value) {
            Some(true) => "publish",
            Some(false) => "draft",
            None => {
                return skipped(
                    "unknown_value",
                    format!("{} is no publish status: {}", attribute.code, excerpt(value)),
                    "Use publish, draft, pending or private.",
                );
            }
        },
    };
    Converted::Value(json!(status))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_exact_or_nothing() {
        for good in ["0", "12", "12.50", "0.10", "-3", "99999999999999999999.01"] {
            assert_eq!(decimal(&json!(good)).as_deref(), Some(good));
        }
        for bad in ["", "1,5", "1.", ".5", "1e3", "1 000", "--1", "abc", "+1"] {
            assert_eq!(decimal(&json!(bad)), None, "{bad}");
        }
        assert_eq!(decimal(&json!(12)).as_deref(), Some("12"));
        assert_eq!(decimal(&json!([])), None);
    }

    #[test]
    fn tags_go_and_text_stays() {
        assert_eq!(strip_tags("<p>a <b>b</b></p>"), "a b");
        assert_eq!(strip_tags("1 < 2 & 3 > 2"), "1 < 2 & 3 > 2");
        assert_eq!(strip_tags("a <b"), "a <b");
    }
}
