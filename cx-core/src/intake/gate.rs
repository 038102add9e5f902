//! One pass through a table: columns in, faults collected, rows kept.

use serde::Serialize;

use super::report::{IntakeReport, SourceCount};
use super::roles;
use crate::Result;
use crate::calendar::Zone;
use crate::columns::{self, Coded, Faults, NO_CODE, NO_MONEY, NO_TIME, Origin, Reason, Table, TimeUnit};
use crate::options::Definition;
use crate::reserved::{BLANK_SOURCE, WHOLE_ROW};
use crate::sure::{Absent, Sure};

/// Reads columns of a table and remembers what is wrong with which row.
pub(crate) struct Gate<'a> {
    pub(crate) table: Table<'a>,
    columns: Vec<String>,
    faults: Vec<(u32, u16, Reason)>,
    rounded: u64,
    doubled: u64,
}

impl<'a> Gate<'a> {
    pub(crate) fn new(table: Table<'a>) -> Self {
        let mut gate =
            Self { table, columns: Vec::new(), faults: Vec::new(), rounded: 0, doubled: 0 };
        // What is wrong with a row as a whole goes before what is wrong with its cells.
        gate.add_all(WHOLE_ROW, table.origin().map(Origin::faults).or_absent_default());
        gate
    }

    pub(super) fn rows(&self) -> usize {
        self.table.rows()
    }

    /// Names by column or constant.
    pub(crate) fn text(&mut self, role: &str) -> Result<Coded> {
        if let Some(constant) = roles::constant_column(role, &self.table) {
            return constant;
        }
        let (coded, faults) = columns::read_text(&self.table, role)?;
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
        let (numbers, faults) = columns::read_numbers(&self.table, role)?;
        self.add_all(role, &faults.rows);
        Ok(numbers)
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
        let money = columns::read_money(&self.table, role)?;
        self.add_money(role, &money);
        Ok(money.micros)
    }

    /// Times; [`NO_TIME`] where a cell is blank or the role is not given.
    pub(super) fn times(
        &mut self,
        role: Option<&str>,
        zone: &Zone,
        unit: Option<TimeUnit>,
    ) -> Result<Vec<i64>> {
        let Some(role) = role else { return Ok(vec![NO_TIME; self.rows()]) };
        let times = columns::read_times(&self.table, role, zone, unit)?;
        self.add_times(role, &times);
        Ok(times.micros)
    }

    pub(super) fn add_times(&mut self, role: &str, times: &columns::Times) {
        self.doubled += times.doubled;
        self.add_all(role, &times.faults.rows);
    }

    pub(super) fn add_money(&mut self, role: &str, money: &columns::Money) {
        self.rounded += money.rounded;
        self.add_all(role, &money.faults.rows);
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
    pub(super) fn close(self, source: &Coded, roles: &impl Serialize) -> (Vec<u32>, IntakeReport) {
        let rows = self.table.rows() as u32;
        let (kept, report) = self.sift(source, roles);
        (kept.unwrap_or_else(|| (0..rows).collect()), report)
    }

    /// As [`close`](Self::close); no rows where all of them are without a fault.
    pub(crate) fn sift(
        mut self,
        source: &Coded,
        roles: &impl Serialize,
    ) -> (Option<Vec<u32>>, IntakeReport) {
        let definition = Definition::of(&format!("intake.{}", self.table.name()), roles);
        // One reason a row: a specific one before `Missing` of the same column, first column first.
        self.faults
            .sort_by_key(|(row, column, reason)| (*row, *column, *reason == Reason::Missing));
        self.faults.dedup_by_key(|(row, _, _)| *row);
        let kept = (!self.faults.is_empty()).then(|| {
            let mut faults = self.faults.iter().map(|f| f.0).peekable();
            let rows = 0..self.table.rows() as u32;
            rows.filter(|row| faults.next_if_eq(row).is_none()).collect()
        });
        let report = self.account(source, definition);
        (kept, report)
    }

    fn account(self, source: &Coded, definition: Definition) -> IntakeReport {
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
            warnings: Vec::new(),
            definition,
            columns: self.columns,
            rejects,
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
