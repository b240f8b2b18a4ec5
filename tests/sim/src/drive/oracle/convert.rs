//! From a value of UnoPim to what a field of the shop should hold, by the type of the attribute and the place it goes to.

use serde_json::{Value, json};

use super::wish::Wish;
use super::{Oracle, Row};
use crate::store::text;
use crate::unopim::records::Attribute;

impl Oracle<'_> {
    /// `value` is there and not empty.
    pub(super) fn converted(&self, row: &Row, attribute: &Attribute, value: &Value) -> Option<Wish> {
        let kind = attribute.kind.as_str();
        let has_options = matches!(kind, "select" | "multiselect" | "checkbox");
        let group = row.field.split_once(':').map_or(row.field, |(group, _)| group);
        Some(match group {
            "attribute" | "taxonomy" | "tags" if has_options => {
                let codes = known_options(attribute, value)?;
                Wish::Terms(codes.iter().map(|code| Self::term_code(row, &attribute.code, code)).collect())
            }
            "attribute" | "taxonomy" | "tags" => {
                let words = Self::words(attribute, value)?;
                let names: Vec<String> = if group == "tags" {
                    words.split([',', '\n']).map(one_line).filter(|name| !name.is_empty()).collect()
                } else {
                    vec![one_line(&words)]
                };
                let code = |name: &String| {
                    Self::term_code(row, &attribute.code, &format!("~{}", name.to_lowercase()))
                };
                Wish::Terms(names.iter().map(code).collect())
            }
            "custom" if has_options => {
                Wish::Values(self.labels(row, attribute, &known_options(attribute, value)?))
            }
            "custom" => Wish::Values(vec![one_line(&Self::words(attribute, value)?)]),
            "meta" => Wish::Text(text::meta(&self.meta(row, attribute, value)?)),
            "name" => Wish::Text(text::line(&text_of(attribute, value)?)),
            "description" | "short_description" | "purchase_note" => Wish::Text(text::html(value.as_str()?)),
            "regular_price" | "sale_price" => Wish::Text(self.amount(value)?),
            "weight" | "length" | "width" | "height" if kind == "measurement" => {
                Wish::Text(value["amount"].as_str()?.to_owned())
            }
            "weight" | "length" | "width" | "height" => {
                let amount = decimal(value)?;
                Wish::Text(if row.unit == Some("g") { thousandth(&amount) } else { amount })
            }
            "gtin" => {
                let number = text_of(attribute, value)?;
                let sound = number.bytes().all(|b| b.is_ascii_digit() || b == b'-');
                Wish::Text(Some(number).filter(|_| sound)?)
            }
            "sale_start" | "sale_end" => {
                let (date, time) = moment(value)?;
                let whole = if group == "sale_end" { "23:59:59" } else { "00:00:00" };
                Wish::Text(format!("{date}T{}", time.unwrap_or(whole)))
            }
            "featured" | "virtual" | "sold_individually" | "reviews_allowed" => {
                Wish::Exact(json!(flag(value)?))
            }
            "menu_order" => Wish::Exact(json!(decimal(value)?.parse::<i64>().ok()?)),
            "image" => Wish::Files(paths(value)?.into_iter().take(1).collect()),
            "gallery" => Wish::Files(paths(value)?),
            other => panic!("the oracle knows nothing of {other}"),
        })
    }

    /// The code of a term's link.
    fn term_code(row: &Row, attribute: &str, option: &str) -> String {
        match row.field.split_once(':') {
            Some(("taxonomy", taxonomy)) => format!("{taxonomy}:{attribute}/{option}"),
            Some(_) => format!("{attribute}/{option}"),
            None => format!("product_tag:{attribute}/{option}"),
        }
    }

    fn labels(&self, row: &Row, attribute: &Attribute, codes: &[String]) -> Vec<String> {
        let label = |code: &String| {
            let option = attribute.options.iter().find(|o| o.code == *code)?;
            option.labels.get(self.locale).filter(|label| !label.is_empty() && !row.codes).cloned()
        };
        codes.iter().map(|code| text::line(&label(code).unwrap_or_else(|| code.clone()))).collect()
    }

    /// What people read of a value without options.
    fn words(attribute: &Attribute, value: &Value) -> Option<String> {
        match attribute.kind.as_str() {
            "boolean" => flag(value).map(|yes| if yes { "Yes" } else { "No" }.to_owned()),
            "date" | "datetime" => moment(value).map(|(date, _)| date.to_owned()),
            "measurement" => {
                let amount = value["amount"].as_str()?;
                let (whole, fraction) = amount.split_once('.').unwrap_or((amount, ""));
                let fraction = fraction.trim_end_matches('0');
                let dot = if fraction.is_empty() { "" } else { "." };
                Some(format!("{whole}{dot}{fraction} {}", value["symbol"].as_str()?))
            }
            _ => text_of(attribute, value),
        }
    }

    fn meta(&self, row: &Row, attribute: &Attribute, value: &Value) -> Option<String> {
        match attribute.kind.as_str() {
            "select" | "multiselect" | "checkbox" => {
                Some(self.labels(row, attribute, &known_options(attribute, value)?).join(", "))
            }
            "price" => self.amount(value),
            "boolean" => flag(value).map(|yes| if yes { "yes" } else { "no" }.to_owned()),
            "measurement" => value["amount"].as_str().map(ToOwned::to_owned),
            "text" | "textarea" => text_of(attribute, value),
            _ => Some(value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned)),
        }
    }

    /// The amount in the shop's currency, out of a map or of a map written as text.
    fn amount(&self, value: &Value) -> Option<String> {
        let parsed;
        let map = match value.as_str() {
            Some(text) => {
                parsed = serde_json::from_str::<Value>(text).ok()?;
                &parsed
            }
            None => value,
        };
        decimal(map.get(self.currency)?)
    }
}

/// The codes that the attribute still lists; nothing when it lists none of them.
fn known_options(attribute: &Attribute, value: &Value) -> Option<Vec<String>> {
    let codes: Vec<&str> = match value {
        Value::Array(list) => list.iter().filter_map(Value::as_str).collect(),
        _ => value.as_str()?.split(',').map(str::trim).collect(),
    };
    let mut known: Vec<String> = Vec::new();
    for code in codes {
        if attribute.options.iter().any(|o| o.code == code) && known.iter().all(|k| k != code) {
            known.push(code.to_owned());
        }
    }
    (!known.is_empty()).then_some(known)
}

/// A list, or its text joined by commas; the one file of an image may have a comma in its name.
fn paths(value: &Value) -> Option<Vec<String>> {
    match value {
        Value::Array(list) => Some(list.iter().filter_map(Value::as_str).map(ToOwned::to_owned).collect()),
        _ => Some(value.as_str()?.split(',').map(|path| path.trim().to_owned()).collect()),
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Texts of generated catalogues hold no markup; numbers are checked where the attribute says so.
fn text_of(attribute: &Attribute, value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    let number = matches!(attribute.validation.as_deref(), Some("number" | "decimal"));
    if number { decimal(value) } else { Some(text) }
}

fn decimal(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    (digits(whole) && digits(fraction)).then_some(text)
}

/// Grams in kilograms.
fn thousandth(amount: &str) -> String {
    let (whole, fraction) = amount.split_once('.').unwrap_or((amount, ""));
    let whole = format!("{whole:0>4}");
    let (kilos, rest) = whole.split_at(whole.len() - 3);
    format!("{kilos}.{rest}{fraction}")
}

fn flag(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(flag) => Some(*flag),
        Value::Number(number) => number.as_i64().map(|n| n == 1),
        _ => match value.as_str()? {
            "true" | "1" => Some(true),
            "false" | "0" => Some(false),
            _ => None,
        },
    }
}

/// Date and time of `2026-01-31` or `2026-01-31 12:00:00`.
fn moment(value: &Value) -> Option<(&str, Option<&str>)> {
    let text = value.as_str()?.trim();
    match text.split_once([' ', 'T']) {
        Some((date, time)) => Some((date, Some(time))),
        None => Some((text, None)),
    }
}
