"""Types of arguments, for annotations."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol, TypeAlias, runtime_checkable

__all__ = ["ArrowStream", "Data", "Model", "Names", "Progress", "Rule", "Step"]


@runtime_checkable
class ArrowStream(Protocol):
    """Any table that streams Arrow: of pyarrow, polars, pandas, duckdb, or of this package."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """Gives the table as a capsule of the Arrow C stream interface."""
        ...


Data: TypeAlias = ArrowStream | str | os.PathLike[str] | Mapping[str, Sequence[Any]]
"""A table: anything that streams Arrow, a path to a .parquet or .csv file, or columns by name."""

Names: TypeAlias = str | Sequence[str]
"""One name or several."""

Progress: TypeAlias = Callable[[int, int], object] | None
"""Called with (done, total) at most ten times a second; the total grows from stage to stage."""

Step: TypeAlias = str | Sequence[str] | Mapping[str, Any]
"""A step of a funnel, or an exclusion: one name, several, or a dict of its fields."""

Rule: TypeAlias = Mapping[str, Any]
"""A rule on the order or number of contacts, as a dict of its fields."""

Model: TypeAlias = str | Mapping[str, Any]
"""An expected journey: a name, or a dict with one key that says how its parts follow."""
