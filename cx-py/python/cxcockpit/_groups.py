"""What journeys have in common: the half of `Journeys` that compares and groups them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import _native
from ._frozen import Frozen
from ._options import needs, to_json
from ._personas import Distances, Effort, Personas, Phases
from ._table import Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .types import DistanceMethod, NeedBy, Norm, Progress, SequenceStates, Unit


class Groups(Frozen):
    """What journeys have in common: the half of `Journeys` that compares and groups them."""

    __slots__ = ()
    _core: _native.Journeys

    def distances(
        self,
        *,
        method: DistanceMethod = "om",
        indel: float | None = None,
        substitution: float = 2.0,
        norm: Norm = "none",
        states: SequenceStates = "touchpoint",
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
        unit: Unit = "persons",
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
        by: NeedBy = "touchpoint",
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
            OptionError: An option is out of range, or phases are by person.
            MismatchError: Phases or personas belong to other journeys.
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
            OptionError: An option is out of range, or personas are given and phases are by person.
            MismatchError: Phases or personas belong to other journeys.
        """
        options = to_json(weights=weights or {}, reference=reference, pause=pause, confidence=confidence)
        if phases is None:
            phases = self.phases(unit="persons" if personas is None else "journeys")
        of = needs(phases, Phases, "phases", "from journeys.phases(...)")._core  # noqa: SLF001
        by = None
        if personas is not None:
            by = needs(personas, Personas, "personas", "from journeys.personas(...)")._core  # noqa: SLF001
        return Effort(_native.effort(self._core, of, by, options, progress))
