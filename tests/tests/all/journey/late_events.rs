//! Late events: sessions are those of cutting everything at once, and the delta says what changed.

use std::collections::{BTreeMap, BTreeSet};

use arrow_array::RecordBatch;
use cx_core::Error;
use cx_core::columns::TimeUnit;
use cx_core::intake::{EventRoles, Events};
use cx_core::journey::{JourneyOptions, LiveSessions, Session, SessionDelta, journeys};
use cx_core::options::Names;
use cx_core::stitch::{People, StitchOptions, stitch};
use cx_tests::company::{self, Row};
use cx_tests::rules_oracle::{self as oracle, Visit};
use cx_tests::strategies::session_rules;
use proptest::prelude::*;

/// 2026-03-28 00:00 UTC, the day before summer time begins in Zurich.
const SPRING: i64 = 29_577_600;

fn visits() -> impl Strategy<Value = Vec<Visit>> {
    let campaign = proptest::option::weighted(0.5, 0u8..4);
    let visit = (0u8..4, 0i64..300, prop::bool::weighted(0.2), 0u8..4, 0u8..3, campaign).prop_map(
        |(person, minute, buys, touchpoint, kind, campaign)| Visit {
            person,
            // Few distinct minutes, so that ties are common, on both sides of a midnight.
            minute: SPRING + 1_200 + minute * 10,
            buys,
            touchpoint,
            kind: if buys { 0 } else { kind },
            campaign,
        },
    );
    proptest::collection::vec(visit, 0..40)
}

/// Every kind occurs, so that rules may name it; names that come late sort before and after these.
fn first() -> Vec<Visit> {
    let visit = |kind: u8| Visit {
        person: 2,
        minute: SPRING + 1_300 + i64::from(kind) * 7,
        buys: kind == 3,
        touchpoint: 1 + kind % 2,
        kind: kind % 3,
        campaign: Some(2),
    };
    (0..4).map(visit).collect()
}

fn read(batch: &RecordBatch) -> (Events, People) {
    let mut roles = EventRoles::new("ts", "user", "user", "channel").event("kind");
    roles.campaign = Some("campaign".into());
    roles.time_unit = Some(TimeUnit::Seconds);
    let events = Events::read(std::slice::from_ref(batch), &roles).expect("reads");
    let people = stitch(&events, &StitchOptions::default()).expect("stitches");
    (events, people)
}

fn read_rows(rows: &[Row]) -> (Events, People) {
    let events = Events::read(&[company::batch(rows)], &company::roles()).expect("reads");
    let people = stitch(&events, &StitchOptions::default()).expect("stitches");
    (events, people)
}

fn all(live: &LiveSessions) -> Vec<Session> {
    let rows = live.sessions();
    let row = |at: usize| Session {
        person: rows.person[at],
        start: rows.start[at],
        end: rows.end[at],
        events: rows.events[at],
    };
    (0..rows.person.len()).map(row).collect()
}

/// The sessions of all events at once, with the persons' numbers of the live ones.
fn rebuilt(
    parts: &[(Events, People)],
    live: &LiveSessions,
    rules: &JourneyOptions,
) -> Vec<Session> {
    let parts: Vec<Events> = parts.iter().map(|(events, _)| events.clone()).collect();
    let events = Events::concat(&parts).expect("joins");
    let people = stitch(&events, &StitchOptions::default()).expect("stitches");
    let sessions = journeys(&events, &people, rules).expect("cuts").sessions;
    let mut number = BTreeMap::new();
    for column in &people.ids {
        for (id, person) in column.names.names().zip(&column.persons) {
            let live = live.find(&column.id_type, &id);
            assert_eq!(live.is_some(), (*person as usize) < people.len());
            let before = number.insert(*person, live);
            assert!(before.is_none_or(|before| before == live), "one person has two numbers");
        }
    }
    let distinct: BTreeSet<_> = number.values().collect();
    assert_eq!(distinct.len(), number.len(), "two persons have one number");
    let row = |at: usize| Session {
        person: number[&sessions.person[at]].expect("known"),
        start: sessions.start[at],
        end: sessions.end[at],
        events: sessions.events[at],
    };
    let mut rows: Vec<Session> = (0..sessions.person.len()).map(row).collect();
    rows.sort_by_key(|row| row.person);
    rows
}

/// Inserts parts one after the other, each checked against the sessions before and after it.
fn inserted(parts: &[(Events, People)], rules: &JourneyOptions) -> LiveSessions {
    let (events, people) = &parts[0];
    let mut live = LiveSessions::new(events, people, rules).expect("cuts");
    assert_eq!(all(&live), rebuilt(&parts[..1], &live, rules));
    let open = |sessions: &cx_core::journey::Sessions| sessions.open.iter().filter(|o| **o).count();
    for at in 1..parts.len() {
        let before = all(&live);
        let delta = live.insert(&parts[at].0, &parts[at].1).expect("inserts");
        let after = all(&live);
        assert_eq!(after, rebuilt(&parts[..=at], &live, rules), "late insert equals rebuild");
        let whole: Vec<Events> = parts[..=at].iter().map(|(events, _)| events.clone()).collect();
        let whole = Events::concat(&whole).expect("joins");
        let people = stitch(&whole, &StitchOptions::default()).expect("stitches");
        let whole = journeys(&whole, &people, rules).expect("cuts");
        assert_eq!(open(&live.sessions()), open(&whole.sessions), "as many may go on");
        consistent(&delta, before, after, &live, &parts[at].1);
    }
    live
}

fn consistent(
    delta: &SessionDelta,
    mut before: Vec<Session>,
    mut after: Vec<Session>,
    live: &LiveSessions,
    late: &People,
) {
    let mut touched = BTreeSet::new();
    for column in &late.ids {
        touched.extend(column.names.names().filter_map(|id| live.find(&column.id_type, &id)));
    }
    let gone: BTreeMap<u32, u32> = delta.merged.iter().copied().collect();
    for change in &delta.changes {
        assert_ne!(change.before, change.after);
        for (row, rows) in [(change.before, &mut before), (change.after, &mut after)] {
            let Some(row) = row else { continue };
            let person = gone.get(&row.person).unwrap_or(&row.person);
            assert!(touched.contains(person), "only persons of late events");
            let at = rows.iter().position(|other| *other == row).expect("a session as it stands");
            rows.remove(at);
        }
    }
    assert_eq!(before, after, "what is not in the delta is as it was");
    let events = |pick: fn(&cx_core::journey::SessionChange) -> Option<Session>| {
        delta.changes.iter().filter_map(pick).map(|row| u64::from(row.events)).sum::<u64>()
    };
    assert_eq!(events(|c| c.after) - events(|c| c.before), delta.events);
    let rows = delta.to_record_batch().expect("a table").num_rows();
    assert_eq!(rows, delta.counts().iter().sum::<usize>());
}

proptest! {
    #[test]
    fn late_inserts_equal_rebuilds_under_all_rules(
        early in visits(), late in visits(), last in visits(), rules in session_rules(400),
    ) {
        let parts = [[first(), early].concat(), late, last];
        let parts = parts.iter().filter(|visits| !visits.is_empty()).map(|v| read(&oracle::batch(v)));
        let parts: Vec<_> = parts.collect();
        inserted(&parts, &rules.options());
    }

    #[test]
    fn late_events_tie_persons_together(
        rows in proptest::collection::vec(
            (0i64..200, proptest::option::of(0u8..8), proptest::option::of(0u8..8), 0u8..3),
            3..60,
        ),
        cuts in proptest::collection::vec(1usize..60, 0..4),
    ) {
        let rows: Vec<Row> = rows
            .into_iter()
            .map(|(minute, cookie, login, touchpoint)| {
                Row { minute: minute * 13, cookie, login, touchpoint, value: None }
            })
            .collect();
        let buys = Row { minute: 5, cookie: Some(1), login: None, touchpoint: 1, value: Some(2.0) };
        let mut ends: Vec<usize> = cuts.into_iter().map(|cut| cut.min(rows.len())).collect();
        ends.extend([0, rows.len()]);
        ends.sort_unstable();
        ends.dedup();
        let mut parts: Vec<Vec<Row>> =
            ends.windows(2).map(|pair| rows[pair[0]..pair[1]].to_vec()).collect();
        parts[0].push(buys);
        // A part of which no row is accepted is refused when it is read.
        let known = |rows: &&Vec<Row>| rows.iter().any(|row| row.cookie.or(row.login).is_some());
        let parts: Vec<_> = parts.iter().filter(known).map(|rows| read_rows(rows)).collect();
        prop_assume!(!parts.is_empty());
        let options =
            JourneyOptions { conversion: Some("purchase".into()), ..JourneyOptions::default() };
        inserted(&parts, &options);
    }
}

fn visit(person: u8, minute: i64) -> Visit {
    Visit { person, minute: SPRING + minute, buys: false, touchpoint: 0, kind: 0, campaign: None }
}

#[test]
fn a_late_event_joins_two_sessions_and_leaves_the_others() {
    let early = [visit(0, 0), visit(0, 50), visit(0, 500), visit(1, 0)];
    let parts = [&early[..], &[visit(0, 25)], &[visit(0, 200), visit(0, 505)]];
    let parts: Vec<_> = parts.iter().map(|visits| read(&oracle::batch(visits))).collect();
    let mut live = LiveSessions::new(&parts[0].0, &parts[0].1, &JourneyOptions::default()).unwrap();
    let delta = live.insert(&parts[1].0, &parts[1].1).unwrap();
    assert_eq!(delta.counts(), [0, 1, 1]);
    let changed = delta.changes[0];
    assert_eq!((changed.before.unwrap().events, changed.after.unwrap().events), (1, 3));
    let delta = live.insert(&parts[2].0, &parts[2].1).unwrap();
    assert_eq!(delta.counts(), [1, 0, 1]);
    assert_eq!(live.sessions().events, [3, 1, 2, 1]);
}

#[test]
fn other_rules_of_stitching_and_other_people_are_refused() {
    let (events, people) = read(&oracle::batch(&[visit(0, 0), visit(1, 5)]));
    let mut live = LiveSessions::new(&events, &people, &JourneyOptions::default()).unwrap();
    let (late, _) = read(&oracle::batch(&[visit(0, 9)]));
    let error = live.insert(&late, &people).expect_err("people of other events");
    assert!(matches!(error, Error::Mismatch { .. }));
    let other = StitchOptions { block: Names::from("7"), ..StitchOptions::default() };
    let error = live.insert(&late, &stitch(&late, &other).unwrap()).expect_err("other rules");
    assert!(matches!(error, Error::Mismatch { .. }));
    assert_eq!(live.sessions().events, [1, 1], "nothing was put in");
}
