"""Tables in: anything that streams Arrow, files, columns by name."""

from __future__ import annotations

import datetime
import importlib.util
import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import _native
from ._files import read_file
from ._table import Table
from .errors import InputError, OptionError

if TYPE_CHECKING:
    from .types import Data

TAKES = (
    "a table of pyarrow, polars, pandas or duckdb (anything with __arrow_c_stream__), "
    "a path to a .csv, .json, .xlsx or .parquet file, or columns by name"
)


def source(data: Data, roles: Iterable[object] = (), reading: Mapping[str, Any] | None = None) -> object:
    """What the engine can stream: `data` itself, or a table made from it.

    Args:
        data: What the user gave.
        roles: Columns that the roles name; of a file, only these are read.
        reading: How a file is read.
    """
    if isinstance(data, str | os.PathLike):
        return read_file(Path(os.fspath(data)), columns_of(roles), reading)
    if given := [name for name, value in (reading or {}).items() if value is not None]:
        raise OptionError(f"{given[0]} is for files; the data are {type(data).__name__}")
    if isinstance(data, Table):
        return data._core  # noqa: SLF001 - the class's own
    if isinstance(data, Mapping):
        return _native.table_of_columns([(str(name), *_column(cells)) for name, cells in data.items()])
    if _is_pandas(data) and not (hasattr(data, "__arrow_c_stream__") and importlib.util.find_spec("pyarrow")):
        from ._pandas import from_pandas  # noqa: PLC0415 - optional

        return _native.table_of_columns(from_pandas(data))
    if hasattr(data, "__arrow_c_stream__"):
        return data
    if type(data).__module__.startswith("polars") and hasattr(data, "collect"):
        return data.collect()
    raise InputError(f"{type(data).__name__} is not a table; give {TAKES}")


def columns_of(roles: Iterable[object]) -> set[str]:
    """The columns that roles name; a role that starts with "=" is a constant."""
    found: set[str] = set()
    for role in roles:
        if isinstance(role, str):
            if role and not role.startswith("="):
                found.add(role)
        elif isinstance(role, Mapping):
            found |= columns_of(role.values())
        elif isinstance(role, Iterable):
            found |= columns_of(role)
    return found


def _is_pandas(data: object) -> bool:
    pandas = sys.modules.get("pandas")
    return pandas is not None and isinstance(data, pandas.DataFrame)


def _column(cells: Any) -> tuple[str, Any]:  # noqa: ANN401 - any sequence
    """Kind and values of one column of plain Python values, or of an array of numpy or pandas."""
    if isinstance(cells, str | bytes) or not isinstance(cells, Iterable):
        raise InputError(f"a column must be a sequence of cells, not {type(cells).__name__}")
    if hasattr(cells, "dtype") and importlib.util.find_spec("pandas"):
        from ._pandas import from_series  # noqa: PLC0415 - optional

        return from_series(cells)
    if hasattr(cells, "to_pylist"):
        values = list(cells.to_pylist())
    else:
        values = list(cells.tolist()) if hasattr(cells, "tolist") else list(cells)
    kinds = {type(cell) for cell in values if cell is not None}
    if kinds == {bool}:
        return "bool", values
    if kinds == {int} and all(cell is None or -(2**63) <= cell < 2**63 for cell in values):
        return "i64", values
    if float in kinds and kinds <= {int, float}:
        return "f64", values
    if kinds and kinds <= {list, tuple}:
        return "list", [None if cell is None else [_text(item) for item in cell] for cell in values]
    return "text", [_text(cell) for cell in values]


def _text(cell: object) -> str | None:
    if cell is None:
        return None
    return cell.isoformat() if isinstance(cell, datetime.date) else str(cell)
