"""pandas without pyarrow: columns go through buffers of numpy."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from . import _native
from .errors import MissingLibraryError

if not hasattr(pd, "DataFrame"):  # an empty folder named pandas
    raise MissingLibraryError("pandas is not usable: pip install --force-reinstall pandas")

_NUMPY = {"f64": "float64", "i64": "int64", "u64": "uint64", "u32": "uint32", "name": "uint32"}


def to_pandas(table: _native.Table) -> Any:  # noqa: ANN401 - a DataFrame; pandas is optional
    """A table as a DataFrame; the index counts the rows."""
    kinds = table.types()
    series = [_series(table, at, kind) for at, kind in enumerate(kinds)]
    frame = pd.DataFrame(dict(enumerate(series)), index=pd.RangeIndex(len(table)))
    frame.columns = pd.Index(table.columns(), dtype=object)
    return frame


def _series(table: _native.Table, at: int, kind: str) -> Any:  # noqa: ANN401, C901 - one case for each kind
    if kind in {"text", "list"}:
        return pd.Series(table.cells(at), dtype="str" if kind == "text" else object)
    values, valid = table.raw(at)
    gaps = None if valid is None else np.frombuffer(valid, dtype=np.uint8) == 0
    match kind:
        case "bool":
            cells = np.frombuffer(values, dtype=np.uint8).astype(bool)
            return cells if gaps is None else pd.arrays.BooleanArray(cells, gaps)
        case "time":
            times = np.frombuffer(values, dtype="int64").copy()
            if gaps is not None:
                times[gaps] = np.iinfo(np.int64).min
            return pd.Series(times.view("datetime64[us]")).dt.tz_localize("UTC")
        case "date":
            days = np.frombuffer(values, dtype="int32").astype("datetime64[D]").astype("datetime64[s]")
            if gaps is not None:
                days[gaps] = np.datetime64("NaT")
            return pd.Series(days)
        case "name":
            codes = np.frombuffer(values, dtype="uint32").astype("int64")
            if gaps is not None:
                codes[gaps] = -1
            return pd.Categorical.from_codes(codes, categories=table.names(at))
        case _:
            cells = np.frombuffer(values, dtype=_NUMPY[kind]).copy()
    if gaps is None:
        return cells
    if kind == "f64":
        cells[gaps] = np.nan
        return cells
    return pd.arrays.IntegerArray(cells, gaps)


def from_pandas(frame: Any) -> list[tuple[str, str, Any]]:  # noqa: ANN401 - a DataFrame
    """The columns of a DataFrame, for `_native.table_of_columns`; the index is left out."""
    return [(str(name), *from_series(frame.iloc[:, at])) for at, name in enumerate(frame.columns)]


def from_series(series: Any) -> tuple[str, Any]:  # noqa: ANN401 - a Series or an array of numpy
    """Kind and values of one column. NaN in a column of numbers is a gap, as pandas has it."""
    series = series if isinstance(series, pd.Series) else pd.Series(series)
    dtype = series.dtype
    if isinstance(dtype, np.dtype):
        if dtype.kind in "iu" and dtype != np.dtype("uint64"):
            return "buffer:i64", np.ascontiguousarray(series.to_numpy(), dtype="int64")
        if dtype.kind == "f":
            return "buffer:f64", np.ascontiguousarray(series.to_numpy(), dtype="float64")
        if dtype.kind == "b":
            return "bool", series.tolist()
        if dtype.kind == "M":
            return _times(series, None)
    if isinstance(dtype, pd.DatetimeTZDtype):
        return _times(series.dt.tz_convert("UTC").dt.tz_localize(None), "UTC")
    cells = [_cell(cell) for cell in series.astype(object)]
    if any(isinstance(cell, list) for cell in cells):
        return "list", [None if cell is None else [_text(item) for item in cell] for cell in cells]
    return "text", [_text(cell) for cell in cells]


def _times(series: Any, zone: str | None) -> tuple[str, Any]:  # noqa: ANN401 - a Series
    unit = np.datetime_data(series.dtype)[0]
    cells = np.ascontiguousarray(series.to_numpy()).view("int64")
    return f"buffer:time:{unit}" + (f":{zone}" if zone else ""), cells


def _cell(cell: Any) -> Any:  # noqa: ANN401 - any cell
    if isinstance(cell, list | tuple | np.ndarray):
        return list(cell)
    return None if cell is None or cell is pd.NaT or cell is pd.NA or cell != cell else cell  # noqa: PLR0124 - NaN


def _text(cell: Any) -> str | None:  # noqa: ANN401 - any cell
    if cell is None:
        return None
    return cell.isoformat() if hasattr(cell, "isoformat") else str(cell)
