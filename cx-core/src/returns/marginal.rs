//! Marginal returns: what more spend of a period went with.

use super::join::Names;
use super::period_report::MarginalRow;
use super::slope::{Design, FEWEST};
use super::spend::{Costs, Spend, SpendByTouchpoint};
use crate::attribution::division::PeriodPart;
use crate::calendar::{Day, Window};
use crate::ordered::Map;
use crate::sentences::{Arg, Key, say};
use crate::stats::Interval;
use crate::sure::Sure;
use crate::{Error, Result};

/// The periods that count.
pub(super) struct Counted {
    pub(super) window: Window,
    /// Their first days.
    pub(super) periods: Vec<Day>,
}

impl Counted {
    /// The whole periods between two days (the second one not included).
    pub(super) fn between(window: Window, first: Day, end: Day) -> Result<Self> {
        const MOST: usize = 100_000;
        let mut period = window.start(first);
        if period < first {
            period = window.next(period);
        }
        let mut periods = Vec::new();
        while window.next(period) > period && window.next(period) <= end {
            periods.push(period);
            if periods.len() > MOST {
                let (found, limit) = (periods.len() as u64, MOST as u64);
                return Err(Error::TooMany { what: "periods", found, limit });
            }
            period = window.next(period);
        }
        Ok(Self { window, periods })
    }

    /// The first day of the first period and the day after the last one.
    pub(super) fn ends(&self) -> Option<(Day, Day)> {
        let (first, last) = (self.periods.first()?, self.periods.last()?);
        Some((*first, self.window.next(*last)))
    }

    /// A series over the periods, 0 where it has nothing.
    fn series(&self, cells: impl Iterator<Item = (Day, f64)>) -> Vec<f64> {
        let mut series = vec![0.0; self.periods.len()];
        for (day, term) in cells {
            if let Ok(at) = self.periods.binary_search(&day)
                && let Some(cell) = series.get_mut(at).sure()
            {
                *cell += term;
            }
        }
        series
    }
}

/// What is known of costs and credits by period.
pub(super) struct Ledger<'a> {
    pub(super) names: &'a Names<'a>,
    pub(super) spend: &'a Spend,
    pub(super) periods: &'a Map<Day, SpendByTouchpoint>,
    pub(super) undated: &'a SpendByTouchpoint,
    pub(super) credits: &'a [&'a PeriodPart],
}

/// A row for each touchpoint with spend.
pub(super) fn marginal(
    ledger: &Ledger<'_>,
    counted: &Counted,
    confidence: f64,
) -> Result<Vec<MarginalRow>> {
    let named = ledger.spend.places.iter().filter(|(touchpoint, _)| !touchpoint.is_empty());
    named.map(|(touchpoint, costs)| row(ledger, counted, confidence, touchpoint, costs)).collect()
}

fn row(
    ledger: &Ledger<'_>,
    counted: &Counted,
    confidence: f64,
    touchpoint: &str,
    costs: &Costs,
) -> Result<MarginalRow> {
    let here = |places: &SpendByTouchpoint| -> f64 {
        let costs = places.get(touchpoint).into_iter().flat_map(Map::values);
        costs.map(|cost| cost.counted).filter(|cost| !cost.is_nan()).sum()
    };
    let spent = counted.series(ledger.periods.iter().map(|(day, places)| (*day, here(places))));
    let mine: Vec<&&PeriodPart> = ledger
        .credits
        .iter()
        .filter(|credit| credit.whole && credit.touchpoint == touchpoint)
        .collect();
    let value = counted.series(mine.iter().map(|part| (part.period, part.credit[1])));
    let thousands = |part: &&&PeriodPart| (part.period, part.credit[0] * 1000.0);
    let conversions = counted.series(mine.iter().map(thousands));
    let cost: f64 = spent.iter().sum();
    let met = ledger.names.met.contains(touchpoint);
    let each = |series: &[f64]| {
        if cost > 0.0 && met { series.iter().sum::<f64>() / cost } else { f64::NAN }
    };
    let design = if !met {
        Err(Key::NotMet)
    } else if costs.values().any(|cost| cost.counted.is_nan() && cost.other.is_nan()) {
        Err(Key::CostUnknown)
    } else if here(ledger.undated) > 0.0 {
        Err(Key::CostUndated)
    } else {
        match Design::of(&spent) {
            Ok(_) if conversions.iter().all(|credit| *credit == 0.0) => Err(Key::NoCredit),
            found => found,
        }
    };
    let slope = |series: &[f64]| match &design {
        Ok(design) => design.slope(series, confidence),
        Err(_) => Ok((f64::NAN, Interval { low: f64::NAN, high: f64::NAN })),
    };
    let fewest = [("fewest", Arg::Number(FEWEST as f64, 0))];
    let missing = design.as_ref().err().map(|why| say(*why, &fewest));
    let ((by_value, value_in), (by_count, count_in)) = (slope(&value)?, slope(&conversions)?);
    Ok(MarginalRow {
        touchpoint: touchpoint.to_owned(),
        periods: counted.periods.len() as u32,
        cost,
        roas: each(&value),
        marginal_roas: by_value,
        marginal_roas_low: value_in.low,
        marginal_roas_high: value_in.high,
        conversions_per_1000: each(&conversions),
        marginal_conversions_per_1000: by_count,
        marginal_conversions_per_1000_low: count_in.low,
        marginal_conversions_per_1000_high: count_in.high,
        missing: missing.as_ref().map(|words| words.en.clone()),
        missing_de: missing.map(|words| words.de),
    })
}
