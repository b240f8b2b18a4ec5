//! The simulator behind real HTTP, with enough control over the socket to misbehave.

pub mod client;
pub mod control;
mod edits;
mod garbage;
mod message;
mod server;

pub use server::{Options, Server};
