//! Which terms UnoPim's records ask for: options, categories, and the records of reference entities.

use serde_json::{Value, json};

use super::terms::NeededTerm;
use crate::mapping::{Converted, Converter, Mapping, Resolved, Target, unknown_options};
use crate::ordered::SortedMap;
use crate::plan::catalog::{CATEGORY_FIELD, Catalog};
use crate::plan::identity::term_slug;
use crate::plan::settings::{RunSettings, StoreFacts};
use crate::source::{Category, Choice, label};
use crate::store::TermIndex;
use crate::wire::{Level, Log};

/// What the terms of a taxonomy are made of, product attributes and categories apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TermSource {
    /// An attribute's options, or its texts.
    Attribute { taxonomy: String, attribute: String, ordered: bool },
    /// The categories below one.
    Subtree { taxonomy: String, category: String },
}

impl TermSource {
    pub fn taxonomy(&self) -> &str {
        match self {
            Self::Attribute { taxonomy, .. } | Self::Subtree { taxonomy, .. } => taxonomy,
        }
    }
}

/// The sources of a mapping, in its order.
pub fn term_sources(resolved: &Resolved) -> Vec<TermSource> {
    let rows = resolved.rows.iter().filter_map(|row| {
        let attribute = resolved.attributes[row.attribute?].code.clone();
        // Tags are a heap; the terms of a taxonomy stand in UnoPim's order.
        let ordered = matches!(row.target, Target::Taxonomy(_));
        let has_terms = ordered || row.target == Target::Tags;
        has_terms.then(|| TermSource::Attribute { taxonomy: row.target.taxonomy(), attribute, ordered })
    });
    let subtrees = resolved.references.iter().map(|reference| TermSource::Subtree {
        taxonomy: reference.taxonomy.clone(),
        category: reference.category.clone(),
    });
    rows.chain(subtrees).collect()
}

/// Everything that the terms depend on.
pub struct TermContext<'c> {
    pub catalog: &'c Catalog,
    pub settings: &'c RunSettings,
    pub store: &'c StoreFacts,
    pub mapping: &'c Mapping,
    pub resolved: &'c Resolved,
}

impl TermContext<'_> {
    /// The terms that the options of an attribute stand for, in UnoPim's order; their codes begin with `prefix`.
    pub fn options(&self, attribute: &str, prefix: &str, ordered: bool) -> Vec<NeededTerm> {
        let swatch =
            self.catalog.attribute(attribute).and_then(|a| a.swatch_type.as_deref()).unwrap_or_default();
        let chain = &self.settings.label_chain;
        let options = self.catalog.options(attribute).iter().zip(0..);
        options
            .map(|(choice, order)| {
                let mut need = NeededTerm {
                    code: format!("{prefix}{}", choice.code),
                    slug: term_slug(&choice.code),
                    name: label(&choice.labels, chain).unwrap_or(&choice.code).to_owned(),
                    order: ordered.then_some(order),
                    ..NeededTerm::default()
                };
                if label(&choice.labels, chain.get(..1).unwrap_or_default()).is_none() {
                    need.borrowed.push("name");
                }
                take_swatch(&mut need, choice, swatch);
                need
            })
            .collect()
    }

    /// The term of a category; `terms` knows those of the levels above. `None` as taxonomy: it is a product category.
    pub fn category(
        &self,
        category: &Category,
        level: usize,
        taxonomy: Option<&str>,
        terms: &TermIndex,
    ) -> NeededTerm {
        let chain = &self.settings.label_chain;
        let (entity, prefix) = taxonomy.map_or(("category", String::new()), |t| ("term", format!("{t}:")));
        let mut need = NeededTerm {
            code: format!("{prefix}{}", category.code),
            slug: term_slug(&category.code),
            name: category.field("name", chain).unwrap_or_else(|| category.code.clone()),
            ..NeededTerm::default()
        };
        if taxonomy.is_none_or(|taxonomy| self.mapping.is_hierarchical(taxonomy)) {
            // Where no term stands for any of the levels above, nothing is said about the parent.
            let above = |code: &str| terms.reference(entity, &format!("{prefix}{code}"));
            need.parent = if level == 0 { Some(json!(0)) } else { self.ancestor(category, above) };
            need.above = category.parent.as_ref().map(|above| format!("{prefix}{above}"));
        }
        if taxonomy.is_none() {
            let mapped = self.mapping.categories.get(&self.settings.channel);
            need.mapped = mapped.and_then(|m| m.get(&category.code)).copied();
        }
        if let Some(description) = category.field("description", chain) {
            need.fields.push(("description".into(), Value::String(description)));
        }
        let own = |field: &str| category.field(field, chain.get(..1).unwrap_or_default()).is_some();
        need.borrowed.extend(["name", "description"].into_iter().filter(|field| !own(field)));
        self.take_fields(&mut need, category, entity);
        need
    }

    /// The nearest level above that has a term.
    fn ancestor(&self, category: &Category, known: impl Fn(&str) -> Option<Value>) -> Option<Value> {
        let mut at = category.parent.as_deref();
        for _ in 0..=self.catalog.categories().len() {
            let code = at?;
            if let Some(found) = known(code) {
                return Some(found);
            }
            at = self.catalog.parent_of(code);
        }
        None
    }

    /// The mapped fields beside name and description.
    fn take_fields(&self, need: &mut NeededTerm, category: &Category, entity: &str) {
        let converter = Converter { catalog: self.catalog, settings: self.settings, store: self.store };
        let (chain, translates) = (&self.settings.label_chain, self.settings.translates);
        // A translation has those of its language alone.
        let chain = if translates { chain.get(..1).unwrap_or_default() } else { chain };
        for field in &self.resolved.category_fields {
            // Options have a label in each.
            if translates && !field.attribute.value_per_locale && !field.attribute.kind.has_options() {
                continue;
            }
            let Some(value) = category.value(&field.name, chain) else { continue };
            let told = |level, code: &str, message: String, hint: &str| {
                // A field is known by its name; what keeps it apart from attributes is ours.
                let message = message.replace(CATEGORY_FIELD, "");
                let log = Log::pull(level, entity, &need.code, code, message, hint);
                Log { field: Some(field.row.field.clone()), ..log }
            };
            match converter.value(&field.row, &field.attribute, value) {
                Converted::Value(value) => need.fields.push((field.row.field.clone(), value)),
                Converted::Partly { value, unknown } => {
                    let (message, hint) = unknown_options(&field.attribute, &unknown);
                    need.notes.push(told(Level::Warn, "unknown_option", message, hint));
                    need.fields.push((field.row.field.clone(), value));
                }
                Converted::Files { paths, .. } if !paths.is_empty() => {
                    need.images.insert(field.row.field.clone(), paths);
                }
                Converted::Skipped { code, message, hint } => {
                    need.notes.push(told(Level::Warn, code, message, hint));
                }
                _ => {}
            }
        }
    }

    /// The meta keys that category fields are mapped to.
    pub fn category_meta(&self) -> Vec<String> {
        let fields = self.resolved.category_fields.iter();
        fields.filter_map(|f| f.row.field.strip_prefix("meta:").map(ToOwned::to_owned)).collect()
    }
}

fn take_swatch(need: &mut NeededTerm, choice: &Choice, kind: &str) {
    let Some(value) = choice.swatch_value.as_deref().map(str::trim).filter(|v| !v.is_empty()) else { return };
    match kind {
        "color" if is_colour(value) => {
            need.fields.push(("swatch_color".into(), json!(value.to_ascii_lowercase())));
        }
        "color" => {
            let message = format!("“{value}” is no colour");
            let hint = "Choose a colour of the form #rrggbb in UnoPim.";
            let log = Log::pull(Level::Warn, "option", &need.code, "invalid_format", message, hint);
            need.notes.push(Log { field: Some("swatch_color".into()), ..log });
        }
        "image" => {
            need.images = SortedMap::from([("swatch_image".to_owned(), vec![value.to_owned()])]);
        }
        _ => {}
    }
}

fn is_colour(text: &str) -> bool {
    text.len() == 7 && text.strip_prefix('#').is_some_and(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit()))
}
