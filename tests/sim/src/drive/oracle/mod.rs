//! What the shop should hold, worked out from UnoPim's rows without the engine: plain look-ups, one field at a time.

mod products;
mod structure;
mod values;
mod variants;

use serde_json::Value;

use crate::store::{Shop, Term};
use crate::unopim::State;

/// Where the shop differs from the catalogue that a run was to bring there, a line each; empty when it has done its work.
pub fn differences(state: &State, shop: &Shop, run: &Value) -> Vec<String> {
    let setting = |name: &str| run["settings"][name].as_str().unwrap_or_default();
    let (channel, locale) = (setting("channel"), setting("locale"));
    let rows = run["mapping"]["attributes"][channel][locale].as_array().into_iter().flatten();
    let rows = rows.filter_map(|row| Some((row["target"].as_str()?, row["attribute"].as_str()?))).collect();
    let oracle = Oracle { state, shop, channel, locale, currency: setting("price_currency"), rows };
    let mut out = Vec::new();
    oracle.no_duplicates(&mut out);
    oracle.categories(&mut out);
    for attribute in oracle.axes().iter().map(String::as_str).chain(oracle.taxonomy_rows()) {
        oracle.attribute(attribute, &mut out);
    }
    for (_, product) in state.products.iter() {
        oracle.product(product, &mut out);
    }
    out
}

struct Oracle<'a> {
    state: &'a State,
    shop: &'a Shop,
    channel: &'a str,
    locale: &'a str,
    currency: &'a str,
    /// Targets and attributes of the mapping, apart from the core fields.
    rows: Vec<(&'a str, &'a str)>,
}

impl Oracle<'_> {
    /// Attributes that are mapped to product attributes of the shop.
    fn taxonomy_rows(&self) -> impl Iterator<Item = &str> {
        self.rows.iter().filter(|(target, _)| target.starts_with("attribute:")).map(|(_, code)| *code)
    }

    /// The term of a linked code.
    fn term(&self, entity: &str, channel: &str, taxonomy: &str, code: &str) -> Option<&Term> {
        let id = self.shop.link(entity, channel, code)?.id;
        self.shop.terms.get(taxonomy)?.iter().find(|t| t.id == id)
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
