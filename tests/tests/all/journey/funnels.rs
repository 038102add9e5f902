//! Funnels against brute force, and what must hold for any of them.

use cx_core::journey::{
    FunnelExclusion, FunnelOptions, FunnelOrder, FunnelStep, JourneyOptions, Journeys, Selector,
    Unit,
};
use cx_core::options::{Names, Span};
use cx_tests::cases::cases;
use cx_tests::company::{Row, START, run};
use cx_tests::funnel_oracle::{Funnel, Step, attempts, first_in_any_order, first_reached};
use proptest::prelude::*;

fn rows() -> impl Strategy<Value = Vec<Row>> {
    // Few minutes and few persons, so that ties and long journeys are common.
    let row = (0i64..400, 0u8..5, 0u8..4, proptest::option::weighted(0.06, Just(1.0)));
    let row = row.prop_map(|(minute, cookie, touchpoint, value)| Row {
        minute: minute / 3 * 3,
        cookie: Some(cookie),
        login: None,
        touchpoint,
        value,
    });
    proptest::collection::vec(row, 1..45)
}

fn funnel() -> impl Strategy<Value = Funnel> {
    let limit = || proptest::option::weighted(0.3, (0i64..60).prop_map(|x| x * 3));
    let step = (proptest::collection::btree_set(0u32..4, 1..3), limit(), limit());
    let step = step.prop_map(|(at, within, after)| {
        let after = within.map_or(after, |within| after.map(|after| after.min(within)));
        Step { at: at.into_iter().collect(), within, after }
    });
    let exclude = (0u32..4, 0usize..3, 1usize..4);
    let exclude = proptest::collection::vec(exclude, 0..2);
    (proptest::collection::vec(step, 1..5), any::<bool>(), limit(), exclude).prop_map(
        |(steps, strict, whole, exclude)| {
            let last = steps.len() - 1;
            let exclude = exclude.into_iter().filter(|(_, from, _)| *from < last);
            let exclude = exclude.map(|(at, from, more)| (at, from, (from + more).min(last)));
            Funnel { exclude: exclude.collect(), steps, strict, whole }
        },
    )
}

fn names(codes: &[u32]) -> Selector {
    codes.iter().map(|code| format!("t{code}")).collect::<Names>().into()
}

fn options(funnel: &Funnel, order: FunnelOrder) -> FunnelOptions {
    // A limit of nothing cannot be said as text, but as a span.
    let span = |minutes: Option<i64>| minutes.map(Span::minutes);
    let step = |step: &Step| FunnelStep {
        at: names(&step.at),
        name: None,
        within: span(step.within),
        after: span(step.after),
    };
    let exclusion = |(at, from, to): &(u32, usize, usize)| FunnelExclusion {
        at: names(&[*at]),
        between: Some([*from, *to]),
    };
    FunnelOptions {
        steps: funnel.steps.iter().map(step).collect(),
        exclude: funnel.exclude.iter().map(exclusion).collect(),
        order,
        within: span(funnel.whole),
        allow_unknown: true,
        ..FunnelOptions::default()
    }
}

fn journeys(rows: &[Row], conversion: bool) -> Journeys {
    let conversion = conversion && rows.iter().any(Row::converts);
    let options = JourneyOptions {
        conversion: conversion.then(|| "purchase".into()),
        lookback: Some(Span::minutes(200)),
        ..JourneyOptions::default()
    };
    run(rows, 7, &options).expect("runs").2
}

/// The contacts of a journey: minute and touchpoint.
fn contacts(journeys: &Journeys, journey: usize) -> Vec<(i64, u32)> {
    let number = |code: u32| {
        journeys.touchpoints.name(code).trim_start_matches('t').parse().expect("t0 to t3")
    };
    let minute = |time: i64| (time / 1_000_000 - START) / 60;
    journeys
        .range(journey)
        .map(|at| (minute(journeys.steps.time[at]), number(journeys.steps.touchpoint[at])))
        .collect()
}

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn a_step_is_reached_by_the_journeys_that_match(rows in rows(), funnel in funnel()) {
        let journeys = journeys(&rows, true);
        let order = if funnel.strict { FunnelOrder::Strict } else { FunnelOrder::Ordered };
        let found = journeys.funnel(&options(&funnel, order))?;
        prop_assert_eq!(found.units, journeys.len() as u64);
        for (step, row) in found.rows.iter().enumerate() {
            let reached = |journey: &usize| first_reached(&funnel, &contacts(&journeys, *journey), step + 1).is_some();
            prop_assert_eq!(row.entered, (0..journeys.len()).filter(reached).count() as u64);
        }
    }

    #[test]
    fn attempts_are_those_of_all_chains(rows in rows(), funnel in funnel()) {
        let journeys = journeys(&rows, true);
        let order = if funnel.strict { FunnelOrder::Strict } else { FunnelOrder::Ordered };
        let found = journeys.funnel(&options(&funnel, order))?;
        let mut expected = vec![0; funnel.steps.len()];
        for journey in 0..journeys.len() {
            for reached in attempts(&funnel, &contacts(&journeys, journey)) {
                expected.iter_mut().take(reached).for_each(|count| *count += 1);
            }
        }
        let attempts: Vec<u64> = found.rows.iter().map(|row| row.attempts).collect();
        prop_assert_eq!(attempts, expected);
        for row in &found.rows {
            prop_assert!(row.attempts >= row.entered, "who gets there makes an attempt");
            prop_assert_eq!(row.attempts == 0, row.entered == 0);
            prop_assert!(row.attempts_open.is_none_or(|open| open <= row.attempts));
        }
    }

    #[test]
    fn any_order_is_that_of_all_windows(rows in rows(), mut funnel in funnel()) {
        let journeys = journeys(&rows, true);
        funnel.exclude.clear();
        funnel.steps.iter_mut().for_each(|step| (step.within, step.after) = (None, None));
        let found = journeys.funnel(&options(&funnel, FunnelOrder::Any))?;
        for (step, row) in found.rows.iter().enumerate() {
            let reached = |journey: &usize| first_in_any_order(&funnel, &contacts(&journeys, *journey), step + 1).is_some();
            prop_assert_eq!(row.entered, (0..journeys.len()).filter(reached).count() as u64);
        }
        let of = |order| journeys.funnel(&options(&funnel, order)).map(|f| f.rows);
        let (ordered, strict) = (of(FunnelOrder::Ordered)?, of(FunnelOrder::Strict)?);
        for ((any, ordered), strict) in found.rows.iter().zip(&ordered).zip(&strict) {
            prop_assert!(any.entered >= ordered.entered && ordered.entered >= strict.entered);
            prop_assert!(any.attempts >= any.entered && (any.attempts == 0) == (any.entered == 0));
        }
    }

    #[test]
    fn everyone_goes_on_or_still_may_or_is_lost(
        rows in rows(),
        funnel in funnel(),
        unit in prop_oneof![Just(Unit::Persons), Just(Unit::Journeys), Just(Unit::Sessions)],
        conversion in any::<bool>(),
    ) {
        let journeys = journeys(&rows, conversion);
        let order = if funnel.strict { FunnelOrder::Strict } else { FunnelOrder::Ordered };
        let found = journeys.funnel(&options(&funnel, order).unit(unit))?;
        prop_assert!(found.rows[0].entered <= found.units);
        for pair in found.rows.windows(2) {
            let [this, next] = pair else { continue };
            let (converted, censored, lost) = (this.converted.unwrap(), this.censored.unwrap(), this.lost.unwrap());
            prop_assert_eq!(converted, next.entered);
            prop_assert_eq!(converted + censored + lost, this.entered);
            prop_assert!(this.excluded.unwrap() <= lost);
            if this.entered > 0 {
                prop_assert!(this.low <= this.rate && this.rate <= this.high, "{:?}", this);
                prop_assert!(this.rate >= this.share - 1e-12, "censoring only hides successes");
                prop_assert!(censored > 0 || (this.rate - this.share).abs() < 1e-12);
            } else {
                prop_assert!(this.rate.is_nan() && this.low.is_nan());
            }
            prop_assert_eq!(this.median_seconds.is_nan(), converted == 0);
            prop_assert!(this.median_low.is_nan() || this.median_low <= this.median_seconds);
            prop_assert!(this.median_high.is_nan() || this.median_high >= this.median_seconds);
        }
        found.to_record_batch()?;
        found.times_to_record_batch()?;
    }

    #[test]
    fn the_time_to_convert_is_from_first_to_first(mut rows in rows()) {
        // Everyone goes on in the end: nothing is censored, and quantiles are those of the sample.
        rows.extend((0..5).map(|person| row(person, 500 + 7 * i64::from(person), 1)));
        let journeys = journeys(&rows, false);
        let funnel = Funnel {
            steps: [0, 1].map(|at| Step { at: vec![at], within: None, after: None }).to_vec(),
            strict: false,
            whole: None,
            exclude: Vec::new(),
        };
        let mut times = Vec::new();
        for journey in 0..journeys.len() {
            let contacts = contacts(&journeys, journey);
            let Some(first) = first_reached(&funnel, &contacts, 1) else { continue };
            times.extend(first_reached(&funnel, &contacts, 2).map(|second| second - first));
        }
        prop_assume!(!times.is_empty());
        times.sort_unstable();
        let found = journeys.funnel(&options(&funnel, FunnelOrder::Ordered))?;
        let expected = times[(times.len() - 1) / 2] as f64 * 60.0;
        prop_assert_eq!(found.rows[0].median_seconds, expected);
    }
}

fn row(person: u8, minute: i64, touchpoint: u8) -> Row {
    Row { minute, cookie: Some(person), login: None, touchpoint, value: None }
}

#[test]
fn who_is_still_within_the_window_is_not_lost() {
    // Person 0 goes on after an hour; 1 has waited for long; 2 has just begun; 3 ends the data.
    let rows = [row(0, 0, 0), row(0, 60, 1), row(1, 0, 0), row(2, 9_990, 0), row(3, 10_000, 2)];
    let journeys = journeys(&rows, false);
    let options = FunnelOptions::new(["t0", "t1"]).within(Span::days(1)).unit(Unit::Persons);
    let found = journeys.funnel(&options).expect("a funnel");
    let first = &found.rows[0];
    assert_eq!((first.entered, first.converted), (3, Some(1)));
    assert_eq!((first.censored, first.lost), (Some(1), Some(1)));
    // Two were still waiting when the one went on: 2 of them known for an hour.
    assert!((first.share - 1.0 / 3.0).abs() < 1e-15 && (first.rate - 0.5).abs() < 1e-15);
    assert_eq!(first.method.as_deref(), Some("kaplan_meier"));
    assert_eq!(first.median_seconds, 3_600.0);
}

#[test]
fn attempts_are_counted_beside_units() {
    // Bought twice; began again within the window; was too late, then did it; has just begun again.
    let times = |person: u8, contacts: &[(i64, u8)]| -> Vec<Row> {
        contacts.iter().map(|(minute, touchpoint)| row(person, *minute, *touchpoint)).collect()
    };
    let rows = [
        times(0, &[(0, 0), (60, 1), (5_000, 0), (5_060, 1)]),
        times(1, &[(0, 0), (1_000, 0), (2_000, 1)]),
        times(2, &[(0, 0), (3_000, 1), (4_000, 0), (4_500, 1)]),
        times(3, &[(0, 0), (60, 1), (9_900, 0), (10_000, 2)]),
    ];
    let journeys = journeys(&rows.concat(), false);
    let options = FunnelOptions::new(["t0", "t1"]).within(Span::days(1)).unit(Unit::Persons);
    let found = journeys.funnel(&options).expect("a funnel");
    let [first, last] = &found.rows[..] else { panic!("two steps") };
    assert_eq!((first.entered, last.entered), (4, 4));
    assert_eq!((first.attempts, last.attempts, first.attempts_open), (7, 5, Some(1)));
    assert!((first.attempt_share - 5.0 / 7.0).abs() < 1e-15 && last.attempt_share.is_nan());
}

#[test]
fn sessions_go_on_by_the_rules_that_they_were_cut_with() {
    let rows = [row(0, 0, 0), row(0, 60, 1), row(1, 100, 0), row(2, 190, 2)];
    let long = JourneyOptions { session_gap: Some(Span::minutes(120)), ..Default::default() };
    let journeys = run(&rows, 7, &long).expect("runs").2;
    assert_eq!(journeys.sessions.open, [false, true, true]);
    let options = FunnelOptions::new(["t0", "t1"]).unit(Unit::Sessions);
    let found = journeys.funnel(&options).expect("a funnel");
    assert_eq!((found.rows[0].censored, found.rows[0].lost), (Some(1), Some(0)));
    let shorter = FunnelOptions { session_gap: Some(Span::minutes(30)), ..options };
    let found = journeys.funnel(&shorter).expect("a funnel");
    assert_eq!((found.rows[0].censored, found.rows[0].lost), (Some(0), Some(1)));
}

#[test]
fn an_excluded_contact_ends_the_attempt() {
    let rows = [row(0, 0, 0), row(0, 1, 2), row(0, 2, 1), row(1, 0, 0), row(1, 5, 1)];
    let journeys = journeys(&rows, false);
    let options = FunnelOptions::new(["t0", "t1"]).exclude("t2").unit(Unit::Persons);
    let found = journeys.funnel(&options).expect("a funnel");
    let first = &found.rows[0];
    assert_eq!((first.converted, first.lost, first.excluded), (Some(1), Some(1), Some(1)));
    assert_eq!(first.method.as_deref(), Some("aalen_johansen"));
    assert_eq!(first.rate, 0.5);
}

#[test]
fn a_conversion_that_is_no_step_can_be_a_step_of_the_funnel() {
    let mut buys = row(0, 9, 3);
    buys.value = Some(5.0);
    let journeys = journeys(&[row(0, 0, 0), buys, row(1, 3, 0)], true);
    let options = FunnelOptions::new(["t0", "(conversion)"]);
    let found = journeys.funnel(&options).expect("a funnel");
    assert_eq!(found.rows.iter().map(|row| row.entered).collect::<Vec<_>>(), [2, 1]);
}

#[test]
fn a_million_contacts_of_one_person_are_no_trouble() {
    let rows: Vec<Row> = (0..1_000_000).map(|i| row(0, i / 3, (i % 3) as u8)).collect();
    let journeys = journeys(&rows, false);
    for order in [FunnelOrder::Any, FunnelOrder::Ordered, FunnelOrder::Strict] {
        let options = FunnelOptions::new(["t0", "t2", "t1", "t2"]).order(order);
        let found = journeys.funnel(&options.within(Span::days(30))).expect("a funnel");
        assert_eq!(found.rows[1].entered, u64::from(order != FunnelOrder::Strict));
    }
}

#[test]
fn names_and_options_are_checked() {
    let journeys = journeys(&[row(0, 0, 0), row(0, 0, 1)], false);
    let error =
        |options: FunnelOptions| journeys.funnel(&options).expect_err("refused").to_string();
    assert!(error(FunnelOptions::default()).contains("1 to 20 steps"));
    assert!(error(FunnelOptions::new(["t0", "t9"])).contains("\"t9\" does not occur"));
    let limited =
        FunnelOptions::new([FunnelStep { within: Some(Span::days(1)), ..FunnelStep::from("t0") }]);
    assert!(error(limited.order(FunnelOrder::Any)).contains("any"));
    let unknown = FunnelOptions { allow_unknown: true, ..FunnelOptions::new(["t0", "t9"]) };
    let found = journeys.funnel(&unknown).expect("nobody gets there");
    assert_eq!((found.rows[0].converted, found.rows[1].entered), (Some(0), 0));
    assert_eq!(found.rows[0].rate, 0.0);
}

#[test]
fn threads_do_not_matter() {
    let rows: Vec<Row> = (0..6_000_u32)
        .map(|i| {
            let mix = i.wrapping_mul(2_654_435_761);
            row((mix >> 8) as u8, i64::from(mix >> 12) % 90_000, (mix >> 24) as u8 % 5)
        })
        .collect();
    let options = FunnelOptions::new(["t0", "t1", "t2"]).within(Span::days(2)).unit(Unit::Sessions);
    let batches = |threads: usize, rows: &[Row]| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("pool");
        pool.install(|| {
            let found = journeys(rows, false).funnel(&options).expect("a funnel");
            (found.to_record_batch().expect("rows"), found.times_to_record_batch().expect("times"))
        })
    };
    let whole = batches(1, &rows);
    let turned: Vec<Row> = rows.iter().rev().cloned().collect();
    assert!(batches(2, &rows) == whole && batches(3, &turned) == whole);
}
