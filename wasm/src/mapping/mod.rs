//! The mapping document, what it means for a channel and a language, and the conversion of values both ways.

mod auto;
mod convert;
mod document;
mod resolve;
mod send;
mod target;

pub use auto::{AutoMapped, auto_map};
pub use convert::{Converted, Converter, decimal, picked, unknown_options};
pub use document::{CORE_FIELDS, CoreRow, Mapping, Reference, Row, TaxonomyDef, Write};
pub use resolve::{AboveFields, CategoryField, Diagnostic, Resolved, ResolvedRow, resolve};
pub use send::{NewOption, Sender, Sent, Terms, cleared, published, same};
pub use target::{TAGS, Target};
#[cfg(test)]
pub use {document::ASSOCIATIONS, resolve::ASSOCIATED, target::conversions};
