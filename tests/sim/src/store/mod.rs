//! A WooCommerce in memory that answers the store's requests of `docs/wire.md`.
//!
//! It keeps what matters for a pull: SKUs are unique, a product without a category gets the default one, an operation and its
//! link row are written together or not at all. It passes the same cases (`tests/specs-store`) as the real store.

mod apply;
mod fields;
mod links;
mod records;
mod shop;
mod structure;
mod write_products;
mod write_terms;

pub use records::{Attribute, Link, Product, Term};
pub use shop::{Crash, Shop};
