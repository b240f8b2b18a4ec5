//! Lists of a product: codes go where the shop's list has lost them, and come where it holds them.

use serde_json::{Value, json};

use super::{Look, codes};

/// Field, entity and code of what a list names: `associations.up_sells.tee`, `categories.men`.
pub fn list_item(place: &str) -> Option<(&'static str, &'static str, &str)> {
    const LISTS: [(&str, &str, &str); 4] = [
        ("categories.", "categories", "category"),
        ("associations.up_sells.", "upsells", "product"),
        ("associations.cross_sells.", "cross_sells", "product"),
        ("associations.related_products.", "related", "product"),
    ];
    LISTS.iter().find_map(|(prefix, field, entity)| Some((*field, *entity, place.strip_prefix(prefix)?)))
}

impl Look<'_> {
    pub(super) fn list(
        &self,
        sku: &str,
        id: u64,
        entity: &str,
        field: &str,
        (old, new): (&Value, &Value),
        say: &mut impl FnMut(&str),
    ) {
        // Emptied sections that come as such say the same.
        if old.is_null() && *new == json!([]) {
            return;
        }
        let shop = &self.host.shop;
        let shown: Vec<u64> =
            shop.view(id, field).as_array().into_iter().flatten().filter_map(Value::as_u64).collect();
        let linked = |code: &String| shop.link(entity, "default", code).map(|link| link.id);
        let place = match field {
            "upsells" => "associations.up_sells",
            "cross_sells" => "associations.cross_sells",
            "related" => "associations.related_products",
            _ => "categories",
        };
        // What UnoPim has deleted it does not take back, and says so.
        let (mut old, new) = (codes(old), codes(new));
        old.retain(|code| new.contains(code) || !self.notes.names_stale(sku, &format!("{place}.{code}")));
        if old != new && !self.by_hand(id, field) {
            say("no hand did it");
        }
        for code in old.iter().filter(|code| !new.contains(code)) {
            match linked(code) {
                None if self.host.owner.removed.contains_key(&format!("{entity}/{code}")) => {}
                None => say(&format!("{code} is not the shop's to take away")),
                Some(held) if shown.contains(&held) => say(&format!("{code} is gone, and the shop has it")),
                Some(_) => {}
            }
        }
        for code in new.iter().filter(|code| !old.contains(code)) {
            // Somebody may have deleted it when it was sent already.
            let is_lost = entity == "category" && self.lost.contains(&format!("category/{code}"));
            if !is_lost && !linked(code).is_some_and(|held| shown.contains(&held)) {
                say(&format!("{code} came, and the shop does not have it"));
            }
        }
    }
}
