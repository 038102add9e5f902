//! Maps and sets in order of their keys: the standard library's, or in WebAssembly sorted vectors.
//!
//! A B-tree is fast at any size, and compiled anew for each type of key and value: three to five
//! kilobytes each, a twelfth of the module for the browser. Its tables are small, so there a
//! sorted vector does the same. Both hand out their entries in order of the keys.

#[cfg(not(target_family = "wasm"))]
pub(crate) use std::collections::{BTreeMap as Map, BTreeSet as Set};

#[cfg(target_family = "wasm")]
pub(crate) use small::{Map, Set};

#[cfg(any(test, target_family = "wasm"))]
#[cfg_attr(not(target_family = "wasm"), allow(dead_code, reason = "tested in part"))]
mod small {
    use std::borrow::Borrow;

    use serde::{Serialize, Serializer};

    /// As much of a map as the core uses, in a vector that is sorted by key.
    #[derive(Debug, Clone, PartialEq)]
    pub(crate) struct Map<K, V> {
        entries: Vec<(K, V)>,
    }

    impl<K, V> Default for Map<K, V> {
        fn default() -> Self {
            Self::new()
        }
    }

    impl<K, V> Map<K, V> {
        pub(crate) const fn new() -> Self {
            Self { entries: Vec::new() }
        }

        pub(crate) fn len(&self) -> usize {
            self.entries.len()
        }

        pub(crate) fn is_empty(&self) -> bool {
            self.entries.is_empty()
        }

        pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = (&K, &V)> + Clone {
            self.entries.iter().map(|(key, value)| (key, value))
        }

        pub(crate) fn keys(&self) -> impl DoubleEndedIterator<Item = &K> + Clone {
            self.entries.iter().map(|(key, _)| key)
        }

        pub(crate) fn values(&self) -> impl DoubleEndedIterator<Item = &V> + Clone {
            self.entries.iter().map(|(_, value)| value)
        }

        pub(crate) fn into_values(self) -> impl Iterator<Item = V> {
            self.entries.into_iter().map(|(_, value)| value)
        }
    }

    impl<K: Ord, V> Map<K, V> {
        /// Where the key is, or where it would have to be.
        fn place<Q: Ord + ?Sized>(&self, key: &Q) -> Result<usize, usize>
        where
            K: Borrow<Q>,
        {
            self.entries.binary_search_by(|(known, _)| known.borrow().cmp(key))
        }

        pub(crate) fn get<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&V>
        where
            K: Borrow<Q>,
        {
            self.place(key).ok().and_then(|at| self.entries.get(at)).map(|(_, value)| value)
        }

        pub(crate) fn get_mut<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<&mut V>
        where
            K: Borrow<Q>,
        {
            let at = self.place(key).ok()?;
            self.entries.get_mut(at).map(|(_, value)| value)
        }

        pub(crate) fn contains_key<Q: Ord + ?Sized>(&self, key: &Q) -> bool
        where
            K: Borrow<Q>,
        {
            self.place(key).is_ok()
        }

        pub(crate) fn remove<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<V>
        where
            K: Borrow<Q>,
        {
            self.place(key).ok().map(|at| self.entries.remove(at).1)
        }

        pub(crate) fn insert(&mut self, key: K, value: V) -> Option<V> {
            match self.place(&key) {
                Ok(at) => {
                    self.entries.get_mut(at).map(|(_, known)| std::mem::replace(known, value))
                }
                Err(at) => {
                    self.entries.insert(at, (key, value));
                    None
                }
            }
        }

        pub(crate) fn entry(&mut self, key: K) -> Entry<'_, K, V> {
            Entry { place: self.place(&key), key, entries: &mut self.entries }
        }
    }

    /// The place of a key, taken or free.
    pub(crate) struct Entry<'a, K, V> {
        entries: &'a mut Vec<(K, V)>,
        place: Result<usize, usize>,
        key: K,
    }

    impl<'a, K, V> Entry<'a, K, V> {
        pub(crate) fn or_insert_with(self, make: impl FnOnce() -> V) -> &'a mut V {
            let at = self.place.unwrap_or_else(|free| free);
            if self.place.is_err() {
                self.entries.insert(at, (self.key, make()));
            }
            &mut self.entries[at].1
        }

        pub(crate) fn or_insert(self, value: V) -> &'a mut V {
            self.or_insert_with(|| value)
        }

        pub(crate) fn or_default(self) -> &'a mut V
        where
            V: Default,
        {
            self.or_insert_with(V::default)
        }
    }

    impl<K, V> IntoIterator for Map<K, V> {
        type Item = (K, V);
        type IntoIter = std::vec::IntoIter<(K, V)>;

        fn into_iter(self) -> Self::IntoIter {
            self.entries.into_iter()
        }
    }

    impl<'a, K, V> IntoIterator for &'a Map<K, V> {
        type Item = (&'a K, &'a V);
        type IntoIter =
            std::iter::Map<std::slice::Iter<'a, (K, V)>, fn(&'a (K, V)) -> (&'a K, &'a V)>;

        fn into_iter(self) -> Self::IntoIter {
            self.entries.iter().map(|(key, value)| (key, value))
        }
    }

    impl<K: Ord, V> Extend<(K, V)> for Map<K, V> {
        fn extend<T: IntoIterator<Item = (K, V)>>(&mut self, entries: T) {
            for (key, value) in entries {
                self.insert(key, value);
            }
        }
    }

    impl<K: Ord, V> FromIterator<(K, V)> for Map<K, V> {
        fn from_iter<T: IntoIterator<Item = (K, V)>>(entries: T) -> Self {
            let mut map = Self::new();
            map.extend(entries);
            map
        }
    }

    impl<K: Serialize, V: Serialize> Serialize for Map<K, V> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.collect_map(self)
        }
    }

    /// As much of a set as the core uses.
    #[derive(Debug, Clone, PartialEq)]
    pub(crate) struct Set<T> {
        items: Map<T, ()>,
    }

    impl<T: Ord> Set<T> {
        pub(crate) fn contains<Q: Ord + ?Sized>(&self, item: &Q) -> bool
        where
            T: Borrow<Q>,
        {
            self.items.contains_key(item)
        }
    }

    impl<T: Ord> IntoIterator for Set<T> {
        type Item = T;
        type IntoIter = std::iter::Map<std::vec::IntoIter<(T, ())>, fn((T, ())) -> T>;

        fn into_iter(self) -> Self::IntoIter {
            self.items.into_iter().map(|(item, ())| item)
        }
    }

    impl<T: Ord> FromIterator<T> for Set<T> {
        fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
            Self { items: items.into_iter().map(|item| (item, ())).collect() }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Map, Set, small};

    proptest! {
        #[test]
        fn as_the_standard_librarys(
            steps in proptest::collection::vec((0_u8..4, 0_u8..12, 0_u32..100), 0..60),
        ) {
            let (mut tree, mut vector) = (Map::<u8, u32>::new(), small::Map::<u8, u32>::new());
            for (step, key, value) in steps {
                match step {
                    0 => prop_assert_eq!(tree.insert(key, value), vector.insert(key, value)),
                    1 => prop_assert_eq!(tree.remove(&key), vector.remove(&key)),
                    2 => {
                        *tree.entry(key).or_default() += value;
                        *vector.entry(key).or_default() += value;
                    }
                    _ => prop_assert_eq!(
                        tree.entry(key).or_insert(value),
                        vector.entry(key).or_insert(value)
                    ),
                }
                prop_assert_eq!(tree.get(&key), vector.get(&key));
                prop_assert_eq!(tree.contains_key(&key), vector.contains_key(&key));
            }
            let keys: Set<u8> = tree.keys().copied().collect();
            let others: small::Set<u8> = vector.keys().copied().collect();
            prop_assert_eq!(keys.len(), vector.len());
            prop_assert!(keys.into_iter().eq(others));
            prop_assert!(tree.into_iter().eq(vector));
        }
    }
}
