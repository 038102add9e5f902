"""Files in: text, JSON and workbooks by the engine, Parquet through pyarrow, polars or duckdb, whichever is there.

Every column of a text file is text: an identifier keeps its leading zeros, and the engine reads times
and numbers from text and accounts for each cell that it cannot read.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from . import _native
from ._options import to_json
from .errors import InputError, MissingLibraryError, OptionError

PARQUET = {".parquet", ".pq"}
TEXT = {".csv", ".tsv", ".tab", ".txt", ".psv", ".json", ".jsonl", ".ndjson"}
BOOKS = {".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"}
KNOWN = ".csv, .tsv, .txt, .json, .jsonl, .xlsx, .xls, .ods (each may be compressed: .gz) or .parquet"


def read_file(path: Path, wanted: set[str], reading: Mapping[str, Any] | None = None) -> object:
    """A file as something that streams Arrow.

    Args:
        path: A file of text, JSON or a workbook, which may be compressed (.gz), or Parquet.
        wanted: Columns to read, if the file has them all; otherwise all are read, so that the
            engine's message can list them.
        reading: How it is read, as in `cxcockpit.types.Reading`.
    """
    given = {name: value for name, value in (reading or {}).items() if value is not None}
    if not path.is_file():
        what = "is a folder; give a file in it" if path.is_dir() else "no such file"
        message = f"{path} {what}" if path.is_dir() else f"{what}: {path}"
        raise InputError(message, kind="input", details={"path": str(path)})
    suffixes = [suffix.lower() for suffix in path.suffixes]
    inside = suffixes[-2:-1] if suffixes[-1:] == [".gz"] else suffixes[-1:]
    ending = inside[0] if inside else ""
    if ending in PARQUET:
        if given:
            raise OptionError(f"{path.name}: {next(iter(given))} is for files of text, not for Parquet")
        try:
            return _parquet(path, wanted)
        except (InputError, MissingLibraryError):
            raise
        except Exception:  # noqa: BLE001 - each library has its own, with a text of its own
            raise InputError(
                f"{path.name} could not be read as Parquet; export it again, or give a .csv file"
            ) from None
    if ending in TEXT | BOOKS:
        return _native.read_file(path, to_json(**given), wanted or None)
    raise InputError(f"{path.name}: give a file named {KNOWN}")


def file_columns(path: Path, reading: Mapping[str, Any] | None = None) -> list[str]:
    """The names of a file's columns."""
    schema = read_file(path, set(), reading)
    if isinstance(schema, _native.Table):
        return schema.columns()
    if hasattr(schema, "columns"):
        return [str(name) for name in schema.columns]
    names = getattr(schema, "schema", schema)
    return [str(name) for name in getattr(names, "names", [])]


def _library(readers: dict[str, Callable[..., object]]) -> Callable[..., object] | None:
    """The reader of the first library that is imported, or else installed."""
    for known in (lambda name: name in sys.modules, importlib.util.find_spec):
        for name, reader in readers.items():
            if known(name):
                return reader
    return None


def _parquet(path: Path, wanted: set[str]) -> object:
    readers = {"pyarrow": _parquet_pyarrow, "polars": _parquet_polars, "duckdb": _parquet_duckdb}
    reader = _library(readers)
    if reader is None:
        raise MissingLibraryError(
            f"{path.name}: Parquet files need pyarrow or polars, and neither is installed: "
            "pip install pyarrow (or polars)"
        )
    return reader(path, wanted)


def _parquet_pyarrow(path: Path, wanted: set[str]) -> object:
    pa, pq = importlib.import_module("pyarrow"), importlib.import_module("pyarrow.parquet")
    file = pq.ParquetFile(path)
    schema = file.schema_arrow
    names = _chosen(schema.names, wanted)
    if names is not None:
        schema = pa.schema([schema.field(name) for name in names])
    return pa.RecordBatchReader.from_batches(schema, file.iter_batches(columns=names))


def _parquet_polars(path: Path, wanted: set[str]) -> object:
    pl = importlib.import_module("polars")
    return pl.read_parquet(path, columns=_chosen(list(pl.read_parquet_schema(path)), wanted))


def _parquet_duckdb(path: Path, _wanted: set[str]) -> object:
    return importlib.import_module("duckdb").connect().read_parquet(str(path))


def _chosen(names: list[str], wanted: set[str]) -> list[str] | None:
    """The wanted columns in the file's order; None (all) if the file lacks one."""
    if not wanted or not wanted <= set(names) or names.count("") > 1:
        return None
    return [name for name in names if name in wanted]
