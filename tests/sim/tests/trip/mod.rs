//! What the round trip is made of: rows for every field that goes both ways, a hand that edits them all, and trips of lists and pictures.

#![allow(unreachable_pub)] // of one test file

pub mod compare;
pub mod edits;
mod lists;
mod pictures;
pub mod rows;
pub mod shop;
