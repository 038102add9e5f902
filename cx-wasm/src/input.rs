//! Tables in: typed arrays of JavaScript as the columns of a frame.

#[cfg(feature = "analysis")]
use std::rc::Rc;

use cx_core::columns::{Bits, Cells, Column, Frame, Input, Texts};
#[cfg(feature = "analysis")]
use cx_core::intake::files::TextFile;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::fault::{Result, fault, of_core};

/// Collects the columns of a table. `validity` has one byte for each row: 0 is a missing value.
#[wasm_bindgen]
#[derive(Debug, Default)]
pub struct TableBuilder {
    columns: Vec<Column>,
    #[cfg(feature = "analysis")]
    file: Option<Rc<TextFile>>,
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
        self.push(name, Cells::F64(cells), validity)
    }

    /// A column of whole numbers.
    pub fn i64(&mut self, name: String, cells: Vec<i64>, validity: Option<Vec<u8>>) -> Result<()> {
        self.push(name, Cells::I64(cells), validity)
    }

    /// A column of yes (not 0) and no (0).
    pub fn bool(&mut self, name: String, cells: Vec<u8>, validity: Option<Vec<u8>>) -> Result<()> {
        self.push(name, Cells::Bool(bits(&cells)), validity)
    }

    /// A column of instants in microseconds: of UTC where a zone is given, else local times.
    pub fn time_us(
        &mut self,
        name: String,
        cells: Vec<i64>,
        validity: Option<Vec<u8>>,
        zone: Option<String>,
    ) -> Result<()> {
        self.push(name, Cells::Time { micros: cells, utc: zone.is_some() }, validity)
    }

    /// A column of text: UTF-8 bytes, and where each cell begins and the last one ends.
    pub fn text(
        &mut self,
        name: String,
        bytes: Vec<u8>,
        offsets: Vec<i32>,
        validity: Option<Vec<u8>>,
    ) -> Result<()> {
        let Some(texts) = Texts::from_parts(bytes, offsets) else {
            return Err(refused(
                &name,
                "a text is not UTF-8, or the offsets do not rise from 0 within the bytes",
            ));
        };
        self.push(name, Cells::Text(texts), validity)
    }
}

impl TableBuilder {
    /// A file that was read, in place of columns.
    #[cfg(feature = "analysis")]
    pub(crate) fn of_file(file: Rc<TextFile>) -> Self {
        Self { columns: Vec::new(), file: Some(file) }
    }

    /// The table.
    pub(crate) fn finish(self) -> Result<Held> {
        let frame = Frame::new(self.columns).map_err(of_core)?;
        Ok(Held {
            frame: [frame],
            #[cfg(feature = "analysis")]
            file: self.file,
        })
    }

    fn push(&mut self, name: String, cells: Cells, validity: Option<Vec<u8>>) -> Result<()> {
        let rows = cells.len();
        let table = self.columns.first().map_or(rows, |first| first.cells().len());
        if rows != table {
            return Err(refused(&name, &format!("it has {rows} rows, the table has {table}")));
        }
        let valid = validity.as_deref().map(bits);
        if let Some(valid) = valid.as_ref().filter(|valid| valid.len() != rows) {
            let found = format!("validity has {} rows, the column {rows}", valid.len());
            return Err(refused(&name, &found));
        }
        self.columns.push(Column::new(name, cells).with_validity(valid));
        Ok(())
    }
}

/// A table that is held while it is read.
#[derive(Debug)]
pub(crate) struct Held {
    frame: [Frame; 1],
    #[cfg(feature = "analysis")]
    file: Option<Rc<TextFile>>,
}

impl Held {
    /// The table on its way in.
    pub(crate) fn input(&self) -> Input<'_> {
        #[cfg(feature = "analysis")]
        if let Some(file) = &self.file {
            return file.input();
        }
        Input::of_frames(&self.frame)
    }
}

fn bits(bytes: &[u8]) -> Bits {
    bytes.iter().map(|byte| *byte != 0).collect()
}

fn refused(name: &str, why: &str) -> wasm_bindgen::JsError {
    fault("bad_table", &format!("column \"{name}\": {why}"))
}
