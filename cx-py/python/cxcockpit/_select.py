"""Which rows of a table, in which order."""

from __future__ import annotations

import datetime
import math
import warnings
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from ._nearest import meant, nearest
from .errors import InputError, MissingColumnError, NearNameWarning, OptionError

if TYPE_CHECKING:
    from ._table import Table

# What a value must be to be found in a column of a type, and how it is called.
NUMBER = (int, float)
TAKES: dict[str, tuple[tuple[type, ...], str]] = {
    "f64": (NUMBER, "numbers"),
    "i64": (NUMBER, "numbers"),
    "u64": (NUMBER, "numbers"),
    "u32": (NUMBER, "numbers"),
    "bool": ((bool,), "True and False"),
    "text": ((str,), "text"),
    "name": ((str,), "text"),
    "time": ((datetime.datetime,), 'times, for example "2026-03-01T08:00:00Z"'),
    "date": ((datetime.date,), 'days, for example "2026-03-01"'),
    "list": ((list, tuple), "lists of text"),
}


def place(table: Table, name: str) -> int:
    """Where a column stands.

    Raises:
        MissingColumnError: There is no such column.
    """
    names = table.columns
    if name not in names:
        raise MissingColumnError(
            f"table: no column {name!r}; {meant(name, names)}available: {', '.join(names)}",
            details={"column": name, "available": names},
        )
    return names.index(name)


def ordered(table: Table, by: Sequence[str], descending: Sequence[bool]) -> list[int]:
    """The rows in the order of columns, the first column first; missing cells last in either direction."""
    rows = list(range(len(table)))
    # The sort keeps the order of equals, so the last column goes first.
    for name, falling in reversed(list(zip(by, descending, strict=True))):
        cells = table._core.cells(place(table, name))  # noqa: SLF001 - times and days as numbers
        there = [row for row in rows if not _blank(cells[row])]
        there.sort(key=cells.__getitem__, reverse=falling)
        rows = there + [row for row in rows if _blank(cells[row])]
    return rows


def directions(by: Sequence[str], descending: bool | Sequence[bool]) -> list[bool]:
    """One direction for each column.

    Raises:
        OptionError: There are more or fewer directions than columns.
    """
    falling = [descending] * len(by) if isinstance(descending, bool) else list(descending)
    if len(falling) != len(by) or not by:
        raise OptionError(f"sort: {len(by)} columns and {len(falling)} directions; give one for each, or one for all")
    return falling


def kept(
    table: Table, rows: Sequence[int], keep: Callable[[dict[str, Any]], object] | None, wanted: dict[str, Any]
) -> list[int]:
    """The rows that meet every condition."""
    left = list(rows)
    for name, value in wanted.items():
        test = _test(table, name, value)
        cells = table._cells(place(table, name))  # noqa: SLF001 - the package's own
        left = [row for row in left if test(cells[row])]
    if keep is not None:
        whole = table.to_pylist()
        left = [row for row in left if keep(whole[row])]
    return left


def _blank(cell: object) -> bool:
    return cell is None or (isinstance(cell, float) and math.isnan(cell))


def _test(table: Table, name: str, value: object) -> Callable[[Any], object]:
    """What a cell must meet: a value, one of several, or a function of the cell."""
    if callable(value):
        return value
    at = place(table, name)
    kind = table._core.types()[at]  # noqa: SLF001 - the package's own
    several = isinstance(value, set | frozenset | range) or (isinstance(value, list | tuple) and kind != "list")
    if kind == "list" and isinstance(value, list | tuple) and any(isinstance(part, list | tuple) for part in value):
        several = True
    values = [_as_cell(name, kind, part) for part in (value if several else [value])]  # type: ignore[attr-defined]
    if kind in {"text", "name"}:
        _warn_of_near_names(name, values, table.column(name))
    return lambda cell: cell in values


def _as_cell(name: str, kind: str, value: Any) -> object:  # noqa: ANN401 - whatever the user gave
    """A value as the column's own.

    Raises:
        InputError: No cell of the column can be equal to it.
    """
    if value is None or kind not in TAKES:
        return value
    if hasattr(value, "item"):  # numbers of numpy
        value = value.item()
    types, words = TAKES[kind]
    if isinstance(value, str) and kind in {"time", "date"}:
        value = _moment(name, kind, value)
    if isinstance(value, datetime.datetime) and value.tzinfo is None:
        value = value.replace(tzinfo=datetime.UTC)
    mixed = (isinstance(value, bool) and kind != "bool") or (kind == "date" and isinstance(value, datetime.datetime))
    if mixed or not isinstance(value, types):
        raise InputError(f"filter: column {name!r} holds {words}, not {value!r}")
    return [*value] if isinstance(value, tuple) else value


def _moment(name: str, kind: str, text: str) -> datetime.date:
    read = datetime.date.fromisoformat if kind == "date" else datetime.datetime.fromisoformat
    try:
        return read(text)
    except ValueError:
        raise InputError(f"filter: column {name!r} holds {TAKES[kind][1]}, not {text!r}") from None


def _warn_of_near_names(column: str, values: Sequence[object], cells: Sequence[str | None]) -> None:
    """Says where no row has a name, but one that differs from it by little."""
    there = {cell for cell in cells if cell is not None}
    for value in values:
        if isinstance(value, str) and value not in there and (near := nearest(value, there)) is not None:
            warnings.warn(
                f'filter: no row has "{value}" in the column "{column}"; there is "{near}"',
                NearNameWarning,
                stacklevel=5,
            )
