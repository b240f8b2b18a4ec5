//! The three-way rule of one field.
//!
//! | UnoPim since base | shop since base | result |
//! |---|---|---|
//! | same | same | nothing |
//! | changed | same | written |
//! | same | changed | the shop's value is kept |
//! | changed | changed to the same | the base moves, nothing is written |
//! | changed | changed otherwise | the channel's policy |

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::hash_of;
use crate::mapping::decimal;
use crate::store::SnapshotField;

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Policy {
    /// UnoPim wins.
    #[default]
    Unopim,
    /// WooCommerce wins.
    Woocommerce,
    /// Held until somebody chooses.
    Review,
}

/// What UnoPim says about a field. A field it says nothing about is not asked about at all.
#[derive(Debug, Clone, PartialEq)]
pub enum Wish {
    Set(Value),
    /// Emptied in UnoPim, and the row clears.
    Clear(Value),
    /// Emptied in UnoPim, but the row does not clear.
    Emptied,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    pub write: bool,
    pub reason: &'static str,
    /// The base from now on: UnoPim's half, and the shop's half where it is not to be read back.
    pub base: Option<(String, Option<String>)>,
}

impl Decision {
    fn keep(reason: &'static str) -> Self {
        Self { write: false, reason, base: None }
    }

    fn write(reason: &'static str, source: String) -> Self {
        Self { write: true, reason, base: Some((source, None)) }
    }

    fn settle(reason: &'static str, source: String, shop: &str) -> Self {
        Self { write: false, reason, base: Some((source, Some(shop.to_owned()))) }
    }
}

/// Equal for a shop: decimals by their value, everything else to the letter. `""` and null are both "nothing there".
pub(super) fn same(a: &Value, b: &Value) -> bool {
    if a == b || (is_nothing(a) && is_nothing(b)) {
        return true;
    }
    match (a.as_str().and_then(canonical), b.as_str().and_then(canonical)) {
        (Some(a), Some(b)) => a == b,
        _ => false,
    }
}

fn canonical(text: &str) -> Option<String> {
    let text = decimal(&Value::String(text.to_owned()))?;
    let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |d| ("-", d));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let whole = whole.trim_start_matches('0');
    let fraction = fraction.trim_end_matches('0');
    Some(format!("{sign}{whole}.{fraction}"))
}

fn is_nothing(value: &Value) -> bool {
    value.is_null() || value.as_str() == Some("")
}

/// Decides one field of an item that is in the shop already.
///
/// `equal` tells whether the shop holds the wished value already; `stock`: without a base the shop's value stays.
pub fn decide(
    wish: &Wish,
    base: Option<&(String, String)>,
    shop: &SnapshotField,
    policy: Policy,
    stock: bool,
) -> Decision {
    let value = match wish {
        Wish::Set(value) | Wish::Clear(value) => value,
        Wish::Emptied => return Decision::keep("empty_not_cleared"),
    };
    let source = hash_of(value);
    let equal = same(value, &shop.v);
    let Some((base_source, base_shop)) = base else {
        return match policy {
            _ if equal => Decision::settle("unchanged", source, &shop.h),
            _ if stock => Decision::settle("stock_kept", source, &shop.h),
            _ if is_nothing(&shop.v) => Decision::write("adopted", source),
            Policy::Unopim => Decision::write("unopim_wins", source),
            // The shop's half stays open, so that the edit still counts as one for a push.
            Policy::Woocommerce => Decision::settle("shop_wins", source, ""),
            Policy::Review => Decision::keep("conflict"),
        };
    };
    match (source != *base_source, shop.h != *base_shop) {
        (false, false) => Decision::keep("unchanged"),
        (true, false) if equal => Decision::settle("unchanged", source, &shop.h),
        (true, false) => Decision::write("unopim_changed", source),
        (false, true) => Decision::keep("shop_changed"),
        (true, true) if equal => Decision::settle("converged", source, &shop.h),
        (true, true) => match policy {
            Policy::Unopim => Decision::write("unopim_wins", source),
            Policy::Woocommerce => Decision::settle("shop_wins", source, base_shop),
            Policy::Review => Decision::keep("conflict"),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn shop(v: Value) -> SnapshotField {
        let h = hash_of(&v);
        SnapshotField { v, h }
    }

    #[test]
    fn the_five_rows_of_the_table() {
        let base = (hash_of(&json!("a")), hash_of(&json!("a")));
        let cases = [
            ("a", "a", false, "unchanged"),
            ("b", "a", true, "unopim_changed"),
            ("a", "b", false, "shop_changed"),
            ("b", "b", false, "converged"),
            ("b", "c", true, "unopim_wins"),
        ];
        for (source, held, write, reason) in cases {
            let d = decide(&Wish::Set(json!(source)), Some(&base), &shop(json!(held)), Policy::Unopim, false);
            assert_eq!((d.write, d.reason), (write, reason), "{source}/{held}");
        }
    }

    #[test]
    fn a_shop_that_wins_keeps_its_edit_and_is_not_asked_again() {
        let base = (hash_of(&json!("a")), hash_of(&json!("a")));
        let d = decide(&Wish::Set(json!("b")), Some(&base), &shop(json!("c")), Policy::Woocommerce, false);
        assert!(!d.write);
        let (source, held) = d.base.unwrap();
        let again = decide(
            &Wish::Set(json!("b")),
            Some(&(source, held.unwrap())),
            &shop(json!("c")),
            Policy::Woocommerce,
            false,
        );
        assert_eq!(again.reason, "shop_changed");
    }

    #[test]
    fn without_a_base_equal_values_become_it_and_stock_stays() {
        let d = decide(&Wish::Set(json!("14.90")), None, &shop(json!("14.9")), Policy::Unopim, false);
        assert_eq!((d.write, d.reason), (false, "unchanged"));
        let d = decide(&Wish::Set(json!("0")), None, &shop(json!("7")), Policy::Unopim, true);
        assert_eq!((d.write, d.reason), (false, "stock_kept"));
        let d = decide(&Wish::Set(json!("x")), None, &shop(json!(null)), Policy::Woocommerce, false);
        assert_eq!((d.write, d.reason), (true, "adopted"));
    }

    #[test]
    fn zero_is_a_value_and_empty_is_not_zero() {
        assert!(!same(&json!("0"), &json!("")));
        assert!(same(&json!("0"), &json!("0.00")));
        assert!(same(&json!(""), &json!(null)));
        assert!(!same(&json!("1e2"), &json!("100")));
    }
}
