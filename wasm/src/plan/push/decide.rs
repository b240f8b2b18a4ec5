//! What a push makes of one field: the three-way rule, read from the shop's side.

use serde_json::Value;

use crate::diff::{Rule, SourceHalf, Wish, decide, is_nothing};
use crate::reason::Reason;
use crate::store::SnapshotField;

/// What becomes of a field of the shop.
#[derive(Debug, Clone, PartialEq)]
pub enum Outward {
    /// Nobody edited it since both sides were in step, or there is nothing to say.
    Same,
    /// Both sides hold the same; the base moves to here.
    Settled(SourceHalf),
    /// It goes to UnoPim.
    Send(&'static str),
    /// Both sides changed it, and somebody has to choose, or has not chosen yet.
    Held { asked: bool },
    /// UnoPim's value stands; the next pull brings it.
    Overruled(&'static str),
}

/// Decides one field. `wish` is what UnoPim says about it, in the shop's form.
pub fn outward(
    wish: Option<&Wish>,
    base: Option<&(String, String)>,
    shop: &SnapshotField,
    rule: Rule,
) -> Outward {
    let edited = base.is_none_or(|(_, held)| *held != shop.h);
    if !edited && rule.choice.is_none() {
        return Outward::Same;
    }
    let Some(wish @ (Wish::Set(_) | Wish::Clear(_))) = wish else {
        // UnoPim says nothing: a value on one side only is taken.
        return match base {
            _ if rule.held && rule.choice.is_none() => Outward::Held { asked: true },
            None if is_nothing(&shop.v) => Outward::Same,
            None => Outward::Send(Reason::Adopted.code()),
            Some(_) => Outward::Send(Reason::ShopChanged.code()),
        };
    };
    let decision = decide(wish, base, shop, rule);
    if decision.write {
        let nothing_here = base.is_none() && is_nothing(&shop.v);
        return if nothing_here { Outward::Same } else { Outward::Overruled(decision.reason) };
    }
    match decision.reason {
        "conflict" => Outward::Held { asked: false },
        "held" => Outward::Held { asked: true },
        reason @ ("shop_changed" | "shop_wins" | "chosen_shop") => Outward::Send(reason),
        _ => decision.base.map_or(Outward::Same, |(src, _)| Outward::Settled(src)),
    }
}

/// Whether a value is worth sending with a new product.
pub fn is_worth(value: &Value) -> bool {
    !is_nothing(value)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::diff::{Policy, hash_of, source_of};

    fn shop(v: Value) -> SnapshotField {
        SnapshotField { h: hash_of(&v), v }
    }

    fn base(source: &Value, held: &Value) -> (String, String) {
        (source_of(source), hash_of(held))
    }

    #[test]
    fn only_what_the_shop_changed_goes_out() {
        let (a, b) = (json!("a"), json!("b"));
        let wish = |v: &Value| Wish::Set(v.clone());
        let rule = Rule::from(Policy::Unopim);
        let send = |reason| Outward::Send(reason);
        assert_eq!(outward(Some(&wish(&a)), Some(&base(&a, &a)), &shop(a.clone()), rule), Outward::Same);
        // Only UnoPim changed: that is the pull's.
        assert_eq!(outward(Some(&wish(&b)), Some(&base(&a, &a)), &shop(a.clone()), rule), Outward::Same);
        assert_eq!(
            outward(Some(&wish(&a)), Some(&base(&a, &a)), &shop(b.clone()), rule),
            send("shop_changed")
        );
        assert_eq!(
            outward(Some(&wish(&b)), Some(&base(&a, &a)), &shop(b.clone()), rule),
            Outward::Settled(source_of(&b))
        );
        let both = |policy: Policy| {
            outward(Some(&wish(&json!("c"))), Some(&base(&a, &a)), &shop(b.clone()), policy.into())
        };
        assert_eq!(both(Policy::Unopim), Outward::Overruled("unopim_wins"));
        assert_eq!(both(Policy::Woocommerce), send("shop_wins"));
        assert_eq!(both(Policy::Review), Outward::Held { asked: false });
        // Without a base.
        assert_eq!(outward(None, None, &shop(b.clone()), rule), send("adopted"));
        assert_eq!(outward(None, None, &shop(json!("")), rule), Outward::Same);
        assert_eq!(outward(Some(&wish(&a)), None, &shop(json!("")), rule), Outward::Same);
        assert_eq!(outward(Some(&wish(&a)), None, &shop(b), rule), Outward::Overruled("unopim_wins"));
    }

    #[test]
    fn what_unopim_has_emptied_or_never_had_is_no_conflict() {
        let (a, b) = (json!("a"), json!("b"));
        for wish in [None, Some(Wish::Emptied)] {
            assert_eq!(
                outward(wish.as_ref(), Some(&base(&a, &a)), &shop(b.clone()), Policy::Unopim.into()),
                Outward::Send("shop_changed")
            );
        }
    }
}
