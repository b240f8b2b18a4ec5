//! Fields that a later step of a run compares, files and links: what both sides changed of them waits for a choice, and what was chosen is
//! written there.

use super::io::Io;
use super::structure::Knowledge;
use crate::error::Fault;
use crate::ordered::SortedMap;
use crate::plan::{HELD, Operation, Waiting, hold_more, is_held, item_key, needed_attributes};
use crate::store::LinksAnswer;
use crate::wire::{ItemRow, Level, Log};

/// What waits for a choice, by code.
pub fn held_rows(answer: &LinksAnswer) -> SortedMap<&str, &ItemRow> {
    let rows = answer.items.iter().filter(|row| row.lane == HELD);
    rows.map(|row| (row.code.as_str(), row)).collect()
}

/// Counts what waits of an operation, and puts it beside the other fields of its record.
pub fn hold(io: &Io, operation: &Operation, row: Option<&ItemRow>, waiting: &mut Waiting) {
    io.checkpoint(|c| c.counts.held += u64::from(operation.fields.iter().any(is_held)));
    hold_more(operation, row, waiting);
}

impl Knowledge {
    /// Somebody chose for what the structure that was just looked at has no place for any more, be it that its row of the mapping is
    /// cleared: it waits no longer.
    pub async fn release_unasked(&self, io: &Io) -> Result<(), Fault> {
        let mut waiting = Waiting::default();
        let attributes = needed_attributes(&self.resolved, &self.axes.list, &self.settings.label_chain);
        let terms = &self.shop.terms;
        for key in self.shop.chosen.keys() {
            let Some((entity, code)) = key.split_once(':') else { continue };
            let is_met = if entity == "attribute" {
                attributes.iter().any(|needed| needed.code == code)
            } else {
                terms.get(entity, code).is_some()
            };
            if !is_met {
                let channel = if entity == "category" { self.settings.channel.as_str() } else { "" };
                waiting.remove.push(item_key(HELD, entity, channel, code));
                let message = "The mapping has no place for it any more: the shop's value stays";
                let hint = "Map it again to have UnoPim's value.";
                io.log(Log::pull(Level::Info, entity, code, "not_mapped", message, hint));
            }
        }
        io.write_items(waiting).await
    }
}
