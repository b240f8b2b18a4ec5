//! Decimals, exact and never in floating point.

use std::borrow::Cow;

use serde_json::Value;

use super::{Converted, excerpt, skipped};
use crate::reason::Reason;
use crate::source::Attribute;

/// An exact decimal with `.` as its point; `None` when it is none.
pub fn decimal(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(s) => Cow::Borrowed(s.trim()),
        Value::Number(n) => Cow::Owned(n.to_string()),
        _ => return None,
    };
    let digits = text.strip_prefix('-').unwrap_or(&text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let number = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    let good = number(whole) && number(fraction);
    // Nothing has no sign.
    let zero = !digits.bytes().any(|b| (b'1'..=b'9').contains(&b));
    good.then(|| if zero { digits } else { &text }.to_owned())
}

/// The same where the shop has a column for it: `decimal(19,4)`, so that nothing is cut on the way.
fn fitting(value: &Value) -> Option<String> {
    let whole = |d: &str| d.trim_start_matches(['-', '0']).split('.').next().map_or(0, str::len);
    decimal(value).filter(|d| whole(d) <= 15)
}

/// Without zeros that say nothing: `12.5000` → `12.5`, `007.0` → `7`.
pub(in crate::mapping) fn trimmed(decimal: &str) -> String {
    let (sign, digits) = decimal.strip_prefix('-').map_or(("", decimal), |d| ("-", d));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let fraction = fraction.trim_end_matches('0');
    match (whole, fraction) {
        ("0", "") => "0".to_owned(),
        (_, "") => format!("{sign}{whole}"),
        _ => format!("{sign}{whole}.{fraction}"),
    }
}

pub(super) fn number(attribute: &Attribute, value: &Value) -> Converted {
    fitting(value).map_or_else(|| not_numeric(attribute, value), |d| Converted::Value(d.into()))
}

/// Zero or more.
pub(super) fn amount(attribute: &Attribute, value: &Value) -> Result<String, Converted> {
    fitting(value).filter(|d| !d.starts_with('-')).ok_or_else(|| not_numeric(attribute, value))
}

/// A whole number that the shop's column holds.
pub(super) fn integer(attribute: &Attribute, value: &Value) -> Converted {
    let whole = decimal(value).and_then(|d| trimmed(&d).parse::<i32>().ok());
    whole.map_or_else(|| not_numeric(attribute, value), |n| Converted::Value(n.into()))
}

pub(super) fn not_numeric(attribute: &Attribute, value: &Value) -> Converted {
    skipped(
        Reason::NotNumeric,
        format!("{} is no number that the field can hold: {}", attribute.code, excerpt(value)),
        "Enter digits with a point in UnoPim, without a unit or grouping.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn decimals_are_exact_or_nothing() {
        for good in ["0", "12", "12.50", "0.10", "-3", "99999999999999999999.01"] {
            assert_eq!(decimal(&json!(good)).as_deref(), Some(good));
        }
        for (signed, plain) in [("-0", "0"), ("-0.00", "0.00"), ("-0.01", "-0.01")] {
            assert_eq!(decimal(&json!(signed)).as_deref(), Some(plain));
        }
        for bad in ["", "1,5", "1.", ".5", "1e3", "1 000", "--1", "abc", "+1"] {
            assert_eq!(decimal(&json!(bad)), None, "{bad}");
        }
        assert_eq!(decimal(&json!(12)).as_deref(), Some("12"));
        assert_eq!(decimal(&json!([])), None);
    }

    #[test]
    fn the_shop_holds_fifteen_digits_before_the_point() {
        for good in ["999999999999999", "000999999999999999.123456", "-999999999999999", "0"] {
            assert!(fitting(&json!(good)).is_some(), "{good}");
        }
        assert_eq!(fitting(&json!("1000000000000000")), None);
        assert_eq!(fitting(&json!(1e300)), None);
    }

    #[test]
    fn zeros_that_say_nothing_go() {
        for (given, short) in [
            ("12.5000", "12.5"),
            ("007.0", "7"),
            ("0.00", "0"),
            ("-0.0", "0"),
            ("-1.50", "-1.5"),
            ("100", "100"),
        ] {
            assert_eq!(trimmed(given), short);
        }
    }
}
