//! The product table with the tree of parents and children.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::{Deref, DerefMut};

use crate::unopim::records::Product;
use crate::unopim::table::Table;

#[derive(Clone, Debug, Default)]
pub struct Products {
    table: Table<Product>,
    children: BTreeMap<u64, BTreeSet<u64>>,
}

impl Products {
    pub fn add(&mut self, product: Product) -> u64 {
        let parent = product.parent;
        let id = self.table.insert(product);
        if let Some(parent) = parent {
            self.children.entry(parent).or_default().insert(id);
        }
        id
    }

    /// Removes a product and, as the foreign key does, everything below it.
    pub fn delete(&mut self, id: u64) {
        for child in self.children.remove(&id).unwrap_or_default() {
            self.delete(child);
        }
        if let Some(product) = self.table.remove(id)
            && let Some(siblings) = product.parent.and_then(|parent| self.children.get_mut(&parent))
        {
            siblings.remove(&id);
        }
    }

    pub fn children_of(&self, id: u64) -> impl Iterator<Item = (u64, &Product)> {
        let ids = self.children.get(&id).into_iter().flatten();
        ids.filter_map(|id| self.table.by_id(*id).map(|product| (*id, product)))
    }

    pub fn rename(&mut self, id: u64, sku: &str) {
        self.table.recode(id, |product| sku.clone_into(&mut product.sku));
    }

    pub fn parent_sku(&self, product: &Product) -> Option<&str> {
        self.table.by_id(product.parent?).map(|parent| parent.sku.as_str())
    }
}

impl Deref for Products {
    type Target = Table<Product>;

    fn deref(&self) -> &Self::Target {
        &self.table
    }
}

impl DerefMut for Products {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.table
    }
}
