//! Tables out: the columns of a report as typed arrays.

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Float64Type, Int64Type, TimestampMicrosecondType, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::DataType;
use serde::Serialize;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::fault::{Result, fault, of_core};

/// Microseconds of a day.
const DAY: i64 = 86_400_000_000;

/// A table of a report.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Table {
    batch: RecordBatch,
}

#[derive(Serialize)]
struct Column<'a> {
    name: &'a str,
    r#type: &'static str,
}

#[wasm_bindgen]
impl Table {
    /// Names and types of the columns as JSON text: `[{"name", "type"}]`. The type is the method
    /// that reads the column: `f64`, `i64`, `bool`, `time_us`, `text` (with `offsets`), `texts`
    /// (`text` with `offsets` and `lists`).
    pub fn columns(&self) -> Result<String> {
        let schema = self.batch.schema();
        let columns: Vec<Column<'_>> = (schema.fields().iter())
            .map(|field| Column { name: field.name(), r#type: word(field.data_type()) })
            .collect();
        serde_json::to_string(&columns).map_err(|error| fault("internal", &error.to_string()))
    }

    /// Doubles; a missing value is NaN.
    pub fn f64(&self, at: usize) -> Result<Vec<f64>> {
        let column = self.column(at)?;
        let cells = column.as_primitive_opt::<Float64Type>().ok_or_else(|| other(at))?;
        Ok(cells.iter().map(|cell| cell.unwrap_or(f64::NAN)).collect())
    }

    /// Whole numbers.
    pub fn i64(&self, at: usize) -> Result<Vec<i64>> {
        let column = self.column(at)?;
        if let Some(cells) = column.as_primitive_opt::<Int64Type>() {
            Ok(cells.values().to_vec())
        } else if let Some(cells) = column.as_primitive_opt::<UInt64Type>() {
            Ok(cells.values().iter().map(|n| i64::try_from(*n).unwrap_or(i64::MAX)).collect())
        } else if let Some(cells) = column.as_primitive_opt::<UInt32Type>() {
            Ok(cells.values().iter().map(|n| i64::from(*n)).collect())
        } else {
            Err(other(at))
        }
    }

    /// Yes (1) and no (0).
    pub fn bool(&self, at: usize) -> Result<Vec<u8>> {
        let cells = self.column(at)?.as_boolean_opt().ok_or_else(|| other(at))?;
        Ok(cells.values().iter().map(u8::from).collect())
    }

    /// Instants and days in microseconds of UTC.
    pub fn time_us(&self, at: usize) -> Result<Vec<i64>> {
        let column = self.column(at)?;
        if let Some(times) = column.as_primitive_opt::<TimestampMicrosecondType>() {
            Ok(times.values().to_vec())
        } else if let Some(days) = column.as_primitive_opt::<Date32Type>() {
            Ok(days.values().iter().map(|day| i64::from(*day) * DAY).collect())
        } else {
            Err(other(at))
        }
    }

    /// All texts of the column, one after the other, in UTF-8.
    pub fn text(&self, at: usize) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        texts(self.column(at)?, |text| bytes.extend_from_slice(text.as_bytes()))
            .ok_or_else(|| other(at))?;
        Ok(bytes)
    }

    /// Where each text begins in the bytes, and where the last one ends.
    pub fn offsets(&self, at: usize) -> Result<Vec<u32>> {
        let (mut offsets, mut end) = (vec![0], 0);
        texts(self.column(at)?, |text| {
            // Addresses have 32 bits here, so no text ends beyond them.
            end += text.len() as u32;
            offsets.push(end);
        })
        .ok_or_else(|| other(at))?;
        Ok(offsets)
    }

    /// For a column of lists: where each list begins in the texts, and where the last one ends.
    pub fn lists(&self, at: usize) -> Result<Vec<i32>> {
        let lists = self.column(at)?.as_list_opt::<i32>().ok_or_else(|| other(at))?;
        Ok(lists.offsets().to_vec())
    }

    /// One byte for each row, 0 where the value is missing; nothing where no value is.
    pub fn validity(&self, at: usize) -> Result<Option<Vec<u8>>> {
        let nulls = self.column(at)?.logical_nulls().filter(|nulls| nulls.null_count() > 0);
        Ok(nulls.map(|nulls| nulls.iter().map(u8::from).collect()))
    }
}

impl Table {
    /// The table of a report, or the error that there was.
    pub(crate) fn of(batch: cx_core::Result<RecordBatch>) -> Result<Self> {
        Ok(Self { batch: batch.map_err(of_core)? })
    }

    fn column(&self, at: usize) -> Result<&ArrayRef> {
        self.batch.columns().get(at).ok_or_else(|| other(at))
    }
}

/// Calls `each` with every text of a column; a missing one is empty.
fn texts(column: &ArrayRef, mut each: impl FnMut(&str)) -> Option<()> {
    if let Some(lists) = column.as_list_opt::<i32>() {
        return texts(lists.values(), each);
    }
    if let Some(texts) = column.as_string_opt::<i32>() {
        texts.iter().for_each(|text| each(text.unwrap_or_default()));
        return Some(());
    }
    let coded = column.as_dictionary_opt::<UInt32Type>()?;
    let names: Vec<&str> =
        coded.values().as_string_opt::<i32>()?.iter().map(Option::unwrap_or_default).collect();
    for key in coded.keys() {
        each(key.and_then(|key| names.get(key as usize).copied()).unwrap_or_default());
    }
    Some(())
}

/// The types that reports have; see `cx_core::columns::BatchBuilder`.
fn word(data_type: &DataType) -> &'static str {
    match data_type {
        DataType::Float64 => "f64",
        DataType::Boolean => "bool",
        DataType::Timestamp(..) | DataType::Date32 => "time_us",
        DataType::Utf8 | DataType::Dictionary(..) => "text",
        DataType::List(_) => "texts",
        _ => "i64",
    }
}

fn other(at: usize) -> wasm_bindgen::JsError {
    fault("internal", &format!("column {at} is missing or of another type"))
}
