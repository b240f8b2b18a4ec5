//! Link rows: which UnoPim record is which shop record, and what they last agreed on.

use serde_json::{Map, Value, json};

use super::operation::Operation;
use super::read_shop::on_wire;
use super::records::{Link, Product};
use super::shop::{Shop, list, number, text};

/// The record was deleted in UnoPim; the shop's lies in the trash, or is disabled.
pub(super) const DELETED: &str = "deleted";

/// Per field both halves of the base.
pub(super) fn bases(link: &Link) -> Map<String, Value> {
    link.bases.iter().map(|(field, (src, shop))| (field.clone(), json!([src, shop]))).collect()
}

/// The site's other channels that a request names, the first one first.
pub(super) fn others(request: &Value) -> Vec<&str> {
    list(request, "others").iter().filter_map(Value::as_str).collect()
}

/// A link as terms and attributes bring it.
pub(super) fn link_row(code: &str, link: &Link) -> Value {
    json!({"code": code, "id": link.id, "target": link.target, "bases": bases(link), "context": link.context})
}

impl Shop {
    pub fn link(&self, entity: &str, channel: &str, code: &str) -> Option<&Link> {
        self.links.get(&(entity.to_owned(), channel.to_owned(), code.to_owned()))
    }

    /// The first link of a channel to a record.
    fn link_to(&self, entity: &str, channel: &str, id: u64) -> Option<&Link> {
        let of = self.links.iter().filter(|((e, c, _), l)| e == entity && c == channel && l.id == id);
        of.map(|(_, link)| link).min_by_key(|link| link.row)
    }

    /// Both halves of what is agreed on with a product: a channel that has not met a field takes over what `others` know of it, marked
    /// as another's.
    pub(super) fn bases_of(&self, id: u64, channel: &str, others: &[&str]) -> Map<String, Value> {
        let mut out = self.link_to("product", channel, id).map_or_else(Map::new, bases);
        for link in others.iter().filter_map(|other| self.link_to("product", other, id)) {
            for (field, (src, shop)) in &link.bases {
                let marked = format!("{}@", src.strip_suffix('@').unwrap_or(src));
                out.entry(field.clone()).or_insert_with(|| json!([marked, shop]));
            }
        }
        out
    }

    /// The codes of a channel's links of a kind, with what stands for each.
    pub fn links_in(&self, entity: &str, channel: &str) -> Vec<(String, u64)> {
        let of = self.links.iter().filter(|((e, c, _), _)| e == entity && c == channel);
        of.map(|((_, _, code), link)| (code.clone(), link.id)).collect()
    }

    pub(super) fn read_links(&self, request: &Value) -> Value {
        let (entity, channel) = (text(request, "entity"), text(request, "channel"));
        let (mut links, mut matches) = (Vec::new(), Vec::new());
        let mut by_gtin = Vec::new();
        let codes: Vec<&str> = list(request, "codes").iter().filter_map(Value::as_str).collect();
        for code in &codes {
            let link = self.link(entity, channel, code);
            let row = link.map_or(u64::MAX, |link| link.row);
            let on_wire = link.map(|link| self.link_on_wire(code, link));
            let on_wire = if self.dry { self.planned_link(entity, channel, code, on_wire) } else { on_wire };
            if let Some(on_wire) = on_wire {
                links.push((row, on_wire));
                continue;
            }
            let before = matches.len();
            if text(request, "match") == "sku" {
                self.matches(channel, code, "sku", code, &mut matches);
            }
            if matches.len() == before {
                self.matches(channel, code, "gtin", text(&request["gtins"], code), &mut by_gtin);
            }
        }
        links.sort_by_key(|(row, _)| *row);
        matches.sort_by_key(|(id, _)| *id);
        by_gtin.sort_by_key(|(id, _)| *id);
        matches.extend(by_gtin);
        let rows = |list: Vec<(u64, Value)>| list.into_iter().map(|(_, row)| row).collect::<Vec<_>>();
        let (links, mut matches) = (rows(links), rows(matches));
        let is_linked = |code: &str| links.iter().any(|link| link["code"] == code);
        self.met_by_others(request, codes.iter().copied().filter(|code| !is_linked(code)), &mut matches);
        json!({"links": links, "matches": matches, "items": self.items_of(entity, channel, &codes)})
    }

    /// What the links of other channels tell of codes without one: where their matches stand, and what is gone.
    fn met_by_others<'r>(
        &self,
        request: &'r Value,
        codes: impl Iterator<Item = &'r str>,
        matches: &mut Vec<Value>,
    ) {
        let others = others(request);
        let link_of =
            |code: &str| others.iter().find_map(|other| self.link(text(request, "entity"), other, code));
        for found in matches.iter_mut() {
            let link = link_of(text(found, "code")).filter(|link| found["id"] == link.id);
            if let Some(link) = link.filter(|link| link.context.is_object()) {
                found["context"] = link.context.clone();
            }
        }
        let met: Vec<String> = matches.iter().map(|found| text(found, "code").to_owned()).collect();
        for code in codes.filter(|code| met.iter().all(|met| met != code)) {
            if let Some(link) = link_of(code).filter(|link| !self.products.contains_key(&link.id)) {
                matches.push(json!({"code": code, "id": link.id, "kind": "gone"}));
            }
        }
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
        if let Some(at) = link.pushed_at {
            row["pushed_at"] = json!(on_wire(at));
        }
        row
    }

    /// SKUs and GTINs match whatever their case, as WooCommerce compares them.
    fn matches(&self, channel: &str, code: &str, field: &str, value: &str, matches: &mut Vec<(u64, Value)>) {
        let value = value.trim().to_lowercase();
        let of = |p: &Product| p.fields.get(field).and_then(Value::as_str).unwrap_or_default().to_lowercase();
        for (id, product) in self.products.iter().filter(|(_, p)| !value.is_empty() && of(p) == value) {
            let linked =
                self.links.iter().any(|((e, c, _), l)| e == "product" && c == channel && l.id == *id);
            let mut row = json!({
                "code": code, "id": id, "kind": product.kind, "parent": product.parent,
                "status": product.status(), "linked": linked,
            });
            if field == "gtin" {
                row["by"] = json!("gtin");
            }
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
        if self.dry {
            rows.extend(self.planned_flags(entity, channel, flag).filter(|(row, ..)| *row > after));
        }
        rows.sort_unstable();
        rows.truncate(usize::try_from(number(request, "limit")).unwrap_or(usize::MAX));
        let links: Vec<Value> =
            rows.into_iter().map(|(row, code, id)| json!({"row": row, "code": code, "id": id})).collect();
        json!({ "links": links })
    }

    /// A product and its variations are deleted, and not by hand: no channel knows them any more, and they may come again.
    pub(super) fn unlink_all(&mut self, product: u64) {
        let products = &self.products;
        let goes = |id: u64| id == product || products.get(&id).is_some_and(|p| p.parent == product);
        self.links.retain(|(entity, ..), link| entity != "product" || !goes(link.id));
    }

    /// The link row after an operation: gone with its record, flagged, or as the operation says.
    pub(super) fn keep_link(&mut self, operation: Operation, id: u64) {
        let key = operation.link_key();
        if !operation.leaves_record() {
            self.links.remove(&key);
            return;
        }
        let flags =
            matches!(operation.action(), "sync" | "trash" | "restore") && self.links.contains_key(&key);
        let pushed = operation.is_push() && self.links.contains_key(&key);
        if flags || pushed || operation.0["link"].is_object() {
            self.write_link(operation, id);
        }
        if operation.entity() == "product" && operation.action() == "update" && !operation.is_push() {
            self.pass_on(operation, id);
        }
    }

    /// What a channel has written is nobody's edit for the others that are linked to the product, nor what UnoPim said there.
    fn pass_on(&mut self, operation: Operation, id: u64) {
        let (_, own, _) = operation.link_key();
        let held: Vec<(&str, String)> =
            operation.written().map(|(field, _)| (field, self.hash_now(operation, id, field))).collect();
        let others = self
            .links
            .iter_mut()
            .filter(|((entity, channel, _), link)| entity == "product" && *channel != own && link.id == id);
        for (_, link) in others {
            for (field, now) in &held {
                if let Some((src, shop)) = link.bases.get_mut(*field).filter(|(_, shop)| shop != now) {
                    shop.clone_from(now);
                    if !src.ends_with('@') {
                        src.push('@');
                    }
                }
            }
        }
    }

    /// Merges what an operation says of its link into the row.
    fn write_link(&mut self, operation: Operation, id: u64) {
        let key = operation.link_key();
        let mut link = match self.links.remove(&key) {
            Some(link) => link,
            None => Link { row: self.id(), ..Link::default() },
        };
        link.id = id;
        *(if operation.is_push() { &mut link.pushed_at } else { &mut link.pulled_at }) = Some(self.now);
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
        match operation.action() {
            "sync" => link.flags.retain(|f| f != "sync"),
            "restore" => link.flags.retain(|f| f != DELETED),
            "trash" if !link.flags.iter().any(|f| f == DELETED) => link.flags.push(DELETED.into()),
            _ => {}
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
        self.links.insert(key.clone(), link);
        self.mark_one(&key);
    }

    /// A field's value as the shop has it, by SKU; for tests.
    pub fn field(&self, sku: &str, field: &str) -> Option<Value> {
        self.by_sku(sku).map(|(_, product)| self.of_product(product, field))
    }
}
