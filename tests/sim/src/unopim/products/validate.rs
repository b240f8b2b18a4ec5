//! Checking `values`, and bringing them into the form in which they are stored.

use serde_json::{Map, Value, json};

use super::completeness;
use super::purify::purified;
use super::rules::{self, Files};
use crate::unopim::framework::{Thrown, thrown};
use crate::unopim::records::{Attribute, Section};
use crate::unopim::request::Request;
use crate::unopim::response::Response;
use crate::unopim::state::State;
use crate::unopim::structure::measurement;

const SECTIONS: [Section; 4] = [Section::Common, Section::Locale, Section::Channel, Section::ChannelLocale];
const ASSOCIATIONS: [&str; 3] = ["up_sells", "cross_sells", "related_products"];

struct Check<'a> {
    state: &'a State,
    request: &'a Request,
    /// The product that is written to; none while it is created.
    own: Option<u64>,
    errors: Map<String, Value>,
}

/// The values as they are stored, or the refusal.
pub fn values(state: &State, request: &Request, own: Option<u64>, values: &Value) -> Result<Value, Response> {
    let mut check = Check { state, request, own, errors: Map::new() };
    let mut stored = Map::new();
    let Some(sections) = values.as_object() else { return Ok(json!([])) };
    for (name, content) in sections {
        if content.is_null() && name != "common" {
            continue;
        }
        match name.as_str() {
            "categories" => {
                check.categories(content)?;
                stored.insert(name.clone(), content.clone());
            }
            "associations" => {
                check.associations(content);
                stored.insert(name.clone(), content.clone());
            }
            _ => match SECTIONS.into_iter().find(|section| section.key() == name) {
                Some(section) => {
                    let cleaned = check.section(section, content)?;
                    stored.insert(name.clone(), cleaned);
                }
                None => check.complain(name, format!("Unexpected key {name}")),
            },
        }
    }
    if check.errors.is_empty() {
        return Ok(Value::Object(stored));
    }
    Err(Response::invalid(&Value::Object(check.errors)))
}

impl Check<'_> {
    fn complain(&mut self, key: &str, text: String) {
        self.complain_all(key, &[text]);
    }

    fn complain_all(&mut self, key: &str, texts: &[String]) {
        if !texts.is_empty() {
            self.errors.insert(key.to_owned(), json!(texts));
        }
    }

    /// Unknown categories are answered with a list of lists, and nothing else.
    fn categories(&self, content: &Value) -> Result<(), Response> {
        let Some(codes) = content.as_array() else {
            return Err(thrown(self.state, self.request, &Thrown::Server));
        };
        let unknown: Vec<[String; 1]> = codes
            .iter()
            .map(|code| code.as_str().map_or_else(|| code.to_string(), str::to_owned))
            .filter(|code| {
                let root = self.state.is_channel_root(code) && !self.state.version.root_category_assignable();
                root || !self.state.categories.contains(code)
            })
            .map(|code| [format!("The {code} does not exist.")])
            .collect();
        if unknown.is_empty() { Ok(()) } else { Err(Response::invalid(&json!(unknown))) }
    }

    fn associations(&mut self, content: &Value) {
        for (kind, skus) in content.as_object().into_iter().flatten() {
            if !ASSOCIATIONS.contains(&kind.as_str()) {
                self.complain(kind, format!("Unexpected key {kind}"));
                continue;
            }
            for (index, sku) in skus.as_array().into_iter().flatten().enumerate() {
                let sku = sku.as_str().map_or_else(|| sku.to_string(), str::to_owned);
                if !self.state.products.contains(&sku) {
                    self.complain(&format!("{kind}.{index}"), format!("The {sku} does not exist."));
                }
            }
        }
    }

    fn section(&mut self, section: Section, content: &Value) -> Result<Value, Response> {
        let Some(entries) = content.as_object() else {
            // An empty map arrives as a list; any other scalar breaks the loop over it.
            return if content.as_array().is_some_and(Vec::is_empty) {
                Ok(json!([]))
            } else {
                Err(thrown(self.state, self.request, &Thrown::Server))
            };
        };
        let key = section.key();
        if section == Section::Common {
            return Ok(self.scope(section, key, "", "", content));
        }
        let mut stored = Map::new();
        for (outer, inner) in entries {
            let path = format!("{key}.{outer}");
            let cleaned = match section {
                Section::Locale => self.scope(section, &path, "", outer, inner),
                Section::Channel if self.state.channels.contains(outer) => {
                    self.scope(section, &path, outer, "", inner)
                }
                Section::Channel => {
                    self.complain(&path, format!("Unexpected key {outer}"));
                    continue;
                }
                _ => self.locales_of(outer, &path, inner),
            };
            stored.insert(outer.clone(), cleaned);
        }
        Ok(Value::Object(stored))
    }

    /// The locales below a channel: the channel's own list decides, not which locales are active.
    fn locales_of(&mut self, channel: &str, path: &str, content: &Value) -> Value {
        let Some(known) = self.state.channels.get(channel) else {
            self.complain(path, format!("Unexpected Channel {channel}"));
            return Value::Null;
        };
        let Some(entries) = content.as_object() else { return content.clone() };
        let foreign: Vec<&str> =
            entries.keys().filter(|locale| !known.locales.contains(locale)).map(String::as_str).collect();
        if !foreign.is_empty() {
            self.complain(path, format!("Unexpected locale(s) {} in channel {channel}", foreign.join(", ")));
            return Value::Null;
        }
        let cleaned = entries.iter().map(|(locale, inner)| {
            let path = format!("{path}.{locale}");
            (locale.clone(), self.scope(Section::ChannelLocale, &path, channel, locale, inner))
        });
        Value::Object(cleaned.collect())
    }

    /// The attributes of one scope.
    fn scope(&mut self, section: Section, path: &str, channel: &str, locale: &str, content: &Value) -> Value {
        let Some(entries) = content.as_object() else { return content.clone() };
        let mut stored = Map::new();
        for (code, value) in entries {
            let key = format!("{path}.{code}");
            let attribute = self.state.attributes.get(code).filter(|attribute| attribute.scope() == section);
            let Some(attribute) = attribute else {
                self.complain(&key, format!("Unexpected Attribute {code}"));
                continue;
            };
            let complaints = self.complaints(attribute, channel, locale, value);
            self.complain_all(&key, &complaints);
            if let Some(value) = self.cleaned(attribute, value) {
                stored.insert(code.clone(), value);
            }
        }
        Value::Object(stored)
    }

    fn complaints(&self, attribute: &Attribute, channel: &str, locale: &str, value: &Value) -> Vec<String> {
        if attribute.code == "sku" {
            return if self.is_sku(value) {
                Vec::new()
            } else {
                vec!["The sku must be valid slug.".to_owned()]
            };
        }
        let label = rules::label(&attribute.code);
        let folder = self.own.map(|id| format!("product/{id}/{}/", attribute.code)).unwrap_or_default();
        let files = if self.state.version.media_path_must_be_own() {
            Files::MustLieBelow(&folder)
        } else {
            Files::MustExist
        };
        let mut texts = rules::check(self.state, attribute, &label, value, files);
        if texts.is_empty() && attribute.unique && self.is_taken(attribute, channel, locale, value) {
            texts.push(format!("The {label} has already been taken."));
        }
        texts
    }

    fn is_sku(&self, value: &Value) -> bool {
        let text = match value {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            _ => return false,
        };
        let underscore = self.state.version.sku_allows_underscore();
        let separator = |ch: char| ch == '-' || (underscore && ch == '_');
        text.split(separator)
            .all(|part| !part.is_empty() && part.chars().all(|ch| ch.is_ascii_alphanumeric()))
    }

    fn is_taken(&self, attribute: &Attribute, channel: &str, locale: &str, value: &Value) -> bool {
        if value.is_null() || *value == json!("") {
            return false;
        }
        self.state.products.iter().any(|(id, product)| {
            Some(id) != self.own && completeness::value(product, attribute, channel, locale) == Some(value)
        })
    }

    /// Rich text is purified, measurements are computed; an emptied measurement goes.
    fn cleaned(&self, attribute: &Attribute, value: &Value) -> Option<Value> {
        match (attribute.kind.as_str(), value) {
            ("textarea", Value::String(html)) if attribute.wysiwyg => Some(Value::String(purified(html))),
            ("measurement", value) => measurement::stored(self.state, attribute, value),
            _ => Some(value.clone()),
        }
    }
}
