//! Which links a run has seen, and which it has not: what UnoPim has deleted. A link that a later run has seen counts as seen.

use serde_json::{Value, json};

use super::links::{DELETED, link_row};
use super::records::{Link, LinkKey};
use super::shop::{Shop, list, number, text};

impl Shop {
    pub(super) fn mark(&mut self, request: &Value) -> Value {
        for code in list(request, "codes").iter().filter_map(Value::as_str) {
            self.mark_one(&(text(request, "entity").into(), text(request, "channel").into(), code.into()));
        }
        json!({})
    }

    pub(super) fn mark_one(&mut self, key: &LinkKey) {
        if self.links.contains_key(key) {
            let seen = self.seen.entry(key.clone()).or_default();
            *seen = self.run.max(*seen);
        }
    }

    /// Only links whose item is there, and which are not flagged as deleted.
    pub(super) fn unseen(&self, request: &Value) -> Value {
        let there: Vec<(&LinkKey, &Link, Value)> = self
            .links_of(request)
            .filter(|(_, link)| !link.flags.iter().any(|flag| flag == DELETED))
            .filter_map(|(key, link)| Some((key, link, self.there(text(request, "entity"), link.id)?)))
            .collect();
        let linked = there.len();
        let mut unseen: Vec<_> = there.into_iter().filter(|(key, ..)| !self.is_seen(key)).collect();
        let count = unseen.len();
        unseen.sort_by_key(|(_, link, _)| link.row);
        let page = unseen.into_iter().filter(|(_, link, _)| link.row > number(request, "after"));
        let links: Vec<Value> = page
            .take(usize::try_from(number(request, "limit")).unwrap_or(usize::MAX))
            .map(|((_, _, code), link, mut item)| {
                item["row"] = json!(link.row);
                item["code"] = json!(code);
                item["id"] = json!(link.id);
                item
            })
            .collect();
        json!({"links": links, "unseen": count, "linked": linked})
    }

    /// Whether this run, or a later one, has seen a link.
    fn is_seen(&self, key: &LinkKey) -> bool {
        self.seen.get(key).is_some_and(|seen| *seen >= self.run)
    }

    /// Links whose context holds a text; only those that this run has not seen, where asked.
    pub(super) fn find_links(&self, request: &Value) -> Value {
        let wanted = json!(text(request, "text")).to_string();
        let wanted = wanted.trim_matches('"');
        let mut found: Vec<(&LinkKey, &Link)> = self
            .links_of(request)
            .filter(|(_, link)| link.row > number(request, "after"))
            .filter(|(key, _)| request["unseen"] != true || !self.is_seen(key))
            .filter(|(_, link)| !link.context.is_null() && link.context.to_string().contains(wanted))
            .collect();
        found.sort_by_key(|(_, link)| link.row);
        found.truncate(usize::try_from(number(request, "limit")).unwrap_or(usize::MAX));
        let row = |((_, _, code), link): (&LinkKey, &Link)| {
            let mut row = link_row(code, link);
            row["row"] = json!(link.row);
            row
        };
        json!({"links": found.into_iter().map(row).collect::<Vec<_>>()})
    }

    fn links_of(&self, request: &Value) -> impl Iterator<Item = (&LinkKey, &Link)> {
        let (entity, channel) = (text(request, "entity").to_owned(), text(request, "channel").to_owned());
        self.links.iter().filter(move |((e, c, _), _)| *e == entity && *c == channel)
    }

    /// What there is to say of a link's record; nothing when it is gone, or in the trash.
    fn there(&self, entity: &str, id: u64) -> Option<Value> {
        match entity {
            "product" => {
                let product = self.products.get(&id).filter(|p| p.status() != "trash")?;
                Some(json!({"kind": product.kind, "status": product.status()}))
            }
            "attribute" => {
                let attribute = self.attributes.iter().find(|a| a.id == id);
                attribute.map(|_| json!({"kind": "attribute", "status": "publish"}))
            }
            _ => {
                let (taxonomy, _) = self.terms.iter().find(|(_, terms)| terms.iter().any(|t| t.id == id))?;
                Some(json!({"kind": "term", "status": "publish", "taxonomy": taxonomy}))
            }
        }
    }
}
