"""Recipes: a vendor's export as data, that is a TOML file of columns by name and of the options of a table."""

from __future__ import annotations

import difflib
import os
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from ._broadcast import Spots
from ._catalogue import Findings
from ._events import Events
from ._feedback import Campaigns, Feedback
from ._files import PARQUET, file_columns
from ._read import columns_of
from ._read import source as open_source
from ._reading import CELLS, NAMES
from ._verb import verb
from .errors import InputError, MissingColumnError, MissingRoleError, OptionError, UnknownNameError

if TYPE_CHECKING:
    from .types import Data

AnyTable: TypeAlias = Events | Feedback | Campaigns | Spots | Findings
CLASSES: dict[str, type[AnyTable]] = {
    "events": Events,
    "feedback": Feedback,
    "campaigns": Campaigns,
    "spots": Spots,
    "findings": Findings,
}
KEYS = ("title", "about", "source", "table", "options", "names", "optional", "needs")
FILES = tuple(name for name in NAMES if name not in CELLS)
# Options whose values are no columns; of `where` and `unit` the keys are.
PLAIN = {"blank_part", "timezone", "time_unit", "earliest", "latest", "scale", *NAMES}
KEYED = ("where", "unit")
# Roles of any number of columns, each by itself.
LISTS = ("attributes", "segments")
SHOWN = 30


@dataclass(frozen=True, slots=True)
class Recipe:
    """A recipe that was read.

    Attributes:
        name: Its name, or the path of its file.
        title: What it reads.
        about: How the file is exported.
        source: The documentation that the columns were taken from.
        table: The kind of table that it gives.
        options: Keyword arguments of the table's class.
        names: For a column, the other headers that it may have.
        optional: Roles that are left out where their column is missing; of a role with parts, `role.part`.
        needs: Roles that the user has to give, as a survey's own questions are.
    """

    name: str
    title: str
    about: str
    source: str
    table: str
    options: dict[str, Any]
    names: dict[str, list[str]] = field(default_factory=dict)
    optional: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


def recipe_names() -> list[str]:
    """The names of the recipes that the package brings."""
    found = []
    for vendor in (resources.files(__package__) / "recipes").iterdir():
        if vendor.is_dir():
            found += [f"{vendor.name}/{file.name[:-5]}" for file in vendor.iterdir() if file.name.endswith(".toml")]
    return sorted(found)


def load_recipe(recipe: str | os.PathLike[str], folder: Path | None = None) -> Recipe:
    """Reads a recipe of the package, or a user's own.

    Args:
        recipe: Its name, or the path of a file.
        folder: What a relative path is relative to; None: the current folder.
    """
    name = os.fspath(recipe)
    if not isinstance(recipe, os.PathLike) and not name.endswith(".toml"):
        known = recipe_names()
        if name not in known:
            raise UnknownNameError(_unknown(name, known), details={"name": name, "available": known})
        text = (resources.files(__package__) / "recipes" / f"{name}.toml").read_text(encoding="utf-8")
        return _parsed(name, text)
    path = Path(name) if folder is None else folder / name
    try:
        return _parsed(name, path.read_text(encoding="utf-8"))
    except (FileNotFoundError, IsADirectoryError):
        raise InputError(f"no such recipe: {path}") from None
    except UnicodeDecodeError:
        raise OptionError(f"{name}: the recipe is not UTF-8") from None


def _unknown(name: str, known: list[str]) -> str:
    close = difflib.get_close_matches(name, known, n=3, cutoff=0.4)
    close += [other for other in known if other.partition("/")[0] == name.partition("/")[0] and other not in close]
    return f'no recipe "{name}"; there are: {", ".join([*close, *(other for other in known if other not in close)])}'


def _parsed(name: str, text: str) -> Recipe:
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as cause:
        raise OptionError(f"recipe {name}: {cause}") from None
    for key in found:
        if key not in KEYS:
            raise OptionError(f'recipe {name}: no key "{key}"; known: {", ".join(KEYS)}')
    table = found.get("table")
    if table not in CLASSES:
        raise OptionError(f"recipe {name}: table must be one of {', '.join(CLASSES)}")
    options, names = found.get("options", {}), found.get("names", {})
    if not isinstance(options, dict) or not isinstance(names, dict):
        raise OptionError(f"recipe {name}: [options] and [names] must be tables")
    lists = {key: found.get(key, []) for key in ("optional", "needs")} | {f"names.{key}": names[key] for key in names}
    for key, value in lists.items():
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise OptionError(f"recipe {name}: {key} must be a list of names")
    title, about, source = (str(found.get(key, "")) for key in ("title", "about", "source"))
    return Recipe(
        name,
        title,
        about,
        source,
        table,
        options,
        names,
        tuple(found.get("optional", ())),
        tuple(found.get("needs", ())),
    )


@verb
def read(recipe: str | os.PathLike[str], data: Data, **more: Any) -> AnyTable:  # noqa: ANN401 - options of any table
    """Reads a vendor's export by a recipe: its columns, their localised names and their units are known.

    Args:
        recipe: The name of a recipe that comes with the package, for example `"hubspot/email_events"`, or the path of a
            TOML file of one's own.
        data: A table, a path to a file, or columns by name.
        **more: Options of the table; they win over those of the recipe.

    Returns:
        The table that the recipe is for: events, feedback, campaigns, spots or findings.

    Raises:
        UnknownNameError: There is no such recipe; the message lists those that there are.
        MissingColumnError: A column that the recipe needs is missing; the message names the headers looked for.
        MissingRoleError: The recipe leaves a role to the user, for example the question that is the score.
        OptionError: The recipe is not one, or an option is not known.
        InputError: There is no such file.

    Example:
        >>> import cxcockpit as cx
        >>> cx.read(
        ...     "google_ads/campaigns",
        ...     {"id": ["17"], "date": ["2026-03-01"], "cost_micros": [2_500_000]},
        ... )
        Campaigns(1 rows)
    """
    known = load_recipe(recipe)
    return CLASSES[known.table](data, **recipe_options(known, data, more))


def recipe_options(recipe: Recipe, data: Data, given: Mapping[str, Any]) -> dict[str, Any]:
    """The options of the table's class, with the columns as this file calls them.

    Args:
        recipe: The recipe.
        data: What is read; only the names of its columns are looked at.
        given: Options of the user, which win.
    """
    options = {name: value for name, value in recipe.options.items() if name not in given}
    if not is_text(data):
        options = {name: value for name, value in options.items() if name not in FILES}
    reading = {name: value for name, value in {**options, **given}.items() if name in FILES}
    headers = columns_in(data, reading)
    if lacking := [role for role in recipe.needs if given.get(role) is None]:
        raise MissingRoleError(
            f'recipe {recipe.name}: say which column is the {lacking[0]}, for example {lacking[0]}="..."; '
            f"the file has: {_listed(headers)}"
        )
    return {**_Columns(recipe, headers).options(options), **given}


def fits(recipe: Recipe, headers: Sequence[str]) -> int | None:
    """How many columns of the recipe a file has; None if one that it needs is missing."""
    once = [header for header in headers if headers.count(header) == 1]
    try:
        return len(columns_of(_roles(_Columns(recipe, once).options(recipe.options))))
    except MissingColumnError:
        return None


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


def _listed(headers: Sequence[str]) -> str:
    shown = ", ".join(headers[:SHOWN])
    return shown if len(headers) <= SHOWN else f"{shown} and {len(headers) - SHOWN} more"


class _Columns:
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
            header = self._header(column)
            if header is not None:
                found[header] = part
            elif role != "unit" and not self._optional(role) and f"{role}.{column}" not in self.recipe.optional:
                raise self._missing(role, [column])
        return found or None

    def _one(self, role: str, column: str) -> str | None:
        """The file's header of a column; None where it is missing and may be."""
        if not column or column.startswith("=") or (role == "order" and column == "file"):
            return column
        header = self._header(column)
        if header is None and not self._optional(role):
            raise self._missing(role, [column])
        return header

    def _header(self, column: str) -> str | None:
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
            f"recipe {self.recipe.name}: no column {asked} for {role}; the file has: {_listed(self.headers)}",
            details={"recipe": self.recipe.name, "role": role, "looked_for": looked, "available": list(self.headers)},
        )


def _setting(role: str, name: str) -> bool:
    return role == "channel" and name in ("rules", "own")
