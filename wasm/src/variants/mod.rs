//! Axes, combinations and the grid that shows them before anything is written.

mod combinations;
mod grid;

pub use combinations::{Combinations, holders};
pub use grid::{Cell, CellState, CutSlug, Grid, GridAxis, GridOption, Orphan};
