"""Charts of reports with Altair: `pip install "cxcockpit[plots]"`.

Each function gives an `altair.Chart` that can be changed further. Intervals are drawn wherever the
report has them.
"""

from __future__ import annotations

import datetime
import importlib
from typing import TYPE_CHECKING, Any

from ._attribution import Credit
from ._cockpit import Cockpit
from ._kpi import Scores
from ._options import needs
from .errors import MissingLibraryError

if TYPE_CHECKING:
    from ._table import Table

LIGHTS = {"green": "#2f8f5b", "amber": "#c98a1b", "red": "#c0443c"}


def credit(credit: Credit, *, measure: str = "conversions", top: int = 20) -> Any:  # noqa: ANN401 - a chart
    """What each model gives to each touchpoint, with intervals.

    Args:
        credit: Credits from `cx.attribute`.
        measure: `conversions` or `value`.
        top: Touchpoints shown, the largest first.

    Returns:
        An `altair.Chart`.
    """
    table = needs(credit, Credit, "credit", "from cx.attribute(...)").table
    altair = _altair()
    order: dict[str, float] = {}
    for row in table.to_pylist():
        order[row["touchpoint"]] = max(order.get(row["touchpoint"], 0.0), row[measure] or 0.0)
    shown = sorted(order, key=lambda name: (-order[name], name))[:top]
    rows = [row for row in _rows(table) if row["touchpoint"] in shown]
    base = altair.Chart(altair.Data(values=rows)).encode(
        y=altair.Y("touchpoint:N", sort=shown, title=None), yOffset="model:N"
    )
    bars = base.mark_bar().encode(x=altair.X(f"{measure}:Q"), color="model:N")
    ranges = base.mark_rule().encode(x=f"{measure}_low:Q", x2=f"{measure}_high:Q")
    return bars + ranges


def scores(scores: Scores) -> Any:  # noqa: ANN401 - a chart
    """Scores with intervals, lights and targets; over time where they have windows.

    Args:
        scores: Scores from `cx.score`, broken down by touchpoint.

    Returns:
        An `altair.Chart`.
    """
    table = needs(scores, Scores, "scores", "from cx.score(...)").table
    altair = _altair()
    rows = _rows(table)
    base = altair.Chart(altair.Data(values=rows))
    if any(row["window_start"] for row in rows):
        when = altair.X("window_start:T", title=None)
        band = base.mark_area(opacity=0.25).encode(x=when, y=altair.Y("low:Q", title="score"), y2="high:Q")
        line = base.mark_line(point=True).encode(x=when, y="score:Q")
        return (band + line).facet("touchpoint:N", columns=3)
    colour = altair.Color("light:N", scale=altair.Scale(domain=list(LIGHTS), range=list(LIGHTS.values())))
    place = altair.Y("touchpoint:N", title=None)
    ranges = base.mark_rule().encode(y=place, x="low:Q", x2="high:Q")
    points = base.mark_point(filled=True, size=80).encode(y=place, x="score:Q", color=colour)
    targets = base.mark_tick(thickness=2).encode(y=place, x="target:Q")
    return (ranges + points + targets).facet(row="metric:N")


def returns(cockpit: Cockpit) -> Any:  # noqa: ANN401 - a chart
    """Cost against value credited, one point for each touchpoint; on the line both are equal.

    Args:
        cockpit: The cockpit.

    Returns:
        An `altair.Chart`.
    """
    table = needs(cockpit, Cockpit, "cockpit", "from cx.cockpit(...)").touchpoints
    altair = _altair()
    rows = [row for row in _rows(table) if row["cost"]]
    most = max((row["cost"] for row in rows), default=1.0)
    even = altair.Chart(altair.Data(values=[{"cost": 0, "value": 0}, {"cost": most, "value": most}]))
    base = altair.Chart(altair.Data(values=rows)).encode(x="cost:Q", y="value:Q")
    return even.mark_line(strokeDash=[4, 4]).encode(x="cost:Q", y="value:Q") + base.mark_circle(size=90).encode(
        tooltip=["touchpoint:N", "cost:Q", "value:Q", "roas:Q"]
    )


def _altair() -> Any:  # noqa: ANN401 - an optional module
    try:
        return importlib.import_module("altair")
    except ImportError:
        raise MissingLibraryError('plots need altair, which is not installed: pip install "cxcockpit[plots]"') from None


def _rows(table: Table) -> list[dict[str, Any]]:
    return [
        {name: cell.isoformat() if isinstance(cell, datetime.date) else cell for name, cell in row.items()}
        for row in table.to_pylist()
    ]
