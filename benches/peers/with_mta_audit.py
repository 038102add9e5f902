"""The work in mta-audit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pyarrow.parquet as pq
from mta_audit.attribution import (
    FirstTouchAttribution,
    LastTouchAttribution,
    LinearAttribution,
    MarkovAttribution,
)
from mta_audit.bootstrap import BootstrapConfig, BootstrapResult, bootstrap_attribution
from mta_audit.journeys import Journey, JourneyCollection, Touchpoint

if TYPE_CHECKING:
    from pathlib import Path


def load_paths(file: Path) -> JourneyCollection:
    """Its own journeys; contacts are a second apart."""
    table = pq.read_table(file, columns=["path", "conv", "value"])
    start = pd.Timestamp("2026-01-01")
    times = [start + pd.Timedelta(seconds=at) for at in range(64)]
    journeys = []
    for row in table.to_pylist():
        names = row["path"].split(" > ")
        contacts = tuple(Touchpoint(name, time) for name, time in zip(names, times, strict=False))
        end = times[len(names)] if row["conv"] else None
        journeys.append(Journey(len(journeys), contacts, bool(row["conv"]), end, row["value"]))
    return JourneyCollection(tuple(journeys), None, None)


def bootstrap(held: list[JourneyCollection]) -> BootstrapResult:
    """Its four models, 200 resamples; a removed touchpoint loses its journeys, as in the other tools."""
    models = (
        FirstTouchAttribution(),
        LastTouchAttribution(),
        LinearAttribution(),
        MarkovAttribution(removal_strategy="redirect_to_null"),
    )
    return bootstrap_attribution(held[0], models, BootstrapConfig(n_iterations=200))


def bootstrap_result(found: BootstrapResult) -> dict[str, object]:
    """Model -> touchpoint -> mean share."""
    answer: dict[str, dict[str, list[float]]] = {}
    names = {"first": "first", "last": "last", "linear": "linear", "markov": "markov"}
    for row in found.to_dataframe().to_dict("records"):
        model = next(ours for part, ours in names.items() if part in str(row["model"]).lower())
        share = float(row["mean_share"])
        answer.setdefault(model, {})[row["channel"]] = [share, share]
    return answer


WORKS = {"bootstrap": (load_paths, bootstrap, bootstrap_result)}
