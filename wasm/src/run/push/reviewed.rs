//! Fields of terms that both sides changed: they wait for a choice, and neither side sends them.

use serde_json::Value;

use super::super::io::Io;
use super::Pusher;
use crate::diff::{Policy, Rule};
use crate::error::Fault;
use crate::plan::{FieldChange, HELD, Outward, Waiting, held_fields, held_row, item_key, kept_fields};
use crate::reason::Reason;
use crate::wire::ItemRow;

impl Pusher {
    /// What waits of a term.
    fn held_term(&self, taxonomy: &str, entity: &str, code: &str) -> Option<&ItemRow> {
        self.channels.first().shop.taxonomies.get(taxonomy)?.held(entity, code)
    }

    /// The rule of a field of a term.
    pub fn term_rule(&self, taxonomy: &str, (entity, code): (&str, &str), field: &str) -> Rule {
        let row = self.held_term(taxonomy, entity, code);
        let held = !kept_fields(row, |name| name == field).is_empty();
        Rule { policy: self.channels.first().settings.conflict_policy, held, ..Rule::default() }
    }

    /// Puts fields of a term beside those of it that wait.
    pub async fn hold_term(
        &mut self,
        io: &Io,
        taxonomy: &str,
        (entity, code, id): (&str, &str, u64),
        channel: &str,
        held: Vec<FieldChange>,
    ) -> Result<(), Fault> {
        if held.is_empty() || self.dry {
            return Ok(());
        }
        let mut fields = held_fields(&held);
        let before = self.held_term(taxonomy, entity, code);
        fields.extend(kept_fields(before, |name| held.iter().all(|field| field.field != name)));
        let row = held_row(item_key(HELD, entity, channel, code), id, &fields, None);
        io.checkpoint(|c| c.counts.held += 1);
        // Should it be met once more in this run, it waits already.
        if let Some(known) = self.channels.0[0].shop.taxonomies.get_mut(taxonomy) {
            known.items.retain(|known| !known.is_of(entity, code));
            known.items.push(row.clone());
        }
        io.write_items(Waiting { write: vec![row], remove: Vec::new() }).await
    }
}

/// A field that nobody sends before somebody has chosen.
pub fn in_conflict(field: &str, shop: Value, said: Value) -> FieldChange {
    FieldChange {
        field: field.to_owned(),
        new: shop.clone(),
        old: shop,
        offered: Some(said),
        reason: Reason::Conflict.into(),
        write: false,
        expect: None,
        after: None,
        shown: None,
    }
}

/// Whether a conflict is news: under other policies one side stands, and what waits already waits on.
pub fn is_fresh(outcome: &Outward, rule: Rule) -> bool {
    matches!(outcome, Outward::Held { asked: false }) && rule.policy == Policy::Review
}
