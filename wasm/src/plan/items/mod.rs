//! A page of products: matched with the shop, compared where something may have changed, and turned into operations.

mod combinations;
mod compare;
mod create;
mod found;
mod item;
mod link;
mod meet;
mod operations;
mod page;

pub use found::Found;
pub use item::{Item, born, stands_at};
pub use link::{flag_parents, remember};
pub use page::{Newcomer, PagePlan};

use super::merge::FieldWish;
use super::target::TargetField;
use crate::diff::Side;
use crate::ordered::SortedMap;

/// What somebody chose, by SKU and field.
pub type Choices = SortedMap<String, SortedMap<String, Side>>;

/// Keys of a link's context: SKUs by field, those found in the shop so far, paths by field, attachments by field.
pub const ASSOCIATIONS: &str = "assoc";
pub const FOUND: &str = "found";
pub const IMAGES: &str = "images";
pub const MEDIA: &str = "media";

/// Of every link: the record's beginnings, by which it is known again under another SKU.
pub const BORN: &str = "born";

/// Of a variation's link: the options that it stands at.
pub const AT: &str = "at";

/// The flag of a link whose record UnoPim has no more and whose item this plugin took away.
pub const DELETED: &str = "deleted";
/// Its type was put back by somebody who took a run back: no pull changes it again by itself.
pub const KEPT_TYPE: &str = "kept_type";

const STATUS: &str = "status";

fn plain_wish<'a>(field: &'a TargetField<'_>) -> FieldWish<'a> {
    FieldWish { field: &field.field, wish: &field.wish, stock: field.stock, kept: None }
}
