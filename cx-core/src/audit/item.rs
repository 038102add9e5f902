//! How one answer is scored.

use serde::Serialize;

use crate::intake::{Criteria, CriterionKind};
use crate::sure::Sure;
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
        let given = |column: &[f64]| column.get(row).sure().copied().filter(|x| !x.is_nan());
        let (lower, upper) = (given(&criteria.lower), given(&criteria.upper));
        let fault = |fault: &'static str| {
            let criterion = criteria.criterion.name(row).into_owned();
            Err(Error::Catalogue { criterion, fault })
        };
        match criteria.kind.get(row).copied().sure_or_default() {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measurements_fall_in_a_straight_line_beyond_their_limits() {
        let item = Item::Measured { lower: 18.0, upper: 22.0, tolerance: 2.0 };
        let found = [16.0, 17.0, 17.5, 18.0, 20.0, 22.0, 23.0, 24.0].map(|x| item.score(x));
        let wanted = [0.0, 0.5, 0.75, 1.0, 1.0, 1.0, 0.5, 0.0].map(Some);
        assert_eq!(found, wanted);
        let at_most = Item::Measured { lower: f64::NEG_INFINITY, upper: 5.0, tolerance: 0.0 };
        assert_eq!([-1e9, 5.0, 5.1].map(|x| at_most.score(x)), [1.0, 1.0, 0.0].map(Some));
        assert_eq!(at_most.score(f64::NAN), None);
    }

    #[test]
    fn answers_off_the_scale_have_no_score() {
        let item = Item::Scale { lower: 1.0, upper: 5.0 };
        assert_eq!(
            [0.0, 1.0, 2.0, 5.0, 5.5].map(|x| item.score(x)),
            [None, Some(0.0), Some(0.25), Some(1.0), None]
        );
        assert_eq!([0.0, 0.5, 1.0].map(|x| Item::YesNo.score(x)), [Some(0.0), None, Some(1.0)]);
    }
}
