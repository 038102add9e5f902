//! Tables out: the columns of a report as typed arrays.

use cx_core::columns::{Cells, Column, Frame};
use serde::Serialize;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::fault::{Result, fault, of_core};
use crate::handle::json;

/// Microseconds of a day.
const DAY: i64 = 86_400_000_000;

/// A table of a report.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Table {
    frame: Frame,
}

#[derive(Serialize)]
struct Head<'a> {
    name: &'a str,
    r#type: &'static str,
}

#[wasm_bindgen]
impl Table {
    /// Names and types of the columns as JSON text: `[{"name", "type"}]`. The type is the method
    /// that reads the column: `f64`, `i64`, `bool`, `time_us`, `text` (with `offsets`), `texts`
    /// (`text` with `offsets` and `lists`).
    pub fn columns(&self) -> Result<String> {
        let head = |column| Head { name: Column::name(column), r#type: word(column.cells()) };
        json(&self.frame.columns().iter().map(head).collect::<Vec<_>>())
    }

    /// Doubles; a missing value is NaN.
    pub fn f64(&self, at: usize) -> Result<Vec<f64>> {
        match self.cells(at)? {
            Cells::F64(cells) => Ok(cells.clone()),
            _ => Err(other(at)),
        }
    }

    /// Whole numbers.
    pub fn i64(&self, at: usize) -> Result<Vec<i64>> {
        match self.cells(at)? {
            Cells::I64(cells) => Ok(cells.clone()),
            Cells::U64(cells) => {
                Ok(cells.iter().map(|n| i64::try_from(*n).unwrap_or(i64::MAX)).collect())
            }
            Cells::U32(cells) => Ok(cells.iter().map(|n| i64::from(*n)).collect()),
            _ => Err(other(at)),
        }
    }

    /// Yes (1) and no (0).
    pub fn bool(&self, at: usize) -> Result<Vec<u8>> {
        match self.cells(at)? {
            Cells::Bool(cells) => Ok(cells.iter().map(u8::from).collect()),
            _ => Err(other(at)),
        }
    }

    /// Instants and days in microseconds of UTC.
    pub fn time_us(&self, at: usize) -> Result<Vec<i64>> {
        match self.cells(at)? {
            Cells::Time { micros, .. } => Ok(micros.clone()),
            Cells::Day(days) => Ok(days.iter().map(|day| i64::from(*day) * DAY).collect()),
            _ => Err(other(at)),
        }
    }

    /// All texts of the column, one after the other, in UTF-8.
    pub fn text(&self, at: usize) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.texts(at, &mut |text| bytes.extend_from_slice(text.as_bytes()))?;
        Ok(bytes)
    }

    /// Where each text begins in the bytes, and where the last one ends.
    pub fn offsets(&self, at: usize) -> Result<Vec<u32>> {
        let (mut offsets, mut end) = (vec![0], 0);
        self.texts(at, &mut |text| {
            // Addresses have 32 bits here, so no text ends beyond them.
            end += text.len() as u32;
            offsets.push(end);
        })?;
        Ok(offsets)
    }

    /// For a column of lists: where each list begins in the texts, and where the last one ends.
    pub fn lists(&self, at: usize) -> Result<Vec<i32>> {
        match self.cells(at)? {
            Cells::Lists { offsets, .. } => Ok(offsets.clone()),
            _ => Err(other(at)),
        }
    }

    /// One byte for each row, 0 where the value is missing; nothing where no value is.
    pub fn validity(&self, at: usize) -> Result<Option<Vec<u8>>> {
        Ok(self.column(at)?.validity().map(|valid| valid.iter().map(u8::from).collect()))
    }
}

impl Table {
    /// The table of a report, or the error that there was.
    pub(crate) fn of(frame: cx_core::Result<Frame>) -> Result<Self> {
        Ok(Self { frame: frame.map_err(of_core)? })
    }

    fn column(&self, at: usize) -> Result<&Column> {
        self.frame.columns().get(at).ok_or_else(|| other(at))
    }

    fn cells(&self, at: usize) -> Result<&Cells> {
        self.column(at).map(Column::cells)
    }

    /// Calls `each` with every text of a column; a missing one is empty.
    fn texts(&self, at: usize, each: &mut dyn FnMut(&str)) -> Result<()> {
        let column = self.column(at)?;
        match column.cells() {
            Cells::Text(texts) | Cells::Lists { texts, .. } => {
                (0..texts.len()).for_each(|row| each(texts.get(row)));
            }
            Cells::Coded { codes, names } => {
                let there = |row| column.validity().is_none_or(|valid| valid.get(row));
                for (row, code) in codes.iter().enumerate() {
                    each(if there(row) { names.get(*code as usize) } else { "" });
                }
            }
            _ => return Err(other(at)),
        }
        Ok(())
    }
}

/// The types that reports have.
fn word(cells: &Cells) -> &'static str {
    match cells {
        Cells::F64(_) => "f64",
        Cells::Bool(_) => "bool",
        Cells::Time { .. } | Cells::Day(_) => "time_us",
        Cells::Text(_) | Cells::Coded { .. } => "text",
        Cells::Lists { .. } => "texts",
        _ => "i64",
    }
}

fn other(at: usize) -> wasm_bindgen::JsError {
    fault("internal", &format!("column {at} is missing or of another type"))
}
