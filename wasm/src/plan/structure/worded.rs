//! Whatever stands for texts of a language: the terms of product attributes, of other taxonomies, and categories.

use super::needs::{TermContext, TermSource, term_sources};
use super::terms::{NeededTerm, Vocabulary};
use super::tree::{category_tree, subtree};
use crate::mapping::Resolved;
use crate::plan::catalog::Catalog;
use crate::plan::settings::RunSettings;
use crate::source::Category;
use crate::store::{AttributesAnswer, TermIndex};

/// A vocabulary, and what of UnoPim its terms say.
pub struct Worded<'c> {
    pub vocabulary: Vocabulary,
    said: Said<'c>,
}

enum Said<'c> {
    Options { attribute: String, prefix: String },
    Levels { taxonomy: Option<String>, levels: Vec<Vec<&'c Category>> },
}

/// Attributes of the shop first, categories last. `resolved` is the mapping of the default language: a further one has texts alone.
pub fn worded<'c>(
    catalog: &'c Catalog,
    attributes: &AttributesAnswer,
    resolved: &Resolved,
    settings: &RunSettings,
) -> Vec<Worded<'c>> {
    let own = attributes.links.iter().filter_map(|link| {
        let row = attributes.attributes.iter().find(|a| a.id == link.id)?;
        let vocabulary = Vocabulary::options(&row.slug, &link.code);
        let said = Said::Options { attribute: link.code.clone(), prefix: vocabulary.prefix.clone() };
        Some(Worded { vocabulary, said })
    });
    let others = term_sources(resolved).into_iter().map(|source| {
        let vocabulary = Vocabulary::terms(source.taxonomy());
        let said = match source {
            TermSource::Attribute { taxonomy, attribute, .. } => {
                let prefix = format!("{taxonomy}:{attribute}/");
                Said::Options { attribute, prefix }
            }
            TermSource::Subtree { taxonomy, category } => {
                Said::Levels { taxonomy: Some(taxonomy), levels: subtree(catalog, &category) }
            }
        };
        Worded { vocabulary, said }
    });
    let tree = category_tree(catalog, settings.originals_channel(), &resolved.references);
    let categories = Worded {
        vocabulary: Vocabulary::categories(&settings.channel),
        said: Said::Levels { taxonomy: None, levels: tree.levels },
    };
    own.chain(others).chain([categories]).collect()
}

impl Worded<'_> {
    /// How many levels there are: a translation lies below that of its parent.
    pub fn levels(&self) -> usize {
        match &self.said {
            Said::Options { .. } => 1,
            Said::Levels { levels, .. } => levels.len(),
        }
    }

    /// The terms of a level; those above it are among the shop's by then.
    pub fn needed(&self, level: usize, context: &TermContext, terms: &TermIndex) -> Vec<NeededTerm> {
        match &self.said {
            Said::Options { attribute, prefix } => context.options(attribute, prefix, false),
            Said::Levels { taxonomy, levels } => {
                let of = |c: &&Category| context.category(c, level, taxonomy.as_deref(), terms);
                levels[level].iter().map(of).collect()
            }
        }
    }
}
