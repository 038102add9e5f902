"""The configuration file of `cx run`: each section is the keyword arguments of one call.

data = "exports"            # folder of the files, relative to this one

[[events]]                  # one for each source
file = "web.csv"
time = "ts"
ids = { customer = "user_id", cookie = "client_id" }
touchpoint = ["source", "medium"]
separator = ";"             # how the file is read; what is not said is found

[journeys]
conversion = "purchase"
session_gap = false         # TOML has no null: false switches a rule off

[attribute]
models = ["markov", "last"]

[cockpit]
title = "Our company"
currency = "CHF"
"""

from __future__ import annotations

import inspect
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from ._joined import Joined
from ._nearest import meant
from ._reading import NAMES
from ._recipe_file import load_recipe
from ._recipes import CLASSES, prepared
from ._verb import unknown_option
from .errors import CxError, InputError, OptionError
from .types import Progress

T = TypeVar("T")
Section = dict[str, Any]

TABLES = ("targets", "criteria")
OPTIONS = ("stitch", "journeys", "attribute", "experience", "returns", "gaps", "audit", "cockpit")
PICTURES = ("funnel", "step_matrix", "personas", "phases", "needs", "effort", "broadcast")
SEVERAL = ("events", "score", "feedback", "campaigns", "findings", "spots")


class Config:
    """A configuration file that was read."""

    def __init__(self, path: Path, data: Path | None = None, *, strict: bool = True) -> None:
        """Reads the file.

        Args:
            path: The file.
            data: Folder of the tables, also of those that the file looks for elsewhere; None: as the
                file says, or else beside it.
            strict: Whether a section at fault is an error; otherwise it stands in `faults`.

        Raises:
            OptionError: The file is not TOML, or has a section that is not known.
        """
        try:
            text = path.read_text(encoding="utf-8")
        except FileNotFoundError:
            raise InputError(f"no such file: {path}") from None
        try:
            self._sections: dict[str, Any] = tomllib.loads(text)
        except tomllib.TOMLDecodeError as cause:
            raise OptionError(f"{path}: {cause}") from None
        self.beside = path.parent
        beside = path.parent / self._sections.pop("data", ".")
        self.folder: Path = beside if data is None else data
        self.moved = data is not None
        self.faults = [f"{path}: {fault}" for fault in self._faults()]
        if strict and self.faults:
            raise OptionError(self.faults[0])

    def _faults(self) -> Iterator[str]:
        """What is wrong with the sections as such."""
        known = (*SEVERAL, *TABLES, *OPTIONS, *PICTURES)
        for name, section in self._sections.items():
            if name not in known:
                yield f"no section [{name}]; {meant(name, known)}known: data, {', '.join(known)}"
                continue
            several = isinstance(section, list) and all(isinstance(part, dict) for part in section)
            if not (isinstance(section, dict) or (several and name in SEVERAL)):
                yield f"[{name}] must be a table, once"

    def sections(self) -> list[tuple[str, str, Section]]:
        """Every section that is one: its name, how messages call it, and its options."""
        return [
            (name, *part)
            for name, section in self._sections.items()
            if isinstance(section, dict)
            or (isinstance(section, list) and all(isinstance(part, dict) for part in section))
            for part in self.several(name)
        ]

    def __contains__(self, name: str) -> bool:
        return name in self._sections

    def several(self, name: str) -> list[tuple[str, Section]]:
        """The sections of a name that may occur more than once, each with how to call it."""
        found = self._sections.get(name, [])
        if isinstance(found, dict):
            return [(f"[{name}]", found)]
        return [(f"[[{name}]] {number}", section) for number, section in enumerate(found, start=1)]

    def options(self, name: str) -> tuple[str, Section]:
        """A section that occurs once, empty where it is missing."""
        return f"[{name}]", self._sections.get(name, {})

    def table(self, reader: Callable[..., T], name: str, section: Section, progress: Progress = None) -> T:
        """Reads the file of a section.

        Args:
            reader: The class that reads it.
            name: The section's name, for messages.
            section: `file` and the roles of its columns.
            progress: As in the class.
        """
        data, roles = self.located(reader, name, section)
        return call(reader, name, roles, data, progress=progress)

    def located(self, reader: Callable[..., object], name: str, section: Section) -> tuple[Path | Joined, Section]:
        """Where the file of a section lies, and the options that it is read with; those of a recipe are filled in.

        Where the recipe joins another table to it, the columns of both instead of the path.
        """
        roles = dict(section)
        file = roles.pop("file", None)
        if not isinstance(file, str):
            raise OptionError(f"{name}: file is missing")
        channel = roles.get("channel")
        if isinstance(channel, dict) and isinstance(channel.get("own"), str):
            roles["channel"] = {**channel, "own": self.folder / channel["own"]}
        path = self._path(file)
        return self._by_recipe(reader, name, roles, path) if "recipe" in roles else (path, roles)

    def _path(self, file: str) -> Path:
        path = self.folder / file
        return self.folder / path.name if self.moved and not path.exists() else path

    def _by_recipe(
        self, reader: Callable[..., object], name: str, section: Section, path: Path
    ) -> tuple[Path | Joined, Section]:
        """The data and options of a section that names a recipe; options of the section win."""
        given = dict(section)
        recipe, join = given.pop("recipe"), given.pop("join", {})
        if not isinstance(recipe, str):
            raise OptionError(f"{name}: recipe must be a name or a path")
        try:
            known = load_recipe(recipe, self.beside)
            if CLASSES[known.table] is not reader:
                raise OptionError(f"recipe {recipe} is for [{known.table}]")
            if not isinstance(join, dict) or not all(isinstance(file, str) for file in join.values()):
                raise OptionError('join must be a table of files, for example join = { contacts = "contacts.csv" }')
            return prepared(known, path, given, {other: self._path(file) for other, file in join.items()})
        except CxError as error:
            raise type(error)(f"{name}: {error}", kind=error.kind, details=error.details) from error


def call(verb: Callable[..., T], name: str, section: Section, /, *tables: object, **more: object) -> T:
    """Calls a verb with a section as its keyword arguments.

    Args:
        verb: The verb.
        name: The section's name, for messages.
        section: Its options.
        tables: The verb's tables.
        more: Tables that the verb takes by name, and `progress` for those verbs that tell it.

    Raises:
        OptionError: The section has a key that the verb does not take.
        CxError: As the verb.
    """
    parameters = list(inspect.signature(verb).parameters.values())
    if "progress" not in {parameter.name for parameter in parameters}:
        more.pop("progress", None)
    defaults = {
        parameter.name: parameter.default
        for parameter in parameters
        if parameter.kind is parameter.KEYWORD_ONLY and parameter.name not in {"progress", *more}
    }
    if any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters):
        defaults |= dict.fromkeys(NAMES)
    for key in section:
        if key not in defaults:
            raise unknown_option(name, key, list(defaults))
    options = {
        key: None if value is False and not isinstance(defaults[key], bool) else value for key, value in section.items()
    }
    try:
        return verb(*tables, **more, **options)
    except CxError as error:
        raise type(error)(f"{name}: {error}", kind=error.kind, details=error.details) from error
