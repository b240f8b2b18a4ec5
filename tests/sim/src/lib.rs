//! The other side of the connector, in memory: a UnoPim that behaves like the real one, oddities included.

pub mod catalogue;
pub mod client;
pub mod demo;
pub mod drive;
pub mod faults;
pub mod http;
pub mod random;
pub mod simulator;
pub mod store;
pub mod unopim;
