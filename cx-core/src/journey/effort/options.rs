//! What counts as effort, and how much.

use serde::Serialize;

use crate::declare::options;
use crate::limits::CONFIDENCE;
use crate::options::{Span, in_range};
use crate::{Error, Result};

options! {
    /// One number for each part of the effort.
    #[derive(Debug, Clone, Copy, PartialEq, Serialize)]
    pub struct EffortWeights {
        /// Contacts.
        pub contacts: f64 = 1.0,
        /// Changes of the touchpoint after a pause.
        pub switches: f64 = 1.0,
        /// Changes of the touchpoint without a pause: being passed on.
        pub hand_offs: f64 = 1.0,
        /// Contacts at a touchpoint, of a kind, that the phase had before: having to come again.
        pub repeats: f64 = 1.0,
        /// Minutes between contacts without a pause.
        pub minutes: f64 = 1.0,
        /// Minutes of the pauses.
        pub waiting: f64 = 1.0,
    }
}

impl EffortWeights {
    /// The numbers in the order of the fields.
    pub(super) fn list(&self) -> [f64; 6] {
        [self.contacts, self.switches, self.hand_offs, self.repeats, self.minutes, self.waiting]
    }
}

options! {
    /// What counts as effort, and how much.
    #[derive(Debug, Clone, PartialEq, Serialize)]
    pub struct EffortOptions {
        /// Weights of the parts, 0 or more, not all 0.
        pub weights: EffortWeights = EffortWeights::default(),
        /// What each part is compared with; `None`: its mean over all units and phases of this call,
        /// so that 100 is the mean effort. Give the reference of an earlier report to compare with it.
        pub reference: Option<EffortWeights> = None,
        /// Contacts further apart than this have a pause between them.
        pub pause: Span = Span::minutes(30),
        /// Level of the intervals, 0.5 to 0.9999.
        pub confidence: f64 = 0.95; in CONFIDENCE,
    }
}

impl EffortOptions {
    pub(super) fn check(&self) -> Result<()> {
        const MOST: f64 = 1e12;
        self.check_ranges()?;
        for weight in self.weights.list() {
            in_range("weights", weight, 0.0, MOST)?;
        }
        for part in self.reference.iter().flat_map(EffortWeights::list) {
            in_range("reference", part, 0.0, MOST)?;
        }
        if self.weights.list().iter().any(|weight| *weight > 0.0) {
            return Ok(());
        }
        let allowed = "at least one weight above 0".to_owned();
        Err(Error::Option { field: "weights", value: "all 0".into(), allowed })
    }
}
