//! Sorting: the standard library's, or in WebAssembly one that is compiled once.
//!
//! The standard sorts are fast because each use is compiled anew, two to ten kilobytes each; in a
//! module for the browser that was an eighth of everything. Both keep the order of equal elements,
//! so the results are the same.

use std::cmp::Ordering;

/// Sorts by a comparison; equal elements keep their order.
pub(crate) fn by<T>(items: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    #[cfg(not(target_family = "wasm"))]
    items.sort_by(compare);
    #[cfg(target_family = "wasm")]
    small(items, compare);
}

/// Sorts by a comparison that is a total order.
pub(crate) fn unstable_by<T>(items: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    #[cfg(not(target_family = "wasm"))]
    items.sort_unstable_by(compare);
    #[cfg(target_family = "wasm")]
    small(items, compare);
}

#[cfg(any(test, target_family = "wasm"))]
fn small<T>(items: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    let order = merged(items.len(), &|a, b| match (items.get(a), items.get(b)) {
        (Some(a), Some(b)) => compare(a, b) != Ordering::Greater,
        _ => true,
    });
    arrange(order, &mut |a, b| items.swap(a, b));
}

/// Sorts by a key; equal elements keep their order.
pub(crate) fn by_key<T, K: Ord>(items: &mut [T], key: impl Fn(&T) -> K) {
    by(items, |a, b| key(a).cmp(&key(b)));
}

/// Puts each element where the order wants it, cycle by cycle.
#[cfg(any(test, target_family = "wasm"))]
fn arrange(mut order: Vec<usize>, swap: &mut dyn FnMut(usize, usize)) {
    for start in 0..order.len() {
        let mut at = start;
        while let Some(slot) = order.get_mut(at) {
            let from = std::mem::replace(slot, at);
            if from == start {
                break;
            }
            swap(at, from);
            at = from;
        }
    }
}

/// The numbers from 0 in their order: merges runs of 1, 2, 4 ... elements. `before` says whether
/// the first may come before the second.
#[cfg(any(test, target_family = "wasm"))]
fn merged(count: usize, before: &dyn Fn(usize, usize) -> bool) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    let mut next = Vec::with_capacity(count);
    let mut run = 1;
    while run < count {
        for pair in order.chunks(2 * run) {
            let (mut left, mut right) = pair.split_at(run.min(pair.len()));
            while let ([a, rest @ ..], [b, other @ ..]) = (left, right) {
                if before(*a, *b) {
                    next.push(*a);
                    left = rest;
                } else {
                    next.push(*b);
                    right = other;
                }
            }
            next.extend_from_slice(left);
            next.extend_from_slice(right);
        }
        std::mem::swap(&mut order, &mut next);
        next.clear();
        run *= 2;
    }
    order
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn as_the_standard_library_does(keys in proptest::collection::vec(0u8..20, 0..300)) {
            let mut expected: Vec<(usize, u8)> = keys.into_iter().enumerate().collect();
            let mut found = expected.clone();
            expected.sort_by_key(|(_, key)| *key);
            small(&mut found, |a, b| a.1.cmp(&b.1));
            prop_assert_eq!(&found, &expected);
        }
    }
}
