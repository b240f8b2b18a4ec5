//! UnoPim in memory: state and rules, without sockets, clocks or threads.
//!
//! [`handle`] is the whole interface: a request and a moment in, an answer out.

pub mod auth;
pub mod base64;
pub mod cache;
pub mod clock;
pub mod framework;
pub mod input;
pub mod lists;
pub mod media;
pub mod php;
pub mod products;
pub mod records;
pub mod request;
pub mod response;
pub mod routes;
pub mod server;
pub mod state;
pub mod structure;
pub mod table;
pub mod texts;
pub mod version;

pub use clock::Moment;
pub use request::Request;
pub use response::Response;
pub use server::handle;
pub use state::{Settings, State};
pub use version::Version;
