"""Recipes: a vendor's export as data, that is a TOML file of columns by name and of the options of a table."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from ._broadcast import Spots
from ._catalogue import Findings
from ._events import Events
from ._feedback import Campaigns, Feedback
from ._joined import Joined, join_to, opened, spread
from ._reading import CELLS, NAMES
from ._recipe_columns import Columns, columns_in, is_text, listed
from ._recipe_file import Recipe, load_recipe
from ._verb import verb
from .errors import MissingRoleError, UnknownNameError

if TYPE_CHECKING:
    from .types import Data

D = TypeVar("D", bound="Data")
AnyTable: TypeAlias = Events | Feedback | Campaigns | Spots | Findings
CLASSES: dict[str, type[AnyTable]] = {
    "events": Events,
    "feedback": Feedback,
    "campaigns": Campaigns,
    "spots": Spots,
    "findings": Findings,
}
FILES = tuple(name for name in NAMES if name not in CELLS)


@verb
def read(
    recipe: str | os.PathLike[str],
    data: Data,
    *,
    join: Mapping[str, Data] | None = None,
    **more: Any,  # noqa: ANN401 - options of any table
) -> AnyTable:
    """Reads a vendor's export by a recipe: its columns, their localised names and their units are known.

    Args:
        recipe: The name of a recipe that comes with the package, for example `"hubspot/email_events"`, or the path of a
            TOML file of one's own.
        data: A table, a path to a file, or columns by name.
        join: Further tables by the names that the recipe gives them, each a table or a path: a CRM keeps the address of
            a contact in another file than what happened to them. A row without a partner stays, and the report's
            warnings count it.
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
    table, options = prepared(known, data, more, join)
    return CLASSES[known.table](table, **options)


def prepared(
    recipe: Recipe, data: D, given: Mapping[str, Any], joined: Mapping[str, Data] | None = None
) -> tuple[D | Joined, dict[str, Any]]:
    """What the table's class reads: the data, with other tables joined to them, and its options.

    Args:
        recipe: The recipe.
        data: What is read.
        given: Options of the user, which win.
        joined: Further tables, by the recipe's names.
    """
    others = dict(joined or {})
    for name in others:
        if name not in recipe.join:
            known = ", ".join(recipe.join) or "none"
            raise UnknownNameError(f'recipe {recipe.name}: no table "{name}" to join; there are: {known}')
    if not recipe.pairs and not others and not any(how.rows for how in recipe.join.values()):
        return data, recipe_options(recipe, data, given)
    reading = _reading(recipe, data, given)
    table = opened(data, reading)
    names = Columns(recipe, list(table))
    for column, pairs in recipe.pairs.items():
        if header := names.header(column):
            spread(table, header, pairs)
    for name, how in recipe.join.items():
        if name in others:
            other = opened(others[name], {}, name)
        elif how.rows and isinstance(data, str | os.PathLike):
            other = opened(data, {**reading, "rows": how.rows}, name)
        else:
            continue
        there = Columns(recipe, list(other))
        taken = {there.header(column) or column: new for column, new in how.take.items()}
        found = replace(how, on=names.header(how.on) or how.on, key=there.header(how.key) or how.key, take=taken)
        join_to(table, name, found, other)
    plain = {name: value for name, value in given.items() if name not in FILES}
    return table, recipe_options(recipe, table, plain)


def _reading(recipe: Recipe, data: Data, given: Mapping[str, Any]) -> dict[str, Any]:
    """How a file is read: what the recipe says of files, and the user."""
    own = recipe.options if is_text(data) else {}
    return {name: value for name, value in {**own, **given}.items() if name in FILES}


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
    headers = columns_in(data, _reading(recipe, data, given))
    if lacking := [role for role in recipe.needs if not _said(role, given)]:
        raise MissingRoleError(
            f"recipe {recipe.name}: {NEEDED.get(lacking[0], lacking[0])}; the file has: {listed(headers)}"
        )
    return {**Columns(recipe, headers).options(options), **given}


# How the user says what a recipe leaves to them.
NEEDED = {
    "score": 'say which column is the score, for example score="..."',
    "where": 'say which rows count, for example where={"...": "..."}',
}


def _said(role: str, given: Mapping[str, Any]) -> bool:
    # Several questions of one row are scores too.
    return given.get(role) is not None or (role == "score" and bool(given.get("metrics")))
