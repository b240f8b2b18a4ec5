//! Sorting that shares one algorithm among all types: places are sorted, and then the entries are swapped to them.

use std::cmp::Ordering;

/// Stable, as `sort_by` is.
pub trait Sort<T> {
    fn order_by(&mut self, compare: impl FnMut(&T, &T) -> Ordering);

    fn order_by_key<K: Ord>(&mut self, key: impl Fn(&T) -> K) {
        self.order_by(|a, b| key(a).cmp(&key(b)));
    }

    fn order(&mut self)
    where
        T: Ord,
    {
        self.order_by(T::cmp);
    }
}

impl<T> Sort<T> for [T] {
    fn order_by(&mut self, mut compare: impl FnMut(&T, &T) -> Ordering) {
        let mut places = places(self.len(), &mut |a, b| compare(&self[a], &self[b]));
        put(&mut places, &mut |a, b| self.swap(a, b));
    }
}

/// Sorts by `compare`, and of equals keeps the last alone.
pub(super) fn settle<T>(list: &mut Vec<T>, compare: impl Fn(&T, &T) -> Ordering) {
    let (mut places, kept) = distinct(list.len(), &mut |a, b| compare(&list[a], &list[b]));
    put(&mut places, &mut |a, b| list.swap(a, b));
    list.truncate(kept);
}

type Compare<'c> = &'c mut dyn FnMut(usize, usize) -> Ordering;

/// Where each entry goes; none goes anywhere where nothing is named.
fn places(len: usize, compare: Compare) -> Vec<usize> {
    if (1..len).all(|at| compare(at - 1, at).is_le()) {
        return Vec::new();
    }
    let mut places = vec![0; len];
    for (place, from) in order(len, compare).into_iter().enumerate() {
        places[from] = place;
    }
    places
}

/// The same, and how many stay: the others go behind them.
fn distinct(len: usize, compare: Compare) -> (Vec<usize>, usize) {
    if (1..len).all(|at| compare(at - 1, at).is_lt()) {
        return (Vec::new(), len);
    }
    let order = order(len, compare);
    let mut places = vec![0; len];
    let (mut kept, mut behind) = (0, len);
    for (at, &from) in order.iter().enumerate() {
        if order.get(at + 1).is_none_or(|&next| compare(from, next).is_lt()) {
            places[from] = kept;
            kept += 1;
        } else {
            behind -= 1;
            places[from] = behind;
        }
    }
    (places, kept)
}

fn order(len: usize, compare: Compare) -> Vec<usize> {
    let mut order: Vec<usize> = (0..len).collect();
    order.sort_by(|a, b| compare(*a, *b));
    order
}

fn put(places: &mut [usize], swap: &mut dyn FnMut(usize, usize)) {
    for at in 0..places.len() {
        while places[at] != at {
            let place = places[at];
            swap(at, place);
            places.swap(at, place);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Sort as _;

    proptest! {
        #[test]
        fn sorts_as_the_standard_library_does(list in prop::collection::vec((0u8..9, any::<u16>()), 0..60)) {
            let (mut ours, mut theirs) = (list.clone(), list);
            ours.order_by_key(|entry| entry.0);
            theirs.sort_by_key(|entry| entry.0);
            prop_assert_eq!(&ours, &theirs);
            ours.order_by(|a, b| b.cmp(a));
            theirs.sort_by(|a, b| b.cmp(a));
            prop_assert_eq!(&ours, &theirs);
            ours.order();
            theirs.sort_unstable();
            prop_assert_eq!(ours, theirs);
        }
    }
}
