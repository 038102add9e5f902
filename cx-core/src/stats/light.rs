//! Honest traffic lights.

use serde::{Deserialize, Serialize};

use super::Interval;

/// A traffic light that shows what is proven.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Light {
    /// The target is met: the whole interval is on its good side.
    Green,
    /// Undecided: more answers are needed.
    Amber,
    /// The target is missed by more than the tolerance: the whole interval is on its bad side.
    Red,
}

impl Light {
    /// `green`, `amber` or `red`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Green => "green",
            Self::Amber => "amber",
            Self::Red => "red",
        }
    }
}

/// A target, and how an interval is judged against it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Goal {
    /// The level to reach.
    pub level: f64,
    /// How far on the bad side of the level is still no red, 0 or more.
    pub tolerance: f64,
    /// Whether less is better.
    pub less_is_better: bool,
}

impl Goal {
    /// The light of an interval. More is better: green when `low >= level`, red when
    /// `high < level - tolerance`, else amber. Less is better: the mirror image. Without an
    /// interval nothing is proven: amber.
    ///
    /// ```
    /// use cx_core::stats::{Goal, Interval, Light};
    /// let goal = Goal { level: 30.0, tolerance: 5.0, less_is_better: false };
    /// assert_eq!(goal.light(Some(Interval { low: 31.0, high: 60.0 })), Light::Green);
    /// assert_eq!(goal.light(Some(Interval { low: 10.0, high: 28.0 })), Light::Amber);
    /// assert_eq!(goal.light(Some(Interval { low: 10.0, high: 24.0 })), Light::Red);
    /// ```
    pub fn light(&self, interval: Option<Interval>) -> Light {
        let Some(Interval { low, high }) = interval else { return Light::Amber };
        let (met, missed) = if self.less_is_better {
            (high <= self.level, low > self.level + self.tolerance)
        } else {
            (low >= self.level, high < self.level - self.tolerance)
        };
        match (met, missed) {
            (true, _) => Light::Green,
            (_, true) => Light::Red,
            _ => Light::Amber,
        }
    }

    /// Whether more answers with this mean could ever decide: it is on the good side of the level,
    /// or on the bad side of the tolerance.
    pub fn decidable(&self, estimate: f64) -> bool {
        if self.less_is_better {
            estimate < self.level || estimate > self.level + self.tolerance
        } else {
            estimate > self.level || estimate < self.level - self.tolerance
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_on_the_level_or_on_the_tolerance() {
        let more = Goal { level: 30.0, tolerance: 5.0, less_is_better: false };
        let less = Goal { less_is_better: true, ..more };
        let light = |goal: Goal, low, high| goal.light(Some(Interval { low, high }));
        assert_eq!(light(more, 30.0, 31.0), Light::Green);
        assert_eq!(light(more, 20.0, 25.0), Light::Amber);
        assert_eq!(light(less, 29.0, 30.0), Light::Green);
        assert_eq!(light(less, 35.0, 40.0), Light::Amber);
        assert_eq!(light(less, 35.5, 40.0), Light::Red);
        let open = |goal: Goal| [25.0, 30.0, 35.0].map(|estimate| goal.decidable(estimate));
        assert_eq!((open(more), open(less)), ([false, false, true], [true, false, false]));
        assert!(more.decidable(24.9) && less.decidable(35.1));
    }
}
