//! Money as whole millionths of a unit, so that sums are exact.

use arrow_array::cast::AsArray;
#[cfg(feature = "encodings")]
use arrow_array::types::Decimal128Type;
use arrow_array::types::Int64Type;
use arrow_array::{Array, ArrayRef};
use arrow_schema::DataType;

use super::reject::Faults;
use super::{Reason, Table, read_numbers};
use crate::Result;

/// Millionths of one unit of money.
pub const MICROS: i64 = 1_000_000;

/// The amount of a cell that has none.
pub const NO_MONEY: i64 = i64::MIN;

/// Largest amount of one row: nine trillion units.
const LARGEST: i64 = 9_000_000_000_000 * MICROS;

/// Amounts of one column.
#[derive(Debug, Default)]
pub(crate) struct Money {
    /// Millionths, or [`NO_MONEY`].
    pub(crate) micros: Vec<i64>,
    pub(crate) faults: Faults,
    /// Amounts that had more than six decimals and were rounded to them.
    pub(crate) rounded: u64,
}

/// Reads a column as money. Integers and `Decimal128` are taken exactly; doubles and text are
/// rounded to the nearest millionth, and roundings that changed the amount are counted.
pub(crate) fn read_money(table: &Table<'_>, column: &str) -> Result<Money> {
    let arrays = table.column(column)?;
    if let Some(exact) = read_exact(&arrays) {
        return Ok(exact);
    }
    let (numbers, faults) = read_numbers(table, column)?;
    let mut money = Money { micros: Vec::with_capacity(numbers.len()), faults, rounded: 0 };
    for (row, value) in numbers.into_iter().enumerate() {
        let Some((micros, exact)) = parse_money(value) else {
            if value.is_finite() {
                money.faults.add(row, Reason::OutOfRange);
            }
            money.micros.push(NO_MONEY);
            continue;
        };
        money.rounded += u64::from(!exact);
        money.micros.push(micros);
    }
    crate::sort::by(&mut money.faults.rows, Ord::cmp);
    Ok(money)
}

/// An amount as millionths, and whether that is exact; `None` for NaN and amounts out of range.
pub fn parse_money(value: f64) -> Option<(i64, bool)> {
    let scaled = (value * MICROS as f64).round();
    if scaled.is_nan() || scaled.abs() > LARGEST as f64 {
        return None;
    }
    let micros = scaled as i64;
    Some((micros, micros as f64 / MICROS as f64 == value))
}

/// A sum of millionths as a double: rounded once.
pub fn money_to_f64(micros: i128) -> f64 {
    // Whole and fraction apart, so that sums above 2^53 millionths keep their whole units exact.
    let (units, rest) = (micros / i128::from(MICROS), micros % i128::from(MICROS));
    if micros.unsigned_abs() < 1 << 53 {
        micros as f64 / MICROS as f64
    } else {
        units as f64 + rest as f64 / MICROS as f64
    }
}

fn read_exact(arrays: &[&ArrayRef]) -> Option<Money> {
    let mut money = Money::default();
    for array in arrays {
        match array.data_type() {
            DataType::Int64 => {
                let cells = array.as_primitive::<Int64Type>();
                cells
                    .iter()
                    .for_each(|c| money.push(c.map(|v| i128::from(v) * i128::from(MICROS)), true));
            }
            #[cfg(feature = "encodings")]
            DataType::Decimal128(_, scale) => {
                let cells = array.as_primitive::<Decimal128Type>();
                for cell in cells {
                    let scaled = cell.map(|v| rescale(v, *scale));
                    money.push(scaled.map(|(v, _)| v), scaled.is_none_or(|(_, exact)| exact));
                }
            }
            _ => return None,
        }
    }
    Some(money)
}

impl Money {
    fn push(&mut self, amount: Option<i128>, exact: bool) {
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

/// A decimal of `scale` digits in millionths, half to even, and whether that is exact.
#[cfg(any(test, feature = "encodings"))]
fn rescale(value: i128, scale: i8) -> (i128, bool) {
    let shift = i32::from(scale) - 6;
    let Some(factor) = 10_i128.checked_pow(shift.unsigned_abs()) else {
        // More than 38 digits: nothing is left of the value, or it is beyond any range.
        return if shift > 0 { (0, value == 0) } else { (i128::MAX, false) };
    };
    if shift <= 0 {
        return (value.saturating_mul(factor), true);
    }
    let (whole, rest) = (value.div_euclid(factor), value.rem_euclid(factor));
    let up = rest * 2 > factor || (rest * 2 == factor && whole % 2 != 0);
    (whole + i128::from(up), rest == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rescales_half_to_even() {
        assert_eq!(rescale(1_234, 2), (12_340_000, true));
        assert_eq!(rescale(25, 7), (2, false));
        assert_eq!(rescale(35, 7), (4, false));
        assert_eq!(rescale(-25, 7), (-2, false));
        assert_eq!(rescale(1, -3), (1_000_000_000, true));
    }

    #[test]
    fn amounts_out_of_range_have_no_micros() {
        assert_eq!(parse_money(f64::NAN), None);
        assert_eq!(parse_money(1e13), None);
        assert_eq!(parse_money(0.1), Some((100_000, true)));
        assert_eq!(parse_money(1.0 / 3.0), Some((333_333, false)));
        assert_eq!(money_to_f64(4_596_039_580_000), 4_596_039.58);
    }
}
