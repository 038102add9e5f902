"""Messages of the engine about options, in the words in which options are written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ._nearest import meant

NAME = r"`([^`]*)`"
REFUSED = re.compile(
    rf"^(?P<path>.*?)unknown (?P<what>variant|field) {NAME}, "
    r"(?:expected (?:one of )?(?P<known>`.*`)|there are no \w+)$",
    re.DOTALL,
)
# How an option is written whose parts were taken for others.
FORMS = {
    "steps": 'a step is written "search", ["search", "ad"] (either of them) or {"at": "search", "within": "7d"}; '
    "touchpoints and kinds of event are both named by at",
    "split": 'a split is written "converted", {"persons": [0, 1]} or {"journeys": [0, 1]}: these against all others; '
    "two groups of your own are compared by first.compare(second)",
    "rules": 'a rule of phases is written {"phase": "advice", "touchpoint": "branch"}, one of conform() '
    '{"rule": "response", "a": "search", "b": "branch"}',
    "model": 'a model is written {"sequence": ["search", {"choice": ["branch", "call"]}]}',
    "where": 'a condition is written {"column": "value"}, {"column": ["one", "other"]} or {"column": {"min": 10}}',
}


def in_words(message: str, details: Mapping[str, Any]) -> str:
    """A message with the name that was meant, and without words of a library.

    Args:
        message: What the engine says.
        details: What it gives to programs; the name and what is available.
    """
    if found := REFUSED.match(message):
        known = re.findall(NAME, found["known"] or "")
        return _refused(found["path"], found["what"], found[3], known)
    available = details.get("available")
    name = details.get("name", details.get("column"))
    if isinstance(available, list | tuple) and isinstance(name, str) and "did you mean" not in message:
        start, mark, rest = message.rpartition("; available: ")
        # A separate sentence, so that programs which read the list still find it.
        return f"{start}; {meant(name, map(str, available))}available: {rest}" if mark else message
    return message


def _refused(path: str, what: str, name: str, known: list[str]) -> str:
    """A value or a field that an option does not have."""
    start, _, inner = path.rpartition("options:")
    parts = re.findall(r'"([^"]*)"', inner)
    where = ": ".join(f'"{part}"' for part in parts)
    asked = meant(name, known)
    listed = ", ".join(known)
    if what == "variant":
        said = f'{start}option {where}: "{name}" is not one of its values; {asked}available: {listed}'
    elif parts:
        said = f'{start}option {where}: no field "{name}"; {asked}known: {listed}'
    else:
        said = f'{start}no option "{name}"; {asked}known: {listed}'
    form = FORMS.get(parts[0]) if parts else None
    return f"{said}; {form}" if form else said
