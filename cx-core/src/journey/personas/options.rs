//! How personas are found.

use serde::Serialize;

use crate::fields::fields;
use crate::journey::sequences::DistanceOptions;
use crate::options::in_range;
use crate::{Error, Result};

/// How personas are found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PersonaOptions {
    /// How journeys are compared.
    pub distance: DistanceOptions,
    /// The least number of personas, 2 to 30.
    pub least: usize,
    /// The largest number of personas, 2 to 30.
    pub most: usize,
    /// Samples drawn to see how stable the personas are, 0 to 1,000; with 0 the number of personas
    /// is chosen by silhouette alone.
    pub resamples: usize,
    /// Start of the random numbers; the same seed gives the same personas.
    pub seed: u64,
    /// Distinct journeys that the personas are found among, 10 to 5,000; with more of them a
    /// sample is drawn, frequent ones first, and the rest joins the nearest persona.
    pub limit: usize,
    /// How much a journey belongs to other personas too, above 1 to 10: near 1, to its nearest
    /// only.
    pub fuzziness: f64,
    /// Level of the intervals, 0.5 to 0.999.
    pub confidence: f64,
}

fields!(PersonaOptions: distance, least, most, resamples, seed, limit, fuzziness, confidence);

impl Default for PersonaOptions {
    fn default() -> Self {
        Self {
            distance: DistanceOptions::default(),
            least: 2,
            most: 8,
            resamples: 20,
            seed: 1,
            limit: 1_000,
            fuzziness: 2.0,
            confidence: 0.95,
        }
    }
}

impl PersonaOptions {
    /// Sets the least and the largest number of personas.
    pub fn between(mut self, least: usize, most: usize) -> Self {
        (self.least, self.most) = (least, most);
        self
    }

    pub(super) fn check(&self) -> Result<()> {
        in_range("least", self.least as f64, 2.0, 30.0)?;
        in_range("most", self.most as f64, 2.0, 30.0)?;
        in_range("resamples", self.resamples as f64, 0.0, 1_000.0)?;
        in_range("limit", self.limit as f64, 10.0, 5_000.0)?;
        in_range("fuzziness", self.fuzziness, 1.01, 10.0)?;
        in_range("confidence", self.confidence, 0.5, 0.999)?;
        if self.least > self.most {
            let allowed = format!("a number from 2 to \"most\", {}", self.most);
            return Err(Error::Option { field: "least", value: self.least.to_string(), allowed });
        }
        Ok(())
    }
}
