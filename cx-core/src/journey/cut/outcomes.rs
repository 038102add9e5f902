//! Which events end a journey, and as what.

use super::codes::{Kind, Touchpoint};
use super::options::JourneyOptions;
use crate::columns::{Dictionary, NO_CODE, NO_MONEY};
use crate::intake::Events;
use crate::journey::Journeys;
use crate::journey::contacts::Item;
use crate::journey::matcher::Matcher;
use crate::options::{Definition, Names, quoted};
use crate::reserved::CONVERSION;
use crate::sure::{Absent, ByCode, Call, Sure};
use crate::{Error, Result};

/// Which events end a journey, and as which outcome.
#[derive(Debug, Clone)]
pub(crate) struct Outcomes {
    /// Names of the outcomes; their codes are their places.
    pub(crate) names: Dictionary,
    /// For each kind of event, its outcome, where `conversion` names it.
    kinds: Vec<u32>,
    /// The outcomes by name, where they are named.
    named: Vec<Matcher>,
    defined: bool,
}

impl Outcomes {
    pub(crate) fn new(events: &Events, options: &JourneyOptions) -> Result<Self> {
        let known = &events.event.dictionary;
        if options.outcomes.is_empty() {
            let names = options.conversion.as_ref().map_or(&[][..], |names| names.0.as_slice());
            let (dictionary, codes) = Dictionary::from_names(names.iter().map(String::as_str))?;
            let mut kinds = vec![NO_CODE; known.len()];
            for (name, code) in names.iter().zip(codes) {
                if let Some(kind) = kinds.get_mut(known.require("event", name)? as usize).sure() {
                    *kind = code;
                }
            }
            let defined = options.conversion.is_some();
            return Ok(Self { names: dictionary, kinds, named: Vec::new(), defined });
        }
        if options.conversion.is_some() {
            return Err(Error::Option {
                field: "outcomes",
                value: "outcomes and conversion".into(),
                allowed: "one of them: `conversion` names kinds of event that are outcomes by \
                          their own name"
                    .into(),
            });
        }
        let names = options.outcomes.keys().map(String::as_str);
        let (dictionary, codes) = Dictionary::from_names(names)?;
        let mut named: Vec<(u32, Matcher)> = Vec::new();
        for ((name, selector), code) in options.outcomes.iter().zip(codes) {
            if code == NO_CODE || selector.any.0.iter().any(|any| any == CONVERSION) {
                return Err(Error::Option {
                    field: "outcomes",
                    value: format!("{}: {}", quoted(name), quoted(&selector.to_string())),
                    allowed: "a name, with touchpoints or kinds of event of the data".into(),
                });
            }
            let touchpoints = &events.touchpoint.dictionary;
            named.push((code, Matcher::among(selector, touchpoints, known, "outcomes", false)?));
        }
        named.sort_by_key(|(code, _)| *code);
        let named = named.into_iter().map(|(_, matcher)| matcher).collect();
        Ok(Self { names: dictionary, kinds: Vec::new(), named, defined: true })
    }

    /// Whether journeys can convert at all.
    pub(crate) fn defined(&self) -> bool {
        self.defined
    }

    /// The outcome that an event is, or [`NO_CODE`]; the first by name where it is several.
    pub(crate) fn of(&self, touchpoint: Touchpoint, event: Kind) -> u32 {
        if self.named.is_empty() {
            // Late events may bring kinds that nobody could name as an outcome.
            return self.kinds.get(event.0 as usize).copied().or_absent(NO_CODE);
        }
        let item = Item { time: 0, touchpoint: touchpoint.0, event: event.0, converts: false };
        let found = self.named.iter().position(|matcher| matcher.matches(&item));
        found.map_or(NO_CODE, |code| code as u32)
    }
}

impl Journeys {
    /// The journeys with these outcomes alone as conversions: those that ended otherwise stay, and
    /// stay ended, but count as not converted and have no value.
    ///
    /// So several outcomes are attributed one at a time, over the same journeys; their conversions
    /// and values sum to those of all. Another outcome is a competing end: it says that this journey
    /// will not end with these, not what would have come without it.
    ///
    /// # Errors
    /// [`Error::UnknownName`] for an outcome that the journeys were not cut by.
    ///
    /// ```
    /// # use cx_core::journey::Journeys;
    /// fn share_of_leads(journeys: &Journeys) -> cx_core::Result<f64> {
    ///     let leads = journeys.only(&"lead".into())?;
    ///     let count = |flags: &[bool]| flags.iter().filter(|flag| **flag).count() as f64;
    ///     Ok(count(&leads.converted) / count(&journeys.converted))
    /// }
    /// ```
    pub fn only(&self, outcomes: &Names) -> Result<Self> {
        let call = Call::open();
        let mut kept = vec![false; self.outcomes.len()];
        for name in &outcomes.0 {
            let code = self.outcomes.require("outcome", name)?;
            if let Some(flag) = kept.get_mut(code as usize).sure() {
                *flag = true;
            }
        }
        let mut names = outcomes.0.clone();
        names.sort_unstable();
        names.dedup();
        let mut only = self.clone();
        only.definition = Definition::of("journey.only", &(&self.definition, names));
        let cells = only.outcome.iter_mut().zip(&mut only.converted).zip(&mut only.value);
        for (journey, ((outcome, converted), value)) in cells.enumerate() {
            if kept.by_code(*outcome) != Some(&true) {
                (*outcome, *converted, *value) = (NO_CODE, false, NO_MONEY);
                only.cancelled.get_mut(journey).into_iter().for_each(|flag| *flag = false);
            }
        }
        call.close(Ok(only))
    }
}
