//! When a session ends and the next one begins.

use super::options::JourneyOptions;
use super::order::Contact;
use crate::calendar::Zone;
use crate::columns::{Coded, NO_CODE, NO_TIME};
use crate::intake::Events;
use crate::options::{Names, quoted};
use crate::sure::Sure;
use crate::{Error, Result};

/// The rules of [`JourneyOptions`] that end sessions, ready for use.
pub(crate) struct SessionRules<'a> {
    gap: Option<i64>,
    longest: Option<i64>,
    midnight: Option<Zone>,
    campaigns: Option<&'a Coded>,
    touchpoint: bool,
    /// For each kind of event, whether it begins a session.
    starts: Vec<bool>,
    /// For each kind of event, whether it ends the session that it is in.
    ends: Vec<bool>,
}

/// The session of a person that is going on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Running {
    first: i64,
    last: i64,
    touchpoint: u32,
    /// The campaign that was named last.
    campaign: u32,
    ended: bool,
}

/// What the rules see of an event.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mark {
    pub(crate) time: i64,
    pub(crate) touchpoint: u32,
    pub(crate) event: u32,
    /// [`NO_CODE`] where there is none, and where campaigns end no session.
    pub(crate) campaign: u32,
}

impl Running {
    /// Before the first event of a person.
    pub(crate) const NONE: Self =
        Self { first: NO_TIME, last: NO_TIME, touchpoint: NO_CODE, campaign: NO_CODE, ended: true };
}

impl<'a> SessionRules<'a> {
    pub(crate) fn new(events: &'a Events, options: &JourneyOptions) -> Result<Self> {
        let (mut by_campaign, mut touchpoint) = (false, false);
        for what in &options.session_change.0 {
            match what.as_str() {
                "campaign" => by_campaign = true,
                "touchpoint" => touchpoint = true,
                other => {
                    return Err(Error::Option {
                        field: "session_change",
                        value: quoted(other),
                        allowed: "\"campaign\", \"touchpoint\" or both".into(),
                    });
                }
            }
        }
        let campaigns = events.campaign.as_ref().filter(|_| by_campaign);
        if by_campaign && campaigns.is_none() {
            return Err(Error::Lacking {
                what: "\"session_change\" with \"campaign\"".into(),
                needs: "the campaign of each event",
                of: "these events",
                remedy: "name the column of the campaign when the events are read",
            });
        }
        Ok(Self {
            gap: options.session_gap.map(crate::options::Span::micros),
            longest: options.session_longest.map(crate::options::Span::micros),
            midnight: options.session_midnight.as_deref().map(Zone::parse).transpose()?,
            campaigns,
            touchpoint,
            starts: kinds(events, &options.session_start)?,
            ends: kinds(events, &options.session_end)?,
        })
    }

    /// Whether another campaign ends a session.
    pub(crate) fn by_campaign(&self) -> bool {
        self.campaigns.is_some()
    }

    /// The same rules for events that are not rows of these: their campaigns come with them.
    pub(crate) fn without_rows(self) -> SessionRules<'static> {
        let Self { gap, longest, midnight, touchpoint, starts, ends, .. } = self;
        SessionRules { gap, longest, midnight, campaigns: None, touchpoint, starts, ends }
    }

    /// Takes the next event of the person; whether it begins a session.
    pub(crate) fn take(&self, running: &mut Running, contact: &Contact) -> bool {
        let campaign = self.campaigns.map_or(NO_CODE, |codes| codes.code(contact.row as usize));
        let Contact { time, touchpoint, event, .. } = *contact;
        self.step(running, Mark { time, touchpoint: touchpoint.0, event: event.0, campaign })
    }

    /// Takes the next event of the person; whether it begins a session.
    pub(crate) fn step(&self, running: &mut Running, mark: Mark) -> bool {
        let begins = self.begins(running, mark);
        // Late events may bring kinds that no rule names.
        let among = |kinds: &[bool]| kinds.get(mark.event as usize) == Some(&true);
        let keeps = mark.campaign == NO_CODE && !begins;
        *running = Running {
            first: if begins { mark.time } else { running.first },
            last: mark.time,
            touchpoint: mark.touchpoint,
            campaign: if keeps { running.campaign } else { mark.campaign },
            ended: among(&self.ends),
        };
        begins
    }

    /// Whether the next event could still belong to the session after a time that has been reached.
    pub(crate) fn goes_on(&self, running: &Running, now: i64) -> bool {
        let over = |limit: Option<i64>, since: i64| limit.is_some_and(|limit| now - since > limit);
        !running.ended
            && !over(self.gap, running.last)
            && !over(self.longest, running.first)
            && self.midnight.as_ref().is_none_or(|zone| zone.day(running.last) == zone.day(now))
    }

    fn begins(&self, running: &Running, mark: Mark) -> bool {
        let Mark { time, campaign, .. } = mark;
        let over = |limit: Option<i64>, since: i64| limit.is_some_and(|limit| time - since > limit);
        running.ended
            || over(self.gap, running.last)
            || over(self.longest, running.first)
            || self.starts.get(mark.event as usize) == Some(&true)
            || (self.touchpoint && mark.touchpoint != running.touchpoint)
            || (campaign != NO_CODE && running.campaign != NO_CODE && campaign != running.campaign)
            || self.midnight.as_ref().is_some_and(|zone| zone.day(running.last) != zone.day(time))
    }
}

/// For each kind of event, whether it is among `names`.
pub(crate) fn kinds(events: &Events, names: &Names) -> Result<Vec<bool>> {
    let mut among = vec![false; events.event.dictionary.len()];
    for name in &names.0 {
        let code = events.event.dictionary.require("event", name)?;
        if let Some(flag) = among.get_mut(code as usize).sure() {
            *flag = true;
        }
    }
    Ok(among)
}
