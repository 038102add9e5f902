//! The audit.

use serde::Serialize;

use super::item::Item;
use super::rows::rows;
use super::tree::{Node, Tree};
use super::visits::Visits;
use super::{Audit, AuditOptions};
use crate::Result;
use crate::intake::{Criteria, Findings};
use crate::options::{Definition, Span};
use crate::sure::{Call, Sure};

/// Rolls findings up the tree of criteria and compares them with the targets.
///
/// - **Criterion**: yes or no (1 or 0), a grade `(x - lower) / (upper - lower)`, or a measurement (1
///   within its limits, falling in a straight line to 0 at the tolerance beyond them).
/// - **Visit**: what one auditor found at one touchpoint on one day (UTC). The last finding of a
///   criterion in a visit counts, earlier ones are superseded.
/// - **Group**: its parts by [`Policy`](super::Policy), in each visit; by default `Σ w s / Σ w` over
///   the parts that could be scored. A group whose parts weigh nothing has no score and does not
///   count further up.
/// - **Touchpoint**: all visits in the window average, each by the share of the weight that it
///   scored. **All touchpoints**: the mean of their scores, each counting once.
/// - **Critical**: where a critical part scores 0 or misses its target, `gated` is 0 for everything
///   above it in that visit; `score` stays as it is.
/// - **Interval**: t over visits (over touchpoints in the roll-up), at least two. Where they agree
///   to the digit, Wilson's interval over the criteria that were scored.
/// - **Light**: green when `low >= target`, red when `high < target`, else amber. A critical failure
///   in the latest visit to a touchpoint is red without further proof, and any in the window rules
///   out green.
///
/// Scores say what was found in the visits; where visits are sent to trouble, they do not speak for
/// the touchpoints that were not visited.
///
/// Sources: NIST IR 7275r4 (XCCDF 1.2), tables 40 and 41, for `normalised`, `flat` and `absolute`.
///
/// # Errors
/// [`crate::Error::Catalogue`] when the criteria are not a tree, occur twice, or have limits that
/// make no sense; [`crate::Error::Option`].
///
/// ```
/// use std::sync::Arc;
/// use arrow_array::{Float64Array, RecordBatch, StringArray};
/// use cx_core::audit::{AuditOptions, audit};
/// use cx_core::intake::{Criteria, CriteriaRoles, FindingRoles, Findings};
/// let text = |cells: &[&str]| Arc::new(StringArray::from(cells.to_vec())) as _;
/// let criteria = RecordBatch::try_from_iter([
///     ("criterion", text(&["greeting", "clean"])),
///     ("weight", Arc::new(Float64Array::from(vec![1.0, 3.0])) as _),
/// ])?;
/// let roles = CriteriaRoles { weight: Some("weight".into()), ..CriteriaRoles::default() };
/// let criteria = Criteria::read(&[criteria], &roles)?;
/// let findings = RecordBatch::try_from_iter([
///     ("criterion", text(&["greeting", "clean"])),
///     ("touchpoint", text(&["branch", "branch"])),
///     ("time", text(&["2026-11-02", "2026-11-02"])),
///     ("answer", text(&["no", "yes"])),
/// ])?;
/// let findings = Findings::read(&[findings], &FindingRoles::default())?;
/// let audit = audit(&criteria, &findings, &AuditOptions::default())?;
/// let branch = audit.whole().find(|row| row.touchpoint.is_some()).expect("a touchpoint");
/// assert_eq!((branch.score, branch.visits), (Some(75.0), 1));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn audit(criteria: &Criteria, findings: &Findings, options: &AuditOptions) -> Result<Audit> {
    let call = Call::open();
    options.check()?;
    let tree = Tree::of(criteria)?;
    let visits = Visits::of(&tree, findings, options)?;
    let rows = rows(&tree, &visits, &findings.touchpoint.dictionary, options)?;
    call.close(Ok(Audit {
        root: tree.nodes.first().map(|node| node.name.clone()).sure_or_default(),
        at: visits.at,
        rows,
        report: visits.report,
        definition: Definition::of("audit", &(options, catalogue(&tree))),
    }))
}

/// What of the catalogue decides on the scores; part of the definition.
#[derive(Serialize)]
struct Entry {
    node: String,
    parent: Option<usize>,
    weight: f64,
    target: Option<f64>,
    critical: bool,
    cadence: Option<Span>,
    item: Option<Item>,
}

fn catalogue(tree: &Tree) -> Vec<Entry> {
    let entry = |node: &Node| Entry {
        node: node.name.clone(),
        parent: node.parent,
        weight: node.weight,
        target: node.target,
        critical: node.critical,
        cadence: node.cadence,
        item: node.item,
    };
    tree.nodes.iter().map(entry).collect()
}
