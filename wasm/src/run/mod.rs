//! Runs: straight-line stories told in `async`, driven one step at a time by a host.
//!
//! A run awaits answers and nothing else, so the driver needs no executor: it polls once per frame. What the compiler makes of
//! the story *is* the state machine; what must outlive the process is in the checkpoint.

mod checkpoint;
mod driver;
mod io;
mod lists;
mod preview;
mod probe;
mod products;
mod pull;
mod singles;
mod spec;
mod structure;

pub use checkpoint::{Checkpoint, Phase, Place};
pub use driver::{Driver, Step};
pub use io::{Exchange, Io};
pub use preview::{Prepared, prepare};
pub use probe::Capabilities;
pub use spec::{Job, RunSpec, Scope};
