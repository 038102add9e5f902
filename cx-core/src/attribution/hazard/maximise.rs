//! The parameters that are most likely given what is expected of persons.

use super::exposure::SPREAD;
use super::level_set::Levels;
use super::parameters::{LEAST, Parameters, Sums};
use super::prior;

/// A rate is at every level at least this part of its mean.
const FLOOR: f64 = 1e-3;
/// Most steps in which a rate is split into what does and what does not follow intent.
const ROUNDS: usize = 60;

/// One step of the search; vectors are in the order of [`Parameters::logs`].
#[derive(Debug, Clone)]
pub(super) struct Step {
    /// Where it leads.
    pub(super) next: Parameters,
    /// What it does not lower: the logarithm of the likelihood and of what is known beforehand, before the
    /// step.
    pub(super) likelihood: f64,
    /// Its derivatives by the logarithms of the parameters; by the logits of shares.
    pub(super) gradient: Vec<f64>,
    /// The information that complete data would have: a number of persons, contacts or conversions.
    pub(super) weight: Vec<f64>,
    /// The least and the most that these logarithms may be.
    pub(super) bounds: Vec<[f64; 2]>,
}

impl Levels<'_> {
    /// The step that sums over persons lead to.
    pub(super) fn maximise(&self, now: &Parameters, sums: &Sums, likelihood: f64) -> Step {
        let mut next = Parameters::default();
        let mut slopes = Slopes::default();
        self.effects(now, sums, &mut next, &mut slopes);
        self.rates(now, sums, &mut next, &mut slopes);
        self.shares(now, sums, &mut next, &mut slopes);
        let Slopes { gradient, weight, bounds } = slopes;
        Step { next: next.by_level(&self.intent), likelihood, gradient, weight, bounds }
    }

    fn effects(&self, now: &Parameters, sums: &Sums, next: &mut Parameters, slopes: &mut Slopes) {
        let (known, centre) = (prior::pseudo(now), self.exposure.centre(&now.decay));
        let mut decays = Slopes::default();
        for (at, (caused, ages)) in sums.weight.iter().zip(&sums.ages).enumerate() {
            let decay = self.exposure.decay(at, *caused, *ages, centre, known);
            let worked = self.exposure.at(at, decay).0 + known.1 * decay;
            next.effect.push(((caused + known.0) / worked).max(LEAST));
            next.decay.push(decay);
            let (effect, decay) = now.of(at);
            let (worked, slope) = self.exposure.at(at, decay);
            let beforehand = known.0 - known.1 * effect * decay;
            let far = (libm::log(decay) - centre) / (SPREAD * SPREAD);
            slopes.add(caused + beforehand - effect * worked, caused + known.0, [LEAST, f64::MAX]);
            let decay = ages / decay + beforehand - effect * slope - far;
            decays.add(decay, caused + 1.0 / (SPREAD * SPREAD), self.range);
        }
        slopes.append(decays);
    }

    fn rates(&self, now: &Parameters, sums: &Sums, next: &mut Parameters, slopes: &mut Slopes) {
        let upper: f64 = sums.days.iter().zip(&self.intent).map(|(days, u)| days * u).sum();
        let days = [sums.days.iter().sum::<f64>() - upper, upper];
        let all = (days[0] + days[1]).max(LEAST);
        let mut contacts = Slopes::default();
        let happened = sums.rate.chunks_exact(self.size).chain([sums.base.as_slice()]);
        for (at, (happened, ends)) in happened.zip(now.low.iter().zip(&now.high)).enumerate() {
            let floor = (FLOOR * happened.iter().sum::<f64>() / all).max(LEAST);
            let (low, high) = line(happened, &self.intent, days);
            next.low.push(low.max(floor));
            next.high.push(high.max(floor));
            let own = |(number, u): (&f64, &f64)| {
                let low = ends.0 * (1.0 - u);
                number * low / (low + ends.1 * u).max(LEAST)
            };
            let own: f64 = happened.iter().zip(&self.intent).map(own).sum();
            let rest = happened.iter().sum::<f64>() - own;
            let slopes = if at < now.effect.len() { &mut contacts } else { &mut *slopes };
            slopes.add(own - ends.0 * days[0], own, [floor, f64::MAX]);
            slopes.add(rest - ends.1 * days[1], rest, [floor, f64::MAX]);
        }
        slopes.append(contacts);
    }

    fn shares(&self, now: &Parameters, sums: &Sums, next: &mut Parameters, slopes: &mut Slopes) {
        // One person in addition, spread evenly, so that no level dies out by chance.
        let spread = 1.0 / self.size as f64;
        next.share = sums.share.iter().map(|share| share + spread).collect();
        let cohorts = next.share.chunks_exact_mut(self.size).zip(now.share.chunks_exact(self.size));
        for (cohort, now) in cohorts {
            let whole: f64 = cohort.iter().sum();
            for (share, now) in cohort.iter_mut().zip(now) {
                slopes.add(*share - whole * now, *share, [spread / whole, 1.0]);
                *share /= whole;
            }
        }
    }
}

/// Derivatives, information and bounds of parameters.
#[derive(Default)]
struct Slopes {
    gradient: Vec<f64>,
    weight: Vec<f64>,
    bounds: Vec<[f64; 2]>,
}

impl Slopes {
    fn add(&mut self, slope: f64, weight: f64, bounds: [f64; 2]) {
        self.gradient.push(slope);
        self.weight.push(weight);
        self.bounds.push(bounds.map(libm::log));
    }

    fn append(&mut self, other: Self) {
        self.gradient.extend(other.gradient);
        self.weight.extend(other.weight);
        self.bounds.extend(other.bounds);
    }
}

/// The rate at the lowest and at the highest level, from what happened and the days at both (those
/// in between count for both): most likely, where `q` is the part that the lowest level has in all,
///
/// ```text
/// sum over levels of happened ln(q (1 - u) / lower + (1 - q) u / upper)
/// ```
///
/// by Newton's steps within bounds that close in.
pub(super) fn line(happened: &[f64], intent: &[f64], [lower, upper]: [f64; 2]) -> (f64, f64) {
    let sum: f64 = happened.iter().sum();
    if upper <= LEAST || lower <= LEAST {
        let rate = sum / (lower + upper).max(LEAST);
        return (rate, rate);
    }
    let (mut from, mut to, mut part) = (0.0, 1.0, lower / (lower + upper));
    for _ in 0..ROUNDS {
        let (mut slope, mut bend) = (0.0, 0.0);
        for (number, u) in happened.iter().zip(intent) {
            let (low, high) = ((1.0 - u) / lower, u / upper);
            let ratio = (low - high) / (part * low + (1.0 - part) * high).max(f64::MIN_POSITIVE);
            slope += number * ratio;
            bend += number * ratio * ratio;
        }
        if slope > 0.0 {
            from = part;
        } else {
            to = part;
        }
        let next = part + slope / bend.max(f64::MIN_POSITIVE);
        let next = if next > from && next < to { next } else { f64::midpoint(from, to) };
        let moved = (next - part).abs();
        part = next;
        if moved <= 1e-14 * part.min(1.0 - part) {
            break;
        }
    }
    (part * sum / lower, (1.0 - part) * sum / upper)
}
