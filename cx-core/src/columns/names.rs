//! Names of codes as one column of text.

use std::borrow::Cow;

use super::recent::WINDOW;
use super::{Dictionary, Texts};
use crate::sure::Sure;

/// A name; a short one is copied as a whole window, which is one instruction.
struct Name<'a> {
    text: Cow<'a, str>,
    window: [u8; WINDOW],
}

impl<'a> Name<'a> {
    fn new(text: Cow<'a, str>) -> Self {
        let mut window = [0; WINDOW];
        window.iter_mut().zip(text.bytes()).for_each(|(to, from)| *to = from);
        Self { text, window }
    }

    /// Writes the name at a place; what comes behind a short one is for the next to overwrite.
    fn write(&self, bytes: &mut [u8], at: usize) {
        let short = self.text.len() <= WINDOW;
        let name = if short { &self.window } else { self.text.as_bytes() };
        if let Some(place) = bytes.get_mut(at..at + name.len()).sure() {
            place.copy_from_slice(name);
        }
    }
}

/// The names of the codes; `None` where a code has none, or where the text is too long for one
/// column.
pub(super) fn text_of(codes: &[u32], dictionary: &Dictionary) -> Option<Texts> {
    let names: Vec<Name<'_>> = dictionary.names().map(Name::new).collect();
    let mut offsets = Vec::with_capacity(codes.len() + 1);
    offsets.push(0);
    let mut end = 0_i32;
    for code in codes {
        end = end.checked_add(i32::try_from(names.get(*code as usize)?.text.len()).ok()?)?;
        offsets.push(end);
    }
    let mut bytes = vec![0; end as usize + WINDOW];
    for (code, at) in codes.iter().zip(&offsets) {
        names.get(*code as usize)?.write(&mut bytes, *at as usize);
    }
    bytes.truncate(end as usize);
    Texts::from_parts(bytes, offsets)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn as_the_names_one_by_one(
            names in proptest::collection::vec("[a-zä]{1,20}|[0-9]{1,4}", 1..8),
            picks in proptest::collection::vec(0_usize..8, 0..60),
        ) {
            let (dictionary, codes) = Dictionary::from_names(names.iter().map(String::as_str))?;
            let codes: Vec<u32> = picks.iter().map(|pick| codes[pick % codes.len()]).collect();
            let mut expected = Texts::default();
            prop_assert!(codes.iter().all(|code| expected.push(&dictionary.name(*code))));
            prop_assert_eq!(text_of(&codes, &dictionary), Some(expected));
            prop_assert_eq!(text_of(&[codes.len() as u32 + 9], &dictionary), None);
        }
    }
}
