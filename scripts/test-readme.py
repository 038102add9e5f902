"""Runs every command and snippet of Markdown files, as their reader would.

    test-readme.py README.md [docs/concepts.md ...] [--only python] [--python PROGRAM]

Fenced blocks run by their language, in the order of the page, in build/readme, which is emptied for each page:

- bash, sh, console: line by line, in an empty Python environment of their own. `make test` is the command that is
  running; lines that need a published package (`pip install` of a name, `npm install`, `cargo add`, `git clone`) are
  counted as skipped.
- python: one session for all blocks, warnings are errors.
- rust: each block a program of its own; `?` is allowed where the block has no `fn main`.
- js: each block a module in headless Chromium, or under Node where it imports `node:`; html: a page in Chromium.
- toml, json: must parse.

`<!-- not run: reason -->` on the line before a block leaves it out, counted as skipped.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import time
import tomllib
import venv
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / "build/readme"
JS = ROOT / "cx-wasm/js"
FENCE = re.compile(r"^```[ \t]*(\w+)[^\n]*\n(.*?)^```[ \t]*$", re.MULTILINE | re.DOTALL)
LANGUAGES = {
    "sh": "bash",
    "shell": "bash",
    "console": "bash",
    "py": "python",
    "rs": "rust",
    "javascript": "js",
    "mjs": "js",
}
PUBLISHED = re.compile(
    r"^((python -m )?pip install (?!build/)|npm (i|install|add) |cargo (add|install)|git clone|cd |uv )"
)
UNDER_NODE = re.compile(r"from ['\"]node:|\bprocess\.")


@dataclass
class Block:
    """One fenced block: where it starts, its language, its text, and why it is not to be run."""

    line: int
    language: str
    text: str
    reason: str | None


class Tally:
    """How many snippets ran, failed or were left out."""

    def __init__(self) -> None:
        self.passed = self.failed = self.skipped = 0

    def note(self, what: str, error: str | None = None, *, skip: str | None = None, seconds: float = 0.0) -> None:
        """Print how one snippet ended."""
        if skip is not None:
            self.skipped += 1
            print(f"  skipped {what}: {skip}", flush=True)
        elif error is None:
            self.passed += 1
            print(f"  passed  {what} ({seconds:.1f} s)", flush=True)
        else:
            self.failed += 1
            print(f"  FAILED  {what}\n{error.rstrip()}", flush=True)


def blocks_of(text: str) -> list[Block]:
    """The fenced blocks of a page."""
    found = []
    for match in FENCE.finditer(text):
        before = text[: match.start()].rstrip("\n").rpartition("\n")[2]
        reason = re.fullmatch(r"<!-- not run: (.*?) -->", before.strip())
        language = LANGUAGES.get(match.group(1).lower(), match.group(1).lower())
        line = text.count("\n", 0, match.start()) + 1
        found.append(Block(line, language, match.group(2), reason.group(1) if reason else None))
    return found


def run(command: list[str], cwd: Path = WORK, limit: int = 1800, **env: str) -> str | None:
    """Run a command; the end of its output where it failed."""
    try:
        done = subprocess.run(
            command,
            cwd=cwd,
            env={**os.environ, **env},
            timeout=limit,
            text=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"no end after {limit} s"
    return None if done.returncode == 0 else done.stdout[-4000:] or f"ended with {done.returncode}"


def prepare() -> None:
    """An empty folder with the project's folders beside the snippets and the npm package under its name."""
    shutil.rmtree(WORK, ignore_errors=True)
    (WORK / "node_modules").mkdir(parents=True)
    for name in ("examples", "build", "docs", "tests"):
        if (ROOT / name).exists():
            (WORK / name).symlink_to(ROOT / name, target_is_directory=True)
    # The files of the pages about vendors.
    (WORK / "samples").symlink_to(ROOT / "cx-py/tests/recipes", target_is_directory=True)
    if (JS / "package.json").exists():
        name = json.loads((JS / "package.json").read_text("utf-8"))["name"]
        link = WORK / "node_modules" / name
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(JS, target_is_directory=True)


def environment() -> dict[str, str]:
    """The variables of a shell in an empty Python environment."""
    venv.create(WORK / "venv", with_pip=True)
    path = os.pathsep.join([str(WORK / "venv/bin"), os.environ["PATH"]])
    return {"VIRTUAL_ENV": str(WORK / "venv"), "PATH": path}


def bash(block: Block, tally: Tally, env: dict[str, str]) -> None:
    """Each line of a shell block, from the root of the project."""
    text = re.sub(r"\\\n\s*", " ", block.text)
    for raw in text.splitlines():
        line = raw.strip().removeprefix("$ ")
        command = re.sub(r"\s+#.*", "", line)
        if not command or command.startswith("#"):
            continue
        what = f"line {block.line}: {command}"
        if command in ("make test", "make check", ".ci/run"):
            tally.note(what, skip="it is the command that runs this test")
        elif command == "make bench":
            tally.note(what, skip="measures; it tests nothing")
        elif PUBLISHED.match(command):
            tally.note(what, skip="needs a published package")
        else:
            start = time.monotonic()
            tally.note(what, run(["sh", "-ec", command], cwd=ROOT, **env), seconds=time.monotonic() - start)


PYTHON = """
import json, sys, traceback
space = {"__name__": "__main__"}
with open(sys.argv[1], encoding="utf-8") as file:
    blocks = json.load(file)
for line, text in blocks:
    try:
        exec(compile("\\n" * line + text, sys.argv[2], "exec"), space)
    except BaseException:
        traceback.print_exc(file=sys.stdout)
        print(f"FAILED {line}", flush=True)
        sys.exit(1)
    print(f"PASSED {line}", flush=True)
"""


def python(blocks: list[Block], page: Path, program: str, tally: Tally) -> None:
    """All Python blocks as one session."""
    (WORK / "blocks.json").write_text(json.dumps([(block.line, block.text) for block in blocks]), encoding="utf-8")
    done = subprocess.run(
        [program, "-W", "error", "-c", PYTHON, "blocks.json", page.name],
        cwd=WORK,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=1800,
    )
    for block in blocks:
        good = re.search(rf"^PASSED {block.line}$", done.stdout, re.MULTILINE)
        tally.note(f"line {block.line}: python", None if good else done.stdout[-4000:] or "did not run")
        if not good:
            break


def rust(blocks: list[Block], tally: Tally) -> None:
    """Each Rust block as a program beside the workspace, with the workspace's versions and profile."""
    workspace = tomllib.loads((ROOT / "Cargo.toml").read_text("utf-8"))
    shared = workspace["workspace"]["dependencies"]
    crate = WORK / "rust"
    (crate / "src/bin").mkdir(parents=True)
    needed = {"cx-core": {"path": str(ROOT / "cx-core")}}
    for number, block in enumerate(blocks):
        text = block.text
        if not re.search(r"^\s*(pub )?fn main\(", text, re.MULTILINE):
            text = f"fn main() -> Result<(), Box<dyn std::error::Error>> {{\n{text}\nOk(())\n}}\n"
        (crate / f"src/bin/snippet{number}.rs").write_text(text, encoding="utf-8")
        for name, spec in shared.items():
            if name != "cx-core" and re.search(rf"\b{name.replace('-', '_')}::", text):
                needed[name] = {"version": spec} if isinstance(spec, str) else spec
    lines = [
        "[package]",
        'name = "readme"',
        'version = "0.0.0"',
        'edition = "2024"',
        "publish = false",
        "[workspace]",
    ]
    lines += ["[dependencies]"] + [f"{name} = {inline(spec)}" for name, spec in needed.items()]
    # The profile of the workspace's tests, so that compiled dependencies are used again; the engine need not be fast.
    lines += ["[profile.dev]", "opt-level = 1", 'debug = "line-tables-only"']
    lines += [
        '[profile.dev.package."*"]',
        "opt-level = 3",
        "debug = false",
        "[profile.dev.package.cx-core]",
        "opt-level = 0",
    ]
    (crate / "Cargo.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    shutil.copy(ROOT / "Cargo.lock", crate / "Cargo.lock")
    target = os.environ.get("CARGO_TARGET_DIR", str(ROOT / "target"))
    for number, block in enumerate(blocks):
        start = time.monotonic()
        command = [
            "cargo",
            "run",
            "--quiet",
            "--manifest-path",
            "rust/Cargo.toml",
            "--bin",
            f"snippet{number}",
        ]
        error = run(command, CARGO_TARGET_DIR=target)
        tally.note(f"line {block.line}: rust", error, seconds=time.monotonic() - start)


def inline(value: object) -> str:
    """A TOML inline value."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {inline(item)}" for key, item in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(inline(item) for item in value) + "]"
    return json.dumps(value)


def script(block: Block, number: int, tally: Tally) -> None:
    """A page, or a module of one, in headless Chromium; a module for Node under Node."""
    text = block.text
    start = time.monotonic()
    if block.language == "js" and UNDER_NODE.search(text):
        (WORK / f"snippet{number}.mjs").write_text(text, encoding="utf-8")
        error = run(["node", f"snippet{number}.mjs"], limit=120)
        tally.note(f"line {block.line}: js", error, seconds=time.monotonic() - start)
        return
    if block.language == "js":
        (WORK / f"snippet{number}.js").write_text(text, encoding="utf-8")
        module = f'<script type="module" src="snippet{number}.js"></script>'
        text = f'<!doctype html><meta charset="utf-8"><body>{module}</body>\n'
    (WORK / f"page{number}.html").write_text(text, encoding="utf-8")
    command = ["node", str(ROOT / "scripts/open-page.cjs"), str(WORK), f"page{number}.html"]
    error = run(command, limit=120, NODE_PATH=str(JS / "node_modules"))
    tally.note(f"line {block.line}: {block.language} in Chromium", error, seconds=time.monotonic() - start)


def data(block: Block, tally: Tally) -> None:
    """A block of settings or data must parse."""
    what = f"line {block.line}: {block.language} parses"
    try:
        (tomllib.loads if block.language == "toml" else json.loads)(block.text)
        tally.note(what)
    except ValueError as error:
        tally.note(what, str(error))


def page_snippets(page: Path, options: argparse.Namespace, tally: Tally) -> None:
    """Run one page's snippets, language by language."""
    ready: dict[str, list[Block]] = {}
    for block in blocks_of(page.read_text(encoding="utf-8")):
        if options.only and block.language not in options.only:
            continue
        if block.reason:
            tally.note(f"line {block.line}: {block.language}", skip=block.reason)
        else:
            ready.setdefault(block.language, []).append(block)
    if not ready:
        return
    prepare()
    shell = environment() if "bash" in ready else {}
    for block in ready.get("bash", []):
        bash(block, tally, shell)
    if "python" in ready:
        python(ready["python"], page, options.python, tally)
    if "rust" in ready:
        rust(ready["rust"], tally)
    for number, block in enumerate(ready.get("js", []) + ready.get("html", [])):
        script(block, number, tally)
    for block in ready.get("toml", []) + ready.get("json", []):
        data(block, tally)


def main() -> int:
    """Run the snippets of all pages."""
    parser = argparse.ArgumentParser(description="run every command and snippet of Markdown files")
    parser.add_argument("pages", type=Path, nargs="+")
    parser.add_argument("--only", action="append", help="only this language")
    parser.add_argument("--python", default=sys.executable, help="the interpreter for the Python snippets")
    options = parser.parse_args()
    tally = Tally()
    for page in options.pages:
        if len(options.pages) > 1:
            print(page, flush=True)
        page_snippets(page, options, tally)
    print(f"snippets: {tally.passed} passed, {tally.failed} failed, {tally.skipped} skipped")
    return 1 if tally.failed or not tally.passed else 0


if __name__ == "__main__":
    sys.exit(main())
