//! The models, and what kind each is.

use serde::Serialize;

use crate::from_json::words;
use crate::sentences::{Key, Language, plain};

/// How an outcome is split over the touchpoints before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Model {
    /// All to the first contact.
    First,
    /// All to the last contact.
    Last,
    /// All to the last contact that is not direct; to the last one where all are.
    LastNonDirect,
    /// The same part to every contact.
    Linear,
    /// Fixed parts to the first and the last contact, the rest over those between.
    Position,
    /// 30 % to the first contact, to the milestone and to the last contact, the rest to the others.
    WShaped,
    /// Weights that are given as data.
    Custom,
    /// Parts that halve with every half-life before the conversion.
    TimeDecay,
    /// By removal effect in a Markov chain.
    Markov,
    /// Shapley value of the game of conversions within a set of touchpoints.
    Shapley,
    /// Shapley value of the game of conversion rates within a set of touchpoints; signed.
    ShapleyRate,
    /// By share of an additive hazard with levels of intent and decaying effects.
    Hazard,
}

words!(Model: First = "first", Last = "last", LastNonDirect = "last_non_direct", Linear = "linear", Position = "position", WShaped = "w_shaped", Custom = "custom", TimeDecay = "time_decay", Markov = "markov", Shapley = "shapley", ShapleyRate = "shapley_rate", Hazard = "hazard");

impl Model {
    /// All models, in the order of their table.
    ///
    /// ```
    /// use cx_core::attribution::Model;
    /// assert!(Model::all().iter().any(|model| model.name() == "hazard"));
    /// ```
    pub fn all() -> &'static [Self] {
        Self::VARIANTS
    }

    /// The model's name, as in options and reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Last => "last",
            Self::LastNonDirect => "last_non_direct",
            Self::Linear => "linear",
            Self::Position => "position",
            Self::WShaped => "w_shaped",
            Self::Custom => "custom",
            Self::TimeDecay => "time_decay",
            Self::Markov => "markov",
            Self::Shapley => "shapley",
            Self::ShapleyRate => "shapley_rate",
            Self::Hazard => "hazard",
        }
    }

    /// What the model's figures mean and what they do not, in one English sentence.
    pub fn caveat(self) -> &'static str {
        self.caveat_in(Language::En)
    }

    /// What the model's figures mean and what they do not, in one sentence of a language.
    pub fn caveat_in(self, language: Language) -> &'static str {
        let key = match self {
            Self::First => Key::CaveatFirst,
            Self::Last | Self::LastNonDirect => Key::CaveatLast,
            Self::Linear => Key::CaveatLinear,
            Self::Position | Self::WShaped | Self::Custom | Self::TimeDecay => {
                Key::CaveatConvention
            }
            Self::Markov => Key::CaveatMarkov,
            Self::Shapley => Key::CaveatShapley,
            Self::ShapleyRate => Key::CaveatShapleyRate,
            Self::Hazard => Key::CaveatHazard,
        };
        plain(key, language)
    }
}

/// A model that splits each journey by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rule {
    First,
    Last,
    LastNonDirect,
    Linear,
    Position,
    WShaped,
    Custom,
    TimeDecay,
    /// The count game, whose Shapley value is a rule.
    Shapley,
}

/// What a model is computed by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    Rule(Rule),
    Markov,
    ShapleyRate,
    Hazard,
}

impl Model {
    /// What it is computed by: every question about kinds of model is answered here.
    pub(super) fn family(self) -> Family {
        match self {
            Self::First => Family::Rule(Rule::First),
            Self::Last => Family::Rule(Rule::Last),
            Self::LastNonDirect => Family::Rule(Rule::LastNonDirect),
            Self::Linear => Family::Rule(Rule::Linear),
            Self::Position => Family::Rule(Rule::Position),
            Self::WShaped => Family::Rule(Rule::WShaped),
            Self::Custom => Family::Rule(Rule::Custom),
            Self::TimeDecay => Family::Rule(Rule::TimeDecay),
            Self::Shapley => Family::Rule(Rule::Shapley),
            Self::Markov => Family::Markov,
            Self::ShapleyRate => Family::ShapleyRate,
            Self::Hazard => Family::Hazard,
        }
    }

    /// The rule that it is, if it is one.
    pub(super) fn rule(self) -> Option<Rule> {
        match self.family() {
            Family::Rule(rule) => Some(rule),
            Family::Markov | Family::ShapleyRate | Family::Hazard => None,
        }
    }
}

impl Rule {
    /// The model that it is.
    pub(super) fn model(self) -> Model {
        match self {
            Self::First => Model::First,
            Self::Last => Model::Last,
            Self::LastNonDirect => Model::LastNonDirect,
            Self::Linear => Model::Linear,
            Self::Position => Model::Position,
            Self::WShaped => Model::WShaped,
            Self::Custom => Model::Custom,
            Self::TimeDecay => Model::TimeDecay,
            Self::Shapley => Model::Shapley,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_the_models_that_they_are() {
        let rules: Vec<Rule> = Model::all().iter().filter_map(|model| model.rule()).collect();
        assert_eq!(rules.len(), 9);
        assert!(rules.iter().all(|rule| rule.model().rule() == Some(*rule)));
    }
}
