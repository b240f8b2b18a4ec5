//! A product as UnoPim returns it, of which only the wanted values are kept.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::lenient::{codes, text, truthy};
use super::wanted::{Scope, Wanted};
use crate::error::Fault;
use crate::ordered::Sort as _;
use crate::plain::{Key, Object, ReadObject, field_of, read_text};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Simple,
    Configurable,
    /// A level of a two-level tree, never a product.
    VariantGroup,
}

/// The values of one attribute, one per language of the chain that has one (rank 0 where it has no language).
pub type Scoped = Vec<ScopedValue>;

#[derive(Debug, Clone, PartialEq)]
pub struct ScopedValue {
    pub rank: usize,
    pub value: Value,
}

/// A child of a configurable as its parent lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variant {
    pub sku: String,
    /// Axis code → option code.
    pub options: Vec<(String, String)>,
}

#[derive(Debug, Clone)]
pub struct Product {
    pub sku: String,
    pub status: Option<bool>,
    pub parent: Option<String>,
    pub family: String,
    pub kind: Kind,
    /// By attribute number of [`Wanted`].
    pub values: Vec<Scoped>,
    /// `None`: the product says nothing about categories.
    pub categories: Option<Vec<String>>,
    pub axes: Vec<String>,
    pub variants: Vec<Variant>,
    /// Type → SKUs, each once, in UnoPim's order; only the sections that are there.
    pub associations: Vec<(String, Vec<String>)>,
    pub updated_at: Option<String>,
    pub created_at: Option<String>,
}

impl Product {
    pub fn decode(row: &str, wanted: &Wanted) -> Result<Self, Unreadable> {
        let raw = read_text(row, Object(Top(wanted)))
            .map_err(|e| unreadable(&sku_of(row).unwrap_or_default(), None, &e.to_string()))?;
        raw.finish()
    }

    /// Values under this product that its parent has, scope by scope; categories come from the nearest level that has them.
    pub fn inherit(&mut self, parent: &[Scoped], categories: Option<&Vec<String>>) {
        for (own, inherited) in self.values.iter_mut().zip(parent) {
            for value in inherited {
                if own.iter().all(|v| v.rank != value.rank) {
                    own.push(value.clone());
                }
            }
            own.order_by_key(|v| v.rank);
        }
        if self.categories.is_none() {
            self.categories = categories.cloned();
        }
    }
}

/// The SKU of a row whose values cannot be read: a broken escape or a number beyond all bounds spoils no more than it has to.
fn sku_of(row: &str) -> Option<String> {
    text(&field_of(row, "sku")?).filter(|sku| !sku.trim().is_empty())
}

/// A product that cannot be read, and which of its fields is to blame, where that can be told.
#[derive(Debug)]
pub struct Unreadable {
    pub fault: Fault,
    pub field: Option<&'static str>,
}

impl From<Unreadable> for Fault {
    fn from(unreadable: Unreadable) -> Self {
        unreadable.fault
    }
}

fn unreadable(sku: &str, field: Option<&'static str>, why: &str) -> Unreadable {
    let fault = Fault::new(
        "malformed",
        if sku.is_empty() { "product" } else { sku },
        format!("This product cannot be read: {why}"),
        "Open the product in UnoPim and save it again, then pull it again.",
    );
    Unreadable { fault, field }
}

#[derive(Default)]
struct Raw {
    sku: Option<String>,
    status: Option<Value>,
    parent: Option<Value>,
    family: Option<Value>,
    kind: Option<Value>,
    axes: Option<Value>,
    variants: Option<Value>,
    associations: Option<Value>,
    updated_at: Option<Value>,
    created_at: Option<Value>,
    values: Option<RawValues>,
    values_missing: bool,
}

#[derive(Default)]
struct RawValues {
    slots: Vec<Scoped>,
    categories: Option<Vec<String>>,
    associations: Option<Value>,
    usable: bool,
}

impl Raw {
    fn finish(self) -> Result<Product, Unreadable> {
        let sku = self
            .sku
            .filter(|s| !s.trim().is_empty())
            .ok_or_else(|| unreadable("", Some("sku"), "it has no SKU"))?;
        let kind = match self.kind.as_ref().and_then(Value::as_str) {
            Some("configurable") => Kind::Configurable,
            Some("variant_group") => Kind::VariantGroup,
            _ => Kind::Simple,
        };
        let values = match self.values {
            Some(values) if values.usable => values,
            _ if self.values_missing => {
                return Err(unreadable(&sku, Some("values"), "its `values` are null"));
            }
            _ => return Err(unreadable(&sku, Some("values"), "its `values` are missing or no map")),
        };
        Ok(Product {
            status: self.status.as_ref().filter(|v| !v.is_null()).map(truthy),
            parent: self.parent.as_ref().and_then(text).filter(|p| !p.is_empty()),
            family: self.family.as_ref().and_then(text).unwrap_or_default(),
            kind,
            values: values.slots,
            categories: values.categories,
            axes: self.axes.as_ref().map(codes).unwrap_or_default(),
            variants: self.variants.as_ref().map(variants).unwrap_or_default(),
            associations: associations(values.associations.as_ref(), self.associations.as_ref()),
            created_at: self.created_at.as_ref().and_then(text).filter(|t| !t.is_empty()),
            updated_at: self.updated_at.as_ref().and_then(text).filter(|t| !t.is_empty()),
            sku,
        })
    }
}

/// The sections of `values.associations`, and those that only a single read tells (custom types). Where both tell one,
/// the values count: they are what every listing shows.
fn associations(values: Option<&Value>, single: Option<&Value>) -> Vec<(String, Vec<String>)> {
    let mut out: Vec<(String, Vec<String>)> = Vec::new();
    for section in [values, single].into_iter().flatten().filter_map(Value::as_object) {
        for (kind, list) in section {
            if !list.is_null() && out.iter().all(|(known, _)| known != kind) {
                out.push((kind.clone(), skus(list)));
            }
        }
    }
    out.order();
    out
}

/// A list of SKUs, comma text, or records that name a SKU.
fn skus(list: &Value) -> Vec<String> {
    let named = |row: &Value| row.get("related_sku").or_else(|| row.get("sku")).and_then(text);
    let all = match list {
        Value::Array(rows) if rows.iter().any(Value::is_object) => rows.iter().filter_map(named).collect(),
        other => codes(other),
    };
    let mut out: Vec<String> = Vec::with_capacity(all.len());
    for sku in all {
        if !sku.is_empty() && !out.contains(&sku) {
            out.push(sku);
        }
    }
    out
}

fn variants(list: &Value) -> Vec<Variant> {
    list.as_array()
        .into_iter()
        .flatten()
        .filter_map(|row| {
            let sku = row.get("sku").and_then(text)?;
            let empty = Map::new();
            let options = row.get("attributes").and_then(Value::as_object).unwrap_or(&empty);
            Some(Variant {
                sku,
                options: options.iter().filter_map(|(k, v)| Some((k.clone(), text(v)?))).collect(),
            })
        })
        .collect()
}

struct Top<'w>(&'w Wanted);

impl<'de> ReadObject<'de> for Top<'_> {
    type Value = Raw;
    const WANTED: &'static str = "a product";
    fn read<A: MapAccess<'de>>(self, mut map: A) -> Result<Raw, A::Error> {
        let mut raw = Raw::default();
        while let Some(key) = map.next_key_seed(Key)? {
            match key.as_ref() {
                "sku" => raw.sku = text(&map.next_value()?),
                "status" => raw.status = Some(map.next_value()?),
                "parent" => raw.parent = Some(map.next_value()?),
                "family" => raw.family = Some(map.next_value()?),
                "type" => raw.kind = Some(map.next_value()?),
                "super_attributes" => raw.axes = Some(map.next_value()?),
                "variants" => raw.variants = Some(map.next_value()?),
                "associations" => raw.associations = Some(map.next_value()?),
                "created_at" => raw.created_at = Some(map.next_value()?),
                "updated_at" => raw.updated_at = Some(map.next_value()?),
                "values" => {
                    let mut values =
                        RawValues { slots: vec![Vec::new(); self.0.len()], ..RawValues::default() };
                    raw.values_missing =
                        map.next_value_seed(Section(Level::Values(self.0), &mut values))? == Shape::Null;
                    raw.values = Some(values);
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(raw)
    }
}

/// Where in `values` the parser is.
#[derive(Clone, Copy)]
enum Level<'w> {
    Values(&'w Wanted),
    Channels(&'w Wanted, Scope),
    Locales(&'w Wanted, Scope),
    Attributes(&'w Wanted, Scope, usize),
}

#[derive(PartialEq, Eq)]
enum Shape {
    Null,
    Map,
    Other,
}

/// A map below `values`; anything else there (`[]`, null, a stray text) counts as an empty one.
struct Section<'w, 's>(Level<'w>, &'s mut RawValues);

impl<'de> DeserializeSeed<'de> for Section<'_, '_> {
    type Value = Shape;
    fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<Shape, D::Error> {
        d.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Section<'_, '_> {
    type Value = Shape;
    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a section of values")
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Shape, A::Error> {
        let Section(level, out) = self;
        if matches!(level, Level::Values(_)) {
            out.usable = true;
        }
        while let Some(key) = map.next_key_seed(Key)? {
            let inner = match level {
                Level::Values(wanted) => match key.as_ref() {
                    "common" => Some(Level::Attributes(wanted, Scope::Common, 0)),
                    "locale_specific" => Some(Level::Locales(wanted, Scope::Locale)),
                    "channel_specific" => Some(Level::Channels(wanted, Scope::Channel)),
                    "channel_locale_specific" => Some(Level::Channels(wanted, Scope::ChannelLocale)),
                    "categories" => {
                        let value: Value = map.next_value()?;
                        out.categories = (!value.is_null()).then(|| codes(&value));
                        continue;
                    }
                    "associations" => {
                        out.associations = Some(map.next_value()?);
                        continue;
                    }
                    _ => None,
                },
                Level::Channels(wanted, scope) if key == wanted.channel => Some(match scope {
                    Scope::ChannelLocale => Level::Locales(wanted, scope),
                    _ => Level::Attributes(wanted, scope, 0),
                }),
                Level::Locales(wanted, scope) => {
                    wanted.locale(&key).map(|rank| Level::Attributes(wanted, scope, rank))
                }
                Level::Attributes(wanted, scope, rank) => {
                    if let Some(number) = wanted.find(&key, scope) {
                        let value = map.next_value()?;
                        out.slots[number].push(ScopedValue { rank, value });
                        continue;
                    }
                    None
                }
                Level::Channels(..) => None,
            };
            match inner {
                Some(inner) => {
                    map.next_value_seed(Section(inner, out))?;
                }
                None => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        if matches!(level, Level::Values(_)) {
            for slot in &mut out.slots {
                slot.order_by_key(|v| v.rank);
            }
        }
        Ok(Shape::Map)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Shape, A::Error> {
        // An empty PHP array: a map without entries.
        let mut entries = 0;
        while seq.next_element::<IgnoredAny>()?.is_some() {
            entries += 1;
        }
        if entries == 0 && matches!(self.0, Level::Values(_)) {
            self.1.usable = true;
        }
        Ok(Shape::Other)
    }
    fn visit_unit<E>(self) -> Result<Shape, E> {
        Ok(Shape::Null)
    }
    fn visit_bool<E>(self, _: bool) -> Result<Shape, E> {
        Ok(Shape::Other)
    }
    fn visit_i64<E>(self, _: i64) -> Result<Shape, E> {
        Ok(Shape::Other)
    }
    fn visit_u64<E>(self, _: u64) -> Result<Shape, E> {
        Ok(Shape::Other)
    }
    fn visit_f64<E>(self, _: f64) -> Result<Shape, E> {
        Ok(Shape::Other)
    }
    fn visit_str<E>(self, _: &str) -> Result<Shape, E> {
        Ok(Shape::Other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Attribute;
    use serde_json::json;

    fn attribute(code: &str, locale: u8, channel: u8) -> Attribute {
        serde_json::from_value(
            json!({"code":code,"type":"text","value_per_locale":locale,"value_per_channel":channel}),
        )
        .unwrap()
    }

    fn wanted() -> Wanted {
        let list = [
            attribute("color", 0, 0),
            attribute("care", 1, 0),
            attribute("cost", 0, 1),
            attribute("name", 1, 1),
        ];
        Wanted::new(&list, "default", &["fr_FR".into(), "en_US".into()])
    }

    #[test]
    fn values_are_read_only_where_their_flags_put_them() {
        let row = json!({"sku":"a","type":"simple","status":1,"parent":"","family":"f","values":{
            "common":{"color":"Red","care":"wrong place","name":"wrong"},
            "locale_specific":{"en_US":{"care":"Hand"},"fr_FR":{"care":"Main"},"xx_XX":{"care":"stale"}},
            "channel_specific":{"default":{"cost":"1"},"gone":{"cost":"2"}},
            "channel_locale_specific":{"default":{"en_US":{"name":"N"}},"gone":[]},
            "categories":["c"]}});
        let p = Product::decode(&row.to_string(), &wanted()).unwrap();
        let flat: Vec<Vec<(usize, &str)>> = p
            .values
            .iter()
            .map(|s| s.iter().map(|v| (v.rank, v.value.as_str().unwrap())).collect())
            .collect();
        assert_eq!(flat, [vec![(0, "Red")], vec![(0, "Main"), (1, "Hand")], vec![(0, "1")], vec![(1, "N")]]);
        assert_eq!((p.parent, p.status, p.categories), (None, Some(true), Some(vec!["c".to_owned()])));
    }

    #[test]
    fn empty_sections_come_as_lists_and_null() {
        for values in [
            json!([]),
            json!({}),
            json!({"common":[],"locale_specific":null,"channel_specific":"x","categories":null}),
        ] {
            let p = Product::decode(&json!({"sku":"a","values":values}).to_string(), &wanted()).unwrap();
            assert!(p.values.iter().all(Vec::is_empty) && p.categories.is_none());
        }
    }

    #[test]
    fn null_values_are_a_fault_that_names_the_product() {
        let Unreadable { fault, field } =
            Product::decode(r#"{"sku":"n-1","values":null}"#, &wanted()).unwrap_err();
        assert_eq!((fault.code.as_str(), fault.path.as_str(), field), ("malformed", "n-1", Some("values")));
        assert!(!fault.hint.is_empty());
        assert!(Product::decode(r#"{"values":{}}"#, &wanted()).is_err());
        assert!(Product::decode("null", &wanted()).is_err());
        assert!(Product::decode("[]", &wanted()).is_err());
    }

    #[test]
    fn a_value_that_cannot_be_read_is_told_of_its_product() {
        for broken in [r#""\ud800""#, "1e999"] {
            let row = |code: &str| {
                format!(r#"{{"sku":"n-1","type":"simple","values":{{"common":{{"{code}":{broken}}}}}}}"#)
            };
            let fault = Fault::from(Product::decode(&row("color"), &wanted()).unwrap_err());
            assert_eq!((fault.code.as_str(), fault.path.as_str()), ("malformed", "n-1"), "{broken}");
            // What no row reads does not matter.
            assert!(Product::decode(&row("unmapped"), &wanted()).is_ok(), "{broken}");
        }
    }

    #[test]
    fn associations_come_as_lists_as_text_and_as_records() {
        let decode = |row: Value| Product::decode(&row.to_string(), &wanted()).unwrap().associations;
        let section = |kind: &str, skus: &[&str]| {
            (kind.to_owned(), skus.iter().map(ToString::to_string).collect::<Vec<_>>())
        };
        assert_eq!(
            decode(
                json!({"sku":"a","values":{"associations":{"up_sells":["b","c","b"],"cross_sells":"d, e","related_products":[]}}})
            ),
            [
                section("cross_sells", &["d", "e"]),
                section("related_products", &[]),
                section("up_sells", &["b", "c"])
            ]
        );
        // A single read tells custom types beside; what the values say of a section counts.
        assert_eq!(
            decode(json!({"sku":"a","values":{"associations":{"up_sells":["b"]}},
                "associations":{"up_sells":[{"related_sku":"x"}],"bundle_kit":[{"related_sku":"gift-box","additional_data":{"quantity":"2"}}]}})),
            [section("bundle_kit", &["gift-box"]), section("up_sells", &["b"])]
        );
        for nothing in [json!([]), json!(null), json!("x")] {
            assert!(
                decode(json!({"sku":"a","associations":nothing,"values":{"associations":nothing}}))
                    .is_empty()
            );
        }
    }

    #[test]
    fn a_child_inherits_language_by_language() {
        let parent = Product::decode(
            r#"{"sku":"p","values":{"locale_specific":{"fr_FR":{"care":"Main"},"en_US":{"care":"Hand"}},"categories":["c"]}}"#,
            &wanted(),
        )
        .unwrap();
        let mut child = Product::decode(
            r#"{"sku":"k","parent":"p","values":{"common":{"color":"Red"},"locale_specific":{"en_US":{"care":"Own"}}}}"#,
            &wanted(),
        )
        .unwrap();
        child.inherit(&parent.values, parent.categories.as_ref());
        let care: Vec<_> = child.values[1].iter().map(|v| v.value.as_str().unwrap()).collect();
        assert_eq!(care, ["Main", "Own"]);
        assert_eq!(child.categories, Some(vec!["c".to_owned()]));
    }
}
