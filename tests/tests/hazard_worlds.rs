//! The time-to-event model against worlds whose truth is known.
#![allow(clippy::print_stdout, reason = "the study of many worlds prints its table")]

use cx_core::attribution::{
    AttributeOptions, BASELINE, CreditRow, KnockOn, Model, attribute, hazard_fit,
};
use cx_core::options::Span;
use cx_tests::worlds::{
    Intent, KINDS, Kind, TOUCHPOINTS, Truth, simulate, simulate_backwards, simulate_with_stray,
    world,
};

/// Credits by touchpoint, and the row without any.
fn credits<'a>(rows: impl Iterator<Item = &'a CreditRow>) -> ([f64; TOUCHPOINTS], f64) {
    let (mut credits, mut rest) = ([0.0; TOUCHPOINTS], 0.0);
    for row in rows {
        match row.touchpoint.strip_prefix('t').and_then(|at| at.parse::<usize>().ok()) {
            Some(at) => credits[at] = row.conversions,
            None => rest = row.conversions,
        }
    }
    (credits, rest)
}

#[test]
fn small_worlds_give_shares_near_the_truth_and_prove_nothing_false() {
    let (mut covered, mut effects, mut far, mut linear_far) = (0, 0, 0.0, 0.0);
    for (seed, kind) in KINDS.into_iter().enumerate() {
        let world = world(kind, Intent::Gamma(0.8), seed as u64 + 11, 5_000);
        let (journeys, truth) = simulate(&world);
        let options = AttributeOptions::default().models([Model::Linear, Model::Hazard]);
        let credit = attribute(&journeys, &options).expect("credits");
        let (parts, rest) = credits(credit.of(Model::Hazard));
        let (linear, _) = credits(credit.of(Model::Linear));
        assert!((parts.iter().sum::<f64>() + rest - truth.conversions).abs() < 1e-6);
        assert!(credit.residual < 1e-9);
        far += Truth::distance(&parts, &truth.lost);
        linear_far += Truth::distance(&linear, &truth.lost);
        let fit = hazard_fit(&journeys, &options).expect("a fit");
        assert!(fit.converged && fit.conversions as f64 <= truth.conversions);
        for (at, row) in fit.rows.iter().enumerate() {
            effects += 1;
            covered += usize::from((row.effect_low..=row.effect_high).contains(&world.effect[at]));
            assert!(world.effect[at] > 0.0 || row.effect_low == 0.0, "{row:?}");
        }
    }
    // 600 conversions leave much noise: the study below has the figures of large worlds.
    assert!(far < linear_far && far / 5.0 < 0.21, "{far} {linear_far}");
    assert!(covered * 100 >= effects * 94, "{covered} of {effects}");
}

#[test]
fn every_conversion_of_a_world_ends_a_journey() {
    for kind in KINDS {
        for seed in 1..=8 {
            let (journeys, truth) = simulate(&world(kind, Intent::Gamma(0.8), seed, 2_000));
            let converted = journeys.converted.iter().filter(|converted| **converted).count();
            assert_eq!(converted as f64, truth.conversions, "{kind:?} {seed}");
        }
    }
}

#[test]
fn triggers_pass_credit_on_and_keep_the_sum() {
    let world = world(Kind::Triggers, Intent::Same, 5, 6_000);
    let (journeys, _) = simulate(&world);
    let fit = hazard_fit(&journeys, &AttributeOptions::default()).expect("a fit");
    let named: Vec<_> = fit.triggers.iter().map(|t| (t.from.as_str(), t.to.as_str())).collect();
    assert_eq!(named, [("t0", "t2"), ("t1", "t2")]);
    assert!((fit.triggers[0].contacts - 0.25).abs() < 0.05, "{:?}", fit.triggers);
    let by = |knock_on| {
        let options = AttributeOptions::default().model(Model::Hazard).knock_on(knock_on);
        credits(attribute(&journeys, &options).expect("credits").lead())
    };
    let ((none, rest), (origin, kept)) = (by(KnockOn::None), by(KnockOn::Origin));
    assert!(origin[0] > none[0] && origin[2] < none[2]);
    for (parts, rest) in [(none, rest), (origin, kept), by(KnockOn::Loss)] {
        let sum = parts.iter().sum::<f64>() + rest;
        let conversions = journeys.converted.iter().filter(|converted| **converted).count() as f64;
        assert!((sum - conversions).abs() < 1e-6, "{sum} {conversions}");
    }
}

#[test]
fn threads_do_not_matter() {
    let (journeys, _) = simulate(&world(Kind::All, Intent::Classes, 3, 3_000));
    let run = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
        pool.install(|| hazard_fit(&journeys, &AttributeOptions::default()).expect("a fit"))
    };
    assert_eq!(run(1), run(4));
}

#[test]
fn the_order_of_rows_does_not_matter() {
    let world = world(Kind::All, Intent::Gamma(0.8), 4, 3_000);
    let options = AttributeOptions::default().model(Model::Hazard);
    // As text, since what does not apply is NaN there, and no NaN is equal to another.
    let credit = |journeys| format!("{:?}", attribute(journeys, &options).expect("credits").rows);
    let (forwards, backwards) = (simulate(&world).0, simulate_backwards(&world));
    assert_eq!(credit(&forwards), credit(&backwards));
    let fit = |journeys| hazard_fit(journeys, &options).expect("a fit");
    assert_eq!(fit(&forwards), fit(&backwards));
}

#[test]
fn a_row_dated_years_ahead_does_not_matter() {
    let world = world(Kind::Triggers, Intent::Same, 4, 3_000);
    let fit = |journeys| hazard_fit(journeys, &AttributeOptions::default()).expect("a fit");
    let (without, with) = (fit(&simulate(&world).0), fit(&simulate_with_stray(&world)));
    assert_eq!(without.rows, with.rows);
    assert_eq!((without.persons, without.baseline), (with.persons, with.baseline));
}

#[test]
fn levels_of_intent_are_found_where_there_are_any_and_only_there() {
    let levels = |kind, intent| {
        let (journeys, _) = simulate(&world(kind, intent, 6, 3_000));
        hazard_fit(&journeys, &AttributeOptions::default()).expect("a fit").levels.len()
    };
    assert_eq!(levels(Kind::Independent, Intent::Same), 1);
    assert_eq!(levels(Kind::Follows, Intent::Classes), 12);
}

#[test]
fn seasons_alone_are_no_levels_of_intent() {
    let world = world(Kind::Independent, Intent::Same, 6, 6_000).over_a_year(0.6);
    let fit = hazard_fit(&simulate(&world).0, &AttributeOptions::default()).expect("a fit");
    assert_eq!(fit.levels.len(), 1);
}

#[test]
fn an_effect_that_lasts_as_long_as_it_may_is_not_proven() {
    let world = world(Kind::Independent, Intent::Same, 8, 6_000);
    let (journeys, _) = simulate(&world);
    let options = AttributeOptions {
        decay: [Span::minutes(60), Span::minutes(120)],
        ..AttributeOptions::default()
    };
    let fit = hazard_fit(&journeys, &options).expect("a fit");
    for row in fit.rows.iter().filter(|row| row.tau > 0.0815) {
        assert!(row.effect > 0.0 && row.effect_low == 0.0, "{row:?}");
    }
    assert!(fit.rows.iter().any(|row| row.tau > 0.0815), "{:?}", fit.rows);
}

#[test]
fn paths_without_times_are_refused() {
    let (journeys, _) = simulate(&world(Kind::Independent, Intent::Same, 1, 50));
    let paths = journeys.paths().expect("paths");
    let refused = attribute(&paths, &AttributeOptions::default().model(Model::Hazard));
    assert!(refused.expect_err("no times").to_string().contains("choose \"markov\""));
    for options in [
        AttributeOptions::default().intent_levels(0),
        AttributeOptions { iterations: 0, ..AttributeOptions::default() },
        AttributeOptions { decay: [Span::days(2), Span::days(3)], ..AttributeOptions::default() },
        AttributeOptions { knock_on_window: Span::days(0), ..AttributeOptions::default() },
    ] {
        assert!(hazard_fit(&journeys, &options).is_err());
    }
}

/// Prints, for all kinds of world, how far each model's shares lie from those truly lost without a
/// touchpoint. `cargo test --release -p cx-tests --test hazard_worlds -- --ignored --nocapture`; with
/// `SEASON=60` contacts and needs swing by 60 % over a year.
#[test]
#[ignore = "a study of minutes; see its documentation"]
fn study() {
    let number = |name: &str, other: u32| {
        std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(other)
    };
    let (persons, season) = (number("PERSONS", 40_000) as usize, number("SEASON", 0));
    let seeds = std::env::var("SEEDS").unwrap_or("1,2,3".into());
    let models =
        [Model::First, Model::Last, Model::Linear, Model::Markov, Model::Shapley, Model::Hazard];
    let quick = std::env::var("QUICK").is_ok();
    let models = if quick { &models[5..] } else { &models[..] };
    let intents = [Intent::Gamma(0.8), Intent::LogNormal(1.0), Intent::Classes];
    let mut sums = vec![[0.0_f64; 2]; models.len()];
    let (mut base, mut worlds, mut covered, mut intervals, mut proven, mut idle) =
        (0.0, 0.0, 0, 0, 0, 0);
    for kind in KINDS {
        for seed in seeds.split(',').filter_map(|seed| seed.parse::<u64>().ok()) {
            let mut world = world(kind, intents[seed as usize % 3], seed, persons);
            if season > 0 {
                world = world.over_a_year(f64::from(season) / 100.0);
            }
            let (journeys, truth) = simulate(&world);
            let begin = std::time::Instant::now();
            let options = AttributeOptions::default().model(Model::Hazard);
            let levels = number("LEVELS", options.intent_levels);
            let options = options.intent_levels(levels);
            let fit = hazard_fit(&journeys, &options).expect("a fit");
            let seconds = begin.elapsed().as_secs_f64();
            let credit = attribute(&journeys, &options.clone().models(models.iter().copied()))
                .expect("credits");
            print!("{kind:?} {seed} {:?}:", world.intent);
            for (model, sum) in models.iter().zip(&mut sums) {
                let (parts, _) = credits(credit.of(*model));
                let far = Truth::distance(&parts, &truth.lost);
                *sum = [sum[0] + far, sum[1].max(far)];
                print!(" {} {far:.3}", model.name());
            }
            let (parts, rest) = credits(credit.of(Model::Hazard));
            let direct: Vec<f64> = fit.rows.iter().map(|row| row.direct).collect();
            let error = 100.0 * (rest - truth.baseline) / truth.conversions;
            base += error.abs();
            worlds += 1.0;
            print!(
                " | origin {:.3} direct {:.3}",
                Truth::distance(&parts, &truth.origin),
                Truth::distance(&direct, &truth.direct)
            );
            println!(
                " base {error:+.1} of {} | {} steps {} {seconds:.1} s, {:?}",
                truth.conversions,
                fit.iterations,
                fit.converged,
                fit.triggers.len()
            );
            for (at, row) in
                credit.of(Model::Hazard).filter(|row| row.touchpoint != BASELINE).enumerate()
            {
                let lost = truth.lost[at] * (truth.conversions - truth.baseline)
                    / truth.lost.iter().sum::<f64>();
                intervals += 1;
                covered +=
                    usize::from((row.conversions_low..=row.conversions_high).contains(&lost));
                if std::env::var("ROWS").is_ok() {
                    println!(
                        "   {} true {lost:.0} credit {:.0} ({:.0} {:.0}) tau {:.1} of {:.1}",
                        row.touchpoint,
                        row.conversions,
                        row.conversions_low,
                        row.conversions_high,
                        fit.rows[at].tau,
                        world.decay[at]
                    );
                }
                if world.effect[at] == 0.0 {
                    idle += 1;
                    proven += usize::from(fit.rows[at].effect_low > 0.0);
                }
            }
        }
    }
    for (model, [sum, most]) in models.iter().zip(sums) {
        println!("{}: mean {:.3} most {most:.3}", model.name(), sum / worlds);
    }
    println!(
        "baseline off by {:.1} points on average; {covered} of {intervals} intervals cover; {proven} of {idle} idle proven",
        base / worlds
    );
}
