//! Lists: filters, page mode, cursor mode.

pub mod filter;
pub mod paging;
