//! Flags, and fields that know a few values.

use serde_json::Value;

use super::{Converted, excerpt, plain, skipped};
use crate::reason::Reason;
use crate::source::Attribute;

pub(in crate::mapping) fn boolean(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(b) => Some(*b),
        Value::Number(n) if n.as_i64() == Some(1) => Some(true),
        Value::Number(n) if n.as_i64() == Some(0) => Some(false),
        Value::String(s) => match s.trim().to_ascii_lowercase().as_str() {
            "true" | "1" | "yes" => Some(true),
            "false" | "0" | "no" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

pub(super) fn flag(attribute: &Attribute, value: &Value) -> Converted {
    boolean(value).map_or_else(|| not_boolean(attribute), |yes| Converted::Value(yes.into()))
}

pub(super) fn not_boolean(attribute: &Attribute) -> Converted {
    skipped(
        Reason::UnknownValue,
        format!("{} is neither yes nor no", attribute.code),
        "Set it again in UnoPim.",
    )
}

/// A field with a few values: those by their names, and what yes and no stand for where they stand for anything.
struct Choice {
    what: &'static str,
    values: &'static [&'static str],
    yes_no: Option<[&'static str; 2]>,
    hint: &'static str,
}

fn choose(attribute: &Attribute, value: &Value, choice: &Choice) -> Converted {
    let told = plain(value).trim().to_ascii_lowercase().replace(['_', '-', ' '], "");
    if let Some(found) = choice.values.iter().find(|v| **v == told) {
        return Converted::Value((*found).into());
    }
    if let (Some([yes, no]), Some(told)) = (choice.yes_no, boolean(value)) {
        return Converted::Value(if told { yes } else { no }.into());
    }
    let message = format!("{} is no {}: {}", attribute.code, choice.what, excerpt(value));
    skipped(Reason::UnknownValue, message, choice.hint)
}

pub(super) fn stock_status(attribute: &Attribute, value: &Value) -> Converted {
    let choice = Choice {
        what: "stock status",
        values: &["instock", "outofstock", "onbackorder"],
        yes_no: Some(["instock", "outofstock"]),
        hint: "Use instock, outofstock or onbackorder.",
    };
    choose(attribute, value, &choice)
}

pub(super) fn publish_status(attribute: &Attribute, value: &Value) -> Converted {
    let choice = Choice {
        what: "publish status",
        values: &["publish", "draft", "pending", "private"],
        yes_no: Some(["publish", "draft"]),
        hint: "Use publish, draft, pending or private.",
    };
    choose(attribute, value, &choice)
}

pub(super) fn backorders(attribute: &Attribute, value: &Value) -> Converted {
    let choice = Choice {
        what: "backorder rule",
        values: &["no", "notify", "yes"],
        yes_no: Some(["yes", "no"]),
        hint: "Use no, notify or yes.",
    };
    choose(attribute, value, &choice)
}

pub(super) fn visibility(attribute: &Attribute, value: &Value) -> Converted {
    let choice = Choice {
        what: "catalogue visibility",
        values: &["visible", "catalog", "search", "hidden"],
        yes_no: Some(["visible", "hidden"]),
        hint: "Use visible, catalog, search or hidden.",
    };
    choose(attribute, value, &choice)
}

pub(super) fn tax_status(attribute: &Attribute, value: &Value) -> Converted {
    let choice = Choice {
        what: "tax status",
        values: &["taxable", "shipping", "none"],
        yes_no: None,
        hint: "Use taxable, shipping or none.",
    };
    choose(attribute, value, &choice)
}

/// The slug of a tax class; `standard` is WooCommerce's class without one.
pub(super) fn tax_class(attribute: &Attribute, value: &Value, known: Option<&Vec<String>>) -> Converted {
    match crate::plan::term_slug(plain(value).trim()) {
        slug if slug == "standard" => Converted::Value("".into()),
        slug => class(attribute, &slug, known, "tax class"),
    }
}

pub(super) fn shipping_class(attribute: &Attribute, value: &Value, known: Option<&Vec<String>>) -> Converted {
    class(attribute, &crate::plan::term_slug(plain(value).trim()), known, "shipping class")
}

/// Where the shop has not told its classes, the store refuses what it does not know.
fn class(attribute: &Attribute, slug: &str, known: Option<&Vec<String>>, what: &str) -> Converted {
    if known.is_none_or(|list| list.iter().any(|s| s == slug)) {
        return Converted::Value(slug.into());
    }
    let message = format!("{} names no {what} of the shop: {slug}", attribute.code);
    skipped(
        Reason::UnknownValue,
        message,
        "Use the slug of a class that the shop has, or add the class there.",
    )
}
