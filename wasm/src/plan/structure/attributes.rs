//! Product attributes of the shop: those that rows name, and the axes of variants.

use serde_json::json;

use super::asked::Asked;
use super::terms::TermPlan;
use super::{blank, target_of};
use crate::diff::Wish;
use crate::mapping::{Resolved, Target};
use crate::ordered::SortedMap;
use crate::plan::items::Choices;
use crate::plan::merge::{FieldWish, compared, created, settle};
use crate::plan::operation::OperationLink;
use crate::plan::settings::RunSettings;
use crate::plan::target::Axis;
use crate::store::{AttributesAnswer, SnapshotField};

/// A product attribute that the shop must have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Needed {
    /// UnoPim's attribute.
    pub code: String,
    /// Without `pa_`.
    pub slug: String,
    pub label: String,
}

/// The product attributes that mapped rows and axes write to.
pub fn needed_attributes(resolved: &Resolved, axes: &[Axis], chain: &[String]) -> Vec<Needed> {
    let mut needed: Vec<Needed> = Vec::new();
    let rows = resolved.rows.iter().filter_map(|row| match (&row.target, row.attribute) {
        (Target::Attribute(slug), Some(n)) => Some((slug.clone(), &resolved.attributes[n])),
        _ => None,
    });
    let axes = axes.iter().map(|axis| (axis.slug.clone(), &resolved.attributes[axis.number]));
    for (slug, attribute) in rows.chain(axes) {
        if needed.iter().all(|n| n.slug != slug) {
            needed.push(Needed { code: attribute.code.clone(), slug, label: attribute.label(chain) });
        }
    }
    needed
}

/// Operations for the product attributes; those in step are not among them.
pub fn plan_attributes(
    needed: &[Needed],
    shop: &AttributesAnswer,
    settings: &RunSettings,
    chosen: &Choices,
) -> TermPlan {
    let mut plan = TermPlan::default();
    for need in needed {
        plan_attribute(need, shop, settings, chosen, &mut plan);
    }
    plan
}

fn plan_attribute(
    need: &Needed,
    shop: &AttributesAnswer,
    settings: &RunSettings,
    chosen: &Choices,
    plan: &mut TermPlan,
) {
    // The slug is what a mapping row names, so it decides; the link holds the base.
    let row = shop.attributes.iter().find(|a| a.slug == need.slug);
    let link = shop.links.iter().find(|l| l.code == need.code && row.is_some_and(|r| r.id == l.id));
    let mut wishes = vec![
        ("name".to_owned(), Wish::Set(json!(need.label))),
        ("order_by".to_owned(), Wish::Set(json!("menu_order"))),
    ];
    let target = target_of(&wishes).finish();
    let mut operation = blank("attribute", &need.code, "");
    let asked = Asked::of(&shop.items, chosen, "attribute", &need.code);
    let no_files = SortedMap::new();
    let Some(row) = row else {
        wishes.push(("slug".to_owned(), Wish::Set(json!(need.slug))));
        let (fields, bases) = created(wishes);
        operation.fields = fields;
        asked.hold(&operation, &no_files, &target, &mut plan.rows);
        operation.link = Some(OperationLink { target: Some(target), bases, ..OperationLink::default() });
        plan.operations.push(operation);
        return;
    };
    let is_known = link.is_some_and(|l| l.target.as_deref() == Some(&target));
    if is_known && !settings.mirror && !asked.is_open() {
        return;
    }
    operation.id = Some(row.id);
    let held = |field: &str| {
        let v = if field == "name" { &row.name } else { &row.order_by };
        Some(SnapshotField { v: json!(v), h: row.h.get(field).cloned().unwrap_or_default() })
    };
    let empty = SortedMap::new();
    let (fields, bases) = compared(
        wishes.iter().map(FieldWish::plain),
        held,
        link.map_or(&empty, |l| &l.bases),
        asked.rules(settings),
    );
    operation.fields = fields;
    let target = asked.remember(&operation, &no_files, target, plan);
    let is_current = link.is_some_and(|l| l.target == target);
    settle(&mut operation, OperationLink { target, bases, ..OperationLink::default() }, is_current);
    if operation.action.is_executable() {
        plan.operations.push(operation);
    }
}
