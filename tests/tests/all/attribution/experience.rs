//! Experience as the outcome: the rules by hand, the bank's answers, and what must hold.

use std::collections::{BTreeMap, BTreeSet};

use cx_core::attribution::{Experience, ExperienceOptions, Model, UNATTRIBUTED, experience};
use cx_core::intake::Scale;
use cx_core::kpi::{ScoreOptions, score};
use cx_tests::answered::{Person, company, person};
use cx_tests::cases::cases;
use cx_tests::doubt::{Z95, gamma};
use cx_tests::game_oracle::shapley;
use proptest::prelude::*;

fn run(persons: &[Person], options: &ExperienceOptions) -> cx_core::Result<Experience> {
    let (journeys, people, feedback) = company(persons)?;
    experience(&journeys, &people, &feedback, options)
}

fn credit(report: &Experience, model: Model, touchpoint: &str) -> f64 {
    report.of(model).filter(|row| row.touchpoint == touchpoint).map(|row| row.credit).sum()
}

#[test]
fn credits_are_those_by_hand() {
    let persons = [
        person(&[(1, 0), (2, 1)], (3, 10.0, 1.0)),
        person(&[(1, 0), (2, 1)], (3, 0.0, 2.0)),
        // The contact after the answer does not count.
        person(&[(1, 0), (9, 1)], (3, 9.0, 1.0)),
        person(&[(5, 1)], (3, 0.0, 1.0)),
    ];
    let options = ExperienceOptions::default().reference(20.0).shrink(2.0).models([
        Model::Linear,
        Model::First,
        Model::Last,
    ]);
    let report = run(&persons, &options).expect("credits");
    // {t0, t1}: two answers, half of each counts; {t0}: a third; nobody before the last answer.
    let [both, one, none] = [80.0 - 2.0 * 120.0, 80.0, -120.0];
    let (both_counted, one_counted) = (both / 2.0, one / 3.0);
    let near = |found: f64, truth: f64| assert!((found - truth).abs() < 1e-9, "{found} {truth}");
    near(report.total, both + one + none);
    near(credit(&report, Model::Linear, "t0"), both_counted / 2.0 + one_counted);
    near(credit(&report, Model::Linear, "t1"), both_counted / 2.0);
    near(credit(&report, Model::First, "t0"), both_counted + one_counted);
    near(credit(&report, Model::Last, "t1"), both_counted);
    let rest = both - both_counted + one - one_counted + none;
    near(credit(&report, Model::Linear, UNATTRIBUTED), rest);
    near(report.mean, (100.0 - 200.0 + 100.0 - 100.0) / 5.0);
    assert_eq!((report.answers, report.without_contact, report.unlinked), (4, 1, 0));
    let row = report.of(Model::Linear).next().expect("a row");
    assert_eq!((row.touchpoint.as_str(), row.answers), ("t0", 3));
    near(row.experience_points, row.credit / 100.0);
    near(row.lift, row.credit / 5.0);
    near(row.mean, 0.0);
}

#[test]
fn intervals_are_those_of_the_sum_of_squares() {
    let persons: Vec<Person> = (0..50)
        .map(|who| person(&[(1, 0)], (2, if who % 5 < 3 { 10.0 } else { 0.0 }, 1.0)))
        .collect();
    let options = ExperienceOptions::default().reference(0.0).shrink(0.0).models([Model::Last]);
    let report = run(&persons, &options).expect("credits");
    let row = &report.rows[0];
    assert!((row.credit - 1_000.0).abs() < 1e-9, "{row:?}");
    // Thirty gains and twenty losses of 100 points, and how far each may be below and above.
    let far = |count: f64| {
        let (value, one) = (100.0 * count, [100.0, 10_000.0]);
        let low = gamma(value, one[1] * count, -Z95);
        let high = gamma(value + one[0] / 2.0, one[1] * (count + 0.5), Z95);
        [value - low, high - value]
    };
    let ([below, above], [less, more]) = (far(30.0), far(20.0));
    assert!((row.credit_low - (row.credit - below.hypot(more))).abs() < 1e-6, "{row:?}");
    assert!((row.credit_high - (row.credit + above.hypot(less))).abs() < 1e-6, "{row:?}");
    // About as wide as the square root of the sum of squares says.
    let half = Z95 * (50.0_f64 * 10_000.0).sqrt();
    let width = (row.credit_high - row.credit_low) / 2.0;
    assert!((width / half - 1.0).abs() < 0.05, "{width} {half}");
}

#[test]
fn what_cannot_be_answered_says_why() {
    let persons = [person(&[(1, 0)], (2, 10.0, 1.0))];
    let refused = |options: &ExperienceOptions, kind: &str, word: &str| {
        let error = run(&persons, options).expect_err(word);
        assert_eq!(error.kind(), kind);
        assert!(error.to_string().contains(word), "{error}");
    };
    let options = ExperienceOptions::default();
    refused(&options.clone().metric("csat"), "unknown_name", "csat");
    refused(&options.clone().shrink(-1.0), "option", "shrink");
    refused(&options.clone().reference(f64::NAN), "option", "reference");
    let mut wrong = options.clone();
    wrong.confidence = 2.0;
    refused(&wrong.reference(0.0), "option", "confidence");
    let timed = options.reference(0.0).models([Model::TimeDecay]);
    refused(&timed, "lacking", "time_decay");
}

#[test]
fn a_promoter_score_on_another_scale_is_refused_as_scores_refuse_it() {
    let persons = [person(&[(1, 0)], (2, 5.0, 1.0))];
    let (journeys, people, mut feedback) = company(&persons).expect("a company");
    feedback.scales = vec![Some(Scale { min: 1.0, max: 5.0, low_is_good: false })];
    let options = ExperienceOptions::default().reference(0.0);
    let refused = experience(&journeys, &people, &feedback, &options).expect_err("five grades");
    let scored = score(&feedback, &ScoreOptions::default(), None).expect_err("five grades");
    assert_eq!(refused.kind(), "unanswerable");
    assert_eq!(refused.to_string(), scored.to_string());
}

#[test]
fn where_low_is_good_the_lowest_answer_is_a_promoter() {
    let persons = [person(&[(1, 0)], (2, 0.0, 1.0))];
    let (journeys, people, mut feedback) = company(&persons).expect("a company");
    feedback.scales = vec![Some(Scale { min: 0.0, max: 10.0, low_is_good: true })];
    let options = ExperienceOptions::default().reference(0.0);
    let found = experience(&journeys, &people, &feedback, &options).expect("credits");
    let scores = score(&feedback, &ScoreOptions::default(), None).expect("scores");
    assert_eq!((found.mean, scores.rows[0].score), (100.0, Some(100.0)));
}

proptest! {
    #![proptest_config(cases(48))]

    #[test]
    fn rows_sum_to_the_total_in_any_order(
        persons in proptest::collection::vec(
            (
                proptest::collection::vec((0..50_i64, 0..5_u8), 1..6),
                (0..60_i64, (0..=10_u8).prop_map(f64::from), 0.2..5.0),
            ),
            2..30,
        ),
        shrink in 0.0..10.0,
        reference in proptest::option::of(-50.0..50.0),
    ) {
        let persons: Vec<Person> = persons
            .into_iter()
            .map(|(contacts, answer)| Person { contacts, answer })
            .collect();
        let options = ExperienceOptions {
            shrink,
            reference,
            models: vec![Model::Linear, Model::Position, Model::Last, Model::Markov],
            ..ExperienceOptions::default()
        };
        let report = run(&persons, &options)?;
        for model in &report.models {
            let sum: f64 = report.of(*model).map(|row| row.credit).sum();
            prop_assert!((sum - report.total).abs() < 1e-6, "{model:?}: {sum} {}", report.total);
        }
        prop_assert!(report.residual < 1e-9);
        if reference.is_none() {
            prop_assert!(report.total.abs() < 1e-6);
        }
        for row in &report.rows {
            prop_assert!(row.credit_low <= row.credit && row.credit <= row.credit_high);
        }
        let mut reversed = persons;
        reversed.reverse();
        let again = run(&reversed, &options)?;
        prop_assert_eq!(format!("{:?}", report.rows), format!("{:?}", again.rows));
    }
}

/// Shapley's games of the scores, by all coalitions: the points that count of the answers whose
/// touchpoints lie within one, and the same by their weights.
fn by_coalitions(persons: &[Person], reference: f64, shrink: f64) -> [BTreeMap<String, f64>; 2] {
    let met = |person: &Person| -> BTreeSet<String> {
        let before = person.contacts.iter().filter(|contact| contact.0 <= person.answer.0);
        before.map(|contact| format!("t{}", contact.1)).collect()
    };
    let points = |score: f64| match score {
        score if score >= 9.0 => 100.0,
        score if score <= 6.0 => -100.0,
        _ => 0.0,
    };
    let alike = |set: &BTreeSet<String>| persons.iter().filter(|other| met(other) == *set).count();
    let answers: Vec<(BTreeSet<String>, f64, f64)> = persons
        .iter()
        .map(|person| {
            let (set, (_, score, weight)) = (met(person), person.answer);
            let count = alike(&set) as f64;
            let counted = weight * (points(score) - reference) * count / (count + shrink);
            (set, counted, weight)
        })
        .filter(|answer| !answer.0.is_empty())
        .collect();
    let within = |coalition: &BTreeSet<String>| {
        let inside = answers.iter().filter(|answer| answer.0.is_subset(coalition));
        inside.fold((0.0, 0.0), |sum, answer| (sum.0 + answer.1, sum.1 + answer.2))
    };
    let players: BTreeSet<String> = answers.iter().flat_map(|answer| answer.0.clone()).collect();
    let players: Vec<String> = players.into_iter().collect();
    let all: f64 = answers.iter().map(|answer| answer.2).sum();
    let rate = |coalition: &BTreeSet<String>| match within(coalition) {
        (points, weight) if weight > 0.0 => all * points / weight,
        _ => 0.0,
    };
    [shapley(&players, &|coalition| within(coalition).0), shapley(&players, &rate)]
}

proptest! {
    #![proptest_config(cases(48))]

    #[test]
    fn shapley_credits_are_what_all_coalitions_say(
        persons in proptest::collection::vec(
            (
                proptest::collection::vec((0..50_i64, 0..5_u8), 0..6),
                (0..60_i64, (0..=10_u8).prop_map(f64::from), 0.2..5.0),
            ),
            2..25,
        ),
        shrink in 0.0..10.0,
        reference in proptest::option::of(-50.0..50.0),
    ) {
        let mut persons: Vec<Person> = persons
            .into_iter()
            .map(|(contacts, answer)| Person { contacts, answer })
            .collect();
        // Somebody always has a contact, so that there are journeys.
        persons.push(person(&[(1, 0)], (2, 8.0, 1.0)));
        for person in &mut persons {
            if person.contacts.is_empty() {
                // Known, but only after the answer.
                person.contacts.push((99, 4));
            }
        }
        let options = ExperienceOptions {
            shrink,
            reference,
            models: vec![Model::Shapley, Model::ShapleyRate],
            ..ExperienceOptions::default()
        };
        let report = run(&persons, &options)?;
        let truth = by_coalitions(&persons, report.reference, shrink);
        for (model, truth) in report.models.iter().zip(&truth) {
            for (touchpoint, value) in truth {
                let found = credit(&report, *model, touchpoint);
                prop_assert!((found - value).abs() < 1e-6, "{}: {touchpoint} {found} {value}", model.name());
            }
            let rows = report.of(*model).filter(|row| row.touchpoint != UNATTRIBUTED);
            prop_assert!(rows.into_iter().all(|row| truth.contains_key(&row.touchpoint)));
            let sum: f64 = report.of(*model).map(|row| row.credit).sum();
            prop_assert!((sum - report.total).abs() < 1e-6, "{}: {sum} {}", model.name(), report.total);
        }
        prop_assert!(report.residual < 1e-9);
    }
}
