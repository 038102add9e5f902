"""Types of arguments, for annotations."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol, TypeAlias, TypedDict, runtime_checkable

__all__ = ["ArrowStream", "Data", "Model", "Names", "Progress", "Reading", "Rule", "Step"]


@runtime_checkable
class ArrowStream(Protocol):
    """Any table that streams Arrow: of pyarrow, polars, pandas, duckdb, or of this package."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """Gives the table as a capsule of the Arrow C stream interface."""
        ...


Data: TypeAlias = ArrowStream | str | os.PathLike[str] | Mapping[str, Sequence[Any]]
"""A table: anything that streams Arrow, a path to a file (.csv, .json, .xlsx, .parquet ...), or columns by name."""

Names: TypeAlias = str | Sequence[str]
"""One name or several."""

Progress: TypeAlias = Callable[[int, int], object] | bool | None
"""Called with (done, total) at most ten times a second; the total grows from stage to stage. True: a line on the
standard error output."""

Step: TypeAlias = str | Sequence[str] | Mapping[str, Any]
"""A step of a funnel, or an exclusion: one name, several, or a dict of its fields."""

Rule: TypeAlias = Mapping[str, Any]
"""A rule on the order or number of contacts, as a dict of its fields."""

Model: TypeAlias = str | Mapping[str, Any]
"""An expected journey: a name, or a dict with one key that says how its parts follow."""


class Reading(TypedDict, total=False):
    """How a table is read; every verb that takes data takes these keywords.

    What is not given is found where the whole of it leaves no doubt. Those from `separator` to `largest` are for files,
    and what was found stands in `report.dialects`; the others are for every table.
    """

    separator: str | None
    """What stands between two cells."""
    quote: str | None
    """What stands around cells that hold separators or line breaks; blank: nothing does."""
    encoding: str | None
    """The encoding of a text file, for example `windows-1252`."""
    skip: int | None
    """Lines (of a workbook: rows) before the header."""
    header: int | None
    """Rows of header: 0 (then `columns` names the columns), 1, 2 or 3."""
    columns: Sequence[str]
    """Names of the columns, in order, in place of those of the header."""
    comment: str | None
    """What lines that are left out begin with."""
    footer: int | None
    """Rows to leave out at the end."""
    sheet: str | None
    """The sheet of a workbook."""
    rows: str | None
    """Where the rows of a JSON document stand, as a dotted path."""
    largest: int | None
    """Most MiB that a compressed file may unpack to."""
    where: Mapping[str, Any]
    """Which rows count, as conditions by column: a value, a list, or `in`, `not`, `blank`, `min`, `max`, `starts`,
    `contains`. What they leave out is `filtered` in the report."""
    decimal: str
    """Sign before the decimals of numbers that are text: `"."`, `","` or `"auto"`."""
    thousands: str
    """Sign between their thousands: `"."`, `","`, `"'"`, `" "`, `"none"` or `"auto"`."""
    unit: float | Mapping[str, float]
    """What a number that is written is worth: 1e-6 for micros, 0.01 for cents and percentages; one number for all
    amounts of money, or by column."""
    blank: str | Sequence[str]
    """Words that stand for a blank cell, beside the usual ones."""
    time_format: str | Sequence[str]
    """How times are written, as `strftime` patterns, tried in order."""
    date_order: str
    """Which number of a date such as `04/03/2026` is the day: `"day_first"`, `"month_first"` or `"auto"`."""
    time_blank: str
    """What becomes of a row whose time is blank where a time may be left out: `"reject"` or `"keep"`."""
