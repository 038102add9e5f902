//! How long before a conversion a contact may lie.

use std::collections::BTreeMap;

use super::codes::{Kind, Touchpoint};
use super::options::JourneyOptions;
use crate::Result;
use crate::columns::Dictionary;
use crate::intake::Events;
use crate::options::Span;
use crate::sure::Sure;

/// Look-backs in microseconds, by touchpoint and by kind of event.
pub(crate) struct Lookbacks {
    general: Option<i64>,
    /// For each touchpoint, its own; none where all have the general one.
    touchpoint: Vec<Option<i64>>,
    event: Vec<Option<i64>>,
}

impl Lookbacks {
    pub(crate) fn new(events: &Events, options: &JourneyOptions) -> Result<Self> {
        let general = options.lookback.map(Span::micros);
        let touchpoints = &events.touchpoint.dictionary;
        let touchpoint = own("touchpoint", touchpoints, &options.touchpoint_lookback)?;
        let event = own("event", &events.event.dictionary, &options.event_lookback)?;
        Ok(Self { general, touchpoint, event })
    }

    /// Whether all contacts have the same look-back.
    pub(crate) fn alike(&self) -> bool {
        self.touchpoint.is_empty() && self.event.is_empty()
    }

    /// The look-back of a contact: its touchpoint's or its kind's, the shorter one where both have
    /// one of their own, the general one where neither has.
    pub(crate) fn of(&self, touchpoint: Touchpoint, event: Kind) -> Option<i64> {
        let own = |spans: &[Option<i64>], code: u32| spans.get(code as usize).copied().flatten();
        let (a, b) = (own(&self.touchpoint, touchpoint.0), own(&self.event, event.0));
        a.into_iter().chain(b).min().or(self.general)
    }

    /// The longest look-back that a contact can have; `None` where there is no limit.
    pub(crate) fn longest(&self) -> Option<i64> {
        let own = self.touchpoint.iter().chain(&self.event).flatten();
        self.general.map(|general| own.fold(general, |longest, own| longest.max(*own)))
    }
}

fn own(
    what: &'static str,
    names: &Dictionary,
    spans: &BTreeMap<String, Span>,
) -> Result<Vec<Option<i64>>> {
    let mut own = vec![None; if spans.is_empty() { 0 } else { names.len() }];
    for (name, span) in spans {
        if let Some(place) = own.get_mut(names.require(what, name)? as usize).sure() {
            *place = Some(span.micros());
        }
    }
    Ok(own)
}
