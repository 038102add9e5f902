//! What is known of effects before any data: they are alike in size.

use super::histories::Histories;
use super::parameters::Parameters;

/// Shape of the gamma distribution of effects over touchpoints: with 2, seven of ten lie between a
/// third and twice the mean.
const SHAPE: f64 = 2.0;

/// `beta tau`, the conversions that one contact brings in the long run, is gamma over touchpoints, about
/// a mean that is estimated with it. So a touchpoint of which the data say little is taken to be about as
/// good as the others: one conversion more, and as many contacts more as bring [`SHAPE`] conversions.
#[derive(Debug, Clone, Copy)]
pub(super) struct Prior {
    /// What stands for one more touchpoint in the mean: the effect of a contact if half of all
    /// conversions came from contacts and all contacts were alike.
    usual: f64,
}

impl Prior {
    pub(super) fn of(histories: &Histories) -> Self {
        let contacts: usize = histories.persons.iter().map(|person| person.touches.len()).sum();
        let conversions = histories.conversions().max(1) as f64;
        Self { usual: conversions / 2.0 / contacts.max(1) as f64 }
    }

    fn mean(&self, now: &Parameters) -> f64 {
        let effects = now.effect.iter().zip(&now.decay).map(|(beta, tau)| beta * tau);
        (effects.sum::<f64>() + self.usual) / (now.effect.len() + 1) as f64
    }

    /// Conversions and contacts that are added to those of each touchpoint.
    pub(super) fn pseudo(&self, now: &Parameters) -> (f64, f64) {
        (SHAPE - 1.0, SHAPE / self.mean(now))
    }

    /// The logarithm of the density.
    pub(super) fn ln(&self, now: &Parameters) -> f64 {
        let mean = self.mean(now);
        let of = |effect: f64| (SHAPE - 1.0) * libm::log(effect) - SHAPE * effect / mean;
        let effects = now.effect.iter().zip(&now.decay).map(|(beta, tau)| of(beta * tau));
        let size = (now.effect.len() + 1) as f64;
        effects.sum::<f64>() - SHAPE * (self.usual / mean + size * libm::log(mean))
    }
}
