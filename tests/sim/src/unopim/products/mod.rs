//! Products: simple ones, configurables, their variants, and variant groups.

pub mod completeness;
pub mod create;
pub mod delete;
pub mod filters;
pub mod patch;
pub mod purify;
pub mod put;
pub mod read;
pub mod resolve;
pub mod rules;
pub mod table;
pub mod validate;
pub mod variants;
