"""Signatures, defaults and docstrings of the verbs, against the options of the engine (`cargo run -p cx-schema`)."""

from __future__ import annotations

import ast
import json
import re
import tomllib
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import pytest

from cxcockpit import types
from cxcockpit.types import Reading

HERE = Path(__file__).parent
PACKAGE = HERE.parent / "python" / "cxcockpit"
OPTIONS = json.loads((HERE / "options.json").read_text(encoding="utf-8"))

# What every verb takes that takes data.
READING = tuple(Reading.__annotations__)
# What a verb takes beside options: tables, reports, and how it says how far it is.
BESIDE = {
    "attribute": {"broadcast"},
    "returns": {"experience"},
    "returns_by_period": {"broadcast", "experience"},
    "score": {"targets"},
    "cockpit": {
        "people",
        "journeys",
        "credit",
        "scores",
        "audit",
        "campaigns",
        "targets",
        "events",
        "returns",
        "gaps",
        "intake",
    },
    "Journeys.effort": {"personas"},
}
# `Journeys` inherits its views from these.
BASES = {"Journeys": ("Journeys", "Groups", "Views")}


def _trees() -> list[ast.Module]:
    return [ast.parse(path.read_text(encoding="utf-8")) for path in sorted(PACKAGE.glob("_*.py"))]


def _definitions() -> dict[str, tuple[ast.FunctionDef, str]]:
    """Each public function and method by name, with its docstring; a class stands for its `__init__`."""
    found: dict[str, tuple[ast.FunctionDef, str]] = {}
    for tree in _trees():
        for node in tree.body:
            if isinstance(node, ast.FunctionDef):
                found[node.name] = (node, ast.get_docstring(node) or "")
            if isinstance(node, ast.ClassDef):
                for method in node.body:
                    if isinstance(method, ast.FunctionDef):
                        own = ast.get_docstring(method) or ""
                        found[f"{node.name}.{method.name}"] = (method, own)
                        if method.name == "__init__":
                            found[node.name] = (method, ast.get_docstring(node) or own)
    return found


DEFINITIONS = _definitions()


def _definition(verb: dict[str, Any]) -> tuple[ast.FunctionDef, str]:
    owner, _, method = verb["python"].rpartition(".")
    names = [f"{base}.{method}" for base in BASES.get(owner, (owner,))] if owner else [method]
    return next(DEFINITIONS[name] for name in names if name in DEFINITIONS)


def _fields(verb: dict[str, Any]) -> dict[str, dict[str, Any]]:
    fields = OPTIONS["types"][verb["options"]]["options"]["fields"]
    return {name: field for field in fields for name in (field["name"], field["alias"]) if name is not None}


def _parameters(function: ast.FunctionDef) -> dict[str, object]:
    """Parameters by name, each with its default; `...` where it has none."""
    arguments = function.args
    placed = arguments.args
    free = len(placed) - len(arguments.defaults)
    defaults = [None] * free + list(arguments.defaults)
    pairs = [*zip(placed, defaults, strict=True), *zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)]
    return {
        argument.arg: ... if default is None else ast.literal_eval(default)
        for argument, default in pairs
        if argument.arg != "self"
    }


def _seconds(text: str) -> int | str:
    """A duration in seconds; other text as it is."""
    units = {"w": 604_800, "d": 86_400, "h": 3_600, "m": 60, "s": 1}
    whole = re.fullmatch(r"(\d+[wdhms])+", text)
    return sum(int(n) * units[unit] for n, unit in re.findall(r"(\d+)([wdhms])", text)) if whole else text


def _same(ours: object, field: dict[str, Any]) -> bool:
    """Whether a default in Python is the engine's: None is nothing, one name is a list of one."""
    theirs = field["default"]
    if ours is ... or (ours is None and (field["alias"] is not None or isinstance(theirs, dict) or theirs == [])):
        return True
    if isinstance(ours, tuple):
        return list(ours) == theirs
    if isinstance(ours, str) and isinstance(theirs, list):
        return [ours] == theirs
    if isinstance(ours, bool) or isinstance(theirs, bool):
        return ours is theirs
    if isinstance(ours, str) and isinstance(theirs, str):
        return _seconds(ours) == _seconds(theirs)
    return ours == theirs


def _documented(text: str) -> dict[str, str]:
    """The entries of `Args:`."""
    match = re.search(r"^Args:\n(.*?)(?=^\S|\Z)", text, flags=re.DOTALL | re.MULTILINE)
    entries: dict[str, str] = {}
    name = ""
    for line in match.group(1).splitlines() if match else []:
        if start := re.match(r"    (\*{0,2}\w+): (.*)", line):
            name = start.group(1).lstrip("*")
            entries[name] = start.group(2)
        elif name:
            entries[name] = f"{entries[name]} {line.strip()}".strip()
    return entries


def _ranges(text: str) -> list[list[float]]:
    """Ranges of numbers that a text names: `0.5 to 0.9999`."""
    numbers = re.findall(r"(?<![\w.\"])(-?\d[\d,]*(?:\.\d+)?) to (-?\d[\d,]*(?:\.\d+)?)(?![\w%])", text)
    return [[float(end.replace(",", "")) for end in pair] for pair in numbers]


def _said(text: str) -> str | None:
    """The default that a text names."""
    found = re.search(r"[Dd]efault:? `?\"?([\w.,]*\w)", text)
    return None if found is None else found.group(1).replace(",", "")


@pytest.mark.parametrize("verb", OPTIONS["verbs"], ids=lambda verb: verb["python"])
def test_a_verb_takes_the_options_of_the_engine(verb: dict[str, Any]) -> None:
    fields = _fields(verb)
    function, _ = _definition(verb)
    options = {name for name in _parameters(function) if name in fields}
    if function.args.kwarg is not None:
        options |= set(READING)
    keywords = {argument.arg for argument in function.args.kwonlyargs}
    unknown = keywords - set(fields) - BESIDE.get(verb["python"], set()) - {"progress"}
    assert not unknown, f"no options of the engine: {unknown}"
    if not verb["partly"]:
        names = {(field["name"], field["alias"]) for field in fields.values()}
        missing = [name for name, alias in names if name not in options and alias not in options]
        assert not missing, f"options of the engine that Python does not take: {missing}"
    assert options


@pytest.mark.parametrize("verb", OPTIONS["verbs"], ids=lambda verb: verb["python"])
def test_defaults_are_those_of_the_engine(verb: dict[str, Any]) -> None:
    fields = _fields(verb)
    function, _ = _definition(verb)
    wrong = {
        name: (default, fields[name]["default"])
        for name, default in _parameters(function).items()
        if name in fields and not _same(default, fields[name])
    }
    assert not wrong


@pytest.mark.parametrize("verb", OPTIONS["verbs"], ids=lambda verb: verb["python"])
def test_docstrings_say_each_option_with_its_range(verb: dict[str, Any]) -> None:
    fields = _fields(verb)
    function, text = _definition(verb)
    entries = _documented(text)
    parameters = [name for name in _parameters(function) if name != "data"]
    assert [name for name in entries if name in parameters] == parameters, "Args: other names, or another order"
    for name in parameters:
        field = fields.get(name)
        if field is None:
            continue
        said, declared = _ranges(entries[name]), field["range"]
        if declared is not None and said and declared not in said:
            pytest.fail(f"{name}: the docstring says {said}, the engine {declared}")
        default = _said(entries[name])
        if default is not None and isinstance(field["default"], int | float | str):
            assert default == str(field["default"]).removesuffix(".0"), f"{name}: default {default}"


def test_every_table_takes_all_options_of_files_rows_and_cells() -> None:
    types = OPTIONS["types"]
    declared = {field["name"] for name in ("FileOptions", "Format") for field in types[name]["options"]["fields"]}
    assert set(READING) == declared


def test_the_comparisons_tell_what_differs() -> None:
    number = {"default": 5, "alias": None}
    assert _same(5, number)
    assert not _same(6, number)
    assert not _same(None, number)
    assert _same("60m", {"default": "1h", "alias": None})
    assert not _same("60m", {"default": "61m", "alias": None})
    assert _ranges("From 1 to 10,000; 0.5 to 0.9999.") == [[1.0, 10000.0], [0.5, 0.9999]]
    assert _documented("Text.\n\nArgs:\n    one: First,\n        still.\n    two: Second.\n\nReturns:\n    x") == {
        "one": "First, still.",
        "two": "Second.",
    }


def _words(kind: object) -> str | None:
    """The name of the words that an option takes, one or several of them."""
    while isinstance(kind, dict) and ("optional" in kind or "list" in kind):
        kind = next(iter(kind.values()))
    name = kind.get("named") if isinstance(kind, dict) else None
    alias = OPTIONS["types"].get(name, {}).get("alias")
    return name if isinstance(alias, dict) and "words" in alias else None


# `Model` was the name of an expected journey before there were words.
ALIASES = {"Model": "ModelName"}


@pytest.mark.parametrize("verb", OPTIONS["verbs"], ids=lambda verb: verb["python"])
def test_options_of_words_are_annotated_with_their_words(verb: dict[str, Any]) -> None:
    fields = _fields(verb)
    function, _ = _definition(verb)
    arguments = [*function.args.args, *function.args.kwonlyargs]
    for argument in arguments:
        name = _words(fields[argument.arg]["kind"]) if argument.arg in fields else None
        if name is not None:
            annotation = ast.unparse(argument.annotation)
            assert ALIASES.get(name, name) in re.findall(r"\w+", annotation), (argument.arg, annotation)


def test_words_are_those_of_the_engine() -> None:
    engine = {name: kind["alias"]["words"] for name, kind in OPTIONS["types"].items() if _words({"named": name})}
    literals = {name: get_args(value) for name, value in vars(types).items() if get_origin(value) is Literal}
    assert len(literals) > 20
    for name, words in literals.items():
        assert list(words) == engine[{"ModelName": "Model"}.get(name, name)], name


EXAMPLES = [
    PACKAGE / "demo" / "config.toml",
    *(HERE.parents[1] / "examples" / name / "config.toml" for name in ("bank", "retailer")),
]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_editors_know_every_key_of_the_examples(path: Path) -> None:
    known = json.loads((PACKAGE / "config.schema.json").read_text(encoding="utf-8"))["properties"]
    whole = tomllib.loads(path.read_text(encoding="utf-8"))
    assert set(whole) <= set(known)
    for name, section in whole.items():
        for part in section if isinstance(section, list) else [section]:
            if isinstance(part, dict):
                options = known[name]["oneOf"][0] if "oneOf" in known[name] else known[name]
                assert set(part) <= set(options["properties"]), name
                assert set(options.get("required", ())) <= set(part), name
