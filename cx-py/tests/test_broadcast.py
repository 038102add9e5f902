"""Spots, experience and returns through Python."""

from __future__ import annotations

import pytest

import cxcockpit as cx

WEEK = 7 * 1440
EVENING = 2 * WEEK + 20 * 60


@pytest.fixture(scope="module")
def response():
    minutes = range(5 * WEEK)
    after = {EVENING: 60, EVENING + 1: 30, EVENING + 2: 10}
    calls = [10 + after.get(minute, 0) for minute in minutes]
    counts = cx.Counts({"time": [60 * m for m in minutes], "count": calls}, time_unit="s")
    spots = cx.Spots(
        {"time": [60 * EVENING, 60 * 9 * WEEK], "name": ["a", "b"], "price": [50, 70], "flight": ["x", "x"]},
        spot="name",
        cost="price",
        campaign="flight",
        touchpoint="=radio",
        time_unit="s",
    )
    return cx.broadcast(spots, counts)


def test_spots_bring_visits_at_a_cost(response):
    campaign, touchpoint = response.table.to_pylist()
    assert (campaign["campaign"], touchpoint["campaign"]) == ("x", None)
    assert campaign["spots"] == 1
    assert campaign["visits"] == pytest.approx(100, rel=0.1)
    assert campaign["visits_low"] < campaign["visits"] < campaign["visits_high"]
    assert campaign["cost_per_visit"] == pytest.approx(50 / campaign["visits"])
    assert response.outside == 1
    assert response.placebo is not None
    assert response.placebo.low <= 0 <= response.placebo.high
    assert sum(response.response.column("share")) == pytest.approx(1)
    assert len(response.curve) == 60
    assert [row["spot"] for row in response.spots.to_pylist()] == ["a", "b"]


def test_bad_input_has_its_error():
    spots = cx.Spots({"time": ["2026-01-01T20:00Z"]})
    counts = cx.Counts({"time": ["2026-01-01T20:00Z"], "count": [3]})
    with pytest.raises(cx.errors.OptionError, match="slot"):
        cx.broadcast(spots, counts, slot="7m")
    with pytest.raises(cx.errors.UnanswerableError):
        cx.broadcast(spots, counts)
    with pytest.raises(TypeError, match=r"cx\.Counts"):
        cx.broadcast(spots, [1, 2, 3])


@pytest.fixture(scope="module")
def company():
    where = ["search", "branch", "search", "search"]
    events = cx.Events(
        {
            "at": [f"2026-03-01T{hour:02}:00Z" for hour in range(4)],
            "who": [1, 2, 3, 1],
            "where": where,
            "what": ["contact", "contact", "contact", "purchase"],
            "francs": [None, None, None, 90.0],
        },
        time="at",
        ids={"customer": "who"},
        touchpoint="where",
        event="what",
        value="francs",
    )
    people = cx.stitch(events)
    journeys = cx.journeys(events, people, conversion="purchase")
    answers = cx.Feedback(
        {"at": ["2026-03-02T09:00Z"] * 4, "who": [1, 2, 3, 9], "score": [10, 2, 8, 10]},
        time="at",
        ids={"customer": "who"},
    )
    return journeys, people, answers


def test_credits_of_a_score_sum_to_the_total(company):
    report = cx.experience(*company, models=["linear", "markov"], reference=10.0)
    assert (report.answers, report.unlinked) == (3, 1)
    assert report.total == pytest.approx(-30)
    for model in report.models:
        rows = [row for row in report.table.to_pylist() if row["model"] == model]
        assert sum(row["credit"] for row in rows) == pytest.approx(report.total)


def test_credits_of_a_score_by_period_stand_beside_the_costs(company):
    whole = cx.experience(*company, shrink=0, reference=0.0)
    days = cx.experience_by_period(*company, shrink=0, reference=0.0, window="day")
    assert repr(days) == "PeriodExperience(nps: 3 answers, linear)"
    assert (days.metric, days.models, days.answers, days.unlinked) == ("nps", ("linear",), 3, 1)
    assert (days.without_time, days.reference, days.confidence) == (0, 0.0, 0.95)
    assert days.total == whole.total
    assert sum(days.table.column("credit")) == pytest.approx(whole.total)
    campaigns = cx.Campaigns(
        {"campaign": ["ads"], "at": ["search"], "from": ["2026-03-01"], "to": ["2026-03-02"], "cost": [400]},
        touchpoint="at",
        start="from",
        end="to",
        cost="cost",
    )
    asked = {"model": "linear", "window": "day"}
    rows = cx.returns_by_period(company[0], campaigns, experience=days, **asked).table.to_pylist()
    ads = [(row["cost"], row["experience_points"], row["points_per_1000"]) for row in rows if row["campaign"] == "ads"]
    assert ads == [(200.0, pytest.approx(1.0), pytest.approx(5.0)), (200.0, 0.0, 0.0)]
    with pytest.raises(cx.errors.UnanswerableError, match="same window"):
        cx.returns_by_period(company[0], campaigns, experience=days, model="linear", window="week")
    with pytest.raises(cx.errors.UnanswerableError):
        cx.experience_by_period(*company, models="markov")
    with pytest.raises(TypeError):
        cx.returns_by_period(company[0], campaigns, experience=whole, **asked)


def test_returns_take_the_points_with_their_intervals(company):
    journeys = company[0]
    report = cx.experience(*company, shrink=0, reference=0.0)
    campaigns = cx.Campaigns({"campaign": ["ads"], "at": ["search"], "cost": [200]}, touchpoint="at", cost="cost")
    rows = cx.returns(cx.attribute(journeys, model="linear"), campaigns, experience=report).table.to_pylist()
    ads = next(row for row in rows if row["campaign"] == "ads")
    assert ads["points_per_1000"] == pytest.approx(5.0)
    assert ads["points_per_1000_low"] < 5.0 < ads["points_per_1000_high"]
    assert ads["roas_low"] <= ads["roas"] <= ads["roas_high"]
    assert ads["pareto"]
