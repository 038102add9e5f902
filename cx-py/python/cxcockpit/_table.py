"""Reports as tables that other tools can read."""

from __future__ import annotations

import datetime
import textwrap
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, overload

from . import _html, _native
from ._select import directions, kept, ordered, place
from ._tabular import Tabular
from .errors import InputError, MissingRowError, OptionError

if TYPE_CHECKING:
    import pyarrow

EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)


class Table(Tabular):
    """A report: columns of equal length, and what the report says of its own making.

    Every tool that reads the Arrow C stream interface takes it as it is: `polars.DataFrame(table)`,
    `pyarrow.table(table)`, `duckdb.sql("from report")` for a variable `report`.

    Example:
        >>> import cxcockpit as cx
        >>> feedback = cx.Feedback({"score": [9, 10, 12]})
        >>> table = feedback.report
        >>> table.columns
        ['source', 'read', 'accepted', 'rejected', 'duplicate', 'filtered', 'restated', 'collisions']
        >>> table.column("rejected")
        [1]
    """

    __slots__ = ("_core",)
    _core: _native.Table

    def __init__(self, core: _native.Table) -> None:
        self._set(_core=core)

    def __arrow_c_schema__(self) -> object:
        """The schema as a capsule of the Arrow C data interface."""
        return self._core.__arrow_c_schema__()

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """The table as a capsule of the Arrow C stream interface.

        Another layout of the same columns is given where pyarrow is installed and can make it; otherwise, as the
        interface allows, the table's own.
        """
        asked = None if requested_schema is None else _laid_out(self, requested_schema)
        return self._core.__arrow_c_stream__() if asked is None else asked.__arrow_c_stream__()

    def __len__(self) -> int:
        return len(self._core)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Table):
            return NotImplemented
        mine, theirs = self._core, other._core
        return (mine.columns(), mine.metadata()) == (theirs.columns(), theirs.metadata()) and all(
            mine.cells(at) == theirs.cells(at) for at in range(len(mine.columns()))
        )

    __hash__ = None  # type: ignore[assignment]

    @property
    def columns(self) -> list[str]:
        """Names of the columns."""
        return self._core.columns()

    @property
    def metadata(self) -> dict[str, str]:
        """How the report was made: `method`, `definition` (a hash over the options), `version`.

        Two reports with the same definition were made in the same way.
        """
        return self._core.metadata()

    def column(self, name: str) -> list[Any]:
        """The cells of one column.

        Args:
            name: The column.

        Returns:
            Python values; times are aware datetimes in UTC, days are dates, a missing cell is None.

        Raises:
            MissingColumnError: There is no such column.

        Example:
            >>> import cxcockpit as cx
            >>> cx.Feedback({"score": [9, 10]}).report.column("accepted")
            [2]
        """
        return self._cells(place(self, name))

    def head(self, rows: int = 5) -> Table:
        """The first rows.

        Args:
            rows: How many; all where the table has fewer.

        Returns:
            A table with the same columns and types.

        Raises:
            OptionError: `rows` is below 0.

        Example:
            >>> import cxcockpit as cx
            >>> len(cx.paths({"path": ["a", "b", "c"]}).head(2))
            2
        """
        if rows < 0:
            raise OptionError(f"head: {rows} rows; give 0 or more")
        return self._taken(self._usable()[:rows], f"first {rows:,} rows")

    def sort(self, by: str | Sequence[str], *, descending: bool | Sequence[bool] = False) -> Table:
        """The rows in the order of one column or several; rows that are equal in them keep theirs.

        Args:
            by: The column, or several, the first one first. Text in the order of its code points.
            descending: Whether the largest comes first: once, or once for each column.

        Returns:
            A table with the same columns and types. Missing cells come last in either direction.

        Raises:
            MissingColumnError: There is no such column.
            OptionError: There are more or fewer directions than columns.

        Example:
            >>> import cxcockpit as cx
            >>> table = cx.attribute(cx.paths({"path": ["a", "b"], "won": [1, 3]}, conversions="won")).table
            >>> table.sort("conversions", descending=True)["touchpoint"]
            ['b', 'a']
        """
        names = [by] if isinstance(by, str) else list(by)
        falling = directions(names, descending)
        usable = set(self._usable())
        said = ", ".join(f"{name}{' descending' if down else ''}" for name, down in zip(names, falling, strict=True))
        return self._taken([row for row in ordered(self, names, falling) if row in usable], f"sorted by {said}")

    def filter(self, keep: Callable[[dict[str, Any]], object] | None = None, /, **cells: object) -> Table:
        """The rows that meet all conditions, in their order.

        Args:
            keep: A function of a row, given as a dictionary.
            **cells: For columns: a value, several of which one must be there, None for missing cells, or a function
                of the cell. Times and days may be ISO 8601 text. A column whose name is no keyword:
                `filter(**{"from": "search"})`.

        Returns:
            A table with the same columns and types.

        Raises:
            MissingColumnError: There is no such column.
            InputError: No cell of the column can have such a value.

        Warns:
            NearNameWarning: No row has a name, but one that differs from it by little, such as "Search" and "search".

        Example:
            >>> import cxcockpit as cx
            >>> credit = cx.attribute(cx.paths({"path": ["a > b", "b"]}), models=["first", "last"])
            >>> credit.table.filter(model="last", conversions=lambda n: n > 1)["touchpoint"]
            ['b']
            >>> len(credit.table.filter(lambda row: row["touchpoint"] in "ab", model=["first", "last"]))
            4
        """
        said = [*cells, *(["rows"] if keep is not None else [])]
        return self._taken(kept(self, self._usable(), keep, cells), f"filtered by {', '.join(said) or 'nothing'}")

    @overload
    def __getitem__(self, what: str) -> list[Any]: ...
    @overload
    def __getitem__(self, what: int) -> dict[str, Any]: ...
    @overload
    def __getitem__(self, what: slice | list[str] | tuple[str, ...]) -> Table: ...
    def __getitem__(self, what: str | int | slice | list[str] | tuple[str, ...]) -> list[Any] | dict[str, Any] | Table:
        """A column by its name, columns by several names, a row by its number, rows by a slice.

        Raises:
            MissingColumnError: There is no such column.
            MissingRowError: There is no such row.
            InputError: It is none of these.

        Example:
            >>> import cxcockpit as cx
            >>> table = cx.paths({"path": ["a", "b"], "won": [1, 3]}, conversions="won")
            >>> table["conversions"], table[["path", "conversions"]].columns, len(table[1:]), table[-1]["path"]
            ([1.0, 3.0], ['path', 'conversions'], 1, ['b'])
        """
        if isinstance(what, str):
            return self.column(what)
        if isinstance(what, slice):
            return self._taken(self._usable()[what], f"rows {_bounds(what)}")
        if isinstance(what, int) and not isinstance(what, bool):
            if not -len(self) <= what < len(self):
                raise MissingRowError(f"table: no row {what}; it has {len(self):,} rows, the first is 0")
            (row,) = self._taken([what % len(self)], "").to_pylist()
            return row
        if isinstance(what, list | tuple) and all(isinstance(name, str) for name in what):
            return self._columns([place(self, name) for name in what])
        raise InputError("table[...]: give a name, a list of names, the number of a row or a slice, such as table[:5]")

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return iter(self.to_pylist())

    def __contains__(self, name: object) -> bool:
        return name in self.columns

    def _main(self) -> Table:
        return self

    def _usable(self) -> Sequence[int]:
        """The rows that views are made of."""
        return range(len(self))

    def _taken(self, rows: Sequence[int], view: str) -> Table:
        """Some rows, every column in its type; the metadata say what was done, after what the report says of itself."""
        columns, metadata = self._state(max(rows, default=-1) + 1)
        picked = [(name, kind, _picked(kind, cells, rows)) for name, kind, cells in columns]
        return _rebuild(picked, _viewed(metadata, view))

    def _columns(self, places: Sequence[int]) -> Table:
        columns, metadata = self._state()
        chosen = [columns[at] for at in places]
        return _rebuild(chosen, _viewed(metadata, f"columns {', '.join(name for name, _, _ in chosen)}"))

    def _cells(self, at: int, limit: int | None = None) -> list[Any]:
        cells = self._core.cells(at, limit)
        match self._core.types()[at]:
            case "time":
                return [None if t is None else EPOCH + datetime.timedelta(microseconds=t) for t in cells]
            case "date":
                return [None if d is None else EPOCH.date() + datetime.timedelta(days=d) for d in cells]
        return cells

    def _rows(self, limit: int | None = None) -> list[tuple[Any, ...]]:
        columns = [self._cells(at, limit) for at in range(len(self.columns))]
        return list(zip(*columns, strict=True))

    def _state(self, limit: int | None = None) -> tuple[list[tuple[str, str, Any]], dict[str, str]]:
        """The first rows (by default all) in the form in which tables are made anew, and the metadata."""
        core = self._core
        columns: list[tuple[str, str, Any]] = []
        for at, (name, kind) in enumerate(zip(core.columns(), core.types(), strict=True)):
            if kind == "name":
                columns.append((name, "coded", (core.codes(at)[:limit], core.names(at))))
            else:
                columns.append((name, kind, core.cells(at, limit)))
        return columns, core.metadata()

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, self._state()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({len(self):,} rows: {', '.join(self.columns)})"

    def __str__(self) -> str:
        return self.to_text()

    def to_text(self, rows: int | None = _html.SHOWN_ROWS, *, width: int | None = _html.WIDTH) -> str:
        """The first rows as plain text in aligned columns.

        Columns that are empty throughout are left out, long cells are shortened, and columns for which there is no room
        are left out from the end; a line below names what was left out.

        Args:
            rows: How many; None for all.
            width: Characters of a line; None: all columns in full.

        Returns:
            Lines of text.

        Example:
            >>> import cxcockpit as cx
            >>> print(cx.Feedback({"score": [9, 10, 12]}).report.to_text())
            source    read  accepted  rejected  duplicate  filtered  restated  collisions
            --------  ----  --------  --------  ---------  --------  --------  ----------
            feedback     3         2         1          0         0         0           0
        """
        shown = self._rows(rows)
        names, types = self.columns, self._core.types()
        if width is None:
            text, note = _html.table_text(names, types, shown), ""
        else:
            fit = _html.fit(names, shown, self._empty(shown), width)
            texts = [[_html.cell_text(row[at], fit.longest) for at in fit.kept] for row in shown]
            text = _html.table_text([names[at] for at in fit.kept], [types[at] for at in fit.kept], texts)
            note = textwrap.fill(fit.note("to_text(width=None)"), max(width, 40))
        more = len(self) - rows if rows is not None else 0
        return "\n".join([text, *([f"... and {more:,} more rows"] if more > 0 else []), *([note] if note else [])])

    def _repr_html_(self) -> str:
        rows = self._rows(_html.SHOWN_ROWS)
        names, types = self.columns, self._core.types()
        fit = _html.fit(names, rows, self._empty(rows), _html.WIDE)
        cells = [[row[at] for at in fit.kept] for row in rows]
        size = f"{len(self):,} rows × {len(names)} columns"
        kept_types = [types[at] for at in fit.kept]
        return _html.table_html([names[at] for at in fit.kept], kept_types, cells, len(self), size=size, shown=fit)

    def _empty(self, shown: Sequence[Sequence[object]]) -> list[bool]:
        """Which columns have no cell at all; those that are empty as far as they are shown are read to the end."""
        blank = [all(row[at] is None for row in shown) for at in range(len(self.columns))]
        return [
            len(self) > 0 and none and all(cell is None for cell in self._core.cells(at))
            for at, none in enumerate(blank)
        ]


def _picked(kind: str, cells: Any, rows: Sequence[int]) -> Any:  # noqa: ANN401 - cells of any type
    if kind != "coded":
        return [cells[row] for row in rows]
    codes, names = cells
    left = [codes[row] for row in rows]
    # Names of rows that are not there do not travel along: they may be those of persons.
    new = {code: at for at, code in enumerate(sorted({code for code in left if code is not None}))}
    return [None if code is None else new[code] for code in left], [names[code] for code in new]


def _viewed(metadata: dict[str, str], view: str) -> dict[str, str]:
    before = metadata.get("view")
    return {**metadata, "view": f"{before}; {view}" if before else view}


def _bounds(rows: slice) -> str:
    return ":".join("" if end is None else str(end) for end in (rows.start, rows.stop, rows.step))


def _rebuild(columns: list[tuple[str, str, Any]], metadata: dict[str, str]) -> Table:
    return Table(_native.table_of_columns(columns, metadata))


class _Layout:
    """A capsule of a schema, as the object that pyarrow reads schemas from."""

    def __init__(self, capsule: object) -> None:
        self._capsule = capsule

    def __arrow_c_schema__(self) -> object:
        return self._capsule


def _laid_out(table: Table, requested: object) -> pyarrow.Table | None:
    """The table with other types for the same columns, or None where that cannot be had."""
    try:
        import pyarrow as pa  # noqa: PLC0415 - optional
    except ImportError:
        return None
    own = pa.table(table)
    try:
        return own.cast(pa.schema(_Layout(requested)).with_metadata(own.schema.metadata))
    except (pa.ArrowException, ValueError):
        return None
