"""Writes what the recipes say into the pages about vendors: how to export, what is read, from which documentation.

vendor-pages.py [--check]: between the marks of docs/vendors/*.md and of the list in docs/how-to/recipes.md. With
--check nothing is written, and a page that differs is an error.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
RECIPES = ROOT / "cx-py/python/cxcockpit/recipes"
PAGES = ROOT / "docs/vendors"
LIST = ROOT / "docs/how-to/recipes.md"
# Options that a sentence tells.
FACTS = {
    "timezone": "Times without an offset are in {}.",
    "time_unit": "Times are numbers since 1970, in {}.",
    "blank_part": "A blank touchpoint counts as {}.",
}
# Options that are no columns and no part of the table of roles.
FILES = ("separator", "quote", "encoding", "skip", "header", "columns", "comment", "footer", "sheet", "rows")
CELLS = ("decimal", "thousands", "blank", "time_format", "date_order", "time_blank", *FACTS)
KINDS = {
    "events": "events",
    "feedback": "answers",
    "campaigns": "campaigns",
    "spots": "spots",
    "findings": "findings",
}
MANY = 12

Recipe = dict[str, Any]


def code(text: object) -> str:
    """Text as it is written, in a cell of a table."""
    shown = str(text).replace("|", "\\|")
    return f"`{shown}`"


def python(value: object) -> str:
    """A value as Python writes it."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)}: {python(part)}" for key, part in value.items()) + "}"
    return json.dumps(value, ensure_ascii=False)


def snippet(name: str, recipe: Recipe) -> list[str]:
    """The one line that reads the sample."""
    folder = f"samples/{name.partition('/')[0]}"
    options = {key: value for key, value in recipe["example"].items() if key != "file"}
    if "join" in options:
        options["join"] = {key: f"{folder}/{file}" for key, file in options["join"].items()}
    given = "".join(f", {key}={python(value)}" for key, value in options.items())
    line = f'{KINDS[recipe["table"]]} = cx.read("{name}", "{folder}/{recipe["example"]["file"]}"{given})'
    return ["```python", line, "```"]


def columns(role: str, value: object) -> list[tuple[str, str]]:
    """The columns of a role, each with what it plays."""
    if isinstance(value, dict):
        return [pair for part, column in value.items() for pair in columns(f"{role}.{part}", column)]
    if isinstance(value, list):
        return [pair for column in value for pair in columns(role, column)]
    return [(role, str(value))]


def roles(recipe: Recipe) -> list[str]:
    """The table of roles: which column plays which, and what else it may be called."""
    options = {key: value for key, value in recipe["options"].items() if key not in (*FILES, *CELLS, "where", "unit")}
    unit = recipe["options"].get("unit", {})
    lines = ["| role | column | other names | |", "|---|---|---|---|"]
    pairs = [pair for role, value in options.items() for pair in columns(role, value)]
    for role, column in pairs:
        names = ", ".join(code(name) for name in recipe.get("names", {}).get(column, []))
        notes = ["may be missing"] if optional(role, recipe) and not column.startswith("=") else []
        notes += [f"times {unit[column]:g}"] if column in unit else []
        shown = f"always {code(column[1:])}" if column.startswith("=") else code(column)
        shown = f"rules {code(column)}" if role == "channel.rules" else shown
        lines.append(f"| {code(role)} | {shown} | {names} | {', '.join(notes)} |")
    return lines


def optional(role: str, recipe: Recipe) -> bool:
    """Whether a role is left out where its column is missing."""
    return any(part in recipe.get("optional", ()) for part in (role, role.partition(".")[0]))


def condition(column: str, value: object) -> str:
    """A condition of `where` in words."""
    if isinstance(value, dict):
        parts = []
        for name, part in value.items():
            listed = ", ".join(code(item) for item in (part if isinstance(part, list) else [part]))
            words = {"not": f"none of {listed}", "in": f"one of {listed}", "blank": "blank" if part else "filled in"}
            parts.append(words.get(name, f"{name} {listed}"))
        return f"{code(column)} is {' and '.join(parts)}"
    several = value if isinstance(value, list) else [value]
    return f"{code(column)} is {' or '.join(code(item) for item in several)}"


def facts(recipe: Recipe) -> list[str]:
    """How the file is read, which rows count, what is joined and what the user says."""
    options = recipe["options"]
    found = []
    if "columns" in options:
        found.append(f"The file has no header: its {len(options['columns'])} columns are known by their place.")
    if options.get("header", 1) not in (0, 1):
        found.append(f"The header has {options['header']} rows.")
    if "rows" in options:
        found.append(f"A row is an item of {code(options['rows'])}; names that begin with `^` stand around it.")
    if "where" in options:
        found.append(f"Rows count where {' and '.join(condition(*pair) for pair in options['where'].items())}.")
    found += [sentence.format(code(options[name])) for name, sentence in FACTS.items() if name in options]
    for name, how in recipe.get("join", {}).items():
        taken = " and ".join(code(column) for column in how["take"])
        where = "in the same document" if "rows" in how else f"`join={{{json.dumps(name)}: ...}}`"
        found.append(f"From {how['about']} ({where}), by {code(how['on'])} = {code(how['key'])}: {taken}.")
    for column, how in recipe.get("pairs", {}).items():
        pair = f"{code(how['name'])} and {code(how['value'])}"
        found.append(f"{code(column)} is a list of {pair}: `{column}.NAME` is one.")
    if recipe.get("needs"):
        found.append(f"You say {' and '.join(code(role) for role in recipe['needs'])}.")
    return [f"- {fact}" for fact in found]


def section(name: str, recipe: Recipe) -> list[str]:
    """What a page says about one recipe."""
    lines = [f"## `{name}`", "", f"{recipe['title']}. {recipe['about']}", "", *snippet(name, recipe), ""]
    lines += [*roles(recipe), ""]
    if more := facts(recipe):
        lines += [*more, ""]
    return [*lines, f"*Not read.* {recipe['unread']}", "", f"Columns from [the documentation]({recipe['source']}).", ""]


def between(text: str, mark: str, lines: list[str]) -> str:
    """A page with lines in place of those between its marks."""
    found = re.compile(rf"(<!-- {mark} -->\n).*?(<!-- /{mark} -->)", re.DOTALL)
    if not found.search(text):
        sys.exit(f"no <!-- {mark} --> in the page")
    return found.sub(lambda match: "\n".join([match[1], *lines, match[2]]), text)


def title(page: Path) -> str:
    """The heading of a page."""
    return page.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ")


def pages() -> dict[Path, str]:
    """Every page as it has to be."""
    found: dict[str, dict[str, Recipe]] = {}
    for file in sorted(RECIPES.glob("*/*.toml")):
        recipe = tomllib.loads(file.read_text(encoding="utf-8"))
        found.setdefault(file.parent.name, {})[f"{file.parent.name}/{file.stem}"] = recipe
    made = {}
    listed = ["| vendor | recipe | reads | table | you say |", "|---|---|---|---|---|"]
    for vendor, recipes in found.items():
        page = PAGES / f"{vendor}.md"
        lines = [line for name, recipe in recipes.items() for line in section(name, recipe)]
        made[page] = between(page.read_text(encoding="utf-8"), "recipes", lines)
        for name, recipe in recipes.items():
            said = ", ".join(code(role) for role in recipe.get("needs", ()))
            link = f"[{title(page)}](../vendors/{vendor}.md)"
            listed.append(f"| {link} | {code(name)} | {recipe['title']} | {code(recipe['table'])} | {said} |")
    made[LIST] = between(LIST.read_text(encoding="utf-8"), "vendors", [*listed, ""])
    return made


def main() -> int:
    """Write the pages, or say which differ."""
    check = sys.argv[1:] == ["--check"]
    differ = [page for page, text in pages().items() if page.read_text(encoding="utf-8") != text]
    for page in differ:
        if check:
            print(f"{page.relative_to(ROOT)} differs from the recipes: python scripts/vendor-pages.py")
        else:
            page.write_text(pages()[page], encoding="utf-8")
    return 1 if check and differ else 0


if __name__ == "__main__":
    sys.exit(main())
