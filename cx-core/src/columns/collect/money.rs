//! Money as whole millionths of a unit.

use crate::columns::Reason;
use crate::columns::reject::Faults;

/// Millionths of one unit of money.
pub const MICROS: i64 = 1_000_000;

/// The amount of a cell that has none.
pub const NO_MONEY: i64 = i64::MIN;

/// Largest amount of one row: nine trillion units.
pub(in crate::columns) const LARGEST: i64 = 9_000_000_000_000 * MICROS;

/// Amounts of one column.
#[derive(Debug, Default)]
pub(crate) struct Money {
    /// Millionths, or [`NO_MONEY`].
    pub(crate) micros: Vec<i64>,
    pub(crate) faults: Faults,
    /// Amounts that had more than six decimals and were rounded to them.
    pub(crate) rounded: u64,
}

impl Money {
    /// Whole units.
    pub(in crate::columns) fn whole(&mut self, units: Option<i64>) {
        self.push(units.map(|units| i128::from(units) * i128::from(MICROS)), true);
    }

    /// Millionths, and whether the amount was exactly that.
    pub(in crate::columns) fn push(&mut self, amount: Option<i128>, exact: bool) {
        let Some(amount) = amount else {
            self.micros.push(NO_MONEY);
            return;
        };
        self.rounded += u64::from(!exact);
        match i64::try_from(amount) {
            Ok(micros) if micros.abs() <= LARGEST => self.micros.push(micros),
            _ => {
                self.faults.add(self.micros.len(), Reason::OutOfRange);
                self.micros.push(NO_MONEY);
            }
        }
    }
}
