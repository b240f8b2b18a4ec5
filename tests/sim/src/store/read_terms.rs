//! Attributes and terms as they are read.

use serde_json::{Map, Value, json};

use super::fields::{OF_ATTRIBUTES, OF_TERMS};
use super::links::bases;
use super::shop::{Shop, list, text};
use super::values::{hash, of_attribute, of_term};

fn hashes(fields: &[&str], value: impl Fn(&str) -> Value) -> Map<String, Value> {
    fields.iter().map(|f| ((*f).to_owned(), json!(hash(&value(f))))).collect()
}

impl Shop {
    fn link_rows(&self, entity: &str, channel: &str, prefix: &str) -> Vec<Value> {
        self.links
            .iter()
            .filter(|((e, c, code), _)| e == entity && c == channel && code.starts_with(prefix))
            .map(|((_, _, code), link)| {
                json!({"code": code, "id": link.id, "target": link.target, "bases": bases(link), "context": link.context})
            })
            .collect()
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
        json!({"attributes": attributes, "links": self.link_rows("attribute", "", "")})
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
                    .map(|t| {
                        let h = hashes(&OF_TERMS, |field| of_term(t, field));
                        json!({"id": t.id, "slug": t.slug, "name": t.name, "parent": t.parent, "order": t.order,
                               "description": t.description, "h": h})
                    })
                    .collect();
                let links = self.link_rows(text(wish, "entity"), text(wish, "channel"), text(wish, "prefix"));
                json!({"taxonomy": taxonomy, "exists": self.has_taxonomy(taxonomy), "terms": terms, "links": links})
            })
            .collect();
        json!({ "taxonomies": taxonomies })
    }
}
