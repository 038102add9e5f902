"""Tables out, as a workbook: Office Open XML (ECMA-376) by the standard library alone.

A workbook is a ZIP file of XML parts. Text stands in the cells themselves and is never a formula; times and days are
numbers with a format, counted in days from 1899-12-30.
"""

from __future__ import annotations

import datetime
import math
import os
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from ._output import target
from ._tabular import Tabular
from ._verb import verb
from .errors import InputError, TooManyError

if TYPE_CHECKING:
    from ._table import Table

ROWS, COLUMNS, CHARACTERS = 1_048_576, 16_384, 32_767
# A sheet counts 1900 as a leap year, so its days are right from here on.
FIRST = datetime.date(1900, 3, 1)
EPOCH = datetime.datetime(1899, 12, 30, tzinfo=datetime.UTC)
DAY = 86_400
# Whole numbers beyond this lose digits in a sheet.
EXACT = 10**15
# Formats of cells: none, a time, a day, a title.
PLAIN, TIME, DATE, TITLE = range(4)
# The same files give the same bytes.
STAMP = (1980, 1, 1, 0, 0, 0)

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
STYLES = (
    f"<styleSheet {MAIN}>"
    '<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    "</fills>"
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="4"><xf xfId="0"/><xf numFmtId="164" applyNumberFormat="1" xfId="0"/>'
    '<xf numFmtId="14" applyNumberFormat="1" xfId="0"/><xf fontId="1" applyFont="1" xfId="0"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


@verb
def to_excel(tables: Mapping[str, Tabular], path: str | os.PathLike[str]) -> Path:
    """Writes tables into one workbook, a sheet for each; no other library is needed.

    Times are written in UTC without their zone, lists in one cell with ` > ` between their parts, NaN as a blank cell.
    Whole numbers of more than 15 digits become text, since a sheet would round them. Text is never a formula. How each
    table was made stands in the description of the file.

    Args:
        tables: Tables or reports by the name of their sheet. What a workbook does not allow in a name becomes a blank,
            it is cut to 31 characters, and a name that occurs twice gets a number.
        path: Where to, `.xlsx`; an existing file is replaced.

    Returns:
        The file's path.

    Raises:
        TooManyError: A table has more rows, columns or characters in a cell than a sheet takes.
        InputError: There is no table, one of them is something else, or there is no such folder.

    Example:
        >>> import cxcockpit as cx, tempfile, pathlib
        >>> credit = cx.attribute(cx.paths({"path": ["search > branch"]}), models=["first", "last"])
        >>> tables = {"credit": credit, "first only": credit.table.filter(model="first")}
        >>> file = cx.to_excel(tables, pathlib.Path(tempfile.mkdtemp()) / "credit.xlsx")
        >>> cx.read_excel(file, sheet="first only").column("touchpoint")
        ['branch', 'search']
    """
    file = target(path)
    given = {name: _table(name, table) for name, table in _some(tables).items()}
    names = sheet_names(list(given))
    part = file.with_name(f"{file.name}.part")
    try:
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as book:
            for name, text in _frame(names, given):
                _add(book, name, [HEAD, text])
            for number, table in enumerate(given.values(), start=1):
                _add(book, f"xl/worksheets/sheet{number}.xml", _sheet(names[number - 1], table))
        # The workbook is complete before the old file goes.
        return part.replace(file)
    finally:
        part.unlink(missing_ok=True)


def sheet_names(names: Sequence[str]) -> list[str]:
    """Names that a workbook allows, each once whatever its case."""
    made: list[str] = []
    taken: set[str] = {"history"}
    for name in names:
        plain = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", name).strip(" '")[:31] or "table"
        free, number = plain, 1
        while free.casefold() in taken:
            number += 1
            free = f"{plain[: 31 - len(f' {number}')]} {number}"
        taken.add(free.casefold())
        made.append(free)
    return made


def _some(tables: Mapping[str, Tabular]) -> Mapping[str, Tabular]:
    if not isinstance(tables, Mapping) or not tables:
        raise InputError('to_excel: give tables by the name of their sheet, for example {"credit": credit.table}')
    return tables


def _table(name: str, value: object) -> Table:
    if not isinstance(value, Tabular):
        raise InputError(f"to_excel: {name!r} must be a table or a report with one, not {type(value).__name__}")
    table = value._main()  # noqa: SLF001 - the package's own
    for what, count, most in (("rows", len(table) + 1, ROWS), ("columns", len(table.columns), COLUMNS)):
        if count > most:
            raise TooManyError(f"to_excel: {name!r} has {count:,} {what}, a sheet takes {most:,}; use to_parquet()")
    return table


def _add(book: zipfile.ZipFile, name: str, texts: Iterator[str] | list[str]) -> None:
    info = zipfile.ZipInfo(name, STAMP)
    info.compress_type = zipfile.ZIP_DEFLATED
    with book.open(info, "w", force_zip64=True) as out:
        for text in texts:
            out.write(text.encode("utf-8", errors="replace"))


def _frame(names: Sequence[str], tables: Mapping[str, Table]) -> Iterator[tuple[str, str]]:
    """All parts of a workbook but its sheets."""
    numbers = range(1, len(names) + 1)
    made = "\n".join(
        f"{name}: {', '.join(f'{key} {value}' for key, value in sorted(table.metadata.items()))}"
        for name, table in zip(names, tables.values(), strict=True)
    )
    sheets = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{number}" r:id="r{number}"/>'
        for number, name in zip(numbers, names, strict=True)
    )
    parts = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{KIND}.worksheet+xml"/>'
        for number in numbers
    )
    links = "".join(
        f'<Relationship Id="r{number}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number in numbers
    )
    content = (
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{KIND}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{KIND}.styles+xml"/>{parts}'
        '<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
    )
    outer = (
        f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
        f'<Relationship Id="r2" Type="{PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
        "</Relationships>"
    )
    about = (
        f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:description>{_xml(made)}</dc:description>'
        "</cp:coreProperties>"
    )
    inner = (
        f'<Relationships xmlns="{PACKAGE}/relationships">{links}'
        f'<Relationship Id="styles" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>'
    )
    yield "[Content_Types].xml", content
    yield "_rels/.rels", outer
    yield "docProps/core.xml", about
    yield "xl/workbook.xml", f'<workbook {MAIN} xmlns:r="{OFFICE}"><sheets>{sheets}</sheets></workbook>'
    yield "xl/_rels/workbook.xml.rels", inner
    yield "xl/styles.xml", STYLES


def _sheet(name: str, table: Table) -> Iterator[str]:
    columns = table.columns
    widths = "".join(
        f'<col min="{at}" max="{at}" width="{min(max(len(column), 10) + 3, 40)}" customWidth="1"/>'
        for at, column in enumerate(columns, start=1)
    )
    yield (
        f'{HEAD}<worksheet {MAIN}><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f"{f'<cols>{widths}</cols>' if widths else ''}<sheetData>"
    )
    yield _row([_text(column, TITLE) for column in columns])
    for row in table._rows():  # noqa: SLF001 - the package's own
        yield _row([_cell(name, column, cell) for column, cell in zip(columns, row, strict=True)])
    yield "</sheetData></worksheet>"


def _row(cells: Sequence[str]) -> str:
    return f"<row>{''.join(cells)}</row>"


def _cell(sheet: str, column: str, cell: Any) -> str:  # noqa: ANN401 - any cell
    match cell:
        case None:
            return "<c/>"
        case bool():
            return f'<c t="b"><v>{int(cell)}</v></c>'
        case int() if abs(cell) < EXACT:
            return f"<c><v>{cell}</v></c>"
        case float():
            return (
                f"<c><v>{cell!r}</v></c>" if math.isfinite(cell) else "<c/>" if math.isnan(cell) else _text(str(cell))
            )
        case datetime.datetime() if cell.date() >= FIRST:
            since = cell.astimezone(datetime.UTC) - EPOCH
            return f'<c s="{TIME}"><v>{since.days + (since.seconds + since.microseconds / 1e6) / DAY!r}</v></c>'
        case datetime.date() if not isinstance(cell, datetime.datetime) and cell >= FIRST:
            return f'<c s="{DATE}"><v>{(cell - EPOCH.date()).days}</v></c>'
        case datetime.date():
            return _text(cell.isoformat())
        case list():
            text = " > ".join(str(part) for part in cell)
        case _:
            text = str(cell)
    if len(text) > CHARACTERS:
        raise TooManyError(
            f"to_excel: {sheet!r}: a cell of {column!r} has {len(text):,} characters, a sheet takes {CHARACTERS:,}; "
            "use to_parquet()"
        )
    return _text(text)


def _text(text: str, style: int = PLAIN) -> str:
    kept = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
    return f'<c t="inlineStr" s="{style}"><is><t{kept}>{_xml(text)}</t></is></c>'


def _xml(text: str) -> str:
    """Text of XML; signs that XML has no place for are written as workbooks do, `_x0001_`."""
    guarded = re.sub(r"_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", text)
    return escape(re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", _code, guarded))


def _code(sign: re.Match[str]) -> str:
    return f"_x{ord(sign[0]):04X}_"
