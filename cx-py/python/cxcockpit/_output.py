"""Tables out, as files."""

from __future__ import annotations

import csv
import datetime
import importlib
import importlib.util
import json
import os
from pathlib import Path
from typing import Any

from ._table import Table
from .errors import InputError, MissingLibraryError, OptionError

# A spreadsheet would run text that begins like a formula; the page guards its files by the same signs.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write(table: Table, path: Path) -> None:
    """Writes a table as CSV, JSON (a list of rows), Parquet or a workbook, by the file's ending.

    Args:
        table: The table.
        path: Where to; an existing file is replaced.

    Raises:
        OptionError: The ending is none of .csv, .json, .parquet, .xlsx.
        MissingLibraryError: Parquet needs pyarrow or polars.
        InputError: There is no such folder.
    """
    match path.suffix.lower():
        case ".csv":
            write_csv(table, path)
        case ".json":
            text = json.dumps(table.to_pylist(), default=_plain, ensure_ascii=False, indent=1)
            target(path).write_text(text + "\n", encoding="utf-8")
        case ".parquet":
            write_parquet(table, path)
        case ".xlsx":
            table.to_excel(path, sheet=path.stem)
        case other:
            raise OptionError(f"--out: {other or 'no ending'} is not known; use .csv, .json, .parquet or .xlsx")


def target(path: str | os.PathLike[str]) -> Path:
    """The path of a file that is to be written.

    Raises:
        InputError: It is a folder, or lies in one that does not exist.
    """
    file = Path(os.fspath(path))
    if file.is_dir():
        raise InputError(f"{file} is a folder; give the name of a file in it", details={"path": str(file)})
    if not file.parent.is_dir():
        raise InputError(
            f'no such folder: {file.parent}; make it first: pathlib.Path("{file.parent}").mkdir(parents=True)',
            details={"path": str(file)},
        )
    return file


def write_csv(table: Table, path: str | os.PathLike[str]) -> Path:
    """CSV in UTF-8; text that begins like a formula of a spreadsheet gets an apostrophe in front."""
    out = target(path)
    with out.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow([csv_cell(name) for name in table.columns])
        rows.writerows([csv_cell(cell) for cell in row] for row in table._rows())  # noqa: SLF001 - the package's own
    return out


def write_parquet(table: Table, path: str | os.PathLike[str]) -> Path:
    """Parquet by pyarrow or polars, whichever is there."""
    file = target(path)
    if importlib.util.find_spec("pyarrow"):
        importlib.import_module("pyarrow.parquet").write_table(table.to_arrow(), file)
    elif importlib.util.find_spec("polars"):
        table.to_polars().write_parquet(file)
    else:
        raise MissingLibraryError("writing Parquet needs pyarrow or polars: pip install pyarrow")
    return file


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
