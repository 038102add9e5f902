"""Events: one contact of one identifier with one touchpoint at one time."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Unpack

from . import _native
from ._channel_rules import channel_role
from ._intake import Intake
from ._options import columns_by_type
from ._table import Table
from ._tabular import Tabular

if TYPE_CHECKING:
    from .types import Data, Names, Progress, Reading, TimeUnit


class Events(Intake, Tabular):
    """Events: one contact of one identifier with one touchpoint at one time.

    A role is the name of a column, or a constant written as `"=text"`.

    Args:
        data: A table, a path to a file (.csv, .json, .xlsx, .parquet ...), or columns by name.
        time: Time of the contact: timestamp, date, text, or a number with `time_unit`; of two columns the second holds
            the time of day.
        ids: Identifier type to column, for example `{"customer": "user_id", "cookie": "client_id"}`.
        touchpoint: One column, or several that are joined by `" / "`.
        blank_part: What stands for a blank part of the touchpoint, for example `"(none)"`; by default such a row is
            rejected, or the part left out behind a `channel`.
        channel: The channel by rules, as options of `cx.channels`: `{"rules": "ga4@2026-05", "source": "source"}`.
            It is the touchpoint, or the first part of it.
        event: Kind of contact; by default `"contact"`.
        order_id: Number of the order that a sale makes and a refund names; it stays inside, as identifiers do.
        value: Money that the contact brought, in one currency; below 0 where it was given back.
        cost: Money that the contact cost, in the same currency, 0 or more.
        campaign: The campaign that the contact belongs to.
        source: Where the row comes from; by default `"events"`.
        event_id: The row's id within its source, in one column or several together; a repeated one is a duplicate.
        order: What decides between events of equal times: a column of numbers, lower first, or `"file"` for the
            order of the rows; by default contacts come before conversions, then the alphabet decides.
        attributes: Further columns to keep as text.
        timezone: Zone of times without an offset, for example `"Europe/Zurich"`.
        time_unit: Unit of times that are numbers since 1970: `"s"`, `"ms"`, `"us"` or `"ns"`.
        earliest: Times before this (ISO 8601; UTC where it names no zone) are rejected.
        latest: Times after this are rejected: typing errors such as the year 2099 would otherwise
            shift the end of the data.
        progress: Called with (done, total).
        **reading: How rows and cells are read (`cxcockpit.types.Reading`): where, decimal, unit, separator ...

    Attributes:
        report: What became of every row.

    Raises:
        MissingColumnError: A role names a column that the table does not have.
        ColumnTypeError: A column has a type that its role cannot use.
        MissingRoleError: `time` or `ids` is not given, or neither `touchpoint` nor `channel`.
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
        ['not a time']
    """

    __slots__ = ()
    _core: _native.Events

    def __init__(
        self,
        data: Data,
        *,
        time: Names = (),
        ids: Mapping[str, str] | None = None,
        touchpoint: Names = (),
        blank_part: str | None = None,
        channel: Mapping[str, Any] | None = None,
        event: str | None = None,
        order_id: str | None = None,
        value: str | None = None,
        cost: str | None = None,
        campaign: str | None = None,
        source: str | None = None,
        event_id: Names | None = None,
        order: str | None = None,
        attributes: Sequence[str] = (),
        timezone: str | None = None,
        time_unit: TimeUnit | None = None,
        earliest: str | datetime.date | None = None,
        latest: str | datetime.date | None = None,
        progress: Progress = None,
        **reading: Unpack[Reading],
    ) -> None:
        roles = {
            "time": time,
            "ids": columns_by_type(ids),
            "touchpoint": touchpoint,
            "blank_part": blank_part,
            "channel": channel_role(channel),
            "event": event,
            "order_id": order_id,
            "value": value,
            "cost": cost,
            "campaign": campaign,
            "source": source,
            "event_id": event_id,
            "order": order,
            "attributes": attributes,
            "timezone": timezone,
            "time_unit": time_unit,
            "earliest": earliest,
            "latest": latest,
        }
        self._read(_native.Events, data, roles, reading, progress)

    @property
    def table(self) -> Table:
        """Columns `time, touchpoint, event, value, cost, campaign, source, row`; no identifiers."""
        return Table(self._core.table())

    @property
    def id_types(self) -> list[str]:
        """Names of the identifier types."""
        return self._core.id_types()
