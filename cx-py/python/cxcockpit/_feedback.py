"""Feedback, and the targets and campaigns that it is read against."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Unpack

from . import _native
from ._intake import Intake
from ._options import columns_by_type, scales

if TYPE_CHECKING:
    from .types import Data, Names, Progress, Reading, TimeUnit


class Feedback(Intake):
    """Answers of customers, staff and terminals.

    Args:
        data: A table, a path to a file (.csv, .json, .xlsx, .parquet ...), or columns by name.
        score: The answer.
        touchpoint: The touchpoint that the answer is about.
        answer_id: The answer's id within its source, in one column or several together; a repeated one is a duplicate.
        time: When it was given; of two columns the second holds the time of day.
        ids: Identifier type to column.
        metric: nps, csat, ces, rating, ...; by default `"=nps"`.
        metrics: Several answers in one row: metric to its column, for example `{"nps": "Q1", "csat": "Q2"}`, instead of
            `score` and `metric`. A blank cell is a question not answered and counts as filtered.
        scale: Scales by metric where they differ from the usual ones (NPS 0-10, CSAT, rating and
            stars 1-5, CES 1-7, smiley 1-4), for example
            `{"csat": {"min": 1, "max": 7, "low_is_good": False}}`.
        aspect: `perception` or `expectation`; by default, and where blank, perception.
        weight: Weight of the answer, 0 or more; by default 1.
        stratum: Stratum of the sample.
        cluster: Cluster of the sample.
        segments: Further columns to break down by.
        source: Where the row comes from; by default `"feedback"`.
        timezone: Zone of times without an offset.
        time_unit: Unit of times that are numbers since 1970: `"s"`, `"ms"`, `"us"` or `"ns"`.
        earliest: Times before this (ISO 8601; UTC where it names no zone) are rejected.
        latest: Times after this are rejected: a typing error such as the year 2099 is not the latest answer.
        progress: Called with (done, total).
        **reading: How rows and cells are read (`cxcockpit.types.Reading`): where, decimal, unit, separator ...

    Attributes:
        report: What became of every row. Rejected: blank or non-numeric scores, scores outside the
            metric's scale, bad times, negative weights, unknown aspects.

    Raises:
        MissingColumnError: A role names a column that the table does not have.
        ColumnTypeError: A column has a type that its role cannot use.
        EmptyTableError: The table has no rows.

    Example:
        >>> import cxcockpit as cx
        >>> cx.Feedback({"answer": [10, 7, 11], "place": ["app", "app", "branch"]}, score="answer", touchpoint="place")
        Feedback(2 rows, 1 rejected)
    """

    __slots__ = ()
    _core: _native.Feedback

    def __init__(
        self,
        data: Data,
        *,
        score: str = "score",
        touchpoint: str | None = None,
        answer_id: Names | None = None,
        time: Names | None = None,
        ids: Mapping[str, str] | None = None,
        metric: str | None = None,
        metrics: Mapping[str, str] | None = None,
        scale: Mapping[str, Mapping[str, float | bool]] | None = None,
        aspect: str | None = None,
        weight: str | None = None,
        stratum: str | None = None,
        cluster: str | None = None,
        segments: Sequence[str] = (),
        source: str | None = None,
        timezone: str | None = None,
        time_unit: TimeUnit | None = None,
        earliest: str | datetime.date | None = None,
        latest: str | datetime.date | None = None,
        progress: Progress = None,
        **reading: Unpack[Reading],
    ) -> None:
        roles = {
            "score": score,
            "touchpoint": touchpoint,
            "answer_id": answer_id,
            "time": time,
            "ids": columns_by_type(ids),
            "metric": metric,
            "metrics": dict(metrics or {}),
            "scale": scales(scale),
            "aspect": aspect,
            "weight": weight,
            "stratum": stratum,
            "cluster": cluster,
            "segments": segments,
            "source": source,
            "timezone": timezone,
            "time_unit": time_unit,
            "earliest": earliest,
            "latest": latest,
        }
        self._read(_native.Feedback, data, roles, reading, progress)


class Targets(Intake):
    """Targets: the level that was set for a KPI at a touchpoint.

    Args:
        data: A table, a path to a file (.csv, .json, .xlsx, .parquet ...), or columns by name.
        kpi: The KPI: nps, csat, ces, audit, ...
        target: The level to reach, in the unit in which the KPI is reported.
        touchpoint: The touchpoint; blank for all.
        tolerance: How far below the target is still tolerated, 0 or more.
        direction: `up` (more is better) or `down`; by default, and where blank, up.
        valid_from: From when on the target holds; blank for always.
        owner: The person or team that is responsible.
        source: Where the row comes from; by default `"targets"`.
        timezone: Zone of times without an offset.
        progress: Called with (done, total).
        **reading: How rows and cells are read (`cxcockpit.types.Reading`): where, decimal, unit, separator ...

    Attributes:
        report: What became of every row. Rejected: blank KPIs or levels, negative tolerances,
            directions other than up and down, bad times.

    Raises:
        MissingColumnError: A role names a column that the table does not have.
        EmptyTableError: The table has no rows.

    Example:
        >>> import cxcockpit as cx
        >>> cx.Targets({"kpi": ["nps", "nps"], "target": [30, 45], "place": ["", "branch"]}, touchpoint="place")
        Targets(2 rows)
    """

    __slots__ = ()
    _core: _native.Targets

    def __init__(
        self,
        data: Data,
        *,
        kpi: str = "kpi",
        target: str = "target",
        touchpoint: str | None = None,
        tolerance: str | None = None,
        direction: str | None = None,
        valid_from: Names | None = None,
        owner: str | None = None,
        source: str | None = None,
        timezone: str | None = None,
        progress: Progress = None,
        **reading: Unpack[Reading],
    ) -> None:
        roles = {
            "kpi": kpi,
            "target": target,
            "touchpoint": touchpoint,
            "tolerance": tolerance,
            "direction": direction,
            "valid_from": valid_from,
            "owner": owner,
            "source": source,
            "timezone": timezone,
        }
        self._read(_native.Targets, data, roles, reading, progress)


class Campaigns(Intake):
    """Campaigns: every marketing measure with its owner, period and cost.

    Args:
        data: A table, a path to a file (.csv, .json, .xlsx, .parquet ...), or columns by name.
        campaign: Name or number of the campaign.
        kind: Campaign, advertising, sponsoring, ...
        owner: The person or team that is responsible.
        touchpoint: The touchpoint at which customers meet it.
        start: First day.
        end: Last day; a day that no calendar means, such as 9999-12-31, is an open end.
        cost: What it cost, 0 or more, in one currency.
        currency: Currency of the cost.
        source: Where the row comes from; by default `"campaigns"`.
        timezone: Zone of times without an offset.
        progress: Called with (done, total).
        **reading: How rows and cells are read (`cxcockpit.types.Reading`): where, decimal, unit, separator ...

    Attributes:
        report: What became of every row. Rejected: blank campaigns, negative or non-numeric costs,
            bad times, periods that end before they start.

    Raises:
        MissingColumnError: A role names a column that the table does not have.
        EmptyTableError: The table has no rows.

    Example:
        >>> import cxcockpit as cx
        >>> cx.Campaigns({"name": ["spring"], "spent": [1200.50]}, campaign="name", cost="spent")
        Campaigns(1 rows)
    """

    __slots__ = ()
    _core: _native.Campaigns

    def __init__(
        self,
        data: Data,
        *,
        campaign: str = "campaign",
        kind: str | None = None,
        owner: str | None = None,
        touchpoint: str | None = None,
        start: Names | None = None,
        end: Names | None = None,
        cost: str | None = None,
        currency: str | None = None,
        source: str | None = None,
        timezone: str | None = None,
        progress: Progress = None,
        **reading: Unpack[Reading],
    ) -> None:
        roles = {
            "campaign": campaign,
            "kind": kind,
            "owner": owner,
            "touchpoint": touchpoint,
            "start": start,
            "end": end,
            "cost": cost,
            "currency": currency,
            "source": source,
            "timezone": timezone,
        }
        self._read(_native.Campaigns, data, roles, reading, progress)
