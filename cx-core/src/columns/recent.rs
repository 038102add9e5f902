//! Codes of short names by their bytes: most cells hold one of a few names.

use std::ops::Range;

use super::{Interner, NO_CODE};
use crate::Result;
use crate::sure::{Absent, Sure};

/// Bytes of a window.
pub(crate) const WINDOW: usize = 16;

/// 16 bytes from `at` on, the first one lowest; zeros beyond the end.
pub(crate) fn window(bytes: &[u8], at: usize) -> u128 {
    let rest = bytes.get(at..).or_absent_default();
    let mut whole = [0; WINDOW];
    if let Some(bytes) = rest.first_chunk() {
        whole = *bytes;
    } else {
        whole.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
    }
    u128::from_le_bytes(whole)
}

/// Names that were met, each in the place that its bytes give it; a later one takes the place.
pub(crate) struct Recent {
    slots: Vec<Slot>,
}

#[derive(Clone, Copy)]
struct Slot {
    /// First bytes, and the last ones of a name that is longer than a window.
    key: (u128, u128),
    length: u32,
    code: u32,
}

impl Recent {
    const BITS: u32 = 10;

    pub(crate) fn new() -> Self {
        Self { slots: vec![Slot { key: (0, 0), length: 0, code: NO_CODE }; 1 << Self::BITS] }
    }

    /// The code of the name at `place` of `texts`, in UTF-8; `head` is the window at its start.
    /// `None` for names that are blank, longer than two windows, or that begin or end with
    /// anything but a visible ASCII character: those are for the caller to trim and to intern.
    ///
    /// # Errors
    /// As [`Interner::text`].
    pub(crate) fn code(
        &mut self,
        texts: &[u8],
        place: Range<usize>,
        head: u128,
        interner: &mut Interner,
    ) -> Result<Option<u32>> {
        let length = place.len();
        let edges = (texts.get(place.start), place.end.checked_sub(1).and_then(|at| texts.get(at)));
        let plain = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_graphic);
        if length == 0 || length > 2 * WINDOW || !plain(edges.0) || !plain(edges.1) {
            return Ok(None);
        }
        let key = if length <= WINDOW {
            (head & (u128::MAX >> (8 * (WINDOW - length))), 0)
        } else {
            (head, window(texts, place.end - WINDOW))
        };
        // Fibonacci hashing of all parts.
        let folded = key.0 ^ key.1.rotate_left(61);
        let mixed = (folded as u64) ^ ((folded >> 64) as u64).rotate_left(32) ^ length as u64;
        let slot = mixed.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (u64::BITS - Self::BITS);
        let Some(slot) = self.slots.get_mut(slot as usize).sure() else { return Ok(None) };
        if slot.key != key || slot.length != length as u32 {
            let name = String::from_utf8_lossy(texts.get(place).sure_or_default());
            *slot = Slot { key, length: length as u32, code: interner.text(&name)? };
        }
        Ok(Some(slot.code))
    }
}
