//! Pictures on both sides: files that people find in the shop's library, and what happens to pictures in UnoPim.

use serde_json::Value;

use super::Both;
use crate::catalogue::changes;
use crate::unopim::media::png;

/// Files that the library holds at most for people to use.
const POOL: usize = 12;

/// Whether rows write the product's picture or its gallery.
pub(super) fn are_mapped(errand: &Value) -> bool {
    let rows = errand["mapping"]["attributes"]["default"]["en_US"].as_array();
    rows.into_iter().flatten().any(|row| matches!(row["target"].as_str(), Some("image" | "gallery")))
}

impl Both {
    /// Before a day begins: new files in the shop, and what the office does with pictures.
    pub(super) fn new_pictures(&mut self) {
        for _ in 0..=self.random.below(3) {
            let content = self.random.bits();
            let id = self.host.add_file(&format!("hand-{content:x}.png"), &png::draw(content));
            self.host.owner.pictures.push(id);
        }
        let pool = &mut self.host.owner.pictures;
        pool.drain(..pool.len().saturating_sub(POOL));
        self.tell_pictures();
        for _ in 0..self.random.below(3) {
            let now = self.host.unopim.now(self.host.now);
            let event = changes::change_pictures(&mut self.host.unopim.state, &mut self.random, now);
            self.told.events.extend(event.map(|event| format!("UnoPim: {event}")));
        }
    }

    /// What UnoPim shows now may come to the shop yet, when it shows nothing any more: the lane knows what it was.
    fn tell_pictures(&mut self) {
        for product in self.host.unopim.state.products.rows() {
            let common = &product.values["common"];
            for field in ["image", "gallery"]
                .into_iter()
                .filter(|_| !(common["image"].is_null() && common["gallery"].is_null()))
            {
                self.host.owner.ledger.tell(&product.sku, field);
            }
        }
    }
}
