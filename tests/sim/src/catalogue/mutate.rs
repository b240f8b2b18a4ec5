//! A day's work on a catalogue: some products change, the rest stays as it is.

use serde_json::{Value, json};

use crate::random::Random;
use crate::unopim::records::{Kind, Product};
use crate::unopim::{Moment, State};

/// Changes `count` products (as many as there are, at most) and names them in order of their ids.
pub fn mutate(state: &mut State, seed: u64, count: usize, now: Moment) -> Vec<String> {
    let mut random = Random::fork(seed, 2);
    let mut ids: Vec<u64> = state
        .products
        .iter()
        .filter(|(_, product)| product.kind == Kind::Simple && product.values.is_object())
        .map(|(id, _)| id)
        .collect();
    // A partial Fisher-Yates shuffle draws without repetition.
    let count = count.min(ids.len());
    for index in 0..count {
        let other = index + random.below(ids.len() - index);
        ids.swap(index, other);
    }
    ids.truncate(count);
    ids.sort_unstable();
    let mut changed = Vec::new();
    for id in ids {
        let stamp = random.below(1_000_000);
        let what = random.below(4);
        if let Some(product) = state.products.by_id_mut(id) {
            // A shop's variations have no names of their own: such a change would not reach them.
            let what = if product.parent.is_some() && what == NAME { PRICE } else { what };
            change(product, what, stamp);
            product.updated = now;
            changed.push(product.sku.clone());
        }
    }
    state.touch();
    changed
}

const NAME: usize = 2;
const PRICE: usize = 3;

/// Every change differs from what is stored: the stamp sees to that.
fn change(product: &mut Product, what: usize, stamp: usize) {
    let values = &mut product.values;
    match what {
        0 => values["common"]["weight"] = json!(format!("{}.{:02}", stamp / 100, stamp % 100)),
        1 => values["common"]["product_number"] = json!(format!("PN-R{stamp:06}")),
        NAME => *scoped(values, "name") = json!(format!("Renamed {stamp}")),
        _ => *scoped(values, "price") = json!({"EUR": format!("{stamp}.00"), "USD": format!("{stamp}.50")}),
    }
}

/// The English value of the first channel; sections that are no maps are made anew.
fn scoped<'a>(values: &'a mut Value, attribute: &str) -> &'a mut Value {
    let mut slot = values;
    for key in ["channel_locale_specific", "default", "en_US"] {
        slot = &mut slot[key];
        if !slot.is_object() {
            *slot = json!({});
        }
    }
    &mut slot[attribute]
}
