"""Reports that a cockpit's page shows beside its own: funnel, step matrix, personas, television and radio."""

from __future__ import annotations

import json
from typing import Any, TypedDict

from ._broadcast import Broadcast
from ._funnel import Funnel
from ._kpi import Scores
from ._options import needs
from ._personas import Personas
from ._table import Table
from ._verb import unknown_option
from .errors import InputError

_MATRIX = {"step", "touchpoint", "share"}
_NEEDS = {"persona", "phase", "share", "difference_low"}


class Pictures(TypedDict, total=False):
    """What a cockpit's page can show beside its own figures; each is optional.

    Attributes:
        funnel: A funnel, from `journeys.funnel(...)`.
        step_matrix: Where journeys are at each step, from `journeys.step_matrix(...)`.
        personas: Personas, from `journeys.personas(...)`.
        needs: What the personas turn to by phase, from `journeys.needs(...)`.
        persona_scores: What they say, from `cx.score(personas.answers(...), by=["persona"])`.
        broadcast: What spots brought in visits, from `cx.broadcast(...)`.
    """

    funnel: Funnel | None
    step_matrix: Table | None
    personas: Personas | None
    needs: Table | None
    persona_scores: Scores | None
    broadcast: Broadcast | None


_REPORTS: dict[str, tuple[type[Any], str]] = {
    "funnel": (Funnel, "from journeys.funnel(...)"),
    "personas": (Personas, "from journeys.personas(...)"),
    "persona_scores": (Scores, 'from cx.score(personas.answers(...), by=["persona"])'),
    "broadcast": (Broadcast, "from cx.broadcast(...)"),
}
_TABLES = {
    "step_matrix": (_MATRIX, "journeys.step_matrix(...)"),
    "needs": (_NEEDS, "journeys.needs(...)"),
}


# Checks of the broadcast response that the page shows.
_CHECKS = {
    "placebo": ("visits", "low", "high", "p_value"),
    "hour_shift": ("en", "de"),
}


def with_pictures(cockpit: str, pictures: Pictures) -> str:
    """A cockpit's JSON text with further reports as columns; its own figures stay as they are, to the byte."""
    columns: dict[str, dict[str, list[Any]]] = {}
    for name, report in pictures.items():
        if name not in Pictures.__annotations__:
            raise unknown_option("save", name, list(Pictures.__annotations__))
        if report is not None:
            columns |= {part: _columns(table) for part, table in _parts(name, report).items()}
    for check, shown in _CHECKS.items():
        found = getattr(pictures.get("broadcast"), check, None)
        if found is not None:
            columns[check] = {name: _cells([getattr(found, name)]) for name in shown}
    if not columns:
        return cockpit
    more = json.dumps(columns, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return f"{cockpit[:-1]},{more[1:]}"


def _parts(name: str, report: object) -> dict[str, Table]:
    if name in _TABLES:
        return {name: _table(name, report)}
    given = needs(report, _REPORTS[name][0], name, _REPORTS[name][1])
    parts = {name: given.table}
    if isinstance(given, Broadcast):
        parts["response"] = given.response
    return parts


def _table(name: str, value: object) -> Table:
    columns, verb = _TABLES[name]
    table = needs(value, Table, name, f"from {verb}")
    if not set(table.columns) >= columns:
        raise InputError(f"{name} must be the table of {verb}, not one of {', '.join(table.columns)}")
    return table


def _columns(table: Table) -> dict[str, list[Any]]:
    return {column: _cells(table.column(column)) for column in table.columns}


def _cells(cells: list[Any]) -> list[Any]:
    return [None if isinstance(cell, float) and cell != cell else cell for cell in cells]  # noqa: PLR0124
