//! Yes or no for each row, in one bit each.

/// Yes or no for each row, in one bit each, the first row lowest.
///
/// ```
/// use cx_core::columns::Bits;
/// let bits: Bits = [true, false, true].into_iter().collect();
/// assert_eq!((bits.len(), bits.get(0), bits.get(1), bits.get(9)), (3, true, false, false));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bits {
    bytes: Vec<u8>,
    len: usize,
}

impl Bits {
    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The bit of a row; no for rows beyond the end.
    pub fn get(&self, row: usize) -> bool {
        self.bytes.get(row / 8).is_some_and(|byte| byte >> (row % 8) & 1 == 1)
    }

    /// The bits of all rows.
    pub fn iter(&self) -> impl Iterator<Item = bool> {
        (0..self.len).map(|row| self.get(row))
    }

    /// The bits as bytes.
    #[cfg(feature = "arrow")]
    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    fn push(&mut self, bit: bool) {
        if self.len.is_multiple_of(8) {
            self.bytes.push(0);
        }
        if let Some(byte) = self.bytes.last_mut() {
            *byte |= u8::from(bit) << (self.len % 8);
        }
        self.len += 1;
    }
}

impl FromIterator<bool> for Bits {
    fn from_iter<T: IntoIterator<Item = bool>>(bits: T) -> Self {
        let mut all = Self::default();
        bits.into_iter().for_each(|bit| all.push(bit));
        all
    }
}
