"""What every report with a table has in common: the ways out of it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import _native
from ._frozen import Frozen
from .errors import MissingLibraryError

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

    from ._table import Table


class Tabular(Frozen):
    """A report that other tools can take: as a frame, as rows, as a file."""

    __slots__ = ()

    def _main(self) -> Table:
        """The table that is meant where a report is taken for one."""
        table: Table = self.table  # type: ignore[attr-defined]
        return table

    def to_pylist(self) -> list[dict[str, Any]]:
        """The rows as dictionaries.

        Returns:
            One dictionary for each row; times are aware datetimes in UTC, days are dates, a missing cell is None.

        Example:
            >>> import cxcockpit as cx
            >>> cx.attribute(cx.paths({"path": ["search"]}), model="last").to_pylist()[0]["touchpoint"]
            'search'
        """
        table = self._main()
        names = table.columns
        return [dict(zip(names, row, strict=True)) for row in table._rows()]  # noqa: SLF001 - the package's own

    def to_arrow(self) -> pyarrow.Table:
        """The table as a `pyarrow.Table`.

        Returns:
            A table with the metadata of the report in its schema.

        Raises:
            MissingLibraryError: pyarrow is not installed.
        """
        try:
            import pyarrow as pa  # noqa: PLC0415 - optional
        except ImportError:
            raise missing("to_arrow()", "pyarrow") from None
        return pa.table(self._main())

    def to_polars(self) -> polars.DataFrame:
        """The table as a `polars.DataFrame`.

        Raises:
            MissingLibraryError: polars is not installed.
        """
        try:
            import polars as pl  # noqa: PLC0415 - optional
        except ImportError:
            raise missing("to_polars()", "polars") from None
        return pl.DataFrame(self._main())

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
            raise missing("to_pandas()", "pandas") from None
        frame: pandas.DataFrame = to_pandas(self._core_of_main())
        return frame

    def to_csv(self, path: str | os.PathLike[str]) -> Path:
        """Writes the table as CSV in UTF-8, times as ISO 8601, lists in one cell.

        Text that begins like a formula of a spreadsheet (`=`, `+`, `-`, `@`) gets an apostrophe in front; numbers stay
        as they are.

        Args:
            path: Where to; an existing file is replaced.

        Returns:
            The file's path.

        Raises:
            InputError: There is no such folder.

        Example:
            >>> import cxcockpit as cx, tempfile, pathlib
            >>> scores = cx.score(cx.Feedback({"score": [9, 10], "at": ["app", "app"]}, touchpoint="at"))
            >>> file = scores.to_csv(pathlib.Path(tempfile.mkdtemp()) / "scores.csv")
            >>> file.read_text().splitlines()[1][:17]
            'nps,app,,2,100.0,'
        """
        from ._output import write_csv  # noqa: PLC0415 - it takes tables itself

        return write_csv(self._main(), path)

    def to_parquet(self, path: str | os.PathLike[str]) -> Path:
        """Writes the table as Parquet, every column in its own type.

        Args:
            path: Where to; an existing file is replaced.

        Returns:
            The file's path.

        Raises:
            MissingLibraryError: Neither pyarrow nor polars is installed.
            InputError: There is no such folder.
        """
        from ._output import write_parquet  # noqa: PLC0415 - it takes tables itself

        return write_parquet(self._main(), path)

    def to_excel(self, path: str | os.PathLike[str], *, sheet: str = "table") -> Path:
        """Writes the table as a workbook of one sheet; no other library is needed. See `cxcockpit.to_excel`.

        Args:
            path: Where to; an existing file is replaced.
            sheet: The name of the sheet; what a workbook does not allow in it becomes a blank.

        Returns:
            The file's path.

        Raises:
            TooManyError: The table has more rows, columns or characters in a cell than a sheet takes.
            InputError: There is no such folder.

        Example:
            >>> import cxcockpit as cx, tempfile, pathlib
            >>> credit = cx.attribute(cx.paths({"path": ["search > branch"]}), model="last")
            >>> file = credit.to_excel(pathlib.Path(tempfile.mkdtemp()) / "credit.xlsx", sheet="credit")
            >>> cx.read_excel(file).column("touchpoint")
            ['branch', 'search']
        """
        from ._excel import to_excel  # noqa: PLC0415 - it takes tables itself

        return to_excel({sheet: self}, path)

    def _core_of_main(self) -> _native.Table:
        return self._main()._core  # noqa: SLF001 - the package's own

    def _repr_html_(self) -> str:
        return self._main()._repr_html_()


def missing(what: str, library: str) -> MissingLibraryError:
    """The error of an optional library that is not there."""
    return MissingLibraryError(f"{what} needs {library}, which is not installed: pip install {library}")
