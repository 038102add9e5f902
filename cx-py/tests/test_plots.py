"""Charts: valid, and with the rows of their reports."""

from __future__ import annotations

import subprocess
import sys
from importlib.machinery import ModuleSpec
from types import SimpleNamespace

import pytest

import cxcockpit as cx
from cxcockpit import plots
from cxcockpit._flow_chart import layout


def test_charts_are_valid(journeys, events, feedback):
    pytest.importorskip("altair")
    credit = cx.attribute(journeys, models=["markov", "last"])
    whole = cx.cockpit(events=events, journeys=journeys, credit=credit)
    charts = [
        plots.credit(credit, top=2),
        plots.credit(credit, measure="value"),
        plots.scores(cx.score(feedback)),
        plots.scores(cx.score(feedback, window="week")),
        plots.returns(whole),
        plots.step_matrix(journeys, steps=3, unit="sessions"),
        plots.flow(journeys, steps=3, top=2),
        plots.funnel(journeys.funnel(["search", "(conversion)"])),
        plots.personas(journeys.personas(), steps=1),
    ]
    for chart in charts:
        assert chart.to_dict()["$schema"].startswith("https://vega.github.io/schema/vega-lite")


def test_credits_show_the_span_of_the_models(journeys):
    pytest.importorskip("altair")
    credit = cx.attribute(journeys, models=["first", "last", "linear"])
    chart = plots.credit(credit).to_dict()
    bands, ranges, points = chart["layer"]
    given: dict[str, list[float]] = {}
    for row in credit.table.to_pylist():
        given.setdefault(row["touchpoint"], []).append(row["conversions"])
    apart = {name: (min(values), max(values)) for name, values in given.items() if min(values) < max(values)}
    assert {row["touchpoint"]: (row["least"], row["largest"]) for row in bands["data"]["values"]} == apart
    assert len(apart) > 0
    assert ranges["encoding"]["x2"]["field"] == "conversions_high"
    assert points["encoding"]["color"]["scale"]["domain"] == ["first", "last", "linear"]
    order = points["encoding"]["y"]["sort"]
    assert order == sorted(given, key=lambda name: (-max(given[name]), name))


def test_what_no_touchpoint_gets_stands_in_words_below_the_credits():
    pytest.importorskip("altair")
    table = {"path": ["a > b", "b", ""], "won": [30, 10, 4000], "lost": [10, 50, 0]}
    paths = cx.paths(table, path="path", conversions="won", nulls="lost")
    chart = plots.credit(cx.attribute(paths, models=["first", "last"])).to_dict()
    (line,) = chart["title"]["text"]
    assert line.startswith("Unattributed by first, last: 4,000")
    assert chart["title"]["orient"] == "bottom"
    _, _, points = chart["layer"]
    assert {row["touchpoint"] for row in points["data"]["values"]} == {"a", "b"}
    assert points["encoding"]["y"]["sort"] == ["b", "a"]


def test_a_funnel_shows_those_who_still_may(journeys):
    pytest.importorskip("altair")
    funnel = journeys.funnel(["search", "(conversion)"])
    bars = plots.funnel(funnel).to_dict()["hconcat"][0]["layer"][0]["data"]["values"]
    first, last = funnel.table.to_pylist()
    counts = {(row["label"], row["fate"]): row["count"] for row in bars}
    assert counts["1. search", "went on"] == first["converted"]
    assert counts["1. search", "still may"] == first["censored"]
    assert counts["1. search", "lost"] == first["lost"]
    assert counts["2. (conversion)", "went on"] == last["entered"]


def test_plots_name_their_extra(monkeypatch, feedback):
    monkeypatch.setitem(sys.modules, "altair", None)
    with pytest.raises(cx.errors.MissingLibraryError, match=r"cxcockpit\[plots\]"):
        plots.scores(cx.score(feedback))


def test_a_flow_is_drawn_in_journeys(journeys):
    links = journeys.flow(steps=3).to_pylist()
    order = sorted({row[end] for row in links for end in ("from", "to")})
    bars, ribbons = layout(links, order)
    for bar in bars:
        key = (bar["step"], bar["touchpoint"])
        assert bar["high"] - bar["low"] == bar["count"] > 0
        into = sum(row["count"] for row in links if (row["step"] + 1, row["to"]) == key)
        assert bar["count"] == into or bar["step"] == 0
    assert sum(bar["count"] for bar in bars if bar["step"] == 0) == len(journeys)
    edges = {(round(r["x"]), r["low"], r["high"]) for r in ribbons if r["x"] == round(r["x"])}
    inside = [
        (step, low, high)
        for step, low, high in edges
        for bar in bars
        if bar["step"] == step and bar["low"] <= low + 1e-9 and high <= bar["high"] + 1e-9
    ]
    assert len(inside) == len(edges) > 0


def test_plots_come_with_the_package_and_altair_when_a_chart_is_drawn():
    script = (
        "import sys, cxcockpit as cx\n"
        "assert 'altair' not in sys.modules\n"
        "cx.plots.credit(cx.attribute(cx.paths({'path': ['a > b']}), model='last'))\n"
        "assert 'altair' in sys.modules\n"
    )
    pytest.importorskip("altair")
    subprocess.run([sys.executable, "-c", script], check=True)


def test_charts_are_drawn_without_a_network(journeys, events, monkeypatch):
    altair = pytest.importorskip("altair")
    picture = SimpleNamespace(vegalite_to_svg=lambda spec: f"<svg>{spec['$schema']}</svg>")
    picture.__spec__ = ModuleSpec("vl_convert", None)
    monkeypatch.setitem(sys.modules, "vl_convert", picture)
    credit = cx.attribute(journeys, models=["markov", "last"])
    charts = [
        plots.credit(credit),
        plots.returns(cx.cockpit(events=events, journeys=journeys, credit=credit)),
        plots.step_matrix(journeys, steps=3),
        plots.flow(journeys, steps=3),
        plots.funnel(journeys.funnel(["search", "(conversion)"])),
        plots.personas(journeys.personas()),
    ]
    for chart in charts:
        shown = chart._repr_mimebundle_()
        assert set(shown) == {"image/svg+xml", "text/plain"}
        assert shown["image/svg+xml"].startswith("<svg>https://vega.github.io/schema/vega-lite")
        assert isinstance(chart, (altair.LayerChart, altair.HConcatChart))
        assert set(chart.properties(title="another")._repr_mimebundle_()) == set(shown)
    with altair.renderers.enable("json"):
        assert "image/svg+xml" not in str(charts[0]._repr_mimebundle_())
