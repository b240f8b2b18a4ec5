//! More of what the shop's owner does: where products stand, what they name, and what is new.

use serde_json::{Map, Value, json};

use super::ledger::{Place, What};
use super::owner::Owner;
use crate::store::Shop;

impl Owner {
    /// One deed that a push has to follow.
    pub fn act_outward(&mut self, shop: &mut Shop) {
        if !self.pictures.is_empty() && self.random.below(3) == 0 {
            let done = self.hang(shop);
            self.deeds.extend(done);
            return;
        }
        let what = self.random.below(100);
        let done = match what {
            0..=53 => self.edit(shop),
            54..=61 => self.place(shop),
            62..=68 => self.associate(shop),
            69..=73 => self.rename_term(shop),
            74..=76 => self.move_category(shop),
            77..=80 => Some(self.add_category(shop)),
            81..=84 => self.add_option(shop),
            85..=87 => self.own_product(shop),
            88..=90 => self.add_variation(shop),
            91..=93 => self.trash(shop),
            94..=95 => self.restore(shop),
            96..=97 => self.delete(shop),
            _ => self.delete_category(shop),
        };
        if let Some(done) = done {
            self.deeds.push(done);
        }
    }

    fn set(&mut self, shop: &mut Shop, id: u64, field: &str, value: Value) -> String {
        let before = shop.view(id, field);
        shop.edit_item(id, &Map::from_iter([(field.to_owned(), value)]));
        let now = shop.view(id, field);
        let told = format!("{} #{id}: {field} set to {now}", shop.products[&id].sku());
        self.ledger.edited(Place::product(id, field), before, now, shop.operations.len());
        told
    }

    /// Another picture, one more in the gallery, one less, or another order.
    fn hang(&mut self, shop: &mut Shop) -> Option<String> {
        let id = self.any_product(shop, |p| p.status() != "trash")?;
        let field = *self.random.pick(&["image", "gallery", "gallery"]);
        if !shop.has_field(id, field) {
            return None;
        }
        // Many are new, some hang elsewhere already.
        let all: Vec<u64> = shop.attachments.iter().copied().collect();
        let hangs = self.random.below(4) == 0;
        let new = *self.random.pick(if hangs { &all } else { &self.pictures });
        let mut list = shop.view(id, "gallery").as_array().cloned().unwrap_or_default();
        let value = match (field, self.random.below(6)) {
            ("image", 0) => Value::Null,
            ("image", _) => json!(new),
            (_, 0 | 1) if !list.is_empty() => {
                list.remove(self.random.below(list.len()));
                json!(list)
            }
            (_, 2 | 3) if list.len() > 1 => {
                list.rotate_left(1);
                json!(list)
            }
            _ if list.contains(&json!(new)) => return None,
            _ => {
                list.insert(self.random.below(list.len() + 1), json!(new));
                json!(list)
            }
        };
        Some(self.set(shop, id, field, value))
    }

    /// Into one category more, or out of one.
    fn place(&mut self, shop: &mut Shop) -> Option<String> {
        let id = self.any_product(shop, |p| !p.is_variation() && p.status() != "trash")?;
        let term = self.any_term(shop, "product_cat").filter(|term| *term != 1)?;
        let mut ids: Vec<u64> =
            shop.view(id, "categories").as_array().into_iter().flatten().filter_map(Value::as_u64).collect();
        match ids.iter().position(|held| *held == term) {
            Some(at) => drop(ids.remove(at)),
            None => ids.push(term),
        }
        ids.retain(|held| *held != 1);
        if ids.is_empty() {
            ids.push(1);
        }
        ids.sort_unstable();
        Some(self.set(shop, id, "categories", json!(ids)))
    }

    /// One product more that is named beside another, or one less.
    fn associate(&mut self, shop: &mut Shop) -> Option<String> {
        let id = self.any_product(shop, |p| !p.is_variation() && p.status() != "trash")?;
        let other = self.any_product(shop, |p| !p.is_variation() && p.status() != "trash")?;
        if id == other {
            return None;
        }
        let field = *self.random.pick(&["upsells", "cross_sells", "related"]);
        let mut ids = shop.view(id, field).as_array().cloned().unwrap_or_default();
        match ids.iter().position(|held| *held == json!(other)) {
            Some(at) => drop(ids.remove(at)),
            None => ids.push(json!(other)),
        }
        Some(self.set(shop, id, field, json!(ids)))
    }

    /// Its children move up, its products stay.
    fn delete_category(&mut self, shop: &mut Shop) -> Option<String> {
        let id = self.any_term(shop, "product_cat").filter(|id| *id != 1)?;
        let term = shop.terms["product_cat"].iter().find(|term| term.id == id)?.clone();
        let linked = shop.links.iter().filter(|((entity, ..), link)| entity == "category" && link.id == id);
        self.removed.extend(linked.map(|((.., code), _)| (format!("category/{code}"), id)));
        let at = shop.operations.len();
        // They move without a hand, and back should a pull bring the category again.
        let children = shop.terms["product_cat"].iter().filter(|child| child.parent == id);
        for place in children.map(|child| Place::term(child.id, "parent")) {
            self.ledger.edits.remove(&place);
            self.touched.insert(place);
        }
        let within: Vec<u64> = shop.products.keys().copied().collect();
        let before: Vec<(u64, Value)> =
            within.into_iter().map(|product| (product, shop.view(product, "categories"))).collect();
        shop.delete_term("product_cat", id);
        for (product, was) in before {
            let now = shop.view(product, "categories");
            let place = Place::product(product, "categories");
            if now == was {
                continue;
            }
            let is_in_none = now == json!([shop.default_category()]);
            self.ledger.edited(place.clone(), was, now, at);
            // So does a product that is left in none.
            if is_in_none {
                self.ledger.edits.remove(&place);
                self.touched.insert(place);
            }
        }
        self.ledger.forget(What::Term, id);
        Some(format!("category {} #{id}: deleted", term.slug))
    }

    fn add_category(&mut self, shop: &mut Shop) -> String {
        let name = self.name("Category");
        let above = self.any_term(shop, "product_cat").filter(|term| *term != 1).unwrap_or(0);
        let id = shop.add_term("product_cat", above, &name, &name.to_lowercase().replace(' ', "-"));
        format!("new category {name} #{id} below #{above}")
    }

    /// A term of a product attribute, on a product that has the attribute.
    fn add_option(&mut self, shop: &mut Shop) -> Option<String> {
        let mapped: Vec<String> =
            self.fields.iter().filter(|field| field.starts_with("attribute:")).cloned().collect();
        if mapped.is_empty() {
            return None;
        }
        let field = self.random.pick(&mapped).clone();
        let taxonomy = field.strip_prefix("attribute:")?.to_owned();
        let id = self.any_product(shop, |p| {
            p.status() != "trash" && p.fields.get(&field).is_some_and(|value| value["variation"] != true)
        })?;
        let name = self.name("Option");
        let term = shop.add_term(&taxonomy, 0, &name, &name.to_lowercase().replace(' ', "-"));
        let mut value = shop.view(id, &field);
        value["terms"] = json!([term]);
        Some(self.set(shop, id, &field, value))
    }

    /// A variation for a combination that is free.
    fn add_variation(&mut self, shop: &mut Shop) -> Option<String> {
        let parent = self.any_product(shop, |p| p.kind == "variable" && p.status() != "trash")?;
        let product = &shop.products[&parent];
        let axes: Vec<String> = product
            .fields
            .iter()
            .filter(|(_, value)| value["variation"] == true)
            .filter_map(|(field, _)| field.strip_prefix("attribute:").map(ToOwned::to_owned))
            .collect();
        let mut stands = Map::new();
        for axis in &axes {
            let offered = shop.products[&parent].fields[&format!("attribute:{axis}")]["terms"].clone();
            let offered = offered.as_array().filter(|terms| !terms.is_empty())?.clone();
            let id = self.random.pick(&offered).as_u64()?;
            let slug = shop.terms.get(axis)?.iter().find(|t| t.id == id)?.slug.clone();
            stands.insert(axis.clone(), json!(slug));
        }
        let stands = Value::Object(stands);
        let taken =
            shop.products.values().any(|p| p.parent == parent && p.fields.get("axes") == Some(&stands));
        if axes.is_empty() || taken {
            return None;
        }
        let sku = self.name("own").to_lowercase().replace(' ', "-");
        let fields = json!({"sku": sku, "axes": stands, "regular_price": "6.00", "status": "publish"});
        let id = shop.add("variation", parent, fields.as_object()?);
        self.ledger.edited(
            Place::product(id, "regular_price"),
            Value::Null,
            json!("6.00"),
            shop.operations.len(),
        );
        Some(format!("new variation {sku} #{id} of #{parent} at {stands}"))
    }

    fn name(&mut self, what: &str) -> String {
        self.stamp += 1;
        format!("{what} {}", self.stamp)
    }
}
