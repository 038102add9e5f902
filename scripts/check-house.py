"""Rules of the house that no compiler checks. Prints one line per breach; long files are listed, not refused."""

from __future__ import annotations

import re
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path

from guesses import guesses
from imports import Imports, Module

ROOT = Path(__file__).resolve().parent.parent

# Data flows down: a room may use the ground floor and the rooms of lower rank, never its neighbours.
ROOMS = {
    "intake": 1,
    "stitch": 2,
    "journey": 3,
    "broadcast": 4,
    "attribution": 5,
    "kpi": 5,
    "audit": 5,
    "returns": 6,
    "cockpit": 7,
}

PANICS = re.compile(
    r"\.(unwrap|expect|unwrap_err|expect_err)\(|\b(panic|todo|unimplemented|unreachable|dbg|print|println|eprintln)!"
)
OUTSIDE = re.compile(r"\b(pyo3|wasm_bindgen|js_sys|web_sys|std::(fs|net|process|env|io))\b|\bunsafe\b")
# Readers of what lies in memory; they open nothing.
IN_MEMORY = {"gzip.rs", "excel.rs"}
MARKER = re.compile(r"\b(TOD[O]|FIXM[E]|XX[X]|HAC[K])\b")
MACHINE = re.compile(r"(?<![\w.:/-])/(home|root|work|Users|mnt)/\w")
HTML = re.compile(r"\.(inner|outer)HTML\s*\+?=|insertAdjacentHTML|document\.write\b")
EMPTY = re.compile(r"\breturn( Ok\(\(\)\))?;|\belse \{ return( Ok\(\(\)\))? \}|\bskipped:")
# A public path that moved up stays where it was, for those who use it.
MOVED = re.compile(r"#\[doc\(hidden\)\]\s*pub use [^;]*;")
# What a folder's mod.rs may hold: documentation, attributes, modules and re-exports.
CONTENTS = re.compile(
    r"(?ms)^#!?\[[^\n]*\]\s*$|^(pub(\([^)]*\))? )?mod \w+;|^(pub(\([^)]*\))? )?use [^;]*;|^#!?\[.*?\]$"
)
# A source file as a document names it; files that the user or a build writes have other names.
PLACE = re.compile(r"`((?:[\w.*-]+/)+[\w.*-]+\.(?:rs|py|sh|ts|js|mjs|cjs|ftl))`")
TEXT = {
    ".rs",
    ".py",
    ".pyi",
    ".js",
    ".mjs",
    ".cjs",
    ".ts",
    ".sh",
    ".toml",
    ".md",
    ".json",
    ".ipynb",
    ".html",
    ".css",
    ".ftl",
}
LONG = {".rs", ".py", ".js", ".mjs", ".ts", ".sh"}


def tracked() -> list[Path]:
    """The files of the project, without those that are built."""
    names = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return [ROOT / name for name in sorted(set(names.split("\0"))) if name and (ROOT / name).is_file()]


def code_of(text: str) -> str:
    """A Rust file without its comments, text literals and test module, line for line."""
    lines = text.splitlines()
    kept = []
    for number, line in enumerate(lines):
        after = lines[number + 1] if number + 1 < len(lines) else ""
        if line.startswith("#[cfg(test)]") and re.match(r"(pub(\(\w+\))? )?mod \w+ \{", after):
            break
        bare = re.sub(r'"(\\.|[^"\\])*"', '""', line)
        kept.append(re.sub(r"//.*", "", bare))
    return "\n".join(kept)


def core(path: Path, text: str) -> list[str]:
    """The core never panics, reads no file, knows no face, and its rooms import upwards only."""
    breaches = []
    code = code_of(text)
    for number, line in enumerate(code.splitlines(), 1):
        if found := PANICS.search(line):
            breaches.append(f"{number}: {found.group(0)} outside a test")
        memory = path.name in IN_MEMORY and "std::io" in line
        if (found := OUTSIDE.search(line)) and "forbid(" not in line and not memory:
            breaches.append(f"{number}: {found.group(0)} has no place in the core")
        if "super::super" in line:
            breaches.append(f"{number}: super::super; say crate:: and the name of the room")
    breaches += guesses(code)
    if path.name == "mod.rs" and (rest := CONTENTS.sub("", code).strip()):
        breaches.append(
            f"{code.count(chr(10), 0, code.find(rest)) + 1}: a mod.rs is a table of contents and holds no code"
        )
    return breaches


def named(module: Module) -> str:
    """A module as its readers look for it."""
    return "/".join(module)


def arrows(files: list[Path]) -> list[str]:
    """Circles of files, circles of rooms, and arrows from a room to one below it."""
    texts = {
        path: MOVED.sub("", code_of(path.read_text(encoding="utf-8"))) for path in files if path.name != "tests.rs"
    }
    imports = Imports(texts, ROOT / "cx-core" / "src")
    found = [f"cx-core/src: a circle of files: {', '.join(map(named, circle))}" for circle in imports.circles()]
    for module, others in sorted(imports.edges.items()):
        for other in sorted(others) if module else []:
            room, below = module[0], other[0]
            if room != below and ROOMS.get(below, 0) >= ROOMS.get(room, 1):
                found.append(f"cx-core/src: {named(module)} uses {named(other)}; data only flows down")
    return found


def missing_paths(path: Path, text: str, names: set[str]) -> list[str]:
    """Source files that a document names and that are not there."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        for place in PLACE.findall(line):
            pattern = place.removeprefix("./")
            if not any(fnmatch(name, pattern) or fnmatch(name, f"*/{pattern}") for name in names):
                found.append(f"{path.relative_to(ROOT).as_posix()}:{number}: {place} is not there")
    return found


def breaches_of(path: Path, text: str) -> list[str]:
    """What one file does against the rules."""
    name = path.relative_to(ROOT).as_posix()
    found = []
    if name.startswith("cx-core/src/") and path.suffix == ".rs" and path.name != "tests.rs":
        found += core(path, text)
    for number, line in enumerate(text.splitlines(), 1):
        if mark := MARKER.search(line):
            found.append(f"{number}: left-over {mark.group(0)}")
        if place := MACHINE.search(line):
            found.append(f"{number}: path of one machine ({place.group(0)}...)")
        if name.startswith("cx-wasm/js/src/") and (way := HTML.search(line)):
            found.append(f"{number}: {way.group(0)}: names from data are never HTML")
    if name.startswith("tests/tests/"):
        found += [
            f"{number}: a test that ends early passes without asserting"
            for number, line in enumerate(code_of(text).splitlines(), 1)
            if EMPTY.search(line)
        ]
    if name.startswith("cx-py/src/"):
        found += [
            f"{number}: a #[pyclass] that is not frozen"
            for number, line in enumerate(text.splitlines(), 1)
            if re.match(r"\s*#\[pyclass\b", line) and "frozen" not in line
        ]
    return [f"{name}:{breach}" for breach in found]


def main() -> int:
    """Check every file of the project."""
    breaches, long = [], []
    files = [
        path for path in tracked() if path.suffix in TEXT and not path.name.endswith(("package-lock.json", ".lock"))
    ]
    for path in files:
        text = path.read_text(encoding="utf-8")
        if path.stat().st_size < 500_000:
            breaches += breaches_of(path, text)
        lines = text.count("\n")
        if path.suffix in LONG and lines > 500 and ".gen." not in path.name:
            long.append(f"{lines:6d}  {path.relative_to(ROOT)}")
    breaches += arrows(
        [path for path in files if path.suffix == ".rs" and path.is_relative_to(ROOT / "cx-core" / "src")]
    )
    names = {path.relative_to(ROOT).as_posix() for path in tracked()}
    for path in files:
        if path.suffix == ".md" and path.name != "CHANGELOG.md":
            breaches += missing_paths(path, path.read_text(encoding="utf-8"), names)
    for line in breaches:
        print(line)
    if long:
        print("over 500 lines, to be looked at:", *sorted(long, reverse=True), sep="\n")
    print(f"house: {len(files)} files, {len(breaches)} breaches, {len(long)} long files")
    return 1 if breaches else 0


if __name__ == "__main__":
    sys.exit(main())
