//! Rules of channels as users write them.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::declare::options;
use crate::options::Names;

options! {
    /// What a value must be. One of the conditions that are given has to hold; the case of letters does not count. A
    /// name, or a list of names, alone is what it `equals`.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize)]
    pub struct ChannelTest or Names {
        /// It is one of these; `""` is a blank.
        pub equals: Names = Names::default(); set (impl Into<Names>),
        /// It is in one of these lists: `"search"`, `"social"`, `"video"`, `"shopping"`, `"ai"`, `"direct"`.
        pub list: Names = Names::default(); set (impl Into<Names>),
        /// One of these stands in it.
        pub contains: Names = Names::default(); set (impl Into<Names>),
        /// It starts with one of these.
        pub starts: Names = Names::default(); set (impl Into<Names>),
        /// It ends with one of these.
        pub ends: Names = Names::default(); set (impl Into<Names>),
        /// One of these regular expressions matches somewhere in it.
        pub regex: Names = Names::default(); set (impl Into<Names>),
        /// None of the conditions may hold.
        pub not: bool = false,
    }
}

impl ChannelTest {
    /// The opposite: switches on [`not`](field@Self::not).
    pub fn inverted(mut self) -> Self {
        self.not = true;
        self
    }
}

impl From<Names> for ChannelTest {
    fn from(names: Names) -> Self {
        Self { equals: names, ..Self::default() }
    }
}

options! {
    /// One rule: the channel of the rows for which all of `when` hold, and one of `any` where any are given.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize)]
    pub struct ChannelRule needs channel {
        /// The channel.
        pub channel: String = String::new(),
        /// The rule's name in reports; by default its number.
        pub id: Option<String> = None; set (impl Into<String>),
        /// Field to what it must be; all of them hold. Fields: `source`, `medium`, `campaign`, `referrer` (its host),
        /// `url` (of the page), `click_id` (which of them is there), or the name of a click id, such as `gclid`.
        pub when: BTreeMap<String, ChannelTest> = BTreeMap::new(),
        /// As `when`; one of them holds.
        pub any: BTreeMap<String, ChannelTest> = BTreeMap::new(),
    }
}

impl ChannelRule {
    /// A rule without conditions, which holds for every row.
    pub fn new(channel: &str) -> Self {
        Self { channel: channel.to_owned(), ..Self::default() }
    }

    /// Adds a field to what must hold: names that it equals, or a test.
    pub fn when(mut self, field: &str, test: impl Into<ChannelTest>) -> Self {
        self.when.insert(field.to_owned(), test.into());
        self
    }

    /// Adds a field to those of which one must hold.
    pub fn any(mut self, field: &str, test: impl Into<ChannelTest>) -> Self {
        self.any.insert(field.to_owned(), test.into());
        self
    }
}

impl From<&str> for ChannelTest {
    fn from(name: &str) -> Self {
        Names::from(name).into()
    }
}

impl<const N: usize> From<[&str; N]> for ChannelTest {
    fn from(names: [&str; N]) -> Self {
        Names::from(names).into()
    }
}
