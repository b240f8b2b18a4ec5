//! From wishes and a snapshot to the fields of an operation.

use serde_json::Value;

use super::operation::{Action, BaseSource, FieldChange, Operation, OperationLink};
use super::settings::RunSettings;
use crate::diff::{Policy, Rule, Side, Wish, decide, outgrows, source_of};
use crate::ordered::{Sort as _, SortedMap};
use crate::reason::Reason;
use crate::store::{Bases, SnapshotField};

/// A field's wish and what is special about it.
pub(super) struct FieldWish<'a> {
    pub field: &'a str,
    pub wish: &'a Wish,
    pub stock: bool,
    /// Terms of the shop that UnoPim does not know and that stay beside the wished ones.
    pub kept: Option<&'a dyn Fn(u64) -> bool>,
}

impl<'a> FieldWish<'a> {
    /// A wish with nothing special about it.
    pub fn plain((field, wish): &'a (String, Wish)) -> Self {
        Self { field, wish, stock: false, kept: None }
    }
}

/// The fields of a record that is not in the shop yet.
pub(super) fn created(
    wishes: impl IntoIterator<Item = (String, Wish)>,
) -> (Vec<FieldChange>, SortedMap<String, Option<BaseSource>>) {
    let (mut fields, mut bases) = (Vec::new(), SortedMap::new());
    for (field, wish) in wishes {
        let Wish::Set(new) = wish else { continue };
        bases.insert(field.clone(), Some(BaseSource { src: source_of(&new), shop: None }));
        fields.push(FieldChange {
            field,
            old: Value::Null,
            new,
            offered: None,
            reason: Reason::Created.into(),
            write: true,
            expect: None,
            after: None,
            shown: None,
        });
    }
    (fields, bases)
}

/// What holds for all fields of a record.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Rules<'a> {
    pub policy: Policy,
    pub mirror: bool,
    /// Fields that wait for a choice.
    pub held: &'a [String],
    pub choices: Option<&'a SortedMap<String, Side>>,
}

impl Rules<'_> {
    /// Attributes, terms and categories.
    pub(super) fn of_structure(settings: &RunSettings) -> Self {
        Self { policy: settings.conflict_policy, mirror: settings.mirror, ..Self::default() }
    }

    fn of(&self, field: &str, stock: bool) -> Rule {
        Rule {
            policy: self.policy,
            mirror: self.mirror,
            stock,
            held: self.held.iter().any(|f| f == field),
            choice: self.choices.and_then(|c| c.get(field)).copied(),
        }
    }
}

/// The fields of a record that is in the shop, each decided by the three-way rule.
pub(super) fn compared<'a>(
    wishes: impl Iterator<Item = FieldWish<'a>>,
    shop: impl Fn(&str) -> Option<SnapshotField>,
    bases: &Bases,
    rules: Rules<'a>,
) -> (Vec<FieldChange>, SortedMap<String, Option<BaseSource>>) {
    let (mut fields, mut moved) = (Vec::new(), SortedMap::new());
    for wish in wishes {
        let held = shop(wish.field).unwrap_or_default();
        // Terms that UnoPim does not know are no difference: the shop's list is compared without them.
        let seen = match wish.kept {
            Some(kept) => SnapshotField { v: without(&held.v, kept), h: held.h.clone() },
            None => held.clone(),
        };
        let base = bases.get(wish.field);
        // Of the terms that stayed, those that UnoPim knows by now count as chosen by hand.
        let grown = base
            .filter(|base| wish.kept.is_some() && outgrows(base, &seen, &seen.v, wish.wish))
            .map(|(src, _)| (src.clone(), String::new()));
        let decision = decide(wish.wish, grown.as_ref().or(base), &seen, rules.of(wish.field, wish.stock));
        if let Some((src, shop)) = &decision.base {
            moved.insert(wish.field.to_owned(), Some(BaseSource { src: src.clone(), shop: shop.clone() }));
        }
        let new = match wish.wish {
            Wish::Set(v) | Wish::Clear(v) if decision.write => match wish.kept {
                Some(kept) => with(v, &held.v, kept, is_ordered(wish.field)),
                None => v.clone(),
            },
            _ => held.v.clone(),
        };
        let offered = match wish.wish {
            Wish::Set(v) | Wish::Clear(v) if keeps_the_shops(decision.reason) => Some(v.clone()),
            _ => None,
        };
        fields.push(FieldChange {
            field: wish.field.to_owned(),
            old: held.v,
            new,
            offered,
            reason: decision.reason.into(),
            write: decision.write,
            expect: decision.write.then_some(held.h),
            after: None,
            shown: None,
        });
    }
    (fields, moved)
}

/// A text of another language stands in for a field until there is one in the wished language; what somebody wrote meanwhile is better.
/// `held` is the hash of what the shop holds.
pub(super) fn gives_way(base: Option<&(String, String)>, held: Option<&String>) -> bool {
    base.is_none_or(|(_, shop)| held != Some(shop))
}

/// Reasons for which the shop's value stays although UnoPim's is another.
fn keeps_the_shops(reason: &str) -> bool {
    matches!(reason, "conflict" | "held" | "shop_changed" | "shop_wins" | "chosen_shop" | "stock_kept")
}

/// A field that lists ids in an order of its own.
pub struct ListWish<'a> {
    pub field: &'a str,
    pub wish: Wish,
    /// Ids of the shop's that stay behind the wished ones.
    pub kept: &'a dyn Fn(u64) -> bool,
}

/// Fields of ids, decided by the three-way rule; the shop's own additions stay behind UnoPim's. `asked`: those that wait for a choice,
/// and what was chosen.
pub fn compared_lists(
    wishes: &[ListWish],
    shop: &crate::ordered::SortedMap<String, SnapshotField>,
    bases: &Bases,
    settings: &RunSettings,
    asked: &(Vec<String>, SortedMap<String, Side>),
) -> (Vec<FieldChange>, SortedMap<String, Option<BaseSource>>) {
    let rules = Rules {
        policy: settings.conflict_policy,
        mirror: settings.mirror,
        held: &asked.0,
        choices: Some(&asked.1),
    };
    let fields = wishes.iter().map(|wish| FieldWish {
        field: wish.field,
        wish: &wish.wish,
        stock: false,
        kept: (!settings.mirror).then_some(wish.kept),
    });
    compared(fields, |field| shop.get(field).cloned(), bases, rules)
}

/// The same of a record that is not in the shop yet.
pub fn created_lists(wishes: &[ListWish]) -> (Vec<FieldChange>, SortedMap<String, Option<BaseSource>>) {
    created(wishes.iter().map(|wish| (wish.field.to_owned(), wish.wish.clone())))
}

fn without(list: &Value, kept: &dyn Fn(u64) -> bool) -> Value {
    match list {
        Value::Array(ids) => ids.iter().filter(|id| !id.as_u64().is_some_and(kept)).cloned().collect(),
        other => other.clone(),
    }
}

/// Terms of a product are a set; its gallery and its associations are a row.
fn is_ordered(field: &str) -> bool {
    matches!(field, "gallery" | "upsells" | "cross_sells" | "related" | "grouped")
}

/// A single id stands by itself.
fn with(wished: &Value, held: &Value, kept: &dyn Fn(u64) -> bool, ordered: bool) -> Value {
    let Value::Array(wished) = wished else { return wished.clone() };
    let mut ids: Vec<Value> = wished.clone();
    ids.extend(held.as_array().into_iter().flatten().filter(|id| id.as_u64().is_some_and(kept)).cloned());
    if !ordered {
        ids.order_by_key(|id| id.as_u64().unwrap_or(u64::MAX));
    }
    ids.dedup();
    Value::Array(ids)
}

/// The reason of an operation is that of its most telling field.
pub(super) fn reason_of(fields: &[FieldChange]) -> String {
    let rank = |f: &FieldChange| match &*f.reason {
        "conflict" | "held" => 0,
        "unopim_wins" | "shop_wins" | "chosen_unopim" | "chosen_shop" | "mirror" => 1,
        "unopim_changed" | "channel_changed" => 2,
        "adopted" => 3,
        "shop_changed" => 4,
        "unchanged" => 9,
        _ => 5,
    };
    fields.iter().min_by_key(|f| rank(f)).map_or(Reason::Unchanged.code(), |f| &*f.reason).to_owned()
}

/// An operation on a record that is in the shop: an update, a link row, or nothing at all.
pub(super) fn settle(operation: &mut Operation, link: OperationLink, link_is_current: bool) {
    operation.reason = reason_of(&operation.fields);
    operation.action = if operation.writes() {
        Action::Update
    } else if link.bases.is_empty() && link_is_current {
        Action::Unchanged
    } else {
        Action::Link
    };
    operation.link = Some(link);
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::diff::hash_of;

    #[test]
    fn one_picture_stays_one_and_a_list_keeps_the_shops_own_behind() {
        let kept = |id: u64| id == 9;
        let wishes = [("image", json!(7)), ("gallery", json!([7, 8]))].map(|(field, value)| ListWish {
            field,
            wish: Wish::Set(value),
            kept: &kept,
        });
        let held = |v: Value| SnapshotField { h: hash_of(&v), v };
        let shop =
            SortedMap::from([("image".into(), held(Value::Null)), ("gallery".into(), held(json!([9])))]);
        let (fields, _) = compared_lists(
            &wishes,
            &shop,
            &Bases::default(),
            &super::super::settings::RunSettings::default(),
            &Default::default(),
        );
        let written: Vec<(&str, bool, &Value)> =
            fields.iter().map(|f| (f.field.as_str(), f.write, &f.new)).collect();
        assert_eq!(written, [("image", true, &json!(7)), ("gallery", true, &json!([7, 8, 9]))]);
    }
}
