//! What the shop must have of the structure before products can name it: attributes, terms, categories.

use serde::Deserialize;

use super::io::{Io, Outcome};
use super::structure::Knowledge;
use crate::error::Fault;
use crate::plan::{
    Action, Needed, NeededTerm, Operation, TermPlan, TermSource, Vocabulary, Waiting, category_tree,
    item_key, needed_attributes, subtree, term_sources, waiting_failed,
};
use crate::source::Category;
use crate::store::TermsAnswer;
use crate::wire::{ItemRow, Level, Log, Request, TaxonomyWish};

const PARKED: &str = "parked";

impl Knowledge {
    /// Attributes and terms that rows and the axes met so far need; those in step already are not looked at again.
    pub async fn bring_attributes(&mut self, io: &Io) -> Result<(), Fault> {
        let needed: Vec<Needed> =
            needed_attributes(&self.resolved, &self.axes.list, &self.settings.label_chain)
                .into_iter()
                .filter(|need| !self.ready.contains(&need.slug))
                .collect();
        if needed.is_empty() {
            return Ok(());
        }
        self.shop.attributes = io.ask_one(|id| Request::Attributes { id }).await?;
        let plan = self.shop.plan_attributes(&needed, &self.settings);
        self.apply_structure(io, plan).await?;
        let vocabularies: Vec<Vocabulary> =
            needed.iter().map(|need| Vocabulary::options(&need.slug, &need.code)).collect();
        self.read_terms(io, &vocabularies).await?;
        let mut plan = TermPlan::default();
        for (need, vocabulary) in needed.iter().zip(&vocabularies) {
            self.shop.recall_names(vocabulary);
            let mut options = self.term_context().options(&need.code, &vocabulary.prefix, true);
            options.extend(self.shop.open_names(vocabulary, &vocabulary.prefix));
            add(&mut plan, self.shop.plan_terms(vocabulary, &options, &self.settings, true));
        }
        self.bring(io, plan, &vocabularies).await?;
        self.ready.extend(needed.into_iter().map(|need| need.slug));
        Ok(())
    }

    /// Terms of other taxonomies: brands, collections and whatever else stands for records that UnoPim has no entity for; tags.
    pub async fn bring_references(&mut self, io: &Io) -> Result<(), Fault> {
        let sources = term_sources(&self.resolved);
        let mut vocabularies: Vec<Vocabulary> = Vec::new();
        for source in &sources {
            let vocabulary = Vocabulary::terms(source.taxonomy());
            if !vocabularies.contains(&vocabulary) {
                vocabularies.push(vocabulary);
            }
        }
        if vocabularies.is_empty() {
            return Ok(());
        }
        self.read_terms(io, &vocabularies).await?;
        vocabularies.retain(|vocabulary| self.has_taxonomy(io, &vocabulary.taxonomy));
        for vocabulary in &vocabularies {
            self.shop.recall_names(vocabulary);
        }
        let known = |source: &&TermSource| vocabularies.iter().any(|v| v.taxonomy == source.taxonomy());
        for source in sources.iter().filter(known) {
            let vocabulary = Vocabulary::terms(source.taxonomy());
            match source {
                TermSource::Attribute { taxonomy, attribute, ordered } => {
                    let prefix = format!("{taxonomy}:{attribute}/");
                    let mut options = self.term_context().options(attribute, &prefix, *ordered);
                    options.extend(self.shop.open_names(&vocabulary, &prefix));
                    let plan = self.shop.plan_terms(&vocabulary, &options, &self.settings, true);
                    self.bring(io, plan, std::slice::from_ref(&vocabulary)).await?;
                }
                TermSource::Subtree { taxonomy, category } => {
                    let catalog = self.catalog.clone();
                    let levels = subtree(&catalog, category);
                    self.bring_levels(io, &vocabulary, Some(taxonomy), &levels, true).await?;
                }
            }
        }
        Ok(())
    }

    fn has_taxonomy(&self, io: &Io, taxonomy: &str) -> bool {
        let exists = self.shop.taxonomies.get(taxonomy).is_some_and(|row| row.exists);
        if !exists {
            let message = format!("The shop has no taxonomy {taxonomy}; its terms are left out");
            let hint = "Add the taxonomy on the Categories tab of the mapping, or clear the row.";
            io.log(Log::pull(Level::Error, "reference", taxonomy, "taxonomy_missing", message, hint));
        }
        exists
    }

    /// The category tree of the channel.
    pub async fn bring_categories(&mut self, io: &Io) -> Result<(), Fault> {
        let vocabulary = Vocabulary::categories(&self.settings.channel);
        self.read_terms(io, std::slice::from_ref(&vocabulary)).await?;
        let catalog = self.catalog.clone();
        let tree = category_tree(&catalog, &self.settings.channel, &self.resolved.references);
        if tree.root_missing {
            let message = "The channel's root category is not among UnoPim's categories";
            let hint = "Check the channel's root category in UnoPim.";
            let key = &self.settings.channel;
            io.log(Log::pull(Level::Warn, "channel", key, "root_missing", message, hint));
        }
        let creates = self.settings.create_categories;
        self.bring_levels(io, &vocabulary, None, &tree.levels, creates).await?;
        self.shop.recall_left(&vocabulary, &catalog);
        Ok(())
    }

    /// Level by level: parents come before their children, and have their ids by then.
    async fn bring_levels(
        &mut self,
        io: &Io,
        vocabulary: &Vocabulary,
        taxonomy: Option<&str>,
        levels: &[Vec<&Category>],
        creates: bool,
    ) -> Result<(), Fault> {
        for (level, categories) in levels.iter().enumerate() {
            let context = self.term_context();
            let of = |category: &&Category| context.category(category, level, taxonomy, &self.shop.terms);
            let terms: Vec<NeededTerm> = categories.iter().map(of).collect();
            let plan = self.shop.plan_terms(vocabulary, &terms, &self.settings, creates);
            self.bring(io, plan, std::slice::from_ref(vocabulary)).await?;
        }
        Ok(())
    }

    /// Terms for texts that a page met for the first time.
    pub async fn bring_names(&mut self, io: &Io, taxonomy: &str, needed: &[NeededTerm]) -> Result<(), Fault> {
        let Some(vocabulary) = Vocabulary::of_names(taxonomy, needed) else { return Ok(()) };
        // A taxonomy that the shop does not have was told with the structure.
        if self.shop.taxonomies.get(taxonomy).is_some_and(|row| !row.exists) && vocabulary.entity == "term" {
            return Ok(());
        }
        let plan = self.shop.plan_terms(&vocabulary, needed, &self.settings, true);
        self.bring(io, plan, std::slice::from_ref(&vocabulary)).await
    }

    /// Carries a plan of terms out, and reads back what was created: ids, and the slugs that WordPress settled on.
    pub(super) async fn bring(
        &mut self,
        io: &Io,
        plan: TermPlan,
        vocabularies: &[Vocabulary],
    ) -> Result<(), Fault> {
        let created = plan.operations.iter().any(|op| op.action == Action::Create);
        self.apply_structure(io, plan).await?;
        if created {
            self.read_terms(io, vocabularies).await?;
            for vocabulary in vocabularies {
                self.shop.refresh(vocabulary);
            }
        }
        Ok(())
    }

    pub(super) async fn read_terms(&mut self, io: &Io, vocabularies: &[Vocabulary]) -> Result<(), Fault> {
        let meta = self.term_context().category_meta();
        let taxonomies: Vec<TaxonomyWish> =
            vocabularies.iter().map(|v| v.wish(&meta, &self.settings)).collect();
        let answer: TermsAnswer = io.ask_one(|id| Request::Terms { id, taxonomies }).await?;
        self.shop.set_taxonomies(answer.taxonomies);
        Ok(())
    }

    /// Carries structure operations out. What fails is parked; products that need it tell so themselves.
    async fn apply_structure(&mut self, io: &Io, plan: TermPlan) -> Result<(), Fault> {
        let TermPlan { operations, rows, held, notes, .. } = plan;
        io.log_all(notes);
        io.checkpoint(|c| c.counts.held += held);
        let mut before = rows;
        let mut rest = operations;
        loop {
            let later = rest.split_off(rest.len().min(2 * self.settings.batch_size));
            let done = io.apply_after(std::mem::take(&mut before), rest).await?;
            let after = self.settle_structure(io, done);
            io.write_items(after).await?;
            if later.is_empty() {
                return Ok(());
            }
            rest = later;
        }
    }

    fn settle_structure(&mut self, io: &Io, done: Vec<(Operation, Outcome)>) -> Waiting {
        let mut after = Waiting::default();
        for (operation, outcome) in done {
            let key = (operation.entity.clone(), operation.key.clone());
            match outcome {
                Outcome::Done(_) => {
                    io.checkpoint(|c| c.counts.writes += u64::from(operation.writes()));
                    if self.parked.remove(&key).is_some() {
                        after.remove.push(self.parked_key(&key));
                    }
                }
                Outcome::Changed(_) => {
                    let hint = "Nothing was overwritten; the next pull looks at it again.";
                    let message = "It was edited in the shop at this moment";
                    io.log(Log::pull(Level::Warn, &key.0, &key.1, "changed_since_read", message, hint));
                }
                Outcome::Failed(fault) => {
                    let row = waiting_failed(&operation, &fault, self.parked.get(&key));
                    after.write.push(ItemRow { channel: self.settings.channel.clone(), ..row });
                    // Told once more below should it be met again in this run.
                    self.parked.remove(&key);
                    io.failed(Log::fault(&key.0, &key.1, &fault));
                }
            }
        }
        if self.settings.own_rows_only {
            // Failures of the structure are the default language's to look after.
            after.write.clear();
        }
        after
    }

    fn parked_key(&self, (entity, code): &(String, String)) -> crate::wire::ItemKey {
        item_key(PARKED, entity, &self.settings.channel, code)
    }

    /// Structure that an earlier run could not bring over; `outward`: that a push could not.
    pub async fn recall_parked(&mut self, io: &Io, outward: bool) -> Result<(), Fault> {
        let channel = if outward { self.settings.link_channel() } else { self.settings.channel.clone() };
        let mut states = vec!["parked", "retry"];
        if outward {
            states.push("ignored");
        }
        let rows = Self::read_parked(io, &channel, &states).await?.into_iter();
        let structure = rows.filter(|row| row.entity != "product" && row.is_outward() == outward);
        self.parked.extend(structure.map(|row| ((row.entity.clone(), row.code.clone()), row)));
        Ok(())
    }

    pub async fn read_parked(io: &Io, channel: &str, states: &[&'static str]) -> Result<Vec<ItemRow>, Fault> {
        #[derive(Deserialize)]
        struct Parked {
            #[serde(default)]
            items: Vec<ItemRow>,
        }
        let mut out: Vec<ItemRow> = Vec::new();
        loop {
            let (channel, states) = (channel.to_owned(), states.to_vec());
            let after = out.last().map_or(0, |row| row.row);
            let page: Parked = io
                .ask_one(|id| Request::Items {
                    id,
                    lane: PARKED,
                    channel,
                    states,
                    due: false,
                    after,
                    limit: 500,
                })
                .await?;
            if page.items.is_empty() {
                return Ok(out);
            }
            out.extend(page.items);
        }
    }

    /// What was parked and is in step now, or is no more, leaves the lane.
    pub async fn release_parked(&mut self, io: &Io) -> Result<(), Fault> {
        let solved = std::mem::take(&mut self.parked);
        let remove = solved.keys().map(|key| self.parked_key(key)).collect();
        io.write_items(Waiting { write: Vec::new(), remove }).await
    }
}

fn add(plan: &mut TermPlan, more: TermPlan) {
    plan.operations.extend(more.operations);
    plan.rows.write.extend(more.rows.write);
    plan.rows.remove.extend(more.rows.remove);
    plan.held += more.held;
    plan.notes.extend(more.notes);
}
