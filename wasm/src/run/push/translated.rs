//! Terms of further languages: their names and descriptions go to UnoPim as texts of their language.

use super::super::io::{Io, SourceFault};
use super::item::later;
use super::structure::Became;
use super::{ATTRIBUTE, CATEGORY, Pusher};
use crate::error::Fault;
use crate::mapping::{Resolved, Target, resolve};
use crate::plan::{RunSettings, Vocabulary, term_sources};
use crate::store::CATEGORIES;

impl Pusher {
    /// Translated terms by id, or all of them: categories, or those that stand for options of attributes.
    pub async fn translated_terms(
        &mut self,
        io: &Io,
        entity: &str,
        only: Option<&[u64]>,
        became: &mut Became,
    ) -> Result<(), Fault> {
        for language in self.tongues_of(only) {
            if self.speak(io, &language) {
                let done = match entity {
                    CATEGORY => self.categories_here(io, only, became).await,
                    _ => self.options_here(io, only, became).await,
                };
                self.fall_silent();
                done?;
            }
        }
        Ok(())
    }

    /// Languages in which one of these terms may be: those that the channels know in their own are none.
    fn tongues_of(&self, only: Option<&[u64]>) -> Vec<String> {
        let shop = &self.channels.first().shop;
        let is_own =
            |id: &u64| shop.taxonomies.values().any(|row| row.terms.iter().any(|term| term.id == *id));
        if only.is_some_and(|ids| ids.iter().all(is_own)) { Vec::new() } else { self.tongues() }
    }

    async fn categories_here(
        &mut self,
        io: &Io,
        only: Option<&[u64]>,
        became: &mut Became,
    ) -> Result<(), Fault> {
        self.meet_translations(io).await?;
        let shop = &self.channels.first().shop;
        let Some(known) = shop.taxonomies.get(CATEGORIES) else { return Ok(()) };
        let rows: Vec<_> = known.translated(only).map(|(code, row)| (code.to_owned(), row.clone())).collect();
        for (code, row) in rows {
            let done = self.update_category(io, &code, &row, false).await;
            became.categories.push((row.id, later(io, (CATEGORY, &code), done)?));
        }
        Ok(())
    }

    async fn options_here(
        &mut self,
        io: &Io,
        only: Option<&[u64]>,
        became: &mut Became,
    ) -> Result<(), Fault> {
        self.meet_translations(io).await?;
        for (target, attribute) in self.translated_attributes() {
            let done: Result<(), SourceFault> = self.rename_options(io, &target, &attribute, only).await;
            became.spare(io, ATTRIBUTE, &attribute, done)?;
        }
        Ok(())
    }

    /// Attributes whose options have terms.
    fn translated_attributes(&self) -> Vec<(Target, String)> {
        let first = self.channels.first();
        let has_options = |code: &str| first.catalog.attribute(code).is_some_and(|a| a.kind.has_options());
        let attributes = &first.shop.attributes;
        let own = attributes.links.iter().filter(|link| has_options(&link.code)).filter_map(|link| {
            let row = attributes.attributes.iter().find(|row| row.id == link.id)?;
            Some((Target::Attribute(row.slug.clone()), link.code.clone()))
        });
        let whole = self.whole_mapping();
        let others = whole.rows.iter().filter(|row| matches!(row.target, Target::Taxonomy(_)));
        let others = others.filter_map(|row| {
            let attribute = &whole.attributes[row.attribute?];
            attribute.kind.has_options().then(|| (row.target.clone(), attribute.code.clone()))
        });
        own.chain(others).collect()
    }

    /// The mapping as the channel's own language has it: a further one has texts alone.
    fn whole_mapping(&self) -> Resolved {
        let first = self.channels.first();
        let settings = RunSettings { own_rows_only: false, translates: false, ..first.settings.clone() };
        resolve(&first.spec.mapping, &first.catalog, &settings)
    }

    /// Reads the terms of this language, once.
    async fn meet_translations(&mut self, io: &Io) -> Result<(), Fault> {
        if !self.channels.first().shop.taxonomies.is_empty() {
            return Ok(());
        }
        let mut vocabularies = vec![Vocabulary::categories(&self.channels.first().settings.channel)];
        let options =
            self.translated_attributes().into_iter().filter_map(|(target, attribute)| match target {
                Target::Attribute(slug) => Some(Vocabulary::options(&slug, &attribute)),
                _ => None,
            });
        vocabularies.extend(options);
        for source in term_sources(&self.whole_mapping()) {
            let vocabulary = Vocabulary::terms(source.taxonomy());
            if !vocabularies.contains(&vocabulary) {
                vocabularies.push(vocabulary);
            }
        }
        let first = &mut self.channels.0[0];
        first.recall_parked(io, true).await?;
        first.read_terms(io, &vocabularies).await
    }
}
