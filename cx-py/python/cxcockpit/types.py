"""Types of arguments, for annotations."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, Protocol, TypeAlias, TypedDict, runtime_checkable

__all__ = [
    "ArrowStream",
    "By",
    "CarryRule",
    "CreditDate",
    "Data",
    "DateOrder",
    "DecimalSign",
    "DirectPolicy",
    "DistanceMethod",
    "FollowUnit",
    "FunnelOrder",
    "Game",
    "KnockOn",
    "Language",
    "Model",
    "ModelName",
    "Names",
    "NeedBy",
    "Norm",
    "NotApplicable",
    "OutcomeFilter",
    "Policy",
    "Progress",
    "Reading",
    "Removal",
    "Repeats",
    "Rule",
    "SequenceStates",
    "States",
    "Step",
    "Subject",
    "Thousands",
    "Tied",
    "TimeBlank",
    "TimeUnit",
    "Unit",
    "Window",
]


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


# The words of options, as the engine has them.

By: TypeAlias = Literal["touchpoint", "event"]
"""Whether contacts are told apart by their touchpoint or by their kind of event."""

CarryRule: TypeAlias = Literal["linear", "first", "last"]
"""How the part that spots caused is carried to a conversion."""

CreditDate: TypeAlias = Literal["touch", "conversion"]
"""Whether a credit is dated by its contact or by its conversion."""

DateOrder: TypeAlias = Literal["auto", "day_first", "month_first"]
"""Which number of a date such as `04/03/2026` is the day."""

DecimalSign: TypeAlias = Literal["auto", ".", ","]
"""The sign before the decimals of a number."""

DirectPolicy: TypeAlias = Literal["keep", "drop_unless_alone", "drop_last_unless_alone"]
"""What becomes of direct contacts."""

DistanceMethod: TypeAlias = Literal["om", "om_transition_rates", "lcs", "hamming", "dhd", "time_warp"]
"""How far apart two journeys are."""

FollowUnit: TypeAlias = Literal["occurrences", "journeys", "sessions", "persons"]
"""What is counted where one contact follows another."""

FunnelOrder: TypeAlias = Literal["any", "ordered", "strict"]
"""In which order the steps of a funnel have to be met."""

Game: TypeAlias = Literal["rate", "count"]
"""Which game the Shapley interaction index is of."""

KnockOn: TypeAlias = Literal["loss", "origin", "none"]
"""Who gets the credit of a contact that another one triggered."""

Language: TypeAlias = Literal["en", "de"]
"""A language of the page."""

ModelName: TypeAlias = Literal[
    "first",
    "last",
    "last_non_direct",
    "linear",
    "position",
    "w_shaped",
    "custom",
    "time_decay",
    "markov",
    "shapley",
    "shapley_rate",
    "hazard",
]
"""A model of attribution."""

NeedBy: TypeAlias = Literal["touchpoint", "event"]
"""What needs are told by."""

Norm: TypeAlias = Literal["none", "max_distance", "yujian_bo"]
"""How a distance is normalised."""

NotApplicable: TypeAlias = Literal["exclude", "pass"]
"""What becomes of criteria that do not apply."""

OutcomeFilter: TypeAlias = Literal["all", "first", "repeat"]
"""Which conversions of a person count."""

Policy: TypeAlias = Literal["normalised", "flat", "min", "geometric", "absolute"]
"""How scores of an audit roll up its tree."""

Removal: TypeAlias = Literal["redirect", "reconnect"]
"""What becomes of a journey where a touchpoint is taken out of the Markov chain."""

Repeats: TypeAlias = Literal["exposure", "first", "frequency", "unique"]
"""How repeated touchpoints of a path are brought together."""

SequenceStates: TypeAlias = Literal["touchpoint", "event"]
"""What the states of a sequence are."""

States: TypeAlias = Literal["windows", "padded"]
"""What the states of a Markov chain are."""

Subject: TypeAlias = Literal["transitions", "steps", "variants"]
"""What two groups of journeys are compared by."""

Thousands: TypeAlias = Literal["auto", "none", ".", ",", "'", " "]
"""The sign between the thousands of a number."""

Tied: TypeAlias = Literal["order", "even"]
"""What rules of attribution make of contacts of equal times."""

TimeBlank: TypeAlias = Literal["reject", "keep"]
"""What becomes of a row whose time is blank."""

TimeUnit: TypeAlias = Literal["s", "ms", "us", "ns", "excel"]
"""The unit of times that are numbers."""

Unit: TypeAlias = Literal["journeys", "sessions", "persons"]
"""What is counted."""

Window: TypeAlias = Literal["day", "week", "month", "quarter", "year"]
"""A window of the calendar."""


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
    decimal: DecimalSign
    """Sign before the decimals of numbers that are text: `"."`, `","` or `"auto"`."""
    thousands: Thousands
    """Sign between their thousands: `"."`, `","`, `"'"`, `" "`, `"none"` or `"auto"`."""
    unit: float | Mapping[str, float]
    """What a number that is written is worth: 1e-6 for micros, 0.01 for cents and percentages; one number for all
    amounts of money, or by column."""
    blank: str | Sequence[str]
    """Words that stand for a blank cell, beside the usual ones."""
    time_format: str | Sequence[str]
    """How times are written, as `strftime` patterns, tried in order."""
    date_order: DateOrder
    """Which number of a date such as `04/03/2026` is the day: `"day_first"`, `"month_first"` or `"auto"`."""
    time_blank: TimeBlank
    """What becomes of a row whose time is blank where a time may be left out: `"reject"` or `"keep"`."""
