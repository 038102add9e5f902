//! What must hold for the scores of any feedback, and naive loops to compare them with.

use std::sync::Arc;

use arrow_array::{ArrayRef, Float64Array, Int64Array, RecordBatch, StringArray};
use cx_core::columns::{Format, TimeBlank, TimeUnit};
use cx_core::intake::{Feedback, FeedbackRoles, TargetRoles, Targets};
use cx_core::kpi::{GapOptions, ScoreCounts, ScoreOptions, Window, gaps, score};
use cx_core::stats::{Goal, Light, difference_of_shares, z_of};
use cx_core::tally::{Tally, merge_all};
use proptest::prelude::*;

#[derive(Debug, Clone)]
struct Answer {
    score: u8,
    metric: &'static str,
    touchpoint: Option<u8>,
    hour: Option<i64>,
    weight: Option<u8>,
    expectation: bool,
    customer: Option<u8>,
}

fn answer() -> impl Strategy<Value = Answer> {
    let metric = prop_oneof![Just("nps"), Just("csat"), Just("ces"), Just("mood")];
    (
        0u8..11,
        metric,
        proptest::option::weighted(0.9, 0u8..3),
        proptest::option::weighted(0.9, 0i64..2_000),
        proptest::option::weighted(0.3, 0u8..4),
        proptest::bool::weighted(0.3),
        proptest::option::weighted(0.8, 0u8..8),
    )
        .prop_map(|(score, metric, touchpoint, hour, weight, expectation, customer)| Answer {
            score,
            metric,
            touchpoint,
            hour,
            weight,
            expectation,
            customer,
        })
}

fn answers() -> impl Strategy<Value = Vec<Answer>> {
    proptest::collection::vec(answer(), 1..80)
}

fn batch(answers: &[Answer]) -> RecordBatch {
    let text = |cells: Vec<Option<String>>| Arc::new(StringArray::from(cells)) as ArrayRef;
    let weight = |a: &Answer| a.weight.map_or(1.0, |w| f64::from(w) / 3.0);
    let hour = |a: &Answer| a.hour.map(|hour| 1_767_222_000 + 3_600 * hour);
    let aspect = |a: &Answer| if a.expectation { "expectation" } else { "perception" };
    // Every scale but that of the NPS takes the answers into its range.
    let score = |a: &Answer| match a.metric {
        "nps" => f64::from(a.score),
        "csat" => f64::from(a.score % 5 + 1),
        "ces" => f64::from(a.score % 7 + 1),
        _ => f64::from(a.score) / 4.0,
    };
    RecordBatch::try_from_iter([
        ("score", Arc::new(answers.iter().map(|a| Some(score(a))).collect::<Float64Array>()) as _),
        ("metric", text(answers.iter().map(|a| Some(a.metric.to_owned())).collect())),
        ("place", text(answers.iter().map(|a| a.touchpoint.map(|t| format!("t{t}"))).collect())),
        ("time", Arc::new(answers.iter().map(hour).collect::<Int64Array>()) as ArrayRef),
        (
            "weight",
            Arc::new(answers.iter().map(|a| Some(weight(a))).collect::<Float64Array>()) as _,
        ),
        ("aspect", text(answers.iter().map(|a| Some(aspect(a).to_owned())).collect())),
        ("customer", text(answers.iter().map(|a| a.customer.map(|c| format!("c{c}"))).collect())),
    ])
    .expect("columns of one length")
}

fn read(answers: &[Answer], split: usize) -> Feedback {
    let batches: Vec<RecordBatch> = answers.chunks(split.max(1)).map(batch).collect();
    let role = |name: &str| Some(name.to_owned());
    let roles = FeedbackRoles {
        metric: role("metric"),
        touchpoint: role("place"),
        time: Some("time".into()),
        time_unit: Some(TimeUnit::Seconds),
        weight: role("weight"),
        aspect: role("aspect"),
        ids: [("customer".to_owned(), "customer".to_owned())].into(),
        format: Format::default().time_blank(TimeBlank::Keep),
        ..FeedbackRoles::default()
    };
    Feedback::read(&batches, &roles).expect("answers")
}

fn targets() -> Targets {
    let text = |cells: &[&str]| Arc::new(StringArray::from(cells.to_vec())) as ArrayRef;
    let batch = RecordBatch::try_from_iter([
        ("kpi", text(&["nps", "csat", "nps"])),
        ("target", Arc::new(Float64Array::from(vec![10.0, 60.0, -20.0])) as ArrayRef),
        ("place", Arc::new(StringArray::from(vec![None, None, Some("t1")])) as ArrayRef),
        ("tolerance", Arc::new(Float64Array::from(vec![5.0, 0.0, 10.0])) as ArrayRef),
    ])
    .expect("columns of one length");
    let roles = TargetRoles {
        touchpoint: Some("place".into()),
        tolerance: Some("tolerance".into()),
        ..TargetRoles::default()
    };
    Targets::read(&[batch], &roles).expect("targets")
}

fn shuffle<T>(items: &mut [T], mut state: u64) {
    for at in (1..items.len()).rev() {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        items.swap(at, (state >> 33) as usize % (at + 1));
    }
}

fn options() -> impl Strategy<Value = ScoreOptions> {
    let window = proptest::option::of(prop_oneof![Just(Window::Week), Just(Window::Month)]);
    (window, any::<bool>(), prop_oneof![Just("UTC"), Just("Europe/Zurich")]).prop_map(
        |(window, split, timezone)| ScoreOptions {
            window,
            by: if split { "touchpoint".into() } else { [].into() },
            timezone: Some(timezone.into()),
            ..ScoreOptions::default()
        },
    )
}

proptest! {
    #[test]
    fn neither_order_nor_split_matters(
        mut rows in answers(), split in 1usize..30, seed in any::<u64>(), options in options(),
    ) {
        let (targets, wide) = (targets(), GapOptions { by: [].into(), ..GapOptions::default() });
        let run = |rows: &[Answer], split| {
            let feedback = read(rows, split);
            let scores = score(&feedback, &options, Some(&targets)).expect("scores");
            let gaps = gaps(&feedback, &wide).expect("gaps");
            let text = serde_json::to_string(&(&scores, &gaps)).expect("text");
            let tables = (scores.to_record_batch().expect("table"), gaps.to_record_batch().expect("table"));
            (text, tables)
        };
        let whole = run(&rows, rows.len());
        shuffle(&mut rows, seed);
        prop_assert_eq!(run(&rows, split), whole);
    }

    #[test]
    fn intervals_hold_their_score_and_stay_in_range(rows in answers(), options in options()) {
        let scores = score(&read(&rows, 80), &options, Some(&targets())).expect("scores");
        for row in &scores.rows {
            let (floor, ceiling) = match row.metric.as_str() {
                "nps" => (-100.0, 100.0),
                "mood" => (f64::MIN, f64::MAX),
                _ => (0.0, 100.0),
            };
            let Some(score) = row.score else { continue };
            let (low, high) = (row.low.unwrap_or(score), row.high.unwrap_or(score));
            prop_assert!(floor <= low && low <= score && score <= high && high <= ceiling, "{row:?}");
            if row.metric != "mood" {
                prop_assert!(low < high, "no certainty from answers: {row:?}");
            }
            prop_assert!(row.effective <= row.n as f64 + 1e-9);
            if row.small {
                prop_assert_eq!(row.light, None);
            }
        }
        let report = &scores.report;
        let sum = report.scored + report.expectations + report.other_metrics + report.refused;
        prop_assert_eq!((report.answers, sum), (rows.len() as u64, rows.len() as u64));
        prop_assert_eq!(scores.rows.iter().map(|row| row.n).sum::<u64>(), report.scored);
    }

    #[test]
    fn scores_are_those_of_a_naive_loop(rows in answers()) {
        let scores = score(&read(&rows, 80), &ScoreOptions::default(), None).expect("scores");
        let mut seen = 0;
        for metric in ["ces", "csat", "mood", "nps"] {
            for place in [Some(0), Some(1), Some(2), None] {
                let here = || rows.iter().filter(move |a| {
                    a.metric == metric && a.touchpoint == place && !a.expectation
                });
                let weight = |a: &Answer| a.weight.map_or(1.0, |w| f64::from(w) / 3.0);
                let total: f64 = here().map(weight).sum();
                let name = place.map(|p| format!("t{p}"));
                let found = scores.rows.iter().find(|row| row.metric == metric && row.by == [name.clone()]);
                prop_assert_eq!(found.map_or(0, |row| row.n), here().count() as u64);
                let Some(row) = found else { continue };
                seen += 1;
                let value = |a: &Answer| match metric {
                    "nps" => 100.0 * (f64::from(u8::from(a.score >= 9)) - f64::from(u8::from(a.score <= 6))),
                    "csat" => 100.0 * f64::from(u8::from(a.score % 5 + 1 >= 4)),
                    "ces" => 100.0 * f64::from(u8::from(a.score % 7 + 1 >= 5)),
                    _ => f64::from(a.score) / 4.0,
                };
                let sum: f64 = here().map(|a| weight(a) * value(a)).sum();
                match row.score {
                    Some(score) => prop_assert!((score - sum / total).abs() < 1e-9, "{row:?}"),
                    None => prop_assert!(total == 0.0, "{row:?}"),
                }
            }
        }
        prop_assert_eq!(seen, scores.rows.len());
    }

    #[test]
    fn any_merge_tree_gives_the_same_bytes(
        answers in proptest::collection::vec((0u8..11, proptest::option::of(0.0f64..5.0)), 0..60),
        cuts in proptest::collection::vec(0usize..60, 0..6), seed in any::<u64>(),
    ) {
        let observe = |counts: &mut ScoreCounts, (score, weight): &(u8, Option<f64>)| match weight {
            Some(weight) => counts.observe_weighted(f64::from(*score), *weight),
            None => counts.observe(f64::from(*score), 1),
        };
        let mut whole = ScoreCounts::default();
        for answer in &answers {
            observe(&mut whole, answer);
        }
        let mut ends: Vec<usize> = cuts.into_iter().map(|cut| cut.min(answers.len())).collect();
        ends.extend([0, answers.len()]);
        ends.sort_unstable();
        let mut parts: Vec<ScoreCounts> = ends.windows(2).map(|pair| {
            let mut counts = ScoreCounts::default();
            for answer in &answers[pair[0]..pair[1]] {
                observe(&mut counts, answer);
            }
            // Through text, as between machines.
            let text = serde_json::to_string(&counts).expect("text");
            serde_json::from_str(&text).expect("counts")
        }).collect();
        shuffle(&mut parts, seed);
        let right = parts.split_off(parts.len() / 2);
        let mut merged = merge_all(right);
        merged.merge(merge_all(parts));
        prop_assert_eq!(
            serde_json::to_string(&merged).expect("text"),
            serde_json::to_string(&whole).expect("text")
        );
        prop_assert_eq!(merged.answers(), answers.len() as u64);
        prop_assert_eq!(merged.finish(), whole.finish());
    }

    #[test]
    fn so_many_more_answers_decide_and_no_fewer(
        promoters in 0u64..20, passives in 0u64..20, detractors in 0u64..20, level in -50.0f64..50.0,
    ) {
        let n = promoters + passives + detractors;
        prop_assume!(n >= 5);
        let mut scores = vec![10.0; promoters as usize];
        scores.extend(vec![8.0; passives as usize]);
        scores.extend(vec![2.0; detractors as usize]);
        let scores = Arc::new(Float64Array::from(scores)) as ArrayRef;
        let batch = RecordBatch::try_from_iter([("score", scores)]).expect("a column");
        let feedback = Feedback::read(&[batch], &FeedbackRoles::default()).expect("answers");
        let target = RecordBatch::try_from_iter([
            ("kpi", Arc::new(StringArray::from(vec!["nps"])) as ArrayRef),
            ("target", Arc::new(Float64Array::from(vec![level])) as ArrayRef),
        ]).expect("columns");
        let targets = Targets::read(&[target], &TargetRoles::default()).expect("targets");
        let scores = self::score(&feedback, &ScoreOptions::default(), Some(&targets)).expect("scores");
        let row = &scores.rows[0];
        let goal = Goal { level, tolerance: 0.0, less_is_better: false };
        let light = |answers: u64| {
            let share = |count: u64| count as f64 / n as f64;
            let z = z_of(0.95).expect("z");
            let interval = difference_of_shares(share(promoters), share(detractors), answers as f64, z);
            goal.light(Some(interval.rescale(100.0, 0.0)))
        };
        prop_assert_eq!(row.light, Some(light(n)));
        if let Some(needed) = row.answers_needed {
            prop_assert_eq!(row.light, Some(Light::Amber));
            prop_assert!(light(n + needed) != Light::Amber);
            prop_assert_eq!(light(n + needed - 1), Light::Amber);
        }
    }

    #[test]
    fn every_answer_is_in_the_account_of_the_gaps(rows in answers()) {
        let gaps = gaps(&read(&rows, 80), &GapOptions::default()).expect("gaps");
        let report = &gaps.report;
        prop_assert_eq!(report.answers, report.compared + report.left_out + report.other_metrics);
        for row in &gaps.rows {
            let Some(gap) = row.gap else { continue };
            prop_assert!((gap - (row.perception.expect("p") - row.expectation.expect("e"))).abs() < 1e-12);
            let (low, high) = (row.low.unwrap_or(gap), row.high.unwrap_or(gap));
            prop_assert!(low <= gap && gap <= high, "{row:?}");
        }
    }
}

/// Answers to one metric at given times.
fn timed(metric: &str, answers: &[(f64, &str)]) -> Feedback {
    let times: Vec<&str> = answers.iter().map(|a| a.1).collect();
    let scores: Vec<f64> = answers.iter().map(|a| a.0).collect();
    let batch = RecordBatch::try_from_iter([
        ("score", Arc::new(Float64Array::from(scores)) as ArrayRef),
        ("time", Arc::new(StringArray::from(times)) as ArrayRef),
    ])
    .expect("columns");
    let roles = FeedbackRoles {
        metric: Some(format!("={metric}")),
        time: Some("time".into()),
        ..FeedbackRoles::default()
    };
    Feedback::read(&[batch], &roles).expect("answers")
}

#[test]
fn weeks_begin_on_monday_in_their_zone() {
    // Sunday, 4 January 2026, 23:30 in London is Monday in Zurich.
    let feedback = timed("nps", &[(10.0, "2026-01-04T23:30:00Z"), (0.0, "2026-01-04T22:30:00Z")]);
    let weeks = |timezone: &str| -> Vec<(String, f64)> {
        let options = ScoreOptions { timezone: Some(timezone.into()), ..ScoreOptions::default() };
        let scores = score(&feedback, &options.window(Window::Week), None).expect("scores");
        let row = |row: &cx_core::kpi::ScoreRow| {
            (row.window_start.expect("a day").to_string(), row.score.expect("a score"))
        };
        scores.rows.iter().map(row).collect()
    };
    assert_eq!(weeks("UTC"), [("2025-12-29".to_owned(), 0.0)]);
    assert_eq!(
        weeks("Europe/Zurich"),
        [("2025-12-29".to_owned(), -100.0), ("2026-01-05".to_owned(), 100.0)]
    );
}

#[test]
fn the_target_of_the_time_holds_and_less_may_be_better() {
    let answers: Vec<(f64, &str)> =
        (0..40).map(|at| (1.0, if at < 20 { "2026-01-15" } else { "2026-02-15" })).collect();
    let feedback = timed("ces", &answers);
    let targets = RecordBatch::try_from_iter([
        ("kpi", Arc::new(StringArray::from(vec!["ces", "ces"])) as ArrayRef),
        ("target", Arc::new(Float64Array::from(vec![50.0, 10.0])) as ArrayRef),
        ("direction", Arc::new(StringArray::from(vec!["down", "down"])) as ArrayRef),
        ("from", Arc::new(StringArray::from(vec!["2020-01-01", "2026-02-01"])) as ArrayRef),
    ])
    .expect("columns");
    let roles = TargetRoles {
        direction: Some("direction".into()),
        valid_from: Some("from".into()),
        ..TargetRoles::default()
    };
    let targets = Targets::read(&[targets], &roles).expect("targets");
    let options = ScoreOptions::default().window(Window::Month);
    let scores = score(&feedback, &options, Some(&targets)).expect("scores");
    // Nobody of twenty: at most 16 percent, below 50 but not proven below 10.
    let found: Vec<_> =
        scores.rows.iter().map(|r| (r.target, r.gap, r.light, r.answers_needed)).collect();
    assert_eq!(found[0], (Some(50.0), Some(-50.0), Some(Light::Green), None));
    assert_eq!(found[1].0, Some(10.0));
    // Wilson: n/(n + z²) >= 0.9 first holds at 35.
    assert_eq!((found[1].2, found[1].3), (Some(Light::Amber), Some(15)));
}

#[test]
fn options_out_of_range_are_refused_by_name() {
    let feedback = timed("nps", &[(9.0, "2026-01-01")]);
    let fails =
        |options: ScoreOptions| score(&feedback, &options, None).expect_err("refused").to_string();
    let with = ScoreOptions::default;
    assert!(fails(ScoreOptions { confidence: 1.0, ..with() }).contains("\"confidence\""));
    assert!(fails(with().by("branch")).contains("no column \"branch\""));
    assert!(fails(with().by(["touchpoint", "touchpoint"])).contains("every column once"));
    assert!(fails(with().metric("nsp")).contains("available: nps"));
    assert!(fails(ScoreOptions { timezone: Some("Mars".into()), ..with() }).contains("Mars"));
    let text = r#"{"window": "fortnight"}"#;
    assert!(cx_core::options::from_json::<ScoreOptions>(text).is_err());
    let text = r#"{"window": "week", "by": [], "top_box": {"csat": 5}, "metric": "csat"}"#;
    assert!(cx_core::options::from_json::<ScoreOptions>(text).is_ok());
}

#[test]
fn the_definition_covers_the_targets_in_whatever_order_they_come() {
    let feedback = timed("nps", &[(9.0, "2026-01-01")]);
    let against = |rows: &[(&str, f64)]| {
        let (kpi, target): (Vec<&str>, Vec<f64>) = rows.iter().copied().unzip();
        let batch = RecordBatch::try_from_iter([
            ("kpi", Arc::new(StringArray::from(kpi)) as ArrayRef),
            ("target", Arc::new(Float64Array::from(target)) as ArrayRef),
        ])
        .expect("columns");
        let targets = Targets::read(&[batch], &TargetRoles::default()).expect("targets");
        let scores = score(&feedback, &ScoreOptions::default(), Some(&targets)).expect("scores");
        scores.definition.definition
    };
    let first = against(&[("nps", 30.0), ("csat", 80.0)]);
    assert_eq!(first, against(&[("csat", 80.0), ("nps", 30.0)]));
    assert_ne!(first, against(&[("nps", 31.0), ("csat", 80.0)]));
}
