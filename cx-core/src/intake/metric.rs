//! Metrics: their usual scales, how they are scored, and the scale of an answer.

use serde::Serialize;
use serde::de::Error as _;
use serde_json::Value;

use crate::fields;
use crate::from_json::deserialize;
use crate::options::FromJson;
use crate::{Error, Result};

/// A metric that has a usual scale and a rule of its own. What it is called is said in `metric` of
/// the sentences and in the page's words, by its name.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Metric {
    /// Its name in options and columns.
    pub(crate) name: &'static str,
    /// The lowest and the highest answer of its usual scale.
    scale: [f64; 2],
    /// How it is scored.
    pub(crate) rule: MetricRule,
}

/// How a metric is scored.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum MetricRule {
    /// Share of promoters less that of detractors, on a scale up to 10.
    Promoters,
    /// Share of answers in the upper part of the scale, which begins here: 0 to 1.
    Top(f64),
    /// Mean of the answers stretched to 0 to 100, where the scale is known.
    Mean,
}

/// All of them. Any other name is a metric too, without a usual scale, scored by its mean.
pub(crate) const METRICS: [Metric; 7] = [
    Metric { name: "nps", scale: [0.0, 10.0], rule: MetricRule::Promoters },
    Metric { name: "enps", scale: [0.0, 10.0], rule: MetricRule::Promoters },
    // Upper quarter: 4 of 1 to 5.
    Metric { name: "csat", scale: [1.0, 5.0], rule: MetricRule::Top(0.75) },
    // Upper third: 5 of 1 to 7.
    Metric { name: "ces", scale: [1.0, 7.0], rule: MetricRule::Top(2.0 / 3.0) },
    Metric { name: "rating", scale: [1.0, 5.0], rule: MetricRule::Mean },
    Metric { name: "stars", scale: [1.0, 5.0], rule: MetricRule::Mean },
    Metric { name: "smiley", scale: [1.0, 4.0], rule: MetricRule::Mean },
];

/// On which side of a promoter score an answer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    /// 9 or 10.
    Promoter,
    /// 7 or 8.
    Passive,
    /// 6 or less.
    Detractor,
}

impl Side {
    /// The side of an answer that is on a scale up to 10, with 10 at the good end.
    pub(crate) fn of(answer: f64) -> Self {
        match answer {
            9.0.. => Self::Promoter,
            ..=6.0 => Self::Detractor,
            _ => Self::Passive,
        }
    }
}

impl MetricRule {
    /// The rule of a metric whose answers are on this scale.
    ///
    /// # Errors
    /// [`Error::Unanswerable`] for a promoter score of answers on another scale than 0 (or 1) to 10.
    pub(crate) fn of(metric: &str, scale: Option<Scale>) -> Result<Self> {
        let known = METRICS.iter().find(|known| known.name == metric);
        let rule = known.map_or(Self::Mean, |known| known.rule);
        let ten = scale.is_none_or(|s| s.max == 10.0 && (s.min == 0.0 || s.min == 1.0));
        if rule == Self::Promoters && !ten {
            return Err(Error::Unanswerable {
                what: format!("\"{metric}\" needs answers from 0 (or 1) to 10"),
                remedy: "give the answers as they were asked, or name the metric otherwise: it is then scored as a mean from 0 to 100",
            });
        }
        Ok(rule)
    }
}

/// The scale of a metric.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Scale {
    /// Lowest possible answer.
    pub min: f64,
    /// Highest possible answer.
    pub max: f64,
    /// Whether low answers are the good ones, as with effort asked as "how much effort".
    pub low_is_good: bool,
}

impl FromJson for Scale {
    fn from_json(value: Value) -> Result<Self, serde_json::Error> {
        let names: &[&str] = &["min", "max", "low_is_good"];
        let (mut min, mut max, mut low_is_good) = (None, None, false);
        fields::read(value, [names, &[]], &[], &mut |at, value| match at {
            0 => fields::set(&mut min, value),
            1 => fields::set(&mut max, value),
            _ => fields::set(&mut low_is_good, value),
        })?;
        let missing = serde_json::Error::missing_field;
        let (min, max) = (min.ok_or_else(|| missing("min"))?, max.ok_or_else(|| missing("max"))?);
        Ok(Self { min, max, low_is_good })
    }
}

deserialize!(Scale);

#[cfg(feature = "schema")]
impl crate::schema::Describe for Scale {
    fn describe(into: &mut crate::schema::Schema) -> crate::schema::Kind {
        use crate::schema::Kind;
        let field = |name, kind, required, doc| crate::schema::Field {
            name,
            alias: None,
            kind,
            required,
            range: None,
            default: if required { Value::Null } else { false.into() },
            doc,
        };
        into.add_options(
            "Scale",
            "The scale of a metric.",
            vec![
                field("min", Kind::Number, true, "Lowest possible answer."),
                field("max", Kind::Number, true, "Highest possible answer."),
                field("low_is_good", Kind::Flag, false, "Whether low answers are the good ones."),
            ],
        )
    }
}

impl Scale {
    /// The usual scale of a metric: NPS 0-10, CSAT 1-5, CES 1-7 ("made it easy", high is good),
    /// smiley terminals 1-4, stars 1-5.
    pub fn usual(metric: &str) -> Option<Self> {
        let known = METRICS.iter().find(|known| known.name == metric)?;
        let [min, max] = known.scale;
        Some(Self { min, max, low_is_good: false })
    }
}

/// An answer on the scale turned so that high is good.
pub(crate) fn turn(score: f64, scale: Option<Scale>) -> f64 {
    match scale {
        Some(scale) if scale.low_is_good => scale.min + (scale.max - score),
        _ => score,
    }
}

/// An answer in percent of the way from the bad end of its scale to the good one (POMP, percent of
/// maximum possible: Cohen, Cohen, Aiken and West, Multivariate Behavioral Research 34, 1999).
pub(crate) fn pomp(score: f64, scale: Option<Scale>) -> f64 {
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

    #[test]
    fn every_metric_has_a_label_in_both_languages() {
        for text in [include_str!("../sentences/en.ftl"), include_str!("../sentences/de.ftl")] {
            let labels = text.split("\nmetric = ").nth(1).and_then(|rest| rest.split('}').next());
            let labels = labels.expect("the message `metric`");
            for metric in METRICS {
                assert!(labels.contains(&format!("[{}]", metric.name)), "{}", metric.name);
            }
        }
    }

    #[test]
    fn a_promoter_score_needs_its_scale() {
        let scale = |min, max| Some(Scale { min, max, low_is_good: false });
        for metric in ["nps", "enps"] {
            assert!(matches!(
                MetricRule::of(metric, scale(1.0, 5.0)),
                Err(Error::Unanswerable { .. })
            ));
            assert_eq!(MetricRule::of(metric, scale(1.0, 10.0)), Ok(MetricRule::Promoters));
            assert_eq!(MetricRule::of(metric, None), Ok(MetricRule::Promoters));
        }
        assert_eq!(MetricRule::of("score of mine", scale(1.0, 5.0)), Ok(MetricRule::Mean));
    }

    #[test]
    fn sides_are_those_of_reichheld() {
        let sides = [0.0, 6.0, 7.0, 8.0, 9.0, 10.0].map(Side::of);
        assert_eq!(sides[..2], [Side::Detractor; 2]);
        assert_eq!(sides[2..4], [Side::Passive; 2]);
        assert_eq!(sides[4..], [Side::Promoter; 2]);
    }
}
