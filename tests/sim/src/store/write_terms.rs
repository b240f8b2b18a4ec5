//! Options and categories as they are written, by WordPress' rules about names and slugs.

use serde_json::{Value, json};

use super::apply::unsupported;
use super::fields::{is_meta, known};
use super::operation::{Operation, Outcome, Refusal, refuse};
use super::records::Term;
use super::shop::{DEFAULT_CATEGORY, SHIPPING_CLASSES, Shop};
use super::slugs::{slugged, unique};
use super::text::{html, line, meta};
use super::usage::still_used;
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
            "delete" => self.erase_term(operation),
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
                _ if is_meta(field) => self.fill_meta(term, field, new)?,
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

    fn fill_meta(&self, term: &mut Term, field: &str, new: &Value) -> Result<(), Refusal> {
        let text = new.as_str().unwrap_or_default();
        let value = match field {
            "meta:order" | "meta:display_type" | "meta:thumbnail_id" => {
                let message = "Data of the shop is kept under this key.".into();
                return Err(refuse("meta_reserved", field, message, "Choose another key."));
            }
            _ if new.is_null() => {
                term.meta.remove(field);
                return Ok(());
            }
            "swatch_color" if is_colour(text) => json!(text.to_ascii_lowercase()),
            "swatch_color" => {
                let message = format!("{new} is no colour.");
                return Err(refuse("unknown_value", field, message, "Its form is #rrggbb."));
            }
            "swatch_image" | "thumbnail" => self.attached(field, &json!([new]), "")?[0].clone(),
            _ => json!(meta(&new.as_str().map_or_else(|| new.to_string(), ToOwned::to_owned))),
        };
        term.meta.insert(field.to_owned(), value);
        Ok(())
    }

    /// One that is gone already is done.
    fn erase_term(&mut self, operation: Operation) -> Result<Outcome, Refusal> {
        let (id, taxonomy) = (operation.id(), operation.taxonomy());
        let Some(term) = self.term_of(taxonomy, id).cloned() else { return Ok(Outcome::Done(id)) };
        if taxonomy == CATEGORIES && id == DEFAULT_CATEGORY {
            return Err(still_used("The shop gives this term to items that have none of its kind."));
        }
        let children = self.terms.get(taxonomy).into_iter().flatten().filter(|t| t.parent == id);
        let is_linked =
            |t: &Term| self.links.iter().any(|((e, ..), l)| e == operation.entity() && l.id == t.id);
        if children.into_iter().any(|t| !is_linked(t)) {
            return Err(still_used("The term has children that do not come from UnoPim."));
        }
        let lists = |value: &Value| {
            value.as_array().or(value["terms"].as_array()).is_some_and(|ids| ids.contains(&json!(id)))
        };
        let of = field_of(taxonomy);
        if self.is_carried(
            |field, value| field == of && lists(value),
            |axis, slug| axis == taxonomy && slug == term.slug,
        ) {
            return Err(still_used("Items that do not come from UnoPim still carry the term."));
        }
        self.remove_term(taxonomy, id);
        self.writes += 1;
        Ok(Outcome::Done(id))
    }

    /// Off the products that carry it; the terms below move up.
    pub(super) fn remove_term(&mut self, taxonomy: &str, id: u64) {
        let above = self.term_of(taxonomy, id).map_or(0, |term| term.parent);
        let terms = self.terms.entry(taxonomy.to_owned()).or_default();
        terms.retain(|t| t.id != id);
        for child in terms.iter_mut().filter(|t| t.parent == id) {
            child.parent = above;
        }
        self.take_from_products(&field_of(taxonomy), id);
    }

    fn take_from_products(&mut self, field: &str, id: u64) {
        for product in self.products.values_mut() {
            let Some(value) = product.fields.get_mut(field) else { continue };
            let ids = if value.is_array() { value } else { &mut value["terms"] };
            if let Some(ids) = ids.as_array_mut() {
                ids.retain(|other| *other != json!(id));
                if ids.is_empty() && field == "categories" {
                    ids.push(json!(DEFAULT_CATEGORY));
                }
            }
        }
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

fn is_colour(text: &str) -> bool {
    text.len() == 7 && text.strip_prefix('#').is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// The field of products that lists a taxonomy's terms.
fn field_of(taxonomy: &str) -> String {
    match taxonomy {
        CATEGORIES => "categories".into(),
        "product_tag" => "tags".into(),
        SHIPPING_CLASSES => "shipping_class".into(),
        _ if taxonomy.starts_with("pa_") => format!("attribute:{taxonomy}"),
        _ => format!("taxonomy:{taxonomy}"),
    }
}
