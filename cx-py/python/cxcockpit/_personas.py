"""What journeys have in common: distances, personas, phases, effort."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from . import _native
from ._feedback import Feedback
from ._frozen import Frozen
from ._options import needs, to_json
from ._stitch import People
from ._table import Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .types import Progress


class Distances(Frozen):
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


class Personas(Frozen):
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

    def answers(self, journeys: Groups, people: People, feedback: Feedback) -> Feedback:
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
            UnanswerableError: The personas belong to other journeys, or the answers have such a column.

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
        from ._journey import Journeys  # noqa: PLC0415 - journeys are made of this module's classes

        theirs = needs(journeys, Journeys, "journeys", "from cx.journeys(...)")._core  # noqa: SLF001
        whose = needs(people, People, "people", "from cx.stitch(...)")._core  # noqa: SLF001
        given = needs(feedback, Feedback, "feedback", "from cx.Feedback(...)")._core  # noqa: SLF001
        return Feedback._of(self._core.answers(theirs, whose, given))  # noqa: SLF001 - the class's own

    def _repr_html_(self) -> str:
        return self.table._repr_html_()


class Phases(Frozen):
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

    def _repr_html_(self) -> str:
        return self.table._repr_html_()


class Effort(Frozen):
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

    def _repr_html_(self) -> str:
        return self.table._repr_html_()


class Groups(Frozen):
    """What journeys have in common: the half of `Journeys` that compares and groups them."""

    __slots__ = ()
    _core: _native.Journeys

    def distances(
        self,
        *,
        method: str = "om",
        indel: float | None = None,
        substitution: float = 2.0,
        norm: str = "none",
        states: str = "touchpoint",
        repeats: bool = True,
        steps: int | None = None,
        unit: str = "1d",
        stiffness: float = 0.1,
        penalty: float = 1.0,
        limit: int = 5_000,
        progress: Progress = None,
    ) -> Distances:
        """How far the distinct journeys are from one another, as sequences of states.

        Args:
            method: `om` (optimal matching), `om_transition_rates` (substitution costs by how often states
                follow each other), `lcs` (longest common subsequence), `hamming`, `dhd` (dynamic Hamming
                distance) or `time_warp` (contacts with their times).
            indel: Cost of an insertion or deletion; None: half of the largest substitution cost.
            substitution: Cost of a substitution, for `om` and `time_warp`.
            norm: `none`, `max_distance` or `yujian_bo`.
            states: `touchpoint` or `event`.
            repeats: Whether equal states in a row are all kept.
            steps: Only so many states from the start; None: all. For `hamming` and `dhd`, shorter journeys
                are filled with `(end)`.
            unit: For `time_warp`: times count in whole units since the first contact.
            stiffness: For `time_warp`: cost of a unit of time.
            penalty: For `time_warp`: cost of a missing contact.
            limit: Distinct journeys compared at most; memory grows with its square.
            progress: Called with (done, total).

        Returns:
            Distances.

        Raises:
            OptionError: An option is out of range.
            TooManyError: There are more distinct journeys than `limit`.
            UnanswerableError: `hamming` or `dhd` meet journeys of unequal length.
        """
        options = to_json(
            method=method,
            indel=indel,
            substitution=substitution,
            norm=norm,
            states=states,
            repeats=repeats,
            steps=steps,
            unit=unit,
            stiffness=stiffness,
            penalty=penalty,
            limit=limit,
        )
        return Distances(_native.distances(self._core, options, progress))

    def personas(
        self,
        *,
        distance: Mapping[str, object] | None = None,
        least: int = 2,
        most: int = 8,
        resamples: int = 20,
        seed: int = 1,
        limit: int = 1_000,
        fuzziness: float = 2.0,
        confidence: float = 0.95,
        progress: Progress = None,
    ) -> Personas:
        """Groups of journeys that are alike, each around a real journey (weighted k-medoids, PAM).

        Their number is the one with the largest mean silhouette among those whose personas all come back
        in other samples. Personas describe: that one converts more does not say that its path is why.

        Args:
            distance: Options of `distances`, for example `{"method": "lcs"}`.
            least: The least number of personas.
            most: The largest number of personas.
            resamples: Samples drawn to see how stable the personas are.
            seed: The same seed gives the same personas.
            limit: Distinct journeys that the personas are found among; with more of them a sample is drawn,
                which the report says, and the others join the nearest persona.
            fuzziness: How much a journey belongs to other personas too; near 1, to its nearest only.
            confidence: Level of the intervals.
            progress: Called with (done, total).

        Returns:
            Personas.

        Raises:
            OptionError: An option is out of range.
            UnanswerableError: There are fewer than two distinct journeys.
        """
        options = to_json(
            distance=distance or {},
            least=least,
            most=most,
            resamples=resamples,
            seed=seed,
            limit=limit,
            fuzziness=fuzziness,
            confidence=confidence,
        )
        return Personas(_native.personas(self._core, options, progress))

    def phases(
        self,
        rules: Sequence[Mapping[str, object]] = (),
        *,
        start: str = "(none)",
        regress: bool = True,
        unit: str = "persons",
        confidence: float = 0.95,
        progress: Progress = None,
    ) -> Phases:
        """The phases that each person or journey goes through, by rules as data.

        Each rule names a `phase` and one condition: `touchpoint` and/or `event` (a name or a list) of a
        contact, or `conversion` (True), or `silence` (`"90d"`); and, where wanted, the phases `from` which
        alone it holds. At each contact the first rule that holds decides; where none holds, the phase
        stays. The order in which phases are first named is their order.

        Args:
            rules: For example `[{"phase": "purchase", "conversion": True}]`.
            start: The phase before any rule has held.
            regress: Whether a person may go back to an earlier phase.
            unit: `persons` or `journeys`.
            confidence: Level of the intervals.
            progress: Called with (done, total).

        Returns:
            Phases.

        Raises:
            OptionError: A rule has no condition, or two.
            UnknownNameError: A touchpoint or event does not occur, or a phase in `from` has no rule.
        """
        options = to_json(rules=list(rules), start=start, regress=regress, unit=unit, confidence=confidence)
        return Phases(_native.phases(self._core, options, progress))

    def needs(
        self,
        personas: Personas,
        phases: Phases,
        *,
        by: str = "touchpoint",
        confidence: float = 0.95,
        progress: Progress = None,
    ) -> Table:
        """What the journeys of each persona turn to in each phase, beside those of all other personas.

        `share = journeys of the persona with such a contact in the phase / its journeys with any contact
        in the phase` (Wilson's interval), `difference = share - others` (Newcombe's). A difference whose
        interval does not hold 0 is what is particular to the persona. It tells what people turned to, not
        what they would have needed and did not find.

        Args:
            personas: Personas of these journeys.
            phases: Phases of these journeys, by journey.
            by: `touchpoint`, or `event` for the kind of contact.
            confidence: Level of the intervals.
            progress: Called with (done, total).

        Returns:
            Columns `persona, phase, touchpoint` (or `event`), `contacts, journeys, of, share, low, high,
            others, difference, difference_low, difference_high`.

        Raises:
            OptionError: An option is out of range.
            UnanswerableError: Phases or personas do not fit these journeys, or phases are by person.
        """
        groups = needs(personas, Personas, "personas", "from journeys.personas(...)")._core  # noqa: SLF001
        of = needs(phases, Phases, "phases", 'from journeys.phases(..., unit="journeys")')._core  # noqa: SLF001
        return Table(_native.needs(self._core, groups, of, to_json(by=by, confidence=confidence), progress))

    def effort(
        self,
        phases: Phases | None = None,
        *,
        personas: Personas | None = None,
        weights: Mapping[str, float] | None = None,
        reference: Mapping[str, float] | None = None,
        pause: str = "30m",
        confidence: float = 0.95,
        progress: Progress = None,
    ) -> Effort:
        """What it costs customers to come through each phase: 100 is the reference.

        The parts are `contacts`, `switches` and `hand_offs` (changes of the touchpoint after a pause and
        without one), `repeats`, `minutes` and `waiting` (time between contacts without and with a pause).
        Equal weights are a convention, not a finding.

        Args:
            phases: Phases of these journeys; None: all is one phase.
            personas: Personas of these journeys, for a row for each; the phases must be by journey.
            weights: Weights by part; parts not named have 1.
            reference: What each part is compared with, such as the `reference` of an earlier effort; None:
                the means of this call.
            pause: Contacts further apart than this have a pause between them.
            confidence: Level of the intervals.
            progress: Called with (done, total).

        Returns:
            Effort.

        Raises:
            OptionError: An option is out of range.
            UnanswerableError: Phases or personas do not fit these journeys.
        """
        options = to_json(weights=weights or {}, reference=reference, pause=pause, confidence=confidence)
        if phases is None:
            phases = self.phases(unit="persons" if personas is None else "journeys")
        of = needs(phases, Phases, "phases", "from journeys.phases(...)")._core  # noqa: SLF001
        by = None
        if personas is not None:
            by = needs(personas, Personas, "personas", "from journeys.personas(...)")._core  # noqa: SLF001
        return Effort(_native.effort(self._core, of, by, options, progress))
