//! The structure of UnoPim that a plan depends on.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use crate::error::Fault;
use crate::source::{Attribute, Category, Channel, Choice, Family, by_position, decode_records};

#[derive(Debug, Clone, Default)]
pub struct Catalog {
    attributes: BTreeMap<String, Attribute>,
    /// By attribute, in UnoPim's order.
    options: BTreeMap<String, Vec<Choice>>,
    places: BTreeMap<String, BTreeMap<String, usize>>,
    families: BTreeMap<String, Vec<String>>,
    pub categories: Vec<Category>,
    pub channel: Option<Channel>,
}

/// As a plan's input and the specs give it: UnoPim's own records.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct RawCatalog {
    pub attributes: Vec<Value>,
    pub options: BTreeMap<String, Vec<Value>>,
    pub families: Vec<Value>,
    pub categories: Vec<Value>,
    pub channels: Vec<Value>,
}

impl RawCatalog {
    pub fn decode(&self, channel: &str) -> (Catalog, Vec<Fault>) {
        let mut catalog = Catalog::default();
        let mut faults = Vec::new();
        catalog.set_attributes(collect(&mut faults, "attribute", &self.attributes));
        for (attribute, rows) in &self.options {
            catalog.set_options(attribute, collect(&mut faults, "option", rows));
        }
        catalog.set_families(collect(&mut faults, "family", &self.families));
        catalog.categories = collect(&mut faults, "category", &self.categories);
        let channels: Vec<Channel> = collect(&mut faults, "channel", &self.channels);
        catalog.channel = channels.into_iter().find(|c| c.code == channel);
        (catalog, faults)
    }
}

fn collect<T: for<'de> Deserialize<'de>>(faults: &mut Vec<Fault>, entity: &str, rows: &[Value]) -> Vec<T> {
    let (good, mut bad) = decode_records(entity, rows);
    faults.append(&mut bad);
    good
}

impl Catalog {
    pub fn attribute(&self, code: &str) -> Option<&Attribute> {
        self.attributes.get(code)
    }

    pub fn attributes(&self) -> impl Iterator<Item = &Attribute> {
        self.attributes.values()
    }

    pub fn set_attributes(&mut self, list: Vec<Attribute>) {
        self.attributes = list.into_iter().map(|a| (a.code.clone(), a)).collect();
    }

    /// Options in UnoPim's order: by `sort_order`, unnumbered ones last by code.
    pub fn set_options(&mut self, attribute: &str, mut list: Vec<Choice>) {
        list.sort_by(|a, b| by_position(a.sort_order, &a.code).cmp(&by_position(b.sort_order, &b.code)));
        let places = list.iter().enumerate().map(|(i, choice)| (choice.code.clone(), i)).collect();
        self.places.insert(attribute.to_owned(), places);
        self.options.insert(attribute.to_owned(), list);
    }

    pub fn has_options(&self, attribute: &str) -> bool {
        self.options.contains_key(attribute)
    }

    pub fn options(&self, attribute: &str) -> &[Choice] {
        self.options.get(attribute).map_or(&[], Vec::as_slice)
    }

    pub fn option(&self, attribute: &str, code: &str) -> Option<&Choice> {
        self.option_place(attribute, code).map(|place| &self.options[attribute][place])
    }

    pub fn option_place(&self, attribute: &str, code: &str) -> Option<usize> {
        self.places.get(attribute)?.get(code).copied()
    }

    pub fn set_families(&mut self, list: Vec<Family>) {
        self.families = list.into_iter().map(|f| (f.code, f.attributes)).collect();
    }

    /// Whether products of the family may carry the attribute; an unknown family forbids nothing.
    pub fn in_family(&self, family: &str, attribute: &str) -> bool {
        self.families
            .get(family)
            .is_none_or(|list| list.binary_search_by(|a| a.as_str().cmp(attribute)).is_ok())
    }
}
