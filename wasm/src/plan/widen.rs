//! Further options of a configurable's axes, met with its leaves.

use serde_json::{Value, json};

use super::merge::{FieldWish, Rules, compared, created, settle};
use super::operation::{Action, Operation, OperationLink};
use super::target::{TargetContext, taxonomy_value};
use crate::diff::Wish;
use crate::ordered::SortedMap;
use crate::store::{ProductLink, Snapshot};

/// Shows the options in use on a variable product and remembers them with its link. What a dry run creates has no snapshot.
pub fn widen_axes(
    context: &TargetContext,
    link: &ProductLink,
    snapshot: Option<&Snapshot>,
    used: &SortedMap<String, Vec<String>>,
) -> Operation {
    let order = link.context.get("axes").map(crate::source::option_codes).unwrap_or_default();
    let wishes: Vec<(String, Wish)> = used
        .iter()
        .filter_map(|(code, options)| {
            let axis = context.axes.get(code)?;
            let index = order.iter().position(|a| a == code)?;
            let terms: Vec<Value> = options
                .iter()
                .filter_map(|option| context.terms.reference("option", &format!("{code}/{option}")))
                .collect();
            let value = taxonomy_value(terms, axis.visible, true, context.place_of(axis, index));
            Some((format!("attribute:pa_{}", axis.slug), Wish::Set(value)))
        })
        .collect();
    let rules = Rules {
        policy: context.settings.conflict_policy,
        mirror: context.settings.mirror,
        ..Rules::default()
    };
    let (fields, bases) = match snapshot {
        Some(held) => compared(
            wishes.iter().map(FieldWish::plain),
            |field| held.fields.get(field).cloned(),
            &held.bases,
            rules,
        ),
        None => created(wishes),
    };
    let mut remembered = link.context.clone();
    remembered["used"] = json!(used);
    let mut flags = link.flags.clone();
    if flags.iter().all(|f| f != "sync") {
        flags.push("sync".into());
    }
    let mut operation = Operation {
        id: link.is_there().then_some(link.id),
        kind: Some(link.kind.clone()),
        fields,
        ..Operation::blank("product", &link.code, &context.settings.link_channel(), Action::Update)
    };
    // What was in step has grown: the next pull looks at the product once more.
    settle(&mut operation, OperationLink { target: None, bases, context: remembered, flags }, false);
    operation
}
