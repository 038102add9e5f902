"""Aggregated paths, of this engine's journeys or of another tool."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from . import _native
from ._intake import IntakeReport
from ._options import to_json
from ._read import source
from ._reading import divided
from ._table import Table
from ._verb import verb

if TYPE_CHECKING:
    from .types import Data, Names, Progress, Reading, Repeats


class Paths(Table):
    """Distinct paths with what came of them: the sufficient statistic of order-based models.

    A table with the columns `path` (list of touchpoints), `journeys, conversions, value, nulls`, where any
    outcome is below 0 also `conversions_below, value_below`, and where any order was cancelled `cancelled`,
    in order of the touchpoints' names. The empty path is an outcome without any contact.

    Attributes:
        report: What became of every row, where the paths were read from a table.
    """

    __slots__ = ("_paths", "_table", "report")
    _paths: _native.Paths
    _table: list[_native.Table]
    report: IntakeReport

    def __init__(self, paths: _native.Paths) -> None:
        self._set(_paths=paths, _table=[], report=IntakeReport(paths.report()))

    @property
    def _core(self) -> _native.Table:  # type: ignore[override]
        # A million paths as text are large, and attribution does not need them.
        if not self._table:
            self._table.append(self._paths.table())
        return self._table[0]

    def __len__(self) -> int:
        return len(self._paths)

    def transform(
        self,
        *,
        repeats: Repeats | None = None,
        direct: Names = (),
        first: int | None = None,
        last: int | None = None,
        remainder: bool = True,
        progress: Progress = None,
    ) -> Paths:
        """The paths under a transform; paths that become equal are added up.

        In this order: direct touchpoints are dropped where they are not alone, repeats are brought
        together, the path is cut to its first or last steps. Journeys, conversions, nulls and values
        are conserved.

        Args:
            repeats: `exposure`: repeats in a row are one contact; `first`: each touchpoint where it is
                met first; `frequency`: the same, with how often it is met, as in `search(3)`;
                `unique`: each touchpoint once in order of their names; None: repeats stay.
            direct: Touchpoints that count only where there is no other, such as direct visits.
            first: Keeps the first so many steps of a path; None: all.
            last: Keeps the last so many steps of a path; None: all. Not together with `first`.
            remainder: Whether the steps that were cut off stay in the path as one step `(more)`, so
                that a long path is not taken for a short one.
            progress: Called with (done, total).

        Returns:
            Paths, for `cx.attribute` too.

        Raises:
            UnknownNameError: No path has a direct touchpoint of that name.
            OptionError: `first` and `last` are given both, or one is 0.

        Example:
            >>> import cxcockpit as cx
            >>> paths = cx.paths({"path": ["a > a > direct", "a > direct", "direct"]})
            >>> print(paths.transform(repeats="exposure", direct="direct"))
            path    journeys  conversions  value  nulls
            ------  --------  -----------  -----  -----
            a              2            2      0      0
            direct         1            1      0      0
        """
        options = to_json(repeats=repeats, direct=direct, first=first, last=last, remainder=remainder)
        return Paths(self._paths.transform(options, progress))


@verb
def paths(
    data: Data,
    *,
    path: str = "path",
    conversions: str | None = None,
    value: str | None = None,
    nulls: str | None = None,
    conversions_below: str | None = None,
    value_below: str | None = None,
    cancelled: str | None = None,
    sep: str = ">",
    progress: Progress = None,
    **reading: Unpack[Reading],
) -> Paths:
    """Reads aggregated paths, as other tools export them: one row a path, or one row a journey.

    Rows of the same path are added up exactly. Values may be below 0 (returned goods, margins): what was
    gained and what was lost are split apart, by the sign of each row. `report.warnings` says where no path
    has the separator.

    Args:
        data: A table, a path to a file (.csv, .json, .xlsx, .parquet ...), or columns by name.
        path: The path as text, for example `"search > branch"`, or as a list of names.
        conversions: Conversions of the path; by default 1 for each row.
        value: Value of the path's conversions; below 0 where more came back than was sold.
        nulls: Journeys on this path that did not convert; by default 0.
        conversions_below: Those of the conversions whose value is below 0; by default all or none of a
            row's, by the sign of its value. Together with `value_below`.
        value_below: Value of these, 0 or less.
        cancelled: Those of the conversions whose order was given back as a whole; by default 0.
        sep: What stands between two touchpoints; white space around it does not count.
        progress: Called with (done, total).
        **reading: How rows and cells are read (`cxcockpit.types.Reading`): where, decimal, unit, separator ...

    Returns:
        Paths, for `cx.attribute`.

    Raises:
        MissingColumnError: A role names a column that the table does not have.
        OptionError: The separator is blank.
        EmptyTableError: The table has no rows.

    Example:
        >>> import cxcockpit as cx
        >>> paths = cx.paths({"path": ["search > branch", "search>branch", ""], "won": [2, 1, 4]}, conversions="won")
        >>> paths.column("path"), paths.column("conversions")
        ([[], ['search', 'branch']], [4.0, 3.0])
    """
    named = {
        "path": path,
        "conversions": conversions,
        "value": value,
        "nulls": nulls,
        "conversions_below": conversions_below,
        "value_below": value_below,
        "cancelled": cancelled,
    }
    files, cells = divided(reading, "paths", [*named, "sep"])
    roles = to_json(**named, sep=sep, **cells)
    stream = source(data, [*named.values(), *cells.get("where", {})], files)
    return Paths(_native.Paths(stream, roles, progress))
