//! Personas: against naive figures, and what must hold of any.

use std::collections::BTreeSet;

use cx_core::Error;
use cx_core::journey::{
    DistanceMethod, DistanceOptions, JourneyOptions, Journeys, PersonaOptions, Personas,
};
use cx_tests::cases::cases;
use cx_tests::company::{Row, run};
use proptest::prelude::*;

/// Journeys of three manners, with some noise: `count` persons.
fn rows(count: u8, noise: u32) -> Vec<Row> {
    let manners: [&[u8]; 3] = [&[0, 1, 0, 1, 2], &[3, 3, 4], &[5, 6, 7, 5, 6, 7, 8]];
    let mut rows = Vec::new();
    for person in 0..count {
        let manner = manners[usize::from(person) % 3];
        for (step, touchpoint) in manner.iter().enumerate() {
            let mix = (u32::from(person) * 31 + step as u32).wrapping_mul(2_654_435_761) >> 16;
            let other = mix % 100 < noise;
            rows.push(Row {
                minute: i64::from(person) * 7 + step as i64 * 600,
                cookie: Some(person),
                login: None,
                touchpoint: if other { (mix % 9) as u8 } else { *touchpoint },
                value: None,
            });
        }
        if person % 3 == 0 || person % 7 == 0 {
            rows.push(Row {
                minute: i64::from(person) * 7 + 6_000,
                cookie: Some(person),
                login: None,
                touchpoint: 9,
                value: Some(f64::from(person)),
            });
        }
    }
    rows
}

fn journeys(rows: &[Row], split: usize) -> Journeys {
    let options = JourneyOptions { conversion: Some("purchase".into()), ..Default::default() };
    run(rows, split, &options).expect("journeys").2
}

/// Mean silhouette over journeys, one by one.
fn silhouette(journeys: &Journeys, found: &Personas, options: &DistanceOptions) -> f64 {
    let all = journeys.distances(options).expect("distances");
    let between = |a: usize, b: usize| {
        all.get(all.sequences.member[a] as usize, all.sequences.member[b] as usize)
    };
    let mean = |at: usize, persona: u32| {
        let others =
            (0..journeys.len()).filter(|o| *o != at && found.members[*o].persona == persona);
        let distances: Vec<f64> = others.map(|other| between(at, other)).collect();
        distances.iter().sum::<f64>() / distances.len() as f64
    };
    let one = |at: usize| {
        let own = found.members[at].persona;
        let inside = mean(at, own);
        let outside = (0..found.rows.len() as u32).filter(|p| *p != own).map(|p| mean(at, p));
        let outside = outside.fold(f64::INFINITY, f64::min);
        if inside.is_nan() { 0.0 } else { (outside - inside) / inside.max(outside) }
    };
    (0..journeys.len()).map(one).sum::<f64>() / journeys.len() as f64
}

#[test]
fn three_manners_are_found() {
    let journeys = journeys(&rows(120, 8), 50);
    let options = PersonaOptions::default();
    let found = journeys.personas(&options).expect("personas");
    assert_eq!(found.rows.len(), 3);
    assert!(found.report.stable && found.report.silhouette > 0.5, "{:?}", found.report);
    let names = |path: &[u32]| -> Vec<String> {
        path.iter().map(|code| found.states.name(*code).into_owned()).collect()
    };
    let paths: BTreeSet<Vec<String>> = found.rows.iter().map(|row| names(&row.path)).collect();
    let expected: [&[&str]; 3] = [
        &["t0", "t1", "t0", "t1", "t2"],
        &["t3", "t3", "t4"],
        &["t5", "t6", "t7", "t5", "t6", "t7", "t8"],
    ];
    let expected: BTreeSet<Vec<String>> =
        expected.iter().map(|path| path.iter().map(|name| (*name).to_owned()).collect()).collect();
    assert_eq!(paths, expected);
    let naive = silhouette(&journeys, &found, &options.distance);
    assert!((naive - found.report.silhouette).abs() < 1e-12);
}

proptest! {
    #![proptest_config(cases(24))]
    #[test]
    fn personas_reconcile_with_journeys(count in 6u8..60, noise in 0u32..100, limit in 10usize..40) {
        let journeys = journeys(&rows(count, noise), 50);
        let options = PersonaOptions { resamples: 3, limit, ..PersonaOptions::default().between(2, 5) };
        let found = journeys.personas(&options)?;
        let sum = |pick: fn(&cx_core::journey::Persona) -> u64| found.rows.iter().map(pick).sum::<u64>();
        prop_assert_eq!(sum(|row| row.journeys), journeys.len() as u64);
        let converted = journeys.converted.iter().filter(|c| **c).count() as u64;
        prop_assert_eq!(sum(|row| row.conversions), converted);
        prop_assert!((found.rows.iter().map(|row| row.share).sum::<f64>() - 1.0).abs() < 1e-12);
        prop_assert_eq!(found.report.compared, found.report.distinct.min(limit as u64));
        prop_assert_eq!(found.choices.iter().filter(|choice| choice.chosen).count(), 1);
        let all = journeys.distances(&options.distance)?;
        let sequence = |journey: usize| all.sequences.member[journey] as usize;
        for (journey, member) in found.members.iter().enumerate() {
            let to = |row: &cx_core::journey::Persona| all.get(sequence(journey), sequence(row.journey as usize));
            let distances: Vec<f64> = found.rows.iter().map(to).collect();
            let least = distances.iter().copied().fold(f64::INFINITY, f64::min);
            prop_assert_eq!(member.distance, distances[member.persona as usize]);
            prop_assert!((member.distance - least).abs() < 1e-9);
            let parts: f64 = distances.iter().map(|d| least / d).sum();
            let expected = if least == 0.0 { 1.0 } else { 1.0 / parts };
            prop_assert!((member.membership - expected).abs() < 1e-9);
        }
        for (at, row) in found.rows.iter().enumerate() {
            prop_assert_eq!(found.members[row.journey as usize].persona as usize, at);
            prop_assert_eq!(found.members[row.journey as usize].distance, 0.0);
            prop_assert!(row.interval.low <= row.rate && row.rate <= row.interval.high);
            prop_assert!(row.persons <= row.journeys && row.silhouette.abs() <= 1.0);
        }
    }
}

#[test]
fn rows_and_threads_do_not_matter() {
    let mut rows = rows(90, 30);
    let options = PersonaOptions { limit: 40, ..Default::default() };
    let all = |rows: &[Row], split: usize| {
        let found = journeys(rows, split).personas(&options).expect("personas");
        let batches = [
            found.to_record_batch().expect("personas"),
            found.members_to_record_batch().expect("members"),
            found.choices_to_record_batch().expect("choices"),
        ];
        (batches, found.report)
    };
    let whole = all(&rows, 1_000);
    for threads in [1, 2, 5] {
        rows.reverse();
        rows.rotate_left(threads * 7);
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("pool");
        assert!(pool.install(|| all(&rows, threads * 13)) == whole, "{threads} threads");
    }
}

#[test]
fn nonsense_is_refused_by_name() {
    let journeys = journeys(&rows(12, 0), 50);
    let refuse = |options: PersonaOptions| journeys.personas(&options).expect_err("error");
    let upside_down = PersonaOptions::default().between(5, 3);
    assert!(matches!(refuse(upside_down), Error::Option { field: "least", .. }));
    let crisp = PersonaOptions { fuzziness: 1.0, ..Default::default() };
    assert!(matches!(refuse(crisp), Error::Option { field: "fuzziness", .. }));
    let distance = DistanceOptions::default().method(DistanceMethod::Hamming);
    let positional = PersonaOptions { distance, ..Default::default() };
    assert!(matches!(refuse(positional), Error::Unanswerable { .. }));
    let first = DistanceOptions { steps: Some(1), ..Default::default() };
    let alike = rows(12, 0).into_iter().filter(|row| row.touchpoint == 3).collect::<Vec<_>>();
    let one = PersonaOptions { distance: first, ..Default::default() };
    let same = run(&alike, 5, &JourneyOptions::default()).expect("journeys").2;
    assert!(matches!(same.personas(&one), Err(Error::Unanswerable { .. })));
}
