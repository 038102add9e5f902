//! The steps of the search against their definitions, and small journeys for tests.

use super::expect::Person;
use super::exposure::Exposure;
use super::histories::Histories;
use super::history::Touch;
use super::level_set::Levels;
use super::maximise::line;
use super::parameters::Parameters;
use super::parameters::Rates;
use super::prior;
use super::rows::Rows;
use super::scores::information;
use super::triggers::Triggers;
use crate::columns::{Dictionary, MICROS, NO_CODE};
use crate::journey::persons::Persons;
use crate::journey::{JourneyReport, Journeys, Sessions, Steps};
use crate::options::Definition;

const HOUR: i64 = 3_600 * MICROS;

/// A person, contacts as `(hour, touchpoint)`, and the hour of a purchase.
pub(super) type Row = (u32, Vec<(i64, u32)>, Option<i64>);

/// Journeys of one person after the other.
pub(super) fn journeys(rows: &[Row]) -> Journeys {
    let names = |names: &[&str]| Dictionary::from_names(names.iter().copied()).expect("names").0;
    let mut steps = Steps::default();
    let (mut ends, mut end, mut converted) = (Vec::new(), Vec::new(), Vec::new());
    for (_, contacts, purchase) in rows {
        for (hour, code) in contacts {
            steps.time.push(hour * HOUR);
            steps.touchpoint.push(*code);
        }
        ends.push(steps.time.len());
        let last = contacts.last().map_or(0, |contact| contact.0);
        end.push(purchase.unwrap_or(last) * HOUR);
        converted.push(purchase.is_some());
    }
    steps.event = vec![0; steps.time.len()];
    steps.row = (0..steps.time.len() as u32).collect();
    Journeys {
        touchpoints: names(&["mail", "search", "web"]),
        events: names(&["click"]),
        outcomes: names(&["purchase"]),
        campaigns: Dictionary::default(),
        costs: Vec::new(),
        timezone: None,
        days: None,
        person: rows.iter().map(|row| row.0).collect(),
        persons: rows.iter().map(|row| row.0 + 1).max().unwrap_or(0),
        start: end.clone(),
        sessions_of: vec![1; rows.len()],
        value: (0..rows.len() as i64).map(|at| (at % 7) * 30 * MICROS).collect(),
        outcome: converted.iter().map(|won| if *won { 0 } else { NO_CODE }).collect(),
        open: vec![false; rows.len()],
        cancelled: Vec::new(),
        carried: Vec::new(),
        unknown_refunds: Vec::new(),
        sessions: Sessions::default(),
        report: JourneyReport::default(),
        definition: Definition::default(),
        converted,
        end,
        ends,
        steps,
    }
}

/// Persons that come back after a purchase, buy before any contact, at the same moment as one, or never.
pub(super) fn world(again: bool) -> Journeys {
    let mut rows = Vec::new();
    for person in 0..400_u32 {
        let start = i64::from(person * 7 % 240);
        let contact =
            |at: u32| (start + i64::from(at * (5 + person % 11)), (person * (at + 3) + at) % 3);
        let contacts: Vec<_> = (0..=person % 4).map(contact).collect();
        let last = contacts.last().map_or(start, |contact| contact.0);
        match person % 5 {
            0 => rows.push((person, contacts, Some(last + i64::from(person % 3)))),
            1 if again => {
                rows.push((person, contacts, Some(last)));
                rows.push((person, vec![(last + 30, 0), (last + 30, 2)], Some(last + 31)));
            }
            2 if person % 3 == 0 => {
                rows.push((person, Vec::new(), Some(start - 9)));
                rows.push((person, contacts, None));
            }
            _ => rows.push((person, contacts, None)),
        }
    }
    rows.push((400, vec![(500, 1)], None));
    journeys(&rows)
}

const DECAYS: [f64; 2] = [0.5, 30.0];

fn with_levels(journeys: &Journeys, size: usize, in_sum: bool, visit: impl Fn(&Levels<'_>)) {
    let histories = Histories::of(journeys, &Persons::of(journeys), None);
    let exposure = Exposure::of(&histories, DECAYS[0], DECAYS[1]).expect("exposures");
    let rows = Rows::of(&histories, &Triggers::none(histories.touchpoints)).expect("rows");
    let sums = rows.in_sum(histories.touchpoints);
    let read = if in_sum { &sums } else { &rows };
    visit(&Levels::new(&histories, &exposure, [read, &rows], size, DECAYS));
}

/// Parameters away from any maximum; decays are points of the grid of exposures.
fn somewhere(levels: &Levels<'_>) -> Parameters {
    let mut logs = levels.start().logs();
    let count = levels.histories.touchpoints;
    for (at, log) in logs.iter_mut().enumerate() {
        *log += 0.3 * ((at * 7 % 11) as f64 / 5.0 - 1.0);
        if (count..2 * count).contains(&at) {
            let step = libm::log(DECAYS[1] / DECAYS[0]) / 24.0;
            *log = libm::log(DECAYS[0]) + step * (8 + at) as f64;
        }
    }
    levels.parameters(&logs)
}

/// The likelihood by its definition, person by person.
fn naive(levels: &Levels<'_>, now: &Parameters) -> f64 {
    let evidence = |person: usize| levels.persons.of_person(person).expect("a row").1;
    let mut sum = 0.0;
    for at in 0..levels.histories.len() {
        let person = levels.histories.person(at).expect("a person");
        let cohort = levels.histories.cohort(&person);
        let mut whole = 0.0;
        for level in 0..levels.size {
            let leave = |row: &[f64]| row[level] * person.days;
            let rates = now.rate.chunks(levels.size);
            let mut ln = -leave(&now.base) - rates.map(leave).sum::<f64>();
            for (touchpoint, number) in evidence(at) {
                let place = *touchpoint as usize * levels.size + level;
                ln += number * libm::log(now.rate[place]);
            }
            for sale in person.conversions {
                let term = |touch: &Touch| {
                    let (effect, decay) = now.of(touch.at);
                    effect * libm::exp(-(sale.time - touch.time) / decay)
                };
                let caused = person.touches.iter().filter(|touch| touch.time <= sale.time);
                ln += libm::log(now.base[level] + caused.map(term).sum::<f64>());
            }
            whole += now.share[cohort * levels.size + level] * libm::exp(ln);
        }
        sum += libm::log(whole);
        for touch in person.touches {
            let (effect, decay) = now.of(touch.at);
            let age = (person.days - touch.time) / decay;
            sum -= effect * decay * (1.0 - libm::exp(-age));
        }
    }
    let shares: f64 = now.share.iter().map(|share| libm::log(*share)).sum();
    let size = levels.size as f64;
    sum + levels.exposure.prior(&now.decay) + prior::ln(now) + shares / size
}

#[test]
fn the_likelihood_is_that_of_its_definition() {
    for (again, size) in [(false, 12), (true, 5), (false, 17)] {
        with_levels(&world(again), size, false, |levels| {
            let now = somewhere(levels);
            let (fast, slow) =
                (levels.step(&now, 1).expect("a step").likelihood, naive(levels, &now));
            assert!((fast - slow).abs() < 1e-9 * slow.abs(), "{fast} {slow}");
        });
    }
}

#[test]
fn persons_at_one_level_count_in_sum() {
    let journeys = world(true);
    let of = |in_sum| {
        let found = std::cell::RefCell::new(None);
        with_levels(&journeys, 1, in_sum, |levels| {
            *found.borrow_mut() = Some(levels.step(&somewhere(levels), 1).expect("a step"));
        });
        found.into_inner().expect("a step")
    };
    let (each, sum) = (of(false), of(true));
    assert!((each.likelihood - sum.likelihood).abs() < 1e-9 * each.likelihood.abs());
    for (a, b) in each.next.logs().iter().zip(sum.next.logs()).take(14) {
        assert!((a - b).abs() < 1e-9, "{a} {b}");
    }
}

#[test]
fn equal_persons_are_read_once_and_counted_each() {
    let rows: Vec<Row> = (0..60)
        .map(|person| (person, vec![(0, person % 2), (24, 2)], (person == 7).then_some(30)))
        .collect();
    with_levels(&journeys(&rows), 12, false, |levels| {
        assert_eq!((levels.histories.len(), levels.rows.still, levels.rows.len()), (60, 1, 2));
        let now = somewhere(levels);
        let (fast, slow) = (levels.step(&now, 1).expect("a step").likelihood, naive(levels, &now));
        assert!((fast - slow).abs() < 1e-9 * slow.abs(), "{fast} {slow}");
    });
}

#[test]
fn who_comes_at_the_same_time_is_in_the_same_cohort() {
    let rows: Vec<Row> = (0..80_i64)
        .map(|person| {
            (
                person as u32,
                vec![(24 * (person / 20), 0)],
                (person % 2 == 0).then_some(200 + person),
            )
        })
        .collect();
    with_levels(&journeys(&rows), 12, false, |levels| {
        let cohorts: Vec<usize> =
            levels.histories.range(0..80).map(|person| levels.histories.cohort(&person)).collect();
        for twenty in cohorts.chunks(20) {
            assert!(twenty.iter().all(|cohort| *cohort == twenty[0]), "{cohorts:?}");
        }
        assert!(cohorts[0] < cohorts[20] && cohorts[20] < cohorts[40], "{cohorts:?}");
    });
}

#[test]
fn gradients_are_those_of_the_likelihood() {
    for (again, size) in [(false, 12), (true, 4)] {
        with_levels(&world(again), size, false, |levels| {
            let now = somewhere(levels);
            let step = levels.step(&now, 1).expect("a step");
            let logs = now.logs();
            for (at, slope) in step.gradient.iter().enumerate() {
                let moved = |by: f64| {
                    let mut logs = logs.clone();
                    logs[at] += by;
                    levels.step(&levels.parameters(&logs), 1).expect("a step").likelihood
                };
                let seen = (moved(1e-4) - moved(-1e-4)) / 2e-4;
                assert!((slope - seen).abs() < 1e-3 + 1e-4 * seen.abs(), "{at}: {slope} {seen}");
            }
        });
    }
}

#[test]
fn scores_sum_to_the_gradient_of_the_likelihood() {
    // One person: the information is the square of his score, and priors are no part of it.
    let rows: Vec<Row> = vec![(0, vec![(0, 0), (30, 1), (50, 0)], Some(70))];
    with_levels(&journeys(&rows), 3, false, |levels| {
        let now = somewhere(levels);
        let known = information(levels, &now, true, 1).expect("an information");
        let step = levels.step(&now, 1).expect("a step");
        let count = levels.histories.touchpoints;
        for at in (2 * count + 2..4 * count + 2).filter(|at| step.gradient[*at].abs() > 1e-6) {
            let (slope, square) = (step.gradient[at], known.at(at, at));
            assert!((slope * slope - square).abs() < 1e-9 * square.max(1.0), "{at}");
        }
        let (a, b) = (2 * count + 2, 2 * count + 4);
        let product = step.gradient[a] * step.gradient[b];
        assert!((known.at(a, b) - product).abs() < 1e-9 * product.abs().max(1.0));
        assert_eq!(known.at(a, b), known.at(b, a));
    });
}

#[test]
fn a_rate_is_split_where_the_likelihood_is_highest() {
    let intent = [0.0, 0.1, 0.4, 1.0];
    for happened in [[5.0, 2.0, 9.0, 30.0], [40.0, 2.0, 1.0, 0.0], [1.0, 0.0, 0.0, 90.0]] {
        let days = [70.0, 30.0];
        let (low, high) = line(&happened, &intent, days);
        let sum: f64 = happened.iter().sum();
        assert!((low * days[0] + high * days[1] - sum).abs() < 1e-9 * sum);
        let worth = |part: f64| -> f64 {
            let rate = |u: f64| part / days[0] * (1.0 - u) + (1.0 - part) / days[1] * u;
            happened.iter().zip(&intent).map(|(n, u)| n * libm::log(rate(*u).max(1e-300))).sum()
        };
        let best = worth(low * days[0] / sum);
        for part in (0..=1_000).map(|at| f64::from(at) / 1_000.0) {
            assert!(worth(part) <= best + 1e-9, "{part}");
        }
    }
}

#[test]
fn what_is_expected_of_a_person_is_the_same_alone() {
    with_levels(&world(true), 12, false, |levels| {
        let now = somewhere(levels);
        let rates = Rates::of(&now, levels.size);
        let (mut room, mut days) = (Person::default(), vec![0.0; levels.size]);
        for at in 0..levels.histories.len() {
            let person = levels.histories.person(at).expect("a person");
            let (row, evidence) = levels.persons.of_person(at).expect("a row");
            room.fill(&person, row.cohort as usize, evidence, &now, &rates);
            days.iter_mut().zip(&room.level).for_each(|(sum, level)| *sum += level * person.days);
        }
        let sums = levels.expected(&now, 1).expect("sums");
        for (a, b) in days.iter().zip(&sums.days) {
            assert!((a - b).abs() < 1e-9 * a.max(1.0), "{a} {b}");
        }
    });
}
