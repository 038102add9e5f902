//! Targets of phases.

use serde::{Deserialize, Serialize};

use crate::declare::options;
use crate::from_json::by_serde;
use crate::intake::Direction;
use crate::limits::CONFIDENCE;
use crate::options::{Span, in_range, quoted};
use crate::stats::Goal;
use crate::sure::Sure;
use crate::{Error, Result};

/// Microseconds of a minute.
pub(super) const MINUTE: f64 = 60e6;

/// What is measured of a phase.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum PhaseMeasure {
    /// Share of the units that enter the phase.
    #[default]
    Share,
    /// Share of the time of all units that is spent in the phase.
    TimeShare,
    /// Median duration of a unit's first stay in the phase, in minutes.
    Duration,
}

impl PhaseMeasure {
    /// All of them, in the order of the report.
    pub const ALL: [Self; 3] = [Self::Share, Self::TimeShare, Self::Duration];

    /// `share`, `time_share` or `duration`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Share => "share",
            Self::TimeShare => "time_share",
            Self::Duration => "duration",
        }
    }
}

/// A level: a share from 0 to 1, or a duration as text.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(untagged, expecting = "a share from 0 to 1, or a duration such as \"7d\"")]
pub enum PhaseLevel {
    /// A share, 0 to 1.
    Share(f64),
    /// A duration.
    Duration(Span),
}

by_serde!(PhaseMeasure, PhaseLevel);

#[cfg(feature = "schema")]
impl crate::schema::Describe for PhaseMeasure {
    fn describe(into: &mut crate::schema::Schema) -> crate::schema::Kind {
        use crate::schema::Kind;
        into.alias("PhaseMeasure", |_| Kind::Words(&["share", "time_share", "duration"]))
    }
}

#[cfg(feature = "schema")]
impl crate::schema::Describe for PhaseLevel {
    fn describe(into: &mut crate::schema::Schema) -> crate::schema::Kind {
        use crate::schema::Kind;
        into.alias("PhaseLevel", |_| Kind::Either(vec![Kind::Number, Kind::Span]))
    }
}

impl Default for PhaseLevel {
    fn default() -> Self {
        Self::Share(0.0)
    }
}

impl From<f64> for PhaseLevel {
    fn from(share: f64) -> Self {
        Self::Share(share)
    }
}

impl From<Span> for PhaseLevel {
    fn from(span: Span) -> Self {
        Self::Duration(span)
    }
}

options! {
    /// What a phase should be like.
    #[derive(Debug, Clone, PartialEq, Serialize)]
    pub struct PhaseTarget needs phase, target {
        /// The phase.
        pub phase: String = String::new(),
        /// What is measured.
        pub measure: PhaseMeasure = PhaseMeasure::default(),
        /// The level to reach.
        pub target: PhaseLevel = PhaseLevel::default(),
        /// How far on the bad side of it is still no red; by default nothing is.
        pub tolerance: Option<PhaseLevel> = None; set (impl Into<PhaseLevel>),
        /// Whether more (`up`) or less (`down`) is better; by default up for shares of units, down for
        /// durations and shares of time.
        pub direction: Option<Direction> = None; set (Direction),
    }
}

impl PhaseTarget {
    /// A target of a measure of a phase.
    pub fn new(phase: &str, measure: PhaseMeasure, target: impl Into<PhaseLevel>) -> Self {
        Self { phase: phase.to_owned(), measure, target: target.into(), ..Self::default() }
    }

    /// The goal, as a share or in minutes.
    pub(super) fn goal(&self) -> Result<Goal> {
        let level = |field: &'static str, level: PhaseLevel| match (self.measure, level) {
            (PhaseMeasure::Duration, PhaseLevel::Duration(span)) => {
                Ok(span.micros() as f64 / MINUTE)
            }
            (PhaseMeasure::Share | PhaseMeasure::TimeShare, PhaseLevel::Share(share)) => {
                in_range(field, share, 0.0, 1.0)?;
                Ok(share)
            }
            _ => Err(Error::Option {
                field,
                value: format!("{} of phase {}", self.measure.name(), quoted(&self.phase)),
                allowed: "a share from 0 to 1 for share and time_share, a duration such as \"7d\" \
                          for duration"
                    .into(),
            }),
        };
        let less = self.measure != PhaseMeasure::Share;
        Ok(Goal {
            level: level("target", self.target)?,
            tolerance: self.tolerance.map_or(Ok(0.0), |within| level("tolerance", within))?,
            less_is_better: self.direction.map_or(less, |way| way == Direction::Down),
        })
    }
}

options! {
    /// Options of [`Phases::figures`](super::Phases::figures).
    #[derive(Debug, Clone, PartialEq, Serialize)]
    pub struct PhaseFigureOptions {
        /// Targets; at most one for each measure of a phase.
        pub targets: Vec<PhaseTarget> = Vec::new(),
        /// Level of the intervals, 0.5 to 0.9999.
        pub confidence: f64 = 0.95; in CONFIDENCE,
    }
}

impl PhaseFigureOptions {
    /// Appends a target.
    pub fn target(mut self, target: PhaseTarget) -> Self {
        self.targets.push(target);
        self
    }

    /// The goal of each measure of each phase; checks all of them.
    pub(super) fn goals(&self, phases: &[String]) -> Result<Vec<[Option<Goal>; 3]>> {
        self.check_ranges()?;
        let mut goals = vec![[None; 3]; phases.len()];
        for target in &self.targets {
            let Some(at) = phases.iter().position(|name| *name == target.phase) else {
                return Err(Error::UnknownName {
                    what: "phase",
                    name: target.phase.clone(),
                    available: phases.to_vec(),
                });
            };
            let goal = target.goal()?;
            let cell = goals
                .get_mut(at)
                .sure()
                .and_then(|row| row.get_mut(target.measure as usize).sure());
            if cell.is_some_and(|cell| cell.replace(goal).is_some()) {
                return Err(Error::Option {
                    field: "targets",
                    value: format!(
                        "two for {} of {}",
                        target.measure.name(),
                        quoted(&target.phase)
                    ),
                    allowed: "one target for each measure of a phase".into(),
                });
            }
        }
        Ok(goals)
    }
}
