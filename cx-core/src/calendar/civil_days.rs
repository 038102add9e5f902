//! Days without a clock: they stay the days that were written, whatever zone a window is cut in.

use super::zone::Zone;
use crate::columns::Bits;

/// Which rows of a column of times are days, and the zone whose midnights stand for them.
#[derive(Debug, Clone, PartialEq)]
pub struct CivilDays {
    zone: Zone,
    rows: Bits,
}

impl Default for CivilDays {
    fn default() -> Self {
        Self { zone: Zone::utc(), rows: Bits::default() }
    }
}

impl CivilDays {
    /// Those of the rows that are kept; `days`: the rows, in order, whose cell is a day.
    pub(crate) fn of(zone: &Zone, days: &[u32], kept: &[u32]) -> Self {
        if days.is_empty() {
            return Self::default();
        }
        let rows = kept.iter().map(|row| days.binary_search(row).is_ok()).collect();
        Self { zone: zone.clone(), rows }
    }

    /// The zone by which a row's instant is a day: its own, or that of the window.
    pub fn zone<'a>(&'a self, row: usize, window: &'a Zone) -> &'a Zone {
        if self.rows.get(row) { &self.zone } else { window }
    }

    /// Those of some rows, in that order.
    pub(crate) fn take(&self, rows: &[u32]) -> Self {
        let rows = rows.iter().map(|row| self.rows.get(*row as usize));
        let taken = if self.rows.is_empty() { Bits::default() } else { rows.collect() };
        Self { zone: self.zone.clone(), rows: taken }
    }

    /// Those of parts, one below the other, each with its number of rows. Days of another zone than
    /// the first part's are the instants of their midnights: one table has one zone for its days.
    pub(crate) fn concat<'a>(parts: impl Iterator<Item = (&'a Self, usize)> + Clone) -> Self {
        let Some((first, _)) = parts.clone().find(|(part, _)| !part.none()) else {
            return Self::default();
        };
        let day = |part: &Self, row: usize| part.zone == first.zone && part.rows.get(row);
        let rows = parts.flat_map(|(part, rows)| (0..rows).map(move |row| day(part, row)));
        Self { zone: first.zone.clone(), rows: rows.collect() }
    }

    /// The zone whose midnights stand for the days.
    pub fn own_zone(&self) -> &Zone {
        &self.zone
    }

    /// Whether a row is a day.
    pub fn is_day(&self, row: usize) -> bool {
        self.rows.get(row)
    }

    /// Whether no row is a day.
    pub fn none(&self) -> bool {
        self.rows.is_empty()
    }

    /// Whether every row is a day.
    pub fn all(&self, rows: usize) -> bool {
        rows > 0 && self.rows.len() == rows && self.rows.iter().all(|day| day)
    }
}
