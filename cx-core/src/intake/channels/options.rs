//! What the rules of channels are asked of, and which rules.

use std::collections::BTreeMap;

use serde::Serialize;

use super::rule::ChannelRule;
use crate::declare::options;

options! {
    /// Which rules give channels, and which columns they look at. A column is named, or a constant as `"=text"`.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize)]
    pub struct ChannelOptions {
        /// The table of rules: `"ga4@2023-11"`, `"ga4@2026-05"`, `"matomo@2026-07"` or `"cx@2026-11"`; `"cx"` is the newest
        /// of ours.
        pub rules: Option<String> = None; set (impl Into<String>),
        /// Rules of your own, in order; they come before those of the table.
        pub own: Vec<ChannelRule> = Vec::new(),
        /// Where the contact came from, such as `google`; by default `utm_source` of `url`.
        pub source: Option<String> = None; set (impl Into<String>),
        /// By what, such as `cpc`; by default `utm_medium` of `url`.
        pub medium: Option<String> = None; set (impl Into<String>),
        /// The campaign; by default `utm_campaign` of `url`.
        pub campaign: Option<String> = None; set (impl Into<String>),
        /// The page before. Of the same host as `url`, it counts as none.
        pub referrer: Option<String> = None; set (impl Into<String>),
        /// The page that was opened, with its query.
        pub url: Option<String> = None; set (impl Into<String>),
        /// Click id to column, for example `gclid -> google_click`; those in the query of `url` are found there.
        pub click_ids: BTreeMap<String, String> = BTreeMap::new(),
    }
}

impl ChannelOptions {
    /// A table of rules, to be given columns.
    pub fn new(rules: &str) -> Self {
        Self::default().rules(rules)
    }

    /// Appends a rule of your own.
    pub fn rule(mut self, rule: ChannelRule) -> Self {
        self.own.push(rule);
        self
    }

    /// Names the column of a click id.
    pub fn click_id(mut self, name: &str, column: &str) -> Self {
        self.click_ids.insert(name.to_owned(), column.to_owned());
        self
    }
}
