//! Values drawn from bytes, one after the other; after the last byte all are 0 or empty.

/// What is left of the bytes.
#[derive(Debug)]
pub(super) struct Bytes<'a>(pub(super) &'a [u8]);

impl<'a> Bytes<'a> {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        *first
    }

    /// One of `count` places.
    pub(super) fn below(&mut self, count: usize) -> usize {
        usize::from(self.byte()) % count
    }

    pub(super) fn one_of<T: Copy>(&mut self, values: &[T]) -> T {
        values[self.below(values.len())]
    }

    fn take(&mut self, length: usize) -> &'a [u8] {
        let (head, rest) = self.0.split_at(length.min(self.0.len()));
        self.0 = rest;
        head
    }

    /// Any text of at most 31 bytes, or one that readers know.
    pub(super) fn text(&mut self, known: &[&str]) -> String {
        let kind = self.byte();
        if kind < 160 && !known.is_empty() {
            return known[usize::from(kind) % known.len()].to_owned();
        }
        let bytes = self.take(usize::from(kind) % 32);
        String::from_utf8_lossy(bytes).into_owned()
    }

    pub(super) fn whole(&mut self) -> i64 {
        let mut bytes = [0; 8];
        let head = self.take(8);
        bytes[..head.len()].copy_from_slice(head);
        i64::from_le_bytes(bytes)
    }

    /// Small numbers, cents, extremes, and any double.
    pub(super) fn number(&mut self) -> f64 {
        match self.byte() {
            kind @ 0..100 => f64::from(kind),
            kind @ 100..200 => f64::from(self.byte()) - f64::from(kind) / 100.0,
            200..215 => f64::MAX,
            215..225 => f64::MIN_POSITIVE,
            225..230 => f64::NAN,
            230..235 => f64::NEG_INFINITY,
            _ => f64::from_bits(self.whole() as u64),
        }
    }
}
