//! A WooCommerce in memory that answers the store's requests of `docs/wire.md`, and passes the same cases
//! (`tests/specs-store`) as the real one.

mod apply;
mod catalog;
mod fields;
mod links;
mod operation;
mod owner;
mod read_products;
mod read_terms;
mod records;
mod refs;
mod reserved;
mod set;
mod shop;
mod slugs;
pub mod text;
mod values;
mod write_attributes;
mod write_products;
mod write_terms;

pub use records::{Attribute, Link, Product, Term};
pub use shop::{Crash, Shop};
