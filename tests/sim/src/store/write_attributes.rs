//! Attributes as they are written.

use serde_json::json;

use super::apply::unsupported;
use super::fields::known;
use super::operation::{Operation, Outcome, Refusal, refuse};
use super::records::Attribute;
use super::shop::Shop;
use super::text::line;
use super::usage::still_used;
use super::values::{hashed, of_attribute};

const LONGEST_SLUG: usize = 28;
const HINT: &str = "Rename the attribute in UnoPim, or map it to an attribute that the shop has.";

impl Shop {
    pub(super) fn apply_to_attribute(&mut self, operation: Operation) -> Result<Outcome, Refusal> {
        let id = operation.id();
        match operation.action() {
            "create" => self.create_attribute(operation),
            "link" => self.attribute(id).map(|_| Outcome::Done(id)),
            "update" if self.is_stale_attribute(operation)? => Ok(self.changed_attribute(operation)?),
            "update" => {
                let mut attribute = self.attribute(id)?.clone();
                fill(&mut attribute, operation)?;
                self.keep_attribute(attribute);
                Ok(Outcome::Done(id))
            }
            "delete" => self.delete_attribute(operation),
            _ => Err(unsupported("Attributes", operation)),
        }
    }

    fn create_attribute(&mut self, operation: Operation) -> Result<Outcome, Refusal> {
        // An interrupted run created it.
        if let Some(link) = self.links.get(&operation.link_key())
            && self.attribute(link.id).is_ok()
        {
            return Ok(Outcome::Done(link.id));
        }
        let slug = operation.value("slug").and_then(|s| s.as_str()).unwrap_or_default().to_owned();
        let mut attribute = Attribute { slug, order_by: "menu_order".into(), ..Attribute::default() };
        fill(&mut attribute, operation)?;
        if attribute.slug.len() > LONGEST_SLUG {
            let message = format!("The slug {} has more than {LONGEST_SLUG} characters.", attribute.slug);
            return Err(refuse("invalid_product_attribute_slug_too_long", "slug", message, HINT));
        }
        if self.attributes.iter().any(|a| a.slug == attribute.slug) {
            let message = format!("The slug {} is in use already.", attribute.slug);
            return Err(refuse("invalid_product_attribute_slug_already_exists", "slug", message, HINT));
        }
        attribute.id = self.id();
        let id = attribute.id;
        self.keep_attribute(attribute);
        Ok(Outcome::Done(id))
    }

    /// With its terms, and the links of these. One that is gone already is done.
    fn delete_attribute(&mut self, operation: Operation) -> Result<Outcome, Refusal> {
        let id = operation.id();
        if let Ok(attribute) = self.attribute(id) {
            let taxonomy = format!("pa_{}", attribute.slug);
            if self
                .is_carried(|field, _| field == format!("attribute:{taxonomy}"), |axis, _| axis == taxonomy)
            {
                return Err(still_used("Items that do not come from UnoPim still have the attribute."));
            }
            self.attributes.retain(|a| a.id != id);
            self.terms.remove(&taxonomy);
            for product in self.products.values_mut() {
                product.fields.remove(&format!("attribute:{taxonomy}"));
            }
            self.writes += 1;
        }
        let (_, _, code) = operation.link_key();
        self.links
            .retain(|(entity, _, option), _| entity != "option" || !option.starts_with(&format!("{code}/")));
        Ok(Outcome::Done(id))
    }

    fn keep_attribute(&mut self, attribute: Attribute) {
        self.writes += 1;
        self.attributes.retain(|a| a.id != attribute.id);
        self.attributes.push(attribute);
        self.attributes.sort_by_key(|a| a.id);
    }

    fn attribute(&self, id: u64) -> Result<&Attribute, Refusal> {
        let message = || format!("The attribute #{id} does not exist any more.");
        let found = self.attributes.iter().find(|a| a.id == id);
        found.ok_or_else(|| {
            refuse("gone", "", message(), "Run a full pull, which matches or creates it again.")
        })
    }

    fn is_stale_attribute(&self, operation: Operation) -> Result<bool, Refusal> {
        self.attribute(operation.id())?;
        Ok(self.is_stale(operation, operation.id()))
    }

    fn changed_attribute(&self, operation: Operation) -> Result<Outcome, Refusal> {
        let attribute = self.attribute(operation.id())?;
        Ok(Outcome::Changed(json!({
            "id": attribute.id, "kind": "attribute", "slug": attribute.slug,
            "fields": hashed(operation.field_names(), |field| of_attribute(attribute, field)),
            "bases": self.own_bases(operation),
        })))
    }
}

/// The slug is given once, on create.
fn fill(attribute: &mut Attribute, operation: Operation) -> Result<(), Refusal> {
    for (field, new) in operation.written() {
        known("attribute", field)?;
        let text = line(new.as_str().unwrap_or_default());
        match field {
            "name" if text.is_empty() => {
                let message = "An attribute needs a name.".into();
                return Err(refuse("missing_attribute_name", "name", message, HINT));
            }
            "name" => attribute.name = text,
            "order_by" => {
                let known = ["menu_order", "name", "name_num", "id"].contains(&text.as_str());
                attribute.order_by = if known { text } else { "menu_order".into() };
            }
            _ => {}
        }
    }
    Ok(())
}
