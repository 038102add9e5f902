//! Variants, directly-follows, step matrix, next steps, comparisons and transforms: against naive
//! loops, and what must hold for any company.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use arrow_array::{ArrayRef, Int64Array, RecordBatch, StringArray};
use cx_core::columns::TimeUnit;
use cx_core::intake::{EventRoles, Events};
use cx_core::journey::{
    CompareOptions, DirectlyFollowsOptions, FlowOptions, FollowUnit, JourneyOptions, Journeys,
    NextStepOptions, Paths, Repeats, Split, StepMatrixOptions, Subject, TimeToNextOptions,
    TransformOptions, Unit, VariantOptions, journeys,
};
use cx_core::options::Span;
use cx_core::stitch::{StitchOptions, stitch};
use cx_core::{Error, Result};
use cx_tests::company::{Row, run};
use cx_tests::strategies::company_rows;
use cx_tests::walks::{follows, quantile, transformed, units, walks};
use proptest::prelude::*;

fn options(silence: Option<i64>) -> JourneyOptions {
    JourneyOptions {
        conversion: Some("purchase".into()),
        lookback: Some(Span::minutes(1_000)),
        silence: silence.map(Span::minutes),
        ..JourneyOptions::default()
    }
}

fn unit() -> impl Strategy<Value = Unit> {
    prop_oneof![Just(Unit::Journeys), Just(Unit::Sessions), Just(Unit::Persons)]
}

fn names(journeys: &Journeys, codes: &[u32]) -> Vec<String> {
    codes.iter().map(|code| journeys.touchpoints.name(*code).into_owned()).collect()
}

/// Paths by name with their amounts.
fn by_name(paths: &Paths) -> BTreeMap<Vec<String>, [f64; 3]> {
    let name = |code: &u32| paths.touchpoints.name(*code).into_owned();
    let one = |at: usize| {
        let amounts = [paths.conversions[at], paths.nulls[at], paths.value[at]];
        (paths.path(at).iter().map(name).collect::<Vec<_>>(), amounts)
    };
    (0..paths.len()).map(one).collect()
}

/// Every view of the journeys.
fn reports(journeys: &Journeys) -> Result<Vec<RecordBatch>> {
    let mut batches = vec![
        journeys.flow(&FlowOptions::default())?.to_record_batch()?,
        journeys.directly_follows(&DirectlyFollowsOptions::default())?.to_record_batch()?,
    ];
    for unit in [Unit::Journeys, Unit::Sessions, Unit::Persons] {
        batches.push(journeys.variants(&VariantOptions::default().unit(unit))?.to_record_batch()?);
        let options = StepMatrixOptions { unit, ..StepMatrixOptions::default() };
        batches.push(journeys.step_matrix(&options)?.to_record_batch()?);
    }
    for subject in [Subject::Transitions, Subject::Steps, Subject::Variants] {
        let options = CompareOptions { subject, ..CompareOptions::default() };
        batches.push(journeys.compare(None, &options)?.to_record_batch()?);
    }
    for order in [1, 2, 40] {
        batches.push(journeys.next_steps(&NextStepOptions { order })?.to_record_batch()?);
    }
    batches.push(journeys.time_to_next(&TimeToNextOptions::default())?.to_record_batch()?);
    let direct = TransformOptions::default().direct("t1").repeats(Repeats::Frequency);
    batches.push(journeys.paths()?.transform(&direct)?.to_record_batch()?);
    Ok(batches)
}

proptest! {
    #[test]
    fn variants_equal_a_sorted_map(
        rows in company_rows(5, 4, 3_000, 11), silence in proptest::option::of(0i64..900), unit in unit(),
    ) {
        let (_, _, journeys) = run(&rows, 7, &options(silence))?;
        let variants = journeys.variants(&VariantOptions::default().unit(unit))?;
        let units = units(&journeys, unit);
        let mut expected: BTreeMap<Vec<String>, (u64, Vec<i64>)> = BTreeMap::new();
        for stops in &units {
            let path = stops.iter().map(|stop| stop.name.clone()).collect();
            let entry = expected.entry(path).or_default();
            entry.0 += 1;
            entry.1.extend(stops.last().map(|last| last.time - stops[0].time));
        }
        let mut expected: Vec<_> = expected.into_iter().collect();
        expected.sort_by(|a, b| b.1.0.cmp(&a.1.0).then(a.0.cmp(&b.0)));
        prop_assert_eq!(variants.len(), expected.len());
        for (at, (path, (count, mut times))) in expected.into_iter().enumerate() {
            prop_assert_eq!(names(&journeys, variants.path(at)), path);
            prop_assert_eq!(variants.count[at], count);
            times.sort_unstable();
            let median = variants.seconds_median[at];
            let right = if times.is_empty() { median.is_nan() } else { median == quantile(&times, 0.5) };
            prop_assert!(right, "median {}", median);
        }
        prop_assert_eq!(variants.count.iter().sum::<u64>(), units.len() as u64);
        prop_assert_eq!(variants.total, units.len() as u64);
        prop_assert_eq!(variants.cumulative().last().copied(), Some(1.0));
        let top = journeys.variants(&VariantOptions::default().unit(unit).top(2))?;
        prop_assert_eq!(&top.count[..], &variants.count[..variants.len().min(2)]);
        prop_assert_eq!((top.total, top.variants), (variants.total, variants.len() as u64));
    }

    #[test]
    fn directly_follows_equals_sets(
        rows in company_rows(5, 4, 3_000, 11), silence in proptest::option::of(0i64..900), p in 0.0f64..=1.0,
    ) {
        let (_, _, journeys) = run(&rows, 7, &options(silence))?;
        let expected = follows(&journeys);
        for unit in [FollowUnit::Occurrences, FollowUnit::Journeys, FollowUnit::Sessions, FollowUnit::Persons] {
            let found = journeys.directly_follows(&DirectlyFollowsOptions { unit, quantile: p })?.rows;
            prop_assert_eq!(found.len(), expected.len());
            for row in &found {
                let all = &expected[&(row.from.clone(), row.to.clone())];
                prop_assert_eq!(
                    (row.count, row.journeys, row.sessions, row.persons),
                    (all.count, all.journeys.len() as u64, all.sessions.len() as u64, all.persons.len() as u64)
                );
                let out = expected.iter().filter(|((from, _), _)| *from == row.from).map(|(_, all)| all);
                let share = match unit {
                    FollowUnit::Occurrences => row.count as f64 / out.map(|all| all.count).sum::<u64>() as f64,
                    FollowUnit::Journeys => row.journeys as f64 / out.flat_map(|all| &all.journeys).collect::<BTreeSet<_>>().len() as f64,
                    FollowUnit::Sessions => row.sessions as f64 / out.flat_map(|all| &all.sessions).collect::<BTreeSet<_>>().len() as f64,
                    FollowUnit::Persons => row.persons as f64 / out.flat_map(|all| &all.persons).collect::<BTreeSet<_>>().len() as f64,
                };
                prop_assert_eq!(row.share, share);
                let Some(seconds) = row.seconds else {
                    prop_assert!(all.times.is_empty());
                    continue;
                };
                let mean = all.times.iter().sum::<i64>() as f64 / all.times.len() as f64 / 1e6;
                prop_assert_eq!(seconds.median, quantile(&all.times, 0.5));
                prop_assert!((seconds.quantile - quantile(&all.times, p)).abs() < 1e-9);
                prop_assert!((seconds.mean - mean).abs() < 1e-9);
                prop_assert_eq!(seconds.min, all.times[0] as f64 / 1e6);
                prop_assert_eq!(seconds.max, all.times[all.times.len() - 1] as f64 / 1e6);
            }
        }
        let found = journeys.directly_follows(&DirectlyFollowsOptions::default())?.rows;
        let counts: Vec<_> = found.into_iter().map(|row| (row.from, row.to, row.count)).collect();
        let transitions = journeys.transitions()?.rows.into_iter().map(|t| (t.from, t.to, t.count));
        prop_assert_eq!(counts, transitions.collect::<Vec<_>>());
    }

    #[test]
    fn every_step_adds_up(
        rows in company_rows(5, 4, 3_000, 11), unit in unit(), steps in 1usize..8, top in 1usize..6,
    ) {
        let (_, _, journeys) = run(&rows, 7, &options(None))?;
        let matrix = journeys.step_matrix(&StepMatrixOptions { steps, top, unit })?;
        let units = units(&journeys, unit);
        let walks = walks(&journeys);
        prop_assert_eq!(matrix.total, units.len() as u64);
        for step in 0..steps {
            let sum: u64 = (0..matrix.states.len()).map(|state| matrix.count(state, step)).sum();
            prop_assert_eq!(sum, matrix.total);
            for (state, name) in matrix.states.iter().enumerate() {
                let at = |stops: &Vec<cx_tests::walks::Stop>| stops.get(step).map(|stop| stop.name.clone());
                let expected = match name.as_str() {
                    "(other)" => units.iter().filter_map(at).filter(|at| !matrix.states.contains(at)).count(),
                    "(end)" => units.iter().filter(|stops| stops.len() <= step).count(),
                    "(conversion)" => walks.iter().filter(|w| w.stops.len() <= step && w.converted).count(),
                    "(null)" => walks.iter().filter(|w| w.stops.len() <= step && !w.converted).count(),
                    name => units.iter().filter_map(at).filter(|at| at == name).count(),
                };
                prop_assert_eq!(matrix.count(state, step), expected as u64, "{} at {}", name, step);
            }
        }
    }

    #[test]
    fn flow_and_its_remainder_are_all_journeys(
        rows in company_rows(5, 4, 3_000, 11), steps in 1usize..8, top in 1usize..6,
    ) {
        let (_, _, journeys) = run(&rows, 7, &options(None))?;
        let flow = journeys.flow(&FlowOptions { steps, top })?;
        for step in 0..steps {
            let moving: u64 = flow.links.iter().filter(|l| l.step == step).map(|l| l.count).sum();
            prop_assert_eq!(moving + flow.ended[step], journeys.len() as u64);
        }
    }

    #[test]
    fn next_steps_equal_a_map(rows in company_rows(5, 4, 3_000, 11), order in 1usize..6) {
        let (_, _, journeys) = run(&rows, 7, &options(None))?;
        let wide = order * 11;
        for order in [order, wide] {
            let next = journeys.next_steps(&NextStepOptions { order })?;
            let mut expected: BTreeMap<(Vec<String>, String), u64> = BTreeMap::new();
            for walk in walks(&journeys) {
                let mut names = vec!["(start)".to_owned(); order];
                names.extend(walk.stops.iter().map(|stop| stop.name.clone()));
                names.push(if walk.converted { "(conversion)" } else { "(null)" }.to_owned());
                for window in names.windows(order + 1) {
                    let key = (window[..order].to_vec(), window[order].clone());
                    *expected.entry(key).or_default() += 1;
                }
            }
            let found: BTreeMap<_, _> = (0..next.len())
                .map(|row| {
                    let from = next.context(row).iter().map(|state| next.name(*state)).collect();
                    ((from, next.name(next.to[row])), next.count[row])
                })
                .collect();
            prop_assert_eq!(found, expected);
            let mut keys: Vec<_> = (0..next.len()).map(|row| (next.context(row), next.to[row])).collect();
            keys.dedup();
            prop_assert!(keys.is_sorted());
            prop_assert_eq!(keys.len(), next.len());
            let steps = journeys.steps.time.len() + journeys.len();
            prop_assert_eq!(next.count.iter().sum::<u64>(), steps as u64);
            let mut contexts: Vec<_> = (0..next.len()).map(|row| next.context(row)).collect();
            contexts.dedup();
            prop_assert!((next.shares().iter().sum::<f64>() - contexts.len() as f64).abs() < 1e-9);
        }
    }

    #[test]
    fn waits_level_off_at_the_share_that_moves(rows in company_rows(5, 4, 3_000, 11), silence in 0i64..900) {
        let (_, _, journeys) = run(&rows, 7, &options(Some(silence)))?;
        let forever = TimeToNextOptions { within: Span::days(9_999), ..TimeToNextOptions::default() };
        let found = journeys.time_to_next(&forever)?.rows;
        let moves = follows(&journeys);
        for row in &found {
            let out = || moves.iter().filter(|((from, _), _)| *from == row.touchpoint);
            let count: u64 = out().map(|(_, all)| all.count).sum();
            let moved: u64 = out().filter(|((_, to), _)| to != "(null)").map(|(_, all)| all.count).sum();
            let last = |at: &usize| journeys.path(*at).last().is_some_and(|c| journeys.touchpoints.name(*c) == row.touchpoint);
            let open = (0..journeys.len()).filter(last).filter(|at| journeys.open[*at]).count() as u64;
            prop_assert_eq!((row.count, row.moved, row.open), (count, moved, open));
            prop_assert_eq!(row.count, row.moved + row.ended + row.open);
            // Without anyone censored the curve is the empirical distribution.
            let share = moved as f64 / count as f64;
            if open == 0 && count > 0 {
                prop_assert!((row.share - share).abs() < 1e-12);
                let mut times: Vec<i64> = out().flat_map(|(_, all)| all.times.clone()).collect();
                times.sort_unstable();
                let half = times.get((count as usize).div_ceil(2) - 1);
                prop_assert_eq!(row.seconds_median.is_nan(), half.is_none());
                prop_assert!(half.is_none_or(|time| row.seconds_median == *time as f64 / 1e6));
            } else {
                prop_assert!(count == 0 || row.share >= share - 1e-12);
            }
        }
    }

    #[test]
    fn comparisons_equal_filters(rows in company_rows(5, 4, 3_000, 11), persons in proptest::collection::vec(0u32..3, 1..3)) {
        let (_, people, journeys) = run(&rows, 7, &options(Some(500)))?;
        let persons: Vec<u32> = persons.into_iter().map(|p| p % people.len() as u32).collect();
        for split in [Split::Converted, Split::Persons(persons.clone()), Split::Journeys(vec![0])] {
            let first = |at: &usize| match &split {
                Split::Converted => journeys.converted[*at],
                Split::Persons(of) => of.contains(&journeys.person[*at]),
                Split::Journeys(of) => of.contains(&(*at as u32)),
            };
            let walks = walks(&journeys);
            let group = |wanted: bool| (0..journeys.len()).filter(move |at| first(at) == wanted).collect::<Vec<_>>();
            for subject in [Subject::Transitions, Subject::Steps, Subject::Variants] {
                let options = CompareOptions { subject, split: Some(split.clone()), steps: 5, ..CompareOptions::default() };
                let found = journeys.compare(None, &options);
                if group(true).is_empty() || group(false).is_empty() {
                    let refused = matches!(found, Err(Error::Unanswerable { .. }));
                    prop_assert!(refused, "a group without journeys");
                    continue;
                }
                let found = found?;
                prop_assert_eq!(found.journeys + found.other_journeys, journeys.len() as u64);
                for row in &found.rows {
                    let count = |of: &[usize]| {
                        let mut counts = (0, 0);
                        for at in of {
                            let walk = &walks[*at];
                            let mut names = vec!["(start)"];
                            names.extend(walk.stops.iter().map(|stop| stop.name.as_str()));
                            names.push(if walk.converted { "(conversion)" } else { "(null)" });
                            let (is, may) = match subject {
                                Subject::Transitions => (
                                    names.windows(2).any(|pair| pair == row.path),
                                    names[..names.len() - 1].contains(&row.path[0].as_str()),
                                ),
                                Subject::Steps => {
                                    let step = (row.step.unwrap() + 1).min(names.len() - 1);
                                    (names[step] == row.path[0], true)
                                }
                                Subject::Variants => (names[1..names.len() - 1] == row.path, true),
                            };
                            counts = (counts.0 + u64::from(is), counts.1 + u64::from(may));
                        }
                        counts
                    };
                    prop_assert_eq!((row.count, row.of), count(&group(true)));
                    prop_assert_eq!((row.other_count, row.other_of), count(&group(false)));
                    if row.of > 0 && row.other_of > 0 {
                        prop_assert!(row.low <= row.difference && row.difference <= row.high);
                    } else {
                        prop_assert!(row.difference.is_nan() && (row.low, row.high) == (-1.0, 1.0));
                    }
                }
                let both: Vec<u64> = found.rows.iter().map(|row| row.count + row.other_count).collect();
                prop_assert!(both.is_sorted_by(|a, b| a >= b));
            }
        }
    }

    #[test]
    fn transforms_conserve_what_came_of_paths(
        rows in company_rows(5, 4, 3_000, 11), repeats in 0usize..5, keep in proptest::option::of((any::<bool>(), 1usize..4, any::<bool>())),
    ) {
        let (_, _, journeys) = run(&rows, 7, &options(None))?;
        let paths = journeys.paths()?;
        let direct = paths.touchpoints.name(0).into_owned();
        let (repeats, name) = [
            (None, ""),
            (Some(Repeats::Exposure), "exposure"),
            (Some(Repeats::First), "first"),
            (Some(Repeats::Frequency), "frequency"),
            (Some(Repeats::Unique), "unique"),
        ][repeats];
        let (first, last, remainder) = match keep {
            None => (None, None, true),
            Some((true, n, remainder)) => (Some(n), None, remainder),
            Some((false, n, remainder)) => (None, Some(n), remainder),
        };
        let options = TransformOptions { repeats, first, last, remainder, ..TransformOptions::default() }
            .direct(direct.as_str());
        let mut expected: BTreeMap<Vec<String>, [f64; 3]> = BTreeMap::new();
        for (path, amounts) in by_name(&paths) {
            let mut path = transformed(&path, &direct, name);
            let more = |cut: bool| (cut && remainder).then(|| "(more)".to_owned());
            if let Some(n) = first {
                let cut = more(path.len() > n);
                path.truncate(n);
                path.extend(cut);
            }
            if let Some(n) = last {
                let cut = more(path.len() > n);
                path = path[path.len().saturating_sub(n)..].to_vec();
                path.splice(..0, cut);
            }
            let sums = expected.entry(path).or_default();
            for (sum, amount) in sums.iter_mut().zip(amounts) {
                *sum += amount;
            }
        }
        let found = paths.transform(&options)?;
        let sorted: Vec<_> = by_name(&found).into_iter().collect();
        prop_assert_eq!(found.len(), sorted.len(), "equal paths are one row");
        prop_assert_eq!(found.ends.last().copied().unwrap_or(0), found.codes.len());
        for ((path, found), (wanted, amounts)) in sorted.iter().zip(&expected) {
            prop_assert_eq!(path, wanted);
            prop_assert_eq!(&found[..2], &amounts[..2]);
            prop_assert!((found[2] - amounts[2]).abs() < 1e-6);
        }
        prop_assert_eq!(sorted.len(), expected.len());
        let sum = |paths: &Paths| -> f64 { paths.value_squares.iter().sum() };
        prop_assert!((sum(&found) - sum(&paths)).abs() <= 1e-9 * sum(&paths));
    }
}

#[test]
fn many_touchpoints_are_counted_like_few() {
    // More than fit a table of all pairs, so that the sorted way is taken.
    let pages: Vec<String> = (0..6_000_u64).map(|i| format!("p{}", i * i * i % 2_003)).collect();
    let page: StringArray = pages.iter().map(|page| Some(page.as_str())).collect();
    let user = Int64Array::from_iter_values((0..6_000).map(|i| i % 7));
    let time = Int64Array::from_iter_values((0..6_000).map(|i| i / 3 * 40));
    let batch = RecordBatch::try_from_iter([
        ("page", Arc::new(page) as ArrayRef),
        ("user", Arc::new(user) as ArrayRef),
        ("time", Arc::new(time) as ArrayRef),
    ])
    .expect("one length");
    let mut roles = EventRoles::new("time", "user", "user", "page");
    roles.time_unit = Some(TimeUnit::Seconds);
    let events = Events::read(&[batch], &roles).expect("reads");
    let people = stitch(&events, &StitchOptions::default()).expect("stitches");
    let journeys = journeys(&events, &people, &JourneyOptions::default()).expect("journeys");
    assert_eq!(journeys.touchpoints.len(), 2_003);
    let expected = follows(&journeys);
    let found = journeys.directly_follows(&DirectlyFollowsOptions::default()).expect("rows").rows;
    assert_eq!(found.len(), expected.len());
    for row in found {
        let all = &expected[&(row.from, row.to)];
        assert_eq!((row.count, row.sessions), (all.count, all.sessions.len() as u64));
        assert_eq!(row.seconds.map(|s| s.max), all.times.last().map(|max| *max as f64 / 1e6));
    }
}

fn company() -> Vec<Row> {
    (0..3_000_u32)
        .map(|i| {
            let mix = i.wrapping_mul(2_654_435_761);
            Row {
                minute: i64::from(mix >> 12) % 40_000,
                cookie: (mix % 3 > 0).then_some((mix >> 8) as u8 % 90),
                login: (mix % 5 > 2).then_some((mix >> 16) as u8 % 40),
                touchpoint: (mix >> 24) as u8 % 9,
                value: (mix % 11 == 0).then_some(f64::from(mix % 10_000) / 100.0),
            }
        })
        .collect()
}

#[test]
fn threads_row_orders_and_batch_splits_give_the_same_bytes() {
    let mut rows = company();
    let options = options(Some(2_000));
    let whole = reports(&run(&rows, rows.len(), &options).expect("runs").2).expect("reports");
    for order in 0..8_u32 {
        for at in (1..rows.len()).rev() {
            let mix = (at as u32)
                .wrapping_mul(2_246_822_519)
                .wrapping_add(order.wrapping_mul(3_266_489_917));
            rows.swap(at, mix as usize % (at + 1));
        }
        let threads = [1, 2, 3, 8][order as usize % 4];
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("pool");
        let again = pool
            .install(|| reports(&run(&rows, 1 + order as usize * 97, &options).expect("runs").2));
        assert!(again.expect("reports") == whole, "order {order}, {threads} threads");
    }
}

#[test]
fn two_sets_of_journeys_are_compared_by_name() {
    let rows = company();
    let mut renamed = rows.clone();
    renamed.retain(|row| row.touchpoint > 1);
    let (_, _, all) = run(&rows, 500, &options(None)).expect("runs");
    let (_, _, few) = run(&renamed, 500, &options(None)).expect("runs");
    let options = CompareOptions { subject: Subject::Steps, ..CompareOptions::default() };
    let found = all.compare(Some(&few), &options).expect("compares");
    assert_eq!((found.journeys, found.other_journeys), (all.len() as u64, few.len() as u64));
    let gone: Vec<_> = found.rows.iter().filter(|row| row.path == ["t0"]).collect();
    assert_eq!(gone.len(), options.steps, "a touchpoint that only one of both has");
    assert!(gone.iter().all(|row| row.other_count == 0 && row.count > 0));
    let backwards = few.compare(Some(&all), &options).expect("compares");
    assert_eq!(backwards.rows.len(), found.rows.len());
    assert!(backwards.rows.iter().zip(&found.rows).all(|(a, b)| a.difference == -b.difference));
    let same = all.compare(Some(&all), &options).expect("compares");
    assert!(same.rows.iter().all(|row| row.difference == 0.0 && row.low < 0.0 && row.high > 0.0));
}

#[test]
fn options_out_of_range_are_refused_by_name() {
    let (_, _, journeys) = run(&company(), 500, &options(None)).expect("runs");
    let paths = journeys.paths().expect("paths");
    let follows = DirectlyFollowsOptions { quantile: 1.5, ..DirectlyFollowsOptions::default() };
    let matrix = |steps, top| StepMatrixOptions { steps, top, ..StepMatrixOptions::default() };
    let split =
        CompareOptions { split: Some(Split::Persons(vec![1 << 20])), ..CompareOptions::default() };
    let beside = CompareOptions { split: Some(Split::Converted), ..CompareOptions::default() };
    let trim = |first, last| TransformOptions { first, last, ..TransformOptions::default() };
    let refused = [
        (journeys.variants(&VariantOptions::default().top(0)).err(), "top"),
        (journeys.directly_follows(&follows).err(), "quantile"),
        (journeys.step_matrix(&matrix(0, 5)).err(), "steps"),
        (journeys.step_matrix(&matrix(5, 1_001)).err(), "top"),
        (journeys.next_steps(&NextStepOptions { order: 65 }).err(), "order"),
        (journeys.compare(None, &split).err(), "split"),
        (journeys.compare(Some(&journeys), &beside).err(), "split"),
        (paths.transform(&trim(Some(2), Some(2))).err(), "first"),
        (paths.transform(&trim(None, Some(0))).err(), "last"),
    ];
    for (error, name) in refused {
        let Some(Error::Option { field, .. }) = error else { panic!("{name} is not refused") };
        assert_eq!(field, name);
    }
    let unknown = TransformOptions::default().direct("nowhere");
    assert!(matches!(paths.transform(&unknown), Err(Error::UnknownName { .. })));
}
