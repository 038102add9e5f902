"""The way of the data by a configuration file: the public verbs, one after the other, each when it is asked for."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from typing import Any, TypeVar

from ._attribution import Credit, Returns, attribute, returns
from ._audit import Audit, audit
from ._broadcast import Broadcast, Spots, broadcast
from ._catalogue import Criteria, Findings
from ._cockpit import Cockpit, cockpit
from ._concat import concat
from ._config import Config, Section, call
from ._events import Events
from ._experience import Experience, experience
from ._feedback import Campaigns, Feedback, Targets
from ._funnel import Funnel
from ._journey import Journeys, journeys
from ._kpi import Gaps, Scores, gaps, score
from ._personas import Effort, Personas, Phases
from ._stitch import People, stitch
from ._table import Table
from .errors import OptionError
from .types import Progress

T = TypeVar("T")
READ = ("events", "feedback", "campaigns", "targets", "criteria", "findings", "spots")


class Steps:
    """What a configuration file asks for; each part is made once, and is None where the file does not ask for it."""

    def __init__(self, config: Config, progress: Progress = None) -> None:
        """Makes nothing yet.

        Args:
            config: Which files and which options.
            progress: As in the verbs, for each of them.
        """
        self.config = config
        self._progress = progress
        self._made: dict[str, Any] = {}
        self._parts: dict[str, list[Any]] = {}
        # Parts ask for one another, so the same thread may come in again.
        self._lock = threading.RLock()

    def get(self, name: str) -> Any:  # noqa: ANN401 - one of the parts
        """A part by its name, made if it was not yet."""
        with self._lock:
            if name not in self._made:
                self._made[name] = getattr(self, f"_{name}")()
            return self._made[name]

    def read_so_far(self, name: str) -> Any:  # noqa: ANN401 - one of the tables
        """A table as far as it was read, also where one of its files could not be; None before."""
        return self._made.get(name) or joined(self._parts.get(name, []))

    def read(self) -> None:
        """Reads all tables."""
        for name in READ:
            self.get(name)

    def _call(self, verb: Callable[..., T], name: str, section: Section, /, *tables: object, **more: object) -> T:
        return call(verb, name, section, *tables, progress=self._progress, **more)

    def _table(self, reader: Callable[..., T], name: str) -> T | None:
        parts = self._parts[name] = []
        for section in self.config.several(name):
            part = self.config.table(reader, *section, progress=self._progress)
            parts.append(part)  # each by itself: what was read is kept where the next file is at fault
        whole: T | None = joined(parts)
        return whole

    def _events(self) -> Events | None:
        return self._table(Events, "events")

    def _feedback(self) -> Feedback | None:
        return self._table(Feedback, "feedback")

    def _campaigns(self) -> Campaigns | None:
        return self._table(Campaigns, "campaigns")

    def _targets(self) -> Targets | None:
        return self._table(Targets, "targets")

    def _criteria(self) -> Criteria | None:
        return self._table(Criteria, "criteria")

    def _findings(self) -> Findings | None:
        return self._table(Findings, "findings")

    def _spots(self) -> Spots | None:
        return self._table(Spots, "spots")

    def _people(self) -> People | None:
        events = self.get("events")
        return None if events is None else self._call(stitch, *self.config.options("stitch"), events)

    def _journeys(self) -> Journeys | None:
        events, people = self.get("events"), self.get("people")
        return None if events is None else self._call(journeys, *self.config.options("journeys"), events, people)

    def _broadcast(self) -> Broadcast | None:
        events, spots = self.get("events"), self.get("spots")
        if events is None or spots is None:
            return None
        return self._call(broadcast, *self.config.options("broadcast"), spots, events)

    def _credit(self) -> Credit | None:
        ways: Journeys | None = self.get("journeys")
        if ways is None or "attribute" not in self.config:
            return None
        name, options = self.config.options("attribute")
        lead = self.config.options("cockpit")[1].get("lead")
        if lead is not None and "lead" not in options:
            options = {**options, "lead": lead}
        return self._call(attribute, name, options, ways, broadcast=self.get("broadcast"))

    def _experience(self) -> Experience | None:
        ways, people, feedback = self.get("journeys"), self.get("people"), self.get("feedback")
        if ways is None or feedback is None or "experience" not in self.config:
            return None
        return self._call(experience, *self.config.options("experience"), ways, people, feedback)

    def _returns(self) -> Returns | None:
        credit = self.get("credit")
        if credit is None:
            return None
        name, options = self.config.options("returns")
        # Points that the file gives by touchpoint win over those that were computed.
        felt = None if "experience" in options else self.get("experience")
        points = {} if felt is None else {"experience": felt}
        return self._call(returns, name, options, credit, self.get("campaigns"), **points)

    def _scores(self) -> dict[str, Scores]:
        """The scores of each section by what they are broken down by, the whole period first."""
        feedback, targets = self.get("feedback"), self.get("targets")
        if feedback is None:
            return {}
        sections = self.config.several("score") or [("[score]", {})]
        if len(sections) == 1 and sections[0][1].get("window"):
            # A trend is read against the whole period.
            name, options = sections[0]
            sections = [(name, {key: value for key, value in options.items() if key != "window"}), *sections]
        made: dict[str, Scores] = {}
        for name, options in sections:
            made[free(score_name(options), made)] = self._call(score, name, options, feedback, targets=targets)
        return made

    def _overall(self) -> dict[str, Scores]:
        """The score over all touchpoints, for the head of the page: the whole period, and by window for its change."""
        feedback = self.get("feedback")
        if feedback is None:
            return {}
        sections = self.config.several("score") or [("[score]", {})]
        name, options = next((section for section in sections if section[1].get("window")), sections[0])
        whole = {key: value for key, value in options.items() if key not in {"by", "window"}} | {"by": []}
        wanted = [whole, {**whole, "window": options["window"]}] if options.get("window") else [whole]
        return {score_name(each): self._call(score, name, each, feedback) for each in wanted}

    def _gaps(self) -> Gaps | None:
        feedback = self.get("feedback")
        if feedback is None or "gaps" not in self.config:
            return None
        return self._call(gaps, *self.config.options("gaps"), feedback)

    def _audit(self) -> Audit | None:
        criteria, findings = self.get("criteria"), self.get("findings")
        if criteria is None or findings is None:
            return None
        return self._call(audit, *self.config.options("audit"), criteria, findings)

    def _cockpit(self) -> Cockpit:
        read = [self.get(name) for name in ("feedback", "criteria", "findings", "spots")]
        return self._call(
            cockpit,
            *self.config.options("cockpit"),
            **{name: self.get(name) for name in ("events", "people", "journeys", "credit", "returns", "gaps", "audit")},
            scores=[*self.get("scores").values(), *self.get("overall").values()],
            campaigns=self.get("campaigns"),
            targets=self.get("targets"),
            intake=[table for table in read if table is not None],
        )

    def _funnel(self) -> Funnel | None:
        ways: Journeys | None = self.get("journeys")
        if ways is None or "funnel" not in self.config:
            return None
        name, section = self.config.options("funnel")
        if "steps" not in section:
            raise OptionError(f"{name}: steps is missing")
        options = {key: value for key, value in section.items() if key != "steps"}
        return self._call(ways.funnel, name, options, section["steps"])

    def _step_matrix(self) -> Table | None:
        ways: Journeys | None = self.get("journeys")
        if ways is None or "step_matrix" not in self.config:
            return None
        return self._call(ways.step_matrix, *self.config.options("step_matrix"))

    def _personas(self) -> Personas | None:
        ways: Journeys | None = self.get("journeys")
        if ways is None or "personas" not in self.config:
            return None
        return self._call(ways.personas, *self.config.options("personas"))

    def _persona_scores(self) -> Scores | None:
        personas, feedback = self.get("personas"), self.get("feedback")
        if personas is None or feedback is None:
            return None
        return score(personas.answers(self.get("journeys"), self.get("people"), feedback), by=["persona"])

    def _phases(self) -> Phases | None:
        ways: Journeys | None = self.get("journeys")
        if ways is None or "phases" not in self.config:
            return None
        name, section = self.config.options("phases")
        options = {key: value for key, value in section.items() if key != "rules"}
        return self._call(ways.phases, name, options, section.get("rules", ()))

    def _by_persona(self) -> Personas | None:
        """The personas where phases are by journey, as personas are."""
        by_journey = self.config.options("phases")[1].get("unit") == "journeys"
        return self.get("personas") if by_journey else None

    def _needs(self) -> Table | None:
        phases, personas = self.get("phases"), self._by_persona()
        if phases is None or personas is None:
            return None
        ways: Journeys = self.get("journeys")
        return self._call(ways.needs, *self.config.options("needs"), personas, phases)

    def _effort(self) -> Effort | None:
        phases = self.get("phases")
        if phases is None:
            return None
        ways: Journeys = self.get("journeys")
        return self._call(ways.effort, *self.config.options("effort"), phases, personas=self._by_persona())


def joined(parts: list[Any]) -> Any:  # noqa: ANN401 - one of the tables
    """Several files of one table as one; None where there is none."""
    return concat(parts) if len(parts) > 1 else parts[0] if parts else None


def score_name(options: Section) -> str:
    """What scores are called by their options: `scores_nps_by_touchpoint_week`."""
    by = options.get("by", "touchpoint")
    columns = [by] if isinstance(by, str) else list(by)
    metric = options.get("metric")
    metrics = [metric] if isinstance(metric, str) else list(metric or ())
    parts = ["scores", *metrics, *(["by", *columns] if columns else ["overall"])]
    if options.get("window"):
        parts.append(options["window"])
    return "_".join(re.sub(r"[^\w-]+", "-", str(part)).strip("-") or "-" for part in parts)


def free(name: str, taken: dict[str, Any]) -> str:
    """The name, with a number where it is taken."""
    number, made = 1, name
    while made in taken:
        number += 1
        made = f"{name}_{number}"
    return made
