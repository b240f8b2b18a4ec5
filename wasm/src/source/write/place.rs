//! Where in `values` an attribute stands for a channel and a language, and the names of such places.

use serde_json::{Map, Value};

use crate::source::Attribute;

/// A section of `values`, and the channel and language below it.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub channel: Option<String>,
    pub locale: Option<String>,
}

/// The sections of `values` that hold attributes.
pub(super) const SECTIONS: [&str; 4] =
    ["common", "locale_specific", "channel_specific", "channel_locale_specific"];

impl Place {
    /// The place that the flags of an attribute dictate.
    pub fn of(attribute: &Attribute, channel: &str, locale: &str) -> Self {
        Self {
            channel: attribute.value_per_channel.then(|| channel.to_owned()),
            locale: attribute.value_per_locale.then(|| locale.to_owned()),
        }
    }

    /// Whether the flags of an attribute lead to such a place.
    pub(super) fn fits(&self, attribute: &Attribute) -> bool {
        (self.channel.is_some(), self.locale.is_some())
            == (attribute.value_per_channel, attribute.value_per_locale)
    }

    pub fn section(&self) -> &'static str {
        match (&self.channel, &self.locale) {
            (None, None) => SECTIONS[0],
            (None, Some(_)) => SECTIONS[1],
            (Some(_), None) => SECTIONS[2],
            (Some(_), Some(_)) => SECTIONS[3],
        }
    }

    /// The keys from `values` down to the map of attributes.
    fn keys(&self) -> impl Iterator<Item = &str> {
        [Some(self.section()), self.channel.as_deref(), self.locale.as_deref()].into_iter().flatten()
    }

    /// The name of an attribute's value here: `channel_locale_specific.default.en_US.name`.
    pub fn path(&self, code: &str) -> String {
        let mut path: String = self.keys().flat_map(|key| [key, "."]).collect();
        path.push_str(code);
        path
    }

    /// A name, taken apart into the place and the attribute's code.
    pub fn parse(path: &str) -> Option<(Self, &str)> {
        let parts: Vec<&str> = path.split('.').collect();
        let at = |channel: Option<&str>, locale: Option<&str>| Self {
            channel: channel.map(Into::into),
            locale: locale.map(Into::into),
        };
        Some(match parts[..] {
            ["common", code] => (at(None, None), code),
            ["locale_specific", locale, code] => (at(None, Some(locale)), code),
            ["channel_specific", channel, code] => (at(Some(channel), None), code),
            ["channel_locale_specific", channel, locale, code] => (at(Some(channel), Some(locale)), code),
            _ => return None,
        })
    }

    /// What `values` hold of an attribute here.
    pub fn get<'v>(&self, values: &'v Value, code: &str) -> Option<&'v Value> {
        self.keys().try_fold(values, |at, key| at.get(key))?.get(code)
    }

    /// Sets a value; a section that is missing, null or an empty list becomes a map.
    pub fn set(&self, values: &mut Value, code: &str, value: Value) {
        let section = self.keys().fold(values, |at, key| slot(at, key));
        as_map(section).insert(code.to_owned(), value);
    }

    pub fn remove(&self, values: &mut Value, code: &str) {
        let section = self.keys().try_fold(values, |at, key| at.get_mut(key));
        if let Some(map) = section.and_then(Value::as_object_mut) {
            map.remove(code);
        }
    }
}

fn slot<'v>(at: &'v mut Value, key: &str) -> &'v mut Value {
    as_map(at).entry(key).or_insert_with(|| Value::Object(Map::new()))
}

/// PHP writes an empty map as `[]`, and what was never filled as null.
pub(super) fn as_map(value: &mut Value) -> &mut Map<String, Value> {
    if !value.is_object() {
        *value = Value::Object(Map::new());
    }
    match value {
        Value::Object(map) => map,
        _ => unreachable!("it was just made a map"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const PATHS: [&str; 4] = [
        "common.color",
        "locale_specific.en_US.care",
        "channel_specific.default.cost",
        "channel_locale_specific.default.en_US.name",
    ];

    #[test]
    fn a_name_and_its_place_are_the_same() {
        for path in PATHS {
            let (place, code) = Place::parse(path).unwrap();
            assert_eq!(place.path(code), path);
        }
        for path in ["", "common", "status", "categories", "associations.up_sells", "common.a.b"] {
            assert_eq!(Place::parse(path), None, "{path}");
        }
    }

    #[test]
    fn flags_dictate_the_place() {
        for (locale, channel, path) in
            [(0, 0, PATHS[0]), (1, 0, PATHS[1]), (0, 1, PATHS[2]), (1, 1, PATHS[3])]
        {
            let (_, code) = path.rsplit_once('.').unwrap();
            let row = json!({"code": code, "type": "text", "value_per_locale": locale, "value_per_channel": channel});
            let attribute: Attribute = serde_json::from_value(row).unwrap();
            assert_eq!(Place::of(&attribute, "default", "en_US").path(code), path);
        }
    }

    #[test]
    fn every_shape_of_nothing_takes_a_value() {
        for path in PATHS {
            let (place, code) = Place::parse(path).unwrap();
            for empty in [
                json!(null),
                json!([]),
                json!({}),
                json!({place.section(): []}),
                json!({place.section(): null}),
            ] {
                let mut values = empty;
                assert_eq!(place.get(&values, code), None);
                place.remove(&mut values, code);
                place.set(&mut values, code, json!("x"));
                assert_eq!(place.get(&values, code), Some(&json!("x")), "{path}");
                place.remove(&mut values, code);
                assert_eq!(place.get(&values, code), None);
            }
        }
    }

    #[test]
    fn what_stands_beside_stays() {
        let mut values =
            json!({"common": {"a": 1}, "locale_specific": {"fr_FR": {"care": "Main"}}, "categories": ["c"]});
        let (place, code) = Place::parse("locale_specific.en_US.care").unwrap();
        place.set(&mut values, code, json!("Hand"));
        assert_eq!(
            values,
            json!({"common": {"a": 1}, "locale_specific": {"fr_FR": {"care": "Main"}, "en_US": {"care": "Hand"}}, "categories": ["c"]})
        );
    }
}
