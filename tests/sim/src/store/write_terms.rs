//! Attributes and terms as they are written.

use serde_json::{Value, json};

use super::apply::{Refusal, refuse};
use super::records::{Attribute, Term};
use super::shop::{Shop, list, number, text};

fn written(operation: &Value) -> impl Iterator<Item = (&str, &Value)> {
    list(operation, "fields")
        .iter()
        .filter(|f| f["write"] == json!(true))
        .map(|f| (text(f, "field"), &f["new"]))
}

fn string(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

impl Shop {
    pub(super) fn write_attribute(&mut self, operation: &Value) -> Result<u64, Refusal> {
        let creating = text(operation, "action") == "create";
        let mut attribute = if creating {
            Attribute::default()
        } else {
            let id = number(operation, "id");
            let found = self.attributes.iter().find(|a| a.id == id).cloned();
            found
                .ok_or_else(|| refuse("gone", "", format!("There is no attribute #{id}"), "Pull it again."))?
        };
        for (field, value) in written(operation) {
            match field {
                "name" => attribute.name = string(value),
                "slug" => attribute.slug = string(value),
                _ => attribute.order_by = string(value),
            }
        }
        if creating {
            if self.attributes.iter().any(|a| a.slug == attribute.slug) {
                let message = format!("The slug {} is in use", attribute.slug);
                return Err(refuse("slug_taken", "slug", message, "Choose another target."));
            }
            attribute.id = self.id();
        }
        self.writes += 1;
        let id = attribute.id;
        self.attributes.retain(|a| a.id != id);
        self.attributes.push(attribute);
        self.attributes.sort_by_key(|a| a.id);
        Ok(id)
    }

    pub(super) fn write_term(&mut self, operation: &Value) -> Result<u64, Refusal> {
        let taxonomy = text(operation, "taxonomy").to_owned();
        let creating = text(operation, "action") == "create";
        let known = taxonomy == "product_cat"
            || self.attributes.iter().any(|a| Some(a.slug.as_str()) == taxonomy.strip_prefix("pa_"));
        if !known {
            return Err(refuse(
                "invalid_taxonomy",
                "taxonomy",
                format!("There is no {taxonomy}"),
                "Pull the attribute.",
            ));
        }
        let terms = self.terms.get(&taxonomy).cloned().unwrap_or_default();
        let mut term = if creating {
            Term::default()
        } else {
            let id = number(operation, "id");
            let found = terms.iter().find(|t| t.id == id).cloned();
            found.ok_or_else(|| refuse("gone", "", format!("There is no term #{id}"), "Pull it again."))?
        };
        for (field, value) in written(operation) {
            match field {
                "name" => term.name = string(value),
                "slug" => term.slug = string(value),
                "description" => term.description = string(value),
                "order" => term.order = value.as_i64().unwrap_or_default(),
                _ => term.parent = self.resolved(value)?.as_u64().unwrap_or_default(),
            }
        }
        if creating {
            if terms.iter().any(|t| t.name == term.name && t.parent == term.parent && t.slug == term.slug) {
                return Err(refuse(
                    "term_exists",
                    "name",
                    format!("{} is there already", term.name),
                    "Link it.",
                ));
            }
            // WordPress makes a taken slug unique.
            let wanted = term.slug.clone();
            let mut suffix = 1;
            while terms.iter().any(|t| t.slug == term.slug) {
                suffix += 1;
                term.slug = format!("{wanted}-{suffix}");
            }
            term.id = self.id();
        }
        self.writes += 1;
        let id = term.id;
        let terms = self.terms.entry(taxonomy).or_default();
        terms.retain(|t| t.id != id);
        terms.push(term);
        terms.sort_by_key(|t| t.id);
        Ok(id)
    }
}
