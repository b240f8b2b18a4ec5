//! Link rows: which UnoPim record is which shop record, and what they last agreed on.

use serde_json::{Value, json};

use super::fields::value;
use super::records::Link;
use super::shop::{Shop, list, number, text};

impl Shop {
    pub fn link(&self, entity: &str, channel: &str, code: &str) -> Option<&Link> {
        self.links.get(&(entity.to_owned(), channel.to_owned(), code.to_owned()))
    }

    pub(super) fn read_links(&self, request: &Value) -> Value {
        let (entity, channel) = (text(request, "entity"), text(request, "channel"));
        let (mut links, mut matches) = (Vec::new(), Vec::new());
        for code in list(request, "codes").iter().filter_map(Value::as_str) {
            if let Some(link) = self.link(entity, channel, code) {
                let product = self.products.get(&link.id);
                let mut row = json!({
                    "code": code, "id": link.id, "kind": product.map_or("gone", |p| &p.kind),
                    "parent": product.map_or(0, |p| p.parent), "target": link.target, "context": link.context,
                    "flags": link.flags,
                });
                if product.is_some_and(|p| p.status() == "trash") {
                    row["status"] = json!("trash");
                }
                links.push(row);
            } else if text(request, "match") == "sku" {
                for (id, product) in self.products.iter().filter(|(_, p)| p.sku() == code) {
                    let linked =
                        self.links.iter().any(|((e, c, _), l)| e == entity && c == channel && l.id == *id);
                    matches.push(json!({
                        "code": code, "id": id, "kind": product.kind, "parent": product.parent,
                        "status": product.status(), "linked": linked,
                    }));
                }
            }
        }
        json!({"links": links, "matches": matches})
    }

    pub(super) fn pending(&self, request: &Value) -> Value {
        let (entity, channel, flag) =
            (text(request, "entity"), text(request, "channel"), text(request, "flag"));
        let after = number(request, "after");
        let mut rows: Vec<(u64, &str, u64)> = self
            .links
            .iter()
            .filter(|((e, c, _), l)| {
                e == entity && c == channel && l.row > after && l.flags.iter().any(|f| f == flag)
            })
            .map(|((_, _, code), l)| (l.row, code.as_str(), l.id))
            .collect();
        rows.sort_unstable();
        rows.truncate(usize::try_from(number(request, "limit")).unwrap_or(usize::MAX));
        let links: Vec<Value> =
            rows.into_iter().map(|(row, code, id)| json!({"row": row, "code": code, "id": id})).collect();
        json!({ "links": links })
    }

    /// Writes the link row of an operation; the shop's half of a base is read back where it is not given.
    pub(super) fn write_link(&mut self, operation: &Value, id: u64) {
        let Some(new) = operation.get("link").filter(|l| l.is_object()) else { return };
        let key = (
            text(operation, "entity").to_owned(),
            text(operation, "channel").to_owned(),
            text(operation, "key").to_owned(),
        );
        let mut with_id = operation.clone();
        with_id["id"] = json!(id);
        let row = match self.links.get(&key) {
            Some(link) => link.row,
            None => self.id(),
        };
        let mut link = self.links.remove(&key).unwrap_or_default();
        link.row = row;
        link.id = id;
        link.target = new["target"].as_str().map(ToOwned::to_owned);
        link.context = new["context"].clone();
        link.flags = list(new, "flags").iter().filter_map(|f| f.as_str().map(Into::into)).collect();
        for (field, base) in new["bases"].as_object().into_iter().flatten() {
            if base.is_null() {
                link.bases.remove(field);
                continue;
            }
            let shop = base["shop"].as_str().map_or_else(|| self.hash_now(&with_id, field), Into::into);
            link.bases.insert(field.clone(), (text(base, "src").to_owned(), shop));
        }
        self.links.insert(key, link);
    }

    /// A field's value as the shop has it, by SKU; for tests.
    pub fn field(&self, sku: &str, field: &str) -> Option<Value> {
        self.by_sku(sku).map(|(_, product)| value(product, field))
    }
}
