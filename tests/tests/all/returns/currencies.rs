//! Costs and their currencies: what is converted, and what is refused.

use std::sync::Arc;

use arrow_array::{ArrayRef, Float64Array, RecordBatch, StringArray};
use cx_core::attribution::{
    AttributeOptions, Credit, Model, ReturnOptions, ReturnRow, Returns, attribute, returns,
};
use cx_core::cockpit::{CockpitInput, CockpitOptions, cockpit};
use cx_core::columns::Reason;
use cx_core::intake::{CampaignRoles, Campaigns};
use cx_tests::paths::{PathRow, read};

const MODELS: [Model; 9] = [
    Model::First,
    Model::Last,
    Model::LastNonDirect,
    Model::Linear,
    Model::Position,
    Model::WShaped,
    Model::Shapley,
    Model::ShapleyRate,
    Model::Markov,
];

/// A cost: campaign, touchpoint, amount, currency.
type Cost<'a> = (&'a str, &'a str, f64, &'a str);

fn costs(rows: &[Cost<'_>]) -> Campaigns {
    let text = |pick: fn(&Cost<'_>) -> String| {
        Arc::new(rows.iter().map(|row| Some(pick(row))).collect::<StringArray>()) as ArrayRef
    };
    let batch = RecordBatch::try_from_iter([
        ("campaign", text(|row| row.0.to_owned())),
        ("at", text(|row| row.1.to_owned())),
        ("cost", Arc::new(rows.iter().map(|row| Some(row.2)).collect::<Float64Array>()) as _),
        ("money", text(|row| row.3.to_owned())),
    ])
    .expect("one length");
    let roles = CampaignRoles {
        touchpoint: Some("at".into()),
        cost: Some("cost".into()),
        currency: Some("money".into()),
        ..CampaignRoles::default()
    };
    Campaigns::read(&[batch], &roles).expect("costs")
}

fn row(path: &str, conversions: f64, value: f64, nulls: f64) -> PathRow {
    PathRow { path: path.into(), conversions, value, nulls }
}

fn credit(rows: &[PathRow], model: Model) -> Credit {
    let paths = read(rows, 3).expect("reads");
    attribute(&paths, &AttributeOptions::default().model(model)).expect("attributes")
}

fn sold() -> Credit {
    credit(&[row("a", 2.0, 47.5, 3.0)], Model::Linear)
}

fn joined(rows: &[Cost<'_>], options: &ReturnOptions) -> cx_core::Result<Returns> {
    returns(&sold(), &costs(rows), None, options)
}

fn rates(pairs: &[(&str, f64)]) -> ReturnOptions {
    pairs.iter().fold(ReturnOptions::default(), |options, (code, rate)| options.rate(code, *rate))
}

#[test]
fn codes_are_the_same_in_any_case() {
    let rows = [("s", "a", 60.0, "SEK"), ("t", "a", 40.0, "sek ")];
    let found = joined(&rows, &rates(&[("sek", 0.095)])).expect("returns");
    let cost: f64 = found.rows.iter().map(|row| row.cost).sum();
    assert!((cost - 9.5).abs() < 1e-12, "{cost}");
    let value: f64 = found.rows.iter().map(|row| row.value).sum();
    assert!((value / cost - 5.0).abs() < 1e-9);
    let plain = joined(&rows, &ReturnOptions::default()).expect("returns");
    assert!(plain.currency.is_some_and(|name| name.trim().eq_ignore_ascii_case("SEK")));
}

#[test]
fn rates_are_those_of_the_costs() {
    let two = [("s", "a", 60.0, "CHF"), ("t", "a", 40.0, "EUR")];
    let error = |rows: &[Cost<'_>], options: &ReturnOptions| {
        joined(rows, options).expect_err("refused").to_string()
    };
    // A currency without a rate is named.
    let missing = error(&two, &rates(&[("chf", 1.0)]));
    assert!(missing.contains("no rate for EUR") && missing.contains("CHF, EUR"), "{missing}");
    let one = error(&two[1..], &rates(&[("USD", 1.0)]));
    assert!(one.contains("\"USD\"") && one.contains("EUR"), "{one}");
    // So is a rate that nothing is converted by.
    let unused = error(&two, &rates(&[("CHF", 1.0), ("EUR", 0.95), ("USD", 0.9)]));
    assert!(unused.contains("\"USD\"") && unused.contains("CHF, EUR"), "{unused}");
    let none = [("s", "a", 60.0, "")];
    assert!(error(&none, &rates(&[("USD", 0.9)])).contains("no currency"));
    let twice = error(&two, &rates(&[("CHF", 1.0), ("EUR", 0.95), ("eur", 0.94)]));
    assert!(twice.contains("one rate"), "{twice}");
    for rate in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        let refused = error(&two, &rates(&[("CHF", 1.0), ("EUR", rate)]));
        assert!(refused.contains("positive"), "{refused}");
    }
}

#[test]
fn a_page_is_in_the_currency_of_its_costs() {
    let credit = sold();
    let page = |input: &CockpitInput<'_>, currency: &str| {
        let options =
            CockpitOptions { currency: Some(currency.into()), ..CockpitOptions::default() };
        cockpit(input, &options).map(|_| ())
    };
    let kronor = costs(&[("s", "a", 100.0, "SEK")]);
    let made = returns(&credit, &kronor, None, &ReturnOptions::default()).expect("returns");
    let inputs = [
        CockpitInput { campaigns: Some(&kronor), ..CockpitInput::default() },
        CockpitInput { campaigns: Some(&kronor), credit: Some(&credit), ..CockpitInput::default() },
        CockpitInput { returns: Some(&made), credit: Some(&credit), ..CockpitInput::default() },
    ];
    for input in &inputs {
        let error = page(input, "USD").expect_err("another currency").to_string();
        assert!(error.contains("\"USD\"") && error.contains("\"SEK\""), "{error}");
        page(input, "sek").expect("the same");
    }
    // What rates converted is in the currency of the values, which only the page says.
    let converted = returns(&credit, &kronor, None, &rates(&[("SEK", 0.095)])).expect("returns");
    let input = CockpitInput { returns: Some(&converted), ..CockpitInput::default() };
    page(&input, "USD").expect("converted");
    page(&CockpitInput::default(), "USD").expect("no costs");
}

#[test]
fn costs_and_values_of_nothing_have_defined_returns() {
    let cases: [(&str, Vec<PathRow>); 5] = [
        ("sales", vec![row("a > b", 3.0, 9.0, 1.0), row("b", 1.0, 4.0, 0.0)]),
        ("all values 0", vec![row("a > b", 3.0, 0.0, 1.0), row("b", 1.0, 0.0, 0.0)]),
        ("one touchpoint", vec![row("a", 3.0, 9.0, 1.0)]),
        ("refunds above the sales", vec![row("a > b", 3.0, 9.0, 1.0), row("b", 1.0, -40.0, 0.0)]),
        ("nobody converts", vec![row("a > b", 0.0, 0.0, 1.0)]),
    ];
    let spends = [
        ("all costs 0", vec![("x", "a", 0.0, "CHF"), ("y", "b", 0.0, "CHF")]),
        ("one campaign", vec![("x", "a", 5.0, "CHF")]),
        ("two of one touchpoint", vec![("x", "a", 5.0, "CHF"), ("y", "a", 0.0, "CHF")]),
    ];
    for (case, rows) in &cases {
        for model in MODELS {
            let credit = credit(rows, model);
            for (spent, rows) in &spends {
                let case = format!("{case}, {spent}, {}", model.name());
                let found = returns(&credit, &costs(rows), None, &ReturnOptions::default())
                    .unwrap_or_else(|error| panic!("{case}: {error}"));
                let sum = |pick: fn(&ReturnRow) -> f64| {
                    found.rows.iter().map(pick).filter(|x| !x.is_nan()).sum::<f64>()
                };
                let paid: f64 = rows.iter().map(|row| row.2).sum();
                assert!((sum(|row| row.cost) - paid).abs() < 1e-9, "{case}");
                assert!((sum(|row| row.value) - credit.value).abs() < 1e-9, "{case}");
                for row in &found.rows {
                    // By nothing nothing is divided, and nothing is infinite.
                    assert!(!row.roas.is_infinite() && !row.roi.is_infinite(), "{case}: {row:?}");
                    assert!(row.cost > 0.0 || row.roas.is_nan(), "{case}: {row:?}");
                }
            }
        }
    }
}

#[test]
fn campaigns_that_end_before_they_begin_are_rejected_and_counted() {
    let text = |cells: [&str; 3]| Arc::new(StringArray::from(cells.to_vec())) as ArrayRef;
    let batch = RecordBatch::try_from_iter([
        ("campaign", text(["x", "y", "z"])),
        ("from", text(["2026-03-01", "2026-03-05", "2026-03-01"])),
        ("to", text(["2026-03-31", "2026-03-04", "2026-03-01"])),
        ("cost", Arc::new(Float64Array::from(vec![1.0, 2.0, 4.0])) as _),
    ])
    .expect("one length");
    let roles = CampaignRoles {
        start: Some("from".into()),
        end: Some("to".into()),
        cost: Some("cost".into()),
        ..CampaignRoles::default()
    };
    let found = Campaigns::read(&[batch], &roles).expect("campaigns");
    let report = &found.report;
    assert_eq!((report.read(), report.accepted(), report.rejected()), (3, 2, 1));
    let rejects: Vec<_> = report.rejects().map(|r| (r.row, r.column, r.reason)).collect();
    assert_eq!(rejects, [(1, "to".to_owned(), Reason::OutOfRange)]);
}
