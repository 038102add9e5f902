"""Spots, experience and returns through Python."""

from __future__ import annotations

import warnings

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


def test_spots_an_hour_off_are_warned_of():
    minutes = range(5 * WEEK)
    aired = [419 * spot + 70 for spot in range(1, 100)]
    calls = [10 + (60 if minute in set(aired) else 0) for minute in minutes]
    counts = cx.Counts({"time": [60 * minute for minute in minutes], "count": calls}, time_unit="s")

    def answered(off):
        return cx.broadcast(cx.Spots({"time": [60 * (minute + off) for minute in aired]}, time_unit="s"), counts)

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert answered(0).hour_shift is None
    with pytest.warns(cx.errors.HourShiftWarning, match="an hour before them") as caught:
        late = answered(60)
    found = late.hour_shift
    assert (found.minutes, found.en) == (-60, str(caught[0].message).removeprefix("broadcast: "))
    assert found.visits_low < 60 * found.spots < found.visits_high
    assert caught[0].filename == __file__


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
    with pytest.raises(cx.errors.MismatchError, match="same window"):
        cx.returns_by_period(company[0], campaigns, experience=days, model="linear", window="week")
    with pytest.raises(cx.errors.OptionError):
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


@pytest.fixture(scope="module")
def evenings():
    """Five weeks of a search each minute in ten; one spot brings a hundred more, and every tenth of these buys."""
    times, who, where, what, worth = [], [], [], [], []

    def seen(minute, person, place, kind, value=None):
        times.append(60 * minute)
        for column, cell in ((who, person), (where, place), (what, kind), (worth, value)):
            column.append(cell)

    for minute in range(0, 5 * WEEK, 10):
        seen(minute, f"usual{minute % 2016}", "search", "visit")
    for number in range(100):
        seen(EVENING + number % 3, f"tv{number}", "search", "visit")
        if number % 10 == 0:
            seen(EVENING + 60, f"tv{number}", "shop", "buy", 50.0)
    events = cx.Events(
        {"t": times, "who": who, "at": where, "what": what, "worth": worth},
        time="t",
        time_unit="s",
        ids={"customer": "who"},
        touchpoint="at",
        event="what",
        value="worth",
    )
    people = cx.stitch(events)
    spots = cx.Spots(
        {"time": [60 * EVENING], "flight": ["x"], "price": [40]},
        campaign="flight",
        cost="price",
        touchpoint="=tv",
        time_unit="s",
    )
    response = cx.broadcast(spots, events, touchpoints="search", placebo=False)
    return events, people, cx.journeys(events, people, conversion="buy"), response


@pytest.mark.parametrize("model", ["last", "markov"])
def test_what_spots_brought_stands_in_a_row_of_its_own(evenings, model):
    """Case M10: the sum stays, and the row is a lower bound."""
    events, people, journeys, response = evenings
    plain = cx.attribute(journeys, model=model)
    credit = cx.attribute(journeys, model=model, broadcast=response)
    rows = {row["touchpoint"]: row for row in credit.table.to_pylist()}
    assert rows["tv"]["lower_bound"]
    assert not rows["search"]["lower_bound"]
    assert 8 < rows["tv"]["conversions"] <= 10
    assert sum(row["conversions"] for row in rows.values()) == pytest.approx(plain.conversions)
    assert sum(row["value"] for row in rows.values()) == pytest.approx(plain.value)
    back = cx.returns(credit)
    tv = next(row for row in back.touchpoints.to_pylist() if row["touchpoint"] == "tv")
    assert (tv["cost"], tv["lower_bound"]) == (40.0, True)
    assert tv["roas"] == pytest.approx(rows["tv"]["value"] / 40)
    assert back.total["conversions"] == pytest.approx(10)
    page = cx.cockpit(events=events, people=people, journeys=journeys, credit=credit, returns=back)
    shown = {row["touchpoint"]: row for row in page.touchpoints.to_pylist()}
    assert shown["tv"]["conversions"] == rows["tv"]["conversions"]
    assert sum(row["conversions"] or 0 for row in shown.values()) == pytest.approx(10)
    assert page.head["roas"] == back.total["roas"]
    weeks = cx.returns_by_period(journeys, broadcast=response, model=model)
    mine = [row["conversions"] or 0 for row in weeks.touchpoints.to_pylist() if row["touchpoint"] == "tv"]
    assert sum(mine) == pytest.approx(rows["tv"]["conversions"])


def test_a_broadcast_needs_journeys_and_visits_that_are_events(evenings, response):
    _, _, journeys, brought = evenings
    with pytest.raises(cx.errors.UnanswerableError, match="broadcast"):
        cx.attribute(journeys.paths(), broadcast=brought)
    with pytest.raises(cx.errors.LackingError):
        cx.attribute(journeys, model="last", broadcast=response)
    with pytest.raises(TypeError, match=r"cx\.broadcast"):
        cx.attribute(journeys, broadcast=[1])
