//! Funnels: how many go from step to step, how many still may, and how long it takes.

mod attempts;
mod estimate;
mod matching;
mod options;
mod report;

pub use options::{FunnelExclusion, FunnelOptions, FunnelOrder, FunnelStep};
pub use report::{Funnel, FunnelRow, FunnelTime};
