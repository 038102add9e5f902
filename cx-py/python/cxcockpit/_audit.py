"""Are we where we said we would be: findings rolled up a tree of criteria."""

from __future__ import annotations

import datetime
import json
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

from . import _native
from ._catalogue import Criteria, Findings
from ._options import needs, to_json
from ._table import Table
from ._tabular import Tabular
from ._verb import verb
from .errors import NoEffectWarning

if TYPE_CHECKING:
    from .types import NotApplicable, Policy, Progress


# Criteria that a warning names.
SHOWN = 5


@dataclass(frozen=True, slots=True)
class AuditReport:
    """What became of every finding: the counts after `findings` add up to it.

    Attributes:
        findings: Findings in.
        used: Findings that count.
        superseded: Findings that a later one of the same visit and criterion replaces.
        unknown_criterion: Findings of criteria that the catalogue does not have.
        on_group: Findings of criteria that have parts; only their parts are scored.
        out_of_scale: Answers outside what the criterion allows.
        after: Findings after the day of the report.
        before_window: Findings before the window; they count for `due` only.
        unknown: Names of the unknown criteria, at most fifty.
    """

    findings: int
    used: int
    superseded: int
    unknown_criterion: int
    on_group: int
    out_of_scale: int
    after: int
    before_window: int
    unknown: tuple[str, ...]


class Audit(Tabular):
    """Scores of a catalogue against its targets.

    Attributes:
        report: What became of every finding.
    """

    __slots__ = ("_core", "report")
    _core: _native.Audit
    report: AuditReport

    def __init__(self, core: _native.Audit) -> None:
        counts = json.loads(core.report())
        counts["unknown"] = tuple(counts["unknown"])
        self._set(_core=core, report=AuditReport(**counts))

    def __len__(self) -> int:
        return len(self._core)

    def __repr__(self) -> str:
        return f"Audit({len(self):,} rows of {self.report.used:,} findings)"

    @property
    def table(self) -> Table:
        """One row for each node and touchpoint, and one over all touchpoints.

        Columns `node, parent, touchpoint, score, gated, coverage, target, gap, light, due, low, high,
        visits, visits_needed, overdue, critical_failures, insufficient, text, owner`.
        """
        return Table(self._core.table())


@verb
def audit(
    criteria: Criteria,
    findings: Findings,
    *,
    at: str | datetime.date | None = None,
    policy: Policy = "normalised",
    not_applicable: NotApplicable = "exclude",
    min_coverage: float = 0.5,
    confidence: float = 0.95,
    window: str | None = None,
    progress: Progress = None,
) -> Audit:
    """Rolls findings up a tree of criteria, for each touchpoint and over all.

    The score of a node is the weighted mean of its parts, `sum(w s) / sum(w)`, in percent; what does
    not apply leaves numerator and denominator. `gated` is the same with 0 for each visit that has a
    critical failure below the node.

    Args:
        criteria: The catalogue, from `cx.Criteria`.
        findings: The findings, from `cx.Findings`.
        at: The day (or instant) of the report; later findings do not count. None: the latest finding.
        policy: `normalised`, `flat`, `min`, `geometric` or `absolute`.
        not_applicable: `exclude` or `pass`.
        min_coverage: Least share (0 to 1) of the applicable weight that must be scored for a light.
        confidence: Confidence of the intervals.
        window: How far back from `at` findings count, for example `"90d"`; None: all.
        progress: Called with (done, total).

    Returns:
        The audit.

    Raises:
        CatalogueError: The criteria are not a tree.
        OptionError: An option is out of range.

    Example:
        >>> import cxcockpit as cx
        >>> criteria = cx.Criteria({"criterion": ["greeting", "waiting"], "weight": [3, 1]}, weight="weight")
        >>> findings = cx.Findings({
        ...     "criterion": ["greeting", "waiting"],
        ...     "touchpoint": ["branch", "branch"],
        ...     "time": ["2026-03-01", "2026-03-01"],
        ...     "answer": ["yes", "no"],
        ... })
        >>> cx.audit(criteria, findings, at="2026-03-31").table.to_pylist()[0]["score"]
        75.0
    """
    options = to_json(
        at=at,
        policy=policy,
        not_applicable=not_applicable,
        min_coverage=min_coverage,
        confidence=confidence,
        window=window,
    )
    catalogue = needs(criteria, Criteria, "criteria", "from cx.Criteria(...)")._core  # noqa: SLF001
    answers = needs(findings, Findings, "findings", "from cx.Findings(...)")._core  # noqa: SLF001
    made = Audit(_native.audit(catalogue, answers, options, progress))
    if made._core.many_unknown():  # noqa: SLF001 - the class's own
        _warn_of_unknown_criteria(made.report, criteria)
    return made


def _warn_of_unknown_criteria(report: AuditReport, criteria: Criteria) -> None:
    """Says that findings do not count, since the catalogue does not have their criterion."""
    named = ", ".join(f'"{name}"' for name in report.unknown[:SHOWN])
    warnings.warn(
        f"audit: {report.unknown_criterion:,} of {report.findings:,} findings do not count: the catalogue of "
        f"{len(criteria):,} criteria does not have {named}; write criteria the same way in both tables",
        NoEffectWarning,
        stacklevel=5,
    )
