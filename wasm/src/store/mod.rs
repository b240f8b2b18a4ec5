//! WooCommerce's vocabulary: what a host reads from the shop.

mod answers;
mod outward;
mod terms;

pub use answers::{
    Applied, AttributeRow, AttributesAnswer, Bases, LinkRow, LinksAnswer, Original, PendingAnswer,
    PendingLink, ProductLink, ProductMatch, ProductsAnswer, ResultsAnswer, Snapshot, SnapshotField,
    TaxonomyRow, TermRow, TermsAnswer, TranslatedTerm, VariationRow, VariationsAnswer,
};
pub use outward::{Attachment, LinksOfAnswer, MediaOfAnswer, ShopLink, ShopProduct, ShopProductsAnswer};
pub use terms::{Term, TermIndex};

/// Kinds of shop products, as the host names them.
pub mod kind {
    pub const SIMPLE: &str = "simple";
    pub const VARIABLE: &str = "variable";
    pub const VARIATION: &str = "variation";
    /// Grouped, external and whatever plugins add.
    pub const OTHER: &str = "other";
    /// The link is there, the shop item is not.
    pub const GONE: &str = "gone";
}

/// The taxonomy of product categories.
pub const CATEGORIES: &str = "product_cat";
