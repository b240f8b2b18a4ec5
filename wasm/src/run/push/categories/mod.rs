//! Categories of the shop on their way to UnoPim, parents first.

mod create;
mod read;
mod update;

use serde_json::{Value, json};

use super::super::io::{Io, SourceFault};
use super::item::{Item, later};
use super::structure::{Became, not_taken};
use super::{CATEGORY, Disposition, Pusher};
use crate::error::Fault;
use crate::plan::Decided;
use crate::store::{CATEGORIES, TermRow};
use crate::wire::{ItemRow, Level};

/// What is pushed of a category.
const PUSHED: [&str; 3] = ["name", "description", "parent"];

/// Fields of a term and of a UnoPim category.
const TEXTS: [(&str, &str); 2] = [("name", "name"), ("description", "description")];

impl Pusher {
    fn category_rows(&self) -> &[TermRow] {
        self.channels.first().shop.taxonomies.get(CATEGORIES).map_or(&[], |row| row.terms.as_slice())
    }

    /// The code that a shop category stands for in the first channel.
    fn category_code(&self, id: u64) -> Option<String> {
        let first = self.channels.first();
        let mapped = first.spec.mapping.categories.get(&first.settings.channel);
        let by_hand =
            mapped.and_then(|m| m.iter().find(|(_, term)| **term == id)).map(|(code, _)| code.clone());
        by_hand.or_else(|| first.shop.category_of(id).map(ToOwned::to_owned))
    }

    /// Every category of the shop.
    pub async fn all_categories(&mut self, io: &Io, became: &mut Became) -> Result<(), Fault> {
        let ids: Vec<u64> = self.category_rows().iter().map(|row| row.id).collect();
        self.categories(io, &ids, became).await
    }

    /// What products are in by default, in whatever language, is a shop's own drawer.
    fn is_drawer(&self, id: u64) -> bool {
        self.channels.first().spec.store.default_categories.contains(&id)
    }

    pub async fn categories(&mut self, io: &Io, ids: &[u64], became: &mut Became) -> Result<(), Fault> {
        if !self.makes_products() {
            return Ok(());
        }
        if !ids.is_empty() {
            self.recall_refused(io).await?;
        }
        for id in ids {
            let done = self.category(io, *id, 0).await;
            let key = self.category_code(*id).unwrap_or_else(|| format!("#{id}"));
            became.categories.push((*id, later(io, (CATEGORY, &key), done)?));
        }
        Ok(())
    }

    /// The categories of a product that UnoPim does not have yet; whether one was made.
    pub async fn bring_categories_of(
        &mut self,
        io: &Io,
        item: &Item<'_>,
        decided: &[Decided],
    ) -> Result<bool, SourceFault> {
        let snapshot = &item.candidate.snapshot;
        let Some(field) = snapshot.fields.get("categories") else { return Ok(false) };
        let edited = item
            .candidate
            .link()
            .is_none_or(|link| link.bases.get("categories").is_none_or(|(_, held)| *held != field.h));
        let held = decided.iter().any(|d| d.held.iter().any(|f| f.field == "categories"));
        if !edited || held {
            return Ok(false);
        }
        let ids: Vec<u64> = field.v.as_array().into_iter().flatten().filter_map(Value::as_u64).collect();
        let mut made = false;
        for id in ids {
            if !self.is_drawer(id) && self.category_code(id).is_none() {
                self.category(io, id, 0).await?;
                made |= self.category_code(id).is_some();
            }
        }
        Ok(made)
    }

    /// Whether a parked row is of a category that the product lies in and UnoPim does not have.
    pub fn is_category_of(&self, item: &Item, parked: &ItemRow) -> bool {
        let named = item.candidate.snapshot.fields.get("categories").and_then(|field| field.v.as_array());
        parked.entity == CATEGORY
            && named.is_some_and(|ids| ids.contains(&json!(parked.id)))
            && self.category_code(parked.id).is_none()
    }

    /// One category, its ancestors before it.
    async fn category(&mut self, io: &Io, id: u64, depth: usize) -> Result<Disposition, SourceFault> {
        let Some(row) = self.category_rows().iter().find(|row| row.id == id).cloned() else {
            return Ok(Disposition::Done);
        };
        if let Some(code) = self.category_code(id) {
            return self.update_category(io, &code, &row, false).await;
        }
        if self.is_drawer(id) {
            return Ok(Disposition::Skipped);
        }
        if let Some(code) = self.of_another_channel(&row) {
            let message = format!("It stands for {code}, which lies outside the channel's root category");
            let hint = "Map the category on Field Mapping to have it assigned from this channel too.";
            io.checkpoint(|c| c.counts.skipped += 1);
            Self::tell(io, Level::Info, CATEGORY, code, ("outside_root", message, hint));
            return Ok(Disposition::Skipped);
        }
        if row.parent > 0 && self.category_code(row.parent).is_none() && depth < 64 {
            Box::pin(self.category(io, row.parent, depth + 1)).await?;
            if self.is_awaited(row.parent) {
                let message = "UnoPim does not have its parent yet; it is made once that is there".to_owned();
                let hint = "Push it again; should it stay so, look for the parent's row.";
                Self::tell(io, Level::Warn, CATEGORY, row.proposal(), ("no_result", message, hint));
                return Ok(Disposition::Again(not_taken()));
            }
        }
        self.create_category(io, &row).await
    }

    /// Whether UnoPim is to get a category that it does not have; elsewhere than below it a child would lie in a wrong place.
    fn is_awaited(&self, id: u64) -> bool {
        let is_own = |row: &&TermRow| row.id == id && self.of_another_channel(row).is_none();
        !self.is_drawer(id)
            && self.category_code(id).is_none()
            && self.category_rows().iter().any(|row| is_own(&row))
    }

    /// UnoPim's category of this name in the tree of another channel: what came from there is not made a second time.
    fn of_another_channel(&self, row: &TermRow) -> Option<&str> {
        let first = self.channels.first();
        let root = first.catalog.root(&first.settings.channel)?;
        let named = |code: &str| code.to_lowercase().replace('_', "-") == row.slug;
        let mut codes = first.catalog.categories().iter().map(|category| category.code.as_str());
        codes.find(|code| named(code) && !first.catalog.is_under(code, root))
    }

    fn root(&self) -> Option<String> {
        let first = self.channels.first();
        first.catalog.channel(&first.settings.channel)?.root_category.clone()
    }

    /// The place of a category's text in UnoPim.
    fn category_path(&self, field: &str) -> String {
        let first = self.channels.first();
        if self.is_localised(field) {
            format!("locale_specific.{}.{field}", first.settings.locale)
        } else {
            format!("common.{field}")
        }
    }

    fn is_localised(&self, field: &str) -> bool {
        self.channels.first().catalog.category_field(field).is_none_or(|a| a.value_per_locale)
    }

    fn refuse_category(io: &Io, code: &str, fault: &Fault) -> Disposition {
        io.checkpoint(|c| c.counts.skipped += 1);
        let told = (fault.code.as_str(), fault.message.clone(), fault.hint.as_str());
        Self::tell(io, Level::Warn, CATEGORY, code, told);
        Disposition::Skipped
    }

    fn category_not_taken(io: &Io, code: &str) -> Disposition {
        let fault = not_taken();
        Self::tell(io, Level::Warn, CATEGORY, code, (&fault.code, fault.message.clone(), &fault.hint));
        Disposition::Again(fault)
    }
}
