//! What PHP does to JSON on its way in and out.
//!
//! PHP has one array type: an empty map is written `[]`, and numbered keys make a list. Its encoder escapes
//! slashes and everything outside ASCII, and a response lists its keys in the order the code put them in.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde_json::{Map, Value};

/// JSON as `json_decode` would hold it: no empty maps, numbered maps are lists.
pub fn decoded(value: Value) -> Value {
    match value {
        Value::Object(map) if map.is_empty() => Value::Array(Vec::new()),
        Value::Object(map) if is_numbered(&map) => {
            Value::Array(map.into_iter().map(|(_, v)| decoded(v)).collect())
        }
        Value::Object(map) => Value::Object(map.into_iter().map(|(k, v)| (k, decoded(v))).collect()),
        Value::Array(list) => Value::Array(list.into_iter().map(decoded).collect()),
        other => other,
    }
}

fn is_numbered(map: &Map<String, Value>) -> bool {
    // Beyond ten entries sorted text keys are no longer in numeric order; no client sends such a map.
    map.len() <= 10 && map.keys().enumerate().all(|(i, key)| *key == i.to_string())
}

/// The framework trims every incoming text.
pub fn trimmed(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(text.trim().to_owned()),
        Value::Array(list) => Value::Array(list.into_iter().map(trimmed).collect()),
        Value::Object(map) => Value::Object(map.into_iter().map(|(k, v)| (k, trimmed(v))).collect()),
        other => other,
    }
}

/// `array_replace_recursive`: arrays are merged key by key (lists by index), anything else is replaced.
pub fn replace_recursive(stored: &mut Value, patch: Value) {
    match (stored, patch) {
        (Value::Object(stored), Value::Object(patch)) => {
            for (key, value) in patch {
                match stored.get_mut(&key) {
                    Some(slot) => replace_recursive(slot, value),
                    None => {
                        stored.insert(key, value);
                    }
                }
            }
        }
        (Value::Array(stored), Value::Array(patch)) => {
            for (index, value) in patch.into_iter().enumerate() {
                match stored.get_mut(index) {
                    Some(slot) => replace_recursive(slot, value),
                    None => stored.push(value),
                }
            }
        }
        // An empty PHP array is both a map and a list.
        (Value::Object(_), Value::Array(patch)) if patch.is_empty() => {}
        (slot, patch) => *slot = patch,
    }
}

/// A validation label: `additional_data.en_US` becomes `additional data.en  u s`.
pub fn label(key: &str) -> String {
    let mut out = String::with_capacity(key.len() + 4);
    let has_upper = key.chars().any(char::is_uppercase);
    for (index, ch) in key.chars().enumerate() {
        if has_upper && ch.is_uppercase() && index > 0 {
            out.push(' ');
        }
        if ch == '_' {
            out.push(' ');
        } else {
            out.extend(ch.to_lowercase());
        }
    }
    out
}

/// `json_encode` with its default flags.
pub fn encode(value: &Value) -> Vec<u8> {
    let mut out = Vec::with_capacity(256);
    write_value(value, &mut out);
    out
}

pub fn write_value(value: &Value, out: &mut Vec<u8>) {
    match value {
        Value::Null => out.extend_from_slice(b"null"),
        Value::Bool(flag) => out.extend_from_slice(if *flag { b"true" } else { b"false" }),
        Value::Number(number) => out.extend_from_slice(number.to_string().as_bytes()),
        Value::String(text) => write_text(text, out),
        Value::Array(list) => {
            out.push(b'[');
            for (index, item) in list.iter().enumerate() {
                if index > 0 {
                    out.push(b',');
                }
                write_value(item, out);
            }
            out.push(b']');
        }
        Value::Object(map) if map.is_empty() => out.extend_from_slice(b"[]"),
        Value::Object(map) => write_map(map, out),
    }
}

fn write_map(map: &Map<String, Value>, out: &mut Vec<u8>) {
    let mut entries: Vec<(&String, &Value)> = map.iter().collect();
    entries.sort_by_cached_key(|(key, _)| rank(key));
    out.push(b'{');
    for (index, (key, value)) in entries.into_iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        write_text(key, out);
        out.push(b':');
        write_value(value, out);
    }
    out.push(b'}');
}

/// Keys in the order in which UnoPim's code puts them into its answers.
#[rustfmt::skip] // one key a line says no more
const ORDER: &[&str] = &[
    "token_type", "expires_in", "access_token", "refresh_token", "success", "error",
    "error_description", "hint", "description", "message", "errors", "count", "data", "current_page",
    "last_page", "total", "search_after", "links", "first", "last", "next", "prev", "common",
    "locale_specific", "channel_specific", "channel_locale_specific", "categories", "associations",
    "sku", "code", "status", "parent", "family", "type", "additional", "created_at", "updated_at",
    "values", "super_attributes", "variants", "completeness", "swatch_type", "validation",
    "regex_pattern", "position", "is_required", "is_unique", "value_per_locale", "value_per_channel",
    "enable_wysiwyg", "section", "sort_order", "labels", "root_category", "locales", "currencies",
    "label", "swatch_value", "swatch_value_url", "attribute_groups", "custom_attributes",
    "additional_data",
];

static RANKS: LazyLock<HashMap<&str, usize>> =
    LazyLock::new(|| ORDER.iter().enumerate().map(|(rank, key)| (*key, rank)).collect());

/// The place of a key; keys that the order does not name follow in alphabetical order.
fn rank(key: &str) -> usize {
    RANKS.get(key).copied().unwrap_or(ORDER.len())
}

fn write_text(text: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    let mut rest = text;
    // Most texts need no escape: copy what is plain in one go.
    while let Some(at) = rest.bytes().position(|byte| !is_plain(byte)) {
        out.extend_from_slice(&rest.as_bytes()[..at]);
        let mut chars = rest[at..].chars();
        if let Some(ch) = chars.next() {
            write_escaped(ch, out);
        }
        rest = chars.as_str();
    }
    out.extend_from_slice(rest.as_bytes());
    out.push(b'"');
}

fn is_plain(byte: u8) -> bool {
    (b' '..=b'~').contains(&byte) && !matches!(byte, b'"' | b'\\' | b'/')
}

fn write_escaped(ch: char, out: &mut Vec<u8>) {
    match ch {
        '"' => out.extend_from_slice(b"\\\""),
        '\\' => out.extend_from_slice(b"\\\\"),
        '/' => out.extend_from_slice(b"\\/"),
        '\n' => out.extend_from_slice(b"\\n"),
        '\r' => out.extend_from_slice(b"\\r"),
        '\t' => out.extend_from_slice(b"\\t"),
        '\u{8}' => out.extend_from_slice(b"\\b"),
        '\u{c}' => out.extend_from_slice(b"\\f"),
        ' '..='~' => out.push(ch as u8),
        _ => {
            let mut units = [0_u16; 2];
            for unit in ch.encode_utf16(&mut units) {
                out.extend_from_slice(format!("\\u{unit:04x}").as_bytes());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn empty_maps_become_lists_in_both_directions() {
        assert_eq!(decoded(json!({"a": {}, "b": {"0": 1, "1": 2}})), json!({"a": [], "b": [1, 2]}));
        assert_eq!(encode(&json!({"a": {}})), br#"{"a":[]}"#);
    }

    #[test]
    fn text_is_escaped_as_php_does() {
        assert_eq!(encode(&json!("é/☃😀\"")), br#""\u00e9\/\u2603\ud83d\ude00\"""#);
    }

    #[test]
    fn answers_keep_the_order_of_the_server() {
        let row = json!({"values": 1, "sku": 2, "zeta": 3, "alpha": 4});
        assert_eq!(encode(&row), br#"{"sku":2,"values":1,"alpha":4,"zeta":3}"#);
    }

    #[test]
    fn labels_are_spelt_as_the_framework_spells_them() {
        assert_eq!(
            label("additional_data.locale_specific.en_US.name"),
            "additional data.locale specific.en  u s.name"
        );
        assert_eq!(label("t_select"), "t select");
    }

    #[test]
    fn a_patch_merges_lists_by_index_and_never_shrinks_them() {
        let mut stored = json!({"categories": ["a", "b", "c"], "gallery": "x,y"});
        replace_recursive(&mut stored, json!({"categories": ["z"], "gallery": ["x"]}));
        assert_eq!(stored, json!({"categories": ["z", "b", "c"], "gallery": ["x"]}));
        replace_recursive(&mut stored, json!({"categories": []}));
        assert_eq!(stored["categories"], json!(["z", "b", "c"]));
    }
}
