//! Variants that match by the options they stand at.

use super::{DELETED, Found, Item, PagePlan};
use crate::ordered::{Sort as _, SortedMap, SortedSet};
use crate::reason::Reason;
use crate::store::{ProductLink, VariationRow};

impl PagePlan<'_, '_> {
    /// Parents whose variations may match by their combination.
    pub fn parents_to_search(&self) -> Vec<u64> {
        let ids: SortedSet<u64> = self.items.iter().filter_map(Item::wants_variation_match).collect();
        ids.into_iter().collect()
    }

    /// SKUs of the shop's variations that stand where new variants want to.
    pub fn in_the_way(&self, rows: &[VariationRow]) -> Vec<String> {
        let wanted: Vec<_> =
            self.items.iter().filter_map(|i| i.wants_variation_match().zip(i.combination())).collect();
        let stands = |row: &&VariationRow| {
            !row.sku.is_empty()
                && wanted.iter().any(|(parent, axes)| *parent == row.parent && *axes == row.axes)
        };
        rows.iter().filter(stands).map(|row| row.sku.clone()).collect()
    }

    /// Axis combination under the same parent. `links`: those of variations that stand in the way.
    pub fn meet_variations(&mut self, rows: &[VariationRow], links: &[ProductLink]) {
        self.refuse_doubles();
        let mut leaving = self.leaving(rows);
        // What was disabled because UnoPim has deleted it holds no place any more.
        leaving.extend(links.iter().filter(|l| l.flags.iter().any(|f| f == DELETED)).map(|l| l.id));
        for item in &mut self.items {
            let (Some(parent), Some(axes)) = (item.wants_variation_match(), item.combination()) else {
                continue;
            };
            // A variation with another SKU of UnoPim's is another variant's.
            if let Some(row) = rows.iter().find(|r| r.parent == parent && r.axes == axes && r.sku.is_empty())
            {
                item.found = Found::Compare(row.id);
            } else if let Some(row) =
                rows.iter().find(|r| r.parent == parent && r.axes == axes && !leaving.contains(&r.id))
            {
                let message =
                    format!("A variation with the same options has another SKU in the shop: {}", row.sku);
                let hint = "Give it the SKU of UnoPim, or remove it, then pull again.";
                item.found = Found::park(Reason::CombinationTaken, message, hint, Some(row.id));
            }
        }
    }

    /// New variants of one parent with the same combination: the first by SKU is taken.
    fn refuse_doubles(&mut self) {
        let mut order: Vec<usize> = (0..self.items.len())
            .filter(|i| self.items[*i].found == Found::New && self.items[*i].is_variation())
            .collect();
        order.order_by(|a, b| self.items[*a].product.sku.cmp(&self.items[*b].product.sku));
        let mut seen = SortedSet::new();
        for place in order {
            let item = &mut self.items[place];
            let (Some(parent), Some(axes)) = (&item.parent, item.combination()) else { continue };
            if !seen.insert((parent.key.clone(), axes)) {
                let message =
                    format!("Another variant of {} has the same combination of options", parent.key);
                let hint = "Give one of the two another option in UnoPim.";
                item.found = Found::park(Reason::DoubleCombination, message, hint, None);
            }
        }
    }

    /// Variations of this page that are about to leave their combination.
    fn leaving(&self, rows: &[VariationRow]) -> SortedSet<u64> {
        let axes: SortedMap<u64, &SortedMap<String, String>> = rows.iter().map(|r| (r.id, &r.axes)).collect();
        let leaving = |i: &Item| match i.found {
            Found::Compare(id) if i.is_variation() => {
                (i.combination().as_ref() != axes.get(&id).copied()).then_some(id)
            }
            _ => None,
        };
        self.items.iter().filter_map(leaving).collect()
    }
}
