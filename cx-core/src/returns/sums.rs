//! Sums of returns: by campaign, and of everything.

use super::brought::{BLANK, Brought};
use super::report::{ReturnRow, ReturnSplit, Returns};
use super::spend::{Cost, known_sum};
use crate::attribution::credit::Credit;
use crate::attribution::model::Model;
use crate::ordered::Map;
use crate::reserved::{BASELINE, UNATTRIBUTED};
use crate::stats::Interval;

/// Rows by campaign.
pub(super) fn by_campaign(rows: &[ReturnRow]) -> Vec<ReturnRow> {
    let mut groups = Map::<&str, Vec<&ReturnRow>>::new();
    for row in rows {
        if let Some(campaign) = &row.campaign {
            groups.entry(campaign).or_default().push(row);
        }
    }
    groups.into_iter().map(|(campaign, rows)| campaign_row(campaign, &rows)).collect()
}

fn campaign_row(campaign: &str, rows: &[&ReturnRow]) -> ReturnRow {
    if let [only] = rows {
        return (*only).clone();
    }
    let split = if rows.iter().any(|row| row.split == ReturnSplit::Cost) {
        ReturnSplit::Cost
    } else {
        ReturnSplit::Sum
    };
    let sum =
        |pick: fn(&ReturnRow) -> f64| rows.iter().map(|row| pick(row)).fold(f64::NAN, known_sum);
    let (conversions, value) = (sum(|row| row.conversions), sum(|row| row.value));
    let interval = |middle: f64, pick: fn(&ReturnRow) -> [f64; 3]| {
        if split == ReturnSplit::Cost {
            return BLANK;
        }
        let picked =
            || rows.iter().map(|row| pick(row)).filter(|[of, ..]| *of != 0.0 && !of.is_nan());
        let far = |end: usize| picked().map(|of| (of[0] - of[end]).powi(2)).sum::<f64>().sqrt();
        Interval { low: middle - far(1), high: middle + far(2) }
    };
    let brought = Brought {
        conversions,
        conversions_in: interval(conversions, |row| {
            [row.conversions, row.conversions_low, row.conversions_high]
        }),
        value,
        value_in: interval(value, |row| [row.value, row.value_low, row.value_high]),
        lower_bound: rows.iter().any(|row| row.lower_bound),
        undecided: rows.iter().any(|row| row.undecided),
        points: sum(|row| row.experience_points),
        points_in: BLANK,
    };
    brought.row(None, Some(campaign), cost(rows.iter().copied()), split)
}

fn cost<'a>(rows: impl Iterator<Item = &'a ReturnRow>) -> Cost {
    let of = |row: &ReturnRow| Cost { counted: row.cost_counted, other: row.cost_other };
    rows.map(of).fold(Cost::UNKNOWN, Cost::plus)
}

/// Everything: conversions and value are the outcome, costs those of all rows; the return is that of the
/// value credited to touchpoints with a counted cost, since what costs nothing that is known was bought by no
/// franc of these. Its interval is that of the value of all touchpoints, moved by what the others brought.
pub(super) fn total(credit: &Credit, model: Model, touchpoints: &[ReturnRow]) -> ReturnRow {
    let cost = cost(touchpoints.iter());
    let nobody =
        |row: &&ReturnRow| matches!(row.touchpoint.as_deref(), Some(UNATTRIBUTED | BASELINE));
    let rest: f64 = touchpoints.iter().filter(nobody).map(|row| row.value).sum();
    let rest_count: f64 = touchpoints.iter().filter(nobody).map(|row| row.conversions).sum();
    let paid = |row: &&ReturnRow| row.cost_counted > 0.0;
    let free = touchpoints.iter().filter(|row| !nobody(row) && !paid(row));
    let free: f64 = free.map(|row| row.value).filter(|value| !value.is_nan()).sum();
    let [low, high] = if model == credit.lead { credit.credited_value } else { [f64::NAN; 2] };
    let points: f64 = touchpoints.iter().map(|row| row.experience_points).fold(f64::NAN, known_sum);
    let credited = Brought {
        conversions: credit.conversions - rest_count,
        conversions_in: BLANK,
        value: credit.value - rest - free,
        value_in: Interval { low: low - free, high: high - free },
        points,
        points_in: BLANK,
        lower_bound: false,
        undecided: false,
    };
    let row = credited.row(None, None, cost, ReturnSplit::Sum);
    ReturnRow {
        conversions: credit.conversions,
        value: credit.value,
        value_low: f64::NAN,
        value_high: f64::NAN,
        ..row
    }
}

impl Returns {
    /// Takes away what cannot be said without an outcome.
    pub(super) fn forget(&mut self) {
        let all = self.rows.iter_mut().chain(&mut self.touchpoints).chain(&mut self.campaigns);
        for row in all.chain([&mut self.total]) {
            let cost = Cost { counted: row.cost_counted, other: row.cost_other };
            let (touchpoint, campaign) = (row.touchpoint.as_deref(), row.campaign.as_deref());
            let points = (row.experience_points, row.points_per_1000_low, row.points_per_1000_high);
            let per = row.points_per_1000;
            *row = Brought::unknown().row(touchpoint, campaign, cost, row.split);
            row.points_per_1000 = per;
            (row.experience_points, row.points_per_1000_low, row.points_per_1000_high) = points;
        }
    }
}
