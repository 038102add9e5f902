//! The verb: scores in, signed credits out.

use super::super::attribute::attribute;
use super::super::credit::{Credit, UNATTRIBUTED};
use super::answers::{Answer, answers};
use super::options::ExperienceOptions;
use super::report::{Experience, ExperienceRow};
use crate::exact::ExactSum;
use crate::intake::{Feedback, IntakeReport};
use crate::journey::{Journeys, Paths};
use crate::options::Definition;
use crate::ordered::Map;
use crate::stats::Moments;
use crate::stitch::People;
use crate::{Error, Result};

/// What each touchpoint did for a score, against a reference: the models of
/// [`attribute`](super::super::attribute()) over experience instead of conversions.
///
/// An answer belongs to the person of its identifiers; the contacts before it, within the look-back,
/// are its path (what comes after an answer cannot have moved it). With the answers' points `y`
/// (NPS: 100, 0, -100; other scales 0 to 100), weights `w` (1 / probability of an answer, where the
/// feedback has a response model in its role `weight`) and the reference `y0`:
///
/// ```text
/// total   = sum of w (y - y0)
/// shrunk: mean of the answers after a set S of touchpoints  (n_S mean_S + tau y0) / (n_S + tau),
///         so each of its answers counts n_S / (n_S + tau) of w (y - y0); the rest is not attributed
/// credit  = what the model gives of the gains (y > y0)  -  what it gives of the losses (y < y0)
/// ```
///
/// Gains and losses are split apart, each as the *value* of an outcome, so that every model of
/// [`attribute`](super::super::attribute()) serves: for the rules and for Shapley's count game this
/// is the same as splitting `y - y0` itself (for the latter with `v(S)` the shrunk `n (mean - y0)`
/// of all answers whose touchpoints lie in `S`), for Markov chains it is a chain with rewards at
/// its end. Rows of a model, with the one of what no touchpoint gets, sum to the total.
///
/// Intervals of gains and losses are put together as those of a difference (G. Y. Zou, A. Donner,
/// *Construction of confidence limits about effect measures: a general approach*, Statistics in
/// Medicine 27 (2008) 1693-1702), as they come from different answers. The reference and the weights
/// count as known, and several answers of one person as independent.
///
/// Credits say after which contacts people answer better, *not* that the contacts are why: who is
/// content meets other touchpoints than who is not.
///
/// ```
/// use cx_core::attribution::{ExperienceOptions, Model, experience};
/// use cx_core::{intake::Feedback, journey::Journeys, stitch::People};
/// fn worst(journeys: &Journeys, people: &People, nps: &Feedback) -> cx_core::Result<Option<String>> {
///     let options = ExperienceOptions::default().models([Model::Linear]);
///     let mut rows = experience(journeys, people, nps, &options)?.rows;
///     rows.sort_by(|a, b| a.credit.total_cmp(&b.credit));
///     Ok(rows.into_iter().next().map(|row| row.touchpoint))
/// }
/// ```
///
/// # Errors
/// [`Error::Option`] for options out of range; [`Error::UnknownName`] for a metric that does not
/// occur; [`Error::Unanswerable`] when no answer belongs to somebody with a journey, or for a model
/// that needs times; as [`attribute`](super::super::attribute()).
pub fn experience(
    journeys: &Journeys,
    people: &People,
    feedback: &Feedback,
    options: &ExperienceOptions,
) -> Result<Experience> {
    options.validate()?;
    let (answers, unlinked) = answers(journeys, people, feedback, options)?;
    let Some(moments) = Moments::of(answers.iter().map(|answer| (answer.score, answer.weight)))?
    else {
        return Err(Error::Unanswerable {
            what: format!("no answer to \"{}\" belongs to somebody with a journey", options.metric),
            remedy: "give the feedback the identifiers of the events, and check its intake report",
        });
    };
    let reference = options.reference.unwrap_or(moments.mean);
    let whole = Whole { answers: &answers, reference, shrink: options.shrink };
    let gains = side(&whole.paths(journeys, 1.0)?, options)?;
    let losses = side(&whole.paths(journeys, -1.0)?, options)?;
    let mut report = Experience {
        rows: Vec::new(),
        models: options.models.clone(),
        metric: options.metric.clone(),
        answers: answers.len() as u64,
        unlinked,
        without_contact: answers.iter().filter(|answer| answer.path.is_empty()).count() as u64,
        weight: sum(answers.iter().map(|answer| answer.weight))?,
        mean: moments.mean,
        reference,
        total: sum(answers.iter().map(|a| a.weight * (a.score - reference)))?,
        residual: 0.0,
        confidence: options.confidence,
        definition: Definition::of(
            "attribution.experience",
            &(options, &journeys.definition, &feedback.report.definition),
        ),
    };
    let met = whole.met(journeys)?;
    report.fill(journeys, &[gains, losses], &met, whole.held_back()?)?;
    Ok(report)
}

/// The credits of one side; `None` where nobody is on it.
fn side(paths: &Paths, options: &ExperienceOptions) -> Result<Option<Credit>> {
    // Models that cannot be computed say so even where there is nothing on this side.
    let empty = paths.value.iter().all(|value| *value == 0.0);
    if empty { Ok(None) } else { attribute(paths, &options.attribution()).map(Some) }
}

fn sum(terms: impl Iterator<Item = f64>) -> Result<f64> {
    let mut sum = ExactSum::default();
    terms.for_each(|term| sum.add(term));
    sum.value()
}

/// Credit of the value, and how far its interval goes below and above it.
#[derive(Debug, Clone, Copy, Default)]
struct Part {
    value: f64,
    below: f64,
    above: f64,
}

impl Experience {
    fn fill(
        &mut self,
        journeys: &Journeys,
        sides: &[Option<Credit>; 2],
        met: &[(u64, f64)],
        held_back: f64,
    ) -> Result<()> {
        for model in self.models.clone() {
            let [gains, losses] = sides.each_ref().map(|side| parts(side.as_ref(), model));
            let (mut credits, mut terms) = (Vec::new(), Vec::new());
            let names = journeys.touchpoints.to_vec();
            let blank = (0, f64::NAN);
            let rows = names.iter().map(String::as_str).zip(met.iter().copied());
            for (name, (answers, mean)) in rows.chain([(UNATTRIBUTED, blank)]) {
                let of = |side: &Map<String, Part>| side.get(name).copied().unwrap_or_default();
                let (gain, loss) = (of(&gains), of(&losses));
                let rest = if name == UNATTRIBUTED { held_back } else { 0.0 };
                let credit = gain.value - loss.value + rest;
                // What a gain and a loss that are nearly the same leave is rounding of both.
                terms.extend([gain.value, loss.value, rest].map(f64::abs));
                if answers == 0 && credit == 0.0 {
                    continue;
                }
                // The least credit has the least gain and the largest loss.
                let low = credit - gain.below.hypot(loss.above);
                let high = credit + gain.above.hypot(loss.below);
                credits.push(credit);
                self.rows.push(ExperienceRow {
                    model,
                    touchpoint: name.to_owned(),
                    answers,
                    mean,
                    credit,
                    credit_low: low,
                    credit_high: high,
                    lift: credit / self.weight,
                    experience_points: credit / 100.0,
                    experience_points_low: low / 100.0,
                    experience_points_high: high / 100.0,
                });
            }
            let scale = sum(terms.into_iter())?.max(self.total.abs());
            let leak = (sum(credits.into_iter())? - self.total).abs();
            self.residual = self.residual.max(if scale > 0.0 { leak / scale } else { 0.0 });
        }
        Ok(())
    }
}

fn parts(side: Option<&Credit>, model: super::super::options::Model) -> Map<String, Part> {
    let rows = side.into_iter().flat_map(|credit| credit.of(model));
    rows.map(|row| {
        let (below, above) = (row.value - row.value_low, row.value_high - row.value);
        let part = Part { value: row.value, below, above };
        (row.touchpoint.clone(), part)
    })
    .collect()
}

/// All answers, to be brought together by path.
struct Whole<'a> {
    answers: &'a [Answer],
    reference: f64,
    shrink: f64,
}

impl Whole<'_> {
    /// Answers by the set of their touchpoints.
    fn sets(&self) -> Map<Vec<u32>, usize> {
        let mut sets = Map::new();
        for answer in self.answers {
            *sets.entry(set(&answer.path)).or_insert(0) += 1;
        }
        sets
    }

    /// The part of `w (y - y0)` of each answer that counts.
    fn counted(&self) -> Vec<f64> {
        let sets = self.sets();
        let one = |answer: &Answer| {
            let count = sets.get(&set(&answer.path)).copied().unwrap_or(1) as f64;
            answer.weight * (answer.score - self.reference) * (count / (count + self.shrink))
        };
        self.answers.iter().map(one).collect()
    }

    /// What small counts hold back.
    fn held_back(&self) -> Result<f64> {
        let all = self.answers.iter().map(|a| a.weight * (a.score - self.reference));
        sum(all.zip(self.counted()).flat_map(|(all, counted)| [all, -counted]))
    }

    /// Distinct paths of one side (`sign` 1: gains, -1: losses): its answers convert with their
    /// counted points as value, all others do not.
    fn paths(&self, journeys: &Journeys, sign: f64) -> Result<Paths> {
        let mut paths = Paths {
            touchpoints: journeys.touchpoints.clone(),
            codes: Vec::new(),
            ends: Vec::new(),
            conversions: Vec::new(),
            value: Vec::new(),
            value_squares: Vec::new(),
            nulls: Vec::new(),
            report: IntakeReport::default(),
            definition: journeys.definition.clone(),
        };
        let counted = self.counted();
        let rows: Vec<(&Answer, f64)> = self.answers.iter().zip(counted).collect();
        for group in rows.chunk_by(|a, b| a.0.path == b.0.path) {
            let Some((first, _)) = group.first() else { continue };
            let (mine, others): (Vec<_>, Vec<_>) =
                group.iter().partition(|(_, counted)| counted * sign > 0.0);
            let weight = |rows: &[(&Answer, f64)]| sum(rows.iter().map(|row| row.0.weight));
            paths.codes.extend_from_slice(&first.path);
            paths.ends.push(paths.codes.len());
            paths.conversions.push(weight(&mine)?);
            paths.nulls.push(weight(&others)?);
            paths.value.push(sum(mine.iter().map(|row| row.1 * sign))?);
            paths.value_squares.push(sum(mine.iter().map(|row| row.1 * row.1))?);
        }
        Ok(paths)
    }

    /// For each touchpoint, the answers after it and their weighted mean.
    fn met(&self, journeys: &Journeys) -> Result<Vec<(u64, f64)>> {
        let mut by_touchpoint = vec![Vec::new(); journeys.touchpoints.len()];
        for answer in self.answers {
            for code in set(&answer.path) {
                if let Some(rows) = by_touchpoint.get_mut(code as usize) {
                    rows.push((answer.score, answer.weight));
                }
            }
        }
        let one = |rows: &Vec<(f64, f64)>| {
            let moments = Moments::of(rows.iter().copied())?;
            Ok((rows.len() as u64, moments.map_or(f64::NAN, |moments| moments.mean)))
        };
        by_touchpoint.iter().map(one).collect()
    }
}

/// The distinct touchpoints of a path, in order of their codes.
fn set(path: &[u32]) -> Vec<u32> {
    let mut set = path.to_vec();
    set.sort_unstable();
    set.dedup();
    set
}
