//! Roles that say more than one thing of a row: several questions, blank parts of a touchpoint, yes and no.

use std::sync::Arc;

use arrow_array::{ArrayRef, BooleanArray, RecordBatch, StringArray};
use cx_core::intake::files::{FileOptions, read_csv};
use cx_core::intake::{EventRoles, Events, Feedback, FeedbackRoles};
use cx_core::journey::{PathRoles, Paths};
use cx_core::kpi::{ScoreOptions, score};
use proptest::prelude::*;
use serde_json::{Value, json};

fn feedback(text: &str, roles: Value) -> cx_core::Result<Feedback> {
    let file = read_csv(text.as_bytes(), &FileOptions::default())?;
    let roles: FeedbackRoles = serde_json::from_value(roles).expect("roles");
    Feedback::read_input(file.input(), &roles)
}

fn account(read: &Feedback) -> Vec<(String, [u64; 5])> {
    let one = |s: &cx_core::intake::SourceCount| {
        (s.source.clone(), [s.read, s.accepted, s.rejected, s.duplicate, s.filtered])
    };
    read.report.sources.iter().map(one).collect()
}

const SURVEY: &str = "id,Q1,Q2,place\n1,9,4,app\n2,10,,app\n3,,5,branch\n4,11,3,app\n5,0,n/a,branch\n5,0,n/a,branch\n6,7\n";

/// Case I25: two questions of one file in one call; the figures are those of a call for each.
#[test]
fn several_questions_of_a_row_are_answers_of_their_own() {
    let metrics = json!({"nps": "Q1", "csat": "Q2"});
    let roles =
        json!({"metrics": metrics, "answer_id": "id", "touchpoint": "place", "blank": ["n/a"]});
    let both = feedback(SURVEY, roles).expect("answers");
    // Six questions of NPS were answered, once a copy; 11 is off the scale; the last row is too short.
    let expected = [
        ("feedback / csat".to_owned(), [7, 3, 1, 0, 3]),
        ("feedback / nps".to_owned(), [7, 3, 2, 1, 1]),
    ];
    assert_eq!(account(&both), expected);
    assert_eq!(both.report.dialects.len(), 1, "one file was read");
    let whole = ScoreOptions { by: [""; 0].into(), ..ScoreOptions::default() };
    let scores = score(&both, &whole, None).expect("scores");
    let of = |metric: &str| {
        let row = scores.rows.iter().find(|row| row.metric == metric).expect(metric);
        (row.score.map(|score| (3.0 * score).round()), row.n)
    };
    // Promoters 9 and 10, detractor 0; two of three answers of 4 or more. Three times each.
    assert_eq!(of("nps"), (Some(100.0), 3));
    assert_eq!(of("csat"), (Some(200.0), 3));
}

#[test]
fn metrics_do_not_stand_beside_score_or_metric() {
    for more in [json!({"metric": "=csat"}), json!({"score": "Q1"})] {
        let mut roles = json!({"metrics": {"nps": "Q1"}});
        roles.as_object_mut().expect("an object").extend(more.as_object().expect("one").clone());
        let error = feedback(SURVEY, roles).expect_err("twice").to_string();
        assert!(
            error.contains("metrics") && error.contains("leave out") || error.contains("alone"),
            "{error}"
        );
    }
}

proptest! {
    /// Questions of one file are the same answers as files with one question each, one below the other.
    #[test]
    fn questions_are_files_of_one_question(
        rows in proptest::collection::vec((0_u8..14, 0_u8..8, 0_u8..3), 1..40),
    ) {
        let cell = |score: u8, above: u8| if score > above { String::new() } else { score.to_string() };
        let line = |row: &(u8, u8, u8)| format!("{},{},p{}\n", cell(row.0, 11), cell(row.1, 6), row.2);
        let text = format!("a,b,place\n{}", rows.iter().map(line).collect::<String>());
        let both = feedback(&text, json!({"metrics": {"nps": "a", "csat": "b"}, "touchpoint": "place"}));
        let single = |metric: &str, column: &str| feedback(&text, json!({
            "score": column, "metric": format!("={metric}"), "touchpoint": "place",
            "where": {column: {"blank": false}},
        }));
        let parts = single("csat", "b").and_then(|csat| Ok([csat, single("nps", "a")?]));
        match (both, parts.and_then(|parts| Feedback::concat(&parts))) {
            (Ok(both), Ok(parts)) => {
                prop_assert_eq!(&both.score, &parts.score);
                prop_assert_eq!(&both.touchpoint, &parts.touchpoint);
                prop_assert_eq!(&both.metric, &parts.metric);
                prop_assert_eq!(&both.row, &parts.row);
                let r = &both.report;
                prop_assert_eq!(r.read(), r.accepted() + r.rejected() + r.duplicate() + r.filtered());
                prop_assert_eq!(r.read(), 2 * rows.len() as u64);
            }
            (Err(a), Err(b)) => prop_assert_eq!(a.to_string(), b.to_string()),
            (both, parts) => prop_assert!(false, "{:?} {:?}", both.err(), parts.err()),
        }
    }
}

fn text(cells: &[&str]) -> ArrayRef {
    Arc::new(StringArray::from(cells.to_vec()))
}

/// Case I34: a blank part of a touchpoint is said, or its row is rejected with the part named.
#[test]
fn a_blank_part_of_a_touchpoint_is_never_left_out_in_silence() {
    let table = RecordBatch::try_from_iter([
        ("t", text(&["2026-03-01"; 3])),
        ("id", text(&["a", "b", "c"])),
        ("source", text(&["google", "google", ""])),
        ("medium", text(&["cpc", "", "email"])),
    ])
    .expect("a table");
    let mut roles = EventRoles::new("t", "cookie", "id", ["source", "medium"]);
    let read = Events::read(std::slice::from_ref(&table), &roles).expect("one row");
    let rejects: Vec<_> =
        read.report.rejects().map(|r| (r.row, r.column, r.reason.text())).collect();
    let blank = cx_core::columns::Reason::Missing.text();
    assert_eq!(rejects, [(1, "medium".to_owned(), blank), (2, "source".to_owned(), blank)]);
    roles.blank_part = Some(" ".into());
    let error =
        Events::read(std::slice::from_ref(&table), &roles).expect_err("a blank").to_string();
    assert!(error.contains("blank_part"), "{error}");
    roles.blank_part = Some("(none)".into());
    let read = Events::read(&[table], &roles).expect("three rows");
    let names: Vec<_> = (0..3).map(|row| read.touchpoint.name(row).into_owned()).collect();
    assert_eq!(names, ["google / cpc", "google / (none)", "(none) / email"]);
}

/// Case I30: yes and no as conversions say which journeys converted.
#[test]
fn yes_and_no_are_journeys_with_and_without_conversion() {
    let read = |converted: ArrayRef, more: &[(&str, ArrayRef)]| {
        let mut columns = vec![("path", text(&["a > b", "a", "b", "a"])), ("converted", converted)];
        columns.extend(more.iter().cloned());
        let table = RecordBatch::try_from_iter(columns).expect("a table");
        let roles = PathRoles {
            conversions: Some("converted".into()),
            nulls: more.first().map(|(name, _)| (*name).to_owned()),
            ..PathRoles::default()
        };
        Paths::read(&[table], &roles)
    };
    let sums =
        |paths: &Paths| (paths.conversions.iter().sum::<f64>(), paths.nulls.iter().sum::<f64>());
    let words = [
        text(&["true", "false", "TRUE", "False"]),
        text(&["ja", "nein", "Ja", " nein "]),
        text(&["WAHR", "FALSCH", "WAHR", "FALSCH"]),
        text(&["yes", "no", "yes", "no"]),
        Arc::new(BooleanArray::from(vec![true, false, true, false])) as ArrayRef,
    ];
    for converted in words {
        assert_eq!(
            sums(&read(converted.clone(), &[]).expect("paths")),
            (2.0, 2.0),
            "{converted:?}"
        );
        let nulls = [("nulls", text(&["0", "5", "0", "1"]))];
        assert_eq!(sums(&read(converted, &nulls).expect("paths")), (2.0, 6.0));
    }
    // Numbers are counts, as before; a blank says neither; a word among others is no flag.
    assert_eq!(sums(&read(text(&["1", "0", "1", "0"]), &[]).expect("paths")), (2.0, 0.0));
    let blank = read(text(&["true", "", "true", "false"]), &[]).expect("three rows");
    assert_eq!((sums(&blank), blank.report.rejected()), ((2.0, 1.0), 1));
    let other = read(text(&["true", "maybe", "true", "false"]), &[]).expect_err("no numbers");
    assert!(other.to_string().contains("converted"), "{other}");
}
