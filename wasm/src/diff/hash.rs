//! Hashes of values.
//!
//! They answer "is this what it was?" and nothing else. `SipHash` of the standard library is used with its fixed key: equal on
//! every host for one build of the engine. Should a later toolchain change it, every product is compared once more and
//! nothing is written.

use std::hash::{DefaultHasher, Hasher};

use serde_json::{Map, Value};

use crate::plain::json_of;

#[derive(Default)]
pub struct Digest(DefaultHasher);

impl Digest {
    pub fn text(&mut self, text: &str) -> &mut Self {
        // `usize` differs between the hosts; a length is hashed alike on all of them.
        self.0.write(&(text.len() as u64).to_le_bytes());
        self.0.write(text.as_bytes());
        self
    }

    /// A value's kind and its length, at once: each write costs as much as hashing some bytes.
    fn head(&mut self, kind: u8, length: usize) {
        let mut head = [kind; 9];
        head[1..].copy_from_slice(&(length as u64).to_le_bytes());
        self.0.write(&head);
    }

    fn text_value(&mut self, kind: u8, text: &str) {
        self.head(kind, text.len());
        self.0.write(text.as_bytes());
    }

    /// A list of texts, as a value of them.
    pub fn texts(&mut self, list: &[String]) -> &mut Self {
        self.head(b'a', list.len());
        for text in list {
            self.text_value(b's', text);
        }
        self
    }

    pub fn value(&mut self, value: &Value) -> &mut Self {
        match value {
            Value::Null => self.0.write(b"0"),
            Value::Bool(b) => self.0.write(if *b { b"t" } else { b"f" }),
            Value::Number(n) => self.text_value(b'n', &n.to_string()),
            Value::String(s) => self.text_value(b's', s),
            Value::Array(list) => {
                self.head(b'a', list.len());
                for item in list {
                    self.value(item);
                }
            }
            Value::Object(map) => self.without(map, &[]),
        }
        self
    }

    /// An object without some of its keys.
    fn without(&mut self, map: &Map<String, Value>, left_out: &[&str]) {
        let stays = |key: &str| !left_out.contains(&key);
        self.head(b'o', map.keys().filter(|key| stays(key)).count());
        for (key, item) in map.iter().filter(|(key, _)| stays(key)) {
            self.text(key);
            self.value(item);
        }
    }

    /// In hexadecimal digits.
    pub fn finish(&self) -> String {
        let hash = self.0.finish();
        let digit = |place: u32| b"0123456789abcdef"[(hash >> (4 * place) & 15) as usize];
        (0..16).rev().map(|place| char::from(digit(place))).collect()
    }
}

/// How a list of values is shown is the mapping's word, not UnoPim's.
const SHOWN: [&str; 2] = ["position", "visible"];

/// UnoPim's half of a base: what it says, and behind an `@` how the mapping shows it, where a field has that.
pub fn source_of(value: &Value) -> String {
    let Some(map) = value.as_object().filter(|map| map.contains_key("position")) else {
        return hash_of(value);
    };
    let mut digest = Digest::default();
    digest.without(map, &SHOWN);
    let shown = SHOWN.map(|key| json_of(map.get(key).unwrap_or(&Value::Null)));
    format!("{}@{}", digest.finish(), shown.join(","))
}

/// What UnoPim says, of its half of a base.
pub fn said(source: &str) -> &str {
    source.split('@').next().unwrap_or(source)
}

/// What UnoPim said here, where another channel has written the field since: what the shop holds is nobody's edit.
pub fn overwritten(source: &str) -> Option<&str> {
    source.strip_suffix('@')
}

/// UnoPim's half of a base as it is for a channel that has not met the field.
pub fn of_another(source: &str) -> String {
    format!("{}@", overwritten(source).unwrap_or(source))
}

pub fn hash_of(value: &Value) -> String {
    let mut digest = Digest::default();
    digest.value(value);
    digest.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn hashes_are_fixed() {
        // Stored in shops: a change here means every product is compared once more.
        assert_eq!(hash_of(&json!("Mug")), hash_of(&json!("Mug")));
        let all = [
            json!(null),
            json!(false),
            json!(""),
            json!(0),
            json!("0"),
            json!([]),
            json!({}),
            json!(["a", "b"]),
            json!(["ab"]),
        ];
        let mut hashes: Vec<_> = all.iter().map(hash_of).collect();
        hashes.sort();
        hashes.dedup();
        assert_eq!(hashes.len(), all.len(), "absent, null, empty and zero are different things");
    }
}
