"""Values of a configuration file against the description of the engine's options (`config.schema.json`)."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator, Mapping
from importlib import resources
from typing import Any

from ._nearest import meant

KINDS: dict[str, tuple[type, ...]] = {
    "string": (str, datetime.date, datetime.time),
    "number": (int, float),
    "integer": (int,),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
}
DURATION = "^([0-9]+[smhdw])+$"
NEEDS_UNIT = 'a duration with its unit, for example "30m"'


class Schema:
    """The description of all sections."""

    def __init__(self) -> None:
        text = (resources.files(__package__) / "config.schema.json").read_text(encoding="utf-8")
        self._whole: dict[str, Any] = json.loads(text)

    def faults(self, section: str, options: Mapping[str, Any]) -> list[str]:
        """What is wrong with the options of one section, as parts of messages; none for a section that is not known."""
        schema = self._whole["properties"].get(section)
        return [] if schema is None else list(self._walk(options, schema, ""))

    def _walk(self, value: Any, schema: Mapping[str, Any], path: str) -> Iterator[str]:  # noqa: ANN401, C901 - a branch for each word
        if "$ref" in schema:
            yield from self._walk(value, self._whole["definitions"][schema["$ref"].rpartition("/")[2]], path)
        for part in schema.get("allOf", ()):
            yield from self._walk(value, part, path)
        branches = schema.get("anyOf") or schema.get("oneOf")
        if branches:
            yield from self._one_of(value, branches, path)
        if (kind := schema.get("type")) is not None and not _is(value, kind):
            needed = NEEDS_UNIT if schema.get("pattern") == DURATION else _kinds(kind)
            yield f"{path}{value!r} is not {needed}"
            return
        allowed = schema.get("enum", [schema["const"]] if "const" in schema else None)
        if allowed is not None and value not in allowed:
            known = [str(each) for each in allowed]
            yield f'{path}"{value}" is not one of its values; {meant(str(value), known)}available: {", ".join(known)}'
        if "pattern" in schema and isinstance(value, str) and not re.search(schema["pattern"], value):
            needed = NEEDS_UNIT if schema["pattern"] == DURATION else f"of the form {schema['pattern']}"
            yield f'{path}"{value}" is not {needed}'
        if isinstance(value, int | float) and not isinstance(value, bool):
            yield from _outside(value, schema, path)
        if isinstance(value, list) and isinstance(schema.get("items"), dict):
            for part in value:
                yield from self._walk(part, schema["items"], path)
        if isinstance(value, dict) and "properties" in schema:
            yield from self._fields(value, schema, path)

    def _fields(self, value: Mapping[str, Any], schema: Mapping[str, Any], path: str) -> Iterator[str]:
        known = schema["properties"]
        for name in schema.get("required", ()):
            if name not in value:
                yield f"{path}{name} is missing"
        for name, part in value.items():
            if name in known:
                yield from self._walk(part, known[name], f'{path}option "{name}": ')
            elif schema.get("additionalProperties") is False:
                yield f'{path}no option "{name}"; {meant(name, known)}known: {", ".join(known)}'

    def _one_of(self, value: Any, branches: list[dict[str, Any]], path: str) -> Iterator[str]:  # noqa: ANN401 - any value
        """Nothing where one branch fits; else what is wrong by the branch that comes nearest."""
        found = [list(self._walk(value, branch, path)) for branch in branches]
        if all(found):
            ranked = sorted(zip(found, branches, strict=True), key=lambda pair: self._distance(value, pair[1]))
            yield from ranked[0][0]

    def _distance(self, value: object, branch: Mapping[str, Any]) -> int:
        """How little a branch says about what was meant: another type says less, one fixed value the least."""
        if "const" in branch:
            return 2
        if "$ref" in branch:
            branch = self._whole["definitions"][branch["$ref"].rpartition("/")[2]]
        return 0 if _is(value, branch.get("type", [])) else 1


def _outside(value: float, schema: Mapping[str, Any], path: str) -> Iterator[str]:
    if value < schema.get("minimum", value) or value > schema.get("maximum", value):
        ends = [f"{word} {schema[end]:g}" for word, end in (("from", "minimum"), ("to", "maximum")) if end in schema]
        yield f"{path}{value} is not allowed; allowed: a number {' '.join(ends)}"


def _is(value: object, kind: str | list[str]) -> bool:
    kinds = [kind] if isinstance(kind, str) else kind
    if isinstance(value, bool):
        return "boolean" in kinds
    return any(isinstance(value, KINDS.get(each, (object,))) for each in kinds)


def _kinds(kind: str | list[str]) -> str:
    words = {"string": "a text", "number": "a number", "integer": "a whole number", "boolean": "a truth value"}
    words |= {"array": "a list", "object": "a table"}
    return " or ".join(words.get(each, each) for each in ([kind] if isinstance(kind, str) else kind))
