//! A planned operation whose record was edited since: decided anew against what is there now.

use super::merge::{FieldWish, Rules, compared};
use super::operation::{Operation, OperationLink};
use super::settings::RunSettings;
use crate::diff::Wish;
use crate::store::Snapshot;

/// The same wishes, against the present values: what the edit means is for somebody to see before it is applied.
pub fn plan_again(operation: &Operation, present: &Snapshot, settings: &RunSettings) -> Operation {
    let wishes: Vec<(&str, Wish)> = operation
        .fields
        .iter()
        .filter(|f| f.write)
        .map(|f| (f.field.as_str(), Wish::Set(f.new.clone())))
        .collect();
    let wishes = wishes.iter().map(|(field, wish)| FieldWish { field, wish, stock: false, kept: None });
    let rules = Rules { policy: settings.conflict_policy, mirror: settings.mirror, ..Rules::default() };
    let (fields, bases) = compared(wishes, |f| present.fields.get(f).cloned(), &present.bases, rules);
    let link = operation.link.clone().map(|link| OperationLink { bases, ..link });
    Operation { fields, link, plan_row: None, reason: "changed_since_preview".into(), ..operation.clone() }
}
