"""Late events, several outcomes, and phases against targets, as Python hands them on."""

from __future__ import annotations

import pytest

import cxcockpit as cx


def read(rows: list[tuple[str, object, object, str, str]]) -> cx.Events:
    times, cookies, users, channels, kinds = zip(*rows, strict=True)
    table = {"ts": times, "cookie": cookies, "user": users, "channel": channels, "event": kinds}
    return cx.Events(table, time="ts", ids={"cookie": "cookie", "user": "user"}, touchpoint="channel", event="event")


FIRST = [
    ("2026-03-01T10:00:00Z", "c1", None, "web", "click"),
    ("2026-03-01T10:50:00Z", "c1", None, "web", "purchase"),
    ("2026-03-01T10:10:00Z", "c2", None, "call", "form"),
    ("2026-03-01T12:00:00Z", "c2", None, "web", "click"),
]


def test_late_events_change_what_they_touch_and_nothing_else() -> None:
    events = read(FIRST)
    live = cx.LiveSessions(events, cx.stitch(events), conversion="purchase")
    assert live.table.column("events") == [1, 1, 1, 1]
    assert live.table.column("open") == [False, False, False, True]
    late = read([("2026-03-01T10:25:00Z", "c1", None, "web", "click")])
    delta = live.insert(late, cx.stitch(late))
    assert (delta.added, delta.removed, delta.changed, delta.events) == (0, 1, 1, 1)
    assert delta.table.column("change") == ["changed", "removed"]
    assert delta.table.column("before_events") == [1, 1]
    assert delta.table.column("events") == [3, None]
    ties = [("2026-03-01T12:05:00Z", "c1", "u", "web", "click"), ("2026-03-01T12:06:00Z", "c2", "u", "app", "click")]
    tie = read(ties)
    delta = live.insert(tie, cx.stitch(tie))
    assert delta.merged == [(1, 0)]
    assert live.find("cookie", "c2") == live.find("user", "u") == 0
    whole = cx.concat([events, late, tie])
    rebuilt = cx.journeys(whole, cx.stitch(whole), conversion="purchase").sessions
    assert live.table.to_pylist() == rebuilt.to_pylist()


def test_late_people_must_be_stitched_like_the_first() -> None:
    events = read(FIRST)
    live = cx.LiveSessions(events, cx.stitch(events))
    with pytest.raises(cx.errors.MismatchError, match="other rules"):
        live.insert(events, cx.stitch(events, block="c9"))
    with pytest.raises(cx.errors.InputError):
        live.insert(events, None)  # type: ignore[arg-type]


def test_journeys_say_with_which_outcome_they_ended() -> None:
    events = read(FIRST)
    outcomes = {"won": "purchase", "lead": {"event": "form", "touchpoint": "call"}}
    journeys = cx.journeys(events, cx.stitch(events), outcomes=outcomes)
    assert journeys.outcomes == ["lead", "won"]
    assert journeys.table.column("outcome") == ["won", "lead", None]
    leads = journeys.only("lead")
    assert leads.table.column("converted") == [False, True, False]
    assert sum(leads.paths().column("conversions")) == 1
    credit = cx.attribute(journeys.only(["won"]), model="last")
    assert sum(credit.table.column("conversions")) == pytest.approx(1)
    with pytest.raises(cx.errors.UnknownNameError):
        journeys.only("lost")
    with pytest.raises(cx.errors.OptionError, match="outcomes"):
        cx.journeys(events, cx.stitch(events), conversion="purchase", outcomes=outcomes)


def test_phases_are_measured_against_targets() -> None:
    events = read(FIRST)
    journeys = cx.journeys(events, cx.stitch(events), conversion="purchase")
    phases = journeys.phases([{"phase": "bought", "conversion": True}], start="before")
    targets = [
        {"phase": "bought", "measure": "share", "target": 0.1},
        {"phase": "before", "measure": "duration", "target": "2h", "tolerance": "1h"},
    ]
    figures = phases.figures(targets=targets)
    rows = {(row["phase"], row["measure"]): row for row in figures.to_pylist()}
    assert len(rows) == 6
    assert rows["bought", "share"]["actual"] == 0.5
    assert rows["bought", "share"]["light"] == "amber"
    before = rows["before", "duration"]
    assert (before["actual"], before["n"], before["censored"], before["target"]) == (50.0, 2, 1, 120.0)
    assert rows["before", "time_share"]["light"] is None
    with pytest.raises(cx.errors.OptionError):
        phases.figures(targets=[{"phase": "before", "measure": "duration", "target": 5}])


def test_attempts_are_counted_beside_units() -> None:
    events = read([*FIRST, ("2026-03-01T11:00:00Z", "c1", None, "web", "click")])
    journeys = cx.journeys(events, cx.stitch(events))
    funnel = journeys.funnel(["click", "purchase"], unit="persons")
    assert funnel.table.column("entered") == [2, 1]
    assert funnel.table.column("attempts") == [3, 1]
    assert funnel.table.column("attempts_open") == [2, None]
