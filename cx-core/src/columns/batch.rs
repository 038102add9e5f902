//! Reports out: columns of a report to a record batch.

use std::sync::Arc;

use arrow_array::builder::StringBuilder;
use arrow_array::types::UInt32Type;
use arrow_array::{
    ArrayRef, BooleanArray, DictionaryArray, Float64Array, Int64Array, ListArray, RecordBatch,
    StringArray, TimestampMicrosecondArray, UInt32Array, UInt64Array,
};
use arrow_buffer::{OffsetBuffer, ScalarBuffer};
use arrow_schema::{ArrowError, DataType, Field, Schema};

use super::names::text_of;
use super::{Coded, Dictionary, MICROS, NO_CODE, NO_MONEY, NO_TIME};
use crate::options::Definition;
use crate::{Error, Result};

/// Collects columns and closes them into a record batch with the report's definition.
#[derive(Debug, Default)]
pub struct BatchBuilder {
    fields: Vec<Field>,
    columns: Vec<ArrayRef>,
}

impl BatchBuilder {
    /// Adds any array.
    pub fn array(mut self, name: &str, array: ArrayRef) -> Self {
        self.fields.push(Field::new(name, array.data_type().clone(), true));
        self.columns.push(array);
        self
    }

    /// Text; blank text stays text, `None` is null.
    pub fn text<T: AsRef<str>>(
        self,
        name: &str,
        cells: impl IntoIterator<Item = Option<T>>,
    ) -> Self {
        self.array(name, Arc::new(strings(cells)))
    }

    /// Doubles; NaN is null.
    pub fn f64(self, name: &str, cells: impl IntoIterator<Item = f64>) -> Self {
        self.doubles(name, gather(cells))
    }

    /// Optional doubles.
    pub fn maybe_f64(self, name: &str, cells: impl IntoIterator<Item = Option<f64>>) -> Self {
        self.f64(name, cells.into_iter().map(|x| x.unwrap_or(f64::NAN)))
    }

    /// Counts.
    pub fn u64(self, name: &str, cells: impl IntoIterator<Item = u64>) -> Self {
        self.array(name, Arc::new(UInt64Array::from(gather(cells))))
    }

    /// Numbers of rows, persons or journeys.
    pub fn u32(self, name: &str, cells: Vec<u32>) -> Self {
        self.array(name, Arc::new(UInt32Array::from(cells)))
    }

    /// Numbers of rows, persons or journeys; [`NO_CODE`] is null.
    pub fn maybe_u32(self, name: &str, cells: impl IntoIterator<Item = u32>) -> Self {
        self.array(name, Arc::new(codes_or_null(&gather(cells))))
    }

    /// Optional counts.
    pub fn maybe_u64(self, name: &str, cells: impl IntoIterator<Item = Option<u64>>) -> Self {
        self.array(name, Arc::new(UInt64Array::from(gather(cells))))
    }

    /// Signed numbers.
    pub fn i64(self, name: &str, cells: impl IntoIterator<Item = i64>) -> Self {
        self.array(name, Arc::new(Int64Array::from(gather(cells))))
    }

    /// Yes or no.
    pub fn bool(self, name: &str, cells: impl IntoIterator<Item = bool>) -> Self {
        self.array(name, Arc::new(BooleanArray::from(gather(cells))))
    }

    /// Instants in microseconds of UTC; [`NO_TIME`] is null.
    pub fn time(self, name: &str, cells: impl IntoIterator<Item = i64>) -> Self {
        self.instants(name, &gather(cells))
    }

    /// Money in millionths, out as doubles; [`NO_MONEY`] is null.
    pub fn money(self, name: &str, cells: impl IntoIterator<Item = i64>) -> Self {
        let to_f64 = |m: i64| if m == NO_MONEY { f64::NAN } else { m as f64 / MICROS as f64 };
        self.f64(name, cells.into_iter().map(to_f64))
    }

    /// Names by code, out as an Arrow dictionary.
    ///
    /// # Errors
    /// Never in practice: codes come from their dictionary.
    pub fn coded(self, name: &str, codes: &[u32], dictionary: &Dictionary) -> Result<Self> {
        let values = strings(dictionary.names().map(Some));
        let array = DictionaryArray::<UInt32Type>::try_new(codes_or_null(codes), Arc::new(values))
            .map_err(internal)?;
        Ok(self.array(name, Arc::new(array)))
    }

    /// Names of a column of codes, out as an Arrow dictionary.
    ///
    /// # Errors
    /// As [`coded`](Self::coded).
    pub fn column(self, name: &str, column: &Coded) -> Result<Self> {
        self.coded(name, &column.codes, &column.dictionary)
    }

    /// Lists of names: list `i` holds the codes from `ends[i-1]` to `ends[i]`.
    ///
    /// # Errors
    /// [`Error::TooMany`] beyond 2^31 names.
    pub fn lists(
        self,
        name: &str,
        codes: &[u32],
        ends: &[usize],
        dictionary: &Dictionary,
    ) -> Result<Self> {
        let all = ends.last().copied().unwrap_or(0);
        if i32::try_from(all).is_ok()
            && let Some(values) = codes.get(..all).and_then(|codes| text_of(codes, dictionary))
        {
            return self.lists_of(name, values, ends);
        }
        let names: Vec<_> = dictionary.names().collect();
        let cells = codes.iter().map(|c| names.get(*c as usize).map(AsRef::<str>::as_ref));
        self.text_lists(name, cells, ends)
    }

    /// Lists of text: list `i` holds the cells from `ends[i-1]` to `ends[i]`.
    ///
    /// # Errors
    /// [`Error::TooMany`] beyond 2^31 cells.
    pub fn text_lists<T: AsRef<str>>(
        self,
        name: &str,
        cells: impl IntoIterator<Item = Option<T>>,
        ends: &[usize],
    ) -> Result<Self> {
        let (found, limit) = (ends.last().copied().unwrap_or(0) as u64, i32::MAX as u64);
        if found > limit {
            return Err(Error::TooMany { what: "names in a list column", found, limit });
        }
        self.lists_of(name, strings(cells), ends)
    }

    fn lists_of(self, name: &str, values: StringArray, ends: &[usize]) -> Result<Self> {
        let offsets: Vec<i32> = std::iter::once(0).chain(ends.iter().map(|e| *e as i32)).collect();
        let item = Arc::new(Field::new("item", DataType::Utf8, true));
        let offsets = OffsetBuffer::new(ScalarBuffer::from(offsets));
        let array = ListArray::try_new(item, offsets, Arc::new(values), None).map_err(internal)?;
        Ok(self.array(name, Arc::new(array)))
    }

    fn doubles(self, name: &str, cells: Vec<f64>) -> Self {
        let cells = cells.into_iter().map(|x| if x.is_nan() { None } else { Some(x) });
        self.array(name, Arc::new(cells.collect::<Float64Array>()))
    }

    fn instants(self, name: &str, cells: &[i64]) -> Self {
        let cells = cells.iter().map(|t| if *t == NO_TIME { None } else { Some(*t) });
        let array: TimestampMicrosecondArray = cells.collect();
        self.array(name, Arc::new(array.with_timezone("UTC")))
    }

    /// The record batch, with method, definition and version as metadata.
    ///
    /// # Errors
    /// When columns have different lengths, which is a defect of this crate.
    pub fn finish(self, definition: &Definition) -> Result<RecordBatch> {
        let metadata = [
            ("method", &definition.method),
            ("definition", &definition.definition),
            ("version", &definition.version),
        ];
        let metadata = metadata.into_iter().map(|(k, v)| (k.to_owned(), v.clone())).collect();
        let schema = Schema::new(self.fields).with_metadata(metadata);
        RecordBatch::try_new(Arc::new(schema), self.columns).map_err(internal)
    }
}

/// All cells in memory: the one part of a column that is compiled for every report.
fn gather<T>(cells: impl IntoIterator<Item = T>) -> Vec<T> {
    let cells = cells.into_iter();
    let mut all = Vec::with_capacity(cells.size_hint().0);
    for cell in cells {
        push(&mut all, cell);
    }
    all
}

/// As a function of its own, growing is compiled once for each type.
#[cfg_attr(target_family = "wasm", inline(never))]
fn push<T>(all: &mut Vec<T>, cell: T) {
    all.push(cell);
}

fn strings<T: AsRef<str>>(cells: impl IntoIterator<Item = Option<T>>) -> StringArray {
    let mut array = StringBuilder::new();
    for cell in cells {
        add_text(&mut array, cell.as_ref().map(AsRef::as_ref));
    }
    array.finish()
}

#[cfg_attr(target_family = "wasm", inline(never))]
fn add_text(array: &mut StringBuilder, cell: Option<&str>) {
    array.append_option(cell);
}

fn codes_or_null(codes: &[u32]) -> UInt32Array {
    codes.iter().map(|code| if *code == NO_CODE { None } else { Some(*code) }).collect()
}

#[allow(clippy::needless_pass_by_value, reason = "used as a function value in map_err")]
fn internal(error: ArrowError) -> Error {
    Error::Unanswerable {
        what: format!("a report could not be laid out: {error}"),
        remedy: "this is a defect of the engine; please report it with the input's schema",
    }
}
