//! Scores per metric, touchpoint and window.

use super::cells::{Grid, Key};
use super::measure::Measure;
use super::rule::Rule;
use super::{ScoreCounts, ScoreOptions, ScoreReport, ScoreRow, Scores};
use crate::Result;
use crate::calendar::Day;
use crate::calendar::Zone;
use crate::columns::NO_TIME;
use crate::intake::{Aspect, Direction, Feedback, Scale, Targets};
use crate::options::{Definition, Names};
use crate::ordered::Map;
use crate::parallel;
use crate::stats::{Goal, Light, more_needed, z_of};
use crate::sure::{Absent, Call, Sure};
use crate::tally::Tally;

/// More answers than this decide nothing that matters.
const MOST_ANSWERS: u64 = 10_000_000;

/// Scores the perceptions in `feedback`, cell by cell.
///
/// - `nps`, `enps`: promoters (9, 10) minus detractors (0 to 6) in points, with the score interval
///   of a difference of shares ([`crate::stats::difference_of_shares`]).
/// - `csat`, `ces`, and metrics named in `top_box`: share of the top answers in percent, with
///   Wilson's interval ([`crate::stats::wilson`]).
/// - other metrics with a known scale: mean in percent of the way from the bad to the good end
///   (POMP), with the interval of a mean ([`crate::stats::mean_interval`]); metrics without a known
///   scale: their mean.
///
/// Weighted answers: shares and means are weighted, and the interval takes Kish's effective number
/// of answers for their number, which the row's `method` says.
///
/// The light is green or red only when the interval proves it ([`Goal::light`]). The target is the
/// one that holds at the end of the row's window, or at the latest answer without windows. Scores
/// describe those who answered; they are no measure of those who did not.
///
/// # Errors
/// [`crate::Error::Option`], [`crate::Error::UnknownZone`], [`crate::Error::MissingColumn`] for a
/// column of `by` that the feedback does not have, [`crate::Error::UnknownName`] for a metric that
/// does not occur, [`crate::Error::Unanswerable`] for an NPS on another scale than 0 (or 1) to 10.
///
/// ```
/// use std::sync::Arc;
/// use arrow_array::{Int64Array, RecordBatch};
/// use cx_core::intake::{Feedback, FeedbackRoles};
/// use cx_core::kpi::{ScoreOptions, score};
/// let answers = Arc::new(Int64Array::from(vec![10; 10]));
/// let batch = RecordBatch::try_from_iter([("score", answers as _)])?;
/// let feedback = Feedback::read(&[batch], &FeedbackRoles::default())?;
/// let scores = score(&feedback, &ScoreOptions::default(), None)?;
/// let row = &scores.rows[0];
/// assert_eq!((row.n, row.score, row.high), (10, Some(100.0), Some(100.0)));
/// // Ten promoters do not prove a Net Promoter Score of 100.
/// assert_eq!(row.low.map(|low| low.round()), Some(44.0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn score(
    feedback: &Feedback,
    options: &ScoreOptions,
    targets: Option<&Targets>,
) -> Result<Scores> {
    let call = Call::open();
    options.check()?;
    let grid = Grid::new(feedback, &options.by, options.window, options.timezone.as_deref())?;
    let options = &ScoreOptions { timezone: Some(grid.timezone()), ..options.clone() };
    let asked = asked(feedback, options.metric.as_ref())?;
    let report = account(feedback, &asked);
    let cells: Vec<(Key, ScoreCounts)> =
        grid.count(Aspect::Perception, &asked)?.into_iter().collect();
    let rules = rules(feedback, &asked, options)?;
    let latest = feedback.time.iter().copied().max().unwrap_or(NO_TIME);
    let scorer = Scorer {
        feedback,
        grid: &grid,
        rules,
        options,
        targets,
        latest,
        z: z_of(options.confidence)?,
    };
    let rows = parallel::map(cells.len(), |at| match cells.get(at).sure() {
        Some((key, counts)) => scorer.row(key, counts).map(Some),
        None => Ok(None),
    })?;
    let refused = cells.iter().map(|(_, counts)| counts.refused()).sum::<u64>();
    call.close(Ok(Scores {
        by: options.by.0.clone(),
        rows: rows.into_iter().flatten().filter(|row| row.n > 0).collect(),
        confidence: options.confidence,
        report: ScoreReport { refused, scored: report.scored - refused, ..report },
        definition: Definition::of(
            "kpi.score",
            &(options, scales(feedback, &asked), targets.map(Targets::levels)),
        ),
    }))
}

/// Which metrics, by code, are asked for.
pub(super) fn asked(feedback: &Feedback, metrics: Option<&Names>) -> Result<Vec<bool>> {
    let dictionary = &feedback.metric.dictionary;
    let mut asked = vec![metrics.is_none(); dictionary.len()];
    for name in metrics.iter().flat_map(|names| &names.0) {
        let code = dictionary.require("metric", name)?;
        if let Some(flag) = asked.get_mut(code as usize).sure() {
            *flag = true;
        }
    }
    Ok(asked)
}

/// The scales of the metrics that are asked for; part of the definition.
pub(super) fn scales(feedback: &Feedback, asked: &[bool]) -> Map<String, Option<Scale>> {
    let names = feedback.metric.dictionary.to_vec().into_iter().zip(asked);
    let scales = names.zip(&feedback.scales).filter(|((_, asked), _)| **asked);
    scales.map(|((name, _), scale)| (name, *scale)).collect()
}

fn account(feedback: &Feedback, asked: &[bool]) -> ScoreReport {
    let mut report = ScoreReport { answers: feedback.len() as u64, ..ScoreReport::default() };
    for (code, aspect) in feedback.metric.codes.iter().zip(&feedback.aspect) {
        let count = match (asked.get(*code as usize).sure(), aspect) {
            (Some(true), Aspect::Perception) => &mut report.scored,
            (Some(true), Aspect::Expectation) => &mut report.expectations,
            _ => &mut report.other_metrics,
        };
        *count += 1;
    }
    report
}

/// The rule of each metric, by code; `None` where it is not asked for.
fn rules(feedback: &Feedback, asked: &[bool], options: &ScoreOptions) -> Result<Vec<Option<Rule>>> {
    let names = feedback.metric.dictionary.to_vec().into_iter().zip(asked).zip(&feedback.scales);
    let rule = |((name, asked), scale): ((String, &bool), &Option<Scale>)| {
        asked.then(|| Rule::of(&name, *scale, options)).transpose()
    };
    names.map(rule).collect()
}

struct Scorer<'a> {
    feedback: &'a Feedback,
    grid: &'a Grid<'a>,
    rules: Vec<Option<Rule>>,
    options: &'a ScoreOptions,
    targets: Option<&'a Targets>,
    latest: i64,
    z: f64,
}

impl Scorer<'_> {
    fn row(&self, key: &Key, counts: &ScoreCounts) -> Result<ScoreRow> {
        let code = key.first().copied().sure_or_default() as usize;
        let rule = self.rules.get(code).sure().copied().flatten().sure_or(Rule::Mean);
        let scale = self.feedback.scales.get(code).sure().copied().flatten();
        let answers = counts.clone().finish()?;
        let mut row = ScoreRow {
            metric: self.feedback.metric.dictionary.name(code as u32).into_owned(),
            by: self.grid.names(key),
            window_start: self.grid.day(key),
            n: answers.answers,
            score: None,
            low: None,
            high: None,
            target: None,
            gap: None,
            less_is_better: false,
            light: None,
            answers_needed: None,
            small: answers.answers < self.options.min_answers,
            effective: answers.effective,
            method: rule.name(answers.weighted).to_owned(),
        };
        let goal = self.goal(&row);
        row.target = goal.map(|goal| goal.level);
        row.less_is_better = goal.is_some_and(|goal| goal.less_is_better);
        if let Some(measure) = Measure::of(&answers, rule, scale)? {
            self.judge(&mut row, &measure, goal)?;
        }
        Ok(row)
    }

    fn judge(&self, row: &mut ScoreRow, measure: &Measure, goal: Option<Goal>) -> Result<()> {
        let interval = measure.interval(1.0, self.options.confidence, self.z)?;
        row.score = Some(measure.score);
        row.low = interval.map(|i| i.low);
        row.high = interval.map(|i| i.high);
        let Some(goal) = goal else { return Ok(()) };
        row.gap = Some(measure.score - goal.level);
        row.light = (!row.small).then(|| goal.light(interval));
        if matches!(row.light, Some(Light::Green | Light::Red)) || !goal.decidable(measure.score) {
            return Ok(());
        }
        let decided = |n: u64| {
            if n < self.options.min_answers {
                return false;
            }
            let factor = n as f64 / row.n as f64;
            let interval = measure.interval(factor, self.options.confidence, self.z);
            interval.is_ok_and(|interval| goal.light(interval) != Light::Amber)
        };
        row.answers_needed = more_needed(row.n, MOST_ANSWERS, decided);
        Ok(())
    }

    fn goal(&self, row: &ScoreRow) -> Option<Goal> {
        let touchpoint = self.options.by.0.iter().position(|name| name == "touchpoint");
        let name = touchpoint.and_then(|at| row.by.get(at).sure()?.as_deref()).or_absent_default();
        let at = match (self.options.window, row.window_start) {
            (Some(window), Some(start)) => last_instant(window.next(start), self.grid.zone()),
            _ => self.latest,
        };
        let target = self.targets?.find(&row.metric, name, at)?;
        Some(Goal {
            level: target.level,
            tolerance: target.tolerance,
            less_is_better: target.direction == Direction::Down,
        })
    }
}

/// The last microsecond before a day begins.
fn last_instant(day: Day, zone: &Zone) -> i64 {
    // Days begin at midnight, within a day of midnight in UTC.
    let midnight = i64::from(day.days()) * crate::calendar::DAY;
    let ahead = zone.fixed().unwrap_or_else(|| {
        // To the minute: offsets of the years before there were zones had seconds.
        let minute = |wall: i64| wall - wall.rem_euclid(60_000_000);
        zone.wall(midnight).map_or(0, |wall| minute(wall) - midnight)
    });
    midnight - ahead - 1
}
