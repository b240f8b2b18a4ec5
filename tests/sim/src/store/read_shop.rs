//! What a push asks the shop: its products, and the links of its items.

use serde_json::{Value, json};

use super::items::OF_LINKS;
use super::links::link_row;
use super::records::{Item, ItemKey, Link, LinkKey, Product};
use super::shop::{Shop, list, number, text};
use crate::unopim::{Moment, clock};

impl Shop {
    /// By id; asked for by their ids, variations and what is in the trash among them.
    pub(super) fn list_products(&self, request: &Value) -> Value {
        let products: Vec<Value> = if request["ids"].is_array() {
            let mut ids: Vec<u64> = list(request, "ids").iter().filter_map(Value::as_u64).collect();
            ids.sort_unstable();
            ids.dedup();
            ids.iter().filter_map(|id| Some(self.shown(*id, self.products.get(id)?))).collect()
        } else {
            let listed = |p: &Product| !p.is_variation() && !matches!(p.status(), "trash" | "auto-draft");
            let later = self.products.range(number(request, "after") + 1..);
            let limit = usize::try_from(number(request, "limit")).unwrap_or(usize::MAX);
            later.filter(|(_, p)| listed(p)).take(limit).map(|(id, p)| self.shown(*id, p)).collect()
        };
        json!({ "products": products })
    }

    fn shown(&self, id: u64, product: &Product) -> Value {
        let of = if product.is_variation() { product.parent } else { id };
        self.in_its_language(of, row(id, product))
    }

    /// The links of items, and what waits under their ids or their links' codes.
    pub(super) fn links_of_items(&self, request: &Value) -> Value {
        let (entity, channel) = (text(request, "entity"), text(request, "channel"));
        let ids: Vec<u64> = list(request, "ids").iter().filter_map(Value::as_u64).collect();
        let mut found: Vec<(&LinkKey, &Link)> = self
            .links
            .iter()
            .filter(|((e, c, _), link)| e == entity && c == channel && ids.contains(&link.id))
            .collect();
        found.sort_by_key(|(_, link)| link.row);
        let waits = |(lane, e, c, code): &ItemKey, item: &Item| {
            OF_LINKS.contains(&lane.as_str())
                && e == entity
                && (c == channel || c.is_empty())
                && (ids.contains(&item.id) || found.iter().any(|((.., linked), _)| linked == code))
        };
        let items = self.items_where(waits);
        let links: Vec<Value> = found.iter().map(|((.., code), link)| with_times(code, link)).collect();
        json!({"links": links, "items": items})
    }
}

fn row(id: u64, product: &Product) -> Value {
    let kind = match (product.kind.as_str(), product.other.as_str()) {
        ("other", other @ ("grouped" | "external")) => other,
        (kind, _) => kind,
    };
    let mut row = json!({"id": id, "kind": kind, "status": product.status(), "sku": product.sku()});
    if product.is_variation() {
        row["parent"] = json!(product.parent);
    }
    row
}

fn with_times(code: &str, link: &Link) -> Value {
    let time = |at: Option<u64>| at.map(on_wire);
    let mut row = link_row(code, link);
    row["flags"] = json!(link.flags);
    row["pulled_at"] = json!(time(link.pulled_at));
    row["pushed_at"] = json!(time(link.pushed_at));
    row
}

pub(super) fn on_wire(at: Moment) -> String {
    clock::exact(at)
}
