"""Rules of the house that no compiler checks. Prints one line per breach; long files are listed, not refused."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

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
MARKER = re.compile(r"\b(TOD[O]|FIXM[E]|XX[X]|HAC[K])\b")
MACHINE = re.compile(r"(?<![\w.:/-])/(home|root|work|Users|mnt)/\w")
HTML = re.compile(r"\.(inner|outer)HTML\s*\+?=|insertAdjacentHTML|document\.write\b")
# What cannot be absent is read with `sure`, what may be with `or_absent` (cx-core/src/sure.rs).
LOOK_UP = re.compile(r"\.(get|get_mut|first|last)\(")
STEP = re.compile(r"\s*\.(\w+)\(")
GUESS = {"unwrap_or", "unwrap_or_default", "unwrap_or_else"}
# Steps after which an absence is another one than that of the entry.
OTHER = {"sure", "filter", "flatten", "and_then", "zip"}
UNSEEN = re.compile(r"if let [^;{}]*\.get_mut\(")
LOCK = re.compile(r"\.(lock|read|write)\(\)(?!\s*\.map_err\()")
USE = re.compile(r"\bcrate::(?:\{([^;]*)\}|(\w+))")
# A public path that moved up stays where it was, for those who use it.
MOVED = re.compile(r"#\[doc\(hidden\)\]\s*pub use [^;]*;")
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
    inside = path.relative_to(ROOT / "cx-core" / "src")
    room = inside.parts[0].removesuffix(".rs")
    code = code_of(text)
    for number, line in enumerate(code.splitlines(), 1):
        if found := PANICS.search(line):
            breaches.append(f"{number}: {found.group(0)} outside a test")
        if (found := OUTSIDE.search(line)) and "forbid(" not in line:
            breaches.append(f"{number}: {found.group(0)} has no place in the core")
    breaches += guesses(code)
    code = MOVED.sub(lambda moved: "\n" * moved.group().count("\n"), code)
    for use in USE.finditer(code) if room in ROOMS else []:
        number = code.count("\n", 0, use.start()) + 1
        many, one = use.groups()
        others = re.findall(r"(?:^|,)\s*(\w+)", many) if many else [one]
        breaches += [
            f"{number}: {room} imports {other}; data only flows down"
            for other in others
            if other != room and ROOMS.get(other, 0) >= ROOMS[room]
        ]
    return breaches


def after(code: str, opening: int) -> int:
    """Where the bracket ends that opens here."""
    depth = 0
    for place in range(opening, len(code)):
        depth += (code[place] in "([{") - (code[place] in ")]}")
        if depth == 0:
            return place + 1
    return len(code)


def steps(code: str, place: int) -> tuple[list[str], int]:
    """The methods that are called on what stands before a place, and where they end."""
    names = []
    while step := STEP.match(code, place):
        names.append(step.group(1))
        place = after(code, step.end() - 1)
    return names, place


def guesses(code: str) -> list[str]:
    """Look-ups that put a valid value in the place of one that is not there, or pass over it in silence."""
    breaches = []

    def breach(place: int, what: str) -> None:
        number = code.count("\n", 0, place) + 1
        breaches.append(f"{number}: {what}: say `sure` or `or_absent` (cx-core/src/sure.rs)")

    for look_up in LOOK_UP.finditer(code):
        names, _ = steps(code, after(code, look_up.end() - 1))
        until = next((at for at, name in enumerate(names) if name in OTHER), len(names))
        if found := GUESS.intersection(names[:until]):
            breach(look_up.start(), f"{look_up.group(1)} and {min(found)}")
    for branch in UNSEEN.finditer(code):
        names, end = steps(code, after(code, branch.end() - 1))
        block = re.match(r"\s*\{", code[end:])
        if block and "sure" not in names and not re.match(r"\s*else\b", code[after(code, end + block.end() - 1) :]):
            breach(branch.start(), "get_mut that passes over a miss")
    for lock in LOCK.finditer(code):
        breach(lock.start(), "a lock whose poison is passed over")
    return breaches


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
    if name.startswith("cx-py/src/"):
        for number, line in enumerate(text.splitlines(), 1):
            if re.match(r"\s*#\[pyclass\b", line) and "frozen" not in line:
                found.append(f"{number}: a #[pyclass] that is not frozen")
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
        if path.suffix in LONG and lines > 500:
            long.append(f"{lines:6d}  {path.relative_to(ROOT)}")
    for line in breaches:
        print(line)
    if long:
        print("over 500 lines, to be looked at:", *sorted(long, reverse=True), sep="\n")
    print(f"house: {len(files)} files, {len(breaches)} breaches, {len(long)} long files")
    return 1 if breaches else 0


if __name__ == "__main__":
    sys.exit(main())
