//! Sequence distances: against reference results, against naive tables, and what must hold of any.

use std::path::Path;

use cx_core::Error;
use cx_core::columns::Dictionary;
use cx_core::journey::{
    DistanceMethod, DistanceOptions, Distances, JourneyOptions, Norm, StateSequences,
};
use cx_core::options::Span;
use cx_tests::company::{Row, run};
use cx_tests::sequence_oracle as oracle;
use cx_tests::shared::{gunzip, reference, shared};
use proptest::prelude::*;

/// The first hundred sequences of the school-to-work data of `McVicar` and Anyadike-Danes (2002).
fn transitions_from_school(folder: &Path) -> StateSequences {
    let text = gunzip(&folder.join("data/sequences/mvad.csv.gz"));
    let cells: Vec<String> = text
        .lines()
        .skip(1)
        .take(100)
        .flat_map(|line| line.split(',').skip(14).map(|cell| cell.trim_matches('"').to_owned()))
        .collect();
    let (names, codes) = Dictionary::from_names(cells.iter().map(String::as_str)).expect("names");
    let ends: Vec<usize> = (1..=100).map(|row| row * 72).collect();
    StateSequences::of(&names, &codes, &ends).expect("sequences")
}

/// Whether distances are those of the table, row for row; the reference has ten digits.
fn agrees(name: &str, sequences: &StateSequences, method: DistanceMethod, table: &[Vec<f64>]) {
    let options = DistanceOptions::default().method(method);
    let found = sequences.distances(&options).expect("distances");
    let mut worst = 0.0_f64;
    for (a, row) in table.iter().enumerate() {
        for (b, expected) in row.iter().enumerate() {
            let member = |row: usize| sequences.member[row] as usize;
            let error = (found.get(member(a), member(b)) - expected).abs();
            worst = worst.max(error / expected.abs().max(1.0));
        }
    }
    eprintln!("{name}: largest error {worst:.3e}");
    assert!(worst <= 1e-9, "{name}: {worst:e}");
}

/// The methods, by the names that the reference has for them.
const REFERENCED: [(&str, DistanceMethod); 4] = [
    ("OM", DistanceMethod::Om),
    ("OM_TRATE", DistanceMethod::OmTransitionRates),
    ("LCS", DistanceMethod::Lcs),
    ("HAM", DistanceMethod::Hamming),
];

#[test]
fn reference_distances_are_met() {
    let golden = reference("distances");
    let paths: Vec<Vec<&str>> = golden["sequences"]
        .as_array()
        .expect("sequences")
        .iter()
        .map(|path| path.as_str().expect("text").split('-').collect())
        .collect();
    let (names, codes) = Dictionary::from_names(paths.iter().flatten().copied()).expect("names");
    let ends: Vec<usize> = (1..=paths.len()).map(|row| row * paths[0].len()).collect();
    let sequences = StateSequences::of(&names, &codes, &ends).expect("sequences");
    for (name, method) in REFERENCED {
        let table: Vec<Vec<f64>> =
            serde_json::from_value(golden["distances"][name].clone()).expect("a table");
        assert_eq!(table.len(), paths.len());
        agrees(name, &sequences, method, &table);
    }
}

#[test]
#[ignore = "needs the reference data (CX_SHARED)"]
fn reference_distances_of_the_way_from_school_to_work_are_met() {
    let folder = shared();
    let sequences = transitions_from_school(&folder);
    assert_eq!((sequences.len(), sequences.states.len()), (96, 6));
    for (name, method) in REFERENCED {
        let text = gunzip(&folder.join(format!("golden/sequences/mvad_{name}.csv.gz")));
        let cells = |line: &str| -> Vec<f64> {
            line.split(',').map(|cell| cell.parse().expect("a number")).collect()
        };
        let table: Vec<Vec<f64>> = text.lines().map(cells).collect();
        assert_eq!(table.len(), 100);
        agrees(name, &sequences, method, &table);
    }
}

fn sequences(rows: &[Vec<u32>]) -> StateSequences {
    let names: Vec<String> = (0..10).map(|code| format!("s{code}")).collect();
    let (states, _) = Dictionary::from_names(names.iter().map(String::as_str)).expect("names");
    let ends: Vec<usize> = rows
        .iter()
        .scan(0, |end, row| {
            *end += row.len();
            Some(*end)
        })
        .collect();
    StateSequences::of(&states, &rows.concat(), &ends).expect("sequences")
}

/// The distance of two rows.
fn between(found: &Distances, a: usize, b: usize) -> f64 {
    found.get(found.sequences.member[a] as usize, found.sequences.member[b] as usize)
}

fn any_rows() -> impl Strategy<Value = Vec<Vec<u32>>> {
    proptest::collection::vec(proptest::collection::vec(0u32..4, 0..12), 1..50)
}

/// Sequences around the lengths at which the way of counting changes.
fn long_rows() -> impl Strategy<Value = Vec<Vec<u32>>> {
    let length = prop_oneof![60usize..68, 124usize..132];
    let row = length.prop_flat_map(|length| proptest::collection::vec(0u32..4, length));
    proptest::collection::vec(row, 2..5)
}

fn equal_rows() -> impl Strategy<Value = Vec<Vec<u32>>> {
    (1usize..9).prop_flat_map(|length| {
        proptest::collection::vec(proptest::collection::vec(0u32..4, length), 1..30)
    })
}

proptest! {
    #[test]
    fn matching_equals_the_whole_table(
        rows in prop_oneof![3 => any_rows(), 1 => long_rows()],
        indel in prop_oneof![Just(1.0), Just(0.3), 0.0f64..3.0],
        substitution in prop_oneof![Just(1.0), Just(2.0), Just(1.5), 0.0f64..5.0],
    ) {
        let options = DistanceOptions { indel: Some(indel), substitution, ..Default::default() };
        let found = sequences(&rows).distances(&options)?;
        for (a, x) in rows.iter().enumerate() {
            for (b, y) in rows.iter().enumerate() {
                let expected = oracle::edits(x, y, indel, &|_, _| substitution);
                prop_assert!((between(&found, a, b) - expected).abs() < 1e-9);
            }
        }
    }

    #[test]
    fn rates_are_those_of_all_rows(rows in any_rows()) {
        let all = sequences(&rows);
        let found = all.distances(&DistanceOptions::default().method(DistanceMethod::OmTransitionRates))?;
        let rates = oracle::transition_rates(&rows, 4);
        let used: Vec<u32> = (0..4).filter(|s| rows.iter().flatten().any(|c| c == s)).collect();
        let cost = |a: u32, b: u32| 2.0 - rates[a as usize][b as usize] - rates[b as usize][a as usize];
        let pairs = used.iter().flat_map(|a| used.iter().map(move |b| (*a, *b))).filter(|(a, b)| a != b);
        let indel = pairs.map(|(a, b)| cost(a, b)).fold(0.0, f64::max) / 2.0;
        prop_assert!(found.indel.is_some_and(|cost| (cost - indel).abs() < 1e-12));
        for (a, x) in rows.iter().enumerate() {
            for (b, y) in rows.iter().enumerate() {
                prop_assert!((between(&found, a, b) - oracle::edits(x, y, indel, &cost)).abs() < 1e-9);
            }
        }
    }

    #[test]
    fn matching_is_a_metric(rows in proptest::collection::vec(proptest::collection::vec(0u32..4, 0..9), 1..12)) {
        for method in [DistanceMethod::Om, DistanceMethod::Lcs] {
            for norm in [Norm::None, Norm::YujianBo] {
                let found = sequences(&rows).distances(&DistanceOptions::default().method(method).norm(norm))?;
                let count = found.sequences.len();
                for a in 0..count {
                    prop_assert_eq!(found.get(a, a), 0.0);
                    for b in 0..count {
                        prop_assert_eq!(found.get(a, b), found.get(b, a));
                        prop_assert!((a == b) == (found.get(a, b) == 0.0));
                        for c in 0..count {
                            prop_assert!(found.get(a, c) <= found.get(a, b) + found.get(b, c) + 1e-12);
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn common_subsequences_are_counted(rows in proptest::collection::vec(proptest::collection::vec(0u32..4, 0..9), 1..12)) {
        let lcs = sequences(&rows).distances(&DistanceOptions::default().method(DistanceMethod::Lcs))?;
        let om = sequences(&rows).distances(&DistanceOptions { indel: Some(1.0), ..Default::default() })?;
        prop_assert_eq!(&lcs.condensed, &om.condensed);
        for (a, x) in rows.iter().enumerate() {
            for (b, y) in rows.iter().enumerate() {
                let expected = (x.len() + y.len() - 2 * oracle::common(x, y)) as f64;
                prop_assert_eq!(between(&lcs, a, b), expected);
            }
        }
    }

    #[test]
    fn positions_are_compared(rows in equal_rows()) {
        let options = |method| DistanceOptions::default().method(method);
        let hamming = sequences(&rows).distances(&options(DistanceMethod::Hamming))?;
        let dynamic = sequences(&rows).distances(&options(DistanceMethod::Dhd))?;
        let length = rows[0].len();
        // Rates of the transition from position `t` to the next, as a table of its own.
        let rates: Vec<_> = (1..length)
            .map(|t| oracle::transition_rates(&rows.iter().map(|r| r[t - 1..=t].to_vec()).collect::<Vec<_>>(), 4))
            .collect();
        for (a, x) in rows.iter().enumerate() {
            for (b, y) in rows.iter().enumerate() {
                let differ = (0..length).filter(|t| x[*t] != y[*t]);
                prop_assert_eq!(between(&hamming, a, b), differ.clone().count() as f64);
                let cost = |t: usize| {
                    let (i, j) = (x[t] as usize, y[t] as usize);
                    let both = |at: usize| rates.get(at).map(|r| r[i][j] + r[j][i]);
                    let sides = [t.checked_sub(1).and_then(both), both(t)];
                    let known: Vec<f64> = sides.into_iter().flatten().collect();
                    4.0 - 2.0 * known.iter().sum::<f64>() / known.len().max(1) as f64
                };
                let expected: f64 = differ.map(cost).sum();
                prop_assert!((between(&dynamic, a, b) - expected).abs() < 1e-9);
            }
        }
    }

    #[test]
    fn norms_stay_within_nought_and_one(rows in any_rows(), substitution in 0.0f64..4.0) {
        for method in [DistanceMethod::Om, DistanceMethod::OmTransitionRates, DistanceMethod::Lcs] {
            for norm in [Norm::MaxDistance, Norm::YujianBo] {
                let options = DistanceOptions { substitution, ..DistanceOptions::default().method(method).norm(norm) };
                let found = sequences(&rows).distances(&options)?;
                prop_assert!(found.condensed.iter().all(|d| (0.0..=1.0 + 1e-12).contains(d)));
            }
        }
    }
}

/// Three persons: the second does the same as the first but a week later each time.
fn journeys(shift: i64) -> cx_core::journey::Journeys {
    let day = 24 * 60;
    let row = |cookie: u8, days: i64, touchpoint: u8| Row {
        minute: days * day,
        cookie: Some(cookie),
        login: None,
        touchpoint,
        value: None,
    };
    let rows = [
        (1, 0, 0),
        (1, 2, 1),
        (1, 3, 2),
        (2, 10, 0),
        (2, 12 + shift, 1),
        (2, 13 + shift, 2),
        (3, 5, 3),
    ];
    let rows: Vec<Row> = rows.iter().map(|(c, d, t)| row(*c, *d, *t)).collect();
    run(&rows, 3, &JourneyOptions::default()).expect("journeys").2
}

#[test]
fn times_matter_to_the_time_warp() {
    let options = DistanceOptions::default().method(DistanceMethod::TimeWarp);
    let same = journeys(0).distances(&options).expect("distances");
    assert_eq!(same.sequences.weight, [1, 2]);
    let later = journeys(7).distances(&options).expect("distances");
    assert_eq!(later.sequences.len(), 3);
    let costs = oracle::Warp { substitution: 2.0, stiffness: 0.1, penalty: 1.0 };
    let (x, y) = ([(0, 0.0), (1, 2.0), (2, 3.0)], [(0, 0.0), (1, 9.0), (2, 10.0)]);
    let expected = oracle::time_warp(&x, &y, costs);
    assert!((between(&later, 0, 1) - expected).abs() < 1e-12 && expected > 0.0);
    let alone = oracle::time_warp(&x, &[(3, 0.0)], costs);
    assert!((between(&later, 0, 2) - alone).abs() < 1e-12);
}

#[test]
fn lengths_are_cut_filled_or_refused() {
    let options = DistanceOptions::default().method(DistanceMethod::Hamming);
    let error = journeys(0).distances(&options).expect_err("unequal lengths");
    assert!(matches!(error, Error::Unanswerable { .. }), "{error}");
    let options = DistanceOptions { steps: Some(2), ..options };
    let found = journeys(0).distances(&options).expect("distances");
    assert_eq!(found.sequences.states.to_vec(), ["(end)", "t0", "t1", "t3"]);
    assert_eq!(found.condensed, [2.0]);
    assert_eq!((found.indel, found.substitution), (None, Vec::new()));
}

#[test]
fn too_much_and_nonsense_are_refused_by_name() {
    let rows: Vec<Vec<u32>> = (0..9).map(|at| vec![at % 4; at as usize]).collect();
    let refuse =
        |options: &DistanceOptions| sequences(&rows).distances(options).expect_err("error");
    let few = DistanceOptions { limit: 5, ..Default::default() };
    assert!(matches!(refuse(&few), Error::TooMany { found: 9, limit: 5, .. }));
    let negative = DistanceOptions { indel: Some(-1.0), ..Default::default() };
    assert!(matches!(refuse(&negative), Error::Option { field: "indel", .. }));
    let norm = DistanceOptions::default().method(DistanceMethod::Dhd).norm(Norm::YujianBo);
    assert!(matches!(refuse(&norm), Error::Option { field: "norm", .. }));
    let timeless = DistanceOptions::default().method(DistanceMethod::TimeWarp);
    assert!(matches!(refuse(&timeless), Error::Lacking { .. }));
    let unit = DistanceOptions { unit: Span::minutes(1), ..timeless };
    assert!(matches!(sequences(&[]).distances(&unit), Err(Error::Empty { .. })));
}

#[test]
fn rows_and_threads_do_not_matter() {
    let row = |at: u32| -> Vec<u32> {
        (0..at % 23).map(|step| (at.wrapping_mul(2_654_435_761) >> (step % 28)) % 5).collect()
    };
    let mut rows: Vec<Vec<u32>> = (0..200).map(row).collect();
    let methods = [DistanceMethod::Om, DistanceMethod::OmTransitionRates];
    let all = |rows: &[Vec<u32>]| {
        methods.map(|method| {
            let found = sequences(rows).distances(&DistanceOptions::default().method(method));
            found.expect("distances").to_record_batch().expect("batch")
        })
    };
    let whole = all(&rows);
    for threads in [1, 2, 5] {
        rows.reverse();
        rows.rotate_left(threads * 7);
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("pool");
        assert!(pool.install(|| all(&rows)) == whole, "{threads} threads");
    }
}
