//! What happens to a catalogue in an office day: every kind of change that a pull has to follow, one at a time.

mod options;
mod pictures;
mod products;
mod tree;
mod values;
mod variants;

use crate::random::Random;
use crate::unopim::{Moment, State};

/// One change of any kind, in words; nothing where the catalogue has no place for the kind that was drawn.
pub fn change(state: &mut State, random: &mut Random, now: Moment) -> Option<String> {
    let what = random.below(100);
    let office = &mut Office { state, random, now };
    let event = match what {
        0..=39 => office.set_value(),
        40..=46 => office.empty_value(),
        47..=50 => office.flip_status(),
        51..=54 => office.place_product(),
        55..=58 => office.associate(),
        59..=60 => office.change_family(),
        61..=63 => office.rename_category(),
        64..=65 => office.move_category(),
        66..=67 => office.add_category(),
        68 => office.remove_category(),
        69..=71 => office.relabel_option(),
        72..=73 => office.add_option(),
        74..=75 => office.remove_option(),
        76 => office.reorder_options(),
        77..=80 => office.add_product(),
        81..=84 => office.delete_product(),
        85 => office.rename_product(),
        86..=89 => office.add_variant(),
        90..=92 => office.key_anew(),
        93 => office.add_axis(),
        94..=95 => office.make_configurable(),
        96 => office.make_simple(),
        _ => office.replace_image(),
    };
    office.state.touch();
    event
}

/// One change of values, places and names, which leaves every record where it is.
pub fn change_value(state: &mut State, random: &mut Random, now: Moment) -> Option<String> {
    let what = random.below(100);
    let office = &mut Office { state, random, now };
    let event = match what {
        0..=59 => office.set_value(),
        60..=67 => office.empty_value(),
        68..=71 => office.flip_status(),
        72..=77 => office.place_product(),
        78..=83 => office.associate(),
        84..=87 => office.rename_category(),
        88..=91 => office.relabel_option(),
        92..=93 => office.add_option(),
        94..=96 => office.add_product(),
        _ => office.add_variant(),
    };
    office.state.touch();
    event
}

/// One change of a product's pictures.
pub fn change_pictures(state: &mut State, random: &mut Random, now: Moment) -> Option<String> {
    let office = &mut Office { state, random, now };
    let event = office.hang();
    office.state.touch();
    event
}

/// A product or a category that UnoPim has no more.
pub fn take_away(state: &mut State, random: &mut Random, now: Moment) -> Option<String> {
    let is_product = random.below(3) > 0;
    let office = &mut Office { state, random, now };
    let event = if is_product { office.delete_product() } else { office.remove_category() };
    office.state.touch();
    event
}

struct Office<'a> {
    state: &'a mut State,
    random: &'a mut Random,
    now: Moment,
}

impl Office<'_> {
    /// A number that no value holds by chance.
    fn stamp(&mut self) -> usize {
        1_000_000 + self.random.below(8_000_000)
    }

    fn pick<T>(&mut self, mut from: Vec<T>) -> Option<T> {
        if from.is_empty() { None } else { Some(from.swap_remove(self.random.below(from.len()))) }
    }

    /// Any product whose row is sound and that fits.
    fn any(&mut self, wanted: impl Fn(&crate::unopim::records::Product) -> bool) -> Option<u64> {
        let ids =
            self.state.products.iter().filter(|(_, p)| p.values.is_object() && wanted(p)).map(|(id, _)| id);
        let ids: Vec<u64> = ids.collect();
        self.pick(ids)
    }

    fn sku(&self, id: u64) -> String {
        self.state.products.by_id(id).map_or_else(String::new, |p| p.sku.clone())
    }

    fn changed(&mut self, id: u64, change: impl FnOnce(&mut crate::unopim::records::Product)) {
        if let Some(product) = self.state.products.by_id_mut(id) {
            change(product);
            product.updated = self.now;
        }
    }
}
