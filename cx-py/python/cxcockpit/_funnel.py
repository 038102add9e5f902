"""Funnels: how many go from step to step, how many still may, and how long it takes."""

from __future__ import annotations

from . import _native
from ._table import Table
from ._tabular import Tabular


class Funnel(Tabular):
    """How many units go from step to step.

    Attributes:
        units: Journeys, persons or sessions looked at, whether or not they reach the first step.
    """

    __slots__ = ("_core", "units")
    _core: _native.Funnel
    units: int

    def __init__(self, core: _native.Funnel) -> None:
        self._set(_core=core, units=core.units())

    def __len__(self) -> int:
        return len(self._core)

    def __repr__(self) -> str:
        entered = ", ".join(f"{count:,}" for count in self.table.column("entered"))
        return f"Funnel({entered} of {self.units:,})"

    @property
    def table(self) -> Table:
        """One row for each step and the way to the next; cells of the way are None at the last step.

        Columns `step, name, entered, converted, censored, lost, excluded, share, rate, low, high, method,
        median_seconds, median_low, median_high, whole_share, whole_rate, whole_low, whole_high,
        attempts, attempts_open, attempt_share`.
        `entered = converted + censored + lost`; `excluded` counts those of the lost that an excluded
        contact ended. `share` is `converted / entered`, `rate` the probability of going on with the
        censored accounted for (Kaplan-Meier, or Aalen-Johansen where losses compete). `whole_...` is from
        the first step to this one. An attempt begins with a contact of the first step when none is going on,
        and ends with the last step or when it can no longer go on; `attempts_open` still may.
        """
        return Table(self._core.table())

    @property
    def times(self) -> Table:
        """Quantiles of the time to the next step: columns `step, name, quantile, seconds, low, high`.

        Of those who go on, the censored accounted for; None where the data do not say.
        """
        return Table(self._core.times())
