//! Which score, against which reference, by which models.

use serde::Serialize;

use crate::Result;
use crate::attribution::markov::Order;
use crate::attribution::model::Model;
use crate::attribution::options::{AttributeOptions, one_or_many};
use crate::declare::options;
use crate::limits::{CONFIDENCE, FINITE, Positive};
use crate::options::Span;

options! {
    /// Options of [`experience`](super::experience::experience()).
    #[derive(Debug, Clone, PartialEq, Serialize)]
    pub struct ExperienceOptions {
        /// The metric of the feedback.
        pub metric: String = "nps".into(); set (impl Into<String>),
        /// What credits count against, in points; `None`: the mean of the answers. For NPS -100 to 100,
        /// for other metrics with a scale 0 to 100, otherwise on their own scale.
        pub reference: Option<f64> = None; in FINITE; set (f64),
        /// Answers after the same set of touchpoints are drawn towards the reference as if there were
        /// so many more that lie on it, 0 to 1,000,000; 0: not at all.
        pub shrink: f64 = 5.0; in 0.0..=1e6; set (f64),
        /// Contacts within this time before the answer count. `None`: all contacts of
        /// the person before it.
        pub lookback: Option<Span> = Some(Span::days(30)); in Positive,
        /// One model or several, as in [`attribute`](crate::attribution::attribute()); those that need the times
        /// of contacts are not possible.
        pub models: Vec<Model> = vec![Model::Linear]; or model by one_or_many,
        /// Order of the Markov chain, or `"auto"`.
        pub order: Order = AttributeOptions::default().order,
        /// Parts of the first and the last contact in the model `position`.
        pub position: [f64; 2] = [0.4, 0.4],
        /// Confidence of the intervals, 0.5 to 0.9999.
        pub confidence: f64 = 0.95; in CONFIDENCE,
    }
}

impl ExperienceOptions {
    /// Sets the models.
    pub fn models(mut self, models: impl IntoIterator<Item = Model>) -> Self {
        self.models = models.into_iter().collect();
        self
    }

    /// The same options as those of [`attribute`](crate::attribution::attribute()).
    pub(super) fn attribution(&self) -> AttributeOptions {
        AttributeOptions {
            models: self.models.clone(),
            order: self.order,
            position: self.position.to_vec(),
            confidence: self.confidence,
            ..AttributeOptions::default()
        }
    }

    pub(super) fn validate(&self) -> Result<()> {
        self.attribution().validate()?;
        self.check_ranges()
    }
}
