//! Tables in: typed arrays of JavaScript as the columns of a record batch.

use std::sync::Arc;

use arrow_array::{
    ArrayRef, BooleanArray, Float64Array, Int64Array, RecordBatch, RecordBatchOptions, StringArray,
    TimestampMicrosecondArray,
};
use arrow_buffer::{Buffer, NullBuffer, OffsetBuffer, ScalarBuffer};
use arrow_schema::{Field, Schema};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::fault::{Result, fault};

/// Collects the columns of a table. `validity` has one byte for each row: 0 is a missing value.
#[wasm_bindgen]
#[derive(Debug, Default)]
pub struct TableBuilder {
    fields: Vec<Field>,
    columns: Vec<ArrayRef>,
    rows: usize,
}

#[wasm_bindgen]
impl TableBuilder {
    /// A table without columns.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// A column of doubles.
    pub fn f64(&mut self, name: String, cells: Vec<f64>, validity: Option<Vec<u8>>) -> Result<()> {
        let valid = nulls(&name, cells.len(), validity)?;
        self.push(name, Arc::new(Float64Array::new(ScalarBuffer::from(cells), valid)))
    }

    /// A column of whole numbers.
    pub fn i64(&mut self, name: String, cells: Vec<i64>, validity: Option<Vec<u8>>) -> Result<()> {
        let valid = nulls(&name, cells.len(), validity)?;
        self.push(name, Arc::new(Int64Array::new(ScalarBuffer::from(cells), valid)))
    }

    /// A column of yes (not 0) and no (0).
    pub fn bool(&mut self, name: String, cells: Vec<u8>, validity: Option<Vec<u8>>) -> Result<()> {
        let valid = nulls(&name, cells.len(), validity)?;
        let cells = cells.iter().map(|cell| *cell != 0).collect();
        self.push(name, Arc::new(BooleanArray::new(cells, valid)))
    }

    /// A column of instants in microseconds: of UTC where a zone is given, else local times.
    pub fn time_us(
        &mut self,
        name: String,
        cells: Vec<i64>,
        validity: Option<Vec<u8>>,
        zone: Option<String>,
    ) -> Result<()> {
        let valid = nulls(&name, cells.len(), validity)?;
        let times = TimestampMicrosecondArray::new(ScalarBuffer::from(cells), valid);
        self.push(name, Arc::new(times.with_timezone_opt(zone)))
    }

    /// A column of text: UTF-8 bytes, and where each cell begins and the last one ends.
    pub fn text(
        &mut self,
        name: String,
        bytes: Vec<u8>,
        offsets: Vec<i32>,
        validity: Option<Vec<u8>>,
    ) -> Result<()> {
        if offsets.first().is_none_or(|first| *first < 0) || !offsets.is_sorted() {
            return Err(refused(&name, "the offsets do not rise from 0"));
        }
        let valid = nulls(&name, offsets.len() - 1, validity)?;
        let offsets = OffsetBuffer::new(ScalarBuffer::from(offsets));
        let texts =
            StringArray::try_new(offsets, Buffer::from_vec(bytes), valid).map_err(|_| {
                refused(&name, "a text is not UTF-8, or an offset lies beyond the bytes")
            })?;
        self.push(name, Arc::new(texts))
    }
}

impl TableBuilder {
    /// The table.
    pub(crate) fn finish(self) -> Result<RecordBatch> {
        let options = RecordBatchOptions::new().with_row_count(Some(self.rows));
        let schema = Arc::new(Schema::new(self.fields));
        RecordBatch::try_new_with_options(schema, self.columns, &options)
            .map_err(|_| fault("bad_table", "the columns make no table"))
    }

    fn push(&mut self, name: String, column: ArrayRef) -> Result<()> {
        if self.columns.is_empty() {
            self.rows = column.len();
        } else if self.rows != column.len() {
            let found = format!("it has {} rows, the table has {}", column.len(), self.rows);
            return Err(refused(&name, &found));
        }
        self.fields.push(Field::new(name, column.data_type().clone(), true));
        self.columns.push(column);
        Ok(())
    }
}

fn nulls(name: &str, rows: usize, validity: Option<Vec<u8>>) -> Result<Option<NullBuffer>> {
    match validity {
        Some(bytes) if bytes.len() != rows => {
            Err(refused(name, &format!("validity has {} rows, the column {rows}", bytes.len())))
        }
        Some(bytes) => Ok(Some(bytes.iter().map(|byte| *byte != 0).collect())),
        None => Ok(None),
    }
}

fn refused(name: &str, why: &str) -> wasm_bindgen::JsError {
    fault("bad_table", &format!("column \"{name}\": {why}"))
}
