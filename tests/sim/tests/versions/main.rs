//! In what the versions differ, claim by claim of the API description.

mod access;
#[path = "../common/mod.rs"]
mod common;
mod pushing;
mod reading;
mod writing;
