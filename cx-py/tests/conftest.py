"""Tables that the tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import cxcockpit as cx

EVENTS = {
    "ts": [
        "2026-03-01T08:00:00Z",
        "2026-03-01T08:10:00Z",
        "2026-03-02T09:00:00Z",
        "2026-03-03T10:00:00Z",
        "2026-03-04T11:00:00Z",
        "2026-03-05T12:00:00Z",
        "soon",
    ],
    "user": ["007", "007", "007", "008", "008", "009", "009"],
    "channel": ["search", "website", "branch", "newsletter", "branch", "search", "search"],
    "event": ["click", "visit", "purchase", "open", "purchase", "click", "click"],
    "chf": [None, None, "120.50", None, "80", None, None],
    "spent": [1.5, 0.0, 0.0, 0.1, 0.0, 1.5, 1.5],
}
EVENT_ROLES = {
    "time": "ts",
    "ids": {"customer": "user"},
    "touchpoint": "channel",
    "event": "event",
    "value": "chf",
    "cost": "spent",
}


@pytest.fixture
def shared() -> Path:
    """The reference data that the project does not carry; without them a test is skipped, or fails where asked to."""
    folder = Path(os.environ.get("CX_SHARED", Path(__file__).resolve().parents[3] / "shared"))
    if not (folder / "golden").is_dir():
        missing = f"needs the reference data, which are not at {folder} (CX_SHARED names their folder)"
        if os.environ.get("CX_REQUIRE_SHARED") == "1":
            pytest.fail(missing)
        pytest.skip(missing)
    return folder


@pytest.fixture
def events() -> cx.Events:
    return cx.Events(EVENTS, **EVENT_ROLES)


@pytest.fixture
def journeys(events) -> cx.Journeys:
    return cx.journeys(events, cx.stitch(events), conversion="purchase")


@pytest.fixture
def feedback() -> cx.Feedback:
    return cx.Feedback(
        {
            "score": [10, 9, 9, 10, 10, 10, 2, 3, 1, 0, 6, 5] * 3,
            "place": (["branch"] * 6 + ["website"] * 6) * 3,
            "when": ["2026-03-02", "2026-03-03", "2026-03-09"] * 12,
        },
        touchpoint="place",
        time="when",
    )
