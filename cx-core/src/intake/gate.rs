//! One pass through a table: columns in, faults collected, rows kept.

use serde::Serialize;

use super::report::{IntakeReport, IntakeWarning, SourceCount};
use super::{filter, roles, warnings};
use crate::Result;
use crate::calendar::Zone;
use crate::columns::{
    self, Clock, Coded, Faults, Format, NO_CODE, NO_MONEY, NO_TIME, Origin, Reason, Table, TimeUnit,
};
use crate::options::{Definition, Names};
use crate::reserved::{BLANK_SOURCE, WHOLE_ROW};
use crate::sure::{Absent, Sure};

/// Reads columns of a table and remembers what is wrong with which row.
pub(crate) struct Gate<'a> {
    pub(crate) table: Table<'a>,
    pub(crate) format: &'a Format,
    zone: Zone,
    /// Whether the options name the zone.
    zoned: bool,
    unit: Option<TimeUnit>,
    columns: Vec<String>,
    faults: Vec<(u32, u16, Reason)>,
    rounded: u64,
    doubled: u64,
    warnings: Vec<IntakeWarning>,
}

impl<'a> Gate<'a> {
    /// A gate for a table whose times are those of UTC, where it has any.
    ///
    /// # Errors
    /// A format that contradicts itself.
    pub(crate) fn new(table: Table<'a>, format: &'a Format) -> Result<Self> {
        Self::timed(table, format, None, None)
    }

    /// A gate for a table with times of a zone.
    ///
    /// # Errors
    /// A format that contradicts itself, an unknown zone.
    pub(crate) fn timed(
        table: Table<'a>,
        format: &'a Format,
        timezone: Option<&str>,
        unit: Option<TimeUnit>,
    ) -> Result<Self> {
        format.check()?;
        let mut gate = Self {
            table,
            format,
            zone: timezone.map_or(Ok(Zone::utc()), Zone::parse)?,
            zoned: timezone.is_some(),
            unit,
            columns: Vec::new(),
            faults: Vec::new(),
            rounded: 0,
            doubled: 0,
            warnings: Vec::new(),
        };
        // What is wrong with a row as a whole goes before what is wrong with its cells.
        gate.add_all(WHOLE_ROW, table.origin().map(Origin::faults).or_absent_default());
        Ok(gate)
    }

    /// How times are read.
    pub(super) fn clock(&self) -> Clock<'_> {
        Clock { zone: &self.zone, unit: self.unit, format: self.format }
    }

    pub(super) fn rows(&self) -> usize {
        self.table.rows()
    }

    /// Names by column or constant.
    pub(crate) fn text(&mut self, role: &str) -> Result<Coded> {
        if let Some(constant) = roles::constant_column(role, &self.table) {
            return constant;
        }
        let (coded, faults) = columns::read_text(&self.table, role, self.format)?;
        self.add_all(role, &faults.rows);
        Ok(coded)
    }

    /// Names by column or constant, all blank where the role is not given.
    pub(super) fn maybe_text(&mut self, role: Option<&str>) -> Result<Coded> {
        match role {
            Some(role) => self.text(role),
            None => Ok(Coded { codes: vec![NO_CODE; self.rows()], ..Coded::default() }),
        }
    }

    /// Names that every row must have.
    pub(super) fn required_text(&mut self, role: &str) -> Result<Coded> {
        let coded = self.text(role)?;
        self.require_names(role, &coded);
        Ok(coded)
    }

    /// Numbers; NaN where a cell is blank or the role is not given.
    pub(crate) fn numbers(&mut self, role: Option<&str>) -> Result<Vec<f64>> {
        let Some(role) = role else { return Ok(vec![f64::NAN; self.rows()]) };
        let (numbers, faults) = columns::read_numbers(&self.table, role, self.format)?;
        self.add_all(role, &faults.rows);
        Ok(numbers)
    }

    /// Yes or no, which every row must say; `None` where the column holds anything else.
    pub(crate) fn required_flags(&mut self, role: &str) -> Result<Option<Vec<bool>>> {
        let Some(flags) = columns::read_flags(&self.table, role, self.format)? else {
            return Ok(None);
        };
        self.require(role, flags.iter().map(Option::is_none));
        Ok(Some(flags.into_iter().map(|flag| flag == Some(true)).collect()))
    }

    /// Numbers that every row must have.
    pub(super) fn required_numbers(&mut self, role: &str) -> Result<Vec<f64>> {
        let numbers = self.numbers(Some(role))?;
        self.require(role, numbers.iter().map(|x| x.is_nan()));
        Ok(numbers)
    }

    /// Amounts; [`NO_MONEY`] where a cell is blank or the role is not given.
    pub(super) fn money(&mut self, role: Option<&str>) -> Result<Vec<i64>> {
        let Some(role) = role else { return Ok(vec![NO_MONEY; self.rows()]) };
        let money = columns::read_money(&self.table, role, self.format)?;
        self.add_money(role, &money);
        Ok(money.micros)
    }

    /// Times; [`NO_TIME`] where a cell is blank or the role is not given.
    pub(super) fn times(&mut self, role: Option<&Names>) -> Result<Vec<i64>> {
        let Some(role) = role else { return Ok(vec![NO_TIME; self.rows()]) };
        let times = columns::read_times(&self.table, role, self.clock())?;
        self.add_times(role, &times);
        Ok(times.micros)
    }

    /// Times, and which of them are days without a clock.
    pub(super) fn times_and_days(&mut self, role: Option<&Names>) -> Result<(Vec<i64>, Vec<u32>)> {
        let Some(role) = role else { return Ok((vec![NO_TIME; self.rows()], Vec::new())) };
        let times = columns::read_times(&self.table, role, self.clock())?;
        self.add_times(role, &times);
        Ok((times.micros, times.days))
    }

    /// The zone of times without one.
    pub(super) fn zone(&self) -> &Zone {
        &self.zone
    }

    /// Ends of periods: an end that no calendar means, such as 9999-12-31, is open.
    pub(super) fn ends(&mut self, role: Option<&Names>) -> Result<(Vec<i64>, Vec<u32>)> {
        let Some(role) = role else { return Ok((vec![NO_TIME; self.rows()], Vec::new())) };
        let mut times = columns::read_times(&self.table, role, self.clock())?;
        times.open_ends();
        self.add_times(role, &times);
        Ok((times.micros, times.days))
    }

    /// Times that every row must have.
    pub(super) fn required_times(&mut self, role: &Names) -> Result<Vec<i64>> {
        let times = self.times(Some(role))?;
        self.require(&role.joined(), times.iter().map(|time| *time == NO_TIME));
        Ok(times)
    }

    pub(super) fn add_times(&mut self, role: &Names, times: &columns::Times) {
        self.doubled += times.doubled;
        let column = role.joined();
        self.add_all(&column, &times.faults.rows);
        if times.local > 0 && !self.zoned {
            self.warnings.push(warnings::local_times(&column, times.local));
        }
        self.warnings.extend(warnings::equal_times(&column, &times.micros));
    }

    pub(super) fn add_money(&mut self, role: &str, money: &columns::Money) {
        self.rounded += money.rounded;
        self.add_all(role, &money.faults.rows);
        let unit = self.format.unit_of(role, true);
        self.warnings.extend(warnings::small_units(role, unit, &money.micros));
    }

    pub(crate) fn add_all(&mut self, column: &str, faults: &[(u32, Reason)]) {
        if faults.is_empty() {
            return;
        }
        let at = self.column(column);
        self.faults.extend(faults.iter().map(|(row, reason)| (*row, at, *reason)));
    }

    /// Adds `Missing` for the rows that are blank.
    pub(super) fn require(&mut self, column: &str, blank: impl Iterator<Item = bool>) {
        self.refuse(column, Reason::Missing, blank);
    }

    /// Adds `Missing` for the rows without a name.
    pub(super) fn require_names(&mut self, column: &str, names: &Coded) {
        if names.codes.contains(&NO_CODE) {
            self.require(column, names.codes.iter().map(|code| *code == NO_CODE));
        }
    }

    /// Adds `reason` for the rows that are refused.
    pub(crate) fn refuse(&mut self, column: &str, reason: Reason, bad: impl Iterator<Item = bool>) {
        let mut faults = Faults::default();
        for (row, bad) in bad.enumerate() {
            if bad {
                faults.add(row, reason);
            }
        }
        self.add_all(column, &faults.rows);
    }

    /// The rows without a fault, and the account of all. `roles`: what the table was read by.
    ///
    /// # Errors
    /// [`Error::NoneAccepted`](crate::Error::NoneAccepted) where no row is without a fault; wrong
    /// conditions.
    pub(super) fn close(
        self,
        source: &Coded,
        roles: &impl Serialize,
    ) -> Result<(Vec<u32>, IntakeReport)> {
        let rows = self.table.rows() as u32;
        let (kept, report) = self.sift(source, roles)?;
        Ok((kept.unwrap_or_else(|| (0..rows).collect()), report))
    }

    /// As [`close`](Self::close); no rows where all of them are without a fault.
    pub(crate) fn sift(
        mut self,
        source: &Coded,
        roles: &impl Serialize,
    ) -> Result<(Option<Vec<u32>>, IntakeReport)> {
        let name = self.table.name();
        let mut out = filter::left_out(&self.table, self.format)?;
        // Of a row that is at fault as a whole nobody knows what its cells are.
        let whole = self.table.origin().map(Origin::faults).or_absent_default();
        for (row, _) in if out.is_empty() { &[] } else { whole } {
            if let Some(out) = out.get_mut(*row as usize).sure() {
                *out = false;
            }
        }
        let left_out = |row: u32| out.get(row as usize).is_some_and(|out| *out);
        // A row that nobody asked for has no faults.
        self.faults.retain(|(row, ..)| !left_out(*row));
        let definition = Definition::of(&format!("intake.{}", self.table.name()), roles);
        // One reason a row: a specific one before `Missing` of the same column, first column first.
        self.faults
            .sort_by_key(|(row, column, reason)| (*row, *column, *reason == Reason::Missing));
        self.faults.dedup_by_key(|(row, _, _)| *row);
        let some = !self.faults.is_empty() || out.contains(&true);
        let kept = some.then(|| {
            let mut faults = self.faults.iter().map(|f| f.0).peekable();
            let rows = 0..self.table.rows() as u32;
            rows.filter(|row| faults.next_if_eq(row).is_none() && !left_out(*row)).collect()
        });
        let report = self.account(source, definition, &out);
        report.some_accepted(name)?;
        Ok((kept, report))
    }

    fn account(self, source: &Coded, definition: Definition, out: &[bool]) -> IntakeReport {
        let names = source.dictionary.names();
        let mut sources: Vec<SourceCount> = names
            .map(|name| SourceCount { source: name.into_owned(), ..SourceCount::default() })
            .collect();
        if source.codes.contains(&NO_CODE) {
            sources.push(SourceCount { source: BLANK_SOURCE.into(), ..SourceCount::default() });
        }
        let last = sources.len().saturating_sub(1);
        let place = |row: usize| (source.code(row) as usize).min(last);
        let rows = self.table.rows();
        if let [only] = sources.as_mut_slice() {
            (only.read, only.accepted) = (rows as u64, rows as u64);
        } else {
            for row in 0..rows {
                if let Some(count) = sources.get_mut(place(row)).sure() {
                    count.read += 1;
                    count.accepted += 1;
                }
            }
        }
        for (row, _) in out.iter().enumerate().filter(|(_, out)| **out) {
            if let Some(count) = sources.get_mut(place(row)).sure() {
                count.accepted -= 1;
                count.filtered += 1;
            }
        }
        let mut rejects = Vec::with_capacity(self.faults.len());
        for (row, column, reason) in self.faults {
            let at = place(row as usize);
            if let Some(count) = sources.get_mut(at).sure() {
                count.accepted -= 1;
                count.rejected += 1;
            }
            rejects.push((at as u32, row, column, reason));
        }
        rejects.sort_by_key(|(source, row, ..)| (*source, *row));
        let origin = self.table.origin();
        let line = |row| origin.map_or(0, |origin| origin.line(row));
        IntakeReport {
            dialects: origin.map(|origin| origin.dialect.clone()).into_iter().collect(),
            lines: rejects.iter().map(|(_, row, ..)| line(*row)).collect(),
            table: self.table.name().to_owned(),
            sources,
            rounded_amounts: self.rounded,
            doubled_times: self.doubled,
            warnings: self.warnings,
            definition,
            columns: self.columns,
            rejects,
            repeated: Vec::new(),
        }
    }

    fn column(&mut self, name: &str) -> u16 {
        let at = self.columns.iter().position(|known| known == name).unwrap_or_else(|| {
            self.columns.push(name.to_owned());
            self.columns.len() - 1
        });
        at as u16
    }
}

/// The cells of the given rows.
pub(crate) fn pick<T: Copy>(column: &[T], rows: &[u32]) -> Vec<T> {
    let mut cells = Vec::with_capacity(rows.len());
    for row in rows {
        if let Some(cell) = column.get(*row as usize).sure() {
            cells.push(*cell);
        }
    }
    cells
}
