//! The cells of a breakdown: metric, columns, window.

use hashbrown::HashMap;

use super::ScoreCounts;
use crate::calendar::DAY;
use crate::calendar::Day;
use crate::calendar::Window;
use crate::calendar::Zone;
use crate::columns::{Coded, NO_CODE, NO_TIME};
use crate::intake::{Aspect, Feedback};
use crate::options::Names;
use crate::ordered::Map;
use crate::parallel::{CHUNK_ROWS, map_chunks};
use crate::sure::Sure;
use crate::tally::Tally;
use crate::{Error, Result};

/// Metric, one code for each column, window: in the order of the report.
pub(super) type Key = Box<[u32]>;

/// Where each answer belongs.
pub(super) struct Grid<'a> {
    feedback: &'a Feedback,
    columns: Vec<&'a Coded>,
    window: Option<Window>,
    zone: Zone,
    timezone: String,
}

impl<'a> Grid<'a> {
    pub(super) fn new(
        feedback: &'a Feedback,
        by: &Names,
        window: Option<Window>,
        timezone: Option<&str>,
    ) -> Result<Self> {
        let column = |name: &String| -> Result<&'a Coded> {
            if name == "touchpoint" {
                return Ok(&feedback.touchpoint);
            }
            feedback.segments.get(name).ok_or_else(|| Error::MissingColumn {
                table: "feedback",
                column: name.clone(),
                available: std::iter::once("touchpoint".to_owned())
                    .chain(feedback.segments.keys().cloned())
                    .collect(),
            })
        };
        let columns = by.0.iter().map(column).collect::<Result<_>>()?;
        let (zone, timezone) = Zone::of_window(timezone, feedback.timezone.as_deref())?;
        Ok(Self { feedback, columns, window, zone, timezone })
    }

    /// The name of the zone in which days begin.
    pub(super) fn timezone(&self) -> String {
        self.timezone.clone()
    }

    pub(super) fn zone(&self) -> &Zone {
        &self.zone
    }

    /// The names of a key's columns.
    pub(super) fn names(&self, key: &Key) -> Vec<Option<String>> {
        let codes = key.iter().skip(1);
        let name = |(column, code): (&&Coded, &u32)| {
            (*code != NO_CODE).then(|| column.dictionary.name(*code).into_owned())
        };
        self.columns.iter().zip(codes).map(name).collect()
    }

    /// The first day of a key's window; `None` where the answers have no time.
    pub(super) fn day(&self, key: &Key) -> Option<Day> {
        self.window?;
        key.last().filter(|code| **code != NO_CODE).map(|code| decode(*code))
    }

    /// Counts the answers of one aspect, cell by cell, of the metrics that are asked for.
    pub(super) fn count(&self, aspect: Aspect, asked: &[bool]) -> Result<Map<Key, ScoreCounts>> {
        let rows = self.feedback.len();
        let parts = map_chunks(rows, CHUNK_ROWS, |range| {
            let mut cells: HashMap<Key, ScoreCounts, foldhash::fast::RandomState> =
                HashMap::default();
            let mut cursor = self.cursor();
            for row in range {
                let metric = self.feedback.metric.code(row) as usize;
                let wanted = asked.get(metric).copied().sure_or(false);
                if !wanted || self.feedback.aspect.get(row).sure() != Some(&aspect) {
                    continue;
                }
                let key = cursor.key(row);
                let score = self.feedback.score.get(row).copied().sure_or(f64::NAN);
                let weight = self.feedback.weight.get(row).copied().sure_or(1.0);
                if !cells.contains_key(key) {
                    cells.insert(key.into(), ScoreCounts::default());
                }
                if let Some(counts) = cells.get_mut(key).sure() {
                    counts.observe_weighted(score, weight);
                }
            }
            Ok(cells)
        })?;
        let mut whole = Map::<Key, ScoreCounts>::new();
        for (key, counts) in parts.into_iter().flatten() {
            whole.entry(key).or_default().merge(counts);
        }
        Ok(whole)
    }

    /// Gives the keys of rows one after the other.
    pub(super) fn cursor(&self) -> Cursor<'_> {
        Cursor { grid: self, key: Vec::new(), known: None }
    }
}

/// Remembers the last day, because neighbouring rows often share it.
pub(super) struct Cursor<'a> {
    grid: &'a Grid<'a>,
    key: Vec<u32>,
    /// A stretch of time that lies in one window, by number, and the window's code.
    known: Option<(i64, u32)>,
}

/// Since 1973 the offsets of all named zones are whole quarters of an hour.
const QUARTER: i64 = 900_000_000;
const SINCE: i64 = 94_694_400_000_000;

impl Cursor<'_> {
    pub(super) fn key(&mut self, row: usize) -> &[u32] {
        self.key.clear();
        self.key.push(self.grid.feedback.metric.code(row));
        self.key.extend(self.grid.columns.iter().map(|column| column.code(row)));
        if let Some(window) = self.grid.window {
            let time = self.grid.feedback.time.get(row).copied().sure_or(NO_TIME);
            let code = if self.grid.feedback.days.is_day(row) {
                let zone = self.grid.feedback.days.zone(row, &self.grid.zone);
                Day::of(time, zone).map_or(NO_CODE, |day| encode(window.start(day)))
            } else {
                self.window_code(window, time)
            };
            self.key.push(code);
        }
        &self.key
    }

    fn window_code(&mut self, window: Window, time: i64) -> u32 {
        if time == NO_TIME {
            return NO_CODE;
        }
        let stretch = match self.grid.zone.fixed() {
            Some(ahead) => time.saturating_add(ahead).div_euclid(DAY),
            None if time >= SINCE => time.div_euclid(QUARTER),
            None => {
                self.known = None;
                time
            }
        };
        if let Some((_, code)) = self.known.filter(|(known, _)| *known == stretch) {
            return code;
        }
        let day = Day::of(time, &self.grid.zone);
        let code = day.map_or(NO_CODE, |day| encode(window.start(day)));
        self.known = Some((stretch, code));
        code
    }
}

/// Days as codes in the same order.
fn encode(day: Day) -> u32 {
    day.days() as u32 ^ (1 << 31)
}

fn decode(code: u32) -> Day {
    Day::from_days((code ^ (1 << 31)) as i32)
}
