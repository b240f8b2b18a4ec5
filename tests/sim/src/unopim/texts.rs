//! Texts of controllers that more than one of them uses.

use serde_json::{Value, json};

use super::response::Response;
use super::state::State;

pub fn code_rules(code: Option<&Value>, taken: impl Fn(&str) -> bool, reserved: &[&str]) -> Vec<String> {
    let code = match code {
        Some(Value::String(text)) if !text.is_empty() => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        _ => return vec!["The code field is required.".to_owned()],
    };
    let mut errors = Vec::new();
    if taken(&code) {
        errors.push("The code has already been taken.".to_owned());
    }
    if reserved.iter().any(|word| code.eq_ignore_ascii_case(word)) {
        errors.push(format!("The code does not support the following values ({}).", reserved.join(", ")));
    }
    if !code.chars().all(|ch| ch.is_ascii_alphanumeric() || ch == '_') {
        errors.push(
            "The code must be valid and can only contain alphanumeric characters (letters and numbers)."
                .to_owned(),
        );
    }
    if code.chars().count() > 191 {
        errors.push("The code may not be greater than 191 characters.".to_owned());
    }
    errors
}

/// A code as stored: a JSON number counts as its digits.
pub fn code_text(code: Option<&Value>) -> String {
    match code {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

/// Refuses locales that are unknown or inactive. Only `labels` and `locale_specific` are looked at.
pub fn check_locales<'a>(state: &State, codes: impl Iterator<Item = &'a String>) -> Result<(), Response> {
    let wrong: Vec<&String> = codes.filter(|code| !state.is_active_locale(code)).collect();
    if wrong.is_empty() {
        return Ok(());
    }
    let list = if state.version.prints_invalid_locales_as_object() {
        let entries: Vec<String> =
            wrong.iter().enumerate().map(|(index, code)| format!("\"{index}\":\"{code}\"")).collect();
        format!("{{{}}}", entries.join(","))
    } else {
        json!(wrong).to_string()
    };
    Err(Response::invalid(&json!({"locale": [format!("Invalid locales {list}")]})))
}

/// The keys of a map; PHP's empty array has none.
pub fn keys(value: Option<&Value>) -> impl Iterator<Item = &String> {
    value.and_then(Value::as_object).into_iter().flat_map(|map| map.keys())
}

pub fn attribute_missing(state: &State, code: &str) -> Response {
    let text = if state.settings.app_locale == "fr_FR" {
        format!("L'attribut avec le code \"{code}\" est introuvable")
    } else {
        format!("Attribute with code \"{code}\" could not be found")
    };
    Response::refused(404, &text)
}
