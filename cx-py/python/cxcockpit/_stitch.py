"""Whose identifiers belong to one person."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from . import _native
from ._events import Events
from ._options import needs, to_json
from ._table import Table
from ._tabular import Tabular
from ._verb import verb

if TYPE_CHECKING:
    from .types import Names, Progress


@dataclass(frozen=True, slots=True)
class PeopleReport:
    """Counts of a stitching run.

    Attributes:
        rows: Events in.
        rows_without_person: Events whose identifiers are all blocked; they belong to nobody.
        identifiers: Distinct identifiers that tie people.
        blocked: Distinct identifiers that were blocked.
        persons: People found.
        largest: Identifiers of the person that has most. A large number is a sign that a shared
            device or a placeholder ties strangers.
        sizes: How many people have how many identifiers: pairs (identifiers, people), in order.
    """

    rows: int
    rows_without_person: int
    identifiers: int
    blocked: int
    persons: int
    largest: int
    sizes: tuple[tuple[int, int], ...]


class People(Tabular):
    """People: for every event its person, and for every identifier its person.

    Persons are numbered from 0 in order of their smallest identifier (by type, then value), so the
    numbers do not depend on the order of rows.

    Attributes:
        report: Counts.
    """

    __slots__ = ("_core", "report")
    _core: _native.People
    report: PeopleReport

    def __init__(self, core: _native.People) -> None:
        counts = json.loads(core.report())
        counts["sizes"] = tuple((size, people) for size, people in counts["sizes"])
        self._set(_core=core, report=PeopleReport(**counts))

    def __len__(self) -> int:
        return len(self._core)

    def __repr__(self) -> str:
        return f"People({len(self):,} persons, {self.report.identifiers:,} identifiers)"

    @property
    def table(self) -> Table:
        """Columns `row, source, person`: which person each row of a source belongs to."""
        return Table(self._core.table())

    @property
    def ids(self) -> Table:
        """Columns `type, id, person` for every identifier. These are raw identifiers: personal data."""
        return Table(self._core.ids())

    def known(self) -> tuple[int, int]:
        """How many persons are known.

        Returns:
            Persons with an identifier that names a person (a customer number, a login, an e-mail address), and
            persons who have only those of devices, cookies and sessions: several of these may be the same human.
        """
        return self._core.known()

    def find(self, id_type: str, id: str) -> int | None:  # noqa: A002 - the word of the field
        """The person of an identifier.

        Args:
            id_type: The identifier's type, for example `customer`.
            id: The identifier.

        Returns:
            The person's number; None if the identifier is not known or blocked.
        """
        return self._core.find(id_type, id)


@verb
def stitch(events: Events, *, types: Names = (), block: Names = (), progress: Progress = None) -> People:
    """Finds people: connected components of identifiers that occur together.

    Identifiers that occur in one event belong together, and so on transitively. Values that identify
    nobody (zeros, dashes, `unknown`, `null`, `n/a`, `guest`, ...) tie nothing.

    Args:
        events: Events from `cx.Events` or `cx.concat`.
        types: Identifier types that tie people; all where empty.
        block: Further values that identify nobody, compared without case.
        progress: Called with (done, total).

    Returns:
        People.

    Raises:
        UnknownNameError: The events have no such identifier type.

    Example:
        >>> import cxcockpit as cx
        >>> events = cx.Events(
        ...     {
        ...         "ts": ["2026-03-01", "2026-03-02", "2026-03-03"],
        ...         "cookie": ["c1", "c1", "c2"],
        ...         "login": ["unknown", "anna", "anna"],
        ...         "channel": ["search", "website", "app"],
        ...     },
        ...     time="ts",
        ...     ids={"cookie": "cookie", "login": "login"},
        ...     touchpoint="channel",
        ... )
        >>> people = cx.stitch(events)
        >>> people
        People(1 persons, 3 identifiers)
        >>> people.table.column("person")
        [0, 0, 0]
    """
    core = needs(events, Events, "events", "from cx.Events(...)")._core  # noqa: SLF001
    return People(_native.stitch(core, to_json(types=types, block=block), progress))
