//! Of a further language: texts of terms, and of products that are no variants.

use serde_json::Value;

use super::{Plan, Planning, Rows};
use crate::mapping::{Resolved, resolve};
use crate::plan::settings::RunSettings;
use crate::plan::structure::{NeededTerm, TermSource, Vocabulary, category_tree, subtree, term_sources};
use crate::plan::target::Role;
use crate::source::{Category, Kind, Product};

impl Planning<'_> {
    pub(super) fn translations(mut self, rows: &Rows) -> Plan {
        let settings = RunSettings { own_rows_only: false, translates: false, ..self.settings.clone() };
        let whole = resolve(self.mapping, self.catalog, &settings);
        self.texts_of_terms(&whole);
        let wanted = self.wanted();
        for rows in [&rows.configurables, &rows.products] {
            let own = |product: &Product| product.parent.is_none() && product.kind != Kind::VariantGroup;
            let products = self.decode(rows, &wanted).into_iter().filter(own);
            self.page(products.map(|product| (product, Role::Simple, None, Value::Null)).collect());
        }
        self.finish()
    }

    fn texts_of_terms(&mut self, resolved: &Resolved) {
        let attributes = self.shop.attributes.clone();
        for link in &attributes.links {
            let Some(row) = attributes.attributes.iter().find(|a| a.id == link.id) else { continue };
            let vocabulary = Vocabulary::options(&row.slug, &link.code);
            let prefix = vocabulary.prefix.clone();
            self.texts_of_options(resolved, &vocabulary, &link.code, &prefix);
        }
        for source in term_sources(resolved) {
            let vocabulary = Vocabulary::terms(source.taxonomy());
            match &source {
                TermSource::Attribute { taxonomy, attribute, .. } => {
                    self.texts_of_options(
                        resolved,
                        &vocabulary,
                        attribute,
                        &format!("{taxonomy}:{attribute}/"),
                    );
                }
                TermSource::Subtree { taxonomy, category } => {
                    let levels = subtree(self.catalog, category);
                    self.texts_of_levels(resolved, &vocabulary, Some(taxonomy), &levels);
                }
            }
        }
        let tree = category_tree(self.catalog, self.settings.originals_channel(), &resolved.references);
        let vocabulary = Vocabulary::categories(&self.settings.channel);
        self.texts_of_levels(resolved, &vocabulary, None, &tree.levels);
    }

    fn texts_of_options(
        &mut self,
        resolved: &Resolved,
        vocabulary: &Vocabulary,
        attribute: &str,
        prefix: &str,
    ) {
        let needed = self.term_context(resolved).options(attribute, prefix, false);
        self.translate(vocabulary, &needed);
    }

    /// Level by level: a translation lies below that of its parent.
    fn texts_of_levels(
        &mut self,
        resolved: &Resolved,
        vocabulary: &Vocabulary,
        taxonomy: Option<&str>,
        levels: &[Vec<&Category>],
    ) {
        for (level, categories) in levels.iter().enumerate() {
            let context = self.term_context(resolved);
            let of = |c: &&Category| context.category(c, level, taxonomy, &self.shop.terms);
            let needed: Vec<NeededTerm> = categories.iter().map(of).collect();
            self.translate(vocabulary, &needed);
        }
    }

    fn translate(&mut self, vocabulary: &Vocabulary, needed: &[NeededTerm]) {
        let plan = self.shop.plan_translations(vocabulary, needed, &self.settings);
        self.plan.operations.extend(plan.operations);
        self.plan.notes.extend(plan.notes);
    }
}
