//! Tables from Python: a stream of record batches, or columns of plain values.

use std::collections::HashMap;
use std::sync::Arc;

use arrow_array::builder::{ListBuilder, StringBuilder};
use arrow_array::types::{
    ArrowTimestampType, TimestampMicrosecondType, TimestampMillisecondType,
    TimestampNanosecondType, TimestampSecondType, UInt32Type,
};
use arrow_array::{
    Array, ArrayRef, BooleanArray, Date32Array, DictionaryArray, Float64Array, Int64Array,
    PrimitiveArray, RecordBatch, RecordBatchOptions, StringArray, StructArray,
    TimestampMicrosecondArray, UInt32Array, UInt64Array, make_array,
};
use arrow_buffer::NullBuffer;
use arrow_schema::{ArrowError, Field, Fields, Schema};
use cx_core::columns::{Input, Origin};
use pyo3::buffer::PyBuffer;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use crate::error;
use crate::run::{Progress, run};
use crate::stream::Stream;
use crate::table::Table;

/// Data that is on its way in: its batches are pulled on the working thread.
pub(crate) enum Source {
    /// Any object with `__arrow_c_stream__`.
    Stream(Stream),
    /// A table of this package, with what is known of its file.
    Ready(Vec<RecordBatch>, Option<Arc<Origin>>),
}

impl Source {
    /// Opens a Python object.
    pub(crate) fn open(data: &Bound<'_, PyAny>) -> PyResult<Self> {
        if let Ok(table) = data.cast::<Table>() {
            let table = table.get();
            return Ok(Self::Ready(table.batches(), table.origin.clone()));
        }
        let stream = Stream::open(data).map_err(|cause| refuse(data, &cause))?;
        if stream.has_columns() {
            return Ok(Self::Stream(stream));
        }
        let message = "a single column is not a table; give a table with named columns";
        Err(error::raise(data.py(), "input", message, None))
    }

    /// Pulls all batches.
    fn pull(self) -> Result<(Vec<RecordBatch>, Option<Arc<Origin>>), ArrowError> {
        match self {
            Self::Stream(stream) => {
                let batches = stream.map(|rows| rows.and_then(batch)).collect::<Result<_, _>>()?;
                Ok((batches, None))
            }
            Self::Ready(batches, origin) => Ok((batches, origin)),
        }
    }

    /// Pulls all batches and hands them to a reader of the engine, on a thread of its own.
    pub(crate) fn read<T: Send + 'static>(
        self,
        py: Python<'_>,
        progress: Progress,
        read: impl FnOnce(Input<'_>) -> cx_core::Result<T> + Send + 'static,
    ) -> PyResult<T> {
        let outcome = run(py, progress, move || match self.pull() {
            Ok((batches, origin)) => {
                let input = Input::of_batches(&batches);
                let input = match &origin {
                    Some(origin) => input.with_origin(origin),
                    None => input,
                };
                read(input).map(Ok)
            }
            Err(cause) => Ok(Err(cause)),
        })?;
        outcome.map_err(|cause| {
            let message = format!("the data could not be read: {cause}");
            error::raise(py, "input", &message, None)
        })
    }
}

/// The columns of one batch. A row that is null as a whole has null cells.
fn batch(rows: StructArray) -> Result<RecordBatch, ArrowError> {
    let count = rows.len();
    let (fields, mut columns, nulls) = rows.into_parts();
    if let Some(rows) = nulls.filter(|nulls| nulls.null_count() > 0) {
        for column in &mut columns {
            let nulls = NullBuffer::union(column.logical_nulls().as_ref(), Some(&rows));
            *column = make_array(column.to_data().into_builder().nulls(nulls).build()?);
        }
    }
    // Invalid text and codes out of range do occur, in Parquet files for example, and nothing after
    // this may meet them.
    for (field, column) in fields.iter().zip(&columns) {
        column.to_data().validate_full().map_err(|cause| {
            ArrowError::InvalidArgumentError(format!("column {:?}: {cause}", field.name()))
        })?;
    }
    let fields: Fields =
        fields.iter().map(|field| field.as_ref().clone().with_nullable(true)).collect();
    let rows = RecordBatchOptions::new().with_row_count(Some(count));
    RecordBatch::try_new_with_options(Arc::new(Schema::new(fields)), columns, &rows)
}

fn refuse(data: &Bound<'_, PyAny>, cause: &PyErr) -> PyErr {
    let py = data.py();
    let class = data.get_type().name().map_or_else(|_| "object".to_owned(), |n| n.to_string());
    let message = format!("{class} could not be read as an Arrow table: {}", cause.value(py));
    error::raise(py, "input", &message, None)
}

/// A table from columns `(name, kind, values)`, for data that comes without Arrow.
///
/// Kinds of sequences that may hold `None`: `text`, `name` (repeated text), `coded` (a pair: codes
/// and the names behind them), `f64`, `i64`, `u64`,
/// `u32`, `bool`, `time` (microseconds since 1970, UTC), `date` (days since 1970), `list` (of text). Kinds of buffers of eight
/// bytes: `buffer:f64` (NaN is a gap), `buffer:i64`, and `buffer:time:UNIT` or
/// `buffer:time:UNIT:ZONE`, where the smallest number is a gap.
#[pyfunction]
#[pyo3(signature = (columns, metadata = None))]
pub(crate) fn table_of_columns(
    py: Python<'_>,
    columns: Vec<(String, String, Bound<'_, PyAny>)>,
    metadata: Option<HashMap<String, String>>,
) -> PyResult<Table> {
    let mut fields = Vec::with_capacity(columns.len());
    let mut arrays = Vec::with_capacity(columns.len());
    for (name, kind, values) in columns {
        let array = column(&kind, &values)?;
        fields.push(Field::new(name, array.data_type().clone(), true));
        arrays.push(array);
    }
    let schema = Schema::new(fields).with_metadata(metadata.unwrap_or_default());
    match RecordBatch::try_new(Arc::new(schema), arrays) {
        Ok(batch) => Ok(Table::from(batch)),
        Err(cause) => Err(error::raise(py, "input", &cause.to_string(), None)),
    }
}

fn column(kind: &str, values: &Bound<'_, PyAny>) -> PyResult<ArrayRef> {
    if let Some(kind) = kind.strip_prefix("buffer:") {
        return buffer_column(kind, values);
    }
    Ok(match kind {
        "f64" => Arc::new(Float64Array::from(values.extract::<Vec<Option<f64>>>()?)),
        "i64" => Arc::new(Int64Array::from(values.extract::<Vec<Option<i64>>>()?)),
        "u64" => Arc::new(UInt64Array::from(values.extract::<Vec<Option<u64>>>()?)),
        "u32" => Arc::new(UInt32Array::from(values.extract::<Vec<Option<u32>>>()?)),
        "bool" => Arc::new(BooleanArray::from(values.extract::<Vec<Option<bool>>>()?)),
        "text" => Arc::new(StringArray::from(values.extract::<Vec<Option<String>>>()?)),
        "name" => {
            let names: Vec<Option<String>> = values.extract()?;
            let coded: DictionaryArray<UInt32Type> = names.iter().map(Option::as_deref).collect();
            Arc::new(coded)
        }
        "coded" => {
            let (codes, names): (Vec<Option<u32>>, Vec<Option<String>>) = values.extract()?;
            let (codes, names) = (UInt32Array::from(codes), StringArray::from(names));
            let coded = DictionaryArray::<UInt32Type>::try_new(codes, Arc::new(names));
            Arc::new(coded.map_err(|cause| PyValueError::new_err(cause.to_string()))?)
        }
        "time" => {
            let times = TimestampMicrosecondArray::from(values.extract::<Vec<Option<i64>>>()?);
            Arc::new(times.with_timezone("UTC"))
        }
        "date" => Arc::new(Date32Array::from(values.extract::<Vec<Option<i32>>>()?)),
        "list" => {
            let mut lists = ListBuilder::new(StringBuilder::new());
            for list in values.extract::<Vec<Option<Vec<Option<String>>>>>()? {
                lists.append_option(list);
            }
            Arc::new(lists.finish())
        }
        _ => return Err(no_kind(kind)),
    })
}

fn buffer_column(kind: &str, values: &Bound<'_, PyAny>) -> PyResult<ArrayRef> {
    let mut parts = kind.splitn(3, ':');
    match (parts.next(), parts.next(), parts.next()) {
        (Some("f64"), ..) => {
            let cells = buffer::<f64>(values)?.into_iter();
            let array: Float64Array = cells.map(|x| (!x.is_nan()).then_some(x)).collect();
            Ok(Arc::new(array))
        }
        (Some("i64"), ..) => Ok(Arc::new(Int64Array::from(buffer::<i64>(values)?))),
        (Some("time"), Some("s"), zone) => times::<TimestampSecondType>(values, zone),
        (Some("time"), Some("ms"), zone) => times::<TimestampMillisecondType>(values, zone),
        (Some("time"), Some("us"), zone) => times::<TimestampMicrosecondType>(values, zone),
        (Some("time"), Some("ns"), zone) => times::<TimestampNanosecondType>(values, zone),
        _ => Err(no_kind(kind)),
    }
}

fn no_kind(kind: &str) -> PyErr {
    PyValueError::new_err(format!("no kind of column {kind:?}"))
}

fn buffer<T: pyo3::buffer::Element>(values: &Bound<'_, PyAny>) -> PyResult<Vec<T>> {
    PyBuffer::<T>::get(values)?.to_vec(values.py())
}

fn times<T: ArrowTimestampType>(
    values: &Bound<'_, PyAny>,
    zone: Option<&str>,
) -> PyResult<ArrayRef> {
    let cells = buffer::<i64>(values)?;
    let cells = cells.into_iter().map(|t| if t == i64::MIN { None } else { Some(t) });
    let array: PrimitiveArray<T> = cells.collect();
    Ok(Arc::new(array.with_timezone_opt(zone)))
}
