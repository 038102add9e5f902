"""CX Cockpit: from a company's own exports to a customer-experience cockpit.

The way of the data:

    events = cx.Events(...)                       one contact at one touchpoint at one time
    people = cx.stitch(events)                    whose identifiers belong to one person
    journeys = cx.journeys(events, people, ...)   contacts up to an outcome or to silence
    credit = cx.attribute(journeys, ...)          what each touchpoint did for the outcome
    returns = cx.returns(credit, campaigns)       and what it cost
    response = cx.broadcast(spots, events)        what television and radio brought in visits
    lift = cx.experience(journeys, people, ...)   what each touchpoint did for a score
    scores = cx.score(feedback, ...)              KPIs against targets
    gaps = cx.gaps(feedback, ...)                 expectation against perception
    audit = cx.audit(criteria, findings, ...)     target against actual
    cockpit = cx.cockpit(...)                     all of it, one row for each touchpoint

Tables come in from pyarrow, polars, pandas, duckdb, files or plain columns, and go out to any of
them. Nothing leaves the machine that this runs on.
"""

from __future__ import annotations

from . import errors, plots, types
from ._attribution import Credit, Returns, attribute, returns
from ._audit import Audit, AuditReport, audit
from ._broadcast import Broadcast, Carried, Counts, HourShift, Placebo, Spots, broadcast
from ._catalogue import Criteria, Findings
from ._channels import ChannelExplanation, Channels, channels
from ._cockpit import Cockpit, cockpit
from ._concat import concat
from ._conformance import Conformance, Fit, Net
from ._credits import credit_by_level, credit_by_period, credit_by_position, interactions
from ._events import Events
from ._excel import to_excel
from ._experience import Experience, PeriodExperience, experience, experience_by_period
from ._feedback import Campaigns, Feedback, Targets
from ._funnel import Funnel
from ._hazard import HazardFit, hazard_fit
from ._intake import IntakeReport
from ._journey import JourneyReport, Journeys, journeys
from ._kpi import GapReport, Gaps, ScoreReport, Scores, gaps, score
from ._live import LiveSessions, SessionDelta
from ._markov import choose_order, sequence_effects, transitions
from ._native import VERSION as __version__  # noqa: N811 - the name that Python gives to versions
from ._paths import Paths, paths
from ._period_returns import PeriodReturns, returns_by_period
from ._personas import Distances, Effort, PersonaReport, Personas, Phases
from ._reading import FileTable, read_csv, read_excel, read_json
from ._recipes import read
from ._run import Run, demo, load
from ._sniff import Sniffed, sniff
from ._stitch import People, PeopleReport, stitch
from ._table import Table
from .errors import CxError

__all__ = [
    "Audit",
    "AuditReport",
    "Broadcast",
    "Campaigns",
    "Carried",
    "ChannelExplanation",
    "Channels",
    "Cockpit",
    "Conformance",
    "Counts",
    "Credit",
    "Criteria",
    "CxError",
    "Distances",
    "Effort",
    "Events",
    "Experience",
    "Feedback",
    "FileTable",
    "Findings",
    "Fit",
    "Funnel",
    "GapReport",
    "Gaps",
    "HazardFit",
    "HourShift",
    "IntakeReport",
    "JourneyReport",
    "Journeys",
    "LiveSessions",
    "Net",
    "Paths",
    "People",
    "PeopleReport",
    "PeriodExperience",
    "PeriodReturns",
    "PersonaReport",
    "Personas",
    "Phases",
    "Placebo",
    "Returns",
    "Run",
    "ScoreReport",
    "Scores",
    "SessionDelta",
    "Sniffed",
    "Spots",
    "Table",
    "Targets",
    "__version__",
    "attribute",
    "audit",
    "broadcast",
    "channels",
    "choose_order",
    "cockpit",
    "concat",
    "credit_by_level",
    "credit_by_period",
    "credit_by_position",
    "demo",
    "errors",
    "experience",
    "experience_by_period",
    "gaps",
    "hazard_fit",
    "interactions",
    "journeys",
    "load",
    "paths",
    "plots",
    "read",
    "read_csv",
    "read_excel",
    "read_json",
    "returns",
    "returns_by_period",
    "score",
    "sequence_effects",
    "sniff",
    "stitch",
    "to_excel",
    "transitions",
    "types",
]
