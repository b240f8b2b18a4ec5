//! What of the shop's structure a plan looks at, and which terms stand for which codes.

use std::collections::BTreeMap;

use super::catalog::Catalog;
use super::operation::Operation;
use super::structure::{Needed, NeededTerm, TermPlan, needed_options, plan_attributes, plan_terms};
use crate::diff::Policy;
use crate::store::{AttributesAnswer, CATEGORIES, TaxonomyRow, Term, TermIndex};

#[derive(Debug, Clone, Default)]
pub struct ShopStructure {
    pub attributes: AttributesAnswer,
    pub taxonomies: BTreeMap<String, TaxonomyRow>,
    pub terms: TermIndex,
}

impl ShopStructure {
    pub fn set_taxonomies(&mut self, rows: Vec<TaxonomyRow>) {
        self.taxonomies.extend(rows.into_iter().map(|row| (row.taxonomy.clone(), row)));
    }

    pub fn taxonomy(&self, name: &str) -> TaxonomyRow {
        self.taxonomies
            .get(name)
            .cloned()
            .unwrap_or_else(|| TaxonomyRow { taxonomy: name.to_owned(), ..TaxonomyRow::default() })
    }

    /// The categories, whatever the shop has of them.
    pub fn categories(&self) -> TaxonomyRow {
        self.taxonomy(CATEGORIES)
    }

    pub fn plan_attributes(&self, needed: &[Needed], policy: Policy) -> Vec<Operation> {
        plan_attributes(needed, &self.attributes, policy)
    }

    /// Terms for an attribute's options, and those that stand for texts met earlier.
    pub fn plan_options(
        &mut self,
        need: &Needed,
        catalog: &Catalog,
        chain: &[String],
        policy: Policy,
    ) -> Vec<Operation> {
        let taxonomy = format!("pa_{}", need.slug);
        let shop = self.taxonomy(&taxonomy);
        let named = format!("{}/~", need.code);
        for link in shop.links.iter().filter(|l| l.code.starts_with(&named)) {
            if let Some(row) = shop.terms.iter().find(|t| t.id == link.id) {
                let term =
                    Term { id: row.id, slug: row.slug.clone(), name: row.name.clone(), order: i64::MAX };
                self.terms.insert("option", link.code.clone(), term);
            }
        }
        let plan = plan_terms(&taxonomy, &needed_options(catalog, &need.code, chain), &shop, policy);
        self.learn("option", plan)
    }

    /// Terms for texts that a page met for the first time.
    pub fn plan_names(&mut self, taxonomy: &str, needed: &[NeededTerm], policy: Policy) -> Vec<Operation> {
        let plan = plan_terms(taxonomy, needed, &self.taxonomy(taxonomy), policy);
        self.learn("option", plan)
    }

    pub fn learn(&mut self, entity: &'static str, plan: TermPlan) -> Vec<Operation> {
        for (code, term) in plan.known {
            self.terms.insert(entity, code, term);
        }
        plan.operations
    }

    /// Ids that came to be since the terms were planned.
    pub fn refresh(&mut self, entity: &'static str, row: &TaxonomyRow) {
        for link in &row.links {
            if let (Some(known), Some(term)) =
                (self.terms.get(entity, &link.code), row.terms.iter().find(|t| t.id == link.id))
            {
                let term = Term {
                    id: term.id,
                    slug: term.slug.clone(),
                    name: term.name.clone(),
                    order: known.order,
                };
                self.terms.insert(entity, link.code.clone(), term);
            }
        }
    }
}
