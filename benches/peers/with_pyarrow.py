"""The work in pyarrow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from peers import text_answer

if TYPE_CHECKING:
    from pathlib import Path


def load_text(file: Path) -> Path:
    """The path; the file is read once, so that it lies in memory."""
    with file.open("rb") as opened:
        while opened.read(1 << 24):
            pass
    return file


def text(held: list[Path]) -> pa.Table:
    """Every column as text."""
    file = held.pop()
    with file.open() as opened:
        names = [name.strip('"') for name in opened.readline().strip().split(",")]
    convert = pyarrow.csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=True)
    return pyarrow.csv.read_csv(file, convert_options=convert)


def text_result(table: pa.Table) -> dict[str, object]:
    """Columns, letters and the last row."""
    lengths = [pc.sum(pc.binary_length(table[name])).as_py() for name in table.column_names]
    last = [table[name][-1].as_py() or "" for name in table.column_names]
    return text_answer(table.num_rows, table.column_names, lengths, last)


WORKS = {"text": (load_text, text, text_result)}
