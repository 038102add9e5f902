//! Which models, with which parameters.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use super::hazard::{KnockOn, check_decay};
use super::markov::{Order, Removal, States};
use super::model::Model;
use super::rules::options::{
    DirectPolicy, OutcomeFilter, Tied, Weights, check_position, check_view_through,
};
use super::shapley::options::check_orders;
use crate::declare::options;
use crate::from_json::wrong_type;
use crate::limits::{CONFIDENCE, Positive};
use crate::options::{FromJson, Names, Span, quoted};
use crate::{Error, Result};

options! {
    /// Options of [`attribute`](super::attribute()).
    ///
    /// ```
    /// use cx_core::attribution::{AttributeOptions, Model};
    /// let options: AttributeOptions =
    ///     cx_core::options::from_json(r#"{"model": ["first", "markov"], "confidence": 0.9}"#)?;
    /// assert_eq!(options, AttributeOptions::default().models([Model::First, Model::Markov]).confidence(0.9));
    /// # Ok::<(), cx_core::Error>(())
    /// ```
    #[derive(Debug, Clone, PartialEq, Serialize)]
    pub struct AttributeOptions {
        /// One model or several (`"markov"` or `["first", "markov"]`; also under the name `model`).
        /// Default: the one that leads by rule.
        pub models: Vec<Model> = Vec::new(); or model by one_or_many,
        /// The model that leads where one can be shown only; computed also where it is not among `models`.
        /// Default: by rule, `hazard` where journeys have times and at least 300 conversions, else `markov`;
        /// of models that are named, the first one where neither is among them.
        pub lead: Option<Model> = None; set (Model),
        /// `markov`: how many contacts a state remembers, or `"auto"`.
        pub order: Order = Order::default(); set (impl Into<Order>),
        /// `markov`: what the states of a chain of higher order are.
        pub states: States = States::default(); set (States),
        /// `markov`: what becomes of a journey where a touchpoint is taken out.
        pub removal: Removal = Removal::default(); set (Removal),
        /// Parts of the first and the last contact in the model `position`, the rest going to those
        /// between; or three weights of first, middle and last. A journey of two
        /// contacts is split in the proportion of first and last.
        pub position: Vec<f64> = vec![0.4, 0.4],
        /// Touchpoints or kinds of event that are the milestone of `w_shaped` (`"lead"`): the first
        /// contact with one of them. Where none is named, the contact in the middle of the journey (the
        /// earlier of two); where one is named and the journey has none, first and last get more.
        pub milestone: Names = Names::default(),
        /// Weights of the model `custom`.
        pub weights: Weights = Weights::default(),
        /// Direct touchpoints; where none is named, those in a usual spelling, whatever its case: `direct`,
        /// `(direct)`, `(none)`, `(direct) / (none)`, `direct traffic`, `Direktzugriff`. The check `direct`
        /// warns where a model or policy needs one and none is found.
        pub direct: Names = Names::default(),
        /// What becomes of direct contacts in all models.
        pub direct_policy: DirectPolicy = DirectPolicy::Keep,
        /// Touchpoints that are taken out of all journeys, in all models: their credit goes to the
        /// others, or to `(unattributed)` where no contact is left.
        pub exclude: Names = Names::default(),
        /// Factors above 0 and up to 1 for contacts of some kinds of event in the models that split each
        /// journey by itself, for example `{"impression": 0.3}`; parts are normalised to 1 again.
        pub view_through: BTreeMap<String, f64> = BTreeMap::new(),
        /// What the models that split each journey by itself make of contacts of equal times: `order` takes them as they
        /// come (by the role `order`, else by the alphabet), `even` gives each the mean of their parts. Needs journeys.
        pub tied: Tied = Tied::Order,
        /// Whose journeys count: `all`, those up to the `first` conversion of each person, or `repeat`,
        /// those after it. What came before the data begin is not known.
        pub outcome: OutcomeFilter = OutcomeFilter::All,
        /// Half-life of the model `time_decay`.
        ///
        /// Parts are normalised to 1 in each journey, so it does not matter whether ages count from
        /// the conversion or from the last contact: the common factor cancels.
        pub half_life: Span = Span::days(7); in Positive; set (Span),
        /// Orders of touchpoints that `shapley_rate` samples beyond 25 touchpoints, in pairs of an order
        /// and its reverse: an even number from 4 to 1,000,000. Up to 25 it is exact.
        pub permutations: u32 = 2_000,
        /// Seed of the sampled orders and of the bootstrap; the same seed gives the same figures
        /// everywhere.
        pub seed: u64 = 0,
        /// Replicates of a bootstrap from which intervals and ranks are made, for example 200; 0:
        /// intervals by formula, and no ranks. At 95 % confidence at least 39, at most 10,000.
        pub bootstrap: u32 = 0,
        /// `hazard`: how many levels of intent persons may have, 1 to 24. They are used where the
        /// contacts ask for them; with 1 every contact is taken for chance, and targeting for effect.
        pub intent_levels: u32 = 12; in 1..=24; set (u32),
        /// `hazard`: shortest and longest decay (`tau`) of the effect of a contact. A
        /// touchpoint whose decay is as long as it may be is not proven to have an effect.
        pub decay: [Span; 2] = [Span::minutes(12 * 60), Span::days(30)],
        /// `hazard`: who gets the credit of a contact that another one triggered.
        pub knock_on: KnockOn = KnockOn::Loss; set (KnockOn),
        /// `hazard`: how long after a contact another one can be triggered by it.
        pub knock_on_window: Span = Span::days(3); in Positive,
        /// `hazard`: whether persons go on after a conversion (else they are observed until then);
        /// `None`: if any person converts twice.
        pub repeat: Option<bool> = None,
        /// `hazard`: most steps of the search, 1 to 10,000.
        pub iterations: u32 = 2_000; in 1..=10_000,
        /// Confidence of the intervals, 0.5 to 0.9999.
        pub confidence: f64 = 0.95; in CONFIDENCE; set (f64),
    }
}

impl AttributeOptions {
    /// Sets one model.
    pub fn model(self, model: Model) -> Self {
        self.models([model])
    }

    /// Sets several models.
    pub fn models(mut self, models: impl IntoIterator<Item = Model>) -> Self {
        self.models = models.into_iter().collect();
        self
    }

    /// Sets the parts of the first and the last contact.
    pub fn position(mut self, first: f64, last: f64) -> Self {
        self.position = vec![first, last];
        self
    }

    /// Sets how many orders of touchpoints are sampled, from which seed.
    pub fn permutations(mut self, permutations: u32, seed: u64) -> Self {
        (self.permutations, self.seed) = (permutations, seed);
        self
    }

    /// Sets how many replicates of a bootstrap intervals are made from, and its seed.
    pub fn bootstrap(mut self, replicates: u32, seed: u64) -> Self {
        (self.bootstrap, self.seed) = (replicates, seed);
        self
    }

    /// Checks every field against its range.
    pub(super) fn validate(&self) -> Result<()> {
        let refuse = |field, value: String, allowed: &str| {
            Err(Error::Option { field, value, allowed: allowed.to_owned() })
        };
        let twice = |(at, model)| self.models.iter().skip(at + 1).any(|other| other == model);
        if self.models.iter().enumerate().any(twice) {
            let names: Vec<&str> = self.models.iter().map(|m| m.name()).collect();
            return refuse("models", quoted(&names), "one model or several different ones");
        }
        self.order.validate()?;
        self.check_ranges()?;
        check_position(&self.position)?;
        self.weights.validate()?;
        check_view_through(&self.view_through)?;
        check_orders(self.permutations)?;
        check_decay(self.decay)?;
        super::doubt::check_replicates(self.bootstrap, self.confidence)
    }
}

/// `"markov"` or `["first", "markov"]`.
pub(super) fn one_or_many(value: Value) -> Result<Vec<Model>, serde_json::Error> {
    match value {
        Value::String(_) => Model::from_json(value).map(|model| vec![model]),
        Value::Array(models) if !models.is_empty() => Vec::from_json(Value::Array(models)),
        other => Err(wrong_type(&other, "a model or a list of models")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::options::from_json;

    #[test]
    fn errors_name_what_exists() {
        let unknown =
            from_json::<AttributeOptions>(r#"{"model": "shapely"}"#).expect_err("unknown");
        assert!(unknown.to_string().contains("`time_decay`"), "{unknown}");
        let order = AttributeOptions::default().order(0).validate().expect_err("too low");
        assert!(order.to_string().contains("option \"order\": 0"), "{order}");
        let order = from_json::<AttributeOptions>(r#"{"order": "two"}"#).expect_err("unknown");
        assert!(order.to_string().contains("auto"), "{order}");
        let twice = AttributeOptions::default().models([Model::Last, Model::Last]);
        assert!(twice.validate().is_err());
        assert!(from_json::<AttributeOptions>(r#"{"models": []}"#).is_err());
        assert!(AttributeOptions::default().position(0.7, 0.4).validate().is_err());
        assert!(AttributeOptions::default().confidence(f64::NAN).validate().is_err());
        assert!(from_json::<AttributeOptions>(r#"{"half_life": 7}"#).is_err());
    }
}
