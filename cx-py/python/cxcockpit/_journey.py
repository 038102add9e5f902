"""Sessions, journeys, paths, transitions and flows: one sequence kernel counts for all of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from . import _native
from ._conformance import Conformance, Net
from ._events import Events
from ._funnel import Funnel
from ._groups import Groups
from ._options import needs, to_json
from ._paths import Paths
from ._stitch import People
from ._table import Table
from ._tabular import Tabular
from ._verb import verb
from ._views import Views

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .types import By, FunnelOrder, Model, Names, Progress, Rule, Step, Unit


@dataclass(frozen=True, slots=True)
class JourneyReport:
    """What became of every event: the five counts after `events` add up to it.

    Attributes:
        events: Events in.
        steps: Events that are steps of journeys.
        conversions: Converting events that are no steps.
        excluded: Events of excluded kinds, in sessions but in no journey.
        refunds: Refunds of orders, in sessions, but neither conversions nor steps.
        without_person: Events without a usable identifier, in no journey.
        tied: Events of a person that share their time with another one: what comes first among them is the role
            `order`, or else a rule.
        unsettled: Those of the tied events that the role `order` does not tell from another one: the rule decides.
        unknown_refunds: Refunds of orders that no journey ends with, see `journeys.unknown_refunds`.
    """

    events: int
    steps: int
    conversions: int
    excluded: int
    refunds: int
    without_person: int
    tied: int
    unsettled: int
    unknown_refunds: int


class Journeys(Tabular, Views, Groups):
    """Journeys: contacts of one person up to a conversion or to silence.

    Attributes:
        report: What became of every event.
        persons: How many persons there are.
        outcomes: Names of the outcomes that journeys can end with.
    """

    __slots__ = ("_core", "outcomes", "persons", "report")
    _core: _native.Journeys
    persons: int
    outcomes: list[str]
    report: JourneyReport

    def __init__(self, core: _native.Journeys) -> None:
        report = JourneyReport(**json.loads(core.report()))
        self._set(_core=core, report=report, persons=core.persons(), outcomes=core.outcomes())

    def __len__(self) -> int:
        return len(self._core)

    def __repr__(self) -> str:
        return f"Journeys({len(self):,} journeys of {self.persons:,} persons, {self.report.steps:,} steps)"

    @property
    def table(self) -> Table:
        """One row a journey.

        Columns `journey, person, start, end, touches, sessions, converted, value, open, outcome, cancelled,
        contacts_of`. A journey is open when it may still convert after the end of the data; its outcome is
        the one that it ended with, null where there was none. Its value is what was sold less what was
        given back; it is cancelled where nothing is left of its order. `contacts_of` names the journey
        whose contacts it takes over (`carry_over`), if any.
        """
        return Table(self._core.table())

    @property
    def steps(self) -> Table:
        """Columns `journey, step, time, touchpoint, event, row`; row counts the accepted events."""
        return Table(self._core.steps())

    @property
    def sessions(self) -> Table:
        """Columns `session, person, start, end, events, open`.

        A session is open when it may still go on after the end of the data.
        """
        return Table(self._core.sessions())

    @property
    def unknown_refunds(self) -> Table:
        """Columns `row, value, names_order`: refunds of orders that no journey ends with.

        `row` counts the accepted events; the value is null where no amount is said.
        """
        return Table(self._core.unknown_refunds())

    def only(self, outcomes: Names) -> Journeys:
        """The journeys with these outcomes alone as conversions, to attribute one at a time.

        Journeys that ended otherwise stay, and stay ended, but count as not converted and have no
        value. Conversions and values of all outcomes sum to those of these journeys.

        Args:
            outcomes: Names of outcomes, from `journeys.outcomes`.

        Returns:
            Journeys.

        Raises:
            UnknownNameError: There is no such outcome.
        """
        return Journeys(self._core.only([outcomes] if isinstance(outcomes, str) else list(outcomes)))

    def paths(self, *, progress: Progress = None) -> Paths:
        """The distinct paths with what came of them.

        Journeys that did not convert, open ones too, count as nulls.

        Args:
            progress: Called with (done, total).

        Returns:
            Columns `path` (list), `journeys, conversions, value, nulls`.

        Raises:
            AmountOverflowError: The values leave the range of doubles.
        """
        return Paths(self._core.paths(progress))

    def transitions(self, *, progress: Progress = None) -> Table:
        """How often each touchpoint comes directly after each other one.

        Args:
            progress: Called with (done, total).

        Returns:
            Columns `from, to, count`, with `(start)`, `(conversion)` and `(null)` as the ends of
            journeys. The counts out of the start sum to the number of journeys, and so do the counts
            into the two ends.
        """
        return Table(self._core.transitions(progress))

    def flow(self, *, steps: int = 4, top: int = 7, progress: Progress = None) -> Table:
        """How journeys move from step to step.

        Args:
            steps: Steps shown, 1 to 20.
            top: Touchpoints shown by name, 1 to 100; the others are `(other)`.
            progress: Called with (done, total).

        Returns:
            Columns `step, from, to, count, ended`. Journeys that go on after the last step go to
            `(more)`; the counts of a step and the journeys that had `ended` before it sum to all
            journeys.

        Raises:
            OptionError: `steps` or `top` is out of range.
        """
        return Table(self._core.flow(to_json(steps=steps, top=top), progress))

    def funnel(
        self,
        steps: Sequence[Step],
        *,
        order: FunnelOrder = "ordered",
        exclude: Sequence[Step] = (),
        within: str | None = None,
        unit: Unit = "journeys",
        session_gap: str | None = None,
        quantiles: Sequence[float] = (0.25, 0.5, 0.75, 0.9),
        confidence: float = 0.95,
        allow_unknown: bool = False,
        progress: Progress = None,
    ) -> Funnel:
        """How many go from step to step, how many still may, and how long it takes.

        Whoever is still within the time at the end of the data is censored, not lost.

        Args:
            steps: 1 to 20 steps. Each is the name of a touchpoint or kind of event (`"(conversion)"`: the
                conversion of a journey), a list of names, or a dict with `at` (a name, names, or
                `{"touchpoint": ..., "event": ...}` for both at once) and where wanted `name`, `within`
                and `after`: at most and at least so long after the step before.
            order: `ordered`, `strict` (no other contact between), or `any` (a step counts when all up to it
                are done).
            exclude: Contacts that end an attempt: names as in `steps`, or a dict with `at` and
                `between`: two numbers of steps, from 0.
            within: The last step comes at most this long after the first; None: no limit.
            unit: What is counted: `journeys`, `persons` or `sessions`.
            session_gap: Where sessions are counted: one that ended at most this long before the end of the
                data may still go on; None: by the rules that the sessions were cut with.
            quantiles: Quantiles of the time to convert, for `.times`.
            confidence: Of the intervals.
            allow_unknown: Whether a name that does not occur is a step that nobody reaches, not an error.
            progress: Called with (done, total).

        Returns:
            The funnel.

        Raises:
            OptionError: An option is out of range.
            UnknownNameError: A name does not occur in the data.
        """
        options = to_json(
            steps=steps,
            order=order,
            exclude=exclude,
            within=within,
            unit=unit,
            session_gap=session_gap,
            quantiles=quantiles,
            confidence=confidence,
            allow_unknown=allow_unknown,
        )
        return Funnel(self._core.funnel(options, progress))

    def conform(
        self,
        model: Model | Net | None = None,
        *,
        rules: Sequence[Rule] = (),
        by: By = "touchpoint",
        unit: Unit = "journeys",
        session_gap: str | None = None,
        judge_open: bool = False,
        missing: Mapping[str, float] | None = None,
        extra: Mapping[str, float] | None = None,
        confidence: float = 0.95,
        max_states: int = 200_000,
        allow_unknown: bool = False,
        progress: Progress = None,
    ) -> Conformance:
        """The journeys that were expected against those that happened: a model, rules, or both.

        Args:
            model: The expected journey: a name, or a dict with one key: `sequence`, `choice`, `parallel`
                (lists of models), `optional` (a model), `loop` (a list of what is repeated and, where
                there is something, what comes between two rounds), `net` (a Petri net: `places`,
                `transitions` of `name, takes, gives`, `start`, `end`) or `pnml` (the text of a PNML file);
                or a net of `cx.Net.from_pnml`.
            rules: Dicts with `rule` (`existence`, `absence`, `init`, `response`, `precedence`,
                `succession`, `chain_response`, `chain_precedence`, `chain_succession`,
                `not_coexistence`, `not_succession`), `a` and for rules on two contacts `b` (names as in
                `funnel`), and where wanted `within`, `times` and `name`.
            by: What the names in the model are: `touchpoint` or `event`.
            unit: What is counted: `journeys`, `persons` or `sessions`.
            session_gap: Where sessions are counted: one that ended at most this long before the end of the
                data may still go on; None: by the rules that the sessions were cut with.
            judge_open: Whether what may still go on after the end of the data is judged as if it were
                over. Otherwise what may still come is pending, not violated or missing.
            missing: What it costs when a contact of the model is missing, by name, in money or score.
            extra: What it costs when a contact comes that the model does not expect, by name.
            confidence: Of the intervals.
            max_states: How many states the search for one distinct journey may look at; beyond it the
                journey is marked as capped.
            allow_unknown: Whether a name that does not occur is a contact that nobody has, not an error.
            progress: Called with (done, total).

        Returns:
            The comparison.

        Raises:
            OptionError: An option is out of range, or neither a model nor a rule is given.
            UnknownNameError: A name does not occur in the data.
            UnanswerableError: The model accepts nothing, or its net is not safe.
        """
        options = to_json(
            model=model.as_model() if isinstance(model, Net) else model,
            rules=rules,
            by=by,
            unit=unit,
            session_gap=session_gap,
            judge_open=judge_open,
            missing=missing or {},
            extra=extra or {},
            confidence=confidence,
            max_states=max_states,
            allow_unknown=allow_unknown,
        )
        return Conformance(self._core.conform(options, progress))


@verb
def journeys(
    events: Events,
    people: People,
    *,
    conversion: Names | None = None,
    outcomes: Mapping[str, Step] | None = None,
    refund: Names = (),
    lookback: str | None = "30d",
    touchpoint_lookback: Mapping[str, str] | None = None,
    event_lookback: Mapping[str, str] | None = None,
    carry_over: str | None = None,
    silence: str | None = None,
    cycle: str | None = None,
    session_gap: str | None = "30m",
    session_midnight: str | None = None,
    session_change: Names = (),
    session_start: Names = (),
    session_end: Names = (),
    session_longest: str | None = None,
    conversion_is_step: bool = False,
    exclude: Names = (),
    progress: Progress = None,
) -> Journeys:
    """Cuts every person's events into journeys and sessions.

    A journey collects contacts until a conversion, or until silence. At a conversion, contacts longer
    ago than the look-back are split off as a journey that did not convert, so every contact is a step
    of exactly one journey. Durations are text with units: `"90s"`, `"30m"`, `"12h"`, `"7d"`, `"2w"`.

    Args:
        events: Events from `cx.Events` or `cx.concat`.
        people: People of the same events, from `cx.stitch`.
        conversion: Kinds of event that convert and end a journey; None: each person is one journey.
        outcomes: Outcomes by name, instead of `conversion`: each with kinds of event or
            touchpoints that end a journey with it, or a dict for both at once, such as
            `{"won": "purchase", "lead": {"event": "form", "touchpoint": "website"}}`. `conversion`
            is short for outcomes that are called as their kind of event.
        refund: Kinds of event that give back or cancel the order that they name (role `order_id` of the
            events), with an amount of either sign, or without one for all that is left. A conversion with
            a value below 0 that names an order is a refund anyway. Refunds are taken from the order's own
            journey; those of orders that no journey ends with are in `journeys.unknown_refunds`.
        lookback: A contact longer before the conversion than this did not lead to it; None: no limit.
        touchpoint_lookback: Touchpoints with a look-back of their own, for example
            `{"newsletter": "7d"}`.
        event_lookback: Kinds of event with a look-back of their own; where a contact's touchpoint has
            one too, the shorter one counts.
        carry_over: A conversion without a contact of its own, at most so long after the person's
            conversion before, has the contacts of that one in paths, transitions, the flow and credits;
            steps, sessions and funnels have each contact once. None: it has none.
        silence: A journey ends when nothing happens for longer than this; None: never by silence.
        cycle: How long it takes until a customer buys again: so long after the last conversion (the
            first event, before there is one) the journey that is going on ends, and so on in steps
            of the same length; None: never.
        session_gap: A session ends when nothing happens for longer than this; None: one session.
        session_midnight: A session also ends at midnight of this time zone, for example
            `"Europe/Zurich"`.
        session_change: What ends a session when it changes: `"campaign"`, `"touchpoint"` or both. An
            event without a campaign changes none.
        session_start: Kinds of event that begin a session, such as a login.
        session_end: Kinds of event that end the session they are in, such as a logout.
        session_longest: No event of a session comes longer after its first one than this; None: no
            limit.
        conversion_is_step: Whether the converting event is also a step of the path.
        exclude: Kinds of event that are no contacts, such as a complaint: they belong to sessions but
            are no steps of a path.
        progress: Called with (done, total).

    Returns:
        Journeys.

    Raises:
        UnknownNameError: A kind of event or a touchpoint does not occur in the events.
        UnknownZoneError: There is no such time zone.
        MismatchError: The people were not made from these events.
        LackingError: The events name no orders to refund, or sessions are to end with a campaign that the
            events do not have.
        OptionError: A duration has no unit, both `conversion` and `outcomes` are given, or a kind is in
            both `conversion` and `refund`.

    Example:
        >>> import cxcockpit as cx
        >>> events = cx.Events(
        ...     {
        ...         "ts": ["2026-03-01", "2026-03-02", "2026-03-03"],
        ...         "user": [1, 1, 1],
        ...         "channel": ["search", "newsletter", "branch"],
        ...         "event": ["click", "open", "purchase"],
        ...     },
        ...     time="ts",
        ...     ids={"user": "user"},
        ...     touchpoint="channel",
        ...     event="event",
        ... )
        >>> journeys = cx.journeys(events, cx.stitch(events), conversion="purchase")
        >>> journeys
        Journeys(1 journeys of 1 persons, 2 steps)
        >>> print(journeys.transitions())
        from        to            count
        ----------  ------------  -----
        newsletter  (conversion)      1
        search      newsletter        1
        (start)     search            1
    """
    options = to_json(
        conversion=conversion,
        outcomes=dict(outcomes or {}),
        refund=refund,
        lookback=lookback,
        touchpoint_lookback=dict(touchpoint_lookback or {}),
        event_lookback=dict(event_lookback or {}),
        carry_over=carry_over,
        silence=silence,
        cycle=cycle,
        session_gap=session_gap,
        session_midnight=session_midnight,
        session_change=session_change,
        session_start=session_start,
        session_end=session_end,
        session_longest=session_longest,
        conversion_is_step=conversion_is_step,
        exclude=exclude,
    )
    core = needs(events, Events, "events", "from cx.Events(...)")._core  # noqa: SLF001
    of = needs(people, People, "people", "from cx.stitch(events)")._core  # noqa: SLF001
    return Journeys(_native.journeys(core, of, options, progress))
