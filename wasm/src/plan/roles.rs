//! What a product is in the shop.

use super::catalog::Catalog;
use super::parent::ParentInfo;
use super::target::{Axes, Refused, Role};
use crate::mapping::Resolved;
use crate::ordered::Sort as _;
use crate::source::Product;
use crate::wire::{Level, Log};

/// The role of a product that is no configurable.
pub fn role_of(product: &Product, parent: Option<&ParentInfo>) -> Role {
    match (&product.parent, parent) {
        (None, _) => Role::Simple,
        (Some(_), parent) => Role::Variation { axes: parent.map(|p| p.axes.clone()).unwrap_or_default() },
    }
}

/// The axes of a configurable in UnoPim's order of attributes. One that cannot serve leaves it without any, and is told.
pub fn usable_axes(
    product: &Product,
    axes: &mut Axes,
    catalog: &Catalog,
    resolved: &mut Resolved,
) -> (Vec<String>, Vec<Log>) {
    let mut notes = Vec::new();
    let mut usable: Vec<String> = Vec::new();
    for code in &product.axes {
        match axes.add(code, catalog, resolved) {
            Ok(()) => usable.push(code.clone()),
            Err(Refused { code, message, hint }) => {
                notes.push(Log::pull(Level::Error, "product", &product.sku, code, message, hint));
            }
        }
    }
    if !notes.is_empty() {
        // Variants are not told apart by the rest of their axes: that would be guessing.
        usable.clear();
    }
    usable.order_by_key(|code| {
        let position = catalog.attribute(code).and_then(|a| a.position);
        (position.is_none(), position, code.clone())
    });
    usable.dedup();
    (usable, notes)
}
