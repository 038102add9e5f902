//! How personas are found.

use serde::Serialize;

use crate::declare::options;
use crate::journey::sequences::DistanceOptions;
use crate::limits::CONFIDENCE;
use crate::{Error, Result};

options! {
    /// How personas are found.
    #[derive(Debug, Clone, PartialEq, Serialize)]
    pub struct PersonaOptions {
        /// How journeys are compared.
        pub distance: DistanceOptions = DistanceOptions::default(),
        /// The least number of personas, 2 to 30.
        pub least: usize = 2; in 2..=30,
        /// The largest number of personas, 2 to 30.
        pub most: usize = 8; in 2..=30,
        /// Samples drawn to see how stable the personas are, 0 to 1,000; with 0 the number of personas
        /// is chosen by silhouette alone.
        pub resamples: usize = 20; in 0..=1_000,
        /// Start of the random numbers; the same seed gives the same personas.
        pub seed: u64 = 1,
        /// Distinct journeys that the personas are found among, 10 to 5,000; with more of them a
        /// sample is drawn, frequent ones first, and the rest joins the nearest persona.
        pub limit: usize = 1_000; in 10..=5_000,
        /// How much a journey belongs to other personas too, above 1 to 10: near 1, to its nearest
        /// only.
        pub fuzziness: f64 = 2.0; in 1.01..=10.0,
        /// Level of the intervals, 0.5 to 0.9999.
        pub confidence: f64 = 0.95; in CONFIDENCE,
    }
}

impl PersonaOptions {
    /// Sets the least and the largest number of personas.
    pub fn between(mut self, least: usize, most: usize) -> Self {
        (self.least, self.most) = (least, most);
        self
    }

    pub(super) fn check(&self) -> Result<()> {
        self.check_ranges()?;
        if self.least > self.most {
            let allowed = format!("a number from 2 to \"most\", {}", self.most);
            return Err(Error::Option { field: "least", value: self.least.to_string(), allowed });
        }
        Ok(())
    }
}
