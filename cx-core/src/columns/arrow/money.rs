//! Amounts that Arrow holds exactly: whole numbers and decimals.

use arrow_array::cast::AsArray;
use arrow_array::types::{Decimal128Type, Int64Type};
use arrow_array::{Array, ArrayRef};
use arrow_schema::DataType;

use crate::columns::Money;

/// Appends the amounts of one array; `None` when its type does not hold them exactly.
pub(in crate::columns) fn exact_money(array: &ArrayRef, money: &mut Money) -> Option<()> {
    match array.data_type() {
        DataType::Int64 => {
            array.as_primitive::<Int64Type>().iter().for_each(|cell| money.whole(cell));
        }
        DataType::Decimal128(_, scale) => {
            for cell in array.as_primitive::<Decimal128Type>() {
                let scaled = cell.map(|value| rescale(value, *scale));
                money.push(scaled.map(|(v, _)| v), scaled.is_none_or(|(_, exact)| exact));
            }
        }
        _ => return None,
    }
    Some(())
}

/// A decimal of `scale` digits in millionths, half to even, and whether that is exact.
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
}
