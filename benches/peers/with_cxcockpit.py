"""The work in CX Cockpit, through its Python package."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cxcockpit as cx
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from peers import sessions_answer

if TYPE_CHECKING:
    from pathlib import Path


def load_events(file: Path) -> pa.Table:
    """An Arrow table; what pyarrow needed to read it goes back to the system."""
    table = pq.read_table(file, columns=["user_id", "ts", "event"])
    pa.default_memory_pool().release_unused()
    return table


def sessions(held: list[pa.Table]) -> tuple[int, cx.Table, cx.Table]:
    """Reads and checks every row, ties identifiers, cuts, counts."""
    events = cx.Events(held.pop(), time="ts", time_unit="us", ids={"user": "user_id"}, touchpoint="event")
    pa.default_memory_pool().release_unused()
    people = cx.stitch(events)
    journeys = cx.journeys(events, people, silence="30m")
    del events, people
    transitions = journeys.transitions()
    variants = journeys.paths()
    count = len(journeys)
    del journeys
    # The paths as text, as the other tools have them.
    return count, pa.table(variants), transitions


def flows(held: list[pa.Table]) -> tuple[int, pa.Table, cx.Table]:
    """Reads and checks every row, ties identifiers, orders, counts; with durations and frequencies."""
    events = cx.Events(held.pop(), time="ts", time_unit="us", ids={"user": "user_id"}, touchpoint="event")
    pa.default_memory_pool().release_unused()
    people = cx.stitch(events)
    journeys = cx.journeys(events, people)
    del events, people
    follows = journeys.directly_follows()
    variants = pa.table(journeys.variants()).select(["path", "count"]).rename_columns(["path", "journeys"])
    return len(journeys), variants, follows


def sessions_result(result: tuple[int, pa.Table, cx.Table]) -> dict[str, object]:
    """Without the counts into and out of journeys, which the other tools do not make."""
    count, table, transitions = result
    texts = pc.binary_join(table["path"], ">").to_pylist()
    counts = (int(journeys) for journeys in table["journeys"].to_pylist())
    pairs = (
        (row["from"], row["to"], row["count"])
        for row in pa.table(transitions).to_pylist()
        if row["from"] != "(start)" and row["to"] != "(null)"
    )
    return sessions_answer(count, zip(texts, counts, strict=True), pairs)


def load_paths(file: Path) -> pa.Table:
    """An Arrow table."""
    return pq.read_table(file)


def attribute(models: list[str]) -> object:
    """Reads the paths and attributes by the models."""

    def run(held: list[pa.Table]) -> cx.Credit:
        paths = cx.paths(held.pop(), path="path", conversions="conv", value="value", nulls="null", sep=">")
        return cx.attribute(paths, models=models)

    return run


def credit_result(credit: cx.Credit) -> dict[str, object]:
    """Model -> touchpoint -> (conversions, value)."""
    answer: dict[str, dict[str, list[float]]] = {}
    for row in pa.table(credit.table).to_pylist():
        if row["touchpoint"] != "(unattributed)":
            answer.setdefault(row["model"], {})[row["touchpoint"]] = [row["conversions"], row["value"]]
    return answer


WORKS = {
    "sessions": (load_events, sessions, sessions_result),
    "flows": (load_events, flows, sessions_result),
    "heuristics": (load_paths, attribute(["first", "last", "linear"]), credit_result),
    "markov": (load_paths, attribute(["markov"]), credit_result),
}
