"""What television and radio spots brought in visits, and through these in purchases."""

from __future__ import annotations

import json
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Unpack

from . import _native
from ._events import Events
from ._intake import Intake
from ._journey import Journeys
from ._options import needs, to_json
from ._table import Table
from ._tabular import Tabular
from ._verb import verb
from .errors import HourShiftWarning

if TYPE_CHECKING:
    from .types import CarryRule, Data, Names, Progress, Reading, TimeUnit


class Spots(Intake):
    """Spots: what was broadcast on television or radio, minute by minute.

    Args:
        data: A table, a path to a file (.csv, .json, .xlsx, .parquet ...), or columns by name.
        time: When it was on air.
        spot: The spot's name or number.
        campaign: The campaign that it belongs to.
        touchpoint: The touchpoint; by default `"tv"`.
        cost: What it cost, 0 or more.
        weight: Its expected reach (gross rating points, viewers), 0 or more; by default 1.
        source: Where the row comes from; by default `"spots"`.
        timezone: Zone of times without an offset.
        time_unit: Unit of times that are numbers since 1970: s, ms, us or ns.
        progress: Called with (done, total).
        **reading: How rows and cells are read (`cxcockpit.types.Reading`): where, decimal, unit, separator ...

    Attributes:
        report: What became of every row. Rejected: blank or bad times, negative costs and weights.

    Raises:
        MissingColumnError: A role names a column that the table does not have.
        EmptyTableError: The table has no rows.

    Example:
        >>> import cxcockpit as cx
        >>> cx.Spots({"aired": ["2026-03-01 20:15"]}, time="aired", timezone="+01:00")
        Spots(1 rows)
    """

    __slots__ = ()
    _core: _native.Spots

    def __init__(
        self,
        data: Data,
        *,
        time: Names = "time",
        spot: str | None = None,
        campaign: str | None = None,
        touchpoint: str | None = None,
        cost: str | None = None,
        weight: str | None = None,
        source: str | None = None,
        timezone: str | None = None,
        time_unit: TimeUnit | None = None,
        progress: Progress = None,
        **reading: Unpack[Reading],
    ) -> None:
        roles = {
            "time": time,
            "spot": spot,
            "campaign": campaign,
            "touchpoint": touchpoint,
            "cost": cost,
            "weight": weight,
            "source": source,
            "timezone": timezone,
            "time_unit": time_unit,
        }
        self._read(_native.Spots, data, roles, reading, progress)


class Counts(Intake):
    """Counts: how many visits, searches or calls a system counted, minute by minute.

    Args:
        data: A table, a path to a file (.csv, .json, .xlsx, .parquet ...), or columns by name.
        time: The minute.
        count: How many in that minute, 0 or more; rows of one minute add up.
        source: Where the row comes from; by default `"counts"`.
        timezone: Zone of times without an offset.
        time_unit: Unit of times that are numbers since 1970: s, ms, us or ns.
        progress: Called with (done, total).
        **reading: How rows and cells are read (`cxcockpit.types.Reading`): where, decimal, unit, separator ...

    Attributes:
        report: What became of every row. Rejected: blank or bad times, counts that are blank,
            negative or no numbers.

    Raises:
        MissingColumnError: A role names a column that the table does not have.
        EmptyTableError: The table has no rows.

    Example:
        >>> import cxcockpit as cx
        >>> cx.Counts({"time": ["2026-03-01T20:15Z"], "calls": [12]}, count="calls")
        Counts(1 rows)
    """

    __slots__ = ()
    _core: _native.Counts

    def __init__(
        self,
        data: Data,
        *,
        time: Names = "time",
        count: str = "count",
        source: str | None = None,
        timezone: str | None = None,
        time_unit: TimeUnit | None = None,
        progress: Progress = None,
        **reading: Unpack[Reading],
    ) -> None:
        roles = {"time": time, "count": count, "source": source, "timezone": timezone, "time_unit": time_unit}
        self._read(_native.Counts, data, roles, reading, progress)


@dataclass(frozen=True, slots=True)
class Placebo:
    """The same model for spots that never were.

    Attributes:
        spots: Spots that could be shifted to a week without spots in reach.
        visits: Visits that they would have brought; 0 but for chance where the baseline fits.
        low: Lower end of the interval.
        high: Upper end. An interval that leaves out 0 puts the baseline in doubt.
        p_value: Probability of a figure at least this far from 0 when the truth is 0.
    """

    spots: int
    visits: float
    low: float
    high: float
    p_value: float


@dataclass(frozen=True, slots=True)
class HourShift:
    """Spots whose visits come an hour before or after them.

    Their times were read with a fixed offset where local time has summer time, or with the wrong zone.

    Attributes:
        minutes: Where the visits lie: 60 minutes before the spots (-60) or after them (60).
        spots: Spots of the run that this is true of.
        visits: Visits there beyond the baseline.
        visits_low: Lower end of their interval.
        visits_high: Upper end.
        visits_at_time: Visits that the same spots brought at their own times; may be negative.
        visits_at_time_low: Lower end of their interval.
        visits_at_time_high: Upper end.
        en: What it means, in English.
        de: The same in German.
    """

    minutes: int
    spots: int
    visits: float
    visits_low: float
    visits_high: float
    visits_at_time: float
    visits_at_time_low: float
    visits_at_time_high: float
    en: str
    de: str


class Broadcast(Tabular):
    """What television and radio spots brought in visits or searches.

    Attributes:
        shape: The `a` of the response `u^(a-1) exp(-u/theta)`.
        scale: The `theta`, in minutes; the mean delay is about `shape * scale`.
        visits: All visits of the data.
        dispersion: Variance by mean of the baseline's visits, at least 1.
        set_aside: Slots that stood out and were set aside when the baseline was fitted.
        outside: Spots before the first or after the last minute of the data.
        placebo: The check with shifted spots; None where not asked for or not possible.
        hour_shift: The check for times that are an hour off; None where none is proven or the check was not asked for.
    """

    __slots__ = ("_core", "dispersion", "hour_shift", "outside", "placebo", "scale", "set_aside", "shape", "visits")
    _core: _native.Broadcast
    shape: float
    scale: float
    visits: float
    dispersion: float
    set_aside: int
    outside: int
    placebo: Placebo | None
    hour_shift: HourShift | None

    def __init__(self, core: _native.Broadcast) -> None:
        totals = dict(zip(("shape", "scale", "visits", "dispersion"), core.totals(), strict=True))
        counts = dict(zip(("set_aside", "outside"), core.counts(), strict=True))
        placebo, hour = core.placebo(), json.loads(core.hour_shift())
        self._set(
            _core=core,
            placebo=None if placebo is None else Placebo(*placebo),
            hour_shift=None if hour is None else HourShift(**hour),
            **totals,
            **counts,
        )

    def __len__(self) -> int:
        return len(self._core)

    def __repr__(self) -> str:
        return f"Broadcast({len(self):,} spots, {self.visits:,.6g} visits)"

    @property
    def table(self) -> Table:
        """One row for each campaign; after those of a touchpoint the row of their sum.

        Columns `touchpoint, campaign, spots, cost, visits, visits_low, visits_high, visits_error,
        share, cost_per_visit, cost_per_visit_low, cost_per_visit_high`.
        """
        return Table(self._core.table())

    @property
    def spots(self) -> Table:
        """One row for each spot.

        Columns `spot, time, touchpoint, campaign, cost, weight, visits, visits_low, visits_high,
        cost_per_visit`. The spots of a campaign sum to its visits.
        """
        return Table(self._core.spots())

    @property
    def curve(self) -> Table:
        """Columns `time, visits, baseline, fitted` of each minute in reach of a spot."""
        return Table(self._core.curve())

    @property
    def response(self) -> Table:
        """Columns `minute, share`: of the visits of a spot, the share in each minute after it."""
        return Table(self._core.response())

    def carry(
        self,
        journeys: Journeys,
        *,
        model: CarryRule = "linear",
        confidence: float = 0.95,
        progress: Progress = None,
    ) -> Carried:
        """Carries what spots caused through the journeys of the visits to the purchase.

        A converting journey is split over its contacts by the rule; of the part of a visit, a spot
        takes the probability that it caused the visit. What spots get is taken from the touchpoints
        of the visits.

        Args:
            journeys: Journeys made from the events whose visits were counted.
            model: `linear`, `first` or `last`.
            confidence: Level of the intervals, 0.5 to 0.9999.
            progress: Called with (done, total).

        Returns:
            Credits of campaigns and spots, and of touchpoints before and after.

        Raises:
            UnanswerableError: No journey has a contact that was counted as a visit.
        """
        theirs = needs(journeys, Journeys, "journeys", "from cx.journeys(...)")._core  # noqa: SLF001
        return Carried(self._core.carry(theirs, to_json(model=model, confidence=confidence), progress))


class Carried(Tabular):
    """Credits of spots through the visits that they caused."""

    __slots__ = ("_core",)
    _core: _native.Carried

    def __init__(self, core: _native.Carried) -> None:
        self._set(_core=core)

    def __len__(self) -> int:
        return len(self._core)

    def __repr__(self) -> str:
        return f"Carried({len(self):,} campaigns)"

    @property
    def table(self) -> Table:
        """One row for each campaign; after those of a touchpoint the row of their sum.

        Columns `touchpoint, campaign, visits, conversions, conversions_low, conversions_high, value,
        value_low, value_high, cost, cost_per_conversion, roas`.
        """
        return Table(self._core.table())

    @property
    def spots(self) -> Table:
        """Columns `spot, time, touchpoint, campaign, conversions, value`."""
        return Table(self._core.spots())

    @property
    def touchpoints(self) -> Table:
        """Credits before and after: the sum stays what it was.

        Columns `touchpoint, conversions, conversions_given, conversions_received, conversions_after,
        value, value_given, value_received, value_after`.
        """
        return Table(self._core.touchpoints())


@verb
def broadcast(
    spots: Spots,
    visits: Events | Counts,
    *,
    touchpoints: Names = (),
    events: Names = (),
    window: str = "60m",
    shape: float | None = None,
    scale: str | None = None,
    slot: str = "30m",
    level: str = "7d",
    outlier: float = 5.0,
    timezone: str | None = None,
    placebo: bool = True,
    confidence: float = 0.95,
    progress: Progress = None,
) -> Broadcast:
    """What television and radio spots brought in visits or searches, minute by minute.

    Visits of a minute have the mean `b_t + sum over spots of A_s k(t - t_s)`: the baseline `b_t` is
    the profile of the week times the level of the days around, both from minutes out of reach of
    every spot; the response `k(u) = u^(a-1) exp(-u/theta)` sums to 1 over the window; all amplitudes
    are solved at once, so that overlapping spots share what follows.

    Args:
        spots: Spots from `cx.Spots`.
        visits: Events, or counts by the minute.
        touchpoints: Touchpoints whose events are visits; none: all.
        events: Kinds of event that are visits; none: all.
        window: How long after a spot visits may be due to it.
        shape: The `a` of the response; None: by likelihood.
        scale: The `theta` of the response as a duration; None: by likelihood.
        slot: Length of the parts of the week over which the profile is constant.
        level: Length of the moving window of the level.
        outlier: Parts of a day with more visits than this many standard deviations above the
            baseline are set aside when it is fitted.
        timezone: Zone of the calendar in which the week repeats.
        placebo: Whether to check the model with shifted spots.
        confidence: Level of the intervals, 0.5 to 0.9999.
        progress: Called with (done, total).

    Returns:
        Visits brought and cost per visit, by spot and campaign, with intervals. A `HourShiftWarning` says where visits
        come an hour before or after the spots.

    Raises:
        OptionError: An option is out of range.
        UnknownNameError: A touchpoint or kind of event does not occur.
        UnanswerableError: There are no visits, none out of reach of the spots, or no spot within
            their period.

    Example:
        >>> import cxcockpit as cx
        >>> minutes = range(0, 5 * 7 * 1440)
        >>> calls = [10 + (300 if m == 21_600 else 0) for m in minutes]
        >>> counts = cx.Counts({"time": [60 * m for m in minutes], "count": calls}, time_unit="s")
        >>> spots = cx.Spots({"time": [60 * 21_600], "price": [600]}, cost="price", time_unit="s")
        >>> response = cx.broadcast(spots, counts, shape=1.0, scale="1m")
        >>> 200 < response.spots.column("visits")[0] < 600
        True
    """
    theirs = needs(spots, Spots, "spots", "from cx.Spots(...)")._core  # noqa: SLF001
    options = to_json(
        touchpoints=touchpoints,
        events=events,
        window=window,
        shape=shape,
        scale=scale,
        slot=slot,
        level=level,
        outlier=outlier,
        timezone=timezone,
        placebo=placebo,
        confidence=confidence,
    )
    counted: Events | Counts = visits
    if not isinstance(visits, Events):
        counted = needs(visits, Counts, "visits", "or Events; from cx.Counts(...) or cx.Events(...)")
    made = Broadcast(_native.broadcast(theirs, counted._core, options, progress))  # noqa: SLF001
    if made.hour_shift is not None:
        warnings.warn(f"broadcast: {made.hour_shift.en}", HourShiftWarning, stacklevel=4)
    return made
