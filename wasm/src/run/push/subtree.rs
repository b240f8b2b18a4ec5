//! UnoPim deletes a category with all that lies below it; a shop moves that up, and keeps it. So it is moved up in UnoPim too before
//! the category goes.

use super::super::io::{Io, SourceFault};
use super::super::lists::read_fresh;
use super::{CATEGORY, Pusher};
use crate::source::Category;
use crate::store::{CATEGORIES, TermRow};

/// A category's place among those that go.
enum Below {
    /// Its term was deleted too, or stands for nothing any more.
    Goes,
    /// The shop has it still.
    Kept(Box<TermRow>),
    /// The shop never had it.
    Unknown,
}

impl Pusher {
    /// Moves up what lies below a category that is to be deleted; the codes of what would be lost with it all the same.
    pub async fn move_up(&mut self, io: &Io, code: &str) -> Result<Vec<String>, SourceFault> {
        let mut lost = Vec::new();
        let mut moved = Vec::new();
        let found = self.below(io, code).await?;
        for (child, below) in found {
            match below {
                Below::Goes => {}
                Below::Unknown => lost.push(child),
                Below::Kept(row) => {
                    self.update_category(io, &child, &row, true).await?;
                    moved.push(child);
                }
            }
        }
        if moved.is_empty() || self.dry {
            return Ok(lost);
        }
        // UnoPim may have kept one where it was, by the channel's policy or its own rules.
        let still = self.below(io, code).await?;
        lost.extend(still.into_iter().map(|(child, _)| child).filter(|child| moved.contains(child)));
        Ok(lost)
    }

    /// What lies directly below a category or below one that goes with it, as UnoPim has it now.
    async fn below(&self, io: &Io, code: &str) -> Result<Vec<(String, Below)>, SourceFault> {
        let (all, _, faults) = read_fresh::<Category>(io, "categories", CATEGORY).await?;
        if let Some(fault) = faults.into_iter().next() {
            return Err(SourceFault::of_item(fault));
        }
        let mut out = Vec::new();
        let mut going = vec![code.to_owned()];
        while let Some(parent) = going.pop() {
            for child in all.iter().filter(|c| c.parent.as_deref() == Some(&parent)) {
                let below = self.standing(&child.code);
                if matches!(below, Below::Goes) {
                    going.push(child.code.clone());
                }
                out.push((child.code.clone(), below));
            }
        }
        Ok(out)
    }

    fn standing(&self, code: &str) -> Below {
        let Some(known) = self.channels.first().shop.taxonomies.get(CATEGORIES) else {
            return Below::Unknown;
        };
        let Some(link) = known.links.iter().find(|link| link.code == code) else { return Below::Unknown };
        match known.terms.iter().find(|row| row.id == link.id) {
            Some(row) => Below::Kept(Box::new(row.clone())),
            None => Below::Goes,
        }
    }
}
