//! Two-level trees: a configurable lists levels, and the levels' children are the variants.
//!
//! UnoPim 3.0.0 never shows a level as a record. The configurable's link remembers which options its leaves use, and a link of
//! its own remembers for each level whose it is and which option it stands for.

use serde_json::{Value, json};

use super::io::{Io, Outcome, read_answer};
use super::structure::Knowledge;
use crate::diff::hash_of;
use crate::error::Fault;
use crate::ordered::{Sort as _, SortedMap, SortedSet};
use crate::plan::{Action, Operation, OperationLink, ParentInfo, widen_axes};
use crate::source::{Product, ScopedValue, option_codes};
use crate::store::{LinksAnswer, ProductLink, kind};
use crate::variants::Combinations;
use crate::wire::{Log, Request, Tongue};

/// A level: the configurable that it belongs to, and its option of each axis that it decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    pub parent: String,
    pub options: SortedMap<String, String>,
}

/// Whether what a configurable lists are levels: each decides some of the axes, none decides all.
pub fn has_levels(product: &Product, axes: &[String]) -> bool {
    let count = |v: &crate::source::Variant| {
        axes.iter().filter(|a| v.options.iter().any(|(axis, _)| axis == *a)).count()
    };
    axes.len() > 1
        && !product.variants.is_empty()
        && product.variants.iter().map(count).all(|n| n > 0 && n < axes.len())
}

/// The options that the leaves of a tree are known to use, by axis.
fn used(context: &Value) -> SortedMap<String, Vec<String>> {
    let map = context.get("used").and_then(Value::as_object);
    map.into_iter().flatten().map(|(axis, list)| (axis.clone(), option_codes(list))).collect()
}

impl Knowledge {
    /// The axes of a tree: the upper one from its levels, the lower one from what its leaves were seen to use.
    pub fn tree_axes(
        &self,
        product: &Product,
        axes: &[String],
        link: Option<&ProductLink>,
    ) -> (Combinations, Value) {
        let used = link.map(|l| used(&l.context)).unwrap_or_default();
        let of = |axis: &String| -> Vec<String> {
            let levels = product.variants.iter().flat_map(|v| &v.options).filter(|(a, _)| a == axis);
            let mut options: Vec<String> = levels.map(|(_, option)| option.clone()).collect();
            options.extend(used.get(axis).cloned().unwrap_or_default());
            self.in_order(axis, options)
        };
        let axes = axes.iter().map(|axis| (axis.clone(), of(axis))).collect();
        (Combinations { axes, ..Combinations::default() }, json!(used))
    }

    fn in_order(&self, axis: &str, mut options: Vec<String>) -> Vec<String> {
        options.retain(|o| !self.catalog.has_options(axis) || self.catalog.option(axis, o).is_some());
        options.order_by_key(|o| (self.catalog.option_place(axis, o).unwrap_or(usize::MAX), o.clone()));
        options.dedup();
        options
    }

    /// Remembers the levels of configurables that are in the shop by now.
    pub async fn remember_levels(
        &mut self,
        io: &Io,
        trees: Vec<(String, Vec<(String, Group)>)>,
    ) -> Result<(), Fault> {
        let parents: Vec<String> = trees.iter().map(|(parent, _)| parent.clone()).collect();
        let levels: Vec<(String, Group)> = trees.into_iter().flat_map(|(_, levels)| levels).collect();
        self.groups.extend(levels.iter().cloned());
        if levels.is_empty() || self.spec.is_dry() {
            return Ok(());
        }
        let ids = self.read_links(io, parents, &[]).await?;
        let kept = self.read_levels(io, levels.iter().map(|(code, _)| code.clone()).collect()).await?;
        let operations = levels
            .iter()
            .filter_map(|(code, group)| {
                let parent = ids.links.iter().find(|l| l.code == group.parent && l.kind == kind::VARIABLE)?;
                let context = json!({"parent": group.parent, "options": group.options});
                let target = hash_of(&context);
                let current = kept
                    .links
                    .iter()
                    .any(|l| l.code == *code && l.id == parent.id && l.target.as_deref() == Some(&target));
                (!current).then(|| Operation {
                    id: Some(parent.id),
                    reason: "level".into(),
                    link: Some(OperationLink { target: Some(target), context, ..OperationLink::default() }),
                    ..Operation::blank("group", code, &self.settings.link_channel(), Action::Link)
                })
            })
            .collect();
        for (operation, outcome) in io.apply(operations).await? {
            if let Outcome::Failed(fault) = outcome {
                io.log(Log::fault("product", &operation.key, &fault));
            }
        }
        Ok(())
    }

    pub(super) async fn read_levels(&self, io: &Io, codes: Vec<String>) -> Result<LinksAnswer, Fault> {
        let channel = self.settings.link_channel();
        let mut answers = io
            .ask(|id| {
                vec![Request::Links {
                    id: id(),
                    entity: "group",
                    channel,
                    codes,
                    r#match: None,
                    gtins: SortedMap::new(),
                    others: Vec::new(),
                    tongue: Tongue::default(),
                }]
            })
            .await?;
        read_answer(answers.pop().map(|r| r.rest).unwrap_or_default())
    }

    /// Finds the trees of leaves whose parent is a level, and adds the configurables' links to those of the page.
    pub async fn meet_levels(
        &mut self,
        io: &Io,
        products: &[Product],
        links: &mut LinksAnswer,
    ) -> Result<(), Fault> {
        if !self.capabilities.inheritance {
            return Ok(());
        }
        let is_parent =
            |code: &String| links.links.iter().any(|l| l.code == *code && l.context.get("axes").is_some());
        let levels: SortedSet<String> =
            products.iter().filter_map(|p| p.parent.clone()).filter(|code| !is_parent(code)).collect();
        if levels.is_empty() {
            return Ok(());
        }
        let unknown: Vec<String> =
            levels.iter().filter(|code| !self.groups.contains_key(*code)).cloned().collect();
        if !unknown.is_empty() {
            for link in self.read_levels(io, unknown).await?.links {
                let Some(parent) = link.context.get("parent").and_then(Value::as_str) else { continue };
                let options = link.context.get("options").and_then(Value::as_object);
                let options = options
                    .into_iter()
                    .flatten()
                    .filter_map(|(axis, option)| Some((axis.clone(), option.as_str()?.to_owned())))
                    .collect();
                self.groups.insert(link.code, Group { parent: parent.to_owned(), options });
            }
        }
        let parents: SortedSet<String> = levels
            .iter()
            .filter_map(|level| self.groups.get(level))
            .map(|group| group.parent.clone())
            .filter(|parent| links.links.iter().all(|l| l.code != *parent))
            .collect();
        let found = self.read_links(io, parents.into_iter().collect(), &[]).await?;
        links.links.extend(found.links);
        Ok(())
    }

    /// A leaf's upper options come from its level where the leaf does not name them itself.
    pub fn complete_leaf(&self, product: &mut Product) {
        let Some(group) = product.parent.as_ref().and_then(|code| self.groups.get(code)) else { return };
        for (axis, option) in &group.options {
            let Some(axis) = self.axes.get(axis) else { continue };
            let values = &mut product.values[axis.number];
            if values.is_empty() {
                values.push(ScopedValue { rank: 0, value: json!(option) });
            }
        }
    }

    /// Options of leaves that their configurable does not show yet.
    pub fn new_options(
        &self,
        leaves: &[(&Product, &ParentInfo)],
    ) -> SortedMap<String, SortedMap<String, SortedSet<String>>> {
        let mut out: SortedMap<String, SortedMap<String, SortedSet<String>>> = SortedMap::new();
        for (product, parent) in leaves {
            let Some(group) = product.parent.as_ref().and_then(|code| self.groups.get(code)) else {
                continue;
            };
            let known = used(&parent.context);
            for code in parent.axes.iter().filter(|axis| !group.options.contains_key(*axis)) {
                let Some(axis) = self.axes.get(code) else { continue };
                let Some(option) = product.values[axis.number].first().and_then(|v| v.value.as_str()) else {
                    continue;
                };
                let listed = self.catalog.option(code, option).is_some();
                if listed && known.get(code).is_none_or(|list| list.iter().all(|o| o != option)) {
                    let of_parent = out.entry(parent.key.clone()).or_default();
                    of_parent.entry(code.clone()).or_default().insert(option.to_owned());
                }
            }
        }
        out
    }

    /// Shows further options on configurables, and remembers them.
    pub async fn widen(
        &self,
        io: &Io,
        fresh: SortedMap<String, SortedMap<String, SortedSet<String>>>,
    ) -> Result<(), Fault> {
        if fresh.is_empty() {
            return Ok(());
        }
        let links = self.read_links(io, fresh.keys().cloned().collect(), &[]).await?;
        let fields: SortedSet<String> = fresh
            .values()
            .flat_map(SortedMap::keys)
            .filter_map(|code| Some(format!("attribute:pa_{}", self.axes.get(code)?.slug)))
            .collect();
        let ids = links.links.iter().filter(|l| l.is_there()).map(|l| l.id).collect();
        let held = self.read_products(io, ids, fields.into_iter().collect()).await?;
        let context = self.target_context();
        let mut operations = Vec::new();
        for link in &links.links {
            let snapshot = held.iter().find(|s| s.id == link.id);
            if snapshot.is_none() && !link.is_to_come() {
                continue;
            }
            let mut all = used(&link.context);
            for (axis, options) in &fresh[&link.code] {
                let list = all.remove(axis).unwrap_or_default();
                let list = list.into_iter().chain(options.iter().cloned()).collect();
                all.insert(axis.clone(), self.in_order(axis, list));
            }
            operations.push(widen_axes(&context, link, snapshot, &all));
        }
        for (operation, outcome) in io.apply(operations).await? {
            match outcome {
                Outcome::Done(_) => io.checkpoint(|c| c.counts.writes += u64::from(operation.writes())),
                Outcome::Changed(_) => {}
                Outcome::Failed(fault) => {
                    io.failed(Log::fault("product", &operation.key, &fault));
                }
            }
        }
        Ok(())
    }
}
