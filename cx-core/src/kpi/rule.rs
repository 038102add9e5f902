//! How a metric is scored.

use serde::Serialize;

use super::ScoreOptions;
use crate::intake::Scale;
use crate::{Error, Result};

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

/// Promoters answer this or more, detractors [`DETRACTOR`] or less, on a scale up to 10.
pub(super) const PROMOTER: f64 = 9.0;
pub(super) const DETRACTOR: f64 = 6.0;

/// Upper quarter and upper third of the scale: 4 of 1 to 5, and 5 of 1 to 7.
const TOP_OF_CSAT: f64 = 0.75;
const TOP_OF_CES: f64 = 2.0 / 3.0;

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
        match (metric, scale) {
            ("nps" | "enps", scale) => {
                let whole = scale.is_none_or(|s| s.max == 10.0 && (s.min == 0.0 || s.min == 1.0));
                if whole {
                    return Ok(Self::Nps);
                }
                Err(Error::Unanswerable {
                    what: format!("\"{metric}\" needs answers from 0 (or 1) to 10"),
                    remedy: "give the answers as they were asked, or name the metric otherwise: it is then scored as a mean from 0 to 100",
                })
            }
            ("csat", Some(scale)) => Ok(from(TOP_OF_CSAT, scale)),
            ("ces", Some(scale)) => Ok(from(TOP_OF_CES, scale)),
            (_, Some(scale)) if scale.min < scale.max => Ok(Self::Pomp),
            _ => Ok(Self::Mean),
        }
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

/// An answer on the scale turned so that high is good.
pub(super) fn turn(score: f64, scale: Option<Scale>) -> f64 {
    match scale {
        Some(scale) if scale.low_is_good => scale.min + (scale.max - score),
        _ => score,
    }
}

/// An answer in percent of the way from the bad end of its scale to the good one (POMP, percent of
/// maximum possible: Cohen, Cohen, Aiken and West, Multivariate Behavioral Research 34, 1999).
pub(super) fn pomp(score: f64, scale: Option<Scale>) -> f64 {
    match scale {
        Some(known) if known.min < known.max => {
            100.0 * (turn(score, scale) - known.min) / (known.max - known.min)
        }
        _ => score,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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

    #[test]
    fn a_promoter_score_needs_its_scale() {
        let scale = Scale { min: 1.0, max: 5.0, low_is_good: false };
        let rule = Rule::of("nps", Some(scale), &ScoreOptions::default());
        assert!(matches!(rule, Err(Error::Unanswerable { .. })), "{rule:?}");
    }
}
