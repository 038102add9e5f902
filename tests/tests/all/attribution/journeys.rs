//! Attribution of journeys: the same as of their paths, with times and persons; returns.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow_array::{Float64Array, RecordBatch, StringArray};
use cx_core::attribution::{
    AttributeOptions, Credit, ExperiencePoints, Model, ReturnOptions, ReturnSplit, Returns,
    UNATTRIBUTED, attribute, returns,
};
use cx_core::intake::{CampaignRoles, Campaigns};
use cx_core::journey::{JourneyOptions, Journeys};
use cx_core::options::Span;
use cx_tests::company::{Row, run};
use cx_tests::doubt::{Z95, interval, pool};
use proptest::prelude::*;

fn event(minute: i64, login: u8, touchpoint: u8, value: Option<f64>) -> Row {
    Row { minute, cookie: None, login: Some(login), touchpoint, value }
}

const DAY: i64 = 1_440;

/// Person 1 buys twice, person 2 buys without contact, person 3 does not buy.
fn company() -> Journeys {
    let rows = [
        event(0, 1, 0, None),
        event(7 * DAY, 1, 1, None),
        event(8 * DAY, 1, 4, Some(10.0)),
        event(9 * DAY, 1, 1, None),
        event(10 * DAY, 1, 4, Some(20.0)),
        event(0, 2, 4, Some(5.0)),
        event(0, 3, 0, None),
        event(DAY, 3, 0, None),
        event(2 * DAY, 3, 2, None),
    ];
    let options =
        JourneyOptions { conversion: Some("purchase".into()), ..JourneyOptions::default() };
    run(&rows, 4, &options).expect("journeys").2
}

const MODELS: [Model; 6] =
    [Model::First, Model::Last, Model::Linear, Model::Position, Model::Shapley, Model::Markov];

#[test]
fn journeys_and_their_paths_give_the_same_credits() {
    let journeys = company();
    let paths = journeys.paths().expect("paths");
    assert_eq!(paths.conversions.iter().sum::<f64>(), 3.0);
    assert_eq!(paths.value.iter().sum::<f64>(), 35.0);
    assert_eq!(paths.nulls.iter().sum::<f64>(), 1.0);
    assert_eq!(paths.value_squares.iter().sum::<f64>(), 525.0);
    let options = AttributeOptions::default().models(MODELS);
    let by_journeys = attribute(&journeys, &options).expect("attributes");
    let by_paths = attribute(&paths, &options).expect("attributes");
    assert_eq!(by_journeys.rows.len(), by_paths.rows.len());
    for (one, other) in by_journeys.rows.iter().zip(&by_paths.rows) {
        assert_eq!(one.touchpoint, other.touchpoint);
        assert_eq!((one.conversions, one.value), (other.conversions, other.value));
    }
    // Touchpoints without any contact (t4 only sells) have no row; the direct purchase has.
    let names: Vec<_> = by_paths.of(Model::Linear).map(|r| r.touchpoint.as_str()).collect();
    assert_eq!(names, ["t0", "t1", "t2", UNATTRIBUTED]);
}

proptest! {
    /// To the last bit: what a model says does not depend on what else is asked.
    #[test]
    fn a_model_alone_says_what_it_says_beside_others(
        rows in proptest::collection::vec(
            (0_i64..200, 1_u8..9, 0_u8..20, proptest::option::weighted(0.3, 0_u32..9_000)),
            1..120,
        ),
    ) {
        let row = |(day, login, touchpoint, cents): (i64, u8, u8, Option<u32>)| {
            event(day * DAY, login, touchpoint, cents.map(|cents| f64::from(cents) / 100.0))
        };
        let mut rows: Vec<Row> = rows.into_iter().map(row).collect();
        rows.push(event(0, 1, 0, Some(1.0)));
        let options =
            JourneyOptions { conversion: Some("purchase".into()), ..JourneyOptions::default() };
        let journeys = run(&rows, 4, &options)?.2;
        let credit = |models: &[Model]| {
            attribute(&journeys, &AttributeOptions::default().models(models.iter().copied()))
        };
        for model in [Model::Shapley, Model::TimeDecay] {
            let (alone, beside) = (credit(&[model])?, credit(&[model, Model::Linear])?);
            let rows: Vec<_> = beside.of(model).collect();
            // As text: figures that a model does not have are NaN.
            prop_assert_eq!(format!("{:?}", alone.rows), format!("{rows:?}"));
            prop_assert_eq!((alone.conversions, alone.value), (beside.conversions, beside.value));
            let of_journeys = |credit: &Credit| {
                let of_all = credit.checks.iter().filter(|check| check.model.is_none());
                of_all.cloned().collect::<Vec<_>>()
            };
            prop_assert_eq!(of_journeys(&alone), of_journeys(&beside));
        }
    }

    /// To the last bit too: conversions are counted and money is summed before anything is shared.
    #[test]
    fn shapley_of_journeys_is_shapley_of_their_paths(
        rows in proptest::collection::vec(
            (0_i64..200, 1_u8..9, 0_u8..20, proptest::option::weighted(0.5, 0_u32..9_000_000)),
            1..120,
        ),
    ) {
        let row = |(day, login, touchpoint, cents): (i64, u8, u8, Option<u32>)| {
            event(day * DAY, login, touchpoint, cents.map(|cents| f64::from(cents) / 1_000_000.0))
        };
        let mut rows: Vec<Row> = rows.into_iter().map(row).collect();
        rows.push(event(0, 1, 0, Some(1.0)));
        let options =
            JourneyOptions { conversion: Some("purchase".into()), ..JourneyOptions::default() };
        let journeys = run(&rows, 4, &options)?.2;
        let model = AttributeOptions::default().model(Model::Shapley);
        let (one, other) = (attribute(&journeys, &model)?, attribute(&journeys.paths()?, &model)?);
        prop_assert_eq!((one.conversions, one.value), (other.conversions, other.value));
        let figures = |credit: &Credit| {
            let rows = credit.rows.iter();
            rows.map(|row| (row.touchpoint.clone(), row.conversions, row.value)).collect::<Vec<_>>()
        };
        prop_assert_eq!(figures(&one), figures(&other));
    }
}

#[test]
fn persons_are_the_units_of_intervals() {
    let credit =
        attribute(&company(), &AttributeOptions::default().model(Model::Last)).expect("attributes");
    let row = credit.lead().find(|row| row.touchpoint == "t1").expect("t1");
    // Both conversions are one person's: the variance is 2^2, not 1 + 1.
    let pool = pool(&company().paths().expect("paths"));
    let wanted = interval(pool, [2.0, 30.0], [4.0, 900.0], &[[2.0, 30.0]], Z95);
    let found = [[row.conversions_low, row.conversions_high], [row.value_low, row.value_high]];
    for (found, wanted) in found.iter().flatten().zip(wanted.iter().flatten()) {
        assert!((found - wanted).abs() < 1e-9, "{found} is not {wanted}");
    }
}

#[test]
fn parts_halve_with_every_half_life() {
    let options = AttributeOptions::default().model(Model::TimeDecay).half_life(Span::days(7));
    let credit = attribute(&company(), &options).expect("attributes");
    let found: BTreeMap<_, _> =
        credit.lead().map(|row| (row.touchpoint.as_str(), row.conversions)).collect();
    assert!((found["t0"] - 1.0 / 3.0).abs() < 1e-12, "{found:?}");
    assert!((found["t1"] - (2.0 / 3.0 + 1.0)).abs() < 1e-12, "{found:?}");
    assert_eq!(found[UNATTRIBUTED], 1.0);
    assert!(credit.residual < 1e-12);
}

type Spend = (&'static str, Option<&'static str>, Option<f64>, &'static str);

fn campaigns(rows: &[Spend]) -> Campaigns {
    let text = |cells: Vec<Option<&str>>| Arc::new(StringArray::from(cells)) as _;
    let cost: Float64Array = rows.iter().map(|row| row.2).collect();
    let batch = RecordBatch::try_from_iter([
        ("campaign", text(rows.iter().map(|row| Some(row.0)).collect())),
        ("touchpoint", text(rows.iter().map(|row| row.1).collect())),
        ("cost", Arc::new(cost) as _),
        ("currency", text(rows.iter().map(|row| Some(row.3)).collect())),
    ])
    .expect("one length");
    let roles = CampaignRoles {
        touchpoint: Some("touchpoint".into()),
        cost: Some("cost".into()),
        currency: Some("currency".into()),
        ..CampaignRoles::default()
    };
    Campaigns::read(&[batch], &roles).expect("campaigns")
}

fn joined(rows: &[Spend], options: &ReturnOptions) -> cx_core::Result<Returns> {
    let credit =
        attribute(&company(), &AttributeOptions::default().model(Model::Last)).expect("attributes");
    let points = BTreeMap::from([("t1".to_owned(), 12.0)]);
    returns(&credit, &campaigns(rows), Some(&ExperiencePoints::from(&points)), options)
}

#[test]
fn costs_and_credits_are_all_in_the_returns() {
    let rows = [
        ("spring", Some("t1"), Some(3.0), "CHF"),
        ("spring", Some("t1"), Some(3.0), "CHF"),
        ("autumn", Some("t1"), Some(2.0), "CHF"),
        ("radio", Some("nowhere"), Some(7.0), "CHF"),
        ("sponsoring", None, Some(1.5), "CHF"),
        ("free", Some("t2"), None, "CHF"),
    ];
    let table = joined(&rows, &ReturnOptions::default()).expect("returns");
    let sum = |pick: fn(&cx_core::attribution::ReturnRow) -> f64| {
        table.rows.iter().map(pick).filter(|x| !x.is_nan()).sum::<f64>()
    };
    assert!((sum(|row| row.cost) - 16.5).abs() < 1e-12);
    assert!((sum(|row| row.conversions) - 3.0).abs() < 1e-12);
    assert!((sum(|row| row.value) - 35.0).abs() < 1e-12);
    assert!((sum(|row| row.experience_points) - 12.0).abs() < 1e-12);
    let of = |campaign: &str| {
        table.rows.iter().find(|row| row.campaign.as_deref() == Some(campaign)).expect("a row")
    };
    let spring = of("spring");
    assert!((spring.conversions - 1.5).abs() < 1e-12 && (spring.value - 22.5).abs() < 1e-12);
    assert!((spring.roas - 3.75).abs() < 1e-12 && (spring.roi - 2.75).abs() < 1e-12);
    assert!((spring.points_per_1000 - 1_500.0).abs() < 1e-9);
    let radio = of("radio");
    assert!(radio.cost == 7.0 && radio.conversions.is_nan() && radio.roas.is_nan(), "{radio:?}");
    assert!(of("sponsoring").touchpoint.is_none() && of("sponsoring").value.is_nan());
    assert!(of("free").roas.is_nan() && of("free").cost.is_nan());
    let direct = table.rows.iter().find(|row| row.touchpoint.as_deref() == Some(UNATTRIBUTED));
    assert!(direct.is_some_and(|row| row.campaign.is_none() && row.conversions == 1.0));
    assert_eq!(table.currency.as_deref(), Some("CHF"));
    assert_eq!(table.to_record_batch().expect("a batch").num_rows(), table.rows.len());
}

#[test]
fn returns_have_the_intervals_of_the_credits() {
    let credit =
        attribute(&company(), &AttributeOptions::default().model(Model::Last)).expect("attributes");
    let rows = [
        ("spring", Some("t1"), Some(6.0), "CHF"),
        ("autumn", Some("t1"), Some(2.0), "CHF"),
        ("winter", Some("t0"), Some(2.0), "CHF"),
    ];
    let table = joined(&rows, &ReturnOptions::default()).expect("returns");
    let t1 = credit.lead().find(|row| row.touchpoint == "t1").expect("t1");
    let at = |name: &str| {
        let name = Some(name.to_owned());
        table.rows.iter().filter(move |row| row.campaign.is_some() && row.touchpoint == name)
    };
    let mut none = at("t0");
    let none = none.next().expect("t0");
    assert!(none.cost_per_conversion_high.is_nan(), "the conversions may be 0: {none:?}");
    let whole = table.touchpoints.iter().find(|row| row.touchpoint.as_deref() == Some("t1"));
    let whole = whole.expect("t1");
    assert!((whole.roas_high - t1.value_high / 8.0).abs() < 1e-12, "{whole:?}");
    assert!((whole.roi_low - (t1.value_low / 8.0 - 1.0)).abs() < 1e-12, "{whole:?}");
    assert!((whole.cost_per_conversion_low - 8.0 / t1.conversions_high).abs() < 1e-12);
    assert!((whole.cost_per_conversion_high - 8.0 / t1.conversions_low).abs() < 1e-9);
    assert!(whole.points_per_1000_low.is_nan(), "points without an interval");
    // Which of two campaigns brought what is an allocation, and has no interval.
    for row in at("t1") {
        assert_eq!(row.split, ReturnSplit::Cost);
        assert!(row.roas_high.is_nan() && row.conversions_low.is_nan(), "{row:?}");
    }
}

#[test]
fn nothing_beats_what_is_marked_in_money_and_experience() {
    let credit = attribute(&company(), &AttributeOptions::default().model(Model::Linear))
        .expect("attributes");
    let points = BTreeMap::from([("t0".to_owned(), 5.0), ("t1".to_owned(), 1.0)]);
    let rows = [
        ("a", Some("t0"), Some(10.0), "CHF"),
        ("b", Some("t1"), Some(10.0), "CHF"),
        ("c", Some("nowhere"), Some(10.0), "CHF"),
        ("d", None, Some(10.0), "CHF"),
    ];
    let points = ExperiencePoints::from(&points);
    let table = returns(&credit, &campaigns(&rows), Some(&points), &ReturnOptions::default())
        .expect("returns");
    let marked: Vec<&str> =
        table.rows.iter().filter(|row| row.pareto).filter_map(|r| r.campaign.as_deref()).collect();
    assert_eq!(marked, ["a", "b"]);
    let blind = returns(&credit, &campaigns(&rows), None, &ReturnOptions::default());
    assert!(blind.expect("returns").rows.iter().all(|row| !row.pareto), "no points are known");
}

#[test]
fn names_of_touchpoints_are_never_taken_apart() {
    let text = |cells: &[&str]| Arc::new(StringArray::from(cells.to_vec())) as _;
    let won: Float64Array = [4.0, 1.0].into_iter().map(Some).collect();
    let batch = RecordBatch::try_from_iter([
        ("path", text(&["search / spring", "search"])),
        ("won", Arc::new(won) as _),
    ])
    .expect("one length");
    let roles = cx_core::journey::PathRoles {
        conversions: Some("won".into()),
        ..cx_core::journey::PathRoles::default()
    };
    let paths = cx_core::journey::Paths::read(&[batch], &roles).expect("paths");
    let credit =
        attribute(&paths, &AttributeOptions::default().model(Model::Last)).expect("attributes");
    let rows = [("spring", Some("search"), Some(8.0), "CHF")];
    let table = returns(&credit, &campaigns(&rows), None, &ReturnOptions::default());
    let table = table.expect("returns");
    let found: Vec<_> = table
        .rows
        .iter()
        .map(|row| (row.touchpoint.as_deref(), row.campaign.as_deref(), row.conversions))
        .collect();
    let expected = [(Some("search"), Some("spring"), 1.0), (Some("search / spring"), None, 4.0)];
    assert_eq!(found, expected);
}

#[test]
fn two_currencies_need_a_rate() {
    let rows = [("a", Some("t1"), Some(10.0), "CHF"), ("b", Some("t1"), Some(10.0), "EUR")];
    let error = joined(&rows, &ReturnOptions::default()).expect_err("no rate").to_string();
    assert!(error.contains("CHF, EUR") && error.contains("rates"), "{error}");
    let options = ReturnOptions::default().rate("CHF", 1.0).rate("EUR", 0.5);
    let cost: f64 = joined(&rows, &options)
        .expect("returns")
        .rows
        .iter()
        .map(|r| r.cost)
        .filter(|c| !c.is_nan())
        .sum();
    assert!((cost - 15.0).abs() < 1e-12);
    assert!(joined(&rows, &ReturnOptions::default().rate("EUR", 0.0)).is_err());
    assert!(joined(&rows, &ReturnOptions::default().model(Model::Markov)).is_err());
}
