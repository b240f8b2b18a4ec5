//! What of the shop's structure a plan looks at, and which terms stand for which codes.

use super::catalog::Catalog;
use super::identity::term_slug;
use super::items::Choices;
use super::settings::RunSettings;
use super::structure::{
    Needed, NeededTerm, TermPlan, Vocabulary, known_terms, plan_attributes, plan_terms, plan_translations,
};
use crate::ordered::{SortedMap, SortedSet};
use crate::store::{AttributesAnswer, CATEGORIES, TaxonomyRow, Term, TermIndex};
use crate::wire::ItemRow;

/// Under which terms are known that stand for a category no more.
pub const LEFT: &str = "category_left";

#[derive(Debug, Clone, Default)]
pub struct ShopStructure {
    pub attributes: AttributesAnswer,
    pub taxonomies: SortedMap<String, TaxonomyRow>,
    pub terms: TermIndex,
    /// What somebody decided of held fields, by entity and code: `option:color/red`.
    pub chosen: Choices,
}

impl ShopStructure {
    pub fn set_taxonomies(&mut self, rows: Vec<TaxonomyRow>) {
        self.taxonomies.extend(rows.into_iter().map(|row| (row.taxonomy.clone(), row)));
    }

    /// The UnoPim category that a shop category stands for: by its link, else as the next pull would link it.
    pub fn category_of(&self, id: u64) -> Option<&str> {
        let links = self.taxonomies.get(CATEGORIES).into_iter().flat_map(|row| &row.links);
        let linked = links.filter(|link| link.id == id).map(|link| link.code.as_str()).next();
        linked.or_else(|| self.terms.code_of("category", id))
    }

    pub fn plan_attributes(&self, needed: &[Needed], settings: &RunSettings) -> TermPlan {
        plan_attributes(needed, &self.attributes, settings, &self.chosen)
    }

    /// Terms that stand for texts met earlier; pages find them by their codes.
    pub fn recall_names(&mut self, vocabulary: &Vocabulary) {
        let Some(shop) = self.taxonomies.get(&vocabulary.taxonomy) else { return };
        let by_id: SortedMap<u64, _> = shop.terms.iter().map(|t| (t.id, t)).collect();
        let recalled = shop.links.iter().filter(|l| l.code.contains("/~")).filter_map(|link| {
            let row = by_id.get(&link.id)?;
            let term = Term { id: row.id, slug: row.slug.clone(), name: row.name.clone(), order: i64::MAX };
            Some((link.code.clone(), term))
        });
        self.terms.extend(vocabulary.entity, recalled);
    }

    /// Terms that stand for texts and of which something waits for a choice: pages know them already, so they are looked at with the options.
    pub fn open_names(&self, vocabulary: &Vocabulary, prefix: &str) -> Vec<NeededTerm> {
        let rows = self.taxonomies.get(&vocabulary.taxonomy).into_iter().flat_map(|row| &row.items);
        let texts =
            rows.filter(|row| row.code.strip_prefix(prefix).is_some_and(|rest| rest.starts_with('~')));
        let said = |row: &ItemRow| {
            let fields = row.body["fields"].as_array()?;
            let name = fields.iter().find(|field| field["field"] == "name")?["unopim"].as_str()?.to_owned();
            let (code, slug) = (row.code.clone(), term_slug(&name));
            Some(NeededTerm { code, slug, name, ..NeededTerm::default() })
        };
        texts.filter_map(said).collect()
    }

    /// Categories that are no product categories any more, though the shop still links them: products give them up.
    pub fn recall_left(&mut self, vocabulary: &Vocabulary, catalog: &Catalog) {
        let Some(shop) = self.taxonomies.get(&vocabulary.taxonomy) else { return };
        let known: SortedSet<&str> = catalog.categories().iter().map(|c| c.code.as_str()).collect();
        for link in shop.links.iter().filter(|link| known.contains(link.code.as_str())) {
            if let (None, Some(row)) =
                (self.terms.get(vocabulary.entity, &link.code), shop.terms.iter().find(|t| t.id == link.id))
            {
                let term =
                    Term { id: row.id, slug: row.slug.clone(), name: row.name.clone(), order: i64::MAX };
                self.terms.insert(LEFT, link.code.clone(), term);
            }
        }
    }

    /// What a taxonomy lacks; the terms are known from now on.
    pub fn plan_terms(
        &mut self,
        vocabulary: &Vocabulary,
        needed: &[NeededTerm],
        settings: &RunSettings,
        creates: bool,
    ) -> TermPlan {
        let nothing = TaxonomyRow::default();
        let shop = self.taxonomies.get(&vocabulary.taxonomy).unwrap_or(&nothing);
        let mut plan = plan_terms(vocabulary, needed, shop, settings, &self.chosen, creates);
        self.terms.extend(vocabulary.entity, std::mem::take(&mut plan.known));
        plan
    }

    /// Which of a taxonomy's terms stand for what, planning nothing.
    pub fn meet_terms(&mut self, vocabulary: &Vocabulary, needed: &[NeededTerm], creates: bool) {
        let nothing = TaxonomyRow::default();
        let shop = self.taxonomies.get(&vocabulary.taxonomy).unwrap_or(&nothing);
        self.terms.extend(vocabulary.entity, known_terms(needed, shop, creates));
    }

    /// What the translations of a taxonomy's terms lack; they are known from now on.
    pub fn plan_translations(
        &mut self,
        vocabulary: &Vocabulary,
        needed: &[NeededTerm],
        settings: &RunSettings,
    ) -> TermPlan {
        let nothing = TaxonomyRow::default();
        let shop = self.taxonomies.get(&vocabulary.taxonomy).unwrap_or(&nothing);
        let mut plan = plan_translations(vocabulary, needed, shop, settings, &self.chosen);
        for (code, term) in std::mem::take(&mut plan.known) {
            self.terms.insert(vocabulary.entity, code, term);
        }
        plan
    }

    /// Ids that came to be since the terms were planned.
    pub fn refresh(&mut self, vocabulary: &Vocabulary) {
        let Some(row) = self.taxonomies.get(&vocabulary.taxonomy) else { return };
        let by_id: SortedMap<u64, _> = row.terms.iter().map(|t| (t.id, t)).collect();
        for link in &row.links {
            if let (Some(known), Some(term)) =
                (self.terms.get(vocabulary.entity, &link.code), by_id.get(&link.id))
            {
                let term = Term {
                    id: term.id,
                    slug: term.slug.clone(),
                    name: term.name.clone(),
                    order: known.order,
                };
                self.terms.insert(vocabulary.entity, link.code.clone(), term);
            }
        }
    }
}
