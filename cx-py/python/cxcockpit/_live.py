"""Sessions that stay open for late events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import _native
from ._events import Events
from ._options import needs, to_json
from ._stitch import People
from ._table import Table
from ._tabular import Tabular

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .types import Names, Progress, Step


class SessionDelta(Tabular):
    """What late events changed about sessions, and nothing else.

    Attributes:
        added: How many sessions are new.
        removed: How many are no more: they went on in another one.
        changed: How many are longer, shorter, or of another person.
        events: Late events that were put into sessions.
        without_person: Late events without a usable identifier, in no session.
        new_persons: Persons that were not known before.
        merged: Persons that a late event tied to another one: the number that goes, the number that
            stays.
    """

    __slots__ = ("_core", "added", "changed", "events", "merged", "new_persons", "removed", "without_person")
    _core: _native.SessionDelta
    added: int
    removed: int
    changed: int
    events: int
    without_person: int
    new_persons: int
    merged: list[tuple[int, int]]

    def __init__(self, core: _native.SessionDelta) -> None:
        added, removed, changed = core.counts()
        events, without_person, new_persons = core.rows()
        self._set(_core=core, added=added, removed=removed, changed=changed, merged=core.merged())
        self._set(events=events, without_person=without_person, new_persons=new_persons)

    def __repr__(self) -> str:
        return f"SessionDelta({self.added:,} added, {self.removed:,} removed, {self.changed:,} changed)"

    @property
    def table(self) -> Table:
        """One row for each session that is not what it was, by person and in order of time.

        Columns `change` (`added`, `removed`, `changed`), `person, start, end, events` as it is (null
        for one that is no more), and `before_person, before_start, before_end, before_events` as it
        was (null for a new one).
        """
        return Table(self._core.table())


class LiveSessions(Tabular):
    """Sessions to which late events can be added: only what they touch is cut anew.

    Whatever comes in when, sessions are those of cutting all events at once. Persons keep the numbers
    that they have in the first people; new ones get the next numbers, and of persons that a late
    event ties together the smallest number stays.

    Args:
        events: The first events, from `cx.Events` or `cx.concat`.
        people: People of the same events, from `cx.stitch`.
        conversion: Kinds of event that convert; at equal times contacts come before them.
        outcomes: Outcomes by name, instead of `conversion`, as in `cx.journeys`.
        session_gap: A session ends when nothing happens for longer than this; None: one session.
        session_midnight: A session also ends at midnight of this time zone.
        session_change: What ends a session when it changes: `"campaign"`, `"touchpoint"` or both.
        session_start: Kinds of event that begin a session.
        session_end: Kinds of event that end the session they are in.
        session_longest: No event of a session comes longer after its first one than this; None: no
            limit.
        progress: Called with (done, total).

    Raises:
        UnknownNameError: A kind of event does not occur in the events.
        UnknownZoneError: There is no such time zone.
        MismatchError: The people were not made from these events.
        LackingError: Sessions are to end with a campaign that the events do not have.
        OptionError: A duration has no unit.

    Example:
        >>> import cxcockpit as cx
        >>> def read(times):
        ...     table = {"ts": times, "user": [1] * len(times), "channel": ["web"] * len(times)}
        ...     return cx.Events(table, time="ts", ids={"user": "user"}, touchpoint="channel")
        >>> events = read(["2026-03-01T10:00:00", "2026-03-01T10:50:00"])
        >>> live = cx.LiveSessions(events, cx.stitch(events))
        >>> live.table.column("events")
        [1, 1]
        >>> late = read(["2026-03-01T10:25:00"])
        >>> live.insert(late, cx.stitch(late))
        SessionDelta(0 added, 1 removed, 1 changed)
        >>> live.table.column("events")
        [3]
    """

    __slots__ = ("_core",)
    _core: _native.LiveSessions

    def __init__(
        self,
        events: Events,
        people: People,
        *,
        conversion: Names | None = None,
        outcomes: Mapping[str, Step] | None = None,
        session_gap: str | None = "30m",
        session_midnight: str | None = None,
        session_change: Names = (),
        session_start: Names = (),
        session_end: Names = (),
        session_longest: str | None = None,
        progress: Progress = None,
    ) -> None:
        options = to_json(
            conversion=conversion,
            outcomes=dict(outcomes or {}),
            session_gap=session_gap,
            session_midnight=session_midnight,
            session_change=session_change,
            session_start=session_start,
            session_end=session_end,
            session_longest=session_longest,
        )
        core, of = _cores(events, people)
        self._set(_core=_native.LiveSessions(core, of, options, progress))

    @property
    def table(self) -> Table:
        """Columns `session, person, start, end, events, open`, as they are now.

        A session is open when it may still go on after the last event.
        """
        return Table(self._core.table())

    def insert(self, events: Events, people: People, *, progress: Progress = None) -> SessionDelta:
        """Puts late events into sessions and says what that changes.

        An event that is given twice counts twice: duplicates are found where one table is read.

        Args:
            events: The late events.
            people: People of the late events, from `cx.stitch` with the options of the first ones.
            progress: Called with (done, total).

        Returns:
            What was added, removed and changed.

        Raises:
            MismatchError: The people were not made from these events, or with other options than
                the first ones.
        """
        core, of = _cores(events, people)
        return SessionDelta(self._core.insert(core, of, progress))

    def find(self, id_type: str, identifier: str) -> int | None:
        """The number of the person with an identifier; None where it is unknown or blocked.

        Args:
            id_type: The type, for example `customer`.
            identifier: The identifier, as text.
        """
        return self._core.find(id_type, identifier)


def _cores(events: Events, people: People) -> tuple[_native.Events, _native.People]:
    core = needs(events, Events, "events", "from cx.Events(...)")._core  # noqa: SLF001
    return core, needs(people, People, "people", "from cx.stitch(events)")._core  # noqa: SLF001
