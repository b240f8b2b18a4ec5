//! Which fields there are, and which of them a kind of product has.

use super::operation::{Refusal, refuse};

/// What `*` stands for, apart from attributes and meta.
pub(super) const CORE: [&str; 12] = [
    "name",
    "sku",
    "description",
    "short_description",
    "regular_price",
    "sale_price",
    "stock_quantity",
    "stock_status",
    "status",
    "categories",
    "menu_order",
    "axes",
];

pub(super) const OF_TERMS: [&str; 4] = ["name", "parent", "order", "description"];
pub(super) const OF_ATTRIBUTES: [&str; 2] = ["name", "order_by"];

/// Refuses a field that the entity does not know.
pub(super) fn known(entity: &str, field: &str) -> Result<(), Refusal> {
    let known = match entity {
        "product" => {
            CORE.contains(&field)
                || ["attribute:", "custom:", "meta:"]
                    .iter()
                    .any(|group| field.strip_prefix(group).is_some_and(|rest| !rest.is_empty()))
        }
        "attribute" => field == "slug" || OF_ATTRIBUTES.contains(&field),
        _ => field == "slug" || OF_TERMS.contains(&field),
    };
    let message = || format!("There is no field {field} of this kind of record.");
    let hint = "The fields are listed in docs/wire.md.";
    if known { Ok(()) } else { Err(refuse("unknown_field", field, message(), hint)) }
}

/// Variations have what tells them apart, variable products what their variations share.
pub(super) fn belongs_to(field: &str, kind: &str) -> bool {
    match field {
        "axes" => kind == "variation",
        "name" | "short_description" | "categories" => kind != "variation",
        "regular_price" | "sale_price" => kind != "variable",
        _ => kind != "variation" || !(field.starts_with("attribute:") || field.starts_with("custom:")),
    }
}
