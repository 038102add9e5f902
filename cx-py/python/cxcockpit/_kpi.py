"""How customers feel: scores against targets, and expectation against perception."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from . import _native
from ._feedback import Feedback, Targets
from ._options import needs, to_json
from ._table import Table
from ._tabular import Tabular
from ._verb import verb

if TYPE_CHECKING:
    from .types import Names, Progress, Window


@dataclass(frozen=True, slots=True)
class ScoreReport:
    """What became of every answer: the four counts after `answers` add up to it.

    Attributes:
        answers: Answers in.
        scored: Answers that a score counts.
        expectations: Expectations of the metrics that were asked for; `cx.gaps` compares them.
        other_metrics: Answers of metrics that were not asked for.
        refused: Answers whose score or weight is not a usable number.
    """

    answers: int
    scored: int
    expectations: int
    other_metrics: int
    refused: int


@dataclass(frozen=True, slots=True)
class GapReport:
    """What became of every answer: `compared + left_out + other_metrics = answers`.

    Attributes:
        answers: Answers in.
        compared: Answers that a mean counts.
        left_out: Answers without a partner in rows that compare respondents.
        other_metrics: Answers of metrics that were not asked for or have only one aspect.
    """

    answers: int
    compared: int
    left_out: int
    other_metrics: int


class Scores(Tabular):
    """Scores with intervals, targets and lights.

    Attributes:
        report: What became of every answer.
    """

    __slots__ = ("_core", "report")
    _core: _native.Scores
    report: ScoreReport

    def __init__(self, core: _native.Scores) -> None:
        self._set(_core=core, report=ScoreReport(**json.loads(core.report())))

    def __len__(self) -> int:
        return len(self._core)

    def __repr__(self) -> str:
        return f"Scores({len(self):,} rows of {self.report.scored:,} answers)"

    @property
    def table(self) -> Table:
        """One row for each cell of the breakdown.

        Columns `metric`, those of `by`, `window_start, n, score, low, high, target, gap, light,
        answers_needed, small, effective, method`.
        """
        return Table(self._core.table())


class Gaps(Tabular):
    """Gaps between expectation and perception.

    Attributes:
        report: What became of every answer.
    """

    __slots__ = ("_core", "report")
    _core: _native.Gaps
    report: GapReport

    def __init__(self, core: _native.Gaps) -> None:
        self._set(_core=core, report=GapReport(**json.loads(core.report())))

    def __len__(self) -> int:
        return len(self._core)

    def __repr__(self) -> str:
        return f"Gaps({len(self):,} rows of {self.report.compared:,} answers)"

    @property
    def table(self) -> Table:
        """One row for each cell of the breakdown.

        Columns `metric`, those of `by`, `window_start, n, expectation, perception, gap, low, high,
        n_expectation, n_perception, left_out, small, method`.
        """
        return Table(self._core.table())


@verb
def score(
    feedback: Feedback,
    *,
    metric: Names | None = None,
    by: Names = "touchpoint",
    window: Window | None = None,
    timezone: str | None = None,
    confidence: float = 0.95,
    top_box: Mapping[str, float] | None = None,
    min_answers: int = 5,
    targets: Targets | None = None,
    progress: Progress = None,
) -> Scores:
    """Scores the perceptions, cell by cell.

    - `nps`, `enps`: share of promoters (9, 10) minus share of detractors (0 to 6), in points from
      -100 to 100, with the score interval of a difference of shares.
    - `csat`, `ces`, and metrics named in `top_box`: share of the top answers in percent, with
      Wilson's interval.
    - other metrics: mean in percent of the way from the bad to the good end of the scale.

    The light is green or red only where the interval proves it; amber means undecided, and
    `answers_needed` says how many more answers would decide. Scores describe those who answered.

    Args:
        feedback: Answers from `cx.Feedback`.
        metric: The metrics to score; None: every metric that occurs.
        by: What to break down by: `touchpoint` and segment columns; an empty list: all together.
        window: `day`, `week` (ISO 8601), `month`, `quarter` or `year`; None: the whole period.
        timezone: The zone in which days begin.
        confidence: Confidence of the intervals.
        top_box: The lowest answer that counts as a top box, by metric, on the metric's own scale.
        min_answers: Rows with fewer answers are marked `small` and get no light.
        targets: The levels that were set; without them there is no light.
        progress: Called with (done, total).

    Returns:
        Scores.

    Raises:
        OptionError: An option is out of range.
        MissingColumnError: The feedback does not have a column of `by`.
        UnknownNameError: A metric does not occur.
        UnanswerableError: An NPS is on another scale than 0 (or 1) to 10.

    Example:
        >>> import cxcockpit as cx
        >>> feedback = cx.Feedback({"score": [10] * 10})
        >>> row = cx.score(feedback, by=[]).table.to_pylist()[0]
        >>> row["n"], row["score"], round(row["low"])  # ten promoters do not prove an NPS of 100
        (10, 100.0, 44)
    """
    options = to_json(
        metric=metric,
        by=by,
        window=window,
        timezone=timezone,
        confidence=confidence,
        top_box=dict(top_box or {}),
        min_answers=min_answers,
    )
    answers = needs(feedback, Feedback, "feedback", "from cx.Feedback(...)")._core  # noqa: SLF001
    levels = None if targets is None else needs(targets, Targets, "targets", "from cx.Targets(...)")._core  # noqa: SLF001
    return Scores(_native.score(answers, levels, options, progress))


@verb
def gaps(
    feedback: Feedback,
    *,
    by: Names = "touchpoint",
    metric: Names | None = None,
    window: Window | None = None,
    timezone: str | None = None,
    confidence: float = 0.95,
    id: str | None = None,  # noqa: A002 - the word of the field
    raw: bool = False,
    min_answers: int = 5,
    progress: Progress = None,
) -> Gaps:
    """Compares perception with expectation, cell by cell: `gap = perception - expectation`.

    Where respondents carry identifiers and enough of them gave both answers, the gap is the mean
    difference within respondents (paired t); otherwise two means are compared (Welch's t). Answers
    are stretched to 0 to 100, with 100 at the good end, unless `raw`.

    Args:
        feedback: Answers from `cx.Feedback` with the role `aspect`.
        by: What to break down by: `touchpoint` and segment columns; an empty list: all together.
        metric: The metrics to compare; None: every metric that has both aspects.
        window: `day`, `week` (ISO 8601), `month`, `quarter` or `year`; None: the whole period.
        timezone: The zone in which days begin.
        confidence: Confidence of the intervals.
        id: The type of identifier that ties both answers of one respondent; None: the first, by name.
        raw: Whether to stay on the metric's own scale.
        min_answers: Rows with fewer respondents are marked `small`.
        progress: Called with (done, total).

    Returns:
        Gaps.

    Raises:
        OptionError: An option is out of range.
        MissingColumnError: The feedback does not have a column of `by`.
        UnknownNameError: The feedback has no such metric or identifier type.

    Example:
        >>> import cxcockpit as cx
        >>> aspects = ["expectation", "expectation", "perception", "perception"]
        >>> feedback = cx.Feedback({"score": [5, 4, 3, 4], "aspect": aspects}, metric="=csat", aspect="aspect")
        >>> cx.gaps(feedback, by=[]).table.column("gap")
        [-25.0]
    """
    options = to_json(
        by=by,
        metric=metric,
        window=window,
        timezone=timezone,
        confidence=confidence,
        id=id,
        raw=raw,
        min_answers=min_answers,
    )
    answers = needs(feedback, Feedback, "feedback", "from cx.Feedback(...)")._core  # noqa: SLF001
    return Gaps(_native.gaps(answers, options, progress))
