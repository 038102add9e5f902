"""Tables in: columns mapped to roles, validated, every row accounted for."""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Self

from . import _native
from ._channel_rules import channel_columns
from ._frozen import Frozen
from ._joined import Joined
from ._options import to_json
from ._read import source as open_source
from ._reading import divided
from ._table import Table
from .errors import RejectedRowsWarning

if TYPE_CHECKING:
    from .types import Data, Progress


class IntakeReport(Table):
    """What became of every row of a table: `read = accepted + rejected + duplicate + filtered`.

    Columns `source, read, accepted, rejected, duplicate, filtered, restated, collisions`, one row for each source. The
    attributes of the first names are the sums over all sources. Of the duplicates, `restated` ones gave way to a later
    row; `collisions` are accepted rows whose id had occurred with another person or time.

    Attributes:
        rejects: Every row that was not accepted: `source, row, column, reason, line`; rows count from 0, lines of a
            file
            from 1.
        reasons: Why rows were rejected: `column, reason, rows`, the most frequent first.
        repeated: Rows whose id had occurred, but for plain copies: `source, row, repeat`.
        rounded_amounts: Amounts with more than six decimals, rounded to six.
        doubled_times: Local times that occur twice in their zone; the first was taken.
        warnings: What may be meant otherwise than it was read, in sentences.
        dialects: How each file was read: separator, quote, encoding, lines before the header and so on.

    Example:
        >>> import cxcockpit as cx
        >>> report = cx.Feedback({"score": [9, 10, 12]}).report
        >>> report.accepted, report.rejected
        (2, 1)
        >>> report.rejects.to_pylist()
        [{'source': 'feedback', 'row': 2, 'column': 'score', 'reason': 'outside the allowed range', 'line': None}]
    """

    __slots__ = (
        "_account",
        "_joined",
        "accepted",
        "dialects",
        "doubled_times",
        "duplicate",
        "filtered",
        "read",
        "reasons",
        "rejected",
        "rejects",
        "repeated",
        "rounded_amounts",
        "warnings",
    )
    read: int
    accepted: int
    rejected: int
    duplicate: int
    filtered: int
    rounded_amounts: int
    doubled_times: int
    rejects: Table
    reasons: Table
    repeated: Table
    warnings: list[str]
    dialects: list[dict[str, Any]]
    _account: _native.IntakeReport
    _joined: tuple[list[str], list[dict[str, Any]]]

    def __init__(self, core: _native.IntakeReport, joined: Joined | None = None) -> None:
        super().__init__(core.table())
        names = ("read", "accepted", "rejected", "duplicate", "filtered", "rounded_amounts", "doubled_times")
        self._set(_account=core, rejects=Table(core.rejects()), reasons=Table(core.reasons()))
        said = Joined({}) if joined is None else joined
        self._set(repeated=Table(core.repeated()), warnings=[*core.warnings(), *said.notes])
        self._set(dialects=json.loads(core.dialects()) + said.dialects, _joined=(said.notes, said.dialects))
        self._set(**dict(zip(names, core.counts(), strict=True)))

    @property
    def many_rejected(self) -> bool:
        """Whether more rows were rejected than slips explain: above 2 % of at least 50 that conditions left in."""
        return self._account.many_rejected()


class Intake(Frozen):
    """A typed table that was read."""

    __slots__ = ("_core", "report")
    _core: Any
    report: IntakeReport

    def _read(
        self, reader: type[Any], data: Data, roles: dict[str, Any], reading: Mapping[str, Any], progress: Progress
    ) -> None:
        columns = [value for name, value in roles.items() if name not in NOT_COLUMNS]
        columns += channel_columns(roles.get("channel"))
        files, cells = divided(reading, type(self).__name__, roles)
        columns += cells.get("where", {})
        core = reader(open_source(data, columns, files), to_json(**roles, **cells), progress)
        self._set(_core=core, report=IntakeReport(core.report(), data if isinstance(data, Joined) else None))
        _warn(type(self).__name__, self.report)

    @classmethod
    def _of(cls, core: Any, parts: Iterable[Self] = ()) -> Self:  # noqa: ANN401 - the compiled class of this table
        made = cls.__new__(cls)
        # What was said about tables that were joined in Python, the engine does not know.
        said = Joined({})
        for part in parts:
            notes, dialects = part.report._joined  # noqa: SLF001 - the class's own
            said.notes += notes
            said.dialects += dialects
        made._set(_core=core, report=IntakeReport(core.report(), said))  # noqa: SLF001 - the class's own
        return made

    def __len__(self) -> int:
        return len(self._core)

    def __repr__(self) -> str:
        report = self.report
        lost = "".join(
            f", {count:,} {what}"
            for what, count in (
                ("rejected", report.rejected),
                ("duplicate", report.duplicate),
                ("filtered", report.filtered),
            )
            if count
        )
        return f"{type(self).__name__}({len(self):,} rows{lost})"

    def _repr_html_(self) -> str:
        return self.report._repr_html_()


def _warn(name: str, report: IntakeReport) -> None:
    """Says aloud that more than a few rows were rejected; the account alone is easily overlooked."""
    asked_for = report.read - report.filtered
    if report.many_rejected:
        reasons = ", ".join(f"{row['column']}: {row['reason']} ({row['rows']:,})" for row in report.reasons.to_pylist())
        share = report.rejected / asked_for
        warnings.warn(
            f"{name}: {report.rejected:,} of {asked_for:,} rows ({share:.1%}) were rejected: {reasons}",
            RejectedRowsWarning,
            stacklevel=6,
        )


NOT_COLUMNS = {"blank_part", "channel", "timezone", "time_unit", "earliest", "latest", "scale"}
