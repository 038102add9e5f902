//! Frames as record batches; no cell is copied.

use std::sync::Arc;

use arrow_array::types::UInt32Type;
use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, DictionaryArray, Float64Array, Int64Array, ListArray,
    RecordBatch, RecordBatchOptions, StringArray, TimestampMicrosecondArray, UInt32Array,
    UInt64Array,
};
use arrow_buffer::{BooleanBuffer, Buffer, NullBuffer, OffsetBuffer, ScalarBuffer};
use arrow_schema::{ArrowError, DataType, Field, Schema};

use crate::columns::{Bits, Cells, Frame, Texts};
use crate::options::Definition;
use crate::{Error, Result};

/// Gives reports the forms of Arrow: for each method that lays out a frame, one of another name
/// with the same columns.
macro_rules! record_batches {
    ($($report:ty: $($frame:ident -> $batch:ident),+;)+) => { $(
        impl $report { $(
            #[doc = concat!("The columns of [`", stringify!($frame), "`](Self::", stringify!($frame), ") as an Arrow record batch.")]
            ///
            /// # Errors
            #[doc = concat!("As [`", stringify!($frame), "`](Self::", stringify!($frame), ").")]
            pub fn $batch(&self) -> $crate::Result<arrow_array::RecordBatch> {
                self.$frame()?.into_record_batch()
            }
        )+ }
    )+ };
}
pub(crate) use record_batches;

impl Frame {
    /// The same table as an Arrow record batch; what a report says of its making is metadata.
    ///
    /// # Errors
    /// [`Error::Defect`] for codes without a name and for lists that reach beyond their items; no report makes
    /// such a frame.
    pub fn into_record_batch(self) -> Result<RecordBatch> {
        self.batch().map_err(internal)
    }

    fn batch(self) -> Result<RecordBatch, ArrowError> {
        let (columns, rows, definition) = self.into_parts();
        let mut fields = Vec::with_capacity(columns.len());
        let mut arrays = Vec::with_capacity(columns.len());
        for column in columns {
            let (name, cells, valid) = column.into_parts();
            let array = array(cells, valid.map(|valid| NullBuffer::new(bits(valid))))?;
            fields.push(Field::new(name, array.data_type().clone(), true));
            arrays.push(array);
        }
        let metadata = definition.as_ref().map(metadata).into_iter().flatten();
        let metadata = metadata.map(|(key, value)| (key.to_owned(), value.clone())).collect();
        let schema = Arc::new(Schema::new(fields).with_metadata(metadata));
        let options = RecordBatchOptions::new().with_row_count(Some(rows));
        RecordBatch::try_new_with_options(schema, arrays, &options)
    }
}

fn metadata(definition: &Definition) -> [(&'static str, &String); 3] {
    [
        ("method", &definition.method),
        ("definition", &definition.definition),
        ("version", &definition.version),
    ]
}

fn array(cells: Cells, nulls: Option<NullBuffer>) -> Result<ArrayRef, ArrowError> {
    Ok(match cells {
        Cells::Text(texts) => Arc::new(strings(texts, nulls)?),
        Cells::Coded { codes, names } => {
            let codes = UInt32Array::try_new(codes.into(), nulls)?;
            let names = Arc::new(strings(names, None)?);
            Arc::new(DictionaryArray::<UInt32Type>::try_new(codes, names)?)
        }
        Cells::Lists { texts, offsets } => {
            let item = Arc::new(Field::new("item", DataType::Utf8, true));
            let offsets = OffsetBuffer::new(ScalarBuffer::from(offsets));
            Arc::new(ListArray::try_new(item, offsets, Arc::new(strings(texts, None)?), nulls)?)
        }
        Cells::F64(cells) => Arc::new(Float64Array::try_new(cells.into(), nulls)?),
        Cells::I64(cells) => Arc::new(Int64Array::try_new(cells.into(), nulls)?),
        Cells::U64(cells) => Arc::new(UInt64Array::try_new(cells.into(), nulls)?),
        Cells::U32(cells) => Arc::new(UInt32Array::try_new(cells.into(), nulls)?),
        Cells::Bool(cells) => Arc::new(BooleanArray::new(bits(cells), nulls)),
        Cells::Time { micros, utc } => {
            let times = TimestampMicrosecondArray::try_new(micros.into(), nulls)?;
            Arc::new(times.with_timezone_opt(utc.then_some("UTC")))
        }
        Cells::Day(days) => Arc::new(Date32Array::try_new(days.into(), nulls)?),
    })
}

fn strings(texts: Texts, nulls: Option<NullBuffer>) -> Result<StringArray, ArrowError> {
    let (bytes, offsets) = texts.into_parts();
    let offsets = OffsetBuffer::new(ScalarBuffer::from(offsets));
    StringArray::try_new(offsets, Buffer::from_vec(bytes), nulls)
}

fn bits(bits: Bits) -> BooleanBuffer {
    let rows = bits.len();
    BooleanBuffer::new(Buffer::from_vec(bits.into_bytes()), 0, rows)
}

#[allow(clippy::needless_pass_by_value, reason = "used as a function value in map_err")]
fn internal(_: ArrowError) -> Error {
    Error::Defect { what: "a report that could not be laid out" }
}
