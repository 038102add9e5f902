//! Options of the rules.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::declare::options;
use crate::from_json::words;
use crate::options::quoted;
use crate::{Error, Result};

options! {
    /// Weights of the model `custom`, as data.
    ///
    /// A contact weighs `(first + last + middle) * touchpoint`, normalised to 1 in each journey:
    /// `first` by its place from the start, `last` by its place from the end (both, where it has a
    /// place in both), a part of `middle` where it has a place in neither, and the factor of its
    /// touchpoint. A journey in which all contacts weigh nothing is split evenly.
    ///
    /// ```
    /// use cx_core::attribution::{AttributeOptions, Model};
    /// let options: AttributeOptions = cx_core::options::from_json(
    ///     r#"{"model": "custom", "weights": {"first": [3, 1], "last": [5], "touchpoints": {"direct": 0.5}}}"#,
    /// )?;
    /// assert_eq!(options.models, [Model::Custom]);
    /// assert_eq!((options.weights.first, options.weights.middle), (vec![3.0, 1.0], 1.0));
    /// # Ok::<(), cx_core::Error>(())
    /// ```
    #[derive(Debug, Clone, PartialEq, Serialize)]
    pub struct Weights {
        /// Weights of the first contact, the second, and so on.
        pub first: Vec<f64> = Vec::new(),
        /// Weights of the last contact, the last but one, and so on.
        pub last: Vec<f64> = Vec::new(),
        /// Weight that all other contacts share evenly.
        pub middle: f64 = 1.0,
        /// Factors of touchpoints; 1 for those that are not named.
        pub touchpoints: BTreeMap<String, f64> = BTreeMap::new(),
    }
}

/// What becomes of direct contacts, before any model sees the journeys.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DirectPolicy {
    /// They stay.
    #[default]
    Keep,
    /// They are taken out of every journey that has another contact.
    DropUnlessAlone,
    /// They are taken off the end of every journey that has another contact.
    DropLastUnlessAlone,
}

words!(DirectPolicy: Keep = "keep", DropUnlessAlone = "drop_unless_alone", DropLastUnlessAlone = "drop_last_unless_alone");

/// What rules make of contacts of equal times.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Tied {
    /// They count in the order in which they come.
    #[default]
    Order,
    /// Each gets the mean of their parts.
    Even,
}

words!(Tied: Order = "order", Even = "even");

/// Whose journeys count, by their number within the person.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum OutcomeFilter {
    /// All journeys.
    #[default]
    All,
    /// Journeys up to the first conversion of the person: new customers.
    First,
    /// Journeys after the first conversion of the person: repeat customers.
    Repeat,
}

words!(OutcomeFilter: All = "all", First = "first", Repeat = "repeat");

/// Parts of the first and of the last contact, as `position` gives them: two parts, or three
/// weights of first, middle and last.
pub(super) fn ends(position: &[f64]) -> [f64; 2] {
    match position {
        [first, last] => [*first, *last],
        [first, middle, last] => {
            let sum = first + middle + last;
            [first / sum, last / sum]
        }
        _ => [0.0, 0.0],
    }
}

/// Whether a part or a factor is one.
fn is_weight(x: f64) -> bool {
    x.is_finite() && (0.0..=1e9).contains(&x)
}

impl Weights {
    /// Checks the weights of the model `custom`.
    pub(crate) fn validate(&self) -> Result<()> {
        let places = self.first.iter().chain(&self.last).chain([&self.middle]);
        if places.chain(self.touchpoints.values()).all(|x| is_weight(*x)) {
            return Ok(());
        }
        let allowed = "numbers from 0 to 1e9".to_owned();
        Err(Error::Option { field: "weights", value: quoted(self), allowed })
    }
}

/// Checks the parts of first and last contact, or the three weights in their place.
pub(crate) fn check_position(position: &[f64]) -> Result<()> {
    let sum: f64 = position.iter().sum();
    let fits = match position.len() {
        2 => sum <= 1.0,
        3 => sum > 0.0,
        _ => false,
    };
    if fits && position.iter().all(|x| is_weight(*x)) {
        return Ok(());
    }
    let allowed = "parts of the first and last contact that sum to at most 1, or weights of \
                   first, middle and last that are not all 0";
    Err(Error::Option { field: "position", value: quoted(position), allowed: allowed.into() })
}

/// Checks the factors of kinds of event.
pub(crate) fn check_view_through(factors: &BTreeMap<String, f64>) -> Result<()> {
    if factors.values().all(|factor| *factor > 0.0 && *factor <= 1.0) {
        return Ok(());
    }
    let allowed = "factors above 0 and up to 1; \"exclude\" takes out".to_owned();
    Err(Error::Option { field: "view_through", value: quoted(factors), allowed })
}
