//! Work that outlives a step: held fields, parked failures, excluded products, waiting images.

use serde_json::{Value, json};

use super::records::{Item, ItemKey};
use super::shop::{Shop, list, number, text};
use crate::unopim::clock;

/// What a run must know of a product before it plans anything.
pub(super) const OF_LINKS: [&str; 3] = ["held", "parked", "excluded"];

fn key(item: &Value) -> ItemKey {
    let part = |name: &str| text(item, name).to_owned();
    (part("lane"), part("entity"), part("channel"), part("code"))
}

impl Shop {
    /// Rows for these codes; one without a channel is for all of them.
    pub(super) fn items_of(&self, entity: &str, channel: &str, codes: &[&str]) -> Vec<Value> {
        self.items_where(|(lane, e, c, code), _| {
            OF_LINKS.contains(&lane.as_str())
                && e == entity
                && (c == channel || c.is_empty())
                && codes.contains(&code.as_str())
        })
    }

    pub(super) fn read_items(&self, request: &Value) -> Value {
        let due = request["due"] == json!(true);
        let mut items = self.items_where(|(lane, _, channel, _), item| {
            lane == text(request, "lane")
                && channel == text(request, "channel")
                && list(request, "states").contains(&json!(item.state))
                && (!due || item.due <= self.now)
                && item.row > number(request, "after")
        });
        items.truncate(usize::try_from(number(request, "limit")).unwrap_or(usize::MAX));
        json!({ "items": items })
    }

    pub(super) fn write_items(&mut self, request: &Value) -> Value {
        for item in list(request, "items") {
            let key = key(item);
            let row = self.items.get(&key).map(|present| present.row);
            let row = row.unwrap_or_else(|| self.id());
            let new = Item {
                row,
                id: number(item, "id"),
                state: text(item, "state").into(),
                tries: number(item, "tries"),
                due: self.now + number(item, "in") * clock::SECOND,
                error_code: text(item, "error_code").into(),
                body: item.get("body").cloned().unwrap_or_default(),
            };
            self.items.insert(key, new);
        }
        for item in list(request, "remove") {
            // Saved once more while it was sent: that is still to be sent.
            let newer = |held: &Item| item["stamp"].is_string() && held.body["stamp"] != item["stamp"];
            if !self.items.get(&key(item)).is_some_and(newer) {
                self.items.remove(&key(item));
            }
        }
        json!({})
    }

    pub(super) fn items_where(&self, wanted: impl Fn(&ItemKey, &Item) -> bool) -> Vec<Value> {
        let mut items: Vec<(&ItemKey, &Item)> =
            self.items.iter().filter(|(key, item)| wanted(key, item)).collect();
        items.sort_by_key(|(_, item)| item.row);
        let on_wire = |((lane, entity, channel, code), item): (&ItemKey, &Item)| {
            json!({
                "row": item.row, "lane": lane, "entity": entity, "channel": channel, "code": code, "id": item.id,
                "state": item.state, "tries": item.tries, "error_code": item.error_code, "body": item.body,
            })
        };
        items.into_iter().map(on_wire).collect()
    }
}
