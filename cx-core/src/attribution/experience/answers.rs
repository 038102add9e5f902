//! Answers with the contacts before them.

use super::options::ExperienceOptions;
use crate::Result;
use crate::columns::{NO_CODE, NO_TIME};
use crate::intake::{Aspect, Feedback, MetricRule, Scale, Side, pomp, turn};
use crate::journey::Journeys;
use crate::options::Span;
use crate::stitch::People;
use crate::sure::Sure;

/// One answer of somebody who has a journey.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Answer {
    pub(super) person: u32,
    /// When it was given, or [`NO_TIME`].
    pub(super) time: i64,
    /// Touchpoints of the contacts before it, in order.
    pub(super) path: Vec<u32>,
    /// When these contacts were.
    pub(super) times: Vec<i64>,
    /// In points.
    pub(super) score: f64,
    pub(super) weight: f64,
}

/// The answers of one metric, in an order of their own; how many belong to nobody with a journey.
pub(super) fn answers(
    journeys: &Journeys,
    people: &People,
    feedback: &Feedback,
    options: &ExperienceOptions,
) -> Result<(Vec<Answer>, u64)> {
    let metric = feedback.metric.dictionary.require("metric", &options.metric)?;
    let scale = feedback.scales.get(metric as usize).sure().copied().flatten();
    let rule = MetricRule::of(&options.metric, scale)?;
    let contacts = Contacts::of(journeys);
    let (mut answers, mut unlinked) = (Vec::new(), 0);
    for row in 0..feedback.len() {
        let counts = feedback.metric.code(row) == metric
            && feedback.aspect.get(row).sure() == Some(&Aspect::Perception);
        let weight = feedback.weight.get(row).copied().sure_or(1.0);
        if !counts || weight <= 0.0 {
            continue;
        }
        let person = people.of_answer(feedback, row).filter(|person| contacts.knows(*person));
        let Some(person) = person else {
            unlinked += 1;
            continue;
        };
        let time = feedback.time.get(row).copied().sure_or(NO_TIME);
        let before = contacts.before(person, time, options.lookback.map(Span::micros));
        answers.push(Answer {
            person,
            time,
            path: before.iter().map(|contact| contact.2).collect(),
            times: before.iter().map(|contact| contact.1).collect(),
            score: points(feedback.score.get(row).copied().sure_or(0.0), rule, scale),
            weight,
        });
    }
    answers.sort_by(|a, b| {
        let numbers = a.score.total_cmp(&b.score).then(a.weight.total_cmp(&b.weight));
        a.path.cmp(&b.path).then(numbers)
    });
    Ok((answers, unlinked))
}

/// What an answer is in points: promoters 100, detractors -100, others 0; for other metrics 0 to 100
/// from the worse end of the scale to the better one, or as it is where the scale is not known.
fn points(answer: f64, rule: MetricRule, scale: Option<Scale>) -> f64 {
    match rule {
        MetricRule::Promoters => match Side::of(turn(answer, scale)) {
            Side::Promoter => 100.0,
            Side::Passive => 0.0,
            Side::Detractor => -100.0,
        },
        MetricRule::Top(_) | MetricRule::Mean => pomp(answer, scale),
    }
}

/// Contacts by person and time.
struct Contacts {
    /// Person, time, touchpoint.
    rows: Vec<(u32, i64, u32)>,
}

impl Contacts {
    fn of(journeys: &Journeys) -> Self {
        let mut rows = Vec::with_capacity(journeys.steps.time.len());
        for journey in 0..journeys.len() {
            let person = journeys.person.get(journey).copied().sure_or(NO_CODE);
            for step in journeys.range(journey) {
                let time = journeys.steps.time.get(step).copied().sure_or(NO_TIME);
                rows.push((person, time, journeys.steps.touchpoint.get(step).copied().sure_or(0)));
            }
        }
        // Stable: contacts of one time stay in the order of their journey.
        rows.sort_by_key(|row| (row.0, row.1));
        Self { rows }
    }

    fn knows(&self, person: u32) -> bool {
        let at = self.rows.partition_point(|row| row.0 < person);
        self.rows.get(at).is_some_and(|row| row.0 == person)
    }

    /// A person's contacts up to a time (all, where it is not known).
    fn before(&self, person: u32, time: i64, lookback: Option<i64>) -> &[(u32, i64, u32)] {
        let known = time != NO_TIME;
        let last = if known { time } else { i64::MAX };
        let first = lookback.filter(|_| known).map_or(i64::MIN, |span| time.saturating_sub(span));
        let start = self.rows.partition_point(|row| (row.0, row.1) < (person, first));
        let end = self.rows.partition_point(|row| (row.0, row.1) <= (person, last));
        self.rows.get(start..end).sure_or_default()
    }
}
