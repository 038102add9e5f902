//! Names in any encoding of Arrow to dictionary codes.

use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Decimal128Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type,
    Int64Type, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef};
use arrow_schema::DataType;

use super::Strings;
use crate::Result;
use crate::columns::collect::names::Names;
use crate::columns::{NO_CODE, Reason};
use crate::sure::Sure;

/// Appends the codes of one array; `false` when its type cannot be a name.
pub(in crate::columns) fn names(array: &ArrayRef, names: &mut Names) -> Result<bool> {
    match array.data_type() {
        DataType::Utf8 => names.texts(&Strings(array.as_string::<i32>()))?,
        DataType::LargeUtf8 => names.texts(&Strings(array.as_string::<i64>()))?,
        DataType::Utf8View => {
            for cell in array.as_string_view() {
                names.name(cell.unwrap_or_default())?;
            }
        }
        DataType::Dictionary(..) => return dictionary(array, names),
        DataType::Int8 => integers::<Int8Type>(array, names)?,
        DataType::Int16 => integers::<Int16Type>(array, names)?,
        DataType::Int32 => integers::<Int32Type>(array, names)?,
        DataType::Int64 => integers::<Int64Type>(array, names)?,
        DataType::UInt8 => integers::<UInt8Type>(array, names)?,
        DataType::UInt16 => integers::<UInt16Type>(array, names)?,
        DataType::UInt32 => integers::<UInt32Type>(array, names)?,
        DataType::UInt64 => large_integers(array, names)?,
        DataType::Float32 => floats::<Float32Type>(array, names)?,
        DataType::Float64 => floats::<Float64Type>(array, names)?,
        DataType::Decimal128(..) => decimals(array, names)?,
        DataType::Boolean => names.booleans(array.as_boolean().iter())?,
        DataType::Null => (0..array.len()).for_each(|_| names.blank()),
        _ => return Ok(false),
    }
    Ok(true)
}

/// Appends what `short` makes of each text; `None` for an array of another type.
#[cfg(feature = "channels")]
pub(in crate::columns) fn shortened(
    array: &ArrayRef,
    names: &mut Names,
    short: &dyn Fn(&str, &mut String),
) -> Result<Option<()>> {
    match array.data_type() {
        DataType::Utf8 => names.shortened(&Strings(array.as_string::<i32>()), short).map(Some),
        DataType::LargeUtf8 => names.shortened(&Strings(array.as_string::<i64>()), short).map(Some),
        _ => Ok(None),
    }
}

/// Each distinct value is interned once, then keys are mapped.
fn dictionary(array: &ArrayRef, all: &mut Names) -> Result<bool> {
    /// Rows whose keys are widened at once: few enough to stay within the cache.
    const PART: usize = 1 << 12;
    let Some(any) = array.as_any_dictionary_opt() else { return Ok(false) };
    if any.values().is_empty() {
        (0..array.len()).for_each(|_| all.blank());
        return Ok(true);
    }
    let mut values = Names::new(std::mem::take(&mut all.interner));
    let known = names(any.values(), &mut values);
    all.interner = values.interner;
    if !known? {
        return Ok(false);
    }
    let too_long = values.faults.rows;
    for start in (0..array.len()).step_by(PART) {
        let part = array.slice(start, PART.min(array.len() - start));
        let blanks = part.null_count() > 0;
        for (row, key) in part.as_any_dictionary().normalized_keys().into_iter().enumerate() {
            if blanks && part.is_null(row) {
                all.blank();
                continue;
            }
            if !too_long.is_empty() && too_long.iter().any(|(at, _)| *at as usize == key) {
                all.faults.add(all.codes.len(), Reason::TooLong);
            }
            all.codes.push(values.codes.get(key).copied().sure_or(NO_CODE));
        }
    }
    Ok(true)
}

fn integers<T: ArrowPrimitiveType<Native: Into<i64>>>(
    array: &ArrayRef,
    names: &mut Names,
) -> Result<()> {
    let array = array.as_primitive::<T>();
    if array.null_count() == 0 {
        return names.integers(array.values().iter().map(|value| Some((*value).into())));
    }
    names.integers(array.iter().map(|cell| cell.map(Into::into)))
}

fn large_integers(array: &ArrayRef, names: &mut Names) -> Result<()> {
    for cell in array.as_primitive::<UInt64Type>() {
        names.codes.push(match cell.map(|value| (value, i64::try_from(value))) {
            None => NO_CODE,
            Some((_, Ok(small))) => names.interner.number(small)?,
            Some((large, Err(_))) => names.interner.text(&large.to_string())?,
        });
    }
    Ok(())
}

fn floats<T: ArrowPrimitiveType<Native: Into<f64>>>(
    array: &ArrayRef,
    names: &mut Names,
) -> Result<()> {
    names.floats(array.as_primitive::<T>().iter().map(|cell| cell.map(Into::into)))
}

fn decimals(array: &ArrayRef, names: &mut Names) -> Result<()> {
    let array = array.as_primitive::<Decimal128Type>();
    for row in 0..array.len() {
        if array.is_null(row) {
            names.blank();
            continue;
        }
        let text = array.value_as_string(row);
        let text = if text.contains('.') {
            text.trim_end_matches('0').trim_end_matches('.')
        } else {
            &text
        };
        names.codes.push(names.interner.text(text)?);
    }
    Ok(())
}
