//! From wishes and a snapshot to the fields of an operation.

use std::collections::BTreeMap;

use serde_json::Value;

use super::operation::{Action, BaseSource, FieldChange, Operation, OperationLink};
use crate::diff::{Policy, Wish, decide, hash_of};
use crate::store::{Bases, SnapshotField};

/// A field's wish and what is special about it.
pub(super) struct FieldWish<'a> {
    pub field: &'a str,
    pub wish: &'a Wish,
    pub stock: bool,
    /// Terms of the shop that UnoPim does not know and that stay beside the wished ones.
    pub kept: Option<&'a dyn Fn(u64) -> bool>,
}

/// The fields of a record that is not in the shop yet.
pub(super) fn created<'a>(
    wishes: impl Iterator<Item = FieldWish<'a>>,
) -> (Vec<FieldChange>, BTreeMap<String, BaseSource>) {
    let (mut fields, mut bases) = (Vec::new(), BTreeMap::new());
    for wish in wishes {
        let Wish::Set(value) = wish.wish else { continue };
        bases.insert(wish.field.to_owned(), BaseSource { src: hash_of(value), shop: None });
        fields.push(FieldChange {
            field: wish.field.to_owned(),
            old: Value::Null,
            new: value.clone(),
            reason: "created".into(),
            write: true,
            expect: None,
            shown: None,
        });
    }
    (fields, bases)
}

/// The fields of a record that is in the shop, each decided by the three-way rule.
pub(super) fn compared<'a>(
    wishes: impl Iterator<Item = FieldWish<'a>>,
    shop: impl Fn(&str) -> Option<SnapshotField>,
    bases: &Bases,
    policy: Policy,
) -> (Vec<FieldChange>, BTreeMap<String, BaseSource>) {
    let (mut fields, mut moved) = (Vec::new(), BTreeMap::new());
    for wish in wishes {
        let held = shop(wish.field).unwrap_or_default();
        // Terms that UnoPim does not know are no difference: the shop's list is compared without them.
        let seen = match wish.kept {
            Some(kept) => SnapshotField { v: without(&held.v, kept), h: held.h.clone() },
            None => held.clone(),
        };
        let decision = decide(wish.wish, bases.get(wish.field), &seen, policy, wish.stock);
        if let Some((src, shop)) = &decision.base {
            moved.insert(wish.field.to_owned(), BaseSource { src: src.clone(), shop: shop.clone() });
        }
        let new = match wish.wish {
            Wish::Set(v) | Wish::Clear(v) if decision.write => match wish.kept {
                Some(kept) => with(v, &held.v, kept),
                None => v.clone(),
            },
            _ => held.v.clone(),
        };
        fields.push(FieldChange {
            field: wish.field.to_owned(),
            old: held.v,
            new,
            reason: decision.reason.into(),
            write: decision.write,
            expect: decision.write.then_some(held.h),
            shown: None,
        });
    }
    (fields, moved)
}

fn without(list: &Value, kept: &dyn Fn(u64) -> bool) -> Value {
    match list {
        Value::Array(ids) => ids.iter().filter(|id| !id.as_u64().is_some_and(kept)).cloned().collect(),
        other => other.clone(),
    }
}

fn with(wished: &Value, held: &Value, kept: &dyn Fn(u64) -> bool) -> Value {
    let mut ids: Vec<Value> = wished.as_array().cloned().unwrap_or_default();
    ids.extend(held.as_array().into_iter().flatten().filter(|id| id.as_u64().is_some_and(kept)).cloned());
    ids.sort_by_key(|id| id.as_u64().unwrap_or(u64::MAX));
    ids.dedup();
    Value::Array(ids)
}

/// The reason of an operation is that of its most telling field.
pub(super) fn reason_of(fields: &[FieldChange]) -> String {
    let rank = |f: &FieldChange| match f.reason.as_str() {
        "conflict" => 0,
        "unopim_wins" | "shop_wins" => 1,
        "unopim_changed" => 2,
        "adopted" => 3,
        "shop_changed" => 4,
        "unchanged" => 9,
        _ => 5,
    };
    fields.iter().min_by_key(|f| rank(f)).map_or_else(|| "unchanged".to_owned(), |f| f.reason.clone())
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
