//! The shop itself: its records, and the way from a request to an answer.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::records::{Attribute, Item, ItemKey, Link, LinkKey, OperationRow, Product, Term};
use crate::unopim::Moment;

/// The process died; what was committed stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Crash;

/// The term that a product without a category gets.
pub(super) const DEFAULT_CATEGORY: u64 = 1;

pub(super) const SHIPPING_CLASSES: &str = "product_shipping_class";

/// Slugs; the standard class is the empty one.
pub(super) const TAX_CLASSES: [&str; 3] = ["", "reduced-rate", "zero-rate"];

#[derive(Clone, Debug)]
pub struct Shop {
    pub products: BTreeMap<u64, Product>,
    pub attributes: Vec<Attribute>,
    pub terms: BTreeMap<String, Vec<Term>>,
    /// Taxonomies of products beside categories and attributes.
    pub taxonomies: BTreeSet<String>,
    /// What the media library holds.
    pub attachments: BTreeSet<u64>,
    pub links: BTreeMap<LinkKey, Link>,
    /// The last run that saw a link's record in UnoPim.
    pub seen: BTreeMap<LinkKey, u64>,
    /// By kind and code: hash and body.
    pub catalog: BTreeMap<(String, String), (String, Value)>,
    /// Snapshots handed out: a second run must load none.
    pub loaded: u64,
    /// Records written.
    pub writes: u64,
    pub batch: usize,
    /// Transactions that still commit before the process dies.
    pub crash_after: Option<u64>,
    /// The run that asks now.
    pub run: u64,
    /// Whether it only plans.
    pub dry: bool,
    /// The time, as far as waiting items and links need it.
    pub now: Moment,
    pub items: BTreeMap<ItemKey, Item>,
    /// What somebody wants attributes to be called, by their codes in UnoPim.
    pub names: BTreeMap<String, String>,
    /// Whether what people save is noted in the lane `push`.
    pub listens: bool,
    /// What a host adds to the row of an item, for plugins that want something of it.
    pub wishes: BTreeMap<u64, Value>,
    /// Of a shop with several languages: the language of a record, and its group.
    pub tongues: BTreeMap<u64, (String, u64)>,
    pub operations: Vec<OperationRow>,
    /// What is done already, by run and number: a hash of the operation, and the id it came to.
    pub(super) journal: BTreeMap<(u64, u64), (String, u64)>,
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
            taxonomies: ["product_tag", "product_brand", SHIPPING_CLASSES].map(ToOwned::to_owned).into(),
            attachments: BTreeSet::new(),
            links: BTreeMap::new(),
            seen: BTreeMap::new(),
            catalog: BTreeMap::new(),
            loaded: 0,
            writes: 0,
            batch: 50,
            crash_after: None,
            run: 1,
            dry: false,
            now: 0,
            items: BTreeMap::new(),
            names: BTreeMap::new(),
            listens: false,
            wishes: BTreeMap::new(),
            tongues: BTreeMap::new(),
            operations: Vec::new(),
            journal: BTreeMap::new(),
            next: DEFAULT_CATEGORY,
        }
    }
}

/// A row of an answer, with what its host adds to it.
pub(super) fn with_wish(mut row: Value, wish: Option<&Value>) -> Value {
    for (name, value) in wish.and_then(Value::as_object).into_iter().flatten() {
        row[name] = value.clone();
    }
    row
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
            "links.read" => self.links_in_language(request, self.read_links(request)),
            "links.pending" => self.pending(request),
            "links.mark" => self.mark(request),
            "links.unseen" => self.unseen(request),
            "links.of" => self.links_of_items(request),
            "shop.products" => self.list_products(request),
            "links.find" => self.find_links(request),
            "items.read" => self.read_items(request),
            "plan.read" => self.read_plan(request),
            "plan.write" => self.write_plan(request),
            "history.read" => self.read_history(request),
            "products.read" => self.read_products(request),
            "variations.read" => self.read_variations(request),
            "attributes.read" => self.read_attributes(),
            "terms.read" => self.read_terms(request),
            "store.apply" if self.dry => self.plan(request),
            "items.write" | "catalog.write" if self.dry => json!({}),
            "items.write" => self.write_items(request),
            "store.apply" => self.apply(request)?,
            "catalog.write" => self.write_catalog(request),
            "catalog.read" => self.read_catalog(request),
            "names.ask" => self.name(request),
            other => {
                json!({"error": {"code": "unknown_request", "message": format!("the store knows no {other}")}})
            }
        };
        if let Some(id) = request.get("id") {
            answer["id"] = id.clone();
        }
        Ok(answer)
    }

    fn name(&self, request: &Value) -> Value {
        let wanted = |name: &Value| {
            let key = text(name, "key");
            self.names.get(key).map(|slug| json!({"key": key, "slug": slug}))
        };
        json!({"names": list(request, "names").iter().filter_map(wanted).collect::<Vec<_>>()})
    }

    /// Where products are that nobody has put anywhere.
    pub fn default_category(&self) -> u64 {
        self.default_categories().first().copied().unwrap_or(0)
    }

    /// The same, and what a plugin makes of it for each language: `uncategorized-fr`.
    pub fn default_categories(&self) -> Vec<u64> {
        let terms = self.terms.get("product_cat").into_iter().flatten();
        terms.filter(|term| term.slug.starts_with("uncategorized")).map(|term| term.id).collect()
    }

    pub fn by_sku(&self, sku: &str) -> Option<(u64, &Product)> {
        self.products.iter().find(|(_, p)| p.sku() == sku).map(|(id, p)| (*id, p))
    }
}
