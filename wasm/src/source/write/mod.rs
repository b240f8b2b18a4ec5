//! What is sent to UnoPim: bodies, paths and codes.

mod codes;

pub use codes::{code_for, free_code, is_reserved};
