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

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Map;

    fn listening() -> Shop {
        let mut shop = Shop::default();
        shop.listens = true;
        shop
    }

    fn fields(value: &Value) -> Map<String, Value> {
        value.as_object().cloned().unwrap_or_default()
    }

    fn noted(shop: &Shop) -> Vec<(String, String, Value)> {
        let rows = shop.items.iter().filter(|((lane, ..), _)| lane == "push");
        rows.map(|((_, entity, _, code), item)| (entity.clone(), code.clone(), item.body["change"].clone()))
            .collect()
    }

    #[test]
    fn what_people_save_is_noted_once_but_for_stock() {
        let mut shop = listening();
        let tee = shop.add("variable", 0, &fields(&json!({"sku": "tee"})));
        let small = shop.add("variation", tee, &fields(&json!({"sku": "tee-s"})));
        shop.edit_item(small, &fields(&json!({"regular_price": "5"})));
        let row = ("product".to_owned(), tee.to_string(), json!("saved"));
        assert_eq!(noted(&shop), [row]);
        shop.items.clear();
        shop.edit_item(small, &fields(&json!({"stock_quantity": "5"})));
        assert_eq!(noted(&shop), []);
    }

    #[test]
    fn every_save_has_a_stamp_of_its_own() {
        let mut shop = listening();
        let mug = shop.add("simple", 0, &fields(&json!({"sku": "mug"})));
        let stamp = |shop: &Shop| shop.items.values().next().map(|item| item.body["stamp"].clone());
        let first = stamp(&shop);
        shop.edit("mug", "name", json!("Mug"));
        assert_ne!(first, stamp(&shop));
        shop.trash(mug);
        assert_eq!(noted(&shop)[0].2, "deleted");
        shop.untrash(mug);
        assert_eq!(noted(&shop)[0].2, "saved");
    }
}
