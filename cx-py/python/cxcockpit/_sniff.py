"""What a file is: its dialect, the recipe that fits, the roles that its columns seem to play, and a configuration."""

from __future__ import annotations

import json
import os
import re
import tomllib
import warnings
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import _native
from ._config import call
from ._files import BOOKS, PARQUET, TEXT
from ._read import source as open_source
from ._recipe_columns import columns_in, fits, is_text, needed_joins
from ._recipe_file import Recipe, load_recipe, recipe_names
from ._recipes import CLASSES, FILES, prepared
from ._table import Table
from ._verb import verb
from .errors import CxError, InputError

if TYPE_CHECKING:
    from .types import Data

LOOKED_AT = 200
WORD = r"(?:^|[^a-z]){}(?:$|[^a-z])"
TIME = re.compile(r"^\d{4}-\d{2}-\d{2}|^\d{1,2}\.\d{1,2}\.\d{4}|^\d{1,2}/\d{1,2}/\d{4}")
NUMBER = re.compile(r"^-?[\d.,' ]*\d$")
SCORE = re.compile(r"^(?:10|\d)(?:\.0)?$")
OUTCOME = re.compile(r"purchase|order|sale|won|contract|kauf|abschluss|bestell", re.IGNORECASE)
# Role to the words that name it; the first column that fits plays it.
NAMED = {
    "time": "ts|time|timestamp|date|datetime|day|zeit|datum|tag|at|created",
    "score": "score|nps|csat|ces|rating|stars|answer|note|bewertung",
    "touchpoint": "touchpoint|channel|kanal|place|medium|station",
    "event": "event|kind|type|action|ereignis|art",
    "value": "value|revenue|amount|umsatz|betrag|wert",
    "cost": "cost|costs|spend|spent|kosten",
    "campaign": "campaign|kampagne",
}
IDS = {
    "customer": "customer|user|client|person|kunde|member|contact",
    "cookie": "cookie|visitor|anonymous|device",
    "email": "email|mail",
    "phone": "phone|telefon|ani",
}
ROLES = {
    "events": ("time", "touchpoint", "event", "value", "cost", "campaign"),
    "feedback": ("score", "time", "touchpoint"),
    "campaigns": ("campaign", "cost", "touchpoint"),
}


@dataclass(frozen=True, slots=True)
class Sniffed:
    """What a file is, as far as its names and first rows tell.

    Attributes:
        dialect: How the file was read: separator, quote, encoding and so on; empty for other tables.
        columns: The names of its columns.
        recipes: Recipes whose needed columns are all there, the best first.
        roles: Guesses: role to column, as far as names and values tell; identifiers as `ids.type`.
        config: A section of a configuration file; guesses are marked by comments.

    Example:
        >>> import cxcockpit as cx
        >>> cx.sniff({"ts": ["2026-03-01"], "user": ["7"], "channel": ["web"]}).roles
        {'time': 'ts', 'touchpoint': 'channel', 'ids.customer': 'user'}
    """

    dialect: dict[str, Any]
    columns: list[str]
    recipes: list[str]
    roles: dict[str, str]
    config: str

    def __str__(self) -> str:
        known = {name: value for name, value in self.dialect.items() if value not in (None, 0, False, "")}
        lines = [
            f"dialect: {', '.join(f'{name} {value!r}' for name, value in known.items()) or 'none'}",
            f"columns: {', '.join(self.columns)}",
            f"recipes: {', '.join(self.recipes) or 'none fits'}",
            f"guesses: {', '.join(f'{role} = {column}' for role, column in self.roles.items()) or 'none'}",
        ]
        return "\n".join([*lines, "", self.config])


@verb
def sniff(data: Data) -> Sniffed:
    """Tells what a file is: dialect, columns, the recipes that fit, and roles by name, which are guesses.

    Args:
        data: A table, a path to a file, or columns by name.

    Returns:
        The report, with a section of a configuration file that `cx run` reads.

    Raises:
        FileError: The file cannot be read, as its own message says.
        InputError: There is no such file, or the data are no table.

    Example:
        >>> import cxcockpit as cx
        >>> report = cx.sniff({"id": ["17"], "date": ["2026-03-01"], "cost_micros": [2_500_000]})
        >>> report.recipes
        ['google_ads/campaigns']
    """
    return _sniffed(data, Path(os.fspath(data)).name if isinstance(data, str | os.PathLike) else "table.csv")


def _sniffed(data: Data, name: str) -> Sniffed:
    recipes = _recipes(data)
    reading = _reading(recipes[0]) if recipes and is_text(data) else {}
    table, dialect = _opened(data, reading)
    roles = _roles(table)
    columns = table.columns
    config = _by_recipe(recipes, table, name) if recipes else _by_roles(roles, table, name)
    return Sniffed(dialect, columns, [recipe.name for recipe in recipes], roles, _tried(config, data))


def _tried(config: str, data: Data) -> str:
    """The section as it is where the table can be read by it; else as a comment, with the reason."""
    for kind, (section,) in tomllib.loads(config).items():
        options = {name: value for name, value in section.items() if name not in ("file", "recipe")}
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                table = data
                if "recipe" in section:
                    table, options = prepared(load_recipe(section["recipe"]), data, options)
                call(CLASSES[kind], f"[[{kind}]]", options, table)
        except CxError as error:
            lines = [f"# {line}" for line in config.splitlines()]
            return "\n".join([f"# It cannot be read as it is: {_line(str(error))}", *lines, ""])
    return config


def _reading(recipe: Recipe) -> dict[str, Any]:
    return {name: value for name, value in recipe.options.items() if name in FILES}


def _opened(data: Data, reading: Mapping[str, Any]) -> tuple[Table, dict[str, Any]]:
    core = open_source(data, (), reading)
    if isinstance(core, _native.Table):
        return Table(core), json.loads(core.dialect() or "{}")
    cells = [(str(name), "text", [_text(cell) for cell in column]) for name, column in _head(core).items()]
    return Table(_native.table_of_columns(cells)), {}


def _head(table: Any) -> dict[str, Sequence[object]]:  # noqa: ANN401 - of any library
    """The first rows of a table of another library, as columns by name."""
    if hasattr(table, "read_next_batch"):
        table = table.read_all()
    if hasattr(table, "to_pydict"):
        found: dict[str, Sequence[object]] = table.slice(0, LOOKED_AT).to_pydict()
        return found
    if hasattr(table, "head") and hasattr(table, "to_dict"):
        head = table.head(LOOKED_AT)
        return {name: list(head[name]) for name in head.columns}
    raise InputError(
        f"{type(table).__name__} cannot be looked into; give a path, or a table of pyarrow, polars or pandas"
    )


def _text(cell: object) -> str | None:
    # A missing cell of pandas is not equal to itself.
    return None if cell is None or cell != cell else str(cell)  # noqa: PLR0124


def _recipes(data: Data) -> list[Recipe]:
    """The recipes whose needed columns are there; those that know most of the columns first."""
    found = []
    headers: dict[str, Sequence[str] | None] = {}
    for recipe in map(load_recipe, recipe_names()):
        reading = _reading(recipe) if is_text(data) else {}
        key = repr(reading)
        if key not in headers:
            headers[key] = _headers(data, reading)
        known = headers[key]
        count = None if known is None else fits(recipe, known)
        if count is not None:
            found.append((-count, recipe.name, recipe))
    return [recipe for _, _, recipe in sorted(found, key=lambda one: one[:2])]


def _headers(data: Data, reading: Mapping[str, Any]) -> list[str] | None:
    """The columns of a file read in a recipe's way; None where it cannot be read so."""
    try:
        return columns_in(data, reading)
    except InputError as error:
        if not reading and error.kind == "input":
            raise
        return None
    except CxError:
        return None


def _cells(table: Table, column: str) -> list[str]:
    cells = table.column(column)[:LOOKED_AT]
    return [text for cell in cells if cell is not None and (text := str(cell).strip())]


def _roles(table: Table) -> dict[str, str]:
    """Role to column: the name says it, and for times and amounts the cells bear it out."""
    found: dict[str, str] = {}
    tests = {"time": TIME, "value": NUMBER, "cost": NUMBER, "score": NUMBER}
    unique = [name for name in table.columns if table.columns.count(name) == 1]
    for role, words in [*NAMED.items(), *((f"ids.{kind}", words) for kind, words in IDS.items())]:
        for column in unique:
            if column in found.values() or not _named(column, words):
                continue
            cells = _cells(table, column)
            test = tests.get(role)
            if cells and (test is None or all(test.search(cell) for cell in cells)):
                found[role] = column
                break
    return found


def _named(column: str, words: str) -> bool:
    plain = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", column).lower()
    return re.search(WORD.format(f"(?:{words})"), plain) is not None


def _kind(roles: Mapping[str, str]) -> str | None:
    if "score" in roles:
        return "feedback"
    if "time" in roles and any(role.startswith("ids.") for role in roles):
        return "events"
    return "campaigns" if {"campaign", "cost"} <= set(roles) else None


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _by_roles(roles: Mapping[str, str], table: Table, name: str) -> str:
    kind = _kind(roles)
    if kind is None:
        return (
            f"# {_line(name)}: no recipe fits, and no column is named like a time with a person, a score or a cost.\n"
        )
    lines = [f"[[{kind}]]", f"file = {_quoted(name)}"]
    lines += [f"{role} = {_quoted(roles[role])}  # a guess" for role in ROLES[kind] if role in roles]
    if "touchpoint" not in roles:
        lines.append(f"touchpoint = {_quoted('=' + Path(name).stem)}  # a guess: the name of the file")
    ids = {role[4:]: column for role, column in roles.items() if role.startswith("ids.")}
    if ids and kind != "campaigns":
        pairs = ", ".join(f"{type_} = {_quoted(column)}" for type_, column in ids.items())
        lines.append(f"ids = {{ {pairs} }}  # a guess")
    if kind == "events" and "event" in roles:
        lines += _outcome(_cells(table, roles["event"]))
    return "\n".join([*lines, ""])


def _line(text: str) -> str:
    return " ".join(text.split())


def _by_recipe(recipes: Sequence[Recipe], table: Table, name: str) -> str:
    best, *others = recipes
    lines = [f"[[{best.table}]]", f"file = {_quoted(name)}", f"recipe = {_quoted(best.name)}"]
    if others:
        lines[-1] += f"  # {', '.join(other.name for other in others)} would fit too"
    lines += _said(best, table)
    if "score" in best.needs and "touchpoint" not in best.options:
        lines.append(f"touchpoint = {_quoted('=' + Path(name).stem)}  # a guess: the name of the file")
    if unsaid := _unsaid(best, table):
        return "\n".join([f"# Say {' and '.join(unsaid)}:", *(f"# {line}" for line in [*lines, *unsaid.values()]), ""])
    if best.table == "events" and isinstance(event := best.options.get("event"), str):
        lines += _outcome([event[1:]] if event.startswith("=") else _values(table, event))
    return "\n".join([*lines, ""])


def _said(recipe: Recipe, table: Table) -> list[str]:
    """What the recipe leaves to the user, as far as it can be guessed."""
    question = _question(recipe, table) if "score" in recipe.needs else None
    if question is None:
        return []
    return [f"score = {_quoted(question)}  # a guess: the first column of whole numbers from 0 to 10"]


def _unsaid(recipe: Recipe, table: Table) -> dict[str, str]:
    """What nobody but the user can say, with the line that says it."""
    found = {}
    if "score" in recipe.needs and not _said(recipe, table):
        found["which column is the score"] = 'score = "..."'
    if "where" in recipe.needs:
        found["which rows count"] = 'where = { "..." = "..." }'
    if files := needed_joins(recipe, table.columns):
        pairs = ", ".join(f'{name} = "..."' for name in files)
        what = " and ".join(recipe.join[name].about or name for name in files)
        found[f"where {what} {'is' if len(files) == 1 else 'are'}"] = f"join = {{ {pairs} }}"
    return found


def _values(table: Table, column: str) -> list[str]:
    return _cells(table, column) if table.columns.count(column) == 1 else []


def _outcome(kinds: Iterable[str]) -> list[str]:
    """A conversion to begin with, as a comment that `cx init` takes up."""
    found = next((kind for kind in kinds if OUTCOME.search(kind)), None)
    return [] if found is None else [f"# conversion: {_quoted(found)}"]


def _question(recipe: Recipe, table: Table) -> str | None:
    """The first column that looks like a score and that no role of the recipe has."""
    used = re.findall(r"[^',\[\]{}:]+", repr(recipe.options))
    for column in table.columns:
        cells = _values(table, column)
        named = _named(column, "id|status|finished|progress|seed|page|lastpage|reference|duration")
        if column not in used and not named and cells and all(SCORE.match(cell) for cell in cells):
            return column
    return None


def folder_config(folder: Path) -> str:
    """A configuration for a folder of exports: a section for each file that can be told.

    Args:
        folder: Where the files are.

    Raises:
        InputError: There is no such folder, or no file in it that can be read.
    """
    if not folder.is_dir():
        raise InputError(f"no such folder: {folder}")
    files = sorted(path for path in folder.iterdir() if path.is_file() and _ending(path) in TEXT | BOOKS | PARQUET)
    if not files:
        raise InputError(f"{folder}: no file that can be read as a table")
    sections = [_section(path) for path in files]
    text = "\n".join(sections)
    found = re.search(r"(?m)^# conversion: (.*)$", text)
    if "[[events]]" in re.sub(r"(?m)^#.*$", "", text):
        known = f"conversion = {found[1]}  # a guess" if found else '# conversion = "..."  # the event that counts'
        text += f"\n[journeys]\n{known}\n" + ("\n[attribute]\n" if found else "")
    head = (
        "# Made by `cx init` from the names and first rows of the files. Check each line that is marked as a guess.\n\n"
    )
    return head + re.sub(r"(?m)^# conversion: .*\n", "", text)


def _section(path: Path) -> str:
    try:
        return sniff(path).config
    except CxError as error:
        return f"# {_line(str(error) if path.name in str(error) else f'{path.name}: {error}')}\n"


def _ending(path: Path) -> str:
    suffixes = [suffix.lower() for suffix in path.suffixes]
    inside = suffixes[-2:-1] if suffixes[-1:] == [".gz"] else suffixes[-1:]
    return inside[0] if inside else ""
