"""The project's English against the rules in .vale/House, the same that Vale reads: one line for each breach.

prose.py [FILE ...]: without files, all English of the project: the book and all other pages, of Rust the documentation,
of Python the docstrings, of the catalogue (en.ftl) the messages.

It knows the part of the format that the rules use: `extends` existence (tokens) or substitution (swap), `ignorecase`,
`nonword` and `message`. Code is no prose: fenced and indented blocks, and what stands between backquotes, do not count;
neither do titles in italics, comments, and addresses of links.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RULES = ROOT / ".vale/House"
WITH_ENGLISH = ("*.md", "*.rs", "*.py", "*.pyi", "*en.ftl")
# What is not prose; it is blanked, so that lines keep their numbers.
NOT_PROSE = (
    re.compile(r"<!--.*?-->", re.DOTALL),
    re.compile(r"^(?P<f>```|~~~).*?^(?P=f)[ \t]*$", re.DOTALL | re.MULTILINE),
    re.compile(r"(?<=\n\n)(?: {4}.*\n|\n(?= {4}))+"),
    re.compile(r"`[^`]*`"),
    re.compile(r"(?<![*\w])\*[^*\s][^*]*\*(?!\*)"),
    re.compile(r"(?<=\])\([^)]*\)"),
    re.compile(r"https?://\S+"),
)


@dataclass
class Rule:
    """One file of rules: its patterns, each with what to write instead where that is known."""

    name: str
    keys: dict[str, str] = field(default_factory=dict)
    patterns: list[tuple[re.Pattern[str], str]] = field(default_factory=list)

    def add(self, pattern: str, instead: str) -> None:
        """Compile a pattern as Vale does: a word of its own unless `nonword` is set."""
        flags = re.IGNORECASE if self.keys.get("ignorecase") == "true" else 0
        text = pattern if self.keys.get("nonword") == "true" else rf"\b(?:{pattern})(?!\w)"
        self.patterns.append((re.compile(text, flags), instead))

    def breaches(self, text: str) -> list[tuple[int, str]]:
        """Line and message of each breach in a text."""
        found = []
        for pattern, instead in self.patterns:
            for match in pattern.finditer(text):
                words = [instead, match.group(0)] if instead else [match.group(0)]
                message = self.keys["message"]
                for word in words:
                    message = message.replace("%s", word.replace("\n", " "), 1)
                found.append((text.count("\n", 0, match.start()) + 1, f"{message} (House.{self.name})"))
        return found


def unquoted(text: str) -> str:
    """A scalar of the rule files: plain, or in single or double quotes."""
    text = text.strip()
    if text[:1] == "'" and text[-1:] == "'" and len(text) > 1:
        return text[1:-1].replace("''", "'")
    return text[1:-1] if text[:1] == '"' and text[-1:] == '"' and len(text) > 1 else text


def rule_of(path: Path) -> Rule:
    """Read one file of rules."""
    rule = Rule(path.stem)
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#") or line.rstrip() in ("tokens:", "swap:"):
            continue
        if item := re.fullmatch(r"  - (.+)", line):
            rule.add(unquoted(item.group(1)), "")
        elif pair := re.fullmatch(r"  ('(?:[^']|'')*'|[^':]+): (.+)", line):
            rule.add(unquoted(pair.group(1)), unquoted(pair.group(2)))
        elif key := re.fullmatch(r"(\w+): (.+)", line):
            rule.keys[key.group(1)] = unquoted(key.group(2))
        else:
            sys.exit(f"{path.relative_to(ROOT)}: this line is not understood: {line}")
    if not rule.patterns or "message" not in rule.keys:
        sys.exit(f"{path.relative_to(ROOT)}: has no rule, or no message")
    return rule


def prose_of(text: str) -> str:
    """A page with everything blanked that is not prose, line for line."""
    for pattern in NOT_PROSE:
        text = pattern.sub(lambda match: re.sub(r"[^\n]", " ", match.group(0)), text)
    return text


def only(text: str, line: re.Pattern[str]) -> str:
    """The lines of a text that match, each cut to its first group; the others are blank."""
    found = (line.match(each) for each in text.split("\n"))
    return "\n".join(match.group(1) if match else "" for match in found)


def docstrings(text: str) -> str:
    """A Python file with nothing but its docstrings, on their lines."""
    lines = [""] * (text.count("\n") + 1)
    for node in ast.walk(ast.parse(text)):
        first = node.body[0] if getattr(node, "body", None) and isinstance(node.body, list) else None
        if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
            for number, line in enumerate(first.value.value.split("\n"), first.lineno - 1):
                # Four spaces are code in a page, but the indentation of a section in a docstring.
                lines[number] = re.sub(r"^\s*(>>>|\.\.\.).*", "", line).strip()
    return "\n".join(lines)


def read(path: Path) -> str:
    """The prose of a file, line for line."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".rs":
        text = only(text, re.compile(r"\s*//[/!] ?(.*)"))
    elif path.suffix in (".py", ".pyi"):
        text = docstrings(text)
    elif path.suffix == ".ftl":
        text = only(re.sub(r"\{[^{}]*\}", "", text), re.compile(r"(?:[\w.-]+ = ?| +(?:\.\w+ = ?)?)(.*)"))
    return prose_of(text)


def english() -> list[Path]:
    """All files of the project with English that somebody reads."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *WITH_ENGLISH]
    names = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split("\0")
    return [ROOT / name for name in sorted(set(names)) if name and (ROOT / name).is_file()]


def main() -> int:
    """Hold the files against the rules."""
    rules = [rule_of(path) for path in sorted(RULES.glob("*.yml"))]
    files = [Path(name).resolve() for name in sys.argv[1:]] or english()
    breaches = []
    for file in files:
        text = read(file)
        found = sorted(breach for rule in rules for breach in rule.breaches(text))
        breaches += [f"{file.relative_to(ROOT)}:{line}: {message}" for line, message in found]
    print(*breaches, f"prose: {len(files)} files, {len(rules)} rules, {len(breaches)} breaches", sep="\n")
    return 1 if breaches or not rules or not files else 0


if __name__ == "__main__":
    sys.exit(main())
