//! What somebody does in the shop by hand, past the connector.

use serde_json::{Map, Value, json};

use super::fields::belongs_to;
use super::records::{Attribute, Product, Term};
use super::shop::Shop;

impl Shop {
    /// A new product; `grouped` and other kinds that the connector does not make are `other` to it.
    pub fn add(&mut self, kind: &str, parent: u64, fields: &Map<String, Value>) -> u64 {
        let known = matches!(kind, "simple" | "variable" | "variation");
        let (kind, other) = if known { (kind, "") } else { ("other", kind) };
        let product = Product { kind: kind.into(), parent, other: other.into(), ..Product::default() };
        let id = self.id();
        self.fill_by_hand(id, product, fields);
        self.heard_save("product", id);
        id
    }

    /// A file of the media library.
    pub fn attach(&mut self) -> u64 {
        let id = self.id();
        self.attachments.insert(id);
        id
    }

    /// A term of any taxonomy.
    pub fn add_term(&mut self, taxonomy: &str, parent: u64, name: &str, slug: &str) -> u64 {
        let id = self.id();
        let term = Term { id, slug: slug.into(), name: name.into(), parent, ..Term::default() };
        self.terms.entry(taxonomy.to_owned()).or_default().push(term);
        self.heard_save(Self::entity_of(taxonomy), id);
        id
    }

    /// Somebody has an item sent once more.
    pub fn saved_again(&mut self, entity: &str, id: u64) {
        self.heard_save(entity, id);
    }

    /// Changes a term; none when it is not there.
    pub fn edit_term<T>(
        &mut self,
        taxonomy: &str,
        id: u64,
        change: impl FnOnce(&mut Term) -> T,
    ) -> Option<T> {
        let told = change(self.terms.get_mut(taxonomy)?.iter_mut().find(|term| term.id == id)?);
        self.heard_save(Self::entity_of(taxonomy), id);
        Some(told)
    }

    /// A product attribute that anybody may use from now on.
    pub fn add_attribute(&mut self, slug: &str, name: &str) -> u64 {
        let id = self.id();
        let attribute = Attribute { id, slug: slug.into(), name: name.into(), order_by: "menu_order".into() };
        self.attributes.push(attribute);
        self.terms.entry(format!("pa_{slug}")).or_default();
        self.heard_save("attribute", id);
        id
    }

    /// Changes an attribute; none when it is not there.
    pub fn edit_attribute<T>(&mut self, id: u64, change: impl FnOnce(&mut Attribute) -> T) -> Option<T> {
        let told = change(self.attributes.iter_mut().find(|attribute| attribute.id == id)?);
        self.heard_save("attribute", id);
        Some(told)
    }

    /// For good, off the items that carried it; the terms below move up.
    pub fn delete_term(&mut self, taxonomy: &str, id: u64) {
        self.heard_removal(Self::entity_of(taxonomy), id, "term");
        self.remove_term(taxonomy, id);
    }

    /// Changes fields of a product; false when it is not there.
    pub fn edit_item(&mut self, id: u64, fields: &Map<String, Value>) -> bool {
        let Some(product) = self.products.get(&id).cloned() else { return false };
        self.fill_by_hand(id, product, fields);
        self.heard_edit(id, fields.keys());
        true
    }

    /// Changes one field of the product with a SKU.
    pub fn edit(&mut self, sku: &str, field: &str, value: Value) -> bool {
        let Some((id, _)) = self.by_sku(sku) else { return false };
        self.edit_item(id, &Map::from_iter([(field.to_owned(), value)]))
    }

    /// Into the trash, a variable product with its variations.
    pub fn trash(&mut self, id: u64) {
        self.heard_product_go(id);
        self.put_in_trash(id);
    }

    pub(super) fn put_in_trash(&mut self, id: u64) {
        for (_, product) in self.products.iter_mut().filter(|(own, p)| **own == id || p.parent == id) {
            if product.status() != "trash" {
                product.before_trash = Some(product.status().to_owned());
                product.fields.insert("status".into(), json!("trash"));
            }
        }
    }

    /// Out of the trash, a variable product with its variations; false where it does not lie there.
    pub fn untrash(&mut self, id: u64) -> bool {
        let Some(product) = self.products.get_mut(&id).filter(|p| p.status() == "trash") else {
            return false;
        };
        let status = product.before_trash.take().unwrap_or_else(|| "draft".into());
        product.fields.insert("status".into(), json!(status));
        self.restore_variations(id);
        self.heard_save("product", id);
        true
    }

    /// A product's field as it reads.
    pub fn view(&self, id: u64, field: &str) -> Value {
        self.products.get(&id).map(|product| self.of_product(product, field)).unwrap_or_default()
    }

    /// A field of a product that may be no more.
    pub fn view_of(&self, product: &Product, field: &str) -> Value {
        self.of_product(product, field)
    }

    /// Whether this kind of item has the field.
    pub fn has_field(&self, id: u64, field: &str) -> bool {
        self.products.get(&id).is_some_and(|product| belongs_to(field, product))
    }

    /// A product with its variations.
    pub fn family(&self, id: u64) -> Vec<u64> {
        let of = self.products.iter().filter(|(own, p)| **own == id || p.parent == id);
        of.map(|(id, _)| *id).collect()
    }

    /// For good, a variable product with its variations.
    pub fn delete(&mut self, id: u64) {
        self.heard_product_go(id);
        self.remove(id);
    }

    fn heard_product_go(&mut self, id: u64) {
        if let Some(kind) = self.products.get(&id).map(|product| product.kind.clone()) {
            self.heard_removal("product", id, &kind);
        }
    }

    pub(super) fn remove(&mut self, id: u64) {
        self.products.retain(|own, p| *own != id && p.parent != id);
    }

    /// Variations come out of the trash with their product.
    pub(super) fn restore_variations(&mut self, parent: u64) {
        for product in self.products.values_mut().filter(|p| p.parent == parent && p.status() == "trash") {
            if let Some(status) = product.before_trash.take() {
                product.fields.insert("status".into(), json!(status));
            }
        }
    }

    fn fill_by_hand(&mut self, id: u64, mut product: Product, fields: &Map<String, Value>) {
        for (field, value) in fields {
            if value.is_null() {
                product.fields.remove(field);
            } else {
                product.fields.insert(field.clone(), value.clone());
            }
        }
        if fields.get("stock_quantity").is_some_and(|quantity| !quantity.is_null()) {
            product.fields.insert("manage_stock".into(), json!(true));
        }
        self.save(id, product);
    }
}
