//! Timestamps of all units of Arrow, dates, numbers since 1970, and times written as text.

use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Date32Type, Date64Type, Float64Type, Int32Type, Int64Type,
    TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType,
    TimestampSecondType, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef};
use arrow_schema::{DataType, TimeUnit};

use super::strings::each_text;
use crate::columns::collect::times::{BEYOND, Reader};

/// Appends the times of one array; `false` when its type holds none.
pub(in crate::columns) fn times(array: &ArrayRef, reader: &mut Reader<'_>) -> bool {
    match array.data_type() {
        DataType::Timestamp(unit, zone) => timestamps(array, *unit, zone.is_some(), reader),
        DataType::Date32 => {
            let days = array.as_primitive::<Date32Type>();
            days.iter().for_each(|cell| reader.day(cell.map(i64::from)));
        }
        DataType::Date64 => date64(array, reader),
        DataType::Int32 => return epoch::<Int32Type>(array, |v| Some(v.into()), reader),
        DataType::Int64 => return epoch::<Int64Type>(array, Some, reader),
        DataType::UInt32 => return epoch::<UInt32Type>(array, |v| Some(v.into()), reader),
        DataType::UInt64 => return epoch::<UInt64Type>(array, |v| v.try_into().ok(), reader),
        DataType::Float64 => {
            return reader.epoch_floats(array.as_primitive::<Float64Type>().iter());
        }
        _ => return each_text(array, &mut |cell| reader.text(cell)),
    }
    true
}

/// Milliseconds that are whole days, as Arrow wants them, or else local times.
fn date64(array: &ArrayRef, reader: &mut Reader<'_>) {
    for cell in array.as_primitive::<Date64Type>() {
        match cell {
            Some(ms) if ms % 86_400_000 == 0 => reader.day(Some(ms / 86_400_000)),
            cell => reader.micros(cell.map(|ms| ms.checked_mul(1_000).unwrap_or(BEYOND)), false),
        }
    }
}

fn timestamps(array: &ArrayRef, unit: TimeUnit, utc: bool, reader: &mut Reader<'_>) {
    match unit {
        TimeUnit::Second => {
            stored::<TimestampSecondType>(array, |v| v.checked_mul(1_000_000), utc, reader);
        }
        TimeUnit::Millisecond => {
            stored::<TimestampMillisecondType>(array, |v| v.checked_mul(1_000), utc, reader);
        }
        TimeUnit::Microsecond => {
            stored::<TimestampMicrosecondType>(array, Some, utc, reader);
        }
        TimeUnit::Nanosecond => {
            stored::<TimestampNanosecondType>(array, |v| Some(v.div_euclid(1_000)), utc, reader);
        }
    }
}

/// Times of UTC or local ones, after their change to microseconds.
fn stored<T: ArrowPrimitiveType>(
    array: &ArrayRef,
    to_micros: impl Fn(T::Native) -> Option<i64>,
    utc: bool,
    reader: &mut Reader<'_>,
) {
    for cell in array.as_primitive::<T>() {
        reader.micros(cell.map(|cell| to_micros(cell).unwrap_or(BEYOND)), utc);
    }
}

fn epoch<T: ArrowPrimitiveType>(
    array: &ArrayRef,
    widen: impl Fn(T::Native) -> Option<i64>,
    reader: &mut Reader<'_>,
) -> bool {
    reader.epoch(
        array.as_primitive::<T>().iter().map(|cell| cell.map(|cell| widen(cell).unwrap_or(BEYOND))),
    )
}
