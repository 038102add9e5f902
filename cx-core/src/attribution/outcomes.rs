//! What attribution splits: outcomes of journeys, or of aggregated paths.

use std::borrow::Cow;

use super::model::Model;
use super::options::AttributeOptions;
use super::rules::{self, Amount, Term};
use crate::Result;
use crate::columns::Dictionary;
use crate::journey::Journeys;
use crate::journey::paths::Paths;
use crate::options::Definition;

/// Where outcomes come from.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Outcomes<'a> {
    /// Journeys of persons: times are known, and intervals count persons, whose journeys may
    /// depend on one another.
    Journeys(&'a Journeys),
    /// Aggregated paths: no times, and every journey counts as independent.
    Paths(&'a Paths),
}

impl<'a> From<&'a Journeys> for Outcomes<'a> {
    fn from(journeys: &'a Journeys) -> Self {
        Self::Journeys(journeys)
    }
}

impl<'a> From<&'a Paths> for Outcomes<'a> {
    fn from(paths: &'a Paths) -> Self {
        Self::Paths(paths)
    }
}

impl<'a> Outcomes<'a> {
    /// The distinct paths, from which all figures but those of time are made.
    pub(super) fn paths(self) -> Result<Cow<'a, Paths>> {
        match self {
            Self::Journeys(journeys) => journeys.paths().map(Cow::Owned),
            Self::Paths(paths) => Ok(Cow::Borrowed(paths)),
        }
    }

    /// The paths for some models: in brief, where every one of them looks at the journeys themselves.
    pub(super) fn paths_for(self, options: &AttributeOptions) -> Result<Cow<'a, Paths>> {
        let by_journey = |model: &Model| rules::by_journey(options, *model);
        match self {
            Self::Journeys(journeys)
                if options.bootstrap == 0 && options.models.iter().all(by_journey) =>
            {
                Ok(Cow::Owned(journeys.in_brief()))
            }
            _ => self.paths(),
        }
    }

    /// Conversions and value of all, exactly and then rounded.
    pub(super) fn totals(self, paths: &Paths) -> Result<[f64; 2]> {
        Ok([sum(&mut paths.conversions.iter().map(|term| Term::of(*term)))?, self.value()?])
    }

    /// Value of all, exactly and then rounded.
    pub(super) fn value(self) -> Result<f64> {
        match self {
            Self::Journeys(journeys) => {
                let all = 0..journeys.len();
                sum(&mut all.map(|journey| Term::Millionths(journeys.worth(journey))))
            }
            Self::Paths(paths) => sum(&mut paths.value.iter().map(|term| Term::of(*term))),
        }
    }

    /// Names of touchpoints and, where known, of kinds of event, and how the outcomes were defined.
    pub(super) fn names(self) -> (&'a Dictionary, Option<&'a Dictionary>, &'a Definition) {
        match self {
            Self::Journeys(journeys) => {
                (&journeys.touchpoints, Some(&journeys.events), &journeys.definition)
            }
            Self::Paths(paths) => (&paths.touchpoints, None, &paths.definition),
        }
    }

    pub(super) fn journeys(self) -> Option<&'a Journeys> {
        match self {
            Self::Journeys(journeys) => Some(journeys),
            Self::Paths(_) => None,
        }
    }
}

fn sum(terms: &mut dyn Iterator<Item = Term>) -> Result<f64> {
    let mut sum = Amount::default();
    terms.for_each(|term| sum.add(term));
    sum.value()
}
