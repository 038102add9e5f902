//! Expectation against perception.

use super::cells::{Grid, Key};
use super::score::{asked, scales};
use super::{GapOptions, GapReport, GapRow, Gaps};
use crate::columns::{Coded, NO_CODE};
use crate::intake::{Aspect, Feedback, Scale, pomp};
use crate::options::Definition;
use crate::ordered::Map;
use crate::stats::{Interval, Moments, mean_interval, t_of};
use crate::sure::{Call, Sure};
use crate::{Error, Result};

/// Compares perception with expectation, cell by cell: `gap = perception - expectation`.
///
/// - Where respondents carry identifiers and at least half of the answers on the smaller side have
///   a partner, the gap is the mean difference of the respondents who gave both answers, with the
///   paired t interval (several answers of one respondent count as their mean).
/// - Otherwise the two means are compared as independent samples (Welch's t). A sample without
///   spread, or of one answer, has no t: the intervals of the two means are then combined (MOVER,
///   Zou and Donner, Statistics in Medicine 27, 2008).
///
/// Answers are stretched to 0 to 100 (100 at the good end) unless `raw`; metrics without a known
/// scale always stay as they are. Weighted answers count with Kish's effective number. Both answers
/// of a respondent must fall into the same cell to be a pair, also in time.
///
/// Source: A. Parasuraman, V. Zeithaml, L. Berry, *SERVQUAL*, Journal of Retailing 64 (1988) 12-40.
///
/// # Errors
/// As [`score`](super::score()); [`Error::UnknownName`] for an identifier type that the feedback
/// does not have.
///
/// ```
/// use std::sync::Arc;
/// use arrow_array::{Int64Array, RecordBatch, StringArray};
/// use cx_core::intake::{Feedback, FeedbackRoles};
/// use cx_core::kpi::{GapOptions, gaps};
/// let aspect = StringArray::from(vec!["expectation", "expectation", "perception", "perception"]);
/// let batch = RecordBatch::try_from_iter([
///     ("score", Arc::new(Int64Array::from(vec![5, 4, 3, 4])) as _),
///     ("aspect", Arc::new(aspect) as _),
/// ])?;
/// let roles = FeedbackRoles {
///     metric: Some("=csat".into()),
///     aspect: Some("aspect".into()),
///     ..FeedbackRoles::default()
/// };
/// let feedback = Feedback::read(&[batch], &roles)?;
/// let gaps = gaps(&feedback, &GapOptions::default())?;
/// assert_eq!(gaps.rows[0].gap, Some(-25.0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn gaps(feedback: &Feedback, options: &GapOptions) -> Result<Gaps> {
    let call = Call::open();
    options.check()?;
    let grid = Grid::new(feedback, &options.by, options.window, options.timezone.as_deref())?;
    let options = &GapOptions { timezone: Some(grid.timezone()), ..options.clone() };
    let mut wanted = asked(feedback, options.metric.as_ref())?;
    if options.metric.is_none() {
        both_aspects(feedback, &mut wanted);
    }
    let ids = identifiers(feedback, options)?;
    let cells = collect(feedback, &grid, &wanted, ids, options);
    let mut report = GapReport { answers: feedback.len() as u64, ..GapReport::default() };
    let mut rows = Vec::with_capacity(cells.len());
    for (key, cell) in cells {
        let row = row(feedback, &grid, &key, cell, options)?;
        let counted = row.n_expectation + row.n_perception;
        report.left_out += row.left_out;
        report.compared += counted - row.left_out;
        rows.push(row);
    }
    report.other_metrics = report.answers - report.compared - report.left_out;
    call.close(Ok(Gaps {
        by: options.by.0.clone(),
        rows,
        report,
        definition: Definition::of("kpi.gaps", &(options, scales(feedback, &wanted))),
    }))
}

/// One answer: respondent, value, weight.
#[derive(Debug, Clone, Copy)]
struct Answer {
    id: u32,
    value: f64,
    weight: f64,
}

#[derive(Debug, Default)]
struct Cell {
    expectation: Vec<Answer>,
    perception: Vec<Answer>,
}

/// What the comparison found.
struct Found {
    expectation: Option<f64>,
    perception: Option<f64>,
    interval: Option<Interval>,
    respondents: u64,
    n: u64,
    left_out: u64,
    method: &'static str,
}

/// Keeps metrics that have both aspects.
fn both_aspects(feedback: &Feedback, wanted: &mut [bool]) {
    let mut seen = vec![(false, false); wanted.len()];
    for (code, aspect) in feedback.metric.codes.iter().zip(&feedback.aspect) {
        if let Some(seen) = seen.get_mut(*code as usize).sure() {
            match aspect {
                Aspect::Expectation => seen.0 = true,
                Aspect::Perception => seen.1 = true,
            }
        }
    }
    for (flag, (expectation, perception)) in wanted.iter_mut().zip(seen) {
        *flag &= expectation && perception;
    }
}

fn identifiers<'a>(feedback: &'a Feedback, options: &GapOptions) -> Result<Option<&'a Coded>> {
    let Some(wanted) = &options.id else {
        let first = feedback.ids.iter().min_by(|a, b| a.id_type.cmp(&b.id_type));
        return Ok(first.map(|column| &column.ids));
    };
    let found = feedback.ids.iter().find(|column| column.id_type == *wanted);
    found.map(|column| Some(&column.ids)).ok_or_else(|| Error::UnknownName {
        what: "id",
        name: wanted.clone(),
        available: feedback.ids.iter().map(|column| column.id_type.clone()).collect(),
    })
}

fn collect(
    feedback: &Feedback,
    grid: &Grid<'_>,
    wanted: &[bool],
    ids: Option<&Coded>,
    options: &GapOptions,
) -> Map<Key, Cell> {
    let mut cells = Map::<Key, Cell>::new();
    let mut cursor = grid.cursor();
    for row in 0..feedback.len() {
        let metric = feedback.metric.code(row) as usize;
        if !wanted.get(metric).copied().sure_or(false) {
            continue;
        }
        let score = feedback.score.get(row).copied().sure_or(f64::NAN);
        let scale = feedback.scales.get(metric).sure().copied().flatten();
        let answer = Answer {
            id: ids.map_or(NO_CODE, |ids| ids.code(row)),
            value: if options.raw { score } else { pomp(score, scale) },
            weight: feedback.weight.get(row).copied().sure_or(1.0),
        };
        let key = cursor.key(row);
        if !cells.contains_key(key) {
            cells.insert(key.into(), Cell::default());
        }
        let Some(cell) = cells.get_mut(key).sure() else { continue };
        match feedback.aspect.get(row).sure() {
            Some(Aspect::Expectation) => cell.expectation.push(answer),
            _ => cell.perception.push(answer),
        }
    }
    cells
}

fn row(
    feedback: &Feedback,
    grid: &Grid<'_>,
    key: &Key,
    mut cell: Cell,
    options: &GapOptions,
) -> Result<GapRow> {
    let metric = key.first().copied().sure_or_default();
    let bounds = bounds(feedback.scales.get(metric as usize).sure().copied().flatten(), options);
    // One order for equal multisets, whatever the order of rows was.
    for side in [&mut cell.expectation, &mut cell.perception] {
        side.sort_unstable_by(|a, b| {
            let values = || a.value.total_cmp(&b.value).then(a.weight.total_cmp(&b.weight));
            a.id.cmp(&b.id).then_with(values)
        });
    }
    let found = compare(&cell, bounds, options.confidence)?;
    let gap = found.perception.zip(found.expectation).map(|(p, e)| p - e);
    let interval = found.interval.zip(gap).map(|(interval, gap)| interval.around(gap));
    Ok(GapRow {
        metric: feedback.metric.dictionary.name(metric).into_owned(),
        by: grid.names(key),
        window_start: grid.day(key),
        n: found.n,
        expectation: found.expectation,
        perception: found.perception,
        gap,
        low: interval.map(|i| i.low),
        high: interval.map(|i| i.high),
        n_expectation: cell.expectation.len() as u64,
        n_perception: cell.perception.len() as u64,
        left_out: found.left_out,
        small: found.respondents < options.min_answers,
        method: found.method.to_owned(),
    })
}

/// The ends of the values, where the metric has a scale.
fn bounds(scale: Option<Scale>, options: &GapOptions) -> Option<(f64, f64)> {
    let scale = scale.filter(|scale| scale.min < scale.max)?;
    Some(if options.raw { (scale.min, scale.max) } else { (0.0, 100.0) })
}

fn compare(cell: &Cell, bounds: Option<(f64, f64)>, confidence: f64) -> Result<Found> {
    let (expected, felt) = (&cell.expectation, &cell.perception);
    let smaller = expected.len().min(felt.len());
    let pairs = pairs(expected, felt);
    let partners: usize = pairs.iter().map(|pair| pair.answers.0.min(pair.answers.1)).sum();
    if pairs.len() >= 2 && 2 * partners >= smaller {
        return paired(cell, &pairs, bounds, confidence);
    }
    let moments = |side: &[Answer]| Moments::of(side.iter().map(|a| (a.value, a.weight)));
    let (before, after) = (moments(expected)?, moments(felt)?);
    let mut found = Found {
        expectation: before.map(|m| m.mean),
        perception: after.map(|m| m.mean),
        interval: None,
        respondents: smaller as u64,
        n: (expected.len() + felt.len()) as u64,
        left_out: 0,
        method: "one_sided",
    };
    if let Some((before, after)) = before.zip(after) {
        let spread = |m: &Moments| m.variance > 0.0 && m.effective > 1.0;
        if spread(&before) && spread(&after) {
            found.interval = Some(welch(&before, &after, confidence)?);
            found.method = "welch_t";
        } else {
            let below = mean_interval(&before, bounds, confidence)?;
            let above = mean_interval(&after, bounds, confidence)?;
            found.interval =
                below.zip(above).map(|(b, a)| mover((before.mean, b), (after.mean, a)));
            found.method = "mover";
        }
    }
    Ok(found)
}

/// A respondent with both answers.
struct Pair {
    expectation: f64,
    perception: f64,
    weight: f64,
    /// How many answers of each kind.
    answers: (usize, usize),
}

/// Respondents with both answers, in order of their codes; both sides are sorted by respondent.
fn pairs(expected: &[Answer], felt: &[Answer]) -> Vec<Pair> {
    let same = |a: &Answer, b: &Answer| a.id == b.id;
    let groups: Map<u32, &[Answer]> = expected
        .chunk_by(same)
        .filter_map(|group| group.first().map(|a| (a.id, group)))
        .filter(|(id, _)| *id != NO_CODE)
        .collect();
    let mut pairs = Vec::new();
    for after in felt.chunk_by(same) {
        let before = after.first().and_then(|answer| groups.get(&answer.id));
        let Some(before) = before else { continue };
        let mean = |group: &[Answer]| {
            let weight: f64 = group.iter().map(|a| a.weight).sum();
            let sum: f64 = group.iter().map(|a| a.weight * a.value).sum();
            (weight > 0.0).then_some((sum / weight, weight / group.len() as f64))
        };
        if let Some(((expectation, _), (perception, weight))) = mean(before).zip(mean(after)) {
            let answers = (before.len(), after.len());
            pairs.push(Pair { expectation, perception, weight, answers });
        }
    }
    pairs
}

fn paired(
    cell: &Cell,
    pairs: &[Pair],
    bounds: Option<(f64, f64)>,
    confidence: f64,
) -> Result<Found> {
    let moments = |value: &dyn Fn(&Pair) -> f64| {
        Moments::of(pairs.iter().map(|pair| (value(pair), pair.weight)))
    };
    let (before, after) = (moments(&|p| p.expectation)?, moments(&|p| p.perception)?);
    let difference = moments(&|p| p.perception - p.expectation)?;
    let range = bounds.map(|(low, high)| (low - high, high - low));
    let interval = match difference {
        Some(difference) => mean_interval(&difference, range, confidence)?,
        None => None,
    };
    let counted: usize = pairs.iter().map(|pair| pair.answers.0 + pair.answers.1).sum();
    Ok(Found {
        expectation: before.map(|m| m.mean),
        perception: after.map(|m| m.mean),
        interval,
        respondents: pairs.len() as u64,
        n: pairs.len() as u64,
        left_out: (cell.expectation.len() + cell.perception.len() - counted) as u64,
        method: "paired_t",
    })
}

/// Welch's interval with the degrees of freedom of Satterthwaite.
fn welch(before: &Moments, after: &Moments, confidence: f64) -> Result<Interval> {
    let (a, b) = (before.variance / before.effective, after.variance / after.effective);
    let df =
        (a + b) * (a + b) / (a * a / (before.effective - 1.0) + b * b / (after.effective - 1.0));
    let half = t_of(confidence, df)? * (a + b).sqrt();
    let gap = after.mean - before.mean;
    Ok(Interval { low: gap - half, high: gap + half })
}

/// The interval of `after - before` from the intervals of both.
fn mover((before, b): (f64, Interval), (after, a): (f64, Interval)) -> Interval {
    let gap = after - before;
    Interval {
        low: gap - libm::hypot(after - a.low, b.high - before),
        high: gap + libm::hypot(a.high - after, before - b.low),
    }
}
