//! The other side of the connector, in memory: a UnoPim that behaves like the real one, oddities included.

pub mod catalogue;
pub mod random;
pub mod unopim;
