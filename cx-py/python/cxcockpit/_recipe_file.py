"""Recipes as files: what one holds, where the package keeps its own, and what is wrong with a user's."""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from importlib import resources
from pathlib import Path
from typing import Any

from .errors import InputError, OptionError, UnknownNameError

TABLES = ("events", "feedback", "campaigns", "spots", "findings")


@dataclass(frozen=True, slots=True)
class Join:
    """A second table whose columns are taken over by a key.

    Attributes:
        about: What the table is.
        on: The column of the first table that holds the key.
        key: The column of the second table that holds it.
        take: Columns of the second table, each with the name that it has here; of several joins that give one name, a
            later one fills what is blank.
        several: What rows of the second table with one key and different cells mean: `"error"`, or `"first"`: the first
            one counts.
        rows: Where the second table stands in the document of the first (JSON, as a dotted path); blank: it is a file
            of its own.
    """

    about: str = ""
    on: str = ""
    key: str = ""
    take: dict[str, str] = field(default_factory=dict)
    several: str = "error"
    rows: str = ""


@dataclass(frozen=True, slots=True)
class Pairs:
    """A column of lists of names and values, whose values become columns `column.name`.

    Attributes:
        name: The field of an item that holds the name.
        value: The field that holds the value.
    """

    name: str = "name"
    value: str = "value"


@dataclass(frozen=True, slots=True)
class Recipe:
    """A recipe that was read.

    Attributes:
        name: Its name, or the path of its file.
        title: What it reads.
        about: How the file is exported.
        unread: What of the export is not read, and what its figures cannot say.
        source: The documentation that the columns were taken from.
        table: The kind of table that it gives.
        options: Keyword arguments of the table's class.
        names: For a column, the other headers that it may have.
        optional: Roles that are left out where their column is missing; of a role with parts, `role.part`.
        needs: Roles that the user has to give, as a survey's own questions are.
        join: Further tables by name, whose columns are taken over by a key.
        pairs: Columns of lists of names and values.
        example: The file of a sample, and the options that it is read with; for the pages about the vendors.
    """

    name: str
    title: str
    about: str
    unread: str
    source: str
    table: str
    options: dict[str, Any]
    names: dict[str, list[str]] = field(default_factory=dict)
    optional: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    join: dict[str, Join] = field(default_factory=dict)
    pairs: dict[str, Pairs] = field(default_factory=dict)
    example: dict[str, Any] = field(default_factory=dict)


KEYS = tuple(part.name for part in fields(Recipe) if part.name != "name")


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
    if found.get("table") not in TABLES:
        raise OptionError(f"recipe {name}: table must be one of {', '.join(TABLES)}")
    for key in ("options", "names", "join", "pairs", "example"):
        if not isinstance(found.get(key, {}), dict):
            raise OptionError(f"recipe {name}: {key} must be a table, [{key}]")
    names = found.get("names", {})
    lists = {key: found.get(key, []) for key in ("optional", "needs")} | {f"names.{key}": names[key] for key in names}
    for key, value in lists.items():
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise OptionError(f"recipe {name}: {key} must be a list of names")
    return Recipe(
        name=name,
        table=found["table"],
        options=found.get("options", {}),
        names=names,
        optional=tuple(found.get("optional", ())),
        needs=tuple(found.get("needs", ())),
        join={part: _join(f"recipe {name}: [join.{part}]", given) for part, given in found.get("join", {}).items()},
        pairs={part: _pairs(f"recipe {name}: [pairs.{part}]", given) for part, given in found.get("pairs", {}).items()},
        example=found.get("example", {}),
        **{key: str(found.get(key, "")) for key in ("title", "about", "unread", "source")},
    )


def _join(where: str, given: object) -> Join:
    found = _section(where, given, Join)
    take = found.get("take")
    if not isinstance(take, dict) or not take or not all(isinstance(new, str) for new in take.values()):
        raise OptionError(f'{where}: take must be a table of columns, for example take = {{ Email = "email" }}')
    _texts(where, {key: value for key, value in found.items() if key != "take"})
    for key in ("on", "key"):
        if not found.get(key):
            raise OptionError(f"{where}: say which column is {key}")
    if found.get("several", "error") not in ("error", "first"):
        raise OptionError(f'{where}: several must be "error" or "first"')
    return Join(**found)


def _pairs(where: str, given: object) -> Pairs:
    found = _section(where, given, Pairs)
    _texts(where, found)
    return Pairs(**found)


def _section(where: str, given: object, kind: type[Join | Pairs]) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise OptionError(f"{where} must be a table")
    known = [part.name for part in fields(kind)]
    for key in given:
        if key not in known:
            raise OptionError(f'{where}: no key "{key}"; known: {", ".join(known)}')
    return given


def _texts(where: str, found: Mapping[str, object]) -> None:
    for key, value in found.items():
        if not isinstance(value, str):
            raise OptionError(f"{where}: {key} must be text")
