"""Charts: valid, and with the rows of their reports."""

from __future__ import annotations

import sys

import pytest

import cxcockpit as cx
from cxcockpit import plots


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
    ]
    for chart in charts:
        assert chart.to_dict()["$schema"].startswith("https://vega.github.io/schema/vega-lite")


def test_plots_name_their_extra(monkeypatch, feedback):
    monkeypatch.setitem(sys.modules, "altair", None)
    with pytest.raises(cx.errors.MissingLibraryError, match=r"cxcockpit\[plots\]"):
        plots.scores(cx.score(feedback))
