"""Reports that a cockpit's page shows beside its own: a funnel, a step matrix, personas."""

from __future__ import annotations

import json
from typing import Any

from ._funnel import Funnel
from ._options import needs
from ._personas import Personas
from ._table import Table
from .errors import InputError

_MATRIX = {"step", "touchpoint", "share"}


def with_pictures(
    cockpit: str, funnel: Funnel | None = None, step_matrix: Table | None = None, personas: Personas | None = None
) -> str:
    """A cockpit's JSON text with further reports as columns; its own figures stay as they are, to the byte."""
    parts: dict[str, Table] = {}
    if funnel is not None:
        parts["funnel"] = needs(funnel, Funnel, "funnel", "from journeys.funnel(...)").table
    if step_matrix is not None:
        parts["step_matrix"] = _matrix(step_matrix)
    if personas is not None:
        parts["personas"] = needs(personas, Personas, "personas", "from journeys.personas(...)").table
    if not parts:
        return cockpit
    columns = {name: {column: _cells(table, column) for column in table.columns} for name, table in parts.items()}
    more = json.dumps(columns, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return f"{cockpit[:-1]},{more[1:]}"


def _matrix(value: Table) -> Table:
    table = needs(value, Table, "step_matrix", "from journeys.step_matrix(...)")
    if not set(table.columns) >= _MATRIX:
        raise InputError(
            f"step_matrix must be the table of journeys.step_matrix(...), not one of {', '.join(table.columns)}"
        )
    return table


def _cells(table: Table, column: str) -> list[Any]:
    return [None if isinstance(cell, float) and cell != cell else cell for cell in table.column(column)]  # noqa: PLR0124
