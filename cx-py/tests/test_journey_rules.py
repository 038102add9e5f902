"""Rules of sessions and journeys, as Python hands them on."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

import cxcockpit as cx

EVENTS = cx.Events(
    {
        "ts": [
            "2026-03-28T22:50:00Z",
            "2026-03-28T23:10:00Z",
            "2026-03-28T23:20:00Z",
            "2026-03-28T23:30:00Z",
            "2026-03-28T23:40:00Z",
        ],
        "user": [1, 1, 1, 1, 1],
        "channel": ["search", "search", "website", "website", "branch"],
        "campaign": ["spring", "spring", None, "summer", "summer"],
        "event": ["click", "click", "login", "logout", "purchase"],
    },
    time="ts",
    ids={"user": "user"},
    touchpoint="channel",
    campaign="campaign",
    event="event",
)


@pytest.mark.parametrize(
    ("options", "events"),
    [
        ({}, [5]),
        ({"session_midnight": "Europe/Zurich"}, [1, 4]),
        ({"session_midnight": "UTC"}, [5]),
        ({"session_change": "campaign"}, [3, 2]),
        ({"session_change": ["touchpoint"]}, [2, 2, 1]),
        ({"session_start": "login", "session_end": ["logout"]}, [2, 2, 1]),
        ({"session_longest": datetime.timedelta(minutes=30)}, [3, 2]),
    ],
)
def test_sessions_end_by_the_rules_that_are_given(options: dict[str, Any], events: list[int]) -> None:
    journeys = cx.journeys(EVENTS, cx.stitch(EVENTS), **options)
    assert journeys.sessions.column("events") == events


@pytest.mark.parametrize(
    ("options", "touches"),
    [
        ({}, [4]),
        ({"touchpoint_lookback": {"search": "25m"}}, [2, 2]),
        ({"event_lookback": {"login": datetime.timedelta(minutes=5)}}, [1, 3]),
        ({"cycle": "20m"}, [1, 2, 1]),
    ],
)
def test_journeys_end_by_the_rules_that_are_given(options: dict[str, Any], touches: list[int]) -> None:
    journeys = cx.journeys(EVENTS, cx.stitch(EVENTS), conversion="purchase", **options)
    assert journeys.table.column("touches") == touches


def test_rules_that_do_not_exist_are_errors() -> None:
    people = cx.stitch(EVENTS)
    with pytest.raises(cx.errors.UnknownZoneError):
        cx.journeys(EVENTS, people, session_midnight="Mars/Base")
    with pytest.raises(cx.errors.OptionError, match="session_change"):
        cx.journeys(EVENTS, people, session_change="weather")
    with pytest.raises(cx.errors.UnknownNameError):
        cx.journeys(EVENTS, people, event_lookback={"dream": "1d"})


def test_refunds_net_their_order_and_unknown_ones_are_listed() -> None:
    shop = cx.Events(
        {
            "ts": ["2026-03-01", "2026-03-02", "2026-03-03", "2026-03-04", "2026-03-05"],
            "user": [1, 1, 1, 1, 1],
            "at": ["ads", "shop", "mail", "shop", "shop"],
            "event": ["click", "purchase", "click", "purchase", "return"],
            "order": [None, "T1", None, "T1", "T9"],
            "value": [None, 100, None, -100, 7],
        },
        time="ts",
        ids={"user": "user"},
        touchpoint="at",
        event="event",
        order_id="order",
        value="value",
    )
    journeys = cx.journeys(shop, cx.stitch(shop), conversion="purchase", refund="return")
    assert (journeys.report.refunds, journeys.report.unknown_refunds) == (2, 1)
    assert journeys.unknown_refunds.to_pylist() == [{"row": 4, "value": -7.0, "names_order": True}]
    credit = cx.attribute(journeys, model="last")
    rows = {row["touchpoint"]: row for row in credit.table.to_pylist()}
    assert [rows["ads"][name] for name in ("conversions", "value", "cancelled")] == [1, 0, 1]
    assert rows["mail"]["conversions"] == 0
    assert "unknown_refunds" in credit.checks.column("check")


def test_an_order_soon_after_another_has_its_contacts() -> None:
    shop = cx.Events(
        {
            "ts": ["2026-03-01T10:00Z", "2026-03-01T10:10Z", "2026-03-01T10:30Z"],
            "user": [1, 1, 1],
            "at": ["click", "shop", "shop"],
            "event": ["click", "purchase", "purchase"],
            "value": [None, 50, 30],
        },
        time="ts",
        ids={"user": "user"},
        touchpoint="at",
        event="event",
        value="value",
    )
    people = cx.stitch(shop)
    for carry_over, value in ((None, 50), ("1d", 80)):
        journeys = cx.journeys(shop, people, conversion="purchase", carry_over=carry_over)
        table = cx.attribute(journeys, model="last").table.to_pylist()
        assert next(row["value"] for row in table if row["touchpoint"] == "click") == value
