"""Tables joined by a key, and lists of names and values as columns: what a recipe needs before its roles are read."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import _native
from ._read import source as open_source
from .errors import InputError, MissingColumnError, MissingLibraryError

if TYPE_CHECKING:
    from ._recipe_file import Join, Pairs
    from .types import Data

SHOWN = 3


class Joined(dict[str, list[Any]]):
    """Columns by name, with what has to be said about how they came together.

    Attributes:
        notes: Sentences for the report, with counts.
        dialects: How the files were read.
    """

    def __init__(self, columns: Mapping[str, list[Any]]) -> None:
        super().__init__(columns)
        self.notes: list[str] = []
        self.dialects: list[dict[str, Any]] = []

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(next(iter(self.values()), ()))


def opened(data: Data, reading: Mapping[str, Any], name: str = "") -> Joined:
    """All cells of a table; a column of a name that occurs twice is left out, for nobody can say which one is meant.

    Args:
        data: A path or a table.
        reading: How a file is read.
        name: What messages call the table; blank: the name of the file.
    """
    core = open_source(data, (), reading)
    if not isinstance(core, _native.Table):
        return Joined(_columns(core))
    names = core.columns()
    found = Joined({column: core.cells(at) for at, column in enumerate(names) if names.count(column) == 1})
    if dialect := core.dialect():
        found.dialects.append(json.loads(dialect))
    if faults := core.faults():
        called = name or (Path(os.fspath(data)).name if isinstance(data, str | os.PathLike) else "the table")
        _blank(found, called, faults)
    return found


def _blank(table: Joined, name: str, faults: Sequence[tuple[int, int, str]]) -> None:
    """Takes the cells of rows at fault away, so that the engine rejects them: it knows a fault only by its file."""
    for row, _, _ in faults:
        for column in table.values():
            column[row] = None
    shown = [f"line {line}: {reason}" for _, line, reason in faults[:SHOWN]]
    shown += ["..."] * (len(faults) > SHOWN)
    rows = "1 row at fault counts" if len(faults) == 1 else f"{len(faults):,} rows at fault count"
    table.notes.append(f"{name}: {rows} as blank ({'; '.join(shown)})")


def _columns(table: Any) -> dict[str, list[Any]]:  # noqa: ANN401 - of any library
    if hasattr(table, "read_next_batch"):
        table = table.read_all()
    if hasattr(table, "to_pydict"):
        return dict(table.to_pydict())
    if hasattr(table, "to_dict") and type(table).__module__.startswith("polars"):
        return dict(table.to_dict(as_series=False))
    try:
        import pyarrow as pa  # noqa: PLC0415 - optional
    except ImportError:
        raise MissingLibraryError(
            f"{type(table).__name__} cannot be joined without pyarrow; pip install pyarrow, or give a file"
        ) from None
    return dict(pa.table(table).to_pydict())


def spread(table: Joined, column: str, pairs: Pairs) -> None:
    """Makes columns `column.name` of a column whose cells are lists of names and values, as JSON writes them."""
    found: dict[str, list[str | None]] = {}
    unread = 0
    for row, cell in enumerate(table[column]):
        items = _items(cell)
        unread += items is None
        for item in items or ():
            name, value = _field(item, pairs.name), _field(item, pairs.value)
            if name is not None and value is not None:
                found.setdefault(f"{column}.{name}", [None] * table.rows)[row] = value
    if unread:
        table.notes.append(f"{column}: {unread:,} of {table.rows:,} cells are no list of names and values")
    table.update({name: cells for name, cells in found.items() if name not in table})


def _items(cell: object) -> list[Any] | None:
    """The items of a cell; None where it holds something else than a list."""
    if cell is None:
        return []
    if isinstance(cell, str):
        try:
            cell = json.loads(cell)
        except ValueError:
            return None
    return cell if isinstance(cell, list) else None


def _field(item: object, path: str) -> str | None:
    for step in path.split("."):
        item = item.get(step) if isinstance(item, Mapping) else None
    if item is None or isinstance(item, str):
        return item
    return json.dumps(item)


def join_to(table: Joined, name: str, how: Join, other: Joined) -> None:
    """Takes over columns of another table by a key. Every row stays, with blanks where it has no partner.

    Args:
        table: The first table, which gets the columns.
        name: What messages call the other one.
        how: Keys and columns.
        other: The other table.

    Raises:
        MissingColumnError: A column is missing in one of the two.
        InputError: A key stands in several rows of the other table with different cells, and the recipe does not say
            that the first one counts.
    """
    table.notes += other.notes
    table.dialects += other.dialects
    here, there = _column(table, how.on, "the table"), _column(other, how.key, name)
    taken = [_column(other, column, name) for column in how.take]
    partners: dict[str, tuple[Any, ...]] = {}
    several: set[str] = set()
    for key, *cells in zip(there, *taken, strict=True):
        if (text := _key(key)) is not None and partners.setdefault(text, tuple(cells)) != tuple(cells):
            several.add(text)
    keys = [_key(key) for key in here]
    if several and how.several == "error":
        what = f"1 value of {how.key} stands" if len(several) == 1 else f"{len(several):,} values of {how.key} stand"
        raise InputError(f"{name}: {what} in several rows with different {', '.join(how.take)}; leave one row for each")
    asked = [key for key in keys if key is not None]
    if lonely := sum(key not in partners for key in asked):
        table.notes.append(f"{name}: {lonely:,} of {len(asked):,} rows with {how.on} have no partner by {how.key}")
    if doubled := sum(key in several for key in asked):
        table.notes.append(f"{name}: {doubled:,} of {len(asked):,} rows have several partners; the first one counts")
    blanks = (None,) * len(how.take)
    found = [blanks if key is None else partners.get(key, blanks) for key in keys]
    for at, new in enumerate(how.take.values()):
        before = table.get(new, [None] * table.rows)
        table[new] = [row[at] if cell is None else cell for cell, row in zip(before, found, strict=True)]


def _column(table: Joined, column: str, name: str) -> list[Any]:
    if column not in table:
        raise MissingColumnError(
            f'{name} has no column "{column}"; it has: {", ".join(table)}',
            details={"column": column, "available": list(table)},
        )
    return table[column]


def _key(cell: object) -> str | None:
    """A key as text; whole numbers of any type are equal, for a library that has gaps makes floats of them."""
    if cell is None or cell != cell:  # noqa: PLR0124 - a missing cell of pandas is not equal to itself
        return None
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip() or None
