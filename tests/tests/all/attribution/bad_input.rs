//! Bad and extreme input: every model gives a defined result or a clear error.

use std::sync::Arc;

use arrow_array::{ArrayRef, Float64Array, Int64Array, RecordBatch, StringArray};
use cx_core::attribution::{
    AttributeOptions, BASELINE, CheckStatus, Credit, ExperienceOptions, LevelOptions, Model,
    PositionOptions, Removal, ReturnOptions, UNATTRIBUTED, attribute, credit_by_level,
    credit_by_position, experience, interactions, returns,
};
use cx_core::columns::TimeUnit;
use cx_core::intake::{CampaignRoles, Campaigns, EventRoles, Events, Feedback, FeedbackRoles};
use cx_core::journey::{JourneyOptions, Journeys, Paths, journeys};
use cx_core::stitch::{People, StitchOptions, stitch};
use cx_tests::models::RULES;
use cx_tests::paths::{PathRow, read};

const TIMED: [Model; 2] = [Model::TimeDecay, Model::Hazard];

fn row(path: &str, conversions: f64, value: f64, nulls: f64) -> PathRow {
    PathRow { path: path.into(), conversions, value, nulls }
}

fn all_but_timed() -> Vec<Model> {
    RULES.into_iter().chain([Model::Markov, Model::ShapleyRate]).collect()
}

/// Every variant of the models, each with and without replicates.
fn variants(timed: bool) -> Vec<AttributeOptions> {
    let mut models = all_but_timed();
    models.extend(TIMED.into_iter().filter(|_| timed));
    let few = AttributeOptions { iterations: 30, ..AttributeOptions::default() };
    let base = few.models(models).permutations(4, 1);
    let markov = base.clone().models([Model::Markov]);
    vec![
        base.clone(),
        base.bootstrap(39, 7),
        markov.clone().order(3),
        markov.removal(Removal::Reconnect),
    ]
}

/// What must hold of credits of outcomes that are not below 0.
fn sound(credit: &Credit, case: &str) {
    adds_up(credit, case);
    for row in credit.rows.iter().filter(|row| row.model != Model::ShapleyRate) {
        let ends = [
            row.conversions_low,
            row.conversions,
            row.conversions_high,
            row.value_low,
            row.value,
            row.value_high,
        ];
        assert!(ends.iter().all(|end| *end >= 0.0), "{case}: {row:?}");
        assert!(ends.iter().all(|end| end.is_sign_positive()), "{case}: {row:?}");
    }
}

/// What must hold of any credits.
fn adds_up(credit: &Credit, case: &str) {
    assert!(credit.residual < 1e-9, "{case}: {}", credit.residual);
    for model in &credit.models {
        let name = model.name();
        let sum = |pick: fn(&cx_core::attribution::CreditRow) -> f64| {
            credit.of(*model).map(pick).sum::<f64>()
        };
        let near = |sum: f64, whole: f64| (sum - whole).abs() <= 1e-9 * whole.abs().max(1.0);
        assert!(near(sum(|row| row.conversions), credit.conversions), "{case}: {name} conversions");
        assert!(near(sum(|row| row.value), credit.value), "{case}: {name} value");
        for row in credit.of(*model) {
            let ends = [
                row.conversions_low,
                row.conversions,
                row.conversions_high,
                row.value_low,
                row.value,
                row.value_high,
            ];
            assert!(ends.iter().all(|end| end.is_finite()), "{case}: {row:?}");
            assert!(row.conversions_low <= row.conversions_high, "{case}: {row:?}");
            assert!(row.value_low <= row.value_high, "{case}: {row:?}");
        }
    }
}

fn every_model(rows: &[PathRow], case: &str) {
    let paths = read(rows, 3).unwrap_or_else(|error| panic!("{case}: {error}"));
    for options in variants(false) {
        let credit = attribute(&paths, &options).unwrap_or_else(|error| panic!("{case}: {error}"));
        sound(&credit, case);
    }
}

#[test]
fn odd_paths_have_defined_credits() {
    every_model(&[row("", 4.0, 9.0, 3.0)], "no contact at all");
    every_model(&[row("", 4.0, 9.0, 3.0), row("a > b", 1.0, 2.0, 5.0)], "some without contact");
    every_model(&[row(" > > ", 1.0, 2.0, 0.0), row("a > > b", 1.0, 1.0, 1.0)], "blank names");
    every_model(&[row("a > b", 0.0, 0.0, 3.0)], "nobody converts");
    every_model(&[row("a > b", 3.0, 6.0, 0.0), row("b", 1.0, 1.0, 0.0)], "everybody converts");
    every_model(&[row("a", 3.0, 6.0, 5.0), row("a > a", 1.0, 0.0, 2.0)], "one touchpoint");
    let everywhere =
        [row("x > a", 2.0, 3.0, 4.0), row("b > x", 1.0, 8.0, 9.0), row("x", 0.0, 0.0, 7.0)];
    every_model(&everywhere, "a touchpoint on every path");
    every_model(&[row("a > b", 1e-9, 1e-9, 1e9), row("b", 1e9, 1e9, 1e-9)], "tiny and huge");
    every_model(&[row("a > b", 0.1, 0.3, 0.2), row("b > c", 0.7, 0.1, 0.0)], "parts of journeys");
    every_model(&[row("a", 0.0, 4.0, 1.0), row("b", 2.0, 0.0, 1.0)], "value without conversions");
    every_model(&[row("a", 0.0, 0.0, 0.0), row("b", 2.0, 1.0, 1.0)], "a path of nobody");
}

#[test]
fn counts_below_zero_and_no_numbers_are_rejected_and_values_below_zero_kept() {
    let rows = [
        row("a", -1.0, 5.0, 0.0),
        row("a", f64::NAN, 5.0, 0.0),
        row("b", 1.0, -5.0, 0.0),
        row("b", 1.0, f64::NAN, 0.0),
        row("c", 1.0, 1.0, -2.0),
        row("c", f64::INFINITY, 1.0, 0.0),
        row("d", 2.0, 3.0, 1.0),
    ];
    let paths = read(&rows, 2).expect("reads");
    let report = &paths.report;
    assert_eq!((report.read(), report.accepted(), report.rejected()), (7, 2, 5), "{report:?}");
    let kept: Vec<_> =
        (0..paths.len()).map(|at| (paths.conversions[at], paths.value[at])).collect();
    assert_eq!(kept, [(1.0, -5.0), (2.0, 3.0)]);
    for options in variants(false) {
        adds_up(&attribute(&paths, &options).expect("attributes"), "what is left");
    }
}

#[test]
fn outcomes_below_zero_have_defined_credits() {
    let cases = [
        ("refunds above the sales", vec![row("a > b", 2.0, 50.0, 3.0), row("b", 4.0, -90.0, 1.0)]),
        ("refunds alone", vec![row("a > b", 2.0, -5.0, 3.0), row("b", 1.0, -1.0, 0.0)]),
        ("a total of 0", vec![row("a", 1.0, 5.0, 1.0), row("b > a", 1.0, -5.0, 2.0)]),
        ("one touchpoint", vec![row("a", 1.0, 5.0, 1.0), row("a", 1.0, -7.0, 0.0)]),
        ("no contact at all", vec![row("", 1.0, 5.0, 1.0), row("", 1.0, -7.0, 0.0)]),
        ("a loss without a conversion", vec![row("a", 1.0, 5.0, 1.0), row("b", 0.0, -7.0, 2.0)]),
        ("the same path", vec![row("a", 3.0, 5.0, 1.0), row("a", 0.0, -7.0, 2.0)]),
        ("tiny and huge", vec![row("a", 1.0, 1e15, 1.0), row("a > b", 1.0, -1e-9, 2.0)]),
        ("all values 0", vec![row("a > b", 3.0, 0.0, 1.0), row("b", 1.0, 0.0, 2.0)]),
    ];
    for (case, rows) in cases {
        let paths = read(&rows, 2).unwrap_or_else(|error| panic!("{case}: {error}"));
        assert_eq!(paths.report.rejected(), 0, "{case}");
        for options in variants(false) {
            let credit =
                attribute(&paths, &options).unwrap_or_else(|error| panic!("{case}: {error}"));
            adds_up(&credit, case);
        }
    }
}

#[test]
fn unknown_touchpoints_are_named() {
    let paths = read(&[row("a > b", 1.0, 1.0, 1.0)], 1).expect("reads");
    let unknown = |text: &str| {
        let options: AttributeOptions = cx_core::options::from_json(text).expect("options");
        let options = options.models(all_but_timed());
        let error = attribute(&paths, &options).expect_err(text);
        assert_eq!(error.kind(), "unknown_name", "{error}");
        assert!(error.to_string().contains("nowhere"), "{error}");
    };
    unknown(r#"{"exclude": "nowhere"}"#);
    unknown(r#"{"direct": "nowhere"}"#);
    unknown(r#"{"milestone": "nowhere"}"#);
    unknown(r#"{"weights": {"touchpoints": {"nowhere": 2}}}"#);
    let groups: LevelOptions =
        cx_core::options::from_json(r#"{"groups": {"nowhere": ["paid"]}}"#).expect("options");
    let error =
        credit_by_level(&paths, &AttributeOptions::default(), &groups).expect_err("unknown");
    assert!(error.to_string().contains("nowhere"), "{error}");
    let all = AttributeOptions { exclude: ["a", "b"].into(), ..AttributeOptions::default() };
    let credit = attribute(&paths, &all.models(all_but_timed())).expect("attributes");
    assert!(credit.rows.iter().all(|row| row.touchpoint == UNATTRIBUTED));
    sound(&credit, "all touchpoints taken out");
}

#[test]
fn without_lost_journeys_the_checks_say_what_rates_mean() {
    let paths = read(&[row("a > b", 3.0, 6.0, 0.0), row("b", 1.0, 1.0, 0.0)], 1).expect("reads");
    let options = AttributeOptions::default().models([Model::ShapleyRate, Model::Markov]);
    let credit = attribute(&paths, &options).expect("attributes");
    let warned: Vec<&str> = credit
        .checks
        .iter()
        .filter(|check| check.status == CheckStatus::Warn)
        .map(|check| check.sentence.as_str())
        .collect();
    assert!(!warned.is_empty(), "{:?}", credit.checks);
}

#[test]
fn five_hundred_touchpoints_and_ten_thousand_steps() {
    let long: Vec<String> = (0..10_000).map(|at| format!("t{}", at * 7 % 500)).collect();
    let rows = [
        row(&long.join(" > "), 2.0, 1.0, 1.0),
        row("t1 > t2", 1.0, 1.0, 1.0),
        row("t3", 1.0, 1.0, 30.0),
    ];
    let paths = read(&rows, 2).expect("reads");
    let options = AttributeOptions::default().models(all_but_timed()).permutations(4, 1);
    let credit = attribute(&paths, &options).expect("attributes");
    assert_eq!(credit.of(Model::ShapleyRate).count(), 500);
    sound(&credit, "500 touchpoints");
    let quick = options.clone().models([Model::Linear, Model::Shapley, Model::ShapleyRate]);
    sound(&attribute(&paths, &quick.bootstrap(39, 3)).expect("attributes"), "with replicates");
    let by_place = credit_by_position(
        &paths,
        &AttributeOptions::default().models(RULES),
        &PositionOptions { positions: 1_000 },
    );
    let sum: f64 = by_place.expect("positions").rows.iter().map(|row| row.conversions).sum();
    assert!((sum - 4.0 * RULES.len() as f64).abs() < 1e-9, "{sum}");
    let levels = credit_by_level(&paths, &AttributeOptions::default(), &LevelOptions::default());
    assert!(
        (levels.expect("levels").rows.iter().map(|row| row.conversions).sum::<f64>() - 4.0).abs()
            < 1e-9
    );
    let pairs = interactions(
        &paths,
        &AttributeOptions::default(),
        &cx_core::attribution::InteractionOptions::default(),
    );
    assert_eq!(pairs.expect_err("too many").kind(), "too_many");
}

/// An event: minute, person, touchpoint, kind, value.
type Event = (i64, String, String, &'static str, Option<f64>);

fn company(rows: &[Event]) -> cx_core::Result<(Journeys, People)> {
    let text = |cells: Vec<String>| {
        Arc::new(cells.into_iter().map(Some).collect::<StringArray>()) as ArrayRef
    };
    let batch = RecordBatch::try_from_iter([
        ("at", Arc::new(rows.iter().map(|row| row.0 * 60).collect::<Int64Array>()) as _),
        ("who", text(rows.iter().map(|row| row.1.clone()).collect())),
        ("where", text(rows.iter().map(|row| row.2.clone()).collect())),
        ("what", text(rows.iter().map(|row| row.3.to_owned()).collect())),
        ("worth", Arc::new(rows.iter().map(|row| row.4).collect::<Float64Array>()) as _),
    ])
    .expect("one length");
    let mut roles = EventRoles::new("at", "customer", "who", "where").event("what").value("worth");
    roles.time_unit = Some(TimeUnit::Seconds);
    let events = Events::read(&[batch], &roles)?;
    let people = stitch(&events, &StitchOptions::default())?;
    let options = JourneyOptions { conversion: Some("buy".into()), ..JourneyOptions::default() };
    let found = journeys(&events, &people, &options)?;
    Ok((found, people))
}

fn visit(minute: i64, who: usize, at: usize) -> Event {
    (minute, format!("p{who}"), format!("t{at}"), "visit", None)
}

fn sale(minute: i64, who: usize, value: Option<f64>) -> Event {
    (minute, format!("p{who}"), "shop".into(), "buy", value)
}

fn every_timed(rows: &[Event], case: &str) {
    let (journeys, _) = company(rows).unwrap_or_else(|error| panic!("{case}: {error}"));
    for options in variants(true) {
        let credit =
            attribute(&journeys, &options).unwrap_or_else(|error| panic!("{case}: {error}"));
        sound(&credit, case);
    }
}

#[test]
fn odd_journeys_have_defined_credits() {
    const DAY: i64 = 1_440;
    let crowd = |from: usize, touchpoints: usize| -> Vec<Event> {
        (from..from + 30)
            .flat_map(|who| {
                [visit(who as i64, who, who % touchpoints), visit(20 * DAY, who, who % touchpoints)]
            })
            .collect()
    };
    let with = |more: &[Event], touchpoints: usize| [more, &crowd(100, touchpoints)].concat();
    every_timed(&with(&[visit(0, 1, 0), sale(DAY, 1, Some(5.0))], 1), "one touchpoint, one sale");
    every_timed(&with(&[sale(DAY, 1, Some(5.0)), sale(9, 2, None)], 2), "sales without contact");
    every_timed(&with(&[visit(0, 1, 0), sale(0, 1, Some(5.0))], 2), "contact and sale at once");
    let many: Vec<Event> = (0..40)
        .flat_map(|who| [visit(0, who, 0), sale(who as i64 * 60 + 1, who, Some(0.1))])
        .collect();
    every_timed(&with(&many, 2), "a touchpoint before every sale");
    every_timed(&many, "nobody who does not buy");
    let long: Vec<Event> = (0..10_000).map(|at| visit(at, 1, (at * 7 % 5) as usize)).collect();
    every_timed(&[long, vec![sale(10_001, 1, Some(3.0))], crowd(100, 5)].concat(), "10,000 steps");
    let wide: Vec<Event> = (0..500)
        .flat_map(|who| {
            let sold = (who % 7 == 0).then(|| sale(DAY, who, Some(2.0)));
            [Some(visit(0, who, who)), sold].into_iter().flatten()
        })
        .collect();
    let (journeys, _) = company(&wide).expect("journeys");
    let quick = AttributeOptions { iterations: 3, ..AttributeOptions::default() }.models(TIMED);
    sound(&attribute(&journeys, &quick).expect("attributes"), "500 touchpoints");
}

#[test]
fn journeys_of_sales_and_returned_goods_have_defined_credits() {
    let world = |worth: &dyn Fn(usize) -> f64| -> Vec<Event> {
        (0..80)
            .flat_map(|who| {
                let sold = (who % 3 > 0).then(|| sale(1_440 + who as i64, who, Some(worth(who))));
                [Some(visit(who as i64, who, who % 2)), sold, Some(visit(20_000, who, who % 3))]
            })
            .flatten()
            .collect()
    };
    let worths = [
        ("both signs", 15.0, -35.0),
        ("losses alone", -2.5, -2.5),
        ("a total of 0", 10.0, -10.0),
        ("all values 0", 0.0, 0.0),
    ];
    for (case, even, odd) in worths {
        let worth = |who: usize| if who.is_multiple_of(2) { even } else { odd };
        let (journeys, _) = company(&world(&worth)).expect("journeys");
        for options in variants(true) {
            let credit =
                attribute(&journeys, &options).unwrap_or_else(|error| panic!("{case}: {error}"));
            adds_up(&credit, case);
        }
    }
}

#[test]
fn a_hazard_of_nothing_is_all_baseline_or_says_why() {
    let hazard = AttributeOptions::default().model(Model::Hazard);
    let (journeys, _) =
        company(&[visit(0, 1, 0), visit(9_000, 1, 1), visit(5, 2, 0), sale(6, 3, Some(2.0))])
            .expect("journeys");
    let credit = attribute(&journeys, &hazard).expect("attributes");
    sound(&credit, "only a sale without contact");
    let baseline = credit.lead().find(|row| row.touchpoint == BASELINE).expect("a baseline");
    assert_eq!((baseline.conversions, baseline.value), (1.0, 2.0));
    let (at_once, _) = company(&[visit(0, 1, 0), sale(0, 1, None)]).expect("journeys");
    match attribute(&at_once, &hazard) {
        Ok(credit) => sound(&credit, "one moment"),
        Err(error) => assert_eq!(error.kind(), "unanswerable", "{error}"),
    }
    let paths: Paths = journeys.paths().expect("paths");
    for model in TIMED {
        let error =
            attribute(&paths, &AttributeOptions::default().model(model)).expect_err("no times");
        assert!(error.to_string().contains("times"), "{error}");
    }
}

fn answers(rows: &[(i64, usize, f64)]) -> Feedback {
    let batch = RecordBatch::try_from_iter([
        ("at", Arc::new(rows.iter().map(|row| row.0 * 60).collect::<Int64Array>()) as ArrayRef),
        (
            "who",
            Arc::new(rows.iter().map(|row| Some(format!("p{}", row.1))).collect::<StringArray>())
                as _,
        ),
        ("score", Arc::new(rows.iter().map(|row| Some(row.2)).collect::<Float64Array>()) as _),
    ])
    .expect("one length");
    let roles = FeedbackRoles {
        time: Some("at".into()),
        time_unit: Some(TimeUnit::Seconds),
        ids: [("customer".to_owned(), "who".to_owned())].into(),
        ..FeedbackRoles::default()
    };
    Feedback::read(&[batch], &roles).expect("feedback")
}

#[test]
fn odd_answers_have_defined_credits() {
    let (journeys, people) = company(&[
        visit(0, 1, 0),
        visit(1, 1, 1),
        visit(0, 2, 0),
        visit(0, 3, 0),
        visit(90, 4, 1),
        sale(99, 4, None),
    ])
    .expect("journeys");
    let options = ExperienceOptions::default().models(all_but_timed());
    let sound = |rows: &[(i64, usize, f64)], options: &ExperienceOptions, case: &str| {
        let report = experience(&journeys, &people, &answers(rows), options)
            .unwrap_or_else(|error| panic!("{case}: {error}"));
        assert!(report.residual < 1e-9, "{case}: {}", report.residual);
        for model in &report.models {
            let sum: f64 = report.of(*model).map(|row| row.credit).sum();
            assert!((sum - report.total).abs() < 1e-9, "{case}: {} {sum}", model.name());
        }
        let finite = |row: &cx_core::attribution::ExperienceRow| {
            [row.credit, row.credit_low, row.credit_high].iter().all(|end| end.is_finite())
        };
        assert!(report.rows.iter().all(finite), "{case}: {:?}", report.rows);
    };
    sound(&[(5, 1, 10.0)], &options, "one answer");
    sound(&[(5, 1, 9.0), (5, 2, 10.0), (6, 3, 9.0)], &options, "all the same");
    sound(&[(-5, 1, 9.0), (-5, 2, 0.0)], &options, "answers before any contact");
    sound(
        &[(5, 1, 0.0), (5, 2, 10.0), (100, 4, 7.0)],
        &options.clone().reference(100.0),
        "all below",
    );
    sound(&[(5, 1, 0.0), (5, 2, 10.0)], &options.clone().shrink(0.0), "no shrinkage");
    // Nobody whose contacts are known, and scores that are none.
    let error =
        experience(&journeys, &people, &answers(&[(5, 77, 9.0)]), &options).expect_err("nobody");
    assert_eq!(error.kind(), "unanswerable", "{error}");
    let bad = answers(&[(5, 1, f64::NAN), (5, 2, 400.0), (5, 3, -1.0), (6, 1, 9.0)]);
    assert_eq!((bad.report.read(), bad.report.accepted()), (4, 1), "{:?}", bad.report);
}

#[test]
fn campaigns_without_events_and_events_without_campaigns() {
    let paths = read(&[row("a > b", 3.0, 9.0, 1.0)], 1).expect("reads");
    let table = |names: &[&str], costs: &[Option<f64>]| {
        let batch = RecordBatch::try_from_iter([
            ("campaign", Arc::new(StringArray::from(names.to_vec())) as ArrayRef),
            ("at", Arc::new(StringArray::from(names.to_vec())) as _),
            ("cost", Arc::new(costs.iter().copied().collect::<Float64Array>()) as _),
        ])
        .expect("one length");
        let roles = CampaignRoles {
            touchpoint: Some("at".into()),
            cost: Some("cost".into()),
            ..CampaignRoles::default()
        };
        Campaigns::read(&[batch], &roles).expect("campaigns")
    };
    for models in [vec![Model::ShapleyRate], vec![Model::Markov], vec![Model::Linear]] {
        let options = AttributeOptions::default().models(models).bootstrap(39, 1);
        let credit = attribute(&paths, &options).expect("attributes");
        let joined = |campaigns: &Campaigns| {
            returns(&credit, campaigns, None, &ReturnOptions::default()).expect("returns")
        };
        let elsewhere = joined(&table(&["x", "y", "b"], &[Some(5.0), Some(0.0), None]));
        // Where nobody recorded contacts, no credit is known, rather than one of 0.
        let known = elsewhere.rows.iter().map(|row| row.conversions).filter(|c| !c.is_nan());
        let sum: f64 = known.sum();
        assert!((sum - 3.0).abs() < 1e-9, "{sum}");
        let of = |name: &str| {
            elsewhere.rows.iter().find(|row| row.campaign.as_deref() == Some(name)).expect("a row")
        };
        let of_x = of("x");
        assert!(of_x.conversions.is_nan() && of_x.roas.is_nan() && of_x.roi.is_nan());
        assert_eq!(of_x.cost, 5.0);
        assert!(of("y").roas.is_nan() && of("b").cost.is_nan() && of("b").roas.is_nan());
        let refused = table(&["x", "a", "y"], &[Some(-5.0), Some(f64::NAN), None]);
        assert_eq!(refused.len() as u64, refused.report.accepted());
        assert!(refused.cost.iter().all(|cost| *cost != -5_000_000), "{:?}", refused.report);
        assert_eq!(joined(&refused).rows.iter().filter(|row| row.cost > 0.0).count(), 0);
    }
}

#[test]
fn a_code_that_no_touchpoint_has_is_no_figure() {
    let mut paths = read(&[row("a > b", 3.0, 9.0, 1.0)], 1).expect("reads");
    paths.codes[0] = 7;
    for model in [Model::First, Model::Linear, Model::Custom, Model::Markov, Model::ShapleyRate] {
        let options = AttributeOptions::default().model(model);
        let found =
            std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| attribute(&paths, &options)));
        match found {
            // With debug assertions it stops where the entry is missing.
            Err(panicked) if cfg!(debug_assertions) => drop(panicked),
            Err(panicked) => panic!("{model:?} panics in a release: {panicked:?}"),
            Ok(credit) => assert_eq!(credit.expect_err("a defect").kind(), "internal", "{model:?}"),
        }
    }
}
