//! What UnoPim stores and would not take back: codes of records that were deleted since.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::place::{Place, SECTIONS, as_map};
use super::product::ASSOCIATIONS;
use super::{Change, Write, WriteFacts, errors_of};
use crate::plan::Catalog;
use crate::source::{AttributeType, option_codes};

/// Values that can be sent, and the places of those that cannot.
pub(super) struct Stored {
    pub values: Value,
    pub left_out: Vec<String>,
}

pub(super) fn cleaned(values: &Value, facts: &WriteFacts) -> Stored {
    let mut out = Stored { values: values.clone(), left_out: Vec::new() };
    for (place, code) in places(values) {
        let path = place.path(&code);
        match place.get(values, &code).and_then(|value| taken_back(&place, &code, value, facts)) {
            Some(kept) if !facts.refused.contains(&path) => {
                if kept != values_at(values, &place, &code) {
                    out.left_out.push(path);
                    place.set(&mut out.values, &code, kept);
                }
            }
            _ => {
                place.remove(&mut out.values, &code);
                out.left_out.push(path);
            }
        }
    }
    drop_sections(&mut out);
    drop_links(&mut out, facts);
    out
}

fn values_at(values: &Value, place: &Place, code: &str) -> Value {
    place.get(values, code).cloned().unwrap_or_default()
}

/// Every attribute's place that the sections hold.
fn places(values: &Value) -> Vec<(Place, String)> {
    let mut out = Vec::new();
    for section in SECTIONS {
        let (channels, locales) = (section.starts_with("channel"), section.contains("locale"));
        for (channel, at) in level(&values[section], channels) {
            for (locale, at) in level(at, locales) {
                let place = Place { channel: channel.clone(), locale };
                let codes = at.as_object().into_iter().flatten().map(|(code, _)| code);
                out.extend(codes.map(|code| (place.clone(), code.clone())));
            }
        }
    }
    out
}

/// The entries of a level, or the level itself where there is none of that kind.
fn level(at: &Value, is_there: bool) -> Vec<(Option<String>, &Value)> {
    if !is_there {
        return vec![(None, at)];
    }
    at.as_object().into_iter().flatten().map(|(key, inner)| (Some(key.clone()), inner)).collect()
}

/// A value as UnoPim takes it back: without options that it no longer lists; nothing where the attribute is gone or has moved.
fn taken_back(place: &Place, code: &str, value: &Value, facts: &WriteFacts) -> Option<Value> {
    if code == "sku" || facts.catalog.attributes().next().is_none() {
        return Some(value.clone());
    }
    let attribute = facts.catalog.attribute(code).filter(|attribute| place.fits(attribute))?;
    if !attribute.kind.has_options() || !facts.catalog.has_options(code) {
        return Some(value.clone());
    }
    let listed = |option: &String| facts.catalog.option(code, option).is_some();
    let held = match (&attribute.kind, value) {
        (AttributeType::Select, Value::String(option)) => vec![option.trim().to_owned()],
        _ => option_codes(value),
    };
    if held.iter().all(listed) || held.iter().all(String::is_empty) {
        return Some(value.clone());
    }
    let known: Vec<String> = held.into_iter().filter(listed).collect();
    match value {
        _ if known.is_empty() => None,
        Value::Array(_) => Some(json!(known)),
        _ => Some(json!(known.join(","))),
    }
}

/// Keys beside the known sections.
fn drop_sections(out: &mut Stored) {
    let known = |key: &str| SECTIONS.contains(&key) || key == "categories" || key == "associations";
    let gone: Vec<String> = as_map(&mut out.values).keys().filter(|key| !known(key)).cloned().collect();
    for key in gone {
        as_map(&mut out.values).remove(&key);
        out.left_out.push(key);
    }
}

fn drop_links(out: &mut Stored, facts: &WriteFacts) {
    let refused = |path: &str| facts.refused.iter().any(|known| known == path);
    let catalog = facts.catalog;
    let mut left_out = Vec::new();
    let mut keep = |list: &mut Value, name: &str, good: &dyn Fn(&str) -> bool| {
        let Some(rows) = list.as_array_mut() else { return };
        rows.retain(|row| {
            let code = row.as_str().unwrap_or_default();
            let path = format!("{name}.{code}");
            let kept = good(code) && !refused(&path);
            if !kept {
                left_out.push(path);
            }
            kept
        });
    };
    if let Some(list) = out.values.get_mut("categories") {
        keep(list, "categories", &|code| is_assignable(catalog, code, facts));
    }
    for kind in ASSOCIATIONS {
        if let Some(list) = out.values.get_mut("associations").and_then(|section| section.get_mut(kind)) {
            keep(list, &format!("associations.{kind}"), &|_| true);
        }
    }
    out.left_out.extend(left_out);
}

/// Since 2.1 the root of a channel holds no products.
fn is_assignable(catalog: &Catalog, code: &str, facts: &WriteFacts) -> bool {
    let listed = catalog.categories().is_empty() || catalog.categories().iter().any(|c| c.code == code);
    let since_2_1 = facts.capabilities.configurable_path == "configurable-products";
    listed && !(since_2_1 && catalog.is_channel_root(code))
}

/// Places that an answer refused although nothing there was to be changed: with them among [`WriteFacts::refused`] the write
/// can be put together once more. Files are not among them: what is left out is lost.
pub fn refused(body: &[u8], write: &Write, changes: &[Change], catalog: &Catalog) -> Vec<String> {
    let values = &write.body["values"];
    let is_changed = |path: &str| changes.iter().any(|change| change.path == path);
    let is_file = |code: &str| catalog.attribute(code).is_some_and(|attribute| attribute.kind.is_file());
    let mut out = BTreeSet::new();
    for (path, text) in errors_of(body) {
        if let Some((place, code)) = Place::parse(&path) {
            if code != "sku" && !is_changed(&path) && !is_file(code) && place.get(values, code).is_some() {
                out.insert(path);
            }
            continue;
        }
        // `up_sells.0`: a SKU by its place in the list.
        if let Some((kind, place)) = path.rsplit_once('.')
            && let Some(sku) = values["associations"][kind].get(place.parse().unwrap_or(usize::MAX))
        {
            out.insert(format!("associations.{kind}.{}", sku.as_str().unwrap_or_default()));
        }
        // Categories are told in a sentence alone.
        let words: Vec<&str> = text.split(|c: char| !(c.is_alphanumeric() || c == '_')).collect();
        let codes = values["categories"].as_array().into_iter().flatten().filter_map(Value::as_str);
        out.extend(
            codes.filter(|code| path.is_empty() && words.contains(code)).map(|c| format!("categories.{c}")),
        );
    }
    out.into_iter().collect()
}
