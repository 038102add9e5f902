"""Conformance: the journeys that were expected against those that happened."""

from __future__ import annotations

import json
from dataclasses import dataclass

from . import _native
from ._frozen import Frozen
from ._table import Table

# Rows that a short description names.
SHOWN = 3


@dataclass(frozen=True, slots=True)
class Fit:
    """How well the journeys fit the model.

    Attributes:
        fitness: Mean over the units of 1 - deviations / (contacts + `shortest`).
        low: Lower end of its interval; None for a single unit.
        high: Upper end of its interval.
        units: Units with an answer.
        shortest: Contacts of the shortest journey that the model accepts.
    """

    fitness: float | None
    low: float | None
    high: float | None
    units: int
    shortest: int


class Conformance(Frozen):
    """Expected journeys against actual ones.

    Attributes:
        fit: How well the journeys fit the model; None where only rules were given.
    """

    __slots__ = ("_core", "fit")
    _core: _native.Conformance
    fit: Fit | None

    def __init__(self, core: _native.Conformance) -> None:
        fit = json.loads(core.fit())
        self._set(_core=core, fit=None if fit is None else Fit(**fit))

    def __len__(self) -> int:
        return len(self._core)

    def __repr__(self) -> str:
        rows = self.table.to_pylist()
        kept = [f"{row['check']} {row['fulfilled']:,} of {row['activated']:,}" for row in rows]
        shown = kept[:SHOWN] + ["..."] * (len(kept) > SHOWN)
        return f"Conformance({', '.join(shown)})"

    @property
    def table(self) -> Table:
        """One row for each rule, then the model, then each contact that is missing or extra.

        Columns `check, kind, activated, fulfilled, violated, pending, capped, share, low, high, cases, cost`.
        Units are counted: `activated = fulfilled + violated + pending + capped`, and
        `share = fulfilled / (fulfilled + violated)`. `cases` counts single violations or deviations.
        """
        return Table(self._core.table())

    @property
    def violations(self) -> Table:
        """What breaks a rule, or may still: columns `rule, unit, person, step, time, verdict, why`."""
        return Table(self._core.violations())

    @property
    def variants(self) -> Table:
        """Distinct journeys: columns `variant, path, units, open, deviations, cost, fitness, capped`.

        Where capped, there are at least so many deviations, and cost and fitness are not known.
        """
        return Table(self._core.variants())

    @property
    def deviations(self) -> Table:
        """Every deviation: columns `variant, position, kind, contact, units, cost`.

        `position` counts the contacts of the journey before it; `kind` is `missing` or `extra`.
        """
        return Table(self._core.deviations())

    @property
    def units(self) -> Table:
        """The variant of each unit: columns `unit, person, variant`; empty without a model."""
        return Table(self._core.units())

    def _repr_html_(self) -> str:
        return self.table._repr_html_()
