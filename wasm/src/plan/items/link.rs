//! What a link remembers, and parents whose variations change.

use serde_json::{Map, Value};

use super::{ASSOCIATIONS, AT, BORN, FOUND, IMAGES, Item, MEDIA, PagePlan, STATUS};
use crate::ordered::{SortedMap, SortedSet, object};
use crate::plan::operation::{Action, BaseSource, Operation, OperationLink};
use crate::plan::target::Role;
use crate::reason::Reason;
use crate::store::kind;

impl<'c> PagePlan<'_, 'c> {
    pub(super) fn link(item: &Item, bases: SortedMap<String, Option<BaseSource>>) -> OperationLink {
        // A variation's parent has to be found again when the variation is gone in UnoPim.
        let mut context = match (&item.role, &item.parent) {
            (Role::Variation { .. }, Some(parent)) => {
                let entries = [("parent", parent.key.as_str().into()), (AT, item.at.clone())];
                Value::Object(object(entries))
            }
            _ => item.context.clone(),
        };
        for (key, map) in [(ASSOCIATIONS, &item.target.associations), (IMAGES, &item.target.images)] {
            if !map.is_empty() {
                remember(&mut context, key, lists(map));
            }
        }
        if let Some(born) = &item.born {
            remember(&mut context, BORN, born.as_str().into());
        }
        // What the later steps have found out stays.
        for key in [FOUND, MEDIA] {
            if let Some(known) = item.linked_context.get(key) {
                remember(&mut context, key, known.clone());
            }
        }
        let mut link = OperationLink {
            // The row that asked whether it was renamed has no place for fields that wait: the next pull compares it once more, and holds them.
            target: item.renamed_from.is_none().then(|| item.target.hash.clone()),
            bases,
            context,
            flags: item.flags.clone(),
        };
        let named = |context: &Value| {
            let map = context.get(ASSOCIATIONS).and_then(Value::as_object);
            map.is_some_and(|m| m.values().any(|skus| skus.as_array().is_some_and(|s| !s.is_empty())))
        };
        if named(&link.context) || named(&item.linked_context) {
            add_flag(&mut link, ASSOCIATIONS);
        }
        link
    }

    /// Out of the trash; what the trash did to its status is no edit of the shop's.
    pub(super) fn restore(item: &Item<'c>, id: u64, operation: &mut Operation) {
        operation.id = Some(id);
        operation.action = Action::Restore;
        operation.reason = Reason::Restored.into();
        let bases = SortedMap::from([(STATUS.to_owned(), None)]);
        operation.link = Some(OperationLink { target: None, ..Self::link(item, bases) });
    }
}

/// Lists of texts by name, as a value.
pub(super) fn lists(map: &SortedMap<String, Vec<String>>) -> Value {
    let list = |texts: &Vec<String>| texts.iter().map(String::as_str).collect();
    Value::Object(object(map.iter().map(|(name, texts)| (name.clone(), list(texts)))))
}

/// Adds to a context that may be nothing yet.
pub fn remember(context: &mut Value, key: &str, value: Value) {
    if context.is_null() {
        *context = Value::Object(Map::new());
    }
    context[key] = value;
}

pub(super) fn add_flag(link: &mut OperationLink, flag: &str) {
    if link.flags.iter().all(|f| f != flag) {
        link.flags.push(flag.into());
    }
}

/// Marks the parents whose variations are about to be written, so that each is synchronised once at the end.
pub fn flag_parents(items: &[Item], operations: &[Operation]) -> Vec<Operation> {
    let mut flagged = SortedSet::new();
    items
        .iter()
        .zip(operations)
        .filter(|(_, op)| matches!(op.action, Action::Create | Action::Update))
        .filter_map(|(item, _)| item.parent.as_ref())
        .filter(|parent| parent.id.is_some() && flagged.insert(parent.key.clone()))
        .map(|parent| {
            let mut link = OperationLink {
                target: parent.target.clone(),
                bases: SortedMap::new(),
                context: parent.context.clone(),
                flags: parent.flags.clone(),
            };
            add_flag(&mut link, "sync");
            Operation {
                kind: Some(kind::VARIABLE.into()),
                id: parent.id,
                reason: "variations_change".into(),
                link: Some(link),
                ..Operation::blank("product", &parent.key, &operations[0].channel, Action::Link)
            }
        })
        .collect()
}
