//! The shop's owner: what people do in wp-admin between runs and while one is going on, each deed in the ledger.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::ledger::{Ledger, Place, What};
use crate::random::Random;
use crate::store::Shop;

/// Something that somebody does in the shop.
pub type Deed = fn(&mut Shop);

#[derive(Debug, Default)]
pub struct Owner {
    pub(super) random: Random,
    pub ledger: Ledger,
    /// Whether the deeds are those that a push has to follow.
    pub outward: bool,
    /// Fields of dates that hold days alone: a time of day would be lost on the way, which cases of their own tell.
    pub days: BTreeSet<String>,
    /// Codes of products and categories (`category/cat_1`) that a hand has taken out of the shop, with their ids.
    pub removed: BTreeMap<String, u64>,
    /// Every place that a hand has ever touched.
    pub touched: BTreeSet<Place>,
    /// Deeds while a run is going on: the chance of one after a step, in millionths.
    pub chance: u32,
    /// Fields of products that rows of a mapping write, and some that none does.
    pub fields: Vec<String>,
    /// Files that lie in the media library for people to use; empty where pictures are not mapped.
    pub pictures: Vec<u64>,
    /// A deed for the moment after so many steps.
    pub later: Option<(u32, Deed)>,
    /// What was done, in order.
    pub deeds: Vec<String>,
    pub(super) stamp: u64,
}

impl Owner {
    pub fn new(random: Random) -> Self {
        Owner { random, ..Owner::default() }
    }

    /// Between two requests of a run.
    pub fn meanwhile(&mut self, shop: &mut Shop) {
        match &mut self.later {
            Some((0, deed)) => {
                deed(shop);
                self.later = None;
            }
            Some((left, _)) => *left -= 1,
            None => {}
        }
        if self.chance > 0 && self.random.millionth(self.chance) {
            if self.outward {
                self.act_outward(shop);
            } else {
                self.act(shop);
            }
            self.touched.extend(self.ledger.edits.keys().cloned());
        }
    }

    /// One deed, whatever comes to mind.
    pub fn act(&mut self, shop: &mut Shop) {
        let what = self.random.below(100);
        let done = match what {
            0..=69 => self.edit(shop),
            70..=75 => self.rename_term(shop),
            76..=79 => self.move_category(shop),
            80..=82 => self.rename_attribute(shop),
            83..=86 => self.own_product(shop),
            87..=90 => self.trash(shop),
            91..=93 => self.restore(shop),
            94..=96 => self.delete(shop),
            _ => self.change_sku(shop),
        };
        if let Some(done) = done {
            self.deeds.push(done);
        }
    }

    pub(super) fn any_product(
        &mut self,
        shop: &Shop,
        wanted: impl Fn(&crate::store::Product) -> bool,
    ) -> Option<u64> {
        let ids: Vec<u64> = shop.products.iter().filter(|(_, p)| wanted(p)).map(|(id, _)| *id).collect();
        (!ids.is_empty()).then(|| *self.random.pick(&ids))
    }

    /// A field of a product gets a value that nobody else would give it.
    pub(super) fn edit(&mut self, shop: &mut Shop) -> Option<String> {
        let id = self.any_product(shop, |p| p.status() != "trash")?;
        let field = self.random.pick(&self.fields).clone();
        if !shop.has_field(id, &field) {
            return None;
        }
        let value = self.value(shop, id, &field)?;
        let before = shop.view(id, &field);
        shop.edit_item(id, &Map::from_iter([(field.clone(), value)]));
        let now = shop.view(id, &field);
        let told = format!("{} #{id}: {field} set to {now}", shop.products[&id].sku());
        self.ledger.edited(Place::product(id, &field), before, now, shop.operations.len());
        Some(told)
    }

    fn value(&mut self, shop: &Shop, id: u64, field: &str) -> Option<Value> {
        self.stamp += 1;
        let stamp = self.stamp;
        let group = field.split_once(':').map_or(field, |(group, _)| group);
        Some(match group {
            "regular_price" | "weight" | "length" | "width" | "height" => {
                json!(format!("{}.07", 1000 + stamp))
            }
            "sale_price" => json!(format!("0.{stamp:04}")),
            "sale_start" | "sale_end" if self.days.contains(field) => {
                let time = if field == "sale_start" { "00:00:00" } else { "23:59:59" };
                json!(format!(
                    "20{}-{:02}-{:02}T{time}",
                    31 + stamp / 336 % 60,
                    stamp / 28 % 12 + 1,
                    stamp % 28 + 1
                ))
            }
            "sale_start" | "sale_end" => {
                json!(format!("2031-01-01T00:{:02}:{:02}", stamp / 60 % 60, stamp % 60))
            }
            "gtin" => json!(format!("99-{stamp}")),
            // The order of variations is that of their options.
            "menu_order" if shop.products[&id].is_variation() => return None,
            "menu_order" => json!(5000 + stamp),
            "featured" | "virtual" | "sold_individually" => json!(shop.view(id, field) != true),
            "custom" => json!({"values": [format!("Hand {stamp}")], "visible": true, "position": 0}),
            "attribute" => {
                let taxonomy = field.split_once(':').map_or("", |(_, taxonomy)| taxonomy);
                let mut value = shop.view(id, field);
                // What variants are told apart by is not for hands.
                if !value.is_object() || value["variation"] == true {
                    return None;
                }
                value["terms"] = json!([self.any_term(shop, taxonomy)?]);
                value
            }
            "tags" | "taxonomy" => {
                let taxonomy = field.split_once(':').map_or("product_tag", |(_, taxonomy)| taxonomy);
                json!([self.any_term(shop, taxonomy)?])
            }
            "description" | "short_description" | "purchase_note" => json!(format!("<p>By hand {stamp}</p>")),
            _ => json!(format!("By hand {stamp}")),
        })
    }

    pub(super) fn any_term(&mut self, shop: &Shop, taxonomy: &str) -> Option<u64> {
        let terms = shop.terms.get(taxonomy).filter(|terms| !terms.is_empty())?;
        Some(self.random.pick(terms).id)
    }

    pub(super) fn rename_term(&mut self, shop: &mut Shop) -> Option<String> {
        self.stamp += 1;
        let taxonomies: Vec<String> = shop.terms.keys().filter(|t| *t != "product_tag").cloned().collect();
        let taxonomy = self.random.pick(&taxonomies).clone();
        let id = self.any_term(shop, &taxonomy).filter(|id| *id != 1)?;
        let at = shop.operations.len();
        let name = format!("By hand {}", self.stamp);
        let (slug, before) = shop.edit_term(&taxonomy, id, |term| {
            (term.slug.clone(), std::mem::replace(&mut term.name, name.clone()))
        })?;
        let told = format!("term {slug} of {taxonomy}: {before} renamed to {name}");
        self.ledger.edited(Place::term(id, "name"), json!(before), json!(name), at);
        Some(told)
    }

    /// To the top, or out of it below a category that is no child of it.
    pub(super) fn move_category(&mut self, shop: &mut Shop) -> Option<String> {
        let id = self.any_term(shop, "product_cat").filter(|id| *id != 1)?;
        let above = self.any_term(shop, "product_cat")?;
        let at = shop.operations.len();
        let terms = shop.terms.get("product_cat")?;
        let mut up = above;
        while up != 0 && up != id {
            up = terms.iter().find(|t| t.id == up).map_or(0, |t| t.parent);
        }
        let above = if up == id || above == 1 { 0 } else { above };
        let (slug, before) = shop.edit_term("product_cat", id, |term| {
            (term.slug.clone(), std::mem::replace(&mut term.parent, above))
        })?;
        let told = format!("category {slug}: moved from #{before} to #{above}");
        self.ledger.edited(Place::term(id, "parent"), json!(before), json!(above), at);
        Some(told)
    }

    fn rename_attribute(&mut self, shop: &mut Shop) -> Option<String> {
        self.stamp += 1;
        if shop.attributes.is_empty() {
            return None;
        }
        let number = self.random.below(shop.attributes.len());
        let name = format!("By hand {}", self.stamp);
        let id = shop.attributes[number].id;
        let (slug, before) = shop.edit_attribute(id, |attribute| {
            (attribute.slug.clone(), std::mem::replace(&mut attribute.name, name.clone()))
        })?;
        let told = format!("attribute {slug}: {before} renamed to {name}");
        self.ledger.edited(Place::attribute(id, "name"), json!(before), json!(name), shop.operations.len());
        Some(told)
    }

    /// A product that UnoPim knows nothing about.
    pub(super) fn own_product(&mut self, shop: &mut Shop) -> Option<String> {
        self.stamp += 1;
        let sku = format!("own-{}", self.stamp);
        let fields = json!({"sku": sku, "name": format!("Own {}", self.stamp), "regular_price": "5", "status": "publish"});
        let id = shop.add("simple", 0, fields.as_object()?);
        for (field, value) in fields.as_object()? {
            self.ledger.edited(Place::product(id, field), Value::Null, value.clone(), shop.operations.len());
        }
        Some(format!("own product {sku} #{id}"))
    }

    /// A product that UnoPim knows too was in the shop before.
    pub fn adopt(&mut self, shop: &mut Shop, sku: &str) {
        self.stamp += 1;
        let fields = json!({"sku": sku, "name": format!("Before {}", self.stamp), "regular_price": "7.77", "status": "publish",
            "description": if self.random.below(2) == 0 { "<p>Before</p>" } else { "" }});
        let Some(fields) = fields.as_object() else { return };
        let id = shop.add("simple", 0, fields);
        for (field, value) in fields.iter().filter(|(field, _)| *field != "sku") {
            self.ledger.edited(Place::product(id, field), json!("—"), value.clone(), 0);
        }
        self.deeds.push(format!("{sku} #{id} was there before"));
    }

    pub(super) fn trash(&mut self, shop: &mut Shop) -> Option<String> {
        let id = self.any_product(shop, |p| !p.is_variation() && p.status() != "trash")?;
        for one in shop.family(id) {
            self.remember_removal(shop, one);
        }
        shop.trash(id);
        self.ledger.take_out(id);
        Some(format!("{} #{id}: into the trash", shop.products[&id].sku()))
    }

    pub(super) fn restore(&mut self, shop: &mut Shop) -> Option<String> {
        let id = self.any_product(shop, |p| !p.is_variation() && p.status() == "trash")?;
        // What the engine put there is for the engine to bring back.
        if !self.ledger.is_out(id) || !shop.untrash(id) {
            return None;
        }
        self.ledger.bring_back(id);
        Some(format!("{} #{id}: out of the trash", shop.products[&id].sku()))
    }

    pub(super) fn delete(&mut self, shop: &mut Shop) -> Option<String> {
        let id = self.any_product(shop, |_| true)?;
        let told = format!("{} #{id}: deleted for good", shop.products[&id].sku());
        for one in shop.family(id) {
            self.remember_removal(shop, one);
            self.ledger.take_out(one);
            self.ledger.forget(What::Product, one);
        }
        shop.delete(id);
        Some(told)
    }

    /// What UnoPim knows a product by, before the shop has it no more.
    fn remember_removal(&mut self, shop: &Shop, id: u64) {
        let linked = shop.links.iter().find(|((entity, ..), link)| entity == "product" && link.id == id);
        let code = linked.map_or_else(|| shop.products[&id].sku().to_owned(), |((.., code), _)| code.clone());
        self.removed.insert(code, id);
    }

    fn change_sku(&mut self, shop: &mut Shop) -> Option<String> {
        let id = self.any_product(shop, |p| p.status() != "trash")?;
        self.stamp += 1;
        let before = shop.products[&id].sku().to_owned();
        let sku = format!("{before}-h{}", self.stamp);
        shop.edit_item(id, &Map::from_iter([("sku".to_owned(), json!(sku))]));
        self.ledger.edited(Place::product(id, "sku"), json!(before), json!(sku), shop.operations.len());
        let code = shop.links.iter().find(|((entity, ..), link)| entity == "product" && link.id == id);
        self.ledger.loosen(code.map_or(&before, |((.., code), _)| code));
        Some(format!("#{id}: {before} is now {sku}"))
    }
}
