//! Prices that belong together.

use std::cmp::Ordering;

use serde_json::Value;

use super::{Target, TargetField, note};
use crate::diff::Wish;
use crate::reason::Reason;
use crate::wire::Level;

/// A sale price that is not below the regular one would be refused by the shop, or shown as nonsense.
pub(super) fn drop_high_sales(target: &mut Target, sku: &str) {
    let sales = target.fields.iter().filter(|f| f.field.starts_with(SALE));
    let high: Vec<[String; 3]> = sales.filter_map(|f| high_sale(target, f)).collect();
    for [field, sale, regular] in high {
        drop_high_sale(target, sku, &field, &sale, &regular);
    }
}

const SALE: &str = "sale_price";

/// Field, amount and the regular amount of a sale price that is too high.
fn high_sale(target: &Target, sale: &TargetField) -> Option<[String; 3]> {
    // Nothing for the shop's own currency, else the currency with a colon before it.
    let currency = sale.field.strip_prefix(SALE)?;
    let is_regular = |f: &&TargetField| f.field.strip_prefix("regular_price") == Some(currency);
    let amount = |field: &TargetField| match &field.wish {
        Wish::Set(Value::String(amount)) => Some(amount.clone()),
        _ => None,
    };
    let (sold, regular) = (amount(sale)?, amount(target.fields.iter().find(is_regular)?)?);
    let is_lower = compare_decimals(&sold, &regular) == Ordering::Less;
    (!is_lower).then(|| [sale.field.clone().into_owned(), sold, regular])
}

fn drop_high_sale(target: &mut Target, sku: &str, field: &str, sale: &str, regular: &str) {
    target.fields.retain(|f| f.field != field);
    let message = format!("The sale price {sale} is not below the regular price {regular}; it is not used");
    let hint = "Lower the sale price in UnoPim, or empty it to end the sale.";
    target.notes.push(note(Level::Warn, sku, Reason::SaleNotLower, message, Some(field), hint));
}

/// Compares decimals without signs, as prices are.
fn compare_decimals(a: &str, b: &str) -> Ordering {
    fn parts(s: &str) -> (&str, &str) {
        let (whole, fraction) = s.split_once('.').unwrap_or((s, ""));
        (whole.trim_start_matches('0'), fraction.trim_end_matches('0'))
    }
    let ((aw, af), (bw, bf)) = (parts(a), parts(b));
    aw.len().cmp(&bw.len()).then_with(|| aw.cmp(bw)).then_with(|| af.cmp(bf))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_compare_by_value() {
        for (a, b, o) in [
            ("9", "10", Ordering::Less),
            ("10.0", "10", Ordering::Equal),
            ("1.5", "1.45", Ordering::Greater),
            ("0.9", "1", Ordering::Less),
        ] {
            assert_eq!(compare_decimals(a, b), o, "{a} {b}");
        }
    }
}
