//! Attributes and terms as they are read.

use serde_json::{Map, Value, json};

use super::fields::{OF_ATTRIBUTES, OF_TERMS, OF_TERMS_IN_META};
use super::links::{link_row, others};
use super::records::Term;
use super::shop::{Shop, list, text, with_wish};
use super::values::{hash, of_attribute, of_term};

fn hashes(fields: &[&str], value: impl Fn(&str) -> Value) -> Map<String, Value> {
    fields.iter().map(|f| ((*f).to_owned(), json!(hash(&value(f))))).collect()
}

impl Shop {
    fn link_rows(&self, entity: &str, channel: &str, prefix: &str) -> Vec<Value> {
        self.links
            .iter()
            .filter(|((e, c, code), _)| e == entity && c == channel && code.starts_with(prefix))
            .map(|((_, _, code), link)| link_row(code, link))
            .collect()
    }

    /// What waits for a choice, where something does.
    fn with_held(&self, mut answer: Value, entity: &str, channel: &str, prefix: &str) -> Value {
        let held = self.items_where(|(lane, e, c, code), _| {
            lane == "held" && e == entity && c == channel && code.starts_with(prefix)
        });
        if !held.is_empty() {
            answer["items"] = Value::Array(held);
        }
        answer
    }

    pub(super) fn read_attributes(&self) -> Value {
        let attributes: Vec<Value> = self
            .attributes
            .iter()
            .map(|a| {
                let h = hashes(&OF_ATTRIBUTES, |field| of_attribute(a, field));
                json!({"id": a.id, "slug": a.slug, "name": a.name, "order_by": a.order_by, "h": h})
            })
            .collect();
        let answer = json!({"attributes": attributes, "links": self.link_rows("attribute", "", "")});
        self.with_held(answer, "attribute", "", "")
    }

    pub(super) fn read_terms(&self, request: &Value) -> Value {
        let taxonomies: Vec<Value> = list(request, "taxonomies")
            .iter()
            .map(|wish| {
                let taxonomy = text(wish, "taxonomy");
                let terms: Vec<Value> = self
                    .terms
                    .get(taxonomy)
                    .into_iter()
                    .flatten()
                    .map(|term| with_wish(entry(term, list(wish, "meta")), self.wishes.get(&term.id)))
                    .collect();
                let (entity, channel, prefix) = (text(wish, "entity"), text(wish, "channel"), text(wish, "prefix"));
                let links = self.link_rows(entity, channel, prefix);
                let others = others(wish).into_iter();
                let others: Vec<Value> =
                    others.flat_map(|other| self.link_rows(entity, other, prefix)).collect();
                let mut row = json!({"taxonomy": taxonomy, "exists": self.has_taxonomy(taxonomy), "terms": terms, "links": links});
                if !others.is_empty() {
                    row["others"] = Value::Array(others);
                }
                self.terms_in_language(wish, self.with_held(row, entity, channel, prefix))
            })
            .collect();
        json!({ "taxonomies": taxonomies })
    }
}

/// Swatches and thumbnail are left out where there are none; their hashes are there always.
fn entry(term: &Term, keys: &[Value]) -> Value {
    let keys = || keys.iter().filter_map(Value::as_str);
    let wished: Vec<String> = keys().map(|key| format!("meta:{key}")).collect();
    let fields: Vec<&str> =
        OF_TERMS.into_iter().chain(OF_TERMS_IN_META).chain(wished.iter().map(String::as_str)).collect();
    let mut entry =
        json!({"id": term.id, "slug": term.slug, "h": hashes(&fields, |field| of_term(term, field))});
    for field in OF_TERMS {
        entry[field] = of_term(term, field);
    }
    for field in OF_TERMS_IN_META {
        if let Some(value) = term.meta.get(field) {
            entry[field] = value.clone();
        }
    }
    for key in keys() {
        entry["meta"][key] = of_term(term, &format!("meta:{key}"));
    }
    entry
}
