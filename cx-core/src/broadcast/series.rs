//! Visits by the minute.

use std::collections::BTreeSet;

use super::options::{BroadcastOptions, MINUTE, Visits};
use crate::columns::Coded;
use crate::intake::Events;
use crate::options::Names;
use crate::sure::Sure;
use crate::{Error, Result};

/// Twenty years.
const LONGEST: i64 = 20 * 366 * 1_440;

/// Visits of each minute from the first to the last one.
#[derive(Debug, Clone)]
pub(super) struct Series {
    /// The first minute, counted from 1970.
    pub(super) first: i64,
    pub(super) visits: Vec<f64>,
}

impl Series {
    pub(super) fn of(visits: Visits<'_>, options: &BroadcastOptions) -> Result<Self> {
        match visits {
            Visits::Events(events) => Self::of_events(events, options),
            Visits::Counts(counts) => {
                let ends = (counts.time.iter().min(), counts.time.iter().max());
                let rows = counts.time.iter().copied().zip(counts.count.iter().copied());
                // In an order of their own, so that sums of parts do not depend on that of the rows.
                let mut rows: Vec<(i64, f64)> = rows.collect();
                rows.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
                Self::filled(ends, rows.into_iter())
            }
        }
    }

    /// The period is that of all events, so that a quiet start or end counts as such.
    fn of_events(events: &Events, options: &BroadcastOptions) -> Result<Self> {
        let touchpoint = chosen("touchpoint", &options.touchpoints, &events.touchpoint)?;
        let kind = chosen("event", &options.events, &events.event)?;
        let known = |wanted: &Option<BTreeSet<u32>>, code: u32| {
            wanted.as_ref().is_none_or(|wanted| wanted.contains(&code))
        };
        let rows = events.time.iter().enumerate().filter(|(row, _)| {
            known(&touchpoint, events.touchpoint.code(*row))
                && known(&kind, events.event.code(*row))
        });
        let ends = (events.time.iter().min(), events.time.iter().max());
        Self::filled(ends, rows.map(|(_, time)| (*time, 1.0)))
    }

    fn filled(
        ends: (Option<&i64>, Option<&i64>),
        rows: impl Iterator<Item = (i64, f64)>,
    ) -> Result<Self> {
        let (Some(first), Some(last)) = ends else {
            return Err(Error::Unanswerable {
                what: "there are no visits".into(),
                remedy: "check the intake report of the events or counts",
            });
        };
        let (first, last) = (first.div_euclid(MINUTE), last.div_euclid(MINUTE));
        if last - first >= LONGEST {
            let (found, limit) = ((last - first) as u64, LONGEST as u64);
            return Err(Error::TooMany { what: "minutes of visits", found, limit });
        }
        let mut visits = vec![0.0; (last - first + 1) as usize];
        for (time, count) in rows {
            let place = usize::try_from(time.div_euclid(MINUTE) - first).unwrap_or(usize::MAX);
            if let Some(cell) = visits.get_mut(place).sure() {
                *cell += count;
            }
        }
        Ok(Self { first, visits })
    }

    pub(super) fn len(&self) -> usize {
        self.visits.len()
    }

    /// The minute of a time, counted from the first one; `None` outside.
    pub(super) fn minute(&self, time: i64) -> Option<usize> {
        let minute = usize::try_from(time.div_euclid(MINUTE) - self.first).ok()?;
        (minute < self.len()).then_some(minute)
    }

    /// The time at which a minute begins.
    pub(super) fn time(&self, minute: usize) -> i64 {
        (self.first + minute as i64) * MINUTE
    }
}

/// The codes of the chosen names; `None`: all.
pub(super) fn chosen(
    what: &'static str,
    names: &Names,
    column: &Coded,
) -> Result<Option<BTreeSet<u32>>> {
    let codes = names.0.iter().map(|name| column.dictionary.require(what, name));
    let codes: BTreeSet<u32> = codes.collect::<Result<_>>()?;
    Ok(if names.0.is_empty() { None } else { Some(codes) })
}
