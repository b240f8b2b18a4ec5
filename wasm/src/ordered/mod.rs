//! Maps and sets in the order of their keys, and sorting.
//!
//! The standard library's trees and sorts are compiled anew for every type that is kept in them; together they were more than a quarter of
//! the browser's module. These are sorted lists: what is kept is small, made whole, and then read. Many single insertions out of order into
//! a large one would move its entries about: `extend` and `collect` sort once.

mod map;
mod set;
mod sort;

use serde_json::{Map, Value};

pub use map::SortedMap;
pub use set::SortedSet;
pub use sort::Sort;

/// An object of JSON. To collect into one sorts, and would compile a sorting algorithm anew for each iterator.
pub fn object<K: Into<String>>(entries: impl IntoIterator<Item = (K, Value)>) -> Map<String, Value> {
    let mut map = Map::new();
    for (key, value) in entries {
        map.insert(key.into(), value);
    }
    map
}
