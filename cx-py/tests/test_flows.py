"""Variants, directly-follows, step matrix, next steps, comparisons and transforms; logs of processes."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path

import pytest
from pyarrow import parquet

import cxcockpit as cx

REFERENCE = Path(__file__).resolve().parents[2] / "tests" / "golden" / "references" / "processes.json"


def journeys_of(log, **roles) -> cx.Journeys:
    """A log of a process with one journey a case, as its table has them: by time, then by row."""
    events = cx.Events(log, **roles)
    return cx.journeys(events, cx.stitch(events), conversion=None, lookback=None, silence=None, session_gap=None)


def check_log(journeys: cx.Journeys, known: dict[tuple[str, str], int], variants: dict[str, int]) -> None:
    """Directly-follows, without start and end, and variants are those of the reference."""
    rows = journeys.directly_follows().to_pylist()
    found = {(r["from"], r["to"]): r["count"] for r in rows if r["from"] != "(start)" and r["to"] != "(null)"}
    assert found == known
    assert sum(r["count"] for r in rows if r["to"] == "(null)") == len(journeys)
    table = journeys.variants()
    assert {">".join(row["path"]): row["count"] for row in table.to_pylist()} == variants
    assert table.column("count") == sorted(variants.values(), reverse=True)
    by_person = journeys.variants(unit="persons")
    assert by_person.column("path") == table.column("path")
    assert by_person.column("count") == table.column("count")


def test_a_log_has_the_counts_of_the_reference():
    reference = json.loads(REFERENCE.read_text(encoding="utf-8"))
    assert reference["source"].startswith("pm4py")
    case, activity, time = (list(column) for column in zip(*reference["log"], strict=True))
    log = {"case": case, "activity": activity, "time": time, "place": list(range(len(case)))}
    roles = {"time": "time", "time_unit": "s", "ids": {"case": "case"}, "touchpoint": "activity", "source": "place"}
    journeys = journeys_of(log, **roles)
    follows = reference["directly_follows"]
    check_log(journeys, {(a, b): count for a, b, count, _ in follows}, reference["variants"])
    medians = {(r["from"], r["to"]): r["seconds_median"] for r in journeys.directly_follows().to_pylist()}
    for a, b, _, median in follows:
        assert medians[a, b] == pytest.approx(median, abs=1e-6)


LOGS = {"running_example": (6, 42), "receipt": (1434, 8577), "bpic2012": (13087, 164506)}


@pytest.mark.parametrize("name", LOGS)
def test_real_logs_have_the_counts_of_the_reference(name, shared):
    # pm4py 2.7.23: directly-follows graph without start and end, variants of activities.
    folder = shared / "golden" / "process"
    log = parquet.read_table(folder / f"{name}_events.parquet")
    # At equal times the source decides before the touchpoint does: the place in the log.
    roles = {"time": "time:timestamp", "ids": {"case": "case:concept:name"}, "touchpoint": "concept:name"}
    journeys = journeys_of(log, **roles, source="@@index")
    assert (len(journeys), journeys.report.steps) == LOGS[name]
    with (folder / f"{name}_dfg.csv").open(encoding="utf-8", newline="") as file:
        known = {(row["from"], row["to"]): int(row["n"]) for row in csv.DictReader(file)}
    with gzip.open(folder / f"{name}_variants.csv.gz", "rt", encoding="utf-8", newline="") as file:
        variants = {row["variant"]: int(row["count"]) for row in csv.DictReader(file)}
    check_log(journeys, known, variants)


def test_views_of_journeys_add_up(journeys):
    count = len(journeys)
    variants = journeys.variants()
    assert sum(variants.column("count")) == count
    assert variants.column("cumulative")[-1] == 1.0
    assert variants.column("path") == [["newsletter"], ["search"], ["search", "website"]]
    assert sum(journeys.variants(unit="sessions").column("count")) == len(journeys.sessions)
    matrix = journeys.step_matrix(steps=3).to_pylist()
    for step in range(3):
        assert sum(row["count"] for row in matrix if row["step"] == step) == count
        assert sum(row["share"] for row in matrix if row["step"] == step) == pytest.approx(1.0)
    for row in (flow := journeys.flow().to_pylist()):
        assert sum(r["count"] for r in flow if r["step"] == row["step"]) + row["ended"] == count
    moves = journeys.directly_follows().to_pylist()
    assert {(r["from"], r["to"], r["count"]) for r in moves} == {
        tuple(row.values()) for row in journeys.transitions().to_pylist()
    }
    (ten_minutes,) = (row for row in moves if (row["from"], row["to"]) == ("search", "website"))
    assert ten_minutes["seconds_median"] == ten_minutes["seconds_max"] == 600.0
    assert next(row for row in moves if row["from"] == "(start)")["seconds_median"] is None
    waits = {row["touchpoint"]: row for row in journeys.time_to_next(within="10m").to_pylist()}
    assert (waits["search"]["count"], waits["search"]["moved"], waits["search"]["open"]) == (2, 1, 1)
    # The other one says nothing: the data end with it.
    assert (waits["search"]["share"], waits["search"]["seconds_median"]) == (1.0, 600.0)
    assert waits["website"]["share"] == 0.0
    after = journeys.next_steps(order=2).to_pylist()
    assert {"from": ["search", "website"], "to": "(conversion)", "count": 1, "share": 1.0} in after


def test_groups_are_compared_with_intervals(journeys):
    rows = journeys.compare(subject="steps", steps=1).to_pylist()
    assert {row["of"] for row in rows} == {2}
    assert {row["other_of"] for row in rows} == {1}
    assert all(-1 <= row["low"] <= row["difference"] <= row["high"] <= 1 for row in rows)
    chosen = journeys.compare(split={"persons": journeys.table.to_arrow()["person"][:1]}).to_pylist()
    assert {row["of"] for row in chosen if row["from"] == "(start)"} == {1}
    same = journeys.compare(journeys, confidence=0.8, top=3).to_pylist()
    assert [row["difference"] for row in same] == [0.0] * 3
    with pytest.raises(cx.errors.OptionError, match="split"):
        journeys.compare(journeys, split="converted")
    with pytest.raises(cx.errors.UnanswerableError, match="0 and 3"):
        journeys.compare(split={"journeys": []})
    with pytest.raises(cx.CxError, match="channels"):
        journeys.compare(subject="channels")
    with pytest.raises(cx.errors.InputError, match="Journeys"):
        journeys.compare(journeys.table)


def test_transformed_paths_are_paths(journeys):
    paths = cx.paths(
        {
            "path": ["a > a > b > a", "direct > a > b", "direct"],
            "won": [3, 2, 1],
            "value": [30, 20, 5],
            "lost": [1, 0, 7],
        },
        conversions="won",
        value="value",
        nulls="lost",
    )
    expected = {
        None: [["a", "a", "b", "a"], ["a", "b"], ["direct"]],
        "exposure": [["a", "b"], ["a", "b", "a"], ["direct"]],
        "first": [["a", "b"], ["direct"]],
        "frequency": [["a(1)", "b(1)"], ["a(3)", "b(1)"], ["direct(1)"]],
        "unique": [["a", "b"], ["direct"]],
    }
    for repeats, rows in expected.items():
        found = paths.transform(repeats=repeats, direct="direct")
        assert found.column("path") == rows
        for column in ("journeys", "conversions", "value", "nulls"):
            assert sum(found.column(column)) == sum(paths.column(column))
    assert paths.transform(first=1).column("path") == [["a", "(more)"], ["direct"], ["direct", "(more)"]]
    assert paths.transform(last=1, remainder=False).column("path") == [["a"], ["b"], ["direct"]]
    credit = cx.attribute(journeys.paths().transform(repeats="first"), model="linear")
    assert sum(credit.table.column("conversions")) == 2
    with pytest.raises(cx.errors.UnknownNameError):
        paths.transform(direct="nowhere")
