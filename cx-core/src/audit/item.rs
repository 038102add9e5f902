//! How one answer is scored.

use serde::Serialize;

use crate::intake::{Criteria, CriterionKind};
use crate::{Error, Result};

/// How answers to one criterion are scored, from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub(super) enum Item {
    /// 1 or 0.
    YesNo,
    /// `(x - lower) / (upper - lower)`.
    Scale { lower: f64, upper: f64 },
    /// 1 within the limits, falling in a straight line to 0 at the tolerance beyond them.
    Measured { lower: f64, upper: f64, tolerance: f64 },
}

impl Item {
    pub(super) fn of(criteria: &Criteria, row: usize) -> Result<Self> {
        let given = |column: &[f64]| column.get(row).copied().filter(|x| !x.is_nan());
        let (lower, upper) = (given(&criteria.lower), given(&criteria.upper));
        let fault = |fault: &'static str| {
            let criterion = criteria.criterion.name(row).into_owned();
            Err(Error::Catalogue { criterion, fault })
        };
        match criteria.kind.get(row).copied().unwrap_or_default() {
            CriterionKind::YesNo => Ok(Self::YesNo),
            CriterionKind::Scale => {
                let (lower, upper) = (lower.unwrap_or(0.0), upper.unwrap_or(1.0));
                if lower < upper {
                    Ok(Self::Scale { lower, upper })
                } else {
                    fault("is a scale whose lower end is not below its upper end")
                }
            }
            CriterionKind::Measured => {
                let (lower, upper) = match (lower, upper) {
                    (None, None) => {
                        return fault("is measured but has neither a lower nor an upper limit");
                    }
                    (lower, upper) => {
                        (lower.unwrap_or(f64::NEG_INFINITY), upper.unwrap_or(f64::INFINITY))
                    }
                };
                if lower > upper {
                    return fault("is measured with a lower limit above the upper limit");
                }
                let tolerance = given(&criteria.tolerance).unwrap_or(0.0);
                Ok(Self::Measured { lower, upper, tolerance })
            }
        }
    }

    /// The score of an answer; `None` when the answer is not one that the criterion allows.
    pub(super) fn score(self, answer: f64) -> Option<f64> {
        match self {
            Self::YesNo => (answer == 0.0 || answer == 1.0).then_some(answer),
            Self::Scale { lower, upper } => {
                let within = (lower..=upper).contains(&answer);
                within.then(|| ((answer - lower) / (upper - lower)).clamp(0.0, 1.0))
            }
            Self::Measured { lower, upper, tolerance } => {
                if !answer.is_finite() {
                    return None;
                }
                let beyond = (lower - answer).max(answer - upper).max(0.0);
                if beyond == 0.0 {
                    return Some(1.0);
                }
                Some(if beyond < tolerance { 1.0 - beyond / tolerance } else { 0.0 })
            }
        }
    }
}
