"""Reports as tables that other tools can read."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from . import _html, _native
from ._frozen import Frozen
from .errors import MissingColumnError, MissingLibraryError

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)


class Table(Frozen):
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
        names = self.columns
        if name not in names:
            raise MissingColumnError(
                f"table: no column {name!r}; available: {', '.join(names)}",
                details={"column": name, "available": names},
            )
        return self._cells(names.index(name))

    def to_pylist(self) -> list[dict[str, Any]]:
        """The rows as dictionaries."""
        names = self.columns
        return [dict(zip(names, row, strict=True)) for row in self._rows()]

    def to_arrow(self) -> pyarrow.Table:
        """The table as a `pyarrow.Table`.

        Raises:
            MissingLibraryError: pyarrow is not installed.
        """
        try:
            import pyarrow as pa  # noqa: PLC0415 - optional
        except ImportError:
            raise _missing("to_arrow()", "pyarrow") from None
        return pa.table(self)

    def to_polars(self) -> polars.DataFrame:
        """The table as a `polars.DataFrame`.

        Raises:
            MissingLibraryError: polars is not installed.
        """
        try:
            import polars as pl  # noqa: PLC0415 - optional
        except ImportError:
            raise _missing("to_polars()", "polars") from None
        return pl.DataFrame(self)

    def to_pandas(self) -> pandas.DataFrame:
        """The table as a `pandas.DataFrame`; pyarrow is not needed.

        Names that repeat come as categories, whole numbers with gaps as nullable integers, times in
        UTC with a resolution of microseconds.

        Raises:
            MissingLibraryError: pandas is not installed.
        """
        try:
            from ._pandas import to_pandas  # noqa: PLC0415 - optional
        except ImportError:
            raise _missing("to_pandas()", "pandas") from None
        frame: pandas.DataFrame = to_pandas(self._core)
        return frame

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

    def _state(self) -> tuple[list[tuple[str, str, Any]], dict[str, str]]:
        core = self._core
        columns: list[tuple[str, str, Any]] = []
        for at, (name, kind) in enumerate(zip(core.columns(), core.types(), strict=True)):
            if kind == "name":
                columns.append((name, "coded", (core.codes(at), core.names(at))))
            else:
                columns.append((name, kind, core.cells(at)))
        return columns, core.metadata()

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, self._state()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({len(self):,} rows: {', '.join(self.columns)})"

    def __str__(self) -> str:
        return self.to_text()

    def to_text(self, rows: int | None = _html.SHOWN_ROWS) -> str:
        """The first rows as plain text in aligned columns.

        Args:
            rows: How many; None for all.

        Example:
            >>> import cxcockpit as cx
            >>> print(cx.Feedback({"score": [9, 10, 12]}).report.to_text())
            source    read  accepted  rejected  duplicate  filtered  restated  collisions
            --------  ----  --------  --------  ---------  --------  --------  ----------
            feedback     3         2         1          0         0         0           0
        """
        text = _html.table_text(self.columns, self._core.types(), self._rows(rows))
        more = len(self) - rows if rows is not None else 0
        return f"{text}\n... and {more:,} more rows" if more > 0 else text

    def _repr_html_(self) -> str:
        return _html.table_html(self.columns, self._core.types(), self._rows(_html.SHOWN_ROWS), len(self))


def _missing(what: str, library: str) -> MissingLibraryError:
    return MissingLibraryError(f"{what} needs {library}, which is not installed: pip install {library}")


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
