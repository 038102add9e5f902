//! Which contacts a selector means, by codes.

use super::Journeys;
use super::contacts::Item;
use super::select::Selector;
use crate::columns::Dictionary;
use crate::options::Names;
use crate::reserved::CONVERSION;
use crate::sure::Sure;
use crate::{Error, Result};

/// A [`Selector`] by codes.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Matcher {
    any: Option<(Vec<bool>, Vec<bool>)>,
    conversion: bool,
    touchpoint: Option<Vec<bool>>,
    event: Option<Vec<bool>>,
}

impl Matcher {
    /// Looks the names up.
    ///
    /// # Errors
    /// [`Error::UnknownName`] for a name that does not occur, unless `allow_unknown`;
    /// [`Error::Option`] for a selector without names.
    pub(super) fn of(
        selector: &Selector,
        journeys: &Journeys,
        field: &'static str,
        allow_unknown: bool,
    ) -> Result<Self> {
        Self::among(selector, &journeys.touchpoints, &journeys.events, field, allow_unknown)
    }

    /// As [`of`](Self::of), among the names of touchpoints and kinds of event.
    pub(super) fn among(
        selector: &Selector,
        touchpoints: &Dictionary,
        events: &Dictionary,
        field: &'static str,
        allow_unknown: bool,
    ) -> Result<Self> {
        let Selector { any, touchpoint, event } = selector;
        if [any, touchpoint, event].iter().all(|names| names.0.is_empty()) {
            let allowed = "at least one touchpoint or kind of event".to_owned();
            return Err(Error::Option { field, value: "no name".into(), allowed });
        }
        for name in any.0.iter().filter(|name| !allow_unknown && *name != CONVERSION) {
            if touchpoints.code(name).is_none() && events.code(name).is_none() {
                let mut available = touchpoints.to_vec();
                available.extend(events.to_vec());
                let what = "touchpoint or kind of event";
                return Err(Error::UnknownName { what, name: name.clone(), available });
            }
        }
        if !allow_unknown {
            touchpoint.0.iter().try_for_each(|n| touchpoints.require("touchpoint", n).map(drop))?;
            event.0.iter().try_for_each(|n| events.require("event", n).map(drop))?;
        }
        let some = |names: &Names, dictionary: &Dictionary| {
            (!names.0.is_empty()).then(|| flags(names, dictionary))
        };
        Ok(Self {
            any: some(any, touchpoints).zip(some(any, events)),
            conversion: any.0.iter().any(|name| name == CONVERSION),
            touchpoint: some(touchpoint, touchpoints),
            event: some(event, events),
        })
    }

    /// Whether conversions are asked for by name.
    pub(super) fn names_conversion(&self) -> bool {
        self.conversion
    }

    /// Whether the contact is meant.
    pub(super) fn matches(&self, item: &Item) -> bool {
        let among = |flags: &[bool], code: u32| flags.get(code as usize) == Some(&true);
        let any = |(touchpoints, events): &(Vec<bool>, Vec<bool>)| {
            among(touchpoints, item.touchpoint)
                || among(events, item.event)
                || (self.conversion && item.converts)
        };
        self.any.as_ref().is_none_or(any)
            && self.touchpoint.as_ref().is_none_or(|flags| among(flags, item.touchpoint))
            && self.event.as_ref().is_none_or(|flags| among(flags, item.event))
    }
}

/// For each code, whether it is among the names.
fn flags(names: &Names, dictionary: &Dictionary) -> Vec<bool> {
    let mut flags = vec![false; dictionary.len()];
    for code in names.0.iter().filter_map(|name| dictionary.code(name)) {
        if let Some(flag) = flags.get_mut(code as usize).sure() {
            *flag = true;
        }
    }
    flags
}
