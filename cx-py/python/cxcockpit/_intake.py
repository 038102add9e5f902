"""Tables in: columns mapped to roles, validated, every row accounted for."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from . import _native
from ._frozen import Frozen
from ._options import needs, to_json
from ._read import source as open_source
from ._table import Table
from .errors import InputError

if TYPE_CHECKING:
    from .types import Data, Names, Progress

Core = TypeVar("Core")


class IntakeReport(Table):
    """What became of every row of a table: `read = accepted + rejected + duplicate`.

    Columns `source, read, accepted, rejected, duplicate`, one row for each source. The attributes of
    the same names are the sums over all sources.

    Attributes:
        rejects: Every row that was not accepted: `source, row, column, reason`; rows count from 0.
        rounded_amounts: Amounts with more than six decimals, rounded to six.
        doubled_times: Local times that occur twice in their zone; the first was taken.

    Example:
        >>> import cxcockpit as cx
        >>> report = cx.Feedback({"score": [9, 10, 12]}).report
        >>> report.accepted, report.rejected
        (2, 1)
        >>> report.rejects.to_pylist()
        [{'source': 'feedback', 'row': 2, 'column': 'score', 'reason': 'outside the allowed range'}]
    """

    __slots__ = (
        "_account",
        "accepted",
        "doubled_times",
        "duplicate",
        "read",
        "rejected",
        "rejects",
        "rounded_amounts",
    )
    read: int
    accepted: int
    rejected: int
    duplicate: int
    rounded_amounts: int
    doubled_times: int
    rejects: Table
    _account: _native.IntakeReport

    def __init__(self, core: _native.IntakeReport) -> None:
        super().__init__(core.table())
        names = ("read", "accepted", "rejected", "duplicate", "rounded_amounts", "doubled_times")
        self._set(_account=core, rejects=Table(core.rejects()), **dict(zip(names, core.counts(), strict=True)))


class _Intake(Frozen):
    """A typed table that was read."""

    __slots__ = ("_core", "report")
    _core: Any
    report: IntakeReport

    def _read(self, reader: type[Any], data: Data, roles: dict[str, Any], progress: Progress) -> None:
        columns = (value for name, value in roles.items() if name not in _NOT_COLUMNS)
        core = reader(open_source(data, columns), to_json(**roles), progress)
        self._set(_core=core, report=IntakeReport(core.report()))

    def __len__(self) -> int:
        return len(self._core)

    def __repr__(self) -> str:
        report = self.report
        lost = "".join(
            f", {count:,} {what}"
            for what, count in (("rejected", report.rejected), ("duplicate", report.duplicate))
            if count
        )
        return f"{type(self).__name__}({len(self):,} rows{lost})"

    def _repr_html_(self) -> str:
        return self.report._repr_html_()


_NOT_COLUMNS = {"timezone", "time_unit", "earliest", "latest", "scale"}


class Events(_Intake):
    """Events: one contact of one identifier with one touchpoint at one time.

    A role is the name of a column, or a constant written as `"=text"`.

    Args:
        data: A table, a path to a .parquet or .csv file, or columns by name.
        time: Time of the contact: timestamp, date, ISO 8601 text, or a number with `time_unit`.
        ids: Identifier type to column, for example `{"customer": "user_id", "cookie": "client_id"}`.
        touchpoint: One column, or several that are joined by `" / "`.
        event: Kind of contact; `"contact"` where not given.
        value: Money that the contact brought, in one currency.
        cost: Money that the contact cost, in the same currency, 0 or more.
        campaign: The campaign that the contact belongs to.
        source: Where the row comes from; `"events"` where not given.
        event_id: The row's id within its source; a repeated one is a duplicate.
        attributes: Further columns to keep as text.
        timezone: Zone of times without an offset, for example `"Europe/Zurich"`.
        time_unit: Unit of times that are numbers since 1970: `"s"`, `"ms"`, `"us"` or `"ns"`.
        earliest: Times before this (ISO 8601; UTC where it names no zone) are rejected.
        latest: Times after this are rejected: typing errors such as the year 2099 would otherwise
            shift the end of the data.
        progress: Called with (done, total).

    Attributes:
        report: What became of every row.

    Raises:
        MissingColumnError: A role names a column that the table does not have.
        ColumnTypeError: A column has a type that its role cannot use.
        MissingRoleError: `time`, `ids` or `touchpoint` is not given.
        EmptyTableError: The table has no rows.
        UnknownZoneError: The time zone is not known.

    Example:
        >>> import cxcockpit as cx
        >>> events = cx.Events(
        ...     {
        ...         "ts": ["2026-03-01T10:00:00Z", "2026-03-02", "soon"],
        ...         "user": ["007", "007", "008"],
        ...         "channel": ["search", "branch", "search"],
        ...     },
        ...     time="ts",
        ...     ids={"customer": "user"},
        ...     touchpoint="channel",
        ... )
        >>> events
        Events(2 rows, 1 rejected)
        >>> events.report.rejects.column("reason")
        ['not a time (ISO 8601)']
    """

    __slots__ = ()
    _core: _native.Events

    def __init__(
        self,
        data: Data,
        *,
        time: str = "",
        ids: Mapping[str, str] | None = None,
        touchpoint: Names = (),
        event: str | None = None,
        value: str | None = None,
        cost: str | None = None,
        campaign: str | None = None,
        source: str | None = None,
        event_id: str | None = None,
        attributes: Sequence[str] = (),
        timezone: str = "UTC",
        time_unit: str | None = None,
        earliest: str | datetime.date | None = None,
        latest: str | datetime.date | None = None,
        progress: Progress = None,
    ) -> None:
        roles = {
            "time": time,
            "ids": dict(ids or {}),
            "touchpoint": touchpoint,
            "event": event,
            "value": value,
            "cost": cost,
            "campaign": campaign,
            "source": source,
            "event_id": event_id,
            "attributes": attributes,
            "timezone": timezone,
            "time_unit": time_unit,
            "earliest": earliest,
            "latest": latest,
        }
        self._read(_native.Events, data, roles, progress)

    @property
    def table(self) -> Table:
        """Columns `time, touchpoint, event, value, cost, campaign, source, row`; no identifiers."""
        return Table(self._core.table())

    @property
    def id_types(self) -> list[str]:
        """Names of the identifier types."""
        return self._core.id_types()

    @classmethod
    def _of(cls, core: _native.Events) -> Events:
        events = cls.__new__(cls)
        events._set(_core=core, report=IntakeReport(core.report()))  # noqa: SLF001 - the class's own
        return events


def concat(parts: Iterable[Events], *, progress: Progress = None) -> Events:
    """Several sources as one table, one below the other; their accounts stay apart.

    Equal names of touchpoints and events, and equal identifiers of the same type, become equal.

    Args:
        parts: Events of each source.
        progress: Called with (done, total).

    Returns:
        All events.

    Raises:
        EmptyTableError: There are no parts.
        TooManyError: There are more than 2^32 - 2 events.

    Example:
        >>> import cxcockpit as cx
        >>> def read(channel, source):
        ...     data = {"ts": ["2026-03-01"], "user": ["007"]}
        ...     return cx.Events(
        ...         data,
        ...         time="ts",
        ...         ids={"customer": "user"},
        ...         touchpoint=f"={channel}",
        ...         source=f"={source}",
        ...     )
        >>> cx.concat([read("website", "web"), read("branch", "stores")]).report.column("source")
        ['web', 'stores']
    """
    if isinstance(parts, Events):
        raise InputError("parts must be a list of Events: cx.concat([web, stores])")
    cores = [needs(part, Events, "each part", "from cx.Events(...)")._core for part in parts]  # noqa: SLF001
    return Events._of(_native.concat(cores, progress))  # noqa: SLF001 - the class's own


class Feedback(_Intake):
    """Answers of customers, staff and terminals.

    Args:
        data: A table, a path to a .parquet or .csv file, or columns by name.
        score: The answer.
        touchpoint: The touchpoint that the answer is about.
        time: When it was given.
        ids: Identifier type to column.
        metric: nps, csat, ces, rating, ...; `"=nps"` where not given.
        scale: Scales by metric where they differ from the usual ones (NPS 0-10, CSAT, rating and
            stars 1-5, CES 1-7, smiley 1-4), for example
            `{"csat": {"min": 1, "max": 7, "low_is_good": False}}`.
        aspect: `perception` or `expectation`; perception where not given or blank.
        weight: Weight of the answer, 0 or more; 1 where not given.
        stratum: Stratum of the sample.
        cluster: Cluster of the sample.
        segments: Further columns to break down by.
        source: Where the row comes from; `"feedback"` where not given.
        timezone: Zone of times without an offset.
        time_unit: Unit of times that are numbers since 1970: `"s"`, `"ms"`, `"us"` or `"ns"`.
        progress: Called with (done, total).

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
        time: str | None = None,
        ids: Mapping[str, str] | None = None,
        metric: str | None = None,
        scale: Mapping[str, Mapping[str, float | bool]] | None = None,
        aspect: str | None = None,
        weight: str | None = None,
        stratum: str | None = None,
        cluster: str | None = None,
        segments: Sequence[str] = (),
        source: str | None = None,
        timezone: str = "UTC",
        time_unit: str | None = None,
        progress: Progress = None,
    ) -> None:
        roles = {
            "score": score,
            "touchpoint": touchpoint,
            "time": time,
            "ids": dict(ids or {}),
            "metric": metric,
            "scale": {name: dict(limits) for name, limits in (scale or {}).items()},
            "aspect": aspect,
            "weight": weight,
            "stratum": stratum,
            "cluster": cluster,
            "segments": segments,
            "source": source,
            "timezone": timezone,
            "time_unit": time_unit,
        }
        self._read(_native.Feedback, data, roles, progress)


class Campaigns(_Intake):
    """Campaigns: every marketing measure with its owner, period and cost.

    Args:
        data: A table, a path to a .parquet or .csv file, or columns by name.
        campaign: Name or number of the campaign.
        kind: Campaign, advertising, sponsoring, ...
        owner: Who is responsible.
        touchpoint: The touchpoint at which customers meet it.
        start: First day.
        end: Last day.
        cost: What it cost, 0 or more, in one currency.
        currency: Currency of the cost.
        source: Where the row comes from; `"campaigns"` where not given.
        timezone: Zone of times without an offset.
        progress: Called with (done, total).

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
        start: str | None = None,
        end: str | None = None,
        cost: str | None = None,
        currency: str | None = None,
        source: str | None = None,
        timezone: str = "UTC",
        progress: Progress = None,
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
        self._read(_native.Campaigns, data, roles, progress)


class Targets(_Intake):
    """Targets: the level that was set for a KPI at a touchpoint.

    Args:
        data: A table, a path to a .parquet or .csv file, or columns by name.
        kpi: The KPI: nps, csat, ces, audit, ...
        target: The level to reach, in the unit in which the KPI is reported.
        touchpoint: The touchpoint; blank for all.
        tolerance: How far below the target is still tolerated, 0 or more.
        direction: `up` (more is better) or `down`; up where not given or blank.
        valid_from: From when on the target holds; blank for always.
        owner: Who is responsible.
        source: Where the row comes from; `"targets"` where not given.
        timezone: Zone of times without an offset.
        progress: Called with (done, total).

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
        valid_from: str | None = None,
        owner: str | None = None,
        source: str | None = None,
        timezone: str = "UTC",
        progress: Progress = None,
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
        self._read(_native.Targets, data, roles, progress)


class Criteria(_Intake):
    """Criteria: the catalogue of an audit, a weighted tree.

    Args:
        data: A table, a path to a .parquet or .csv file, or columns by name.
        criterion: The criterion's name, unique.
        parent: The criterion that it is part of; blank for the top.
        text: The question, in words.
        kind: `yes_no`, `scale` or `measured`; `yes_no` where not given or blank.
        weight: Weight among its siblings, 0 or more; 1 where not given or blank.
        target: Target of the node's score, in percent (0 to 100).
        lower: Lowest grade, or lower limit of a measurement.
        upper: Highest grade, or upper limit of a measurement.
        tolerance: How far beyond the limits a measurement is partly right, 0 or more.
        critical: Whether a failure makes all above it fail (true or false).
        cadence: How often it must be audited, for example `30d`.
        owner: Who is responsible.
        source: Where the row comes from; `"criteria"` where not given.
        progress: Called with (done, total).

    Attributes:
        report: What became of every row.

    Raises:
        MissingColumnError: A role names a column that the table does not have.
        EmptyTableError: The table has no rows.

    Example:
        >>> import cxcockpit as cx
        >>> cx.Criteria({"criterion": ["branch", "greeting"], "part_of": ["", "branch"]}, parent="part_of")
        Criteria(2 rows)
    """

    __slots__ = ()
    _core: _native.Criteria

    def __init__(
        self,
        data: Data,
        *,
        criterion: str = "criterion",
        parent: str | None = None,
        text: str | None = None,
        kind: str | None = None,
        weight: str | None = None,
        target: str | None = None,
        lower: str | None = None,
        upper: str | None = None,
        tolerance: str | None = None,
        critical: str | None = None,
        cadence: str | None = None,
        owner: str | None = None,
        source: str | None = None,
        progress: Progress = None,
    ) -> None:
        roles = {
            "criterion": criterion,
            "parent": parent,
            "text": text,
            "kind": kind,
            "weight": weight,
            "target": target,
            "lower": lower,
            "upper": upper,
            "tolerance": tolerance,
            "critical": critical,
            "cadence": cadence,
            "owner": owner,
            "source": source,
        }
        self._read(_native.Criteria, data, roles, progress)


class Findings(_Intake):
    """Findings: one auditor's answer to one criterion at one touchpoint and time.

    Args:
        data: A table, a path to a .parquet or .csv file, or columns by name.
        criterion: The criterion.
        touchpoint: The touchpoint.
        time: When it was audited.
        answer: The answer: a number, or yes and no.
        auditor: Who audited.
        state: `scored`, `not_applicable` or `not_checked`; scored where not given or blank.
        evidence: Photo, document, link.
        source: Where the row comes from; `"findings"` where not given.
        timezone: Zone of times without an offset.
        time_unit: Unit of times that are numbers since 1970: `"s"`, `"ms"`, `"us"` or `"ns"`.
        progress: Called with (done, total).

    Attributes:
        report: What became of every row. Rejected: blank criteria, touchpoints or times, scored
            findings without a usable answer, unknown states.

    Raises:
        MissingColumnError: A role names a column that the table does not have.
        EmptyTableError: The table has no rows.

    Example:
        >>> import cxcockpit as cx
        >>> cx.Findings(
        ...     {"criterion": ["greeting"], "touchpoint": ["branch"], "time": ["2026-03-01"], "answer": ["yes"]}
        ... )
        Findings(1 rows)
    """

    __slots__ = ()
    _core: _native.Findings

    def __init__(
        self,
        data: Data,
        *,
        criterion: str = "criterion",
        touchpoint: str = "touchpoint",
        time: str = "time",
        answer: str = "answer",
        auditor: str | None = None,
        state: str | None = None,
        evidence: str | None = None,
        source: str | None = None,
        timezone: str = "UTC",
        time_unit: str | None = None,
        progress: Progress = None,
    ) -> None:
        roles = {
            "criterion": criterion,
            "touchpoint": touchpoint,
            "time": time,
            "answer": answer,
            "auditor": auditor,
            "state": state,
            "evidence": evidence,
            "source": source,
            "timezone": timezone,
            "time_unit": time_unit,
        }
        self._read(_native.Findings, data, roles, progress)
