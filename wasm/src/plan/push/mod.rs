//! What the shop's products send to UnoPim.

mod decide;
mod document;
mod fields;
mod lists;
mod terms;

pub use decide::{Outward, is_worth, outward};
pub use document::{SendInput, send};
pub use fields::{Decided, Known, Need, Outbound, OutboundFiles, Outgoing, hidden_level, is_pushed, said_by};
pub use lists::FIXED;
pub use terms::ShopTerms;
