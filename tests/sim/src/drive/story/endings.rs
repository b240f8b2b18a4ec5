//! How a story ends: in good times, with a shop that equals the catalogue, and with a run that has nothing to do.

use std::collections::BTreeSet;

use serde_json::json;

use super::Story;
use crate::drive::oracle::Oracle;
use crate::faults::Faults;

impl Story {
    pub(super) fn end(&mut self) {
        if !self.host.checkpoint.is_null() {
            // Of something that is gone meanwhile it may say so and fail.
            let going = self.going.clone();
            self.host.unopim.faults = Faults::none();
            self.carry(&going);
        }
        // A resumed run ends where its listing ended; the next one sees what moved behind its back.
        self.good_pull();
        // Whether a new SKU is an old product has to be said before it can come.
        for _ in 0..3 {
            let asked = self
                .host
                .shop
                .items
                .iter()
                .any(|((lane, ..), item)| lane == "held" && item.state == "renamed");
            if !asked {
                break;
            }
            for lower in [false, true].into_iter().take(1 + usize::from(self.beside.is_some())) {
                let choices = self.choices(lower);
                self.good_run(&choices);
            }
            self.good_pull();
        }
        self.good_pull();
        if self.images {
            let images = self.job(&json!({"kind": "images"}));
            self.good_run(&images);
            if let Some(lower) = self.lowered(images) {
                self.good_run(&lower);
            }
        }
        if !self.told.wrong.is_empty() {
            return;
        }
        self.compare();
        self.still();
        if self.told.wrong.is_empty() {
            match self.random.below(4) {
                0 => self.undo(),
                1 => {
                    self.change_catalogue(4);
                    self.preview_and_apply();
                }
                _ => {}
            }
        }
    }

    fn compare(&mut self) {
        let oracle =
            Oracle::new(&self.host.unopim.state, &self.host.shop, &self.errand, &self.host.owner.ledger);
        self.told.wrong.extend(oracle.differences());
        if self.images {
            self.told.wrong.extend(oracle.pictures(&self.host.library.rows));
        }
    }

    /// A further run loads no product and writes nothing; a mirror has to look, and what is parked is looked at again.
    fn still(&mut self) {
        let before = self.host.shop.clone();
        self.good_pull();
        let shop = &self.host.shop;
        let mut wrong = Vec::new();
        if shop.writes != before.writes {
            wrong.push(format!("the last run wrote {} records", shop.writes - before.writes));
        }
        let parked: BTreeSet<&String> =
            shop.items.keys().filter(|(lane, ..)| lane == "parked").map(|(.., code)| code).collect();
        let looks = self.errand["settings"]["mirror"] == true || !parked.is_empty();
        if shop.loaded != before.loaded && !looks {
            wrong.push(format!("the last run loaded {} products", shop.loaded - before.loaded));
        }
        for (id, product) in &shop.products {
            if before.products.get(id) != Some(product) {
                wrong.push(format!("the last run left #{id} {} different", product.sku()));
            }
        }
        if shop.links != before.links {
            let changed = shop.links.iter().filter(|(key, link)| before.links.get(*key) != Some(link));
            let keys: Vec<_> = changed.map(|(key, _)| key).take(3).collect();
            wrong.push(format!("the last run left other links: {keys:?}"));
        }
        self.told.wrong.extend(wrong);
    }
}
