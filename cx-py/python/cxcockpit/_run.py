"""A run: all objects that a configuration file asks for, from the tables to the cockpit."""

from __future__ import annotations

import os
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from ._attribution import Credit, Returns
from ._audit import Audit
from ._broadcast import Broadcast, Spots
from ._catalogue import Criteria, Findings
from ._cockpit import Cockpit
from ._config import Config
from ._events import Events
from ._experience import Experience
from ._feedback import Campaigns, Feedback, Targets
from ._frozen import Frozen
from ._funnel import Funnel
from ._intake import IntakeReport
from ._journey import Journeys
from ._kpi import Gaps, Scores
from ._output import write
from ._personas import Effort, Personas, Phases
from ._pictures import Pictures
from ._steps import READ, Steps
from ._stitch import People
from ._table import Table
from ._verb import verb_of_steps
from .errors import LackingError

if TYPE_CHECKING:
    from .types import Progress

T = TypeVar("T")

# Why a model leads, in words.
LEADS = {
    "asked": "asked for",
    "times_and_conversions": "journeys have times and at least 300 conversions",
    "without_times": "hazard is not among the models, or has too little to go by",
    "first": "the first of the models",
}

# Which sections of the file a part is made from.
SECTIONS = {
    **{name: f"[{name}]" for name in READ},
    "people": "[events]",
    "journeys": "[events]",
    "broadcast": "[spots] and [events]",
    "credit": "[attribute] and [events]",
    "experience": "[experience], [events] and [feedback]",
    "returns": "[attribute] and [events]",
    "scores": "[feedback]",
    "gaps": "[gaps] and [feedback]",
    "audit": "[criteria] and [findings]",
    "funnel": "[funnel] and [events]",
    "step_matrix": "[step_matrix] and [events]",
    "personas": "[personas] and [events]",
    "persona_scores": "[personas], [events] and [feedback]",
    "phases": "[phases] and [events]",
    "needs": "[personas], and [phases] by journey",
    "effort": "[phases] and [events]",
    "cockpit": "[cockpit]",
}
REPORTS = ("credit", "experience", "returns", "gaps", "audit", "funnel", "personas", "persona_scores", "broadcast")


class Run(Frozen):
    """All objects of a run, from `cx.load` or `cx.demo`.

    Tables were read; every other part is made when it is first asked for, and once. `cx run` writes what this object
    holds. `"credit" in run` says whether the file asks for a part.
    """

    __slots__ = ("_steps",)
    _steps: Steps

    def __init__(self, config: Config, progress: Progress = None) -> None:
        self._set(_steps=Steps(config, progress))

    def __repr__(self) -> str:
        return f"Run({', '.join(self._names())})"

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name in self._names()

    def _names(self) -> list[str]:
        """The parts that the file asks for; nothing is made to tell."""
        config = self._steps.config
        asked = {name for name in READ if config.several(name)}
        if "events" in asked:
            asked |= {"people", "journeys"}
            asked |= {name for name in ("funnel", "step_matrix", "personas", "phases") if name in config}
            asked |= {"credit", "returns"} if "attribute" in config else set()
            asked |= {"broadcast"} if "spots" in asked else set()
            asked |= {"experience"} if "feedback" in asked and "experience" in config else set()
        if "feedback" in asked:
            asked |= {"scores"} | ({"gaps"} if "gaps" in config else set())
            asked |= {"persona_scores"} if "personas" in asked else set()
        asked |= {"audit"} if {"criteria", "findings"} <= asked else set()
        asked |= {"effort"} if "phases" in asked else set()
        if {"phases", "personas"} <= asked and config.options("phases")[1].get("unit") == "journeys":
            asked |= {"needs"}
        return [name for name in SECTIONS if name in asked or name == "cockpit"]

    def _part(self, kind: type[T], name: str) -> T:
        part = self._steps.get(name)
        if not isinstance(part, kind):
            raise LackingError(f'run.{name}: the file has no {SECTIONS[name]}; "{name}" in run says what it asks for')
        return part

    @property
    def events(self) -> Events:
        """Events of all sources, from `[[events]]`."""
        return self._part(Events, "events")

    @property
    def feedback(self) -> Feedback:
        """Answers, from `[feedback]`."""
        return self._part(Feedback, "feedback")

    @property
    def campaigns(self) -> Campaigns:
        """Campaigns, from `[campaigns]`."""
        return self._part(Campaigns, "campaigns")

    @property
    def targets(self) -> Targets:
        """Targets, from `[targets]`."""
        return self._part(Targets, "targets")

    @property
    def criteria(self) -> Criteria:
        """The catalogue of the audit, from `[criteria]`."""
        return self._part(Criteria, "criteria")

    @property
    def findings(self) -> Findings:
        """Findings of auditors, from `[findings]`; those of the cockpit are `run.cockpit.findings`."""
        return self._part(Findings, "findings")

    @property
    def spots(self) -> Spots:
        """Spots of television and radio, from `[spots]`."""
        return self._part(Spots, "spots")

    @property
    def people(self) -> People:
        """People, by `[stitch]`."""
        return self._part(People, "people")

    @property
    def journeys(self) -> Journeys:
        """Journeys, by `[journeys]`."""
        return self._part(Journeys, "journeys")

    @property
    def broadcast(self) -> Broadcast:
        """What spots brought in visits, by `[broadcast]`."""
        return self._part(Broadcast, "broadcast")

    @property
    def credit(self) -> Credit:
        """Credits, by `[attribute]`."""
        return self._part(Credit, "credit")

    @property
    def experience(self) -> Experience:
        """Credits of a score, by `[experience]`."""
        return self._part(Experience, "experience")

    @property
    def returns(self) -> Returns:
        """Returns, by `[returns]`."""
        return self._part(Returns, "returns")

    @property
    def scores(self) -> dict[str, Scores]:
        """Scores by what they are broken down by, the whole period first: `run.scores["scores_by_touchpoint"]`.

        The names are those of the files: metric, columns and window of a `[score]`. Those named `overall` are over all
        touchpoints. Empty without `[feedback]`.
        """
        return {**self._steps.get("scores"), **self._steps.get("overall")}

    @property
    def gaps(self) -> Gaps:
        """Expectation against perception, by `[gaps]`."""
        return self._part(Gaps, "gaps")

    @property
    def audit(self) -> Audit:
        """Findings against the catalogue, by `[audit]`."""
        return self._part(Audit, "audit")

    @property
    def cockpit(self) -> Cockpit:
        """All of it joined, by `[cockpit]`."""
        return self._part(Cockpit, "cockpit")

    @property
    def funnel(self) -> Funnel:
        """The funnel, by `[funnel]`."""
        return self._part(Funnel, "funnel")

    @property
    def step_matrix(self) -> Table:
        """Where journeys are at each step, by `[step_matrix]`."""
        return self._part(Table, "step_matrix")

    @property
    def personas(self) -> Personas:
        """Personas, by `[personas]`."""
        return self._part(Personas, "personas")

    @property
    def persona_scores(self) -> Scores:
        """What the personas say."""
        return self._part(Scores, "persona_scores")

    @property
    def phases(self) -> Phases:
        """Phases, by `[phases]`."""
        return self._part(Phases, "phases")

    @property
    def needs(self) -> Table:
        """What the personas turn to in each phase, by `[needs]`; phases have to be by journey."""
        return self._part(Table, "needs")

    @property
    def effort(self) -> Effort:
        """The effort index, by `[effort]`."""
        return self._part(Effort, "effort")

    @property
    def accounts(self) -> dict[str, IntakeReport]:
        """What became of every row, by table."""
        return {name: table.report for name in READ if (table := self._steps.get(name)) is not None}

    @property
    def pictures(self) -> Pictures:
        """What the page shows beside the cockpit's own figures."""
        made: Pictures = {}
        get = self._steps.get
        for name in Pictures.__annotations__:
            if (part := get(name)) is not None:
                made[name] = part  # type: ignore[literal-required]
        return made

    @property
    def tables(self) -> dict[str, Table]:
        """All tables that `cx run` writes, by the name of their file.

        Returns:
            The tables of the cockpit and of the reports behind it, scores by what they are broken down by, and
            `rejects_...` of each table that had some.
        """
        whole, get = self.cockpit, self._steps.get
        tables = {name: getattr(whole, name) for name in ("touchpoints", "alarms", "coverage", "findings")}
        tables |= {name: part.table for name in REPORTS if (part := get(name)) is not None}
        if (credit := get("credit")) is not None:
            back = get("returns")
            tables["credit_parts"] = credit.parts
            tables |= {"returns_touchpoints": back.touchpoints, "returns_campaigns": back.campaigns}
        tables |= {name: part.table for name, part in self.scores.items()}
        tables |= {name: table for name in ("step_matrix", "needs") if (table := get(name)) is not None}
        if (phases := get("phases")) is not None:
            tables |= {"phases": phases.figures(), "hand_overs": phases.hand_overs, "effort": get("effort").table}
        return tables | self._rejects()

    def _rejects(self) -> dict[str, Table]:
        """Rejected rows of the tables that were read so far; nothing is read for it."""
        read = {name: table.report for name in READ if (table := self._steps.read_so_far(name)) is not None}
        return {f"rejects_{name}": report.rejects for name, report in read.items() if report.rejected}

    @property
    def notes(self) -> tuple[str, ...]:
        """What is worth a line on the screen: which model leads, the return, who is known."""
        head = self.cockpit.head
        notes = []
        if head["lead"] is not None:
            asked = head["lead_reason"]
            notes.append(f"Lead model: {head['lead']}{'' if asked is None else f' ({LEADS[asked]})'}")
        if head["roas"] is not None:
            span = "" if head["roas_low"] is None else f" ({head['roas_low']:.2f} to {head['roas_high']:.2f})"
            unit = self._steps.config.options("cockpit")[1].get("currency", "unit of cost")
            notes.append(f"Return per 1 {unit}: {head['roas']:.2f}{span}")
        if head["known_persons"] is not None:
            known, anonymous = head["known_persons"], head["anonymous_persons"]
            notes.append(f"Persons known: {known:,}, without an identifier: {anonymous:,}")
        ways = self._steps.get("journeys")
        if ways is not None:
            notes.append(f"Events without a person: {ways.report.without_person:,}")
        return tuple(notes)

    def save(self, folder: str | os.PathLike[str]) -> Path:
        """Writes the cockpit's page, its JSON and all tables as CSV.

        Rejected rows are written even if a later step fails.

        Args:
            folder: Where to; made if it is missing.

        Returns:
            The page.

        Raises:
            CxError: As the verbs; the message begins with the section at fault.
        """
        out = Path(os.fspath(folder))
        (out / "tables").mkdir(parents=True, exist_ok=True)
        try:
            self._steps.read()
            tables = self.tables
        finally:
            for name, table in self._rejects().items():
                write(table, out / "tables" / f"{name}.csv")
        for name, table in tables.items():
            write(table, out / "tables" / f"{name}.csv")
        pictures = self.pictures
        (out / "cockpit.json").write_text(self.cockpit.to_json(**pictures), encoding="utf-8")
        return self.cockpit.save(out / "cockpit.html", **pictures)


@verb_of_steps
def load(
    config: str | os.PathLike[str], data: str | os.PathLike[str] | None = None, *, progress: Progress = None
) -> Run:
    r"""Reads a configuration file and its tables, and gives all objects of the run.

    Tables are read at once; people, journeys, fits and the cockpit are made when they are first asked for, each once.

    Args:
        config: The configuration file, as for `cx run`.
        data: Folder of the tables; by default as the file says, or else beside it.
        progress: Called with (done, total), in each step; True: a line for each step.

    Returns:
        The run: `run.events`, `run.journeys`, `run.credit`, `run.scores`, `run.cockpit` and so on.

    Raises:
        InputError: There is no such file.
        OptionError: The file is not TOML, or has a section or an option that is not known.
        CxError: As the class that reads a table; the message begins with the section at fault.

    Example:
        >>> import cxcockpit as cx, tempfile, pathlib
        >>> folder = pathlib.Path(tempfile.mkdtemp())
        >>> _ = (folder / "answers.csv").write_text("score,place\n10,app\n9,app\n2,branch\n")
        >>> _ = (folder / "config.toml").write_text('[feedback]\nfile = "answers.csv"\ntouchpoint = "place"\n')
        >>> run = cx.load(folder / "config.toml")
        >>> run
        Run(feedback, scores, cockpit)
        >>> run.scores["scores_by_touchpoint"].table["score"]
        [100.0, -100.0]
    """
    made = Run(Config(Path(os.fspath(config)), None if data is None else Path(os.fspath(data))), progress)
    made._steps.read()  # noqa: SLF001 - the package's own
    return made


@verb_of_steps
def demo(*, progress: Progress = None) -> Run:
    """The small simulated company that comes with the package, as a run: everything in it can be asked for at once.

    No person, campaign or figure in it is real. `cx demo` writes the same company with its exports.

    Args:
        progress: Called with (done, total), in each step; True: a line for each step.

    Returns:
        The run.

    Example:
        >>> import cxcockpit as cx
        >>> run = cx.demo()
        >>> run.scores["scores_by_touchpoint"].table.filter(metric="nps").sort("score").columns[:3]
        ['metric', 'touchpoint', 'window_start']
        >>> "credit" in run, "audit" in run
        (True, True)
    """
    with resources.as_file(resources.files(__package__) / "demo") as sample:
        return load(sample / "config.toml", progress=progress)
