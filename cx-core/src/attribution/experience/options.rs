//! Which score, against which reference, by which models.

use serde::Serialize;

use crate::Error;
use crate::Result;
use crate::attribution::markov::Order;
use crate::attribution::model::Model;
use crate::attribution::options::{AttributeOptions, one_or_many};
use crate::fields::fields;
use crate::options::{Span, in_range};

/// Options of [`experience`](super::experience::experience()).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ExperienceOptions {
    /// The metric of the feedback; default `"nps"`.
    pub metric: String,
    /// What credits count against, in points; `None`: the mean of the answers. For NPS -100 to 100,
    /// for other metrics with a scale 0 to 100, otherwise on their own scale.
    pub reference: Option<f64>,
    /// Answers after the same set of touchpoints are drawn towards the reference as if there were
    /// so many more that lie on it, 0 to 1,000,000; 0: not at all. Default 5.
    pub shrink: f64,
    /// Contacts within this time before the answer count; default 30 days. `None`: all contacts of
    /// the person before it.
    pub lookback: Option<Span>,
    /// One model or several, as in [`attribute`](crate::attribution::attribute()); those that need the times
    /// of contacts are not possible. Default: `linear`.
    pub models: Vec<Model>,
    /// Order of the Markov chain, or `"auto"`.
    pub order: Order,
    /// Parts of the first and the last contact in the model `position`.
    pub position: [f64; 2],
    /// Confidence of the intervals, 0.5 to 0.9999; default 0.95.
    pub confidence: f64,
}

fields!(ExperienceOptions:
    metric, reference, shrink, lookback, models or model by one_or_many, order, position, confidence
);

impl Default for ExperienceOptions {
    fn default() -> Self {
        Self {
            metric: "nps".into(),
            reference: None,
            shrink: 5.0,
            lookback: Some(Span::days(30)),
            models: vec![Model::Linear],
            order: AttributeOptions::default().order,
            position: [0.4, 0.4],
            confidence: 0.95,
        }
    }
}

impl ExperienceOptions {
    /// Sets the metric.
    pub fn metric(mut self, metric: &str) -> Self {
        metric.clone_into(&mut self.metric);
        self
    }

    /// Sets the reference.
    pub fn reference(mut self, points: f64) -> Self {
        self.reference = Some(points);
        self
    }

    /// Sets how far small counts are drawn towards the reference.
    pub fn shrink(mut self, answers: f64) -> Self {
        self.shrink = answers;
        self
    }

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
        in_range("shrink", self.shrink, 0.0, 1e6)?;
        if let Some(reference) = self.reference.filter(|points| !points.is_finite()) {
            let allowed = "a number".to_owned();
            return Err(Error::Option {
                field: "reference",
                value: reference.to_string(),
                allowed,
            });
        }
        if let Some(lookback) = self.lookback.filter(|lookback| lookback.micros() <= 0) {
            let allowed = "a positive duration such as \"30d\"".to_owned();
            return Err(Error::Option { field: "lookback", value: lookback.to_string(), allowed });
        }
        Ok(())
    }
}
