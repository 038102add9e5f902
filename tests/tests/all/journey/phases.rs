//! Phases and effort: against a naive machine, and what must reconcile.

use std::collections::{BTreeMap, BTreeSet};

use cx_core::Error;
use cx_core::columns::NO_TIME;
use cx_core::journey::{
    EffortOptions, EffortWeights, JourneyOptions, Journeys, PersonaOptions, PhaseOptions,
    PhaseRule, Phases, Unit,
};
use cx_core::options::Span;
use cx_tests::company::{Row, run};
use proptest::prelude::*;

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let value = proptest::option::weighted(0.2, 1i64..100_000);
    let row =
        (0i64..40_000, 0u8..5, 0u8..5, value).prop_map(|(minute, cookie, touchpoint, cents)| Row {
            minute: minute / 60 * 60,
            cookie: Some(cookie),
            login: None,
            touchpoint,
            value: cents.map(|cents| cents as f64 / 100.0),
        });
    let all = [0, 1, 2, 3, 4].map(|touchpoint| Row {
        minute: 0,
        cookie: Some(9),
        login: None,
        touchpoint,
        value: None,
    });
    let sale = Row { minute: 1, cookie: Some(9), login: None, touchpoint: 0, value: Some(1.0) };
    proptest::collection::vec(row, 1..80).prop_map(move |mut rows| {
        rows.extend(all.clone());
        rows.push(sale.clone());
        rows
    })
}

fn journeys(rows: &[Row]) -> Journeys {
    let options = JourneyOptions { conversion: Some("purchase".into()), ..Default::default() };
    run(rows, 7, &options).expect("journeys").2
}

/// Search and orientation by touchpoint, purchase by conversion, service after a purchase only,
/// inactive by silence.
fn options(regress: bool, unit: Unit) -> PhaseOptions {
    PhaseOptions { start: "search".into(), regress, unit, ..Default::default() }
        .rule(PhaseRule::new("search").touchpoint("t0"))
        .rule(PhaseRule::new("orientation").touchpoint(["t1", "t2"]).event("contact"))
        .rule(PhaseRule::new("purchase").conversion())
        .rule(PhaseRule::new("service").touchpoint(["t3"]).from(["purchase", "service"]))
        .rule(PhaseRule::new("inactive").silence(Span::days(5)))
}

const NAMES: [&str; 5] = ["search", "orientation", "purchase", "service", "inactive"];

/// Contacts (touchpoint) and conversions (`None`) of a unit, with their minute.
type Happenings = Vec<(i64, Option<u8>)>;

fn happenings(journeys: &Journeys, unit: Unit) -> BTreeMap<u32, Happenings> {
    let mut all: BTreeMap<u32, Happenings> = BTreeMap::new();
    for journey in 0..journeys.len() {
        let key = if unit == Unit::Persons { journeys.person[journey] } else { journey as u32 };
        let own = all.entry(key).or_default();
        for step in journeys.range(journey) {
            let name = journeys.touchpoints.name(journeys.steps.touchpoint[step]);
            own.push((journeys.steps.time[step], name[1..].parse().ok()));
        }
        if journeys.converted[journey] {
            own.push((journeys.end[journey], None));
        }
    }
    all
}

/// The machine by hand: `(phase, entered)` and contacts of each stretch.
fn by_hand(happenings: &Happenings, regress: bool, data_end: i64) -> Vec<(usize, i64, u64)> {
    let silence = Span::days(5).micros();
    let mut way: Vec<(usize, i64, u64)> = Vec::new();
    let mut last = None;
    let mut all: Vec<(i64, Option<Option<u8>>)> =
        happenings.iter().map(|(time, what)| (*time, Some(*what))).collect();
    all.push((data_end, None));
    for (time, what) in all {
        let now = way.last().map(|stretch| stretch.0);
        if let Some(last) = last
            && last + silence < time
            && now != Some(4)
        {
            way.push((4, last + silence, 0));
        }
        last = Some(time);
        let Some(what) = what else { break };
        let now = way.last().map(|stretch| stretch.0);
        let next = match what {
            None => Some(2),
            Some(0) => Some(0),
            Some(1 | 2) => Some(1),
            Some(3) if matches!(now, Some(2 | 3)) => Some(3),
            Some(_) => None,
        };
        let next = next.filter(|next| regress || now.is_none_or(|now| *next >= now));
        let next = next.or(if now.is_none() { Some(0) } else { None });
        if let Some(next) = next
            && now != Some(next)
        {
            way.push((next, time, 0));
        }
        if let (Some(_), Some(stretch)) = (what, way.last_mut()) {
            stretch.2 += 1;
        }
    }
    way
}

fn data_end(journeys: &Journeys) -> i64 {
    journeys.sessions.end.iter().chain(&journeys.end).copied().max().expect("events")
}

fn by_unit(phases: &Phases) -> BTreeMap<u32, Vec<&cx_core::journey::PhaseRow>> {
    let mut all: BTreeMap<u32, Vec<_>> = BTreeMap::new();
    for row in &phases.rows {
        all.entry(row.unit).or_default().push(row);
    }
    all
}

proptest! {
    #[test]
    fn phases_are_those_by_hand(rows in rows(), regress: bool, person: bool) {
        let unit = if person { Unit::Persons } else { Unit::Journeys };
        let journeys = journeys(&rows);
        let phases = journeys.phases(&options(regress, unit))?;
        prop_assert_eq!(&phases.names, &NAMES.map(str::to_owned));
        let end = data_end(&journeys);
        let found = by_unit(&phases);
        let expected = happenings(&journeys, unit);
        prop_assert_eq!(found.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>());
        for (unit, stretches) in found {
            let way: Vec<_> = stretches.iter().map(|r| (r.phase as usize, r.entered, r.contacts)).collect();
            prop_assert_eq!(&way, &by_hand(&expected[&unit], regress, end));
            // The stretches cover the time from the first happening on without a gap.
            prop_assert_eq!(stretches[0].entered, expected[&unit][0].0);
            for pair in stretches.windows(2) {
                prop_assert_eq!(pair[0].left, pair[1].entered);
                prop_assert!(pair[0].entered <= pair[0].left && pair[0].phase != pair[1].phase);
            }
            prop_assert_eq!(stretches.last().map(|row| row.left), Some(NO_TIME));
        }
    }

    #[test]
    fn every_step_is_in_one_phase(rows in rows(), regress: bool) {
        let journeys = journeys(&rows);
        let phases = journeys.phases(&options(regress, Unit::Persons))?;
        let steps = journeys.steps.time.len() as u64;
        prop_assert_eq!(phases.step_phase.len() as u64, steps);
        prop_assert_eq!(phases.rows.iter().map(|row| row.contacts).sum::<u64>(), steps);
        prop_assert_eq!(phases.channels.iter().map(|row| row.contacts).sum::<u64>(), steps);
        let moves: u64 = phases.hand_overs.iter().map(|row| row.count).sum();
        prop_assert_eq!(moves as usize, phases.rows.len() - by_unit(&phases).len());
        for row in &phases.hand_overs {
            prop_assert!(row.changed <= row.measured && row.measured <= row.count);
            prop_assert!(row.gap.windows(2).all(|pair| pair[0] <= pair[1]) || row.measured == 0);
        }
    }

    #[test]
    fn effort_reconciles_with_steps(rows in rows(), person: bool, pause in 1i64..500) {
        let unit = if person { Unit::Persons } else { Unit::Journeys };
        let journeys = journeys(&rows);
        let phases = journeys.phases(&options(true, unit))?;
        let effort_options = EffortOptions { pause: Span::minutes(pause), ..Default::default() };
        let effort = journeys.effort(&phases, None, &effort_options)?;
        // Step by step: consecutive steps of one unit in one phase.
        let mut steps: Vec<(u32, u32, i64, u32, u32)> = Vec::new();
        for journey in 0..journeys.len() {
            let key = if person { journeys.person[journey] } else { journey as u32 };
            for s in journeys.range(journey) {
                let columns = &journeys.steps;
                steps.push((key, phases.step_phase[s], columns.time[s], columns.touchpoint[s], columns.event[s]));
            }
        }
        for row in &effort.units {
            let own = |step: &&(u32, u32, i64, u32, u32)| step.0 == row.unit && step.1 == row.phase;
            let contacts = steps.iter().filter(own).count();
            let kinds: BTreeSet<_> = steps.iter().filter(own).map(|s| (s.3, s.4)).collect();
            let pairs: Vec<_> = steps
                .windows(2)
                .filter(|pair| own(&&pair[0]) && own(&&pair[1]))
                .map(|pair| ((pair[1].2 - pair[0].2) / 60_000_000, pair[0].3 != pair[1].3))
                .collect();
            let count = |paused: bool| pairs.iter().filter(|p| p.1 && (p.0 > pause) == paused).count() as f64;
            let time = |paused: bool| pairs.iter().filter(|p| (p.0 > pause) == paused).map(|p| p.0).sum::<i64>() as f64;
            let repeats = (contacts - kinds.len()) as f64;
            let expected = [contacts as f64, count(true), count(false), repeats, time(false), time(true)];
            prop_assert_eq!(row.parts, expected);
        }
        let contacts: f64 = effort.units.iter().map(|row| row.parts[0]).sum();
        prop_assert_eq!(contacts as usize, journeys.steps.time.len());
        // 100 is the mean of all units and phases.
        let mean = effort.units.iter().map(|row| row.index).sum::<f64>() / effort.units.len() as f64;
        prop_assert!((mean - 100.0).abs() < 1e-9);
        for row in &effort.rows {
            let own: Vec<f64> = effort.units.iter().filter(|u| u.phase == row.phase).map(|u| u.index).collect();
            prop_assert_eq!(own.len() as u64, row.units);
            prop_assert!((own.iter().sum::<f64>() / own.len() as f64 - row.index).abs() < 1e-9);
        }
    }

    #[test]
    fn personas_share_the_effort_of_a_phase(rows in rows()) {
        let journeys = journeys(&rows);
        let personas = journeys.personas(&PersonaOptions { resamples: 0, ..Default::default() });
        prop_assume!(personas.is_ok());
        let personas = personas?;
        let phases = journeys.phases(&options(true, Unit::Journeys))?;
        let effort = journeys.effort(&phases, Some(&personas), &EffortOptions::default())?;
        for whole in effort.rows.iter().filter(|row| cx_core::journey::Effort::is_whole(row)) {
            let parts = effort.rows.iter().filter(|row| row.phase == whole.phase && !cx_core::journey::Effort::is_whole(row));
            let (units, sum) = parts.fold((0, 0.0), |(n, s), row| (n + row.units, s + row.index * row.units as f64));
            prop_assert_eq!(units, whole.units);
            prop_assert!((sum / units as f64 - whole.index).abs() < 1e-9);
        }
    }
}

#[test]
fn a_reference_that_is_given_makes_reports_comparable() {
    let row = |minute: i64, touchpoint: u8| Row {
        minute,
        cookie: Some(1),
        login: None,
        touchpoint,
        value: None,
    };
    let few = [row(0, 0), row(10, 1), row(100, 1)];
    let journeys = run(&few, 9, &JourneyOptions::default()).expect("journeys").2;
    let phases = journeys.phases(&PhaseOptions::default()).expect("phases");
    assert_eq!(phases.names, ["(none)"]);
    let weights = EffortWeights { minutes: 0.0, waiting: 0.0, ..Default::default() };
    let reference = EffortWeights {
        contacts: 2.0,
        switches: 0.0,
        hand_offs: 1.0,
        repeats: 2.0,
        ..Default::default()
    };
    let options = EffortOptions { weights, reference: Some(reference), ..Default::default() };
    let effort = journeys.effort(&phases, None, &options).expect("effort");
    // 3 contacts of 2, no switch (no reference), 1 hand-off of 1, 1 repeat of 2.
    assert_eq!(effort.rows[0].parts, [3.0, 0.0, 1.0, 1.0, 10.0, 90.0]);
    assert!((effort.rows[0].index - 100.0 * (1.5 + 1.0 + 0.5) / 3.0).abs() < 1e-12);
    assert_eq!(effort.rows[0].interval, None);
}

#[test]
fn unknown_names_and_empty_rules_are_refused() {
    let row =
        |minute: i64| Row { minute, cookie: Some(1), login: None, touchpoint: 0, value: None };
    let journeys = run(&[row(0), row(1)], 9, &JourneyOptions::default()).expect("journeys").2;
    let refuse =
        |rule: PhaseRule| journeys.phases(&PhaseOptions::default().rule(rule)).expect_err("error");
    let phase = refuse(PhaseRule::new("service").conversion().from("purchase"));
    assert!(matches!(&phase, Error::UnknownName { what: "phase", .. }), "{phase}");
    assert!(phase.to_string().contains("\"purchase\"") && phase.to_string().contains("service"));
    let touchpoint = refuse(PhaseRule::new("search").touchpoint("nowhere"));
    assert!(matches!(touchpoint, Error::UnknownName { what: "touchpoint", .. }));
    assert!(matches!(refuse(PhaseRule::new("search")), Error::Option { field: "rules", .. }));
    let two = PhaseRule::new("search").touchpoint("t0").conversion();
    assert!(matches!(refuse(two), Error::Option { field: "rules", .. }));
    assert!(matches!(
        refuse(PhaseRule::new(" ").conversion()),
        Error::Option { field: "phase", .. }
    ));
}

#[test]
fn personas_need_phases_of_journeys() {
    let row = |minute: i64, cookie: u8, touchpoint: u8| Row {
        minute,
        cookie: Some(cookie),
        login: None,
        touchpoint,
        value: None,
    };
    let rows = [row(0, 1, 0), row(1, 1, 1), row(0, 2, 2), row(0, 3, 3)];
    let journeys = run(&rows, 9, &JourneyOptions::default()).expect("journeys").2;
    let personas = journeys.personas(&PersonaOptions::default()).expect("personas");
    let phases = journeys.phases(&PhaseOptions::default()).expect("phases");
    let found = journeys.effort(&phases, Some(&personas), &EffortOptions::default());
    assert!(matches!(found, Err(Error::Option { field: "unit", .. })));
    let nothing = EffortWeights {
        contacts: 0.0,
        switches: 0.0,
        hand_offs: 0.0,
        repeats: 0.0,
        minutes: 0.0,
        waiting: 0.0,
    };
    let idle = EffortOptions { weights: nothing, ..Default::default() };
    assert!(matches!(
        journeys.effort(&phases, None, &idle),
        Err(Error::Option { field: "weights", .. })
    ));
}
