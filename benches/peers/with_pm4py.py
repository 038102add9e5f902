"""The work in pm4py, which is only run, in this environment of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import pm4py

from peers import by_case

if TYPE_CHECKING:
    from pathlib import Path

# Its costs: this much for a deviation, 1 for a silent step.
DEVIATION = 10_000


def load_log(file: Path) -> tuple[pd.DataFrame, tuple[Any, Any, Any]]:
    """A data frame with its names of columns, and the net."""
    log = pd.read_parquet(file)
    log["ts"] = pd.to_datetime(log["ts"], unit="us", utc=True)
    log = pm4py.format_dataframe(log, case_id="case", activity_key="activity", timestamp_key="ts")
    return log, pm4py.read_pnml(str(file.with_suffix(".pnml")))


def alignments(held: list[tuple[pd.DataFrame, tuple[Any, Any, Any]]]) -> list[dict[str, Any]]:
    """With its own settings: each distinct case is aligned once."""
    log, (net, start, end) = held[0]
    return pm4py.conformance_diagnostics_alignments(log, net, start, end)


def alignments_result(found: list[dict[str, Any]]) -> dict[str, list[int]]:
    """Distinct cases with their deviations."""
    names = ([move[0] for move in case["alignment"] if move[0] != ">>"] for case in found)
    return by_case((">".join(path), int(case["cost"]) // DEVIATION) for path, case in zip(names, found, strict=True))


WORKS = {"alignments": (load_log, alignments, alignments_result)}
