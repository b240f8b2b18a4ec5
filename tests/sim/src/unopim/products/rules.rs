//! What one value must look like, by attribute type. Shared by product attributes and category fields.

use regex_lite::Regex;
use serde_json::Value;

use crate::unopim::clock;
use crate::unopim::php;
use crate::unopim::records::Attribute;
use crate::unopim::state::State;

/// Whether stored files must exist for a path to be accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Files<'a> {
    Unchecked,
    MustExist,
    /// 3.0: the file must lie below the product's own folder.
    MustLieBelow(&'a str),
}

/// The complaints about a value. `label` is the attribute's name in the texts.
pub fn check(state: &State, attribute: &Attribute, label: &str, value: &Value, files: Files) -> Vec<String> {
    // An empty text skips every rule, "required" too.
    if *value == Value::String(String::new()) {
        return Vec::new();
    }
    if value.is_null() {
        return if attribute.required { vec![format!("The {label} field is required.")] } else { Vec::new() };
    }
    let complaint = match attribute.kind.as_str() {
        "text" => text(attribute, label, value),
        "boolean" => boolean(label, value),
        "price" => price(attribute, value),
        "select" => options(attribute, label, &[code(value)]),
        "multiselect" => match value {
            Value::String(list) => options(attribute, label, &split(list)),
            _ => Some(format!("The {label} must be a string.")),
        },
        "checkbox" => match value {
            Value::Array(list) => options(attribute, label, &list.iter().map(code).collect::<Vec<_>>()),
            other => options(attribute, label, &split(&code(other))),
        },
        "date" => date(label, value, "Y-m-d"),
        "datetime" => date(label, value, "Y-m-d H:i:s"),
        "image" | "file" => missing_file(state, label, &[code(value)], files),
        "gallery" => match value {
            Value::Array(list) => {
                missing_file(state, label, &list.iter().map(code).collect::<Vec<_>>(), files)
            }
            other => missing_file(state, label, &split(&code(other)), files),
        },
        // Text areas, and types that only an extension knows.
        _ => None,
    };
    complaint.into_iter().collect()
}

fn code(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn split(list: &str) -> Vec<String> {
    list.split(',').map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}

fn text(attribute: &Attribute, label: &str, value: &Value) -> Option<String> {
    let rule = attribute.validation.as_deref()?;
    let text = code(value);
    let number = text.parse::<f64>().is_ok();
    match rule {
        "number" if !number => Some(format!("The {label} must be a number.")),
        "decimal" if !number => Some(format!("The {label} must be valid.")),
        "email" if !is_email(&text) => Some(format!("The {label} must be a valid email address.")),
        "url" if !(text.starts_with("http://") || text.starts_with("https://")) => {
            Some(format!("The {label} format is invalid."))
        }
        "regex" => {
            // Delimiters are part of the pattern, so that a pattern stored with them never matches.
            let pattern = attribute.regex.as_deref().unwrap_or_default();
            let matches = Regex::new(pattern).is_ok_and(|regex| regex.is_match(&text));
            (!matches).then(|| format!("The {label} format is invalid."))
        }
        _ => None,
    }
}

fn is_email(text: &str) -> bool {
    text.split_once('@').is_some_and(|(user, host)| !user.is_empty() && host.contains('.'))
}

fn boolean(label: &str, value: &Value) -> Option<String> {
    let known =
        value.as_str().is_some_and(|text| matches!(text.to_ascii_lowercase().as_str(), "true" | "false"));
    (!known).then(|| format!("The {label} must be a boolean string represented as \"true\" or \"false\""))
}

/// Only what stands inside a map or list is looked at; anything else passes as it is.
fn price(attribute: &Attribute, value: &Value) -> Option<String> {
    let entries: Vec<(String, &Value)> = match value {
        Value::Object(map) => map.iter().map(|(key, value)| (key.clone(), value)).collect(),
        Value::Array(list) => {
            list.iter().enumerate().map(|(index, value)| (index.to_string(), value)).collect()
        }
        _ => return None,
    };
    let wrong = entries.into_iter().find(|(_, amount)| !is_amount(amount))?;
    Some(format!("The {}.{} format is invalid.", attribute.code, wrong.0))
}

fn is_amount(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Number(number) => number.as_f64().is_some_and(|amount| amount >= 0.0),
        Value::String(text) => {
            let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
            let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
            text.is_empty() || (digits(whole) && digits(fraction))
        }
        _ => false,
    }
}

fn options(attribute: &Attribute, label: &str, codes: &[String]) -> Option<String> {
    let wrong: Vec<&str> =
        codes.iter().filter(|code| attribute.option(code).is_none()).map(String::as_str).collect();
    (!wrong.is_empty()).then(|| format!("The {label} contains invalid option(s) {}.", wrong.join(", ")))
}

/// First "is it a date at all", then "is it written as asked".
fn date(label: &str, value: &Value, format: &str) -> Option<String> {
    let text = code(value);
    let wrong_format = || Some(format!("The {label} does not match the format {format}."));
    let exists = |date: &str| clock::date_days(date).is_some();
    let shaped = |date: &str| {
        date.len() == 10
            && date
                .bytes()
                .enumerate()
                .all(|(at, b)| if at == 4 || at == 7 { b == b'-' } else { b.is_ascii_digit() })
    };
    let (day, time) = text.split_once(' ').map_or((text.as_str(), None), |(day, time)| (day, Some(time)));
    if shaped(day) && !exists(day) {
        return Some(format!("The {label} is not a valid date."));
    }
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return Some(format!("The {label} is not a valid date."));
    }
    let timed = time.is_some_and(|time| time.len() == 8 && clock::parse(&text).is_some());
    match format {
        "Y-m-d" if exists(day) && time.is_none() => None,
        "Y-m-d H:i:s" if exists(day) && timed => None,
        _ => wrong_format(),
    }
}

fn missing_file(state: &State, label: &str, paths: &[String], files: Files) -> Option<String> {
    let missing = paths.iter().find(|path| match files {
        Files::Unchecked => false,
        Files::MustExist => !state.media.contains(path),
        Files::MustLieBelow(folder) => !state.media.contains(path) || !path.starts_with(folder),
    })?;
    Some(format!("The selected file does not exist {missing} for the field {label}."))
}

/// A label as the framework makes it from a key.
pub fn label(key: &str) -> String {
    php::label(key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::unopim::Version;
    use serde_json::json;

    fn complaints(kind: &str, value: &Value) -> Vec<String> {
        let state = State::new(Version::V1_0);
        check(&state, &Attribute::new("t", kind), "t", value, Files::MustExist)
    }

    #[test]
    fn dates_are_told_apart_from_texts_that_only_look_wrong() {
        assert!(complaints("date", &json!("2026-02-28")).is_empty());
        assert_eq!(complaints("date", &json!("2026-02-30")), ["The t is not a valid date."]);
        for text in ["28.02.2026", "2026-02-28T00:00:00Z"] {
            assert_eq!(complaints("date", &json!(text)), ["The t does not match the format Y-m-d."]);
        }
        assert_eq!(
            complaints("datetime", &json!("2026-02-28 13:14")),
            ["The t does not match the format Y-m-d H:i:s."]
        );
        assert!(complaints("datetime", &json!("2026-02-28 13:14:15")).is_empty());
    }

    #[test]
    fn prices_are_checked_only_inside_maps() {
        for value in [
            json!("10"),
            json!(10),
            json!("{\"USD\":\"1\"}"),
            json!({"USD": 10.5}),
            json!({"XXX": "1"}),
            json!({"USD": ""}),
        ] {
            assert!(complaints("price", &value).is_empty(), "{value}");
        }
        assert_eq!(complaints("price", &json!({"USD": "-1"})), ["The t.USD format is invalid."]);
        assert_eq!(complaints("price", &json!({"USD": "1,5"})), ["The t.USD format is invalid."]);
    }

    #[test]
    fn booleans_must_be_words() {
        for value in [json!(true), json!(1), json!("1"), json!("yes")] {
            assert_eq!(complaints("boolean", &value).len(), 1, "{value}");
        }
        assert!(complaints("boolean", &json!("TRUE")).is_empty());
    }

    #[test]
    fn types_that_nobody_knows_take_anything() {
        assert!(complaints("hologram", &json!({"a": [1]})).is_empty());
    }
}
