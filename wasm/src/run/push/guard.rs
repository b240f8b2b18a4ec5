//! Many deletions within an hour may be a mistake in the shop: somebody has to say so before UnoPim loses them too.

use super::super::deletions::is_many;
use super::super::io::Io;
use super::{ATTRIBUTE, CATEGORY, PRODUCT, Pusher};
use crate::error::Fault;
use crate::wire::{Level, Request};

impl Pusher {
    /// Whether items of this kind may be deleted in UnoPim; asked once for each kind.
    pub async fn may_delete(&mut self, io: &Io, entity: &str) -> Result<bool, Fault> {
        if let Some(known) = self.deletable.get(entity) {
            return Ok(*known);
        }
        let granted = self.ask_to_delete(io, entity).await?;
        self.deletable.insert(entity.to_owned(), granted);
        Ok(granted)
    }

    async fn ask_to_delete(&self, io: &Io, entity: &str) -> Result<bool, Fault> {
        let first = self.channels.first();
        let Some(planned) = first.settings.deletions.get(entity).filter(|_| first.settings.writeback_delete)
        else {
            return Ok(true);
        };
        let count = planned.recent + planned.waiting;
        if !is_many(count, planned.linked, first.settings.guard.get(entity).copied()) {
            return Ok(true);
        }
        let question = format!("delete:{entity}");
        let message =
            format!("{count} of {} linked items were deleted in the shop within an hour", planned.linked);
        if self.dry {
            let hint = "A push would ask before it deletes them in UnoPim.";
            Self::tell(io, Level::Warn, entity, "", ("guard", message, hint));
            return Ok(true);
        }
        match first.spec.answers.get(&question).map(String::as_str) {
            Some("delete") => Ok(true),
            Some(_) => {
                let message = format!("{message}; UnoPim keeps them, as was chosen");
                let hint = "Delete them in UnoPim by hand where they shall go after all.";
                Self::tell(io, Level::Warn, entity, "", ("kept", message, hint));
                Ok(false)
            }
            None => {
                let (linked, keys) = (planned.linked, planned.keys.clone());
                let entity = named(entity);
                io.ask(|id| vec![Request::Ask { id: id(), question, entity, count, linked, keys }]).await?;
                // A host that answers at once has not understood: nothing is deleted without a word.
                Ok(false)
            }
        }
    }
}

fn named(entity: &str) -> &'static str {
    match entity {
        CATEGORY => CATEGORY,
        ATTRIBUTE => ATTRIBUTE,
        "option" => "option",
        "term" => "term",
        _ => PRODUCT,
    }
}
