"""A Parquet file column by column."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def by_column(file: Path, names: list[str]) -> Iterator[tuple[str, pa.ChunkedArray]]:
    """One column after the other, so that what pyarrow needs to read it goes back to the system before the next one."""
    source = pq.ParquetFile(file, pre_buffer=False)
    for name in names:
        yield name, source.read(columns=[name], use_threads=False)[name]
        pa.default_memory_pool().release_unused()
