//! Broadcast response: what television and radio spots do to visits and searches by the minute.

mod airings;
mod baseline;
mod carry;
mod carry_report;
mod fit;
mod kernel;
mod options;
mod placebo;
mod pooled;
mod report;
mod series;
mod verb;

pub use carry_report::{Carried, CarriedRow, CarriedSpot, CarryOptions, CarryRule, GivenRow};
pub use options::{BroadcastOptions, Visits};
pub use report::{Broadcast, BroadcastCampaign, BroadcastSpot, CurveRow, Placebo};
pub use verb::broadcast;
