//! Runs: straight-line stories told in `async`, driven one step at a time by a host.
//!
//! A run awaits answers and nothing else, so the driver needs no executor: it polls once per frame. What the compiler makes of
//! the story *is* the state machine; what must outlive the process is in the checkpoint.

mod apply;
mod associations;
mod checkpoint;
mod children;
mod deletions;
mod driver;
mod filter;
mod holding;
mod images;
mod io;
mod kept;
mod lists;
mod marks;
mod names;
mod preview;
mod probe;
mod products;
mod pull;
mod push;
mod reading;
mod records;
mod renames;
mod renew;
mod returning;
mod sample;
mod send;
mod singles;
mod spec;
mod stories;
mod structure;
mod terms;
mod translations;
mod tree;
mod undo;
mod watermark;

pub use checkpoint::{Checkpoint, Phase, Place};
pub use driver::{Driver, Step};
pub use io::{Exchange, Io};
pub use preview::{AttributeInfo, Prepared, prepare};
pub use probe::Capabilities;
pub use spec::{Job, Pull, Push, PushScope, RunSpec, Sample, Scope};
