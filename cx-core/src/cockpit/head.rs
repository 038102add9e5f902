//! What the page says first.

use serde::Serialize;

use super::input::{CockpitInput, CockpitOptions};
use super::rows::{known, lead};
use crate::attribution::{LeadReason, Model};
use crate::calendar::Day;
use crate::kpi::{ScoreRow, Scores};
use crate::sentences::Language;
use crate::stats::z_of;

/// Windows on each side of a change of the overall score.
const WINDOWS: usize = 4;

/// The figures of the whole company.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Head {
    /// The model that leads.
    pub lead: Option<Model>,
    /// Why it leads.
    pub lead_reason: Option<LeadReason>,
    /// What its figures mean and what they do not, in English.
    pub caveat: Option<&'static str>,
    /// In German.
    pub caveat_de: Option<&'static str>,
    /// Whether a conversion was set; without one there are no returns.
    pub conversion_set: bool,
    /// Value credited to touchpoints with a counted cost, for each unit of it.
    pub roas: Option<f64>,
    /// Lower end of its interval.
    pub roas_low: Option<f64>,
    /// Upper end.
    pub roas_high: Option<f64>,
    /// Conversions without any contact before them.
    pub conversions_without_contact: Option<f64>,
    /// Their value.
    pub value_without_contact: Option<f64>,
    /// The score over all touchpoints.
    pub score: Option<HeadScore>,
    /// Persons with an identifier that identifies.
    pub known_persons: Option<u64>,
    /// Persons without one: several may be the same human.
    pub anonymous_persons: Option<u64>,
}

/// The score over all touchpoints, and how it changed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HeadScore {
    /// The metric.
    pub metric: String,
    /// Answers.
    pub n: u64,
    /// The score over the whole period.
    pub score: Option<f64>,
    /// Lower end of its interval.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// Score of the last four windows less that of the four before.
    pub change: Option<f64>,
    /// Lower end of its interval.
    pub change_low: Option<f64>,
    /// Upper end.
    pub change_high: Option<f64>,
    /// First day of the last four windows.
    pub since: Option<Day>,
}

impl Head {
    pub(super) fn of(input: &CockpitInput<'_>, options: &CockpitOptions) -> Self {
        let credit = input.credit;
        let lead = lead(input, options);
        let total = input.returns.map(|returns| &returns.total);
        let set = credit.is_some_and(|credit| credit.conversion_set);
        let bare = credit.filter(|_| set).map(|credit| credit.without_contact);
        Self {
            lead,
            lead_reason: credit
                .map(|credit| credit.lead_reason)
                .filter(|_| lead == credit.map(|credit| credit.lead)),
            caveat: lead.map(Model::caveat),
            caveat_de: lead.map(|model| model.caveat_in(Language::De)),
            conversion_set: set,
            roas: total.and_then(|total| known(total.roas)),
            roas_low: total.and_then(|total| known(total.roas_low)),
            roas_high: total.and_then(|total| known(total.roas_high)),
            conversions_without_contact: bare.map(|[conversions, _]| conversions),
            value_without_contact: bare.map(|[_, value]| value),
            score: score(input, options),
            known_persons: input.known_persons.map(|(known, _)| known),
            anonymous_persons: input.known_persons.map(|(_, anonymous)| anonymous),
        }
    }
}

/// The metric that is asked for, else the one with most answers, of scores without a breakdown.
fn score(input: &CockpitInput<'_>, options: &CockpitOptions) -> Option<HeadScore> {
    let whole: Vec<&Scores> =
        input.scores.iter().filter(|scores| scores.by.is_empty()).copied().collect();
    let rows = || whole.iter().flat_map(|scores| scores.rows.iter().map(move |row| (*scores, row)));
    let wanted = |row: &ScoreRow| options.metric.as_ref().is_none_or(|name| *name == row.metric);
    let (_, first) = rows()
        .filter(|(_, row)| row.window_start.is_none() && wanted(row))
        .max_by(|(_, a), (_, b)| a.n.cmp(&b.n).then(b.metric.cmp(&a.metric)))?;
    let mut windows: Vec<(&Scores, &ScoreRow)> = rows()
        .filter(|(_, row)| row.metric == first.metric && row.window_start.is_some() && !row.small)
        .collect();
    windows.sort_by_key(|(_, row)| row.window_start);
    let change = change(&windows);
    Some(HeadScore {
        metric: first.metric.clone(),
        n: first.n,
        score: first.score,
        low: first.low,
        high: first.high,
        change: change.map(|(change, ..)| change),
        change_low: change.map(|(change, half, _)| change - half),
        change_high: change.map(|(change, half, _)| change + half),
        since: change.map(|(.., since)| since),
    })
}

/// The last windows less those before, by answers, with half the interval of the difference of independent
/// means.
fn change(windows: &[(&Scores, &ScoreRow)]) -> Option<(f64, f64, Day)> {
    let last = windows.len().checked_sub(WINDOWS)?;
    let before = windows.get(last.checked_sub(WINDOWS)?..last)?;
    let after = windows.get(last..)?;
    let ((mean_a, var_a), (mean_b, var_b)) = (mean(before)?, mean(after)?);
    let z = z_of(after.first()?.0.confidence).ok()?;
    Some((mean_b - mean_a, z * (var_a + var_b).sqrt(), after.first()?.1.window_start?))
}

/// Mean by answers and its variance.
fn mean(windows: &[(&Scores, &ScoreRow)]) -> Option<(f64, f64)> {
    let (mut sum, mut variance, mut weight) = (0.0, 0.0, 0.0);
    for (scores, row) in windows {
        let n = row.n as f64;
        let half = (row.high? - row.low?) / 2.0 / z_of(scores.confidence).ok()?;
        sum += n * row.score?;
        variance += (n * half).powi(2);
        weight += n;
    }
    (weight > 0.0).then(|| (sum / weight, variance / (weight * weight)))
}
