//! A page of products: read, matched, planned, applied.

use serde_json::Value;

use super::io::{Io, Outcome, read_answer};
use super::spec::Job;
use super::structure::Knowledge;
use super::tree::{Group, has_levels};
use crate::error::Fault;
use crate::mapping::Target;
use crate::ordered::{SortedMap, SortedSet};
use crate::plan::{
    Action, Choices, Found, Item, Operation, PagePlan, ParentInfo, Role, Waiting, context, fault_log,
    flag_parents, is_held, item_key, names_needed, role_of, usable_axes, waiting_before, waiting_failed,
    waiting_unreadable,
};
use crate::source::{Kind, Product, Unreadable, Wanted};
use crate::store::{LinksAnswer, ProductsAnswer, Snapshot, VariationsAnswer};
use crate::variants::{Combinations, holders};
use crate::wire::{Counts, ItemRow, Level, Log, Request};

/// A product with its place in the shop and what its children must remember.
pub(super) type Made = (Product, Role, Option<ParentInfo>, Value);

impl Knowledge {
    fn wanted(&self) -> Wanted {
        Wanted::new(&self.resolved.attributes, &self.settings.channel, &self.settings.locale_chain)
    }

    pub(super) fn decode(&mut self, rows: &[&str]) -> Vec<Product> {
        self.unreadable.clear();
        let wanted = self.wanted();
        let mut out = Vec::with_capacity(rows.len());
        for row in rows {
            match Product::decode(row, &wanted) {
                Ok(product) => out.push(product),
                Err(fault) => self.unreadable.push(fault),
            }
        }
        out
    }

    /// What could not be decoded is parked, once; nothing is taken for deleted because of it.
    pub(super) async fn park_unreadable(&mut self, io: &Io) -> Result<(), Fault> {
        let unreadable = std::mem::take(&mut self.unreadable);
        let mut write = Vec::new();
        for Unreadable { fault, field } in unreadable {
            io.checkpoint(|c| {
                c.counts.parked += 1;
                c.incomplete = true;
            });
            write.push(waiting_unreadable(&self.settings.channel, &fault, field));
            let log = fault_log(&Fault { path: format!("product.{}", fault.path), ..fault });
            io.log(Log { field: field.map(Into::into), ..log });
        }
        io.write_items(Waiting { write, remove: Vec::new() }).await
    }

    /// A page of configurables: the parents of variable products.
    pub async fn configurables(&mut self, io: &Io, rows: &[&str]) -> Result<(), Fault> {
        if self.settings.translates {
            return self.translate(io, rows).await;
        }
        let mut found = Vec::new();
        for product in self.decode(rows) {
            if product.kind == Kind::VariantGroup {
                continue;
            }
            self.parents_met.insert(product.sku.clone());
            let (axes, notes) = usable_axes(&product, &mut self.axes, &self.catalog, &mut self.resolved);
            io.log_all(notes);
            found.push((product, axes));
        }
        self.park_unreadable(io).await?;
        self.prepare_axes(io).await?;
        let inherit = self.capabilities.inheritance;
        let is_tree = |(product, axes): &(Product, Vec<String>)| inherit && has_levels(product, axes);
        let trees: Vec<String> =
            found.iter().filter(|one| is_tree(one)).map(|(product, _)| product.sku.clone()).collect();
        let links = self.read_links(io, self.codes_to_know(&found, &trees), &[]).await?;
        let mut levels = Vec::new();
        let mut made = Vec::with_capacity(found.len());
        for (product, axes) in found {
            let tree = trees.contains(&product.sku);
            let (combinations, used) = if tree {
                levels.push((product.sku.clone(), levels_of(&product, &axes)));
                let link = links.links.iter().find(|l| l.code == product.sku);
                self.tree_axes(&product, &axes, link)
            } else {
                let holders = holders(&product, &axes, &links.links, &links.matches);
                (Combinations::held(&product, &axes, &self.catalog, &holders), Value::Null)
            };
            let mut remember =
                context(&product, &axes, &combinations, inherit, &self.resolved, &self.settings);
            if tree {
                remember["used"] = used;
            }
            made.push((product, Role::Variable { axes: combinations.axes }, None, remember));
        }
        self.page(io, made, None).await?;
        self.remember_levels(io, levels).await
    }

    /// Whose links tell more than the listing: trees, and variants of which several want one place.
    fn codes_to_know(&self, found: &[(Product, Vec<String>)], trees: &[String]) -> Vec<String> {
        let mut codes = trees.to_vec();
        for (product, axes) in found.iter().filter(|(product, _)| !trees.contains(&product.sku)) {
            if !Combinations::of(product, axes, &self.catalog).doubles.is_empty() {
                codes.extend(product.variants.iter().map(|v| v.sku.clone()));
            }
        }
        codes
    }

    /// A page of simple products and variants.
    pub async fn products(&mut self, io: &Io, rows: &[&str]) -> Result<(), Fault> {
        if self.settings.translates {
            return self.translate(io, rows).await;
        }
        let mut products = self.decode(rows);
        let codes = own_codes(&products);
        let gtins = self.gtins(products.iter());
        let mut links =
            self.read_matches(io, PagePlan::codes(products.iter()), &codes, gtins.clone()).await?;
        self.meet_levels(io, &products, &mut links).await?;
        if self.look_at_parents(io, &products, &links).await? {
            links = self.read_matches(io, PagePlan::codes(products.iter()), &codes, gtins).await?;
            self.meet_levels(io, &products, &mut links).await?;
        }
        // After a change of host the axes are known only from the parents' links.
        if self.learn_axes(&links) {
            self.prepare_axes(io).await?;
            products = self.decode(rows);
        }
        self.park_unreadable(io).await?;
        let made: Vec<Made> = products
            .into_iter()
            .map(|mut product| {
                let parent = self.parent_of(&product, &links);
                self.complete_leaf(&mut product);
                if let (true, Some(parent)) = (self.capabilities.inheritance, &parent) {
                    product.inherit(&parent.values, parent.categories.as_ref());
                }
                let role = role_of(&product, parent.as_ref());
                (product, role, parent, Value::Null)
            })
            .collect();
        let leaves: Vec<(&Product, &ParentInfo)> =
            made.iter().filter_map(|(product, _, parent, _)| Some((product, parent.as_ref()?))).collect();
        let fresh = self.new_options(&leaves);
        self.page(io, made, Some(links)).await?;
        self.widen(io, fresh).await
    }

    async fn prepare_axes(&mut self, io: &Io) -> Result<(), Fault> {
        self.read_options(io).await?;
        self.bring_attributes(io).await
    }

    /// Axes of earlier runs: where not every configurable is met, their options may have changed all the same.
    pub async fn recall_axes(&mut self, io: &Io) -> Result<(), Fault> {
        self.read_shop_terms(io).await?;
        for link in self.shop.attributes.links.clone() {
            // One that cannot serve any more was told when it was met.
            let _ = self.axes.add(&link.code, &self.catalog, &mut self.resolved);
        }
        Ok(())
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
        let code = self.groups.get(code).map_or(code, |group| &group.parent);
        let link = links.links.iter().find(|l| {
            l.code == *code && l.context.get("axes").is_some() && l.kind != crate::store::kind::GONE
        })?;
        let info = ParentInfo::from_context(
            code,
            link.is_there().then_some(link.id),
            link.target.clone(),
            &link.context,
            &self.resolved,
            &self.settings,
        );
        Some(ParentInfo { flags: link.flags.clone(), ..info })
    }

    /// Links and matches of codes; `met` are those that the listing has shown just now.
    pub async fn read_links(
        &self,
        io: &Io,
        codes: Vec<String>,
        met: &[String],
    ) -> Result<LinksAnswer, Fault> {
        self.read_matches(io, codes, met, SortedMap::new()).await
    }

    /// GTINs of products by SKU, where items are matched by them.
    fn gtins<'p>(&self, products: impl Iterator<Item = &'p Product>) -> SortedMap<String, String> {
        let row = self.resolved.row(&Target::Gtin).filter(|_| self.settings.match_by_gtin);
        let Some(number) = row.and_then(|row| row.attribute) else { return SortedMap::new() };
        let gtin = |p: &Product| Some(p.values.get(number)?.first()?.value.as_str()?.trim().to_owned());
        products.filter_map(|p| Some((p.sku.clone(), gtin(p).filter(|g| !g.is_empty())?))).collect()
    }

    async fn read_matches(
        &self,
        io: &Io,
        codes: Vec<String>,
        met: &[String],
        gtins: SortedMap<String, String>,
    ) -> Result<LinksAnswer, Fault> {
        if codes.is_empty() {
            return Ok(LinksAnswer::default());
        }
        let channel = self.settings.link_channel();
        let marks = self.marks && !met.is_empty();
        let mut answers = io
            .ask(|id| {
                let mut requests = Vec::new();
                if marks {
                    let (channel, codes) = (channel.clone(), met.to_vec());
                    requests.push(Request::Mark { id: id(), entity: "product", channel, codes });
                }
                requests.push(Request::Links {
                    id: id(),
                    entity: "product",
                    channel,
                    codes,
                    r#match: (!self.settings.translates).then_some("sku"),
                    gtins,
                    others: self.settings.others(),
                    tongue: self.settings.tongue(&self.settings.channel),
                });
                requests
            })
            .await?;
        read_answer(answers.pop().map(|r| r.rest).unwrap_or_default())
    }

    pub(super) async fn page(
        &mut self,
        io: &Io,
        made: Vec<Made>,
        links: Option<LinksAnswer>,
    ) -> Result<(), Fault> {
        let missing = if self.resolved.names_terms() {
            let context = self.target_context();
            names_needed(
                made.iter().flat_map(|(product, role, ..)| context.build(product, role).missing_terms),
            )
        } else {
            crate::ordered::SortedMap::new()
        };
        for (taxonomy, terms) in missing {
            self.bring_names(io, &taxonomy, &terms).await?;
        }
        let links = if let Some(links) = links {
            links
        } else {
            let codes = PagePlan::codes(made.iter().map(|(p, ..)| p));
            let gtins = self.gtins(made.iter().map(|(p, ..)| p));
            self.read_matches(io, codes.clone(), &codes, gtins).await?
        };
        let met: SortedSet<String> = made.iter().map(|(product, ..)| product.sku.clone()).collect();
        let parents: Vec<Option<&str>> = made.iter().map(|(product, ..)| product.parent.as_deref()).collect();
        // What is planned takes several times the room of what UnoPim says: a small host takes it in smaller pieces.
        let cuts = cuts(&parents, 2 * self.settings.batch_size);
        let mut rest = made.into_iter();
        for count in cuts {
            let some = rest.by_ref().take(count).collect();
            self.portion(io, some, &links, &met).await?;
            io.checkpoint(|c| c.settled += count as u64);
        }
        io.checkpoint(|c| c.settled = 0);
        Ok(())
    }

    /// Some products of a page; `met` are all of it.
    async fn portion(
        &mut self,
        io: &Io,
        made: Vec<Made>,
        links: &LinksAnswer,
        met: &SortedSet<String>,
    ) -> Result<(), Fault> {
        let context = self.target_context();
        let items = made
            .into_iter()
            .map(|(p, r, parent, remember)| Item::new(&context, p, r, parent, remember))
            .collect();
        let choices = self.choices();
        let mut page = PagePlan::new(&context, items)
            .with_choices(&choices)
            .at(crate::time::seconds(&io.0.borrow().now));
        page.meet(links, false);
        // Before places are looked at: a variant under another name stands at its own.
        self.find_renamed(io, &mut page, met).await?;
        let parents = page.parents_to_search();
        if !parents.is_empty() {
            let answer: VariationsAnswer = io.ask_one(|id| Request::Variations { id, parents }).await?;
            let codes = page.in_the_way(&answer.variations);
            let there =
                if codes.is_empty() { Vec::new() } else { self.read_links(io, codes, &[]).await?.links };
            page.meet_variations(&answer.variations, &there);
        }
        let snapshots = self.read_products(io, page.ids_to_read(), page.fields_to_read()).await?;
        let (mut operations, logs) = page.operations(&snapshots);
        let mut waiting = waiting_before(&page.items, &operations, &logs);
        if self.settings.own_rows_only {
            // Files and failures are the default language's to look after.
            waiting.write.retain(|row| row.lane == "held");
        }
        io.log_all(logs);
        Self::count_idle(io, &operations);
        let mut first = flag_parents(&page.items, &operations);
        first.extend(page.outdated_links());
        operations.retain(|op| op.action.is_executable());
        self.name_deleted(io, &mut operations).await?;
        let operations = if self.spec.is_dry() { operations } else { io.as_of_asking(operations) };
        let done = io.apply_after(waiting, first.into_iter().chain(operations).collect()).await?;
        let mut after = Waiting::default();
        let again = settle(io, done, &links.items, &mut after);
        if !again.is_empty() {
            self.plan_again(io, &mut page, again, &mut after).await?;
        }
        io.write_items(after).await
    }

    /// What somebody chose for held fields, in a run that was started for it.
    fn choices(&self) -> Choices {
        match &self.spec.job {
            Job::Pull(pull) => pull.choices.clone(),
            _ => Choices::new(),
        }
    }

    pub async fn read_products(
        &self,
        io: &Io,
        ids: Vec<u64>,
        fields: Vec<String>,
    ) -> Result<Vec<Snapshot>, Fault> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let channel = self.settings.link_channel();
        let others = self.settings.others();
        let answer: ProductsAnswer =
            io.ask_one(|id| Request::Products { id, channel, ids, fields, others }).await?;
        Ok(answer.items)
    }

    fn count_idle(io: &Io, operations: &[Operation]) {
        let count = |action: Action| operations.iter().filter(|op| op.action == action).count() as u64;
        let unchanged = {
            let x = &mut *io.0.borrow_mut();
            let counted = x.counted.min(count(Action::Unchanged));
            x.counted -= counted;
            count(Action::Unchanged) - counted
        };
        io.checkpoint(|c| {
            c.counts.unchanged += unchanged;
            c.counts.skipped += count(Action::Skip);
            c.counts.parked += count(Action::Park);
            c.counts.held += operations.iter().filter(|op| op.fields.iter().any(is_held)).count() as u64;
        });
    }

    /// Items that were edited in the shop between reading and writing, or came out of the trash, are compared once more,
    /// with what is there now.
    async fn plan_again(
        &self,
        io: &Io,
        page: &mut PagePlan<'_, '_>,
        changed: Vec<String>,
        after: &mut Waiting,
    ) -> Result<(), Fault> {
        page.items.retain(|item| changed.contains(&item.product.sku));
        for item in &mut page.items {
            if let Found::Restore(id) = item.found {
                item.found = Found::Compare(id);
            }
        }
        page.items.retain(|item| matches!(item.found, Found::Compare(_)));
        let snapshots = self.read_products(io, page.ids_to_read(), page.fields_to_read()).await?;
        let (mut operations, logs) = page.operations(&snapshots);
        let waiting = waiting_before(&page.items, &operations, &logs);
        Self::count_idle(io, &operations);
        operations.retain(|op| op.action.is_executable());
        self.name_deleted(io, &mut operations).await?;
        let done = io.apply_after(waiting, io.as_of_asking(operations)).await?;
        for key in settle(io, done, &[], after) {
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

/// How many of a page are planned at once, one after the other. Variants of one product stay together: one may take another's place.
fn cuts(parents: &[Option<&str>], most: usize) -> Vec<usize> {
    let last: SortedMap<&str, usize> =
        parents.iter().enumerate().filter_map(|(at, parent)| Some(((*parent)?, at))).collect();
    let (mut out, mut from, mut until) = (Vec::new(), 0, 0);
    for (at, parent) in parents.iter().enumerate() {
        until = until.max(parent.map_or(at, |parent| last[parent]));
        if at + 1 == parents.len() || (at + 1 - from >= most && until <= at) {
            out.push(at + 1 - from);
            from = at + 1;
        }
    }
    out
}

/// The levels that a configurable lists, with the options that they stand for.
fn levels_of(product: &Product, axes: &[String]) -> Vec<(String, Group)> {
    let parent = &product.sku;
    let options = |v: &crate::source::Variant| {
        v.options.iter().filter(|(axis, _)| axes.contains(axis)).cloned().collect()
    };
    product
        .variants
        .iter()
        .map(|v| (v.sku.clone(), Group { parent: parent.clone(), options: options(v) }))
        .collect()
}

fn own_codes(products: &[Product]) -> Vec<String> {
    products.iter().map(|p| p.sku.clone()).collect()
}

/// Counts what was done and logs what was not; returns the keys whose shop item changed meanwhile.
pub fn settle(
    io: &Io,
    done: Vec<(Operation, Outcome)>,
    items: &[ItemRow],
    after: &mut Waiting,
) -> Vec<String> {
    let mut again = Vec::new();
    for (operation, outcome) in done {
        let parked = items.iter().find(|row| row.lane == "parked" && row.code == operation.key);
        let flag = operation.reason == "variations_change";
        match &outcome {
            Outcome::Failed(fault) => after.write.push(waiting_failed(&operation, fault, parked)),
            Outcome::Done(_) if parked.is_some() && !flag => {
                after.remove.push(item_key("parked", &operation.entity, &operation.channel, &operation.key));
            }
            _ => {}
        }
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
                Action::Restore => {
                    count(&|c| {
                        c.restored += 1;
                        c.writes += 1;
                    });
                    again.push(operation.key);
                }
                Action::Link if !flag => count(&|c| c.unchanged += 1),
                _ => {}
            },
            Outcome::Changed(_) => again.push(operation.key),
            Outcome::Failed(fault) => {
                count(&|c| c.failed += 1);
                io.log(Log::fault("product", &operation.key, &fault));
            }
        }
    }
    again
}

#[cfg(test)]
mod tests {
    use super::cuts;

    #[test]
    fn a_page_is_cut_where_no_product_is_torn_apart() {
        assert_eq!(cuts(&[], 4), Vec::<usize>::new());
        assert_eq!(cuts(&[None; 9], 4), [4, 4, 1]);
        assert_eq!(cuts(&[Some("tee"); 5], 4), [5]);
        let tee = Some("tee");
        assert_eq!(cuts(&[None, tee, None, None, None, tee, None, None], 4), [6, 2]);
    }
}
