"""Rules with options, Shapley values, levels, positions, periods and interactions from Python."""

from __future__ import annotations

import pytest

import cxcockpit as cx


@pytest.fixture
def paths():
    return cx.paths(
        {
            "path": ["ads/a > mail > direct", "ads/b > ads/a", "direct", "mail"],
            "won": [4, 2, 1, 1],
            "lost": [2, 8, 9, 9],
        },
        conversions="won",
        nulls="lost",
    )


@pytest.fixture
def journeys():
    events = cx.Events(
        {
            "t": ["2026-03-02", "2026-03-09", "2026-03-10", "2026-03-11", "2026-03-12"],
            "who": [7, 7, 7, 7, 7],
            "at": ["ad", "mail", "shop", "mail", "shop"],
            "what": ["impression", "click", "buy", "click", "buy"],
        },
        time="t",
        ids={"customer": "who"},
        touchpoint="at",
        event="what",
    )
    return cx.journeys(events, cx.stitch(events), conversion="buy")


def by_name(table):
    return dict(zip(table.column("touchpoint"), table.column("conversions"), strict=True))


def test_rules_take_their_options(paths):
    last = by_name(cx.attribute(paths, model="last_non_direct").table)
    assert last == {"ads/a": 2.0, "ads/b": 0.0, "direct": 1.0, "mail": 5.0}
    weights = {"first": [3], "last": [1], "middle": 0}
    own = by_name(cx.attribute(paths, model="custom", weights=weights, exclude="direct").table)
    assert own["(unattributed)"] == 1.0
    assert own["ads/a"] == pytest.approx(3.0 + 0.5)
    w = by_name(cx.attribute(paths, model="w_shaped", milestone=["mail"]).table)
    assert w["mail"] == pytest.approx(4 / 3 + 1)
    with pytest.raises(cx.errors.LackingError):
        cx.attribute(paths, model="linear", view_through={"impression": 0.3})
    with pytest.raises(cx.errors.OptionError):
        cx.attribute(paths, model="position", position=[0.9, 0.9])


def test_kinds_of_event_and_customers(journeys):
    credit = by_name(cx.attribute(journeys, model="linear", view_through={"impression": 0.5}).table)
    assert credit["ad"] == pytest.approx(1 / 3)
    new = cx.attribute(journeys, model="linear", outcome="first")
    repeat = cx.attribute(journeys, model="linear", outcome="repeat")
    assert (new.conversions, repeat.conversions) == (1.0, 1.0)


def test_shapley_rate_is_signed_and_sums(paths):
    credit = cx.attribute(paths, models=["shapley", "shapley_rate"])
    rows = credit.table.to_pylist()
    for model in credit.models:
        assert sum(row["conversions"] for row in rows if row["model"] == model) == pytest.approx(8.0)
    assert any(row["conversions_low"] < 0 for row in rows if row["model"] == "shapley_rate")


def test_other_tables_sum_to_the_credits(paths, journeys):
    credit = by_name(cx.attribute(paths, model="shapley").table)
    positions = cx.credit_by_position(paths, model="shapley").to_pylist()
    for name, conversions in credit.items():
        assert sum(row["conversions"] for row in positions if row["touchpoint"] == name) == pytest.approx(conversions)
    levels = cx.credit_by_level(paths).to_pylist()
    inside = sum(row["conversions"] for row in levels if row["parent"] == "ads")
    assert inside == pytest.approx(next(row["conversions"] for row in levels if row["name"] == "ads"))
    groups = {"mail": ["owned"], "direct": ["owned"]}
    assert "owned" in cx.credit_by_level(paths, separator="", groups=groups).column("name")
    pairs = cx.interactions(paths, game="count").to_pylist()
    assert {(row["touchpoint"], row["other"]) for row in pairs} >= {("ads/a", "mail"), ("ads/a", "ads/b")}
    assert len(cx.interactions(paths)) == len(pairs)
    for dated in ("touch", "conversion"):
        weeks = cx.credit_by_period(journeys, model=["linear"], dated=dated)
        assert sum(weeks.column("conversions")) == pytest.approx(2.0)
    by_rule = cx.credit_by_period(journeys).to_pylist()  # M11: no model is named
    assert {row["model"] for row in by_rule} == {"markov"}
    for name, conversions in by_name(cx.attribute(journeys).table).items():
        mine = [week["conversions"] for week in by_rule if week["touchpoint"] == name]
        assert sum(mine) == pytest.approx(conversions)
    with pytest.raises(cx.errors.OptionError, match="shapley_rate"):
        cx.credit_by_period(journeys, model="shapley_rate")


def test_returns_by_period_sum_to_the_whole(journeys):
    campaigns = cx.Campaigns(
        {
            "campaign": ["spring", "letter", "fees"],
            "at": ["ad", "mail", None],
            "from": ["2026-03-05", "2026-03-09", None],
            "to": ["2026-03-12", None, None],
            "cost": [80.0, 3.0, 7.0],
        },
        touchpoint="at",
        start="from",
        end="to",
        cost="cost",
    )
    weeks = cx.returns_by_period(journeys, campaigns, model="linear", confidence=0.9)
    assert repr(weeks) == f"PeriodReturns(linear: {len(weeks)} rows)"
    rows = weeks.table.to_pylist()
    assert sum(row["cost"] or 0 for row in rows) == pytest.approx(90.0)
    assert sum(row["conversions"] or 0 for row in rows) == pytest.approx(2.0)
    spring = [row["cost"] for row in rows if row["campaign"] == "spring"]
    assert spring == [40.0, 40.0]
    assert [row["campaign"] for row in rows if row["period"] is None] == ["fees"]
    assert [row["touchpoint"] for row in weeks.marginal.to_pylist()] == ["ad", "mail"]
    assert all(row["missing"] and row["marginal_roas"] is None for row in weeks.marginal.to_pylist())
    assert (weeks.confidence, weeks.currency, weeks.model) == (0.9, None, "linear")
    with pytest.raises(cx.errors.OptionError, match="shapley_rate"):
        cx.returns_by_period(journeys, campaigns, model="shapley_rate")
    of_contacts = cx.returns_by_period(journeys, model="linear").table.to_pylist()
    assert sum(row["conversions"] or 0 for row in of_contacts) == pytest.approx(2.0)
    with pytest.raises(cx.errors.OptionError):
        cx.returns_by_period(journeys, campaigns, model="linear", window="fortnight")
    with pytest.raises(TypeError):
        cx.returns_by_period(journeys, {"cost": [1]}, model="linear")


def test_credits_by_period_have_intervals(journeys):
    for row in cx.credit_by_period(journeys, model="linear").to_pylist():
        assert 0 <= row["conversions_low"] <= row["conversions"] <= row["conversions_high"]


def test_one_model_leads_by_rule(journeys, paths):
    credit = cx.attribute(journeys)
    assert list(credit.models) == ["markov"]
    assert (credit.lead, credit.lead_reason) == ("markov", "without_times")  # far fewer than 300 conversions
    asked = cx.attribute(paths, models=["first", "last"], lead="linear")
    assert (asked.lead, asked.lead_reason, list(asked.models)) == ("linear", "asked", ["linear", "first", "last"])
    first = cx.attribute(paths, models=["first", "last"])
    assert (first.lead, first.lead_reason) == ("first", "first")
    with pytest.raises(cx.errors.OptionError, match=r"model=.*models="):
        cx.attribute(paths, model="last", models=["first"])
    with pytest.raises(cx.errors.OptionError, match=r"model=.*models="):
        cx.credit_by_period(journeys, model="last", models=["first"])


def test_conversions_without_contact_are_those_of_the_journeys(journeys):
    credit = cx.attribute(journeys, model="last")
    assert credit.without_contact == {"conversions": 0.0, "value": 0.0}
    assert credit.conversion_set


def test_campaigns_have_the_credit_of_the_contacts_that_name_them():
    """Case M5."""
    events = cx.Events(
        {
            "t": ["2026-03-02", "2026-03-03"],
            "who": [7, 7],
            "at": ["ad", "shop"],
            "what": ["click", "buy"],
            "named": ["SPRING", None],
            "worth": [None, 100.0],
        },
        time="t",
        ids={"customer": "who"},
        touchpoint="at",
        event="what",
        campaign="named",
        value="worth",
    )
    people = cx.stitch(events)
    credit = cx.attribute(cx.journeys(events, people, conversion="buy"), models=["linear", "markov"], lead="linear")
    campaigns = cx.Campaigns(
        {"campaign": ["SPRING", "GHOST"], "at": ["ad", "ad"], "cost": [10, 90]}, touchpoint="at", cost="cost"
    )
    assert {(row["model"], row["divided_by"]) for row in credit.parts.to_pylist()} == {
        ("linear", "own"),
        ("markov", "linear"),
    }
    back = cx.returns(credit, campaigns)
    rows = {row["campaign"]: row for row in back.table.to_pylist()}
    assert (rows["SPRING"]["value"], rows["SPRING"]["roas"], rows["SPRING"]["split"]) == (100.0, 10.0, "contacts")
    assert (rows["GHOST"]["value"], rows["GHOST"]["roas"]) == (0.0, 0.0)
    assert (back.model, back.divided_by) == ("linear", "own")
    assert back.total["cost"] == 100.0
    assert {row["campaign"] for row in back.campaigns.to_pylist()} == {"SPRING", "GHOST"}


def test_a_cockpit_leads_with_the_model_that_is_asked_for(journeys):
    credit = cx.attribute(journeys, models=["markov", "last"])
    page = cx.cockpit(journeys=journeys, credit=credit, lead="last")
    assert (page.head["lead"], page.head["lead_reason"]) == ("last", None)
    assert page.head["caveat"].startswith("Says what came last")
    with pytest.raises(TypeError):
        cx.cockpit(model="last")
