"""What journeys have in common: distances, personas, phases, effort."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from . import _native
from ._feedback import Feedback
from ._options import engine_of, needs, to_json
from ._stitch import People
from ._table import Table
from ._tabular import Tabular

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ._journey import Journeys


class Distances(Tabular):
    """How far journeys are from one another; journeys with the same sequence are compared once.

    Attributes:
        indel: Cost of an insertion or deletion; None where the measure has none.
    """

    __slots__ = ("_core", "indel")
    _core: _native.Distances
    indel: float | None

    def __init__(self, core: _native.Distances) -> None:
        self._set(_core=core, indel=core.indel())

    def __len__(self) -> int:
        return len(self._core)

    def __repr__(self) -> str:
        return f"Distances({len(self):,} pairs of distinct journeys)"

    @property
    def table(self) -> Table:
        """Columns `a, b, distance` for every pair of distinct sequences with `a < b`.

        The column `distance` is a condensed matrix as `scipy.spatial.distance.squareform` reads it.
        """
        return Table(self._core.table())

    @property
    def sequences(self) -> Table:
        """Columns `sequence, path` (list of states), `length, rows` (journeys with this sequence)."""
        return Table(self._core.sequences())

    @property
    def members(self) -> Table:
        """Columns `row, sequence`: the sequence of each journey."""
        return Table(self._core.members())


@dataclass(frozen=True, slots=True)
class PersonaReport:
    """What personas rest on.

    Attributes:
        journeys: Journeys.
        distinct: Distinct journeys.
        compared: Distinct journeys that the personas were found among: a sample beyond `limit`.
        covered: Journeys that those stand for.
        silhouette: Mean silhouette of the chosen personas.
        stable: Whether every persona came back in other samples with a mean Jaccard coefficient of
            0.6 or more; False without resampling.
    """

    journeys: int
    distinct: int
    compared: int
    covered: int
    silhouette: float
    stable: bool


class Personas(Tabular):
    """Groups of journeys that are alike, each around a real journey.

    Attributes:
        report: What they rest on.
    """

    __slots__ = ("_core", "report")
    _core: _native.Personas
    report: PersonaReport

    def __init__(self, core: _native.Personas) -> None:
        self._set(_core=core, report=PersonaReport(**json.loads(core.report())))

    def __len__(self) -> int:
        return len(self._core)

    def __repr__(self) -> str:
        return f"Personas({len(self)} personas of {self.report.journeys:,} journeys)"

    @property
    def table(self) -> Table:
        """One row for each persona, the one that stands for most of the compared journeys first.

        Columns `persona, journey, path, journeys, persons, share, conversions, rate, rate_low,
        rate_high, open, value, value_per_journey, touches, minutes, distance, silhouette, stability`;
        `journey` and `path` are the real journey at its middle.
        """
        return Table(self._core.table())

    @property
    def members(self) -> Table:
        """Columns `journey, persona, distance, membership`: the nearest persona of each journey."""
        return Table(self._core.members())

    @property
    def choices(self) -> Table:
        """Columns `personas, silhouette, stability, least_stability, chosen`: every number tried."""
        return Table(self._core.choices())

    def answers(self, journeys: Journeys, people: People, feedback: Feedback) -> Feedback:
        """The same answers with a column `persona` more, to break scores and gaps down by.

        An answer belongs to the journey of its person that began last before it. Answers without a time, of
        nobody who is known, and before the person's first journey have no persona. A persona's score is
        that of those who answered.

        Args:
            journeys: The journeys that the personas were made from.
            people: People from `cx.stitch`, through whose identifiers answers find their journeys.
            feedback: Feedback with identifiers and times.

        Returns:
            Feedback for `cx.score(..., by=["persona"])`: the persona as the number of its row.

        Raises:
            MismatchError: The personas belong to other journeys.
            UnanswerableError: The answers have such a column.

        Example:
            >>> import cxcockpit as cx
            >>> events = cx.Events({"at": ["2026-03-01T09:00Z", "2026-03-01T10:00Z"], "who": [1, 2],
            ...     "where": ["app", "branch"]}, time="at", ids={"customer": "who"}, touchpoint="where")
            >>> people = cx.stitch(events)
            >>> journeys = cx.journeys(events, people)
            >>> answers = cx.Feedback({"at": ["2026-03-02T09:00Z"] * 2, "who": [1, 2], "score": [10, 2]},
            ...     time="at", ids={"customer": "who"})
            >>> personas = journeys.personas(most=2, resamples=0)
            >>> cx.score(personas.answers(journeys, people, answers), by=["persona"]).table.column("score")
            [100.0, -100.0]
        """
        theirs = engine_of(journeys, _native.Journeys, "journeys", "from cx.journeys(...)")
        whose = needs(people, People, "people", "from cx.stitch(...)")._core  # noqa: SLF001
        given = needs(feedback, Feedback, "feedback", "from cx.Feedback(...)")._core  # noqa: SLF001
        return Feedback._of(self._core.answers(theirs, whose, given))  # noqa: SLF001 - the class's own


class Phases(Tabular):
    """Who was in which phase, when, and why.

    Attributes:
        names: The phases, in their order.
    """

    __slots__ = ("_core", "names")
    _core: _native.Phases
    names: list[str]

    def __init__(self, core: _native.Phases) -> None:
        self._set(_core=core, names=core.names())

    def __len__(self) -> int:
        return len(self._core)

    def __repr__(self) -> str:
        return f"Phases({', '.join(self.names)}: {len(self):,} stretches)"

    @property
    def table(self) -> Table:
        """One row for each stretch of time in a phase.

        Columns `person` (or `journey`), `phase, entered, left, minutes, cause, touchpoint, contacts`;
        `left` is null for the last one.
        """
        return Table(self._core.table())

    @property
    def channels(self) -> Table:
        """Columns `phase, touchpoint, contacts, units, share` (of the phase's contacts)."""
        return Table(self._core.channels())

    @property
    def hand_overs(self) -> Table:
        """One row for each pair of phases that follow each other.

        Columns `from, to, count, measured, changed, changed_share, changed_low, changed_high,
        gap_p25, gap_p50, gap_p75, gap_p90`: minutes from the last contact of the one to the first of
        the other, and whether the touchpoint changed, where both have contacts (`measured`).
        """
        return Table(self._core.hand_overs())

    def figures(self, *, targets: Sequence[Mapping[str, Any]] = (), confidence: float = 0.95) -> Table:
        """Share of persons, share of time and duration of each phase, where wanted against targets.

        Args:
            targets: Dicts with `phase`, `measure`, `target`, and where wanted `tolerance` and `direction`
                (`up` or `down`; not given: up for `share`, down for the others). The measures:
                `share` of the persons or journeys that enter the phase and `time_share` of their time
                that is spent in it, with a target from 0 to 1; `duration`, the median of the first
                stay, with a target such as `"7d"`.
            confidence: Of the intervals.

        Returns:
            Columns `phase, measure, n, censored, actual, low, high, target, gap, light, units_needed`;
            durations in minutes. Stays that go on at the end of the data are censored, not short. The
            light is green or red only where the whole interval is on that side of the target.

        Raises:
            UnknownNameError: No rule names the phase of a target.
            OptionError: A target is out of range or of the wrong kind.
        """
        return Table(self._core.figures(to_json(targets=targets, confidence=confidence)))


class Effort(Tabular):
    """What it costs customers to come through each phase: 100 is the reference.

    Attributes:
        reference: What each part was compared with; give it to a later call to compare with this one.
    """

    __slots__ = ("_core", "reference")
    _core: _native.Effort
    reference: dict[str, float]

    def __init__(self, core: _native.Effort) -> None:
        self._set(_core=core, reference=json.loads(core.reference()))

    def __len__(self) -> int:
        return len(self._core)

    def __repr__(self) -> str:
        return f"Effort({len(self):,} rows)"

    @property
    def table(self) -> Table:
        """One row for each phase (persona null), and for each persona in it.

        Columns `phase, persona, units, index, low, high, contacts, switches, hand_offs, repeats,
        minutes, waiting`, the last six as means of a person or journey; waiting in minutes.
        """
        return Table(self._core.table())

    @property
    def units(self) -> Table:
        """The same for each person or journey and phase: `person` (or `journey`), `phase, index, ...`."""
        return Table(self._core.units())
