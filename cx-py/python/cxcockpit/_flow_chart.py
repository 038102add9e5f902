"""The flow of journeys over their steps, parts with Altair."""

from __future__ import annotations

from typing import Any

from ._charts import COLOURS, STATES, altair_library, drawn, rows_of
from ._journey import Journeys
from ._options import needs

# Parts of a ribbon's curve, and the room between two nodes as a part of all journeys.
CURVE = 16
ROOM = 0.02


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
    altair = altair_library()
    links = rows_of(table)
    names = sorted({row[end] for row in links for end in ("from", "to")} - set(STATES))
    order = names + list(STATES)
    bars, ribbons = layout(links, order)
    named = [COLOURS[at % len(COLOURS)] for at in range(len(names))]
    scale = altair.Scale(domain=order, range=named + list(STATES.values()))
    colour = altair.Color("touchpoint:N", scale=scale, legend=None)
    across = altair.X("x:Q", title="step", axis=altair.Axis(tickMinStep=1, grid=False))
    down = altair.Y("low:Q", scale=altair.Scale(reverse=True), axis=None)
    parts = altair.Chart(altair.Data(values=ribbons)).mark_area(opacity=0.45)
    tip = ["from:N", "to:N", "count:Q"]
    parts = parts.encode(x=across, y=down, y2="high:Q", detail="link:N", color=colour, tooltip=tip)
    base = altair.Chart(altair.Data(values=bars))
    tip = ["step:O", "touchpoint:N", "count:Q"]
    blocks = base.mark_rect().encode(x=across, x2="right:Q", y=down, y2="high:Q", color=colour, tooltip=tip)
    words = base.mark_text(align="left", baseline="top", dx=2, dy=1, fontSize=9)
    parts = parts + blocks + words.encode(x="right:Q", y=down, text="touchpoint:N")
    return drawn(parts.properties(width=150 * (steps + 1), height=460))


def layout(links: list[dict[str, Any]], order: list[str]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
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
