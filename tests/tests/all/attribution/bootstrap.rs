//! The bootstrap of attribution against replicated rows, its intervals against simulation, and the
//! checks.

use std::collections::BTreeMap;

use cx_core::attribution::{
    AttributeOptions, CheckStatus, Credit, IntervalKind, Model, UNATTRIBUTED, attribute,
};
use cx_core::journey::{JourneyOptions, Journeys, PathRoles, Paths};
use cx_core::options::from_json;
use cx_tests::company::{Row, run};
use cx_tests::dice::{Dice, mix};
use cx_tests::doubt::{Pool, Z90, gamma, interval, pool};
use cx_tests::paths::{PathRow, read};
use cx_tests::resample::replicated;

const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

/// How often a unit is drawn in a replicate: the hash and the inversion, written out.
fn weight(seed: u64, replicate: u64, unit: u64) -> usize {
    let hash = |z: u64| mix(z.wrapping_add(GOLDEN));
    let key = hash(hash(seed ^ 0x626f_6f74_7374_7261).wrapping_add(replicate));
    let random = hash(key.wrapping_add(unit.wrapping_mul(GOLDEN)));
    let (mut count, mut chance, mut sum) = (0, libm_exp(), 0.0);
    loop {
        sum += chance;
        if random < (sum * 2.0_f64.powi(64)) as u64 || count == 20 {
            return count;
        }
        count += 1;
        chance /= count as f64;
    }
}

/// `exp(-1)`.
fn libm_exp() -> f64 {
    0.367_879_441_171_442_33
}

/// A company of some persons, each with a few contacts and purchases.
fn company(persons: u8, seed: u64) -> Vec<Row> {
    let mut dice = Dice(seed);
    let mut rows = Vec::new();
    for person in 0..persons {
        let mut minute = dice.below(500) as i64;
        for _ in 0..=dice.below(12) {
            minute += 1 + dice.below(9_000) as i64;
            let value = (dice.roll() < 0.25).then(|| dice.below(10_000) as f64 / 100.0);
            let touchpoint = (dice.below(5) * dice.below(5) / 4) as u8;
            let (cookie, login) = (Some(person), None);
            rows.push(Row { minute, cookie, login, touchpoint, value });
        }
    }
    rows
}

fn journeys(rows: &[Row], split: usize) -> Journeys {
    let options =
        JourneyOptions { conversion: Some("purchase".into()), ..JourneyOptions::default() };
    let journeys = run(rows, split, &options).expect("journeys").2;
    assert!(journeys.converted.iter().filter(|won| **won).count() > 10);
    journeys
}

type Key = (Model, String);

fn figures(credit: &Credit) -> BTreeMap<Key, [f64; 2]> {
    let row = |row: &cx_core::attribution::CreditRow| {
        ((row.model, row.touchpoint.clone()), [row.conversions, row.value])
    };
    credit.rows.iter().map(row).collect()
}

fn close(a: f64, b: f64, scale: f64) -> bool {
    (a - b).abs() <= 1e-9 * (1.0 + scale.abs())
}

/// Compares intervals and ranks with those from credits of replicated data, and of each unit alone.
fn agrees(
    credit: &Credit,
    replicates: &[BTreeMap<Key, [f64; 2]>],
    units: &[BTreeMap<Key, [f64; 2]>],
    pool: Pool,
) {
    for row in &credit.rows {
        let key = (row.model, row.touchpoint.clone());
        let of = |found: &BTreeMap<Key, [f64; 2]>| found.get(&key).copied().unwrap_or_default();
        let all: Vec<[f64; 2]> = replicates.iter().map(of).collect();
        let count = all.len() as f64;
        let spread = [0, 1].map(|at| {
            let mean = all.iter().map(|both| both[at]).sum::<f64>() / count;
            all.iter().map(|both| (both[at] - mean).powi(2)).sum::<f64>() / (count - 1.0)
        });
        let found = [[row.conversions_low, row.conversions_high], [row.value_low, row.value_high]];
        let own = [row.conversions, row.value];
        let none = row.touchpoint == UNATTRIBUTED;
        if row.model == Model::ShapleyRate && !none {
            for ((found, own), spread) in found.iter().zip(own).zip(spread) {
                let half = found[1] - own;
                assert!(close(own - found[0], half, credit.value), "{key:?}: {found:?}");
                assert!(half >= Z90 * spread.sqrt() * (1.0 - 1e-9), "{key:?}: {half} {spread}");
            }
            continue;
        }
        if row.model == Model::Markov {
            let low = gamma(own[0], spread[0], -Z90);
            assert!(close(found[0][0], low, credit.value), "{key:?}: {found:?} {low}");
            for ((found, own), spread) in found.iter().zip(own).zip(spread) {
                assert!(found[0] >= gamma(own, spread, -Z90) - 1e-9 && found[0] <= own, "{key:?}");
                assert!(found[1] >= gamma(own, spread, Z90) - 1e-9, "{key:?}: {found:?}");
            }
            continue;
        }
        let units: Vec<[f64; 2]> = units.iter().map(of).collect();
        let wanted = interval(pool, own, spread, &units, Z90);
        for (found, wanted) in found.iter().flatten().zip(wanted.iter().flatten()) {
            assert!(close(*found, *wanted, credit.value), "{key:?}: {found} is not {wanted}");
        }
    }
    for row in &credit.ranks {
        let mine = (row.model, row.touchpoint.clone());
        let mut first = 0.0;
        for found in replicates {
            let all: Vec<f64> = credit
                .ranks
                .iter()
                .filter(|other| other.model == row.model)
                .map(|other| (other.model, other.touchpoint.clone()))
                .map(|key| found.get(&key).map_or(0.0, |both| both[0]))
                .collect();
            let own = found.get(&mine).map_or(0.0, |both| both[0]);
            if all.iter().all(|other| own >= *other - 1e-9) {
                first += 1.0 / all.iter().filter(|other| **other >= own - 1e-9).count() as f64;
            }
        }
        let wanted = first / replicates.len() as f64;
        // Equal credits may be told apart by rounding.
        assert!((row.first - wanted).abs() < 0.3, "{mine:?}: {} is not {wanted}", row.first);
    }
}

const ALL: &str = r#"["first", "last", "last_non_direct", "linear", "position", "w_shaped",
    "custom", "time_decay", "shapley", "shapley_rate", "markov"]"#;

fn options(more: &str) -> AttributeOptions {
    let text =
        format!(r#"{{"models": {ALL}, "confidence": 0.9, "bootstrap": 40, "seed": 9{more}}}"#);
    from_json(&text).expect("options")
}

#[test]
fn replicates_are_those_of_replicated_persons() {
    let journeys = journeys(&company(30, 3), 1_000);
    let events = r#", "view_through": {"contact": 0.5}"#;
    for more in ["", r#", "order": 2"#, r#", "removal": "reconnect""#, events] {
        let options = options(more);
        let credit = attribute(&journeys, &options).expect("credits");
        assert_eq!(credit.interval, IntervalKind::Bootstrap);
        let one = AttributeOptions { bootstrap: 0, ..options.clone() };
        let replicates: Vec<_> = (0..40)
            .map(|replicate| {
                let drawn = replicated(&journeys, |rank| weight(9, replicate, rank));
                figures(&attribute(&drawn, &one).expect("credits"))
            })
            .collect();
        let units: Vec<_> = (0..u64::from(journeys.persons))
            .map(|person| {
                let alone = replicated(&journeys, |rank| usize::from(rank == person));
                attribute(&alone, &one).map_or_else(|_| BTreeMap::new(), |alone| figures(&alone))
            })
            .collect();
        agrees(&credit, &replicates, &units, pool(&journeys.paths().expect("paths")));
    }
}

#[test]
fn replicates_are_those_of_replicated_paths() {
    let mut dice = Dice(5);
    let mut rows = BTreeMap::new();
    for _ in 0..60 {
        let length = dice.below(5);
        let path: Vec<String> = (0..length).map(|_| format!("t{}", dice.below(4))).collect();
        let won = f64::from(dice.below(2) as u32);
        let row = PathRow {
            path: path.join(" > "),
            conversions: won,
            value: won * dice.below(100) as f64,
            nulls: f64::from(dice.below(2) as u32),
        };
        rows.insert(path, row);
    }
    let rows: Vec<PathRow> = rows.into_values().collect();
    let models = r#"{"models": ["last", "shapley", "shapley_rate", "markov"], "confidence": 0.9}"#;
    let one: AttributeOptions = from_json(models).expect("options");
    let many = one.clone().bootstrap(40, 2);
    let paths = read(&rows, 100).expect("reads");
    let credit = attribute(&paths, &many).expect("credits");
    let replicates: Vec<_> = (0..40)
        .map(|replicate| {
            let times = |path: usize, at: u64| weight(2, replicate, 3 * path as u64 + at) as f64;
            let drawn = |(path, row): (usize, &PathRow)| PathRow {
                path: row.path.clone(),
                conversions: row.conversions * times(path, 0),
                value: row.value * times(path, 0),
                nulls: row.nulls * times(path, 1),
            };
            let drawn: Vec<PathRow> = rows.iter().enumerate().map(drawn).collect();
            figures(&attribute(&read(&drawn, 100).expect("reads"), &one).expect("credits"))
        })
        .collect();
    let alone = |row: &PathRow| read(std::slice::from_ref(row), 1).expect("reads");
    let units: Vec<_> = rows
        .iter()
        .filter(|row| row.conversions > 0.0)
        .map(|row| figures(&attribute(&alone(row), &one).expect("credits")))
        .collect();
    agrees(&credit, &replicates, &units, pool(&paths));
}

#[test]
fn threads_row_order_and_batches_change_nothing() {
    let mut rows = company(40, 8);
    let options = options("");
    let known = attribute(&journeys(&rows, 1_000), &options).expect("credits");
    let text = |credit: &Credit| format!("{:?} {:?}", credit.rows, credit.ranks);
    for threads in [1, 2, 8] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
        let journeys = journeys(&rows, 7 * threads);
        let found = pool.install(|| attribute(&journeys, &options)).expect("credits");
        assert_eq!(text(&found), text(&known), "{threads} threads");
        let mut dice = Dice(threads as u64);
        for at in (1..rows.len()).rev() {
            rows.swap(at, dice.below(at as u64 + 1) as usize);
        }
    }
    let other = attribute(&journeys(&rows, 50), &AttributeOptions { seed: 10, ..options });
    assert_ne!(text(&other.expect("credits")), text(&known));
}

#[test]
fn a_bootstrap_is_as_wide_as_the_formula() {
    let mut dice = Dice(11);
    let rows: Vec<PathRow> = (0..6_000).map(|_| journey(&mut dice)).collect();
    let paths = read(&rows, 6_000).expect("reads");
    let models = [Model::Linear, Model::Markov, Model::Shapley, Model::ShapleyRate];
    let delta = AttributeOptions::default().models(models);
    let known = attribute(&paths, &delta).expect("credits");
    let found = attribute(&paths, &delta.bootstrap(1_000, 1)).expect("credits");
    for (a, b) in known.rows.iter().zip(&found.rows) {
        let width = |row: &cx_core::attribution::CreditRow| {
            [row.conversions_high - row.conversions_low, row.value_high - row.value_low]
        };
        for (a, b) in width(a).into_iter().zip(width(b)) {
            assert!((b / a - 1.0).abs() < 0.12, "{known:?}: {a} {b}");
        }
    }
    assert_eq!(known.interval, IntervalKind::Delta);
    assert!(known.ranks_to_record_batch().is_err() && known.ranks.is_empty());
    let ranks = found.ranks_to_record_batch().expect("a table");
    assert_eq!(ranks.num_rows(), 16);
    for model in models {
        let sum: f64 = found.ranks.iter().filter(|r| r.model == model).map(|r| r.first).sum();
        assert!((sum - 1.0).abs() < 1e-9, "{model:?}: {sum}");
    }
}

#[test]
fn too_few_replicates_are_refused() {
    let paths = read(&[journey(&mut Dice(1))], 1).expect("reads");
    let error = attribute(&paths, &AttributeOptions::default().bootstrap(38, 0)).expect_err("few");
    assert!(error.to_string().contains("39 to 10000"), "{error}");
    assert!(attribute(&paths, &AttributeOptions::default().bootstrap(39, 0)).is_ok());
    assert!(attribute(&paths, &AttributeOptions::default().bootstrap(10_001, 0)).is_err());
}

#[test]
fn checks_say_what_is_wrong() {
    let journeys = journeys(&company(20, 4), 1_000);
    let all = AttributeOptions::default().models([Model::Linear, Model::Markov]);
    let of = |credit: &Credit, name: &str| {
        let found: Vec<_> =
            credit.checks.iter().filter(|c| c.check.name() == name).cloned().collect();
        found
    };
    let credit = attribute(&journeys, &all).expect("credits");
    assert_eq!(of(&credit, "conservation").len(), 2);
    let fine = |name: &str| of(&credit, name).iter().all(|c| c.status == CheckStatus::Ok);
    assert!(fine("conservation") && fine("conversion_rate"));
    assert_eq!(of(&credit, "contacts_after_conversion")[0].status, CheckStatus::Ok);
    assert_eq!(of(&credit, "journeys_without_conversion")[0].status, CheckStatus::Ok);
    assert!(credit.checks.iter().all(|check| check.sentence.ends_with('.')));
    assert_eq!(credit.checks_to_record_batch().expect("a table").num_rows(), credit.checks.len());
    // Times that were set later than the conversion.
    let mut late = journeys.clone();
    let won = (0..late.len()).find(|at| late.converted[*at] && !late.range(*at).is_empty());
    let step = late.range(won.expect("a conversion")).start;
    late.steps.time[step] = late.end[won.expect("a conversion")] + 1;
    let found = attribute(&late, &all).expect("credits");
    let found = of(&found, "contacts_after_conversion");
    assert_eq!((found[0].figure, found[0].status), (1.0, CheckStatus::Warn));
    late.steps.time[step] -= 1;
    let found = of(&attribute(&late, &all).expect("credits"), "contacts_at_conversion");
    assert_eq!(found[0].status, CheckStatus::Warn);
    // Nothing but conversions, most of them without any contact.
    let rows = [("", 9.0), ("a", 1.0)].map(|(path, conversions)| PathRow {
        path: path.into(),
        conversions,
        value: 0.0,
        nulls: 0.0,
    });
    let found = attribute(&read(&rows, 2).expect("reads"), &all).expect("credits");
    for name in ["journeys_without_conversion", "conversions_without_contact"] {
        assert_eq!(of(&found, name)[0].status, CheckStatus::Warn, "{name}");
    }
    assert!(of(&found, "contacts_after_conversion").is_empty(), "paths have no times");
    let few = |counts: [f64; 3]| {
        let rows = ["a > b > a", "b > c", "d"].into_iter().zip([counts[0], counts[1], counts[2]]);
        let rows = rows.map(|(path, conversions)| PathRow {
            path: path.into(),
            conversions,
            value: 0.0,
            nulls: 1.0,
        });
        let found = attribute(&read(&rows.collect::<Vec<_>>(), 3).expect("reads"), &all);
        of(&found.expect("credits"), "few_conversions").remove(0)
    };
    // a 3, b 5, c 2 and d none; then all of them enough.
    let found = few([3.0, 2.0, 0.0]);
    assert_eq!((found.figure, found.status), (3.0, CheckStatus::Warn));
    assert_eq!(few([5.0, 5.0, 5.0]).status, CheckStatus::Ok);
}

#[test]
fn models_that_differ_by_more_than_chance_are_apart() {
    let paths = |count: f64| {
        let row = PathRow { path: "a > b".into(), conversions: count, value: 0.0, nulls: 5.0 };
        read(&[row], 1).expect("reads")
    };
    let models = AttributeOptions::default().models([Model::First, Model::Last, Model::Linear]);
    let rows = attribute(&paths(400.0), &models).expect("credits").disagreement();
    assert_eq!(rows.len(), 2);
    assert_eq!((rows[0].lowest, rows[0].highest, rows[0].models), (Model::Last, Model::First, 3));
    assert!(close(rows[0].spread, 1.0, 1.0) && rows[0].apart);
    let few = attribute(&paths(2.0), &models).expect("credits");
    assert!(!few.disagreement()[0].apart, "two conversions prove nothing");
    assert_eq!(few.disagreement_to_record_batch().expect("a table").num_rows(), 2);
    let one = attribute(&paths(9.0), &AttributeOptions::default()).expect("credits");
    assert!(one.disagreement().iter().all(|row| row.spread == 0.0 && !row.apart));
}

const MOVES: [[f64; 5]; 4] = [
    [0.00, 0.35, 0.15, 0.10, 0.05],
    [0.20, 0.00, 0.20, 0.05, 0.15],
    [0.05, 0.30, 0.00, 0.25, 0.10],
    [0.10, 0.05, 0.10, 0.00, 0.30],
];

/// A journey of a chain.
fn journey(dice: &mut Dice) -> PathRow {
    let mut state = dice.pick(&[0.4, 0.3, 0.2]).min(3);
    let mut path = Vec::new();
    loop {
        path.push(["a", "b", "c", "d"][state]);
        let to = dice.pick(&MOVES[state]);
        if to >= 4 {
            let won = f64::from(u8::from(to == 4));
            let value = won * ((1.0 + dice.roll()) * 1_000.0).round() / 100.0;
            return PathRow { path: path.join(">"), conversions: won, value, nulls: 1.0 - won };
        }
        state = to;
    }
}

/// A world of about so many persons, each with one to three journeys on the same ways.
fn world(dice: &mut Dice, persons: usize) -> Paths {
    let mut rows = Vec::new();
    for _ in 0..persons {
        for _ in 0..dice.poisson(1.0) {
            rows.push(journey(dice));
        }
    }
    let count = rows.len();
    Paths::read(&[cx_tests::paths::batch(&rows)], &cx_tests::paths::roles())
        .unwrap_or_else(|error| unreachable!("{count} rows: {error}"))
}

/// 500 worlds of some 1,500 journeys, 199 replicates each; the truth from a world 600 times as large.
#[test]
#[ignore = "a study of a minute"]
fn study_that_intervals_cover_the_truth_of_500_worlds() {
    const WORLDS: u32 = 500;
    const TIMES: usize = 600;
    const SIZE: usize = 1_500;
    let models = [
        Model::First,
        Model::Linear,
        Model::Position,
        Model::Markov,
        Model::Shapley,
        Model::ShapleyRate,
    ];
    let options = AttributeOptions::default().models(models);
    let mut dice = Dice(2_026);
    let truth = attribute(&world(&mut dice, SIZE * TIMES), &options).expect("credits");
    let truth: BTreeMap<Key, [f64; 2]> = figures(&truth);
    let mut covered = BTreeMap::<Model, [u32; 2]>::new();
    let (mut cells, mut all) = (BTreeMap::<Model, u32>::new(), 0);
    for seed in 0..WORLDS {
        let paths = world(&mut dice, SIZE);
        let options = options.clone().bootstrap(199, u64::from(seed));
        for row in attribute(&paths, &options).expect("credits").rows {
            let known = truth[&(row.model, row.touchpoint.clone())].map(|x| x / TIMES as f64);
            let [conversions, value] = covered.entry(row.model).or_default();
            let within = |low: f64, x: f64, high: f64| u32::from(low <= x && x <= high);
            *conversions += within(row.conversions_low, known[0], row.conversions_high);
            *value += within(row.value_low, known[1], row.value_high);
            *cells.entry(row.model).or_default() += 1;
            all += 2;
        }
    }
    let mut sum = 0;
    for (model, [conversions, value]) in &covered {
        let share = |count: u32| f64::from(count) / f64::from(cells[model]);
        eprintln!("{}: {:.3} {:.3}", model.name(), share(*conversions), share(*value));
        for share in [share(*conversions), share(*value)] {
            assert!((0.93..=0.97).contains(&share), "{}: {share}", model.name());
        }
        sum += conversions + value;
    }
    eprintln!("all: {:.4}", f64::from(sum) / f64::from(all));
}

#[test]
fn paths_without_any_column_can_be_drawn() {
    let path: arrow_array::ArrayRef =
        std::sync::Arc::new(arrow_array::StringArray::from(vec!["a > b", "b", ""]));
    let table = arrow_array::RecordBatch::try_from_iter([("path", path)]).expect("a table");
    let paths = Paths::read(&[table], &PathRoles::default()).expect("reads");
    let options = AttributeOptions::default().model(Model::ShapleyRate).bootstrap(99, 0);
    let credit = attribute(&paths, &options).expect("credits");
    assert!(credit.rows.iter().all(|row| row.conversions_low <= row.conversions_high));
}
