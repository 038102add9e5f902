//! Channels: ordered rules over source, medium, campaign, click ids, referrer and page.

mod channels;
mod classes;
mod click;
mod columns;
mod condition;
mod engine;
mod fields;
mod fit;
mod host;
mod lanes;
mod lint;
mod lists;
mod options;
mod pages;
mod phrase;
mod report;
mod role;
mod rule;
mod tables;

#[cfg(feature = "arrow")]
pub use channels::channels;
pub use lint::{ChannelLint, ChannelLintKind};
pub use options::ChannelOptions;
pub use report::{ChannelCount, ChannelExplanation, ChannelReport, ChannelRuleCount};
pub use rule::{ChannelRule, ChannelTest};

pub(crate) use role::ChannelRole;
