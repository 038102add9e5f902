//! Numbers of any width, and numbers written as text.

use arrow_array::cast::AsArray;
use arrow_array::types::{ArrowPrimitiveType, Float64Type, Int64Type};
#[cfg(feature = "encodings")]
use arrow_array::types::{
    Decimal128Type, Float32Type, Int8Type, Int16Type, Int32Type, UInt8Type, UInt16Type, UInt32Type,
    UInt64Type,
};
use arrow_array::{Array, ArrayRef};
use arrow_schema::DataType;

use super::reject::Faults;
use super::{Reason, Table, decimal};
use crate::Result;

const EXPECTED: &str = "a number, a boolean, or text that holds numbers";

/// Reads a column as doubles. A null is NaN without a fault; NaN, infinities and text that is not
/// a number are faults. Text is read with a decimal point; "12,50" is a fault, not twelve.
pub(crate) fn read_numbers(table: &Table<'_>, column: &str) -> Result<(Vec<f64>, Faults)> {
    let mut values = Vec::with_capacity(table.rows());
    let mut faults = Faults::default();
    for array in table.column(column)? {
        let mut push = |cell: Option<f64>| match cell {
            Some(value) if !value.is_finite() => {
                faults.add(values.len(), Reason::NotFinite);
                values.push(f64::NAN);
            }
            other => values.push(other.unwrap_or(f64::NAN)),
        };
        if !numeric(array, &mut push) && !texts(array, &mut values, &mut faults) {
            return Err(table.wrong_type(column, EXPECTED, array));
        }
    }
    Ok((values, faults))
}

fn numeric(array: &ArrayRef, push: &mut impl FnMut(Option<f64>)) -> bool {
    match array.data_type() {
        DataType::Int64 => each::<Int64Type>(array, |v| v as f64, push),
        DataType::Float64 => each::<Float64Type>(array, |v| v, push),
        DataType::Boolean => array.as_boolean().iter().for_each(|c| push(c.map(f64::from))),
        DataType::Null => (0..array.len()).for_each(|_| push(None)),
        #[cfg(feature = "encodings")]
        _ => return numeric_of_width(array, push),
        #[cfg(not(feature = "encodings"))]
        _ => return false,
    }
    true
}

/// Numbers of the other widths, and decimals.
#[cfg(feature = "encodings")]
fn numeric_of_width(array: &ArrayRef, push: &mut impl FnMut(Option<f64>)) -> bool {
    match array.data_type() {
        DataType::Int8 => each::<Int8Type>(array, f64::from, push),
        DataType::Int16 => each::<Int16Type>(array, f64::from, push),
        DataType::Int32 => each::<Int32Type>(array, f64::from, push),
        DataType::UInt8 => each::<UInt8Type>(array, f64::from, push),
        DataType::UInt16 => each::<UInt16Type>(array, f64::from, push),
        DataType::UInt32 => each::<UInt32Type>(array, f64::from, push),
        DataType::UInt64 => each::<UInt64Type>(array, |v| v as f64, push),
        // Through the shortest decimal text, so that 0.1f32 reads as 0.1.
        DataType::Float32 => {
            each::<Float32Type>(array, |v| v.to_string().parse().unwrap_or(f64::NAN), push);
        }
        DataType::Decimal128(_, scale) => {
            let unit = libm::pow(10.0, f64::from(*scale));
            each::<Decimal128Type>(array, |v| v as f64 / unit, push);
        }
        _ => return false,
    }
    true
}

fn each<T: ArrowPrimitiveType>(
    array: &ArrayRef,
    convert: impl Fn(T::Native) -> f64,
    push: &mut impl FnMut(Option<f64>),
) {
    for cell in array.as_primitive::<T>() {
        push(cell.map(&convert));
    }
}

fn texts(array: &ArrayRef, values: &mut Vec<f64>, faults: &mut Faults) -> bool {
    each_text(array, &mut |cell| {
        let parsed = parse_number(cell);
        if let Err(reason) = parsed {
            faults.add(values.len(), reason);
        }
        values.push(parsed.ok().flatten().unwrap_or(f64::NAN));
    })
}

/// Calls `visit` with every cell of a text array; `false` when it is not one.
pub(super) fn each_text(array: &ArrayRef, visit: &mut dyn FnMut(Option<&str>)) -> bool {
    match array.data_type() {
        DataType::Utf8 => array.as_string::<i32>().iter().for_each(visit),
        DataType::Null => (0..array.len()).for_each(|_| visit(None)),
        #[cfg(feature = "encodings")]
        _ => return each_encoded_text(array, visit),
        #[cfg(not(feature = "encodings"))]
        _ => return false,
    }
    true
}

/// Text with wide offsets, views and dictionaries.
#[cfg(feature = "encodings")]
fn each_encoded_text(array: &ArrayRef, visit: &mut dyn FnMut(Option<&str>)) -> bool {
    match array.data_type() {
        DataType::LargeUtf8 => array.as_string::<i64>().iter().for_each(visit),
        DataType::Utf8View => array.as_string_view().iter().for_each(visit),
        DataType::Dictionary(..) => {
            let Some(any) = array.as_any_dictionary_opt() else { return false };
            let mut values: Vec<Option<String>> = Vec::with_capacity(any.values().len());
            if !each_text(any.values(), &mut |cell| values.push(cell.map(str::to_owned))) {
                return false;
            }
            let keys = if values.is_empty() { vec![0; array.len()] } else { any.normalized_keys() };
            for (row, key) in keys.into_iter().enumerate() {
                let value = if array.is_null(row) { None } else { values.get(key) };
                visit(value.and_then(Option::as_deref));
            }
        }
        _ => return false,
    }
    true
}

/// A number from text; blank is `None`.
pub(super) fn parse_number(cell: Option<&str>) -> Result<Option<f64>, Reason> {
    let text = cell.unwrap_or_default().trim();
    if text.is_empty() {
        return Ok(None);
    }
    match decimal::parse(text) {
        Some(value) if value.is_finite() => Ok(Some(value)),
        Some(_) => Err(Reason::NotFinite),
        None => Err(Reason::NotANumber),
    }
}
