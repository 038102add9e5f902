"""The fit of the time-to-event model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import _native
from ._journey import Journeys
from ._options import needs, to_json
from ._table import Table
from ._tabular import Tabular
from ._verb import verb

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .types import KnockOn, Progress


class HazardFit(Tabular):
    """Parameters of the time-to-event model, with intervals.

    Attributes:
        persons: Persons with a contact.
        conversions: Conversions that follow a contact.
        baseline: Conversions without any part of a contact.
        baseline_low: Lower end of its interval.
        baseline_high: Upper end.
        log_likelihood: Logarithm of the likelihood, with what is known of decays and effects beforehand.
        iterations: Steps of the search.
        converged: Whether the search ended by itself, and not at the limit of its steps.
        repeat: Whether persons go on after a conversion.
        confidence: Confidence of the intervals.
    """

    __slots__ = (
        "_core",
        "baseline",
        "baseline_high",
        "baseline_low",
        "confidence",
        "converged",
        "conversions",
        "iterations",
        "log_likelihood",
        "persons",
        "repeat",
    )
    _core: _native.HazardFit
    baseline: float
    baseline_high: float
    baseline_low: float
    confidence: float
    conversions: int
    converged: bool
    iterations: int
    log_likelihood: float
    persons: int
    repeat: bool

    def __init__(self, core: _native.HazardFit) -> None:
        names = ("baseline", "baseline_low", "baseline_high", "log_likelihood", "confidence")
        figures = dict(zip(names, core.figures(), strict=True))
        counts = ("persons", "conversions", "iterations", "converged", "repeat")
        search = dict(zip(counts, core.search(), strict=True))
        self._set(_core=core, **figures, **search)

    def __len__(self) -> int:
        return len(self._core)

    def __repr__(self) -> str:
        return f"HazardFit({self.persons:,} persons, {self.conversions:,} conversions)"

    @property
    def table(self) -> Table:
        """One row for each touchpoint.

        Columns `touchpoint, contacts, beta, tau, tau_low, tau_high, effect, effect_low, effect_high,
        direct, involved`: a contact adds `beta exp(-age / tau)` conversions per day, `effect` (`beta
        tau`) in the long run; `direct` conversions were caused by its contacts, and it was `involved`
        in those that would be lost without it.
        """
        return Table(self._core.table())

    @property
    def levels(self) -> Table:
        """Levels of intent: `share` of the persons, `contacts_per_day`, `baseline_per_day`."""
        return Table(self._core.levels())

    @property
    def triggers(self) -> Table:
        """Touchpoints that trigger others: `from, to`, and `contacts` that one contact triggers."""
        return Table(self._core.triggers())


@verb
def hazard_fit(
    journeys: Journeys,
    *,
    intent_levels: int = 12,
    decay: Sequence[str] = ("12h", "30d"),
    knock_on: KnockOn = "loss",
    knock_on_window: str = "3d",
    repeat: bool | None = None,
    iterations: int = 2000,
    confidence: float = 0.95,
    progress: Progress = None,
) -> HazardFit:
    """Fits the time-to-event model; `cx.attribute(..., model="hazard")` gives the credits of this fit.

    A person at the unseen level of intent `k` converts at the rate `b_k + sum over contacts of
    beta exp(-age / tau)` per day, and makes contacts at the rates `r_k`; maximum likelihood over all
    persons, converting or not. The data decide whether there are levels of intent or one for all. Rows
    dated long after nearly all of the data do not prolong the observation.

    Args:
        journeys: Journeys from `cx.journeys`.
        intent_levels: How many levels of intent persons may have, 1 to 24; one where the data ask for none.
        decay: Shortest and longest decay (`tau`) of an effect; one that lasts as long as it may is not proven.
        knock_on: Where the credit of a contact goes that another one triggered: `loss`, `origin`, `none`.
        knock_on_window: How long after a contact another one can be triggered by it.
        repeat: Whether persons go on after a conversion; None: if any person converts twice.
        iterations: Most steps of the search.
        confidence: Confidence of the intervals, 0.5 to 0.9999.
        progress: Called with (done, total).

    Returns:
        The parameters.

    Raises:
        OptionError: An option is out of range.
        UnanswerableError: No contact has any time after it.

    Example:
        >>> import cxcockpit as cx
        >>> events = cx.Events({"at": ["2026-03-01T09:00Z", "2026-03-02T09:00Z", "2026-03-09T09:00Z"],
        ...     "who": [1, 1, 2], "where": ["ad", "shop", "ad"], "kind": ["view", "purchase", "view"]},
        ...     time="at", ids={"customer": "who"}, touchpoint="where", event="kind")
        >>> cx.hazard_fit(cx.journeys(events, cx.stitch(events), conversion="purchase"))
        HazardFit(2 persons, 1 conversions)
    """
    theirs = needs(journeys, Journeys, "journeys", "from cx.journeys(...)")._core  # noqa: SLF001
    options = to_json(
        models="hazard",
        intent_levels=intent_levels,
        decay=decay,
        knock_on=knock_on,
        knock_on_window=knock_on_window,
        repeat=repeat,
        iterations=iterations,
        confidence=confidence,
    )
    return HazardFit(_native.hazard_fit(theirs, options, progress))
