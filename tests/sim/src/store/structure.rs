//! Attributes and terms as they are read.

use serde_json::{Value, json};

use super::fields::hash;
use super::records::Term;
use super::shop::{Shop, list, text};

pub(super) fn term_value(term: &Term, field: &str) -> Value {
    match field {
        "name" => json!(term.name),
        "slug" => json!(term.slug),
        "parent" => json!(term.parent),
        "order" => json!(term.order),
        _ => json!(term.description),
    }
}

impl Shop {
    fn link_rows(&self, entity: &str, channel: &str, prefix: &str) -> Vec<Value> {
        self.links
            .iter()
            .filter(|((e, c, code), _)| e == entity && c == channel && code.starts_with(prefix))
            .map(|((_, _, code), link)| {
                let bases: serde_json::Map<String, Value> =
                    link.bases.iter().map(|(f, (a, b))| (f.clone(), json!([a, b]))).collect();
                json!({"code": code, "id": link.id, "target": link.target, "bases": bases, "context": link.context})
            })
            .collect()
    }

    pub(super) fn read_attributes(&self) -> Value {
        let attributes: Vec<Value> = self
            .attributes
            .iter()
            .map(|a| {
                let h = json!({"name": hash(&json!(a.name)), "order_by": hash(&json!(a.order_by))});
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
                let slug = taxonomy.strip_prefix("pa_").unwrap_or_default();
                let exists = taxonomy == "product_cat" || self.attributes.iter().any(|a| a.slug == slug);
                let terms: Vec<Value> = self
                    .terms
                    .get(taxonomy)
                    .into_iter()
                    .flatten()
                    .map(|t| {
                        let h: serde_json::Map<String, Value> = ["name", "parent", "order", "description"]
                            .map(|f| (f.to_owned(), json!(hash(&term_value(t, f)))))
                            .into_iter()
                            .collect();
                        json!({"id": t.id, "slug": t.slug, "name": t.name, "parent": t.parent, "order": t.order,
                               "description": t.description, "h": h})
                    })
                    .collect();
                let links = self.link_rows(text(wish, "entity"), text(wish, "channel"), text(wish, "prefix"));
                json!({"taxonomy": taxonomy, "exists": exists, "terms": terms, "links": links})
            })
            .collect();
        json!({ "taxonomies": taxonomies })
    }
}
