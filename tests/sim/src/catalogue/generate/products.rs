//! Products: simple ones, configurables with their grid, two-level trees.

use serde_json::{Value, json};

use super::words::{BRANDS, COLOURS, FEATURES, GARMENTS, LOCALES, MATERIALS, SIZES, TAGS, THINGS};
use super::{FIRST_DAY, Plan, edges, texts};
use crate::random::Random;
use crate::unopim::State;
use crate::unopim::clock::{Moment, SECOND};
use crate::unopim::records::{Kind, Product};
use crate::unopim::version::Inheritance;

pub(super) fn fill(state: &mut State, plan: &Plan, categories: &[String]) {
    let mut number = 0;
    while state.products.len() < plan.products {
        number += 1;
        let mut random = Random::fork(plan.seed, 1_000 + number as u64);
        let left = plan.products - state.products.len();
        let mut maker = Maker { state, plan, categories, random: &mut random, number };
        // A configurable stands for nine rows or so: shares are counted in rows.
        let configurables = plan.variant_share as usize * 1000
            / (9 * (1000 - plan.variant_share as usize).max(1) + plan.variant_share as usize);
        if left >= 3 && maker.random.below(1000) < configurables {
            maker.configurable(left);
        } else {
            maker.simple();
        }
    }
}

pub(super) struct Maker<'a> {
    pub(super) state: &'a mut State,
    pub(super) plan: &'a Plan,
    pub(super) categories: &'a [String],
    pub(super) random: &'a mut Random,
    pub(super) number: usize,
}

impl Maker<'_> {
    fn created(&self) -> Moment {
        FIRST_DAY + self.number as u64 * 37 * SECOND
    }

    fn add(&mut self, sku: &str, kind: Kind, family: &str, parent: Option<u64>, values: Value) -> u64 {
        let created = self.created();
        let mut product = Product { parent, values, ..Product::new(sku, kind, family, created) };
        product.enabled = !self.random.millionth(30_000);
        product.updated = created + self.random.below(86_400 * 60) as u64 * SECOND;
        self.state.products.add(product)
    }

    /// Categories, one to three, without doubles.
    fn placed(&mut self) -> Vec<String> {
        let mut codes: Vec<String> = Vec::new();
        for _ in 0..=self.random.below(3) {
            let code = self.random.pick(self.categories).clone();
            if !codes.contains(&code) {
                codes.push(code);
            }
        }
        codes
    }

    /// The full set of values of a product that stands by itself.
    fn values(&mut self, sku: &str, garment: bool) -> Value {
        let thing = *self.random.pick(if garment { GARMENTS } else { THINGS });
        let name = texts::name(self.random, &thing, self.number);
        let cents = 495 + self.random.below(20_000);
        let random = &mut *self.random;
        let mut common = json!({
            "sku": sku,
            "url_key": format!("{}-{}", thing[0].to_lowercase().replace(' ', "-"), self.number),
            "product_number": format!("PN-{:07}", self.number),
            "brand": random.pick(BRANDS),
            "material": random.pick(MATERIALS).0,
            "weight": texts::amount(20 + random.below(2000)),
            "length": (5 + random.below(90)).to_string(),
            "width": (5 + random.below(60)).to_string(),
            "height": (1 + random.below(40)).to_string(),
            "gtin": format!("40{:011}", random.below(99_999_999_999)),
            "rating": (1 + random.below(5)).to_string(),
            "release_date": format!("2026-{:02}-{:02}", 1 + random.below(12), 1 + random.below(28)),
            "features": format!("{},{}", FEATURES[random.below(2)].0, FEATURES[2 + random.below(3)].0),
        });
        if random.below(3) == 0 {
            common["tags"] = json!(random.pick(TAGS).0);
        }
        if !garment {
            common["color"] = json!(random.pick(COLOURS).0);
        }
        let notes = LOCALES
            .map(|locale| (locale.to_owned(), json!({"care_note": format!("{} ({locale})", name[0])})));
        let notes: serde_json::Map<String, Value> = notes.into_iter().collect();
        json!({
            "common": common,
            "locale_specific": notes,
            "channel_specific": {"default": {
                "cost": {"EUR": texts::amount(cents / 2), "USD": texts::amount(cents / 2 + cents / 20)},
                "manage_stock": if random.below(4) == 0 { "false" } else { "true" },
                "tax_category_id": "standard",
            }},
            "channel_locale_specific": texts::scoped(random, &name, cents),
            "categories": self.placed(),
            "associations": {"up_sells": [], "cross_sells": [], "related_products": []},
        })
    }

    fn simple(&mut self) {
        let sku = format!("s-{:06}", self.number);
        let mut values = self.values(&sku, false);
        self.relate(&mut values);
        if self.plan.version.has_measurement() && self.random.below(2) == 0 {
            let centimetres = 10 + self.random.below(300);
            values["common"]["net_length"] = json!({
                "unit": "CENTIMETER", "amount": format!("{centimetres}.0000"), "family": "Length",
                "base_data": format!("{}.{:02}0000", centimetres / 100, centimetres % 100),
                "base_unit": "METER", "symbol": "cm",
            });
        }
        let id = self.add(&sku, Kind::Simple, "default", None, values);
        self.pictures(id, &sku, true);
        if self.random.below(1000) < self.plan.edge_share as usize {
            edges::damage(self, id);
        }
    }

    /// Links to products that were made before.
    fn relate(&mut self, values: &mut Value) {
        if self.number > 3 && self.random.below(4) == 0 {
            let other = 1 + self.random.below(self.number - 1);
            let sku = format!("s-{other:06}");
            if self.state.products.contains(&sku) {
                values["associations"]["up_sells"] = json!([sku]);
            }
        }
    }

    fn pictures(&mut self, id: u64, name: &str, gallery: bool) {
        if !self.plan.images {
            return;
        }
        let mut draw = |attribute: &str, file: String| {
            let path = format!("product/{id}/{attribute}/{file}");
            let seed = self.random.bits();
            self.state.media.draw(&path, seed);
            path
        };
        let image = draw("image", format!("{name} front.jpg"));
        let pictures: Vec<String> = if gallery {
            (1..=id % 3).map(|index| draw("gallery", format!("{name}-{index}.png"))).collect()
        } else {
            Vec::new()
        };
        if let Some(product) = self.state.products.by_id_mut(id) {
            product.values["common"]["image"] = json!(image);
            if !pictures.is_empty() {
                product.values["common"]["gallery"] = json!(pictures);
            }
        }
    }

    /// A configurable with some cells of its grid filled; never more rows than are left.
    fn configurable(&mut self, left: usize) {
        let sku = format!("c-{:06}", self.number);
        let values = self.values(&sku, true);
        let id = self.add(&sku, Kind::Configurable, "apparel", None, values.clone());
        if let Some(product) = self.state.products.by_id_mut(id) {
            product.super_attributes = vec!["color".to_owned(), "size".to_owned()];
        }
        self.pictures(id, &sku, true);
        let two_levels = self.plan.version.has_two_level_trees()
            && self.random.below(1000) < self.plan.two_level_share as usize;
        let (colours, sizes) = (1 + self.random.below(4), 2 + self.random.below(3));
        let first = self.random.below(SIZES.len() - sizes + 1);
        let mut made = 1;
        for (colour, _, _) in &COLOURS[..colours] {
            let mut parent = id;
            let lower = colour.to_lowercase();
            // A tree has levels everywhere or nowhere.
            if two_levels && made + 2 > left {
                return;
            }
            if two_levels {
                let group = format!("{sku}-{lower}");
                let own = json!({"common": {"sku": group, "color": colour}});
                parent = self.add(&group, Kind::VariantGroup, "apparel", Some(id), own);
                self.pictures(parent, &group, false);
                made += 1;
            }
            for size in &SIZES[first..first + sizes] {
                if made >= left {
                    return;
                }
                let child = format!("{sku}-{lower}-{}", size.to_lowercase());
                let own = self.variant(&values, &child, colour, size, parent == id);
                self.add(&child, Kind::Simple, "apparel", Some(parent), own);
                made += 1;
            }
        }
    }

    /// What a variant stores: up to 2.1 copies of its parent's values, from 3.0 on its own ones only.
    fn variant(&mut self, parent: &Value, sku: &str, colour: &str, size: &str, with_colour: bool) -> Value {
        let inheritance = self.plan.version.inheritance();
        let mut values = if inheritance == Inheritance::Resolved { json!({}) } else { parent.clone() };
        let mut common = match inheritance {
            Inheritance::CopyAll => parent["common"].clone(),
            _ => json!({}),
        };
        common["sku"] = json!(sku);
        common["size"] = json!(size);
        if with_colour {
            common["color"] = json!(colour);
        }
        if let Some(map) = common.as_object_mut() {
            map.remove("url_key");
        }
        common["weight"] = json!(texts::amount(20 + self.random.below(500)));
        values["common"] = common;
        if self.random.below(5) == 0 {
            let cents = 495 + self.random.below(20_000);
            let price = json!({"EUR": texts::amount(cents), "USD": texts::amount(cents + cents / 10)});
            for locale in LOCALES {
                values["channel_locale_specific"]["default"][locale]["price"] = price.clone();
            }
        }
        values
    }
}
