//! What a push knows of each channel that it writes to.

use super::super::io::Io;
use super::super::pull::learn;
use super::super::spec::RunSpec;
use super::super::structure::Knowledge;
use crate::error::Fault;
use crate::plan::{NeededTerm, TermSource, Vocabulary, needed_attributes, subtree, term_sources};
use crate::source::Category;

/// The channels of a site that push, the one of highest priority first.
pub struct Channels(pub Vec<Knowledge>);

impl Channels {
    /// Those that make products, and those that only translate them.
    pub async fn learn(io: &Io, spec: RunSpec) -> Result<(Self, Vec<Knowledge>), Fault> {
        let mut rest = spec.channels.clone();
        rest.retain(|settings| settings.channel != spec.settings.channel);
        let mut first = learn(io, spec.clone()).await?;
        // Nothing of a lower channel is left to a higher one: each has its own values in UnoPim.
        first.resolved.above.clear();
        first.meet_shop(io).await?;
        let (capabilities, catalog) = (first.capabilities.clone(), first.catalog.clone());
        let mut all = vec![first];
        for settings in rest {
            let mut next = Knowledge::new(RunSpec { settings, ..spec.clone() }, capabilities.clone());
            next.catalog = catalog.clone();
            next.resolve(io, false);
            next.resolved.above.clear();
            next.meet_shop(io).await?;
            all.push(next);
        }
        let (mut translating, mut own): (Vec<_>, Vec<_>) =
            all.into_iter().partition(|one| one.settings.originals.is_some());
        if own.is_empty() {
            own.push(translating.remove(0));
        }
        Ok((Self(own), translating))
    }

    pub fn first(&self) -> &Knowledge {
        &self.0[0]
    }
}

impl Knowledge {
    /// Which of the shop's attributes and terms stand for what; the shop is only read.
    pub async fn meet_shop(&mut self, io: &Io) -> Result<(), Fault> {
        self.recall_axes(io).await?;
        self.read_options(io).await?;
        if self.settings.originals.is_some() {
            // Its terms are met in each of its languages.
            return Ok(());
        }
        self.read_vocabularies(io).await
    }

    pub async fn read_vocabularies(&mut self, io: &Io) -> Result<(), Fault> {
        let needed = needed_attributes(&self.resolved, &self.axes.list, &self.settings.label_chain);
        let sources = term_sources(&self.resolved);
        let mut vocabularies = vec![Vocabulary::categories(&self.settings.channel)];
        let options = needed.iter().map(|need| Vocabulary::options(&need.slug, &need.code));
        for vocabulary in options.chain(sources.iter().map(|source| Vocabulary::terms(source.taxonomy()))) {
            if vocabularies.iter().all(|known| known.taxonomy != vocabulary.taxonomy) {
                vocabularies.push(vocabulary);
            }
        }
        self.read_terms(io, &vocabularies).await?;
        for need in &needed {
            let vocabulary = Vocabulary::options(&need.slug, &need.code);
            self.shop.recall_names(&vocabulary);
            let options = self.term_context().options(&need.code, &vocabulary.prefix, true);
            self.shop.meet_terms(&vocabulary, &options, true);
        }
        for source in &sources {
            let vocabulary = Vocabulary::terms(source.taxonomy());
            self.shop.recall_names(&vocabulary);
            match source {
                TermSource::Attribute { taxonomy, attribute, ordered } => {
                    let prefix = format!("{taxonomy}:{attribute}/");
                    let options = self.term_context().options(attribute, &prefix, *ordered);
                    self.shop.meet_terms(&vocabulary, &options, true);
                }
                TermSource::Subtree { taxonomy, category } => {
                    let catalog = self.catalog.clone();
                    for (level, categories) in subtree(&catalog, category).iter().enumerate() {
                        let context = self.term_context();
                        let of = |c: &&Category| context.category(c, level, Some(taxonomy), &self.shop.terms);
                        let terms: Vec<NeededTerm> = categories.iter().map(of).collect();
                        self.shop.meet_terms(&vocabulary, &terms, true);
                    }
                }
            }
        }
        self.meet_categories();
        Ok(())
    }

    /// Which of the shop's categories stand for UnoPim's.
    fn meet_categories(&mut self) {
        let vocabulary = Vocabulary::categories(&self.settings.channel);
        let catalog = self.catalog.clone();
        let tree = crate::plan::category_tree(&catalog, &self.settings.channel, &self.resolved.references);
        for (level, categories) in tree.levels.iter().enumerate() {
            let context = self.term_context();
            let of = |c: &&Category| context.category(c, level, None, &self.shop.terms);
            let terms: Vec<NeededTerm> = categories.iter().map(of).collect();
            self.shop.meet_terms(&vocabulary, &terms, self.settings.create_categories);
        }
    }
}
