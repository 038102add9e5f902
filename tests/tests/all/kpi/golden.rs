//! Scores and gaps against reference results of other programs and published tables.

use std::sync::Arc;

use arrow_array::{ArrayRef, Float64Array, RecordBatch, StringArray};
use cx_core::intake::{Feedback, FeedbackRoles, Scale};
use cx_core::kpi::{GapOptions, ScoreOptions, gaps, score};
use cx_core::stats::{t_of, wilson, z_of};
use cx_tests::shared::{reference, shared};
use serde_json::Value;

fn number(value: &Value) -> f64 {
    value.as_f64().expect("a number")
}

#[track_caller]
fn close(found: f64, wanted: f64, within: f64, what: &str) -> f64 {
    let error = (found - wanted).abs();
    assert!(error <= within, "{what}: {found} is not {wanted} (off by {error:e})");
    error
}

fn feedback(scores: Vec<f64>, roles: &FeedbackRoles) -> Feedback {
    let scores = Arc::new(Float64Array::from(scores)) as ArrayRef;
    let batch = RecordBatch::try_from_iter([("score", scores)]).expect("one column");
    Feedback::read(&[batch], roles).expect("answers")
}

#[test]
fn net_promoter_scores_and_their_score_intervals() {
    let golden = reference("score-intervals");
    let cases = golden["nps"].as_object().expect("cases");
    let mut worst = 0.0_f64;
    for (name, case) in cases {
        let count = |key: &str| case[key].as_u64().expect("a count") as usize;
        let mut answers = vec![10.0; count("promoters")];
        answers.extend(vec![8.0; count("passives")]);
        answers.extend(vec![3.0; count("detractors")]);
        let answers = feedback(answers, &FeedbackRoles::default());
        let scores = score(&answers, &ScoreOptions::default(), None).expect("a score");
        let row = &scores.rows[0];
        assert_eq!((row.n, row.method.as_str()), (case["n"].as_u64().expect("n"), "nps.tango"));
        let tango = &case["score_tango1998"];
        worst = worst
            .max(close(row.score.expect("score"), number(&case["nps"]), 1e-12, name))
            .max(close(row.low.expect("low"), number(&tango["lo"]), 1e-9, name))
            .max(close(row.high.expect("high"), number(&tango["hi"]), 1e-9, name));
        if row.n > 1 {
            let t = number(&case["t"]);
            close(t_of(0.95, row.n as f64 - 1.0).expect("t"), t, 1e-12, "t quantile");
        }
    }
    eprintln!("{} cases, largest difference {worst:e} points", cases.len());
}

#[test]
fn shares_and_their_wilson_intervals() {
    let golden = reference("proportions");
    close(z_of(0.95).expect("z"), number(&golden["z"]), 1e-15, "z");
    let roles = FeedbackRoles { metric: Some("=csat".into()), ..FeedbackRoles::default() };
    for case in golden["one"].as_array().expect("cases") {
        let (x, n) = (number(&case["x"]), number(&case["n"]));
        let name = format!("{x} of {n}");
        let (low, high) = (number(&case["wilson"][0]), number(&case["wilson"][1]));
        let direct = wilson(x, n, z_of(0.95).expect("z"));
        close(direct.low, low, 1e-14, &name);
        close(direct.high, high, 1e-14, &name);
        let mut answers = vec![4.0; x as usize];
        answers.extend(vec![3.0; n as usize - x as usize]);
        let scores = score(&feedback(answers, &roles), &ScoreOptions::default(), None);
        let row = scores.expect("a score").rows.swap_remove(0);
        close(row.score.expect("score"), 100.0 * x / n, 1e-12, &name);
        close(row.low.expect("low"), 100.0 * low, 1e-12, &name);
        close(row.high.expect("high"), 100.0 * high, 1e-12, &name);
    }
}

/// The columns of the mobile phone survey of the ECSI (250 customers, scales 1 to 10).
fn survey() -> Vec<std::collections::BTreeMap<String, f64>> {
    let path = shared().join("data/kpi/ecsi_mobi_semPLS.csv");
    let text = std::fs::read_to_string(path).expect("the survey is there");
    let mut lines = text.lines();
    let names: Vec<&str> =
        lines.next().expect("a header").split(',').map(|n| n.trim_matches('"')).collect();
    let row = |line: &str| {
        let cells = line.split(',').map(|cell| cell.parse().expect("a number"));
        names.iter().map(|name| (*name).to_owned()).zip(cells).collect()
    };
    lines.map(row).collect()
}

/// Expectation and perception of the same customers, from 1 to 10.
fn pairs(expected: &[f64], felt: &[f64]) -> Feedback {
    let n = expected.len();
    let scores: Vec<f64> = expected.iter().chain(felt).copied().collect();
    let ids = (0..n).chain(0..n).map(|id| Some(format!("r{id}")));
    let aspects = std::iter::repeat_n(Some("expectation"), n)
        .chain(std::iter::repeat_n(Some("perception"), n));
    let batch = RecordBatch::try_from_iter([
        ("score", Arc::new(Float64Array::from(scores)) as ArrayRef),
        ("customer", Arc::new(ids.collect::<StringArray>()) as ArrayRef),
        ("aspect", Arc::new(aspects.collect::<StringArray>()) as ArrayRef),
    ])
    .expect("three columns");
    let scale = Scale { min: 1.0, max: 10.0, low_is_good: false };
    let roles = FeedbackRoles {
        metric: Some("=quality".into()),
        scale: [("quality".to_owned(), scale)].into(),
        aspect: Some("aspect".into()),
        ids: [("customer".to_owned(), "customer".to_owned())].into(),
        ..FeedbackRoles::default()
    };
    Feedback::read(&[batch], &roles).expect("answers")
}

/// The gap and its interval, to `within`, are those of `case`, on the answers' scale and stretched to 0 to 100.
fn gap_is(case: &Value, name: &str, (expected, felt): (&[f64], &[f64]), within: f64) {
    let feedback = pairs(expected, felt);
    let raw = gaps(&feedback, &GapOptions::default().raw()).expect("gaps").rows.swap_remove(0);
    let pairs = expected.len() as u64;
    assert_eq!((raw.method.as_str(), raw.n, raw.left_out), ("paired_t", pairs, 0));
    close(raw.perception.expect("p"), number(&case["mean_P"]), 1e-12, name);
    close(raw.expectation.expect("e"), number(&case["mean_E"]), 1e-12, name);
    close(raw.gap.expect("gap"), number(&case["gap"]), 1e-12, name);
    close(raw.low.expect("low"), number(&case["ci"][0]), within, name);
    close(raw.high.expect("high"), number(&case["ci"][1]), within, name);
    // On 0 to 100 everything is stretched by 100/9.
    let row = gaps(&feedback, &GapOptions::default()).expect("gaps").rows.swap_remove(0);
    close(row.gap.expect("gap"), number(&case["gap"]) * 100.0 / 9.0, 1e-11, name);
    close(row.low.expect("low"), number(&case["ci"][0]) * 100.0 / 9.0, 12.0 * within, name);
}

#[test]
fn gaps_between_expectation_and_perception() {
    let golden = reference("gaps");
    let side = |case: &Value, name: &str| -> Vec<f64> {
        case[name].as_array().expect("answers").iter().map(number).collect()
    };
    let cases = golden["cases"].as_object().expect("cases");
    for (name, case) in cases {
        // The quantiles of t of this reference have eleven digits.
        gap_is(case, name, (&side(case, "expectation"), &side(case, "perception")), 1e-10);
    }
    assert!(!cases.is_empty());
}

#[test]
#[ignore = "needs the reference data (CX_SHARED)"]
fn gaps_of_the_mobile_phone_survey() {
    let survey = survey();
    assert_eq!(survey.len(), 250);
    let path = shared().join("golden/kpi/servqual_gaps.json");
    let text = std::fs::read_to_string(path).expect("the golden file is there");
    let golden: Value = serde_json::from_str(&text).expect("JSON");
    for (name, case) in golden["gaps"].as_object().expect("cases") {
        // The name ends with the columns: ..._PERQ1_CUEX1.
        let mut columns = name.rsplit('_');
        let expected = columns.next().expect("a column");
        let felt = columns.next().expect("a column");
        let side = |column: &str| -> Vec<f64> { survey.iter().map(|row| row[column]).collect() };
        gap_is(case, name, (&side(expected), &side(felt)), 1e-12);
    }
}
