//! What one product of UnoPim is to be in the shop.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::wish::{Wish, is_nothing, same_text};
use super::{Oracle, ids};
use crate::store::Product as Held;
use crate::unopim::Version;
use crate::unopim::products::resolve::effective;
use crate::unopim::records::{Kind, Product};
use crate::unopim::version::Inheritance;

pub struct Expected<'a> {
    pub kind: &'static str,
    pub parent: Option<&'a Product>,
    pub values: Value,
    pub wishes: BTreeMap<String, Wish>,
}

/// Fields that a variation has of its own.
const OF_VARIATIONS: [&str; 9] = [
    "description",
    "regular_price",
    "sale_price",
    "sale_start",
    "sale_end",
    "weight",
    "length",
    "width",
    "height",
];
/// Fields that a variable product leaves to its variations.
const OF_SALES: [&str; 4] = ["regular_price", "sale_price", "sale_start", "sale_end"];

impl<'a> Oracle<'a> {
    /// Nothing when the product cannot come to the shop at all.
    pub fn expected(&self, product: &Product) -> Option<Expected<'a>> {
        let inherits = self.state.version.inheritance() == Inheritance::Resolved;
        let values = if inherits { effective(self.state, product) } else { product.values.clone() };
        if product.kind == Kind::VariantGroup || !values.is_object() || !product.values.is_object() {
            return None;
        }
        let parent = self.top(product);
        if product.parent.is_some() {
            let parent = parent?;
            if parent.kind != Kind::Configurable || !self.is_usable_variant(parent, product, &values) {
                return None;
            }
        }
        let kind = match (product.kind, parent) {
            (Kind::Configurable, _) => "variable",
            (_, Some(_)) => "variation",
            _ => "simple",
        };
        let mut wishes = BTreeMap::new();
        for row in &self.rows {
            let wish = self.wish(row, product, parent, kind, &values);
            if let Some(wish) = wish {
                wishes.insert(row.field.to_owned(), wish);
            }
        }
        Self::settle_sale(&mut wishes);
        self.settle_image(product, kind, &mut wishes);
        if kind != "variation" {
            wishes.insert("categories".into(), self.placed(&values));
            self.relate(product, &mut wishes);
        }
        wishes.insert("status".into(), self.status(product, kind, &values, &wishes));
        Some(Expected { kind, parent, values, wishes })
    }

    /// The configurable that a variant hangs below, over its group where there is one.
    fn top(&self, product: &Product) -> Option<&'a Product> {
        let mut above = self.state.products.by_id(product.parent?)?;
        while above.kind == Kind::VariantGroup {
            above = self.state.products.by_id(above.parent?)?;
        }
        Some(above)
    }

    /// Nothing where the field is not this item's.
    fn wish(
        &self,
        row: &super::Row,
        product: &Product,
        parent: Option<&Product>,
        kind: &str,
        values: &Value,
    ) -> Option<Wish> {
        let field = row.field;
        let own = kind != "variation"
            || OF_VARIATIONS.contains(&field)
            || matches!(field, "gtin" | "image" | "gallery")
            || field.starts_with("meta:");
        if !own || kind == "variable" && OF_SALES.contains(&field) {
            return None;
        }
        let axes = parent.unwrap_or(product);
        if field.starts_with("attribute:") && axes.super_attributes.iter().any(|axis| axis == row.attribute) {
            return None;
        }
        let Some(attribute) = self.state.attributes.get(row.attribute) else { return Some(Wish::Nothing) };
        if self.library.is_some() && attribute.is_media() && self.is_on_level(product, row.attribute) {
            return None;
        }
        Some(match self.raw(product, values, row.attribute) {
            None => Wish::Nothing,
            Some(value) if emptied(attribute, value, self.currency) => match row.clears {
                true if attribute.is_media() => Wish::Files(Vec::new()),
                true => Wish::Gone,
                false => Wish::Nothing,
            },
            Some(value) => self.converted(row, attribute, value).unwrap_or(Wish::Nothing),
        })
    }

    /// Whether a variant has a value from a level between alone, and UnoPim does not show it: “values stored on groups cannot be read” on 3.0.0.
    fn is_on_level(&self, product: &Product, code: &str) -> bool {
        let level = product.parent.and_then(|id| self.state.products.by_id(id));
        self.state.version == Version::V3_0_0
            && self.raw(product, &product.values, code).is_none()
            && level.is_some_and(|p| p.kind == Kind::VariantGroup && self.raw(p, &p.values, code).is_some())
    }

    /// A sale that is no cheaper is none.
    fn settle_sale(wishes: &mut BTreeMap<String, Wish>) {
        let amount = |field: &str| match wishes.get(field) {
            Some(Wish::Text(amount)) => amount.parse::<f64>().ok(),
            _ => None,
        };
        if let (Some(regular), Some(sale)) = (amount("regular_price"), amount("sale_price"))
            && sale >= regular
        {
            wishes.insert("sale_price".into(), Wish::Nothing);
        }
    }

    /// The first picture of a gallery is the product's where no row says otherwise; a variation has no other.
    fn settle_image(&self, product: &Product, kind: &str, wishes: &mut BTreeMap<String, Wish>) {
        let mapped = self.rows.iter().any(|row| row.field == "image");
        let Some(Wish::Files(mut paths)) = wishes.get("gallery").cloned() else { return };
        if kind == "variation" {
            wishes.remove("gallery");
            // Where UnoPim hides a level's picture, the variant has one that the oracle does not expect either.
            let hidden = |row: &super::Row| row.field == "image" && self.is_on_level(product, row.attribute);
            let is_hidden = self.library.is_some() && self.rows.iter().any(hidden);
            if !is_hidden && !matches!(wishes.get("image"), Some(Wish::Files(_))) {
                paths.truncate(1);
                wishes.insert("image".into(), Wish::Files(paths));
            }
        } else if !mapped && self.library.is_some() {
            // One list of UnoPim is both, and is compared as one: a gallery without a picture before it says the same.
            wishes.insert("image".into(), Wish::Files(paths));
        } else if !mapped {
            let rest = paths.split_off(1.min(paths.len()));
            wishes.insert("image".into(), Wish::Files(paths));
            wishes.insert("gallery".into(), Wish::Files(rest));
        }
    }

    fn placed(&self, values: &Value) -> Wish {
        match values.get("categories") {
            None | Some(Value::Null) => Wish::Nothing,
            Some(codes) => {
                let codes = codes.as_array().into_iter().flatten().filter_map(Value::as_str);
                let codes: BTreeSet<String> =
                    codes.filter(|code| self.has_category(code)).map(ToOwned::to_owned).collect();
                Wish::Categories(codes)
            }
        }
    }

    fn relate(&self, product: &Product, wishes: &mut BTreeMap<String, Wish>) {
        for (section, list) in product.values["associations"].as_object().into_iter().flatten() {
            let (Some(field), Some(list)) = (self.associations.get(section.as_str()), list.as_array()) else {
                continue;
            };
            let skus = list.iter().filter_map(Value::as_str).map(ToOwned::to_owned).collect();
            wishes.insert((*field).to_owned(), Wish::Products(skus));
        }
    }

    /// The flag, unless a channel ends at its root; what has no name cannot be published.
    fn status(&self, product: &Product, kind: &str, values: &Value, wishes: &BTreeMap<String, Wish>) -> Wish {
        let off = if kind == "variation" { "private" } else { "draft" };
        if self.root_only && kind != "variation" && !self.in_channel(values) {
            return Wish::Text("draft".into());
        }
        let named = kind == "variation" || matches!(wishes.get("name"), Some(Wish::Text(_)));
        match product.enabled {
            true if named => Wish::Text("publish".into()),
            true => Wish::Nothing,
            false => Wish::Text(off.into()),
        }
    }

    pub(super) fn in_channel(&self, values: &Value) -> bool {
        let Some(channel) = self.state.channels.get(self.channel) else { return true };
        let Some(root) = self.state.categories.id_of(&channel.root_category) else { return true };
        let codes = values["categories"].as_array().into_iter().flatten().filter_map(Value::as_str);
        let mut ids = codes.filter_map(|code| self.state.categories.id_of(code));
        ids.any(|id| {
            id == root || self.is_below(self.state.categories.by_id(id).and_then(|c| c.parent), Some(root))
        })
    }

    /// Whether a field of the shop holds what is wished. `Nothing` holds whatever is there.
    pub fn holds(&self, wish: &Wish, field: &str, held: &Held, found: &Value) -> bool {
        match wish {
            Wish::Nothing => true,
            // Files come later, in runs of their own.
            Wish::Files(paths) => self.shows(paths, field, held, found),
            Wish::Gone => is_nothing(found),
            Wish::Text(text) => same_text(found.as_str().unwrap_or_default(), text),
            Wish::Exact(value) => found == value,
            Wish::Values(values) => found["values"] == json!(values),
            Wish::Terms(codes) => {
                let entity = if field.starts_with("attribute:") { "option" } else { "term" };
                let wanted =
                    codes.iter().filter_map(|code| self.shop.link(entity, "", code).map(|link| link.id));
                let wanted: BTreeSet<u64> = wanted.collect();
                let list = if found.is_object() { &found["terms"] } else { found };
                // Tags of the shop's own stay.
                let met = if field == "tags" { ids(list).is_superset(&wanted) } else { ids(list) == wanted };
                wanted.len() == codes.len() && met
            }
            Wish::Categories(codes) => {
                let wanted: BTreeSet<u64> =
                    codes.iter().filter_map(|c| self.category(c).map(|t| t.id)).collect();
                let mut found = ids(found);
                if !self.exact_categories {
                    found.retain(|id| self.is_managed(*id));
                } else if wanted.is_empty() {
                    // The category that the shop gives a product without one.
                    found.remove(&1);
                }
                found == wanted
            }
            Wish::Products(skus) => self.relates(skus, held, found),
        }
    }

    /// Whether a list of the shop names what UnoPim does not: an addition that is still to go there.
    pub fn says_more(&self, wish: &Wish, field: &str, found: &Value) -> bool {
        let wanted: BTreeSet<u64> = match wish {
            Wish::Categories(codes) => codes.iter().filter_map(|c| self.category(c).map(|t| t.id)).collect(),
            Wish::Products(skus) => {
                skus.iter().filter_map(|sku| Some(self.shop.link("product", self.channel, sku)?.id)).collect()
            }
            Wish::Terms(codes) if field == "tags" => {
                codes.iter().filter_map(|code| Some(self.shop.link("term", "", code)?.id)).collect()
            }
            _ => return false,
        };
        let mut found = ids(found);
        if field == "categories" {
            // The category that the shop gives a product without one.
            found.remove(&1);
        }
        !found.is_subset(&wanted)
    }

    /// Whether a category lies below the channel's root and has a term.
    fn has_category(&self, code: &str) -> bool {
        let root =
            self.state.channels.get(self.channel).and_then(|c| self.state.categories.id_of(&c.root_category));
        let category = self.state.categories.get(code);
        category.is_some_and(|c| self.is_below(c.parent, root)) && self.category(code).is_some()
    }

    /// Terms that stand for a category of the channel.
    fn is_managed(&self, id: u64) -> bool {
        let stands = |((entity, channel, code), link): (&(String, String, String), &crate::store::Link)| {
            entity == "category" && channel == self.channel && link.id == id && self.has_category(code)
        };
        self.shop.links.iter().any(stands)
    }

    /// Every named product that is in the shop is there; what lies in the trash may be.
    fn relates(&self, skus: &[String], _held: &Held, found: &Value) -> bool {
        let found = ids(found);
        let there = |sku: &String| {
            let id = self.shop.link("product", self.channel, sku)?.id;
            self.shop.products.get(&id).filter(|p| p.status() != "trash").map(|_| id)
        };
        skus.iter().filter_map(there).all(|id| found.contains(&id))
    }
}

fn emptied(attribute: &crate::unopim::records::Attribute, value: &Value, currency: &str) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(list) => list.is_empty(),
        Value::Object(map) if attribute.kind == "price" => {
            map.is_empty() || map.get(currency).is_some_and(|amount| amount.is_null() || amount == "")
        }
        Value::Object(map) => map.is_empty(),
        _ => false,
    }
}
