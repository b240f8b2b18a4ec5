//! A whole plan from given data, without a run: what a preview shows and what the specs compare.

mod input;
mod texts;

use std::borrow::Cow;

use serde::Serialize;
use serde_json::Value;

pub use input::{PlanInput, Rows, ShopInput};

use super::catalog::Catalog;
use super::items::{Item, PagePlan};
use super::linked::{linked, may_be_linked};
use super::operation::{Action, LinkList, Operation};
use super::parent::{self, ParentInfo};
use super::roles::{role_of, usable_axes};
use super::settings::RunSettings;
use super::shop::ShopStructure;
use super::shown::{Languages, Words, fallbacks};
use super::structure::{
    NeededTerm, TermContext, TermSource, Vocabulary, category_tree, needed_attributes, subtree, term_sources,
};
use super::target::{Axes, Role, TargetContext};
use crate::diff::Digest;
use crate::error::Fault;
use crate::mapping::{Diagnostic, Mapping, Resolved, resolve};
use crate::ordered::SortedMap;
use crate::plan::{Found, term_slug};
use crate::source::{Category, Kind, Product, Unreadable, Wanted};
use crate::store::LinksAnswer;
use crate::variants::{Combinations, Grid, holders};
use crate::wire::{Level, Log};

#[derive(Debug, Clone, Default, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Plan {
    pub operations: Vec<Operation>,
    pub diagnostics: Vec<Diagnostic>,
    pub notes: Vec<Log>,
    pub grids: Vec<Grid>,
}

impl Plan {
    /// The plan as JSON, with a hash of all that it says as its last entry. Written once: plans are large.
    pub fn json(&self) -> Result<String, serde_json::Error> {
        let mut json = serde_json::to_string(self)?;
        let mut digest = Digest::default();
        digest.text(&json);
        json.pop();
        json.push_str(",\"hash\":\"");
        json.push_str(&digest.finish());
        json.push_str("\"}");
        Ok(json)
    }
}

/// Plans with the mapping that the input holds.
pub fn plan(input: &PlanInput, blob: &[u8]) -> Result<Plan, Fault> {
    let (catalog, faults) = input.catalog.decode();
    let rows = Rows::of(input, blob)?;
    Ok(Planning::new(input, &input.mapping, &catalog).run(&rows, faults))
}

/// One pass over given data.
pub struct Planning<'i> {
    input: &'i PlanInput,
    mapping: &'i Mapping,
    catalog: &'i Catalog,
    settings: RunSettings,
    resolved: Resolved,
    axes: Axes,
    shop: ShopStructure,
    plan: Plan,
    /// Of a closer look only.
    languages: Languages,
    /// By SKU; in previews only.
    links: SortedMap<String, Vec<LinkList>>,
}

struct Configurable {
    product: Product,
    combinations: Combinations,
    axes: Vec<String>,
}

impl<'i> Planning<'i> {
    pub fn new(input: &'i PlanInput, mapping: &'i Mapping, catalog: &'i Catalog) -> Self {
        let settings = input.settings.clone().completed().speaking(&input.store).narrowed(catalog);
        let mut resolved = resolve(mapping, catalog, &settings);
        resolved.tell_currency(&settings);
        let mut shop = ShopStructure {
            attributes: input.shop.attributes.clone(),
            chosen: input.chosen.clone(),
            ..ShopStructure::default()
        };
        shop.set_taxonomies(input.shop.taxonomies.clone());
        Self {
            input,
            mapping,
            catalog,
            settings,
            resolved,
            axes: Axes::default(),
            shop,
            plan: Plan::default(),
            languages: Languages::default(),
            links: SortedMap::new(),
        }
    }

    pub fn run(mut self, rows: &Rows, faults: Vec<Fault>) -> Plan {
        for fault in faults {
            self.plan.notes.push(fault_log(&fault));
        }
        if self.settings.translates {
            return self.translations(rows);
        }
        let wanted = self.wanted();
        let parents = self.configurables(&rows.configurables, &wanted);
        // The children's pages need the axes that the parents brought.
        let wanted = self.wanted();
        let products = self.decode(&rows.products, &wanted);
        self.structure();
        let infos = self.plan_parents(parents);
        self.plan_products(products, &infos);
        self.finish()
    }

    fn term_context<'c>(&'c self, resolved: &'c Resolved) -> TermContext<'c> {
        let (catalog, settings, mapping) = (self.catalog, &self.settings, self.mapping);
        TermContext { catalog, settings, store: &self.input.store, mapping, resolved }
    }

    fn wanted(&self) -> Wanted {
        Wanted::new(&self.resolved.attributes, &self.settings.channel, &self.settings.locale_chain)
    }

    fn decode(&mut self, rows: &[Cow<str>], wanted: &Wanted) -> Vec<Product> {
        let mut out = Vec::with_capacity(rows.len());
        for row in rows {
            match Product::decode(row, wanted) {
                Ok(product) => out.push(product),
                Err(unreadable) => self.refuse(unreadable),
            }
        }
        out
    }

    fn refuse(&mut self, Unreadable { fault, field }: Unreadable) {
        let log =
            Log::pull(Level::Error, "product", &fault.path, &fault.code, fault.message.as_str(), &fault.hint);
        let log = Log { field: field.map(Into::into), ..log };
        self.plan.operations.push(stopped(&self.settings.channel, &fault.path, Action::Park, &fault.code));
        self.plan.notes.push(log);
    }

    fn configurables(&mut self, rows: &[Cow<str>], wanted: &Wanted) -> Vec<Configurable> {
        let mut out = Vec::new();
        for product in self.decode(rows, wanted) {
            if product.kind == Kind::VariantGroup {
                continue;
            }
            let (axes, refused) = usable_axes(&product, &mut self.axes, self.catalog, &mut self.resolved);
            self.plan.notes.extend(refused);
            let holders = holders(&product, &axes, &self.input.shop.links, &self.input.shop.matches);
            let combinations = Combinations::held(&product, &axes, self.catalog, &holders);
            out.push(Configurable { product, combinations, axes });
        }
        out
    }

    fn structure(&mut self) {
        let settings = &self.settings;
        let needed = needed_attributes(&self.resolved, &self.axes.list, &settings.label_chain);
        self.plan.operations.extend(self.shop.plan_attributes(&needed, settings).operations);
        let (catalog, mapping, store) = (self.catalog, self.mapping, &self.input.store);
        let context = TermContext { catalog, settings, store, mapping, resolved: &self.resolved };
        let mut plans = Vec::new();
        for need in &needed {
            let vocabulary = Vocabulary::options(&need.slug, &need.code);
            self.shop.recall_names(&vocabulary);
            let options = context.options(&need.code, &vocabulary.prefix, true);
            plans.push(self.shop.plan_terms(&vocabulary, &options, settings, true));
        }
        for source in term_sources(&self.resolved) {
            let vocabulary = Vocabulary::terms(source.taxonomy());
            self.shop.recall_names(&vocabulary);
            match &source {
                TermSource::Attribute { taxonomy, attribute, ordered } => {
                    let options = context.options(attribute, &format!("{taxonomy}:{attribute}/"), *ordered);
                    plans.push(self.shop.plan_terms(&vocabulary, &options, settings, true));
                }
                TermSource::Subtree { taxonomy, category } => {
                    for (level, categories) in subtree(self.catalog, category).iter().enumerate() {
                        let of = |c: &&Category| context.category(c, level, Some(taxonomy), &self.shop.terms);
                        let terms: Vec<NeededTerm> = categories.iter().map(of).collect();
                        plans.push(self.shop.plan_terms(&vocabulary, &terms, settings, true));
                    }
                }
            }
        }
        let vocabulary = Vocabulary::categories(&settings.channel);
        let tree = category_tree(self.catalog, &settings.channel, &self.resolved.references);
        for (level, categories) in tree.levels.iter().enumerate() {
            let of = |c: &&Category| context.category(c, level, None, &self.shop.terms);
            let terms: Vec<NeededTerm> = categories.iter().map(of).collect();
            plans.push(self.shop.plan_terms(&vocabulary, &terms, settings, settings.create_categories));
        }
        self.shop.recall_left(&vocabulary, self.catalog);
        for plan in plans {
            self.plan.operations.extend(plan.operations);
            self.plan.notes.extend(plan.notes);
        }
    }

    fn plan_parents(&mut self, parents: Vec<Configurable>) -> SortedMap<String, ParentInfo> {
        let grids: Vec<Grid> = parents
            .iter()
            .map(|c| {
                let chain = &self.settings.locale_chain;
                Grid::of(&c.product, &c.combinations, &self.axes, self.catalog, chain)
            })
            .collect();
        self.plan.grids = grids;
        let made: Vec<(Product, Role, Option<ParentInfo>, Value)> = parents
            .into_iter()
            .map(|c| {
                let remember = parent::context(
                    &c.product,
                    &c.axes,
                    &c.combinations,
                    self.input.inheritance,
                    &self.resolved,
                    &self.settings,
                );
                (c.product, Role::Variable { axes: c.combinations.axes }, None, remember)
            })
            .collect();
        let planned = self.page(made);
        let mut infos = SortedMap::new();
        // Parents that are linked from an earlier pull, and those of this plan.
        for link in self.input.shop.links.iter().filter(|l| !l.context.is_null()) {
            let info = ParentInfo::from_context(
                &link.code,
                Some(link.id),
                link.target.clone(),
                &link.context,
                &self.resolved,
                &self.settings,
            );
            infos.insert(link.code.clone(), info);
        }
        for (key, id, context) in planned {
            infos.insert(
                key.clone(),
                ParentInfo::from_context(&key, id, None, &context, &self.resolved, &self.settings),
            );
        }
        infos
    }

    fn plan_products(&mut self, products: Vec<Product>, parents: &SortedMap<String, ParentInfo>) {
        let made = products
            .into_iter()
            .map(|mut product| {
                let parent = product.parent.as_ref().and_then(|p| parents.get(p)).cloned();
                if let (true, Some(parent)) = (self.input.inheritance, &parent) {
                    product.inherit(&parent.values, parent.categories.as_ref());
                }
                let role = role_of(&product, parent.as_ref());
                (product, role, parent, Value::Null)
            })
            .collect();
        self.page(made);
    }

    /// Plans a page; returns what children must know of its configurables.
    fn page(
        &mut self,
        made: Vec<(Product, Role, Option<ParentInfo>, Value)>,
    ) -> Vec<(String, Option<u64>, Value)> {
        let missing = if self.resolved.names_terms() {
            let context = target_context(
                self.catalog,
                &self.settings,
                self.input,
                &self.resolved,
                &self.axes,
                &self.shop,
            );
            names_needed(
                made.iter().flat_map(|(product, role, ..)| context.build(product, role).missing_terms),
            )
        } else {
            SortedMap::new()
        };
        for (taxonomy, terms) in missing {
            let Some(vocabulary) = Vocabulary::of_names(&taxonomy, &terms) else { continue };
            let plan = self.shop.plan_terms(&vocabulary, &terms, &self.settings, true);
            self.plan.operations.extend(plan.operations);
        }
        let context =
            target_context(self.catalog, &self.settings, self.input, &self.resolved, &self.axes, &self.shop);
        let items = made
            .into_iter()
            .map(|(p, r, parent, remember)| Item::new(&context, p, r, parent, remember))
            .collect();
        let mut page = PagePlan::new(&context, items)
            .with_choices(&self.input.choices)
            .at(crate::time::seconds(&self.input.now));
        let shop = &self.input.shop;
        let answer = LinksAnswer {
            links: shop.links.clone(),
            matches: shop.matches.clone(),
            items: shop.waiting.clone(),
            originals: shop.originals.clone(),
        };
        page.meet(&answer, self.input.look_closer);
        page.meet_variations(&shop.variations, &shop.links);
        let (operations, logs) = page.operations(&shop.items);
        self.plan.operations.extend(operations);
        self.plan.notes.extend(logs);
        if self.input.look_closer {
            let chain = &self.settings.locale_chain;
            let of =
                |item: &Item| (item.product.sku.clone(), fallbacks(&item.product, &self.resolved, chain));
            self.languages.extend(page.items.iter().map(of));
            self.links.extend(page.items.iter().filter_map(|item| linked(item, &self.input.shop)));
        }
        page.items
            .iter()
            .filter(|item| !item.context.is_null())
            .map(|item| {
                let id = match &item.found {
                    Found::Unchanged(id) | Found::Compare(id) | Found::Restore(id) => Some(*id),
                    Found::New | Found::Renamed { .. } => None,
                    Found::Stop { id, .. } => *id,
                };
                (item.product.sku.clone(), id, item.context.clone())
            })
            .collect()
    }

    fn finish(mut self) -> Plan {
        for (n, operation) in (1..).zip(&mut self.plan.operations) {
            operation.n = n;
        }
        if self.input.look_closer {
            let labels = Words::labels(&self.resolved, &self.axes.list, &self.settings.locale_chain);
            let words = Words::new(&self.shop, labels, std::mem::take(&mut self.languages));
            for operation in &mut self.plan.operations {
                words.tell(operation);
                let lists = self.links.get_mut(&operation.key).filter(|_| may_be_linked(operation));
                operation.links = lists.map(std::mem::take).unwrap_or_default();
            }
        }
        let shop = &self.input.shop;
        for grid in &mut self.plan.grids {
            grid.fill(&self.plan.operations, &shop.links, &shop.variations);
        }
        self.plan.diagnostics = self.resolved.diagnostics;
        self.plan
    }
}

fn target_context<'c>(
    catalog: &'c Catalog,
    settings: &'c RunSettings,
    input: &'c PlanInput,
    resolved: &'c Resolved,
    axes: &'c Axes,
    shop: &'c ShopStructure,
) -> TargetContext<'c> {
    TargetContext { catalog, settings, store: &input.store, resolved, axes, terms: &shop.terms }
}

/// Terms for texts, grouped by taxonomy, each named once.
pub fn names_needed(
    missing: impl Iterator<Item = (String, String, String)>,
) -> SortedMap<String, Vec<NeededTerm>> {
    let mut out: SortedMap<String, SortedMap<String, NeededTerm>> = SortedMap::new();
    for (taxonomy, code, name) in missing {
        let need = NeededTerm { code: code.clone(), slug: term_slug(&name), name, ..NeededTerm::default() };
        out.entry(taxonomy).or_default().entry(code).or_insert(need);
    }
    out.into_iter().map(|(taxonomy, terms)| (taxonomy, terms.into_values().collect())).collect()
}

pub fn fault_log(fault: &Fault) -> Log {
    let (entity, key) = fault.path.split_once('.').unwrap_or(("product", &fault.path));
    Log::pull(Level::Error, entity, key, &fault.code, fault.message.as_str(), &fault.hint)
}

/// An operation that only says why nothing is done.
pub fn stopped(channel: &str, key: &str, action: Action, reason: &str) -> Operation {
    Operation { reason: reason.into(), ..Operation::blank("product", key, channel, action) }
}
