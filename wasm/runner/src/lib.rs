//! What the native host of the engine and the tool that compiles its module have in common, and the host itself.
//!
//! PHP starts `unopim-runner engine.cwasm` and talks frames with it over standard input and output. The module
//! gets those streams and nothing else: no file, no environment, no clock, no randomness, no network.

#[cfg(feature = "run")]
pub mod arguments;
pub mod fault;
#[cfg(feature = "run")]
pub mod limits;
pub mod package;
#[cfg(feature = "run")]
pub mod run;
pub mod settings;
#[cfg(feature = "run")]
mod wasi;
