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
from ._funnel import Funnel
from ._journey import Journeys
from ._kpi import Scores
from ._options import needs
from ._personas import Personas
from .errors import MissingLibraryError

if TYPE_CHECKING:
    from ._table import Table

LIGHTS = {"green": "#2f8f5b", "amber": "#c98a1b", "red": "#c0443c"}

# States of journeys that are no touchpoints, from top to bottom of a picture, and their colours.
STATES = {
    "(other)": "#b9b9b9",
    "(start)": "#8a8a8a",
    "(conversion)": "#2f8f5b",
    "(null)": "#d5d5d5",
    "(more)": "#a0a0a0",
}

# Colours of touchpoints, in turn: those of Vega's scheme "tableau10".
COLOURS = ("#4c78a8", "#f58518", "#e45756", "#72b7b2", "#54a24b", "#eeca3b", "#b279a2", "#ff9da6", "#9d755d", "#bab0ac")

# Colours of models, in turn; they stay apart under colour blindness, and the shape of the point tells them too.
MODELS = ("#1f5fa8", "#c4520a", "#0b8a6a", "#a2477f", "#a87700", "#3e93c9", "#6f7982", "#7a5230")

# Parts of a ribbon's curve, and the room between two nodes as a part of all journeys.
CURVE = 16
ROOM = 0.02


def credit(credit: Credit, *, measure: str = "conversions", top: int = 20) -> Any:  # noqa: ANN401 - a chart
    """What each model gives to each touchpoint, with intervals; a band spans the models.

    Where the band is wide, the credit depends on the model.

    Args:
        credit: Credits from `cx.attribute`.
        measure: `conversions` or `value`.
        top: Touchpoints shown, the largest first.

    Returns:
        An `altair.Chart`.
    """
    table = needs(credit, Credit, "credit", "from cx.attribute(...)").table
    altair = _altair()
    rows = [row for row in _rows(table) if row[measure] is not None]
    given: dict[str, list[float]] = {}
    for row in rows:
        given.setdefault(row["touchpoint"], []).append(row[measure])
    shown = sorted(given, key=lambda name: (-max(given[name]), name))[:top]
    models = list(dict.fromkeys(row["model"] for row in rows))
    place = altair.Y("touchpoint:N", sort=shown, title=None, axis=altair.Axis(labelLimit=260))
    across = altair.X(f"{measure}:Q", title=f"{measure} credited")
    # Where one model gives more than another: from the least to the largest credit.
    apart = [
        {"touchpoint": name, "least": min(given[name]), "largest": max(given[name]), "models": len(given[name])}
        for name in shown
        if len(given[name]) > 1
    ]
    tip = ["touchpoint:N", altair.Tooltip("least:Q", format=","), altair.Tooltip("largest:Q", format=","), "models:Q"]
    spans = (
        altair.Chart(altair.Data(values=apart))
        .mark_bar(color="#888888", opacity=0.18, cornerRadius=3)
        .encode(y=place, x=altair.X("least:Q", title=f"{measure} credited"), x2="largest:Q", tooltip=tip)
    )
    scale = altair.Scale(domain=models, range=list(MODELS[at % len(MODELS)] for at in range(len(models))))
    base = altair.Chart(altair.Data(values=[row for row in rows if row["touchpoint"] in shown])).encode(
        y=place,
        yOffset=altair.YOffset("model:N", sort=models),
        color=altair.Color("model:N", sort=models, scale=scale),
    )
    ranges = base.mark_rule(strokeWidth=1.75).encode(x=altair.X(f"{measure}_low:Q"), x2=f"{measure}_high:Q")
    ends = [altair.Tooltip(f"{measure}{end}:Q", format=",") for end in ("", "_low", "_high")]
    points = base.mark_point(filled=True, size=55, opacity=1).encode(
        x=across, shape=altair.Shape("model:N", sort=models), tooltip=["touchpoint:N", "model:N", *ends]
    )
    height = altair.Step(max(22, 9 * len(models) + 12), **{"for": "position"})
    return (spans + ranges + points).properties(height=height)


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


def funnel(funnel: Funnel) -> Any:  # noqa: ANN401 - a chart
    """What became of all who reached each step, and the rate of going on with its interval.

    Args:
        funnel: A funnel from `journeys.funnel`.

    Returns:
        An `altair.Chart`.
    """
    table = needs(funnel, Funnel, "funnel", "from journeys.funnel(...)").table
    altair = _altair()
    rows = [row | {"label": f"{row['step'] + 1}. {row['name']}"} for row in _rows(table)]
    fates = ["went on", "still may", "lost"]
    # The last step has no way on: all who reached it are there.
    parts = [
        {"label": row["label"], "fate": fate, "order": order, "count": count}
        for row in rows
        for order, (fate, count) in enumerate(
            zip(fates, (row["converted"], row["censored"], row["lost"]), strict=True)
            if row["converted"] is not None
            else [(fates[0], row["entered"])]
        )
    ]
    order = [row["label"] for row in rows]
    place = altair.Y("label:N", sort=order, title=None)
    colour = altair.Scale(domain=fates, range=[LIGHTS["green"], LIGHTS["amber"], LIGHTS["red"]])
    bars = (
        altair.Chart(altair.Data(values=parts))
        .mark_bar()
        .encode(
            y=place,
            x=altair.X("count:Q", title="reached"),
            color=altair.Color("fate:N", scale=colour, title=None),
            order="order:Q",
            tooltip=["label:N", "fate:N", "count:Q"],
        )
    )
    base = altair.Chart(altair.Data(values=[row for row in rows if row["rate"] is not None])).encode(y=place)
    ranges = base.mark_rule().encode(
        x=altair.X("low:Q", title="rate of going on", axis=altair.Axis(format="%"), scale=altair.Scale(domain=[0, 1])),
        x2="high:Q",
    )
    points = base.mark_point(filled=True, size=80).encode(x="rate:Q", tooltip=["label:N", "rate:Q", "low:Q", "high:Q"])
    return altair.hconcat(bars, ranges + points)


def step_matrix(journeys: Journeys, *, steps: int = 10, top: int = 20, unit: str = "journeys") -> Any:  # noqa: ANN401 - a chart
    """Where journeys are at each step, as a heat map; the cells of a step sum to 1.

    Args:
        journeys: Journeys from `cx.journeys`.
        steps: Steps shown.
        top: Touchpoints shown by name.
        unit: `journeys`, `sessions` or `persons`.

    Returns:
        An `altair.Chart`.
    """
    table = needs(journeys, Journeys, "journeys", "from cx.journeys(...)").step_matrix(steps=steps, top=top, unit=unit)
    altair = _altair()
    rows = _rows(table)
    order = list(dict.fromkeys(row["touchpoint"] for row in rows))
    colour = altair.Color("share:Q", scale=altair.Scale(scheme="blues", domainMin=0), legend=altair.Legend(format="%"))
    return (
        altair.Chart(altair.Data(values=rows))
        .mark_rect()
        .encode(
            x=altair.X("step:O", axis=altair.Axis(labelAngle=0)),
            y=altair.Y("touchpoint:N", sort=order, title=None),
            color=colour,
            tooltip=["step:O", "touchpoint:N", "count:Q", altair.Tooltip("share:Q", format=".1%")],
        )
    )


def flow(journeys: Journeys, *, steps: int = 4, top: int = 7) -> Any:  # noqa: ANN401 - a chart
    """How journeys move from step to step: bars are touchpoints, ribbons the journeys between them.

    A journey that has ended is not carried on, so the bars of a step are the journeys that reach it.

    Args:
        journeys: Journeys from `cx.journeys`.
        steps: Steps shown.
        top: Touchpoints shown by name.

    Returns:
        An `altair.Chart`.
    """
    table = needs(journeys, Journeys, "journeys", "from cx.journeys(...)").flow(steps=steps, top=top)
    altair = _altair()
    links = _rows(table)
    names = sorted({row[end] for row in links for end in ("from", "to")} - set(STATES))
    order = names + list(STATES)
    bars, ribbons = _layout(links, order)
    named = [COLOURS[at % len(COLOURS)] for at in range(len(names))]
    scale = altair.Scale(domain=order, range=named + list(STATES.values()))
    colour = altair.Color("touchpoint:N", scale=scale, legend=None)
    across = altair.X("x:Q", title="step", axis=altair.Axis(tickMinStep=1, grid=False))
    down = altair.Y("low:Q", scale=altair.Scale(reverse=True), axis=None)
    drawn = altair.Chart(altair.Data(values=ribbons)).mark_area(opacity=0.45)
    tip = ["from:N", "to:N", "count:Q"]
    drawn = drawn.encode(x=across, y=down, y2="high:Q", detail="link:N", color=colour, tooltip=tip)
    base = altair.Chart(altair.Data(values=bars))
    tip = ["step:O", "touchpoint:N", "count:Q"]
    blocks = base.mark_rect().encode(x=across, x2="right:Q", y=down, y2="high:Q", color=colour, tooltip=tip)
    words = base.mark_text(align="left", baseline="top", dx=2, dy=1, fontSize=9)
    return drawn + blocks + words.encode(x="right:Q", y=down, text="touchpoint:N")


def _layout(links: list[dict[str, Any]], order: list[str]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Places of the bars and the ribbons of a flow, in journeys from the top."""
    place = {name: at for at, name in enumerate(order)}
    sizes: dict[tuple[int, str], int] = {}
    for link in links:
        # A bar is as high as what leaves it; what ends has only what comes.
        sizes.setdefault((link["step"] + 1, link["to"]), 0)
        sizes[link["step"], link["from"]] = sizes.get((link["step"], link["from"]), 0) + link["count"]
    leaving = {(link["step"], link["from"]) for link in links}
    for link in links:
        if (link["step"] + 1, link["to"]) not in leaving:
            sizes[link["step"] + 1, link["to"]] += link["count"]
    room = ROOM * sum(link["count"] for link in links if link["step"] == 0)
    bars: list[dict[str, Any]] = []
    tops: dict[tuple[int, str], float] = {}
    level: dict[int, float] = {}
    for step, name in sorted(sizes, key=lambda key: (key[0], place[key[1]])):
        low = level.get(step, 0.0)
        high = low + sizes[step, name]
        tops[step, name] = low
        level[step] = high + room
        bars.append(
            {"step": step, "touchpoint": name, "count": sizes[step, name]}
            | {"x": step, "right": step + 0.05, "low": low, "high": high}
        )
    out, into = dict(tops), dict(tops)
    ribbons = []
    for number, link in enumerate(sorted(links, key=lambda row: (row["step"], place[row["from"]], place[row["to"]]))):
        left, right, count = (link["step"], link["from"]), (link["step"] + 1, link["to"]), link["count"]
        for part in range(CURVE + 1):
            at = part / CURVE
            low = out[left] + (into[right] - out[left]) * at * at * (3 - 2 * at)
            ribbons.append(
                {"link": number, "touchpoint": link["from"], "from": link["from"], "to": link["to"], "count": count}
                | {"x": link["step"] + 0.05 + 0.95 * at, "low": low, "high": low + count}
            )
        out[left] += count
        into[right] += count
    return bars, ribbons


def personas(personas: Personas, *, steps: int = 20) -> Any:  # noqa: ANN401 - a chart
    """The journey at the middle of each persona as a strip of its steps, with the persona's share.

    Args:
        personas: Personas from `journeys.personas(...)`.
        steps: Steps shown of each journey, from its start.

    Returns:
        An `altair.Chart`.
    """
    table = needs(personas, Personas, "personas", "from journeys.personas(...)").table
    altair = _altair()
    rows, order = [], []
    for row in table.to_pylist():
        label = f"{row['persona'] + 1}: {row['share']:.0%} of journeys, {row['rate']:.0%} convert"
        order.append(label)
        path = row["path"] or ["(no contact)"]
        shown = [{"step": at + 1, "state": state} for at, state in enumerate(path[:steps])]
        more = [{"step": steps + 1, "state": "(more)"}] if len(path) > steps else []
        rows += [{"persona": label, "journey": row["journey"], **cell} for cell in shown + more]
    base = altair.Chart(altair.Data(values=rows))
    return base.mark_rect(stroke="white").encode(
        x=altair.X("step:O", title="step", axis=altair.Axis(labelAngle=0)),
        y=altair.Y("persona:N", sort=order, title="persona", axis=altair.Axis(labelLimit=300)),
        color=altair.Color("state:N", title=None),
        tooltip=["persona:N", "journey:Q", "step:O", "state:N"],
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
