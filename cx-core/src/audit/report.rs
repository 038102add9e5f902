//! The report of an audit.

use serde::{Deserialize, Serialize};

use crate::Result;
use crate::calendar::Day;
use crate::columns::{Frame, FrameBuilder};
use crate::intake::report::beyond_slips;
use crate::options::Definition;
use crate::stats::Light;

/// One node of the catalogue at one touchpoint, or over all of them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AuditRow {
    /// The criterion, or [`Audit::WHOLE`].
    pub node: String,
    /// What it is part of; `None` at the top.
    pub parent: Option<String>,
    /// The question; blank where the catalogue has none.
    pub text: String,
    /// The touchpoint; `None` for the roll-up over touchpoints.
    pub touchpoint: Option<String>,
    /// Score in percent, critical failures aside; `None` where nothing could be scored.
    pub score: Option<f64>,
    /// Score in percent, where a visit with a critical failure below the node counts 0.
    pub gated: Option<f64>,
    /// Share of the applicable weight that was scored, 0 to 1; `None` where nothing applies.
    pub coverage: Option<f64>,
    /// Target in percent.
    pub target: Option<f64>,
    /// Score minus target, in percent points.
    pub gap: Option<f64>,
    /// What is proven; `None` without a target, without a score, or where coverage is insufficient.
    pub light: Option<Light>,
    /// When the next audit is due: last audit plus cadence, the earliest below the node.
    pub due: Option<Day>,
    /// Lower end of the score's interval; `None` with a single visit.
    pub low: Option<f64>,
    /// Upper end of the score's interval.
    pub high: Option<f64>,
    /// Visits in which the node was scored.
    pub visits: u64,
    /// How many more visits like these would decide (for the roll-up: visits to further
    /// touchpoints); at least 1 where there is no interval yet. `None` where it is decided.
    pub visits_needed: Option<u64>,
    /// Whether `due` has passed.
    pub overdue: bool,
    /// Visits with a critical failure below the node.
    pub critical_failures: u64,
    /// Whether less than `min_coverage` was scored.
    pub insufficient: bool,
    /// Owner; blank where the catalogue has none.
    pub owner: String,
}

/// What became of every finding: the counts after `findings` add up to it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditReport {
    /// Findings in.
    pub findings: u64,
    /// Findings that count.
    pub used: u64,
    /// Findings that a later one of the same visit and criterion replaces.
    pub superseded: u64,
    /// Findings of criteria that the catalogue does not have.
    pub unknown_criterion: u64,
    /// Findings of criteria that have parts; only their parts are scored.
    pub on_group: u64,
    /// Answers outside what the criterion allows.
    pub out_of_scale: u64,
    /// Findings after the day of the report.
    pub after: u64,
    /// Findings before the window; they count for `due` only.
    pub before_window: u64,
    /// Names of the unknown criteria, at most fifty.
    pub unknown: Vec<String>,
}

impl AuditReport {
    /// Whether more findings name a criterion that the catalogue does not have than slips explain: above 2 %.
    pub fn many_unknown(&self) -> bool {
        beyond_slips(self.unknown_criterion, self.findings)
    }
}

/// Scores of a catalogue against its targets.
///
/// Rows are in order of the tree (parents first, siblings by name), for each node over all
/// touchpoints first and then touchpoint by touchpoint.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Audit {
    /// The node that stands for the whole catalogue.
    pub root: String,
    /// The last instant that counts, microseconds of UTC; [`crate::columns::NO_TIME`] without
    /// findings.
    pub at: i64,
    /// One row for each node and touchpoint.
    pub rows: Vec<AuditRow>,
    /// What became of every finding.
    pub report: AuditReport,
    /// How the scores were defined.
    pub definition: Definition,
}

impl Audit {
    /// The node above all, where the catalogue has several criteria at the top.
    pub const WHOLE: &'static str = crate::reserved::WHOLE;

    /// The rows of the whole catalogue: one over all touchpoints, one for each.
    pub fn whole(&self) -> impl Iterator<Item = &AuditRow> {
        self.rows.iter().filter(|row| row.node == self.root)
    }

    /// Columns `node`, `parent`, `touchpoint`, `score`, `gated`, `coverage`, `target`, `gap`,
    /// `light`, `due` (a date), `low`, `high`, `visits`, `visits_needed`, `overdue`,
    /// `critical_failures`, `insufficient`, `text`, `owner`.
    ///
    /// # Errors
    /// [`Error::TooMany`](crate::Error::TooMany) beyond 2 GiB of text in one column.
    pub fn to_frame(&self) -> Result<Frame> {
        FrameBuilder::default()
            .of_rows(&self.rows)
            .text("node", |r| Some(&r.node))
            .text("parent", |r| r.parent.as_deref())
            .text("touchpoint", |r| r.touchpoint.as_deref())
            .maybe_f64("score", |r| r.score)
            .maybe_f64("gated", |r| r.gated)
            .maybe_f64("coverage", |r| r.coverage)
            .maybe_f64("target", |r| r.target)
            .maybe_f64("gap", |r| r.gap)
            .text("light", |r| r.light.map(Light::name))
            .days("due", |r| r.due)
            .maybe_f64("low", |r| r.low)
            .maybe_f64("high", |r| r.high)
            .u64("visits", |r| r.visits)
            .maybe_u64("visits_needed", |r| r.visits_needed)
            .bool("overdue", |r| r.overdue)
            .u64("critical_failures", |r| r.critical_failures)
            .bool("insufficient", |r| r.insufficient)
            .text("text", |r| filled(&r.text))
            .text("owner", |r| filled(&r.owner))
            .finish(&self.definition)
    }
}

/// The text, unless it is blank.
fn filled(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

#[cfg(feature = "arrow")]
crate::columns::record_batches! {
    Audit: to_frame -> to_record_batch;
}
