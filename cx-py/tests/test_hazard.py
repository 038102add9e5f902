"""The time-to-event model from Python."""

from __future__ import annotations

import pytest

import cxcockpit as cx


def company() -> cx.Journeys:
    """People who met an advertisement buy soon after; others do not."""
    days = [f"2026-{1 + day // 28:02d}-{1 + day % 28:02d}T09:00Z" for day in range(84)]
    rows: list[tuple[str, int, str, str, float | None]] = []
    for person in range(120):
        start = person % 40
        rows.append((days[start], person, "ad" if person % 2 else "forum", "view", None))
        if person % 8 == 1:
            rows.append((days[start + 2], person, "shop", "purchase", 50.0))
    rows.append((days[83], 0, "forum", "view", None))
    at, number, where, kind, value = (list(column) for column in zip(*rows, strict=True))
    events = cx.Events(
        {"at": at, "who": [f"c{person}" for person in number], "where": where, "kind": kind, "value": value},
        time="at",
        ids={"customer": "who"},
        touchpoint="where",
        event="kind",
        value="value",
    )
    return cx.journeys(events, cx.stitch(events), conversion="purchase")


def test_credits_and_baseline_sum_to_the_outcome() -> None:
    credit = cx.attribute(company(), model="hazard")
    rows = {row["touchpoint"]: row for row in credit.table.to_pylist()}
    assert set(rows) == {"(baseline)", "ad", "forum"}
    assert sum(row["conversions"] for row in rows.values()) == pytest.approx(15, rel=1e-9)
    assert sum(row["value"] for row in rows.values()) == pytest.approx(750, rel=1e-9)
    assert rows["ad"]["conversions"] > 10 > rows["forum"]["conversions"] + 9


def test_the_fit_names_its_parameters() -> None:
    fit = cx.hazard_fit(company(), intent_levels=2)
    assert (fit.persons, fit.conversions, len(fit), fit.repeat, fit.converged) == (120, 15, 2, False, True)
    ad = next(row for row in fit.table.to_pylist() if row["touchpoint"] == "ad")
    assert ad["contacts"] == 60
    assert 0.1 < ad["effect"] < 0.4
    assert len(fit.levels.to_pylist()) == 1  # these persons do not differ
    assert fit.triggers.to_pylist() == []
    assert repr(fit) == "HazardFit(120 persons, 15 conversions)"


def test_errors_name_the_remedy() -> None:
    with pytest.raises(cx.errors.OptionError, match="intent_levels"):
        cx.hazard_fit(company(), intent_levels=99)
    paths = cx.paths({"path": ["a > b"], "won": [3]}, conversions="won")
    with pytest.raises(cx.errors.LackingError, match="times"):
        cx.attribute(paths, model="hazard")
