//! UnoPim's vocabulary, and decoding that accepts every shape seen on its wire.

mod lenient;
mod page;
mod product;
mod structure;
mod wanted;
mod write;

pub(crate) use lenient::codes as option_codes;
pub use page::{Page, PageError, decode_page};
pub use product::{Kind, Product, Scoped, ScopedValue, Variant};
pub use structure::{
    Attribute, AttributeType, Category, Channel, Choice, Family, Switched, by_position, decode_records, label,
};
pub use wanted::{Scope, Wanted};
pub use write::{code_for, free_code, is_reserved};
