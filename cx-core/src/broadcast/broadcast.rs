//! The verb: spots and visits in, what each spot brought out.

use super::airings::{Airings, Part};
use super::baseline::Baseline;
use super::fit::Fit;
use super::hour::Clocks;
use super::options::{BroadcastOptions, MINUTE, Visits};
use super::placebo::placebo;
use super::pooled::{Data, Pooled};
use super::report::{Broadcast, BroadcastCampaign, BroadcastSpot, CurveRow};
use super::series::Series;
use crate::calendar::Zone;
use crate::columns::{NO_MONEY, money_to_f64};
use crate::intake::Spots;
use crate::options::Definition;
use crate::stats::z_of;
use crate::sure::{Call, Sure};
use crate::{Error, Result};

/// What television and radio spots brought in visits or searches, minute by minute.
///
/// Visits of minute `t` are Poisson counts, more dispersed than these where the data are so, with
/// mean `b_t + sum over spots s of A_s k(t - t_s)`:
///
/// - the *baseline* `b_t` is the profile of the week times the level of the days around, both from
///   minutes out of reach of every spot ([`BroadcastOptions::slot`], [`BroadcastOptions::level`]);
///   parts of a day that stand out above are set aside;
/// - the *response* `k(u) = u^(a-1) exp(-u/theta)` sums to 1 over the window; `a` and `theta` have
///   the highest likelihood over a grid that is refined three times, unless they are given;
/// - the *amplitudes* `A_s`, the visits that spot `s` brought, of all spots at once, so that
///   overlapping ones share what follows: by weighted least squares for sums over campaigns, which
///   are unbiased and may come out near 0 for spots without effect; and by *non-negative* least
///   squares for single spots, scaled to their campaign's sum. Spots in the same minute share by
///   their weights.
///
/// Intervals are normal ones from the information matrix, times the dispersion, plus what the doubt
/// in the baseline's profile and level adds (delta method); the response itself counts as known.
/// An interval of a single spot is wide: read campaigns. [`Broadcast::placebo`] runs the same model
/// on the same minutes of weeks without spots: an interval that leaves out 0 says that the baseline
/// does not fit, and the figures with it. [`Broadcast::hour_shift`] names spots whose visits come an hour before or
/// after them, as where local times were read with a fixed offset.
///
/// It says how many visits came within the window *beyond what the week lets expect*. An effect
/// that takes days is not in it, and what else happens at the same minutes (the match that the spot
/// interrupts) is.
///
/// Sources: B. Kitts et al., *Attribution of TV audience to web activity* (ICDM 2010 and ADKDD
/// 2014); J. Liaukonyte, T. Teixeira, K. C. Wilbur, *Television advertising and online shopping*,
/// Marketing Science 34 (2015); R. Y. Du, L. Xu, K. C. Wilbur, *Immediate responses of online brand
/// search and price search to TV ads*, Journal of Marketing 83 (2019).
///
/// ```
/// use cx_core::attribution::{BroadcastOptions, broadcast};
/// use cx_core::intake::{Counts, Spots};
/// fn per_visit(spots: &Spots, calls: &Counts) -> cx_core::Result<Vec<(String, f64)>> {
///     let response = broadcast(spots, calls, &BroadcastOptions::default().timezone("Europe/Zurich"))?;
///     let rows = response.campaigns.into_iter();
///     Ok(rows.map(|row| (row.campaign.unwrap_or(row.touchpoint), row.cost_per_visit)).collect())
/// }
/// ```
///
/// # Errors
/// [`Error::Option`] for options out of range; [`Error::UnknownName`] for a touchpoint or kind of
/// event that does not occur; [`Error::Unanswerable`] when there are no visits, none out of reach of
/// the spots, or no spot within the period of the visits; [`Error::UnknownZone`]; [`Error::TooMany`]
/// beyond twenty years.
pub fn broadcast<'a>(
    spots: &Spots,
    visits: impl Into<Visits<'a>>,
    options: &BroadcastOptions,
) -> Result<Broadcast> {
    let call = Call::open();
    options.validate()?;
    let z = z_of(options.confidence)?;
    let (zone, timezone) = Zone::of_window(options.timezone.as_deref(), spots.timezone.as_deref())?;
    let options = &BroadcastOptions { timezone: Some(timezone), ..options.clone() };
    let visits = visits.into();
    let counts = matches!(visits, Visits::Counts(_));
    let series = Series::of(visits, options)?;
    let mut rows = sorted(spots);
    let groups = groups(&rows);
    let window = options.minutes();
    let airings = Airings::of(rows.iter().enumerate().filter_map(|(spot, row)| {
        let group = groups.binary_search(&key(row)).ok()?;
        Some((series.minute(row.time)?, Part { spot, group, weight: row.weight }))
    }));
    let mut marked = vec![false; series.len()];
    airings.mark(window, &mut marked);
    let reach: Vec<usize> =
        marked.iter().enumerate().filter(|(_, marked)| **marked).map(|(at, _)| at).collect();
    let baseline = Baseline::fit(&series, &marked, options, &zone)?;
    let base: Vec<f64> = (0..series.len()).map(|minute| baseline.at(minute)).collect();
    let data = Data {
        airings: &airings,
        groups: groups.len(),
        visits: &series.visits,
        base: &base,
        reach: &reach,
    };
    let scale = options.scale.map(|scale| scale.micros() as f64 / MINUTE as f64);
    let pooled = data.choose(options.shape, scale, window)?.filter(|_| airings.len() > 0);
    let Some(pooled) = pooled else {
        return Err(Error::Unanswerable {
            what: "no spot lies within the period of the visits".into(),
            remedy: "check the times of the spots and their \"timezone\"",
        });
    };
    let fit = Fit::of(&data, &pooled, &baseline);
    let work = Work { data, pooled: &pooled, fit: &fit, baseline: &baseline, z };
    let whole: f64 = series.visits.iter().sum();
    let campaigns = work.campaigns(&groups, &rows, whole);
    work.spots(&mut rows, &campaigns);
    let definition = Definition::of("attribution.broadcast", &(options, &spots.report.definition));
    call.close(Ok(Broadcast {
        curve: work.curve(&series, &rows),
        placebo: if options.placebo {
            placebo(&series, &airings, &marked, &pooled.kernel, options, &zone)?
        } else {
            None
        },
        hour_shift: if options.placebo {
            Clocks {
                data: &data,
                pooled: &pooled,
                fit: &fit,
                baseline: &baseline,
                series: &series,
                options,
                zone: &zone,
                z,
            }
            .hour_shift()?
        } else {
            None
        },
        outside: rows.iter().filter(|row| row.visits.is_nan()).count() as u64,
        spots: rows,
        campaigns,
        response: pooled.kernel.shares.clone(),
        shape: pooled.kernel.shape,
        scale: pooled.kernel.scale,
        visits: whole,
        dispersion: baseline.dispersion,
        set_aside: baseline.set_aside,
        counts,
        options: options.clone(),
        definition,
    }))
}

/// Spots in an order that does not depend on that of the rows, without figures.
fn sorted(spots: &Spots) -> Vec<BroadcastSpot> {
    let cost = |row: usize| spots.cost.get(row).sure().copied().filter(|cost| *cost != NO_MONEY);
    let one = |row: usize| BroadcastSpot {
        spot: spots.spot.name(row).into_owned(),
        time: spots.time.get(row).copied().sure_or(0),
        touchpoint: spots.touchpoint.name(row).into_owned(),
        campaign: spots.campaign.name(row).into_owned(),
        cost: cost(row).map_or(f64::NAN, |cost| money_to_f64(i128::from(cost))),
        weight: spots.weight.get(row).copied().sure_or(1.0),
        visits: f64::NAN,
        visits_low: f64::NAN,
        visits_high: f64::NAN,
        cost_per_visit: f64::NAN,
    };
    let mut rows: Vec<BroadcastSpot> = (0..spots.len()).map(one).collect();
    rows.sort_by(|a, b| {
        let names = |row: &BroadcastSpot| (row.time, key(row), row.spot.clone());
        let amounts = a.cost.total_cmp(&b.cost).then(a.weight.total_cmp(&b.weight));
        names(a).cmp(&names(b)).then(amounts)
    });
    rows
}

/// Touchpoint and campaign.
type Key = (String, String);

fn key(row: &BroadcastSpot) -> Key {
    (row.touchpoint.clone(), row.campaign.clone())
}

/// Touchpoints and campaigns in order.
fn groups(rows: &[BroadcastSpot]) -> Vec<Key> {
    let mut groups: Vec<Key> = rows.iter().map(key).collect();
    groups.sort();
    groups.dedup();
    groups
}

/// What the tables are made from.
struct Work<'a> {
    data: Data<'a>,
    pooled: &'a Pooled,
    fit: &'a Fit,
    baseline: &'a Baseline,
    z: f64,
}

impl Work<'_> {
    /// Rows of campaigns, and of touchpoints after theirs.
    fn campaigns(
        &self,
        groups: &[Key],
        spots: &[BroadcastSpot],
        all: f64,
    ) -> Vec<BroadcastCampaign> {
        let mut rows: Vec<BroadcastCampaign> = Vec::new();
        let mut parts = vec![0.0; self.data.airings.len()];
        for (group, (touchpoint, campaign)) in groups.iter().enumerate() {
            let mine = self.data.airings.shares_of(group);
            parts.iter_mut().zip(&mine).for_each(|(sum, part)| *sum += part);
            let theirs = |row: &&BroadcastSpot| row.touchpoint == *touchpoint;
            let counted = self.counted();
            let inside = spots.iter().zip(&counted).filter(|(_, c)| **c).map(|(row, _)| row);
            let own = inside.clone().filter(theirs).filter(|row| row.campaign == *campaign);
            let (count, cost) = spent(own);
            let mut row = self.row(touchpoint, &mine, count, cost, all);
            row.campaign = Some(campaign.clone());
            rows.push(row);
            if groups.get(group + 1).is_some_and(|next| next.0 == *touchpoint) {
                continue;
            }
            let (count, cost) = spent(inside.filter(theirs));
            let mut row = self.row(touchpoint, &parts, count, cost, all);
            let below = rows.iter().filter(|other| other.touchpoint == *touchpoint);
            row.visits = below.map(|other| other.visits).sum();
            rows.push(row.stretched());
            parts.fill(0.0);
        }
        rows
    }

    /// For each spot, whether it is within the data.
    fn counted(&self) -> Vec<bool> {
        let parts = self.data.airings.parts.iter().flatten();
        let spots: Vec<usize> = parts.map(|part| part.spot).collect();
        let mut counted = vec![false; spots.iter().max().map_or(0, |last| last + 1)];
        for spot in spots {
            if let Some(flag) = counted.get_mut(spot).sure() {
                *flag = true;
            }
        }
        counted
    }

    fn row(
        &self,
        touchpoint: &str,
        parts: &[f64],
        spots: u64,
        cost: f64,
        all: f64,
    ) -> BroadcastCampaign {
        let (sum, variance) = self.fit.total(parts, &self.data, self.pooled, self.baseline);
        let error = variance.max(0.0).sqrt();
        let visits = if spots > 0 { sum.max(0.0) } else { f64::NAN };
        BroadcastCampaign {
            touchpoint: touchpoint.to_owned(),
            campaign: None,
            spots,
            cost,
            visits,
            visits_low: if spots > 0 { (sum - self.z * error).max(0.0) } else { f64::NAN },
            visits_high: if spots > 0 { (sum + self.z * error).max(0.0) } else { f64::NAN },
            visits_error: if spots > 0 { error } else { f64::NAN },
            share: visits / all,
            cost_per_visit: f64::NAN,
            cost_per_visit_low: f64::NAN,
            cost_per_visit_high: f64::NAN,
        }
        .stretched()
    }

    /// Fills the figures of the spots: their non-negative amplitudes, scaled to their campaign's sum.
    fn spots(&self, rows: &mut [BroadcastSpot], campaigns: &[BroadcastCampaign]) {
        let airings = self.data.airings;
        let mut whole = vec![0.0; self.data.groups];
        let each = |airing: usize| airings.shares(airing);
        for (airing, amplitude) in self.fit.bounded.iter().enumerate() {
            for (part, share) in each(airing) {
                if let Some(sum) = whole.get_mut(part.group).sure() {
                    *sum += amplitude * share;
                }
            }
        }
        let totals: Vec<f64> =
            campaigns.iter().filter(|row| row.campaign.is_some()).map(|row| row.visits).collect();
        for airing in 0..airings.len() {
            let at = |of: &[f64]| of.get(airing).copied().sure_or(0.0);
            let (free, error) = (at(&self.fit.free), at(&self.fit.variance).max(0.0).sqrt());
            for (part, share) in each(airing) {
                let of = |of: &[f64]| of.get(part.group).copied().sure_or(0.0);
                let scale = if of(&whole) > 0.0 { of(&totals) / of(&whole) } else { 0.0 };
                let Some(row) = rows.get_mut(part.spot).sure() else { continue };
                row.visits = at(&self.fit.bounded) * share * scale;
                // Nobody can tell spots of one minute apart.
                let low = if share < 1.0 { 0.0 } else { (free - self.z * error).max(0.0) };
                row.visits_low = low.min(row.visits);
                row.visits_high = (free + self.z * error).max(row.visits);
                row.cost_per_visit = each_visit(row.cost, row.visits);
            }
        }
    }

    fn curve(&self, series: &Series, rows: &[BroadcastSpot]) -> Vec<CurveRow> {
        let brought = |parts: &Vec<Part>| -> f64 {
            parts.iter().filter_map(|part| rows.get(part.spot).sure()).map(|row| row.visits).sum()
        };
        let amplitudes: Vec<f64> = self.data.airings.parts.iter().map(brought).collect();
        let mut fitted = self.data.base.to_vec();
        self.data.add_response(&self.pooled.kernel, &amplitudes, &mut fitted);
        let one = |minute: &usize| {
            let at = |of: &[f64]| of.get(*minute).copied().sure_or(0.0);
            CurveRow {
                time: series.time(*minute),
                visits: at(self.data.visits),
                baseline: at(self.data.base),
                fitted: at(&fitted),
            }
        };
        self.data.reach.iter().map(one).collect()
    }
}

/// How many spots, and what those with a cost cost; NaN where none has one.
fn spent<'a>(spots: impl Iterator<Item = &'a BroadcastSpot>) -> (u64, f64) {
    let (mut count, mut cost) = (0, f64::NAN);
    for spot in spots {
        count += 1;
        if !spot.cost.is_nan() {
            cost = if cost.is_nan() { spot.cost } else { cost + spot.cost };
        }
    }
    (count, cost)
}

fn each_visit(cost: f64, visits: f64) -> f64 {
    if visits > 0.0 { cost / visits } else { f64::NAN }
}

impl BroadcastCampaign {
    /// With an interval that holds the figure, and with costs by visit.
    fn stretched(mut self) -> Self {
        self.visits_low = self.visits_low.min(self.visits);
        self.visits_high = self.visits_high.max(self.visits);
        self.cost_per_visit = each_visit(self.cost, self.visits);
        self.cost_per_visit_low = each_visit(self.cost, self.visits_high);
        self.cost_per_visit_high = each_visit(self.cost, self.visits_low);
        self
    }
}
