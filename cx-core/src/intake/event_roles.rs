//! Which columns of an export hold what of an event.

use super::ChannelOptions;
use crate::Result;
use crate::columns::{Format, TimeUnit};
use crate::declare::options;
use crate::options::Names;
use serde::Serialize;
use std::borrow::Cow;
use std::collections::BTreeMap;

options! {
    /// Which column plays which role. A role is the name of a column, or a constant as `"=text"`.
    #[derive(Debug, Clone, PartialEq, Serialize)]
    pub struct EventRoles needs time, ids with Format {
        /// Time of the contact (required): timestamp, date, text, or a number with `time_unit`; of two columns the second holds the time of day.
        pub time: Names = Names::default(),
        /// Identifier type to column, for example `customer -> user_id` (at least one).
        pub ids: BTreeMap<String, String> = BTreeMap::new(),
        /// Touchpoint (required, unless `channel` is given): one column or several, joined by `" / "`.
        pub touchpoint: Names = Names::default(),
        /// What stands for a blank part of the touchpoint, for example `"(none)"`; by default such a row is rejected, or the part
        /// left out behind a `channel`.
        pub blank_part: Option<String> = None,
        /// The channel by rules over source, medium, campaign, click ids and referrer; it is the touchpoint, or the first
        /// part of it.
        pub channel: Option<ChannelOptions> = None; set (ChannelOptions),
        /// Kind of contact; by default `"contact"`.
        pub event: Option<String> = None,
        /// Number of the order that a sale makes and a refund names.
        pub order_id: Option<String> = None,
        /// Money that the contact brought, in one currency; below 0 where it was given back.
        pub value: Option<String> = None,
        /// Money that the contact cost, in the same currency, 0 or more.
        pub cost: Option<String> = None,
        /// The campaign that the contact belongs to.
        pub campaign: Option<String> = None,
        /// Where the row comes from; by default `"events"`.
        pub source: Option<String> = None,
        /// The row's id within its source, in one column or several together; a repeated one is a duplicate.
        pub event_id: Option<Names> = None,
        /// What decides between events of equal times: a column of numbers, lower first, or `"file"` for the order of the rows; by default contacts come before conversions, then the alphabet decides.
        pub order: Option<String> = None,
        /// Further columns to keep as text.
        pub attributes: Vec<String> = Vec::new(),
        /// Zone of times without an offset; by default UTC.
        pub timezone: Option<String> = None,
        /// Unit of times that are numbers since 1970.
        pub time_unit: Option<TimeUnit> = None,
        /// Times before this (ISO 8601; UTC where it names no zone) are rejected.
        pub earliest: Option<String> = None,
        /// Times after this are rejected: typing errors such as the year 2099 would otherwise shift
        /// the end of the data.
        pub latest: Option<String> = None,
    }
}

impl EventRoles {
    /// Roles with the required columns: time, one identifier, touchpoint.
    pub fn new(time: &str, id_type: &str, id_column: &str, touchpoint: impl Into<Names>) -> Self {
        Self {
            time: time.into(),
            ids: BTreeMap::from([(id_type.into(), id_column.into())]),
            touchpoint: touchpoint.into(),
            ..Self::default()
        }
    }

    /// The same roles with the date of the table of channels, which the definition is to say.
    pub(super) fn resolved(&self) -> Cow<'_, Self> {
        if self.channel.is_none() {
            return Cow::Borrowed(self);
        }
        let channel = self.channel.as_ref().map(ChannelOptions::resolved);
        Cow::Owned(Self { channel, ..self.clone() })
    }

    /// Names the column of the kind of contact.
    pub fn event(mut self, role: &str) -> Self {
        self.event = Some(role.into());
        self
    }

    /// Names the column of the order number.
    pub fn order_id(mut self, role: &str) -> Self {
        self.order_id = Some(role.into());
        self
    }

    /// Names the column of the money that the contact brought.
    pub fn value(mut self, role: &str) -> Self {
        self.value = Some(role.into());
        self
    }
}
