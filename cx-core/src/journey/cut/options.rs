//! How journeys and sessions are cut.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::declare::options;
use crate::journey::select::Selector;
use crate::options::{Names, Span};

options! {
    /// How journeys and sessions are cut.
    #[derive(Debug, Clone, PartialEq, Serialize)]
    pub struct JourneyOptions {
        /// Kinds of event that convert and end a journey; `None`: nothing converts, and journeys end
        /// by silence and cycle only.
        pub conversion: Option<Names> = None,
        /// Outcomes by name, each with the events that end a journey with it: names of kinds of event
        /// or touchpoints, or both at once ([`Selector`]). Instead of `conversion`, which is short
        /// for outcomes that are called as their kind of event.
        pub outcomes: BTreeMap<String, Selector> = BTreeMap::new(),
        /// Kinds of event that give back or cancel the order that they name (role `order_id` of the events),
        /// with an amount of either sign, or without one for all that is left. A conversion with a value below
        /// 0 that names an order is a refund anyway. Refunds are no conversions and no contacts: what they
        /// give back is taken from the order's own journey.
        pub refund: Names = Names::default(),
        /// Kinds of event that are no contacts, such as a step of the application or a complaint: they
        /// belong to sessions but are no steps of a path.
        pub exclude: Names = Names::default(),
        /// A contact longer before the conversion than this belongs to a journey of its own that did
        /// not convert; `None`: no limit.
        pub lookback: Option<Span> = Some(Span::days(30)),
        /// Touchpoints with a look-back of their own, instead of `lookback`.
        pub touchpoint_lookback: BTreeMap<String, Span> = BTreeMap::new(),
        /// Kinds of event with a look-back of their own; where a contact's touchpoint has one too, the
        /// shorter one counts.
        pub event_lookback: BTreeMap<String, Span> = BTreeMap::new(),
        /// A conversion without a contact of its own, at most so long after the person's conversion before,
        /// has the contacts of that one in paths, transitions, the flow and credits; `None`: it has none.
        pub carry_over: Option<Span> = None,
        /// A journey ends when nothing happens for longer than this; `None`: never by silence.
        pub silence: Option<Span> = None,
        /// How long it takes until a customer buys again: so long after the person's last conversion
        /// (their first event, before there is one) the journey that is going on ends, and so on in
        /// steps of the same length; `None`: never.
        pub cycle: Option<Span> = None,
        /// A session ends when nothing happens for longer than this; `None`: a person is one session.
        pub session_gap: Option<Span> = Some(Span::minutes(30)),
        /// A session also ends at midnight of this time zone, for example `"Europe/Zurich"`: its events
        /// lie on one day of that zone's calendar, be it of 23, 24 or 25 hours.
        pub session_midnight: Option<String> = None,
        /// What ends a session when it changes: `"campaign"`, `"touchpoint"` or both. An event without
        /// a campaign changes none.
        pub session_change: Names = Names::default(),
        /// Kinds of event that begin a session, such as a login.
        pub session_start: Names = Names::default(),
        /// Kinds of event that end the session they are in, such as a logout.
        pub session_end: Names = Names::default(),
        /// No event of a session comes longer after its first one than this; `None`: no limit.
        pub session_longest: Option<Span> = None,
        /// Whether the converting event is also a step of the path.
        pub conversion_is_step: bool = false,
    }
}
