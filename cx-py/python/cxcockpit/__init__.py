"""CX Cockpit: from a company's own exports to a customer-experience cockpit.

The way of the data:

    events = cx.Events(...)                       one contact at one touchpoint at one time
    people = cx.stitch(events)                    whose identifiers belong to one person
    journeys = cx.journeys(events, people, ...)   contacts up to an outcome or to silence

Tables come in from pyarrow, polars, pandas, duckdb, files or plain columns, and go out to any of
them. Nothing leaves the machine that this runs on.
"""

from __future__ import annotations

from . import errors, types
from ._intake import (
    Campaigns,
    Criteria,
    Events,
    Feedback,
    Findings,
    IntakeReport,
    Targets,
    concat,
)
from ._journey import JourneyReport, Journeys, journeys
from ._native import VERSION as __version__
from ._stitch import People, PeopleReport, stitch
from ._table import Table
from .errors import CxError

__all__ = [
    "Campaigns",
    "Criteria",
    "CxError",
    "Events",
    "Feedback",
    "Findings",
    "IntakeReport",
    "JourneyReport",
    "Journeys",
    "People",
    "PeopleReport",
    "Table",
    "Targets",
    "__version__",
    "concat",
    "errors",
    "journeys",
    "stitch",
    "types",
]
