//! What one person met and did, with the rows that say so.

use super::history::{Conversion, Touch};
use crate::journey::Journeys;
use crate::sure::Sure;

/// Microseconds of a day; the model counts time in days.
pub(super) const DAY: f64 = crate::calendar::DAY as f64;

/// One conversion.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sale {
    time: i64,
    /// Units of money.
    pub(super) value: f64,
    /// Row of the journeys.
    pub(super) journey: usize,
}

/// What one person met and did, sorted by content.
#[derive(Debug, Default)]
pub(super) struct Course {
    /// Time, code of the touchpoint, row of the steps.
    pub(super) touches: Vec<(i64, u32, usize)>,
    /// Conversions that follow a contact.
    pub(super) sales: Vec<Sale>,
    /// Conversions that no contact had a chance to cause, or that lie after the observation.
    pub(super) bare: Vec<Sale>,
    /// The end of the observation.
    last: i64,
}

impl Course {
    /// Gathers the journeys of one person, up to the end of the observation or, without `repeat`, to the
    /// first conversion.
    pub(super) fn follow(
        &mut self,
        journeys: &Journeys,
        own: impl Iterator<Item = usize>,
        end: i64,
        repeat: bool,
    ) {
        let Self { touches, sales, bare, last } = self;
        touches.clear();
        sales.clear();
        bare.clear();
        for journey in own {
            let range = journeys.range(journey);
            let times = journeys.steps.time.get(range.clone()).sure_or_default();
            let steps = times.iter().zip(journeys.path(journey)).zip(range);
            touches.extend(steps.map(|((time, code), step)| (*time, *code, step)));
            if journeys.converted.get(journey).copied().sure_or(false) {
                let time = journeys.end.get(journey).copied().sure_or(end);
                sales.push(Sale { time, value: journeys.worth_units(journey), journey });
            }
        }
        touches.retain(|touch| touch.0 <= end);
        touches.sort_unstable();
        sales.sort_unstable_by(|a, b| {
            let value = || a.value.total_cmp(&b.value);
            a.time.cmp(&b.time).then_with(value).then(a.journey.cmp(&b.journey))
        });
        let entry = touches.first().map_or(i64::MAX, |touch| touch.0);
        let early = sales.partition_point(|sale| sale.time < entry);
        bare.extend(sales.drain(..early));
        if touches.is_empty() || (early > 0 && !repeat) {
            bare.append(sales);
            touches.clear();
            return;
        }
        *last = sales.first().filter(|_| !repeat).map_or(end, |first| first.time.min(end));
        touches.retain(|touch| touch.0 <= *last);
        let seen = sales.partition_point(|sale| sale.time <= *last);
        bare.extend(sales.drain(if repeat { seen } else { seen.min(1) }..));
    }

    /// Adds contacts and conversions as the model sees them, in days since the first contact; the days of
    /// the observation and the moment of the first contact, or nothing where there is no contact.
    pub(super) fn write(
        &self,
        touches: &mut Vec<Touch>,
        conversions: &mut Vec<Conversion>,
    ) -> Option<(f64, i64)> {
        let entry = self.touches.first()?.0;
        let days = |time: i64| time.saturating_sub(entry) as f64 / DAY;
        let touch =
            |(time, code, _): &(i64, u32, usize)| Touch { time: days(*time), at: *code as usize };
        touches.extend(self.touches.iter().map(touch));
        let conversion = |sale: &Sale| Conversion { time: days(sale.time), value: sale.value };
        conversions.extend(self.sales.iter().map(conversion));
        Some((days(self.last), entry))
    }
}
