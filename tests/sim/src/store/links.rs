//! Link rows: which UnoPim record is which shop record, and what they last agreed on.

use serde_json::{Map, Value, json};

use super::operation::Operation;
use super::records::Link;
use super::shop::{Shop, list, number, text};

/// Per field both halves of the base.
pub(super) fn bases(link: &Link) -> Map<String, Value> {
    link.bases.iter().map(|(field, (src, shop))| (field.clone(), json!([src, shop]))).collect()
}

impl Shop {
    pub fn link(&self, entity: &str, channel: &str, code: &str) -> Option<&Link> {
        self.links.get(&(entity.to_owned(), channel.to_owned(), code.to_owned()))
    }

    pub(super) fn read_links(&self, request: &Value) -> Value {
        let (entity, channel) = (text(request, "entity"), text(request, "channel"));
        let (mut links, mut matches) = (Vec::new(), Vec::new());
        for code in list(request, "codes").iter().filter_map(Value::as_str) {
            if let Some(link) = self.link(entity, channel, code) {
                links.push((link.row, self.link_on_wire(code, link)));
            } else if text(request, "match") == "sku" {
                self.matches(channel, code, &mut matches);
            }
        }
        links.sort_by_key(|(row, _)| *row);
        matches.sort_by_key(|(id, _)| *id);
        let rows = |list: Vec<(u64, Value)>| list.into_iter().map(|(_, row)| row).collect::<Vec<_>>();
        json!({"links": rows(links), "matches": rows(matches)})
    }

    fn link_on_wire(&self, code: &str, link: &Link) -> Value {
        let product = self.products.get(&link.id);
        let mut row = json!({
            "code": code, "id": link.id, "kind": product.map_or("gone", |p| &p.kind),
            "parent": product.map_or(0, |p| p.parent), "target": link.target, "context": link.context,
            "flags": link.flags,
        });
        if product.is_some_and(|p| p.status() == "trash") {
            row["status"] = json!("trash");
        }
        row
    }

    /// SKUs match whatever their case, as WooCommerce compares them.
    fn matches(&self, channel: &str, code: &str, matches: &mut Vec<(u64, Value)>) {
        let sku = code.trim().to_lowercase();
        for (id, product) in
            self.products.iter().filter(|(_, p)| !sku.is_empty() && p.sku().to_lowercase() == sku)
        {
            let linked =
                self.links.iter().any(|((e, c, _), l)| e == "product" && c == channel && l.id == *id);
            let row = json!({
                "code": code, "id": id, "kind": product.kind, "parent": product.parent,
                "status": product.status(), "linked": linked,
            });
            matches.push((*id, row));
        }
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

    /// Merges what an operation says of its link into the row.
    pub(super) fn write_link(&mut self, operation: Operation, id: u64) {
        let key = operation.link_key();
        let mut link = match self.links.remove(&key) {
            Some(link) => link,
            None => Link { row: self.id(), ..Link::default() },
        };
        link.id = id;
        let new = &operation.0["link"];
        if let Some(target) = new.get("target") {
            link.target = target.as_str().map(ToOwned::to_owned);
        }
        if let Some(context) = new.get("context") {
            link.context = context.clone();
        }
        if let Some(flags) = new["flags"].as_array() {
            link.flags = flags.iter().filter_map(|f| f.as_str().map(Into::into)).collect();
        }
        if operation.action() == "sync" {
            link.flags.retain(|f| f != "sync");
        }
        for (field, base) in new["bases"].as_object().into_iter().flatten() {
            if base.is_null() {
                link.bases.remove(field);
                continue;
            }
            // What the shop holds after the write, unless it is given.
            let shop = base.get("shop").and_then(Value::as_str);
            let shop = shop.map_or_else(|| self.hash_now(operation, id, field), ToOwned::to_owned);
            link.bases.insert(field.clone(), (text(base, "src").to_owned(), shop));
        }
        self.links.insert(key, link);
    }

    /// A field's value as the shop has it, by SKU; for tests.
    pub fn field(&self, sku: &str, field: &str) -> Option<Value> {
        self.by_sku(sku).map(|(_, product)| self.of_product(product, field))
    }
}
