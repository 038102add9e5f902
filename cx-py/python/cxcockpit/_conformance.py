"""Conformance: the journeys that were expected against those that happened."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from . import _native
from ._table import Table
from ._tabular import Tabular

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


@dataclass(frozen=True, slots=True)
class NetTransition:
    """A step of a net: it takes a token from each place of `takes` and puts one on each of `gives`.

    Attributes:
        name: The contact that it stands for; None: silent.
        takes: Places, counted from 0.
        gives: Places, counted from 0.
    """

    name: str | None
    takes: tuple[int, ...]
    gives: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Net:
    """A safe Petri net, a model of the expected journey for `journeys.conform`.

    Attributes:
        places: How many places there are.
        transitions: The steps.
        start: Places with a token at the start.
        end: Places with a token at the end.
    """

    places: int
    transitions: tuple[NetTransition, ...]
    start: tuple[int, ...]
    end: tuple[int, ...]

    @classmethod
    def from_pnml(cls, source: str | os.PathLike[str]) -> Net:
        """The net of a PNML file (ISO/IEC 15909-2), as ProM, pm4py and other process mining tools write it.

        Tokens at the start are those of `initialMarking`; those at the end of `finalmarkings`, where there are
        some, else the one place that no transition takes from. A transition without a name, or one that is
        marked `$invisible$`, is silent.

        Args:
            source: The path of a file, or the text itself, which begins with `<`.

        Raises:
            OptionError: It is no PNML of one safe net.
            OSError: The file cannot be read.
        """
        text = source if isinstance(source, str) and source.lstrip("\ufeff \t\r\n").startswith("<") else None
        if text is None:
            text = Path(source).read_text(encoding="utf-8")
        net = json.loads(_native.net_from_pnml(text))
        steps = (NetTransition(t["name"], tuple(t["takes"]), tuple(t["gives"])) for t in net["transitions"])
        return cls(net["places"], tuple(steps), tuple(net["start"]), tuple(net["end"]))

    def as_model(self) -> dict[str, Any]:
        """The net as the plain data that options are made of: `{"net": {...}}`."""
        return {"net": asdict(self)}


class Conformance(Tabular):
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
