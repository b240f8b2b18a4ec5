//! Compares an answer with the one expected, and keeps what the placeholders stand for.

use std::collections::BTreeMap;

use serde_json::Value;

#[derive(Default)]
pub(crate) struct Pattern {
    bound: BTreeMap<String, Value>,
}

/// `$x`, but not `$$x`, which is a text that begins with `$`.
fn placeholder(value: &Value) -> Option<&str> {
    value.as_str().filter(|text| text.starts_with('$') && !text.starts_with("$$"))
}

fn literal(value: &Value) -> Value {
    match value.as_str() {
        Some(text) if text.starts_with("$$") => text[1..].into(),
        _ => value.clone(),
    }
}

impl Pattern {
    pub(crate) fn bind(&mut self, name: &str, value: Value) {
        self.bound.insert(name.to_owned(), value);
    }

    /// Puts values in place of placeholders.
    pub(crate) fn filled(&self, value: &Value) -> Result<Value, String> {
        if let Some(name) = placeholder(value) {
            return self.bound.get(name).cloned().ok_or_else(|| format!("{name} stands for nothing yet"));
        }
        match value {
            Value::Array(items) => items.iter().map(|v| self.filled(v)).collect(),
            Value::Object(map) => map
                .iter()
                .map(|(key, v)| Ok((key.clone(), self.filled(v)?)))
                .collect::<Result<_, String>>()
                .map(Value::Object),
            _ => Ok(literal(value)),
        }
    }

    /// The first difference, with the path to it.
    pub(crate) fn difference(&mut self, expected: &Value, actual: &Value, path: &str) -> Option<String> {
        if let Some(name) = placeholder(expected) {
            return self.placed(name, actual, path);
        }
        match (expected, actual) {
            (Value::Array(expected), Value::Array(actual)) => {
                let both = expected.iter().zip(actual).enumerate();
                both.map(|(at, (e, a))| (format!("{path}/{at}"), e, a))
                    .find_map(|(path, e, a)| self.difference(e, a, &path))
                    .or_else(|| {
                        let (e, a) = (expected.len(), actual.len());
                        (e != a).then(|| format!("{path}: expected {e} entries, found {a}"))
                    })
            }
            (Value::Object(expected), Value::Object(actual)) => {
                for (key, value) in expected.iter().filter(|(key, _)| *key != "$*") {
                    let path = format!("{path}/{key}");
                    let Some(found) = actual.get(key) else {
                        return Some(format!("{path}: expected {value}, found nothing"));
                    };
                    if let Some(difference) = self.difference(value, found, &path) {
                        return Some(difference);
                    }
                }
                let more =
                    actual.keys().find(|key| !expected.contains_key(*key) && !expected.contains_key("$*"));
                more.map(|key| format!("{path}: there is more than expected: {key}"))
            }
            _ => {
                let expected = literal(expected);
                (expected != *actual).then(|| format!("{path}: expected {expected}, found {actual}"))
            }
        }
    }

    fn placed(&mut self, name: &str, actual: &Value, path: &str) -> Option<String> {
        if name == "$_" {
            return None;
        }
        if let Some(bound) = self.bound.get(name) {
            return (bound != actual).then(|| format!("{path}: expected {name} = {bound}, found {actual}"));
        }
        if name.starts_with("$h") {
            let family: String = name.chars().take(3).collect();
            let twin =
                self.bound.iter().find(|(other, value)| other.starts_with(&family) && *value == actual);
            if let Some((twin, _)) = twin {
                return Some(format!("{path}: expected a value other than {twin}, found {actual}"));
            }
        }
        self.bind(name, actual.clone());
        None
    }
}

#[test]
fn a_placeholder_keeps_what_it_stands_for() {
    use serde_json::json;
    let mut pattern = Pattern::default();
    assert_eq!(pattern.difference(&json!(["$a", "$a", "$$a", "$_"]), &json!([1, 1, "$a", 9]), ""), None);
    assert!(pattern.difference(&json!("$a"), &json!(2), "").is_some());
    assert_eq!(pattern.filled(&json!({"x": ["$a", "$$b"]})), Ok(json!({"x": [1, "$b"]})));
    assert!(pattern.filled(&json!("$c")).is_err());
}

#[test]
fn placeholders_of_one_family_differ() {
    use serde_json::json;
    let mut pattern = Pattern::default();
    assert_eq!(pattern.difference(&json!(["$hx1", "$hx2", "$hy1"]), &json!(["a", "b", "a"]), ""), None);
    assert!(pattern.difference(&json!("$hx3"), &json!("a"), "").is_some());
}

#[test]
fn what_is_missing_or_too_much_is_a_difference() {
    use serde_json::json;
    let mut pattern = Pattern::default();
    assert!(pattern.difference(&json!({"a": 1}), &json!({}), "").is_some());
    assert!(pattern.difference(&json!({}), &json!({"a": 1}), "").is_some());
    assert!(pattern.difference(&json!([1]), &json!([1, 2]), "").is_some());
    assert_eq!(pattern.difference(&json!({"$*": 0}), &json!({"a": 1}), ""), None);
}
