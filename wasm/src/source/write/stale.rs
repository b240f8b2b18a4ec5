//! What UnoPim stores and would not take back: codes of records that were deleted since.

use serde_json::{Value, json};

use super::place::{Place, SECTIONS, as_map};
use super::product::ASSOCIATIONS;
use super::{Change, Write, errors_of};
use crate::ordered::SortedSet;
use crate::plan::Catalog;
use crate::source::{AttributeType, option_codes};

/// Values that can be sent, and the places of those that cannot.
pub(super) struct Stored {
    pub values: Value,
    pub left_out: Vec<String>,
}

/// Without what UnoPim refused. The catalogue does not decide it: it may be older than what somebody has added since.
pub(super) fn cleaned(values: &Value, refused: &[String]) -> Stored {
    let mut out = Stored { values: values.clone(), left_out: Vec::new() };
    if refused.is_empty() {
        return out;
    }
    let is_refused = |path: &str| refused.iter().any(|known| known == path);
    for (place, code) in places(values) {
        let path = place.path(&code);
        if is_refused(&path) {
            place.remove(&mut out.values, &code);
            out.left_out.push(path);
        } else if let Some(value) = place.get(values, &code)
            && let Some(kept) = without_options(value, &path, refused, &mut out.left_out)
        {
            place.set(&mut out.values, &code, kept);
        }
    }
    let keys: Vec<String> = as_map(&mut out.values).keys().filter(|key| is_refused(key)).cloned().collect();
    for key in keys {
        as_map(&mut out.values).remove(&key);
        out.left_out.push(key);
    }
    let mut lists = vec![("categories".to_owned(), "/categories".to_owned())];
    lists.extend(ASSOCIATIONS.map(|kind| (format!("associations.{kind}"), format!("/associations/{kind}"))));
    for (name, pointer) in lists {
        let Some(list) = out.values.pointer_mut(&pointer).and_then(Value::as_array_mut) else { continue };
        list.retain(|row| {
            let path = format!("{name}.{}", row.as_str().unwrap_or_default());
            let gone = is_refused(&path);
            if gone {
                out.left_out.push(path);
            }
            !gone
        });
    }
    out
}

/// Codes of options without those that were refused; nothing where none was.
fn without_options(
    value: &Value,
    path: &str,
    refused: &[String],
    left_out: &mut Vec<String>,
) -> Option<Value> {
    let gone = |code: &String| refused.iter().any(|known| *known == format!("{path}.{code}"));
    let (dropped, kept): (Vec<_>, Vec<_>) = option_codes(value).into_iter().partition(gone);
    if dropped.is_empty() {
        return None;
    }
    left_out.extend(dropped.iter().map(|code| format!("{path}.{code}")));
    Some(if value.is_array() { json!(kept) } else { json!(kept.join(",")) })
}

/// Values as UnoPim takes them: it may store a multiselect as a list and a flag as a flag, and then refuses both.
pub(super) fn spell(values: &mut Value, catalog: &Catalog) {
    for (place, code) in places(values) {
        let Some(attribute) = catalog.attribute(&code) else { continue };
        let spelled = match (&attribute.kind, place.get(values, &code)) {
            (AttributeType::Multiselect, Some(list @ Value::Array(_))) => json!(option_codes(list).join(",")),
            (AttributeType::Boolean, Some(Value::Bool(flag))) => json!(flag.to_string()),
            _ => continue,
        };
        place.set(values, &code, spelled);
    }
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

/// Places that an answer refused because what they name is gone in UnoPim: with them among [`WriteFacts::refused`] the write can be
/// put together once more. A value that is refused for another reason is not among them, for what is left out is lost.
///
/// [`WriteFacts::refused`]: super::WriteFacts::refused
pub fn refused(body: &[u8], write: &Write, changes: &[Change], catalog: &Catalog) -> Vec<String> {
    let values = &write.body["values"];
    let mut out = SortedSet::new();
    for (path, text) in errors_of(body) {
        if let Some((place, code)) = Place::parse(&path) {
            let is_own = code == "sku" || changes.iter().any(|change| change.path == path);
            if let Some(value) = place.get(values, code).filter(|_| !is_own) {
                out.extend(gone_at(&place, code, value, &text, catalog));
            }
        } else if let Some((kind, place)) = path.rsplit_once('.') {
            // `up_sells.0`: a SKU by its place in the list.
            let sku = values["associations"][kind].get(place.parse().unwrap_or(usize::MAX));
            out.extend(sku.and_then(Value::as_str).map(|sku| format!("associations.{kind}.{sku}")));
        } else if path.is_empty() {
            // Categories are told in a sentence alone.
            let codes = values["categories"].as_array().into_iter().flatten().filter_map(Value::as_str);
            out.extend(codes.filter(|code| names(&text, code)).map(|code| format!("categories.{code}")));
        } else if values.get(&path).is_some() && !SECTIONS.contains(&path.as_str()) {
            out.insert(path);
        }
    }
    out.into_iter().collect()
}

/// New values that do not fit the pattern of their attribute, each with UnoPim's sentence. Patterns are PHP's own: only UnoPim can tell.
pub fn unfit(body: &[u8], changes: &[Change], catalog: &Catalog) -> Vec<(String, String)> {
    let mut out = errors_of(body);
    out.retain(|(path, _)| {
        let attribute = Place::parse(path).and_then(|(_, code)| catalog.attribute(code));
        attribute.is_some_and(|attribute| attribute.validation.as_deref() == Some("regex"))
            && changes.iter().any(|change| change.path == *path)
    });
    out
}

/// What of a refused value is gone: the attribute, or its place, or options of it.
fn gone_at(place: &Place, code: &str, value: &Value, text: &str, catalog: &Catalog) -> Vec<String> {
    let path = place.path(code);
    let Some(attribute) = catalog.attribute(code).filter(|attribute| place.fits(attribute)) else {
        return vec![path];
    };
    if !attribute.kind.has_options() {
        return Vec::new();
    }
    let held = match (&attribute.kind, value) {
        (AttributeType::Select, Value::String(option)) => vec![option.trim().to_owned()],
        _ => option_codes(value),
    };
    // The sentence tells which; an older list of options may lack new ones.
    let is_gone = |option: &&String| names(text, option) && catalog.option(code, option).is_none();
    let gone: Vec<&String> = held.iter().filter(is_gone).collect();
    if gone.len() == held.len() && !gone.is_empty() {
        return vec![path];
    }
    gone.into_iter().map(|option| format!("{path}.{option}")).collect()
}

/// Whether a sentence names a code.
fn names(text: &str, code: &str) -> bool {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_')).any(|word| word == code)
}
