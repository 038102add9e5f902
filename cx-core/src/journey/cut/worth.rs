//! What an event is worth.

use crate::columns::NO_MONEY;
use crate::intake::Events;
use crate::sure::Sure;

/// Millionths of a unit of money, or not known: a type of its own, since times are whole numbers too and mark what is not
/// known by the same one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(transparent)]
pub(crate) struct Worth(i64);

impl Worth {
    /// Not known; before all that are.
    pub(crate) const NONE: Self = Self(NO_MONEY);

    /// An amount, of which what is beyond the range is the nearest in it.
    pub(crate) fn of(millionths: i128) -> Self {
        let most = i128::from(i64::MAX);
        Self(millionths.clamp(-most, most) as i64)
    }

    /// What a column of amounts, if there is one, says of an event.
    fn at(column: Option<&Vec<i64>>, row: u32) -> Self {
        column
            .and_then(|cells| cells.get(row as usize).sure())
            .map_or(Self::NONE, |cell| Self(*cell))
    }

    /// The value of an event.
    pub(crate) fn value(events: &Events, row: u32) -> Self {
        Self::at(events.value.as_ref(), row)
    }

    /// The cost of an event.
    pub(crate) fn cost(events: &Events, row: u32) -> Self {
        Self::at(events.cost.as_ref(), row)
    }

    /// The amount, where it is known.
    pub(crate) fn known(self) -> Option<i64> {
        Some(self.0).filter(|millionths| *millionths != NO_MONEY)
    }

    /// The cell of a column of amounts.
    pub(crate) fn cell(self) -> i64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_beyond_the_range_stays_known() {
        assert_eq!(Worth::of(i128::MIN).known(), Some(-i64::MAX));
        assert_eq!(Worth::of(i128::MAX).known(), Some(i64::MAX));
        assert_eq!(Worth::of(-3).cell(), -3);
        assert_eq!(Worth::NONE.known(), None);
        assert!(Worth::NONE < Worth::of(i128::MIN));
    }
}
