"""Bootstrap intervals, ranks, disagreement and checks from Python."""

from __future__ import annotations

import pytest

import cxcockpit as cx


@pytest.fixture
def paths():
    return cx.paths(
        {
            "path": ["ads > mail > shop", "ads > ads", "shop", "mail"],
            "won": [40, 20, 10, 5],
            "lost": [20, 80, 90, 90],
        },
        conversions="won",
        nulls="lost",
    )


def test_a_bootstrap_gives_intervals_and_ranks(paths):
    models = ["first", "linear", "markov", "shapley_rate"]
    credit = cx.attribute(paths, models=models, bootstrap=99, seed=3)
    assert (credit.interval, cx.attribute(paths).interval) == ("bootstrap", "delta")
    table = credit.table
    low, high = table.column("conversions_low"), table.column("conversions_high")
    assert all(a <= x <= b for a, x, b in zip(low, table.column("conversions"), high, strict=True))
    again = cx.attribute(paths, models=models, bootstrap=99, seed=3)
    assert again.table.column("value_high") == table.column("value_high")
    ranks = credit.ranks
    assert len(ranks) == 12
    assert sum(ranks.column("first")) == pytest.approx(len(models))
    assert ranks.column("rank")[:3] == [1.0, 3.0, 2.0]


def test_what_is_not_to_be_had_is_an_error(paths):
    with pytest.raises(cx.errors.LackingError, match="bootstrap"):
        _ = cx.attribute(paths).ranks
    with pytest.raises(cx.errors.OptionError, match="39"):
        cx.attribute(paths, bootstrap=10)


def test_models_are_compared_and_checked(paths):
    credit = cx.attribute(paths, models=["first", "last", "markov"])
    rows = credit.disagreement
    assert rows.column("touchpoint") == ["ads", "mail", "shop"]
    assert rows.column("highest")[0] == "first"
    assert rows.column("apart")[0]
    assert all(spread >= 0 for spread in rows.column("spread"))
    checks = credit.checks
    assert checks.column("check").count("conservation") == 3
    assert set(checks.column("status")) == {"ok"}


def test_checks_that_count_begin_with_the_number():
    table = {"path": ["a > b", "b", "c"], "won": [30, 10, 2], "lost": [10, 50, 7]}
    found = cx.attribute(cx.paths(table, conversions="won", nulls="lost"), models=["markov"]).checks.to_pylist()
    said = {row["check"]: row for row in found}
    for check, count in (("journeys_without_conversion", 67), ("few_conversions", 1)):
        assert said[check]["figure"] == count
        for language in ("sentence", "en", "de"):
            assert said[check][language].startswith(f"{count} ")
