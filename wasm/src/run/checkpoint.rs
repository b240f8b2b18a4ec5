//! Where a run goes on after its host died: small, the same for every host.

use serde::{Deserialize, Serialize};

use crate::wire::Counts;

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    #[default]
    Structure,
    Configurables,
    Products,
    Sync,
    Associations,
    Deletions,
    /// What a plan or a history was carried out of.
    Carry,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Checkpoint {
    pub phase: Phase,
    /// The page of the listing that is worked on, or the cursor behind which it goes on.
    pub place: Place,
    pub counts: Counts,
    pub done: u64,
    pub total: Option<u64>,
    pub had_errors: bool,
    /// Rows of the log that warn.
    pub warnings: u64,
    /// Something of a listing could not be read: what is missing may only have been unreadable.
    pub incomplete: bool,
    /// Structure lists of which not everything could be read.
    pub partial: Vec<String>,
    /// A part of a listing was not served at all.
    pub unlisted: bool,
    /// The greatest `updated_at` met, in seconds.
    pub newest: Option<i64>,
    /// UnoPim's clock at the beginning, less some slack.
    pub ceiling: Option<i64>,
    /// How many rows the listing said it has, in page mode.
    pub expected: Option<u64>,
    /// Items of the present page that are settled and counted; a host that goes on meets them once more.
    pub settled: u64,
    /// The row behind which a table is gone through.
    pub after: Option<u64>,
    /// What is told once in a run, and was.
    pub told: Vec<String>,
    /// How often in a row no answer came.
    pub silent: u32,
    /// Requests of the present minute.
    pub pace: Pace,
    /// Files of the present minute.
    pub images: Pace,
}

/// What was asked of UnoPim in one minute.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Pace {
    pub minute: String,
    pub used: u64,
    /// What UnoPim's own limit leaves.
    pub limit: Option<u64>,
}

/// A place in a listing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Rows passed so far, in page mode.
    pub offset: u64,
    #[serde(default)]
    pub cursor: Option<i64>,
}

impl Pace {
    /// Counts what is about to be asked; whether the next minute has to come first.
    pub fn take(&mut self, minute: &str, wanted: u64, budget: u64) -> bool {
        if self.minute != minute {
            (self.minute, self.used) = (minute.to_owned(), 0);
        }
        let full = budget > 0 && self.used > 0 && self.used + wanted > budget;
        self.used = if full { wanted } else { self.used + wanted };
        full
    }
}
