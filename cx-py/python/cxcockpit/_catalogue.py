"""Criteria and findings: what an audit asks, and what it found."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Unpack

from . import _native
from ._intake import Intake

if TYPE_CHECKING:
    from .types import Data, Names, Progress, Reading, TimeUnit


class Criteria(Intake):
    """Criteria: the catalogue of an audit, a weighted tree.

    Args:
        data: A table, a path to a file (.csv, .json, .xlsx, .parquet ...), or columns by name.
        criterion: The criterion's name, unique.
        parent: The criterion that it is part of; blank for the top.
        text: The question, in words.
        kind: `yes_no`, `scale` or `measured`; by default, and where blank, `yes_no`.
        weight: Weight among its siblings, 0 or more; by default, and where blank, 1.
        target: Target of the node's score, in percent (0 to 100).
        lower: Lowest grade, or lower limit of a measurement.
        upper: Highest grade, or upper limit of a measurement.
        tolerance: How far beyond the limits a measurement is partly right, 0 or more.
        critical: Whether a failure makes all above it fail (true or false).
        cadence: How often it must be audited, for example `30d`.
        owner: The person or team that is responsible.
        source: Where the row comes from; by default `"criteria"`.
        progress: Called with (done, total).
        **reading: How rows and cells are read (`cxcockpit.types.Reading`): where, decimal, unit, separator ...

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
        **reading: Unpack[Reading],
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
        self._read(_native.Criteria, data, roles, reading, progress)


class Findings(Intake):
    """Findings: one auditor's answer to one criterion at one touchpoint and time.

    Args:
        data: A table, a path to a file (.csv, .json, .xlsx, .parquet ...), or columns by name.
        criterion: The criterion.
        touchpoint: The touchpoint.
        time: When it was audited.
        answer: The answer: a number, or yes and no.
        finding_id: The finding's id within its source, in one column or several together; a repeated one is a
            duplicate.
        auditor: The person who audited.
        state: `scored`, `not_applicable` or `not_checked`; by default, and where blank, scored.
        evidence: Photo, document, link.
        source: Where the row comes from; by default `"findings"`.
        timezone: Zone of times without an offset.
        time_unit: Unit of times that are numbers since 1970: `"s"`, `"ms"`, `"us"` or `"ns"`.
        earliest: Times before this (ISO 8601; UTC where it names no zone) are rejected.
        latest: Times after this are rejected: a typing error such as the year 2099 is not the latest audit.
        progress: Called with (done, total).
        **reading: How rows and cells are read (`cxcockpit.types.Reading`): where, decimal, unit, separator ...

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
        time: Names = "time",
        answer: str = "answer",
        finding_id: Names | None = None,
        auditor: str | None = None,
        state: str | None = None,
        evidence: str | None = None,
        source: str | None = None,
        timezone: str | None = None,
        time_unit: TimeUnit | None = None,
        earliest: str | datetime.date | None = None,
        latest: str | datetime.date | None = None,
        progress: Progress = None,
        **reading: Unpack[Reading],
    ) -> None:
        roles = {
            "criterion": criterion,
            "touchpoint": touchpoint,
            "time": time,
            "answer": answer,
            "finding_id": finding_id,
            "auditor": auditor,
            "state": state,
            "evidence": evidence,
            "source": source,
            "timezone": timezone,
            "time_unit": time_unit,
            "earliest": earliest,
            "latest": latest,
        }
        self._read(_native.Findings, data, roles, reading, progress)
