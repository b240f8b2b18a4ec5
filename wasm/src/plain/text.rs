//! Reading JSON texts, whole or a part of them.
//!
//! What reads here takes a value of any kind and refuses with words of its own what does not fit. A derived reader would leave that to
//! `serde_json`, whose words show the value that was met (see [`super::Misread`]). Structs are read from values (see [`super::read_value`]).

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{self, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Error, Value};

/// A whole text.
pub(crate) fn value_of(text: &str) -> Result<Value, Error> {
    read_text(text, PhantomData::<Value>)
}

/// The same of a body as it came.
pub(crate) fn value_in(body: &[u8]) -> Result<Value, Error> {
    value_of(text_in(body)?)
}

/// One field of a record, as far as the record is one.
pub(crate) fn field_of(record: &str, name: &'static str) -> Option<Value> {
    read_text(record, Object(Field(name))).ok()?
}

/// The same, where it is a text that says something.
pub(crate) fn text_field(record: &str, name: &'static str) -> Option<String> {
    match field_of(record, name) {
        Some(Value::String(text)) if !text.is_empty() => Some(text),
        _ => None,
    }
}

pub(crate) fn read_text<'t, S: DeserializeSeed<'t>>(text: &'t str, seed: S) -> Result<S::Value, Error> {
    let mut json = serde_json::Deserializer::from_str(text);
    let read = seed.deserialize(&mut json)?;
    json.end()?;
    Ok(read)
}

/// A body's text. One that breaks off within a letter ends in the middle, as what comes before it says.
pub(crate) fn text_in(body: &[u8]) -> Result<&str, Error> {
    std::str::from_utf8(body).map_err(|error| {
        let whole = std::str::from_utf8(&body[..error.valid_up_to()]).unwrap_or_default();
        let cut = error.error_len().is_none();
        let ends = cut.then(|| read_text(whole, PhantomData::<IgnoredAny>).err()).flatten();
        ends.unwrap_or_else(|| de::Error::custom("it is no text in UTF-8"))
    })
}

fn refusal<E: de::Error>(met: &str, wanted: &str) -> E {
    E::custom(format_args!("invalid type: {met}, expected {wanted}"))
}

/// A key, borrowed where the text allows it.
pub(crate) struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Cow<'de, str>;
    fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<Self::Value, D::Error> {
        d.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Key {
    type Value = Cow<'de, str>;
    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a key")
    }
    fn visit_borrowed_str<E>(self, v: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(v))
    }
    fn visit_str<E>(self, v: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(v.to_owned()))
    }
}

/// Reads the entries of an object.
pub(crate) trait ReadObject<'de> {
    type Value;
    /// What the object is.
    const WANTED: &'static str;
    fn read<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error>;
}

/// An object and nothing else.
pub(crate) struct Object<R>(pub(crate) R);

impl<'de, R: ReadObject<'de>> DeserializeSeed<'de> for Object<R> {
    type Value = R::Value;
    fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<Self::Value, D::Error> {
        d.deserialize_any(self)
    }
}

impl<'de, R: ReadObject<'de>> Visitor<'de> for Object<R> {
    type Value = R::Value;
    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(R::WANTED)
    }
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        self.0.read(map)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, _: A) -> Result<Self::Value, A::Error> {
        Err(refusal("sequence", R::WANTED))
    }
    fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
        Err(refusal("null", R::WANTED))
    }
    fn visit_bool<E: de::Error>(self, _: bool) -> Result<Self::Value, E> {
        Err(refusal("boolean", R::WANTED))
    }
    fn visit_i64<E: de::Error>(self, _: i64) -> Result<Self::Value, E> {
        Err(refusal("integer", R::WANTED))
    }
    fn visit_u64<E: de::Error>(self, _: u64) -> Result<Self::Value, E> {
        Err(refusal("integer", R::WANTED))
    }
    fn visit_f64<E: de::Error>(self, _: f64) -> Result<Self::Value, E> {
        Err(refusal("floating point", R::WANTED))
    }
    fn visit_str<E: de::Error>(self, _: &str) -> Result<Self::Value, E> {
        Err(refusal("string", R::WANTED))
    }
}

struct Field(&'static str);

impl<'de> ReadObject<'de> for Field {
    type Value = Option<Value>;
    const WANTED: &'static str = "a record";
    fn read<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut found = None;
        while let Some(key) = map.next_key_seed(Key)? {
            if key == self.0 {
                found = Some(map.next_value()?);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{field_of, text_field, text_in, value_in};

    #[test]
    fn a_body_that_breaks_off_within_a_letter_ends_in_the_middle() {
        let body = r#"{"a":"é"}"#.as_bytes();
        assert_eq!(value_in(body).unwrap(), json!({"a": "é"}));
        assert!(value_in(&body[..7]).is_err_and(|e| !e.is_data() && e.is_eof()));
        let error = text_in(b"{\"a\":\"\xff\"}").unwrap_err();
        assert!(error.is_data() && !error.is_eof(), "{error}");
    }

    #[test]
    fn one_field_of_a_record() {
        let row = r#"{"a":"x","b":{"a":"no"},"c":"","d":null,"e":"\ud800"}"#;
        assert_eq!(text_field(row, "a").as_deref(), Some("x"));
        assert_eq!((text_field(row, "c"), text_field(row, "d"), text_field(row, "z")), (None, None, None));
        assert_eq!(
            (field_of(row, "d"), field_of(row, "e"), field_of(row, "z")),
            (Some(Value::Null), None, None)
        );
        for other in ["[]", "null", "5", "1.5", "true", r#""a""#, r#"{"a":"x""#] {
            assert_eq!(field_of(other, "a"), None, "{other}");
        }
    }
}
