//! Fields of attributes, terms and categories that both sides changed: they wait for a choice beside those of products.

use super::terms::{NeededTerm, TermPlan};
use crate::diff::Side;
use crate::ordered::SortedMap;
use crate::plan::items::Choices;
use crate::plan::merge::Rules;
use crate::plan::operation::Operation;
use crate::plan::settings::RunSettings;
use crate::plan::waiting::{HELD, Waiting, held_choices, hold_fields, is_held, item_key};
use crate::wire::ItemRow;

/// What waits of a record, and what somebody chose for it in a run that was started for that.
pub(super) struct Asked<'a> {
    row: Option<&'a ItemRow>,
    /// Fields that wait.
    fields: Vec<String>,
    chosen: Option<&'a SortedMap<String, Side>>,
}

impl<'a> Asked<'a> {
    /// `rows`: what waits of the records that were read with it.
    pub fn of(rows: &'a [ItemRow], chosen: &'a Choices, entity: &str, code: &str) -> Self {
        let row = rows.iter().find(|row| row.is_of(entity, code));
        let chosen = chosen.get([entity, ":", code].concat().as_str());
        Self { row, fields: held_choices(row).0, chosen }
    }

    /// Whether it has to be looked at although UnoPim says nothing new.
    pub fn is_open(&self) -> bool {
        self.row.is_some()
    }

    pub fn rules(&'a self, settings: &RunSettings) -> Rules<'a> {
        Rules { held: &self.fields, choices: self.chosen, ..Rules::of_structure(settings) }
    }

    /// Whether somebody chose for a field of files, which the image lane writes.
    pub fn decides_files(&self, need: &NeededTerm) -> bool {
        let chosen = |field: &String| self.chosen.is_some_and(|chosen| chosen.contains_key(field));
        self.fields.iter().any(|field| chosen(field) && need.images.contains_key(field))
    }

    /// The record is not compared any more: nobody has to choose.
    pub fn release(&self, out: &mut Waiting) {
        out.remove.extend(self.row.map(|row| item_key(HELD, &row.entity, &row.channel, &row.code)));
    }

    /// Brings the row in step with what was compared; whether something waits. Files are `later`: the image lane compares them.
    pub fn hold(
        &self,
        operation: &Operation,
        later: &SortedMap<String, Vec<String>>,
        target: &String,
        out: &mut Waiting,
    ) -> bool {
        hold_fields(operation, self.row, &|name| later.contains_key(name), self.chosen, target, out);
        operation.fields.iter().any(is_held)
    }
    /// The same of a record that is there, and counts it. What its link remembers as its target: nothing as long as something waits, so
    /// that the next run looks again.
    pub fn remember(
        &self,
        operation: &Operation,
        later: &SortedMap<String, Vec<String>>,
        target: String,
        plan: &mut TermPlan,
    ) -> Option<String> {
        let waits = self.hold(operation, later, &target, &mut plan.rows);
        plan.held += u64::from(waits);
        (!waits).then_some(target)
    }
}
