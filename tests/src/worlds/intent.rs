//! How much a person is about to buy, over time; mean about 1.

use super::draw::Draw;

/// The course of intent.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Intent {
    /// The same for all.
    Same,
    /// Constant, gamma with this shape.
    Gamma(f64),
    /// Constant, log-normal with this spread.
    LogNormal(f64),
    /// One person in five has eight times the intent of the others.
    Classes,
    /// Hot phases of 14 days on average.
    Phases,
}

/// Steps per day of an intent that changes.
const STEPS: f64 = 2.0;

impl Intent {
    /// The course of one person, and its maximum.
    pub(super) fn course(self, days: f64, draw: &mut Draw) -> Course {
        let constant = match self {
            Self::Same => 1.0,
            Self::Gamma(shape) => draw.gamma(shape),
            Self::LogNormal(spread) => (spread * draw.normal() - spread * spread / 2.0).exp(),
            Self::Classes => {
                if draw.uniform() < 0.2 {
                    3.33
                } else {
                    0.4175
                }
            }
            Self::Phases => return Course(phases(days, draw)),
        };
        Course(vec![constant])
    }
}

fn phases(days: f64, draw: &mut Draw) -> Vec<f64> {
    let mut hot = draw.uniform() < 14.0 / 94.0;
    let steps = (days * STEPS) as usize;
    let step = |_| {
        let level = if hot { 3.5 } else { 0.56 };
        hot ^= draw.uniform() < 1.0 / STEPS / if hot { 14.0 } else { 80.0 };
        level
    };
    (0..steps).map(step).collect()
}

/// Intent over time.
#[derive(Debug)]
pub(super) struct Course(Vec<f64>);

impl Course {
    pub(super) fn at(&self, day: f64) -> f64 {
        self.0[((day * STEPS) as usize).min(self.0.len() - 1)]
    }

    pub(super) fn most(&self) -> f64 {
        self.0.iter().copied().fold(0.0, f64::max)
    }
}
