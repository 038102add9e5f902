"""Tables out, as files."""

from __future__ import annotations

import csv
import datetime
import importlib
import importlib.util
import json
from pathlib import Path
from typing import Any

from ._table import Table
from .errors import MissingLibraryError, OptionError

# A spreadsheet would run text that begins like a formula; the page guards its files by the same signs.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write(table: Table, path: Path) -> None:
    """Writes a table as CSV, JSON (a list of rows) or Parquet, by the file's ending.

    In CSV, text that begins like a formula of a spreadsheet gets an apostrophe in front; numbers stay as they are.

    Args:
        table: The table.
        path: Where to; an existing file is replaced.

    Raises:
        OptionError: The ending is none of .csv, .json, .parquet.
        MissingLibraryError: Parquet needs pyarrow or polars.
    """
    match path.suffix.lower():
        case ".csv":
            with path.open("w", encoding="utf-8", newline="") as file:
                rows = csv.writer(file)
                rows.writerow([csv_cell(name) for name in table.columns])
                rows.writerows([csv_cell(cell) for cell in row] for row in table._rows())  # noqa: SLF001
        case ".json":
            text = json.dumps(table.to_pylist(), default=_plain, ensure_ascii=False, indent=1)
            path.write_text(text + "\n", encoding="utf-8")
        case ".parquet":
            _parquet(table, path)
        case other:
            raise OptionError(f"--out: {other or 'no ending'} is not known; use .csv, .json or .parquet")


def _parquet(table: Table, path: Path) -> None:
    if importlib.util.find_spec("pyarrow"):
        importlib.import_module("pyarrow.parquet").write_table(table.to_arrow(), path)
    elif importlib.util.find_spec("polars"):
        table.to_polars().write_parquet(path)
    else:
        raise MissingLibraryError("writing Parquet needs pyarrow or polars: pip install pyarrow")


def csv_cell(cell: Any) -> object:  # noqa: ANN401 - any cell
    """What stands in a CSV file for a cell: lists in one text, times as ISO 8601, no text that is a formula."""
    if isinstance(cell, list):
        return _text(" > ".join(str(item) for item in cell))
    if isinstance(cell, str):
        return _text(cell)
    return _plain(cell) if isinstance(cell, datetime.date) else cell


def _text(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text


def _plain(cell: Any) -> str:  # noqa: ANN401 - times and days
    return str(cell.isoformat())
