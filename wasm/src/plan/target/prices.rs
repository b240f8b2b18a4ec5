//! Prices that belong together.

use std::cmp::Ordering;

use serde_json::Value;

use super::{Target, note};
use crate::reason::Reason;
use crate::wire::Level;

/// A sale price that is not below the regular one would be refused by the shop, or shown as nonsense.
pub(super) fn drop_high_sales(target: &mut Target, sku: &str) {
    let in_other = |field: &str| field.strip_prefix("sale_price").map(ToOwned::to_owned);
    let currencies: Vec<String> = target.fields.iter().filter_map(|f| in_other(&f.field)).collect();
    for currency in currencies {
        drop_high_sale(target, sku, &currency);
    }
}

/// `currency`: nothing for the shop's own, else with a colon before it.
fn drop_high_sale(target: &mut Target, sku: &str, currency: &str) {
    let field = format!("sale_price{currency}");
    let amount = |name: &str| target.set_value(name).and_then(Value::as_str).map(ToOwned::to_owned);
    let (Some(regular), Some(sale)) = (amount(&format!("regular_price{currency}")), amount(&field)) else {
        return;
    };
    if compare_decimals(&sale, &regular) == Ordering::Less {
        return;
    }
    target.fields.retain(|f| f.field != field);
    let message = format!("The sale price {sale} is not below the regular price {regular}; it is not used");
    let hint = "Lower the sale price in UnoPim, or empty it to end the sale.";
    target.notes.push(note(Level::Warn, sku, Reason::SaleNotLower, message, Some(&field), hint));
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
