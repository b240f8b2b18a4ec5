//! A page of products: read, matched, planned, applied.

use serde_json::Value;

use super::io::{Io, Outcome};
use super::structure::Knowledge;
use crate::error::Fault;
use crate::plan::{
    Action, Found, Item, Operation, PagePlan, ParentInfo, Role, context, fault_log, flag_parents,
    names_needed, role_of, usable_axes,
};
use crate::source::{Kind, Product, Wanted};
use crate::store::{LinksAnswer, ProductsAnswer, Snapshot, VariationsAnswer};
use crate::variants::Combinations;
use crate::wire::{Counts, Level, Log, Request};

/// A product with its place in the shop and what its children must remember.
type Made = (Product, Role, Option<ParentInfo>, Value);

impl Knowledge {
    fn wanted(&self) -> Wanted {
        Wanted::new(&self.resolved.attributes, &self.settings.channel, &self.settings.locale_chain)
    }

    fn decode(&self, io: &Io, rows: &[&str]) -> Vec<Product> {
        let wanted = self.wanted();
        let mut out = Vec::with_capacity(rows.len());
        for row in rows {
            match Product::decode(row, &wanted) {
                Ok(product) => out.push(product),
                Err(fault) => {
                    io.checkpoint(|c| c.counts.parked += 1);
                    io.log(fault_log(&Fault { path: format!("product.{}", fault.path), ..fault }));
                }
            }
        }
        out
    }

    /// A page of configurables: the parents of variable products.
    pub async fn configurables(&mut self, io: &Io, rows: &[&str]) -> Result<(), Fault> {
        let mut found = Vec::new();
        for product in self.decode(io, rows) {
            if product.kind == Kind::VariantGroup {
                continue;
            }
            let (axes, notes) = usable_axes(&product, &mut self.axes, &self.catalog, &mut self.resolved);
            io.log_all(notes);
            found.push((product, axes));
        }
        self.prepare_axes(io).await?;
        let inherit = self.capabilities.inheritance;
        let made = found
            .into_iter()
            .map(|(product, axes)| {
                let combinations = Combinations::of(&product, &axes, &self.catalog);
                let remember =
                    context(&product, &axes, &combinations, inherit, &self.resolved, &self.settings);
                (product, Role::Variable { axes: combinations.axes }, None, remember)
            })
            .collect();
        self.page(io, made, None).await
    }

    /// A page of simple products and variants.
    pub async fn products(&mut self, io: &Io, rows: &[&str]) -> Result<(), Fault> {
        let mut products = self.decode(io, rows);
        let links = self.read_links(io, PagePlan::codes(products.iter())).await?;
        // After a change of host the axes are known only from the parents' links.
        if self.learn_axes(&links) {
            self.prepare_axes(io).await?;
            products = self.decode(io, rows);
        }
        let made = products
            .into_iter()
            .map(|mut product| {
                let parent = self.parent_of(&product, &links);
                if let (true, Some(parent)) = (self.capabilities.inheritance, &parent) {
                    product.inherit(&parent.values, parent.categories.as_ref());
                }
                let role = role_of(&product, parent.as_ref());
                (product, role, parent, Value::Null)
            })
            .collect();
        self.page(io, made, Some(links)).await
    }

    async fn prepare_axes(&mut self, io: &Io) -> Result<(), Fault> {
        self.read_options(io).await?;
        self.bring_attributes(io).await
    }

    /// Adds the axes that linked parents name; true when there was a new one.
    fn learn_axes(&mut self, links: &LinksAnswer) -> bool {
        let before = self.axes.list.len();
        for link in &links.links {
            let axes = link.context.get("axes").map(crate::source::option_codes).unwrap_or_default();
            for code in axes {
                // One that cannot serve was told when its parent was planned.
                let _ = self.axes.add(&code, &self.catalog, &mut self.resolved);
            }
        }
        self.axes.list.len() > before
    }

    fn parent_of(&self, product: &Product, links: &LinksAnswer) -> Option<ParentInfo> {
        let code = product.parent.as_ref()?;
        let link = links
            .links
            .iter()
            .find(|l| l.code == *code && !l.context.is_null() && l.kind != crate::store::kind::GONE)?;
        Some(ParentInfo::from_context(
            code,
            Some(link.id),
            link.target.clone(),
            &link.context,
            &self.resolved,
            &self.settings,
        ))
    }

    async fn read_links(&self, io: &Io, codes: Vec<String>) -> Result<LinksAnswer, Fault> {
        if codes.is_empty() {
            return Ok(LinksAnswer::default());
        }
        let channel = self.settings.channel.clone();
        io.ask_one(|id| Request::Links { id, entity: "product", channel, codes, r#match: Some("sku") }).await
    }

    async fn page(&mut self, io: &Io, made: Vec<Made>, links: Option<LinksAnswer>) -> Result<(), Fault> {
        let missing = if self.resolved.names_terms() {
            let context = self.target_context();
            names_needed(
                made.iter().flat_map(|(product, role, ..)| context.build(product, role).missing_terms),
            )
        } else {
            std::collections::BTreeMap::new()
        };
        for (taxonomy, terms) in missing {
            self.bring_names(io, &taxonomy, &terms).await?;
        }
        let links = match links {
            Some(links) => links,
            None => self.read_links(io, PagePlan::codes(made.iter().map(|(p, ..)| p))).await?,
        };
        let context = self.target_context();
        let items = made
            .into_iter()
            .map(|(p, r, parent, remember)| Item::new(&context, p, r, parent, remember))
            .collect();
        let mut page = PagePlan { context: &context, items };
        page.meet(&links, false);
        let parents = page.parents_to_search();
        if !parents.is_empty() {
            let answer: VariationsAnswer = io.ask_one(|id| Request::Variations { id, parents }).await?;
            page.meet_variations(&answer.variations);
        }
        let snapshots = self.read_products(io, page.ids_to_read(), page.fields_to_read()).await?;
        let (mut operations, logs) = page.operations(&snapshots);
        io.log_all(logs);
        Self::count_idle(io, &operations);
        let flags = flag_parents(&page.items, &operations);
        operations.retain(|op| op.action.is_executable());
        let done = io.apply(flags.into_iter().chain(operations).collect()).await?;
        let again = settle(io, done);
        if !again.is_empty() {
            self.plan_again(io, &mut page, again).await?;
        }
        Ok(())
    }

    async fn read_products(
        &self,
        io: &Io,
        ids: Vec<u64>,
        fields: Vec<String>,
    ) -> Result<Vec<Snapshot>, Fault> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let channel = self.settings.channel.clone();
        let answer: ProductsAnswer = io.ask_one(|id| Request::Products { id, channel, ids, fields }).await?;
        Ok(answer.items)
    }

    fn count_idle(io: &Io, operations: &[Operation]) {
        let count = |action: Action| operations.iter().filter(|op| op.action == action).count() as u64;
        io.checkpoint(|c| {
            c.counts.unchanged += count(Action::Unchanged);
            c.counts.skipped += count(Action::Skip);
            c.counts.parked += count(Action::Park);
        });
    }

    /// Items that were edited in the shop between reading and writing are compared once more, with what is there now.
    async fn plan_again(
        &self,
        io: &Io,
        page: &mut PagePlan<'_, '_>,
        changed: Vec<String>,
    ) -> Result<(), Fault> {
        page.items
            .retain(|item| changed.contains(&item.product.sku) && matches!(item.found, Found::Compare(_)));
        let snapshots = self.read_products(io, page.ids_to_read(), page.fields_to_read()).await?;
        let (mut operations, _) = page.operations(&snapshots);
        Self::count_idle(io, &operations);
        operations.retain(|op| op.action.is_executable());
        for key in settle(io, io.apply(operations).await?) {
            let hint = "Nothing was overwritten; the next pull looks at it again.";
            io.checkpoint(|c| c.counts.parked += 1);
            io.log(Log::pull(
                Level::Warn,
                "product",
                &key,
                "changed_since_read",
                "It is being edited in the shop",
                hint,
            ));
        }
        Ok(())
    }
}

/// Counts what was done and logs what was not; returns the keys whose shop item changed meanwhile.
fn settle(io: &Io, done: Vec<(Operation, Outcome)>) -> Vec<String> {
    let mut again = Vec::new();
    for (operation, outcome) in done {
        let count = |change: &dyn Fn(&mut Counts)| io.checkpoint(|c| change(&mut c.counts));
        match outcome {
            Outcome::Done(_) => match operation.action {
                Action::Create => count(&|c| {
                    c.created += 1;
                    c.writes += 1;
                }),
                Action::Update => count(&|c| {
                    c.updated += 1;
                    c.writes += 1;
                }),
                Action::Link if operation.reason != "variations_change" => count(&|c| c.unchanged += 1),
                _ => {}
            },
            Outcome::Changed(_) => again.push(operation.key),
            Outcome::Failed(fault) => {
                count(&|c| c.failed += 1);
                let mut log = Log::pull(
                    Level::Error,
                    "product",
                    &operation.key,
                    &fault.code,
                    fault.message,
                    &fault.hint,
                );
                log.field = (!fault.path.is_empty()).then_some(fault.path);
                io.log(log);
            }
        }
    }
    again
}
