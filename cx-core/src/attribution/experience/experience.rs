//! The verb: scores in, signed credits out.

use super::answers::answers;
use super::options::ExperienceOptions;
use super::report::{Experience, ExperienceRow};
use super::whole::{Part, Whole, sum};
use crate::attribution::attribute::attribute;
use crate::attribution::credit::Credit;
use crate::intake::Feedback;
use crate::journey::Journeys;
use crate::journey::paths::Paths;
use crate::options::Definition;
use crate::ordered::Map;
use crate::reserved::UNATTRIBUTED;
use crate::stats::Moments;
use crate::stitch::People;
use crate::sure::{Absent, Call};
use crate::{Error, Result};

/// What each touchpoint did for a score, against a reference: the models of
/// [`attribute`](crate::attribution::attribute()) over experience instead of conversions.
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
/// [`attribute`](crate::attribution::attribute()) serves: for the rules and for Shapley's count game this
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
/// occur; [`Error::Unanswerable`] when no answer belongs to somebody with a journey, or for a promoter
/// score of answers on another scale than 0 (or 1) to 10; [`Error::Lacking`] for a model that needs
/// times; as [`attribute`](crate::attribution::attribute()).
pub fn experience(
    journeys: &Journeys,
    people: &People,
    feedback: &Feedback,
    options: &ExperienceOptions,
) -> Result<Experience> {
    let call = Call::open();
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
    call.close(Ok(report))
}

/// The credits of one side; `None` where nobody is on it.
fn side(paths: &Paths, options: &ExperienceOptions) -> Result<Option<Credit>> {
    // Models that cannot be computed say so even where there is nothing on this side.
    let empty = paths.value.iter().all(|value| *value == 0.0);
    if empty { Ok(None) } else { attribute(paths, &options.attribution()).map(Some) }
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
                let of = |side: &Map<String, Part>| side.get(name).copied().or_absent_default();
                let (gain, loss) = (of(&gains), of(&losses));
                let rest = if name == UNATTRIBUTED { held_back } else { 0.0 };
                let credit = gain.value - loss.value + rest;
                // What a gain and a loss that are nearly the same leave is rounding of both.
                terms.extend([gain.value, loss.value, rest].map(f64::abs));
                if answers == 0 && credit == 0.0 {
                    continue;
                }
                let [low, high] = gain.against(loss, credit);
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

fn parts(side: Option<&Credit>, model: crate::attribution::model::Model) -> Map<String, Part> {
    let rows = side.into_iter().flat_map(|credit| credit.of(model));
    rows.map(|row| (row.touchpoint.clone(), Part::new(row.value, row.value_low, row.value_high)))
        .collect()
}
