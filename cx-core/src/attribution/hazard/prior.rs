//! What is known of effects before any data: they are alike in size.

use super::parameters::Parameters;

/// Conversions that are added to those of each touchpoint, as many as its effect is worth knowing
/// beforehand.
const WORTH: f64 = 1.0;

/// `beta tau`, the conversions that one contact brings in the long run, is gamma over touchpoints, about
/// a mean that is estimated with it, and its logarithm is taken at its mode. That adds to each touchpoint
/// as many contacts as bring [`WORTH`] conversions on average, and these conversions. So a touchpoint of
/// which the data say little is taken to be about as good as the others, and all together are neither
/// better nor worse for it.
fn mean(now: &Parameters) -> f64 {
    let effects = now.effect.iter().zip(&now.decay).map(|(beta, tau)| beta * tau);
    effects.sum::<f64>() / now.effect.len().max(1) as f64
}

/// Conversions and contacts that are added to those of each touchpoint.
pub(super) fn pseudo(now: &Parameters) -> (f64, f64) {
    (WORTH, WORTH / mean(now).max(1e-12))
}

/// The logarithm of the density.
pub(super) fn ln(now: &Parameters) -> f64 {
    let mean = mean(now).max(1e-12);
    let of = |effect: f64| WORTH * (libm::log(effect.max(1e-12)) - effect / mean - libm::log(mean));
    now.effect.iter().zip(&now.decay).map(|(beta, tau)| of(beta * tau)).sum()
}
