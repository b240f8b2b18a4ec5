//! UnoPim's vocabulary, and decoding that accepts every shape seen on its wire.

mod lenient;
mod page;
mod product;
mod structure;
mod wanted;
pub mod write;

pub(crate) use lenient::codes as option_codes;
pub use page::{Page, PageError, decode_answer, decode_page};
pub use product::{Kind, Product, Scoped, ScopedValue, Unreadable, Variant};
pub use structure::{
    Attribute, AttributeType, Category, Channel, Choice, Family, Labels, Switched, by_position,
    decode_records, label,
};
pub use wanted::{Scope, Wanted};
pub use write::{
    Change, Deleted, NewKind, NewProduct, Place, Write, WriteFacts, attribute_create, attribute_update,
    category_create, category_write, code_for, delete_of, errors_of, free_code, is_reserved, options_create,
    options_update, product_create, product_write, refused, segment, sku_is_legal,
};
