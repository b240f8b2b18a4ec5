//! Links between products, as previews show them: a run makes them when all products are there.

use super::document::ShopInput;
use super::items::{Found, Item};
use super::operation::{Action, LinkList, Operation};
use crate::store::kind;

/// What a product is to be linked with, by its SKU.
pub(super) fn linked(item: &Item, shop: &ShopInput) -> Option<(String, Vec<LinkList>)> {
    let held = match item.found {
        Found::Compare(id) | Found::Unchanged(id) => shop.items.iter().find(|snapshot| snapshot.id == id),
        _ => None,
    };
    let list = |(field, skus): (&String, &Vec<String>)| LinkList {
        field: field.clone(),
        skus: skus.clone(),
        missing: skus.iter().filter(|sku| !shop.named.contains(*sku)).cloned().collect(),
        fits: field != "grouped" || held.is_some_and(|snapshot| snapshot.kind == kind::OTHER),
    };
    let lists: Vec<LinkList> =
        item.target.associations.iter().filter(|(_, skus)| !skus.is_empty()).map(list).collect();
    (!lists.is_empty()).then(|| (item.product.sku.clone(), lists))
}

/// What is left out of the shop is linked with nothing.
pub(super) fn may_be_linked(operation: &Operation) -> bool {
    operation.entity == "product" && !matches!(operation.action, Action::Skip | Action::Park)
}
