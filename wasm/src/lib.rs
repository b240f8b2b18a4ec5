//! The engine of UnoPim Connector: what a pull writes to WooCommerce, and why.
//!
//! It performs no I/O. A host hands it frames ([`wire`]) and carries out what it asks for; see `docs/wire.md`.

// A part for browsers leaves out what only the others call.
#![cfg_attr(
    not(all(feature = "screens", feature = "pull", feature = "push")),
    allow(dead_code, unused_imports)
)]
// Tests read files, and JSON by other ways than the engine's.
#![cfg_attr(test, allow(clippy::disallowed_methods))]

pub mod calls;
pub mod diff;
pub mod error;
pub mod mapping;
pub mod ordered;
mod plain;
pub mod plan;
mod reason;
pub mod run;
pub mod session;
pub mod source;
#[cfg(test)]
mod specs;
pub mod store;
mod time;
pub mod variants;
pub mod wire;

#[cfg(test)]
mod typescript;

#[cfg(all(target_arch = "wasm32", target_os = "unknown"))]
pub mod browser;
