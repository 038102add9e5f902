//! Needs and answers of personas: against naive counts, and what must reconcile.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use arrow_array::{ArrayRef, Int64Array, RecordBatch, StringArray};
use cx_core::Error;
use cx_core::columns::{NO_CODE, TimeUnit};
use cx_core::intake::{Feedback, FeedbackRoles};
use cx_core::journey::{
    JourneyOptions, Journeys, NeedBy, NeedOptions, Needs, PersonaOptions, Personas, PhaseOptions,
    PhaseRule, Phases, Unit,
};
use cx_core::kpi::{ScoreOptions, score};
use cx_core::stitch::People;
use cx_tests::cases::cases;
use cx_tests::company::{Row, START, run};
use proptest::prelude::*;

fn row(minute: i64, cookie: u8, touchpoint: u8, value: Option<f64>) -> Row {
    Row { minute, cookie: Some(cookie), login: None, touchpoint, value }
}

fn company(rows: &[Row], split: usize) -> cx_core::Result<(People, Journeys, Personas, Phases)> {
    let options = JourneyOptions { conversion: Some("purchase".into()), ..Default::default() };
    let (_, people, journeys) = run(rows, split, &options)?;
    let personas = journeys
        .personas(&PersonaOptions { resamples: 0, ..PersonaOptions::default().between(2, 3) })?;
    let phases =
        PhaseOptions { start: "search".into(), unit: Unit::Journeys, ..Default::default() }
            .rule(PhaseRule::new("compare").event("contact").from("compare"))
            .rule(PhaseRule::new("purchase").conversion());
    let phases = journeys.phases(&phases)?;
    Ok((people, journeys, personas, phases))
}

/// Contacts and the journeys with them by persona, phase and code, one step after the other.
type Naive = BTreeMap<(u32, u32, u32), (u64, BTreeSet<usize>)>;

fn naive(journeys: &Journeys, personas: &Personas, phases: &Phases, codes: &[u32]) -> Naive {
    let mut cells = Naive::new();
    for journey in 0..journeys.len() {
        for step in journeys.range(journey) {
            let key = (personas.members[journey].persona, phases.step_phase[step], codes[step]);
            let cell = cells.entry(key).or_default();
            cell.0 += 1;
            cell.1.insert(journey);
        }
    }
    cells
}

/// Journeys of some personas in a phase, with a need or with any.
fn journeys_of(cells: &Naive, of: impl Fn(&(u32, u32, u32)) -> bool) -> f64 {
    let all: BTreeSet<usize> =
        cells.iter().filter(|(key, _)| of(key)).flat_map(|(_, cell)| cell.1.clone()).collect();
    all.len() as f64
}

fn agree(needs: &Needs, cells: &Naive) {
    assert_eq!(needs.rows.len(), cells.len());
    for (row, (key, cell)) in needs.rows.iter().zip(cells) {
        assert_eq!((row.persona, row.phase, row.need), *key);
        assert_eq!((row.contacts, row.journeys), (cell.0, cell.1.len() as u64));
        let here = |other: &(u32, u32, u32)| other.1 == row.phase;
        let of = journeys_of(cells, |other| here(other) && other.0 == row.persona);
        assert_eq!(row.of as f64, of);
        let others = journeys_of(cells, |o| here(o) && o.0 != row.persona && o.2 == row.need)
            / journeys_of(cells, |other| here(other) && other.0 != row.persona);
        assert!(row.others.is_nan() && others.is_nan() || row.others == others, "{row:?}");
        assert!(row.interval.low <= row.share && row.share <= row.interval.high);
        if !row.others.is_nan() {
            assert!(row.difference_in.low <= row.difference, "{row:?}");
            assert!(row.difference <= row.difference_in.high, "{row:?}");
        }
    }
}

#[test]
fn what_is_particular_to_a_persona_is_proven() {
    let mut rows = Vec::new();
    for person in 0..60_u8 {
        // Half compare on a portal, half ask in the branch; all begin with a search.
        let second = if person % 2 == 0 { 1 } else { 2 };
        for (step, touchpoint) in [0, second, second].into_iter().enumerate() {
            rows.push(row(step as i64 * 600, person, touchpoint, None));
        }
    }
    rows.push(row(9_000, 1, 9, Some(10.0)));
    let (_, journeys, personas, phases) = company(&rows, 50).expect("company");
    let needs = journeys.needs(&personas, &phases, &NeedOptions::default()).expect("needs");
    assert_eq!(personas.rows.len(), 2);
    for persona in 0..2 {
        let own: Vec<_> = needs.rows.iter().filter(|row| row.persona == persona).collect();
        let name = |row: &cx_core::journey::NeedRow| needs.names.name(row.need).into_owned();
        let proven: Vec<String> =
            own.iter().filter(|row| row.difference_in.low > 0.0).map(|row| name(row)).collect();
        assert!(proven == ["t1"] || proven == ["t2"], "{proven:?}");
        let search = own.iter().find(|row| name(row) == "t0").expect("all search");
        assert_eq!((search.share, search.others, search.difference), (1.0, 1.0, 0.0));
    }
}

#[test]
fn phases_by_person_and_strangers_are_refused() {
    let mut rows: Vec<Row> =
        (0..20_u8).map(|at| row(i64::from(at) * 10, at % 5, at % 3, None)).collect();
    rows.push(row(900, 1, 9, Some(10.0)));
    let (people, journeys, personas, _) = company(&rows, 50).expect("company");
    let by_person = PhaseOptions { unit: Unit::Persons, ..Default::default() };
    let by_person = journeys.phases(&by_person).expect("phases");
    let refused = journeys.needs(&personas, &by_person, &NeedOptions::default());
    assert!(matches!(refused, Err(Error::Option { field: "unit", .. })));
    let strangers: Vec<Row> = rows.iter().filter(|row| row.cookie != Some(4)).cloned().collect();
    let (_, _, _, phases) = company(&strangers, 50).expect("company");
    let refused = journeys.needs(&personas, &phases, &NeedOptions::default());
    assert!(matches!(refused, Err(Error::Mismatch { .. })));
    let wide = NeedOptions { confidence: 1.0, ..Default::default() };
    let refused = journeys.needs(&personas, &by_person, &wide);
    assert!(matches!(refused, Err(Error::Option { field: "confidence", .. })));
    let answers = feedback(&[(5, 0, 9)]);
    let once = personas.answers(&journeys, &people, &answers).expect("answers");
    assert!(matches!(personas.answers(&journeys, &people, &once), Err(Error::Unanswerable { .. })));
}

/// Answers as minute, cookie and score.
fn feedback(answers: &[(i64, u8, u8)]) -> Feedback {
    let columns: [(&str, ArrayRef); 3] = [
        ("at", Arc::new(answers.iter().map(|a| START + 60 * a.0).collect::<Int64Array>())),
        (
            "who",
            Arc::new(answers.iter().map(|a| Some(format!("c{}", a.1))).collect::<StringArray>()),
        ),
        ("score", Arc::new(answers.iter().map(|a| i64::from(a.2)).collect::<Int64Array>())),
    ];
    let roles = FeedbackRoles {
        time: Some("at".into()),
        time_unit: Some(TimeUnit::Seconds),
        ids: BTreeMap::from([("cookie".into(), "who".into())]),
        ..FeedbackRoles::default()
    };
    Feedback::read(&[RecordBatch::try_from_iter(columns).expect("a table")], &roles)
        .expect("answers")
}

proptest! {
    #![proptest_config(cases(48))]
    #[test]
    fn needs_and_answers_are_those_of_loops(
        rows in proptest::collection::vec((0..5_000_i64, 0..12_u8, 0..5_u8, 0..8_u8), 12..120),
        answers in proptest::collection::vec((0..6_000_i64, 0..14_u8, 0..=10_u8), 1..40),
    ) {
        let rows: Vec<Row> = rows
            .into_iter()
            .map(|(minute, who, what, buys)| row(minute, who, what, (buys == 0).then_some(1.0)))
            .collect();
        let made = company(&rows, 40);
        prop_assume!(made.is_ok());
        let (people, journeys, personas, phases) = made?;
        for (by, codes) in [(NeedBy::Touchpoint, &journeys.steps.touchpoint), (NeedBy::Event, &journeys.steps.event)] {
            let needs = journeys.needs(&personas, &phases, &NeedOptions { by, ..Default::default() })?;
            agree(&needs, &naive(&journeys, &personas, &phases, codes));
            prop_assert_eq!(needs.rows.iter().map(|row| row.contacts).sum::<u64>(), journeys.steps.time.len() as u64);
        }
        let asked = feedback(&answers);
        let told = personas.answers(&journeys, &people, &asked)?;
        let column = &told.segments["persona"];
        for (at, (minute, who, _)) in answers.iter().enumerate() {
            let time = (START + 60 * minute) * 1_000_000;
            let person = people.find("cookie", &format!("c{who}"));
            let own = |journey: &usize| Some(journeys.person[*journey]) == person && journeys.start[*journey] <= time;
            let last = (0..journeys.len()).filter(own).max_by_key(|journey| (journeys.start[*journey], *journey));
            let expected = last.map(|journey| personas.members[journey].persona.to_string());
            let found = (column.code(at) != NO_CODE).then(|| column.name(at).into_owned());
            prop_assert_eq!(found, expected);
        }
        let options = ScoreOptions { by: ["persona"].into(), ..ScoreOptions::default() };
        let scores = score(&told, &options, None)?;
        prop_assert_eq!(scores.rows.iter().map(|row| row.n).sum::<u64>(), answers.len() as u64);
        prop_assert!(told.report.definition.definition != asked.report.definition.definition);
    }
}
