//! What is found out about, or done to, the tree before it is written as PHP.

pub mod assigned;
pub mod bases;
pub mod forward;
pub mod frames;
pub mod parts;
pub mod recursion;
pub mod simplify;
