//! Text of any encoding to dictionary codes.

use arrow_array::cast::AsArray;
use arrow_array::types::{ArrowPrimitiveType, Float64Type, Int64Type};
#[cfg(feature = "encodings")]
use arrow_array::types::{
    Decimal128Type, Float32Type, Int8Type, Int16Type, Int32Type, UInt8Type, UInt16Type, UInt32Type,
    UInt64Type,
};
use arrow_array::{Array, ArrayAccessor, ArrayRef, GenericStringArray, OffsetSizeTrait};
use arrow_schema::DataType;

use super::reject::Faults;
use super::{Coded, Interner, NO_CODE, Reason, Recent, Table, window};
use crate::Result;

/// A name longer than this is a fault of the export, not a name.
const LONGEST_NAME: usize = 1 << 16;

const EXPECTED: &str = "text, a whole number, a number or a boolean";

/// Reads a column as names. Surrounding white space is taken off; blank cells have no code.
///
/// Whole numbers, also as floats (a nullable integer column in pandas is one), read as their
/// decimal text, so `7`, `7.0` and `"7"` are the same name.
pub(crate) fn read_text(table: &Table<'_>, column: &str) -> Result<(Coded, Faults)> {
    let mut interner = Interner::default();
    let mut codes = Vec::with_capacity(table.rows());
    let mut faults = Faults::default();
    for array in table.column(column)? {
        let known = append(array, &mut interner, &mut codes, &mut faults)?;
        if !known {
            return Err(table.wrong_type(column, EXPECTED, array));
        }
    }
    Ok((interner.finish(codes), faults))
}

/// Appends the codes of one array; `false` when its type cannot be a name.
fn append(
    array: &ArrayRef,
    interner: &mut Interner,
    codes: &mut Vec<u32>,
    faults: &mut Faults,
) -> Result<bool> {
    match array.data_type() {
        DataType::Utf8 => plain_strings(array.as_string::<i32>(), interner, codes, faults)?,
        DataType::Int64 => integers::<Int64Type>(array, interner, codes)?,
        DataType::Float64 => floats::<Float64Type>(array, interner, codes)?,
        DataType::Boolean => {
            for cell in array.as_boolean() {
                codes.push(cell.map_or(Ok(NO_CODE), |c| interner.text(bool_text(c)))?);
            }
        }
        DataType::Null => codes.resize(codes.len() + array.len(), NO_CODE),
        #[cfg(feature = "encodings")]
        _ => return append_encoded(array, interner, codes, faults),
        #[cfg(not(feature = "encodings"))]
        _ => return Ok(false),
    }
    Ok(true)
}

/// Text with wide offsets, views, dictionaries, numbers of the other widths, and decimals.
#[cfg(feature = "encodings")]
fn append_encoded(
    array: &ArrayRef,
    interner: &mut Interner,
    codes: &mut Vec<u32>,
    faults: &mut Faults,
) -> Result<bool> {
    match array.data_type() {
        DataType::LargeUtf8 => plain_strings(array.as_string::<i64>(), interner, codes, faults)?,
        DataType::Utf8View => strings(array.as_string_view(), interner, codes, faults)?,
        DataType::Dictionary(..) => return dictionary(array, interner, codes, faults),
        DataType::Int8 => integers::<Int8Type>(array, interner, codes)?,
        DataType::Int16 => integers::<Int16Type>(array, interner, codes)?,
        DataType::Int32 => integers::<Int32Type>(array, interner, codes)?,
        DataType::UInt8 => integers::<UInt8Type>(array, interner, codes)?,
        DataType::UInt16 => integers::<UInt16Type>(array, interner, codes)?,
        DataType::UInt32 => integers::<UInt32Type>(array, interner, codes)?,
        DataType::UInt64 => large_integers(array, interner, codes)?,
        DataType::Float32 => floats::<Float32Type>(array, interner, codes)?,
        DataType::Decimal128(..) => decimals(array, interner, codes)?,
        _ => return Ok(false),
    }
    Ok(true)
}

fn bool_text(value: bool) -> &'static str {
    if value { "true" } else { "false" }
}

fn strings<'a, A: ArrayAccessor<Item = &'a str>>(
    array: A,
    interner: &mut Interner,
    codes: &mut Vec<u32>,
    faults: &mut Faults,
) -> Result<()> {
    for cell in arrow_array::iterator::ArrayIter::new(array) {
        let text = cell.unwrap_or_default().trim();
        if text.len() > LONGEST_NAME {
            faults.add(codes.len(), Reason::TooLong);
            codes.push(NO_CODE);
        } else {
            codes.push(interner.text(text)?);
        }
    }
    Ok(())
}

/// Names that are recognised by their bytes; all others as [`strings`] reads them.
fn plain_strings<O: OffsetSizeTrait>(
    array: &GenericStringArray<O>,
    interner: &mut Interner,
    codes: &mut Vec<u32>,
    faults: &mut Faults,
) -> Result<()> {
    /// Rows after which it shows whether names come again.
    const TRIAL: usize = 1 << 12;
    let mut recent = Recent::new();
    let (bytes, offsets) = (array.value_data(), array.value_offsets());
    let known = interner.len();
    for (row, range) in offsets.windows(2).enumerate() {
        if row == TRIAL && interner.len() - known > TRIAL / 4 {
            return strings(&array.slice(row, array.len() - row), interner, codes, faults);
        }
        let [start, end] = *range else { continue };
        let place = start.as_usize()..end.as_usize();
        if place.is_empty() || array.is_null(row) {
            codes.push(NO_CODE);
            continue;
        }
        let head = window(bytes, place.start);
        match recent.code(bytes, place, head, interner)? {
            Some(code) => codes.push(code),
            None => strings(&array.slice(row, 1), interner, codes, faults)?,
        }
    }
    Ok(())
}

/// Each distinct value is interned once, then keys are mapped.
#[cfg(feature = "encodings")]
fn dictionary(
    array: &ArrayRef,
    interner: &mut Interner,
    codes: &mut Vec<u32>,
    faults: &mut Faults,
) -> Result<bool> {
    /// Rows whose keys are widened at once: few enough to stay within the cache.
    const PART: usize = 1 << 12;
    let Some(any) = array.as_any_dictionary_opt() else { return Ok(false) };
    if any.values().is_empty() {
        codes.resize(codes.len() + array.len(), NO_CODE);
        return Ok(true);
    }
    let mut values = Vec::with_capacity(any.values().len());
    let mut value_faults = Faults::default();
    if !append(any.values(), interner, &mut values, &mut value_faults)? {
        return Ok(false);
    }
    for start in (0..array.len()).step_by(PART) {
        let part = array.slice(start, PART.min(array.len() - start));
        let keys = part.as_any_dictionary().normalized_keys();
        let blanks = part.null_count() > 0;
        for (row, key) in keys.into_iter().enumerate() {
            if blanks && part.is_null(row) {
                codes.push(NO_CODE);
                continue;
            }
            if !value_faults.rows.is_empty()
                && value_faults.rows.iter().any(|(at, _)| *at as usize == key)
            {
                faults.add(codes.len(), Reason::TooLong);
            }
            codes.push(values.get(key).copied().unwrap_or(NO_CODE));
        }
    }
    Ok(true)
}

fn integers<T: ArrowPrimitiveType<Native: Into<i64>>>(
    array: &ArrayRef,
    interner: &mut Interner,
    codes: &mut Vec<u32>,
) -> Result<()> {
    let array = array.as_primitive::<T>();
    if array.null_count() == 0 {
        for value in array.values() {
            codes.push(interner.number((*value).into())?);
        }
        return Ok(());
    }
    for cell in array {
        codes.push(cell.map_or(Ok(NO_CODE), |value| interner.number(value.into()))?);
    }
    Ok(())
}

#[cfg(feature = "encodings")]
fn large_integers(array: &ArrayRef, interner: &mut Interner, codes: &mut Vec<u32>) -> Result<()> {
    for cell in array.as_primitive::<UInt64Type>() {
        codes.push(match cell.map(|value| (value, i64::try_from(value))) {
            None => NO_CODE,
            Some((_, Ok(small))) => interner.number(small)?,
            Some((large, Err(_))) => interner.text(&large.to_string())?,
        });
    }
    Ok(())
}

fn floats<T: ArrowPrimitiveType<Native: Into<f64>>>(
    array: &ArrayRef,
    interner: &mut Interner,
    codes: &mut Vec<u32>,
) -> Result<()> {
    /// Whole doubles below this are exact integers.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    for cell in array.as_primitive::<T>() {
        let value: f64 = cell.map_or(f64::NAN, Into::into);
        codes.push(if value.is_nan() {
            NO_CODE
        } else if value.fract() == 0.0 && value.abs() < EXACT {
            interner.number(value as i64)?
        } else {
            interner.text(&value.to_string())?
        });
    }
    Ok(())
}

#[cfg(feature = "encodings")]
fn decimals(array: &ArrayRef, interner: &mut Interner, codes: &mut Vec<u32>) -> Result<()> {
    let array = array.as_primitive::<Decimal128Type>();
    for row in 0..array.len() {
        if array.is_null(row) {
            codes.push(NO_CODE);
            continue;
        }
        let text = array.value_as_string(row);
        let text = if text.contains('.') {
            text.trim_end_matches('0').trim_end_matches('.')
        } else {
            &text
        };
        codes.push(interner.text(text)?);
    }
    Ok(())
}
