//! Changing a product: what was read, with what is to be another.

use serde_json::{Map, Value, json};

use super::place::{Place, SECTIONS, as_map};
use super::stale::{self, Stored};
use super::{Change, Write, WriteFacts, fault, inherits, segment, unknown_place};
use crate::error::Fault;
use crate::ordered::object;
use crate::plain::json_of;
use crate::reason::Reason;
use crate::source::option_codes;

pub(super) const ASSOCIATIONS: [&str; 3] = ["up_sells", "cross_sells", "related_products"];

/// Where a change of a product goes.
enum Goal<'c> {
    Value(Place, &'c str),
    Categories,
    Association(&'c str),
}

impl<'c> Goal<'c> {
    fn of(path: &'c str) -> Result<Self, Fault> {
        if path == "categories" {
            return Ok(Self::Categories);
        }
        if let Some(kind) = path.strip_prefix("associations.").filter(|kind| ASSOCIATIONS.contains(kind)) {
            return Ok(Self::Association(kind));
        }
        Place::parse(path).map(|(place, code)| Self::Value(place, code)).ok_or_else(|| unknown_place(path))
    }

    fn get<'v>(&self, values: &'v Value) -> Option<&'v Value> {
        match self {
            Self::Value(place, code) => place.get(values, code),
            Self::Categories => values.get("categories"),
            Self::Association(kind) => values.get("associations")?.get(kind),
        }
    }

    fn put(&self, values: &mut Value, value: Option<&Value>) {
        match (self, value) {
            (Self::Value(place, code), Some(value)) => place.set(values, code, value.clone()),
            (Self::Value(place, code), None) => place.remove(values, code),
            (Self::Categories, value) => {
                as_map(values).insert("categories".into(), value.cloned().unwrap_or_else(|| json!([])));
            }
            (Self::Association(kind), value) => {
                let section = as_map(values).entry("associations").or_insert_with(|| json!({}));
                as_map(section).insert((*kind).to_owned(), value.cloned().unwrap_or_else(|| json!([])));
            }
        }
    }
}

/// Puts changes into `values`, each in its section.
pub(super) fn put_all<'c>(
    values: &mut Value,
    changes: impl Iterator<Item = &'c Change>,
) -> Result<(), Fault> {
    for change in changes {
        Goal::of(&change.path)?.put(values, change.value.as_ref());
    }
    Ok(())
}

/// The write that brings changes and a status to a product as UnoPim returned it (`raw`); nothing where it holds them already.
///
/// Scalars go out alone (PATCH). A list, or a value that is taken away, takes a PUT, which replaces everything: it carries every
/// section as it was read.
pub fn product_write(
    raw: &Value,
    changes: &[Change],
    status: Option<bool>,
    facts: &WriteFacts,
) -> Result<Option<Write>, Fault> {
    let sku = raw["sku"].as_str().unwrap_or_default();
    if !raw["values"].is_object() {
        return Err(Fault::new(
            "malformed",
            sku,
            "UnoPim's values of this product cannot be read",
            "Open the product in UnoPim and save it again.",
        ));
    }
    let status = status.filter(|status| raw["status"].as_bool() != Some(*status));
    let mut open = Vec::new();
    for change in changes {
        let goal = Goal::of(&change.path)?;
        let present = goal.get(&raw["values"]);
        if present != change.value.as_ref() && !comes_to_nothing(change, present, facts.refused) {
            refuse_inactive(&goal, facts)?;
            open.push((change, goal));
        }
    }
    if open.is_empty() && status.is_none() {
        return Ok(None);
    }
    let path = format!("{}/{}", endpoint(raw, facts)?, segment(sku));
    let whole = open.iter().any(|(change, goal)| needs_whole(change, goal.get(&raw["values"])));
    let only_patched = is_only_patched(raw, facts);
    if whole && !only_patched {
        return put(raw, &open, status, facts, path).map(Some);
    }
    if only_patched
        && let Some((change, _)) = open.iter().find(|(c, goal)| shrinks(c, goal.get(&raw["values"])))
    {
        return Err(cannot_shorten(&change.path, facts));
    }
    let mut body = Map::new();
    if let Some(status) = status {
        body.insert("status".into(), json!(status));
    }
    if !open.is_empty() {
        let mut values = json!({});
        for (change, goal) in &open {
            goal.put(&mut values, change.value.as_ref());
        }
        if open.iter().any(|(_, goal)| matches!(goal, Goal::Association(_))) {
            values["associations"] = associations(raw, &values);
        }
        body.insert("values".into(), values);
    }
    Ok(Some(Write::new("PATCH", path, Value::Object(body))))
}

/// Whether a list changes by nothing but what UnoPim has refused to take: it would be as it is after the write.
fn comes_to_nothing(change: &Change, present: Option<&Value>, refused: &[String]) -> bool {
    let taken = |list: &Value| -> Vec<String> {
        let is_refused = |code: &String| refused.contains(&format!("{}.{code}", change.path));
        option_codes(list).into_iter().filter(|code| !is_refused(code)).collect()
    };
    let is_touched = refused.iter().any(|place| place.starts_with(&format!("{}.", change.path)));
    let (Some(value), true) = (&change.value, is_touched) else { return false };
    taken(value) == present.map(taken).unwrap_or_default()
}

fn is_configurable(raw: &Value) -> bool {
    raw["type"] == "configurable"
}

/// UnoPim fails on a PUT of a configurable of which a child lacks an option of an axis; the middle levels of a tree do, and are told
/// apart since 3.0.1.
fn is_only_patched(raw: &Value, facts: &WriteFacts) -> bool {
    let axes = option_codes(&raw["super_attributes"]);
    let mut variants = raw["variants"].as_array().into_iter().flatten();
    let lacks = facts.two_level
        || variants.any(|row| axes.iter().any(|axis| row["attributes"].get(axis).is_none_or(Value::is_null)));
    is_configurable(raw) && lacks && !(facts.two_level && facts.capabilities.variant_groups)
}

fn cannot_shorten(path: &str, facts: &WriteFacts) -> Fault {
    let (of, hint) = if facts.two_level {
        ("the top of a two-level tree", "Change it in UnoPim, or update UnoPim.")
    } else {
        (
            "a product of which a variant lacks an option",
            "Give every variant in UnoPim an option for each axis, then push again.",
        )
    };
    fault(Reason::NotSupported, path, format!("This UnoPim cannot shorten {path} on {of}"), hint)
}

/// Configurables have a path of their own; on the other one a PUT would take their variants.
fn endpoint<'f>(raw: &Value, facts: &WriteFacts<'f>) -> Result<&'f str, Fault> {
    match raw["type"].as_str() {
        Some("configurable") => Ok(&facts.capabilities.configurable_path),
        Some("variant_group") => Err(fault(
            Reason::NotSupported,
            raw["sku"].as_str().unwrap_or_default(),
            "A middle level of a two-level tree is never written".to_owned(),
            "Change it in UnoPim.",
        )),
        _ => Ok("products"),
    }
}

/// A language that is switched off, or that its channel does not have, is refused by UnoPim.
fn refuse_inactive(goal: &Goal, facts: &WriteFacts) -> Result<(), Fault> {
    match goal {
        Goal::Value(place, _) => refuse_locale(place, facts),
        _ => Ok(()),
    }
}

fn refuse_locale(place: &Place, facts: &WriteFacts) -> Result<(), Fault> {
    let Some(locale) = &place.locale else { return Ok(()) };
    let known = match &place.channel {
        // Below a channel its own list decides, not which languages are active.
        Some(channel) => {
            let saved = facts.catalog.channel(channel);
            saved.is_none_or(|saved| saved.locales.is_empty() || saved.locales.contains(locale))
        }
        None => false,
    };
    let known = known || facts.catalog.is_active_locale(locale);
    if known {
        return Ok(());
    }
    Err(fault(
        Reason::InactiveLocale,
        &format!("{}.{locale}", place.section()),
        format!(
            "The product holds values in {locale}, which is switched off in UnoPim; it takes back none of them"
        ),
        "Switch the language on in UnoPim, or remove the values there.",
    ))
}

/// Whether a change needs the whole product: PATCH merges lists by index and takes nothing away.
fn needs_whole(change: &Change, present: Option<&Value>) -> bool {
    match &change.value {
        None | Some(Value::Array(_)) => true,
        Some(Value::Object(map)) => {
            present.and_then(Value::as_object).is_some_and(|old| old.keys().any(|key| !map.contains_key(key)))
                && !map.contains_key("unit")
        }
        Some(_) => false,
    }
}

/// Whether a PATCH cannot bring a change: of a list it writes every place that the new one has, and no more.
fn shrinks(change: &Change, present: Option<&Value>) -> bool {
    match &change.value {
        Some(Value::Array(list)) => {
            present.and_then(Value::as_array).is_some_and(|old| old.len() > list.len())
        }
        _ => needs_whole(change, present),
    }
}

fn put(
    raw: &Value,
    open: &[(&Change, Goal)],
    status: Option<bool>,
    facts: &WriteFacts,
    path: String,
) -> Result<Write, Fault> {
    let mut values = raw["values"].clone();
    values["associations"] = associations(raw, &values);
    for (change, goal) in open {
        goal.put(&mut values, change.value.as_ref());
    }
    let Stored { mut values, left_out } = stale::cleaned(&values, facts.refused);
    let is_variant = raw["parent"].as_str().is_some_and(|parent| !parent.is_empty());
    let inherited = facts.parent.filter(|_| is_variant && facts.capabilities.variant_groups);
    if let Some(parent) = inherited {
        leave_out_inherited(&mut values, parent, facts.axes);
    }
    check_locales(&values, facts)?;
    stale::spell(&mut values, facts.catalog);
    fill(&mut values, is_variant && inherits(facts.capabilities));
    // As it is stored, be it a number, unless the two have come apart.
    let stored = &values["common"]["sku"];
    let same =
        stored.as_str() == raw["sku"].as_str() || Some(json_of(stored).as_str()) == raw["sku"].as_str();
    if !same {
        values["common"]["sku"] = raw["sku"].clone();
    }
    let mut body = json!({"family": raw["family"], "parent": raw["parent"], "values": values});
    if let Some(status) = status {
        body["status"] = json!(status);
    }
    Ok(Write { left_out, ..Write::new("PUT", path, body) })
}

fn check_locales(values: &Value, facts: &WriteFacts) -> Result<(), Fault> {
    let keys =
        |at: &Value| at.as_object().into_iter().flatten().map(|(key, _)| key.clone()).collect::<Vec<_>>();
    for locale in keys(&values["locale_specific"]) {
        refuse_locale(&Place { channel: None, locale: Some(locale) }, facts)?;
    }
    for channel in keys(&values["channel_locale_specific"]) {
        for locale in keys(&values["channel_locale_specific"][&channel]) {
            refuse_locale(&Place { channel: Some(channel.clone()), locale: Some(locale) }, facts)?;
        }
    }
    Ok(())
}

/// All three fixed sections: what a write does not name is dropped. What the values do not tell stands in the links.
fn associations(raw: &Value, changed: &Value) -> Value {
    let of = |kind: &str| {
        let linked = || raw["associations"].get(kind).filter(|rows| rows.is_array()).map(skus);
        let held = raw["values"]["associations"].get(kind).filter(|list| !list.is_null()).map(skus);
        let changed = changed["associations"].get(kind).filter(|list| !list.is_null()).map(skus);
        changed.or(held).or_else(linked).unwrap_or_default()
    };
    Value::Object(object(ASSOCIATIONS.iter().map(|kind| ((*kind).to_owned(), json!(of(kind))))))
}

/// SKUs of a list, of comma text, or of the rows of links.
fn skus(list: &Value) -> Vec<String> {
    let named = |row: &Value| Some(row.get("related_sku").or_else(|| row.get("sku"))?.as_str()?.to_owned());
    match list {
        Value::Array(rows) if rows.iter().any(Value::is_object) => rows.iter().filter_map(named).collect(),
        other => option_codes(other),
    }
}

/// Every section, empty if need be, so that none is taken over from elsewhere. A variant that names no categories has its parent's.
pub(super) fn fill(values: &mut Value, inherits_categories: bool) {
    for section in SECTIONS {
        let held = as_map(values).entry(section).or_insert_with(|| json!({}));
        as_map(held);
    }
    let values = as_map(values);
    let named = values.get("categories").is_some_and(Value::is_array);
    if !named {
        values.remove("categories");
        if !inherits_categories {
            values.insert("categories".into(), json!([]));
        }
    }
    let held = values.entry("associations").or_insert_with(|| json!({}));
    for kind in ASSOCIATIONS {
        as_map(held).entry(kind).or_insert_with(|| json!([]));
    }
}

/// Takes out what equals the parent's, which UnoPim gives back when the variant is read; the options that tell it apart stay.
pub(super) fn leave_out_inherited(values: &mut Value, parent: &Value, axes: &[String]) {
    for section in SECTIONS {
        let depth = section.matches("channel").count() + section.matches("locale").count();
        if let (Some(own), Some(theirs)) = (values.get_mut(section), parent.get(section)) {
            without(own, theirs, depth, axes);
        }
    }
    if let Some(theirs) = parent.get("categories").filter(|list| list.is_array())
        && values.get("categories") == Some(theirs)
    {
        as_map(values).remove("categories");
    }
}

fn without(own: &mut Value, theirs: &Value, depth: usize, axes: &[String]) {
    let (Some(own), Some(theirs)) = (own.as_object_mut(), theirs.as_object()) else { return };
    if depth == 0 {
        own.retain(|code, value| axes.contains(code) || theirs.get(code) != Some(value));
        return;
    }
    for (key, inner) in own.iter_mut() {
        if let Some(theirs) = theirs.get(key) {
            without(inner, theirs, depth - 1, axes);
        }
    }
    own.retain(|_, inner| inner.as_object().is_some_and(|map| !map.is_empty()));
}
