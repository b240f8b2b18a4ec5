//! Options and categories as they are written, by WordPress' rules about names and slugs.

use serde_json::{Value, json};

use super::apply::unsupported;
use super::fields::known;
use super::operation::{Operation, Outcome, Refusal, refuse};
use super::records::Term;
use super::shop::Shop;
use super::slugs::{slugged, unique};
use super::text::{html, line};
use super::values::{hashed, of_term};

pub(super) const CATEGORIES: &str = "product_cat";

impl Shop {
    pub(super) fn apply_to_term(&mut self, operation: Operation) -> Result<Outcome, Refusal> {
        let (id, taxonomy) = (operation.id(), operation.taxonomy());
        if !self.has_taxonomy(taxonomy) {
            let message = format!("The shop has no taxonomy {taxonomy}.");
            return Err(refuse(
                "taxonomy_missing",
                "",
                message,
                "Attributes are created before their options.",
            ));
        }
        match operation.action() {
            "create" => self.create_term(operation),
            "link" => self.existing_term(taxonomy, id).map(|_| Outcome::Done(id)),
            "update" => self.update_term(operation),
            _ => Err(unsupported("Terms", operation)),
        }
    }

    fn create_term(&mut self, operation: Operation) -> Result<Outcome, Refusal> {
        let taxonomy = operation.taxonomy();
        // An interrupted run created it.
        if let Some(link) = self.links.get(&operation.link_key())
            && self.term_of(taxonomy, link.id).is_some()
        {
            return Ok(Outcome::Done(link.id));
        }
        let mut term = Term::default();
        self.fill(&mut term, operation)?;
        let given = operation.value("slug").and_then(Value::as_str).filter(|slug| !slug.is_empty());
        let wanted = given.map_or_else(|| slugged(&term.name), slugged);
        let terms = self.terms.get(taxonomy).map_or(&[][..], Vec::as_slice);
        if clashes(terms, &term, &wanted, given.is_some(), taxonomy == CATEGORIES) {
            let message = format!("A term with the name {} exists there already.", term.name);
            return Err(refuse(
                "term_exists",
                "name",
                message,
                "Give it the same slug, so that it is matched.",
            ));
        }
        term.slug = unique(terms, &wanted, term.parent);
        term.id = self.id();
        let id = term.id;
        self.keep_term(taxonomy, term);
        Ok(Outcome::Done(id))
    }

    fn update_term(&mut self, operation: Operation) -> Result<Outcome, Refusal> {
        let (id, taxonomy) = (operation.id(), operation.taxonomy());
        let mut term = self.existing_term(taxonomy, id)?.clone();
        if self.is_stale(operation, id) {
            return Ok(Outcome::Changed(json!({
                "id": id, "kind": "term", "slug": term.slug, "taxonomy": taxonomy,
                "fields": hashed(operation.field_names(), |field| of_term(&term, field)),
                "bases": self.own_bases(operation),
            })));
        }
        self.fill(&mut term, operation)?;
        let mut above = term.parent;
        while let Some(parent) = self.term_of(taxonomy, above) {
            if parent.id == id {
                let message = "A category cannot be put below one of its own children.".into();
                return Err(refuse("parent_loop", "parent", message, "Correct the category tree in UnoPim."));
            }
            above = parent.parent;
        }
        self.keep_term(taxonomy, term);
        Ok(Outcome::Done(id))
    }

    /// The slug is given once, on create.
    fn fill(&self, term: &mut Term, operation: Operation) -> Result<(), Refusal> {
        for (field, new) in operation.written() {
            known("term", field)?;
            let text = new.as_str().unwrap_or_default();
            match field {
                "name" => term.name = line(text),
                "description" => term.description = html(text),
                "order" => term.order = new.as_i64().unwrap_or_default(),
                "parent" => term.parent = self.resolved(new, operation.channel(), "parent")?,
                _ => {}
            }
        }
        if term.name.is_empty() {
            let message = "A term needs a name.".into();
            return Err(refuse("empty_term_name", "name", message, "Give the record a label in UnoPim."));
        }
        if term.parent != 0 && self.term_of(operation.taxonomy(), term.parent).is_none() {
            let message = format!("The parent #{} does not exist.", term.parent);
            return Err(refuse("missing_parent", "parent", message, "Parents are created before children."));
        }
        Ok(())
    }

    fn keep_term(&mut self, taxonomy: &str, term: Term) {
        self.writes += 1;
        let terms = self.terms.entry(taxonomy.to_owned()).or_default();
        terms.retain(|t| t.id != term.id);
        terms.push(term);
        terms.sort_by_key(|t| t.id);
    }

    pub(super) fn term_of(&self, taxonomy: &str, id: u64) -> Option<&Term> {
        self.terms.get(taxonomy)?.iter().find(|t| t.id == id)
    }

    pub(super) fn has_taxonomy(&self, taxonomy: &str) -> bool {
        let slug = taxonomy.strip_prefix("pa_");
        taxonomy == CATEGORIES
            || self.taxonomies.contains(taxonomy)
            || self.attributes.iter().any(|a| Some(a.slug.as_str()) == slug)
    }

    fn existing_term(&self, taxonomy: &str, id: u64) -> Result<&Term, Refusal> {
        let message = || format!("The term #{id} of {taxonomy} does not exist any more.");
        let hint = "Run a full pull, which matches or creates it again.";
        self.term_of(taxonomy, id).ok_or_else(|| refuse("gone", "", message(), hint))
    }
}

/// `wp_insert_term`'s check: the same name at the same place, unless a slug of its own tells it apart.
fn clashes(terms: &[Term], new: &Term, slug: &str, slug_is_given: bool, tree: bool) -> bool {
    let siblings = || terms.iter().filter(|t| t.parent == new.parent);
    let Some(namesake) = siblings().find(|t| t.name.eq_ignore_ascii_case(&new.name)) else { return false };
    let same_slug = namesake.slug == slug;
    let slug_is_taken = terms.iter().any(|t| t.slug == slug);
    if slug_is_given && !same_slug && !slug_is_taken {
        return false;
    }
    if !tree {
        return true;
    }
    let by_name = (!slug_is_given || same_slug) && siblings().any(|t| t.name == new.name);
    by_name || siblings().any(|t| t.slug == slug)
}
