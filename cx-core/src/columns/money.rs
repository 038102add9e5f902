//! Money as whole millionths of a unit, so that sums are exact.

use super::cells::units::Scaled;
use super::collect::numbers::How;
use super::format::{Format, Units};
use super::table::Part;
use super::{Cells, Reason, Table, decimal, number, read_numbers};
use crate::Result;
use crate::columns::collect::money::{LARGEST, MICROS, Money, NO_MONEY};

/// Reads a column as money. Integers, `Decimal128` and text are taken exactly, doubles are rounded
/// to the nearest millionth; roundings that changed the amount are counted.
///
/// # Errors
/// [`Error::Undecided`](crate::Error::Undecided) where text fits two decimal signs, or neither
/// throughout.
pub(crate) fn read_money(table: &Table<'_>, column: &str, format: &Format) -> Result<Money> {
    let parts = table.column(column)?;
    let unit = format.unit_of(column, true);
    if let Some(how) = number::how(table, column, &parts, format, unit)? {
        let mut money = Money { micros: Vec::with_capacity(table.rows()), ..Money::default() };
        let unit = unit.and_then(|unit| Scaled::parse(&unit.to_string()));
        for part in &parts {
            part.each_text(&mut |cell| push_text(cell, &how, unit, &mut money));
        }
        return Ok(money);
    }
    match read_exact(&parts) {
        Some(mut exact) => {
            scale(&mut exact, unit);
            Ok(exact)
        }
        None => read_doubles(table, column, format, unit),
    }
}

/// An amount as text, exactly.
fn push_text(cell: &str, how: &How<'_>, unit: Option<Scaled>, money: &mut Money) {
    let row = money.micros.len();
    let text = match how.plain(cell) {
        Ok(Some(text)) => text,
        Ok(None) => return money.push(None, true),
        Err(reason) => {
            money.faults.add(row, reason);
            return money.push(None, true);
        }
    };
    let exact = Scaled::parse(&text).and_then(|amount| match unit {
        Some(unit) => amount.times(unit),
        None => Some(amount),
    });
    if let Some((micros, exact)) = exact.and_then(Scaled::micros) {
        return money.push(Some(micros), exact);
    }
    // More digits than are kept exactly, or no number at all.
    let value = decimal::parse(&text).map(|value| how.unit.map_or(value, |unit| value * unit));
    match value.map(|value| (value, parse_money(value))) {
        Some((_, Some((micros, _)))) => money.push(Some(micros.into()), false),
        Some((value, None)) => {
            let reason = if value.is_finite() { Reason::OutOfRange } else { Reason::NotFinite };
            money.faults.add(row, reason);
            money.push(None, true);
        }
        None => {
            money.faults.add(row, Reason::NotANumber);
            money.push(None, true);
        }
    }
}

/// Amounts of a unit: what was read, times what one of it is worth.
fn scale(money: &mut Money, unit: Option<f64>) {
    let Some(unit) = unit.and_then(|unit| Scaled::parse(&unit.to_string())) else { return };
    let mut scaled = Money { rounded: money.rounded, ..Money::default() };
    scaled.faults.rows.append(&mut money.faults.rows);
    for micros in &money.micros {
        let amount = Scaled { digits: i128::from(*micros), exponent: -6 };
        let product = (*micros != NO_MONEY).then(|| amount.times(unit).and_then(Scaled::micros));
        match product {
            None => scaled.push(None, true),
            Some(Some((micros, exact))) => scaled.push(Some(micros), exact),
            Some(None) => scaled.push(Some(i128::MAX), true),
        }
    }
    scaled.faults.rows.sort();
    *money = scaled;
}

fn read_doubles(
    table: &Table<'_>,
    column: &str,
    format: &Format,
    unit: Option<f64>,
) -> Result<Money> {
    let plain = Format { unit: Units::default(), ..format.clone() };
    let (numbers, faults) = read_numbers(table, column, &plain)?;
    let mut money = Money { micros: Vec::with_capacity(numbers.len()), faults, rounded: 0 };
    for (row, value) in numbers.into_iter().enumerate() {
        let value = unit.map_or(value, |unit| value * unit);
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
