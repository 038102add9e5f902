//! Shares, shares of time and durations of phases: against loops, with honest lights.

use std::collections::{BTreeMap, BTreeSet};

use cx_core::Error;
use cx_core::intake::Direction;
use cx_core::journey::{
    JourneyOptions, Journeys, PhaseFigure, PhaseFigureOptions, PhaseMeasure, PhaseOptions,
    PhaseRule, PhaseTarget, Phases, Unit,
};
use cx_core::options::{Span, from_json};
use cx_core::stats::Light;
use cx_tests::company::{Row, START, run};
use proptest::prelude::*;

fn row(cookie: u8, minute: i64, touchpoint: u8, value: Option<f64>) -> Row {
    Row { minute, cookie: Some(cookie), login: None, touchpoint, value }
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let value = proptest::option::weighted(0.2, Just(1.0));
    let rows = (0u8..9, 0i64..40_000, 0u8..3, value)
        .prop_map(|(cookie, minute, touchpoint, value)| row(cookie, minute, touchpoint, value));
    let all: Vec<Row> = (0..3).map(|touchpoint| row(20, 0, touchpoint, None)).collect();
    proptest::collection::vec(rows, 1..80).prop_map(move |mut rows| {
        rows.extend(all.clone());
        rows.push(row(20, 1, 0, Some(1.0)));
        rows
    })
}

fn journeys(rows: &[Row]) -> Journeys {
    let options = JourneyOptions { conversion: Some("purchase".into()), ..Default::default() };
    run(rows, 7, &options).expect("journeys").2
}

const NAMES: [&str; 4] = ["search", "compare", "purchase", "inactive"];

fn phases(rows: &[Row], unit: Unit) -> Phases {
    let options = PhaseOptions { start: "search".into(), unit, ..Default::default() }
        .rule(PhaseRule::new("search").touchpoint("t0"))
        .rule(PhaseRule::new("compare").touchpoint("t1"))
        .rule(PhaseRule::new("purchase").conversion())
        .rule(PhaseRule::new("inactive").silence(Span::days(5)));
    journeys(rows).phases(&options).expect("phases")
}

/// The smallest time at which at least half have left by Kaplan-Meier: a loop over all times.
fn median(stays: &[(i64, bool)]) -> Option<i64> {
    let times: BTreeSet<i64> = stays.iter().map(|(time, _)| *time).collect();
    let mut staying = 1.0;
    for time in times {
        let waiting = stays.iter().filter(|stay| stay.0 >= time).count() as f64;
        let left = stays.iter().filter(|stay| stay.0 == time && stay.1).count() as f64;
        staying *= 1.0 - left / waiting;
        if left > 0.0 && staying <= 0.5 + 1e-12 {
            return Some(time);
        }
    }
    None
}

proptest! {
    #[test]
    fn figures_are_what_loops_say(
        rows in rows(),
        unit in prop_oneof![Just(Unit::Persons), Just(Unit::Journeys)],
    ) {
        let phases = phases(&rows, unit);
        let figures = phases.figures(&PhaseFigureOptions::default())?;
        let units: BTreeSet<u32> = phases.rows.iter().map(|row| row.unit).collect();
        prop_assert_eq!(figures.units, units.len() as u64);
        let end = rows.iter().map(|row| (row.minute * 60 + START) * 1_000_000).max().unwrap();
        let mut time_shares = 0.0;
        for (phase, name) in NAMES.iter().enumerate() {
            let stays = phases.rows.iter().filter(|row| row.phase as usize == phase);
            let mut first = BTreeMap::new();
            for stay in stays {
                prop_assert!(stay.entered <= stay.until && stay.until <= end);
                prop_assert!(stay.over || stay.until == end);
                prop_assert!(stay.over || unit == Unit::Journeys || stay.left == cx_core::columns::NO_TIME);
                first.entry(stay.unit).or_insert((stay.until - stay.entered, stay.over));
            }
            let first: Vec<(i64, bool)> = first.into_values().collect();
            let of = |measure| -> &PhaseFigure {
                figures.rows.iter().find(|row| row.phase == *name && row.measure == measure).expect("a row")
            };
            let share = of(PhaseMeasure::Share);
            prop_assert!((share.actual - first.len() as f64 / units.len() as f64).abs() < 1e-12);
            prop_assert!(share.low <= share.actual && share.actual <= share.high);
            time_shares += of(PhaseMeasure::TimeShare).actual;
            let duration = of(PhaseMeasure::Duration);
            let minutes = median(&first).map(|time| time as f64 / 60e6);
            prop_assert_eq!(minutes.is_none(), duration.actual.is_nan());
            prop_assert!(minutes.is_none_or(|minutes| (minutes - duration.actual).abs() < 1e-9));
            prop_assert_eq!(duration.n, first.len() as u64);
            prop_assert_eq!(duration.censored, first.iter().filter(|stay| !stay.1).count() as u64);
        }
        prop_assert!(time_shares.is_nan() || (time_shares - 1.0).abs() < 1e-9);
    }
}

/// So many persons compare for an hour to `days` days and buy; `open` more still compare.
fn comparing(persons: u8, open: u8) -> Vec<Row> {
    let mut rows = Vec::new();
    for person in 0..persons {
        rows.push(row(person, 0, 1, None));
        rows.push(row(person, 60 * (1 + i64::from(person)), 0, Some(1.0)));
    }
    for person in persons..persons + open {
        rows.push(row(person, 5_000, 1, None));
    }
    rows.push(row(200, 0, 0, None));
    rows.push(row(200, 6_000, 0, None));
    rows
}

fn figure(rows: &[Row], target: &PhaseTarget) -> PhaseFigure {
    let options = PhaseFigureOptions::default().target(target.clone());
    let figures = phases(rows, Unit::Persons).figures(&options).expect("figures");
    let wanted = |row: &&PhaseFigure| row.phase == target.phase && row.measure == target.measure;
    figures.rows.iter().find(wanted).expect("a row").clone()
}

#[test]
fn lights_are_green_or_red_only_where_proven() {
    let rows = comparing(100, 0);
    let share =
        |target: f64| figure(&rows, &PhaseTarget::new("compare", PhaseMeasure::Share, target));
    let (green, amber) = (share(0.9), share(0.99));
    assert_eq!((green.light, green.units_needed), (Some(Light::Green), None));
    assert_eq!(amber.light, Some(Light::Amber), "{amber:?}");
    assert!(amber.units_needed.is_some_and(|units| units > 100), "{amber:?}");
    let seldom = PhaseTarget::new("inactive", PhaseMeasure::Share, 0.5);
    assert_eq!(figure(&rows, &seldom).light, Some(Light::Red));
    assert_eq!(figure(&rows, &seldom.direction(Direction::Down)).light, Some(Light::Green));
    let duration = |hours: &str| {
        let target =
            PhaseTarget::new("compare", PhaseMeasure::Duration, hours.parse::<Span>().unwrap());
        figure(&rows, &target)
    };
    let half = duration("50h");
    assert_eq!((half.actual, half.light), (3_000.0, Some(Light::Amber)));
    assert!(half.low < 3_000.0 && half.high > 3_000.0);
    assert_eq!(duration("70h").light, Some(Light::Green));
    assert_eq!(duration("30h").light, Some(Light::Red));
    let time = PhaseTarget::new("compare", PhaseMeasure::TimeShare, 0.9);
    assert_eq!(figure(&rows, &time).light, Some(Light::Green), "less is better unless said");
}

#[test]
fn stays_that_go_on_are_censored_not_short() {
    let target = || PhaseTarget::new("compare", PhaseMeasure::Duration, Span::minutes(60 * 40));
    let all = figure(&comparing(40, 0), &target());
    let open = figure(&comparing(40, 60), &target());
    assert_eq!((open.n, open.censored), (100, 60));
    assert!(open.actual >= all.actual, "whoever still compares does not shorten it");
    let none = figure(&comparing(2, 100), &target());
    assert!(none.actual.is_nan() && none.light == Some(Light::Amber), "{none:?}");
}

#[test]
fn targets_that_cannot_be_are_refused() {
    let phases = phases(&comparing(3, 0), Unit::Persons);
    let refused = |json: &str| {
        let options: PhaseFigureOptions = from_json(json).expect("known options");
        phases.figures(&options).expect_err("refused")
    };
    let of = |cell: &str| format!(r#"{{"targets": [{{"phase": "compare", {cell}}}]}}"#);
    let one = of(r#""measure": "share", "target": 0.5"#);
    assert!(phases.figures(&from_json(&one).unwrap()).is_ok());
    for bad in [
        r#""measure": "duration", "target": 0.5"#,
        r#""measure": "share", "target": "7d""#,
        r#""measure": "share", "target": 1.5"#,
        r#""measure": "time_share", "target": 0.5, "tolerance": "1h""#,
    ] {
        assert!(matches!(refused(&of(bad)), Error::Option { .. }), "{bad}");
    }
    let unknown = r#"{"targets": [{"phase": "dream", "target": 0.1}]}"#;
    assert!(matches!(refused(unknown), Error::UnknownName { .. }));
    let twice =
        r#"{"targets": [{"phase": "search", "target": 0.1}, {"phase": "search", "target": 0.2}]}"#;
    assert!(matches!(refused(twice), Error::Option { field: "targets", .. }));
}
