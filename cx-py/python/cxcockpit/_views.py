"""What journeys look like: variants, moves, the step matrix, next steps, differences of groups."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Self

from . import _native
from ._frozen import Frozen
from ._options import needs, to_json
from ._table import Table
from ._words import FORMS
from .errors import OptionError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .types import FollowUnit, Progress, Subject, Unit


class Views(Frozen):
    """What journeys have in common: the part of `Journeys` that looks at them from several sides."""

    __slots__ = ()
    _core: _native.Journeys

    def variants(self, *, unit: Unit = "journeys", top: int | None = None, progress: Progress = None) -> Table:
        """The distinct ways that were taken, the most frequent first; equals in order of their names.

        The counts sum to the journeys (sessions, persons); `cumulative` is the share of those that took
        the variant or one above it.

        Args:
            unit: Whose ways: those of `journeys`, `sessions` or `persons`.
            top: How many of the most frequent variants are given; None: all.
            progress: Called with (done, total).

        Returns:
            Columns `path` (list), `count, share, cumulative, persons, seconds_median` (from the first
            contact to the last).

        Raises:
            OptionError: `unit` is not known, or `top` is 0.
        """
        return Table(self._core.variants(to_json(unit=unit, top=top), progress))

    def directly_follows(
        self, *, unit: FollowUnit = "occurrences", quantile: float = 0.95, progress: Progress = None
    ) -> Table:
        """How often each touchpoint comes directly after each other one, and how long that takes.

        The counts are those of `transitions`. Seconds run from contact to contact, and from the last
        contact to the conversion; contacts at the same time are 0 apart. It shows what followed, not
        what would follow if a touchpoint were taken away.

        Args:
            unit: What `share` is a share of: of all moves out of `from` (`occurrences`), or of the
                `journeys`, `sessions` or `persons` that meet it.
            quantile: The quantile of the durations that is given beside the median.
            progress: Called with (done, total).

        Returns:
            Columns `from, to, count, journeys, sessions, persons, share, seconds_median,
            seconds_quantile, seconds_mean, seconds_min, seconds_max`.

        Raises:
            OptionError: `unit` is not known, or `quantile` is not within 0 and 1.
        """
        return Table(self._core.directly_follows(to_json(unit=unit, quantile=quantile), progress))

    def step_matrix(
        self, *, steps: int = 10, top: int = 20, unit: Unit = "journeys", progress: Progress = None
    ) -> Table:
        """Where journeys are at each step, with those that have ended, so that every step adds up.

        Args:
            steps: Steps shown, 1 to 1,000; step 0 is the first contact.
            top: Touchpoints shown by name, 1 to 1,000; the others are `(other)`.
            unit: Whose steps: those of `journeys`, `sessions` or `persons`.
            progress: Called with (done, total).

        Returns:
            Columns `step, touchpoint, count, share`. Journeys with fewer contacts are at
            `(conversion)` or `(null)`, sessions and persons at `(end)`; the shares of a step sum to 1.

        Raises:
            OptionError: `steps` or `top` is out of range, or `unit` is not known.
        """
        return Table(self._core.step_matrix(to_json(steps=steps, top=top, unit=unit), progress))

    def next_steps(self, *, order: int = 1, progress: Progress = None) -> Table:
        """What comes after the last `order` contacts: transition counts of a Markov chain of that order.

        Args:
            order: How many contacts back the next step is told by, 1 to 64.
            progress: Called with (done, total).

        Returns:
            Columns `from` (a list of names, the oldest first), `to, count, share`. `(start)` fills what
            a young journey lacks; the counts sum to the contacts and the ends of journeys.

        Raises:
            OptionError: `order` is out of range.
        """
        return Table(self._core.next_steps(to_json(order=order), progress))

    def time_to_next(self, *, within: str = "7d", confidence: float = 0.95, progress: Progress = None) -> Table:
        """How long it takes until a journey moves on after a contact, by touchpoint.

        Kaplan-Meier: contacts with which the data end are censored there, contacts with which a journey
        ended for good never move on, so that fewer than half may move on at all and there is no median.

        Args:
            within: The share that has moved on is given for this time after the contact.
            confidence: Level of the intervals, 0.5 to 0.9999.
            progress: Called with (done, total).

        Returns:
            Columns `touchpoint, count, moved, ended, open, seconds_median, seconds_low, seconds_high,
            share, low, high`; an interval of a share of 0 or 1 is missing.

        Raises:
            OptionError: The duration has no unit, or `confidence` is out of range.
        """
        return Table(self._core.time_to_next(to_json(within=within, confidence=confidence), progress))

    def compare(
        self,
        other: Self | None = None,
        *,
        subject: Subject = "transitions",
        split: str | Mapping[str, Sequence[int]] | None = None,
        steps: int = 10,
        top: int | None = None,
        confidence: float = 0.95,
        progress: Progress = None,
    ) -> Table:
        """How two groups of journeys differ: these and `other`, or the two groups of a split.

        Each row is a share of journeys in both groups, with the interval of the difference (Newcombe
        1998, method 10). Journeys are taken for independent. At 95 % one row in twenty differs
        without any reason; a difference between journeys that converted and others says what goes
        along with converting, not what brings it about.

        Args:
            other: The other journeys; None: these are split.
            subject: `transitions`: of the journeys that meet `from`, those that go directly on to `to`;
                `steps`: of all journeys, those at a touchpoint at a step; `variants`: of all journeys,
                those that take the whole way.
            split: `"converted"`, `{"persons": [...]}` or `{"journeys": [...]}`: these against all
                others; None: `"converted"`.
            steps: Steps compared, 1 to 1,000; for `steps` only.
            top: How many rows are given, those with the most journeys; None: all.
            confidence: Level of the intervals, 0.5 to 0.9999.
            progress: Called with (done, total).

        Returns:
            Columns `from, to` (or `step, touchpoint`, or the list `path`), `count, of, share,
            other_count, other_of, other_share, difference, low, high`.

        Raises:
            UnanswerableError: A group has no journeys.
            OptionError: An option is out of range, or a split is given beside `other`.
        """
        options = to_json(subject=subject, split=_split(split), steps=steps, top=top, confidence=confidence)
        theirs = None if other is None else needs(other, type(self), "other", "from cx.journeys(...)")._core  # noqa: SLF001
        return Table(self._core.compare(theirs, options, progress))


def _split(split: str | Mapping[str, Sequence[int]] | None) -> object:
    """The split with plain numbers, whatever column they came from."""
    if isinstance(split, Mapping):
        if set(split) not in ({"persons"}, {"journeys"}):
            raise OptionError(f'option "split": not {", ".join(map(repr, split)) or "empty"}; {FORMS["split"]}')
        return {str(group): [int(number) for number in numbers] for group, numbers in split.items()}
    return split
