//! Rules and models: against brute force, and case by case.

use std::collections::BTreeMap;

use cx_core::columns::{NO_CODE, NO_TIME};
use cx_core::journey::{
    Block, ConformOptions, Conformance, DeviationKind, JourneyOptions, Journeys, Net,
    NetTransition, Rule, RuleKind, Unit, Verdict,
};
use cx_core::options::{Span, from_json};
use cx_tests::cases::cases;
use cx_tests::company::{Row, run};
use cx_tests::model_oracle::{distance, words};
use proptest::prelude::*;

/// A person's touchpoints, a minute apart; the last row ends the data a day later.
fn persons(paths: &[&[u8]], later: i64) -> Journeys {
    let mut rows = Vec::new();
    for (person, path) in paths.iter().enumerate() {
        for (minute, touchpoint) in path.iter().enumerate() {
            let (minute, cookie) = (minute as i64, Some(person as u8));
            rows.push(Row { minute, cookie, login: None, touchpoint: *touchpoint, value: None });
        }
    }
    let cookie = Some(paths.len() as u8);
    rows.push(Row { minute: later, cookie, login: None, touchpoint: 9, value: None });
    run(&rows, 5, &JourneyOptions::default()).expect("runs").2
}

/// The verdict on the only other person, and where and why it is not kept.
fn verdict(path: &[u8], rule: Rule) -> (Option<Verdict>, Vec<(u32, String)>) {
    let options = ConformOptions { allow_unknown: true, ..ConformOptions::default() };
    let journeys = persons(&[path], 1_440);
    let found = journeys.conform(&options.rule(rule).unit(Unit::Persons)).expect("judged");
    let faults: Vec<_> = found.violations.iter().filter(|v| v.unit == 0).collect();
    let worst = faults.iter().map(|v| v.verdict).max();
    let alone = found.summary[0].activated > 0;
    let verdict = worst.or(alone.then_some(Verdict::Fulfilled));
    (verdict, faults.iter().map(|v| (v.step, v.why.to_string())).collect())
}

fn steps(path: &[u8], rule: Rule) -> Vec<u32> {
    verdict(path, rule).1.into_iter().map(|fault| fault.0).collect()
}

fn minutes(count: i64) -> Span {
    Span::minutes(count)
}

#[test]
fn rules_on_two_contacts() {
    let rule = |kind| Rule::new(kind, "t0").b("t1").within(minutes(2));
    let none: [u32; 0] = [];
    assert_eq!(steps(&[0, 2, 1, 0, 2, 2, 1], rule(RuleKind::Response)), [3]);
    assert_eq!(steps(&[1, 0, 2, 1, 2, 1], rule(RuleKind::Precedence)), [0, 5]);
    assert_eq!(steps(&[1, 0, 2, 1, 2, 1, 0], rule(RuleKind::Succession)), [0, 5, 6]);
    assert_eq!(steps(&[0, 1, 0, 2, 1], rule(RuleKind::ChainResponse)), [2]);
    assert_eq!(steps(&[0, 1, 0, 2, 1], rule(RuleKind::ChainPrecedence)), [4]);
    assert_eq!(steps(&[0, 1, 0, 2, 1], rule(RuleKind::ChainSuccession)), [2, 4]);
    assert_eq!(steps(&[0, 2, 2, 2, 1], rule(RuleKind::NotCoexistence)), none);
    assert_eq!(steps(&[1, 2, 0, 2, 1], rule(RuleKind::NotCoexistence)), [2]);
    assert_eq!(steps(&[1, 0, 2, 1, 0], rule(RuleKind::NotSuccession)), [1]);
    assert_eq!(verdict(&[2, 2], rule(RuleKind::Response)).0, None, "nothing asks for it");
    let (_, why) = verdict(&[0, 2], rule(RuleKind::Response));
    assert_eq!(why, [(0, "\"t0\" without \"t1\" after it within 2m".to_owned())]);
}

#[test]
fn rules_on_one_contact() {
    let rule = |kind| Rule::new(kind, "t0");
    // The person who ends the data has no t0 either, so units are looked at one by one.
    assert_eq!(steps(&[1, 0, 0], rule(RuleKind::Absence).times(2)), [2]);
    assert_eq!(steps(&[1, 0, 1], rule(RuleKind::Absence).times(2)), [0_u32; 0]);
    assert_eq!(steps(&[1, 0, 1], rule(RuleKind::Existence).times(2)), [NO_CODE]);
    assert_eq!(steps(&[1, 1, 0], rule(RuleKind::Existence).within(minutes(1))), [NO_CODE]);
    assert_eq!(steps(&[1, 1, 0], rule(RuleKind::Existence).within(minutes(2))), [0_u32; 0]);
    assert_eq!(steps(&[1, 0], rule(RuleKind::Init)), [0]);
}

#[test]
fn who_still_has_time_is_pending() {
    let rule = || Rule::new(RuleKind::Response, "t0").b("t1");
    let of = |within: Option<Span>| verdict(&[0, 2], Rule { within, ..rule() }).0;
    assert_eq!(of(None), Some(Verdict::Pending), "a person may always come back");
    assert_eq!(of(Some(Span::days(2))), Some(Verdict::Pending));
    assert_eq!(of(Some(Span::minutes(1_440))), Some(Verdict::Pending), "the last minute counts");
    assert_eq!(of(Some(Span::minutes(1_439))), Some(Verdict::Violated));
    let options = ConformOptions::default().rule(Rule { a: "t9".into(), ..rule().b("t0") });
    let found = persons(&[&[0]], 5).conform(&options.clone().unit(Unit::Persons)).expect("judged");
    assert_eq!((found.summary[0].pending, found.summary[0].violated), (1, 0));
    assert!(found.summary[0].share.is_nan() && found.summary[0].high == 1.0);
    let found = persons(&[&[0]], 5).conform(&options.judge_open()).expect("judged");
    assert_eq!((found.summary[0].pending, found.summary[0].violated), (0, 1));
    found.violations_to_record_batch().expect("rows");
}

fn names() -> impl Strategy<Value = Block> {
    (0u8..4).prop_map(|at| Block::Contact(format!("t{at}")))
}

fn block() -> impl Strategy<Value = Block> {
    names().prop_recursive(2, 7, 3, |inner| {
        let some = |least| proptest::collection::vec(inner.clone(), least..3);
        prop_oneof![
            some(0).prop_map(Block::Sequence),
            some(1).prop_map(Block::Choice),
            inner.clone().prop_map(|part| Block::Optional(Box::new(part))),
            some(1).prop_map(Block::Loop),
            some(1).prop_map(Block::Parallel),
        ]
    })
}

fn model(journeys: &Journeys, model: &Block, open: bool) -> Conformance {
    let options = ConformOptions { allow_unknown: true, judge_open: !open, ..Default::default() };
    journeys.conform(&options.model(model.clone())).expect("aligned")
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn deviations_are_the_distance_to_the_nearest_word(
        block in block(),
        paths in proptest::collection::vec(proptest::collection::vec(0u8..5, 1..5), 1..4),
    ) {
        let paths: Vec<&[u8]> = paths.iter().map(Vec::as_slice).collect();
        let journeys = persons(&paths, 1_440);
        let closed = model(&journeys, &block, false);
        let open = model(&journeys, &block, true);
        let shortest = closed.fit.as_ref().expect("a model").shortest as usize;
        for (journey, path) in paths.iter().enumerate() {
            let path: Vec<String> = path.iter().map(|at| format!("t{at}")).collect();
            // The best word is at most as far away as the shortest one.
            let words = words(&block, 2 * path.len() + shortest);
            prop_assert_eq!(words.iter().map(Vec::len).min(), Some(shortest));
            let nearest = words.iter().map(|word| distance(&path, word)).min();
            let variant = &closed.variants[closed.variant[journey] as usize];
            prop_assert_eq!(Some(variant.deviations as usize), nearest);
            prop_assert!((0.0..=1.0).contains(&variant.fitness));
            let begun = words.iter().flat_map(|word| (0..=word.len()).map(|end| distance(&path, &word[..end])));
            let begun = begun.min().expect("a word");
            let variant = &open.variants[open.variant[journey] as usize];
            // A longer word may begin better: the true distance is at most that.
            prop_assert!(variant.deviations as usize <= begun);
        }
        prop_assert_eq!(closed.variants.iter().map(|v| v.units).sum::<u64>(), journeys.len() as u64);
        let cases: u64 = closed.variants.iter().map(|v| u64::from(v.deviations) * v.units).sum();
        prop_assert_eq!(closed.summary[0].cases, cases);
        prop_assert_eq!(closed.deviations.iter().map(|d| d.units).sum::<u64>(), cases);
        let text = serde_json::to_string(&block).expect("text");
        prop_assert_eq!(serde_json::from_str::<Block>(&text).expect("block"), block);
    }
}

#[test]
fn deviations_are_listed_and_priced() {
    let options: ConformOptions = from_json(
        r#"{
            "model": {"sequence": ["t0", {"parallel": ["t1", {"optional": "t2"}]}, "t3"]},
            "missing": {"t3": 120.5}, "extra": {"t4": 1.25}, "judge_open": true
        }"#,
    )
    .expect("options");
    let paths: &[&[u8]] = &[&[0, 2, 1, 3], &[0, 4, 1], &[0, 4, 1]];
    let journeys = {
        let rows = paths.iter().enumerate().flat_map(|(person, path)| {
            path.iter().enumerate().map(move |(minute, at)| Row {
                minute: minute as i64,
                cookie: Some(person as u8),
                login: None,
                touchpoint: *at,
                value: None,
            })
        });
        run(&rows.collect::<Vec<_>>(), 5, &JourneyOptions::default()).expect("runs").2
    };
    let found = journeys.conform(&options).expect("aligned");
    let listed: Vec<_> = found
        .deviations
        .iter()
        .map(|d| (d.kind, found.contacts.name(d.contact).into_owned(), d.position, d.units, d.cost))
        .collect();
    assert_eq!(
        listed,
        [
            (DeviationKind::Extra, "t4".to_owned(), 1, 2, 1.25),
            (DeviationKind::Missing, "t3".to_owned(), 3, 2, 120.5),
        ]
    );
    let rows: BTreeMap<_, _> =
        found.summary.iter().map(|s| ((s.kind.as_str(), s.check.as_str()), s)).collect();
    let whole = rows[&("model", "model")];
    assert_eq!((whole.fulfilled, whole.violated, whole.cases), (1, 2, 4));
    assert_eq!(whole.cost, 243.5);
    assert_eq!((rows[&("missing", "t3")].violated, rows[&("missing", "t3")].fulfilled), (2, 1));
    for batch in [
        found.to_record_batch(),
        found.variants_to_record_batch(),
        found.deviations_to_record_batch(),
        found.units_to_record_batch(),
    ] {
        assert!(batch.expect("rows").num_rows() > 0);
    }
}

#[test]
fn models_that_cannot_be_are_refused_and_large_ones_end() {
    let journeys = persons(&[&[0, 1, 2, 3]], 1_440);
    let error = |model: Block| {
        let options = ConformOptions::default().model(model);
        journeys.conform(&options).expect_err("refused").to_string()
    };
    assert!(error(Block::Choice(Vec::new())).contains("a choice without parts"));
    assert!(error(Block::Sequence(vec![Block::Net(Net::default())])).contains("a net alone"));
    assert!(error("t8".into()).contains("\"t8\" does not occur"));
    let stuck = Net { places: 2, start: vec![0], end: vec![1], transitions: Vec::new() };
    assert!(error(Block::Net(stuck.clone())).contains("accepts no journey"));
    assert!(error(Block::Net(Net { end: vec![2], ..stuck.clone() })).contains("place 2"));
    let twice = NetTransition { name: None, takes: Vec::new(), gives: vec![1] };
    let twice = Net { transitions: vec![twice.clone(), twice], end: Vec::new(), ..stuck };
    assert!(error(Block::Net(twice)).contains("two tokens"));
    let deep = (0..100).fold(Block::from("t0"), |block, _| Block::Optional(Box::new(block)));
    assert!(error(deep).contains("64 deep"));
    assert!(journeys.conform(&ConformOptions::default()).is_err());

    // Nothing is expected: all that happened is extra.
    let found = model(&journeys, &Block::Sequence(Vec::new()), false);
    assert_eq!(found.variants.iter().map(|v| v.deviations).collect::<Vec<_>>(), [4, 1]);
    assert_eq!(found.variants[0].fitness, 0.0);

    // Thirty contacts in any order: too many states, and it is said.
    let wide = Block::Parallel((0..30).map(|at| Block::Contact(format!("t{}", at % 4))).collect());
    let options = ConformOptions { max_states: 1_000, judge_open: true, ..Default::default() };
    let found = journeys.conform(&options.model(wide));
    assert!(found.as_ref().map_or(true, |f| f.summary[0].capped > 0), "{found:?}");
}

#[test]
fn an_open_journey_is_not_blamed_for_what_may_come() {
    let journeys = persons(&[&[0, 1]], 1_440);
    let expected = Block::Sequence(vec!["t0".into(), "t1".into(), "t2".into()]);
    assert_eq!(model(&journeys, &expected, true).variants[0].deviations, 0);
    assert_eq!(model(&journeys, &expected, true).summary[0].pending, 1);
    assert_eq!(model(&journeys, &expected, false).variants[0].deviations, 1);
}

#[test]
fn a_unit_without_contacts_breaks_existence_without_a_time() {
    let mut buys = Row { minute: 0, cookie: Some(0), login: None, touchpoint: 0, value: Some(1.0) };
    buys.minute = 5;
    let other = Row { cookie: Some(1), value: None, ..buys.clone() };
    let options = JourneyOptions { conversion: Some("purchase".into()), ..Default::default() };
    let journeys = run(&[buys, other], 5, &options).expect("runs").2;
    let rule = Rule::new(RuleKind::Existence, "t0");
    let found = journeys.conform(&ConformOptions::default().rule(rule)).expect("judged");
    assert_eq!(found.violations.len(), 1);
    assert_eq!(found.violations[0].time, NO_TIME);
}

#[test]
fn one_unit_has_no_interval() {
    // One person more than the paths has a contact at the end of the data.
    let one = persons(&[], 5);
    let fit = |journeys: &Journeys| {
        let options =
            ConformOptions { allow_unknown: true, judge_open: true, ..Default::default() };
        let options = options.unit(Unit::Persons).model(Block::Sequence(vec!["t0".into()]));
        journeys.conform(&options).expect("aligned").fit.expect("a model")
    };
    let alone = fit(&one);
    assert_eq!(alone.units, 1);
    assert!(alone.fitness < 1.0 && alone.low.is_nan() && alone.high.is_nan(), "{alone:?}");
    let two = fit(&persons(&[&[0]], 5));
    assert!(two.low < two.fitness && two.fitness < two.high, "{two:?}");
}
