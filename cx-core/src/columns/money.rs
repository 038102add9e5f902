//! Money as whole millionths of a unit, so that sums are exact.

use super::table::Part;
use super::{Cells, Reason, Table, read_numbers};
use crate::Result;
use crate::columns::collect::money::{LARGEST, MICROS, Money, NO_MONEY};

/// Reads a column as money. Integers and `Decimal128` are taken exactly; doubles and text are
/// rounded to the nearest millionth, and roundings that changed the amount are counted.
pub(crate) fn read_money(table: &Table<'_>, column: &str) -> Result<Money> {
    if let Some(exact) = read_exact(&table.column(column)?) {
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
    money.faults.rows.sort();
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

/// Amounts that need no rounding to a double first; `None` where a part has others.
fn read_exact(parts: &[Part<'_>]) -> Option<Money> {
    let mut money = Money::default();
    for part in parts {
        match *part {
            Part::Column(column) => match column.cells() {
                Cells::I64(cells) => column.each(cells).for_each(|cell| money.whole(cell.copied())),
                _ => return None,
            },
            #[cfg(feature = "arrow")]
            Part::Array(array) => super::arrow::exact_money(array, &mut money)?,
        }
    }
    Some(money)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_out_of_range_have_no_micros() {
        assert_eq!(parse_money(f64::NAN), None);
        assert_eq!(parse_money(1e13), None);
        assert_eq!(parse_money(0.1), Some((100_000, true)));
        assert_eq!(parse_money(1.0 / 3.0), Some((333_333, false)));
        assert_eq!(money_to_f64(4_596_039_580_000), 4_596_039.58);
    }
}
