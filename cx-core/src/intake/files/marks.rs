//! Where the signs stand that cells and rows end with.

use crate::sure::Absent;

/// Bytes that are looked at together.
const BLOCK: usize = 64;
const LOW: u64 = 0x7f7f_7f7f_7f7f_7f7f;

/// The places of up to four signs in a text, one after the other.
#[derive(Debug, Clone)]
pub(super) struct Marks<'a> {
    bytes: &'a [u8],
    /// Each sign in every byte of a word.
    signs: [u64; 4],
    /// Where the block starts.
    block: usize,
    /// The places in the block that are still to come, one bit each.
    left: u64,
}

impl<'a> Marks<'a> {
    pub(super) fn new(bytes: &'a [u8], signs: [u8; 4], from: usize) -> Self {
        let signs = signs.map(|sign| u64::from(sign) * 0x0101_0101_0101_0101);
        let mut marks = Self { bytes, signs, block: 0, left: 0 };
        marks.seek(from);
        marks
    }

    /// The next place; the end of the text where there is none.
    #[inline]
    pub(super) fn next(&mut self) -> usize {
        while self.left == 0 {
            self.block += BLOCK;
            if self.block >= self.bytes.len() {
                return self.bytes.len();
            }
            self.left = self.look();
        }
        let at = self.left.trailing_zeros() as usize;
        self.left &= self.left - 1;
        self.block + at
    }

    /// Goes back to a place.
    pub(super) fn back(&mut self, to: usize) {
        self.left = 0;
        self.seek(to);
    }

    /// Goes on at a place that was not passed.
    #[inline]
    pub(super) fn seek(&mut self, from: usize) {
        let block = from - from % BLOCK;
        if block != self.block || self.left == 0 {
            self.block = block;
            self.left = self.look();
        }
        self.left &= u64::MAX << (from % BLOCK);
    }

    fn look(&self) -> u64 {
        match self.bytes.get(self.block..).and_then(<[u8]>::first_chunk) {
            Some(whole) => self.hits(whole),
            None => {
                let mut padded = [0; BLOCK];
                let rest = self.bytes.get(self.block..).or_absent(&[]);
                for (place, byte) in padded.iter_mut().zip(rest) {
                    *place = *byte;
                }
                self.hits(&padded) & low_bits(rest.len())
            }
        }
    }

    /// One bit for each byte that is one of the signs.
    #[inline]
    fn hits(&self, block: &[u8; BLOCK]) -> u64 {
        let [a, b, c, d] = self.signs;
        let mut all = 0;
        for (at, word) in block.as_chunks::<8>().0.iter().enumerate() {
            let word = u64::from_le_bytes(*word);
            // The high bit of a byte stays off where the byte is the sign.
            let other = |sign: u64| (((word ^ sign) & LOW) + LOW) | (word ^ sign);
            let hits = !(other(a) & other(b) & other(c) & other(d)) & !LOW;
            // Gathers the high bits of eight bytes into one.
            let bits = (hits >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56;
            all |= bits << (8 * at);
        }
        all
    }
}

/// As many low bits as there are bytes.
fn low_bits(bytes: usize) -> u64 {
    if bytes >= BLOCK { u64::MAX } else { (1 << bytes) - 1 }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_place_and_no_other(bytes in proptest::collection::vec(0_u8..6, 0..300), from in 0_usize..300) {
            let from = from.min(bytes.len());
            let signs = [1, 3, 3, 255];
            let mut marks = Marks::new(&bytes, signs, from);
            for (at, byte) in bytes.iter().enumerate().skip(from) {
                if signs.contains(byte) {
                    prop_assert_eq!(marks.next(), at);
                }
            }
            prop_assert_eq!(marks.next(), bytes.len());
            marks.back(from);
            let first = bytes.iter().skip(from).position(|byte| signs.contains(byte));
            prop_assert_eq!(marks.next(), first.map_or(bytes.len(), |at| from + at));
        }
    }

    #[test]
    fn bytes_beyond_ascii_are_no_signs() {
        let bytes: Vec<u8> = (0..=255).collect();
        let mut marks = Marks::new(&bytes, [b',', b'\n', b'\r', b'"'], 0);
        assert_eq!([(); 5].map(|()| marks.next()), [10, 13, 34, 44, 256]);
    }
}
