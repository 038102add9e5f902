//! The join: one row per touchpoint, what is not seen, what needs attention, the same bytes always.

use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch, StringArray};
use cx_core::attribution::{AttributeOptions, Model, ReturnOptions, attribute, returns};
use cx_core::audit::{AuditOptions, audit};
use cx_core::cockpit::{Cockpit, CockpitInput, CockpitOptions, FindingKind, cockpit};
use cx_core::intake::{
    CampaignRoles, Campaigns, Criteria, CriteriaRoles, Feedback, FeedbackRoles, FindingRoles,
    Findings, TargetRoles, Targets,
};
use cx_core::journey::JourneyOptions;
use cx_core::kpi::{ScoreOptions, Window, score};
use cx_tests::company::{Row, run};

/// A table of text from rows of cells.
fn table(names: &[&str], rows: &[Vec<String>]) -> RecordBatch {
    let column = |at: usize| {
        Arc::new(rows.iter().map(|row| Some(row[at].clone())).collect::<StringArray>()) as ArrayRef
    };
    RecordBatch::try_from_iter(names.iter().enumerate().map(|(at, name)| (*name, column(at))))
        .expect("one length")
}

fn cells(text: &str) -> Vec<Vec<String>> {
    text.lines().map(|line| line.split(',').map(str::to_owned).collect()).collect()
}

fn company() -> Vec<Row> {
    let row = |i: u32| {
        let mix = i.wrapping_mul(2_654_435_761);
        Row {
            minute: i64::from(mix >> 12) % 200_000,
            cookie: Some((mix >> 8) as u8 % 120),
            login: (mix % 5 > 2).then_some((mix >> 8) as u8 % 120),
            touchpoint: (mix >> 24) as u8 % 5,
            value: mix.is_multiple_of(13).then_some(f64::from(mix % 10_000) / 100.0),
        }
    };
    (0..2_000).map(row).collect()
}

/// Forty weeks of answers about `t1`; from week 24 on they are worse.
fn feedback() -> Vec<Vec<String>> {
    let answer = |i: u32| {
        let week = i % 40;
        let happy = i.wrapping_mul(2_246_822_519) % 10 < if week < 24 { 7 } else { 3 };
        let day = 1_767_225_600 + i64::from(week) * 604_800;
        let time = cx_core::columns::date_text(day * 1_000_000);
        vec![time, "t1".into(), if happy { "10" } else { "4" }.into()]
    };
    (0..1_600).map(answer).collect()
}

fn build(rows: &[Row], split: usize, answers: &[Vec<String>]) -> cx_core::Result<Cockpit> {
    let options =
        JourneyOptions { conversion: Some("purchase".into()), ..JourneyOptions::default() };
    let (events, _, journeys) = run(rows, split, &options)?;
    let models = [
        Model::Markov,
        Model::First,
        Model::Last,
        Model::Linear,
        Model::Position,
        Model::TimeDecay,
    ];
    let credit = attribute(&journeys, &AttributeOptions::default().models(models))?;
    let campaigns = cells("spring,t0,500\nposter,,900\nradio,t9,70\nautumn,t2,2000000");
    let roles = CampaignRoles {
        touchpoint: Some("touchpoint".to_owned()),
        cost: Some("cost".to_owned()),
        ..CampaignRoles::default()
    };
    let campaigns =
        Campaigns::read(&[table(&["campaign", "touchpoint", "cost"], &campaigns)], &roles)?;
    let returns = returns(&credit, &campaigns, None, &ReturnOptions::default())?;
    let targets =
        Targets::read(&[table(&["kpi", "target"], &cells("nps,60"))], &TargetRoles::default())?;
    let roles = FeedbackRoles {
        touchpoint: Some("touchpoint".to_owned()),
        time: Some("time".into()),
        ..FeedbackRoles::default()
    };
    let feedback = Feedback::read(&[table(&["time", "touchpoint", "score"], answers)], &roles)?;
    let whole = score(&feedback, &ScoreOptions::default(), Some(&targets))?;
    let weekly = score(&feedback, &ScoreOptions::default().window(Window::Week), Some(&targets))?;
    let roles = CriteriaRoles { target: Some("target".to_owned()), ..CriteriaRoles::default() };
    let criteria = Criteria::read(&[table(&["criterion", "target"], &cells("clean,90"))], &roles)?;
    let findings = cells(
        "clean,t3,2026-01-05,0\nclean,t3,2026-02-05,0\nclean,t3,2026-03-05,0\nclean,t3,2026-04-05,1",
    );
    let findings = table(&["criterion", "touchpoint", "time", "answer"], &findings);
    let findings = Findings::read(&[findings], &FindingRoles::default())?;
    let audit = audit(&criteria, &findings, &AuditOptions::default())?;
    let input = CockpitInput {
        events: Some(&events),
        journeys: Some(&journeys),
        credit: Some(&credit),
        returns: Some(&returns),
        scores: vec![&whole, &weekly],
        audit: Some(&audit),
        campaigns: Some(&campaigns),
        targets: Some(&targets),
        intake: vec![&feedback.report, &findings.report],
        ..CockpitInput::default()
    };
    cockpit(
        &input,
        &CockpitOptions { currency: Some("CHF".to_owned()), ..CockpitOptions::default() },
    )
}

#[test]
fn joins_every_report_by_touchpoint() {
    let cockpit = build(&company(), 100, &feedback()).expect("builds");
    let row = |name: &str| cockpit.touchpoints.iter().find(|r| r.touchpoint == name).expect(name);
    assert!(row("t0").contacts.is_some_and(|c| c > 0));
    assert_eq!(row("t0").cost, Some(500.0));
    let (value, roas) = (row("t0").value.expect("value"), row("t0").roas.expect("roas"));
    assert_eq!(roas, value / 500.0);
    assert_eq!(row("t1").score_n, Some(1_600));
    assert_eq!(row("t1").trend.len(), 40);
    assert_eq!(row("t3").audit_score, Some(25.0));
    assert_eq!(row("t9").contacts, None, "a campaign without contacts has a row all the same");
    let journeys: f64 = cockpit.touchpoints.iter().filter_map(|r| r.conversions).sum();
    let unattributed =
        cockpit.coverage.iter().find(|c| c.kind.name() == "conversions_without_contact");
    let total = journeys + unattributed.and_then(|c| c.amount).unwrap_or(0.0);
    assert!((total - cockpit.totals.conversions.expect("conversions")).abs() < 1e-9);
}

#[test]
fn says_what_is_not_seen_and_what_needs_attention() {
    let cockpit = build(&company(), 100, &feedback()).expect("builds");
    let gaps: Vec<(&str, &str)> =
        cockpit.coverage.iter().map(|c| (c.kind.name(), c.subject.as_str())).collect();
    for gap in [
        ("spend_without_touchpoint", "poster"),
        ("spend_without_contacts", "radio"),
        ("touchpoint_without_feedback", "t0"),
        ("touchpoint_without_audit", "t1"),
    ] {
        assert!(gaps.contains(&gap), "{gap:?} in {gaps:?}");
    }
    assert!(!gaps.contains(&("touchpoint_without_feedback", "t1")));
    let alarms: Vec<(&str, &str)> =
        cockpit.alarms.iter().map(|a| (a.kind.name(), a.touchpoint.as_str())).collect();
    for alarm in [("target_missed", "t1"), ("score_fell", "t1"), ("cost_above_value", "t2")] {
        assert!(alarms.contains(&alarm), "{alarm:?} in {alarms:?}");
    }
    let fell = cockpit.alarms.iter().find(|a| a.kind == FindingKind::ScoreFell);
    let fell = fell.expect("the break");
    assert!(fell.en.ends_with("since 15 June 2026."), "{}", fell.en);
    assert!(fell.de.contains("seit 15. Juni 2026"), "{}", fell.de);
    let ranks: Vec<u32> = cockpit.findings.iter().map(|f| f.rank).collect();
    assert_eq!(ranks, (1..=ranks.len() as u32).collect::<Vec<_>>());
    assert!(cockpit.findings.len() >= 5);
    for finding in &cockpit.findings {
        for text in [&finding.en, &finding.de, &finding.todo_en, &finding.todo_de] {
            let first = text.chars().next().expect("words");
            assert!(first.is_uppercase() || !first.is_alphabetic(), "{text}");
            assert!(text.ends_with(['.', '"']) && !text.contains(['{', '}', 'ß']), "{text}");
        }
    }
    // Alarms are the findings with a severity, in their order and words.
    let grave: Vec<_> = cockpit.findings.iter().filter(|f| f.severity.is_some()).collect();
    assert_eq!(grave.len(), cockpit.alarms.len());
    for (finding, alarm) in grave.iter().zip(&cockpit.alarms) {
        assert_eq!(
            (finding.kind, &finding.en, &finding.todo_de),
            (alarm.kind, &alarm.en, &alarm.todo_de)
        );
        assert_eq!((finding.severity, &finding.subject), (Some(alarm.severity), &alarm.touchpoint));
        assert_eq!((finding.size, finding.unit), (alarm.size, alarm.unit));
    }
}

#[test]
fn is_the_same_to_the_byte_for_threads_orders_and_splits() {
    let (mut rows, mut answers) = (company(), feedback());
    let whole = build(&rows, rows.len(), &answers).expect("builds").to_json();
    for order in 0..20_u32 {
        for at in (1..rows.len()).rev() {
            let mix = (at as u32 + 1)
                .wrapping_mul(2_246_822_519)
                .wrapping_add(order.wrapping_mul(3_266_489_917));
            rows.swap(at, mix as usize % (at + 1));
            if at < answers.len() {
                answers.swap(at, mix as usize % (at + 1));
            }
        }
        let threads = [1, 2, 3, 8][order as usize % 4];
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("pool");
        let split = 1 + (order as usize * 97) % 700;
        let again = pool.install(|| build(&rows, split, &answers)).expect("builds").to_json();
        assert!(again == whole, "order {order}, batches of {split}, {threads} threads");
    }
}

#[test]
fn hostile_names_are_text_like_any_other() {
    let names = ["</script><script>alert(1)</script>", "\u{202e}abc", "a\"b\\c\n"];
    let answers: Vec<Vec<String>> = names
        .iter()
        .flat_map(|name| (0..6).map(|_| vec!["2026-01-01".into(), (*name).into(), "9".into()]))
        .collect();
    let json = build(&company(), 100, &answers).expect("builds").to_json();
    let parsed: serde_json::Value = serde_json::from_str(&json).expect("valid JSON");
    let known: Vec<&str> = parsed["touchpoints"]
        .as_array()
        .expect("rows")
        .iter()
        .filter_map(|r| r["touchpoint"].as_str())
        .collect();
    assert!(names.iter().all(|name| known.contains(&name.trim())), "{known:?}");
}

/// A cockpit of answers alone: effort by week, of which less is better.
fn efforts(answers: &[Vec<String>], direction: &str) -> Cockpit {
    let roles = FeedbackRoles {
        touchpoint: Some("touchpoint".to_owned()),
        time: Some("time".into()),
        metric: Some("=effort".to_owned()),
        ..FeedbackRoles::default()
    };
    let feedback = Feedback::read(&[table(&["time", "touchpoint", "score"], answers)], &roles);
    let feedback = feedback.expect("answers");
    let roles = TargetRoles { direction: Some("direction".to_owned()), ..TargetRoles::default() };
    let level = cells(&format!("effort,5,{direction}"));
    let targets = Targets::read(&[table(&["kpi", "target", "direction"], &level)], &roles);
    let targets = targets.expect("targets");
    let options = [ScoreOptions::default(), ScoreOptions::default().window(Window::Week)];
    let scores = options.map(|options| score(&feedback, &options, Some(&targets)).expect("scores"));
    let input = CockpitInput { scores: scores.iter().collect(), ..CockpitInput::default() };
    cockpit(&input, &CockpitOptions::default()).expect("builds")
}

#[test]
fn a_rise_is_bad_news_where_less_is_better() {
    let answer = |at: u32| {
        let (week, turn) = (at / 40, at % 40);
        let score = if week < 12 { 2 } else { 7 } + turn % 3;
        let day = cx_core::calendar::Day::from_days(20_461 + 7 * week as i32);
        vec![day.to_string(), "branch".to_owned(), score.to_string()]
    };
    let answers: Vec<Vec<String>> = (0..24 * 40).map(answer).collect();
    let kinds = |direction| -> Vec<String> {
        let alarms = efforts(&answers, direction).alarms.into_iter();
        let kinds = alarms.map(|a| a.kind.name().to_owned());
        kinds.filter(|kind| kind.starts_with("score_")).collect()
    };
    assert_eq!(kinds("down"), ["score_rose"]);
    assert_eq!(kinds("up"), Vec::<String>::new());
}
