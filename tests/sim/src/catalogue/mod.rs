//! Catalogues to serve: the one recorded from a real server, and generated ones of any size.

pub mod changes;
pub mod generate;
pub mod mutate;
pub mod recorded;
pub mod standard;

pub use generate::{Plan, generate};
