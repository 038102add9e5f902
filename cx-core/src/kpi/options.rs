//! Options of the scores and gaps.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::calendar::Window;
use crate::fields::fields;
use crate::options::{Names, in_range, quoted};
use crate::stats::z_of;
use crate::{Error, Result};

/// How feedback becomes scores.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ScoreOptions {
    /// The metrics to score; `None`: every metric that occurs.
    pub metric: Option<Names>,
    /// What to break down by: `touchpoint` and segment columns; an empty list: all together.
    pub by: Names,
    /// The window of the calendar; `None`: the whole period.
    pub window: Option<Window>,
    /// The zone in which days begin: an IANA name, `UTC` or an offset.
    pub timezone: String,
    /// Confidence of the intervals.
    pub confidence: f64,
    /// The lowest answer that counts as a top box, by metric, on the metric's own scale (the
    /// highest, where low is good). Where not given, `csat` counts the upper quarter of its scale
    /// (4 and 5 of 1 to 5) and `ces` the upper third (5 to 7 of 1 to 7). A metric named here is
    /// scored as a share, whatever it is.
    pub top_box: BTreeMap<String, f64>,
    /// Rows with fewer answers are marked `small` and get no light.
    pub min_answers: u64,
}

fields!(ScoreOptions: metric, by, window, timezone, confidence, top_box, min_answers);

impl Default for ScoreOptions {
    fn default() -> Self {
        Self {
            metric: None,
            by: "touchpoint".into(),
            window: None,
            timezone: "UTC".into(),
            confidence: 0.95,
            top_box: BTreeMap::new(),
            min_answers: 5,
        }
    }
}

impl ScoreOptions {
    /// Sets the metrics.
    pub fn metric(mut self, metric: impl Into<Names>) -> Self {
        self.metric = Some(metric.into());
        self
    }

    /// Sets what to break down by.
    pub fn by(mut self, by: impl Into<Names>) -> Self {
        self.by = by.into();
        self
    }

    /// Sets the window.
    pub fn window(mut self, window: Window) -> Self {
        self.window = Some(window);
        self
    }

    pub(super) fn check(&self) -> Result<()> {
        z_of(self.confidence)?;
        for threshold in self.top_box.values() {
            in_range("top_box", *threshold, f64::MIN, f64::MAX)?;
        }
        check_names(&self.by)
    }
}

/// How expectation is compared with perception.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GapOptions {
    /// What to break down by: `touchpoint` and segment columns; an empty list: all together.
    pub by: Names,
    /// The metrics to compare; `None`: every metric that has both aspects somewhere.
    pub metric: Option<Names>,
    /// The window of the calendar; `None`: the whole period.
    pub window: Option<Window>,
    /// The zone in which days begin: an IANA name, `UTC` or an offset.
    pub timezone: String,
    /// Confidence of the intervals.
    pub confidence: f64,
    /// The type of identifier that ties both answers of one respondent; `None`: the first type, by
    /// name.
    pub id: Option<String>,
    /// Whether to stay on the metric's own scale; otherwise scales with known ends are stretched to
    /// 0 to 100, with 100 at the good end.
    pub raw: bool,
    /// Rows with fewer respondents (pairs, or answers on the smaller side) are marked `small`.
    pub min_answers: u64,
}

fields!(GapOptions: by, metric, window, timezone, confidence, id, raw, min_answers);

impl Default for GapOptions {
    fn default() -> Self {
        Self {
            by: "touchpoint".into(),
            metric: None,
            window: None,
            timezone: "UTC".into(),
            confidence: 0.95,
            id: None,
            raw: false,
            min_answers: 5,
        }
    }
}

impl GapOptions {
    /// Sets what to break down by.
    pub fn by(mut self, by: impl Into<Names>) -> Self {
        self.by = by.into();
        self
    }

    /// Stays on the metric's own scale.
    pub fn raw(mut self) -> Self {
        self.raw = true;
        self
    }

    pub(super) fn check(&self) -> Result<()> {
        z_of(self.confidence)?;
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
