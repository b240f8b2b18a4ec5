//! What the shop should hold, worked out from UnoPim's rows without the engine: plain look-ups, one field at a time.

use serde_json::Value;

use crate::store::{Product as Held, Shop, Term, text};
use crate::unopim::State;
use crate::unopim::products::resolve::effective;
use crate::unopim::records::{Kind, Product};
use crate::unopim::version::Inheritance;

/// Where shop and catalogue differ, a line each; empty when a pull has done its work.
pub fn differences(state: &State, shop: &Shop, channel: &str, locale: &str, currency: &str) -> Vec<String> {
    let oracle = Oracle { state, shop, channel, locale, currency };
    let mut out = Vec::new();
    oracle.no_duplicates(&mut out);
    oracle.categories(&mut out);
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
}

fn filled(value: Option<&Value>) -> Option<&Value> {
    value.filter(|v| !v.is_null() && v.as_str().is_none_or(|s| !s.trim().is_empty()))
}

impl Oracle<'_> {
    fn no_duplicates(&self, out: &mut Vec<String>) {
        let mut skus: Vec<&str> = self.shop.products.values().map(Held::sku).collect();
        skus.sort_unstable();
        for pair in skus.windows(2).filter(|pair| pair[0] == pair[1]) {
            out.push(format!("{}: twice in the shop", pair[0]));
        }
        let mut linked: Vec<u64> =
            self.shop.links.iter().filter(|((e, ..), _)| e == "product").map(|(_, link)| link.id).collect();
        linked.sort_unstable();
        for pair in linked.windows(2).filter(|pair| pair[0] == pair[1]) {
            out.push(format!("#{}: linked twice", pair[0]));
        }
        for (taxonomy, terms) in &self.shop.terms {
            let mut names: Vec<(&str, u64)> = terms.iter().map(|t| (t.slug.as_str(), t.parent)).collect();
            names.sort_unstable();
            for pair in names.windows(2).filter(|pair| pair[0] == pair[1]) {
                out.push(format!("{taxonomy}: {} twice", pair[0].0));
            }
        }
    }

    /// The term of a linked code.
    fn term(&self, entity: &str, channel: &str, taxonomy: &str, code: &str) -> Option<&Term> {
        let id = self.shop.link(entity, channel, code)?.id;
        self.shop.terms.get(taxonomy)?.iter().find(|t| t.id == id)
    }

    fn categories(&self, out: &mut Vec<String>) {
        let Some(channel) = self.state.channels.get(self.channel) else { return };
        let root = self.state.categories.id_of(&channel.root_category);
        for (_, category) in self.state.categories.iter() {
            if !self.is_below(category.parent, root) {
                continue;
            }
            let Some(term) = self.term("category", self.channel, "product_cat", &category.code) else {
                out.push(format!("category {}: missing", category.code));
                continue;
            };
            let parent =
                category.parent.filter(|p| Some(*p) != root).and_then(|p| self.state.categories.by_id(p));
            let wanted = parent.map_or(Some(0), |p| {
                self.term("category", self.channel, "product_cat", &p.code).map(|t| t.id)
            });
            if wanted != Some(term.parent) {
                out.push(format!("category {}: below #{}, not {wanted:?}", category.code, term.parent));
            }
        }
    }

    fn is_below(&self, mut parent: Option<u64>, root: Option<u64>) -> bool {
        for _ in 0..100 {
            match parent {
                None => return false,
                at if at == root => return true,
                Some(id) => parent = self.state.categories.by_id(id).and_then(|c| c.parent),
            }
        }
        false
    }

    fn product(&self, product: &Product, out: &mut Vec<String>) {
        let inherits = self.state.version.inheritance() == Inheritance::Resolved;
        let values = if inherits { effective(self.state, product) } else { product.values.clone() };
        if product.kind == Kind::VariantGroup || !values.is_object() {
            return;
        }
        let parent = product.parent.and_then(|id| self.state.products.by_id(id));
        if parent.is_some_and(|p| p.kind != Kind::Configurable) {
            return;
        }
        if parent.is_some() && !self.is_usable_variant(product, &values) {
            return;
        }
        let sku = &product.sku;
        let Some((_, held)) = self.shop.by_sku(sku) else {
            out.push(format!("{sku}: not in the shop"));
            return;
        };
        let kind = match (product.kind, parent) {
            (Kind::Configurable, _) => "variable",
            (_, Some(_)) => "variation",
            _ => "simple",
        };
        if held.kind != kind {
            out.push(format!("{sku}: {} instead of {kind}", held.kind));
        }
        let mut expect = |field: &str, wanted: Option<String>| {
            let Some(wanted) = wanted else { return };
            let found = self.shop.field(sku, field).unwrap_or_default();
            if found.as_str() != Some(wanted.as_str()) {
                out.push(format!("{sku}: {field} is {found}, not {wanted:?}"));
            }
        };
        let name = self.text(&values, "name").map(text::line);
        if kind != "variation" {
            expect("name", name.clone().or_else(|| Some(sku.clone())));
        }
        if kind != "variable" {
            expect("regular_price", self.price(&values));
        }
        if kind == "variation" || name.is_some() {
            let off = if kind == "variation" { "private" } else { "draft" };
            expect("status", Some(if product.enabled { "publish" } else { off }.to_owned()));
        }
        expect("description", self.text(&values, "description").map(text::html));
        if kind == "variation" {
            let parent_id = parent.and_then(|p| self.shop.by_sku(&p.sku)).map(|(id, _)| id);
            if Some(held.parent) != parent_id {
                out.push(format!("{sku}: below #{}, not {parent_id:?}", held.parent));
            }
        }
    }

    /// Every axis has an option that exists, and no other variant by an earlier SKU has the same ones.
    fn is_usable_variant(&self, product: &Product, values: &Value) -> bool {
        let Some(parent) = product.parent.and_then(|id| self.state.products.by_id(id).map(|p| (id, p)))
        else {
            return false;
        };
        let combination = |values: &Value| -> Option<Vec<String>> {
            let code = |axis: &String| values["common"][axis].as_str().map(ToOwned::to_owned);
            parent.1.super_attributes.iter().map(code).collect()
        };
        let known = |axis: &String| {
            let options = self.state.attributes.get(axis).map(|a| &a.options);
            let code = values["common"][axis].as_str();
            options.is_some_and(|list| list.iter().any(|o| Some(o.code.as_str()) == code))
        };
        let axes_are_sound = parent.1.super_attributes.iter().all(|axis| {
            self.state
                .attributes
                .get(axis)
                .is_some_and(|a| a.kind == "select" && !a.per_locale && !a.per_channel)
        });
        let own = combination(values);
        let earlier = self
            .state
            .products
            .children_of(parent.0)
            .any(|(_, other)| other.sku < product.sku && combination(&other.values) == own);
        own.is_some()
            && axes_are_sound
            && !earlier
            && parent.1.values.is_object()
            && parent.1.super_attributes.iter().all(known)
    }

    /// A value where the attribute's flags put it, in the first language of the chain that has one.
    fn value<'v>(&self, values: &'v Value, code: &str) -> Option<&'v Value> {
        let attribute = self.state.attributes.get(code)?;
        let in_scope = |locale: &str| match (attribute.per_channel, attribute.per_locale) {
            (false, false) => values.get("common")?.get(code),
            (false, true) => values.get("locale_specific")?.get(locale)?.get(code),
            (true, false) => values.get("channel_specific")?.get(self.channel)?.get(code),
            (true, true) => values.get("channel_locale_specific")?.get(self.channel)?.get(locale)?.get(code),
        };
        filled(in_scope(self.locale)).or_else(|| filled(in_scope("en_US")))
    }

    fn text<'v>(&self, values: &'v Value, code: &str) -> Option<&'v str> {
        self.value(values, code)?.as_str()
    }

    fn price(&self, values: &Value) -> Option<String> {
        let value = self.value(values, "price")?;
        let parsed;
        let map = match value.as_str() {
            Some(text) => {
                parsed = serde_json::from_str::<Value>(text).ok()?;
                &parsed
            }
            None => value,
        };
        let amount = match map.get(self.currency)? {
            Value::String(s) => s.clone(),
            Value::Number(n) => n.to_string(),
            _ => return None,
        };
        let sound = !amount.is_empty() && amount.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        sound.then_some(amount)
    }
}
