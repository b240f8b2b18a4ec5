//! What pushes have said: the record that an edit was given up on, and what UnoPim did not take back.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use unopim_engine::wire::Log;

use super::watch::codes;

/// Codes that give nothing up: nothing was to be sent, it comes later, or it is told again when it does not.
const PASSING: [&str; 6] = ["unchanged", "echo", "cooldown", "stale_reference", "not_taken", "source_error"];

#[derive(Default)]
pub struct Notes {
    /// When something was last said of a field: operations of the history by then.
    fields: BTreeMap<(String, String), usize>,
    /// When it was last said that a list goes without products that UnoPim does not know.
    unknown: BTreeMap<(String, String), usize>,
    /// Items that the last push left out as a whole.
    items: BTreeSet<String>,
    /// What UnoPim keeps though the shop has deleted it, by its code; of categories with `category/` before it.
    kept: BTreeSet<String>,
    /// What pulls found in the shop's trash.
    in_trash: BTreeSet<String>,
    /// What a mirror owns; the setting stays as it is.
    mirrored: BTreeSet<String>,
    /// Places that the present process has left out of a write because UnoPim no longer takes what they hold, by SKU.
    stale: BTreeSet<(String, String)>,
}

impl Notes {
    /// A process of a push begins; one of everything says anew what it leaves out.
    pub fn begin(&mut self, everything: bool) {
        if everything {
            self.items.clear();
        }
        self.stale.clear();
    }

    pub fn hear(&mut self, log: &Log, at: usize) {
        if log.op == "pull" && log.code == "in_trash" {
            self.in_trash.insert(log.key.clone());
        }
        if log.op != "push" {
            return;
        }
        let key = || log.key.clone();
        if matches!(log.code.as_str(), "not_supported" | "rejected" | "came_back")
            && log.message.contains("delet")
        {
            let is_category = log.entity == "category";
            self.kept.insert(if is_category { format!("category/{}", log.key) } else { key() });
        }
        match log.code.as_str() {
            "mirror" => drop(self.mirrored.insert(key())),
            "stale_reference" => {
                self.stale.extend(names(&log.message).map(|place| (key(), place.to_owned())));
            }
            "unopim_wins" => {
                self.fields.extend(names(&log.message).map(|field| ((key(), field.to_owned()), at)));
            }
            "not_linked" if log.field.is_some() => {
                let field = log.field.clone().unwrap_or_default();
                self.unknown.insert((key(), field), at);
            }
            code if PASSING.contains(&code) => {}
            _ => match &log.field {
                Some(field) => drop(self.fields.insert((key(), field.clone()), at)),
                None => drop(self.items.insert(key())),
            },
        }
    }

    /// Whether an edit of a field was given up on record after it was made.
    pub fn gives_up(&self, key: &str, field: &str, edited: usize) -> bool {
        let told = self.fields.get(&(key.to_owned(), field.to_owned()));
        told.is_some_and(|at| *at >= edited) || self.items.contains(key) || self.is_mirrored(key)
    }

    /// Whether it was said of a list that UnoPim does not know all that it names since it was edited.
    pub fn tells_unknown(&self, key: &str, field: &str, edited: usize) -> bool {
        self.unknown.get(&(key.to_owned(), field.to_owned())).is_some_and(|at| *at >= edited)
    }

    pub fn is_mirrored(&self, key: &str) -> bool {
        self.mirrored.contains(key)
    }

    /// Whether it was said that UnoPim keeps what the shop has deleted.
    pub fn keeps(&self, code: &str) -> bool {
        self.kept.contains(code)
    }

    /// Whether a pull has said that it lies in the trash.
    pub fn lies_in_trash(&self, sku: &str) -> bool {
        self.in_trash.contains(sku)
    }

    pub fn names_stale(&self, key: &str, place: &str) -> bool {
        self.stale.contains(&(key.to_owned(), place.to_owned()))
    }

    /// Whether a value has lost no more than what UnoPim refused to take back.
    pub fn is_stale(&self, key: &str, place: &str, old: &Value, new: &Value) -> bool {
        if self.names_stale(key, place) {
            return new.is_null();
        }
        let (old, new) = (codes(old), codes(new));
        let lost = old.iter().filter(|code| !new.contains(code));
        old != new
            && new.iter().all(|code| old.contains(code))
            && lost.into_iter().all(|code| self.names_stale(key, &format!("{place}.{code}")))
    }
}

/// What a sentence names at its end: `… holds in categories.root, common.color`, `… brings it: name, weight`.
pub fn names(message: &str) -> impl Iterator<Item = &str> {
    let list = message.rsplit_once(": ").or_else(|| message.rsplit_once(" in ")).map_or("", |(_, list)| list);
    list.split(", ")
}
