"""What each touchpoint did for a score."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import _native
from ._feedback import Feedback
from ._journey import Journeys
from ._options import needs, to_json
from ._stitch import People
from ._table import Table
from ._tabular import Tabular
from ._verb import verb

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .types import CreditDate, ModelName, Progress, Window


class Experience(Tabular):
    """Signed credits of one or several models for one score, against a reference.

    Attributes:
        metric: The metric.
        models: The models in the order asked for.
        answers: Answers that count.
        unlinked: Answers of nobody who has a journey.
        without_contact: Answers that count without a contact before them.
        mean: Weighted mean of the answers, in points.
        reference: What credits count against.
        total: `sum of weight * (answer - reference)`: what all rows of one model sum to.
        residual: Largest relative difference between that and the rows: rounding only.
        confidence: Confidence of the intervals.
    """

    __slots__ = (
        "_core",
        "answers",
        "confidence",
        "mean",
        "metric",
        "models",
        "reference",
        "residual",
        "total",
        "unlinked",
        "without_contact",
    )
    _core: _native.Experience
    metric: str
    models: tuple[str, ...]
    answers: int
    unlinked: int
    without_contact: int
    mean: float
    reference: float
    total: float
    residual: float
    confidence: float

    def __init__(self, core: _native.Experience) -> None:
        metric, models = core.names()
        counts = dict(zip(("answers", "unlinked", "without_contact"), core.counts(), strict=True))
        names = ("mean", "reference", "total", "residual", "confidence")
        totals = dict(zip(names, core.totals(), strict=True))
        self._set(_core=core, metric=metric, models=tuple(models), **counts, **totals)

    def __len__(self) -> int:
        return len(self._core)

    def __repr__(self) -> str:
        return f"Experience({self.metric}: {self.answers:,} answers, {', '.join(self.models)})"

    @property
    def table(self) -> Table:
        """One row for each model and touchpoint.

        Columns `model, touchpoint, answers, mean, credit, credit_low, credit_high, lift,
        experience_points, experience_points_low, experience_points_high`. What no touchpoint gets is
        in the row `(unattributed)`, so that each model's credits sum to the total.
        """
        return Table(self._core.table())


@verb
def experience(
    journeys: Journeys,
    people: People,
    feedback: Feedback,
    *,
    metric: str = "nps",
    reference: float | None = None,
    shrink: float = 5.0,
    lookback: str | None = "30d",
    models: ModelName | Sequence[ModelName] = "linear",
    order: int = 1,
    position: Sequence[float] = (0.4, 0.4),
    confidence: float = 0.95,
    progress: Progress = None,
) -> Experience:
    """What each touchpoint did for a score: the models of `cx.attribute` over experience.

    The contacts of a person before an answer are its path. NPS counts 100, 0, -100; other metrics
    with a scale 0 to 100 from the worse end to the better one. Answers weigh as the feedback says
    (`weight`: 1 / probability of an answer, where a response model is known). After the same set of
    touchpoints, `n` answers count `n / (n + shrink)` of what they are above or below the reference;
    the rest is in the row `(unattributed)`. Gains and losses are split apart by each model.

    Credits say after which contacts people answer better, not that the contacts are why.

    Args:
        journeys: Journeys from `cx.journeys`.
        people: People from `cx.stitch`, through whose identifiers answers find their journeys.
        feedback: Feedback with identifiers and times.
        metric: The metric of the feedback.
        reference: What credits count against, in points; None: the mean of the answers.
        shrink: Answers drawn towards the reference for each set of touchpoints; 0: not at all.
        lookback: Contacts within this time before the answer count; None: all.
        models: One model or several, of those that need no times.
        order: Order of the Markov chain.
        position: Parts of the first and the last contact in the model `position`.
        confidence: Confidence of the intervals, 0.5 to 0.9999.
        progress: Called with (done, total).

    Returns:
        Credits in points, and in experience points (by 100).

    Raises:
        OptionError: An option is out of range.
        UnknownNameError: The metric does not occur.
        UnanswerableError: No answer belongs to somebody with a journey.

    Example:
        >>> import cxcockpit as cx
        >>> events = cx.Events({"at": ["2026-03-01T09:00Z", "2026-03-01T10:00Z"], "who": [1, 2],
        ...     "where": ["app", "branch"]}, time="at", ids={"customer": "who"}, touchpoint="where")
        >>> people = cx.stitch(events)
        >>> answers = cx.Feedback({"at": ["2026-03-02T09:00Z"] * 2, "who": [1, 2], "score": [10, 2]},
        ...     time="at", ids={"customer": "who"})
        >>> nps = cx.experience(cx.journeys(events, people), people, answers, shrink=0)
        >>> nps.table.column("touchpoint"), nps.table.column("credit")
        (['app', 'branch'], [100.0, -100.0])
    """
    theirs = needs(journeys, Journeys, "journeys", "from cx.journeys(...)")._core  # noqa: SLF001
    whose = needs(people, People, "people", "from cx.stitch(...)")._core  # noqa: SLF001
    answers = needs(feedback, Feedback, "feedback", "from cx.Feedback(...)")._core  # noqa: SLF001
    options = to_json(
        metric=metric,
        reference=reference,
        shrink=shrink,
        lookback=lookback,
        models=models,
        order=order,
        position=position,
        confidence=confidence,
    )
    return Experience(_native.experience(theirs, whose, answers, options, progress))


class PeriodExperience(Tabular):
    """Signed credits of one or several models for one score, period by period.

    Attributes:
        metric: The metric.
        models: The models in the order asked for.
        answers: Answers that count.
        unlinked: Answers of nobody who has a journey.
        without_time: Answers that do not count because their time is not known.
        reference: What credits count against.
        total: `sum of weight * (answer - reference)`: what all rows of one model sum to.
        confidence: Confidence of the intervals.
    """

    __slots__ = ("_core", "answers", "confidence", "metric", "models", "reference", "total", "unlinked", "without_time")
    _core: _native.PeriodExperience
    metric: str
    models: tuple[str, ...]
    answers: int
    unlinked: int
    without_time: int
    reference: float
    total: float
    confidence: float

    def __init__(self, core: _native.PeriodExperience) -> None:
        metric, models = core.names()
        counts = dict(zip(("answers", "unlinked", "without_time"), core.counts(), strict=True))
        totals = dict(zip(("reference", "total", "confidence"), core.totals(), strict=True))
        self._set(_core=core, metric=metric, models=tuple(models), **counts, **totals)

    def __len__(self) -> int:
        return len(self._core)

    def __repr__(self) -> str:
        return f"PeriodExperience({self.metric}: {self.answers:,} answers, {', '.join(self.models)})"

    @property
    def table(self) -> Table:
        """One row for each model, period and touchpoint.

        Columns `period, model, touchpoint, credit, credit_low, credit_high, experience_points,
        experience_points_low, experience_points_high`. `period` is its first day.
        """
        return Table(self._core.table())


@verb
def experience_by_period(
    journeys: Journeys,
    people: People,
    feedback: Feedback,
    *,
    window: Window = "week",
    dated: CreditDate = "touch",
    timezone: str | None = None,
    progress: Progress = None,
    **options: object,
) -> PeriodExperience:
    """What each touchpoint did for a score, period by period: the credits of `cx.experience` with a date.

    Each answer is split by itself, so the models are the rules and `shapley`. What no touchpoint gets has the
    day of the answer. Over all periods the credits of a touchpoint sum to its credit as a whole. Given to
    `cx.returns_by_period`, its points stand beside the costs.

    Args:
        journeys: Journeys from `cx.journeys`.
        people: People from `cx.stitch`, through whose identifiers answers find their journeys.
        feedback: Feedback with identifiers and times; answers without a time do not count.
        window: `day`, `week` (ISO, from Monday), `month`, `quarter` or `year`.
        dated: Whether credits are dated by `touch` (the contact, as costs are) or by `conversion` (the answer).
        timezone: The zone in which days begin: an IANA name, `UTC` or an offset.
        progress: Called with (done, total).
        **options: As in `cx.experience`: `metric`, `models`, `reference`, `shrink`, `lookback`, `position`,
            `confidence`.

    Returns:
        Credits in points, and in experience points (by 100), with intervals.

    Raises:
        OptionError: An option is out of range, or a model does not split each answer by itself.
        UnknownNameError: The metric does not occur.
        UnanswerableError: No answer with a time belongs to somebody with a journey.

    Example:
        >>> import cxcockpit as cx
        >>> events = cx.Events({"at": ["2026-03-02T09:00Z", "2026-03-10T10:00Z"], "who": [1, 2],
        ...     "where": ["app", "branch"]}, time="at", ids={"customer": "who"}, touchpoint="where")
        >>> people = cx.stitch(events)
        >>> answers = cx.Feedback({"at": ["2026-03-12T09:00Z"] * 2, "who": [1, 2], "score": [10, 2]},
        ...     time="at", ids={"customer": "who"})
        >>> nps = cx.experience_by_period(cx.journeys(events, people), people, answers, shrink=0)
        >>> nps.table.column("touchpoint"), nps.table.column("credit")
        (['app', 'branch'], [100.0, -100.0])
        >>> [day.isoformat() for day in nps.table.column("period")]
        ['2026-03-02', '2026-03-09']
    """
    theirs = needs(journeys, Journeys, "journeys", "from cx.journeys(...)")._core  # noqa: SLF001
    whose = needs(people, People, "people", "from cx.stitch(...)")._core  # noqa: SLF001
    answers = needs(feedback, Feedback, "feedback", "from cx.Feedback(...)")._core  # noqa: SLF001
    own = to_json(window=window, dated=dated, timezone=timezone)
    return PeriodExperience(_native.experience_by_period(theirs, whose, answers, to_json(**options), own, progress))
