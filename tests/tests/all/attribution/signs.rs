//! Outcomes below 0: returned goods and margins, over all models.

use std::sync::Arc;

use arrow_array::{ArrayRef, Float64Array, RecordBatch, StringArray};
use cx_core::Error;
use cx_core::attribution::{
    AttributeOptions, Check, CheckKind, CheckStatus, Credit, LevelOptions, Model, Order, Removal,
    StateCounts, States, TransitionCounts, UNATTRIBUTED, attribute, credit_by_level,
};
use cx_core::journey::{PathRoles, Paths};
use cx_core::tally::{Tally, merge_all};
use cx_tests::dice::Dice;
use cx_tests::paths::{PathRow, read};
use proptest::prelude::*;

/// Models that need no times.
const MODELS: [Model; 10] = [
    Model::First,
    Model::Last,
    Model::LastNonDirect,
    Model::Linear,
    Model::Position,
    Model::WShaped,
    Model::Custom,
    Model::Shapley,
    Model::ShapleyRate,
    Model::Markov,
];

fn row(path: &str, conversions: f64, value: f64, nulls: f64) -> PathRow {
    PathRow { path: path.into(), conversions, value, nulls }
}

fn check<'a>(credit: &'a Credit, name: &str) -> &'a Check {
    credit.checks.iter().find(|check| check.check.name() == name).expect("a check")
}

fn value_of(credit: &Credit, model: Model, touchpoint: &str) -> f64 {
    let row = credit.of(model).find(|row| row.touchpoint == touchpoint);
    row.map_or(0.0, |row| row.value)
}

#[test]
fn paths_keep_amounts_below_zero() {
    let paths = read(&[row("a", 10.0, 500.0, 0.0), row("b", 10.0, -100.0, 0.0)], 2).expect("reads");
    assert_eq!((paths.report.accepted(), paths.report.rejected()), (2, 0));
    let options = AttributeOptions::default().models(MODELS);
    let credit = attribute(&paths, &options).expect("attributes");
    assert_eq!((credit.conversions, credit.value), (20.0, 400.0));
    for model in MODELS {
        let sums = credit
            .of(model)
            .fold((0.0, 0.0), |sum, row| (sum.0 + row.conversions, sum.1 + row.value));
        assert!((sums.0 - 20.0).abs() < 1e-9 && (sums.1 - 400.0).abs() < 1e-9, "{}", model.name());
    }
    assert!((value_of(&credit, Model::Markov, "a") - 500.0).abs() < 1e-9);
    assert!((value_of(&credit, Model::Markov, "b") + 100.0).abs() < 1e-9);
    let again = again(&paths);
    assert_eq!((&again.value, &again.conversions), (&paths.value, &paths.conversions));
    let twice = attribute(&again, &options).expect("attributes");
    let value = |credit: &Credit| credit.rows.iter().map(|row| row.value).collect::<Vec<_>>();
    assert_eq!(value(&twice), value(&credit));
}

/// Out as a table and in again.
fn again(paths: &Paths) -> Paths {
    let table = paths.to_record_batch().expect("a table");
    let named = |name: &str| table.column_by_name(name).map(|_| name.to_owned());
    let roles = PathRoles {
        conversions: named("conversions"),
        value: named("value"),
        nulls: named("nulls"),
        conversions_below: named("conversions_below"),
        value_below: named("value_below"),
        cancelled: named("cancelled"),
        ..PathRoles::default()
    };
    Paths::read(&[table], &roles).expect("reads")
}

#[test]
fn what_is_said_of_amounts_below_zero_is_checked() {
    let table = |counts: [f64; 2], values: [f64; 2], cancelled: [f64; 2]| {
        let numbers = |cells: [f64; 2]| Arc::new(Float64Array::from(cells.to_vec())) as ArrayRef;
        RecordBatch::try_from_iter([
            ("path", Arc::new(StringArray::from(vec!["a", "b"])) as ArrayRef),
            ("won", numbers([4.0, 4.0])),
            ("worth", numbers([5.0, 5.0])),
            ("lost", numbers(counts)),
            ("loss", numbers(values)),
            ("back", numbers(cancelled)),
        ])
        .expect("one length")
    };
    let roles = PathRoles {
        conversions: Some("won".into()),
        value: Some("worth".into()),
        conversions_below: Some("lost".into()),
        value_below: Some("loss".into()),
        cancelled: Some("back".into()),
        ..PathRoles::default()
    };
    let rejected = |batch: RecordBatch| {
        match Paths::read(&[batch], &roles) {
            Ok(paths) => paths.report.rejects().map(|reject| reject.column).collect(),
            // Where no row is left, the error names the reasons.
            Err(Error::NoneAccepted { reasons, .. }) => reasons
                .iter()
                .map(|reason| reason.split(':').next().unwrap_or_default().to_owned())
                .collect::<Vec<_>>(),
            Err(other) => panic!("{other}"),
        }
    };
    assert_eq!(rejected(table([1.0, 0.0], [-7.0, 0.0], [0.0, 4.0])), [""; 0]);
    assert_eq!(rejected(table([5.0, -1.0], [-7.0, 0.0], [0.0; 2])), ["lost"; 2]);
    assert_eq!(rejected(table([1.0; 2], [7.0, f64::NAN], [0.0; 2])), ["loss"; 2]);
    assert_eq!(rejected(table([1.0; 2], [-7.0; 2], [5.0, -1.0])), ["back"; 2]);
    let half = PathRoles { value_below: None, ..roles.clone() };
    let error = Paths::read(&[table([1.0; 2], [-7.0; 2], [0.0; 2])], &half).expect_err("half");
    assert!(error.to_string().contains("conversions_below"), "{error}");
}

#[test]
fn a_total_below_zero_is_split() {
    let mut rows: Vec<PathRow> = (0..100).map(|_| row("a", 1.0, 15.0, 0.0)).collect();
    rows.extend((0..100).map(|_| row("b", 1.0, -35.0, 0.0)));
    let paths = read(&rows, 7).expect("reads");
    // Where all convert, there is no rate to compare: it splits the mean over all journeys.
    let splitting = MODELS.into_iter().filter(|model| *model != Model::ShapleyRate);
    let base = AttributeOptions::default().models(splitting);
    let markov = AttributeOptions::default();
    let variants = [
        base.clone(),
        base.bootstrap(99, 3),
        markov.clone().order(2),
        markov.clone().order(3).states(States::Padded),
        markov.order(2).bootstrap(39, 1),
    ];
    for options in variants {
        let credit = attribute(&paths, &options).expect("attributes");
        assert!(credit.residual < 1e-12, "{}", credit.residual);
        assert_eq!(check(&credit, "conservation").status, CheckStatus::Ok);
        for model in &credit.models {
            let name = model.name();
            assert!((value_of(&credit, *model, "a") - 1_500.0).abs() < 1e-9, "{name}");
            assert!((value_of(&credit, *model, "b") + 3_500.0).abs() < 1e-9, "{name}");
            assert_eq!(value_of(&credit, *model, UNATTRIBUTED), 0.0, "{name}");
            for row in credit.of(*model) {
                assert!(row.value_low < row.value && row.value < row.value_high, "{row:?}");
            }
        }
    }
}

#[test]
fn value_without_a_conversion_and_a_separator_that_never_occurs_are_said() {
    let paths = read(&[row("a", 3.0, 9.0, 0.0), row("c", 0.0, 600.0, 0.0)], 1).expect("reads");
    let credit = attribute(&paths, &AttributeOptions::default().model(Model::Linear));
    let credit = credit.expect("attributes");
    let said = check(&credit, "value_without_conversion");
    assert_eq!((said.figure, said.status), (600.0, CheckStatus::Warn));
    assert!(credit.checks.iter().all(|check| check.check != CheckKind::Separator));
    let warned = |rows: &[&str]| {
        let rows: Vec<PathRow> = rows.iter().map(|path| row(path, 1.0, 1.0, 1.0)).collect();
        let paths = read(&rows, 2).expect("reads");
        let credit = attribute(&paths, &AttributeOptions::default()).expect("attributes");
        let found = credit.checks.iter().find(|check| check.check == CheckKind::Separator);
        assert_eq!(found.is_some(), !paths.report.warnings.is_empty());
        found.map(|check| (check.figure, check.sentence.clone()))
    };
    let (rows, sentence) = warned(&["display | search", "search", "a | b"]).expect("a warning");
    assert!(sentence.contains("sep = \"|\"") && sentence.contains("\">\""), "{sentence}");
    assert_eq!(rows, 2.0);
    let (_, sentence) = warned(&["display -> search", "search"]).expect("a warning");
    assert!(sentence.contains("sep = \"->\""), "{sentence}");
    let (_, sentence) = warned(&["display, search"]).expect("a warning");
    assert!(sentence.contains("sep = \",\""), "{sentence}");
    assert_eq!(warned(&["display > search", "facebook, paid"]), None);
    assert_eq!(warned(&["display", "google / cpc"]), None);
}

#[test]
fn direct_is_recognised_as_tools_spell_it() {
    let names =
        ["Direct", "(direct)", "(direct) / (none)", "(none)", "Direktzugriff", "DIRECT traffic"];
    for name in names {
        let paths = read(&[row(&format!("google > {name}"), 100.0, 0.0, 0.0)], 1).expect("reads");
        let model = AttributeOptions::default().model(Model::LastNonDirect);
        let credit = attribute(&paths, &model).expect("attributes");
        let google = credit.lead().find(|row| row.touchpoint == "google").expect("a row");
        assert_eq!(google.conversions, 100.0, "{name}");
        assert_eq!(check(&credit, "direct").status, CheckStatus::Ok);
        let policy: AttributeOptions = cx_core::options::from_json(
            r#"{"model": "last", "direct_policy": "drop_unless_alone"}"#,
        )
        .expect("options");
        let credit = attribute(&paths, &policy).expect("attributes");
        assert_eq!(credit.lead().count(), 1, "{name}");
    }
    let paths = read(&[row("google > typed in", 100.0, 0.0, 0.0)], 1).expect("reads");
    for options in [
        r#"{"model": "last_non_direct"}"#,
        r#"{"model": "last", "direct_policy": "drop_last_unless_alone"}"#,
    ] {
        let options: AttributeOptions = cx_core::options::from_json(options).expect("options");
        let credit = attribute(&paths, &options).expect("attributes");
        let said = check(&credit, "direct");
        assert_eq!((said.figure, said.status), (0.0, CheckStatus::Warn));
        assert!(said.sentence.contains("direct = ["), "{}", said.sentence);
    }
    let credit = attribute(&paths, &AttributeOptions::default()).expect("attributes");
    assert!(credit.checks.iter().all(|check| check.check != CheckKind::Direct));
}

#[test]
fn a_total_of_zero_is_split() {
    let paths = read(&[row("a", 50.0, 500.0, 3.0), row("b", 50.0, -500.0, 9.0)], 1).expect("reads");
    let credit =
        attribute(&paths, &AttributeOptions::default().models(MODELS)).expect("attributes");
    assert_eq!((credit.value, credit.residual < 1e-12), (0.0, true));
    for model in MODELS.into_iter().filter(|model| *model != Model::ShapleyRate) {
        assert!((value_of(&credit, model, "a") - 500.0).abs() < 1e-9, "{}", model.name());
        assert!((value_of(&credit, model, "b") + 500.0).abs() < 1e-9, "{}", model.name());
    }
}

/// Rows of up to four touchpoints; values of both signs.
fn signed_rows() -> impl Strategy<Value = Vec<PathRow>> {
    let path = proptest::collection::vec(prop_oneof!["a", "b", "c", "d"], 0..5);
    let one = (path, 0_u32..4, -50_i32..50, 0_u32..5).prop_map(|(path, won, worth, lost)| {
        let value = if won > 0 { f64::from(worth) * 2.5 } else { 0.0 };
        row(&path.join(" > "), f64::from(won), value, f64::from(lost))
    });
    proptest::collection::vec(one, 1..14)
}

/// The rows with the values of one sign, in sizes.
fn side(rows: &[PathRow], sign: f64) -> Vec<PathRow> {
    let value = |row: &PathRow| (row.value * sign).max(0.0);
    rows.iter().map(|row| PathRow { value: value(row), ..row.clone() }).collect()
}

fn near(a: f64, b: f64, scale: f64) -> bool {
    (a - b).abs() <= 1e-9 * scale.max(1.0)
}

proptest! {
    #[test]
    fn gains_and_losses_are_split_each_by_itself(rows in signed_rows(), split in 1_usize..5) {
        let size: f64 = rows.iter().map(|row| row.value.abs()).sum();
        let paths = read(&rows, split).expect("reads");
        let markov = AttributeOptions::default();
        let variants = [
            AttributeOptions::default().models(MODELS),
            markov.clone().order(2),
            markov.clone().order(2).removal(Removal::Reconnect),
            AttributeOptions { order: Order::Fixed(3), states: States::Padded, ..markov },
        ];
        for options in variants {
            let credit = attribute(&paths, &options).expect("attributes");
            prop_assert!(credit.residual < 1e-9, "{}", credit.residual);
            let [gains, losses] = [1.0, -1.0].map(|sign| {
                attribute(&read(&side(&rows, sign), 1).expect("reads"), &options).expect("attributes")
            });
            for row in &credit.rows {
                let of = |credit: &Credit| value_of(credit, row.model, &row.touchpoint);
                let net = of(&gains) - of(&losses);
                prop_assert!(near(row.value, net, size), "{row:?} {net}");
                prop_assert!(row.value_low <= row.value && row.value <= row.value_high, "{row:?}");
            }
        }
    }

    #[test]
    fn tables_of_paths_are_the_paths(rows in signed_rows()) {
        let paths = read(&rows, 2).expect("reads");
        let twice = again(&paths);
        prop_assert_eq!((&twice.conversions, &twice.value), (&paths.conversions, &paths.value));
        prop_assert_eq!((&twice.nulls, &twice.ends), (&paths.nulls, &paths.ends));
        let sums = |paths: &Paths| -> Vec<_> {
            paths.below.iter().map(|below| (below.conversions, below.value)).collect()
        };
        prop_assert_eq!(sums(&twice), sums(&paths));
        let options = AttributeOptions::default().models(MODELS);
        let values = |paths: &Paths| -> Vec<_> {
            let credit = attribute(paths, &options).expect("attributes");
            credit.rows.iter().map(|row| row.value.to_bits()).collect()
        };
        prop_assert_eq!(values(&twice), values(&paths));
    }

    #[test]
    fn tallies_of_chains_split_both_signs(rows in signed_rows(), cut in 0_usize..14) {
        let size: f64 = rows.iter().map(|row| row.value.abs()).sum();
        let paths = read(&rows, 3).expect("reads");
        let (one, other) = rows.split_at(cut.min(rows.len()));
        let parts: Vec<Paths> = [one, other].into_iter().filter(|rows| !rows.is_empty())
            .map(|rows| read(rows, 2).expect("reads")).collect();
        let counts: Vec<TransitionCounts> =
            parts.iter().map(|part| TransitionCounts::of(part).expect("counts")).collect();
        let text = serde_json::to_string(&merge_all(counts)).expect("text");
        let chain = serde_json::from_str::<TransitionCounts>(&text).expect("counts").finish();
        let chain = chain.expect("a chain");
        let whole = AttributeOptions::default();
        let credit = attribute(&paths, &whole).expect("attributes");
        for (name, value) in chain.touchpoints.iter().zip(&chain.value) {
            prop_assert!(near(value_of(&credit, Model::Markov, name), *value, size), "{name}");
        }
        let [_, left] = chain.unattributed;
        prop_assert!(near(value_of(&credit, Model::Markov, UNATTRIBUTED), left, size));
        let counts: Vec<StateCounts> = parts.iter()
            .map(|part| StateCounts::of(part, 2, States::Windows).expect("counts")).collect();
        let text = serde_json::to_string(&merge_all(counts)).expect("text");
        let counts = serde_json::from_str::<StateCounts>(&text).expect("counts");
        let chain = counts.solve(Removal::Redirect).expect("a chain");
        let credit = attribute(&paths, &whole.order(2)).expect("attributes");
        for (name, value) in chain.touchpoints.iter().zip(&chain.value) {
            prop_assert!(near(value_of(&credit, Model::Markov, name), *value, size), "{name}");
        }
        for (row, effect) in credit.of(Model::Markov).zip(&chain.removal_effect_value) {
            prop_assert!(near(row.removal_effect_value, *effect, 1.0), "{row:?} {effect}");
        }
    }

    #[test]
    fn levels_add_up_with_both_signs(rows in signed_rows()) {
        let paths = read(&rows, 2).expect("reads");
        let found = credit_by_level(&paths, &AttributeOptions::default(), &LevelOptions::default());
        let sum: f64 = found.expect("levels").rows.iter().filter(|row| row.touchpoint || row.level == 0)
            .map(|row| row.value).sum();
        let whole: f64 = rows.iter().map(|row| row.value).sum();
        prop_assert!((sum - whole).abs() < 1e-9, "{sum} {whole}");
    }
}

/// How often outcomes come about, on average, and how large they are at most and at least.
#[derive(Clone, Copy)]
struct Mix {
    gains: f64,
    gain: [f64; 2],
    losses: f64,
    loss: [f64; 2],
}

impl Mix {
    fn expected(self) -> f64 {
        let mean = |[low, high]: [f64; 2]| f64::midpoint(low, high);
        self.gains * mean(self.gain) - self.losses * mean(self.loss)
    }

    fn rows(self, path: &str, dice: &mut Dice, rows: &mut Vec<PathRow>) {
        for (count, [low, high], sign) in
            [(self.gains, self.gain, 1.0), (self.losses, self.loss, -1.0)]
        {
            for _ in 0..dice.poisson(count) {
                let size = low + (high - low) * dice.roll();
                rows.push(row(path, 1.0, (sign * size * 100.0).round() / 100.0, 0.0));
            }
        }
    }
}

/// The share of the samples whose interval holds what is expected, by model.
fn coverage(
    options: &AttributeOptions,
    samples: usize,
    expected: f64,
    mut draw: impl FnMut() -> Vec<PathRow>,
) -> Vec<f64> {
    let mut held = vec![0; options.models.len()];
    for sample in 0..samples {
        let paths = read(&draw(), 1_000).expect("reads");
        // Replicates of one seed would be off to the same side in all samples.
        let options = AttributeOptions { seed: sample as u64, ..options.clone() };
        let credit = attribute(&paths, &options).expect("attributes");
        for (held, model) in held.iter_mut().zip(&options.models) {
            let row = credit.of(*model).find(|row| row.touchpoint == "a").expect("a row");
            *held += usize::from((row.value_low..=row.value_high).contains(&expected));
        }
    }
    held.into_iter().map(|held| f64::from(held as u32) / f64::from(samples as u32)).collect()
}

/// Nominal 95 % of the samples, within what 1,000 of them leave open.
fn covers(found: &[f64], case: &str) {
    assert!(found.iter().all(|share| (0.93..=0.97).contains(share)), "{case}: {found:?}");
}

#[test]
fn intervals_hold_what_is_expected_of_a_coin() {
    let models = [Model::Linear, Model::Shapley, Model::ShapleyRate, Model::Markov];
    let options = AttributeOptions::default().models(models);
    for (options, samples) in [(options.clone(), 3_000), (options.bootstrap(199, 5), 1_000)] {
        let mut dice = Dice(11);
        let found = coverage(&options, samples, -120.0, || {
            let one = |dice: &mut Dice| if dice.roll() < 0.49 { 100.0 } else { -100.0 };
            (0..60).map(|_| row("a", 1.0, one(&mut dice), 0.0)).collect()
        });
        covers(&found, "60 orders of 100 or -100");
    }
}

#[test]
fn intervals_hold_what_is_expected_of_any_mix() {
    let even = |gains, losses| Mix { gains, gain: [100.0; 2], losses, loss: [100.0; 2] };
    let mixes = [
        even(30.0, 30.0),
        even(14.0, 50.0),
        even(50.0, 14.0),
        even(300.0, 15.0),
        even(15.0, 300.0),
        Mix { gains: 16.0, gain: [1_000.0; 2], losses: 200.0, loss: [10.0; 2] },
        Mix { gains: 200.0, gain: [10.0; 2], losses: 16.0, loss: [1_000.0; 2] },
        Mix { gains: 60.0, gain: [1.0, 200.0], losses: 20.0, loss: [1.0, 200.0] },
        Mix { gains: 40.0, gain: [1.0, 50.0], losses: 15.0, loss: [100.0, 900.0] },
    ];
    let models = [Model::Linear, Model::Shapley, Model::ShapleyRate, Model::Markov];
    let options = AttributeOptions::default().models(models);
    for (at, mix) in mixes.into_iter().enumerate() {
        for options in [options.clone(), options.clone().bootstrap(99, 5)] {
            let mut dice = Dice(at as u64);
            let found = coverage(&options, 1_000, mix.expected(), || {
                let mut rows = Vec::new();
                mix.rows("a", &mut dice, &mut rows);
                mix.rows("b", &mut dice, &mut rows);
                rows
            });
            covers(&found, &format!("mix {at}, bootstrap {}", options.bootstrap));
        }
    }
}
