"""From a configuration file to a cockpit: the public verbs, one after the other."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from ._attribution import Credit, Returns, attribute, returns
from ._audit import Audit, audit
from ._catalogue import Criteria, Findings
from ._cockpit import Cockpit, cockpit
from ._config import Config, call
from ._events import Events, concat
from ._feedback import Campaigns, Feedback, Targets
from ._funnel import Funnel
from ._intake import IntakeReport
from ._journey import Journeys, journeys
from ._kpi import Gaps, Scores, gaps, score
from ._output import write
from ._personas import Personas
from ._stitch import stitch
from ._table import Table
from .errors import OptionError


class Pictures(TypedDict, total=False):
    """What the page shows beside the cockpit's own figures."""

    funnel: Funnel
    step_matrix: Table
    personas: Personas


@dataclass(frozen=True, slots=True)
class Result:
    """What `cx run` made.

    Attributes:
        cockpit: The cockpit.
        tables: The reports behind it, by name.
        accounts: What became of every row, by table.
        pictures: What the page shows beside them.
    """

    cockpit: Cockpit
    tables: dict[str, Table]
    accounts: dict[str, IntakeReport]
    pictures: Pictures


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
    if events is not None:
        people = call(stitch, *config.options("stitch"), events)
        ways = call(journeys, *config.options("journeys"), events, people)
    credit: Credit | None = None
    if ways is not None and "attribute" in config:
        credit = call(attribute, *config.options("attribute"), ways)
    campaigns = config.maybe_table(Campaigns, "campaigns")
    back: Returns | None = None
    if credit is not None and campaigns is not None:
        back = call(returns, *config.options("returns"), credit, campaigns)

    targets = config.maybe_table(Targets, "targets")
    feedback = config.maybe_table(Feedback, "feedback")
    scores: list[Scores] = []
    between: Gaps | None = None
    if feedback is not None:
        sections = config.several("score") or [("[score]", {})]
        if len(sections) == 1 and sections[0][1].get("window"):
            # A trend is read against the whole period.
            name, options = sections[0]
            sections = [(name, {key: value for key, value in options.items() if key != "window"}), *sections]
        scores = [call(score, *section, feedback, targets=targets) for section in sections]
        if "gaps" in config:
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
    }
    accounts = {name: table.report for name, table in reports.items() if table is not None}
    whole = call(
        cockpit,
        *config.options("cockpit"),
        events=events,
        journeys=ways,
        credit=credit,
        returns=back,
        scores=scores,
        gaps=between,
        audit=audited,
        campaigns=campaigns,
        targets=targets,
        intake=[table for table in (feedback, criteria, findings) if table is not None],
    )
    shown = _pictures(config, ways) if ways is not None else Pictures()
    reports_made = {
        "credit": credit,
        "returns": back,
        "gaps": between,
        "audit": audited,
        "funnel": shown.get("funnel"),
        "personas": shown.get("personas"),
    }
    tables = {
        "touchpoints": whole.touchpoints,
        "alarms": whole.alarms,
        "coverage": whole.coverage,
        "findings": whole.findings,
        **{name: part.table for name, part in reports_made.items() if part is not None},
        **{f"scores{number or ''}": part.table for number, part in enumerate(scores)},
        **({"step_matrix": shown["step_matrix"]} if "step_matrix" in shown else {}),
        **{f"rejects_{name}": account.rejects for name, account in accounts.items() if account.rejected},
    }
    return Result(whole, tables, accounts, shown)


def _pictures(config: Config, ways: Journeys) -> Pictures:
    shown = Pictures()
    if "funnel" in config:
        name, section = config.options("funnel")
        if "steps" not in section:
            raise OptionError(f"{name}: steps is missing")
        options = {key: value for key, value in section.items() if key != "steps"}
        shown["funnel"] = call(ways.funnel, name, options, section["steps"])
    if "step_matrix" in config:
        shown["step_matrix"] = call(ways.step_matrix, *config.options("step_matrix"))
    if "personas" in config:
        shown["personas"] = call(ways.personas, *config.options("personas"))
    return shown


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
