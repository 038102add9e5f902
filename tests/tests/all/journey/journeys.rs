//! The sequence kernel against naive loops, and what must hold for any company.

use std::collections::BTreeMap;

use arrow_array::RecordBatch;
use cx_core::journey::{FlowOptions, JourneyOptions, Journeys, Paths};
use cx_core::options::Span;
use cx_tests::company::{Row, run};
use cx_tests::oracle;
use cx_tests::strategies::company_rows;
use proptest::prelude::*;

fn options(lookback: Option<i64>, silence: Option<i64>) -> JourneyOptions {
    let span = |minutes: Option<i64>| minutes.map(Span::minutes);
    JourneyOptions {
        conversion: Some("purchase".into()),
        lookback: span(lookback),
        silence: span(silence),
        ..JourneyOptions::default()
    }
}

fn as_oracle(journeys: &Journeys) -> Vec<oracle::Journey> {
    let code = |code: &u32| {
        let name = journeys.touchpoints.name(*code);
        name.trim_start_matches('t').parse().expect("touchpoints are t0 to t4")
    };
    let one = |at: usize| oracle::Journey {
        path: journeys.path(at).iter().map(code).collect(),
        converted: journeys.converted[at],
        cents: if journeys.converted[at] { journeys.value[at] / 10_000 } else { 0 },
    };
    (0..journeys.len()).map(one).collect()
}

/// Everything that leaves the kernel.
fn reports(journeys: &Journeys) -> (Vec<RecordBatch>, Paths) {
    let batches = vec![
        journeys.to_record_batch().expect("journeys"),
        journeys.sessions_to_record_batch().expect("sessions"),
        journeys.transitions().and_then(|t| t.to_record_batch()).expect("transitions"),
        journeys.flow(&FlowOptions::default()).and_then(|f| f.to_record_batch()).expect("flow"),
    ];
    (batches, journeys.paths().expect("paths"))
}

proptest! {
    #[test]
    fn equals_the_naive_loops(
        rows in company_rows(6, 5, 20_000, 7),
        lookback in proptest::option::of(0i64..5_000),
        silence in proptest::option::of(0i64..5_000),
    ) {
        let (_, people, journeys) = run(&rows, 7, &options(lookback, silence))?;
        let persons = oracle::persons(&rows);
        prop_assert_eq!(people.len(), persons.len());
        let expected: Vec<_> = persons.iter().flat_map(|p| oracle::journeys(p, lookback, silence)).collect();
        prop_assert_eq!(as_oracle(&journeys), expected.clone());
        let sessions: Vec<_> = persons.iter().flat_map(|p| oracle::sessions(p, 30)).collect();
        prop_assert_eq!(&journeys.sessions.events, &sessions.iter().map(|s| s.2).collect::<Vec<_>>());
        let counts: BTreeMap<_, _> = journeys.transitions()?.rows.into_iter().map(|t| ((t.from, t.to), t.count)).collect();
        prop_assert_eq!(counts, oracle::transitions(&expected));
    }

    #[test]
    fn every_event_is_counted_once(rows in company_rows(6, 5, 20_000, 7), lookback in proptest::option::of(0i64..5_000)) {
        let (events, _, journeys) = run(&rows, 7, &options(lookback, None))?;
        let report = &journeys.report;
        prop_assert_eq!(report.events, events.len() as u64);
        prop_assert_eq!(report.steps + report.conversions + report.excluded + report.without_person, report.events);
        let in_sessions: u64 = journeys.sessions.events.iter().map(|e| u64::from(*e)).sum();
        prop_assert_eq!(in_sessions + report.without_person, report.events);
        let read = &events.report;
        prop_assert_eq!(read.accepted() + read.rejected() + read.duplicate(), read.read());
        prop_assert_eq!(read.read(), rows.len() as u64);
    }

    #[test]
    fn views_reconcile(rows in company_rows(6, 5, 20_000, 7), steps in 1usize..6, top in 1usize..6) {
        let (_, _, journeys) = run(&rows, 7, &options(Some(2_000), None))?;
        let flow = journeys.flow(&FlowOptions { steps, top })?;
        for step in 0..steps {
            let flowing: u64 = flow.links.iter().filter(|l| l.step == step).map(|l| l.count).sum();
            let reach = |j: &usize| journeys.path(*j).len() > step || (step == 0 && journeys.path(*j).is_empty());
            prop_assert_eq!(flowing, (0..journeys.len()).filter(reach).count() as u64);
        }
        let transitions = journeys.transitions()?.rows;
        let out: u64 = transitions.iter().filter(|t| t.from == "(start)").map(|t| t.count).sum();
        prop_assert_eq!(out, journeys.len() as u64);
        let paths = journeys.paths()?;
        let total: f64 = paths.conversions.iter().chain(&paths.nulls).sum();
        prop_assert_eq!(total, journeys.len() as f64);
        let converted = journeys.converted.iter().filter(|c| **c).count() as f64;
        prop_assert_eq!(paths.conversions.iter().sum::<f64>(), converted);
    }
}

#[test]
fn threads_row_orders_and_batch_splits_give_the_same_bytes() {
    let mut rows: Vec<Row> = (0..3_000_u32)
        .map(|i| {
            let mix = i.wrapping_mul(2_654_435_761);
            Row {
                minute: i64::from(mix >> 12) % 40_000,
                cookie: (mix % 3 > 0).then_some((mix >> 8) as u8 % 90),
                login: (mix % 5 > 2).then_some((mix >> 16) as u8 % 40),
                touchpoint: (mix >> 24) as u8 % 9,
                value: (mix % 11 == 0).then_some(f64::from(mix % 10_000) / 100.0),
            }
        })
        .collect();
    let options = options(Some(10_000), Some(20_000));
    let whole = reports(&run(&rows, rows.len(), &options).expect("runs").2);
    for order in 0..20_u32 {
        let split = 1 + (order as usize * 37) % 500;
        for at in (1..rows.len()).rev() {
            let mix = (at as u32)
                .wrapping_mul(2_246_822_519)
                .wrapping_add(order.wrapping_mul(3_266_489_917));
            rows.swap(at, mix as usize % (at + 1));
        }
        let threads = [1, 2, 3, 8][order as usize % 4];
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("pool");
        let again = pool.install(|| reports(&run(&rows, split, &options).expect("runs").2));
        assert!(again == whole, "order {order}, batches of {split}, {threads} threads");
    }
}
