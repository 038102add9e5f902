//! A report as a table that other tools can read.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Float64Type, Int64Type, TimestampMicrosecondType, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef, ArrowPrimitiveType, PrimitiveArray, RecordBatch};
use arrow_schema::DataType;
use cx_core::columns::{Origin, Reason};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyCapsule, PyDict, PyList};

use crate::{error, stream};

/// One record batch with the metadata of its report; the columns of a file may go on in further ones.
#[pyclass(frozen, module = "cxcockpit._native")]
pub(crate) struct Table {
    /// The columns.
    pub(crate) batch: RecordBatch,
    /// Further rows of the same columns.
    pub(crate) more: Vec<RecordBatch>,
    /// What is known of the file that they come from.
    pub(crate) origin: Option<Arc<Origin>>,
}

impl From<RecordBatch> for Table {
    fn from(batch: RecordBatch) -> Self {
        Self { batch, more: Vec::new(), origin: None }
    }
}

impl Table {
    /// All batches.
    pub(crate) fn batches(&self) -> Vec<RecordBatch> {
        std::iter::once(&self.batch).chain(&self.more).cloned().collect()
    }
}

#[pymethods]
impl Table {
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        stream::schema_capsule(py, &self.batch)
    }

    fn __arrow_c_stream__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        stream::stream_capsule(py, self.batches())
    }

    fn __len__(&self) -> usize {
        self.batches().iter().map(RecordBatch::num_rows).sum()
    }

    /// Names of the columns.
    fn columns(&self) -> Vec<String> {
        self.batch.schema().fields().iter().map(|f| f.name().clone()).collect()
    }

    /// A word for the type of each column: `text`, `name` (text that repeats), `f64`, `i64`, `u64`, `u32`, `bool`, `time`,
    /// `date`, `list`.
    fn types(&self) -> Vec<&'static str> {
        self.batch.columns().iter().map(|c| type_word(c.data_type())).collect()
    }

    /// What the report says of its own making.
    fn metadata<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let metadata = PyDict::new(py);
        let schema = self.batch.schema();
        let mut pairs: Vec<_> = schema.metadata().iter().collect();
        pairs.sort_unstable();
        for (key, value) in pairs {
            metadata.set_item(key, value)?;
        }
        Ok(metadata)
    }

    /// How the file was read that the table comes from, as JSON; None where there is none.
    fn dialect(&self, py: Python<'_>) -> PyResult<Option<String>> {
        self.origin.as_ref().map(|origin| json(py, &origin.dialect)).transpose()
    }

    /// What a second row of header says of columns: name and label.
    fn labels(&self) -> Vec<(String, String)> {
        self.origin.as_ref().map(|origin| origin.labels.clone()).unwrap_or_default()
    }

    /// Rows at fault as a whole: row, line of the file, reason.
    fn faults(&self) -> Vec<(u32, u64, String)> {
        let origin = self.origin.as_deref();
        let faults = origin.map(|origin| (origin, origin.faults())).into_iter();
        let said =
            |origin: &Origin, row, reason: &Reason| (row, origin.line(row), reason.to_string());
        faults
            .flat_map(|(origin, faults)| {
                faults.iter().map(move |(row, reason)| said(origin, *row, reason))
            })
            .collect()
    }

    /// The cells of one column as Python values; times as microseconds and dates as days
    /// since 1970 (UTC).
    #[pyo3(signature = (at, limit = None))]
    fn cells<'py>(
        &self,
        py: Python<'py>,
        at: usize,
        limit: Option<usize>,
    ) -> PyResult<Bound<'py, PyList>> {
        let mut left = limit.unwrap_or(usize::MAX);
        let mut all: Option<Bound<'py, PyList>> = None;
        for batch in std::iter::once(&self.batch).chain(&self.more) {
            let Some(array) = batch.columns().get(at) else { return Err(no_column(py, at)) };
            let array = array.slice(0, left.min(array.len()));
            left -= array.len();
            let part = cells(py, &array)?;
            match &all {
                Some(all) => all.call_method1("extend", (part,)).map(drop)?,
                None => all = Some(part),
            }
        }
        Ok(all.unwrap_or_else(|| PyList::empty(py)))
    }

    /// The numbers of one column as bytes, in the machine's order: codes of a `name` column,
    /// microseconds of a `time` column, one byte each of a `bool` column. Then one byte a cell that
    /// says whether there is a value, or None when there are no gaps.
    fn raw<'py>(
        &self,
        py: Python<'py>,
        at: usize,
    ) -> PyResult<(Bound<'py, PyBytes>, Option<Bound<'py, PyBytes>>)> {
        let Some(array) = self.batch.columns().get(at) else { return Err(no_column(py, at)) };
        let bytes = match array.data_type() {
            DataType::Float64 => flat(array.as_primitive::<Float64Type>(), f64::to_ne_bytes),
            DataType::Int64 => flat(array.as_primitive::<Int64Type>(), i64::to_ne_bytes),
            DataType::UInt64 => flat(array.as_primitive::<UInt64Type>(), u64::to_ne_bytes),
            DataType::UInt32 => flat(array.as_primitive::<UInt32Type>(), u32::to_ne_bytes),
            DataType::Date32 => flat(array.as_primitive::<Date32Type>(), i32::to_ne_bytes),
            DataType::Boolean => {
                array.as_boolean().iter().map(|x| u8::from(x.unwrap_or(false))).collect()
            }
            DataType::Timestamp(..) => match array.as_primitive_opt::<TimestampMicrosecondType>() {
                Some(times) => flat(times, i64::to_ne_bytes),
                None => return Err(unknown(py, array)),
            },
            DataType::Dictionary(..) => match array.as_dictionary_opt::<UInt32Type>() {
                Some(coded) => flat(coded.keys(), u32::to_ne_bytes),
                None => return Err(unknown(py, array)),
            },
            _ => return Err(unknown(py, array)),
        };
        let valid = array.nulls().filter(|nulls| nulls.null_count() > 0).map(|nulls| {
            let valid: Vec<u8> = nulls.iter().map(u8::from).collect();
            PyBytes::new(py, &valid)
        });
        Ok((PyBytes::new(py, &bytes), valid))
    }

    /// The codes of a `name` column.
    fn codes<'py>(&self, py: Python<'py>, at: usize) -> PyResult<Bound<'py, PyList>> {
        let Some(array) = self.batch.columns().get(at) else { return Err(no_column(py, at)) };
        match array.as_dictionary_opt::<UInt32Type>() {
            Some(coded) => PyList::new(py, coded.keys().iter()),
            None => Err(unknown(py, array)),
        }
    }

    /// The names behind the codes of a `name` column.
    fn names<'py>(&self, py: Python<'py>, at: usize) -> PyResult<Bound<'py, PyList>> {
        let Some(array) = self.batch.columns().get(at) else { return Err(no_column(py, at)) };
        match array.as_dictionary_opt::<UInt32Type>() {
            Some(coded) => cells(py, coded.values()),
            None => Err(unknown(py, array)),
        }
    }
}

fn flat<T: ArrowPrimitiveType, const N: usize>(
    array: &PrimitiveArray<T>,
    bytes: impl Fn(T::Native) -> [u8; N],
) -> Vec<u8> {
    array.values().iter().flat_map(|x| bytes(*x)).collect()
}

fn no_column(py: Python<'_>, at: usize) -> PyErr {
    error::raise(py, "input", &format!("no column {at}"), None)
}

fn type_word(data_type: &DataType) -> &'static str {
    match data_type {
        DataType::Utf8 => "text",
        DataType::Dictionary(..) => "name",
        DataType::Float64 => "f64",
        DataType::Int64 => "i64",
        DataType::UInt64 => "u64",
        DataType::UInt32 => "u32",
        DataType::Boolean => "bool",
        DataType::Timestamp(..) => "time",
        DataType::Date32 => "date",
        DataType::List(_) => "list",
        _ => "other",
    }
}

/// The types that reports have; see `cx_core::columns::BatchBuilder`.
fn cells<'py>(py: Python<'py>, array: &ArrayRef) -> PyResult<Bound<'py, PyList>> {
    match array.data_type() {
        DataType::Utf8 => PyList::new(py, array.as_string::<i32>().iter()),
        DataType::Float64 => numbers::<Float64Type>(py, array),
        DataType::Int64 => numbers::<Int64Type>(py, array),
        DataType::UInt64 => numbers::<UInt64Type>(py, array),
        DataType::UInt32 => numbers::<UInt32Type>(py, array),
        DataType::Date32 => numbers::<Date32Type>(py, array),
        DataType::Boolean => PyList::new(py, array.as_boolean().iter()),
        DataType::Timestamp(..) => match array.as_primitive_opt::<TimestampMicrosecondType>() {
            Some(times) => PyList::new(py, times.iter()),
            None => Err(unknown(py, array)),
        },
        DataType::Dictionary(..) => match array.as_dictionary_opt::<UInt32Type>() {
            Some(coded) => match coded.values().as_string_opt::<i32>() {
                Some(names) => PyList::new(
                    py,
                    coded.keys().iter().map(|key| {
                        key.and_then(|k| {
                            names.is_valid(k as usize).then(|| names.value(k as usize))
                        })
                    }),
                ),
                None => Err(unknown(py, array)),
            },
            None => Err(unknown(py, array)),
        },
        DataType::List(_) => {
            let lists = PyList::empty(py);
            for list in array.as_list::<i32>().iter() {
                match list {
                    Some(list) => lists.append(cells(py, &list)?)?,
                    None => lists.append(py.None())?,
                }
            }
            Ok(lists)
        }
        _ => Err(unknown(py, array)),
    }
}

fn numbers<'py, T>(py: Python<'py>, array: &ArrayRef) -> PyResult<Bound<'py, PyList>>
where
    T: ArrowPrimitiveType,
    Option<T::Native>: IntoPyObject<'py>,
{
    let values: Vec<Option<T::Native>> = array.as_primitive::<T>().iter().collect();
    PyList::new(py, values)
}

fn unknown(py: Python<'_>, array: &ArrayRef) -> PyErr {
    let message = format!("a column of type {} has no Python form", array.data_type());
    error::raise(py, "input", &message, None)
}

/// Anything that serialises, as JSON text.
pub(crate) fn json(py: Python<'_>, value: &impl serde::Serialize) -> PyResult<String> {
    serde_json::to_string(value)
        .map_err(|cause| error::raise(py, "internal", &cause.to_string(), None))
}
