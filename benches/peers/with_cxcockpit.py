"""The work in CX Cockpit, through its Python package."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

import cxcockpit as cx
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from peers import by_case, sessions_answer
from peers.columns import by_column
from peers.with_pyarrow import load_text
from peers.with_pyarrow import text_result as theirs_text

if TYPE_CHECKING:
    from pathlib import Path


def load_events(file: Path) -> pa.Table:
    """An Arrow table."""
    return pa.table(dict(by_column(file, ["user_id", "ts", "event"])))


def whole(table: cx.Table) -> pa.Table:
    """The paths as text, as the other tools have them; `pa.table` would import pandas first."""
    return pa.RecordBatchReader.from_stream(table).read_all()


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
    return count, whole(variants), transitions


def flows(held: list[pa.Table]) -> tuple[int, pa.Table, cx.Table]:
    """Reads and checks every row, ties identifiers, orders, counts; with durations and frequencies."""
    events = cx.Events(held.pop(), time="ts", time_unit="us", ids={"user": "user_id"}, touchpoint="event")
    pa.default_memory_pool().release_unused()
    people = cx.stitch(events)
    journeys = cx.journeys(events, people)
    del events, people
    follows = journeys.directly_follows()
    variants = whole(journeys.variants()).select(["path", "count"]).rename_columns(["path", "journeys"])
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
    return pa.table(dict(by_column(file, ["path", "conv", "value", "null"])))


def attribute(models: list[str], **options: int) -> object:
    """Reads the paths and attributes by the models."""

    def run(held: list[pa.Table]) -> cx.Credit:
        paths = cx.paths(held.pop(), path="path", conversions="conv", value="value", nulls="null", sep=">")
        return cx.attribute(paths, models=models, **options)

    return run


def credit_result(credit: cx.Credit) -> dict[str, dict[str, list[float]]]:
    """Model -> touchpoint -> (conversions, value)."""
    answer: dict[str, dict[str, list[float]]] = {}
    for row in pa.table(credit.table).to_pylist():
        if row["touchpoint"] != "(unattributed)":
            answer.setdefault(row["model"], {})[row["touchpoint"]] = [row["conversions"], row["value"]]
    return answer


def heuristics_result(credit: cx.Credit) -> dict[str, object]:
    """Of all rules those that the other tool has too."""
    answer = credit_result(credit)
    return {model: answer[model] for model in HEURISTICS}


def conversions_result(credit: cx.Credit) -> dict[str, object]:
    """Conversions alone, as a tool has them that knows no values."""
    found = credit_result(credit).items()
    return {model: {name: [won, won] for name, (won, _) in rows.items()} for model, rows in found}


def shares_result(credit: cx.Credit) -> dict[str, object]:
    """Shares alone, as the other tool has them: of the value by the rules, of the conversions by the chain."""
    answer: dict[str, dict[str, list[float]]] = {}
    for model, rows in credit_result(credit).items():
        figures = {name: won if model == "markov" else value for name, (won, value) in rows.items()}
        total = sum(figures.values())
        answer[model] = {name: [figure / total] * 2 for name, figure in figures.items()}
    return answer


def load_log(file: Path) -> tuple[pa.Table, dict[str, object]]:
    """An Arrow table, and the net."""
    return pq.read_table(file), net(file.with_suffix(".pnml"))


def net(file: Path) -> dict[str, object]:
    """The net of a PNML file: its places by number."""
    root = ET.parse(file).getroot()  # noqa: S314 - a file of our own
    place = {node.get("id"): at for at, node in enumerate(node for node in root.iter("place") if node.get("id"))}
    marked = [place[node.get("id")] for node in root.iter("place") if node.find("initialMarking") is not None]
    last = [node for end in root.iter("finalmarkings") for node in end.iter("place")]
    last = [place[node.get("idref")] for node in last if node.findtext("text") != "0"]
    transitions = {node.get("id"): {"takes": [], "gives": []} for node in root.iter("transition")}
    for node in root.iter("transition"):
        if not any(tool.get("activity") == "$invisible$" for tool in node.iter("toolspecific")):
            transitions[node.get("id")]["name"] = node.findtext("name/text")
    for arc in root.iter("arc"):
        source, target = arc.get("source"), arc.get("target")
        if source in place:
            transitions[target]["takes"].append(place[source])
        else:
            transitions[source]["gives"].append(place[target])
    return {"places": len(place), "transitions": list(transitions.values()), "start": marked, "end": last}


def alignments(held: list[tuple[pa.Table, dict[str, object]]]) -> cx.Conformance:
    """Reads and checks every row, ties identifiers, orders, aligns each distinct case."""
    table, model = held.pop()
    events = cx.Events(table, time="ts", time_unit="us", ids={"case": "case"}, touchpoint="activity")
    journeys = cx.journeys(events, cx.stitch(events))
    return journeys.conform({"net": model}, judge_open=True)


def alignments_result(found: cx.Conformance) -> dict[str, list[int]]:
    """Distinct cases with their deviations."""
    variants = pa.table(found.variants).to_pylist()
    cases = ((">".join(row["path"]), row) for row in variants)
    return by_case((path, row["deviations"]) for path, row in cases for _ in range(row["units"]))


def load_sequences(file: Path) -> pa.Table:
    """An Arrow table, a row for each state."""
    return pq.read_table(file)


def distances(method: str) -> object:
    """Reads and checks every row, orders, compares all pairs."""

    def run(held: list[pa.Table]) -> cx.Distances:
        roles = {"time": "step", "time_unit": "s", "ids": {"sequence": "sequence"}, "touchpoint": "state"}
        events = cx.Events(held.pop(), **roles)
        return cx.journeys(events, cx.stitch(events)).distances(method=method)

    return run


def distances_result(found: cx.Distances) -> dict[str, float]:
    """The sum of the distances of each sequence."""
    paths = pa.table(found.sequences)["path"].to_pylist()
    cells = pa.table(found.table)
    a, b, distance = (cells[name].to_numpy() for name in ("a", "b", "distance"))
    sums = np.bincount(a, distance, len(paths)) + np.bincount(b, distance, len(paths))
    return {">".join(path): float(total) for path, total in zip(paths, sums, strict=True)}


HEURISTICS = ["first", "last", "linear"]
RULES = [*HEURISTICS, "last_non_direct", "position", "w_shaped", "custom", "shapley"]


def text(held: list[Path]) -> cx.Table:
    """Every column as text, the dialect found."""
    return cx.read_csv(held.pop())


def text_result(table: cx.Table) -> dict[str, object]:
    """Columns, letters and the last row."""
    return theirs_text(pa.RecordBatchReader.from_stream(table).read_all())


WORKS = {
    "text": (load_text, text, text_result),
    "sessions": (load_events, sessions, sessions_result),
    "flows": (load_events, flows, sessions_result),
    "heuristics": (load_paths, attribute(HEURISTICS), credit_result),
    "rules": (load_paths, attribute(RULES), heuristics_result),
    "markov": (load_paths, attribute(["markov"]), credit_result),
    "markov3": (load_paths, attribute(["markov"], order=3), credit_result),
    "shapley": (load_paths, attribute(["shapley"]), conversions_result),
    "shapley_rate": (load_paths, attribute(["shapley_rate"]), credit_result),
    "bootstrap": (load_paths, attribute([*HEURISTICS, "markov"], bootstrap=200), shares_result),
    "alignments": (load_log, alignments, alignments_result),
    "distances": (load_sequences, distances("om"), distances_result),
    "distances_rates": (load_sequences, distances("om_transition_rates"), distances_result),
}
