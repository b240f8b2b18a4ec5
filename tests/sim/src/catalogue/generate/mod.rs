//! Generated catalogues: the same plan gives the same catalogue, byte for byte.

mod edges;
mod products;
mod structure;
mod texts;
mod tree;
mod words;

use crate::unopim::{Moment, State, Version};

/// 2026-01-01T00:00:00Z; products were made one after the other from here on.
pub const FIRST_DAY: Moment = 1_767_225_600_000;

/// What to generate. Shares are in thousandths.
#[derive(Clone, Debug)]
pub struct Plan {
    pub seed: u64,
    pub version: Version,
    /// Rows of both product lists together: simple products, variants, configurables.
    pub products: usize,
    /// Rows that belong to configurables, the configurables themselves included.
    pub variant_share: u32,
    /// Configurables with a middle level (3.0 and later).
    pub two_level_share: u32,
    /// Simple products in one of the shapes that real databases hold and no manual mentions.
    pub edge_share: u32,
    /// Pictures and galleries.
    pub images: bool,
}

impl Plan {
    pub fn new(seed: u64, products: usize) -> Self {
        Plan {
            seed,
            version: Version::V3_0_0,
            products,
            variant_share: 400,
            two_level_share: 0,
            edge_share: 0,
            images: true,
        }
    }
}

pub fn generate(plan: &Plan) -> State {
    let mut state = State::new(plan.version);
    structure::install(&mut state, plan);
    let categories = tree::grow(&mut state, plan);
    products::fill(&mut state, plan, &categories);
    state
}
