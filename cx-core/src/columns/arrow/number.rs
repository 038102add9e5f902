//! Numbers of all widths of Arrow.

use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Decimal128Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type,
    Int64Type, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef};
use arrow_schema::DataType;

use crate::columns::collect::numbers::Numbers;

/// Appends the numbers of one array; `false` when its type holds none.
pub(in crate::columns) fn numbers(array: &ArrayRef, numbers: &mut Numbers) -> bool {
    match array.data_type() {
        DataType::Int8 => each::<Int8Type>(array, f64::from, numbers),
        DataType::Int16 => each::<Int16Type>(array, f64::from, numbers),
        DataType::Int32 => each::<Int32Type>(array, f64::from, numbers),
        DataType::Int64 => each::<Int64Type>(array, |v| v as f64, numbers),
        DataType::UInt8 => each::<UInt8Type>(array, f64::from, numbers),
        DataType::UInt16 => each::<UInt16Type>(array, f64::from, numbers),
        DataType::UInt32 => each::<UInt32Type>(array, f64::from, numbers),
        DataType::UInt64 => each::<UInt64Type>(array, |v| v as f64, numbers),
        // Through the shortest decimal text, so that 0.1f32 reads as 0.1.
        DataType::Float32 => {
            each::<Float32Type>(array, |v| v.to_string().parse().unwrap_or(f64::NAN), numbers);
        }
        DataType::Float64 => each::<Float64Type>(array, |v| v, numbers),
        DataType::Decimal128(_, scale) => {
            let unit = libm::pow(10.0, f64::from(*scale));
            each::<Decimal128Type>(array, |v| v as f64 / unit, numbers);
        }
        DataType::Boolean => {
            array.as_boolean().iter().for_each(|cell| numbers.push(cell.map(f64::from)));
        }
        _ => return false,
    }
    true
}

fn each<T: ArrowPrimitiveType>(
    array: &ArrayRef,
    convert: impl Fn(T::Native) -> f64,
    numbers: &mut Numbers,
) {
    for cell in array.as_primitive::<T>() {
        numbers.push(cell.map(&convert));
    }
}
