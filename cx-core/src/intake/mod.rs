//! Tables in: columns mapped to roles, validated, every row accounted for.
//!
//! Each reader takes record batches and the roles of their columns and gives a typed table and an
//! [`IntakeReport`]: `accepted + rejected + duplicate = read`, with row, column and reason for
//! every row that was not accepted.
#![cfg_attr(not(test), deny(clippy::indexing_slicing))]

mod campaigns;
#[cfg(feature = "channels")]
mod channels;
#[cfg(not(feature = "channels"))]
mod channels_left_out;
mod concat;
mod counts;
mod criteria;
mod direct;
mod duplicates;
mod event_plan;
mod event_roles;
mod event_table;
mod events;
mod feedback;
mod feedback_metrics;
mod feedback_roles;
pub mod files;
mod filter;
mod findings;
mod gate;
mod metric;
mod period;
mod repeats;
pub(crate) mod report;
mod roles;
mod row_id;
mod spots;
mod targets;
mod warnings;

pub use campaigns::{CampaignRoles, Campaigns};
#[cfg(all(feature = "arrow", feature = "channels"))]
pub use channels::channels;
#[cfg(feature = "channels")]
pub use channels::{
    ChannelCount, ChannelExplanation, ChannelLint, ChannelLintKind, ChannelOptions, ChannelReport,
    ChannelRule, ChannelRuleCount, ChannelTest,
};
#[cfg(not(feature = "channels"))]
pub use channels_left_out::ChannelOptions;
pub use counts::{CountRoles, Counts};
pub use criteria::{Criteria, CriteriaRoles, CriterionKind};
pub use event_roles::EventRoles;
pub use event_table::{Events, IdColumn};
pub use feedback::{Aspect, Feedback};
pub use feedback_roles::FeedbackRoles;
#[cfg(feature = "csv")]
pub use files::read_csv;
#[cfg(feature = "excel")]
pub use files::read_excel;
pub use files::read_json;
pub use findings::{FindingRoles, FindingState, Findings};
pub use metric::Scale;
pub use report::{
    IntakeReport, IntakeWarning, ReasonCount, Repeat, Repeated, SourceCount, WarningKind,
};
pub use spots::{SpotRoles, Spots};
pub use targets::{Direction, Target, TargetRoles, Targets};

#[cfg(feature = "channels")]
pub(crate) use channels::ChannelRole;
#[cfg(not(feature = "channels"))]
pub(crate) use channels_left_out::ChannelRole;
pub(crate) use direct::is_direct;
pub(crate) use gate::{Gate, pick};
pub(crate) use metric::{MetricRule, Side, pomp, turn};
