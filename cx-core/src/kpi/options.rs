//! Options of the scores and gaps.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::calendar::Window;
use crate::declare::options;
use crate::limits::{CONFIDENCE, FINITE};
use crate::options::{Names, quoted};
use crate::{Error, Result};

options! {
    /// How feedback becomes scores.
    #[derive(Debug, Clone, PartialEq, Serialize)]
    pub struct ScoreOptions {
        /// The metrics to score; `None`: every metric that occurs.
        pub metric: Option<Names> = None; set (impl Into<Names>),
        /// What to break down by: `touchpoint` and segment columns; an empty list: all together.
        pub by: Names = "touchpoint".into(); set (impl Into<Names>),
        /// The window of the calendar; `None`: the whole period.
        pub window: Option<Window> = None; set (Window),
        /// The zone in which days begin: an IANA name, `UTC` or an offset; by default that in which the table was read.
        pub timezone: Option<String> = None,
        /// Confidence of the intervals.
        pub confidence: f64 = 0.95; in CONFIDENCE,
        /// The lowest answer that counts as a top box, by metric, on the metric's own scale (the
        /// highest, where low is good). By default `csat` counts the upper quarter of its scale
        /// (4 and 5 of 1 to 5) and `ces` the upper third (5 to 7 of 1 to 7). A metric named here is
        /// scored as a share, whatever it is.
        pub top_box: BTreeMap<String, f64> = BTreeMap::new(); in FINITE,
        /// Rows with fewer answers are marked `small` and get no light.
        pub min_answers: u64 = 5,
    }
}

impl ScoreOptions {
    pub(super) fn check(&self) -> Result<()> {
        self.check_ranges()?;
        check_names(&self.by)
    }
}

options! {
    /// How expectation is compared with perception.
    #[derive(Debug, Clone, PartialEq, Serialize)]
    pub struct GapOptions {
        /// What to break down by: `touchpoint` and segment columns; an empty list: all together.
        pub by: Names = "touchpoint".into(); set (impl Into<Names>),
        /// The metrics to compare; `None`: every metric that has both aspects somewhere.
        pub metric: Option<Names> = None,
        /// The window of the calendar; `None`: the whole period.
        pub window: Option<Window> = None,
        /// The zone in which days begin: an IANA name, `UTC` or an offset; by default that in which the table was read.
        pub timezone: Option<String> = None,
        /// Confidence of the intervals.
        pub confidence: f64 = 0.95; in CONFIDENCE,
        /// The type of identifier that ties both answers of one respondent; `None`: the first type, by
        /// name.
        pub id: Option<String> = None,
        /// Whether to stay on the metric's own scale; otherwise scales with known ends are stretched to
        /// 0 to 100, with 100 at the good end.
        pub raw: bool = false; set (),
        /// Rows with fewer respondents (pairs, or answers on the smaller side) are marked `small`.
        pub min_answers: u64 = 5,
    }
}

impl GapOptions {
    pub(super) fn check(&self) -> Result<()> {
        self.check_ranges()?;
        check_names(&self.by)
    }
}

/// Columns that the reports have themselves.
const TAKEN: [&str; 22] = [
    "metric",
    "window_start",
    "n",
    "score",
    "low",
    "high",
    "target",
    "gap",
    "light",
    "answers_needed",
    "small",
    "method",
    "effective",
    "weight",
    "expectation",
    "perception",
    "n_expectation",
    "n_perception",
    "left_out",
    "owner",
    "definition",
    "version",
];

fn check_names(by: &Names) -> Result<()> {
    for (at, name) in by.0.iter().enumerate() {
        let allowed = if TAKEN.contains(&name.as_str()) {
            "a column whose name the report does not use itself; rename it"
        } else if by.0.iter().take(at).any(|earlier| earlier == name) {
            "every column once"
        } else {
            continue;
        };
        return Err(Error::Option { field: "by", value: quoted(name), allowed: allowed.into() });
    }
    Ok(())
}
