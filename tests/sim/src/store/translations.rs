//! A shop whose texts are translated: which language a record is in, and which are translations of one another.

use serde_json::{Value, json};

use super::operation::{Operation, Refusal, refuse};
use super::records::Product;
use super::shop::{Shop, list, text};

/// Fields of a product that name terms.
const TERMS: [&str; 2] = ["categories", "tags"];

impl Shop {
    /// The translation of a record, itself in its own language.
    pub fn translation(&self, id: u64, language: &str) -> Option<u64> {
        let (_, group) = self.tongues.get(&id)?;
        let is_it = |(_, (l, g)): &(&u64, &(String, u64))| l == language && g == group;
        self.tongues.iter().find(is_it).map(|(id, _)| *id).filter(|id| self.is_there(*id))
    }

    /// Puts a record into a language, and beside an original into its group.
    pub fn translate(&mut self, id: u64, language: &str, original: Option<u64>) {
        let group = original.and_then(|of| self.tongues.get(&of)).map_or(original.unwrap_or(id), |(_, g)| *g);
        self.tongues.insert(id, (language.to_owned(), group));
    }

    /// A product's language, of a variation its product's, and its translations.
    pub(super) fn in_its_language(&self, id: u64, mut row: Value) -> Value {
        let Some((language, group)) = self.tongues.get(&id) else { return row };
        let others =
            self.tongues.iter().filter(|(other, (l, g))| **other != id && g == group && l != language);
        let others = others.filter(|(other, _)| self.is_there(**other));
        let others: serde_json::Map<String, Value> =
            others.map(|(other, (language, _))| (language.clone(), json!(other))).collect();
        row["language"] = json!(language);
        if !others.is_empty() {
            row["translations"] = Value::Object(others);
        }
        row
    }

    fn is_there(&self, id: u64) -> bool {
        self.products.contains_key(&id) || self.terms.values().flatten().any(|term| term.id == id)
    }

    /// What has no language is in every one.
    fn is_in(&self, id: &Value, language: &str) -> bool {
        id.as_u64().and_then(|id| self.tongues.get(&id)).is_none_or(|(own, _)| own == language)
    }

    /// What a run in one language is told of links and matches.
    pub(super) fn links_in_language(&self, request: &Value, mut answer: Value) -> Value {
        let language = text(request, "language");
        if language.is_empty() {
            return answer;
        }
        let Some(of) = request["of"].as_str() else {
            if let Some(matches) = answer["matches"].as_array_mut() {
                matches.retain(|found| self.is_in(&found["id"], language));
            }
            return answer;
        };
        let linked: Vec<Value> = list(&answer, "links").iter().map(|link| link["code"].clone()).collect();
        let (mut originals, mut matches) = (Vec::new(), Vec::new());
        for code in list(request, "codes").iter().filter(|code| !linked.contains(code)) {
            let Some(link) = self.link("product", of, code.as_str().unwrap_or_default()) else { continue };
            let Some(product) = self.products.get(&link.id).filter(|p| p.status() != "trash") else {
                continue;
            };
            match self.translation(link.id, language) {
                None => originals.push(json!({"code": code, "id": link.id, "kind": product.kind})),
                Some(id) if id != link.id => {
                    let mut found = self.found(text(request, "channel"), id);
                    found["code"] = code.clone();
                    found["by"] = json!("translation");
                    matches.push(found);
                }
                Some(_) => {}
            }
        }
        answer["matches"] = json!(matches);
        answer["originals"] = json!(originals);
        answer
    }

    fn found(&self, channel: &str, id: u64) -> Value {
        let product = &self.products[&id];
        let linked = self.links.iter().any(|((e, c, _), l)| e == "product" && c == channel && l.id == id);
        json!({"id": id, "kind": product.kind, "parent": product.parent, "status": product.status(), "linked": linked})
    }

    /// What a run in one language is told of a taxonomy.
    pub(super) fn terms_in_language(&self, wish: &Value, mut row: Value) -> Value {
        let language = text(wish, "language");
        if language.is_empty() {
            return row;
        }
        if let Some(terms) = row["terms"].as_array_mut() {
            terms.retain(|term| self.is_in(&term["id"], language));
        }
        let Some(of) = wish["of"].as_str() else { return row };
        let own = |(entity, channel, code): &&(String, String, String)| {
            entity == text(wish, "entity") && channel == of && code.starts_with(text(wish, "prefix"))
        };
        let translations: Vec<Value> = self
            .links
            .iter()
            .filter(|(key, link)| own(key) && self.is_there(link.id))
            .map(|((_, _, code), link)| (code, link.id, self.translation(link.id, language).unwrap_or(0)))
            .filter(|(_, original, id)| original != id)
            .map(|(code, original, id)| json!({"code": code, "original": original, "id": id}))
            .collect();
        row["translations"] = json!(translations);
        row
    }

    /// What was created, in its language and group.
    pub(super) fn keep_language(&mut self, operation: Operation, id: u64) {
        if operation.action() == "create" && !text(operation.0, "language").is_empty() {
            self.translate(id, text(operation.0, "language"), operation.0["translation_of"].as_u64());
        }
    }

    /// A new product like its original: what belongs to no language is the same.
    pub(super) fn copy_of(&self, operation: Operation) -> Result<Option<Product>, Refusal> {
        let Some(of) = operation.0["translation_of"].as_u64() else { return Ok(None) };
        let language = text(operation.0, "language");
        let Some(original) = self.products.get(&of) else {
            let message = format!("The product #{of} that was to be translated is gone.");
            return Err(refuse("gone", "", message, "Pull the default language first."));
        };
        if self.translation(of, language).is_some() {
            let message = format!("The product #{of} was translated in the meantime.");
            return Err(refuse("translated", "", message, "The next pull adopts the translation."));
        }
        let mut copy = Product { saves: 0, ..original.clone() };
        for field in ["sku", "gtin", "slug", "related"] {
            copy.fields.remove(field);
        }
        for field in TERMS {
            let Some(ids) = copy.fields.get(field).and_then(Value::as_array) else { continue };
            let ids = ids.iter().filter_map(Value::as_u64);
            let own: Vec<u64> = ids.filter_map(|id| self.translation(id, language)).collect();
            copy.fields.insert(field.to_owned(), json!(own));
        }
        Ok(Some(copy))
    }
}
