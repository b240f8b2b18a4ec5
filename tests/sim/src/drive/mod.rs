//! The engine between an UnoPim and a shop in memory: whole runs, with crashes and faults, in microseconds.

mod both;
mod hands;
mod host;
pub mod ledger;
mod media;
mod oracle;
mod owner;
mod source;
mod story;

pub use both::{tell_both, tell_pictures};
pub use host::{Ended, Host, mapping};
pub use oracle::differences;
pub use owner::Owner;
pub use story::{Told, audit, full_pull, tell};
