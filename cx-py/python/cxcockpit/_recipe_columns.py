"""The columns of a recipe in the headers of one file."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ._files import PARQUET, file_columns
from ._intake import NOT_COLUMNS
from ._read import columns_of
from ._read import source as open_source
from ._reading import NAMES
from .errors import InputError, MissingColumnError

if TYPE_CHECKING:
    from ._recipe_file import Recipe
    from .types import Data

# Options whose values are no columns; of `where` and `unit` the keys are.
PLAIN = {*NOT_COLUMNS, *NAMES} - {"channel"}
KEYED = ("where", "unit")
# Roles of any number of columns, each by itself.
LISTS = ("attributes", "segments")
SHOWN = 30


def fits(recipe: Recipe, headers: Sequence[str]) -> int | None:
    """How many columns of the recipe a file has; None if one that it needs is missing."""
    once = [header for header in headers if headers.count(header) == 1]
    try:
        known = Columns(recipe, [*once, *_made(recipe, once)]).options(recipe.options)
    except MissingColumnError:
        return None
    return len(columns_of(_roles(known)))


def needed_joins(recipe: Recipe, headers: Sequence[str]) -> list[str]:
    """The tables to join where the file lacks a column that the recipe needs; none where it lacks none."""
    try:
        Columns(recipe, headers).options(recipe.options)
    except MissingColumnError:
        return [name for name, how in recipe.join.items() if not how.rows]
    return []


def _made(recipe: Recipe, headers: Sequence[str]) -> list[str]:
    """The columns that joined tables and lists of pairs would add."""
    columns = Columns(recipe, headers)
    made = [new for how in recipe.join.values() if columns.header(how.on) for new in how.take.values()]
    lists = tuple(f"{column}." for column in recipe.pairs if columns.header(column))
    return [*made, *(name for name in columns_of(_roles(recipe.options)) if name.startswith(lists))]


def _roles(options: Mapping[str, Any]) -> list[object]:
    """What of the options names columns, in a form that `columns_of` reads."""
    found = [value for name, value in options.items() if name not in PLAIN and name != "channel"]
    channel = options.get("channel") or {}
    found += [value for name, value in channel.items() if name not in ("rules", "own")]
    return [*found, *(list(options[name]) for name in KEYED if isinstance(options.get(name), Mapping))]


def columns_in(data: Data, reading: Mapping[str, Any] | None = None) -> list[str]:
    """The names of the columns of a file or table."""
    if isinstance(data, str | os.PathLike):
        return file_columns(Path(os.fspath(data)), reading)
    if isinstance(data, Mapping):
        return [str(name) for name in data]
    table: Any = open_source(data)
    names = getattr(table, "columns", None)
    if callable(names):
        names = names()
    if names is None or not all(isinstance(name, str) for name in names):
        names = getattr(getattr(table, "schema", None), "names", None)
    if names is None:
        raise InputError(f"the columns of {type(data).__name__} cannot be listed; give a table of pyarrow or a file")
    return [str(name) for name in names]


def is_text(data: Data) -> bool:
    """Whether the data are a file that options of files are for."""
    return isinstance(data, str | os.PathLike) and Path(os.fspath(data)).suffix.lower() not in PARQUET


def listed(headers: Sequence[str]) -> str:
    """The first headers, for a message."""
    shown = ", ".join(headers[:SHOWN])
    return shown if len(headers) <= SHOWN else f"{shown} and {len(headers) - SHOWN} more"


class Columns:
    """A recipe's columns in the headers of one file."""

    def __init__(self, recipe: Recipe, headers: Sequence[str]) -> None:
        self.recipe = recipe
        self.headers = headers

    def options(self, options: Mapping[str, Any]) -> dict[str, Any]:
        """The options with the file's own headers, without optional roles that it lacks."""
        found = {}
        for name, value in options.items():
            here = self._role(name, value)
            if here is not None:
                found[name] = here
        return found

    def _role(self, role: str, value: Any) -> Any:  # noqa: ANN401 - any option
        if role in KEYED and isinstance(value, Mapping):
            return self._keys(role, value)
        if role in PLAIN:
            return value
        if isinstance(value, Mapping):
            own = {name: self._role(f"{role}.{name}", part) for name, part in value.items() if not _setting(role, name)}
            settings = {name: part for name, part in value.items() if _setting(role, name)}
            there = {name: part for name, part in own.items() if part is not None}
            return self._some(role, value, settings | there if there else None)
        if isinstance(value, list):
            several = [self._one(role, item) for item in value]
            there_are = [item for item in several if item is not None]
            # A key of which a part is missing is another key.
            whole = len(there_are) == len(several) or role in LISTS
            return self._some(role, value, there_are if there_are and whole else None)
        return self._one(role, value) if isinstance(value, str) else value

    def _optional(self, role: str) -> bool:
        return role in self.recipe.optional or role.partition(".")[0] in self.recipe.optional

    def _some(self, role: str, value: object, found: Any) -> Any:  # noqa: ANN401 - any option
        """A role of several columns, which needs one of them unless it may be left out."""
        if found is None and not self._optional(role):
            raise self._missing(role, sorted(columns_of([value])))
        return found

    def _keys(self, role: str, value: Mapping[str, Any]) -> dict[str, Any] | None:
        found = {}
        for column, part in value.items():
            header = self.header(column)
            if header is not None:
                found[header] = part
            elif role != "unit" and not self._optional(role) and f"{role}.{column}" not in self.recipe.optional:
                raise self._missing(role, [column])
        return found or None

    def _one(self, role: str, column: str) -> str | None:
        """The file's header of a column; None where it is missing and may be."""
        if not column or column.startswith("=") or (role == "order" and column == "file"):
            return column
        header = self.header(column)
        if header is None and not self._optional(role):
            raise self._missing(role, [column])
        return header

    def header(self, column: str) -> str | None:
        """What the file calls a column; None where it lacks it."""
        for name in (column, *self.recipe.names.get(column, [])):
            if name in self.headers:
                return name
            if "*" in name:
                pattern = ".*".join(re.escape(part) for part in name.split("*"))
                match = [header for header in self.headers if re.fullmatch(pattern, header)]
                if len(match) == 1:
                    return match[0]
        return None

    def _missing(self, role: str, columns: Iterable[str]) -> MissingColumnError:
        looked = [name for column in columns for name in (column, *self.recipe.names.get(column, []))]
        asked = " or ".join(f'"{name}"' for name in looked)
        return MissingColumnError(
            f"recipe {self.recipe.name}: no column {asked} for {role}; the file has: {listed(self.headers)}"
            f"{self._joins(columns)}",
            details={"recipe": self.recipe.name, "role": role, "looked_for": looked, "available": list(self.headers)},
        )

    def _joins(self, columns: Iterable[str]) -> str:
        """Which further tables have columns that are missing, and how to name them."""
        wanted = set(columns)
        found = [(name, how.about) for name, how in self.recipe.join.items() if wanted & set(how.take.values())]
        return "".join(f'; it is in {about or name}: say join={{"{name}": "FILE"}}' for name, about in found)


def _setting(role: str, name: str) -> bool:
    return role == "channel" and name in ("rules", "own")
