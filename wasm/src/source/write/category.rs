//! Categories: their parent is always named, and the fields of a language go out as a whole.

use serde_json::{Map, Value, json};

use super::place::as_map;
use super::{Change, Write, WriteFacts, fault, segment, unknown_place};
use crate::error::Fault;
use crate::reason::Reason;

/// The field without which UnoPim takes no language of a category.
const NAME: &str = "name";

/// The write that changes a category as UnoPim *listed* it (`raw`; a single read may forget the parent); nothing where it says
/// all that already. Common fields are merged by UnoPim key by key, a language is replaced, an empty text takes a field away.
pub fn category_write(raw: &Value, changes: &[Change], facts: &WriteFacts) -> Result<Option<Write>, Fault> {
    let code = raw["code"].as_str().unwrap_or_default();
    let mut parent = raw["parent"].clone();
    let mut fields = Vec::new();
    for change in changes {
        if change.path == "parent" {
            parent = change.value.clone().unwrap_or_default();
        } else if field(&raw["additional_data"], &change.path)? != change.value.as_ref() {
            fields.push(change);
        }
    }
    if parent == raw["parent"] && fields.is_empty() {
        return Ok(None);
    }
    if parent != raw["parent"] {
        check_parent(code, parent.as_str(), facts)?;
    }
    let mut body = json!({"code": code, "parent": parent});
    if !fields.is_empty() {
        body["additional_data"] = data(&raw["additional_data"], &fields, facts)?;
    }
    Ok(Some(Write::new("PUT", format!("categories/{}", segment(code)), body)))
}

/// The write that creates a category, at the top where it has no parent.
pub fn category_create(
    code: &str,
    parent: Option<&str>,
    changes: &[Change],
    facts: &WriteFacts,
) -> Result<Write, Fault> {
    // Before 3.0 neither a missing nor a null parent was thought of.
    let top = if facts.capabilities.cursor { Value::Null } else { json!("") };
    let mut body = json!({"code": code, "parent": parent.map_or(top, |parent| json!(parent))});
    let fields: Vec<&Change> = changes.iter().filter(|change| change.value.is_some()).collect();
    if !fields.is_empty() {
        body["additional_data"] = data(&Value::Null, &fields, facts)?;
    }
    Ok(Write::new("POST", "categories".into(), body))
}

/// A field's value by its place: `common.image`, `locale_specific.en_US.name`.
fn field<'v>(data: &'v Value, path: &str) -> Result<Option<&'v Value>, Fault> {
    let (locale, name) = parse(path)?;
    Ok(match locale {
        None => data.get("common").and_then(|fields| fields.get(name)),
        Some(locale) => data.get("locale_specific").and_then(|all| all.get(locale)?.get(name)),
    })
}

fn parse(path: &str) -> Result<(Option<&str>, &str), Fault> {
    match path.split('.').collect::<Vec<_>>()[..] {
        ["common", name] => Ok((None, name)),
        ["locale_specific", locale, name] => Ok((Some(locale), name)),
        _ => Err(unknown_place(path)),
    }
}

fn data(held: &Value, changes: &[&Change], facts: &WriteFacts) -> Result<Value, Fault> {
    let (mut common, mut locales) = (Map::new(), json!({}));
    let of = |locale: &str| held["locale_specific"].get(locale).filter(|fields| fields.is_object());
    for change in changes {
        let value = change.value.clone().unwrap_or_else(|| json!(""));
        match parse(&change.path)? {
            (None, name) => {
                common.insert(name.to_owned(), value);
            }
            (Some(locale), name) => {
                if !facts.catalog.is_active_locale(locale) {
                    return Err(inactive(locale));
                }
                let fields = as_map(&mut locales)
                    .entry(locale)
                    .or_insert_with(|| of(locale).cloned().unwrap_or_default());
                as_map(fields).insert(name.to_owned(), value);
            }
        }
    }
    if as_map(&mut locales).is_empty() {
        // UnoPim wants to be told a name with whatever changes.
        let named = held["locale_specific"].as_object().into_iter().flatten();
        let mut named =
            named.filter(|(locale, fields)| facts.catalog.is_active_locale(locale) && is_named(fields));
        if let Some((locale, fields)) = named.next() {
            as_map(&mut locales).insert(locale.clone(), fields.clone());
        }
    }
    if let Some((locale, _)) =
        as_map(&mut locales).iter().find(|(_, fields)| needs_name(facts) && !is_named(fields))
    {
        return Err(fault(
            Reason::NoName,
            &format!("locale_specific.{locale}.{NAME}"),
            format!("UnoPim takes no fields of a category in {locale} without its name"),
            "Enter the name of the category in this language.",
        ));
    }
    let mut out = json!({});
    if !common.is_empty() {
        out["common"] = Value::Object(common);
    }
    if !as_map(&mut locales).is_empty() {
        out["locale_specific"] = locales;
    }
    Ok(out)
}

fn is_named(fields: &Value) -> bool {
    fields[NAME].as_str().is_some_and(|name| !name.trim().is_empty())
}

/// Where the name is a field of the languages, as UnoPim is delivered.
fn needs_name(facts: &WriteFacts) -> bool {
    facts.catalog.category_field(NAME).is_none_or(|field| field.value_per_locale)
}

fn check_parent(code: &str, parent: Option<&str>, facts: &WriteFacts) -> Result<(), Fault> {
    let Some(parent) = parent else { return Ok(()) };
    let why = if facts.catalog.is_channel_root(code) {
        format!("{code} is the root of a channel, which has no parent in UnoPim")
    } else if facts.catalog.is_under(parent, code) {
        format!("{parent} lies below {code} in UnoPim and cannot become its parent")
    } else {
        return Ok(());
    };
    Err(fault(
        Reason::InvalidParent,
        "parent",
        why,
        "Choose another parent in the shop, or move the category in UnoPim.",
    ))
}

fn inactive(locale: &str) -> Fault {
    fault(
        Reason::InactiveLocale,
        &format!("locale_specific.{locale}"),
        format!("The language {locale} is switched off in UnoPim; nothing is written in it"),
        "Switch the language on in UnoPim.",
    )
}
