//! The join: every report adds what it knows to the rows of its touchpoints.

use super::input::{CockpitInput, CockpitOptions};
use super::row::{Reading, TouchpointRow, TrendPoint};
use crate::attribution::{CreditRow, Model};
use crate::columns::{NO_CODE, money_to_f64};
use crate::journey::Journeys;
use crate::kpi::{ScoreRow, Scores};
use crate::ordered::Map;
use crate::reserved::{BASELINE, NO_TOUCHPOINT, UNATTRIBUTED};
use crate::returns::report::Returns;
use crate::sure::Sure;

/// Rows by touchpoint, in order of their names.
type Rows = Map<String, TouchpointRow>;

/// Rows of touchpoints, and of what stands beside them in the sums.
pub(super) struct Joined {
    /// By name.
    pub(super) touchpoints: Vec<TouchpointRow>,
    /// What no touchpoint gets, and spend that names none.
    pub(super) rest: Vec<TouchpointRow>,
}

/// Joins all reports by touchpoint.
pub(super) fn join(input: &CockpitInput<'_>, options: &CockpitOptions) -> Joined {
    let (mut rows, mut rest) = (Rows::new(), Vec::new());
    if let Some(journeys) = input.journeys {
        add_contacts(&mut rows, journeys);
    }
    match input.returns {
        Some(returns) => add_returns(&mut rows, &mut rest, returns),
        None => add_cost(&mut rows, input),
    }
    add_credit(&mut rows, &mut rest, input, options);
    add_owners(&mut rows, input);
    add_scores(&mut rows, input, options);
    add_gaps(&mut rows, input);
    add_audit(&mut rows, input);
    Joined { touchpoints: rows.into_values().collect(), rest }
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
            if last_journey.get(at).sure() != Some(&journey) {
                bump(&mut through, at);
                set(&mut last_journey, at, journey);
            }
            if last_person.get(at).sure() != Some(person) {
                bump(&mut persons, at);
                set(&mut last_person, at, *person);
            }
        }
    }
    for (code, name) in journeys.touchpoints.names().enumerate() {
        let count = |column: &[u64]| column.get(code).sure().copied();
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
    if let Some(count) = column.get_mut(at).sure() {
        *count += 1;
    }
}

fn set<T>(column: &mut [T], at: usize, value: T) {
    if let Some(place) = column.get_mut(at).sure() {
        *place = value;
    }
}

/// The model that leads: the one that is asked for, else that of the returns, else that of the credits.
pub(super) fn lead(input: &CockpitInput<'_>, options: &CockpitOptions) -> Option<Model> {
    let of_returns = input.returns.map(|returns| returns.model);
    options.lead.or(of_returns).or(input.credit.map(|credit| credit.lead))
}

/// The credits of the lead model.
pub(super) fn lead_rows<'a>(
    input: &CockpitInput<'a>,
    options: &CockpitOptions,
) -> impl Iterator<Item = &'a CreditRow> {
    let lead = lead(input, options);
    let rows = input.credit.into_iter().flat_map(|credit| &credit.rows);
    rows.filter(move |row| Some(row.model) == lead)
}

/// What is no touchpoint of the company's.
fn is_rest(touchpoint: &str) -> bool {
    [UNATTRIBUTED, BASELINE, NO_TOUCHPOINT].contains(&touchpoint)
}

/// Costs, credits and returns, as the report of returns has them.
fn add_returns(rows: &mut Rows, rest: &mut Vec<TouchpointRow>, returns: &Returns) {
    for found in &returns.touchpoints {
        let name = found.touchpoint.as_deref().unwrap_or(NO_TOUCHPOINT);
        if is_rest(name) {
            rest.push(TouchpointRow { touchpoint: name.to_owned(), ..TouchpointRow::default() });
        }
        let row = match rest.last_mut().filter(|_| is_rest(name)) {
            Some(row) => row,
            None => row(rows, name),
        };
        row.cost = known(found.cost);
        row.cost_counted = known(found.cost_counted);
        row.cost_other = known(found.cost_other);
        row.conversions = known(found.conversions);
        row.conversions_low = known(found.conversions_low);
        row.conversions_high = known(found.conversions_high);
        row.value = known(found.value);
        row.value_low = known(found.value_low);
        row.value_high = known(found.value_high);
        row.roas = known(found.roas);
        row.roas_low = known(found.roas_low);
        row.roas_high = known(found.roas_high);
        row.roi = known(found.roi);
        row.cost_per_conversion = known(found.cost_per_conversion);
        row.experience_points = known(found.experience_points);
        row.points_per_1000 = known(found.points_per_1000);
        row.points_per_1000_low = known(found.points_per_1000_low);
        row.points_per_1000_high = known(found.points_per_1000_high);
        row.lower_bound = found.lower_bound;
        row.undecided = found.undecided;
    }
}

/// Shares and the span over the models; credits too, where there are no returns.
fn add_credit(
    rows: &mut Rows,
    rest: &mut Vec<TouchpointRow>,
    input: &CockpitInput<'_>,
    options: &CockpitOptions,
) {
    let Some(credit) = input.credit.filter(|credit| credit.conversion_set) else { return };
    for found in lead_rows(input, options) {
        let name = &found.touchpoint;
        let alone = input.returns.is_none();
        if alone && found.conversions == 0.0 && !rows.contains_key(name) {
            continue;
        }
        if is_rest(name) && !rest.iter().any(|row| row.touchpoint == *name) {
            rest.push(TouchpointRow { touchpoint: name.clone(), ..TouchpointRow::default() });
        }
        let row = match rest.iter_mut().find(|row| row.touchpoint == *name) {
            Some(row) => row,
            None => row(rows, name),
        };
        row.share = known(found.share);
        if !is_rest(name) {
            let all = credit.rows.iter().filter(|other| other.touchpoint == *name);
            let (mut low, mut high) = (found.conversions, found.conversions);
            for other in all {
                (low, high) = (low.min(other.conversions), high.max(other.conversions));
            }
            (row.models_low, row.models_high) = (known(low), known(high));
        }
        if alone {
            row.conversions = known(found.conversions);
            row.conversions_low = known(found.conversions_low);
            row.conversions_high = known(found.conversions_high);
            row.value = known(found.value);
            row.value_low = known(found.value_low);
            row.value_high = known(found.value_high);
            row.lower_bound = found.lower_bound;
            row.undecided = found.undecided;
        }
    }
}

/// Costs of contacts, where there are no credits that returns could be made of.
fn add_cost(rows: &mut Rows, input: &CockpitInput<'_>) {
    let Some(journeys) = input.journeys else { return };
    let mut sums = Map::<u32, [i128; 2]>::new();
    for cost in &journeys.costs {
        let [counted, other] = sums.entry(cost.touchpoint).or_default();
        *(if cost.counted { counted } else { other }) += cost.cost;
    }
    for (code, [counted, other]) in sums {
        let row = row(rows, &journeys.touchpoints.name(code));
        row.cost_counted = Some(money_to_f64(counted));
        row.cost_other = Some(money_to_f64(other));
        row.cost = Some(money_to_f64(counted + other));
    }
}

/// Who answers for a touchpoint, where all its campaigns have one owner.
fn add_owners(rows: &mut Rows, input: &CockpitInput<'_>) {
    let Some(campaigns) = input.campaigns else { return };
    let mut owners = Map::<String, Option<String>>::new();
    for campaign in 0..campaigns.len() {
        let owner = campaigns.owner.name(campaign);
        if owner.is_empty() {
            continue;
        }
        let touchpoint = campaigns.touchpoint.name(campaign).into_owned();
        let known = owners.entry(touchpoint).or_insert_with(|| Some(owner.clone().into_owned()));
        if known.as_deref() != Some(owner.as_ref()) {
            *known = None;
        }
    }
    for (touchpoint, owner) in owners {
        // A campaign may be planned for a touchpoint that nobody came to.
        let Some(row) = rows.get_mut(&touchpoint) else { continue };
        row.owner = owner;
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
        row.score_small = score.small;
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
        row.trend.sort_by_key(|point| point.window_start);
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
        row.experience_gap_low = gap.low;
        row.experience_gap_high = gap.high;
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

/// Whether a row is a touchpoint, not what is left over.
pub(super) fn is_place(name: &str) -> bool {
    name != BASELINE && name != UNATTRIBUTED
}
