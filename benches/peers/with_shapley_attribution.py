"""The work in shapley-attribution."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow.parquet as pq
from shapley_attribution.models import SimplifiedShapleyAttribution

if TYPE_CHECKING:
    from pathlib import Path

Loaded = tuple[list[list[str]], list[int]]


def load_paths(file: Path) -> Loaded:
    """Lists of names, and whether each journey converted."""
    table = pq.read_table(file, columns=["path", "conv"])
    return [path.split(" > ") for path in table["path"].to_pylist()], table["conv"].to_pylist()


def shapley(held: list[Loaded]) -> dict[str, float]:
    """The game of counts."""
    paths, converted = held[0]
    model = SimplifiedShapleyAttribution(normalize=False).fit(paths, converted)
    return model.attribution_


def shapley_result(credits_: dict[str, float]) -> dict[str, object]:
    """Model -> touchpoint -> conversions."""
    return {"shapley": {str(name): [float(won), float(won)] for name, won in credits_.items()}}


WORKS = {"shapley": (load_paths, shapley, shapley_result)}
