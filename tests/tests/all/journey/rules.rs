//! Rules of sessions and journeys against naive loops, in the hours that daylight saving moves too.

use cx_core::Error;
use cx_core::columns::TimeUnit;
use cx_core::intake::{EventRoles, Events};
use cx_core::journey::{JourneyOptions, Journeys, journeys};
use cx_core::options::{Names, Span, from_json};
use cx_core::stitch::{StitchOptions, stitch};
use cx_tests::rules_oracle::{self as oracle, Visit};
use cx_tests::strategies::session_rules;
use proptest::prelude::*;

/// 2026-03-28 00:00 UTC, the day before summer time begins in Zurich, and the same in October.
const SPRING: i64 = 29_577_600;
const AUTUMN: i64 = 29_880_000;

fn visits() -> impl Strategy<Value = Vec<Visit>> {
    let campaign = proptest::option::weighted(0.5, 0u8..3);
    let start = prop_oneof![Just(SPRING), Just(AUTUMN)];
    let visit = (0u8..3, start, 0i64..4_320, prop::bool::weighted(0.2), 0u8..3, 0u8..3, campaign)
        .prop_map(|(person, start, minute, buys, touchpoint, kind, campaign)| Visit {
            person,
            minute: start + minute / 5 * 5,
            buys,
            touchpoint,
            kind: if buys { 0 } else { kind },
            campaign,
        });
    // Every kind occurs, so that rules may name it.
    let all = (0..4).map(|kind| Visit {
        person: 9,
        minute: SPRING + i64::from(kind) * 2_000,
        buys: kind == 3,
        touchpoint: kind % 3,
        kind: kind % 3,
        campaign: Some(0),
    });
    let all: Vec<Visit> = all.collect();
    proptest::collection::vec(visit, 0..50).prop_map(move |visits| [visits, all.clone()].concat())
}

fn run(visits: &[Visit], options: &JourneyOptions) -> cx_core::Result<Journeys> {
    let mut roles = EventRoles::new("ts", "user", "user", "channel").event("kind");
    roles.campaign = Some("campaign".into());
    roles.time_unit = Some(TimeUnit::Seconds);
    let batches: Vec<_> = visits.chunks(7).map(oracle::batch).collect();
    let events = Events::read(&batches, &roles)?;
    journeys(&events, &stitch(&events, &StitchOptions::default())?, options)
}

/// Visits of each person in the order of the engine: time, contacts first, touchpoint, kind,
/// campaign, those without one last.
fn by_person(visits: &[Visit]) -> Vec<Vec<Visit>> {
    let mut visits = visits.to_vec();
    visits.sort_by_key(|v| {
        let campaign = v.campaign.unwrap_or(u8::MAX);
        (v.person, v.minute, v.buys, v.touchpoint, v.kind, campaign)
    });
    visits.chunk_by(|a, b| a.person == b.person).map(<[Visit]>::to_vec).collect()
}

proptest! {
    #[test]
    fn sessions_are_what_loops_say(visits in visits(), rules in session_rules(2_000)) {
        let found = run(&visits, &rules.options())?;
        let mut expected = Vec::new();
        let end = visits.iter().map(|visit| visit.minute).max().unwrap_or_default();
        let mut open = Vec::new();
        for visits in by_person(&visits) {
            let sessions = oracle::sessions(&visits, &rules);
            open.resize(open.len() + sessions.len(), false);
            // The last one goes on when a visit like its last one at the end of the data would be
            // part of it.
            let last = visits[visits.len() - 1].clone();
            let next = Visit { minute: end, buys: false, kind: 0, campaign: None, ..last };
            let more = oracle::sessions(&[visits.clone(), vec![next]].concat(), &rules);
            open.pop();
            open.push(more.len() == sessions.len());
            expected.extend(sessions.iter().map(|session| {
                let time = |at: &usize| visits[*at].minute * 60_000_000;
                let (first, last) = (&session[0], &session[session.len() - 1]);
                (time(first), time(last), session.len() as u32)
            }));
        }
        let sessions = &found.sessions;
        let times = sessions.start.iter().zip(&sessions.end).zip(&sessions.events);
        let found: Vec<_> = times.map(|((start, end), events)| (*start, *end, *events)).collect();
        prop_assert_eq!(found, expected);
        prop_assert_eq!(&sessions.open, &open);
    }

    #[test]
    fn sessions_part_the_events_in_any_order(
        visits in visits(), rules in session_rules(2_000), turn in 0usize..50,
    ) {
        let found = run(&visits, &rules.options())?;
        let in_sessions: u64 = found.sessions.events.iter().map(|events| u64::from(*events)).sum();
        prop_assert_eq!(in_sessions, visits.len() as u64);
        let mut other = visits.clone();
        other.rotate_left(turn % visits.len());
        let other = run(&other, &rules.options())?;
        prop_assert_eq!(&other.sessions, &found.sessions);
        prop_assert_eq!(&other.steps.touchpoint, &found.steps.touchpoint);
    }

    #[test]
    fn cycles_and_look_backs_are_what_loops_say(
        visits in visits(),
        cycle in proptest::option::of(1i64..3_000),
        of_t0 in proptest::option::of(1i64..3_000),
        of_login in proptest::option::of(1i64..3_000),
        general in 1i64..3_000,
    ) {
        let named = |name: &str, minutes: Option<i64>| {
            minutes.map(|minutes| (name.to_owned(), Span::minutes(minutes))).into_iter().collect()
        };
        let found = run(&visits, &JourneyOptions {
            conversion: Some("purchase".into()),
            lookback: Some(Span::minutes(general)),
            touchpoint_lookback: named("t0", of_t0),
            event_lookback: named("login", of_login),
            cycle: cycle.map(Span::minutes),
            ..JourneyOptions::default()
        })?;
        let lookback = |v: &Visit| {
            let own = of_t0.filter(|_| v.touchpoint == 0).into_iter();
            own.chain(of_login.filter(|_| v.kind == 1)).min().unwrap_or(general)
        };
        let expected: Vec<_> =
            by_person(&visits).iter().flat_map(|v| oracle::journeys(v, cycle, lookback)).collect();
        let name = |code: &u32| found.touchpoints.name(*code)[1..].parse::<u8>().expect("t0 to t2");
        let journey = |at: usize| (found.path(at).iter().map(name).collect(), found.converted[at]);
        prop_assert_eq!((0..found.len()).map(journey).collect::<Vec<_>>(), expected);
        for at in 0..found.len() {
            prop_assert!(found.steps.time[found.range(at)].is_sorted());
        }
    }
}

fn visit(minute: i64) -> Visit {
    Visit { person: 0, minute, buys: false, touchpoint: 0, kind: 0, campaign: None }
}

#[test]
fn days_have_23_and_25_hours_when_daylight_saving_begins_and_ends() {
    // From noon UTC of the day before to noon of the day after.
    for (start, hours) in [(SPRING, 23), (AUTUMN, 25)] {
        let visits: Vec<Visit> = (start + 720..start + 3_600).step_by(10).map(visit).collect();
        let options = JourneyOptions {
            session_midnight: Some("Europe/Zurich".into()),
            ..JourneyOptions::default()
        };
        let sessions = run(&visits, &options).expect("runs").sessions;
        assert_eq!(sessions.events[1], hours * 6, "the day of {hours} hours is one session");
    }
}

#[test]
fn unknown_rules_are_errors() {
    let visits = [visit(SPRING)];
    let refused = |json: &str| {
        let options: JourneyOptions = from_json(json).expect("known options");
        run(&visits, &options).expect_err("unknown rule")
    };
    assert!(matches!(refused(r#"{"session_midnight": "Mars/Base"}"#), Error::UnknownZone { .. }));
    assert!(matches!(refused(r#"{"session_change": "weather"}"#), Error::Option { .. }));
    assert!(matches!(refused(r#"{"session_start": "login"}"#), Error::UnknownName { .. }));
    let unknown = r#"{"touchpoint_lookback": {"t7": "1d"}}"#;
    assert!(matches!(refused(unknown), Error::UnknownName { .. }));
    let mut roles = EventRoles::new("ts", "user", "user", "channel");
    roles.time_unit = Some(TimeUnit::Seconds);
    let events = Events::read(&[oracle::batch(&visits)], &roles).expect("reads");
    let people = stitch(&events, &StitchOptions::default()).expect("people");
    let options =
        JourneyOptions { session_change: Names::from("campaign"), ..JourneyOptions::default() };
    let error = journeys(&events, &people, &options).expect_err("no campaign");
    assert!(matches!(error, Error::Lacking { .. }));
}
