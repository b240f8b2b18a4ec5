//! What UnoPim says against a write. Its texts are translated: they are shown, never understood.

use serde_json::Value;

use crate::error::Fault;
use crate::plain::value_in;

/// The fields of a refusal with what is said of each, whatever shape it comes in; an empty field where only a sentence was said.
pub fn errors_of(body: &[u8]) -> Vec<(String, String)> {
    let mut out = Vec::new();
    if let Ok(answer) = value_in(body)
        && let Some(errors) = answer.get("errors")
    {
        collect("", errors, &mut out);
    }
    if out.is_empty() {
        out.extend(message_of(body).map(|message| (String::new(), message)));
    }
    out
}

/// What a refusal says, in one sentence: every field with its text, or the answer's own sentence.
pub fn refusal_of(what: &str, status: u16, body: &[u8]) -> String {
    let said =
        |(path, text): (String, String)| if path.is_empty() { text } else { format!("{path}: {text}") };
    let told: Vec<String> = errors_of(body).into_iter().map(said).collect();
    let colon = if told.is_empty() { "" } else { ": " };
    format!("UnoPim refuses {what} (HTTP {status}){colon}{}", told.join("; "))
}

/// A refusal as a fault of the first field that UnoPim names.
pub fn rejected(status: u16, body: &[u8]) -> Fault {
    let mut paths = errors_of(body).into_iter().map(|(path, _)| path);
    let path = paths.find(|path| !path.is_empty()).unwrap_or_default();
    let hint = "Correct the field in the shop, or its rule in UnoPim, then retry.";
    Fault::new("rejected", &path, refusal_of("it", status, body), hint)
}

/// A map from fields to texts, a list of such maps (options), or lists of lists (categories).
fn collect(path: &str, errors: &Value, out: &mut Vec<(String, String)>) {
    match errors {
        Value::String(text) if !text.trim().is_empty() => out.push((path.to_owned(), text.trim().to_owned())),
        Value::Array(list) => list.iter().for_each(|inner| collect(path, inner, out)),
        Value::Object(map) => {
            for (key, inner) in map {
                let below = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                collect(&below, inner, out);
            }
        }
        _ => {}
    }
}

/// The sentence of an answer; nothing where it has none, as a web page.
fn message_of(body: &[u8]) -> Option<String> {
    let answer = value_in(body).ok()?;
    ["message", "error_description", "error"]
        .iter()
        .filter_map(|key| answer.get(key)?.as_str())
        .map(str::trim)
        .find(|text| !text.is_empty())
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(body: &str) -> Vec<(String, String)> {
        errors_of(body.as_bytes())
    }

    fn one(field: &str, text: &str) -> Vec<(String, String)> {
        vec![(field.to_owned(), text.to_owned())]
    }

    #[test]
    fn every_shape_of_a_refusal_is_read() {
        for (body, field, text) in [
            (r#"{"success":false,"message":"m","errors":{"common.color":["bad"]}}"#, "common.color", "bad"),
            (r#"{"errors":{"common":{"color":["bad"]}}}"#, "common.color", "bad"),
            (r#"{"errors":{"locale":["Invalid locales [\"xx\"]"]}}"#, "locale", "Invalid locales [\"xx\"]"),
            (r#"{"errors":{"immutable":["no"]}}"#, "immutable", "no"),
            (r#"{"errors":[{"code":["taken"]}]}"#, "code", "taken"),
            (r#"{"errors":[["The x does not exist."]]}"#, "", "The x does not exist."),
            (r#"{"errors":["bad"]}"#, "", "bad"),
            (r#"{"errors":{"sku":"bad"}}"#, "sku", "bad"),
            (r#"{"success":false,"message":"gone","errors":[]}"#, "", "gone"),
            (r#"{"error":"This action is unauthorized"}"#, "", "This action is unauthorized"),
            (r#"{"error":"invalid_grant","error_description":"wrong"}"#, "", "wrong"),
            (r#"{"message":"","error":"e"}"#, "", "e"),
        ] {
            assert_eq!(told(body), one(field, text), "{body}");
        }
        assert_eq!(told(r#"{"errors":{"a":["1","2"],"b":["3"]}}"#).len(), 3);
    }

    #[test]
    fn a_refusal_is_told_field_by_field() {
        let body = br#"{"errors":{"common.color":["bad"],"sku":["taken"]}}"#;
        assert_eq!(
            refusal_of("it", 422, body),
            "UnoPim refuses it (HTTP 422): common.color: bad; sku: taken"
        );
        assert_eq!(refusal_of("it", 400, br#"{"message":"no"}"#), "UnoPim refuses it (HTTP 400): no");
        assert_eq!(refusal_of("it", 413, b"<html>"), "UnoPim refuses it (HTTP 413)");
    }

    #[test]
    fn a_page_says_nothing() {
        for body in ["<!DOCTYPE html>", "", "[]", "{}", "null"] {
            assert!(told(body).is_empty(), "{body}");
        }
    }
}
