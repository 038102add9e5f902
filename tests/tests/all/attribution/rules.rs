//! Rules with all their options against examples by hand, and what must hold for any journeys.

use std::collections::BTreeMap;

use cx_core::attribution::{
    AttributeOptions, Credit, CreditDate, DirectPolicy, Model, OutcomeFilter, PeriodOptions,
    UNATTRIBUTED, Weights, attribute, credit_by_period,
};
use cx_core::journey::{JourneyOptions, Journeys};
use cx_core::options::{Names, from_json};
use cx_tests::cases::cases;
use cx_tests::company::{Row, run};
use cx_tests::paths::{PathRow, read};
use proptest::prelude::*;

fn row(path: &str, conversions: f64) -> PathRow {
    PathRow { path: path.into(), conversions, value: conversions * 10.0, nulls: 1.0 }
}

fn of(credit: &Credit, model: Model) -> BTreeMap<String, f64> {
    credit.of(model).map(|row| (row.touchpoint.clone(), row.conversions)).collect()
}

/// Credits of one model as text, rounded.
fn split(rows: &[PathRow], model: Model, options: &AttributeOptions) -> String {
    let options = options.clone().model(model);
    let credit = attribute(&read(rows, 3).expect("reads"), &options).expect("attributes");
    assert!(credit.residual < 1e-12);
    let cells = of(&credit, model);
    let kept = cells.iter().filter(|(_, part)| **part != 0.0);
    kept.map(|(name, part)| format!("{name} {part:.4}")).collect::<Vec<_>>().join(", ")
}

fn options(text: &str) -> AttributeOptions {
    from_json(text).expect("options")
}

#[test]
fn the_last_contact_that_is_not_direct_gets_all() {
    let rows = [row("ad > mail > direct", 1.0), row("direct", 2.0), row("direct > ad", 4.0)];
    let none = AttributeOptions::default();
    assert_eq!(split(&rows, Model::LastNonDirect, &none), "ad 4.0000, direct 2.0000, mail 1.0000");
    let named = options(r#"{"direct": ["direct", "mail"]}"#);
    assert_eq!(split(&rows, Model::LastNonDirect, &named), "ad 5.0000, direct 2.0000");
    let unknown = options(r#"{"direct": "nowhere", "model": "last_non_direct"}"#);
    assert!(attribute(&read(&rows, 3).expect("reads"), &unknown).is_err());
}

#[test]
fn a_w_has_three_peaks() {
    let none = AttributeOptions::default();
    let long = [row("a > b > lead > c > d", 1.0)];
    // Without a name, the contact in the middle.
    assert_eq!(
        split(&long, Model::WShaped, &none),
        "a 0.3000, b 0.0500, c 0.0500, d 0.3000, lead 0.3000"
    );
    let named = options(r#"{"milestone": "b"}"#);
    assert_eq!(
        split(&long, Model::WShaped, &named),
        "a 0.3000, b 0.3000, c 0.0500, d 0.3000, lead 0.0500"
    );
    // A journey without the milestone: first and last get more.
    let both = [row("a > c > d", 1.0), row("b", 1.0)];
    assert_eq!(split(&both, Model::WShaped, &named), "a 0.4286, b 1.0000, c 0.1429, d 0.4286");
    assert_eq!(split(&[row("a > b", 1.0)], Model::WShaped, &none), "a 0.5000, b 0.5000");
    assert_eq!(split(&[row("a > b", 1.0)], Model::WShaped, &named), "a 0.3333, b 0.6667");
    assert_eq!(
        split(&[row("a > b > c", 1.0)], Model::WShaped, &none),
        "a 0.3333, b 0.3333, c 0.3333"
    );
}

#[test]
fn weights_are_data() {
    let long = [row("a > b > c > d", 1.0)];
    let own = options(r#"{"weights": {"first": [3, 1], "last": [4], "middle": 2}}"#);
    assert_eq!(split(&long, Model::Custom, &own), "a 0.3000, b 0.1000, c 0.2000, d 0.4000");
    // One contact is first and last.
    assert_eq!(split(&[row("a", 1.0)], Model::Custom, &own), "a 1.0000");
    let names = options(r#"{"weights": {"touchpoints": {"a": 3, "d": 0}}}"#);
    assert_eq!(split(&long, Model::Custom, &names), "a 0.6000, b 0.2000, c 0.2000");
    let zero = options(r#"{"weights": {"first": [], "middle": 0}}"#);
    assert_eq!(split(&[row("a > b", 1.0)], Model::Custom, &zero), "a 0.5000, b 0.5000");
    let three = options(r#"{"position": [5, 2, 3]}"#);
    assert_eq!(split(&long, Model::Position, &three), "a 0.5000, b 0.1000, c 0.1000, d 0.3000");
    for wrong in [
        r#"{"position": [0.7, 0.4]}"#,
        r#"{"position": [1]}"#,
        r#"{"position": [0, 0, 0]}"#,
        r#"{"weights": {"first": [-1]}}"#,
        r#"{"view_through": {"x": 0}}"#,
    ] {
        let error = attribute(&read(&long, 1).expect("reads"), &options(wrong)).expect_err(wrong);
        assert_eq!(error.kind(), "option", "{wrong}");
    }
}

#[test]
fn direct_and_excluded_contacts_are_taken_out() {
    let rows = [row("ad > direct > mail > direct", 1.0), row("direct", 2.0), row("mail", 4.0)];
    let drop =
        AttributeOptions { direct_policy: DirectPolicy::DropUnlessAlone, ..Default::default() };
    assert_eq!(split(&rows, Model::Linear, &drop), "ad 0.5000, direct 2.0000, mail 4.5000");
    let last =
        AttributeOptions { direct_policy: DirectPolicy::DropLastUnlessAlone, ..Default::default() };
    assert_eq!(split(&rows, Model::Linear, &last), "ad 0.3333, direct 2.3333, mail 4.3333");
    let none = options(r#"{"exclude": ["mail", "direct"]}"#);
    assert_eq!(split(&rows, Model::Linear, &none), "(unattributed) 6.0000, ad 1.0000");
    // Models of paths see the same journeys.
    let markov = split(&rows, Model::Markov, &none);
    assert_eq!(markov, "(unattributed) 6.0000, ad 1.0000");
}

const DAY: i64 = 1_440;

fn event(minute: i64, login: u8, touchpoint: u8, value: Option<f64>) -> Row {
    Row { minute, cookie: None, login: Some(login), touchpoint, value }
}

fn company(rows: &[Row]) -> Journeys {
    let options =
        JourneyOptions { conversion: Some("purchase".into()), ..JourneyOptions::default() };
    run(rows, 4, &options).expect("journeys").2
}

#[test]
fn new_and_repeat_customers_make_the_whole() {
    let rows = [
        event(0, 1, 0, None),
        event(DAY, 1, 4, Some(10.0)),
        event(2 * DAY, 1, 1, None),
        event(3 * DAY, 1, 4, Some(20.0)),
        event(4 * DAY, 1, 2, None),
        event(0, 2, 1, None),
        event(DAY, 3, 3, None),
        event(2 * DAY, 3, 4, Some(5.0)),
    ];
    let journeys = company(&rows);
    let of_customers = |outcome| {
        let options = AttributeOptions { outcome, ..Default::default() }.model(Model::Last);
        attribute(&journeys, &options).expect("attributes")
    };
    let new = of_customers(OutcomeFilter::First);
    let repeat = of_customers(OutcomeFilter::Repeat);
    assert_eq!((new.conversions, new.value), (2.0, 15.0));
    assert_eq!((repeat.conversions, repeat.value), (1.0, 20.0));
    assert_eq!(of(&new, Model::Last)["t0"], 1.0);
    assert_eq!(of(&repeat, Model::Last)["t1"], 1.0);
    let paths = journeys.paths().expect("paths");
    let options = AttributeOptions { outcome: OutcomeFilter::First, ..Default::default() };
    assert!(attribute(&paths, &options).is_err());
}

#[test]
fn seen_is_less_than_clicked() {
    let rows = [event(0, 1, 0, None), event(DAY, 1, 1, None), event(2 * DAY, 1, 4, Some(10.0))];
    let journeys = company(&rows);
    let kind = journeys.events.name(journeys.steps.event[0]).into_owned();
    let options = AttributeOptions {
        view_through: BTreeMap::from([(kind.clone(), 0.25)]),
        ..Default::default()
    };
    // All contacts are of this kind: nothing changes.
    let credit = attribute(&journeys, &options.clone().model(Model::Linear)).expect("attributes");
    assert_eq!(of(&credit, Model::Linear)["t0"], 0.5);
    assert!(attribute(&journeys.paths().expect("paths"), &options.model(Model::Linear)).is_err());
    let milestone =
        AttributeOptions { milestone: Names::from(kind.as_str()), ..Default::default() };
    let credit = attribute(&journeys, &milestone.model(Model::WShaped)).expect("attributes");
    assert!((of(&credit, Model::WShaped)["t0"] - 2.0 / 3.0).abs() < 1e-12);
}

const RULES: [Model; 9] = [
    Model::First,
    Model::Last,
    Model::LastNonDirect,
    Model::Linear,
    Model::Position,
    Model::WShaped,
    Model::TimeDecay,
    Model::Custom,
    Model::Shapley,
];

fn events() -> impl Strategy<Value = Vec<Row>> {
    let one = (0i64..60, 1u8..5, 0u8..4, proptest::option::of(1u32..500)).prop_map(
        |(day, login, touchpoint, value)| {
            let buys = value.filter(|value| value % 3 == 0).map(f64::from);
            event(day * DAY / 2, login, if buys.is_some() { 4 } else { touchpoint }, buys)
        },
    );
    // Somebody always buys, so that the data know the kind of event.
    proptest::collection::vec(one, 1..60).prop_map(|mut rows| {
        rows.push(event(40 * DAY, 9, 4, Some(3.0)));
        rows
    })
}

proptest! {
    #![proptest_config(cases(40))]

    #[test]
    fn credits_sum_to_the_outcome(
        rows in events(),
        policy in 0usize..3,
        outcome in 0usize..3,
        exclude in any::<bool>(),
        weights in proptest::collection::vec(0.0..4.0f64, 0..4),
    ) {
        let journeys = company(&rows);
        let name = |code: u32| journeys.touchpoints.name(code).into_owned();
        let options = AttributeOptions {
            direct: [name(0)].into_iter().collect(),
            direct_policy: [
                DirectPolicy::Keep, DirectPolicy::DropUnlessAlone, DirectPolicy::DropLastUnlessAlone,
            ][policy],
            outcome: [OutcomeFilter::All, OutcomeFilter::First, OutcomeFilter::Repeat][outcome],
            exclude: exclude.then(|| name(journeys.touchpoints.len() as u32 - 1)).into_iter().collect(),
            weights: Weights { first: weights.clone(), last: weights, ..Weights::default() },
            ..Default::default()
        }
        .models(RULES);
        let credit = attribute(&journeys, &options);
        prop_assume!(credit.is_ok(), "no journey is left to attribute");
        let credit = credit?;
        prop_assert!(credit.residual < 1e-12, "{}", credit.residual);
        for model in RULES {
            let sum: f64 = credit.of(model).map(|row| row.conversions).sum();
            prop_assert!((sum - credit.conversions).abs() < 1e-9, "{}", model.name());
            prop_assert!(credit.of(model).all(|row| row.conversions >= 0.0));
            prop_assert!(credit.of(model).any(|row| row.touchpoint != UNATTRIBUTED) || credit.conversions == sum);
        }
    }

    #[test]
    fn periods_sum_to_the_credits(rows in events(), touch in any::<bool>()) {
        let journeys = company(&rows);
        let options = AttributeOptions::default().models(RULES.into_iter().chain([Model::Markov]));
        let credit = attribute(&journeys, &options);
        prop_assume!(credit.is_ok(), "no journey is left to attribute");
        let credit = credit?;
        let dated = if touch { CreditDate::Touch } else { CreditDate::Conversion };
        let period = PeriodOptions { dated, ..PeriodOptions::default() };
        let table = credit_by_period(&journeys, &options, &period)?;
        for row in &credit.rows {
            let mine = table.rows.iter().filter(|other| {
                other.model == row.model && other.touchpoint == row.touchpoint
            });
            let (conversions, value) = mine.fold((0.0, 0.0), |sum, other| {
                (sum.0 + other.conversions, sum.1 + other.value)
            });
            prop_assert!((conversions - row.conversions).abs() < 1e-9, "{row:?} {conversions}");
            prop_assert!((value - row.value).abs() < 1e-6, "{row:?} {value}");
        }
        // Every period begins on a Monday.
        prop_assert!(table.rows.iter().all(|row| (row.period.days() + 3) % 7 == 0));
        let rates = AttributeOptions::default().model(Model::ShapleyRate);
        prop_assert!(credit_by_period(&journeys, &rates, &period).is_err());
    }

    #[test]
    fn one_pass_gives_what_each_rule_gives_alone(rows in events()) {
        let journeys = company(&rows);
        let all = attribute(&journeys, &AttributeOptions::default().models(RULES));
        prop_assume!(all.is_ok(), "no journey to attribute");
        let all = all?;
        for model in RULES {
            let alone = attribute(&journeys, &AttributeOptions::default().model(model))?;
            let bytes = |credit: &Credit| format!("{:?}", credit.of(model).collect::<Vec<_>>());
            prop_assert_eq!(bytes(&alone), bytes(&all));
            if model != Model::TimeDecay {
                let paths = attribute(&journeys.paths()?, &AttributeOptions::default().model(model))?;
                prop_assert_eq!(of(&paths, model), of(&alone, model));
            }
        }
    }
}
