//! The list of findings: each fact once, by touchpoint, the gravest first, nothing said that is not proven.

use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch, StringArray};
use cx_core::attribution::{AttributeOptions, BASELINE, Model, attribute};
use cx_core::audit::{AuditOptions, audit};
use cx_core::cockpit::{
    Alarm, Cockpit, CockpitInput, CockpitOptions, CoverageKind, Finding, FindingKind, Measure,
    Severity, cockpit,
};
use cx_core::intake::{
    CampaignRoles, Campaigns, Criteria, CriteriaRoles, EventRoles, Events, Feedback, FeedbackRoles,
    FindingRoles, Findings, TargetRoles, Targets,
};
use cx_core::journey::{JourneyOptions, Journeys, journeys as cut};
use cx_core::kpi::{ScoreOptions, Scores, Window, score};
use cx_core::stitch::{StitchOptions, stitch};
use cx_tests::cases::cases;
use cx_tests::company::{Row, run};
use proptest::prelude::*;

/// A table of text from rows of cells: `names` and `rows` as lines with commas.
fn table(names: &str, rows: &str) -> RecordBatch {
    let cells: Vec<Vec<&str>> = rows.lines().map(|line| line.split(',').collect()).collect();
    let column = |at: usize| {
        let cell = |row: &Vec<&str>| row.get(at).map(|cell| (*cell).to_owned());
        Arc::new(cells.iter().map(cell).collect::<StringArray>()) as ArrayRef
    };
    RecordBatch::try_from_iter(names.split(',').enumerate().map(|(at, name)| (name, column(at))))
        .expect("one length")
}

fn campaigns(rows: &str) -> Campaigns {
    let roles = CampaignRoles {
        touchpoint: Some("touchpoint".into()),
        cost: Some("cost".into()),
        owner: Some("owner".into()),
        currency: Some("currency".into()),
        ..CampaignRoles::default()
    };
    Campaigns::read(&[table("campaign,touchpoint,cost,owner,currency", rows)], &roles)
        .expect("campaigns")
}

fn targets(rows: &str) -> Targets {
    let roles = TargetRoles {
        touchpoint: Some("touchpoint".into()),
        owner: Some("owner".into()),
        ..TargetRoles::default()
    };
    Targets::read(&[table("kpi,touchpoint,target,owner", rows)], &roles).expect("targets")
}

fn scores(answers: &str, targets: &Targets) -> [Scores; 2] {
    let roles = FeedbackRoles {
        touchpoint: Some("touchpoint".into()),
        time: Some("time".into()),
        ..FeedbackRoles::default()
    };
    let feedback =
        Feedback::read(&[table("time,touchpoint,score", answers)], &roles).expect("answers");
    let options = [ScoreOptions::default(), ScoreOptions::default().window(Window::Week)];
    options.map(|options| score(&feedback, &options, Some(targets)).expect("scores"))
}

fn journeys(rows: &[Row], conversion: Option<&str>) -> (Events, Journeys) {
    let conversion = conversion.map(Into::into);
    let (events, _, journeys) =
        run(rows, 1_000, &JourneyOptions { conversion, ..JourneyOptions::default() })
            .expect("journeys");
    (events, journeys)
}

fn event(minute: i64, person: u8, touchpoint: u8, value: Option<f64>) -> Row {
    Row { minute, cookie: Some(person), login: None, touchpoint, value }
}

fn swiss() -> CockpitOptions {
    CockpitOptions { currency: Some("CHF".into()), ..CockpitOptions::default() }
}

fn of(cockpit: &Cockpit, kind: FindingKind) -> Vec<&Finding> {
    cockpit.findings.iter().filter(|finding| finding.kind == kind).collect()
}

#[test]
fn costs_by_day_are_summed_before_a_word_is_said() {
    // Case M6: the campaign's name is on no event.
    let rows: Vec<Row> = (0..20)
        .flat_map(|p| {
            [event(60 * i64::from(p), p, 0, None), event(60 * i64::from(p) + 9, p, 1, Some(5.0))]
        })
        .collect();
    let (events, journeys) = journeys(&rows, Some("purchase"));
    let spent = campaigns("spring,radio,100,,\nspring,radio,200,,\nspring,radio,300,,");
    let input = CockpitInput {
        events: Some(&events),
        journeys: Some(&journeys),
        campaigns: Some(&spent),
        ..CockpitInput::default()
    };
    let seen = cockpit(&input, &swiss()).expect("builds");
    let [unseen] = of(&seen, FindingKind::UnseenSpend)[..] else { panic!("{:?}", seen.findings) };
    assert_eq!(
        unseen.en,
        "1 campaign (CHF 600) cannot be followed: no touchpoint, no contacts or no tracked event."
    );
    assert!(unseen.de.starts_with("1 Massnahme (CHF 600) ist nicht zu verfolgen"), "{}", unseen.de);
    assert_eq!((unseen.size, unseen.unit), (600.0, Measure::Money));
    let spend: Vec<_> = seen.coverage.iter().filter(|row| row.unit == Measure::Money).collect();
    let [row] = spend[..] else { panic!("{spend:?}") };
    assert_eq!((row.kind, row.subject.as_str()), (CoverageKind::SpendWithoutContacts, "spring"));
    assert_eq!(row.amount, Some(600.0));

    // Two campaigns, one of them without a cost; and costs in two currencies, which have no sum.
    let say = |rows: &str, options: &CockpitOptions| {
        let spent = campaigns(rows);
        let input = CockpitInput { campaigns: Some(&spent), ..input.clone() };
        let seen = cockpit(&input, options).expect("builds");
        of(&seen, FindingKind::UnseenSpend)[0].en.split(" cannot").next().expect("words").to_owned()
    };
    assert_eq!(say("a,radio,0.5,,chf\nb,,,,", &swiss()), "2 campaigns (CHF 0.50 and more)");
    assert_eq!(
        say("a,radio,5,,CHF\nb,tv,7,,EUR", &CockpitOptions::default()),
        "2 campaigns (cost not known in one currency)"
    );
    assert_eq!(say("a,,,,", &swiss()), "1 campaign (cost not known in one currency)");
}

#[test]
fn without_a_conversion_set_nothing_is_said_of_returns() {
    let rows: Vec<Row> = (0..30)
        .flat_map(|p| {
            let minute = 60 * i64::from(p);
            [
                event(minute, p, 0, None),
                event(minute + 5, p, 1, None),
                event(minute + 9, p, 1, Some(5.0)),
            ]
        })
        .collect();
    let (events, journeys) = journeys(&rows, None);
    let spent = campaigns("spring,t0,900000,,");
    let credit =
        attribute(&journeys, &AttributeOptions::default().models([Model::Markov, Model::First]));
    let credit = credit.ok();
    let input = CockpitInput {
        events: Some(&events),
        journeys: Some(&journeys),
        credit: credit.as_ref(),
        campaigns: Some(&spent),
        ..CockpitInput::default()
    };
    let seen = cockpit(&input, &swiss()).expect("builds");
    let [set] = of(&seen, FindingKind::NoConversionSet)[..] else { panic!("{:?}", seen.findings) };
    assert_eq!(
        set.en,
        "No conversion is set, so nothing can be said on returns. Kinds of event seen: contact (60), purchase (30)."
    );
    assert!(set.todo_en.ends_with(r#"[journeys] conversion = "purchase""#), "{}", set.todo_en);
    assert_eq!((set.subject.as_str(), set.severity), ("", Some(Severity::Low)));
    for finding in &seen.findings {
        let returns = [
            FindingKind::CostAboveValue,
            FindingKind::BestReturn,
            FindingKind::WorstReturn,
            FindingKind::LargestCredit,
            FindingKind::TouchpointWithoutCost,
            FindingKind::ConversionsWithoutContact,
        ];
        assert!(!returns.contains(&finding.kind), "{}", finding.en);
    }
}

#[test]
fn conversions_without_contact_are_counted_in_the_journeys() {
    // Three persons buy after a contact, one without any; the model leaves nothing unattributed.
    let mut rows: Vec<Row> =
        (0..3).flat_map(|p| [event(10, p, 0, None), event(20, p, 1, Some(10.0))]).collect();
    rows.push(event(30, 9, 1, Some(10.0)));
    let (events, journeys) = journeys(&rows, Some("purchase"));
    let input = CockpitInput {
        events: Some(&events),
        journeys: Some(&journeys),
        ..CockpitInput::default()
    };
    let seen = cockpit(&input, &swiss()).expect("builds");
    let [bare] = of(&seen, FindingKind::ConversionsWithoutContact)[..] else {
        panic!("{:?}", seen.findings)
    };
    assert!(
        bare.en.starts_with("25\u{202f}% of conversions (1 of 4) had no recorded contact"),
        "{}",
        bare.en
    );
    assert!(bare.de.starts_with("25\u{202f}% der Abschlüsse (1 von 4)"), "{}", bare.de);
}

#[test]
fn the_baseline_is_what_the_lead_model_gives_no_contact() {
    let rows: Vec<Row> = (0..240)
        .flat_map(|p| {
            let minute = 200 * i64::from(p);
            let buys = (p % 3 == 0).then_some(10.0);
            [event(minute, p, p % 2, None), event(minute + 900 + 7 * i64::from(p), p, 2, buys)]
        })
        .collect();
    let (events, journeys) = journeys(&rows, Some("purchase"));
    let credit =
        attribute(&journeys, &AttributeOptions::default().model(Model::Hazard)).expect("credit");
    let row = credit.of(Model::Hazard).find(|row| row.touchpoint == BASELINE).expect("a baseline");
    let input = CockpitInput {
        events: Some(&events),
        journeys: Some(&journeys),
        credit: Some(&credit),
        ..CockpitInput::default()
    };
    let seen = cockpit(&input, &swiss()).expect("builds");
    let [baseline] = of(&seen, FindingKind::Baseline)[..] else { panic!("{:?}", seen.findings) };
    assert_eq!((baseline.size, baseline.subject.as_str()), (row.conversions, ""));
    let words = format!(
        "of conversions ({:.0} of 80) would have come without any contact",
        row.conversions
    );
    assert!(baseline.en.contains(&words), "{}", baseline.en);
    // What is left over is no touchpoint: nothing else is said of it.
    assert!(seen.findings.iter().all(|finding| !finding.subject.starts_with('(')));
}

#[test]
fn more_unknown_persons_than_known_ones_are_a_warning() {
    let of_persons = |known_persons| {
        let input = CockpitInput { known_persons, ..CockpitInput::default() };
        cockpit(&input, &swiss()).expect("builds").alarms
    };
    let alarms = of_persons(Some((20_000, 43_004)));
    let [alarm] = &alarms[..] else { panic!("{alarms:?}") };
    assert_eq!((alarm.kind, alarm.severity), (FindingKind::MostlyAnonymous, Severity::Medium));
    assert_eq!((alarm.size, alarm.unit), (43_004.0, Measure::Persons));
    assert!(alarm.en.starts_with("43,004 of 63,004 persons (68\u{202f}%) have no"), "{}", alarm.en);
    assert_eq!(of_persons(Some((10, 10))), []);
    assert_eq!(of_persons(None), []);
}

#[test]
fn more_rejected_rows_than_slips_explain_are_a_warning_and_every_one_is_covered() {
    let read = |bad: usize| {
        let score = |row: usize| if row < bad { "11" } else { "9" };
        let rows: Vec<&str> = (0..100).map(score).collect();
        Feedback::read(&[table("score", &rows.join("\n"))], &FeedbackRoles::default())
            .expect("answers")
            .report
    };
    let seen = |bad: usize| {
        let report = read(bad);
        let input = CockpitInput { intake: vec![&report], ..CockpitInput::default() };
        cockpit(&input, &swiss()).expect("builds")
    };
    let many = seen(3);
    let [found] = of(&many, FindingKind::RowsRejected)[..] else { panic!("{:?}", many.findings) };
    assert_eq!(
        found.en,
        "3 of 100 rows of the table feedback (3\u{202f}%) were rejected and count in no figure; the most frequent \
         reason is score: outside the allowed range (3)."
    );
    assert!(found.de.starts_with("3 von 100 Zeilen der Tabelle feedback"), "{}", found.de);
    assert_eq!(
        (found.severity, found.size, found.unit),
        (Some(Severity::Medium), 3.0, Measure::Rows)
    );
    let few = seen(2);
    assert_eq!(of(&few, FindingKind::RowsRejected).len(), 0);
    let covered = |seen: &Cockpit| -> Vec<(String, Option<f64>)> {
        let rows = seen.coverage.iter().filter(|row| row.kind == CoverageKind::RowsRejected);
        rows.map(|row| (row.subject.clone(), row.amount)).collect()
    };
    assert_eq!(covered(&few), [("feedback".to_owned(), Some(2.0))]);
    assert_eq!(covered(&seen(0)), []);
}

#[test]
fn events_without_a_person_are_covered() {
    // A placeholder is nobody.
    let rows = "2026-03-01,anna,web\n2026-03-02,null,web\n2026-03-03,null,app";
    let roles = EventRoles::new("t", "cookie", "id", "place");
    let events = Events::read(&[table("t,id,place", rows)], &roles).expect("events");
    let people = stitch(&events, &StitchOptions::default()).expect("people");
    let journeys = cut(&events, &people, &JourneyOptions::default()).expect("journeys");
    let input = CockpitInput {
        events: Some(&events),
        journeys: Some(&journeys),
        ..CockpitInput::default()
    };
    let seen = cockpit(&input, &swiss()).expect("builds");
    let found = seen.coverage.iter().find(|row| row.kind == CoverageKind::EventsWithoutPerson);
    let found = found.map(|row| (row.subject.as_str(), row.amount, row.unit));
    assert_eq!(found, Some(("(no person)", Some(2.0), Measure::Events)));
}

/// Forty weeks of answers, `happy` of ten with a 10 before week 20 and `later` of ten after it.
fn weeks(touchpoint: &str, happy: u32, later: u32) -> String {
    let answer = |i: u32| {
        let (week, of_ten) = (i / 40, i.wrapping_mul(2_246_822_519) % 10);
        let day = cx_core::calendar::Day::from_days(20_461 + 7 * week as i32);
        let score = if of_ten < if week < 20 { happy } else { later } { 10 } else { 3 };
        format!("{day},{touchpoint},{score}")
    };
    (0..1_600).map(answer).collect::<Vec<_>>().join("\n")
}

#[test]
fn what_to_do_names_the_owner_of_the_target_else_of_the_campaigns() {
    let set = targets("nps,branch,60,Anna\nnps,,60,Board");
    let answers = [weeks("branch", 5, 5), weeks("app", 5, 5)].join("\n");
    let scores = scores(&answers, &set);
    let input = CockpitInput {
        scores: scores.iter().collect(),
        targets: Some(&set),
        ..CockpitInput::default()
    };
    let seen = cockpit(&input, &swiss()).expect("builds");
    let owners: Vec<_> = of(&seen, FindingKind::TargetMissed)
        .iter()
        .map(|finding| (finding.subject.as_str(), finding.owner.as_deref()))
        .collect();
    assert_eq!(owners, [("app", Some("Board")), ("branch", Some("Anna"))]);
    let missed = of(&seen, FindingKind::TargetMissed)[0];
    assert!(missed.en.starts_with("App: NPS is "), "a capital begins the sentence: {}", missed.en);
    assert!(missed.todo_en.contains("agree with the owner"), "{}", missed.todo_en);
    // Without an owner anywhere, to name one is the first thing to do.
    let input = CockpitInput { targets: None, ..input };
    let seen = cockpit(&input, &swiss()).expect("builds");
    let missed = of(&seen, FindingKind::TargetMissed)[0];
    assert_eq!(missed.owner, None);
    assert!(missed.todo_de.contains("jemanden bestimmen"), "{}", missed.todo_de);
}

#[test]
fn the_gravest_touchpoint_comes_first_with_all_that_is_known_of_it() {
    let set = targets("nps,t0,90,\nnps,t1,90,\nnps,t2,-100,");
    let answers = [weeks("t0", 7, 5), weeks("t1", 4, 4), weeks("t2", 6, 6)].join("\n");
    let scores = scores(&answers, &set);
    let rows: Vec<Row> = (0..200)
        .flat_map(|p| {
            let minute = 60 * i64::from(p);
            [event(minute, p, p % 4, None), event(minute + 9, p, 9, (p % 2 == 0).then_some(50.0))]
        })
        .collect();
    let (events, journeys) = journeys(&rows, Some("purchase"));
    let models = AttributeOptions::default().models([Model::Linear, Model::First]);
    let credit = attribute(&journeys, &models).expect("credit");
    let spent = campaigns("spring,t3,2000000,Eva,\nsummer,t2,10,,");
    let input = CockpitInput {
        events: Some(&events),
        journeys: Some(&journeys),
        credit: Some(&credit),
        campaigns: Some(&spent),
        scores: scores.iter().collect(),
        targets: Some(&set),
        ..CockpitInput::default()
    };
    let seen = cockpit(&input, &swiss()).expect("builds");
    let list: Vec<(&str, &str)> =
        seen.findings.iter().map(|f| (f.subject.as_str(), f.kind.name())).collect();
    // What is only good to know of a touchpoint stands with its gravest fact.
    let first = [
        ("t1", "target_missed"),
        ("t0", "target_missed"),
        ("t0", "score_fell"),
        ("t0", "largest_credit"),
        ("t3", "cost_above_value"),
    ];
    assert_eq!(list.get(..5), Some(&first[..]), "{list:?}");
    let loses = of(&seen, FindingKind::CostAboveValue);
    let [loses] = loses[..] else { panic!("{list:?}") };
    assert_eq!(loses.owner.as_deref(), Some("Eva"));
    // Then the whole company, then touchpoints of which nothing bad is known.
    assert_eq!(list.get(5).map(|(subject, _)| *subject), Some(""), "{list:?}");
    assert_eq!(of(&seen, FindingKind::BestReturn)[0].subject, "t2");
    assert_eq!(of(&seen, FindingKind::WorstReturn), Vec::<&Finding>::new());
}

/// What the order goes by, as the book says it.
fn rule(findings: &[Finding]) {
    let ranks: Vec<u32> = findings.iter().map(|finding| finding.rank).collect();
    assert_eq!(ranks, (1..=findings.len() as u32).collect::<Vec<_>>());
    let level = |finding: &Finding| finding.severity.map_or(3, |severity| severity as u8);
    let mut subjects: Vec<&str> = Vec::new();
    let mut last = 0;
    for (at, finding) in findings.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| findings.get(at));
        if before.is_some_and(|before| before.subject == finding.subject) {
            let before = before.map_or(0, level);
            assert!(before <= level(finding), "graver facts of one subject come first");
            continue;
        }
        assert!(!subjects.contains(&finding.subject.as_str()), "{} twice", finding.subject);
        let known = subjects.len();
        subjects.push(&finding.subject);
        assert!(level(finding) >= last, "graver subjects come first");
        if finding.subject.is_empty() && known > 0 {
            assert!(level(finding) > last, "the company comes before touchpoints of its severity");
        }
        last = level(finding);
    }
}

/// One of the sources of a random company.
fn lines(part: impl Strategy<Value = String>, most: usize) -> impl Strategy<Value = String> {
    proptest::collection::vec(part, 1..most).prop_map(|lines| lines.join("\n"))
}

proptest! {
    #![proptest_config(cases(96))]

    #[test]
    fn each_fact_stands_once_in_an_order_of_its_own(
        rows in proptest::collection::vec(
            (0_i64..90_000, 0_u8..12, 0_u8..5, proptest::option::weighted(0.3, -20.0_f64..200.0)), 1..80),
        converts in proptest::bool::weighted(0.85),
        spent in lines((0_u8..4, 0_u8..7, 0_u32..3000).prop_map(|(campaign, touchpoint, cost)| {
            let touchpoint = if touchpoint > 5 { String::new() } else { format!("t{touchpoint}") };
            format!("c{campaign},{touchpoint},{cost},o{},", campaign % 2)
        }), 8),
        goals in lines((0_u8..6, -40_i32..90).prop_map(|(touchpoint, level)| {
            let touchpoint = if touchpoint > 4 { String::new() } else { format!("t{touchpoint}") };
            format!("nps,{touchpoint},{level},p{}", level % 3)
        }), 5),
        answers in lines((0_i32..30, 0_u8..6, 0_u8..11).prop_map(|(week, touchpoint, score)| {
            format!("{},t{touchpoint},{score}", cx_core::calendar::Day::from_days(20_461 + 7 * week))
        }), 120),
        visits in lines((0_u8..3, 0_u8..6, 0_i32..200, 0_u8..2).prop_map(|(what, at, day, answer)| {
            format!("k{what},t{at},{},{answer}", cx_core::calendar::Day::from_days(20_461 + day))
        }), 20),
        persons in proptest::option::of((0_u64..9, 0_u64..9)),
    ) {
        let rows: Vec<Row> = rows
            .iter()
            .map(|(minute, person, touchpoint, value)| event(*minute, *person, *touchpoint, *value))
            .collect();
        let conversion = Some("purchase").filter(|_| converts && rows.iter().any(Row::converts));
        let (events, journeys) = journeys(&rows, conversion);
        let models = AttributeOptions::default().models([Model::Markov, Model::First, Model::Linear]);
        let credit = attribute(&journeys, &models).ok();
        let (spent, goals) = (campaigns(&spent), targets(&goals));
        let scores = scores(&answers, &goals);
        let roles = CriteriaRoles {
            target: Some("target".into()),
            critical: Some("critical".into()),
            ..CriteriaRoles::default()
        };
        let criteria = table("criterion,target,critical", "k0,90,\nk1,50,yes\nk2,80,");
        let criteria = Criteria::read(&[criteria], &roles).expect("criteria");
        let found = table("criterion,touchpoint,time,answer", &visits);
        let found = Findings::read(&[found], &FindingRoles::default()).expect("findings");
        let audited = audit(&criteria, &found, &AuditOptions::default()).expect("audit");
        let input = CockpitInput {
            events: Some(&events),
            journeys: Some(&journeys),
            credit: credit.as_ref(),
            campaigns: Some(&spent),
            targets: Some(&goals),
            scores: scores.iter().collect(),
            audit: Some(&audited),
            known_persons: persons,
            ..CockpitInput::default()
        };
        let seen = cockpit(&input, &swiss()).expect("builds");
        rule(&seen.findings);
        let mut facts: Vec<_> = seen.findings.iter().map(|f| (f.kind, f.subject.clone())).collect();
        let mut words: Vec<_> = seen.findings.iter().map(|f| f.en.clone()).collect();
        let count = facts.len();
        facts.sort();
        facts.dedup();
        words.sort();
        words.dedup();
        prop_assert_eq!((facts.len(), words.len()), (count, count), "a fact twice: {:?}", seen.findings);
        // One fact on the return of a touchpoint at most, and nothing said that its interval does not prove.
        let returns =
            [FindingKind::CostAboveValue, FindingKind::BestReturn, FindingKind::WorstReturn];
        for row in &seen.touchpoints {
            let of_row = seen.findings.iter().filter(|f| f.subject == row.touchpoint);
            let said: Vec<_> = of_row.filter(|f| returns.contains(&f.kind)).collect();
            prop_assert!(said.len() <= 1, "{:?}", said);
            for finding in said {
                let pays = finding.en.contains("); it pays off");
                let loses = finding.kind == FindingKind::CostAboveValue;
                prop_assert!(!pays || row.roas_low.is_some_and(|low| low > 1.0), "{}", finding.en);
                prop_assert!(!loses || row.roas_high.is_some_and(|high| high < 1.0), "{}", finding.en);
                prop_assert!(converts && !row.lower_bound && !row.undecided);
            }
        }
        for finding in &seen.findings {
            for text in [&finding.en, &finding.de, &finding.todo_en, &finding.todo_de] {
                let first = text.chars().next().expect("words");
                prop_assert!(!first.is_lowercase() && !text.contains(['{', 'ß']), "{}", text);
                prop_assert!(!text.contains("NaN") && !text.contains("inf"), "{}", text);
            }
        }
        let alarms: Vec<&str> = seen.alarms.iter().map(|alarm: &Alarm| alarm.en.as_str()).collect();
        let grave = seen.findings.iter().filter(|finding| finding.severity.is_some());
        prop_assert_eq!(alarms, grave.map(|finding| finding.en.as_str()).collect::<Vec<_>>());
    }
}
