"""Several tables of one kind as one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeVar

from . import _native
from ._broadcast import Spots
from ._catalogue import Findings
from ._events import Events
from ._feedback import Campaigns, Feedback
from ._intake import Intake
from ._options import needs
from ._verb import verb
from .errors import InputError

if TYPE_CHECKING:
    from .types import Progress

Part = TypeVar("Part", Events, Feedback, Campaigns, Spots, Findings)


@verb
def concat(parts: Iterable[Part], *, progress: Progress = None) -> Part:
    """Several sources as one table, one below the other; their accounts stay apart.

    Equal names of touchpoints and events, and equal identifiers of the same type, become equal. Where rows have an id
    (`event_id`, `answer_id`, `finding_id`), exports of one source that overlap count once.

    Args:
        parts: Tables of one kind: events, feedback, campaigns, spots or findings.
        progress: Called with (done, total).

    Returns:
        All rows.

    Raises:
        EmptyTableError: There are no parts.
        MismatchError: Two parts of feedback give one metric different scales.
        TooManyError: There are more than 2^32 - 2 rows.

    Example:
        >>> import cxcockpit as cx
        >>> def read(channel, source):
        ...     data = {"ts": ["2026-03-01"], "user": ["007"]}
        ...     return cx.Events(
        ...         data,
        ...         time="ts",
        ...         ids={"customer": "user"},
        ...         touchpoint=f"={channel}",
        ...         source=f"={source}",
        ...     )
        >>> cx.concat([read("website", "web"), read("branch", "stores")]).report.column("source")
        ['web', 'stores']
    """
    if isinstance(parts, Intake):
        raise InputError("parts must be a list of tables: cx.concat([web, stores])")
    several = list(parts)
    kind: type[Part] = type(several[0]) if several and type(several[0]) in _CONCAT else Events  # type: ignore[assignment]
    cores = [needs(part, kind, "each part", f"from cx.{kind.__name__}(...)")._core for part in several]  # noqa: SLF001
    return kind._of(_CONCAT[kind](cores, progress), several)  # noqa: SLF001 - the class's own


_CONCAT: dict[type[Intake], Callable[[list[Any], Progress], Any]] = {
    Events: _native.concat,
    Feedback: _native.concat_feedback,
    Campaigns: _native.concat_campaigns,
    Spots: _native.concat_spots,
    Findings: _native.concat_findings,
}
