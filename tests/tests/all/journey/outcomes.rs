//! Journeys that end with different outcomes, against naive loops.

use std::collections::BTreeMap;

use cx_core::Error;
use cx_core::columns::{NO_CODE, NO_MONEY, TimeUnit};
use cx_core::intake::{EventRoles, Events};
use cx_core::journey::{JourneyOptions, Journeys, journeys};
use cx_core::options::{Names, Span, from_json};
use cx_core::stitch::{StitchOptions, stitch};
use cx_tests::rules_oracle::{self as oracle, Visit};
use proptest::prelude::*;

/// 2026-03-28 00:00 UTC.
const START: i64 = 29_577_600;

fn visits() -> impl Strategy<Value = Vec<Visit>> {
    let visit = (0u8..3, 0i64..2_000, prop::bool::weighted(0.2), 0u8..3, 0u8..3).prop_map(
        |(person, minute, buys, touchpoint, kind)| Visit {
            person,
            // Few distinct minutes, so that ties are common.
            minute: START + minute / 9 * 9,
            buys,
            touchpoint,
            kind: if buys { 0 } else { kind },
            campaign: None,
        },
    );
    // Every kind occurs, so that outcomes may name it.
    let all = (0..4).map(|kind| Visit {
        person: 9,
        minute: START + i64::from(kind) * 2_000,
        buys: kind == 3,
        touchpoint: kind % 3,
        kind: kind % 3,
        campaign: None,
    });
    let all: Vec<Visit> = all.collect();
    proptest::collection::vec(visit, 0..50).prop_map(move |visits| [visits, all.clone()].concat())
}

fn run(visits: &[Visit], options: &JourneyOptions) -> cx_core::Result<Journeys> {
    let mut roles = EventRoles::new("ts", "user", "user", "channel").event("kind");
    roles.time_unit = Some(TimeUnit::Seconds);
    let events = Events::read(&[oracle::batch(visits)], &roles)?;
    journeys(&events, &stitch(&events, &StitchOptions::default())?, options)
}

fn options(json: &str) -> JourneyOptions {
    from_json(json).expect("known options")
}

/// Which outcome a visit is: a purchase, or a login at the first touchpoint.
fn outcome(visit: &Visit) -> Option<&'static str> {
    let lead = !visit.buys && visit.kind == 1 && visit.touchpoint == 1;
    if visit.buys { Some("won") } else { lead.then_some("lead") }
}

const TWO: &str = r#"{"outcomes": {"won": "purchase", "lead": {"event": "login", "touchpoint": "t1"}},
    "lookback": "10h"}"#;

/// The outcome of each journey by name.
fn names(journeys: &Journeys) -> Vec<Option<String>> {
    let name = |code: &u32| (*code != NO_CODE).then(|| journeys.outcomes.name(*code).into_owned());
    journeys.outcome.iter().map(name).collect()
}

proptest! {
    #[test]
    fn journeys_end_with_the_outcome_that_loops_say(visits in visits()) {
        let found = run(&visits, &options(TWO))?;
        let mut ordered = visits.clone();
        ordered.sort_by_key(|v| {
            let kind = if v.buys { 3 } else { v.kind };
            (v.person, v.minute, outcome(v).is_some(), v.touchpoint, kind)
        });
        let ends: Vec<Visit> = ordered
            .iter()
            .map(|visit| Visit { buys: outcome(visit).is_some(), ..visit.clone() })
            .collect();
        let (mut expected, mut outcomes) = (Vec::new(), Vec::new());
        for person in ends.chunk_by(|a, b| a.person == b.person) {
            expected.extend(oracle::journeys(person, None, |_| 600));
        }
        outcomes.extend(ordered.iter().filter_map(outcome).map(str::to_owned));
        let name = |code: &u32| found.touchpoints.name(*code)[1..].parse::<u8>().expect("t0 to t2");
        let journey = |at: usize| (found.path(at).iter().map(name).collect(), found.converted[at]);
        prop_assert_eq!((0..found.len()).map(journey).collect::<Vec<_>>(), expected);
        let ended: Vec<_> = names(&found).into_iter().flatten().collect();
        prop_assert_eq!(ended, outcomes);
        for (outcome, converted) in found.outcome.iter().zip(&found.converted) {
            prop_assert_eq!(*outcome != NO_CODE, *converted);
        }
    }

    #[test]
    fn conversions_are_outcomes_called_as_their_kind(visits in visits()) {
        let short = run(&visits, &options(r#"{"conversion": ["purchase", "login"]}"#))?;
        let long = r#"{"outcomes": {"purchase": {"event": "purchase"}, "login": "login"}}"#;
        let long = run(&visits, &options(long))?;
        prop_assert_eq!(&long.definition.method, &short.definition.method);
        let definition = long.definition.clone();
        prop_assert_eq!(Journeys { definition, ..short }, long);
    }

    #[test]
    fn one_outcome_at_a_time_adds_up_to_all(visits in visits()) {
        let all = run(&visits, &options(TWO))?;
        let mut sum = BTreeMap::new();
        for outcome in ["won", "lead"] {
            let only = all.only(&outcome.into())?;
            prop_assert_eq!((&only.steps, &only.ends, &only.end), (&all.steps, &all.ends, &all.end));
            for at in 0..only.len() {
                let ended = all.converted[at] && names(&all)[at].as_deref() == Some(outcome);
                prop_assert_eq!(only.converted[at], ended);
                prop_assert_eq!(only.value[at], if ended { all.value[at] } else { NO_MONEY });
                prop_assert!(!only.open[at] || all.open[at], "what ended otherwise is not open");
            }
            let paths = only.paths()?;
            for path in 0..paths.len() {
                let cell = sum.entry(paths.path(path).to_vec()).or_insert(0.0);
                *cell += paths.conversions[path];
            }
        }
        let paths = all.paths()?;
        let whole: BTreeMap<Vec<u32>, f64> =
            (0..paths.len()).map(|path| (paths.path(path).to_vec(), paths.conversions[path])).collect();
        prop_assert_eq!(sum, whole);
        prop_assert_eq!(all.only(&Names::from(["won", "lead"]))?.outcome, all.outcome);
    }
}

#[test]
fn outcomes_that_cannot_be_are_refused() {
    let visit = |minute: i64, buys: bool| Visit {
        person: 0,
        minute: START + minute,
        buys,
        touchpoint: 0,
        kind: 0,
        campaign: None,
    };
    let visits = [visit(0, false), visit(5, true)];
    let refused = |json: &str| run(&visits, &options(json)).expect_err("refused");
    let both = r#"{"conversion": "purchase", "outcomes": {"won": "purchase"}}"#;
    assert!(matches!(refused(both), Error::Option { field: "outcomes", .. }));
    assert!(matches!(refused(r#"{"outcomes": {"won": "sale"}}"#), Error::UnknownName { .. }));
    assert!(matches!(refused(r#"{"outcomes": {"won": "(conversion)"}}"#), Error::Option { .. }));
    assert!(matches!(refused(r#"{"outcomes": {"": "purchase"}}"#), Error::Option { .. }));
    assert!(matches!(refused(r#"{"outcomes": {"won": []}}"#), Error::Option { .. }));
    let one = JourneyOptions {
        conversion: Some("purchase".into()),
        silence: Some(Span::minutes(3)),
        ..JourneyOptions::default()
    };
    let found = run(&visits, &one).expect("cuts");
    assert_eq!(names(&found), [None, Some("purchase".into())]);
    assert!(matches!(found.only(&"lead".into()), Err(Error::UnknownName { .. })));
}
