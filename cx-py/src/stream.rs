//! The Arrow C stream interface, both ways, through capsules: columns come and go where they lie.
//!
//! All unsafe code of this face is here. What it relies on is the interface's own promise: a capsule of this name
//! holds a stream, whoever takes the stream out leaves a released one behind, and a call that answers 0 has filled
//! what it was given.

use std::ffi::{CStr, c_int};
use std::sync::Arc;

use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema, from_ffi_and_data_type};
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::{RecordBatch, RecordBatchIterator, StructArray};
use arrow_schema::{ArrowError, DataType, Schema};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::PyCapsule;

const SCHEMA: &CStr = c"arrow_schema";
const STREAM: &CStr = c"arrow_array_stream";

/// Rows that somebody else holds, and how they are laid out.
pub(crate) struct Stream {
    rows: FFI_ArrowArrayStream,
    layout: DataType,
}

impl Stream {
    /// Opens a Python object that has `__arrow_c_stream__`.
    pub(crate) fn open(data: &Bound<'_, PyAny>) -> PyResult<Self> {
        let method = pyo3::intern!(data.py(), "__arrow_c_stream__");
        if !data.hasattr(method)? {
            return Err(PyTypeError::new_err("it has no __arrow_c_stream__"));
        }
        let capsule = data.call_method0(method)?.cast_into::<PyCapsule>()?;
        let held = capsule.pointer_checked(Some(STREAM))?.cast::<FFI_ArrowArrayStream>();
        // SAFETY: a capsule of this name holds a stream; it is moved out, so the capsule releases nothing later.
        let mut rows = unsafe { FFI_ArrowArrayStream::from_raw(held.as_ptr()) };
        match layout(&mut rows) {
            Ok(layout) => Ok(Self { rows, layout }),
            Err(cause) => Err(PyTypeError::new_err(cause.to_string())),
        }
    }

    /// Whether a row has named columns, and is not the cell of a single one.
    pub(crate) fn has_columns(&self) -> bool {
        matches!(self.layout, DataType::Struct(_))
    }

    fn pull(&mut self) -> Result<Option<StructArray>, ArrowError> {
        let call = self.rows.get_next.ok_or_else(released)?;
        let mut array = FFI_ArrowArray::empty();
        // SAFETY: the stream is not released, and `array` is there to be filled.
        let answer = unsafe { call(&raw mut self.rows, &raw mut array) };
        check(&mut self.rows, answer)?;
        if array.is_released() {
            return Ok(None);
        }
        // SAFETY: the array was just filled by the stream that said that its arrays are laid out so.
        let data = unsafe { from_ffi_and_data_type(array, self.layout.clone()) }?;
        Ok(Some(StructArray::from(data)))
    }
}

impl Iterator for Stream {
    type Item = Result<StructArray, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.pull().transpose()
    }
}

fn layout(rows: &mut FFI_ArrowArrayStream) -> Result<DataType, ArrowError> {
    if rows.release.is_none() {
        return Err(released());
    }
    let call = rows.get_schema.ok_or_else(released)?;
    let mut schema = FFI_ArrowSchema::empty();
    // SAFETY: the stream is not released, and `schema` is there to be filled.
    let answer = unsafe { call(&raw mut *rows, &raw mut schema) };
    check(rows, answer)?;
    DataType::try_from(&schema)
}

fn released() -> ArrowError {
    ArrowError::CDataInterface("the stream was already read".into())
}

/// What the stream says of its last call, where that did not answer 0.
fn check(rows: &mut FFI_ArrowArrayStream, answer: c_int) -> Result<(), ArrowError> {
    if answer == 0 {
        return Ok(());
    }
    let said = rows.get_last_error.and_then(|call| {
        // SAFETY: the stream is not released; its text, if there is one, lasts until the next call and is copied here.
        unsafe {
            let text = call(&raw mut *rows);
            (!text.is_null()).then(|| CStr::from_ptr(text).to_string_lossy().into_owned())
        }
    });
    Err(ArrowError::CDataInterface(said.unwrap_or_else(|| format!("error {answer}"))))
}

/// How a batch is laid out, as a capsule.
pub(crate) fn schema_capsule<'py>(
    py: Python<'py>,
    batch: &RecordBatch,
) -> PyResult<Bound<'py, PyCapsule>> {
    let schema = FFI_ArrowSchema::try_from(batch.schema().as_ref());
    let schema = schema.map_err(|cause| PyTypeError::new_err(cause.to_string()))?;
    PyCapsule::new_with_value(py, schema, SCHEMA)
}

/// Batches of one schema as a stream, as a capsule.
pub(crate) fn stream_capsule(
    py: Python<'_>,
    batches: Vec<RecordBatch>,
) -> PyResult<Bound<'_, PyCapsule>> {
    let schema = batches.first().map_or_else(|| Arc::new(Schema::empty()), RecordBatch::schema);
    let batches = RecordBatchIterator::new(batches.into_iter().map(Ok), schema);
    PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(Box::new(batches)), STREAM)
}
