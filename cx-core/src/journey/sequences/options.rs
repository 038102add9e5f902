//! How sequences are taken from journeys and compared.

use serde::Serialize;

use crate::declare::options;
use crate::from_json::words;
use crate::options::{Span, quoted};
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

options! {
    /// How sequences are taken from journeys and compared.
    #[derive(Debug, Clone, PartialEq, Serialize)]
    pub struct DistanceOptions {
        /// Which column of the steps is the state.
        pub states: SequenceStates = SequenceStates::default(),
        /// Whether equal states in a row are all kept; else the first of them stands for all.
        pub repeats: bool = true,
        /// Only so many states from the start, 1 to 10,000; shorter sequences stay short, except for
        /// `hamming` and `dhd`, where they are filled with `"(end)"`. `None`: all.
        pub steps: Option<usize> = None; in 1..=10_000,
        /// The measure.
        pub method: DistanceMethod = DistanceMethod::default(); set (DistanceMethod),
        /// Cost of an insertion or deletion; `None`: half of the largest substitution cost. For the
        /// methods `om` and `om_transition_rates`.
        pub indel: Option<f64> = None; in 0.0..=1e6,
        /// Cost of a substitution, for the methods `om` and `time_warp`.
        pub substitution: f64 = 2.0; in 0.0..=1e6,
        /// What distances are divided by.
        pub norm: Norm = Norm::default(); set (Norm),
        /// For `time_warp`: times count in whole units since the first contact.
        pub unit: Span = Span::days(1),
        /// For `time_warp`: cost of a unit of time.
        pub stiffness: f64 = 0.1; in 0.0..=1e6,
        /// For `time_warp`: cost of a missing contact, beside those of its state and time.
        pub penalty: f64 = 1.0; in 0.0..=1e6,
        /// Distinct sequences that are compared at most, 2 to 20,000; memory grows with its square.
        pub limit: usize = 5_000; in 2..=20_000,
    }
}

impl DistanceOptions {
    /// Whether sequences of unequal length cannot be compared.
    pub(crate) fn equal_lengths(&self) -> bool {
        matches!(self.method, DistanceMethod::Hamming | DistanceMethod::Dhd)
    }

    pub(crate) fn check(&self) -> Result<()> {
        self.check_ranges()?;
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
