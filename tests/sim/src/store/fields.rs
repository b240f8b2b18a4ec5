//! Which fields there are, and which of them a kind of product has.

use super::operation::{Refusal, refuse};
use super::records::Product;

/// What `*` stands for, apart from attributes and meta.
pub(super) const CORE: [&str; 39] = [
    "name",
    "sku",
    "description",
    "short_description",
    "regular_price",
    "sale_price",
    "sale_start",
    "sale_end",
    "manage_stock",
    "stock_quantity",
    "stock_status",
    "backorders",
    "low_stock_amount",
    "status",
    "categories",
    "menu_order",
    "axes",
    "slug",
    "purchase_note",
    "gtin",
    "weight",
    "length",
    "width",
    "height",
    "tax_status",
    "tax_class",
    "shipping_class",
    "featured",
    "sold_individually",
    "reviews_allowed",
    "virtual",
    "catalog_visibility",
    "tags",
    "upsells",
    "cross_sells",
    "related",
    "grouped",
    "image",
    "gallery",
];

/// Those that a variation has; the others are its parent's.
const OF_VARIATIONS: [&str; 23] = [
    "sku",
    "description",
    "regular_price",
    "sale_price",
    "sale_start",
    "sale_end",
    "manage_stock",
    "stock_quantity",
    "stock_status",
    "backorders",
    "low_stock_amount",
    "status",
    "menu_order",
    "axes",
    "gtin",
    "weight",
    "length",
    "width",
    "height",
    "tax_class",
    "shipping_class",
    "virtual",
    "image",
];

/// A variable product shows those of its variations.
pub(super) const OF_SALES: [&str; 4] = ["regular_price", "sale_price", "sale_start", "sale_end"];

/// Fields with a name of their own: `group:name`.
const GROUPS: [&str; 4] = ["attribute:", "custom:", "meta:", "taxonomy:"];

/// Currencies beside the shop's own in which a plugin sells at fixed prices.
pub const CURRENCIES: [&str; 2] = ["GBP", "USD"];

/// `regular_price:USD`: the price without its currency.
pub(super) fn price_of(field: &str) -> Option<&str> {
    let (price, currency) = field.split_once(':')?;
    (matches!(price, "regular_price" | "sale_price") && CURRENCIES.contains(&currency)).then_some(price)
}

pub(super) const OF_TERMS: [&str; 4] = ["name", "parent", "order", "description"];
pub(super) const OF_TERMS_IN_META: [&str; 3] = ["swatch_color", "swatch_image", "thumbnail"];
pub(super) const OF_ATTRIBUTES: [&str; 2] = ["name", "order_by"];

/// Refuses a field that the entity does not know.
pub(super) fn known(entity: &str, field: &str) -> Result<(), Refusal> {
    let known = match entity {
        "product" => {
            CORE.contains(&field)
                || price_of(field).is_some()
                || GROUPS.iter().any(|group| field.strip_prefix(group).is_some_and(|rest| !rest.is_empty()))
        }
        "attribute" => field == "slug" || OF_ATTRIBUTES.contains(&field),
        _ => field == "slug" || OF_TERMS.contains(&field) || is_meta(field),
    };
    let message = || format!("There is no field {field} of this kind of record.");
    let hint = "The fields are listed in docs/wire.md.";
    if known { Ok(()) } else { Err(refuse("unknown_field", field, message(), hint)) }
}

/// Fields of terms that are kept beside them.
pub(super) fn is_meta(field: &str) -> bool {
    OF_TERMS_IN_META.contains(&field) || field.strip_prefix("meta:").is_some_and(|key| !key.is_empty())
}

/// Variations have what tells them apart, variable products what their variations share.
pub(super) fn belongs_to(field: &str, product: &Product) -> bool {
    match product.kind.as_str() {
        "variation" => {
            OF_VARIATIONS.contains(&field) || field.starts_with("meta:") || price_of(field).is_some()
        }
        "variable" if OF_SALES.contains(&field) || price_of(field).is_some() => false,
        _ => field != "axes" && (field != "grouped" || product.is_grouped()),
    }
}
