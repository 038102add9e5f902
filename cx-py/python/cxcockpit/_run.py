"""From a configuration file to a cockpit: the public verbs, one after the other."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ._attribution import Credit, Returns, attribute, returns
from ._audit import Audit, audit
from ._broadcast import Broadcast, Spots, broadcast
from ._catalogue import Criteria, Findings
from ._cockpit import Cockpit, cockpit
from ._concat import concat
from ._config import Config, call
from ._events import Events
from ._experience import Experience, experience
from ._feedback import Campaigns, Feedback, Targets
from ._intake import IntakeReport
from ._journey import Journeys, journeys
from ._kpi import Gaps, Scores, gaps, score
from ._output import write
from ._personas import Phases
from ._pictures import Pictures
from ._stitch import People, stitch
from ._table import Table
from .errors import OptionError

# Why a model leads, in words.
LEADS = {
    "asked": "asked for",
    "times_and_conversions": "journeys have times and at least 300 conversions",
    "without_times": "hazard is not among the models, or has too little to go by",
    "first": "the first of the models",
}


@dataclass(frozen=True, slots=True)
class Result:
    """What `cx run` made.

    Attributes:
        cockpit: The cockpit.
        tables: The reports behind it, by name.
        accounts: What became of every row, by table.
        pictures: What the page shows beside them.
        notes: What is worth a line on the screen.
    """

    cockpit: Cockpit
    tables: dict[str, Table]
    accounts: dict[str, IntakeReport]
    pictures: Pictures
    notes: tuple[str, ...]


def run(config: Config) -> Result:
    """Runs the whole way of the data.

    Args:
        config: Which files and which options.

    Returns:
        The cockpit and the reports behind it.

    Raises:
        CxError: As the verbs; the message begins with the section at fault.
    """
    parts = [config.table(Events, *section) for section in config.several("events")]
    events = concat(parts) if parts else None
    ways: Journeys | None = None
    people: People | None = None
    if events is not None:
        people = call(stitch, *config.options("stitch"), events)
        ways = call(journeys, *config.options("journeys"), events, people)
    spots = config.maybe_table(Spots, "spots")
    brought: Broadcast | None = None
    if events is not None and spots is not None:
        brought = call(broadcast, *config.options("broadcast"), spots, events)
    credit = _credit(config, ways, brought)
    feedback = config.maybe_table(Feedback, "feedback")
    felt: Experience | None = None
    if ways is not None and people is not None and feedback is not None and "experience" in config:
        felt = call(experience, *config.options("experience"), ways, people, feedback)
    campaigns = config.maybe_table(Campaigns, "campaigns")
    back = _returns(config, credit, campaigns, felt)
    targets = config.maybe_table(Targets, "targets")
    scores = [] if feedback is None else _scores(config, feedback, targets)
    overall = [] if feedback is None else _overall(config, feedback)
    between: Gaps | None = None
    if feedback is not None and "gaps" in config:
        between = call(gaps, *config.options("gaps"), feedback)

    criteria = config.maybe_table(Criteria, "criteria")
    findings = config.maybe_table(Findings, "findings")
    audited: Audit | None = None
    if criteria is not None and findings is not None:
        audited = call(audit, *config.options("audit"), criteria, findings)

    reports = {
        "events": events,
        "feedback": feedback,
        "campaigns": campaigns,
        "targets": targets,
        "criteria": criteria,
        "findings": findings,
        "spots": spots,
    }
    accounts = {name: table.report for name, table in reports.items() if table is not None}
    whole = call(
        cockpit,
        *config.options("cockpit"),
        events=events,
        people=people,
        journeys=ways,
        credit=credit,
        returns=back,
        scores=[*scores, *overall],
        gaps=between,
        audit=audited,
        campaigns=campaigns,
        targets=targets,
        intake=[table for table in (feedback, criteria, findings, spots) if table is not None],
    )
    shown: Pictures = {}
    more: dict[str, Table] = {}
    if events is not None and people is not None and ways is not None:
        shown, more = _pictures(config, people, ways, feedback)
        if brought is not None:
            shown["broadcast"] = brought
    reports_made = {
        "credit": credit,
        "experience": felt,
        "returns": back,
        "gaps": between,
        "audit": audited,
        "funnel": shown.get("funnel"),
        "personas": shown.get("personas"),
        "persona_scores": shown.get("persona_scores"),
        "broadcast": brought,
    }
    tables = {
        "touchpoints": whole.touchpoints,
        "alarms": whole.alarms,
        "coverage": whole.coverage,
        "findings": whole.findings,
        **{name: part.table for name, part in reports_made.items() if part is not None},
        **({} if credit is None else {"credit_parts": credit.parts}),
        **({} if back is None else {"returns_touchpoints": back.touchpoints, "returns_campaigns": back.campaigns}),
        **{f"scores{number or ''}": part.table for number, part in enumerate(scores)},
        **{name: table for name in ("step_matrix", "needs") if (table := shown.get(name)) is not None},
        **more,
        **{f"rejects_{name}": account.rejects for name, account in accounts.items() if account.rejected},
    }
    return Result(whole, tables, accounts, shown, _notes(config, whole, ways))


def _credit(config: Config, ways: Journeys | None, brought: Broadcast | None) -> Credit | None:
    if ways is None or "attribute" not in config:
        return None
    name, options = config.options("attribute")
    lead = config.options("cockpit")[1].get("lead")
    if lead is not None and "lead" not in options:
        options = {**options, "lead": lead}
    return call(attribute, name, options, ways, broadcast=brought)


def _returns(
    config: Config, credit: Credit | None, campaigns: Campaigns | None, felt: Experience | None
) -> Returns | None:
    if credit is None:
        return None
    name, options = config.options("returns")
    # Points that the file gives by touchpoint win over those that were computed.
    points = {} if felt is None or "experience" in options else {"experience": felt}
    return call(returns, name, options, credit, campaigns, **points)


def _scores(config: Config, feedback: Feedback, targets: Targets | None) -> list[Scores]:
    sections = config.several("score") or [("[score]", {})]
    if len(sections) == 1 and sections[0][1].get("window"):
        # A trend is read against the whole period.
        name, options = sections[0]
        sections = [(name, {key: value for key, value in options.items() if key != "window"}), *sections]
    return [call(score, *section, feedback, targets=targets) for section in sections]


def _overall(config: Config, feedback: Feedback) -> list[Scores]:
    """The score over all touchpoints, for the head of the page: the whole period, and by window for its change."""
    sections = config.several("score") or [("[score]", {})]
    name, options = next((section for section in sections if section[1].get("window")), sections[0])
    whole = {key: value for key, value in options.items() if key not in {"by", "window"}}
    wanted = [whole, {**whole, "window": options["window"]}] if options.get("window") else [whole]
    return [call(score, name, each, feedback, by=()) for each in wanted]


def _notes(config: Config, whole: Cockpit, ways: Journeys | None) -> tuple[str, ...]:
    head = whole.head
    notes = []
    if head["lead"] is not None:
        asked = head["lead_reason"]
        notes.append(f"Lead model: {head['lead']}{'' if asked is None else f' ({LEADS[asked]})'}")
    if head["roas"] is not None:
        span = "" if head["roas_low"] is None else f" ({head['roas_low']:.2f} to {head['roas_high']:.2f})"
        unit = config.options("cockpit")[1].get("currency", "unit of cost")
        notes.append(f"Return per 1 {unit}: {head['roas']:.2f}{span}")
    if head["known_persons"] is not None:
        notes.append(f"Persons known: {head['known_persons']:,}, without an identifier: {head['anonymous_persons']:,}")
    if ways is not None:
        notes.append(f"Events without a person: {ways.report.without_person:,}")
    return tuple(notes)


def _pictures(
    config: Config, people: People, ways: Journeys, feedback: Feedback | None
) -> tuple[Pictures, dict[str, Table]]:
    """What the page shows beside the cockpit's figures, and tables that are only written."""
    shown: Pictures = {}
    tables: dict[str, Table] = {}
    if "funnel" in config:
        name, section = config.options("funnel")
        if "steps" not in section:
            raise OptionError(f"{name}: steps is missing")
        options = {key: value for key, value in section.items() if key != "steps"}
        shown["funnel"] = call(ways.funnel, name, options, section["steps"])
    if "step_matrix" in config:
        shown["step_matrix"] = call(ways.step_matrix, *config.options("step_matrix"))
    if "personas" in config:
        personas = call(ways.personas, *config.options("personas"))
        shown["personas"] = personas
        if feedback is not None:
            shown["persona_scores"] = score(personas.answers(ways, people, feedback), by=["persona"])
    if "phases" in config:
        name, section = config.options("phases")
        options = {key: value for key, value in section.items() if key != "rules"}
        phases = call(ways.phases, name, options, section.get("rules", ()))
        tables = _phases(config, ways, phases, shown)
    return shown, tables


def _phases(config: Config, ways: Journeys, phases: Phases, shown: Pictures) -> dict[str, Table]:
    """The tables of phases; where these are by journey, what each persona turns to in them."""
    by_journey = config.options("phases")[1].get("unit") == "journeys"
    personas = shown.get("personas") if by_journey else None
    if personas is not None:
        shown["needs"] = call(ways.needs, *config.options("needs"), personas, phases)
    effort = call(ways.effort, *config.options("effort"), phases, personas=personas)
    return {"phases": phases.figures(), "hand_overs": phases.hand_overs, "effort": effort.table}


def save(result: Result, folder: Path) -> Path:
    """Writes the cockpit's page, its JSON and the reports as CSV.

    Args:
        result: What `run` made.
        folder: Where to; made if it is missing.

    Returns:
        The page.
    """
    (folder / "tables").mkdir(parents=True, exist_ok=True)
    (folder / "cockpit.json").write_text(result.cockpit.to_json(**result.pictures), encoding="utf-8")
    for name, table in result.tables.items():
        write(table, folder / "tables" / f"{name}.csv")
    return result.cockpit.save(folder / "cockpit.html", **result.pictures)
