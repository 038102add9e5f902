//! Time until something happens, where some are not observed to the end: Kaplan-Meier and
//! Aalen-Johansen.

use serde::{Deserialize, Serialize};

use crate::sure::{Absent, Sure};

/// How an observation ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ended {
    /// What was waited for happened.
    Event,
    /// Something happened after which it cannot happen any more.
    Competing,
    /// Nothing happened as long as was looked.
    Censored,
}

/// What happened at one time, and how many were still waiting just before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RiskRow {
    /// The time, in the unit of the observations.
    pub time: i64,
    /// Still waiting just before it.
    pub at_risk: u64,
    /// Events at it.
    pub events: u64,
    /// Competing events at it.
    pub competing: u64,
    /// Last seen at it; they count as waiting until after the events of the same time.
    pub censored: u64,
}

/// Counts observations (time, how it ended) by time: the sufficient statistic of [`Curve`].
///
/// ```
/// use cx_core::stats::{Ended, risk_table};
/// let rows = risk_table(vec![(3, Ended::Event), (5, Ended::Censored), (3, Ended::Censored)]);
/// assert_eq!((rows[0].at_risk, rows[0].events, rows[0].censored), (3, 1, 1));
/// assert_eq!((rows[1].time, rows[1].at_risk), (5, 1));
/// ```
pub fn risk_table(mut observations: Vec<(i64, Ended)>) -> Vec<RiskRow> {
    crate::parallel::sort_unstable_by_key(&mut observations, |observation| *observation);
    let mut at_risk = observations.len() as u64;
    let mut rows: Vec<RiskRow> = Vec::new();
    for same in observations.chunk_by(|a, b| a.0 == b.0) {
        let count = |ended: Ended| same.iter().filter(|(_, e)| *e == ended).count() as u64;
        rows.push(RiskRow {
            time: same.first().map_or(0, |(time, _)| *time),
            at_risk,
            events: count(Ended::Event),
            competing: count(Ended::Competing),
            censored: count(Ended::Censored),
        });
        at_risk -= same.len() as u64;
    }
    rows
}

/// A curve just after the events of one time.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct CurvePoint {
    /// The time, in the unit of the observations.
    pub time: i64,
    /// Share for whom nothing has happened yet: the Kaplan-Meier survival of all events together.
    pub free: f64,
    /// Share for whom the event has happened; `1 - free` where nothing competes.
    pub incidence: f64,
    /// Standard error of `incidence`.
    pub std_error: f64,
    /// Lower end of the interval of `incidence`; NaN where it is 0 or 1.
    pub low: f64,
    /// Upper end; NaN where it is 0 or 1.
    pub high: f64,
}

/// The share for whom an event has happened, over time.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Curve {
    /// Points in order of time, one for each time at which anything happened.
    pub points: Vec<CurvePoint>,
}

impl Curve {
    /// The Aalen-Johansen estimate of the cumulative incidence.
    ///
    /// With `n` waiting just before a time, `d` events and `c` competing events at it:
    /// `F += S d / n`, then `S *= 1 - (d + c) / n`. Without competing events `F = 1 - S`, and `S`
    /// is the Kaplan-Meier estimate. The variance follows the recursion of the product integral
    /// with multinomial increments; without competing events it is Greenwood's. The interval is
    /// that of `log(-log(1 - F))`, so it stays within 0 and 1:
    /// `1 - (1 - F)^exp(±z se / ((1 - F) log(1 - F)))`.
    ///
    /// It assumes that whoever is censored would have gone on like those who are still observed.
    ///
    /// Sources: E. L. Kaplan, P. Meier, *Nonparametric estimation from incomplete observations*,
    /// JASA 53 (1958) 457-481; O. O. Aalen, S. Johansen, *An empirical transition matrix for
    /// non-homogeneous Markov chains based on censored observations*, Scand. J. Statist. 5 (1978)
    /// 141-150; P. K. Andersen, Ø. Borgan, R. D. Gill, N. Keiding, *Statistical Models Based on
    /// Counting Processes* (1993), section IV.4.
    ///
    /// ```
    /// use cx_core::stats::{Curve, Ended, risk_table, z_of};
    /// let seen = vec![(1, Ended::Event), (2, Ended::Censored), (3, Ended::Event), (4, Ended::Event)];
    /// let curve = Curve::of(&risk_table(seen), z_of(0.95)?);
    /// assert!((curve.at(3).incidence - (1.0 - 0.75 * 0.5)).abs() < 1e-15);
    /// # Ok::<(), cx_core::Error>(())
    /// ```
    pub fn of(rows: &[RiskRow], z: f64) -> Self {
        let mut state = State { free: 1.0, incidence: 0.0, vss: 0.0, vsf: 0.0, vff: 0.0 };
        let points = rows.iter().map(|row| {
            state.step(row);
            state.point(row.time, z)
        });
        Self { points: points.collect() }
    }

    /// The curve at a time; before the first point nothing has happened.
    pub fn at(&self, time: i64) -> CurvePoint {
        let after = self.points.partition_point(|point| point.time <= time);
        after.checked_sub(1).and_then(|at| self.points.get(at).sure()).copied().or_absent(
            CurvePoint {
                time,
                free: 1.0,
                incidence: 0.0,
                std_error: 0.0,
                low: f64::NAN,
                high: f64::NAN,
            },
        )
    }

    /// The curve at its end.
    pub fn last(&self) -> CurvePoint {
        self.at(i64::MAX)
    }

    /// The first time at which the incidence is at least `level`, with the interval that the bands
    /// of the curve give (R. Brookmeyer, J. Crowley, Biometrics 38 (1982) 29-41): from the first
    /// time at which the upper band is at least `level` to the first at which the lower one is.
    /// `None` where the curve or a band does not come so far.
    pub fn quantile(&self, level: f64) -> [Option<i64>; 3] {
        // Sums that should equal the level may miss it in the last digit.
        let enough = level * (1.0 - 1e-12);
        let first = |pick: fn(&CurvePoint) -> f64| {
            let happens = |point: &&CurvePoint| point.incidence > 0.0 && pick(point) >= enough;
            self.points.iter().find(happens).map(|point| point.time)
        };
        let time = first(|point| point.incidence);
        // At 1 there is no upper band: whatever lies below the curve lies below its band too.
        let high = |point: &CurvePoint| point.high.max(point.incidence);
        [time, first(high), first(|point| point.low)]
    }
}

/// Estimates and their covariances after some times: `s` for nothing happened, `f` for the event.
struct State {
    free: f64,
    incidence: f64,
    vss: f64,
    vsf: f64,
    vff: f64,
}

impl State {
    fn step(&mut self, row: &RiskRow) {
        let happened = row.events + row.competing;
        if happened == 0 {
            return;
        }
        let n = row.at_risk as f64;
        let p = row.events as f64 / n;
        // Whole numbers, so that nobody is left exactly when the last one goes.
        let q = (row.at_risk - happened) as f64 / n;
        let scale = self.free * self.free / n;
        self.vff += 2.0 * p * self.vsf + p * p * self.vss + scale * p * (1.0 - p);
        self.vsf = q * (self.vsf + p * self.vss) - scale * q * p;
        self.vss = q * q * self.vss + scale * q * (1.0 - q);
        self.incidence += self.free * p;
        self.free *= q;
    }

    fn point(&self, time: i64, z: f64) -> CurvePoint {
        let std_error = self.vff.max(0.0).sqrt();
        let rest = 1.0 - self.incidence;
        let (low, high) = if self.incidence <= 0.0 || rest <= 1e-15 {
            (f64::NAN, f64::NAN)
        } else {
            let log = libm::log(rest);
            let bound =
                |sign: f64| 1.0 - libm::exp(log * libm::exp(sign * z * std_error / (rest * log)));
            (bound(1.0), bound(-1.0))
        };
        CurvePoint { time, free: self.free, incidence: self.incidence, std_error, low, high }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The variance of the incidence at the end by the delta method, as a sum over all times
    /// (E. Marubini, M. G. Valsecchi, *Analysing Survival Data from Clinical Trials* (1995), 10.2).
    fn variance(rows: &[RiskRow]) -> f64 {
        let (mut free, mut incidence) = (1.0, 0.0);
        let mut parts = Vec::new();
        for row in rows {
            let n = row.at_risk as f64;
            let (d, all) = (row.events as f64, (row.events + row.competing) as f64);
            incidence += free * d / n;
            parts.push((n, d, all, free, incidence));
            free *= 1.0 - all / n;
        }
        parts
            .iter()
            .map(|(n, d, all, before, at)| {
                let later = incidence - at;
                let lasting = if n > all { later * later * all / (n * (n - all)) } else { 0.0 };
                lasting + before * before * (n - d) * d / (n * n * n)
                    - 2.0 * later * before * d / (n * n)
            })
            .sum()
    }

    fn ended() -> impl Strategy<Value = Ended> {
        prop_oneof![Just(Ended::Event), Just(Ended::Competing), Just(Ended::Censored)]
    }

    proptest! {
        #[test]
        fn the_variance_is_that_of_the_delta_method(
            seen in proptest::collection::vec((0i64..30, ended()), 1..80),
        ) {
            let rows = risk_table(seen);
            let last = Curve::of(&rows, 1.96).last();
            prop_assert!((last.std_error.powi(2) - variance(&rows)).abs() < 1e-12);
            prop_assert!(last.low.is_nan() || (0.0..=last.incidence).contains(&last.low));
            prop_assert!(last.high.is_nan() || (last.incidence..=1.0).contains(&last.high));
        }

        #[test]
        fn without_censoring_it_is_the_share(
            seen in proptest::collection::vec((0i64..30, prop_oneof![Just(Ended::Event), Just(Ended::Competing)]), 1..80),
        ) {
            let events = seen.iter().filter(|s| s.1 == Ended::Event).count() as f64;
            let share = events / seen.len() as f64;
            let last = Curve::of(&risk_table(seen.clone()), 1.96).last();
            prop_assert!((last.incidence - share).abs() < 1e-12);
            let binomial = share * (1.0 - share) / seen.len() as f64;
            prop_assert!((last.std_error.powi(2) - binomial).abs() < 1e-12);
        }
    }

    #[test]
    fn quantiles_are_read_off_the_curve_and_its_bands() {
        let seen = (1..=20).map(|time| (time, Ended::Event)).collect();
        let curve = Curve::of(&risk_table(seen), 1.96);
        let [time, low, high] = curve.quantile(0.5);
        assert_eq!(time, Some(10));
        assert!(low < time && high > time, "{low:?} {high:?}");
        assert_eq!(Curve::default().quantile(0.5), [None; 3]);
    }
}
