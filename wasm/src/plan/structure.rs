//! Attributes, terms and categories: what a catalogue's structure asks of the shop.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::catalog::Catalog;
use super::identity::term_slug;
use super::merge::{FieldWish, compared, created, settle};
use super::operation::{Action, Operation, OperationLink};
use super::settings::RunSettings;
use super::target::Axis;
use crate::diff::{Digest, Policy, Wish};
use crate::mapping::{Mapping, Resolved, Target};
use crate::source::{Category, label};
use crate::store::{
    AttributesAnswer, CATEGORIES, LinkRow, SnapshotField, TaxonomyRow, Term, TermIndex, TermRow,
};

/// A product attribute that the shop must have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Needed {
    /// UnoPim's attribute.
    pub code: String,
    /// Without `pa_`.
    pub slug: String,
    pub label: String,
}

/// A term that a taxonomy must have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NeededTerm {
    /// The link code: `color/red`, or `material/~cotton` for a text.
    pub code: String,
    pub slug: String,
    pub name: String,
    /// Place in UnoPim's order; texts have none.
    pub order: Option<i64>,
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

/// The terms that the options of an attribute stand for, in UnoPim's order.
pub fn needed_options(catalog: &Catalog, attribute: &str, chain: &[String]) -> Vec<NeededTerm> {
    catalog
        .options(attribute)
        .iter()
        .zip(0..)
        .map(|(choice, order)| NeededTerm {
            code: format!("{attribute}/{}", choice.code),
            slug: term_slug(&choice.code),
            name: label(&choice.labels, chain).unwrap_or(&choice.code).to_owned(),
            order: Some(order),
        })
        .collect()
}

fn blank(entity: &str, key: &str, channel: &str) -> Operation {
    Operation { reason: "created".into(), ..Operation::blank(entity, key, channel, Action::Create) }
}

fn target_of(wishes: &[(&str, Wish)]) -> String {
    let mut digest = Digest::default();
    for (field, wish) in wishes {
        if let Wish::Set(value) = wish {
            digest.text(field).value(value);
        }
    }
    digest.finish()
}

fn wish<'a>((field, wish): &'a (&'static str, Wish)) -> FieldWish<'a> {
    FieldWish { field, wish, stock: false, kept: None }
}

/// Operations for the product attributes; those in step are not among them.
pub fn plan_attributes(needed: &[Needed], shop: &AttributesAnswer, policy: Policy) -> Vec<Operation> {
    needed.iter().filter_map(|need| plan_attribute(need, shop, policy)).collect()
}

fn plan_attribute(need: &Needed, shop: &AttributesAnswer, policy: Policy) -> Option<Operation> {
    // The slug is what a mapping row names, so it decides; the link holds the base.
    let row = shop.attributes.iter().find(|a| a.slug == need.slug);
    let link = shop.links.iter().find(|l| l.code == need.code && row.is_some_and(|r| r.id == l.id));
    let wishes = [("name", Wish::Set(json!(need.label))), ("order_by", Wish::Set(json!("menu_order")))];
    let target = target_of(&wishes);
    let mut operation = blank("attribute", &need.code, "");
    let Some(row) = row else {
        let slug = ("slug", Wish::Set(json!(need.slug)));
        let (fields, bases) = created(wishes.iter().chain([&slug]).map(wish));
        operation.fields = fields;
        operation.link = Some(OperationLink { target: Some(target), bases, ..OperationLink::default() });
        return Some(operation);
    };
    if link.is_some_and(|l| l.target.as_deref() == Some(&target)) {
        return None;
    }
    operation.id = Some(row.id);
    let held = |field: &str| {
        let v = if field == "name" { &row.name } else { &row.order_by };
        Some(SnapshotField { v: json!(v), h: row.h.get(field).cloned().unwrap_or_default() })
    };
    let empty = BTreeMap::new();
    let (fields, bases) = compared(wishes.iter().map(wish), held, link.map_or(&empty, |l| &l.bases), policy);
    operation.fields = fields;
    settle(&mut operation, OperationLink { target: Some(target), bases, ..OperationLink::default() }, false);
    Some(operation)
}

/// Operations for one taxonomy, and which term stands for which code.
#[derive(Debug, Default)]
pub struct TermPlan {
    pub operations: Vec<Operation>,
    pub known: Vec<(String, Term)>,
}

/// Matches by link, then slug, then a name that is unique on both sides.
fn match_term<'a>(
    need: &NeededTerm,
    needed: &[NeededTerm],
    shop: &'a TaxonomyRow,
) -> (Option<&'a TermRow>, Option<&'a LinkRow>) {
    let link = shop.links.iter().find(|l| l.code == need.code);
    if let Some(row) = link.and_then(|l| shop.terms.iter().find(|t| t.id == l.id)) {
        return (Some(row), link);
    }
    let free = |t: &&TermRow| shop.links.iter().all(|l| l.id != t.id || l.code == need.code);
    let slug = need.slug.to_lowercase();
    let by_slug = shop.terms.iter().filter(free).find(|t| t.slug.to_lowercase().replace('_', "-") == slug);
    let by_name = || {
        let unique = needed.iter().filter(|n| n.name == need.name).count() == 1;
        let mut found = shop.terms.iter().filter(free).filter(|t| t.name == need.name);
        found.next().filter(|_| unique && found.next().is_none())
    };
    (by_slug.or_else(by_name), None)
}

/// Terms of a product attribute.
pub fn plan_terms(taxonomy: &str, needed: &[NeededTerm], shop: &TaxonomyRow, policy: Policy) -> TermPlan {
    let mut plan = TermPlan::default();
    for need in needed {
        let (row, link) = match_term(need, needed, shop);
        let mut wishes = vec![("name", Wish::Set(json!(need.name)))];
        if let Some(order) = need.order {
            wishes.push(("order", Wish::Set(json!(order))));
        }
        plan_term("option", taxonomy, "", need, &wishes, row, link, policy, &mut plan);
    }
    plan
}

#[allow(clippy::too_many_arguments)] // one call shape for options and categories
fn plan_term(
    entity: &'static str,
    taxonomy: &str,
    channel: &str,
    need: &NeededTerm,
    wishes: &[(&'static str, Wish)],
    row: Option<&TermRow>,
    link: Option<&LinkRow>,
    policy: Policy,
    plan: &mut TermPlan,
) {
    let target = target_of(wishes);
    let mut operation = blank(entity, &need.code, channel);
    operation.taxonomy = Some(taxonomy.to_owned());
    let order = need.order.unwrap_or(i64::MAX);
    let Some(row) = row else {
        let slug = ("slug", Wish::Set(json!(need.slug)));
        let (fields, bases) = created(wishes.iter().chain([&slug]).map(wish));
        operation.fields = fields;
        operation.link = Some(OperationLink { target: Some(target), bases, ..OperationLink::default() });
        plan.operations.push(operation);
        plan.known.push((
            need.code.clone(),
            Term { id: 0, slug: need.slug.clone(), name: need.name.clone(), order },
        ));
        return;
    };
    plan.known.push((
        need.code.clone(),
        Term { id: row.id, slug: row.slug.clone(), name: row.name.clone(), order },
    ));
    if link.is_some_and(|l| l.target.as_deref() == Some(&target)) {
        return;
    }
    operation.id = Some(row.id);
    let held = |field: &str| {
        let v = match field {
            "name" => json!(row.name),
            "order" => json!(row.order),
            "parent" => json!(row.parent),
            _ => json!(row.description),
        };
        Some(SnapshotField { v, h: row.h.get(field).cloned().unwrap_or_default() })
    };
    let empty = BTreeMap::new();
    let (fields, bases) = compared(wishes.iter().map(wish), held, link.map_or(&empty, |l| &l.bases), policy);
    operation.fields = fields;
    settle(&mut operation, OperationLink { target: Some(target), bases, ..OperationLink::default() }, false);
    plan.operations.push(operation);
}

/// The category tree below the channel's root, level by level: parents come before their children.
#[derive(Debug, Default)]
pub struct CategoryPlan<'a> {
    pub levels: Vec<Vec<&'a Category>>,
    /// Categories that no path leads to from the root.
    pub outside: usize,
    pub root_missing: bool,
}

pub fn plan_categories<'a>(catalog: &'a Catalog, channel: &str) -> CategoryPlan<'a> {
    let mut plan = CategoryPlan::default();
    let root = catalog.channel(channel).and_then(|c| c.root_category.as_deref());
    let mut children: BTreeMap<&str, Vec<&Category>> = BTreeMap::new();
    for category in catalog.categories() {
        children.entry(category.parent.as_deref().unwrap_or("")).or_default().push(category);
    }
    // Without a root in sight every tree counts, its top included.
    let known_root = catalog.root(channel);
    plan.root_missing = root.is_some() && known_root.is_none();
    let mut level: Vec<&Category> = children.remove(known_root.unwrap_or("")).unwrap_or_default();
    let mut placed = 0;
    while !level.is_empty() {
        placed += level.len();
        // Taking the children out ends a cycle, should one have been stored.
        let next = level.iter().flat_map(|c| children.remove(c.code.as_str()).unwrap_or_default()).collect();
        plan.levels.push(level);
        level = next;
    }
    plan.outside = catalog.categories().len() - placed - usize::from(known_root.is_some());
    plan
}

impl CategoryPlan<'_> {
    /// Operations of one level; the terms of the levels above are in `terms`.
    pub fn level(
        &self,
        level: usize,
        mapping: &Mapping,
        settings: &RunSettings,
        shop: &TaxonomyRow,
        terms: &TermIndex,
    ) -> TermPlan {
        let chain = &settings.locale_chain;
        let mapped = mapping.categories.get(&settings.channel);
        let needed: Vec<NeededTerm> = self.levels[level]
            .iter()
            .map(|category| NeededTerm {
                code: category.code.clone(),
                slug: term_slug(&category.code),
                name: category.field("name", chain).unwrap_or_else(|| category.code.clone()),
                order: None,
            })
            .collect();
        let mut plan = TermPlan::default();
        for (category, need) in self.levels[level].iter().zip(&needed) {
            // A mapped category uses the shop's term as it is.
            if let Some(row) = mapped
                .and_then(|m| m.get(&category.code))
                .and_then(|id| shop.terms.iter().find(|t| t.id == *id))
            {
                let term =
                    Term { id: row.id, slug: row.slug.clone(), name: row.name.clone(), order: i64::MAX };
                plan.known.push((category.code.clone(), term));
                continue;
            }
            let (row, link) = match_term(need, &needed, shop);
            if link.is_none() && !settings.create_categories {
                continue;
            }
            let parent = if level == 0 {
                json!(0)
            } else {
                category.parent.as_deref().and_then(|p| terms.reference("category", p)).unwrap_or(json!(0))
            };
            let mut wishes = vec![("name", Wish::Set(json!(need.name))), ("parent", Wish::Set(parent))];
            if let Some(description) = category.field("description", chain) {
                wishes.push(("description", Wish::Set(Value::String(description))));
            }
            plan_term(
                "category",
                CATEGORIES,
                &settings.channel,
                need,
                &wishes,
                row,
                link,
                settings.conflict_policy,
                &mut plan,
            );
        }
        plan
    }
}
