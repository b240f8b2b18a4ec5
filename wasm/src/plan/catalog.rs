//! The structure of UnoPim that a plan depends on.

use serde::Deserialize;
use serde_json::Value;

use crate::error::Fault;
use crate::ordered::{Sort as _, SortedMap, SortedSet};
use crate::source::{Attribute, Category, Channel, Choice, Family, Switched, by_position, decode_records};

#[derive(Debug, Clone, Default)]
pub struct Catalog {
    attributes: SortedMap<String, Attribute>,
    /// By attribute, in UnoPim's order.
    options: SortedMap<String, Vec<Choice>>,
    places: SortedMap<String, SortedMap<String, usize>>,
    families: SortedMap<String, Vec<String>>,
    category_fields: SortedMap<String, Attribute>,
    /// The codes of the units in which a measurement attribute may be told; not known where they were not read.
    units: SortedMap<String, Vec<String>>,
    categories: Vec<Category>,
    parents: SortedMap<String, String>,
    channels: Vec<Channel>,
    /// Those that are switched on; unknown where their list was not read.
    locales: Option<SortedSet<String>>,
    currencies: Option<SortedSet<String>>,
}

/// As a plan's input and the specs give it: UnoPim's own records.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct RawCatalog {
    pub attributes: Vec<Value>,
    pub options: SortedMap<String, Vec<Value>>,
    pub families: Vec<Value>,
    pub categories: Vec<Value>,
    pub category_fields: Vec<Value>,
    /// Codes of units, by attribute.
    pub units: SortedMap<String, Vec<String>>,
    pub channels: Vec<Value>,
    pub locales: Vec<Value>,
    pub currencies: Vec<Value>,
}

impl RawCatalog {
    pub fn decode(&self) -> (Catalog, Vec<Fault>) {
        let mut catalog = Catalog::default();
        let mut faults = Vec::new();
        catalog.set_attributes(collect(&mut faults, "attribute", &self.attributes));
        for (attribute, rows) in &self.options {
            catalog.set_options(attribute, collect(&mut faults, "option", rows));
        }
        catalog.set_families(collect(&mut faults, "family", &self.families));
        catalog.set_category_fields(collect(&mut faults, "category_field", &self.category_fields));
        for (attribute, units) in &self.units {
            catalog.set_units(attribute, units.clone());
        }
        catalog.set_categories(collect(&mut faults, "category", &self.categories));
        catalog.set_channels(collect(&mut faults, "channel", &self.channels));
        catalog.set_locales(&collect(&mut faults, "locale", &self.locales));
        catalog.set_currencies(&collect(&mut faults, "currency", &self.currencies));
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

    /// How the product attribute of an attribute shall be called.
    pub fn name_attribute(&mut self, code: &str, slug: String) {
        if let Some(attribute) = self.attributes.get_mut(code) {
            attribute.wanted_slug = Some(slug);
        }
    }

    /// Options in UnoPim's order: by `sort_order`, unnumbered ones last by code.
    pub fn set_options(&mut self, attribute: &str, mut list: Vec<Choice>) {
        list.order_by(|a, b| by_position(a.sort_order, &a.code).cmp(&by_position(b.sort_order, &b.code)));
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

    pub fn set_units(&mut self, attribute: &str, units: Vec<String>) {
        self.units.insert(attribute.to_owned(), units);
    }

    pub fn units(&self, attribute: &str) -> Option<&[String]> {
        self.units.get(attribute).map(Vec::as_slice)
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

    /// Fields of categories, told apart from attributes of the same name by their codes.
    pub fn set_category_fields(&mut self, list: Vec<Attribute>) {
        let keyed = |mut field: Attribute| {
            let name = std::mem::take(&mut field.code);
            field.code = category_field_code(&name);
            (name, field)
        };
        self.category_fields = list.into_iter().map(keyed).collect();
    }

    pub fn category_field(&self, name: &str) -> Option<&Attribute> {
        self.category_fields.get(name)
    }

    pub fn has_category_fields(&self) -> bool {
        !self.category_fields.is_empty()
    }

    pub fn set_channels(&mut self, list: Vec<Channel>) {
        self.channels = list;
    }

    pub fn channel(&self, code: &str) -> Option<&Channel> {
        self.channels.iter().find(|c| c.code == code)
    }

    /// An empty list says nothing: UnoPim is never without a language.
    pub fn set_locales(&mut self, list: &[Switched]) {
        self.locales = switched_on(list);
    }

    pub fn set_currencies(&mut self, list: &[Switched]) {
        self.currencies = switched_on(list);
    }

    pub fn is_active_locale(&self, code: &str) -> bool {
        self.locales.as_ref().is_none_or(|list| list.contains(code))
    }

    pub fn is_active_currency(&self, code: &str) -> bool {
        self.currencies.as_ref().is_none_or(|list| list.contains(code))
    }

    /// Whether any family carries the attribute; without families nothing is known.
    pub fn in_some_family(&self, attribute: &str) -> bool {
        self.families.is_empty() || self.families.keys().any(|family| self.in_family(family, attribute))
    }

    pub fn set_categories(&mut self, list: Vec<Category>) {
        self.parents = list.iter().filter_map(|c| Some((c.code.clone(), c.parent.clone()?))).collect();
        self.categories = list;
    }

    pub fn categories(&self) -> &[Category] {
        &self.categories
    }

    pub fn parent_of(&self, code: &str) -> Option<&str> {
        self.parents.get(code).map(String::as_str)
    }

    /// The root of a channel's tree, where UnoPim has that category.
    pub fn root(&self, channel: &str) -> Option<&str> {
        let root = self.channel(channel)?.root_category.as_deref()?;
        self.categories.iter().any(|c| c.code == root).then_some(root)
    }

    /// Whether some channel's tree begins with the category.
    pub fn is_channel_root(&self, code: &str) -> bool {
        self.channels.iter().any(|channel| channel.root_category.as_deref() == Some(code))
    }

    /// Whether a category is `top` or lies below it.
    pub fn is_under(&self, code: &str, top: &str) -> bool {
        let mut at = code;
        // As many steps as there are parents: a cycle, should one have been stored, ends there.
        for _ in 0..=self.parents.len() {
            if at == top {
                return true;
            }
            match self.parents.get(at) {
                Some(parent) => at = parent,
                None => return false,
            }
        }
        false
    }
}

fn switched_on(list: &[Switched]) -> Option<SortedSet<String>> {
    let on = list.iter().filter(|row| row.status).map(|row| row.code.clone());
    (!list.is_empty()).then(|| on.collect())
}

/// What the code begins with under which a category field's options are kept; no attribute's code holds a slash.
pub const CATEGORY_FIELD: &str = "category_field/";

pub fn category_field_code(name: &str) -> String {
    format!("{CATEGORY_FIELD}{name}")
}
