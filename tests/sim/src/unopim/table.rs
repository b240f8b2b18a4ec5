//! A database table: rows by id, and a unique code that ignores case and trailing blanks as MySQL does.

use std::collections::BTreeMap;
use std::ops::Bound;

pub trait Coded {
    fn code(&self) -> &str;
}

#[derive(Clone, Debug)]
pub struct Table<T> {
    rows: BTreeMap<u64, T>,
    ids: BTreeMap<String, u64>,
    next: u64,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Table { rows: BTreeMap::new(), ids: BTreeMap::new(), next: 1 }
    }
}

/// The form in which two codes compare equal.
pub fn folded(code: &str) -> String {
    code.trim_end().to_lowercase()
}

impl<T: Coded> Table<T> {
    pub fn insert(&mut self, row: T) -> u64 {
        let id = self.burn_id();
        self.ids.insert(folded(row.code()), id);
        self.rows.insert(id, row);
        id
    }

    /// Takes an id without using it, as a refused insert does.
    pub fn burn_id(&mut self) -> u64 {
        let id = self.next;
        self.next += 1;
        id
    }

    pub fn id_of(&self, code: &str) -> Option<u64> {
        self.ids.get(&folded(code)).copied()
    }

    pub fn get(&self, code: &str) -> Option<&T> {
        self.rows.get(&self.id_of(code)?)
    }

    pub fn get_mut(&mut self, code: &str) -> Option<&mut T> {
        let id = self.id_of(code)?;
        self.rows.get_mut(&id)
    }

    pub fn by_id(&self, id: u64) -> Option<&T> {
        self.rows.get(&id)
    }

    pub fn by_id_mut(&mut self, id: u64) -> Option<&mut T> {
        self.rows.get_mut(&id)
    }

    pub fn contains(&self, code: &str) -> bool {
        self.id_of(code).is_some()
    }

    pub fn remove(&mut self, id: u64) -> Option<T> {
        let row = self.rows.remove(&id)?;
        self.ids.remove(&folded(row.code()));
        Some(row)
    }

    /// Changes a row together with its code.
    pub fn recode(&mut self, id: u64, change: impl FnOnce(&mut T)) {
        if let Some(row) = self.rows.get_mut(&id) {
            self.ids.remove(&folded(row.code()));
            change(row);
            self.ids.insert(folded(row.code()), id);
        }
    }

    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (u64, &T)> {
        self.rows.iter().map(|(id, row)| (*id, row))
    }

    pub fn iter_mut(&mut self) -> impl Iterator<Item = (u64, &mut T)> {
        self.rows.iter_mut().map(|(id, row)| (*id, row))
    }

    /// Rows whose id is greater, in order.
    pub fn after(&self, id: u64) -> impl Iterator<Item = (u64, &T)> {
        self.rows.range((Bound::Excluded(id), Bound::Unbounded)).map(|(id, row)| (*id, row))
    }

    pub fn rows(&self) -> impl Iterator<Item = &T> {
        self.rows.values()
    }

    pub fn len(&self) -> usize {
        self.rows.len()
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}
