//! Returns by period: nothing is lost in any period, and marginal returns are what was put in.

use std::collections::BTreeMap;

use arrow_array::Array;
use cx_core::attribution::{
    AttributeOptions, CreditDate, Model, PeriodReturnInput, PeriodReturnOptions, PeriodReturnRow,
    PeriodReturns, ReturnOptions, UNATTRIBUTED, attribute, returns, returns_by_period,
};
use cx_core::calendar::Day;
use cx_core::intake::Campaigns;
use cx_core::journey::{JourneyOptions, Journeys};
use cx_core::kpi::Window;
use cx_core::options::Span;
use cx_tests::cases::cases;
use cx_tests::company::{Row, run};
use cx_tests::spends::{Spend, campaigns, spend};
use proptest::prelude::*;

const DAY: i64 = 1_440;

fn event(minute: i64, login: u8, touchpoint: u8, value: Option<f64>) -> Row {
    Row { minute, cookie: None, login: Some(login), touchpoint, value }
}

fn journeys(rows: &[Row]) -> Journeys {
    let options = JourneyOptions {
        conversion: Some("purchase".into()),
        lookback: Some(Span::days(365)),
        ..JourneyOptions::default()
    };
    run(rows, 7, &options).expect("journeys").2
}

fn beside(campaigns: &Campaigns) -> PeriodReturnInput<'_> {
    PeriodReturnInput { campaigns: Some(campaigns), ..PeriodReturnInput::default() }
}

fn linear() -> AttributeOptions {
    AttributeOptions::default().model(Model::Linear)
}

fn of<'a>(table: &'a PeriodReturns, period: &str, touchpoint: &str) -> Vec<&'a PeriodReturnRow> {
    let day = (!period.is_empty()).then(|| period.parse().expect("a day"));
    let wanted = |row: &&PeriodReturnRow| {
        row.period == day && row.touchpoint.as_deref().unwrap_or("") == touchpoint
    };
    table.rows.iter().filter(wanted).collect()
}

/// Person 1 meets t0 in January and t1 in February and buys in March; person 2 buys at once.
fn company() -> Journeys {
    journeys(&[
        event(10 * DAY, 1, 0, None),
        event(35 * DAY, 1, 1, None),
        event(60 * DAY, 1, 4, Some(10.0)),
        event(61 * DAY, 2, 4, Some(5.0)),
        event(90 * DAY, 3, 2, None),
    ])
}

#[test]
fn costs_and_credits_meet_in_their_periods() {
    let costs = campaigns(&[
        spend("winter", "t0", "2026-01-27", "2026-02-05", 100.0),
        spend("spring", "t0", "2026-01-31", "2026-01-31", 50.0),
        spend("letter", "t1", "2026-03-02", "", 3.0),
        spend("sponsoring", "", "2026-01-01", "2026-01-31", 31.0),
        spend("fees", "t1", "", "", 7.0),
    ]);
    let conversions = PeriodReturnOptions { settle: Some(Span::days(1)), ..Default::default() };
    let options = conversions.window(Window::Month);
    let table =
        returns_by_period(&company(), &beside(&costs), &linear(), &options).expect("returns");
    // January: 5 of 10 days of winter, all of spring; half a conversion for both, by their costs.
    let january = of(&table, "2026-01-01", "t0");
    let found: Vec<_> =
        january.iter().map(|row| (row.campaign.as_deref(), row.cost, row.conversions)).collect();
    assert_eq!(found, [(Some("spring"), 50.0, 0.25), (Some("winter"), 50.0, 0.25)]);
    assert!((january[0].roas - 0.05).abs() < 1e-12, "{january:?}");
    // Which of the two brought it is an allocation; the return of the touchpoint has an interval.
    assert!(january.iter().all(|row| row.roas_low.is_nan()), "{january:?}");
    let whole = table.touchpoints.iter().find(|row| row.touchpoint.as_deref() == Some("t0"));
    let whole = whole.expect("t0");
    assert!(whole.roas_low <= whole.roas && whole.roas < whole.roas_high, "{whole:?}");
    // February: winter without a contact at t0; credit of t1, whose campaign costs in March.
    assert_eq!(of(&table, "2026-02-01", "t0")[0].cost, 50.0);
    assert_eq!(of(&table, "2026-02-01", "t0")[0].conversions, 0.0);
    let february = of(&table, "2026-02-01", "t1");
    assert_eq!((february[0].cost, february[0].conversions), (0.0, 0.5));
    assert!(february[0].campaign.is_none() && february[0].roas.is_nan());
    assert_eq!(of(&table, "2026-03-01", "t1")[0].cost, 3.0);
    // Spend without touchpoint, spend without a date, a sale without contact.
    let sponsoring = of(&table, "2026-01-01", "");
    assert!(sponsoring[0].cost == 31.0 && sponsoring[0].value.is_nan());
    let fees = of(&table, "", "t1");
    assert!(fees[0].cost == 7.0 && fees[0].value.is_nan());
    let direct = of(&table, "2026-03-01", UNATTRIBUTED);
    assert!(direct[0].value == 5.0 && direct[0].cost.is_nan());
    assert!(table.rows.last().expect("a row").period.is_none());
    // Two whole months are too few for marginal returns, and a fee has no date.
    let missing: Vec<_> = table.marginal.iter().map(|row| row.missing.as_deref()).collect();
    assert_eq!(
        missing,
        [Some("Fewer than 8 whole periods."), Some("Some of its cost has no date.")]
    );
    assert_eq!(table.marginal[0].periods, 1, "{:?}", table.counted);
    assert!(table.marginal.iter().all(|row| row.marginal_roas.is_nan()));
    let batch = table.to_record_batch().expect("a batch");
    assert_eq!((batch.num_rows(), batch.column(0).null_count()), (table.rows.len(), 1));
    assert_eq!(table.marginal_to_record_batch().expect("a batch").num_rows(), 2);
}

#[test]
fn nobody_met_is_no_return_and_nothing_sold_is_a_return_of_0() {
    let costs = campaigns(&[
        spend("walls", "poster", "2026-03-01", "2026-03-31", 31.0),
        spend("mail", "t2", "2026-01-01", "2026-03-31", 90.0),
    ]);
    let months = PeriodReturnOptions { settle: Some(Span::days(1)), ..Default::default() };
    let months = months.window(Window::Month);
    let table =
        returns_by_period(&company(), &beside(&costs), &linear(), &months).expect("returns");
    let poster = of(&table, "2026-03-01", "poster");
    assert!(poster[0].cost == 31.0 && poster[0].conversions.is_nan() && poster[0].roas.is_nan());
    let mail = of(&table, "2026-03-01", "t2");
    assert!(mail[0].cost == 31.0 && mail[0].conversions == 0.0 && mail[0].roas == 0.0);
    let [poster, mail] = table.marginal.as_slice() else { panic!("{:?}", table.marginal) };
    assert_eq!(poster.missing.as_deref(), Some("No journey meets it."));
    assert!(poster.roas.is_nan() && poster.conversions_per_1000.is_nan());
    assert_eq!((mail.roas, mail.conversions_per_1000), (0.0, 0.0));
}

/// Weeks in which `contacts[w]` persons meet t0 and buy a day later; and in each week a sale by t1.
fn weeks(contacts: &[usize]) -> Journeys {
    let monday = 4 * DAY; // 2026-01-05
    let mut rows = Vec::new();
    for (week, count) in contacts.iter().enumerate() {
        for at in 0..=*count {
            let start = monday + week as i64 * 7 * DAY + at as i64;
            let person = u8::try_from(rows.len() / 2).expect("few persons");
            let one = event(start, person, u8::from(at == 0), None);
            let two = event(start + DAY, person, 4, Some(20.0));
            rows.extend([one, two]);
        }
    }
    rows.push(event(monday + contacts.len() as i64 * 7 * DAY, 255, 2, None));
    journeys(&rows)
}

#[test]
fn marginal_returns_are_what_was_put_in() {
    // Each 100 francs more in a week bring two contacts more that buy for 20 francs each.
    let contacts = [2, 4, 6, 2, 8, 4, 2, 6, 10, 2, 4, 8];
    let journeys = weeks(&contacts);
    let week = |at: usize| {
        let day: Day = "2026-01-05".parse().expect("a day");
        let start = Day::from_days(day.days() + 7 * at as i32);
        let end = Day::from_days(start.days() + 6);
        spend("always on", "t0", &start.to_string(), &end.to_string(), 50.0 * contacts[at] as f64)
    };
    let mut costs: Vec<Spend> = (0..contacts.len()).map(week).collect();
    costs.push(spend("flat", "t1", "2026-01-05", "2026-03-29", 1_200.0));
    let options = PeriodReturnOptions {
        dated: CreditDate::Conversion,
        settle: Some(Span::days(1)),
        ..PeriodReturnOptions::default()
    };
    let table = returns_by_period(&journeys, &beside(&campaigns(&costs)), &linear(), &options)
        .expect("returns");
    let [ads, flat] = table.marginal.as_slice() else { panic!("{:?}", table.marginal) };
    assert_eq!((ads.touchpoint.as_str(), ads.periods), ("t0", 11));
    assert!((ads.marginal_roas - 0.4).abs() < 1e-9, "{ads:?}");
    assert!((ads.marginal_conversions_per_1000 - 20.0).abs() < 1e-9, "{ads:?}");
    assert!((ads.marginal_roas_high - ads.marginal_roas_low).abs() < 1e-6, "no noise: {ads:?}");
    assert!((ads.roas - 0.4).abs() < 1e-9 && ads.missing.is_none());
    assert_eq!(flat.missing.as_deref(), Some("The spend does not vary beside its trend."));
    assert!((flat.roas - 20.0 / 100.0).abs() < 1e-9);
    assert_eq!(table.counted.map(|(first, _)| first.to_string()), Some("2026-01-05".into()));
}

#[test]
fn what_cannot_be_joined_says_why() {
    let journeys = company();
    let mut two = vec![spend("a", "t0", "2026-01-01", "", 1.0)];
    two.push(("b".into(), None, None, None, Some(2.0), "EUR"));
    let options = PeriodReturnOptions::default();
    let refused = |options: &PeriodReturnOptions, model: &AttributeOptions, costs: &[Spend]| {
        returns_by_period(&journeys, &beside(&campaigns(costs)), model, options)
            .expect_err("refused")
    };
    assert!(refused(&options, &linear(), &two).to_string().contains("rates"));
    let rated = options.clone().rate("EUR", 0.9).rate("CHF", 1.0);
    assert!(returns_by_period(&journeys, &beside(&campaigns(&two)), &linear(), &rated).is_ok());
    assert_eq!(refused(&rated.clone().rate("EUR", -1.0), &linear(), &two).kind(), "option");
    let rates = AttributeOptions::default().model(Model::ShapleyRate);
    assert!(refused(&rated, &rates, &two).to_string().contains("shapley_rate"));
    let zone = PeriodReturnOptions { timezone: Some("Mars".into()), ..rated.clone() };
    assert_eq!(refused(&zone, &linear(), &two).kind(), "unknown_zone");
    let ages = [spend("a", "t0", "0001-01-01", "2890-12-30", 1.0)];
    let days = options.clone().window(Window::Day);
    assert_eq!(refused(&days, &linear(), &ages).kind(), "too_many");
    let years = PeriodReturnOptions::default().window(Window::Year);
    let table = returns_by_period(&journeys, &beside(&campaigns(&ages)), &linear(), &years);
    let sum: f64 = table
        .expect("returns")
        .rows
        .iter()
        .filter(|row| row.campaign.is_some())
        .map(|row| row.cost)
        .sum();
    assert!((sum - 1.0).abs() < 1e-9, "{sum}");
}

fn events() -> impl Strategy<Value = Vec<Row>> {
    let one = (0i64..120, 1u8..6, 0u8..4, proptest::option::of(1u32..500)).prop_map(
        |(day, login, touchpoint, value)| {
            let buys = value.filter(|value| value % 3 == 0).map(f64::from);
            event(day * DAY, login, if buys.is_some() { 4 } else { touchpoint }, buys)
        },
    );
    proptest::collection::vec(one, 1..60).prop_map(|mut rows| {
        rows.push(event(80 * DAY, 9, 4, Some(3.0)));
        rows
    })
}

fn spends() -> impl Strategy<Value = Vec<Spend>> {
    let one = (
        0u8..4,
        proptest::option::of(0u8..6),
        proptest::option::of((0i32..200, 0i32..90)),
        0u64..100_000_000,
    );
    let row = |(name, at, flight, cost): (u8, Option<u8>, Option<(i32, i32)>, u64)| -> Spend {
        let start = 20_454; // 2026-01-01
        let day = |days: i32| Day::from_days(days).to_string();
        (
            format!("c{name}"),
            at.map(|at| format!("t{at}")),
            flight.map(|(first, _)| day(start + first)),
            flight.map(|(first, length)| day(start + first + length)),
            Some(cost as f64 / 10_000.0),
            "CHF",
        )
    };
    proptest::collection::vec(one.prop_map(row), 1..12)
}

fn micros(cost: f64) -> i64 {
    (cost * 1e6).round() as i64
}

proptest! {
    #![proptest_config(cases(40))]

    #[test]
    fn periods_sum_to_the_whole(
        rows in events(),
        spends in spends(),
        window in 0usize..5,
        touch in any::<bool>(),
    ) {
        let (journeys, costs) = (journeys(&rows), campaigns(&spends));
        let options = PeriodReturnOptions::default()
            .window([Window::Day, Window::Week, Window::Month, Window::Quarter, Window::Year][window])
            .dated(if touch { CreditDate::Touch } else { CreditDate::Conversion });
        let table = returns_by_period(&journeys, &beside(&costs), &linear(), &options)?;
        let credit = attribute(&journeys, &linear())?;
        let whole = returns(&credit, &costs, None, &ReturnOptions::default())?;
        // Costs to the last millionth, by touchpoint and campaign.
        let mut parts = BTreeMap::<_, i64>::new();
        for row in table.rows.iter().filter(|row| !row.cost.is_nan()) {
            *parts.entry((row.touchpoint.clone(), row.campaign.clone())).or_default() += micros(row.cost);
        }
        for row in whole.rows.iter().filter(|row| row.campaign.is_some()) {
            let key = (row.touchpoint.clone(), row.campaign.clone());
            prop_assert_eq!(parts.get(&key).copied(), Some(micros(row.cost)), "{:?}", key);
        }
        // Credits, by touchpoint.
        for row in &credit.rows {
            let of = |table: &mut dyn Iterator<Item = (Option<&String>, f64)>| -> f64 {
                table.filter(|(name, x)| *name == Some(&row.touchpoint) && !x.is_nan()).map(|(_, x)| x).sum()
            };
            let conversions = of(&mut table.rows.iter().map(|r| (r.touchpoint.as_ref(), r.conversions)));
            let value = of(&mut table.rows.iter().map(|r| (r.touchpoint.as_ref(), r.value)));
            prop_assert!((conversions - row.conversions).abs() < 1e-9, "{row:?} {conversions}");
            prop_assert!((value - row.value).abs() < 1e-6, "{row:?} {value}");
        }
        prop_assert!(table.rows.iter().all(|row| row.conversions.is_nan() || row.conversions >= 0.0));
        prop_assert!(table.rows.is_sorted_by_key(|row| row.period.map_or(i32::MAX, Day::days)));
    }

    #[test]
    fn order_of_rows_changes_no_byte(mut rows in events(), mut spends in spends(), seed in any::<u64>()) {
        let before = returns_by_period(
            &journeys(&rows), &beside(&campaigns(&spends)), &linear(), &PeriodReturnOptions::default(),
        )?;
        let mut state = seed;
        let mut swap = |count: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 33) as usize % count
        };
        for at in (1..spends.len()).rev() {
            let other = swap(at + 1);
            spends.swap(at, other);
        }
        for at in (1..rows.len()).rev() {
            let other = swap(at + 1);
            // Events of one person at one time stay in their order.
            if rows[at].login != rows[other].login || rows[at].minute != rows[other].minute {
                let between = other + 1..at;
                let same = |x: &Row, y: &Row| x.login == y.login && x.minute == y.minute;
                if between.into_iter().all(|mid| !same(&rows[mid], &rows[at]) && !same(&rows[mid], &rows[other])) {
                    rows.swap(at, other);
                }
            }
        }
        let after = returns_by_period(
            &journeys(&rows), &beside(&campaigns(&spends)), &linear(), &PeriodReturnOptions::default(),
        )?;
        prop_assert_eq!(format!("{:?}", before.rows), format!("{:?}", after.rows));
        prop_assert_eq!(format!("{:?}", before.marginal), format!("{:?}", after.marginal));
    }
}
