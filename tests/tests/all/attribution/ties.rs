//! Contacts of equal times: a check says how many decide, and rules can split evenly over them.

use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch, StringArray};
use cx_core::attribution::{
    AttributeOptions, CheckKind, CheckStatus, Credit, Model, Tied, Weights, attribute,
};
use cx_core::intake::{EventRoles, Events};
use cx_core::journey::{JourneyOptions, Journeys, Paths, journeys};
use cx_core::stitch::{StitchOptions, stitch};
use cx_tests::models::RULES;
use cx_tests::paths::{PathRow, read};
use proptest::prelude::*;

/// Journeys of rows: day, person, touchpoint; each person buys on day 28.
fn company(rows: &[(u32, u32, &str)], order: Option<&str>) -> Journeys {
    let mut cells: Vec<[String; 5]> = Vec::new();
    for (day, person, place) in rows {
        let kind = "contact".to_owned();
        cells.push([
            format!("2026-03-{day:02}"),
            format!("p{person}"),
            (*place).to_owned(),
            kind,
            "1".into(),
        ]);
    }
    let mut persons: Vec<u32> = rows.iter().map(|row| row.1).collect();
    persons.sort_unstable();
    persons.dedup();
    for person in persons {
        let cell = [
            "2026-03-28".into(),
            format!("p{person}"),
            "till".into(),
            "purchase".into(),
            "1".into(),
        ];
        cells.push(cell);
    }
    let column =
        |at: usize| Arc::new(cells.iter().map(|row| Some(&row[at])).collect::<StringArray>());
    let names = ["t", "id", "place", "kind", "one"];
    let columns = names.iter().enumerate().map(|(at, name)| (*name, column(at) as ArrayRef));
    let mut roles = EventRoles::new("t", "customer", "id", "place").event("kind");
    roles.order = order.map(str::to_owned);
    let table = RecordBatch::try_from_iter(columns).expect("a table");
    let events = Events::read(&[table], &roles).expect("events");
    let people = stitch(&events, &StitchOptions::default()).expect("people");
    let options =
        JourneyOptions { conversion: Some("purchase".into()), ..JourneyOptions::default() };
    journeys(&events, &people, &options).expect("journeys")
}

fn of(credit: &Credit, model: Model, name: &str) -> f64 {
    let rows = credit.of(model).filter(|row| row.touchpoint == name);
    rows.map(|row| row.conversions).sum()
}

#[test]
fn the_alphabet_credits_nobody_where_ties_are_even() {
    // Half of the persons meet "a" and "l" on one day, half meet "b" alone before "l".
    let mut rows = Vec::new();
    for person in 0..20 {
        rows.extend([(2, person, "l"), (2, person, "a")]);
        rows.extend([(2, 20 + person, "b"), (9, 20 + person, "l")]);
    }
    let tied = company(&rows, None);
    let options = AttributeOptions::default().models([Model::First, Model::Last, Model::Linear]);
    let credit = attribute(&tied, &options).expect("credit");
    let figures = |credit: &Credit, model| ["a", "b", "l"].map(|name| of(credit, model, name));
    assert_eq!(figures(&credit, Model::First), [20.0, 20.0, 0.0]);
    assert_eq!(figures(&credit, Model::Last), [0.0, 0.0, 40.0]);
    let check = |credit: &Credit| {
        credit.checks.iter().find(|check| check.check == CheckKind::Ties).expect("a check").clone()
    };
    let warned = check(&credit);
    // Both ends of the twenty journeys of one day, of 80 ends.
    assert_eq!((warned.figure, warned.status), (0.5, CheckStatus::Warn));
    assert_eq!(
        warned.en,
        "50.0\u{202f}% of the first and last contacts (40 of 80) share their time with a contact elsewhere, and where no \
         role \"order\" tells them apart the alphabet says which comes first: name a column in \"order\", or set tied = \
         \"even\"."
    );

    let even = attribute(&tied, &AttributeOptions { tied: Tied::Even, ..options.clone() });
    let even = even.expect("credit");
    assert_eq!(figures(&even, Model::First), [10.0, 20.0, 10.0]);
    assert_eq!(figures(&even, Model::Last), [10.0, 0.0, 30.0]);
    assert_eq!(figures(&even, Model::Linear), figures(&credit, Model::Linear));
    assert_eq!(check(&even).status, CheckStatus::Ok);

    let ordered = attribute(&company(&rows, Some("file")), &options).expect("credit");
    assert_eq!(figures(&ordered, Model::First), [0.0, 20.0, 20.0]);
    assert_eq!(check(&ordered).status, CheckStatus::Ok);
    assert!(check(&ordered).en.contains("the role \"order\" says"), "{}", check(&ordered).en);
    // A column that says the same of all decides nothing.
    let same = attribute(&company(&rows, Some("one")), &options).expect("credit");
    assert_eq!(figures(&same, Model::First), figures(&credit, Model::First));
    assert_eq!(check(&same).status, CheckStatus::Warn);
}

/// Paths that each converted once.
fn converted(paths: impl IntoIterator<Item = String>) -> Paths {
    let row = |path| PathRow { path, conversions: 1.0, value: 0.0, nulls: 0.0 };
    let rows: Vec<PathRow> = paths.into_iter().map(row).collect();
    read(&rows, rows.len()).expect("paths")
}

#[test]
fn even_ties_need_times() {
    let paths = converted([String::from("a > b")]);
    let options = AttributeOptions { tied: Tied::Even, ..AttributeOptions::default() };
    let error = attribute(&paths, &options.model(Model::First)).expect_err("no times").to_string();
    assert!(error.contains("tied") && error.contains("times"), "{error}");
}

/// All orders of a list.
fn orders(of: &[usize]) -> Vec<Vec<usize>> {
    if of.is_empty() {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for (at, first) in of.iter().enumerate() {
        let mut rest = of.to_vec();
        rest.remove(at);
        all.extend(orders(&rest).into_iter().map(|mut tail| {
            tail.insert(0, *first);
            tail
        }));
    }
    all
}

proptest! {
    /// Even ties are the mean over all orders in which contacts of equal times may have come.
    #[test]
    fn even_is_the_mean_over_all_orders(
        steps in proptest::collection::vec((1_u32..4, 0_usize..4), 1..7),
    ) {
        const PLACES: [&str; 4] = ["app", "direct", "mail", "search"];
        let mut steps = steps;
        steps.sort_by_key(|step| step.0);
        let rows: Vec<_> = steps.iter().map(|(day, place)| (*day, 0, PLACES[*place])).collect();
        let weights = Weights { first: vec![3.0, 1.0], last: vec![4.0], ..Weights::default() };
        let options = AttributeOptions { weights, ..AttributeOptions::default().models(RULES) };
        let even = AttributeOptions { tied: Tied::Even, ..options.clone() };
        let found = attribute(&company(&rows, None), &even).expect("credit");
        let all: Vec<Vec<usize>> = orders(&(0..steps.len()).collect::<Vec<_>>())
            .into_iter()
            .filter(|order| order.windows(2).all(|pair| steps[pair[0]].0 <= steps[pair[1]].0))
            .collect();
        let text = |order: &Vec<usize>| {
            order.iter().map(|at| PLACES[steps[*at].1]).collect::<Vec<_>>().join(" > ")
        };
        let paths = converted(all.iter().map(text));
        let mean = attribute(&paths, &options).expect("credit");
        for model in RULES {
            for name in PLACES {
                let expected = of(&mean, model, name) / all.len() as f64;
                let figure = of(&found, model, name);
                prop_assert!((figure - expected).abs() < 1e-9, "{model:?} {name} {figure} {expected}");
            }
        }
    }
}
