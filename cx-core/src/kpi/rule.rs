//! How a metric is scored.

use serde::Serialize;

use super::ScoreOptions;
use crate::Result;
use crate::intake::{MetricRule, Scale, turn};

/// How a metric is scored.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Rule {
    /// Share of 9 and above minus share of 6 and below, in points from -100 to 100.
    Nps,
    /// Share of answers from here on, in percent. On the turned scale where low is good.
    TopBox(f64),
    /// Mean of the answers stretched to 0 to 100.
    Pomp,
    /// Mean of the answers as they are; the scale is not known.
    Mean,
}

/// Scales end in whole or half grades; this tells rounding from a grade.
const ROUNDING: f64 = 1e-9;

impl Rule {
    /// The rule of a metric.
    pub(super) fn of(metric: &str, scale: Option<Scale>, options: &ScoreOptions) -> Result<Self> {
        if let Some(threshold) = options.top_box.get(metric) {
            return Ok(Self::TopBox(turn(*threshold, scale)));
        }
        let from = |share: f64, scale: Scale| {
            Self::TopBox(scale.min + share * (scale.max - scale.min) - ROUNDING)
        };
        Ok(match (MetricRule::of(metric, scale)?, scale) {
            (MetricRule::Promoters, _) => Self::Nps,
            (MetricRule::Top(share), Some(scale)) => from(share, scale),
            (_, Some(scale)) if scale.min < scale.max => Self::Pomp,
            _ => Self::Mean,
        })
    }

    /// The method's name, as reports give it.
    pub(super) fn name(self, weighted: bool) -> &'static str {
        match (self, weighted) {
            (Self::Nps, false) => "nps.tango",
            (Self::Nps, true) => "nps.tango.kish",
            (Self::TopBox(_), false) => "top_box.wilson",
            (Self::TopBox(_), true) => "top_box.wilson.kish",
            (Self::Pomp, false) => "pomp.t",
            (Self::Pomp, true) => "pomp.t.kish",
            (Self::Mean, false) => "mean.t",
            (Self::Mean, true) => "mean.t.kish",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::pomp;

    fn top(metric: &str, scale: Scale, answers: &[f64]) -> Vec<f64> {
        let rule = Rule::of(metric, Some(scale), &ScoreOptions::default()).expect("a rule");
        let Rule::TopBox(from) = rule else { unreachable!("{metric} is a share") };
        answers.iter().copied().filter(|x| turn(*x, Some(scale)) >= from).collect()
    }

    #[test]
    fn top_boxes_follow_the_scale_and_its_direction() {
        let grades: Vec<f64> = (0..=10).map(f64::from).collect();
        let scale = |min, max, low_is_good| Scale { min, max, low_is_good };
        assert_eq!(top("csat", scale(1.0, 5.0, false), &grades[1..=5]), [4.0, 5.0]);
        assert_eq!(top("csat", scale(1.0, 5.0, true), &grades[1..=5]), [1.0, 2.0]);
        assert_eq!(top("csat", scale(1.0, 10.0, false), &grades[1..]), [8.0, 9.0, 10.0]);
        assert_eq!(top("ces", scale(1.0, 7.0, false), &grades[1..=7]), [5.0, 6.0, 7.0]);
        // The effort score of 2010: 1 is very little effort.
        assert_eq!(top("ces", scale(1.0, 5.0, true), &grades[1..=5]), [1.0, 2.0]);
    }

    #[test]
    fn a_threshold_of_the_user_is_on_the_metrics_own_scale() {
        let options =
            ScoreOptions { top_box: [("effort".into(), 2.0)].into(), ..Default::default() };
        let scale = Scale { min: 1.0, max: 5.0, low_is_good: true };
        assert_eq!(Rule::of("effort", Some(scale), &options), Ok(Rule::TopBox(4.0)));
        assert_eq!((turn(2.0, Some(scale)), turn(3.0, Some(scale))), (4.0, 3.0));
        assert_eq!((pomp(1.0, Some(scale)), pomp(5.0, Some(scale))), (100.0, 0.0));
    }
}
