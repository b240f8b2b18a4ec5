//! Where an item stands in the shop, by what was decided about it, its link and its SKU.

use serde_json::Value;

use super::{DELETED, Item};
use crate::diff::Side;
use crate::plan::operation::Action;
use crate::plan::waiting;
use crate::reason::Reason;
use crate::store::{ProductLink, ProductMatch, kind};
use crate::wire::ItemRow;

/// Where an item stands in the shop.
#[derive(Debug, Clone, PartialEq)]
pub enum Found {
    /// Nowhere.
    New,
    /// Nothing changed since the last pull; the shop's item is not even loaded.
    Unchanged(u64),
    /// It must be looked at.
    Compare(u64),
    /// In the trash, and to be brought back before it is looked at.
    Restore(u64),
    /// Known under another SKU that UnoPim has no more: whether it is the same is for somebody to say.
    Renamed {
        from: String,
        id: u64,
    },
    Stop {
        action: Action,
        code: &'static str,
        message: String,
        hint: &'static str,
        id: Option<u64>,
    },
}

impl Found {
    pub(super) fn park(reason: Reason, message: String, hint: &'static str, id: Option<u64>) -> Self {
        Self::Stop { action: Action::Park, code: reason.code(), message, hint, id }
    }

    pub(super) fn skip(reason: Reason, message: String, hint: &'static str, id: Option<u64>) -> Self {
        Self::Stop { action: Action::Skip, code: reason.code(), message, hint, id }
    }

    fn deleted(id: u64) -> Self {
        let message = "It was deleted in the shop and is not created again".to_owned();
        let hint = "Choose Recreate on the Links tab to bring it back.";
        Self::skip(Reason::DeletedInShop, message, hint, Some(id))
    }
}

impl Item<'_> {
    /// What somebody decided about it as a whole.
    pub(super) fn meet_waiting(&mut self, choice: Option<Side>) {
        let ignored = self.kept(waiting::PARKED).is_some_and(|row| {
            row.state == "ignored"
                && row.body.get("target").and_then(Value::as_str) == Some(&self.target.hash)
        });
        let id = |row: &ItemRow| (row.id > 0 && row.code == self.product.sku).then_some(row.id);
        let renamed = self.kept(waiting::HELD).filter(|row| row.state == waiting::RENAMED);
        if let Some((from, row)) =
            renamed.and_then(|row| Some((row.body.get("renamed_from")?.as_str()?, row)))
        {
            let (from, id) = (from.to_owned(), row.id);
            match choice {
                None => self.found = Found::Renamed { from, id },
                Some(Side::Unopim) => {
                    self.renamed_from = Some(from);
                    self.takes_sku = true;
                    self.found = Found::Compare(id);
                }
                Some(Side::Shop) => {}
            }
            return;
        }
        if let Some(row) = self.waiting.iter().find(|row| row.lane == waiting::EXCLUDED) {
            let hint = "Take it in again in the product's UnoPim panel.";
            // A host may leave an item out by itself, and then says why.
            self.found = if row.error_code.is_empty() {
                let message = "It is excluded from the synchronisation".into();
                Found::skip(Reason::Excluded, message, hint, id(row))
            } else {
                let message = format!("Another plugin leaves it out: {}", row.error_code);
                Found::skip(Reason::Excluded, message, "Ask whoever looks after that plugin.", id(row))
            };
        } else if ignored {
            let hint = "It is looked at again once it changes in UnoPim.";
            self.found = Found::skip(Reason::Ignored, "It is ignored until it changes".into(), hint, None);
        }
    }

    pub(super) fn meet_link(&mut self, link: &ProductLink, look_closer: bool, restores: bool) {
        let ours = link.flags.iter().any(|f| f == DELETED);
        let same = link.target.as_deref() == Some(&self.target.hash);
        self.flags = link.flags.iter().filter(|f| *f != DELETED).cloned().collect();
        self.is_outdated = ours;
        self.is_simple = link.kind == kind::SIMPLE;
        self.linked_target.clone_from(&link.target);
        self.is_linked = true;
        self.pushed_at.clone_from(&link.pushed_at);
        self.linked_context.clone_from(&link.context);
        self.found = if link.kind == kind::GONE {
            Found::deleted(link.id)
        } else if link.status.as_deref() == Some("trash") && (ours || restores) {
            Found::Restore(link.id)
        } else if link.status.as_deref() == Some("trash") {
            let hint = "Restore it in the shop, or empty the trash.";
            Found::skip(Reason::InTrash, "It lies in the shop's trash".into(), hint, Some(link.id))
        } else if !look_closer && !ours && same {
            Found::Unchanged(link.id)
        } else {
            Found::Compare(link.id)
        };
    }

    pub(super) fn meet_match(&mut self, found: &ProductMatch, restores: bool) {
        let hint = "Rename one of the two SKUs, or link the right item on the Links tab.";
        let is_variation = found.kind == kind::VARIATION;
        let in_trash = found.status.as_deref() == Some("trash");
        let usable = !found.linked && is_variation == self.is_variation();
        self.is_simple = found.kind == kind::SIMPLE;
        self.found = if found.kind == kind::GONE {
            // Another channel knew it.
            Found::deleted(found.id)
        } else if in_trash && restores && usable {
            Found::Restore(found.id)
        } else if in_trash {
            let message = format!("A product with this SKU lies in the shop's trash (#{})", found.id);
            Found::park(
                Reason::InTrash,
                message,
                "Restore it or delete it for good, then pull again.",
                Some(found.id),
            )
        } else if !usable {
            let message = format!("The SKU is in use by another item of the shop (#{})", found.id);
            Found::park(Reason::SkuTaken, message, hint, Some(found.id))
        } else {
            // Known by its GTIN, it takes UnoPim's SKU, which is what the two are linked by.
            self.takes_sku = found.by.as_deref() == Some("gtin");
            Found::Compare(found.id)
        };
    }
}

/// The rows that concern an item; excluding a product excludes its variants.
pub(super) fn about(item: &Item, rows: &[ItemRow]) -> Vec<ItemRow> {
    let own = |row: &&ItemRow| {
        row.code == item.product.sku
            || (row.lane == waiting::EXCLUDED && Some(&row.code) == item.product.parent.as_ref())
    };
    rows.iter().filter(own).cloned().collect()
}
