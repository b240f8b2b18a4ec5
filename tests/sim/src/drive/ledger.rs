//! What people did in the shop by hand, and what the engine said that it has seen of both sides: whether an edit was lost, or had to
//! give way, is judged by this book and not by the engine.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::oracle::{Wish, alike};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    Product,
    Term,
    Attribute,
}

/// A field of a record.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub what: What,
    pub id: u64,
    pub field: String,
}

/// A value that somebody gave a field by hand and that is still the latest.
#[derive(Clone, Debug)]
pub struct Edit {
    pub value: Value,
    /// What the field held before the first hand touched it.
    pub origin: Value,
    /// Operations that were in the history by then.
    pub at: usize,
}

/// Who decides where both sides changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Judge {
    #[default]
    Unopim,
    Shop,
    Review,
    Mirror,
}

#[derive(Clone, Debug, Default)]
pub struct Ledger {
    pub judge: Judge,
    pub edits: BTreeMap<Place, Edit>,
    /// How often a place was edited.
    times: BTreeMap<Place, usize>,
    /// UnoPim's half of every base that the engine has kept.
    sources: BTreeMap<Place, String>,
    /// UnoPim's side as it was when the engine last brought a field in step.
    synced: BTreeMap<Place, Wish>,
    /// Fields about which somebody has ever said something.
    said: BTreeSet<Place>,
    /// The same by SKU, of what was to come to the shop.
    told: BTreeSet<(String, String)>,
    /// SKUs whose identity was meddled with: what becomes of them is told by other tests.
    loose: BTreeSet<String>,
    /// Products that somebody put into the trash, or deleted for good.
    out: BTreeSet<u64>,
    /// What lists name and UnoPim does not take, as pushes have said.
    refused: BTreeSet<(Place, u64)>,
}

impl Place {
    fn of(what: What, id: u64, field: &str) -> Self {
        Place { what, id, field: field.to_owned() }
    }

    pub fn product(id: u64, field: &str) -> Self {
        Self::of(What::Product, id, field)
    }

    pub fn term(id: u64, field: &str) -> Self {
        Self::of(What::Term, id, field)
    }

    pub fn attribute(id: u64, field: &str) -> Self {
        Self::of(What::Attribute, id, field)
    }

    /// Of the record that an operation is about.
    pub fn written(entity: &str, id: u64, field: &str) -> Self {
        match entity {
            "product" => Self::product(id, field),
            "attribute" => Self::attribute(id, field),
            _ => Self::term(id, field),
        }
    }
}

impl Ledger {
    /// Somebody gave a field a value.
    pub fn edited(&mut self, place: Place, before: Value, value: Value, at: usize) {
        self.said.insert(place.clone());
        *self.times.entry(place.clone()).or_default() += 1;
        let origin = self.edits.get(&place).map_or(before, |edit| edit.origin.clone());
        // The order of pictures is said too.
        let is_back = if place.field == "gallery" { origin == value } else { alike(&origin, &value) };
        if is_back {
            self.edits.remove(&place);
        } else {
            self.edits.insert(place, Edit { value, origin, at });
        }
    }

    /// How often a place was edited.
    pub fn times(&self, place: &Place) -> usize {
        self.times.get(place).copied().unwrap_or_default()
    }

    /// The engine brought a field in step with what UnoPim says.
    pub fn in_step(&mut self, place: Place, wish: Wish) {
        if wish != Wish::Nothing {
            self.said.insert(place.clone());
        }
        self.synced.insert(place, wish);
    }

    pub fn out_of_step(&mut self, place: &Place) {
        self.synced.remove(place);
        self.sources.remove(place);
    }

    pub fn say(&mut self, place: Place) {
        self.said.insert(place);
    }

    pub fn was_said(&self, sku: &str, place: &Place) -> bool {
        self.said.contains(place) || self.told.contains(&(sku.to_owned(), place.field.clone()))
    }

    /// UnoPim says something of a field; a run that has begun may bring it yet when that is no more.
    pub fn tell(&mut self, sku: &str, field: &str) {
        self.told.insert((sku.to_owned(), field.to_owned()));
    }

    pub fn loosen(&mut self, sku: &str) {
        self.loose.insert(sku.to_owned());
    }

    pub fn is_loose(&self, sku: &str) -> bool {
        self.loose.contains(sku)
    }

    pub fn take_out(&mut self, id: u64) {
        self.out.insert(id);
    }

    pub fn bring_back(&mut self, id: u64) {
        self.out.remove(&id);
    }

    pub fn is_out(&self, id: u64) -> bool {
        self.out.contains(&id)
    }

    /// A push has said that UnoPim does not take what a list names.
    pub fn refuse(&mut self, place: Place, id: u64) {
        self.refused.insert((place, id));
    }

    pub fn is_refused(&self, place: &Place, id: u64) -> bool {
        self.refused.contains(&(place.clone(), id))
    }

    /// A category went with UnoPim's, and out of the lists that name it; a product in none is in the default one.
    pub fn lose_category(&mut self, id: u64, default: u64) {
        for (_, edit) in self.edits.iter_mut().filter(|(place, _)| place.field == "categories") {
            let Some(list) = edit.value.as_array_mut().filter(|list| list.contains(&Value::from(id))) else {
                continue;
            };
            list.retain(|held| *held != id);
            if list.is_empty() {
                list.push(default.into());
            }
        }
        // What is there again as it was before the edit is none.
        self.edits.retain(|place, edit| place.field != "categories" || !alike(&edit.value, &edit.origin));
    }

    /// A record is gone, and with it what was edited.
    pub fn forget(&mut self, what: What, id: u64) {
        self.edits.retain(|place, _| place.what != what || place.id != id);
        self.synced.retain(|place, _| place.what != what || place.id != id);
        self.sources.retain(|place, _| place.what != what || place.id != id);
    }

    /// Whether UnoPim says something else than when the field was last in step; true where it never was.
    pub fn has_moved(&self, place: &Place, wish: &Wish) -> bool {
        self.synced.get(place) != Some(wish)
    }

    /// UnoPim's half of a base, as the engine has it in step from now on.
    pub fn heard(&mut self, place: &Place, source: &str) {
        self.sources.insert(place.clone(), source.to_owned());
    }

    /// Whether nobody edited a place, and UnoPim says what it said when the engine last brought it in step: nothing is to be written.
    pub fn is_at_rest(&self, place: &Place, source: Option<&str>) -> bool {
        let known = self.sources.get(place).map(String::as_str);
        known.is_some() && known == source && !self.edits.contains_key(place)
    }

    /// Whether an edit may stand against what UnoPim says.
    pub fn excuses(&self, place: &Place, wish: &Wish) -> bool {
        let moved = self.has_moved(place, wish);
        self.edits.contains_key(place)
            && match self.judge {
                Judge::Mirror => false,
                Judge::Shop => true,
                // What is held has a row in the lane, which is looked at by itself; of terms nothing is held.
                Judge::Review => !moved || place.what != What::Product,
                Judge::Unopim => !moved,
            }
    }

    /// Whether the engine may write over an edit.
    pub fn may_give_way(&self, place: &Place, wish: &Wish) -> bool {
        let moved = self.has_moved(place, wish);
        let unknown = !self.synced.contains_key(place);
        match self.judge {
            Judge::Mirror => true,
            Judge::Unopim => moved,
            // A field without a base that holds nothing is filled.
            Judge::Shop | Judge::Review => {
                unknown && self.edits.get(place).is_some_and(|edit| alike(&edit.value, &Value::Null))
            }
        }
    }
}
