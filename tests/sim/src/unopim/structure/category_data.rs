//! `additional_data` of categories: what is accepted, and how it is merged.

use serde_json::{Map, Value, json};

use crate::unopim::products::purify::purified;
use crate::unopim::products::rules::{self, Files, label};
use crate::unopim::records::Attribute;
use crate::unopim::response::Response;
use crate::unopim::state::State;

/// Without `additional_data` nothing is checked; with it, required fields must be there.
pub fn check(state: &State, data: Option<&Value>) -> Result<(), Response> {
    let Some(data) = data.filter(|data| !data.is_null()) else { return Ok(()) };
    let common = data.get("common").and_then(Value::as_object);
    let locales = data.get("locale_specific").and_then(Value::as_object);
    let sent = common
        .into_iter()
        .flatten()
        .chain(locales.into_iter().flatten().filter_map(|(_, fields)| fields.as_object()).flatten());
    for (code, _) in sent {
        if !state.category_fields.contains(code) {
            let text = format!("Category Field with code \"{code}\" could not be found");
            return Err(Response::invalid(&json!({"additional_data": [text]})));
        }
    }
    let mut errors = Map::new();
    check_scope(state, &mut errors, "additional_data.common", common, false);
    if let Some(locales) = locales.filter(|locales| !locales.is_empty()) {
        for (locale, fields) in locales {
            let path = format!("additional_data.locale_specific.{locale}");
            check_scope(state, &mut errors, &path, fields.as_object(), true);
        }
    } else {
        // At least the server's own locale must say what is required.
        let path = format!("additional_data.locale_specific.{}", state.settings.app_locale);
        check_scope(state, &mut errors, &path, None, true);
    }
    if errors.is_empty() { Ok(()) } else { Err(Response::invalid(&Value::Object(errors))) }
}

fn check_scope(
    state: &State,
    errors: &mut Map<String, Value>,
    path: &str,
    fields: Option<&Map<String, Value>>,
    per_locale: bool,
) {
    for field in state.category_fields.rows().filter(|field| field.per_locale == per_locale && field.enabled)
    {
        let key = format!("{path}.{}", field.code);
        let texts = complaints(state, field, &key, fields.and_then(|fields| fields.get(&field.code)));
        if !texts.is_empty() {
            errors.insert(key, json!(texts));
        }
    }
}

fn complaints(state: &State, field: &Attribute, key: &str, value: Option<&Value>) -> Vec<String> {
    let label = label(key);
    match value {
        Some(value) if *value != json!("") || !field.required => {
            rules::check(state, field, &label, value, Files::Unchecked)
        }
        _ if field.required => vec![format!("The {label} field is required.")],
        _ => Vec::new(),
    }
}

/// Rich text purified, fields dropped from a scope in which they do not live.
pub fn cleaned(state: &State, data: &Value) -> Value {
    let Some(sections) = data.as_object() else { return data.clone() };
    let mut out = Map::new();
    if let Some(common) = sections.get("common") {
        out.insert("common".to_owned(), scope(state, common, false));
    }
    if let Some(locales) = sections.get("locale_specific") {
        let cleaned = match locales.as_object() {
            Some(map) => {
                map.iter().map(|(locale, fields)| (locale.clone(), scope(state, fields, true))).collect()
            }
            None => locales.clone(),
        };
        out.insert("locale_specific".to_owned(), cleaned);
    }
    Value::Object(out)
}

fn scope(state: &State, fields: &Value, per_locale: bool) -> Value {
    let Some(fields) = fields.as_object() else { return fields.clone() };
    let kept = fields.iter().filter_map(|(code, value)| {
        let field = state.category_fields.get(code).filter(|field| field.per_locale == per_locale)?;
        let value = match value {
            Value::String(html) if field.wysiwyg => Value::String(purified(html)),
            other => other.clone(),
        };
        Some((code.clone(), value))
    });
    Value::Object(kept.collect())
}

/// Common fields are merged key by key, and so is the server's own locale; another locale is replaced as a
/// whole. An empty text takes a field away.
pub fn merge(stored: &mut Value, given: &Value, own_locale: &str) {
    let mut out = stored.as_object().cloned().unwrap_or_default();
    if let Some(common) = given.get("common").and_then(Value::as_object) {
        let slot = out.entry("common").or_insert_with(|| json!({}));
        merge_fields(slot, common);
    }
    if let Some(locales) = given.get("locale_specific").and_then(Value::as_object) {
        let slot = out.entry("locale_specific").or_insert_with(|| json!({}));
        let mut held = slot.as_object().cloned().unwrap_or_default();
        for (locale, fields) in locales {
            let Some(fields) = fields.as_object() else { continue };
            let entry = held.entry(locale.clone()).or_insert_with(|| json!({}));
            if locale != own_locale {
                *entry = json!({});
            }
            merge_fields(entry, fields);
        }
        *slot = Value::Object(held);
    }
    *stored = Value::Object(out);
}

fn merge_fields(slot: &mut Value, fields: &Map<String, Value>) {
    let mut held = slot.as_object().cloned().unwrap_or_default();
    for (code, value) in fields {
        if *value == json!("") {
            held.remove(code);
        } else {
            held.insert(code.clone(), value.clone());
        }
    }
    *slot = Value::Object(held);
}
