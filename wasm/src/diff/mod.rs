//! Three-way comparison of one field, and the hashes that make unchanged things cheap to see.

mod hash;
mod merge;

pub use hash::{Digest, hash_of, of_another, source_of};
pub use merge::{
    Decision, Policy, Rule, Side, SourceHalf, Wish, decide, has_grown, is_nothing, outgrows, same,
};
