"""Tables as HTML and as text, for people."""

from __future__ import annotations

import datetime
import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

SHOWN_ROWS = 20
"""Rows that are shown of a table."""

LONGEST = 120
"""Characters that are shown of a cell."""

WIDTH = 120
"""Characters of a line of text."""

WIDE = 180
"""Characters of a row in a notebook."""

SHORT = 40
"""Characters that are shown of a cell where there is no room for all."""

NUMBERS = {"f64", "i64", "u64", "u32"}


@dataclass(frozen=True, slots=True)
class Fit:
    """Which columns of a table are shown, and what was left out.

    Attributes:
        kept: The columns that are shown, by their place.
        longest: Characters shown of a cell.
        empty: Columns that have no cell.
        more: Columns for which there was no room.
    """

    kept: list[int]
    longest: int
    empty: list[str]
    more: list[str]

    def note(self, how: str) -> str:
        """What was left out and how to see it; blank where nothing was."""
        parts = [f"{', '.join(self.empty)} (empty)"] if self.empty else []
        parts += [f"{', '.join(self.more)} (no room)"] if self.more else []
        return f"left out: {'; '.join(parts)}; {how} shows all" if parts else ""


def fit(names: Sequence[str], rows: Sequence[Sequence[object]], empty: Sequence[bool], width: int) -> Fit:
    """Chooses the columns for which there is room: first what is empty goes, then long cells, then the last columns.

    Args:
        names: All columns.
        rows: The rows that are shown.
        empty: Which columns are empty throughout.
        width: Characters of a row.
    """
    filled = [at for at in range(len(names)) if not empty[at]] or list(range(len(names)))
    gone = [names[at] for at in range(len(names)) if at not in filled]
    longest = LONGEST
    sizes = _sizes(names, rows, filled, longest)
    if sum(sizes) > width:
        longest = SHORT
        sizes = _sizes(names, rows, filled, longest)
    used = 0
    kept: list[int] = []
    for at, size in zip(filled, sizes, strict=True):
        used += size
        # One column is always shown.
        if used > width + len(GAP) and kept:
            break
        kept.append(at)
    return Fit(kept, longest, gone, [names[at] for at in filled[len(kept) :]])


GAP = "  "


def _sizes(names: Sequence[str], rows: Sequence[Sequence[object]], places: Sequence[int], longest: int) -> list[int]:
    return [len(GAP) + max([len(names[at]), *(len(cell_text(row[at], longest)) for row in rows)]) for at in places]


def cell_text(value: Any, longest: int = LONGEST) -> str:  # noqa: ANN401 - any cell
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
            return _short(" > ".join(str(item) for item in value), longest)
    return _short(str(value), longest)


def _decimal(value: float) -> str:
    if value == 0 or 1e-3 <= abs(value) < 1e15:  # noqa: PLR2004 - where four decimals say enough
        return f"{value:,.4f}".rstrip("0").rstrip(".")
    return f"{value:.4g}"


def _short(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"


def table_html(
    names: Sequence[str],
    types: Sequence[str],
    rows: Iterable[Sequence[object]],
    total: int,
    *,
    size: str | None = None,
    shown: Fit | None = None,
) -> str:
    """A table as HTML: every name and cell escaped, colours left to the page.

    Args:
        names: The columns that are shown.
        types: Their types.
        rows: The rows that are shown.
        total: Rows of the whole table.
        size: The size of the whole table in words, where it has further columns.
        shown: What was left out of it.
    """
    longest = LONGEST if shown is None else shown.longest
    sides = ["right" if kind in NUMBERS else "left" for kind in types]
    head = "".join(_cell("th", name, side) for name, side in zip(names, sides, strict=True))
    body = "".join(
        "<tr>"
        + "".join(_cell("td", cell_text(cell, longest), side) for cell, side in zip(row, sides, strict=True))
        + "</tr>"
        for row in rows
    )
    note = size or f"{total:,} rows × {len(names)} columns"
    if total > SHOWN_ROWS:
        note = f"first {SHOWN_ROWS} of {note}"
    if shown is not None and (gone := shown.note("print(table.to_text(width=None))")):
        note = f"{note}; {html.escape(gone)}"
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
        return GAP.join(parts).rstrip()

    return "\n".join([line(names), line(["-" * width for width in widths]), *map(line, cells)])


def _one_line(text: str) -> str:
    return "".join(c if c.isprintable() else "?" for c in text)
