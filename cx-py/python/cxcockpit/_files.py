"""Files in: Parquet and CSV, through pyarrow or polars, whichever is installed.

Every column of a CSV file is read as text: an identifier keeps its leading zeros, and the engine
reads times and numbers from text and accounts for each cell that it cannot read.
"""

from __future__ import annotations

import csv
import gzip
import importlib
import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

from . import _native
from .errors import InputError, MissingLibraryError

SEPARATORS = ",;\t|"
LARGEST_BLOCK = 1 << 28


def read_file(path: Path, wanted: set[str]) -> object:
    """A file as something that streams Arrow.

    Args:
        path: A .parquet, .pq, .csv, .tsv or .txt file; text may be compressed (.gz).
        wanted: Columns to read, if the file has them all; otherwise all are read, so that the
            engine's message can list them.
    """
    if not path.exists():
        raise InputError(f"no such file: {path}", kind="input", details={"path": str(path)})
    suffixes = [suffix.lower() for suffix in path.suffixes]
    try:
        if suffixes and suffixes[-1] in {".parquet", ".pq"}:
            return _parquet(path, wanted)
        text = suffixes[-2:-1] if suffixes[-1:] == [".gz"] else suffixes[-1:]
        if text and text[0] in {".csv", ".tsv", ".txt"}:
            return _csv(path, wanted)
    except (InputError, MissingLibraryError):
        raise
    except Exception as cause:  # each library has its own
        raise InputError(f"{path.name} could not be read: {cause}") from cause
    raise InputError(f"{path.name}: give a .parquet or .csv file (.csv.gz too)")


def file_columns(path: Path) -> list[str]:
    """The names of a file's columns."""
    if path.suffix.lower() not in {".parquet", ".pq"}:
        if not path.exists():
            raise InputError(f"no such file: {path}")
        return _header(path)[0]
    schema = read_file(path, set())
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


def _csv(path: Path, wanted: set[str]) -> object:
    header, separator = _header(path)
    if not header:
        raise InputError(f"{path.name}: the file is empty")
    reader = _library({"polars": _csv_polars, "pyarrow": _csv_pyarrow})
    if reader is None or len(set(header)) < len(header):
        return _csv_plain(path, separator)
    return reader(path, separator, header, _chosen(header, wanted))


def _csv_polars(path: Path, separator: str, _header: list[str], names: list[str] | None) -> object:
    pl = importlib.import_module("polars")
    return pl.read_csv(path, separator=separator, infer_schema=False, columns=names)


def _csv_pyarrow(path: Path, separator: str, header: list[str], names: list[str] | None) -> object:
    pa, pc = importlib.import_module("pyarrow"), importlib.import_module("pyarrow.csv")
    # A row must fit into a block.
    block = max(1 << 20, min(path.stat().st_size + 1, LARGEST_BLOCK))
    return pc.read_csv(
        path,
        read_options=pc.ReadOptions(block_size=block),
        parse_options=pc.ParseOptions(delimiter=separator, newlines_in_values=True),
        convert_options=pc.ConvertOptions(
            column_types={name: pa.string() for name in header},
            include_columns=names or [],
            strings_can_be_null=True,
            null_values=[""],
        ),
    )


def _csv_plain(path: Path, separator: str) -> object:
    """Without a library, and for headers with a repeated name."""
    with _open(path) as file:
        rows = csv.reader(file, delimiter=separator)
        header = next(rows)
        columns: list[list[str | None]] = [[] for _ in header]
        for number, row in enumerate(rows, start=2):
            if not row:
                continue
            if len(row) != len(header):
                raise InputError(f"{path.name}: line {number} has {len(row)} cells, the header {len(header)}")
            for column, cell in zip(columns, row, strict=True):
                column.append(cell or None)
    return _native.table_of_columns([(name, "text", cells) for name, cells in zip(header, columns, strict=True)])


def _header(path: Path) -> tuple[list[str], str]:
    """Names of the columns, and what separates them: the commonest of `, ; tab |` in the first line."""
    with _open(path) as file:
        line = file.readline()
        bare = "".join(line.split('"')[::2])
        separator = max(SEPARATORS, key=bare.count)
        file.seek(0)
        return next(csv.reader(file, delimiter=separator), []), separator


def _open(path: Path) -> IO[str]:
    # One cell may be as long as the engine's readers can refuse with a reason.
    csv.field_size_limit(max(csv.field_size_limit(), LARGEST_BLOCK))
    opened: Any = gzip.open if path.suffix.lower() == ".gz" else open
    file: IO[str] = opened(path, "rt", encoding="utf-8-sig", newline="")
    return file


def _chosen(names: list[str], wanted: set[str]) -> list[str] | None:
    """The wanted columns in the file's order; None (all) if the file lacks one."""
    if not wanted or not wanted <= set(names) or names.count("") > 1:
        return None
    return [name for name in names if name in wanted]
