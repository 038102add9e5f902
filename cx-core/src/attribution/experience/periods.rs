//! The verb: scores in, signed credits out, by period.

use super::answers::{Answer, answers};
use super::options::ExperienceOptions;
use super::period_report::{PeriodExperience, PeriodExperienceRow};
use super::whole::{Part, Whole, sum};
use crate::attribution::division::{PeriodOptions, PeriodRow, split_by_period};
use crate::attribution::model::Model;
use crate::attribution::options::AttributeOptions;
use crate::calendar::Calendar;
use crate::calendar::Day;
use crate::columns::{NO_MONEY, NO_TIME};
use crate::exact::ExactSum;
use crate::intake::Feedback;
use crate::journey::{JourneyReport, Journeys, Sessions, Steps};
use crate::options::Definition;
use crate::ordered::Map;
use crate::reserved::UNATTRIBUTED;
use crate::stats::Moments;
use crate::stitch::People;
use crate::sure::{Absent, Call, Sure};
use crate::{Error, Result};

/// The credits of [`experience`](super::experience::experience()) by period of the calendar: by the day of the
/// contact ([`CreditDate::Touch`](crate::attribution::CreditDate::Touch)), where the cost of the contact lies, or by the day of the answer
/// ([`CreditDate::Conversion`](crate::attribution::CreditDate::Conversion)).
///
/// Each answer is split by itself, so the models are those of
/// [`credit_by_period`](crate::attribution::credit_by_period): the rules and Shapley's count game. What no
/// touchpoint gets, answers without a contact before them and what small counts hold back, has the day
/// of the answer. Answers whose time is not known do not count (`without_time`). Over all periods the
/// credits of a touchpoint sum to its credit as a whole.
///
/// Intervals: gains and losses of a period as in `credit_by_period`, with the person as the unit, put
/// together as in [`experience`](super::experience::experience()).
///
/// ```
/// # use cx_core::attribution::{ExperienceOptions, PeriodOptions, experience_by_period};
/// # use cx_core::{intake::Feedback, journey::Journeys, stitch::People};
/// fn weeks(journeys: &Journeys, people: &People, nps: &Feedback) -> cx_core::Result<Vec<(String, f64)>> {
///     let (options, weeks) = (ExperienceOptions::default(), PeriodOptions::default());
///     let table = experience_by_period(journeys, people, nps, &options, &weeks)?;
///     Ok(table.rows.into_iter().map(|row| (row.period.to_string(), row.experience_points)).collect())
/// }
/// ```
///
/// # Errors
/// As [`experience`](super::experience::experience()); [`Error::Option`] for models that do not split each
/// answer by itself; [`Error::UnknownZone`].
pub fn experience_by_period(
    journeys: &Journeys,
    people: &People,
    feedback: &Feedback,
    options: &ExperienceOptions,
    periods: &PeriodOptions,
) -> Result<PeriodExperience> {
    let call = Call::open();
    options.validate()?;
    let (zone, periods) = periods.settled(journeys)?;
    let periods = &periods;
    let (mut answers, unlinked) = answers(journeys, people, feedback, options)?;
    let found = answers.len();
    answers.retain(|answer| answer.time != NO_TIME);
    let without_time = (found - answers.len()) as u64;
    let Some(moments) = Moments::of(answers.iter().map(|answer| (answer.score, answer.weight)))?
    else {
        return Err(Error::Unanswerable {
            what: format!(
                "no answer to \"{}\" with a time belongs to somebody with a journey",
                options.metric
            ),
            remedy: "give the feedback its time and the identifiers of the events",
        });
    };
    let reference = options.reference.unwrap_or(moments.mean);
    let whole = Whole { answers: &answers, reference, shrink: options.shrink };
    let counted = whole.counted();
    let side = |sign| side(journeys, &answers, &counted, sign, &options.attribution(), periods);
    let sides = [side(1.0)?, side(-1.0)?];
    let calendar = Calendar { window: periods.window, zone: &zone };
    let held = held_back(&answers, &counted, reference, calendar)?;
    call.close(Ok(PeriodExperience {
        rows: rows(&sides, &held, &options.models),
        models: options.models.clone(),
        metric: options.metric.clone(),
        answers: answers.len() as u64,
        unlinked,
        without_time,
        reference,
        total: sum(answers.iter().map(|a| a.weight * (a.score - reference)))?,
        confidence: options.confidence,
        periods: periods.clone(),
        definition: Definition::of(
            "attribution.experience_by_period",
            &(options, periods, &journeys.definition, &feedback.report.definition),
        ),
    }))
}

/// Credits of one side (`sign` 1: gains, -1: losses): its answers as journeys that end with the answer
/// and are worth their counted points.
fn side(
    of: &Journeys,
    answers: &[Answer],
    counted: &[f64],
    sign: f64,
    attribute: &AttributeOptions,
    periods: &PeriodOptions,
) -> Result<Vec<PeriodRow>> {
    let mine = answers.iter().zip(counted).map(|(answer, counted)| (answer, counted * sign));
    let (mine, points): (Vec<&Answer>, Vec<f64>) = mine.filter(|(_, points)| *points > 0.0).unzip();
    let journeys = as_journeys(of, &mine);
    let worth = |answer: usize| points.get(answer).copied().sure_or(0.0);
    split_by_period(&journeys, &worth, attribute, periods)
}

/// Answers as journeys without a value.
fn as_journeys(of: &Journeys, answers: &[&Answer]) -> Journeys {
    let mut ends = Vec::with_capacity(answers.len());
    let mut steps = Steps::default();
    for answer in answers {
        steps.touchpoint.extend_from_slice(&answer.path);
        steps.time.extend_from_slice(&answer.times);
        ends.push(steps.time.len());
    }
    (steps.event, steps.row) = (vec![0; steps.time.len()], vec![0; steps.time.len()]);
    let start = |answer: &&Answer| answer.times.first().copied().or_absent(answer.time);
    Journeys {
        touchpoints: of.touchpoints.clone(),
        events: of.events.clone(),
        outcomes: of.outcomes.clone(),
        campaigns: of.campaigns.clone(),
        costs: Vec::new(),
        timezone: of.timezone.clone(),
        days: of.days.clone(),
        steps,
        ends,
        person: answers.iter().map(|answer| answer.person).collect(),
        start: answers.iter().map(start).collect(),
        end: answers.iter().map(|answer| answer.time).collect(),
        sessions_of: vec![0; answers.len()],
        converted: vec![true; answers.len()],
        value: vec![NO_MONEY; answers.len()],
        outcome: vec![0; answers.len()],
        open: vec![false; answers.len()],
        cancelled: Vec::new(),
        carried: Vec::new(),
        unknown_refunds: Vec::new(),
        sessions: Sessions::default(),
        persons: of.persons,
        report: JourneyReport::default(),
        definition: of.definition.clone(),
    }
}

/// What small counts hold back, by the period of the answer.
fn held_back(
    answers: &[Answer],
    counted: &[f64],
    reference: f64,
    calendar: Calendar<'_>,
) -> Result<Map<Day, f64>> {
    let mut sums = Map::<Day, ExactSum>::new();
    for (answer, counted) in answers.iter().zip(counted) {
        let sum = sums.entry(calendar.period(answer.time)).or_default();
        sum.add(answer.weight * (answer.score - reference));
        sum.add(-counted);
    }
    sums.into_iter().map(|(day, sum)| Ok((day, sum.value()?))).collect()
}

/// Gains less losses, with what is held back.
fn rows(
    sides: &[Vec<PeriodRow>; 2],
    held: &Map<Day, f64>,
    models: &[Model],
) -> Vec<PeriodExperienceRow> {
    // Model, period, and touchpoints before what none of them gets.
    type Key = (usize, Day, bool, String);
    let mut parts = Map::<Key, [Part; 3]>::new();
    let place = |model: Model| models.iter().position(|other| *other == model).sure_or(0);
    for (side, credits) in sides.iter().enumerate() {
        for row in credits {
            let last = row.touchpoint == UNATTRIBUTED;
            let key = (place(row.model), row.period, last, row.touchpoint.clone());
            if let Some(part) = parts.entry(key).or_default().get_mut(side).sure() {
                *part = Part::new(row.value, row.value_low, row.value_high);
            }
        }
    }
    for (day, rest) in held.iter().filter(|(_, rest)| **rest != 0.0) {
        for model in 0..models.len() {
            let [.., part] = parts.entry((model, *day, true, UNATTRIBUTED.into())).or_default();
            *part = Part::new(*rest, *rest, *rest);
        }
    }
    let row = |((model, period, _, touchpoint), [gain, loss, rest]): (Key, [Part; 3])| {
        let credit = gain.value - loss.value + rest.value;
        let [low, high] = gain.against(loss, credit);
        PeriodExperienceRow {
            period,
            model: models.get(model).copied().sure_or(Model::Linear),
            touchpoint,
            credit,
            credit_low: low,
            credit_high: high,
            experience_points: credit / 100.0,
            experience_points_low: low / 100.0,
            experience_points_high: high / 100.0,
        }
    };
    parts.into_iter().map(row).collect()
}
