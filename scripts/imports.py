"""Which file of the core uses which: read off `use` lines and paths, through the re-exports of each folder.

check-house.py asks it for circles of files and for arrows from a room to a room below.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

Module = tuple[str, ...]

USE = re.compile(r"(?m)^[ \t]*(pub(?:\([^)]*\))?\s+)?use\s+([^;]+);")
INLINE = re.compile(r"(?<![\w:])((?:crate|super|self)(?:::\w+)+)")
CHILD = re.compile(r"(?<![\w:])([a-z_]\w*(?:::\w+)+)")


def module_of(path: Path, source: Path) -> Module:
    """`attribution/model.rs` is `("attribution", "model")`; `mod.rs` is its folder."""
    parts = [*path.relative_to(source).parts[:-1], path.stem]
    return tuple(parts[:-1] if parts[-1] in {"mod", "lib"} else parts)


def expand(tree: str, before: Module = ()) -> list[Module]:
    """Every path of a `use` tree, without its alias."""
    paths: list[Module] = []
    depth, item = 0, ""
    for letter in f"{tree},":
        depth += (letter == "{") - (letter == "}")
        if letter != "," or depth:
            item += letter
            continue
        head, brace, rest = item.strip().partition("{")
        names = tuple(name.strip() for name in head.split("::") if name.strip())
        if brace:
            paths += expand(rest.rpartition("}")[0], before + names)
        elif names:
            paths.append((*before, *names[:-1], names[-1].split()[0]))
        item = ""
    return paths


class Imports:
    """The files of the core, and what each of them uses of the others."""

    def __init__(self, texts: dict[Path, str], source: Path) -> None:
        """Read the code of every file, without its comments, text literals and tests."""
        self.files = {module_of(path, source): path for path in texts}
        code = {module_of(path, source): text for path, text in texts.items()}
        self.exports: dict[Module, dict[str, Module]] = {module: {} for module in code}
        for module, text in code.items():
            for public, tree in USE.findall(text):
                for path in expand(tree) if public else []:
                    if found := self.absolute(module, path):
                        self.exports[module][path[-1]] = found
        self.edges = {module: self.uses(module, text) for module, text in code.items()}

    def absolute(self, module: Module, path: Module) -> Module | None:
        """The path from the root of the crate; none for other crates."""
        head, *rest = path
        if head == "crate":
            return tuple(rest)
        base = module
        if head == "self":
            return base + tuple(rest)
        steps = 0
        while steps < len(path) and path[steps] == "super":
            base = base[:-1]
            steps += 1
        if steps:
            return base + path[steps:]
        return module + path if (*module, head) in self.files else None

    def home(self, path: Module, depth: int = 0) -> Module:
        """The file that defines what a path names."""
        size = 0
        while size < len(path) and path[: size + 1] in self.files:
            size += 1
        module, rest = path[:size], path[size:]
        known = self.exports.get(module, {})
        if rest and rest[0] in known and depth < 8:
            return self.home(known[rest[0]] + rest[1:], depth + 1)
        return module

    def uses(self, module: Module, text: str) -> set[Module]:
        """The other files that a file uses; re-exports of a folder are no use."""
        paths = [path for public, tree in USE.findall(text) if not public for path in expand(tree)]
        body = USE.sub("", text)
        paths += [tuple(found.split("::")) for found in INLINE.findall(body) + CHILD.findall(body)]
        found = {self.home(path) for each in paths if (path := self.absolute(module, each))}
        return {other for other in found if other in self.files and other not in {module, ()}}

    def circles(self) -> list[list[Module]]:
        """Groups of files each of which needs all others (strongly connected components; Tarjan 1972)."""
        index: dict[Module, int] = {}
        low: dict[Module, int] = {}
        stack: list[Module] = []
        found: list[list[Module]] = []

        def visit(module: Module) -> None:
            index[module] = low[module] = len(index)
            stack.append(module)
            for other in sorted(self.edges[module]):
                if other not in index:
                    visit(other)
                    low[module] = min(low[module], low[other])
                elif other in stack:
                    low[module] = min(low[module], index[other])
            if low[module] == index[module]:
                at = stack.index(module)
                if len(stack) - at > 1:
                    found.append(sorted(stack[at:]))
                del stack[at:]

        for module in sorted(self.files):
            if module not in index:
                visit(module)
        return found
