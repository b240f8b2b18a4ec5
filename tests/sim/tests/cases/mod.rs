//! What the cases are made of: the owner's deeds and the patterns that answers are compared with.

pub(crate) mod owner;
pub(crate) mod pattern;
