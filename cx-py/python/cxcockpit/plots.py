"""Charts of reports with Altair: `pip install "cxcockpit[plots]"`.

Each function gives an `altair.Chart` that can be changed further. Intervals are drawn wherever the
report has them. With vl-convert, which comes along, a chart is drawn in a notebook and saved
(`chart.save("credit.svg")`, `.png`) without a network; `chart.save("credit.html", inline=True)` is one
file that fetches nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from ._attribution import Credit
from ._charts import COLOURS, LIGHTS, MODELS, STATES, altair_library, drawn, rows_of
from ._cockpit import Cockpit
from ._flow_chart import flow
from ._funnel import Funnel
from ._journey import Journeys
from ._kpi import Scores
from ._options import needs
from ._personas import Personas

if TYPE_CHECKING:
    from .types import Unit

__all__ = ["credit", "flow", "funnel", "personas", "returns", "scores", "step_matrix"]

# What became of those who reached a step, and its colour.
FATES = {"went on": MODELS[0], "still may": "#9cc9e4", "lost": "#d0d4d6"}

# What is no touchpoint in a step matrix, from top to bottom, below the touchpoints.
ENDS = ("(other)", "(end)", "(conversion)", "(null)")

# What no touchpoint gets, and what it is called in words.
REST = {"(baseline)": "Baseline", "(unattributed)": "Unattributed"}


def credit(credit: Credit, *, measure: Literal["conversions", "value"] = "conversions", top: int = 20) -> Any:  # noqa: ANN401 - a chart
    """What each model gives to each touchpoint, with intervals; a band spans the models.

    Where the band is wide, the credit depends on the model. What no touchpoint gets stands in words below the
    chart: it can be so large that it would flatten every touchpoint on the axis.

    Args:
        credit: Credits from `cx.attribute`.
        measure: `conversions` or `value`.
        top: Touchpoints shown, the largest first.

    Returns:
        An `altair.Chart`.
    """
    table = needs(credit, Credit, "credit", "from cx.attribute(...)").table
    altair = altair_library()
    rows = [row for row in rows_of(table) if row[measure] is not None]
    given: dict[str, list[float]] = {}
    for row in rows:
        given.setdefault(row["touchpoint"], []).append(row[measure])
    shown = sorted(set(given) - set(REST), key=lambda name: (-max(given[name]), name))[:top]
    models = list(dict.fromkeys(row["model"] for row in rows))
    place = altair.Y("touchpoint:N", sort=shown, title=None, axis=altair.Axis(labelLimit=260))
    spans = [
        {"touchpoint": name, "least": min(given[name]), "largest": max(given[name])}
        for name in shown
        if min(given[name]) < max(given[name])
    ]
    figures = [altair.Tooltip(f"{end}:Q", format=",.4~r") for end in ("least", "largest")]
    bands = (
        altair.Chart(altair.Data(values=spans))
        .mark_bar(color="#626d77", opacity=0.16, cornerRadius=3)
        .encode(y=place, x="least:Q", x2="largest:Q", tooltip=["touchpoint:N", *figures])
    )
    base = altair.Chart(altair.Data(values=[row for row in rows if row["touchpoint"] in shown])).encode(
        y=place,
        yOffset=altair.YOffset("model:N", sort=models),
        color=altair.Color("model:N", scale=altair.Scale(domain=models, range=_in_turn(MODELS, len(models)))),
    )
    ranges = base.mark_rule(strokeWidth=1.75).encode(x=f"{measure}_low:Q", x2=f"{measure}_high:Q")
    figures = [altair.Tooltip(f"{measure}{end}:Q", format=",.4~r") for end in ("", "_low", "_high")]
    points = base.mark_point(filled=True, size=45, opacity=1).encode(
        x=altair.X(f"{measure}:Q", title=f"{measure} credited", axis=altair.Axis(tickCount=6)),
        shape=altair.Shape("model:N", scale=altair.Scale(domain=models)),
        tooltip=["touchpoint:N", "model:N", *figures],
    )
    height = len(shown) * max(24, 9 * len(models) + 12)
    chart = (bands + ranges + points).properties(width=480, height=height)
    beside = _beside([row for row in rows if row["touchpoint"] in REST], measure)
    if not beside:
        return drawn(chart)
    words = altair.TitleParams(
        beside, orient="bottom", anchor="start", color="#626d77", fontSize=11, fontWeight="normal", offset=12
    )
    return drawn(chart.properties(title=words))


def _beside(rows: list[dict[str, Any]], measure: str) -> list[str]:
    """What no touchpoint gets, a line for each figure; models that say the same are named together."""
    said: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        low, high = row[f"{measure}_low"], row[f"{measure}_high"]
        span = "" if low is None or high is None else f" ({_figure(low)} to {_figure(high)})"
        said.setdefault((row["touchpoint"], _figure(row[measure]) + span), []).append(row["model"])
    order = list(REST)
    lines = sorted(said.items(), key=lambda item: order.index(item[0][0]))
    return [f"{REST[name]} by {', '.join(models)}: {figure}" for (name, figure), models in lines]


def _figure(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"  # noqa: PLR2004 - four digits


def scores(scores: Scores) -> Any:  # noqa: ANN401 - a chart
    """Scores with intervals, lights and targets; over time where they have windows.

    Args:
        scores: Scores from `cx.score`, broken down by touchpoint.

    Returns:
        An `altair.Chart`.
    """
    table = needs(scores, Scores, "scores", "from cx.score(...)").table
    altair = altair_library()
    rows = rows_of(table)
    base = altair.Chart(altair.Data(values=rows))
    if any(row["window_start"] for row in rows):
        when = altair.X("window_start:T", title=None)
        band = base.mark_area(opacity=0.25).encode(x=when, y=altair.Y("low:Q", title="score"), y2="high:Q")
        line = base.mark_line(point=True).encode(x=when, y="score:Q")
        return drawn((band + line).facet("touchpoint:N", columns=3))
    colour = altair.Color("light:N", scale=altair.Scale(domain=list(LIGHTS), range=list(LIGHTS.values())))
    place = altair.Y("touchpoint:N", title=None)
    ranges = base.mark_rule().encode(y=place, x="low:Q", x2="high:Q")
    points = base.mark_point(filled=True, size=80).encode(y=place, x="score:Q", color=colour)
    targets = base.mark_tick(thickness=2).encode(y=place, x="target:Q")
    return drawn((ranges + points + targets).facet(row="metric:N"))


def returns(cockpit: Cockpit) -> Any:  # noqa: ANN401 - a chart
    """Cost counted against value credited, one point for each touchpoint; on the line both are equal.

    Lower bounds, and effects that cannot be told from a slow change of the need, are not drawn.

    Args:
        cockpit: The cockpit.

    Returns:
        An `altair.Chart`.
    """
    table = needs(cockpit, Cockpit, "cockpit", "from cx.cockpit(...)").touchpoints
    altair = altair_library()
    rows = [
        row
        for row in rows_of(table)
        if row["cost_counted"] and row["value"] is not None and not row["lower_bound"] and not row["undecided"]
    ]
    most = max((row["cost_counted"] for row in rows), default=1.0)
    place = {"x": "cost_counted:Q", "y": "value:Q"}
    ends = [{"cost_counted": 0, "value": 0}, {"cost_counted": most, "value": most}]
    even = altair.Chart(altair.Data(values=ends)).mark_line(strokeDash=[4, 4]).encode(**place)
    base = altair.Chart(altair.Data(values=rows))
    ranges = base.mark_rule().encode(x="cost_counted:Q", y="value_low:Q", y2="value_high:Q")
    shown = ["touchpoint:N", "cost_counted:Q", "value:Q", "roas:Q", "roas_low:Q", "roas_high:Q"]
    return drawn(even + ranges + base.mark_circle(size=90).encode(**place, tooltip=shown))


def funnel(funnel: Funnel) -> Any:  # noqa: ANN401 - a chart
    """What became of all who reached each step, and the rate of going on with its interval.

    Args:
        funnel: A funnel from `journeys.funnel`.

    Returns:
        An `altair.Chart`.
    """
    table = needs(funnel, Funnel, "funnel", "from journeys.funnel(...)").table
    altair = altair_library()
    rows = [row | {"label": f"{row['step'] + 1}. {row['name']}"} for row in rows_of(table)]
    # The last step has no way on: all who reached it are there.
    parts = [
        {"label": row["label"], "fate": fate, "order": order, "count": count}
        for row in rows
        for order, (fate, count) in enumerate(
            zip(FATES, (row["converted"], row["censored"], row["lost"]), strict=True)
            if row["converted"] is not None
            else [("went on", row["entered"])]
        )
    ]
    most = max((row["entered"] for row in rows), default=1)

    def room(largest: float) -> Any:  # noqa: ANN401 - a scale with room for the figure behind its longest bar
        return altair.Scale(domain=[0, largest * 1.16 or 1], nice=False)

    place = altair.Y(
        "label:N", sort=[row["label"] for row in rows], title=None, axis=altair.Axis(labelLimit=220, ticks=False)
    )
    colour = altair.Scale(domain=list(FATES), range=list(FATES.values()))
    bars = (
        altair.Chart(altair.Data(values=parts))
        .mark_bar(height={"band": 0.6})
        .encode(
            y=place,
            x=altair.X("count:Q", title="reached the step", axis=altair.Axis(tickCount=5), scale=room(most)),
            color=altair.Color("fate:N", scale=colour, title=None, legend=altair.Legend(orient="top")),
            order="order:Q",
            tooltip=["label:N", "fate:N", altair.Tooltip("count:Q", format=",")],
        )
    )
    counts = altair.Chart(altair.Data(values=rows)).mark_text(align="left", dx=5, fontWeight="bold")
    counts = counts.encode(y=place, x="entered:Q", text=altair.Text("entered:Q", format=","))
    going = [row for row in rows if row["rate"] is not None]
    base = altair.Chart(altair.Data(values=going)).encode(y=place)
    across = altair.X("low:Q", title="probability of going on", axis=altair.Axis(format="%", tickCount=5))
    likely = max((row["high"] for row in going if row["high"] is not None), default=1.0)
    ranges = base.mark_errorbar(ticks={"height": 9}, rule={"strokeWidth": 1.75}, color=MODELS[0])
    ranges = ranges.encode(x=across, x2="high:Q")
    share = [altair.Tooltip(f"{name}:Q", format=".1%") for name in ("rate", "low", "high")]
    points = base.mark_point(filled=True, size=45, opacity=1, color=MODELS[0])
    points = points.encode(x=altair.X("rate:Q", scale=room(likely)), tooltip=["label:N", *share])
    words = base.mark_text(align="left", dx=6, fontWeight="bold")
    words = words.encode(x="high:Q", text=altair.Text("rate:Q", format=".1%"))
    both = altair.hconcat(
        (bars + counts).properties(width=340, height=34 * len(rows)),
        (ranges + points + words).properties(width=340, height=34 * max(1, len(going))),
    )
    return drawn(both)


def step_matrix(journeys: Journeys, *, steps: int = 10, top: int = 20, unit: Unit = "journeys") -> Any:  # noqa: ANN401 - a chart
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
    altair = altair_library()
    rows = rows_of(table)
    weight: dict[str, float] = {}
    for row in rows:
        row["step"] += 1
        weight[row["touchpoint"]] = weight.get(row["touchpoint"], 0.0) + row["share"]
    ends = [name for name in ENDS if name in weight]
    order = sorted(set(weight) - set(ends), key=lambda name: (-weight[name], name)) + ends
    # A few cells are large and many small: the strength is the share's square root.
    colour = altair.Scale(scheme="blues", type="sqrt", domain=[0, max((row["share"] for row in rows), default=1) * 1.6])
    share = altair.Tooltip("share:Q", format=".1%")
    base = altair.Chart(altair.Data(values=rows)).encode(
        x=altair.X("step:O", axis=altair.Axis(labelAngle=0, orient="top", ticks=False, domain=False)),
        y=altair.Y("touchpoint:N", sort=order, title=None, axis=altair.Axis(labelLimit=220, ticks=False, domain=False)),
    )
    cells = base.mark_rect(stroke="white").encode(
        color=altair.Color("share:Q", scale=colour, legend=None),
        tooltip=["step:O", "touchpoint:N", altair.Tooltip("count:Q", format=","), share],
    )
    words = base.transform_filter("datum.share > 0").mark_text(fontSize=10, color="#1c2227")
    words = words.transform_calculate(text="datum.share < 0.005 ? '<1%' : format(datum.share, '.0%')")
    both = cells + words.encode(text="text:N")
    return drawn(both.properties(width=38 * steps, height=24 * len(order)))


def personas(personas: Personas, *, steps: int = 20) -> Any:  # noqa: ANN401 - a chart
    """The journey at the middle of each persona as a strip of its steps, with the persona's share.

    Args:
        personas: Personas from `journeys.personas(...)`.
        steps: Steps shown of each journey, from its start.

    Returns:
        An `altair.Chart`.
    """
    table = needs(personas, Personas, "personas", "from journeys.personas(...)").table
    altair = altair_library()
    rows, order = [], []
    for row in table.to_pylist():
        label = f"{row['persona'] + 1}: {row['share']:.0%} of journeys, {row['rate']:.1%} convert"
        order.append(label)
        path = row["path"] or ["(no contact)"]
        shown = [{"step": at + 1, "state": state} for at, state in enumerate(path[:steps])]
        more = [{"step": steps + 1, "state": "(more)"}] if len(path) > steps else []
        rows += [{"persona": label, "journey": row["journey"], **cell} for cell in shown + more]
    states = list(dict.fromkeys(row["state"] for row in rows))
    grey = {"(more)", "(no contact)", *STATES}
    named = [state for state in states if state not in grey]
    colours = dict(zip(named, _in_turn(COLOURS, len(named)), strict=True))
    scale = altair.Scale(domain=states, range=[colours.get(state, "#9aa2a9") for state in states])
    longest = max((row["step"] for row in rows), default=1)
    wide = 84 if longest <= 10 else 40  # noqa: PLR2004 - where names in the cells fit on a page
    base = altair.Chart(altair.Data(values=rows)).encode(
        x=altair.X("step:O", title="step", axis=altair.Axis(labelAngle=0, orient="top", ticks=False, domain=False)),
        y=altair.Y("persona:N", sort=order, title=None, axis=altair.Axis(labelLimit=300, ticks=False, domain=False)),
    )
    cells = base.mark_rect(stroke="white", strokeWidth=3, opacity=0.45).encode(
        color=altair.Color("state:N", title=None, scale=scale),
        tooltip=["persona:N", "journey:Q", "step:O", "state:N"],
    )
    words = base.mark_text(fontSize=10, limit=wide - 8, color="#1c2227").encode(text="state:N")
    return drawn((cells + words).properties(width=wide * longest, height=34 * len(order)))


def _in_turn(colours: tuple[str, ...], count: int) -> list[str]:
    return [colours[at % len(colours)] for at in range(count)]
