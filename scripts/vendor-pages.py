"""Writes the page of each vendor, docs/vendors, and the table of all recipes from the recipes that the package brings.

    vendor-pages.py [--check]

With --check nothing is written, and a difference to what is there is a failure.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
RECIPES = ROOT / "cx-py/python/cxcockpit/recipes"
PAGES = ROOT / "docs/vendors"
OVERVIEW = ROOT / "docs/how-to/recipes.md"
NAVIGATION = ROOT / "mkdocs.yml"
START, END = "<!-- generated: recipes -->", "<!-- /generated -->"
# What says how the cells of the file are written, not what a column means.
READING = ("separator", "quote", "header", "columns", "footer", "skip", "encoding", "rows", "sheet", "comment")
SHOWN_COLUMNS = 8
EXTENSIONS = {"json": "export.json", "jsonl": "export.jsonl", "tsv": "export.tsv"}
SAMPLES = ROOT / "cx-py/tests/recipes"


def recipes() -> dict[str, dict[str, Any]]:
    """All recipes by name."""
    files = sorted(RECIPES.glob("*/*.toml"))
    return {f"{file.parent.name}/{file.stem}": tomllib.loads(file.read_text(encoding="utf-8")) for file in files}


def vendor_of(title: str) -> str:
    """The vendor of a recipe's title: what stands before the first comma."""
    return title.partition(",")[0]


def pages(found: dict[str, dict[str, Any]]) -> dict[Path, str]:
    """Each vendor's page."""
    vendors: dict[str, list[str]] = {}
    for name in found:
        vendors.setdefault(name.partition("/")[0], []).append(name)
    return {PAGES / f"{vendor}.md": page({name: found[name] for name in names}) for vendor, names in vendors.items()}


def page(of_vendor: dict[str, dict[str, Any]]) -> str:
    """The page of one vendor."""
    first = next(iter(of_vendor.values()))
    parts = [f"# {vendor_of(first['title'])}\n"]
    for name, recipe in of_vendor.items():
        parts += section(name, recipe)
    parts.append("What a recipe is, and how to write your own: [Read a vendor's export](../how-to/recipes.md).\n")
    return "\n".join(parts)


def section(name: str, recipe: dict[str, Any]) -> Iterator[str]:
    """What one recipe reads."""
    what = recipe["title"].partition(",")[2].strip() or recipe["title"]
    yield f"## {what[0].upper()}{what[1:]}\n"
    yield f"**How to export.** {recipe['about']}\n"
    yield f"<!-- not run: needs your own export -->\n\n```python\n{call(name, recipe)}\n```\n"
    yield f"It gives `{recipe['table']}` from these columns:\n"
    yield "| role | column | other headers | |\n|---|---|---|---|"
    yield from rows(recipe)
    yield ""
    yield from remarks(recipe)


def call(name: str, recipe: dict[str, Any]) -> str:
    """The line that reads the file."""
    kinds = [file.suffix[1:] for file in sorted((SAMPLES / name).parent.glob(f"{name.partition('/')[2]}*"))]
    file = EXTENSIONS.get(kinds[0] if kinds else "", "export.csv")
    more = "".join(f', {role}="..."' for role in recipe.get("needs", []))
    return f'{recipe["table"]} = cx.read("{name}", "{file}"{more})'


def rows(recipe: dict[str, Any]) -> Iterator[str]:
    """The roles with their columns."""
    optional = recipe.get("optional", [])
    for role, column in columns(recipe["options"]):
        others = ", ".join(f"`{header}`" for header in recipe.get("names", {}).get(column, []))
        may = (role in optional or role.partition(".")[0] in optional) and role != "channel.rules"
        left = "may be missing" if may else ""
        here = f"the rules `{column}`" if role == "channel.rules" else shown(column)
        yield f"| `{role}` | {here} | {others} | {left} |"


def columns(options: dict[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    """Roles with the column of each; of a role with several columns each one."""
    for role, value in options.items():
        if before == "" and (role in READING or role in ("where", "unit", "timezone", "time_unit", "blank_part")):
            continue
        if isinstance(value, dict):
            yield from columns(value, f"{before}{role}.")
        else:
            for column in value if isinstance(value, list) else [value]:
                yield f"{before}{role}", str(column)


def shown(column: str) -> str:
    """A column, or the constant that stands for one."""
    return f'always "{column[1:]}"' if column.startswith("=") else f"`{column}`"


def remarks(recipe: dict[str, Any]) -> Iterator[str]:
    """What else is to be known."""
    options = recipe["options"]
    for column, condition in options.get("where", {}).items():
        yield f"- Only rows whose `{column}` is {said(condition)}; the others are counted as filtered."
    units = options.get("unit", {})
    for column, unit in units.items() if isinstance(units, dict) else [("amounts", units)]:
        yield f"- `{column}` is in units of {unit}."
    if "time_unit" in options:
        yield f"- Times are numbers since 1970, in `{options['time_unit']}`."
    if "timezone" in options:
        yield f"- Times without a zone are read in {options['timezone']}."
    if "blank_part" in options:
        yield f"- A blank touchpoint is read as `{options['blank_part']}`."
    for role in recipe.get("needs", []):
        yield f"- You say which column is the `{role}`."
    if len(options.get("columns", [])) > SHOWN_COLUMNS:
        yield f"- The file has no header: its {len(options['columns'])} columns are known by their place."
    yield "- All other columns are not read; name further ones in `attributes` or `segments`."
    yield f"- The columns are those of [the vendor's documentation]({recipe['source']}).\n"


def said(condition: Any) -> str:  # noqa: ANN401 - any value of TOML
    """A condition in words."""
    if not isinstance(condition, dict):
        values = condition if isinstance(condition, list) else [condition]
        return "one of " + ", ".join(f"`{value}`" for value in values)
    words = []
    for kind, value in condition.items():
        values = ", ".join(f"`{item}`" for item in (value if isinstance(value, list) else [value]))
        if kind == "blank":
            words.append("blank" if value else "not blank")
        else:
            names = {"in": "one of", "not": "none of", "min": "at least", "max": "at most", "starts": "beginning with"}
            words.append(f"{names.get(kind, kind)} {values}")
    return " and ".join(words)


def overview(found: dict[str, dict[str, Any]]) -> str:
    """The table of all recipes in the page on them."""
    lines = ["| recipe | reads | table | you say |", "|---|---|---|---|"]
    for name, recipe in found.items():
        needs = ", ".join(f"`{role}`" for role in recipe.get("needs", []))
        target = f"../vendors/{name.partition('/')[0]}.md"
        lines.append(f"| [`{name}`]({target}) | {recipe['title']} | `{recipe['table']}` | {needs} |")
    text = OVERVIEW.read_text(encoding="utf-8")
    head, _, rest = text.partition(START)
    return f"{head}{START}\n\n" + "\n".join(lines) + f"\n\n{END}{rest.partition(END)[2]}"


def main() -> int:
    """Writes the pages, or says which of them differ."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing; a difference is a failure")
    check = parser.parse_args().check
    found = recipes()
    wanted = pages(found) | {OVERVIEW: overview(found)}
    wrong = [path for path in PAGES.glob("*.md") if path not in wanted]
    navigation = NAVIGATION.read_text(encoding="utf-8")
    unlisted = [path for path in wanted if f"{path.relative_to(ROOT / 'docs').as_posix()}\n" not in navigation]
    for path, text in wanted.items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            wrong.append(path)
            if not check:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
    for path in wrong if check else []:
        print(f"{path.relative_to(ROOT)}: not what scripts/vendor-pages.py writes")
    for path in unlisted:
        print(f"{path.relative_to(ROOT)}: mkdocs.yml does not list it")
    return int(bool(unlisted or (check and wrong)))


if __name__ == "__main__":
    sys.exit(main())
