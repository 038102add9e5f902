//! How sequences are taken from journeys and compared.

use serde::Serialize;

use crate::fields::fields;
use crate::from_json::words;
use crate::options::{Span, in_range, quoted};
use crate::{Error, Result};

/// Which column of the steps is the state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SequenceStates {
    /// The touchpoint.
    #[default]
    Touchpoint,
    /// The kind of event.
    Event,
}

words!(SequenceStates: Touchpoint = "touchpoint", Event = "event");

/// A measure of how different two sequences are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DistanceMethod {
    /// Optimal matching: the least cost of insertions, deletions (`indel`) and substitutions (all
    /// at the same cost) that turn one sequence into the other.
    ///
    /// Sources: V. Levenshtein, Soviet Physics Doklady 10 (1966) 707-710; A. Abbott and
    /// J. Forrest, Journal of Interdisciplinary History 16 (1986) 471-494.
    #[default]
    Om,
    /// Optimal matching with substitution costs by how often states follow each other,
    /// `2 - p(b|a) - p(a|b)`: states that turn into one another are near.
    ///
    /// Source: the transition-rate costs of G. Rohwer and U. Pötter, TDA user's manual (2002).
    OmTransitionRates,
    /// What is left beside the longest common subsequence, `|x| + |y| - 2 L(x, y)`; equals optimal
    /// matching with indel 1 and substitution 2.
    Lcs,
    /// Positions at which the sequences differ; needs equal lengths.
    Hamming,
    /// Positions at which the sequences differ, each at a cost by how rarely the two states turn
    /// into one another around that position; needs equal lengths.
    ///
    /// Source: L. Lesnard, Sociological Methods & Research 38 (2010) 389-419.
    Dhd,
    /// Time warp edit distance: edits of contacts with their times; contacts at other times cost
    /// `stiffness` for each `unit` of time between them, a missing contact costs `penalty`.
    ///
    /// Source: P.-F. Marteau, IEEE Transactions on Pattern Analysis and Machine Intelligence 31
    /// (2009) 306-318.
    TimeWarp,
}

words!(DistanceMethod: Om = "om", OmTransitionRates = "om_transition_rates", Lcs = "lcs", Hamming = "hamming", Dhd = "dhd", TimeWarp = "time_warp");

/// What a distance is divided by, so that long journeys do not look different by length alone.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Norm {
    /// Nothing.
    #[default]
    None,
    /// The largest distance that sequences of these lengths can have: 0 to 1.
    MaxDistance,
    /// `2 d / (indel (|x| + |y|) + d)`: 0 to 1, and a metric where the distance is one. For the
    /// edit distances `om`, `om_transition_rates` and `lcs`.
    ///
    /// Source: L. Yujian and L. Bo, IEEE Transactions on Pattern Analysis and Machine Intelligence
    /// 29 (2007) 1091-1095.
    YujianBo,
}

words!(Norm: None = "none", MaxDistance = "max_distance", YujianBo = "yujian_bo");

/// How sequences are taken from journeys and compared.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DistanceOptions {
    /// Which column of the steps is the state.
    pub states: SequenceStates,
    /// Whether equal states in a row are all kept; else the first of them stands for all.
    pub repeats: bool,
    /// Only so many states from the start, 1 to 10,000; shorter sequences stay short, except for
    /// `hamming` and `dhd`, where they are filled with `"(end)"`. `None`: all.
    pub steps: Option<usize>,
    /// The measure.
    pub method: DistanceMethod,
    /// Cost of an insertion or deletion; `None`: half of the largest substitution cost. For the
    /// methods `om` and `om_transition_rates`.
    pub indel: Option<f64>,
    /// Cost of a substitution, for the methods `om` and `time_warp`.
    pub substitution: f64,
    /// What distances are divided by.
    pub norm: Norm,
    /// For `time_warp`: times count in whole units since the first contact.
    pub unit: Span,
    /// For `time_warp`: cost of a unit of time.
    pub stiffness: f64,
    /// For `time_warp`: cost of a missing contact, beside those of its state and time.
    pub penalty: f64,
    /// Distinct sequences that are compared at most, 2 to 20,000; memory grows with its square.
    pub limit: usize,
}

fields!(DistanceOptions:
    states, repeats, steps, method, indel, substitution, norm, unit, stiffness, penalty, limit
);

impl Default for DistanceOptions {
    fn default() -> Self {
        Self {
            states: SequenceStates::default(),
            repeats: true,
            steps: None,
            method: DistanceMethod::default(),
            indel: None,
            substitution: 2.0,
            norm: Norm::default(),
            unit: Span::days(1),
            stiffness: 0.1,
            penalty: 1.0,
            limit: 5_000,
        }
    }
}

impl DistanceOptions {
    /// Sets the measure.
    pub fn method(mut self, method: DistanceMethod) -> Self {
        self.method = method;
        self
    }

    /// Sets what distances are divided by.
    pub fn norm(mut self, norm: Norm) -> Self {
        self.norm = norm;
        self
    }

    /// Whether sequences of unequal length cannot be compared.
    pub(crate) fn equal_lengths(&self) -> bool {
        matches!(self.method, DistanceMethod::Hamming | DistanceMethod::Dhd)
    }

    pub(crate) fn check(&self) -> Result<()> {
        const MOST: f64 = 1e6;
        in_range("substitution", self.substitution, 0.0, MOST)?;
        in_range("indel", self.indel.unwrap_or(1.0), 0.0, MOST)?;
        in_range("stiffness", self.stiffness, 0.0, MOST)?;
        in_range("penalty", self.penalty, 0.0, MOST)?;
        in_range("limit", self.limit as f64, 2.0, 20_000.0)?;
        in_range("steps", self.steps.unwrap_or(1) as f64, 1.0, 10_000.0)?;
        let edits = matches!(
            self.method,
            DistanceMethod::Om | DistanceMethod::OmTransitionRates | DistanceMethod::Lcs
        );
        let allowed = match self.norm {
            Norm::None => return Ok(()),
            Norm::MaxDistance if self.method != DistanceMethod::TimeWarp => return Ok(()),
            Norm::YujianBo if edits => return Ok(()),
            Norm::MaxDistance => "\"none\" with the method \"time_warp\"",
            Norm::YujianBo => {
                "\"none\" or \"max_distance\" with a method that is no edit distance of states"
            }
        };
        let value = quoted(&self.norm);
        Err(Error::Option { field: "norm", value, allowed: allowed.to_owned() })
    }
}
