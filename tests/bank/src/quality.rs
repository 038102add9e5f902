//! How good each touchpoint truly is, week by week, and what the answers to a survey would be.
//!
//! Experience lives on a latent scale from 0 to 10: a person's is normal around the touchpoint's mean of the
//! week. An answer is the nearest point of the metric's scale. Means, score probabilities and the bias of
//! those who answer are therefore known in closed form.

use super::calendar::BREAK_WEEK;
use super::person::LENIENCY;
use super::touchpoint::Touchpoint;

/// The metrics asked: name, lowest and highest answer. All: higher is better (CES: ease).
pub(crate) const METRICS: [(&str, i32, i32); 3] = [("nps", 0, 10), ("csat", 1, 5), ("ces", 1, 7)];

/// Touchpoints about which customers are asked, with the probability of being asked after a contact.
pub(crate) const RATED: [(Touchpoint, f64); 7] = [
    (Touchpoint::Website, 0.09),
    (Touchpoint::App, 0.13),
    (Touchpoint::CallCentre, 0.55),
    (Touchpoint::Branch, 0.6),
    (Touchpoint::Newsletter, 0.05),
    (Touchpoint::DirectMail, 0.08),
    (Touchpoint::Social, 0.01),
];

/// Standard deviation of one experience around the person's own level.
const NOISE: f64 = 1.8;
/// How fast expectations follow experience, per week.
pub(crate) const ADAPTATION: f64 = 0.06;

/// Position in [`RATED`].
pub(crate) fn rated(touchpoint: Touchpoint) -> Option<usize> {
    RATED.iter().position(|rated| rated.0 == touchpoint)
}

/// The probabilities with which the metrics are asked at a touchpoint.
pub(crate) fn metric_weights(touchpoint: Touchpoint) -> [f64; 3] {
    match touchpoint {
        Touchpoint::Newsletter | Touchpoint::DirectMail | Touchpoint::Social => [0.0, 1.0, 0.0],
        _ => [0.5, 0.3, 0.2],
    }
}

/// True mean experience on the latent scale in a week of the year.
pub(crate) fn perception(touchpoint: Touchpoint, week: i64) -> f64 {
    let w = week as f64;
    match touchpoint {
        Touchpoint::Website => 7.9 + 0.010 * w,
        Touchpoint::App => 8.5,
        // The new telephone system of week 27.
        Touchpoint::CallCentre if week >= BREAK_WEEK => 6.1 + 0.012 * (w - BREAK_WEEK as f64),
        Touchpoint::CallCentre => 8.1,
        Touchpoint::Branch => 9.0 - 0.2 * libm::sin(w * core::f64::consts::PI / 26.0),
        Touchpoint::Newsletter => 6.3,
        Touchpoint::DirectMail => 5.6,
        _ => 6.6,
    }
}

/// True mean expectation on the latent scale: it starts at a level and follows experience,
/// `E[week + 1] = E[week] + ADAPTATION (P[week] - E[week])`.
pub(crate) fn expectation(touchpoint: Touchpoint, week: i64) -> f64 {
    let start = match touchpoint {
        Touchpoint::Website => 8.2,
        Touchpoint::App => 7.6,
        Touchpoint::CallCentre => 8.0,
        Touchpoint::Branch => 8.4,
        _ => 6.4,
    };
    (0..week).fold(start, |level, past| level + ADAPTATION * (perception(touchpoint, past) - level))
}

/// The answer of one experience.
pub(crate) fn answer(metric: usize, experience: f64) -> i32 {
    let (_, low, high) = METRICS[metric];
    let raw = f64::from(low) + f64::from(high - low) * experience / 10.0;
    (raw.round() as i32).clamp(low, high)
}

/// Standard deviation of one experience around its person's level.
pub(crate) fn noise() -> f64 {
    NOISE
}

/// The probability of each answer of a metric, lowest first, for a mean experience.
pub(crate) fn distribution(metric: usize, mean: f64) -> Vec<f64> {
    let (_, low, high) = METRICS[metric];
    let width = f64::from(high - low) / 10.0;
    let center = f64::from(low) + width * mean;
    let deviation = width * (LENIENCY * LENIENCY + NOISE * NOISE).sqrt();
    let below = |x: f64| 0.5 * libm::erfc((center - x) / (deviation * core::f64::consts::SQRT_2));
    (low..=high)
        .map(|score| {
            let upper = if score == high { 1.0 } else { below(f64::from(score) + 0.5) };
            let lower = if score == low { 0.0 } else { below(f64::from(score) - 0.5) };
            upper - lower
        })
        .collect()
}

/// The probability that somebody asked answers, given the answer: extremes speak up, the unhappy more.
pub(crate) fn response(metric: usize, score: i32) -> f64 {
    let (_, low, high) = METRICS[metric];
    let level = f64::from(score - low) / f64::from(high - low);
    0.16 + 0.22 * (2.0 * level - 1.0).powi(2) + 0.12 * (1.0 - level)
}

/// True figures of a metric for a mean experience: mean answer, net promoter score (metric 0 only), and the
/// same two among those who answer.
pub(crate) fn figures(metric: usize, mean: f64) -> [Option<f64>; 4] {
    let (_, low, _) = METRICS[metric];
    let all = distribution(metric, mean);
    let heard: Vec<f64> = (low..).zip(&all).map(|(score, p)| p * response(metric, score)).collect();
    let average = |law: &[f64]| {
        let total: f64 = law.iter().sum();
        (low..).zip(law).map(|(score, p)| f64::from(score) * p).sum::<f64>() / total
    };
    let promoters = |law: &[f64]| {
        let total: f64 = law.iter().sum();
        let net = law.iter().skip(9).sum::<f64>() - law.iter().take(7).sum::<f64>();
        (metric == 0).then_some(100.0 * net / total)
    };
    [Some(average(&all)), promoters(&all), Some(average(&heard)), promoters(&heard)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn probabilities_sum_to_one_and_match_the_answers() {
        for (metric, (_, low, _)) in METRICS.iter().enumerate() {
            let law = distribution(metric, 7.3);
            assert!((law.iter().sum::<f64>() - 1.0).abs() < 1e-12);
            let mut counts = vec![0.0; law.len()];
            let mut draw = super::super::key::Subject { seed: 1, who: 1 }
                .stream(super::super::key::Stream::Answer, 0);
            for _ in 0..100_000 {
                let experience = 7.3 + draw.normal(0.0, LENIENCY) + draw.normal(0.0, NOISE);
                counts[(answer(metric, experience) - low) as usize] += 1.0 / 100_000.0;
            }
            for (p, count) in law.iter().zip(&counts) {
                assert!((p - count).abs() < 0.006, "{p} {count}");
            }
        }
    }

    #[test]
    fn the_call_centre_breaks_in_the_middle_of_the_year() {
        let before = figures(0, perception(Touchpoint::CallCentre, BREAK_WEEK - 1))[1];
        let after = figures(0, perception(Touchpoint::CallCentre, BREAK_WEEK))[1];
        assert!(before > Some(10.0) && after < Some(-20.0), "{before:?} {after:?}");
    }
}
