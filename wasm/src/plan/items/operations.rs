//! What is to be done about each item, and what the log should say.

use serde_json::json;

use super::{Found, Item, PagePlan};
use crate::ordered::SortedMap;
use crate::plan::operation::{Action, Operation};
use crate::plan::waiting;
use crate::reason::Reason;
use crate::store::Snapshot;
use crate::wire::{Level, Log};

/// Reasons to leave an item out that are nothing to worry about.
const DECIDED: [Reason; 7] = [
    Reason::Cooldown,
    Reason::Excluded,
    Reason::Ignored,
    Reason::LowerPriority,
    Reason::OutsideRoot,
    Reason::NotLinked,
    Reason::NoTranslation,
];

impl<'c> PagePlan<'_, 'c> {
    /// What is to be done about each item, in order, and what the log should say.
    pub fn operations(&mut self, snapshots: &[Snapshot]) -> (Vec<Operation>, Vec<Log>) {
        let by_id: SortedMap<u64, &Snapshot> = snapshots.iter().map(|s| (s.id, s)).collect();
        let mut logs = Vec::new();
        if self.context.settings.mirror {
            for item in &mut self.items {
                let snapshot = if let Found::Compare(id) = &item.found { by_id.get(id) } else { None };
                item.lost_files = snapshot.is_some_and(|snapshot| item.edits_files(snapshot));
            }
        }
        // What is created takes its values along.
        let mut items = std::mem::take(&mut self.items);
        let mut operations: Vec<Operation> = items
            .iter_mut()
            .map(|item| {
                let operation = self.operation(item, &by_id, &mut logs);
                // Of what is left as it is, its values need no telling.
                if !matches!(operation.action, Action::Unchanged | Action::Skip) {
                    logs.extend(item.target.notes.iter().cloned());
                }
                operation
            })
            .collect();
        self.items = items;
        self.cool_down(&mut operations, &mut logs);
        (operations, logs)
    }

    fn operation(
        &self,
        item: &mut Item<'c>,
        by_id: &SortedMap<u64, &Snapshot>,
        logs: &mut Vec<Log>,
    ) -> Operation {
        let (key, channel) = (&item.product.sku, self.context.settings.link_channel());
        let mut operation = Operation {
            kind: Some(item.kind().into()),
            parent: item.parent.as_ref().map(|p| match p.id {
                Some(id) => json!(id),
                None => json!({"ref": format!("product:{}", p.key)}),
            }),
            parent_key: item.parent.as_ref().map(|p| p.key.clone()),
            reason: Reason::Unchanged.into(),
            ..Operation::blank("product", key, &channel, Action::Unchanged)
        };
        match &item.found {
            Found::Unchanged(id) => operation.id = Some(*id),
            Found::New => {
                self.create(item, &mut operation, logs);
                operation.language.clone_from(&self.context.settings.language);
            }
            Found::Restore(id) => Self::restore(item, *id, &mut operation),
            Found::Renamed { from, id } => {
                let message = format!("It seems to be {from} under another SKU");
                let hint = "Say on the Review tab whether the two are the same product.";
                stop(&mut operation, logs, Action::Skip, Reason::Renamed.code(), message, hint, Some(*id));
            }
            Found::Compare(id) => {
                if let Some(snapshot) = by_id.get(id) {
                    self.compare(item, snapshot, &mut operation, logs);
                } else {
                    let message = "It is no longer in the shop".to_owned();
                    stop(
                        &mut operation,
                        logs,
                        Action::Skip,
                        Reason::DeletedInShop.code(),
                        message,
                        "Pull again.",
                        Some(*id),
                    );
                }
            }
            Found::Stop { action, code, message, hint, id } => {
                stop(&mut operation, logs, *action, code, message.clone(), hint, *id);
            }
        }
        operation
    }

    /// Seconds for which an item waits because a push wrote it just now; what somebody decided does not wait.
    fn cooling(&self, item: &Item) -> Option<u64> {
        if self.choices.is_some_and(|c| c.contains_key(&item.product.sku)) {
            return None;
        }
        let pushed = crate::time::seconds(item.pushed_at.as_deref()?)?;
        let seconds = i64::try_from(self.context.settings.cooldown_seconds).ok()?;
        u64::try_from(pushed + seconds - self.now?).ok().filter(|left| *left > 0)
    }

    /// What UnoPim changed since a push is pulled when the cooldown is over; an echo changes nothing and goes through.
    fn cool_down(&mut self, operations: &mut [Operation], logs: &mut Vec<Log>) {
        for (place, operation) in operations.iter_mut().enumerate().take(self.items.len()) {
            let Some(seconds) = self.cooling(&self.items[place]) else { continue };
            if !operation.writes() && !operation.fields.iter().any(waiting::is_held) {
                continue;
            }
            let message = format!("It was pushed just now; UnoPim's change is pulled in {seconds} seconds");
            let hint = "Wait, or lower Cooldown seconds on Channels & Stores.";
            let id = operation.id;
            operation.fields.clear();
            operation.link = None;
            stop(operation, logs, Action::Skip, Reason::Cooldown.code(), message, hint, id);
            self.items[place].waits = Some(seconds);
        }
    }
}

pub(super) fn stop(
    operation: &mut Operation,
    logs: &mut Vec<Log>,
    action: Action,
    code: &str,
    message: String,
    hint: &str,
    id: Option<u64>,
) {
    operation.action = action;
    operation.reason = code.into();
    operation.id = id;
    let level = match action {
        Action::Park => Level::Error,
        // Somebody decided so, by a setting or by a click.
        _ if DECIDED.iter().any(|reason| reason.code() == code) => Level::Info,
        _ => Level::Warn,
    };
    logs.push(Log::pull(level, "product", &operation.key, code, message, hint));
}
