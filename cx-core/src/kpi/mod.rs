//! How customers feel: scores per touchpoint and time, and the gap between expectation and
//! perception.
//!
//! - [`score`]: NPS, CSAT, CES and any other scale, with interval, target and light.
//! - [`gaps`]: expectation against perception.
//! - [`ScoreCounts`]: the tally behind both, for streams and partitions.

mod cells;
mod counts;
mod gap_report;
mod gaps;
mod measure;
mod options;
mod report;
mod rule;
mod score;

pub use crate::calendar::Window;
pub use counts::{Distribution, ScoreBin, ScoreCounts};
pub use gap_report::{GapReport, GapRow, Gaps};
pub use gaps::gaps;
pub use options::{GapOptions, ScoreOptions};
pub use report::{ScoreReport, ScoreRow, Scores};
pub use score::score;
