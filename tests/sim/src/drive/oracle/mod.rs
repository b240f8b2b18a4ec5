//! What the shop should hold, worked out from UnoPim's rows without the engine: plain look-ups, one field at a time.

mod convert;
mod expected;
mod pictures;
mod products;
mod structure;
mod values;
mod variants;
mod wish;

use std::collections::BTreeMap;

use serde_json::Value;

use super::ledger::Ledger;
use super::media::Library;
use crate::store::{Shop, Term};
use crate::unopim::State;
use wish::ids;

/// By field.
pub type Wishes = BTreeMap<String, Wish>;

pub use wish::{Wish, alike};

/// Where the shop differs from the catalogue that a run was to bring there, a line each; empty when it has done its work.
pub fn differences(state: &State, shop: &Shop, run: &Value) -> Vec<String> {
    Oracle::new(state, shop, run, &Ledger::default()).differences()
}

/// A row of the mapping, core rows among them.
#[derive(Debug)]
struct Row<'a> {
    /// The shop's field.
    field: &'a str,
    attribute: &'a str,
    clears: bool,
    /// Codes are written in place of labels.
    codes: bool,
    unit: Option<&'a str>,
}

pub struct Oracle<'a> {
    state: &'a State,
    shop: &'a Shop,
    channel: &'a str,
    locale: &'a str,
    currency: &'a str,
    /// Targets and attributes of the mapping, apart from the status flag.
    rows: Vec<Row<'a>>,
    associations: BTreeMap<&'a str, &'a str>,
    root_only: bool,
    creates_categories: bool,
    exact_categories: bool,
    /// What people did in the shop, and what of it may stay.
    ledger: &'a Ledger,
    /// The shop's files, where pictures are compared too.
    library: Option<&'a Library>,
}

impl<'a> Oracle<'a> {
    pub fn new(state: &'a State, shop: &'a Shop, run: &'a Value, ledger: &'a Ledger) -> Self {
        let settings = &run["settings"];
        let setting = |name: &str| settings[name].as_str().unwrap_or_default();
        let (channel, locale) = (setting("channel"), setting("locale"));
        let mapping = &run["mapping"];
        let core = mapping["core"].as_object().into_iter().flatten();
        let core = core.filter(|(field, _)| !matches!(field.as_str(), "sku" | "status"));
        let core = core.filter_map(|(field, row)| Row::new(field, row));
        let own = mapping["attributes"][channel][locale].as_array().into_iter().flatten();
        let own = own.filter_map(|row| Row::new(row["target"].as_str()?, row));
        let associations = BTreeMap::from([
            ("up_sells", "upsells"),
            ("cross_sells", "cross_sells"),
            ("related_products", "related"),
        ]);
        Oracle {
            state,
            shop,
            channel,
            locale,
            currency: setting("price_currency"),
            rows: core.chain(own).collect(),
            associations,
            root_only: settings["root_only"] == true,
            creates_categories: settings["create_categories"] != false,
            exact_categories: setting("category_assignment") == "exact",
            ledger,
            library: None,
        }
    }

    /// With the pictures, each by its content.
    pub fn showing(self, library: &'a Library) -> Self {
        Oracle { library: Some(library), ..self }
    }

    pub fn differences(&self) -> Vec<String> {
        let mut out = Vec::new();
        self.no_duplicates(&mut out);
        self.categories(&mut out);
        for attribute in self.axes().iter().map(String::as_str).chain(self.taxonomy_rows()) {
            self.attribute(attribute, &mut out);
        }
        for (_, product) in self.state.products.iter() {
            self.product(product, &mut out);
        }
        out
    }

    /// Attributes that are mapped to product attributes of the shop.
    fn taxonomy_rows(&self) -> impl Iterator<Item = &str> {
        self.rows.iter().filter(|row| row.field.starts_with("attribute:")).map(|row| row.attribute)
    }

    /// The term of a linked code.
    fn term(&self, entity: &str, channel: &str, taxonomy: &str, code: &str) -> Option<&Term> {
        let id = self.shop.link(entity, channel, code)?.id;
        self.shop.terms.get(taxonomy)?.iter().find(|t| t.id == id)
    }

    fn category(&self, code: &str) -> Option<&Term> {
        self.term("category", self.channel, "product_cat", code)
    }

    /// Whether some channel of the shop has a term for a category.
    fn has_term(&self, code: &str) -> bool {
        let mut links = self.shop.links.keys().filter(|(entity, _, of)| entity == "category" && of == code);
        links.any(|(_, channel, _)| self.term("category", channel, "product_cat", code).is_some())
    }

    /// The taxonomy that an attribute is linked to, with `pa_`.
    fn taxonomy(&self, attribute: &str) -> Option<String> {
        let id = self.shop.link("attribute", "", attribute)?.id;
        self.shop.attributes.iter().find(|a| a.id == id).map(|a| format!("pa_{}", a.slug))
    }

    fn option(&self, attribute: &str, option: &str) -> Option<&Term> {
        self.term("option", "", &self.taxonomy(attribute)?, &format!("{attribute}/{option}"))
    }
}

impl<'a> Row<'a> {
    fn new(field: &'a str, row: &'a Value) -> Option<Self> {
        Some(Row {
            field,
            attribute: row["attribute"].as_str()?,
            clears: row["clear_when_empty"] == true,
            codes: row["write"] == "code",
            unit: row["unit"].as_str(),
        })
    }
}
