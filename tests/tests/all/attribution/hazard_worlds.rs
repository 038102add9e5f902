//! The time-to-event model against worlds whose truth is known.

use cx_core::attribution::{AttributeOptions, KnockOn, Model, attribute, hazard_fit};
use cx_core::options::Span;
use cx_tests::worlds::{
    Intent, KINDS, Kind, Truth, credits_by_touchpoint, simulate, simulate_backwards,
    simulate_with_stray, world,
};

#[test]
fn small_worlds_give_shares_near_the_truth_and_prove_nothing_false() {
    let (mut covered, mut effects, mut far, mut linear_far) = (0, 0, 0.0, 0.0);
    for (seed, kind) in KINDS.into_iter().enumerate() {
        let world = world(kind, Intent::Gamma(0.8), seed as u64 + 11, 5_000);
        let (journeys, truth) = simulate(&world);
        let options = AttributeOptions::default().models([Model::Linear, Model::Hazard]);
        let credit = attribute(&journeys, &options).expect("credits");
        let (parts, rest) = credits_by_touchpoint(credit.of(Model::Hazard));
        let (linear, _) = credits_by_touchpoint(credit.of(Model::Linear));
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
    // 600 conversions leave much noise: the benchmarks' program `hazard_worlds` has the figures of large worlds.
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
        credits_by_touchpoint(attribute(&journeys, &options).expect("credits").lead())
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
