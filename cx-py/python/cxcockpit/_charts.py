"""What charts share: colours, the library, rows of a report."""

from __future__ import annotations

import datetime
import importlib
import importlib.util
from typing import TYPE_CHECKING, Any

from .errors import MissingLibraryError

if TYPE_CHECKING:
    from ._table import Table

LIGHTS = {"green": "#2f8f5b", "amber": "#c98a1b", "red": "#c0443c"}

# States of journeys that are no touchpoints, from top to bottom of a picture, and their colours.
STATES = {
    "(other)": "#b9b9b9",
    "(start)": "#8a8a8a",
    "(conversion)": "#2f8f5b",
    "(null)": "#d5d5d5",
    "(more)": "#a0a0a0",
}

# Colours of touchpoints, in turn: those of Vega's scheme "tableau10".
COLOURS = ("#4c78a8", "#f58518", "#e45756", "#72b7b2", "#54a24b", "#eeca3b", "#b279a2", "#ff9da6", "#9d755d", "#bab0ac")

# Colours of models, in turn; they stay apart under colour blindness, and the shape of the point tells them too.
MODELS = ("#1f5fa8", "#c4520a", "#0b8a6a", "#a2477f", "#a87700", "#3e93c9", "#6f7982", "#7a5230")


def altair_library() -> Any:  # noqa: ANN401 - an optional module
    try:
        return importlib.import_module("altair")
    except ImportError:
        raise MissingLibraryError('plots need altair, which is not installed: pip install "cxcockpit[plots]"') from None


def drawn(chart: Any) -> Any:  # noqa: ANN401 - a chart of an optional module
    """The chart, drawn where the notebook runs: Altair's own way asks a content network for the programs that draw."""
    kind = type(chart)
    if kind not in _OFFLINE:
        _OFFLINE[kind] = type(kind.__name__, (_Offline, kind), {"__module__": kind.__module__})
    # A chart takes an attribute that is set for a property of its specification.
    object.__setattr__(chart, "__class__", _OFFLINE[kind])
    return chart


_OFFLINE: dict[type, type] = {}


class _Offline:
    """What a chart shows in a notebook: a picture, unless another renderer than Altair's first one was chosen."""

    def _repr_mimebundle_(self, *arguments: object, **options: object) -> Any:  # noqa: ANN401 - as Altair has it
        active = altair_library().renderers.active
        converter = importlib.import_module("vl_convert") if importlib.util.find_spec("vl_convert") else None
        if converter is None or active != "default":
            return super()._repr_mimebundle_(*arguments, **options)  # type: ignore[misc]
        return {"image/svg+xml": converter.vegalite_to_svg(self.to_dict()), "text/plain": repr(self)}  # type: ignore[attr-defined]


def rows_of(table: Table) -> list[dict[str, Any]]:
    return [
        {name: cell.isoformat() if isinstance(cell, datetime.date) else cell for name, cell in row.items()}
        for row in table.to_pylist()
    ]
