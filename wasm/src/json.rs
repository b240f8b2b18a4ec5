//! Writing JSON into a string: the counterpart of [`crate::plain`].
//!
//! It gives the bytes that `serde_json` gives. That one looks at every byte of every text and name; here a field's name is known to need
//! no escape, and texts are looked at a word at a time. Whether a comma comes next is told by what was written last, so that no type brings
//! code for where it is.

use std::fmt::Write as _;

use serde::ser::{
    Error as _, Impossible, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeTuple,
    Serializer,
};
use serde_json::{Error, Number};

pub(crate) fn to_json<T: Serialize + ?Sized>(value: &T) -> Result<String, Error> {
    let mut json = Json(String::new());
    value.serialize(&mut json)?;
    Ok(json.0)
}

struct Json(String);

impl Json {
    fn comma(&mut self) {
        if !matches!(self.0.as_bytes().last(), Some(b'{' | b'[')) {
            self.0.push(',');
        }
    }

    fn name(&mut self, name: &'static str) {
        self.comma();
        self.0.push('"');
        self.0.push_str(name);
        self.0.push_str("\":");
    }

    fn text(&mut self, text: &str) {
        self.0.push('"');
        let mut rest = text;
        while let Some(at) = special(rest.as_bytes()) {
            self.0.push_str(&rest[..at]);
            match rest.as_bytes()[at] {
                b'"' => self.0.push_str("\\\""),
                b'\\' => self.0.push_str("\\\\"),
                b'\x08' => self.0.push_str("\\b"),
                b'\x0c' => self.0.push_str("\\f"),
                b'\n' => self.0.push_str("\\n"),
                b'\r' => self.0.push_str("\\r"),
                b'\t' => self.0.push_str("\\t"),
                // Writing to a string cannot fail.
                other => drop(write!(self.0, "\\u{other:04x}")),
            }
            rest = &rest[at + 1..];
        }
        self.0.push_str(rest);
        self.0.push('"');
    }

    fn shown(&mut self, value: impl std::fmt::Display) -> Result<(), Error> {
        write!(self.0, "{value}").map_err(Error::custom)
    }
}

/// The first byte that stands for itself in no text: a quote, a backslash, a control character.
fn special(bytes: &[u8]) -> Option<usize> {
    const WORD: usize = size_of::<usize>();
    const ONES: usize = usize::MAX / 255;
    /// Bytes that are below `least` have their highest bit set, and some above the first of these.
    fn below(word: usize, least: usize) -> usize {
        word.wrapping_sub(ONES * least) & !word
    }
    let mut at = 0;
    while let Some(word) = bytes[at..].first_chunk::<WORD>() {
        let word = usize::from_le_bytes(*word);
        let quote = below(word ^ (ONES * usize::from(b'"')), 1);
        let backslash = below(word ^ (ONES * usize::from(b'\\')), 1);
        let found = (below(word, 0x20) | quote | backslash) & (ONES << 7);
        if found != 0 {
            return Some(at + found.trailing_zeros() as usize / 8);
        }
        at += WORD;
    }
    let rest = &bytes[at..];
    rest.iter().position(|byte| *byte < 0x20 || matches!(byte, b'"' | b'\\')).map(|place| at + place)
}

/// What no type of the engine asks for: an enum with data has a tag, or is written as what it holds.
fn unknown() -> Error {
    Error::custom("a tuple with a name, an enum without a tag, or a single-precision number")
}

impl<'j> Serializer for &'j mut Json {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = &'j mut Json;
    type SerializeTuple = &'j mut Json;
    type SerializeTupleStruct = Impossible<(), Error>;
    type SerializeTupleVariant = Impossible<(), Error>;
    type SerializeMap = &'j mut Json;
    type SerializeStruct = &'j mut Json;
    type SerializeStructVariant = Impossible<(), Error>;

    fn serialize_bool(self, flag: bool) -> Result<(), Error> {
        self.0.push_str(if flag { "true" } else { "false" });
        Ok(())
    }

    fn serialize_i8(self, number: i8) -> Result<(), Error> {
        self.serialize_i64(number.into())
    }

    fn serialize_i16(self, number: i16) -> Result<(), Error> {
        self.serialize_i64(number.into())
    }

    fn serialize_i32(self, number: i32) -> Result<(), Error> {
        self.serialize_i64(number.into())
    }

    fn serialize_i64(self, number: i64) -> Result<(), Error> {
        self.shown(number)
    }

    fn serialize_u8(self, number: u8) -> Result<(), Error> {
        self.serialize_u64(number.into())
    }

    fn serialize_u16(self, number: u16) -> Result<(), Error> {
        self.serialize_u64(number.into())
    }

    fn serialize_u32(self, number: u32) -> Result<(), Error> {
        self.serialize_u64(number.into())
    }

    fn serialize_u64(self, number: u64) -> Result<(), Error> {
        self.shown(number)
    }

    fn serialize_f32(self, _number: f32) -> Result<(), Error> {
        Err(unknown())
    }

    fn serialize_f64(self, number: f64) -> Result<(), Error> {
        match Number::from_f64(number) {
            Some(number) => self.shown(number),
            None => self.serialize_unit(),
        }
    }

    fn serialize_char(self, letter: char) -> Result<(), Error> {
        self.serialize_str(letter.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, text: &str) -> Result<(), Error> {
        self.text(text);
        Ok(())
    }

    fn serialize_bytes(self, bytes: &[u8]) -> Result<(), Error> {
        self.collect_seq(bytes)
    }

    fn serialize_none(self) -> Result<(), Error> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Error> {
        self.0.push_str("null");
        Ok(())
    }

    fn serialize_unit_struct(self, _name: &'static str) -> Result<(), Error> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
    ) -> Result<(), Error> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _name: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _name: &'static str,
        _index: u32,
        _variant: &'static str,
        _value: &T,
    ) -> Result<(), Error> {
        Err(unknown())
    }

    fn serialize_seq(self, _length: Option<usize>) -> Result<Self, Error> {
        self.0.push('[');
        Ok(self)
    }

    fn serialize_tuple(self, _length: usize) -> Result<Self, Error> {
        self.0.push('[');
        Ok(self)
    }

    fn serialize_tuple_struct(
        self,
        _name: &'static str,
        _length: usize,
    ) -> Result<Impossible<(), Error>, Error> {
        Err(unknown())
    }

    fn serialize_tuple_variant(
        self,
        _name: &'static str,
        _index: u32,
        _variant: &'static str,
        _length: usize,
    ) -> Result<Impossible<(), Error>, Error> {
        Err(unknown())
    }

    fn serialize_map(self, _length: Option<usize>) -> Result<Self, Error> {
        self.0.push('{');
        Ok(self)
    }

    fn serialize_struct(self, _name: &'static str, _length: usize) -> Result<Self, Error> {
        self.0.push('{');
        Ok(self)
    }

    fn serialize_struct_variant(
        self,
        _name: &'static str,
        _index: u32,
        _variant: &'static str,
        _length: usize,
    ) -> Result<Impossible<(), Error>, Error> {
        Err(unknown())
    }
}

impl SerializeSeq for &mut Json {
    type Ok = ();
    type Error = Error;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.comma();
        value.serialize(&mut **self)
    }

    fn end(self) -> Result<(), Error> {
        self.0.push(']');
        Ok(())
    }
}

impl SerializeTuple for &mut Json {
    type Ok = ();
    type Error = Error;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        SerializeSeq::serialize_element(self, value)
    }

    fn end(self) -> Result<(), Error> {
        SerializeSeq::end(self)
    }
}

impl SerializeMap for &mut Json {
    type Ok = ();
    type Error = Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Error> {
        self.comma();
        let at = self.0.len();
        key.serialize(&mut **self)?;
        // A number is a key as a text.
        if !self.0[at..].starts_with('"') {
            self.0.insert(at, '"');
            self.0.push('"');
        }
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.0.push(':');
        value.serialize(&mut **self)
    }

    fn end(self) -> Result<(), Error> {
        self.0.push('}');
        Ok(())
    }
}

impl SerializeStruct for &mut Json {
    type Ok = ();
    type Error = Error;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Error> {
        self.name(name);
        value.serialize(&mut **self)
    }

    fn end(self) -> Result<(), Error> {
        self.0.push('}');
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;
    use crate::ordered::SortedMap;

    #[derive(serde::Serialize)]
    #[serde(tag = "do", rename_all = "lowercase")]
    enum Request {
        Get {
            id: u64,
            #[serde(skip_serializing_if = "Option::is_none")]
            after: Option<u64>,
            #[serde(flatten)]
            more: SortedMap<String, Value>,
        },
        Apply(Named),
        Wait,
    }

    #[derive(serde::Serialize)]
    struct Named {
        name: &'static str,
        pair: (char, i8),
        numbers: SortedMap<u64, f64>,
    }

    #[test]
    fn writes_what_types_say_as_serde_json_does() {
        let more = SortedMap::from([("k\"".to_owned(), json!([])), ("l".to_owned(), json!({"a": {}}))]);
        let numbers = SortedMap::from([(1, 0.1), (20, -1e300), (3, f64::NAN)]);
        let list = [
            Request::Get { id: u64::MAX, after: None, more },
            Request::Apply(Named { name: "a\u{7f}", pair: ('\\', i8::MIN), numbers }),
            Request::Wait,
        ];
        assert_eq!(to_json(&list).unwrap(), serde_json::to_string(&list).unwrap());
    }

    fn value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            ".{0,20}".prop_map(Value::from),
            "[\"\\\\a-z\\x00-\\x20é]{0,20}".prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 40, 6, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
                prop::collection::btree_map("(?s).{0,9}", inner, 0..6)
                    .prop_map(|map| Value::Object(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn writes_any_value_as_serde_json_does(value in value()) {
            prop_assert_eq!(to_json(&value).unwrap(), serde_json::to_string(&value).unwrap());
        }
    }
}
