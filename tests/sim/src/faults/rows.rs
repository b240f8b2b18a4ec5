//! Rows that come, go or break while somebody reads pages.

use crate::random::Random;
use crate::unopim::records::{Kind, Product};
use crate::unopim::{Moment, Request, State};

/// The request for the page before; none on a first page or outside page mode.
pub(super) fn page_before(request: &Request) -> Option<Request> {
    let (path, query) = request.target.split_once('?')?;
    let mut found = false;
    let parts: Vec<String> = query
        .split('&')
        .map(|part| match part.strip_prefix("page=").and_then(|number| number.parse::<u64>().ok()) {
            Some(number) if number > 1 => {
                found = true;
                format!("page={}", number - 1)
            }
            _ => part.to_owned(),
        })
        .collect();
    found.then(|| Request { target: format!("{path}?{}", parts.join("&")), ..request.clone() })
}

pub(super) fn insert(state: &mut State, random: &mut Random, now: Moment) {
    let Some(family) = state.families.rows().next().map(|family| family.code.clone()) else { return };
    let sku = format!("late-{}", random.text(8).to_lowercase());
    if !state.products.contains(&sku) {
        state.products.add(Product::new(&sku, Kind::Simple, &family, now));
        state.touch();
    }
}

/// Only products without relations go, so that nothing else changes.
pub(super) fn delete(state: &mut State, random: &mut Random) {
    if let Some(id) = any_simple(state, random) {
        state.products.delete(id);
        state.touch();
    }
}

pub(super) fn poison(state: &mut State, random: &mut Random) {
    let sku = any_simple(state, random).and_then(|id| state.products.by_id(id)).map(|row| row.sku.clone());
    if let Some(sku) = sku {
        state.poisoned.insert(sku);
        state.touch();
    }
}

fn any_simple(state: &State, random: &mut Random) -> Option<u64> {
    let simple = state.products.iter().filter(|(_, row)| row.kind == Kind::Simple && row.parent.is_none());
    let ids: Vec<u64> = simple.map(|(id, _)| id).collect();
    if ids.is_empty() { None } else { Some(*random.pick(&ids)) }
}
