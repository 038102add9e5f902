//! Broadcast response: what television and radio spots do to visits and searches by the minute.

pub(crate) mod airings;
pub(crate) mod baseline;
pub(crate) mod broadcast;
pub(crate) mod carry;
pub(crate) mod carry_report;
pub(crate) mod fit;
pub(crate) mod hour;
pub(crate) mod kernel;
pub(crate) mod options;
pub(crate) mod placebo;
pub(crate) mod pooled;
pub(crate) mod report;
pub(crate) mod series;

pub use broadcast::broadcast;
pub use carry_report::{Carried, CarriedRow, CarriedSpot, CarryOptions, CarryRule, GivenRow};
pub use options::{BroadcastOptions, Visits};
pub use report::{Broadcast, BroadcastCampaign, BroadcastSpot, CurveRow, HourShift, Placebo};
