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
}

/// A place in a listing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Rows passed so far, in page mode.
    pub offset: u64,
    pub cursor: Option<i64>,
}
