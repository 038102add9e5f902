//! Simulated worlds with known causes: ten touchpoints, additive hazards with decay, intent.
//!
//! For a person with intent `u(t)`, contacts with `c` come at the rate `r_c (1 - f_c + f_c u(t))`, trigger
//! others, and conversions come as the superposition of one Poisson process for the baseline and one per
//! contact, so every possible conversion has one cause; the first one counts and ends the observation. A
//! world without a touchpoint keeps every point that needs none of its contacts, with the same numbers.

mod credits;
mod draw;
mod intent;
mod simulate;

pub use credits::credits_by_touchpoint;
pub use intent::Intent;
pub use simulate::{Truth, World, simulate, simulate_backwards, simulate_with_stray};

use draw::Draw;

/// Touchpoints of a world.
pub const TOUCHPOINTS: usize = 10;
/// TV: triggers searches where triggers are on.
pub const TV: usize = 0;
/// Display: triggers searches where triggers are on.
pub const DISPLAY: usize = 1;
/// Search.
pub const SEARCH: usize = 2;
/// The touchpoint that has no effect in worlds that have such a one.
pub const IDLE: usize = 5;

/// The kinds of world.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Contacts are independent of intent.
    Independent,
    /// Targeting follows intent.
    Follows,
    /// TV and display trigger searches.
    Triggers,
    /// Targeting follows intent, and one touchpoint, which follows it too, has no effect.
    Idle,
    /// All of these.
    All,
}

/// All kinds.
pub const KINDS: [Kind; 5] =
    [Kind::Independent, Kind::Follows, Kind::Triggers, Kind::Idle, Kind::All];

/// A world of a kind; rates, effects, decays and what follows intent are drawn from the seed.
pub fn world(kind: Kind, intent: Intent, seed: u64, persons: usize) -> World {
    let mut draw = Draw::new(seed.wrapping_mul(31).wrapping_add(kind as u64));
    let mut log_uniform =
        |low: f64, high: f64| (low.ln() + (high.ln() - low.ln()) * draw.uniform()).exp();
    let mut rate: [f64; TOUCHPOINTS] = std::array::from_fn(|_| log_uniform(0.006, 0.04));
    let mut effect: [f64; TOUCHPOINTS] = std::array::from_fn(|_| log_uniform(0.003, 0.03));
    let decay = std::array::from_fn(|_| log_uniform(2.0, 14.0));
    let follows = !matches!(kind, Kind::Independent | Kind::Triggers);
    let mut follow: [f64; TOUCHPOINTS] =
        std::array::from_fn(|_| [0.0, 0.0, 0.0, 0.5, 0.5, 0.8, 0.8, 1.0, 1.0, 1.0][draw.below(10)]);
    (follow[TV], follow[SEARCH]) = (0.0, 1.0);
    let triggers = matches!(kind, Kind::Triggers | Kind::All);
    if triggers {
        (rate[TV], rate[DISPLAY]) = (rate[TV].max(0.025), rate[DISPLAY].max(0.02));
        effect[SEARCH] = effect[SEARCH].max(0.015);
    }
    if matches!(kind, Kind::Idle | Kind::All) {
        (effect[IDLE], rate[IDLE], follow[IDLE]) = (0.0, rate[IDLE].max(0.02), 1.0);
    }
    let days = 120.0;
    // 58 % of the conversions without any contact, about 13 % of the persons converting.
    let marketing: f64 = rate.iter().zip(&effect).map(|(rate, effect)| 0.9 * rate * effect).sum();
    let base = marketing * 58.0 / 42.0;
    let scale = 0.13 / ((marketing + base) * days);
    World {
        seed,
        persons,
        days,
        rate,
        effect: effect.map(|effect| effect * scale),
        decay,
        follow: if follows { follow } else { [0.0; TOUCHPOINTS] },
        base: base * scale,
        triggers: if triggers { vec![(TV, SEARCH, 0.25), (DISPLAY, SEARCH, 0.15)] } else { vec![] },
        delay: 0.5,
        intent: if follows { intent } else { Intent::Same },
        season: 0.0,
    }
}
