//! Hashes of values.
//!
//! They answer "is this what it was?" and nothing else. `SipHash` of the standard library is used with its fixed key: equal on
//! every host for one build of the engine. Should a later toolchain change it, every product is compared once more and
//! nothing is written.

use std::hash::{DefaultHasher, Hasher};

use serde_json::Value;

use crate::ordered::object;

#[derive(Default)]
pub struct Digest(DefaultHasher);

impl Digest {
    pub fn text(&mut self, text: &str) -> &mut Self {
        self.0.write_usize_le(text.len());
        self.0.write(text.as_bytes());
        self
    }

    pub fn value(&mut self, value: &Value) -> &mut Self {
        match value {
            Value::Null => self.0.write(b"0"),
            Value::Bool(b) => self.0.write(if *b { b"t" } else { b"f" }),
            Value::Number(n) => {
                self.0.write(b"n");
                self.text(&n.to_string());
            }
            Value::String(s) => {
                self.0.write(b"s");
                self.text(s);
            }
            Value::Array(list) => {
                self.0.write(b"a");
                self.0.write_usize_le(list.len());
                for item in list {
                    self.value(item);
                }
            }
            Value::Object(map) => {
                self.0.write(b"o");
                self.0.write_usize_le(map.len());
                for (key, item) in map {
                    self.text(key);
                    self.value(item);
                }
            }
        }
        self
    }

    pub fn finish(&self) -> String {
        format!("{:016x}", self.0.finish())
    }
}

/// `usize` differs between the hosts; a length is hashed alike on all of them.
trait WriteLength {
    fn write_usize_le(&mut self, n: usize);
}

impl WriteLength for DefaultHasher {
    fn write_usize_le(&mut self, n: usize) {
        self.write(&(n as u64).to_le_bytes());
    }
}

/// How a list of values is shown is the mapping's word, not UnoPim's.
const SHOWN: [&str; 2] = ["position", "visible"];

/// UnoPim's half of a base: what it says, and behind an `@` how the mapping shows it, where a field has that.
pub fn source_of(value: &Value) -> String {
    match value.as_object().filter(|map| map.contains_key("position")) {
        Some(map) => {
            let said = map.iter().filter(|(key, _)| !SHOWN.contains(&key.as_str()));
            let said = Value::Object(object(said.map(|(key, part)| (key.clone(), part.clone()))));
            let shown: Vec<String> =
                SHOWN.iter().map(|key| map.get(*key).unwrap_or(&Value::Null).to_string()).collect();
            format!("{}@{}", hash_of(&said), shown.join(","))
        }
        None => hash_of(value),
    }
}

/// What UnoPim says, of its half of a base.
pub fn said(source: &str) -> &str {
    source.split('@').next().unwrap_or(source)
}

/// What UnoPim said here, where another channel has written the field since: what the shop holds is nobody's edit.
pub fn overwritten(source: &str) -> Option<&str> {
    source.strip_suffix('@')
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
