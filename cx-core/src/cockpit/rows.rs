//! The join: every report adds what it knows to the rows of its touchpoints.

use super::input::{CockpitInput, CockpitOptions};
use super::row::{Reading, TouchpointRow, TrendPoint};
use crate::attribution::{CreditRow, UNATTRIBUTED};
use crate::columns::{NO_CODE, NO_MONEY, money_to_f64};
use crate::journey::Journeys;
use crate::kpi::{ScoreRow, Scores};
use crate::ordered::Map;

/// Rows by touchpoint, in order of their names.
type Rows = Map<String, TouchpointRow>;

/// Joins all reports by touchpoint.
pub(super) fn join(input: &CockpitInput<'_>, options: &CockpitOptions) -> Vec<TouchpointRow> {
    let mut rows = Rows::new();
    if let Some(journeys) = input.journeys {
        add_contacts(&mut rows, journeys);
    }
    add_credit(&mut rows, input, options);
    add_cost(&mut rows, input);
    add_scores(&mut rows, input, options);
    add_gaps(&mut rows, input);
    add_audit(&mut rows, input);
    let mut rows: Vec<TouchpointRow> = rows.into_values().collect();
    let overall = overall_scores(input);
    for row in &mut rows {
        add_returns(row, &overall);
    }
    rows
}

fn row<'a>(rows: &'a mut Rows, touchpoint: &str) -> &'a mut TouchpointRow {
    rows.entry(touchpoint.to_owned()).or_insert_with(|| TouchpointRow {
        touchpoint: touchpoint.to_owned(),
        ..TouchpointRow::default()
    })
}

/// A number, unless it is missing.
pub(super) fn known(number: f64) -> Option<f64> {
    (!number.is_nan()).then_some(number)
}

fn add_contacts(rows: &mut Rows, journeys: &Journeys) {
    let size = journeys.touchpoints.len();
    let mut contacts = vec![0_u64; size];
    let mut through = vec![0_u64; size];
    let mut persons = vec![0_u64; size];
    // The last journey and person seen at each touchpoint: both come in order.
    let mut last_journey = vec![usize::MAX; size];
    let mut last_person = vec![NO_CODE; size];
    for (journey, person) in journeys.person.iter().enumerate() {
        for code in journeys.path(journey) {
            let at = *code as usize;
            bump(&mut contacts, at);
            if last_journey.get(at) != Some(&journey) {
                bump(&mut through, at);
                set(&mut last_journey, at, journey);
            }
            if last_person.get(at) != Some(person) {
                bump(&mut persons, at);
                set(&mut last_person, at, *person);
            }
        }
    }
    for (code, name) in journeys.touchpoints.names().enumerate() {
        let count = |column: &[u64]| column.get(code).copied();
        if count(&contacts) == Some(0) {
            continue;
        }
        let row = row(rows, &name);
        row.contacts = count(&contacts);
        row.journeys = count(&through);
        row.persons = count(&persons);
    }
}

fn bump(column: &mut [u64], at: usize) {
    if let Some(count) = column.get_mut(at) {
        *count += 1;
    }
}

fn set<T>(column: &mut [T], at: usize, value: T) {
    if let Some(place) = column.get_mut(at) {
        *place = value;
    }
}

/// The credits of the lead model.
pub(super) fn lead_rows<'a>(
    input: &CockpitInput<'a>,
    options: &CockpitOptions,
) -> impl Iterator<Item = &'a CreditRow> {
    let credit = input.credit;
    let lead = options.model.or_else(|| credit.and_then(|c| c.models.first().copied()));
    credit.into_iter().flat_map(|c| &c.rows).filter(move |row| Some(row.model) == lead)
}

fn add_credit(rows: &mut Rows, input: &CockpitInput<'_>, options: &CockpitOptions) {
    for credit in lead_rows(input, options).filter(|c| c.touchpoint != UNATTRIBUTED) {
        if credit.conversions == 0.0 && !rows.contains_key(&credit.touchpoint) {
            continue;
        }
        let row = row(rows, &credit.touchpoint);
        row.conversions = known(credit.conversions);
        row.conversions_low = known(credit.conversions_low);
        row.conversions_high = known(credit.conversions_high);
        row.value = known(credit.value);
        row.value_low = known(credit.value_low);
        row.value_high = known(credit.value_high);
        row.share = known(credit.share);
    }
}

/// Costs of contacts plus costs of campaigns: what is billed per contact and what is not.
fn add_cost(rows: &mut Rows, input: &CockpitInput<'_>) {
    let mut contacts: Map<u32, i128> = Map::new();
    if let Some((events, costs)) = input.events.and_then(|e| e.cost.as_ref().map(|c| (e, c))) {
        for (code, cost) in events.touchpoint.codes.iter().zip(costs) {
            if *cost != NO_MONEY {
                *contacts.entry(*code).or_default() += i128::from(*cost);
            }
        }
        for (code, cost) in contacts {
            row(rows, &events.touchpoint.dictionary.name(code)).cost = Some(money_to_f64(cost));
        }
    }
    for spent in input.returns.into_iter().flat_map(|r| &r.rows) {
        let cost = known(spent.cost).filter(|_| spent.campaign.is_some());
        if let (Some(touchpoint), Some(cost)) = (&spent.touchpoint, cost) {
            let row = row(rows, touchpoint);
            row.cost = Some(row.cost.unwrap_or(0.0) + cost);
        }
    }
}

/// Score rows by touchpoint of one metric, for the whole period or by window.
fn by_touchpoint<'a>(
    input: &CockpitInput<'a>,
) -> impl Iterator<Item = (&'a Scores, &'a ScoreRow)> + use<'a> {
    let only_touchpoint = |scores: &&&Scores| scores.by == ["touchpoint"];
    let scores: Vec<&'a Scores> = input.scores.iter().filter(only_touchpoint).copied().collect();
    scores.into_iter().flat_map(|scores| scores.rows.iter().map(move |row| (scores, row)))
}

fn add_scores(rows: &mut Rows, input: &CockpitInput<'_>, options: &CockpitOptions) {
    let mut windows: Map<(String, String), (f64, Vec<TrendPoint>)> = Map::new();
    let mut whole: Map<String, &ScoreRow> = Map::new();
    for (scores, score) in by_touchpoint(input) {
        let Some(touchpoint) = scores.name(score, "touchpoint") else { continue };
        if options.metric.as_ref().is_some_and(|metric| *metric != score.metric) {
            continue;
        }
        if let Some(window_start) = score.window_start {
            // A window with a handful of answers (or one misdated answer) is no point of a trend.
            if score.small {
                continue;
            }
            let point = TrendPoint {
                window_start,
                n: score.n,
                score: score.score,
                low: score.low,
                high: score.high,
                light: score.light,
            };
            let trend = windows.entry((touchpoint.to_owned(), score.metric.clone())).or_default();
            trend.0 = scores.confidence;
            trend.1.push(point);
            continue;
        }
        // The metric with most answers leads; among equals the first by name.
        let better = whole.get(touchpoint).is_none_or(|known| score.n > known.n);
        if better {
            whole.insert(touchpoint.to_owned(), score);
        }
    }
    for (touchpoint, score) in whole {
        let row = row(rows, &touchpoint);
        row.metric = Some(score.metric.clone());
        row.score_n = Some(score.n);
        row.score = score.score;
        row.score_low = score.low;
        row.score_high = score.high;
        row.score_target = score.target;
        row.score_gap = score.gap;
        row.score_light = score.light;
        row.answers_needed = score.answers_needed;
        let Some((confidence, trend)) = windows.remove(&(touchpoint, score.metric.clone())) else {
            continue;
        };
        row.reading = Reading { confidence, less_is_better: score.less_is_better };
        row.trend = trend;
        crate::sort::by_key(&mut row.trend, |point| point.window_start);
    }
}

fn add_gaps(rows: &mut Rows, input: &CockpitInput<'_>) {
    let Some(gaps) = input.gaps.filter(|gaps| gaps.by == ["touchpoint"]) else { return };
    let mut best: Map<&str, u64> = Map::new();
    for gap in gaps.rows.iter().filter(|gap| gap.window_start.is_none()) {
        let Some(touchpoint) = gaps.name(gap, "touchpoint") else { continue };
        if best.get(touchpoint).is_some_and(|n| *n >= gap.n) {
            continue;
        }
        best.insert(touchpoint, gap.n);
        let row = row(rows, touchpoint);
        row.expectation = gap.expectation;
        row.perception = gap.perception;
        row.experience_gap = gap.gap;
        row.gap_proven = gap.high.is_some_and(|high| high < 0.0);
    }
}

fn add_audit(rows: &mut Rows, input: &CockpitInput<'_>) {
    for audited in input.audit.into_iter().flat_map(crate::audit::Audit::whole) {
        let Some(touchpoint) = &audited.touchpoint else { continue };
        let row = row(rows, touchpoint);
        row.audit_score = audited.score;
        row.audit_gated = audited.gated;
        row.audit_coverage = audited.coverage;
        row.audit_target = audited.target;
        row.audit_gap = audited.gap;
        row.audit_light = audited.light;
        row.audit_due = audited.due;
    }
}

/// Mean score of each metric over all answers: the reference of the experience points.
fn overall_scores(input: &CockpitInput<'_>) -> Map<String, f64> {
    let mut sums: Map<&str, (f64, f64)> = Map::new();
    for (_, score) in by_touchpoint(input).filter(|(_, score)| score.window_start.is_none()) {
        if let Some(value) = score.score {
            let (sum, n) = sums.entry(&score.metric).or_default();
            *sum += value * score.n as f64;
            *n += score.n as f64;
        }
    }
    sums.into_iter().map(|(metric, (sum, n))| (metric.to_owned(), sum / n)).collect()
}

fn add_returns(row: &mut TouchpointRow, overall: &Map<String, f64>) {
    row.cost_counted = row.cost;
    let cost = row.cost.filter(|cost| *cost > 0.0);
    if let (Some(cost), Some(low), Some(high)) = (cost, row.value_low, row.value_high) {
        row.roas_low = Some(low / cost);
        row.roas_high = Some(high / cost);
    }
    if let (Some(cost), Some(value)) = (cost, row.value) {
        row.roas = Some(value / cost);
        row.roi = Some((value - cost) / cost);
    }
    let conversions = row.conversions.filter(|c| *c > 0.0);
    row.cost_per_conversion = cost.zip(conversions).map(|(cost, conversions)| cost / conversions);
    let reference = row.metric.as_ref().and_then(|metric| overall.get(metric));
    if let (Some(reference), Some(score), Some(persons)) = (reference, row.score, row.persons) {
        let points = persons as f64 * (score - reference) / 100.0;
        row.experience_points = Some(points);
        row.points_per_1000 = cost.map(|cost| points / cost * 1_000.0);
    }
}
