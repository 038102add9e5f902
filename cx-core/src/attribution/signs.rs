//! Outcomes of both signs: what was gained and what was lost, each split by itself.
//!
//! A return, a cancellation or a margin may be below 0. Models that divide by a sum of values would then
//! divide by nearly nothing, and a sum says little of the amounts behind it. So a model splits the values
//! above 0, and the sizes of those below, over the same journeys; its credit is the difference. The
//! doubt is put together by [`Both`].

use super::doubt::{Both, Estimate};
use super::outcomes::Outcomes;
use super::sums::{Estimates, Shape};
use crate::columns::{MICROS, NO_MONEY};
use crate::journey::Journeys;
use crate::journey::paths::{Below, Paths};
use crate::sure::Sure;

/// Which values count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    /// Those above 0; the others are 0.
    Above,
    /// The sizes of those below 0; the others are 0.
    Below,
    /// The sizes of all.
    Size,
    /// 1 for each conversion whose order was cancelled; no values.
    Cancelled,
}

/// Outcomes with the values of one sign; journeys, conversions and contacts are those of all.
#[allow(clippy::large_enum_variant, reason = "one at a time, on the stack of the verb")]
pub(super) enum OneSign {
    Journeys(Journeys),
    Paths(Paths),
}

/// Whether any outcome is below 0.
pub(super) fn any_below(outcomes: Outcomes<'_>) -> bool {
    match outcomes {
        Outcomes::Journeys(journeys) => (0..journeys.len()).any(|at| journeys.worth(at) < 0),
        Outcomes::Paths(paths) => {
            !paths.below.is_empty() || paths.value.iter().any(|value| *value < 0.0)
        }
    }
}

/// Whether the order of any conversion was cancelled.
pub(super) fn any_cancelled(outcomes: Outcomes<'_>) -> bool {
    match outcomes {
        Outcomes::Journeys(journeys) => journeys.cancelled.contains(&true),
        Outcomes::Paths(paths) => !paths.cancelled.is_empty(),
    }
}

impl Sign {
    fn micros(self, value: i64, cancelled: bool) -> i64 {
        let known = if value == NO_MONEY { 0 } else { value };
        match self {
            Self::Above => known.max(0),
            Self::Below => known.min(0).saturating_neg(),
            Self::Size => known.saturating_abs(),
            Self::Cancelled => i64::from(cancelled) * MICROS,
        }
    }

    /// What counts of a sum of values above 0 and of one of those below.
    fn of(self, above: f64, below: f64) -> f64 {
        match self {
            Self::Above => above,
            Self::Below => 0.0 - below,
            Self::Size => above - below,
            Self::Cancelled => 0.0,
        }
    }
}

impl OneSign {
    pub(super) fn of(outcomes: Outcomes<'_>, sign: Sign) -> Self {
        match outcomes {
            Outcomes::Journeys(journeys) => {
                let mut own = journeys.clone();
                for (journey, value) in own.value.iter_mut().enumerate() {
                    *value = sign.micros(*value, journeys.is_cancelled(journey));
                }
                Self::Journeys(own)
            }
            Outcomes::Paths(paths) => Self::Paths(of_paths(paths, sign)),
        }
    }

    pub(super) fn outcomes(&self) -> Outcomes<'_> {
        match self {
            Self::Journeys(journeys) => Outcomes::Journeys(journeys),
            Self::Paths(paths) => Outcomes::Paths(paths),
        }
    }
}

/// A path with outcomes of both signs becomes two, next to one another: they come about independently of
/// one another, and are drawn so.
fn of_paths(paths: &Paths, sign: Sign) -> Paths {
    let mut own = Paths {
        codes: Vec::with_capacity(paths.codes.len()),
        ends: Vec::with_capacity(paths.len()),
        conversions: Vec::with_capacity(paths.len()),
        value: Vec::with_capacity(paths.len()),
        value_squares: Vec::with_capacity(paths.len()),
        nulls: Vec::with_capacity(paths.len()),
        below: Vec::new(),
        cancelled: Vec::new(),
        touchpoints: paths.touchpoints.clone(),
        report: paths.report.clone(),
        definition: paths.definition.clone(),
    };
    for path in 0..paths.len() {
        let at = |column: &[f64]| column.get(path).copied().sure_or(0.0);
        let (conversions, value) = (at(&paths.conversions), at(&paths.value));
        let (nulls, squares) = (at(&paths.nulls), at(&paths.value_squares));
        let below = paths.below_of(path);
        let above = Below {
            conversions: conversions - below.conversions,
            value: (value - below.value).max(0.0),
            squares: (squares - below.squares).max(0.0),
        };
        let squares = match sign {
            Sign::Above => [above.squares, 0.0],
            Sign::Below => [0.0, below.squares],
            Sign::Size => [above.squares, below.squares],
            Sign::Cancelled => [0.0, 0.0],
        };
        let (gained, lost) = (sign.of(above.value, 0.0), sign.of(0.0, below.value));
        let mut push = |conversions: f64, value: f64, squares: f64, nulls: f64| {
            own.codes.extend_from_slice(paths.path(path));
            own.ends.push(own.codes.len());
            own.conversions.push(conversions);
            own.value.push(value);
            own.value_squares.push(squares);
            own.nulls.push(nulls);
        };
        let [squares_above, squares_below] = squares;
        if sign == Sign::Cancelled {
            let cancelled = at(&paths.cancelled);
            push(conversions, cancelled, cancelled, nulls);
        } else if above.conversions > 0.0 && below.conversions > 0.0 {
            push(above.conversions, gained, squares_above, nulls);
            push(below.conversions, lost, squares_below, 0.0);
        } else {
            push(conversions, gained + lost, squares_above + squares_below, nulls);
        }
    }
    own
}

/// The credits of one model for the values of each sign.
pub(super) struct Signed {
    pub(super) gains: Estimates,
    pub(super) losses: Estimates,
    /// Of both credits in value, by touchpoint.
    pub(super) covariance: Vec<f64>,
}

impl Signed {
    /// From the estimates for gains, for losses, and for the sizes of both: these show how far gains
    /// and losses go together, `Var(G + L) = Var G + Var L + 2 Cov(G, L)`.
    pub(super) fn of([gains, losses, sizes]: [Estimates; 3]) -> Self {
        let sides = gains.value_variance.iter().zip(&losses.value_variance);
        let covariance = sizes.value_variance.iter().zip(sides);
        let covariance = covariance.map(|(all, (a, b))| (all - a - b) / 2.0).collect();
        Self { gains, losses, covariance }
    }

    /// The estimates of the whole: credits in value may be below 0. `totals`: what was gained and what
    /// was lost of all outcomes.
    pub(super) fn whole(&self, totals: [f64; 2]) -> Estimates {
        let pairs = |a: &[f64], b: &[f64], of: &dyn Fn(f64, f64) -> f64| -> Vec<f64> {
            a.iter().zip(b).map(|(a, b)| of(*a, *b)).collect()
        };
        let (gains, losses) = (&self.gains, &self.losses);
        let [gained, lost] = totals;
        let share = |a: f64, b: f64| {
            let all = gained + lost;
            if all > 0.0 { (a * gained + b * lost) / all } else { 0.0 }
        };
        let effects = pairs(&gains.removal_effect_value, &losses.removal_effect_value, &share);
        Estimates {
            value: pairs(&gains.value, &losses.value, &|a, b| a - b),
            removal_effect_value: effects,
            ..gains.clone()
        }
    }

    /// What the interval of a touchpoint is made of.
    pub(super) fn doubtful(&self, place: usize, last: usize) -> Both {
        Both {
            gained: self.gains.doubtful(place, last),
            lost: self.losses.doubtful(place, last),
            covariance: self.covariance.get(place).copied().sure_or(0.0),
        }
    }
}

impl Estimates {
    /// What the intervals of a touchpoint are made of; `last` is what no touchpoint gets.
    pub(super) fn doubtful(&self, place: usize, last: usize) -> Estimate {
        let at = |column: &[f64]| column.get(place).copied().sure_or(0.0);
        // What no touchpoint gets is a sum in every game.
        let game = place < last || self.shape != Shape::Signed;
        let unseen = self.unseen.as_ref().filter(|_| game);
        Estimate {
            credit: [at(&self.conversions), at(&self.value)],
            variance: [at(&self.conversions_variance), at(&self.value_variance)],
            resampled: None,
            unseen: unseen.map(|both| both.each_ref().map(|of| at(of))),
            shape: if game { self.shape } else { Shape::Sum },
        }
    }
}
