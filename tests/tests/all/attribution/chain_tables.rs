//! Markov chains of any order: their order, tables, intervals, and journeys beside paths.

use cx_core::attribution::{
    AttributeOptions, Credit, Model, Order, OrderOptions, Removal, SequenceEffectOptions, States,
    TransitionOptions, attribute, choose_order, sequence_effects, transitions,
};
use cx_core::journey::JourneyOptions;
use cx_tests::company::{Row, run};
use cx_tests::dice::Dice;
use cx_tests::doubt::{errors, pool};
use cx_tests::paths::{PathRow, golden, load, read};
use cx_tests::shared::shared;

/// Journeys over three touchpoints; with a memory of two contacts, what comes next depends on the
/// one before the last as well.
fn world(dice: &mut Dice, journeys: usize, memory: usize) -> Vec<PathRow> {
    let journey = |dice: &mut Dice| {
        let mut path: Vec<usize> = Vec::new();
        loop {
            let last = path.last().copied().unwrap_or(0);
            let before = path.len().checked_sub(2).map_or(0, |at| path[at]);
            let twist = if memory == 2 { before } else { 0 };
            if !path.is_empty() && dice.roll() < 0.3 {
                let won = dice.roll() < [0.2, 0.5, 0.4][(last + twist) % 3];
                let value = if won { (dice.roll() * 100.0).round() / 4.0 } else { 0.0 };
                let names: Vec<&str> = path.iter().map(|at| ["a", "b", "c"][*at]).collect();
                return PathRow {
                    path: names.join(" > "),
                    conversions: f64::from(u8::from(won)),
                    value,
                    nulls: f64::from(u8::from(!won)),
                };
            }
            let chance = dice.roll();
            let step = if chance < 0.65 { 1 } else { 2 };
            path.push((last + twist + step) % 3);
        }
    };
    (0..journeys).map(|_| journey(dice)).collect()
}

#[test]
fn the_order_of_the_world_is_chosen() {
    for memory in [1, 2] {
        let rows = world(&mut Dice(3), 4_000, memory);
        let paths = read(&rows, 500).expect("reads");
        let choice = choose_order(&paths, &OrderOptions::default()).expect("chooses");
        for row in &choice.rows {
            eprintln!("memory {memory}: {row:?}");
        }
        assert_eq!(choice.chosen as usize, memory);
        assert_eq!(choice.rows.len(), 5);
        assert!((choice.journeys - 4_000.0).abs() < 1e-9);
        assert_eq!(choice.to_record_batch().expect("a batch").num_rows(), 5);
        let back: Vec<PathRow> = rows.iter().rev().cloned().collect();
        let again = choose_order(&read(&back, 7).expect("reads"), &OrderOptions::default());
        assert_eq!(again.expect("chooses").rows, choice.rows);
        let options = AttributeOptions::default().model(Model::Markov);
        let auto = attribute(&paths, &options.clone().order(Order::Auto)).expect("attributes");
        let fixed = attribute(&paths, &options.order(memory as u32)).expect("attributes");
        assert_eq!(auto.rows, fixed.rows);
        assert_eq!(auto.chain.expect("a chain").order as usize, memory);
    }
    let options = OrderOptions { folds: 1, ..OrderOptions::default() };
    let paths = read(&world(&mut Dice(3), 10, 1), 10).expect("reads");
    let error = choose_order(&paths, &options).expect_err("one fold");
    assert!(error.to_string().contains("folds"), "{error}");
}

fn figures(rows: &[PathRow], options: &AttributeOptions) -> Vec<(f64, f64)> {
    let paths = read(rows, rows.len()).expect("reads");
    let credit: Credit = attribute(&paths, options).expect("attributes");
    let pairs = credit.rows.iter().flat_map(|row| {
        let [error, of_value] = errors(pool(&paths), row);
        [(row.conversions, error), (row.value, of_value)]
    });
    pairs.collect()
}

#[test]
fn errors_of_any_order_are_those_of_a_bootstrap() {
    const REPLICATES: usize = 300;
    let mut rows = world(&mut Dice(5), 1_500, 2);
    let direct =
        |conversions, nulls| PathRow { path: String::new(), conversions, value: 0.0, nulls };
    // So many that at these orders no effect is near 0 with reconnection, where intervals fail.
    rows.extend([direct(30.0, 0.0), direct(0.0, 3_000.0)]);
    for (order, states, removal) in [
        (2, States::Windows, Removal::Redirect),
        (2, States::Padded, Removal::Redirect),
        (2, States::Windows, Removal::Reconnect),
        (3, States::Padded, Removal::Reconnect),
    ] {
        let options = AttributeOptions::default().model(Model::Markov).order(order);
        let options = options.states(states).removal(removal);
        let whole = figures(&rows, &options);
        let mut sums = vec![(0.0, 0.0); whole.len()];
        let mut dice = Dice(7);
        for _ in 0..REPLICATES {
            let mut again = rows.clone();
            for row in &mut again {
                let times = |dice: &mut Dice, count: f64| {
                    (0..count as usize).map(|_| dice.poisson(1.0)).sum::<usize>() as f64
                };
                let (won, lost) = (times(&mut dice, row.conversions), times(&mut dice, row.nulls));
                row.value *= if row.conversions > 0.0 { won / row.conversions } else { 0.0 };
                (row.conversions, row.nulls) = (won, lost);
            }
            for (sum, (estimate, _)) in sums.iter_mut().zip(figures(&again, &options)) {
                *sum = (sum.0 + estimate, sum.1 + estimate * estimate);
            }
        }
        let n = REPLICATES as f64;
        for (at, ((sum, squares), (_, error))) in sums.iter().zip(whole).enumerate() {
            let spread = (squares / n - (sum / n).powi(2)).max(0.0).sqrt();
            let ratio = if spread > 0.0 { error / spread } else { 1.0 };
            eprintln!("{order} {} {} figure {at}: {ratio:.3}", states.name(), removal.name());
            assert!((ratio - 1.0).abs() < 0.17, "figure {at}: {error} against {spread}");
        }
    }
}

#[test]
#[ignore = "needs the reference data (CX_SHARED)"]
fn transitions_are_those_of_the_reference() {
    let shared = shared();
    let folder = shared.join("golden/attribution");
    let rows = load(&shared.join("data/attribution/pathdata.csv"));
    let paths = read(&rows, 1_000).expect("reads");
    let table = transitions(&paths, &TransitionOptions::default()).expect("transitions");
    // The reference numbers touchpoints in the order of another of its tables.
    let (_, names) = golden(&folder.join("markov_order1_ca_noloops.csv"));
    let name = |cell: &str| match cell.trim_matches(['"', ' ']).parse::<usize>() {
        Ok(number) => names[number - 1].0.clone(),
        Err(_) => cell.trim_matches(['"', ' ']).to_owned(),
    };
    let file = folder.join("channelattribution_transition_order1_noloops.csv");
    let text = std::fs::read_to_string(file).expect("the file is there");
    let mut checked = 0;
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let (from, to) = (name(cells[0]), name(cells[1]));
        let expected: f64 = cells[2].trim().parse().expect("a number");
        let found =
            table.rows.iter().find(|row| row.from == [from.as_str()] && row.to == [to.as_str()]);
        let found = found.map_or(0.0, |row| row.probability);
        assert!((found - expected).abs() < 1e-9, "{from} {to}: {found}, not {expected}");
        checked += 1;
    }
    assert_eq!(checked, table.rows.len());
}

#[test]
fn tables_add_up() {
    let rows = world(&mut Dice(9), 500, 2);
    let paths = read(&rows, 100).expect("reads");
    for states in [States::Windows, States::Padded] {
        let options = TransitionOptions { order: Order::Fixed(2), states };
        let table = transitions(&paths, &options).expect("transitions");
        let mut sums = std::collections::BTreeMap::<&[String], f64>::new();
        for row in &table.rows {
            *sums.entry(row.from.as_slice()).or_default() += row.probability;
        }
        assert!(sums.values().all(|sum| (sum - 1.0).abs() < 1e-12), "{sums:?}");
        assert_eq!(table.to_record_batch().expect("a batch").num_rows(), table.rows.len());
        // With a memory of whole journeys, effects are shares of the conversions.
        let options = SequenceEffectOptions {
            order: Order::Fixed(60),
            states,
            ..SequenceEffectOptions::default()
        };
        let effects = sequence_effects(&paths, &options).expect("effects");
        let won: f64 = rows.iter().map(|row| row.conversions).sum();
        for row in &effects.rows {
            assert!((row.removal_effect * won - row.conversions).abs() < 1e-9, "{row:?}");
            assert!((row.rate_after - row.rate).abs() < 1e-9, "{row:?}");
            assert!(row.rate_low <= row.rate && row.rate <= row.rate_high);
        }
        // With one contact to remember, they are those of the touchpoints.
        let options = SequenceEffectOptions { order: Order::Fixed(1), states, ..options };
        let effects = sequence_effects(&paths, &options).expect("effects");
        let credit = attribute(&paths, &AttributeOptions::default()).expect("attributes");
        assert_eq!(effects.rows.len(), credit.rows.len());
        for row in &effects.rows {
            let known =
                credit.rows.iter().find(|other| [other.touchpoint.as_str()] == *row.sequence);
            let known = known.expect("has a row");
            assert!((row.removal_effect - known.removal_effect).abs() < 1e-11);
            assert!((row.removal_effect_value - known.removal_effect_value).abs() < 1e-11);
        }
        assert_eq!(effects.to_record_batch().expect("a batch").num_rows(), effects.rows.len());
    }
}

#[test]
fn journeys_and_their_paths_give_the_same_credits() {
    let event = |minute, login, touchpoint, value| Row {
        minute,
        cookie: None,
        login: Some(login),
        touchpoint,
        value,
    };
    let mut events = Vec::new();
    for person in 0..6_u8 {
        for step in 0..5_i64 {
            let touchpoint = ((i64::from(person) * 7 + step * step) % 4) as u8;
            events.push(event(step * 1_440, person, touchpoint, None));
        }
        if person % 2 == 0 {
            events.push(event(9_000, person, 4, Some(f64::from(person) + 0.5)));
        }
    }
    let options =
        JourneyOptions { conversion: Some("purchase".into()), ..JourneyOptions::default() };
    let journeys = run(&events, 4, &options).expect("journeys").2;
    let paths = journeys.paths().expect("paths");
    for order in [Order::Fixed(1), Order::Fixed(2), Order::Fixed(4), Order::Auto] {
        for removal in [Removal::Redirect, Removal::Reconnect] {
            let options = AttributeOptions::default().order(order).removal(removal);
            let one = attribute(&journeys, &options).expect("attributes");
            let other = attribute(&paths, &options).expect("attributes");
            // As text: a bound that is missing is NaN.
            assert_eq!(format!("{:?}", one.chain), format!("{:?}", other.chain));
            for (one, other) in one.rows.iter().zip(&other.rows) {
                assert_eq!(one.touchpoint, other.touchpoint);
                assert_eq!((one.conversions, one.value), (other.conversions, other.value));
            }
        }
    }
}

#[test]
fn a_report_says_what_is_missing() {
    let row = |nulls| PathRow { path: "a > b".into(), conversions: 2.0, value: 1.0, nulls };
    for order in [1, 2] {
        let remark = |nulls| {
            let paths = read(&[row(nulls)], 1).expect("reads");
            let credit = attribute(&paths, &AttributeOptions::default().order(order));
            credit.expect("attributes").chain.expect("a chain").remark
        };
        assert!(remark(0.0).is_some_and(|text| text.contains("without conversion")));
        assert_eq!(remark(1.0), None);
    }
}
