//! What the round trip is made of: rows for every field that goes both ways, and a hand that edits them all.

#![allow(unreachable_pub)] // of one test file

pub mod edits;
pub mod rows;
