//! Cells as exports have them: numbers, amounts, times, and rows that occur twice.

use std::sync::Arc;

use arrow_array::{ArrayRef, Date32Array, Float64Array, Int64Array, RecordBatch, StringArray};
use cx_core::attribution::AttributeOptions;
use cx_core::columns::{NO_MONEY, NO_TIME, date_text, instant_text};
use cx_core::intake::{
    CampaignRoles, Campaigns, Events, Feedback, FeedbackRoles, Repeat, WarningKind,
};
use cx_core::journey::{JourneyOptions, journeys};
use cx_core::kpi::{ScoreOptions, score};
use cx_core::returns::{PeriodReturnInput, PeriodReturnOptions, returns_by_period};
use cx_core::stitch::{StitchOptions, stitch};
use cx_core::{Error, Result};
use proptest::prelude::*;
use serde_json::{Value, json};

fn text(cells: &[&str]) -> ArrayRef {
    Arc::new(StringArray::from(cells.to_vec()))
}

fn table(columns: Vec<(&str, ArrayRef)>) -> RecordBatch {
    RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(n, a)| (n, a, true)))
        .expect("one length")
}

/// Adds roles to others.
fn add(roles: &mut Value, more: Value) {
    let Value::Object(more) = more else { panic!("{more}: roles are an object") };
    for (name, value) in more {
        roles[name] = value;
    }
}

/// Events of one person and one touchpoint, with more roles.
fn events(columns: Vec<(&str, ArrayRef)>, more: Value) -> Result<Events> {
    let rows = columns[0].1.len();
    let mut all = columns;
    for (name, cell) in [("t", "2026-03-02T10:00:00Z"), ("id", "p"), ("tp", "web")] {
        if !all.iter().any(|(known, _)| *known == name) {
            all.push((name, text(&vec![cell; rows])));
        }
    }
    let mut roles = json!({"time": "t", "ids": {"customer": "id"}, "touchpoint": "tp"});
    add(&mut roles, more);
    Events::read(&[table(all)], &serde_json::from_value(roles).expect("roles"))
}

/// Amounts in hundredths; `None` for blank ones.
fn amounts(cells: &[&str], more: Value) -> Result<(Vec<Option<i64>>, Vec<String>)> {
    let mut roles = json!({"value": "x"});
    add(&mut roles, more);
    let read = events(vec![("x", text(cells))], roles)?;
    let amounts = read.value.unwrap_or_default();
    let reasons = read.report.rejects().map(|reject| reject.reason.text().to_owned()).collect();
    let amount = |micros: &i64| (*micros != NO_MONEY).then_some(micros / 10_000);
    Ok((amounts.iter().map(amount).collect(), reasons))
}

fn read_amounts(cells: &[&str], more: Value) -> Vec<Option<i64>> {
    let (amounts, reasons) = amounts(cells, more).expect("amounts");
    assert_eq!(reasons, Vec::<String>::new(), "{cells:?}");
    amounts
}

#[test]
fn the_whole_column_says_what_stands_before_the_decimals() {
    let some = |amounts: &[i64]| amounts.iter().copied().map(Some).collect::<Vec<_>>();
    assert_eq!(
        read_amounts(&["76,53", "980", "1.250", "1.250,50"], json!({})),
        some(&[7_653, 98_000, 125_000, 125_050])
    );
    assert_eq!(
        read_amounts(&["76.53", "980", "1,250", "1,250.50"], json!({})),
        some(&[7_653, 98_000, 125_000, 125_050])
    );
    assert_eq!(
        read_amounts(&["1'234.50", "CHF 12.50", "(12.50)", "12.50-"], json!({})),
        some(&[123_450, 1_250, -1_250, -1_250])
    );
    assert_eq!(read_amounts(&["980", "100"], json!({})), some(&[98_000, 10_000]));
    assert_eq!(read_amounts(&["1.250"], json!({"decimal": ","})), some(&[125_000]));
    assert_eq!(read_amounts(&["1.250"], json!({"decimal": "."})), some(&[125]));
    assert_eq!(read_amounts(&["1.250"], json!({"thousands": "."})), some(&[125_000]));
    assert_eq!(
        read_amounts(&[" --", "(not set)", "n/a", "k. A.", "7"], json!({"blank": "k. A."})),
        [None, None, None, None, Some(700)]
    );
}

#[test]
fn what_a_column_leaves_open_is_refused_with_both_readings() {
    let open = amounts(&["1.250", "2.500", "980"], json!({})).expect_err("two readings");
    assert_eq!(open.kind(), "undecided");
    let said = open.to_string();
    assert!(said.contains("\"x\"") && said.contains("2 of its cells"), "{said}");
    assert!(said.contains("decimal=\".\"") && said.contains("decimal=\",\""), "{said}");
    assert!(!said.contains("1.250") && !said.contains("2.500"), "no cell is shown: {said}");
    let mixed = amounts(&["12.50", "12,50"], json!({})).expect_err("neither throughout");
    assert_eq!(mixed.kind(), "undecided");
    let (read, reasons) = amounts(&["12.50", "12,50"], json!({"decimal": "."})).expect("said");
    assert_eq!((read, reasons), (vec![Some(1_250)], vec!["not a number".to_owned()]));
}

#[test]
fn percentages_and_other_currencies_name_what_to_say() {
    let (read, reasons) = amounts(&["5 %", "3"], json!({})).expect("a reject");
    assert_eq!(read, [Some(300)]);
    assert!(reasons[0].contains("unit"), "{reasons:?}");
    assert_eq!(read_amounts(&["50 %", "5 %"], json!({"unit": 0.01})), [Some(50), Some(5)]);
    let (read, reasons) = amounts(&["CHF 5", "EUR 5", "CHF 6"], json!({})).expect("a reject");
    assert_eq!(read, [Some(500), Some(600)]);
    assert!(reasons[0].contains("currency"), "{reasons:?}");
}

#[test]
fn units_are_exact_and_their_want_is_said() {
    let micros = vec![("cost_micros", text(&["231330000", "1"]))];
    let read = events(micros.clone(), json!({"cost": "cost_micros", "unit": 1e-6})).expect("costs");
    assert_eq!(read.cost, Some(vec![231_330_000, 1]));
    assert_eq!(read.report.rounded_amounts, 0);
    assert!(read.report.warnings.iter().all(|w| w.warning != WarningKind::Unit));
    let bare = events(micros, json!({"cost": "cost_micros"})).expect("costs");
    assert!(bare.report.warnings.iter().any(|warning| warning.warning == WarningKind::Unit));
    let whole: ArrayRef = Arc::new(Int64Array::from(vec![231_330_000]));
    let read =
        events(vec![("c", whole)], json!({"cost": "c", "unit": {"c": 1e-6}})).expect("costs");
    assert_eq!(read.cost, Some(vec![231_330_000]));
    let wrong = events(vec![("c", text(&["1"]))], json!({"cost": "c", "unit": 0}));
    assert!(wrong.expect_err("no unit").to_string().contains("1e-6"));
}

fn times(cells: &[&str], more: Value) -> Result<Vec<String>> {
    let read = events(vec![("t", text(cells))], more)?;
    let rejects: Vec<_> = read.report.rejects().map(|reject| reject.reason).collect();
    assert!(rejects.is_empty(), "{cells:?}: {rejects:?}");
    Ok(read.time.iter().map(|time| instant_text(*time)).collect())
}

#[test]
fn times_as_exports_write_them() {
    let cases = [
        ("2026-03-04 10:00:00 UTC", "2026-03-04T10:00:00Z"),
        ("2026-03-04 3:15:52", "2026-03-04T03:15:52Z"),
        ("2022-10-19 12:01:00 +0200", "2022-10-19T10:01:00Z"),
        ("31.12.2025 14:05", "2025-12-31T14:05:00Z"),
        ("12/31/2025 02:05 PM", "2025-12-31T14:05:00Z"),
        ("2026/03/04", "2026-03-04T00:00:00Z"),
        ("4.3.2026", "2026-03-04T00:00:00Z"),
        ("2026-W10-3", "2026-03-04T00:00:00Z"),
        ("20260304", "2026-03-04T00:00:00Z"),
        ("4. März 2026, 10:15 Uhr", "2026-03-04T10:15:00Z"),
    ];
    for (cell, expected) in cases {
        assert_eq!(times(&[cell], json!({})).expect(cell), [expected], "{cell}");
    }
    let serial = json!({"time_unit": "excel"});
    let read = times(&["46085.4270833333", "46085"], serial).expect("days of a spreadsheet");
    assert_eq!(read, ["2026-03-04T10:15:00Z", "2026-03-04T00:00:00Z"]);
    let pattern = json!({"time_format": ["%d.%m.%y %H:%M", "%d.%m.%y"]});
    let read = times(&["04.03.26 10:15", "05.03.26"], pattern).expect("patterns");
    assert_eq!(read, ["2026-03-04T10:15:00Z", "2026-03-05T00:00:00Z"]);
    let wrong = events(vec![("t", text(&["x"]))], json!({"time_format": "day.month"}));
    assert!(wrong.expect_err("no pattern").to_string().contains("strftime"));
}

#[test]
fn the_column_says_which_number_is_the_day() {
    let first = times(&["04/03/2026", "31/12/2025"], json!({})).expect("31 is no month");
    assert_eq!(first, ["2026-03-04T00:00:00Z", "2025-12-31T00:00:00Z"]);
    let second = times(&["04/03/2026", "12/31/2025"], json!({})).expect("31 is no month");
    assert_eq!(second, ["2026-04-03T00:00:00Z", "2025-12-31T00:00:00Z"]);
    assert_eq!(times(&["03/03/2026"], json!({})).expect("one reading"), ["2026-03-03T00:00:00Z"]);
    let open = times(&["04/03/2026", "05/03/2026"], json!({})).expect_err("two readings");
    assert!(open.to_string().contains("date_order"), "{open}");
    let mixed = times(&["31/12/2025", "12/31/2025"], json!({})).expect_err("neither throughout");
    assert_eq!(mixed.kind(), "undecided");
    let said = times(&["04/03/2026"], json!({"date_order": "month_first"})).expect("said");
    assert_eq!(said, ["2026-04-03T00:00:00Z"]);
}

#[test]
fn a_broadcast_day_ends_after_midnight() {
    let columns =
        vec![("day", text(&["2026-03-04", "2026-03-04"])), ("clock", text(&["25:30:00", "05:10"]))];
    let roles = json!({"time": ["day", "clock"], "timezone": "Europe/Zurich"});
    let read = events(columns, roles).expect("two columns");
    let found: Vec<String> = read.time.iter().map(|time| instant_text(*time)).collect();
    assert_eq!(found, ["2026-03-05T00:30:00Z", "2026-03-04T04:10:00Z"]);
}

#[test]
fn an_end_that_no_calendar_means_is_open() {
    let typed: ArrayRef = Arc::new(Date32Array::from(vec![2_932_896]));
    for (end, zone) in [
        (text(&["9999-12-31"]), None),
        (typed, None),
        (text(&["9999-12-31"]), Some("America/New_York")),
        (text(&["31.12.2099"]), Some("Europe/Zurich")),
        (text(&["9999-12-31T23:59:59"]), Some("America/New_York")),
    ] {
        let columns =
            vec![("campaign", text(&["a"])), ("from", text(&["2026-03-01"])), ("end", end)];
        let roles = CampaignRoles {
            start: Some("from".into()),
            end: Some("end".into()),
            timezone: zone.map(Into::into),
            ..CampaignRoles::default()
        };
        let read = Campaigns::read(&[table(columns)], &roles).expect("campaigns");
        assert_eq!((read.len(), read.end[0]), (1, NO_TIME));
    }
}

fn answers(columns: Vec<(&str, ArrayRef)>, more: Value) -> Result<Feedback> {
    let mut roles = json!({"score": "score", "time": "t"});
    add(&mut roles, more);
    let roles: FeedbackRoles = serde_json::from_value(roles).expect("roles");
    Feedback::read(&[table(columns)], &roles)
}

fn weeks(feedback: &Feedback, zone: Option<&str>) -> Vec<(String, u64)> {
    let options: ScoreOptions =
        serde_json::from_value(json!({"window": "week", "timezone": zone, "by": []}))
            .expect("options");
    let scores = score(feedback, &options, None).expect("scores");
    let week = |row: &cx_core::kpi::ScoreRow| {
        (row.window_start.map(|day| day.to_string()).unwrap_or_default(), row.n)
    };
    scores.rows.iter().map(week).collect()
}

#[test]
fn days_stay_days_in_every_zone() {
    let days = ["2026-03-02", "2026-03-03", "2026-03-08", "2026-03-09"];
    let scores = || Arc::new(Int64Array::from(vec![9, 9, 9, 9])) as ArrayRef;
    let right = vec![("2026-03-02".to_owned(), 3), ("2026-03-09".to_owned(), 1)];
    for read_in in [None, Some("Europe/Zurich"), Some("America/New_York"), Some("Pacific/Auckland")]
    {
        let columns = vec![("score", scores()), ("t", text(&days))];
        let feedback = answers(columns, json!({"timezone": read_in})).expect("answers");
        for zone in [None, Some("UTC"), Some("Europe/Zurich"), Some("America/New_York")] {
            assert_eq!(weeks(&feedback, zone), right, "read in {read_in:?}, weeks of {zone:?}");
        }
    }
    // Times with a clock are cut in the zone that they were read in, where no other is named.
    let columns = vec![("score", scores()), ("t", text(&["2026-03-02T00:30:00"; 4]))];
    let feedback = answers(columns, json!({"timezone": "Europe/Zurich"})).expect("answers");
    assert_eq!(weeks(&feedback, None), [("2026-03-02".to_owned(), 4)]);
    assert_eq!(weeks(&feedback, Some("UTC")), [("2026-02-23".to_owned(), 4)]);
}

#[test]
fn a_day_without_midnight_has_a_first_instant() {
    for (zone, day, instant) in [
        ("Africa/Cairo", "2025-04-25", "2025-04-24T22:00:00Z"),
        ("America/Santiago", "2025-09-07", "2025-09-07T04:00:00Z"),
        ("Asia/Beirut", "2025-03-30", "2025-03-29T22:00:00Z"),
        ("America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00Z"),
    ] {
        assert_eq!(times(&[day], json!({"timezone": zone})).expect(zone), [instant], "{zone}");
    }
}

#[test]
fn costs_of_a_campaign_lie_on_its_own_days() {
    let journeys = {
        let read = events(
            vec![
                ("t", text(&["2026-03-02T10:00:00Z", "2026-03-03T10:00:00Z"])),
                ("e", text(&["click", "buy"])),
            ],
            json!({"event": "e"}),
        )
        .expect("events");
        let people = stitch(&read, &StitchOptions::default()).expect("people");
        let options =
            JourneyOptions { conversion: Some("buy".into()), ..JourneyOptions::default() };
        journeys(&read, &people, &options).expect("journeys")
    };
    let columns = vec![
        ("campaign", text(&["spring"])),
        ("touchpoint", text(&["web"])),
        ("from", text(&["2026-03-01"])),
        ("to", text(&["2026-03-31"])),
        ("cost", Arc::new(Float64Array::from(vec![31.0])) as ArrayRef),
    ];
    let roles = CampaignRoles {
        touchpoint: Some("touchpoint".into()),
        start: Some("from".into()),
        end: Some("to".into()),
        cost: Some("cost".into()),
        ..CampaignRoles::default()
    };
    let campaigns = Campaigns::read(&[table(columns)], &roles).expect("campaigns");
    for zone in ["UTC", "America/New_York", "Pacific/Auckland"] {
        let options: PeriodReturnOptions =
            serde_json::from_value(json!({"window": "month", "timezone": zone})).expect("options");
        let input =
            PeriodReturnInput { campaigns: Some(&campaigns), ..PeriodReturnInput::default() };
        let linear: AttributeOptions =
            serde_json::from_value(json!({"model": "linear"})).expect("model");
        let returns = returns_by_period(&journeys, &input, &linear, &options).expect("returns");
        let costs: Vec<(String, f64)> = returns
            .rows
            .iter()
            .filter(|row| row.campaign.is_some() && row.cost > 0.0)
            .map(|row| (row.period.map(|day| day.to_string()).unwrap_or_default(), row.cost))
            .collect();
        assert_eq!(costs, [("2026-03-01".to_owned(), 31.0)], "{zone}");
    }
}

#[test]
fn ties_are_broken_by_the_order_that_is_named() {
    let columns = || {
        vec![("tp", text(&["Warenkorb", "Kasse", "Absprung"])), ("line", text(&["2", "10", "11"]))]
    };
    let path = |more: Value| {
        let read = events(columns(), more).expect("events");
        assert_eq!(read.report.sources.len(), 1);
        let people = stitch(&read, &StitchOptions::default()).expect("people");
        let cut = journeys(&read, &people, &JourneyOptions::default()).expect("journeys");
        assert_eq!(cut.report.tied, 3);
        cut.path(0).iter().map(|code| cut.touchpoints.name(*code).into_owned()).collect::<Vec<_>>()
    };
    assert_eq!(path(json!({"order": "line"})), ["Warenkorb", "Kasse", "Absprung"]);
    assert_eq!(path(json!({"order": "file"})), ["Warenkorb", "Kasse", "Absprung"]);
    assert_eq!(path(json!({})), ["Absprung", "Kasse", "Warenkorb"]);
}

#[test]
fn copies_restatements_and_collisions_are_told_apart() {
    let columns = || {
        vec![
            ("no", text(&["T1", "T1", "T1", "T1", ""])),
            ("id", text(&["anna", "anna", "ben", "anna", "anna"])),
            ("x", text(&["10", "10", "10", "12", "3"])),
        ]
    };
    let read = events(columns(), json!({"value": "x", "event_id": "no"})).expect("events");
    let count = &read.report.sources[0];
    assert_eq!((count.read, count.accepted, count.duplicate), (5, 3, 2));
    assert_eq!((count.restated, count.collisions), (2, 1));
    assert_eq!(read.value, Some(vec![10_000_000, 12_000_000, 3_000_000]));
    let listed: Vec<(u32, Repeat)> =
        read.report.repeated.iter().map(|r| (r.row, r.repeat)).collect();
    assert_eq!(listed, [(0, Repeat::Restated), (1, Repeat::Restated), (3, Repeat::Collision)]);
    // A refund that names the order's number is another row.
    let kinds = vec![("no", text(&["T1", "T1"])), ("kind", text(&["order", "refund"]))];
    let both = events(kinds, json!({"event": "kind", "event_id": ["no", "kind"]})).expect("events");
    assert_eq!((both.len(), both.report.duplicate()), (2, 0));
}

#[test]
fn exports_that_overlap_never_count_twice() {
    let export = |numbers: &[&str]| {
        events(vec![("no", text(numbers))], json!({"event_id": "no"})).expect("events")
    };
    let whole = Events::concat(&[export(&["1", "2"]), export(&["2", "3"])]).expect("both");
    assert_eq!((whole.len(), whole.report.read(), whole.report.duplicate()), (3, 4, 1));
    let answer = |ids: &[&str], scores: &[&str]| {
        let columns = vec![
            ("id", text(ids)),
            ("score", text(scores)),
            ("t", text(&vec!["2026-03-02"; ids.len()])),
        ];
        answers(columns, json!({"answer_id": "id"})).expect("answers")
    };
    let read = answer(&["a", "a", "a", "b", "c", "c"], &["9", "9", "9", "3", "", "6"]);
    let scores = score(&read, &ScoreOptions::default(), None).expect("scores");
    let row = &scores.rows[0];
    assert_eq!((row.n, row.score.map(|score| (score * 10.0).round())), (3, Some(-333.0)));
    let twice = Feedback::concat(&[read.clone(), read]).expect("both");
    assert_eq!(twice.len(), 3);
}

#[test]
fn nobody_is_lost_in_silence() {
    let none =
        events(vec![("t", text(&["soon", "later"]))], json!({})).expect_err("no row is left");
    assert_eq!(none.to_string(), "events: all 2 rows were rejected: t: not a time (2)");
    assert!(matches!(none, Error::NoneAccepted { rows: 2, .. }));
    let columns = || {
        vec![
            ("score", text(&["9", "8", "x", "7"])),
            ("t", text(&["2026-03-02", "", "2026-03-02", "2026-03-03"])),
        ]
    };
    let read = answers(columns(), json!({})).expect("answers");
    assert_eq!((read.len(), read.report.rejected()), (2, 2));
    let reasons: Vec<_> = read.report.reasons().into_iter().map(|r| (r.column, r.rows)).collect();
    assert_eq!(reasons, [("score".to_owned(), 1), ("t".to_owned(), 1)]);
    let kept = answers(columns(), json!({"time_blank": "keep"})).expect("answers");
    assert_eq!(kept.len(), 3);
}

#[test]
fn a_filter_is_no_rejection() {
    let columns = || {
        vec![
            ("score", text(&["9", "x", "8", "7"])),
            ("t", text(&["2026-03-02"; 4])),
            ("state", text(&["done", "test", "done", ""])),
            ("age", text(&["17", "30", "44", "60"])),
        ]
    };
    let read = |condition: Value| answers(columns(), json!({"where": condition})).expect("answers");
    let done = read(json!({"state": "done"}));
    let account = |f: &Feedback| {
        (f.report.read(), f.report.accepted(), f.report.rejected(), f.report.filtered())
    };
    assert_eq!(account(&done), (4, 2, 0, 2));
    assert_eq!(account(&read(json!({"age": {"min": 18}, "state": {"not": "test"}}))), (4, 2, 0, 2));
    assert_eq!(account(&read(json!({"state": {"blank": false}}))), (4, 2, 1, 1));
    let unknown = answers(columns(), json!({"where": {"land": "CH"}}));
    assert_eq!(unknown.expect_err("no such column").kind(), "missing_column");
}

#[test]
fn what_may_be_meant_otherwise_is_said() {
    let kinds = |cells: &[&str], more: Value| {
        let read = events(vec![("t", text(cells))], more).expect("events");
        read.report.warnings.iter().map(|warning| warning.warning).collect::<Vec<_>>()
    };
    let equal = ["1980-01-01"; 4];
    assert_eq!(kinds(&equal, json!({})), [WarningKind::EqualTimes]);
    let local = ["2026-03-02 10:00", "2026-03-02T11:00:00Z", "2026-03-03"];
    assert_eq!(kinds(&local, json!({})), [WarningKind::LocalTimes]);
    assert_eq!(kinds(&local, json!({"timezone": "UTC"})), []);
}

/// A number with its digits grouped and its decimals behind a sign.
fn written(micros: i64, decimal: char, between: &str) -> String {
    let (whole, rest) = (micros.unsigned_abs() / 1_000_000, micros.unsigned_abs() % 1_000_000);
    let digits = whole.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at) % 3 == 0 {
            grouped.push_str(between);
        }
        grouped.push(digit);
    }
    // Four decimals leave no doubt.
    let sign = if micros < 0 { "-" } else { "" };
    format!("{sign}{grouped}{decimal}{:04}", rest / 100)
}

proptest! {
    /// Any amounts in any style read back, where one cell has other than three decimals.
    #[test]
    fn amounts_read_back_in_every_style(
        amounts in proptest::collection::vec(-9_000_000_000_i64..9_000_000_000, 1..20),
        style in 0_usize..6,
    ) {
        let (decimal, between) =
            [('.', ""), (',', ""), ('.', ","), (',', "."), ('.', "'"), (',', "\u{202f}")][style];
        let amounts: Vec<i64> = amounts.into_iter().map(|micros| micros / 100 * 100).collect();
        let cells: Vec<String> = amounts.iter().map(|micros| written(*micros, decimal, between)).collect();
        let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
        let read = events(vec![("x", text(&cells))], json!({"value": "x"})).expect("amounts");
        prop_assert_eq!(read.value.unwrap_or_default(), amounts);
    }

    /// A day is the same day in every zone, however it is written.
    #[test]
    fn dates_survive_any_zone(
        days in proptest::collection::vec(-20_000_i64..40_000, 1..12),
        zone in prop_oneof![
            Just("UTC"), Just("Europe/Zurich"), Just("Pacific/Apia"), Just("Africa/Cairo"),
            Just("America/Sao_Paulo"), Just("Asia/Beirut"), Just("-11:00"), Just("+14:00"),
        ],
        dots in any::<bool>(),
    ) {
        // Samoa had no 30 December 2011.
        prop_assume!(!days.contains(&15_338) || zone != "Pacific/Apia");
        let dates: Vec<String> = days.iter().map(|day| date_text(day * 86_400_000_000)).collect();
        let cells: Vec<String> = dates
            .iter()
            .map(|date| match date.split('-').collect::<Vec<_>>()[..] {
                [year, month, day] if dots => format!("{day}.{month}.{year}"),
                _ => date.clone(),
            })
            .collect();
        let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
        let scores: ArrayRef = Arc::new(Int64Array::from(vec![9; days.len()]));
        let columns = vec![("score", scores), ("t", text(&cells))];
        let feedback = answers(columns, json!({"timezone": zone})).expect("answers");
        prop_assert_eq!(feedback.len(), days.len());
        let mut expected = dates;
        expected.sort();
        let options: ScoreOptions =
            serde_json::from_value(json!({"window": "day", "timezone": "Asia/Tokyo", "by": []})).expect("options");
        let scores = score(&feedback, &options, None).expect("scores");
        let found: Vec<String> = scores
            .rows
            .iter()
            .flat_map(|row| vec![row.window_start.map(|d| d.to_string()).unwrap_or_default(); row.n as usize])
            .collect();
        prop_assert_eq!(found, expected);
    }
}
