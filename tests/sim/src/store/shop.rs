//! The shop itself: its records, and the way from a request to an answer.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::records::{Attribute, Link, Product, Term};

/// The process died; what was committed stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Crash;

/// The term that a product without a category gets.
pub(super) const DEFAULT_CATEGORY: u64 = 1;

#[derive(Clone, Debug)]
pub struct Shop {
    pub products: BTreeMap<u64, Product>,
    pub attributes: Vec<Attribute>,
    pub terms: BTreeMap<String, Vec<Term>>,
    /// By entity, channel and code.
    pub links: BTreeMap<(String, String, String), Link>,
    /// By kind and code: hash and body.
    pub catalog: BTreeMap<(String, String), (String, Value)>,
    /// Snapshots handed out: a second run must load none.
    pub loaded: u64,
    /// Records written.
    pub writes: u64,
    pub batch: usize,
    /// Transactions that still commit before the process dies.
    pub crash_after: Option<u64>,
    next: u64,
}

impl Default for Shop {
    fn default() -> Self {
        let uncategorised = Term {
            id: DEFAULT_CATEGORY,
            slug: "uncategorized".into(),
            name: "Uncategorized".into(),
            ..Term::default()
        };
        Self {
            products: BTreeMap::new(),
            attributes: Vec::new(),
            terms: BTreeMap::from([("product_cat".to_owned(), vec![uncategorised])]),
            links: BTreeMap::new(),
            catalog: BTreeMap::new(),
            loaded: 0,
            writes: 0,
            batch: 50,
            crash_after: None,
            next: DEFAULT_CATEGORY,
        }
    }
}

pub(super) fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

pub(super) fn number(value: &Value, key: &str) -> u64 {
    value.get(key).and_then(Value::as_u64).unwrap_or_default()
}

pub(super) fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

impl Shop {
    pub(super) fn id(&mut self) -> u64 {
        self.next += 1;
        self.next
    }

    /// Answers one request of a step; `wait` and `source.get` are not the store's.
    pub fn answer(&mut self, request: &Value) -> Result<Value, Crash> {
        let mut answer = match text(request, "do") {
            "links.read" => self.read_links(request),
            "links.pending" => self.pending(request),
            "products.read" => self.read_products(request),
            "variations.read" => self.read_variations(request),
            "attributes.read" => self.read_attributes(),
            "terms.read" => self.read_terms(request),
            "store.apply" => self.apply(request)?,
            "catalog.write" => self.write_catalog(request),
            "catalog.read" => self.read_catalog(request),
            other => {
                json!({"error": {"code": "unknown_request", "message": format!("the store knows no {other}")}})
            }
        };
        if let Some(id) = request.get("id") {
            answer["id"] = id.clone();
        }
        Ok(answer)
    }

    pub fn by_sku(&self, sku: &str) -> Option<(u64, &Product)> {
        self.products.iter().find(|(_, p)| p.sku() == sku).map(|(id, p)| (*id, p))
    }

    /// An edit by hand, as in the product editor.
    pub fn edit(&mut self, sku: &str, field: &str, value: Value) -> bool {
        let Some(id) = self.by_sku(sku).map(|(id, _)| id) else { return false };
        let Some(product) = self.products.get_mut(&id) else { return false };
        product.fields.insert(field.to_owned(), value);
        true
    }

    fn write_catalog(&mut self, request: &Value) -> Value {
        let kind = text(request, "kind").to_owned();
        let records = list(request, "records");
        if request.get("complete") == Some(&Value::Bool(true)) {
            let named: Vec<&str> = records.iter().map(|r| text(r, "code")).collect();
            self.catalog.retain(|(k, code), _| *k != kind || named.contains(&code.as_str()));
        }
        for record in records {
            let body = record.get("body").cloned().unwrap_or_default();
            self.catalog
                .insert((kind.clone(), text(record, "code").into()), (text(record, "hash").into(), body));
        }
        json!({})
    }

    fn read_catalog(&self, request: &Value) -> Value {
        let kinds: Vec<&str> = list(request, "kinds").iter().filter_map(Value::as_str).collect();
        let records: Vec<Value> = self
            .catalog
            .iter()
            .filter(|((kind, _), _)| kinds.contains(&kind.as_str()))
            .map(|((kind, code), (hash, body))| json!({"kind": kind, "code": code, "hash": hash, "body": body}))
            .collect();
        json!({ "records": records })
    }
}
