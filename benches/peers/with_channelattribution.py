"""The work in ChannelAttribution."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ChannelAttribution
import pandas as pd

from peers.columns import by_column

if TYPE_CHECKING:
    from pathlib import Path

NAMES = {"first": "first_touch", "last": "last_touch", "linear": "linear_touch"}


def load_paths(file: Path) -> pd.DataFrame:
    """A data frame."""
    columns = by_column(file, ["path", "conv", "value", "null"])
    return pd.DataFrame({name: column.to_pandas() for name, column in columns})


def heuristics(held: list[pd.DataFrame]) -> pd.DataFrame:
    """First, last and linear touch."""
    return ChannelAttribution.heuristic_models(held[0], "path", "conv", var_value="value", sep=">", flg_pro=False)


def heuristics_result(table: pd.DataFrame) -> dict[str, object]:
    """Model -> touchpoint -> (conversions, value)."""
    rows = table.to_dict("records")
    return {
        model: {row["channel_name"]: [float(row[f"{name}_conversions"]), float(row[f"{name}_value"])] for row in rows}
        for model, name in NAMES.items()
    }


def markov(order: int) -> object:
    """A chain of an order, by simulation with the package's own settings."""

    def run(held: list[pd.DataFrame]) -> pd.DataFrame:
        columns = {"var_value": "value", "var_null": "null"}
        result = ChannelAttribution.markov_model(
            held[0], "path", "conv", **columns, order=order, sep=">", verbose=False, flg_pro=False
        )
        return result["result"] if isinstance(result, dict) else result

    return run


def markov_result(table: pd.DataFrame) -> dict[str, object]:
    """Model -> touchpoint -> (conversions, value)."""
    table = table.rename(columns={"total_conversions": "conversions", "total_conversion_value": "value"})
    rows = table.to_dict("records")
    credits_ = {row["channel_name"]: [float(row["conversions"]), float(row["value"])] for row in rows}
    return {"markov": credits_}


WORKS = {
    "heuristics": (load_paths, heuristics, heuristics_result),
    "rules": (load_paths, heuristics, heuristics_result),
    "markov": (load_paths, markov(1), markov_result),
    "markov3": (load_paths, markov(3), markov_result),
}
