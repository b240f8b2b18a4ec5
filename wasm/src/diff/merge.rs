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

use super::hash::{overwritten, said, source_of};
use crate::mapping::decimal;
use crate::reason::Reason;
use crate::store::SnapshotField;

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Policy {
    /// UnoPim wins.
    #[default]
    Unopim,
    /// WooCommerce wins.
    Woocommerce,
    /// Held until somebody chooses.
    Review,
}

/// UnoPim's half of a base.
pub type SourceHalf = String;

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
    fn keep(reason: Reason) -> Self {
        Self { write: false, reason: reason.code(), base: None }
    }

    fn write(reason: Reason, source: String) -> Self {
        Self { write: true, reason: reason.code(), base: Some((source, None)) }
    }

    fn settle(reason: Reason, source: String, shop: &str) -> Self {
        Self { write: false, reason: reason.code(), base: Some((source, Some(shop.to_owned()))) }
    }
}

/// Equal for a shop: decimals by their value, everything else to the letter. `""`, null and an empty list are all "nothing there".
pub fn same(a: &Value, b: &Value) -> bool {
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

/// What is empty in a shop: null, an empty text, an empty list.
pub fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(list) => list.is_empty(),
        _ => false,
    }
}

/// A side of a conflict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Side {
    Unopim,
    Shop,
}

/// What holds for a field beside the two values.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rule {
    pub policy: Policy,
    /// UnoPim's value is written whoever changed it; stock is exempt.
    pub mirror: bool,
    /// Without a base the shop's value stays.
    pub stock: bool,
    /// It waits for somebody's choice.
    pub held: bool,
    /// What somebody chose.
    pub choice: Option<Side>,
}

impl From<Policy> for Rule {
    fn from(policy: Policy) -> Self {
        Self { policy, ..Self::default() }
    }
}

/// Whether a list of the shop names more than UnoPim did when both were last in step, though nobody edited it since: what UnoPim
/// did not know then it knows by now. `named` are those of its ids that UnoPim knows.
pub fn has_grown(base: &(String, String), shop: &SnapshotField, named: &Value) -> bool {
    let is_filled = named.as_array().is_some_and(|ids| !ids.is_empty());
    is_filled && base.1 == shop.h && overwritten(&base.0).is_none() && base.0 != source_of(named)
}

/// Ids of which every choice is tried.
const TRIED: usize = 8;

/// The same, where some of it is not among what UnoPim says now. A list that lacks what UnoPim named then is no longer one: UnoPim
/// knows that no more.
pub fn outgrows(base: &(String, String), shop: &SnapshotField, named: &Value, wish: &Wish) -> bool {
    let (Wish::Set(Value::Array(said)), Some(ids)) = (wish, named.as_array()) else { return false };
    if !has_grown(base, shop, named) {
        return false;
    }
    let more: Vec<&Value> = ids.iter().filter(|id| !said.contains(id)).collect();
    let without =
        |gone: &[&Value]| -> Value { ids.iter().filter(|id| !gone.contains(id)).cloned().collect() };
    // Which of them UnoPim named then is not known, for its half of the base is a hash.
    let choices = if more.len() > TRIED { 0 } else { 1_usize << more.len() };
    let chosen = |choice: usize| -> Vec<&Value> {
        let picked = more.iter().enumerate().filter(|(place, _)| choice & (1 << place) != 0);
        picked.map(|(_, id)| *id).collect()
    };
    let was_said = |gone: &[&Value]| !gone.is_empty() && source_of(&without(gone)) == base.0;
    was_said(&more) || (1..choices).any(|choice| was_said(&chosen(choice)))
}

/// Decides one field of an item that is in the shop already.
pub fn decide(wish: &Wish, base: Option<&(String, String)>, shop: &SnapshotField, rule: Rule) -> Decision {
    let value = match wish {
        Wish::Set(value) | Wish::Clear(value) => value,
        Wish::Emptied => return Decision::keep(Reason::EmptyNotCleared),
    };
    let source = source_of(value);
    // Whether the shop holds the wished value already.
    let equal = same(value, &shop.v);
    let mirror = rule.mirror && !rule.stock;
    match rule.choice {
        Some(_) if equal => return Decision::settle(Reason::Converged, source, &shop.h),
        Some(Side::Unopim) => return Decision::write(Reason::ChosenUnopim, source),
        // The shop's half stays, so that the edit still counts as one for a push.
        Some(Side::Shop) => return Decision::settle(Reason::ChosenShop, source, base.map_or("", |b| &b.1)),
        None if rule.held && equal => return Decision::settle(Reason::Converged, source, &shop.h),
        None if rule.held => return Decision::keep(Reason::Held),
        None => {}
    }
    let Some((base_source, base_shop)) = base else {
        return match rule.policy {
            _ if equal => Decision::settle(Reason::Unchanged, source, &shop.h),
            _ if rule.stock => Decision::settle(Reason::StockKept, source, &shop.h),
            _ if is_nothing(&shop.v) => Decision::write(Reason::Adopted, source),
            _ if mirror => Decision::write(Reason::Mirror, source),
            Policy::Unopim => Decision::write(Reason::UnopimWins, source),
            Policy::Woocommerce => Decision::settle(Reason::ShopWins, source, ""),
            Policy::Review => Decision::keep(Reason::Conflict),
        };
    };
    // Where the mapping shows a list in another place, an edit of the list is none the worse for it.
    match (said(&source) != said(base_source), shop.h != *base_shop) {
        (false, false) if source == *base_source => Decision::keep(Reason::Unchanged),
        (_, false) if equal => Decision::settle(Reason::Unchanged, source, &shop.h),
        // Every channel brings the axes of a product: they would take turns for ever.
        (false, false) if overwritten(base_source) == Some(source.as_str()) && is_axis(&shop.v) => {
            Decision::keep(Reason::Unchanged)
        }
        (false, false) if overwritten(base_source).is_some() => {
            Decision::write(Reason::ChannelChanged, source)
        }
        (_, false) => Decision::write(Reason::UnopimChanged, source),
        (_, true) if equal => Decision::settle(Reason::Converged, source, &shop.h),
        (_, true) if mirror => Decision::write(Reason::Mirror, source),
        (false, true) => Decision::keep(Reason::ShopChanged),
        (true, true) => match rule.policy {
            Policy::Unopim => Decision::write(Reason::UnopimWins, source),
            Policy::Woocommerce => Decision::settle(Reason::ShopWins, source, base_shop),
            Policy::Review => Decision::keep(Reason::Conflict),
        },
    }
}

/// Whether an attribute of a product tells its variations apart.
fn is_axis(value: &Value) -> bool {
    value["variation"] == true
}

#[cfg(test)]
mod tests {
    use super::super::hash_of;
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
            let d = decide(&Wish::Set(json!(source)), Some(&base), &shop(json!(held)), Policy::Unopim.into());
            assert_eq!((d.write, d.reason), (write, reason), "{source}/{held}");
        }
    }

    #[test]
    fn channels_take_no_turns_with_the_axes_of_a_product() {
        let axis = |position: u64| json!({"position": position, "terms": [1, 2], "variation": true});
        let base = (format!("{}@", source_of(&axis(8))), shop(axis(0)).h);
        let d = decide(&Wish::Set(axis(8)), Some(&base), &shop(axis(0)), Policy::Unopim.into());
        assert_eq!((d.write, d.reason), (false, "unchanged"));
        let d = decide(&Wish::Set(axis(9)), Some(&base), &shop(axis(0)), Policy::Unopim.into());
        assert_eq!((d.write, d.reason), (true, "channel_changed"));
    }

    #[test]
    fn what_another_channel_has_written_is_nobodys_edit() {
        let (mine, other) = (json!("mine"), json!("the other's"));
        let base = (format!("{}@", hash_of(&mine)), hash_of(&other));
        let cases = [
            ("mine", "the other's", true, "channel_changed"),
            ("mine", "mine", false, "converged"),
            ("mine", "by hand", false, "shop_changed"),
            ("anew", "the other's", true, "unopim_changed"),
            ("the other's", "the other's", false, "unchanged"),
            ("anew", "by hand", true, "unopim_wins"),
        ];
        for (source, held, write, reason) in cases {
            let d = decide(&Wish::Set(json!(source)), Some(&base), &shop(json!(held)), Policy::Unopim.into());
            assert_eq!((d.write, d.reason), (write, reason), "{source}/{held}");
        }
        let list = |ids: &[u64]| shop(json!(ids));
        let base = (format!("{}@", source_of(&json!([1]))), list(&[1, 2]).h);
        assert!(!has_grown(&base, &list(&[1, 2]), &json!([1, 2])));
    }

    #[test]
    fn a_list_shown_elsewhere_is_written_where_nobody_edited_it() {
        let list =
            |values: &[&str], position: u32| json!({"values": values, "visible": true, "position": position});
        let base = (source_of(&list(&["a"], 0)), hash_of(&list(&["a"], 0)));
        let moved = Wish::Set(list(&["a"], 3));
        let d = decide(&moved, Some(&base), &shop(list(&["a"], 0)), Policy::Unopim.into());
        assert_eq!((d.write, d.reason), (true, "unopim_changed"));
        let d = decide(&moved, Some(&base), &shop(list(&["by hand"], 0)), Policy::Unopim.into());
        assert_eq!((d.write, d.reason), (false, "shop_changed"));
        let d = decide(
            &Wish::Set(list(&["b"], 3)),
            Some(&base),
            &shop(list(&["by hand"], 0)),
            Policy::Unopim.into(),
        );
        assert_eq!((d.write, d.reason), (true, "unopim_wins"));
    }

    #[test]
    fn a_shop_that_wins_keeps_its_edit_and_is_not_asked_again() {
        let base = (hash_of(&json!("a")), hash_of(&json!("a")));
        let d = decide(&Wish::Set(json!("b")), Some(&base), &shop(json!("c")), Policy::Woocommerce.into());
        assert!(!d.write);
        let (source, held) = d.base.unwrap();
        let again = decide(
            &Wish::Set(json!("b")),
            Some(&(source, held.unwrap())),
            &shop(json!("c")),
            Policy::Woocommerce.into(),
        );
        assert_eq!(again.reason, "shop_changed");
    }

    #[test]
    fn without_a_base_equal_values_become_it_and_stock_stays() {
        let d = decide(&Wish::Set(json!("14.90")), None, &shop(json!("14.9")), Policy::Unopim.into());
        assert_eq!((d.write, d.reason), (false, "unchanged"));
        let d =
            decide(&Wish::Set(json!("0")), None, &shop(json!("7")), Rule { stock: true, ..Rule::default() });
        assert_eq!((d.write, d.reason), (false, "stock_kept"));
        let d = decide(&Wish::Set(json!("x")), None, &shop(json!(null)), Policy::Woocommerce.into());
        assert_eq!((d.write, d.reason), (true, "adopted"));
        let d = decide(&Wish::Set(json!([7])), None, &shop(json!([])), Policy::Woocommerce.into());
        assert_eq!((d.write, d.reason), (true, "adopted"));
    }

    #[test]
    fn mirror_takes_back_a_shop_edit_but_not_stock() {
        let base = (hash_of(&json!("a")), hash_of(&json!("a")));
        let decide_with = |rule| decide(&Wish::Set(json!("a")), Some(&base), &shop(json!("edited")), rule);
        let d = decide_with(Rule { mirror: true, ..Rule::default() });
        assert_eq!((d.write, d.reason), (true, "mirror"));
        let d = decide_with(Rule { mirror: true, stock: true, ..Rule::default() });
        assert_eq!((d.write, d.reason), (false, "shop_changed"));
    }

    #[test]
    fn a_held_field_waits_for_a_choice_whatever_happens_meanwhile() {
        let base = (hash_of(&json!("a")), hash_of(&json!("a")));
        let held = Rule { held: true, ..Rule::default() };
        for (source, here) in [("b", "a"), ("b", "c"), ("a", "c")] {
            let d = decide(&Wish::Set(json!(source)), Some(&base), &shop(json!(here)), held);
            assert_eq!((d.write, d.reason, d.base), (false, "held", None), "{source}/{here}");
        }
        let d = decide(&Wish::Set(json!("c")), Some(&base), &shop(json!("c")), held);
        assert_eq!(d.reason, "converged");
        let chosen = Rule { choice: Some(Side::Unopim), ..held };
        assert!(decide(&Wish::Set(json!("b")), Some(&base), &shop(json!("c")), chosen).write);
        let chosen = Rule { choice: Some(Side::Shop), ..held };
        let d = decide(&Wish::Set(json!("b")), Some(&base), &shop(json!("c")), chosen);
        assert_eq!(d.base, Some((hash_of(&json!("b")), Some(base.1.clone()))));
    }

    #[test]
    fn zero_is_a_value_and_empty_is_not_zero() {
        assert!(!same(&json!("0"), &json!("")));
        assert!(same(&json!("0"), &json!("0.00")));
        assert!(same(&json!(""), &json!(null)));
        assert!(!same(&json!("1e2"), &json!("100")));
    }
}
