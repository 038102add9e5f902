//! Refunds and cancellations of orders, and orders soon after another.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow_array::{ArrayRef, Float64Array, Int64Array, RecordBatch, StringArray};
use cx_core::attribution::{
    AttributeOptions, BASELINE, CheckKind, Credit, CreditDate, CreditRow, Model, PeriodOptions,
    UNATTRIBUTED, attribute, credit_by_period,
};
use cx_core::columns::{NO_MONEY, TimeUnit};
use cx_core::intake::{EventRoles, Events};
use cx_core::journey::{JourneyOptions, Journeys, Selector, journeys};
use cx_core::options::Span;
use cx_core::stitch::{StitchOptions, stitch};
use cx_tests::dice::Dice;
use proptest::prelude::*;

/// Models that split every journey of conversions alike, each sum to the outcome.
const MODELS: [Model; 7] = [
    Model::First,
    Model::Last,
    Model::Linear,
    Model::Position,
    Model::TimeDecay,
    Model::Shapley,
    Model::Markov,
];

/// One event.
#[derive(Debug, Clone)]
struct Row {
    minute: i64,
    who: Option<u8>,
    at: &'static str,
    kind: &'static str,
    order: Option<String>,
    value: Option<f64>,
}

fn touch(minute: i64, who: u8, at: &'static str) -> Row {
    Row { minute, who: Some(who), at, kind: "visit", order: None, value: None }
}

fn event(minute: i64, who: u8, kind: &'static str, order: &str, value: Option<f64>) -> Row {
    let order = (!order.is_empty()).then(|| order.to_owned());
    Row { minute, who: Some(who), at: "shop", kind, order, value }
}

fn sale(minute: i64, who: u8, order: &str, value: f64) -> Row {
    event(minute, who, "buy", order, Some(value))
}

fn read(rows: &[Row]) -> Events {
    let text = |cells: Vec<Option<String>>| Arc::new(StringArray::from(cells)) as ArrayRef;
    let batch = RecordBatch::try_from_iter([
        ("at", Arc::new(Int64Array::from_iter_values(rows.iter().map(|row| row.minute * 60))) as _),
        ("who", text(rows.iter().map(|row| row.who.map(|who| format!("p{who}"))).collect())),
        ("where", text(rows.iter().map(|row| Some(row.at.to_owned())).collect())),
        ("what", text(rows.iter().map(|row| Some(row.kind.to_owned())).collect())),
        ("order", text(rows.iter().map(|row| row.order.clone()).collect())),
        ("worth", Arc::new(rows.iter().map(|row| row.value).collect::<Float64Array>()) as _),
    ])
    .expect("one length");
    let mut roles = EventRoles::new("at", "customer", "who", "where");
    roles = roles.event("what").value("worth").order_id("order");
    roles.time_unit = Some(TimeUnit::Seconds);
    Events::read(&[batch], &roles).expect("events")
}

fn cut(rows: &[Row], options: &JourneyOptions) -> cx_core::Result<Journeys> {
    let events = read(rows);
    let people = stitch(&events, &StitchOptions::default())?;
    journeys(&events, &people, options)
}

fn buys() -> JourneyOptions {
    JourneyOptions { conversion: Some("buy".into()), ..JourneyOptions::default() }
}

fn refunds() -> JourneyOptions {
    JourneyOptions { refund: "back".into(), ..buys() }
}

fn carrying() -> JourneyOptions {
    JourneyOptions { carry_over: Some(Span::days(1)), ..buys() }
}

fn credits(journeys: &Journeys) -> Credit {
    let options = AttributeOptions::default().models(MODELS);
    attribute(journeys, &options).expect("attributes")
}

fn of<'a>(credit: &'a Credit, model: Model, name: &str) -> Option<&'a CreditRow> {
    credit.of(model).find(|row| row.touchpoint == name)
}

const DAY: i64 = 1_440;

#[test]
fn a_refund_nets_the_order_that_it_names() {
    let rows = [
        touch(0, 1, "ads"),
        sale(10, 1, "T1", 100.0),
        touch(3 * DAY, 1, "mail"),
        sale(4 * DAY, 1, "T1", -100.0),
    ];
    let found = cut(&rows, &buys()).expect("journeys");
    assert_eq!((found.report.refunds, found.report.unknown_refunds), (1, 0));
    assert_eq!(found.converted.iter().filter(|won| **won).count(), 1);
    let credit = credits(&found);
    for model in MODELS {
        let ads = of(&credit, model, "ads").expect("a row");
        assert_eq!(
            (ads.conversions, ads.value, ads.cancelled),
            (1.0, 0.0, 1.0),
            "{}",
            model.name()
        );
        let mail = of(&credit, model, "mail").expect("a row");
        assert_eq!((mail.conversions, mail.value, mail.cancelled), (0.0, 0.0, 0.0));
    }
    assert!(credit.residual < 1e-12);
    // In the period of the sale, and the same from the paths.
    let weeks = PeriodOptions { dated: CreditDate::Conversion, ..PeriodOptions::default() };
    let linear = AttributeOptions::default().model(Model::Linear);
    let periods = credit_by_period(&found, &linear, &weeks).expect("periods");
    assert_eq!(periods.rows.len(), 1);
    assert_eq!((periods.rows[0].conversions, periods.rows[0].value), (1.0, 0.0));
    let paths = found.paths().expect("paths");
    let again = attribute(&paths, &linear).expect("attributes");
    assert_eq!(of(&again, Model::Linear, "ads").expect("a row").cancelled, 1.0);
    let frame = found.to_record_batch().expect("a table");
    assert!(frame.column_by_name("cancelled").is_some());
}

#[test]
fn parts_of_refunds_add_up_and_more_than_was_sold_is_below_zero() {
    let base = [
        touch(0, 1, "ads"),
        sale(10, 1, "T1", 100.0),
        touch(20, 2, "mail"),
        sale(30, 2, "T2", 50.0),
    ];
    let value = |more: &[Row], options: &JourneyOptions| {
        let rows: Vec<Row> = base.iter().chain(more).cloned().collect();
        let found = cut(&rows, options).expect("journeys");
        let won = |at: &usize| found.converted[*at];
        let each = (0..found.len()).filter(won).map(|at| (found.value[at], found.is_cancelled(at)));
        each.collect::<Vec<_>>()
    };
    let units = |value: i64| value * 1_000_000;
    // Below 0 as a conversion, or as a kind of its own with either sign.
    let parts = [sale(50, 1, "T1", -30.0), sale(60, 1, "T1", -20.0)];
    assert_eq!(value(&parts, &buys()), [(units(50), false), (units(50), false)]);
    let kinds = [
        event(50, 1, "back", "T1", Some(-30.0)),
        event(60, 2, "back", "T1", Some(20.0)),
        event(70, 2, "back", "T2", None),
    ];
    assert_eq!(value(&kinds, &refunds()), [(units(50), false), (0, true)]);
    let above = [sale(50, 1, "T1", -130.0)];
    assert_eq!(value(&above, &buys()), [(units(-30), true), (units(50), false)]);
    // Before the sale, and by somebody else: an order is its number.
    let early = [sale(-50, 3, "T2", -50.0)];
    assert_eq!(value(&early, &buys()), [(units(100), false), (0, true)]);
    // A sale below 0 without a number is a sale, as before.
    let loss = [sale(50, 3, "", -5.0)];
    assert_eq!(value(&loss, &buys()).len(), 3);
    // Two sales of one number are one order, and given back from the first on.
    let two = [sale(11, 1, "T1", 40.0), sale(90, 1, "T1", -110.0)];
    assert_eq!(value(&two, &buys()), [(0, false), (units(30), false), (units(50), false)]);
    let all = [sale(11, 1, "T1", 40.0), sale(90, 1, "T1", -150.0)];
    assert_eq!(value(&all, &buys()), [(0, true), (units(-10), true), (units(50), false)]);
}

#[test]
fn refunds_of_unknown_orders_are_listed() {
    let rows = [
        touch(0, 1, "ads"),
        sale(10, 1, "T1", 100.0),
        event(20, 1, "back", "T9", Some(40.0)),
        event(30, 1, "back", "", None),
        sale(40, 1, "T8", -7.0),
    ];
    let found = cut(&rows, &refunds()).expect("journeys");
    assert_eq!((found.report.refunds, found.report.unknown_refunds), (3, 3));
    let listed: Vec<_> = found
        .unknown_refunds
        .iter()
        .map(|refund| (refund.row, refund.value, refund.names_order))
        .collect();
    let expected = [(2, -40_000_000, true), (3, NO_MONEY, false), (4, -7_000_000, true)];
    assert_eq!(listed, expected);
    assert_eq!(found.unknown_refunds_to_record_batch().expect("a table").num_rows(), 3);
    assert!(!format!("{found:?}").contains("T9"), "order numbers stay inside");
    let credit = credits(&found);
    assert_eq!((credit.conversions, credit.value), (1.0, 100.0));
    let said = credit
        .checks
        .iter()
        .find(|check| check.check == CheckKind::UnknownRefunds)
        .expect("a check");
    assert!(said.figure == 3.0 && said.sentence.contains("refunds of 47.00"), "{said:?}");
}

#[test]
fn what_cannot_be_netted_is_an_error() {
    let rows = [touch(0, 1, "ads"), sale(10, 1, "T1", 100.0), event(20, 1, "back", "T1", None)];
    let both = JourneyOptions { refund: "buy".into(), ..buys() };
    assert!(cut(&rows, &both).expect_err("both").to_string().contains("refund"));
    let unknown = JourneyOptions { refund: "return".into(), ..buys() };
    assert_eq!(cut(&rows, &unknown).expect_err("unknown").kind(), "unknown_name");
    let mut events = read(&rows);
    events.order_id = None;
    let people = stitch(&events, &StitchOptions::default()).expect("people");
    let error = journeys(&events, &people, &refunds()).expect_err("no orders");
    assert!(error.to_string().contains("order_id"), "{error}");
}

#[test]
fn leads_of_an_order_are_not_cancelled_with_it() {
    let rows = [
        touch(0, 1, "ads"),
        event(5, 1, "lead", "T1", None),
        touch(6, 1, "mail"),
        sale(10, 1, "T1", 100.0),
        sale(99, 1, "T1", -100.0),
    ];
    let outcomes: BTreeMap<String, Selector> =
        [("won".to_owned(), "buy".into()), ("asked".to_owned(), "lead".into())].into();
    let options = JourneyOptions { outcomes, ..JourneyOptions::default() };
    let found = cut(&rows, &options).expect("journeys");
    let flags: Vec<bool> = (0..found.len()).map(|at| found.is_cancelled(at)).collect();
    assert_eq!(flags, [false, true]);
    let leads = found.only(&"asked".into()).expect("leads");
    assert!((0..leads.len()).all(|at| !leads.is_cancelled(at)));
}

#[test]
fn orders_soon_after_the_same_contacts_have_them() {
    let rows = [
        touch(0, 1, "click"),
        sale(10, 1, "A", 50.0),
        sale(30, 1, "B", 30.0),
        sale(30 + 2 * DAY, 1, "C", 7.0),
        touch(0, 2, "mail"),
    ];
    let apart = credits(&cut(&rows, &buys()).expect("journeys"));
    let found = cut(&rows, &carrying()).expect("journeys");
    let credit = credits(&found);
    for model in MODELS {
        let click = of(&apart, model, "click").expect("a row");
        assert_eq!((click.conversions, click.value), (1.0, 50.0), "{}", model.name());
        let click = of(&credit, model, "click").expect("a row");
        assert!((click.conversions - 2.0).abs() < 1e-12, "{}", model.name());
        assert!((click.value - 80.0).abs() < 1e-9, "{}", model.name());
        let left = of(&credit, model, UNATTRIBUTED).expect("a row");
        assert!((left.conversions, left.value) == (1.0, 7.0), "{}", model.name());
    }
    // Each contact is one step, in one session; paths and transitions have it twice.
    assert_eq!((found.report.steps, found.steps.row.len()), (2, 2));
    let paths = found.paths().expect("paths");
    let click =
        (0..paths.len()).find(|at| paths.path(*at).len() == 1 && paths.conversions[*at] > 0.0);
    assert_eq!(paths.conversions[click.expect("a path")], 2.0);
    let moves = found.transitions().expect("transitions").rows;
    let count = |from: &str, to: &str| {
        moves.iter().find(|row| row.from == from && row.to == to).map_or(0, |row| row.count)
    };
    assert_eq!((count("click", "(conversion)"), count("(start)", "(conversion)")), (2, 1));
    // The time-to-event model sees each contact once, whatever is carried.
    let crowd = |options: &JourneyOptions| {
        let more = (10..60).flat_map(|who| {
            let bought = (who % 3 == 0).then(|| sale(i64::from(who), who, "", 5.0));
            [Some(touch(i64::from(who) - 9, who, "click")), bought].into_iter().flatten()
        });
        let rows: Vec<Row> = rows.iter().cloned().chain(more).collect();
        let hazard = AttributeOptions::default().model(Model::Hazard);
        attribute(&cut(&rows, options).expect("journeys"), &hazard).expect("attributes").rows
    };
    let pick = |rows: Vec<CreditRow>| {
        rows.into_iter().map(|row| (row.touchpoint, row.value)).collect::<Vec<_>>()
    };
    let (with, without) = (pick(crowd(&carrying())), pick(crowd(&buys())));
    assert_eq!(with, without);
    assert!(with.iter().any(|(name, _)| name == BASELINE), "{with:?}");
}

/// A few persons, touchpoints and orders over some days.
fn company() -> impl Strategy<Value = Vec<Row>> {
    let row = (0..9 * DAY, 0_u8..4, 0_usize..6, 0_u8..5, -60_i32..90);
    let one = |(minute, who, what, order, value): (i64, u8, usize, u8, i32)| {
        let names = ["ads", "mail", "search"];
        match what {
            0..3 => touch(minute, who, names[what]),
            3 => sale(minute, who, &format!("T{order}"), f64::from(value)),
            4 => sale(minute, who, "", f64::from(value.abs())),
            _ => event(
                minute,
                who,
                "back",
                &format!("T{order}"),
                (value > 0).then(|| f64::from(value)),
            ),
        }
    };
    proptest::collection::vec(row.prop_map(one), 1..40).prop_map(|mut rows| {
        // All kinds occur.
        rows.push(touch(0, 9, "ads"));
        rows.push(sale(5, 9, "T0", 20.0));
        rows.push(event(9, 9, "back", "T4", Some(3.0)));
        rows
    })
}

/// What all orders are worth after their refunds, as simply as can be: sales, cancelled ones, the sum.
fn by_hand(rows: &[Row]) -> (f64, f64, f64) {
    let is_refund = |row: &Row| {
        row.kind == "back" || (row.kind == "buy" && row.order.is_some() && row.value < Some(0.0))
    };
    let (mut won, mut cancelled, mut sum) = (0.0, 0.0, 0.0);
    let mut orders: BTreeMap<&str, (Vec<f64>, Vec<Option<f64>>)> = BTreeMap::new();
    for row in rows {
        match (&row.order, is_refund(row)) {
            (Some(order), true) => orders.entry(order).or_default().1.push(row.value),
            (Some(order), false) if row.kind == "buy" => {
                orders.entry(order).or_default().0.push(row.value.unwrap_or(0.0));
            }
            (None, false) if row.kind == "buy" => {
                won += 1.0;
                sum += row.value.unwrap_or(0.0);
            }
            _ => {}
        }
    }
    for (sales, refunds) in orders.values().filter(|(sales, _)| !sales.is_empty()) {
        let sold: f64 = sales.iter().sum();
        let back: f64 = refunds.iter().flatten().map(|size| size.abs()).sum();
        let all = refunds.iter().any(Option::is_none);
        let net = if all { (sold - back).min(0.0) } else { sold - back };
        won += sales.len() as f64;
        sum += net;
        if !refunds.is_empty() && net <= 0.0 {
            cancelled += sales.len() as f64;
        }
    }
    (won, cancelled, sum)
}

proptest! {
    #[test]
    fn totals_are_those_of_the_orders(rows in company(), carry in any::<bool>(), turn in 0_usize..40) {
        let carry_over = carry.then(|| Span::days(1));
        let options = JourneyOptions { carry_over, ..refunds() };
        let found = cut(&rows, &options).expect("journeys");
        let (won, cancelled, sum) = by_hand(&rows);
        let credit = credits(&found);
        prop_assert_eq!((credit.conversions, credit.value), (won, sum));
        for model in MODELS {
            let all = |pick: fn(&CreditRow) -> f64| credit.of(model).map(pick).sum::<f64>();
            prop_assert!((all(|row| row.conversions) - won).abs() < 1e-9, "{}", model.name());
            prop_assert!((all(|row| row.value) - sum).abs() < 1e-9, "{}", model.name());
            prop_assert!((all(|row| row.cancelled) - cancelled).abs() < 1e-9, "{}", model.name());
        }
        let report = &found.report;
        prop_assert_eq!(
            report.events,
            report.steps + report.conversions + report.excluded + report.refunds
                + report.without_person
        );
        let paths = found.paths().expect("paths");
        let moves = found.transitions().expect("transitions").rows;
        let into: u64 = moves.iter().filter(|row| row.to == "(conversion)").map(|row| row.count).sum();
        prop_assert_eq!((paths.conversions.iter().sum::<f64>(), into as f64), (won, won));
        prop_assert_eq!(paths.value.iter().sum::<f64>(), sum);
        // Journeys and their paths give the same; the order of the rows does not matter.
        let order_only = AttributeOptions::default().models([Model::Linear, Model::Markov]);
        let of = |credit: &Credit| {
            credit.rows.iter().map(|row| (row.touchpoint.clone(), row.value, row.cancelled)).collect::<Vec<_>>()
        };
        let by_path = attribute(&paths, &order_only).expect("attributes");
        let by_journey = attribute(&found, &order_only).expect("attributes");
        for (a, b) in of(&by_path).into_iter().zip(of(&by_journey)) {
            prop_assert!(a.0 == b.0 && (a.1 - b.1).abs() < 1e-9 && (a.2 - b.2).abs() < 1e-9, "{a:?} {b:?}");
        }
        let mut turned = rows.clone();
        turned.rotate_left(turn % rows.len());
        let other = credits(&cut(&turned, &options).expect("journeys"));
        prop_assert_eq!(other.rows.len(), credit.rows.len());
        for (a, b) in other.rows.iter().zip(&credit.rows) {
            prop_assert_eq!((&a.touchpoint, a.value.to_bits(), a.value_low.to_bits(), a.cancelled.to_bits()),
                (&b.touchpoint, b.value.to_bits(), b.value_low.to_bits(), b.cancelled.to_bits()));
        }
    }

    #[test]
    fn nothing_is_carried_or_netted_unless_asked(rows in company()) {
        let plain: Vec<Row> = rows.into_iter().filter(|row| row.kind != "back")
            .map(|row| Row { order: None, ..row }).collect();
        let found = cut(&plain, &buys()).expect("journeys");
        prop_assert!(found.cancelled.is_empty() && found.carried.is_empty());
        prop_assert!(found.unknown_refunds.is_empty() && found.report.refunds == 0);
        let options = JourneyOptions { carry_over: Some(Span::minutes(0)), ..buys() };
        let never = cut(&plain, &options).expect("journeys");
        prop_assert_eq!(&never.steps, &found.steps);
        prop_assert_eq!(&never.ends, &found.ends);
        let carried = cut(&plain, &carrying()).expect("journeys");
        prop_assert_eq!((&carried.steps, &carried.sessions), (&found.steps, &found.sessions));
    }
}

/// The share of the samples whose interval of the value holds what is expected: 60 of 240 persons order
/// after a click, for 100 or -100.
#[test]
fn intervals_of_the_time_to_event_model_hold_what_is_expected_of_a_coin() {
    let options = AttributeOptions::default().models([Model::Hazard, Model::Linear]);
    let (samples, mut held) = (1_000, [0, 0]);
    let mut dice = Dice(5);
    for _ in 0..samples {
        let mut rows = Vec::new();
        for who in 0..240 {
            let start = (dice.below(20 * 1_440)) as i64;
            rows.push(touch(start, who, "ads"));
            if who < 60 {
                let value = if dice.roll() < 0.49 { 100.0 } else { -100.0 };
                let wait = 1 + dice.below(600) as i64;
                rows.push(sale(start + wait, who, "", value));
            }
        }
        let credit = attribute(&cut(&rows, &buys()).expect("journeys"), &options);
        let credit = credit.expect("attributes");
        for (held, model) in held.iter_mut().zip([Model::Hazard, Model::Linear]) {
            let row = of(&credit, model, "ads").expect("a row");
            let whole: f64 = credit.of(model).map(|row| row.conversions).sum();
            // What the model gives to the baseline is not that of the touchpoint.
            let expected = -2.0 * row.conversions / whole * 60.0;
            *held += usize::from((row.value_low..=row.value_high).contains(&expected));
        }
    }
    assert!(held.iter().all(|held| (930..=970).contains(held)), "{held:?} of {samples}");
}
