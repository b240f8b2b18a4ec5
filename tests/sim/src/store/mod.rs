//! A WooCommerce in memory that answers the store's requests of `docs/wire.md`, and passes the same cases
//! (`tests/specs-store`) as the real one.

mod apply;
mod catalog;
mod fields;
mod items;
mod links;
mod listeners;
mod marks;
mod operation;
mod owner;
mod plan;
mod read_products;
mod read_shop;
mod read_terms;
mod records;
mod refs;
mod reserved;
mod set;
mod shop;
mod slugs;
pub mod text;
mod to_unopim;
mod translations;
mod usage;
mod values;
mod write_attributes;
mod write_products;
mod write_terms;

pub use records::{Attribute, Item, Link, OperationRow, Product, Term};
pub use shop::{Crash, Shop};
