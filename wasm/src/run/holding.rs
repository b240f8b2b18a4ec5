//! Fields that a later step of a run compares, files and links: what both sides changed of them waits for a choice, and what was chosen is
//! written there.

use super::io::Io;
use crate::ordered::SortedMap;
use crate::plan::{HELD, Operation, Waiting, hold_more, is_held};
use crate::store::LinksAnswer;
use crate::wire::ItemRow;

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
