//! Reading JSON: texts as values, and typed data out of values, in the one way that the engine needs.
//!
//! `serde_json::from_value` takes an object or a list where a struct is wanted, so that every struct brings code for both, the larger one
//! for the keys of an object in any order. Here a struct is an object, and is handed its fields in their own order, as if from a list. So
//! what may be missing says so with `default`, an `Option` too. An enum is a word; what holds data and says its kind is read as a struct of
//! all its fields first.

mod cut;
mod misread;
mod text;

use std::slice;
use std::vec;

use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, Error as _, Expected, MapAccess, SeqAccess,
    Unexpected, VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;
use serde_json::{Map, Value, map};

pub(crate) use cut::Cut;
pub use misread::Misread;
pub(crate) use text::{
    Key, Object, ReadObject, field_of, read_text, text_field, text_in, value_in, value_of,
};

/// Reads a `T`; what does not fit is an error, as from `serde_json::from_value`.
pub(crate) fn read_value<T: DeserializeOwned>(value: Value) -> Result<T, Misread> {
    T::deserialize(Plain(value))
}

/// A value as JSON. Its `Display` would bring two more writers into every module, one of them for people to read.
pub(crate) fn json_of(value: &Value) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

struct Plain(Value);

/// What was found is no `wanted`.
fn unexpected(found: &Value, wanted: &dyn Expected) -> Misread {
    let found = match found {
        Value::Null => Unexpected::Unit,
        Value::Bool(flag) => Unexpected::Bool(*flag),
        Value::Number(number) => match (number.as_u64(), number.as_i64()) {
            (Some(number), _) => Unexpected::Unsigned(number),
            (_, Some(number)) => Unexpected::Signed(number),
            _ => Unexpected::Float(number.as_f64().unwrap_or_default()),
        },
        Value::String(text) => Unexpected::Str(text),
        Value::Array(_) => Unexpected::Seq,
        Value::Object(_) => Unexpected::Map,
    };
    Misread::invalid_type(found, wanted)
}

impl Plain {
    fn object<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misread> {
        match self.0 {
            Value::Object(map) => visitor.visit_map(Entries { rest: map.into_iter(), value: Value::Null }),
            found => Err(unexpected(&found, &visitor)),
        }
    }

    fn list<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misread> {
        match self.0 {
            Value::Array(list) => {
                let mut list = List(list.into_iter());
                let read = visitor.visit_seq(&mut list)?;
                if list.0.len() > 0 { Err(too_long(list.0.len())) } else { Ok(read) }
            }
            found => Err(unexpected(&found, &visitor)),
        }
    }
}

fn too_long(left: usize) -> Misread {
    Misread::custom(format_args!("a list has {left} entries too many"))
}

impl<'de> Deserializer<'de> for Plain {
    type Error = Misread;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misread> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(flag) => visitor.visit_bool(flag),
            Value::Number(number) => match (number.as_u64(), number.as_i64()) {
                (Some(number), _) => visitor.visit_u64(number),
                (_, Some(number)) => visitor.visit_i64(number),
                _ => visitor.visit_f64(number.as_f64().unwrap_or_default()),
            },
            Value::String(text) => visitor.visit_string(text),
            Value::Array(_) => self.list(visitor),
            Value::Object(_) => self.object(visitor),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misread> {
        match self.0 {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Misread> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misread> {
        self.list(visitor)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _length: usize, visitor: V) -> Result<V::Value, Misread> {
        self.list(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misread> {
        self.object(visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misread> {
        match self.0 {
            Value::Object(map) => {
                let mut fields = Fields { names: fields.iter(), map, missing: None };
                let read = visitor.visit_seq(&mut fields);
                read.map_err(|error| fields.missing.map_or(error, Misread::missing_field))
            }
            found => Err(unexpected(&found, &visitor)),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misread> {
        match self.0 {
            Value::String(name) => visitor.visit_enum(Word(name)),
            found => Err(unexpected(&found, &visitor)),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misread> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct tuple_struct identifier
    }
}

struct List(vec::IntoIter<Value>);

impl<'de> SeqAccess<'de> for &mut List {
    type Error = Misread;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Misread> {
        self.0.next().map(|value| seed.deserialize(Plain(value))).transpose()
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.0.len())
    }
}

/// A struct's fields, in its own order.
struct Fields {
    names: slice::Iter<'static, &'static str>,
    map: Map<String, Value>,
    /// The field that was asked for last, where it was not there: an error that comes next is about that.
    missing: Option<&'static str>,
}

impl Fields {
    #[inline(never)]
    fn advance(&mut self) -> Option<Value> {
        let name = *self.names.next()?;
        let value = self.map.get_mut(name).map(Value::take);
        self.missing = value.is_none().then_some(name);
        value
    }
}

impl<'de> SeqAccess<'de> for &mut Fields {
    type Error = Misread;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Misread> {
        self.advance().map(|value| seed.deserialize(Plain(value))).transpose()
    }
}

struct Entries {
    rest: map::IntoIter,
    /// Of the key that was read last.
    value: Value,
}

impl Entries {
    #[inline(never)]
    fn advance(&mut self) -> Option<String> {
        let (key, value) = self.rest.next()?;
        self.value = value;
        Some(key)
    }
}

impl<'de> MapAccess<'de> for Entries {
    type Error = Misread;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Misread> {
        self.advance().map(|key| seed.deserialize(Word(key))).transpose()
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Misread> {
        seed.deserialize(Plain(self.value.take()))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.rest.len())
    }
}

/// A key, or the name of an enum's variant.
struct Word(String);

impl<'de> Deserializer<'de> for Word {
    type Error = Misread;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misread> {
        visitor.visit_string(self.0)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misread> {
        visitor.visit_str(&self.0)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct newtype_struct seq tuple
        tuple_struct map struct enum ignored_any
    }
}

impl<'de> EnumAccess<'de> for Word {
    type Error = Misread;
    type Variant = Bare;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Bare), Misread> {
        Ok((seed.deserialize(self)?, Bare))
    }
}

/// A variant without data.
struct Bare;

impl Bare {
    fn refusal() -> Misread {
        Misread::custom("a word alone does not say it all")
    }
}

impl<'de> VariantAccess<'de> for Bare {
    type Error = Misread;

    fn unit_variant(self) -> Result<(), Misread> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, _seed: T) -> Result<T::Value, Misread> {
        Err(Self::refusal())
    }

    fn tuple_variant<V: Visitor<'de>>(self, _length: usize, _visitor: V) -> Result<V::Value, Misread> {
        Err(Self::refusal())
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _fields: &'static [&'static str],
        _visitor: V,
    ) -> Result<V::Value, Misread> {
        Err(Self::refusal())
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde_json::{Value, from_value, json};

    use super::read_value;
    use crate::ordered::SortedMap;

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Word {
        One,
        TwoWords,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(default)]
    #[derive(Default)]
    struct Inner {
        list: Vec<(String, u64)>,
        free: Value,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    struct Outer {
        word: Word,
        #[serde(default)]
        flag: Option<bool>,
        #[serde(default)]
        count: i64,
        inner: SortedMap<String, Inner>,
    }

    #[test]
    fn reads_what_serde_json_reads() {
        let whole = json!({"word": "two_words", "flag": null, "count": -3, "unknown": [{}],
            "inner": {"a": {"list": [["x", 1], ["y", 2]], "free": {"deep": [1.5, "t", {}]}}, "b": {}}});
        let read: Outer = read_value(whole.clone()).unwrap();
        assert_eq!(read, from_value(whole).unwrap());
        assert_eq!(read.word, Word::TwoWords);
    }

    #[test]
    fn refuses_what_serde_json_refuses_and_keeps_the_value_to_itself() {
        for (bad, why) in [
            (json!({}), "missing field `word`"),
            (json!({"word": "one"}), "missing field `inner`"),
            (json!({"word": "three", "inner": {}}), "unknown variant `three`, expected `one` or `two_words`"),
            (json!({"word": "one", "inner": []}), "invalid type: sequence, expected a map"),
            (json!({"word": "one", "inner": {}, "flag": "yes"}), "invalid type: string, expected a boolean"),
            (json!({"word": "one", "inner": {}, "count": 1.5}), "invalid type: floating point, expected i64"),
            (json!({"word": "one", "inner": {}, "count": u64::MAX}), "invalid value: integer, expected i64"),
            (
                json!({"word": "one", "inner": {"a": {"list": [["x"]]}}}),
                "invalid length 1, expected a tuple of size 2",
            ),
            (json!(null), "invalid type: null, expected struct Outer"),
            (json!(true), "invalid type: boolean, expected struct Outer"),
            (json!("text"), "invalid type: string, expected struct Outer"),
        ] {
            assert_eq!(read_value::<Outer>(bad.clone()).unwrap_err().to_string(), why);
            let theirs = from_value::<Outer>(bad).unwrap_err().to_string();
            let shown = [" `1.5`", " `18446744073709551615`", " `true`", " \"yes\"", " \"text\""];
            assert_eq!(shown.iter().fold(theirs, |theirs, value| theirs.replace(value, "")), why);
        }
        assert!(read_value::<Inner>(json!({"list": [["x", 1, 2]]})).is_err());
        assert!(read_value::<Inner>(json!([[], null])).is_err(), "a list is no struct");
    }
}
