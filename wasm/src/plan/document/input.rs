//! Everything that a plan depends on.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::Value;

use crate::error::Fault;
use crate::mapping::Mapping;
use crate::ordered::SortedSet;
use crate::plain::json_of;
use crate::plan::catalog::RawCatalog;
use crate::plan::items::Choices;
use crate::plan::settings::{RunSettings, StoreFacts};
use crate::source::decode_page;
use crate::store::{
    AttributesAnswer, Original, ProductLink, ProductMatch, Snapshot, TaxonomyRow, VariationRow,
};
use crate::wire::{Body, ItemRow};

/// Everything that a plan depends on.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct PlanInput {
    pub settings: RunSettings,
    pub store: StoreFacts,
    pub mapping: Mapping,
    /// Children inherit their parents' values (UnoPim 3.0 and newer).
    pub inheritance: bool,
    /// Compare unchanged items too: a preview shows every field.
    pub look_closer: bool,
    pub catalog: RawCatalog,
    pub configurables: Vec<Value>,
    pub products: Vec<Value>,
    /// Further rows, as UnoPim's own pages in the frame's blob.
    pub pages: Vec<PageRef>,
    pub shop: ShopInput,
    /// What somebody chose for held fields.
    pub choices: Choices,
    /// The same of attributes, terms and categories, by entity and code.
    pub chosen: Choices,
    /// UTC; without it nothing waits for a cooldown.
    pub now: String,
}

/// A page of a list, by its place in the blob.
#[derive(Debug, Clone, Deserialize)]
pub struct PageRef {
    pub list: List,
    pub body: Body,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum List {
    Configurables,
    Products,
}

/// The shop as the store's answers give it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct ShopInput {
    pub attributes: AttributesAnswer,
    pub taxonomies: Vec<TaxonomyRow>,
    pub links: Vec<ProductLink>,
    pub matches: Vec<ProductMatch>,
    /// Items of the default language that have no translation yet.
    pub originals: Vec<Original>,
    pub items: Vec<Snapshot>,
    pub variations: Vec<VariationRow>,
    /// Held, parked and excluded items.
    pub waiting: Vec<ItemRow>,
    /// Of a preview: the SKUs that products are linked with and that the shop has.
    pub named: SortedSet<String>,
}

/// Products as they came, one JSON text each.
#[derive(Debug, Clone, Default)]
pub struct Rows<'b> {
    pub configurables: Vec<Cow<'b, str>>,
    pub products: Vec<Cow<'b, str>>,
}

impl<'b> Rows<'b> {
    pub fn of(input: &PlanInput, blob: &'b [u8]) -> Result<Self, Fault> {
        let texts = |list: &[Value]| list.iter().map(|v| Cow::Owned(json_of(v))).collect();
        let mut rows = Self { configurables: texts(&input.configurables), products: texts(&input.products) };
        for page in &input.pages {
            let [offset, length] = page.body;
            let fault = |message: String, hint: &str| Fault::new("unreadable_page", "pages", message, hint);
            let body = offset.checked_add(length).and_then(|end| blob.get(offset..end)).ok_or_else(|| {
                fault("A page lies outside the frame".into(), "Send the page's offset and length.")
            })?;
            let decoded = decode_page(body).map_err(|e| fault(e.to_string(), e.hint()))?;
            let list = match page.list {
                List::Configurables => &mut rows.configurables,
                List::Products => &mut rows.products,
            };
            list.extend(decoded.rows.iter().map(|row| Cow::Borrowed(*row)));
        }
        Ok(rows)
    }
}
