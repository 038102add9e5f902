"""The work in sequenzo."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from sequenzo import SequenceData, get_distance_matrix

if TYPE_CHECKING:
    from pathlib import Path


def load_sequences(file: Path) -> tuple[SequenceData, list[str]]:
    """Its own table, a column for each step."""
    rows = pd.read_parquet(file)
    wide = rows.pivot_table(index="sequence", columns="step", values="state", aggfunc="first").reset_index()
    wide.columns = ["sequence", *(f"s{at}" for at in range(len(wide.columns) - 1))]
    steps, states = list(wide.columns[1:]), sorted(rows["state"].unique())
    paths = [">".join(path) for path in wide[steps].to_numpy()]
    return SequenceData(wide, time=steps, states=states, id_col="sequence"), paths


def distances(costs: str) -> object:
    """Optimal matching with its own settings; constant costs are 2."""

    def run(held: list[tuple[SequenceData, list[str]]]) -> tuple[np.ndarray, list[str]]:
        sequences, paths = held[0]
        return np.asarray(get_distance_matrix(sequences, method="OM", sm=costs, indel="auto")), paths

    return run


def distances_result(found: tuple[np.ndarray, list[str]]) -> dict[str, float]:
    """The sum of the distances of each sequence."""
    cells, paths = found
    return {path: float(total) for path, total in zip(paths, cells.sum(axis=1), strict=True)}


WORKS = {
    "distances": (load_sequences, distances("CONSTANT"), distances_result),
    "distances_rates": (load_sequences, distances("TRATE"), distances_result),
}
