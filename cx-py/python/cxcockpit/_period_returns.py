"""Returns by period, and what more spend went with."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from . import _native
from ._broadcast import Broadcast
from ._experience import PeriodExperience
from ._feedback import Campaigns
from ._journey import Journeys
from ._options import attribute_options, core_of, needs, to_json
from ._table import Table
from ._tabular import Tabular
from ._verb import verb

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .types import CreditDate, Progress, Window


class PeriodReturns(Tabular):
    """What was spent at each touchpoint beside what it brought, period by period.

    Attributes:
        model: The model whose credits counted.
        currency: The currency of the costs, where it is said and single.
        confidence: Confidence of the intervals.
        counted: First day that counts for marginal returns, and the day after the last one; None where
            no whole period does.
    """

    __slots__ = ("_core", "confidence", "counted", "currency", "model")
    _core: _native.PeriodReturns
    model: str
    currency: str | None
    confidence: float
    counted: tuple[date, date] | None

    def __init__(self, core: _native.PeriodReturns) -> None:
        days = core.counted()
        counted = None if days is None else (date.fromisoformat(days[0]), date.fromisoformat(days[1]))
        self._set(_core=core, model=core.model(), currency=core.currency(), counted=counted)
        self._set(confidence=core.confidence())

    def __len__(self) -> int:
        return len(self._core)

    def __repr__(self) -> str:
        return f"PeriodReturns({self.model}: {len(self):,} rows)"

    @property
    def table(self) -> Table:
        """One row for each period, touchpoint and campaign.

        Columns `period` and those of `cx.returns(...).table`. `period` is blank for spend without a date,
        `touchpoint` for spend that names none. Over all periods, costs and credits sum to those of
        `cx.returns`.
        """
        return Table(self._core.table())

    @property
    def touchpoints(self) -> Table:
        """The columns of `table` by period and touchpoint."""
        return Table(self._core.touchpoints())

    @property
    def marginal(self) -> Table:
        """What more of a touchpoint's spend went with, from one period to another.

        Columns `touchpoint, periods, cost, roas, marginal_roas, marginal_roas_low, marginal_roas_high,
        conversions_per_1000, marginal_conversions_per_1000, marginal_conversions_per_1000_low,
        marginal_conversions_per_1000_high, missing`. `missing` says why there is no marginal return.
        """
        return Table(self._core.marginal())


@verb
def returns_by_period(
    journeys: Journeys,
    campaigns: Campaigns | None = None,
    *,
    broadcast: Broadcast | None = None,
    experience: PeriodExperience | None = None,
    window: Window = "week",
    dated: CreditDate = "touch",
    timezone: str | None = None,
    rates: Mapping[str, float] | None = None,
    settle: str | None = None,
    progress: Progress = None,
    **options: object,
) -> PeriodReturns:
    """Joins costs and credits of the same period, and says what more spend of a period went with.

    The cost of a campaign is spread evenly over the days from its `start` to its `end` (one day, where
    only one is known), to the last millionth. The credits are those of `cx.credit_by_period` for the
    model that leads; contacts and spots cost in the period in which they were. Within a period they are
    joined as in `cx.returns`.

    The marginal return of a touchpoint is the slope of its credit on its spend over the whole periods,
    beside a straight trend, by least squares; its interval takes neither equal variances nor independent
    errors for granted. It is missing, with the reason, below 8 periods or where the spend does not vary.
    It does not know *why* spend was higher: whoever spends more before Christmas finds a high slope.

    Args:
        journeys: Journeys.
        campaigns: Campaigns with `start`, `end` and `cost`; None: costs of contacts and spots only.
        broadcast: What spots brought, from `cx.broadcast`; see `cx.attribute`.
        experience: Points of a score from `cx.experience_by_period` with the same window, date and time zone;
            those of its first model stand beside the costs.
        window: `day`, `week` (ISO, from Monday), `month`, `quarter` or `year`.
        dated: Whether credits are dated by `touch` or by `conversion`.
        timezone: The zone in which days begin: an IANA name, `UTC` or an offset.
        rates: What one unit of each currency of the costs is in the currency of the values; codes in any
            case, and no other currency than those of the costs.
        settle: How long conversions may follow a contact, for example `"14d"`: later periods do not count
            for marginal returns. None: as long as 95 % of the credit takes, where it is dated by touch.
        progress: Called with (done, total).
        **options: As in `cx.attribute`: `model`, `lead`, `half_life`, `confidence` and so on.

    Returns:
        Returns by period, touchpoint and campaign, and marginal returns by touchpoint.

    Raises:
        OptionError: An option is out of range, or the model is `shapley_rate`.
        UnanswerableError: Costs are in several currencies and one has no rate.
        MismatchError: The experience is by other periods.
        TooManyError: A campaign of more than 10,000 periods.

    Example:
        >>> import cxcockpit as cx
        >>> events = cx.Events(
        ...     {"t": ["2026-03-02", "2026-03-09"], "who": [7, 7], "at": ["ad", "shop"],
        ...      "what": ["click", "buy"], "worth": [None, 90.0]},
        ...     time="t", ids={"customer": "who"}, touchpoint="at", event="what", value="worth",
        ... )
        >>> journeys = cx.journeys(events, cx.stitch(events), conversion="buy")
        >>> campaigns = cx.Campaigns(
        ...     {"campaign": ["spring"], "at": ["ad"], "from": ["2026-03-07"], "to": ["2026-03-10"], "cost": [40]},
        ...     touchpoint="at", start="from", end="to", cost="cost",
        ... )
        >>> weeks = cx.returns_by_period(journeys, campaigns, model="linear", dated="conversion")
        >>> weeks.table.column("cost"), weeks.table.column("roas")
        ([20.0, 20.0], [0.0, 4.5])
        >>> weeks.marginal.column("missing")
        ['Fewer than 8 whole periods.']
    """
    core = needs(journeys, Journeys, "journeys", "from cx.journeys(...)")._core  # noqa: SLF001
    spent = core_of(campaigns, Campaigns, "campaigns", "from cx.Campaigns(...)")
    spots = core_of(broadcast, Broadcast, "broadcast", "from cx.broadcast(...)")
    points = core_of(experience, PeriodExperience, "experience", "from cx.experience_by_period(...)")
    own = to_json(window=window, dated=dated, timezone=timezone, rates=dict(rates or {}), settle=settle)
    made = _native.returns_by_period(core, spent, spots, points, attribute_options(options), own, progress)
    return PeriodReturns(made)
