//! What the shop's products send to UnoPim.

mod decide;
mod document;
mod fields;
mod files;
mod lists;
mod terms;

pub use decide::{Outward, is_worth, outward};
pub use document::{SendInput, send};
pub use fields::{
    Decided, Known, Need, Outbound, OutboundFiles, Outgoing, hidden_level, is_pushed, level_above, said_by,
    told,
};
pub use files::{
    FileWish, FilesKnown, GALLERY, IMAGE, Library, files_said, ids_of, is_half_sent, shown_files,
};
pub use lists::FIXED;
pub use terms::ShopTerms;
