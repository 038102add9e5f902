"""Tables as HTML and as text, for people."""

from __future__ import annotations

import datetime
import html
from collections.abc import Iterable, Sequence
from typing import Any

SHOWN_ROWS = 20
"""Rows that are shown of a table."""

LONGEST = 120
"""Characters that are shown of a cell."""

NUMBERS = {"f64", "i64", "u64", "u32"}


def cell_text(value: Any) -> str:  # noqa: ANN401 - any cell
    """A cell as a person reads it."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case int():
            return f"{value:,}"
        case float():
            return _decimal(value)
        case datetime.datetime():
            return value.strftime("%Y-%m-%d %H:%M:%S").removesuffix(" 00:00:00")
        case datetime.date():
            return value.isoformat()
        case list():
            return _short(" > ".join(str(item) for item in value))
    return _short(str(value))


def _decimal(value: float) -> str:
    if value == 0 or 1e-3 <= abs(value) < 1e15:  # noqa: PLR2004 - where four decimals say enough
        return f"{value:,.4f}".rstrip("0").rstrip(".")
    return f"{value:.4g}"


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def table_html(names: Sequence[str], types: Sequence[str], rows: Iterable[Sequence[object]], total: int) -> str:
    """A table as HTML: every name and cell escaped, colours left to the page."""
    sides = ["right" if kind in NUMBERS else "left" for kind in types]
    head = "".join(_cell("th", name, side) for name, side in zip(names, sides, strict=True))
    body = "".join(
        "<tr>" + "".join(_cell("td", cell_text(cell), side) for cell, side in zip(row, sides, strict=True)) + "</tr>"
        for row in rows
    )
    note = f"{total:,} rows × {len(names)} columns"
    if total > SHOWN_ROWS:
        note = f"first {SHOWN_ROWS} of {note}"
    return (
        f'<div><table class="dataframe"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table><p>{note}</p></div>'
    )


def _cell(tag: str, text: str, side: str) -> str:
    return f'<{tag} style="text-align: {side}">{html.escape(text)}</{tag}>'


def table_text(names: Sequence[str], types: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A table as plain text in aligned columns."""
    cells = [[_one_line(cell_text(cell)) for cell in row] for row in rows]
    widths = [max([len(name), *(len(row[at]) for row in cells)]) for at, name in enumerate(names)]

    def line(texts: Sequence[str]) -> str:
        parts = (
            text.rjust(width) if kind in NUMBERS else text.ljust(width)
            for text, width, kind in zip(texts, widths, types, strict=True)
        )
        return "  ".join(parts).rstrip()

    return "\n".join([line(names), line(["-" * width for width in widths]), *map(line, cells)])


def _one_line(text: str) -> str:
    return "".join(c if c.isprintable() else "?" for c in text)
