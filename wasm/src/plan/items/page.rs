//! The page as a whole: what it needs to know, and the products that may be known under another SKU.

use serde_json::Value;

use super::{Choices, Found, Item};
use crate::ordered::SortedSet;
use crate::plan::operation::{Action, Operation};
use crate::plan::target::{Role, TargetContext};
use crate::reason::Reason;
use crate::source::Product;

/// What a variable product has of its variations alone.
const OF_SALE: [&str; 4] = ["regular_price", "sale_price", "sale_start", "sale_end"];

/// A new item that may be known under another SKU.
#[derive(Debug)]
pub struct Newcomer {
    pub sku: String,
    pub born: String,
    /// Of a variant: its parent, and the options that it stands at.
    pub place: Option<(String, Value)>,
}

pub struct PagePlan<'p, 'c> {
    pub context: &'p TargetContext<'c>,
    pub items: Vec<Item<'c>>,
    pub(super) choices: Option<&'p Choices>,
    /// Seconds since 1970; nothing cools down where nobody says what time it is.
    pub(super) now: Option<i64>,
}

impl<'p, 'c> PagePlan<'p, 'c> {
    pub fn new(context: &'p TargetContext<'c>, items: Vec<Item<'c>>) -> Self {
        Self { context, items, choices: None, now: None }
    }

    /// With what somebody chose for held fields.
    #[must_use]
    pub fn with_choices(self, choices: &'p Choices) -> Self {
        Self { choices: Some(choices), ..self }
    }

    /// At a time: what a push wrote just now waits.
    #[must_use]
    pub fn at(self, now: Option<i64>) -> Self {
        Self { now, ..self }
    }

    /// The codes whose links and matches are wanted, parents included.
    pub fn codes<'a>(products: impl Iterator<Item = &'a Product>) -> Vec<String> {
        let codes: SortedSet<&String> =
            products.flat_map(|p| [Some(&p.sku), p.parent.as_ref()]).flatten().collect();
        codes.into_iter().cloned().collect()
    }

    /// New items whose beginnings may be known under another SKU.
    pub fn newcomers(&self) -> Vec<Newcomer> {
        let new = self.items.iter().filter(|item| item.found == Found::New);
        let newcomer = |item: &Item| {
            let place = item.parent.as_ref().map(|parent| (parent.key.clone(), item.at.clone()));
            Some(Newcomer { sku: item.product.sku.clone(), born: item.born.clone()?, place })
        };
        new.filter_map(newcomer).collect()
    }

    /// A newcomer that seems to be what was linked as `from`.
    pub fn meet_renamed(&mut self, sku: &str, from: &str, id: u64) {
        if let Some(item) = self.items.iter_mut().find(|item| item.product.sku == sku) {
            item.found = Found::Renamed { from: from.to_owned(), id };
        }
    }

    /// Links under SKUs that are no more, of products that somebody said are the same.
    pub fn outdated_links(&self) -> Vec<Operation> {
        let renamed = |item: &Item| {
            let (Found::Compare(id), Some(from)) = (&item.found, &item.renamed_from) else { return None };
            Some(Operation {
                id: Some(*id),
                kind: Some(item.kind().into()),
                reason: Reason::Renamed.into(),
                ..Operation::blank("product", from, &self.context.settings.link_channel(), Action::Unlink)
            })
        };
        self.items.iter().filter_map(renamed).collect()
    }

    pub fn ids_to_read(&self) -> Vec<u64> {
        self.items
            .iter()
            .filter_map(|i| if let Found::Compare(id) = i.found { Some(id) } else { None })
            .collect()
    }

    /// The fields that a comparison looks at.
    pub fn fields_to_read(&self) -> Vec<String> {
        let compared = || self.items.iter().filter(|i| matches!(i.found, Found::Compare(_)));
        let of_targets =
            compared().flat_map(|i| i.target.fields.iter().map(|f| f.field.clone().into_owned()));
        let mut fields: SortedSet<String> = of_targets.collect();
        if compared().any(|i| i.is_simple && matches!(i.role, Role::Variable { .. })) {
            fields.extend(self.of_sale().map(Into::into));
        }
        if self.context.settings.mirror {
            fields.extend(compared().flat_map(|item| item.target.images.keys().cloned()));
        }
        fields.into_iter().collect()
    }

    /// The mapped fields that a simple product has and a variable one has not.
    pub(super) fn of_sale(&self) -> impl Iterator<Item = &str> {
        self.context.resolved.rows.iter().map(|row| row.field.as_str()).filter(|field| is_of_sale(field))
    }
}

/// Prices in the shop's currency, or with another one behind a colon, and when they hold.
pub(super) fn is_of_sale(field: &str) -> bool {
    OF_SALE.into_iter().any(|name| field.starts_with(name))
}
