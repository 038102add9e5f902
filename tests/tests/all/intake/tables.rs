//! Foreign data at the edge: every encoding reads the same, every bad cell is counted or named.

use std::sync::Arc;

use arrow_array::types::{Int8Type, UInt32Type};
use arrow_array::{
    Array, ArrayRef, BooleanArray, Date32Array, Decimal128Array, DictionaryArray, Float32Array,
    Float64Array, Int32Array, Int64Array, LargeStringArray, NullArray, RecordBatch, StringArray,
    StringViewArray, TimestampMillisecondArray, TimestampNanosecondArray, TimestampSecondArray,
    UInt64Array,
};
use arrow_schema::{DataType, Field, Schema};
use cx_core::columns::{DecimalSign, Format, NO_MONEY, TimeUnit};
use cx_core::intake::{
    CampaignRoles, Campaigns, EventRoles, Events, Feedback, FeedbackRoles, FindingRoles, Findings,
    TargetRoles, Targets,
};
use cx_core::{Error, Result};

fn text(cells: &[&str]) -> ArrayRef {
    Arc::new(StringArray::from(cells.to_vec()))
}

fn table(columns: Vec<(&str, ArrayRef)>) -> RecordBatch {
    RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(n, a)| (n, a, true)))
        .expect("one length")
}

fn roles() -> EventRoles {
    EventRoles::new("ts", "customer", "user", "channel")
}

fn read(columns: Vec<(&str, ArrayRef)>) -> Result<Events> {
    Events::read(&[table(columns)], &roles())
}

fn reasons(events: &Events) -> Vec<(u32, String, String)> {
    events.report.rejects().map(|r| (r.row, r.column, r.reason.text().to_owned())).collect()
}

#[test]
fn every_encoding_of_text_and_number_reads_the_same() {
    let times = || text(&["2026-01-01", "2026-01-02", "2026-01-03"]);
    let channel = || text(&["a", "b", "a"]);
    let plain =
        read(vec![("ts", times()), ("user", text(&["7", "12", "7"])), ("channel", channel())])
            .expect("text");
    let keys = Int32Array::from(vec![1, 0, 1]);
    let ids: Vec<ArrayRef> = vec![
        Arc::new(LargeStringArray::from(vec!["7", "12", "7"])),
        Arc::new(StringViewArray::from(vec!["7", " 12 ", "7"])),
        Arc::new(Int64Array::from(vec![7, 12, 7])),
        Arc::new(UInt64Array::from(vec![7, 12, 7])),
        Arc::new(Float64Array::from(vec![7.0, 12.0, 7.0])),
        Arc::new(Float32Array::from(vec![7.0, 12.0, 7.0])),
        Arc::new(
            Decimal128Array::from(vec![700, 1200, 700])
                .with_precision_and_scale(9, 2)
                .expect("fits"),
        ),
        Arc::new(DictionaryArray::new(keys, Arc::new(StringViewArray::from(vec!["12", "7"])))),
        Arc::new(vec!["7", "12", "7"].into_iter().collect::<DictionaryArray<Int8Type>>()),
    ];
    for user in ids {
        let kind = user.data_type().clone();
        let events =
            read(vec![("ts", times()), ("user", user), ("channel", channel())]).expect("reads");
        assert!(events == plain, "{kind}");
    }
}

#[test]
fn every_encoding_of_time_reads_the_same() {
    let seconds = [1_767_225_600_i64, 1_772_366_400];
    let user = || text(&["1", "2"]);
    let channel = || text(&["a", "b"]);
    let expected: Vec<i64> = seconds.iter().map(|s| s * 1_000_000).collect();
    let millis = || seconds.iter().map(|s| s * 1_000);
    let times: Vec<ArrayRef> = vec![
        Arc::new(TimestampSecondArray::from(seconds.to_vec())),
        Arc::new(
            TimestampMillisecondArray::from_iter_values(millis()).with_timezone("Europe/Zurich"),
        ),
        Arc::new(TimestampNanosecondArray::from_iter_values(millis().map(|m| m * 1_000_000))),
        Arc::new(Date32Array::from_iter_values(seconds.iter().map(|s| (s / 86_400) as i32))),
        text(&["2026-01-01", "2026-03-01T12:00:00"]),
        text(&["2026-01-01T00:00:00Z", "2026-03-01 13:00:00+01:00"]),
        text(&["2026-01-01T01:00:00+01:00[Europe/Zurich]", "2026-03-01T12:00:00.000Z"]),
    ];
    for (at, ts) in times.into_iter().enumerate() {
        let kind = ts.data_type().clone();
        let events =
            read(vec![("ts", ts), ("user", user()), ("channel", channel())]).expect("reads");
        let noon = if kind == DataType::Date32 { 43_200_000_000 } else { 0 };
        assert_eq!(events.time, [expected[0], expected[1] - noon], "encoding {at}: {kind}");
    }
    let epoch = EventRoles { time_unit: Some(TimeUnit::Millis), ..roles() };
    let ts = Arc::new(Int64Array::from_iter_values(millis()));
    let events =
        Events::read(&[table(vec![("ts", ts), ("user", user()), ("channel", channel())])], &epoch);
    assert_eq!(events.expect("reads").time, expected);
}

#[test]
fn local_times_follow_their_zone_through_both_changes_of_the_clock() {
    let local = EventRoles { timezone: Some("Europe/Zurich".into()), ..roles() };
    let ts = text(&[
        "2026-03-29T01:59:00",
        "2026-03-29T02:30:00",
        "2026-10-25T02:30:00",
        "2026-07-01T12:00:00",
    ]);
    let columns = vec![
        ("ts", ts),
        ("user", text(&["1", "1", "1", "1"])),
        ("channel", text(&["a", "a", "a", "a"])),
    ];
    let events = Events::read(&[table(columns)], &local).expect("reads");
    let times: Vec<String> =
        events.time.iter().map(|t| cx_core::columns::instant_text(*t)).collect();
    assert_eq!(times, ["2026-03-29T00:59:00Z", "2026-10-25T00:30:00Z", "2026-07-01T10:00:00Z"]);
    assert_eq!(events.report.doubled_times, 1);
    assert_eq!(reasons(&events)[0].2, "local time does not exist in the zone");
}

#[test]
fn an_unknown_zone_is_named() {
    let roles = EventRoles { timezone: Some("Mars/Olympus".into()), ..roles() };
    let columns =
        vec![("ts", text(&["2026-01-01"])), ("user", text(&["1"])), ("channel", text(&["a"]))];
    let error = Events::read(&[table(columns)], &roles).expect_err("no such zone");
    assert_eq!(error, Error::UnknownZone { zone: "Mars/Olympus".into() });
    assert!(error.to_string().contains("Europe/Zurich"), "the remedy has an example");
}

#[test]
fn bad_cells_are_counted_with_row_column_and_reason() {
    let columns = vec![
        (
            "ts",
            text(&[
                "2026-01-01",
                "soon",
                "",
                "0000-01-01",
                "2026-01-01",
                "2026-01-01",
                "99999-01-01",
                "2026-01-01",
            ]),
        ),
        ("user", text(&["1", "1", "1", "1", " ", "1", "1", "2"])),
        ("channel", text(&["a", "a", "a", "a", "a", "  ", "a", "b"])),
    ];
    let events = read(columns).expect("reads");
    let found = reasons(&events);
    let of = |row: u32| found.iter().find(|r| r.0 == row).map(|r| (r.1.as_str(), r.2.as_str()));
    assert_eq!(of(1), Some(("ts", "not a time")));
    assert_eq!(of(2), Some(("ts", "required cell is blank")));
    assert_eq!(of(3), Some(("ts", "time is outside the years 1 to 9999")));
    assert_eq!(of(4), Some(("user", "no identifier is filled in")));
    assert_eq!(of(5), Some(("channel", "required cell is blank")));
    assert_eq!(of(6), Some(("ts", "not a time")));
    assert_eq!(
        (events.report.read(), events.report.accepted(), events.report.rejected()),
        (8, 2, 6)
    );
    assert_eq!(events.row, Some(vec![0, 7]));
    assert_eq!(events.touchpoint.dictionary.to_vec(), ["a", "b"]);
}

#[test]
fn money_that_is_no_money_is_rejected() {
    let cells = ["12.5", "", "NaN", "inf", "-inf", "1e300", "12,50", "0.1234567", "9e12", "-3"];
    let n = cells.len();
    let columns = vec![
        ("ts", text(&vec!["2026-01-01"; n])),
        ("user", text(&vec!["1"; n])),
        ("channel", text(&vec!["a"; n])),
        ("revenue", text(&cells)),
    ];
    let events = {
        let mut roles = roles().value("revenue");
        roles.format = Format::default().decimal(DecimalSign::Point);
        Events::read(&[table(columns)], &roles).expect("reads")
    };
    assert_eq!(
        events.value.as_deref(),
        Some(&[12_500_000, NO_MONEY, 123_457, 9_000_000_000_000_000_000, -3_000_000][..])
    );
    let why: Vec<String> = reasons(&events).into_iter().map(|r| r.2).collect();
    let [finite, range, number] = ["NaN or infinite", "outside the allowed range", "not a number"];
    assert_eq!(why, [finite, finite, finite, range, number]);
    assert_eq!(events.report.rounded_amounts, 1);
}

#[test]
fn wrong_types_unknown_columns_and_empty_tables_are_named() {
    let good =
        || vec![("ts", text(&["2026-01-01"])), ("user", text(&["1"])), ("channel", text(&["a"]))];
    let with = |name: &str, array: ArrayRef| {
        let columns =
            good().into_iter().map(|(n, a)| (n, if n == name { Arc::clone(&array) } else { a }));
        read(columns.collect())
    };
    let list = Arc::new(arrow_array::ListArray::new_null(
        Arc::new(Field::new("item", DataType::Int8, true)),
        1,
    ));
    for (name, array) in [
        ("ts", Arc::new(Int64Array::from(vec![5])) as ArrayRef),
        ("ts", Arc::new(BooleanArray::from(vec![true]))),
        ("user", Arc::clone(&list) as _),
        ("channel", Arc::new(Date32Array::from(vec![1]))),
    ] {
        let error = with(name, array).expect_err(name);
        assert!(matches!(&error, Error::ColumnType { column, .. } if column == name), "{error}");
    }
    let missing = EventRoles::new("when", "customer", "user", "channel");
    let error = Events::read(&[table(good())], &missing).expect_err("no column");
    assert_eq!(error.to_string(), "events: no column \"when\"; available: ts, user, channel");
    let none: [RecordBatch; 0] = [];
    assert_eq!(Events::read(&none, &roles()).err(), Some(Error::Empty { table: "events" }));
    let empty = table(good()).slice(0, 0);
    assert_eq!(Events::read(&[empty], &roles()).err(), Some(Error::Empty { table: "events" }));
    let twice = Schema::new(vec![
        Field::new("ts", DataType::Utf8, true),
        Field::new("ts", DataType::Utf8, true),
    ]);
    let twice = RecordBatch::try_new(Arc::new(twice), vec![text(&["a"]), text(&["b"])])
        .expect("one length");
    let error = Events::read(&[twice], &roles()).expect_err("two columns of one name");
    assert!(matches!(error, Error::AmbiguousColumn { times: 2, .. }), "{error}");
    for (field, roles) in [
        ("time", EventRoles { time: cx_core::options::Names::default(), ..roles() }),
        ("ids", EventRoles { ids: std::collections::BTreeMap::default(), ..roles() }),
        ("touchpoint", EventRoles { touchpoint: Vec::new().into_iter().collect(), ..roles() }),
    ] {
        let error = Events::read(&[table(good())], &roles).expect_err(field);
        assert!(matches!(error, Error::MissingRole { role, .. } if role == field), "{error}");
    }
}

#[test]
fn batches_of_different_schemas_are_refused() {
    let first = table(vec![
        ("ts", text(&["2026-01-01"])),
        ("user", text(&["1"])),
        ("channel", text(&["a"])),
    ]);
    let other = table(vec![
        ("ts", text(&["2026-01-01"])),
        ("user", Arc::new(Int64Array::from(vec![1]))),
        ("channel", text(&["a"])),
    ]);
    let error = Events::read(&[first, other], &roles()).expect_err("two types");
    assert!(matches!(&error, Error::ColumnType { column, .. } if column == "user"), "{error}");
}

#[test]
fn a_million_columns_and_a_ten_megabyte_cell_end_well() {
    let null: ArrayRef = Arc::new(NullArray::new(1));
    let fields: Vec<Field> =
        (0..1_000_000).map(|i| Field::new(format!("c{i}"), DataType::Null, true)).collect();
    let wide =
        RecordBatch::try_new(Arc::new(Schema::new(fields)), vec![null; 1_000_000]).expect("wide");
    let error = Events::read(&[wide], &roles()).expect_err("no such column").to_string();
    assert!(error.len() < 300 && error.contains("more"), "{error}");
    let huge = "x".repeat(10 << 20);
    for column in ["ts", "user", "channel"] {
        let cell =
            |name: &str, fine: &str| text(&[if name == column { huge.as_str() } else { fine }]);
        let columns = vec![
            ("ts", cell("ts", "2026-01-01")),
            ("user", cell("user", "1")),
            ("channel", cell("channel", "a")),
        ];
        let none = read(columns).expect_err("no row is left");
        assert_eq!(none.kind(), "none_accepted", "{column}");
        assert!(none.to_string().len() < 200);
    }
}

#[test]
fn null_columns_and_all_null_ids_are_rejected_rows() {
    let null: ArrayRef = Arc::new(NullArray::new(1));
    let none = read(vec![("ts", text(&["2026-01-01"])), ("user", null), ("channel", text(&["a"]))])
        .expect_err("no row is left");
    assert!(none.to_string().contains("user: no identifier is filled in (1)"), "{none}");
}

#[test]
fn duplicates_go_by_source_and_event_id_whatever_the_order() {
    let rows = [
        ("2026-01-02", "web", "e1", "a"),
        ("2026-01-01", "web", "e1", "b"),
        ("2026-01-01", "app", "e1", "a"),
        ("2026-01-05", "web", "", "a"),
        ("2026-01-05", "web", "", "a"),
    ];
    let roles = EventRoles { source: Some("src".into()), event_id: Some("id".into()), ..roles() };
    let read = |rows: &[(&str, &str, &str, &str)]| {
        let column = |pick: fn(&(&str, &str, &str, &str)) -> String| {
            Arc::new(StringArray::from_iter_values(rows.iter().map(pick))) as ArrayRef
        };
        let columns = vec![
            ("ts", column(|r| r.0.into())),
            ("src", column(|r| r.1.into())),
            ("id", column(|r| r.2.into())),
            ("channel", column(|r| r.3.into())),
            ("user", column(|_| "1".into())),
        ];
        Events::read(&[table(columns)], &roles).expect("reads")
    };
    let there = read(&rows);
    let mut reversed = rows;
    reversed.reverse();
    let back = read(&reversed);
    for events in [&there, &back] {
        assert_eq!(
            (events.report.accepted(), events.report.duplicate(), events.report.read()),
            (5, 0, 5)
        );
        let first = events.time.iter().min().expect("not empty");
        assert_eq!(
            events.time.iter().filter(|t| *t == first).count(),
            2,
            "the two e1 of another time are kept"
        );
    }
}

#[test]
fn concat_makes_equal_names_equal() {
    let web = read(vec![
        ("ts", text(&["2026-01-01"])),
        ("user", text(&["7"])),
        ("channel", text(&["web"])),
    ])
    .expect("web");
    let user = Arc::new(Int32Array::from(vec![7, 8]));
    let till = EventRoles { source: Some("=till".into()), ..roles().value("paid") };
    let paid = Arc::new(Int64Array::from(vec![5, 6]));
    let columns = vec![
        ("ts", text(&["2026-01-02", "2026-01-03"])),
        ("user", user as _),
        ("channel", text(&["store", "web"])),
        ("paid", paid as _),
    ];
    let till = Events::read(&[table(columns)], &till).expect("till");
    let all = Events::concat(&[web, till]).expect("concat");
    assert_eq!(all.touchpoint.dictionary.to_vec(), ["store", "web"]);
    assert_eq!(all.touchpoint.codes, [1, 0, 1]);
    assert_eq!(all.ids[0].ids.codes, [0, 0, 1]);
    assert_eq!(all.value, Some(vec![NO_MONEY, 5_000_000, 6_000_000]));
    let sources: Vec<(&str, u64)> =
        all.report.sources.iter().map(|s| (s.source.as_str(), s.read)).collect();
    assert_eq!(sources, [("events", 1), ("till", 2)]);
    assert!(Events::concat(&[]).is_err());
}

#[test]
fn identifiers_never_show_in_debug_or_errors() {
    let secret = "anna.muster@example.ch";
    let events = read(vec![
        ("ts", text(&["2026-01-01"])),
        ("user", text(&[secret])),
        ("channel", text(&["a"])),
    ])
    .expect("reads");
    let people = cx_core::stitch::stitch(&events, &cx_core::stitch::StitchOptions::default())
        .expect("stitches");
    assert!(!format!("{events:?} {people:?}").contains(secret));
}

#[test]
fn feedback_off_its_scale_is_rejected() {
    let columns = vec![
        ("score", text(&["10", "11", "-1", "", "good", "NaN", "5"])),
        ("metric", text(&["nps", "nps", "nps", "nps", "nps", "nps", "csat"])),
        ("aspect", text(&["", "", "", "", "", "", "expectations"])),
    ];
    let roles = FeedbackRoles {
        metric: Some("metric".into()),
        aspect: Some("aspect".into()),
        ..FeedbackRoles::default()
    };
    let feedback = Feedback::read(&[table(columns)], &roles).expect("reads");
    let why: Vec<&str> = feedback.report.rejects().map(|r| r.reason.text()).collect();
    let range = "outside the allowed range";
    let expected = [
        range,
        range,
        "required cell is blank",
        "not a number",
        "NaN or infinite",
        "not a known word",
    ];
    assert_eq!(why, expected);
    assert_eq!(feedback.score, [10.0]);
}

#[test]
fn campaigns_and_targets_reject_what_makes_no_sense() {
    let columns = vec![
        ("campaign", text(&["spring", "", "autumn", "winter"])),
        ("cost", text(&["100", "5", "-1", "7"])),
        ("start", text(&["2026-01-01", "2026-01-01", "2026-01-01", "2026-02-01"])),
        ("end", text(&["2026-02-01", "2026-02-01", "2026-02-01", "2026-01-01"])),
    ];
    let some = |name: &str| Some(name.to_owned());
    let roles = CampaignRoles {
        cost: some("cost"),
        start: Some("start".into()),
        end: Some("end".into()),
        ..CampaignRoles::default()
    };
    let campaigns = Campaigns::read(&[table(columns)], &roles).expect("reads");
    assert_eq!((campaigns.len(), campaigns.report.rejected()), (1, 3));
    let columns = vec![
        ("kpi", text(&["nps", "nps", "nps", "csat"])),
        ("target", text(&["40", "45", "50", "x"])),
        ("touchpoint", text(&["", "branch", "branch", ""])),
        ("from", text(&["", "2026-01-01", "2026-07-01", ""])),
    ];
    let roles = TargetRoles {
        touchpoint: some("touchpoint"),
        valid_from: Some("from".into()),
        ..TargetRoles::default()
    };
    let targets = Targets::read(&[table(columns)], &roles).expect("reads");
    let level = |touchpoint: &str, at: i64| targets.find("nps", touchpoint, at).map(|t| t.level);
    let may = 1_777_600_000_000_000;
    assert_eq!(
        (level("branch", may), level("branch", i64::MIN), level("app", may)),
        (Some(45.0), Some(50.0), Some(40.0))
    );
    assert_eq!(targets.find("csat", "app", may), None);
}

#[test]
fn dictionaries_with_unused_and_null_values_read_as_text() {
    let keys: arrow_array::PrimitiveArray<UInt32Type> = vec![Some(1), None].into();
    let channel = DictionaryArray::new(keys, Arc::new(StringArray::from(vec!["unused", "web"])));
    let columns = vec![
        ("ts", text(&["2026-01-01", "2026-01-01"])),
        ("user", text(&["1", "1"])),
        ("channel", Arc::new(channel) as _),
    ];
    let events = read(columns).expect("reads");
    assert_eq!(events.touchpoint.dictionary.to_vec(), ["web"]);
    assert_eq!(events.report.rejected(), 1);
}

#[test]
fn a_time_outside_the_period_is_rejected_in_every_table_that_has_one() {
    let times = || text(&["2025-12-31", "2026-01-01", "2026-06-30T12:00:00Z", "2099-06-30"]);
    let told = "time is outside the period asked for";
    let rejected = |report: &cx_core::intake::IntakeReport| -> Vec<(u32, String)> {
        report.rejects().map(|r| (r.row, r.reason.text().to_owned())).collect()
    };
    let expected = vec![(0, told.to_owned()), (3, told.to_owned())];
    let (earliest, latest) = (Some("2026-01-01".to_owned()), Some("2026-12-31".to_owned()));
    let same = |word: &str| text(&[word; 4]);

    let batch = table(vec![("ts", times()), ("user", same("u")), ("channel", same("app"))]);
    let roles = EventRoles { earliest: earliest.clone(), latest: latest.clone(), ..roles() };
    assert_eq!(rejected(&Events::read(&[batch], &roles).expect("events").report), expected);

    let batch = table(vec![("score", same("7")), ("ts", times())]);
    let roles = FeedbackRoles {
        time: Some("ts".into()),
        earliest: earliest.clone(),
        latest: latest.clone(),
        ..FeedbackRoles::default()
    };
    assert_eq!(rejected(&Feedback::read(&[batch], &roles).expect("feedback").report), expected);

    let names = ["criterion", "touchpoint", "answer"];
    let mut columns: Vec<_> = names.into_iter().zip([same("c"), same("t"), same("yes")]).collect();
    columns.push(("time", times()));
    let roles = FindingRoles { earliest, latest, ..FindingRoles::default() };
    let findings = Findings::read(&[table(columns)], &roles).expect("findings");
    assert_eq!(rejected(&findings.report), expected);
}

#[test]
fn the_definition_tells_tables_apart_that_were_read_in_another_way() {
    let read = |zone: &str, day: &str| {
        let columns =
            vec![("ts", text(&[day])), ("user", text(&["u"])), ("channel", text(&["app"]))];
        let roles = EventRoles { timezone: Some(zone.into()), ..roles() };
        Events::read(&[table(columns)], &roles).expect("events").report.definition
    };
    let utc = read("UTC", "2026-01-01");
    assert_eq!((utc.method.as_str(), utc.definition.len()), ("intake.events", 16));
    assert_eq!(utc, read("UTC", "2026-02-02"), "the same roles over other rows");
    assert_ne!(utc.definition, read("+01:00", "2026-01-01").definition);
}
