//! The lane `push`: what people saved in the shop, noted as the bridge's listeners note it.

use serde_json::{Value, json};

use super::records::{Item, ItemKey};
use super::shop::Shop;
use super::values::hash;

/// Nobody pushes a product because something was sold.
const STOCK: [&str; 5] = ["stock_quantity", "stock_status", "manage_stock", "backorders", "low_stock_amount"];

impl Shop {
    /// Somebody saved a record; of a variation its product is noted.
    pub(super) fn heard_save(&mut self, entity: &str, id: u64) {
        let id = self
            .products
            .get(&id)
            .filter(|p| entity == "product" && p.is_variation())
            .map_or(id, |p| p.parent);
        self.note_for_push(entity, id, json!({"change": "saved"}));
    }

    pub(super) fn heard_edit<'f>(&mut self, id: u64, mut fields: impl Iterator<Item = &'f String>) {
        if fields.any(|field| !STOCK.contains(&field.as_str())) {
            self.heard_save("product", id);
        }
    }

    /// Somebody took a record away; what it was called is noted before it is gone.
    pub(super) fn heard_removal(&mut self, entity: &str, id: u64, kind: &str) {
        let links: Vec<Value> = self
            .links
            .iter()
            .filter(|((e, ..), link)| e == entity && link.id == id)
            .map(|((_, channel, code), _)| json!({"channel": channel, "code": code}))
            .collect();
        self.note_for_push(entity, id, json!({"change": "deleted", "links": links, "kind": kind}));
    }

    /// What a term is to a push.
    pub(super) fn entity_of(taxonomy: &str) -> &'static str {
        match taxonomy {
            "product_cat" => "category",
            _ if taxonomy.starts_with("pa_") => "option",
            _ => "term",
        }
    }

    fn note_for_push(&mut self, entity: &str, id: u64, mut body: Value) {
        if !self.listens {
            return;
        }
        let key: ItemKey = ("push".into(), entity.into(), String::new(), id.to_string());
        let stamp = self.id();
        body["stamp"] = json!(hash(&json!(stamp)));
        let row = self.items.get(&key).map_or(stamp, |item| item.row);
        let item = Item { row, id, state: "waiting".into(), due: self.now, body, ..Item::default() };
        self.items.insert(key, item);
    }
}
