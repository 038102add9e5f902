//! Journeys as attribution is to see them: whose count, and without which contacts.

use std::borrow::Cow;

use super::large::{LARGE_MODELS, left_out};
use super::options::AttributeOptions;
use super::outcomes::Outcomes;
use super::rules::direct;
use super::rules::options::{DirectPolicy, OutcomeFilter};
use crate::columns::Dictionary;
use crate::journey::paths::Paths;
use crate::journey::{Journeys, Steps};
use crate::sure::Sure;
use crate::{Error, Result};

/// Outcomes with the contacts that they take over, after exclusions, the direct policy and the filter by customer; borrowed where nothing
/// changes.
#[allow(clippy::large_enum_variant, reason = "one at a time, on the stack of the verb")]
pub(super) enum Cleaned<'a> {
    Journeys(Cow<'a, Journeys>),
    Paths(Cow<'a, Paths>),
}

impl<'a> Cleaned<'a> {
    pub(super) fn of(outcomes: Outcomes<'a>, options: &AttributeOptions) -> Result<Self> {
        let plain = options.exclude.0.is_empty()
            && options.direct_policy == DirectPolicy::Keep
            && options.outcome == OutcomeFilter::All;
        if plain || !LARGE_MODELS {
            return if plain { Ok(Self::as_they_are(outcomes)) } else { Err(left_out()) };
        }
        match outcomes {
            Outcomes::Journeys(journeys) => of_journeys(journeys, options).map(Self::Journeys),
            Outcomes::Paths(paths) => of_paths(paths, options).map(Self::Paths),
        }
    }

    fn as_they_are(outcomes: Outcomes<'a>) -> Self {
        match outcomes {
            Outcomes::Journeys(journeys) => Self::Journeys(journeys.with_carried()),
            Outcomes::Paths(paths) => Self::Paths(Cow::Borrowed(paths)),
        }
    }

    pub(super) fn outcomes(&self) -> Outcomes<'_> {
        match self {
            Self::Journeys(journeys) => Outcomes::Journeys(journeys),
            Self::Paths(paths) => Outcomes::Paths(paths),
        }
    }
}

/// Which contacts of a journey stay.
struct Keep {
    excluded: Vec<bool>,
    direct: Vec<bool>,
    policy: DirectPolicy,
}

impl Keep {
    /// `None` where all stay.
    fn new(options: &AttributeOptions, touchpoints: &Dictionary) -> Result<Option<Self>> {
        if options.exclude.0.is_empty() && options.direct_policy == DirectPolicy::Keep {
            return Ok(None);
        }
        let mut excluded = vec![false; touchpoints.len()];
        for name in &options.exclude.0 {
            let code = touchpoints.require("touchpoint", name)?;
            if let Some(flag) = excluded.get_mut(code as usize).sure() {
                *flag = true;
            }
        }
        let direct = direct(options, touchpoints)?;
        Ok(Some(Self { excluded, direct, policy: options.direct_policy }))
    }

    /// The places of the contacts that stay; exclusions come before the direct policy.
    fn places(&self, path: &[u32], places: &mut Vec<usize>) {
        let flag = |flags: &[bool], code: u32| flags.get(code as usize).copied().sure_or(false);
        let code = |at: &usize| path.get(*at).copied().sure_or(0);
        places.clear();
        places.extend((0..path.len()).filter(|at| !flag(&self.excluded, code(at))));
        let last = places.iter().rposition(|at| !flag(&self.direct, code(at)));
        match (self.policy, last) {
            (DirectPolicy::DropUnlessAlone, Some(_)) => {
                places.retain(|at| !flag(&self.direct, code(at)));
            }
            (DirectPolicy::DropLastUnlessAlone, Some(last)) => places.truncate(last + 1),
            _ => {}
        }
    }
}

fn of_paths<'a>(paths: &'a Paths, options: &AttributeOptions) -> Result<Cow<'a, Paths>> {
    if options.outcome != OutcomeFilter::All {
        return Err(Error::Lacking {
            what: "\"outcome\"".into(),
            needs: "the journeys of each person",
            of: "aggregated paths",
            remedy: "attribute journeys made from events",
        });
    }
    let Some(keep) = Keep::new(options, &paths.touchpoints)? else {
        return Ok(Cow::Borrowed(paths));
    };
    let mut cleaned = paths.clone();
    (cleaned.codes, cleaned.ends) = (Vec::new(), Vec::new());
    let mut places = Vec::new();
    for path in 0..paths.len() {
        let path = paths.path(path);
        keep.places(path, &mut places);
        cleaned.codes.extend(places.iter().filter_map(|at| path.get(*at).sure()));
        cleaned.ends.push(cleaned.codes.len());
    }
    Ok(Cow::Owned(cleaned))
}

fn of_journeys<'a>(
    journeys: &'a Journeys,
    options: &AttributeOptions,
) -> Result<Cow<'a, Journeys>> {
    let mut cleaned = journeys.with_carried();
    if options.outcome != OutcomeFilter::All {
        let wanted = of_customers(journeys, options.outcome);
        cleaned = Cow::Owned(rebuilt(&cleaned, &wanted, None));
    }
    if let Some(keep) = Keep::new(options, &journeys.touchpoints)? {
        let all: Vec<u32> = (0..cleaned.len() as u32).collect();
        cleaned = Cow::Owned(rebuilt(&cleaned, &all, Some(&keep)));
    }
    Ok(cleaned)
}

/// Journeys that end up to the first conversion of their person, or after it.
fn of_customers(journeys: &Journeys, outcome: OutcomeFilter) -> Vec<u32> {
    let mut first = vec![i64::MAX; journeys.persons as usize];
    let person =
        |journey: usize| journeys.person.get(journey).sure().map_or(0, |person| *person as usize);
    let end = |journey: usize| journeys.end.get(journey).copied().sure_or(i64::MAX);
    let mut winner = vec![u32::MAX; journeys.persons as usize];
    for journey in
        (0..journeys.len()).filter(|at| journeys.converted.get(*at).sure() == Some(&true))
    {
        if let (Some(first), Some(winner)) =
            (first.get_mut(person(journey)).sure(), winner.get_mut(person(journey)).sure())
            && (*winner == u32::MAX || end(journey) < *first)
        {
            (*first, *winner) = (end(journey), journey as u32);
        }
    }
    let is_first = |journey: &u32| {
        let at = *journey as usize;
        let before = first.get(person(at)).sure().is_none_or(|first| end(at) < *first);
        let converted = journeys.converted.get(at).sure() == Some(&true);
        let lost = !converted && first.get(person(at)).sure() == Some(&end(at));
        before || lost || winner.get(person(at)).sure() == Some(journey)
    };
    let wanted = |journey: &u32| is_first(journey) == (outcome == OutcomeFilter::First);
    (0..journeys.len() as u32).filter(wanted).collect()
}

/// Some journeys, with the contacts that stay.
fn rebuilt(journeys: &Journeys, wanted: &[u32], keep: Option<&Keep>) -> Journeys {
    let mut steps = Steps::default();
    let (mut ends, mut places) = (Vec::with_capacity(wanted.len()), Vec::new());
    for journey in wanted {
        let range = journeys.range(*journey as usize);
        if let Some(keep) = keep {
            keep.places(journeys.path(*journey as usize), &mut places);
        } else {
            places.clear();
            places.extend(0..range.len());
        }
        for at in &places {
            let at = range.start + at;
            let code = |column: &[u32]| column.get(at).copied().sure_or(0);
            steps.time.push(journeys.steps.time.get(at).copied().sure_or(0));
            steps.touchpoint.push(code(&journeys.steps.touchpoint));
            steps.event.push(code(&journeys.steps.event));
            steps.row.push(code(&journeys.steps.row));
            steps.campaign.extend(journeys.steps.campaign.get(at));
        }
        ends.push(steps.time.len());
    }
    Journeys {
        touchpoints: journeys.touchpoints.clone(),
        events: journeys.events.clone(),
        steps,
        ends,
        person: taken(&journeys.person, wanted),
        start: taken(&journeys.start, wanted),
        end: taken(&journeys.end, wanted),
        sessions_of: taken(&journeys.sessions_of, wanted),
        converted: taken(&journeys.converted, wanted),
        value: taken(&journeys.value, wanted),
        open: taken(&journeys.open, wanted),
        cancelled: match journeys.cancelled.as_slice() {
            [] => Vec::new(),
            cancelled => taken(cancelled, wanted),
        },
        carried: Vec::new(),
        unknown_refunds: journeys.unknown_refunds.clone(),
        outcome: taken(&journeys.outcome, wanted),
        outcomes: journeys.outcomes.clone(),
        campaigns: journeys.campaigns.clone(),
        costs: journeys.costs.clone(),
        timezone: journeys.timezone.clone(),
        days: journeys.days.clone(),
        sessions: journeys.sessions.clone(),
        persons: journeys.persons,
        report: journeys.report.clone(),
        definition: journeys.definition.clone(),
    }
}

fn taken<T: Copy>(column: &[T], rows: &[u32]) -> Vec<T> {
    rows.iter().filter_map(|row| column.get(*row as usize).sure()).copied().collect()
}
