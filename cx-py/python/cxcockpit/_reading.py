"""How files are read: by what their name says, or as what the caller says."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from . import _native
from ._options import to_json
from ._table import Table
from ._verb import unknown_option, verb
from .errors import InputError
from .types import Progress, Reading

NAMES = tuple(Reading.__annotations__)
CELLS = ("where", "decimal", "thousands", "unit", "blank", "time_format", "date_order", "time_blank")


def divided(
    reading: Mapping[str, Any], verb: str = "", roles: Iterable[str] = ()
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The options of files, and those of rows and cells.

    Args:
        reading: What was given beside the options of the verb itself.
        verb: The verb, for messages.
        roles: The options of the verb itself.

    Raises:
        UnknownOptionError: There is a keyword that no verb knows.
    """
    for name in reading:
        if name not in NAMES:
            raise unknown_option(verb or "reading", name, [*roles, *NAMES])
    given = {name: value for name, value in reading.items() if value is not None}
    files = {name: value for name, value in given.items() if name not in CELLS}
    return files, {name: value for name, value in given.items() if name in CELLS}


class FileTable(Table):
    """The cells of a file as text, a blank one None; any verb that takes a table takes it.

    Attributes:
        dialect: How the file was read: separator, quote, encoding, lines before the header and so on.
        labels: What a second row of header says of a column.
        faults: Rows at fault as a whole, each with its line and its reason; the verb that reads the table rejects them.
            `head`, `sort`, `filter` and slices leave them out.
    """

    __slots__ = ("dialect", "faults", "labels")
    dialect: dict[str, Any]
    labels: dict[str, str]
    faults: list[dict[str, Any]]

    def _usable(self) -> list[int]:
        # Rows at fault would come back as good ones, since a view does not carry their reasons.
        at_fault = {fault["row"] for fault in self.faults}
        return [row for row in range(len(self)) if row not in at_fault]

    def __init__(self, core: _native.Table) -> None:
        super().__init__(core)
        faults = [dict(zip(("row", "line", "reason"), fault, strict=True)) for fault in core.faults()]
        self._set(dialect=json.loads(core.dialect() or "{}"), labels=dict(core.labels()), faults=faults)


File = str | os.PathLike[str] | bytes | bytearray | memoryview


@verb
def read_csv(
    file: File,
    *,
    separator: str | None = None,
    quote: str | None = None,
    encoding: str | None = None,
    skip: int | None = None,
    header: int | None = None,
    columns: Sequence[str] = (),
    comment: str | None = None,
    footer: int | None = None,
    largest: int | None = None,
    progress: Progress = None,
) -> FileTable:
    r"""Reads CSV of any dialect, every cell as the text that stands in the file.

    What is not given is found in the file, and stands in `dialect`. A row with more or fewer cells than the
    header, a NUL, a byte that is no text or a quote that never closes is a row at fault, never an error of the
    file.

    Args:
        file: A path (.gz too), or the bytes of a file.
        separator: What stands between two cells; by default whichever of comma, semicolon, tab and bar gives all rows
            the same width.
        quote: What stands around cells that hold separators or line breaks; blank: nothing does.
        encoding: By default by the byte order mark, else UTF-8, else Windows-1252.
        skip: Lines before the header; by default titles and `#` lines are found.
        header: Rows of header: 0 (then `columns` names the columns), 1, 2 or 3 as surveys have.
        columns: Names of the columns, in order, in place of those of the header.
        comment: What lines that are left out begin with, for example `"#"`.
        footer: Rows to leave out at the end; by default a row of totals is found.
        largest: Most MiB that a compressed file may unpack to; by default 200 times its size, and at least 256.
        progress: Called with (done, total).

    Returns:
        The table, with how it was read.

    Raises:
        FileError: The file is empty or no CSV, has no header, or can be read in more than one way.
        OptionError: An option is out of range.
        InputError: There is no such file.

    Example:
        >>> import cxcockpit as cx
        >>> table = cx.read_csv(b"Report\nWho;Score\nanna;9\nbert\n")
        >>> table.columns, table.dialect["separator"], table.dialect["skipped"]
        (['Who', 'Score'], ';', 1)
        >>> table.faults
        [{'row': 1, 'line': 4, 'reason': '1 cell, the header has 2'}]
    """
    options = to_json(
        separator=separator,
        quote=quote,
        encoding=encoding,
        skip=skip,
        header=header,
        columns=columns,
        comment=comment,
        footer=footer,
        largest=largest,
    )
    return _read("csv", file, options, progress)


@verb
def read_json(
    file: File,
    *,
    rows: str | None = None,
    encoding: str | None = None,
    largest: int | None = None,
    progress: Progress = None,
) -> FileTable:
    """Reads JSON or JSON lines: objects are rows, the fields of objects inside have dotted names.

    Args:
        file: A path (.gz too), or the bytes of a file.
        rows: Where the rows stand, as a dotted path: `"data.items"` is one row for each item; the names of fields
            around it begin with `^`. Blank: the outermost value.
        encoding: By default by the byte order mark, else UTF-8.
        largest: Most MiB that a compressed file may unpack to; by default 200 times its size, and at least 256.
        progress: Called with (done, total).

    Returns:
        The table, with how it was read.

    Raises:
        FileError: The file is empty or no JSON, or its rows may stand in several places.
        InputError: There is no such file.

    Example:
        >>> import cxcockpit as cx
        >>> table = cx.read_json(b'{"id": 7, "utm": {"source": "ad"}}')
        >>> table.to_pylist()
        [{'id': '7', 'utm.source': 'ad'}]
    """
    return _read("json", file, to_json(rows=rows, encoding=encoding, largest=largest), progress)


@verb
def read_excel(
    file: File,
    *,
    sheet: str | None = None,
    skip: int | None = None,
    header: int | None = None,
    columns: Sequence[str] = (),
    footer: int | None = None,
    largest: int | None = None,
    progress: Progress = None,
) -> FileTable:
    r"""Reads a sheet of a workbook (.xlsx, .xls, .ods): times as ISO 8601, whole numbers without a point.

    Args:
        file: A path, or the bytes of a file.
        sheet: Its name; by default the only sheet that holds cells.
        skip: Rows before the header; by default titles are found.
        header: Rows of header: 0 (then `columns` names the columns), 1, 2 or 3 as surveys have.
        columns: Names of the columns, in order, in place of those of the header.
        footer: Rows to leave out at the end; by default a row of totals is found.
        largest: Most MiB that the file may unpack to; by default 200 times its size, and at least 256.
        progress: Called with (done, total).

    Returns:
        The table, with how it was read.

    Raises:
        UnknownNameError: There is no such sheet; the message lists those that are there.
        FileError: The file is no workbook, or several of its sheets hold cells.
        InputError: There is no such file.

    Example:
        >>> import cxcockpit as cx
        >>> try:
        ...     cx.read_excel(b"a,b\n1,2\n")
        ... except cx.errors.FileError as error:
        ...     print(error)
        this is not a workbook; name it as what it is, for example .csv
    """
    options = to_json(sheet=sheet, skip=skip, header=header, columns=columns, footer=footer, largest=largest)
    return _read("excel", file, options, progress)


def _read(form: str, file: File, options: str, progress: Progress) -> FileTable:
    if isinstance(file, bytes | bytearray | memoryview):
        return FileTable(_native.read_bytes(form, "", bytes(file), options, progress))
    if not isinstance(file, str | os.PathLike):
        raise InputError(f"file must be a path or bytes, not {type(file).__name__}")
    path = Path(os.fspath(file))
    if not path.is_file():
        raise InputError(f"no such file: {path}", kind="input", details={"path": str(path)})
    return FileTable(_native.read_bytes(form, path.name, path.read_bytes(), options, progress))
