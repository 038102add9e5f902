//! Reports out: how a report is laid out as columns.

use super::names::text_of;
use super::{
    Bits, Cells, Coded, Column, Dictionary, Frame, MICROS, NO_CODE, NO_MONEY, NO_TIME, Texts,
};
use crate::calendar::Day;
use crate::options::Definition;
use crate::sure::{Absent, ByCode, Call};
use crate::{Error, Result};

/// Collects columns and closes them into a frame with the report's definition.
#[derive(Debug, Default)]
pub struct FrameBuilder {
    columns: Vec<Column>,
    /// A column had more text than one column can hold.
    too_long: bool,
}

impl FrameBuilder {
    /// Goes on with columns that are picked out of rows.
    pub fn of_rows<R>(self, rows: &[R]) -> RowLayout<'_, R> {
        RowLayout { rows, columns: self }
    }

    /// Text; blank text stays text, `None` is null.
    pub fn text<T: AsRef<str>>(
        mut self,
        name: &str,
        cells: impl IntoIterator<Item = Option<T>>,
    ) -> Self {
        let (texts, valid) = self.strings(cells);
        self.add(name, Cells::Text(texts), valid)
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
        self.add(name, Cells::U64(gather(cells)), None)
    }

    /// Numbers of rows, persons or journeys.
    pub fn u32(self, name: &str, cells: Vec<u32>) -> Self {
        self.add(name, Cells::U32(cells), None)
    }

    /// Numbers of rows, persons or journeys; [`NO_CODE`] is null.
    pub fn maybe_u32(self, name: &str, cells: impl IntoIterator<Item = u32>) -> Self {
        let (cells, valid) = codes_or_null(gather(cells));
        self.add(name, Cells::U32(cells), valid)
    }

    /// Optional counts.
    pub fn maybe_u64(self, name: &str, cells: impl IntoIterator<Item = Option<u64>>) -> Self {
        let (cells, valid) = parts(gather(cells));
        self.add(name, Cells::U64(cells), valid)
    }

    /// Signed numbers.
    pub fn i64(self, name: &str, cells: impl IntoIterator<Item = i64>) -> Self {
        self.add(name, Cells::I64(gather(cells)), None)
    }

    /// Yes or no.
    pub fn bool(self, name: &str, cells: impl IntoIterator<Item = bool>) -> Self {
        self.add(name, Cells::Bool(gather(cells).into_iter().collect()), None)
    }

    /// Instants in microseconds of UTC; [`NO_TIME`] is null.
    pub fn time(self, name: &str, cells: impl IntoIterator<Item = i64>) -> Self {
        self.instants(name, gather(cells))
    }

    /// Optional days of the calendar.
    pub fn days(self, name: &str, cells: impl IntoIterator<Item = Option<Day>>) -> Self {
        let (days, valid) = parts(gather(cells.into_iter().map(|day| day.map(Day::days))));
        self.add(name, Cells::Day(days), valid)
    }

    /// Money in millionths, out as doubles; [`NO_MONEY`] is null.
    pub fn money(self, name: &str, cells: impl IntoIterator<Item = i64>) -> Self {
        let to_f64 = |m: i64| if m == NO_MONEY { f64::NAN } else { m as f64 / MICROS as f64 };
        self.f64(name, cells.into_iter().map(to_f64))
    }

    /// Names by code, out as a column of codes with their names.
    pub fn coded(mut self, name: &str, codes: &[u32], dictionary: &Dictionary) -> Self {
        let (names, _) = self.strings(dictionary.names().map(Some));
        let (codes, valid) = codes_or_null(codes.to_vec());
        self.add(name, Cells::Coded { codes, names }, valid)
    }

    /// Names of a column of codes, with its names.
    pub fn column(self, name: &str, column: &Coded) -> Self {
        self.coded(name, &column.codes, &column.dictionary)
    }

    /// Lists of names: list `i` holds the codes from `ends[i-1]` to `ends[i]`.
    pub fn lists(self, name: &str, codes: &[u32], ends: &[usize], dictionary: &Dictionary) -> Self {
        let all = ends.last().copied().or_absent(0);
        if let Some(texts) = codes.get(..all).and_then(|codes| text_of(codes, dictionary)) {
            return self.lists_of(name, texts, ends);
        }
        let names: Vec<_> = dictionary.names().collect();
        let cells = codes.iter().map(|c| names.by_code(*c).map(AsRef::<str>::as_ref));
        self.text_lists(name, cells, ends)
    }

    /// Lists of text: list `i` holds the cells from `ends[i-1]` to `ends[i]`.
    pub fn text_lists<T: AsRef<str>>(
        mut self,
        name: &str,
        cells: impl IntoIterator<Item = Option<T>>,
        ends: &[usize],
    ) -> Self {
        let (texts, _) = self.strings(cells);
        self.lists_of(name, texts, ends)
    }

    fn lists_of(mut self, name: &str, texts: Texts, ends: &[usize]) -> Self {
        self.too_long |= ends.last().is_some_and(|end| i32::try_from(*end).is_err());
        let offsets = std::iter::once(0).chain(ends.iter().map(|end| *end as i32)).collect();
        self.add(name, Cells::Lists { texts, offsets }, None)
    }

    fn doubles(self, name: &str, cells: Vec<f64>) -> Self {
        let valid = validity(&cells, |x| x.is_nan());
        self.add(name, Cells::F64(cells), valid)
    }

    fn instants(self, name: &str, mut micros: Vec<i64>) -> Self {
        let valid = validity(&micros, |time| *time == NO_TIME);
        micros.iter_mut().filter(|time| **time == NO_TIME).for_each(|time| *time = 0);
        self.add(name, Cells::Time { micros, utc: true }, valid)
    }

    fn strings<T: AsRef<str>>(
        &mut self,
        cells: impl IntoIterator<Item = Option<T>>,
    ) -> (Texts, Option<Bits>) {
        let (mut texts, mut there) = (Texts::default(), Vec::new());
        for cell in cells {
            self.too_long |= !add_text(&mut texts, &mut there, cell.as_ref().map(AsRef::as_ref));
        }
        let valid = validity(&there, |there| !there);
        (texts, valid)
    }

    fn add(mut self, name: &str, cells: Cells, valid: Option<Bits>) -> Self {
        self.columns.push(Column::new(name, cells).with_validity(valid));
        self
    }

    /// The frame, with method, definition and version.
    ///
    /// # Errors
    /// [`Error::TooMany`] beyond 2^31 names in a column of lists or 2 GiB of text in one column;
    /// [`Error::Defect`] for columns of different lengths.
    pub fn finish(self, definition: &Definition) -> Result<Frame> {
        let call = Call::open();
        if self.too_long {
            let limit = i32::MAX as u64;
            return Err(Error::TooMany {
                what: "names or bytes of text in one column",
                found: limit + 1,
                limit,
            });
        }
        let what = "columns of a report that differ in length";
        let frame = Frame::new(self.columns).map_err(|_| Error::Defect { what })?;
        call.close(Ok(frame.defined(definition)))
    }
}

/// Collects columns that are all picked out of the same rows: each is a name and what of a row
/// stands in it, so the loops over the rows exist once for each type.
#[derive(Debug)]
pub struct RowLayout<'a, R> {
    rows: &'a [R],
    columns: FrameBuilder,
}

impl<R> RowLayout<'_, R> {
    /// Text; `None` is null.
    pub fn text(mut self, name: &str, pick: fn(&R) -> Option<&str>) -> Self {
        self.columns = self.columns.text(name, self.rows.iter().map(pick));
        self
    }

    /// Doubles; NaN is null.
    pub fn f64(mut self, name: &str, pick: fn(&R) -> f64) -> Self {
        self.columns = self.columns.f64(name, self.rows.iter().map(pick));
        self
    }

    /// Optional doubles.
    pub fn maybe_f64(mut self, name: &str, pick: fn(&R) -> Option<f64>) -> Self {
        self.columns = self.columns.maybe_f64(name, self.rows.iter().map(pick));
        self
    }

    /// Counts.
    pub fn u64(mut self, name: &str, pick: fn(&R) -> u64) -> Self {
        self.columns = self.columns.u64(name, self.rows.iter().map(pick));
        self
    }

    /// Optional counts.
    pub fn maybe_u64(mut self, name: &str, pick: fn(&R) -> Option<u64>) -> Self {
        self.columns = self.columns.maybe_u64(name, self.rows.iter().map(pick));
        self
    }

    /// Yes or no.
    pub fn bool(mut self, name: &str, pick: fn(&R) -> bool) -> Self {
        self.columns = self.columns.bool(name, self.rows.iter().map(pick));
        self
    }

    /// Optional days of the calendar.
    pub fn days(mut self, name: &str, pick: fn(&R) -> Option<Day>) -> Self {
        self.columns = self.columns.days(name, self.rows.iter().map(pick));
        self
    }

    /// The columns so far, for further ones that are no picks.
    pub fn columns(self) -> FrameBuilder {
        self.columns
    }

    /// As [`FrameBuilder::finish`].
    ///
    /// # Errors
    /// As [`FrameBuilder::finish`].
    pub fn finish(self, definition: &Definition) -> Result<Frame> {
        self.columns.finish(definition)
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

#[cfg_attr(target_family = "wasm", inline(never))]
fn add_text(texts: &mut Texts, there: &mut Vec<bool>, cell: Option<&str>) -> bool {
    there.push(cell.is_some());
    texts.push(cell.unwrap_or_default())
}

/// Which cells are there; `None`: all of them.
fn validity<T>(cells: &[T], missing: impl Fn(&T) -> bool) -> Option<Bits> {
    cells.iter().any(&missing).then(|| cells.iter().map(|cell| !missing(cell)).collect())
}

fn codes_or_null(mut codes: Vec<u32>) -> (Vec<u32>, Option<Bits>) {
    let valid = validity(&codes, |code| *code == NO_CODE);
    codes.iter_mut().filter(|code| **code == NO_CODE).for_each(|code| *code = 0);
    (codes, valid)
}

/// The cells, and which of them are there.
fn parts<T: Default>(cells: Vec<Option<T>>) -> (Vec<T>, Option<Bits>) {
    let valid = validity(&cells, Option::is_none);
    (cells.into_iter().map(Option::unwrap_or_default).collect(), valid)
}
