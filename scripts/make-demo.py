"""Makes the company of `cx demo` anew: cx-py/python/cxcockpit/demo.

    make-demo.py [--check]

The simulated bank of examples/bank with few customers, in the columns that its configuration names. With --check
nothing is written, and a difference to what is there is a failure.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "examples/bank/config.toml"
DEMO = ROOT / "cx-py/python/cxcockpit/demo"
CUSTOMERS = 1000
SEED = 7
HEAD = """\
# A simulated bank: no person, campaign or figure in it is real. Made by scripts/make-demo.py from examples/bank.
# Try your own options: cx run config.toml --out again

"""
TITLE = "A simulated bank: from search to the branch"


def config() -> str:
    """The bank's configuration, for compressed files beside it."""
    text = SOURCE.read_text(encoding="utf-8")
    text = HEAD + text[text.index("[cockpit]") :]
    text = re.sub(r"^title = .*$", f'title = "{TITLE}"', text, count=1, flags=re.MULTILINE)
    return re.sub(r'"[^"\n]*/([\w-]+\.csv)"', r'"\1.gz"', text)


def words(value: object) -> set[str]:
    """All texts inside a section."""
    if isinstance(value, str):
        return {value}
    if isinstance(value, dict):
        return set().union(*map(words, value.values()))
    if isinstance(value, list):
        return set().union(*map(words, value))
    return set()


def named(text: str) -> dict[str, set[str]]:
    """For each file, what its section names; columns are among it."""
    sections = tomllib.loads(text)
    tables = [part for value in sections.values() for part in (value if isinstance(value, list) else [value])]
    return {part["file"]: words(part) for part in tables if "file" in part}


def chosen(path: Path, wanted: set[str]) -> str:
    """The columns of a CSV file that are wanted."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        header = next(rows)
        keep = [at for at, name in enumerate(header) if name in wanted]
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow([header[at] for at in keep])
        writer.writerows([row[at] for at in keep] for row in rows)
    return text.getvalue()


def generate(folder: Path) -> None:
    """Run the generator."""
    built = subprocess.run(["sh", "scripts/build-bank.sh"], cwd=ROOT, check=True, text=True, stdout=subprocess.PIPE)
    options = ["--customers", str(CUSTOMERS), "--seed", str(SEED), "--out", str(folder)]
    subprocess.run([built.stdout.strip(), *options], check=True, stdout=subprocess.DEVNULL)


def sample() -> dict[str, str]:
    """Each file's name and text."""
    settings = config()
    with tempfile.TemporaryDirectory() as folder:
        generate(Path(folder))
        files = {
            name: chosen(Path(folder) / name.removesuffix(".gz"), wanted) for name, wanted in named(settings).items()
        }
    return {"config.toml": settings, **files}


def written() -> dict[str, str]:
    """What is there."""
    return {
        path.name: (gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()).decode("utf-8")
        for path in DEMO.iterdir()
    }


def write(files: dict[str, str]) -> int:
    """Replace what is there; the size of all."""
    DEMO.mkdir(parents=True, exist_ok=True)
    for path in DEMO.iterdir():
        path.unlink()
    for name, text in files.items():
        raw = text.encode("utf-8")
        # Without a time, so that the same text gives the same bytes.
        (DEMO / name).write_bytes(gzip.compress(raw, 9, mtime=0) if name.endswith(".gz") else raw)
    return sum(path.stat().st_size for path in DEMO.iterdir())


def main() -> int:
    """Make the sample, or compare it."""
    parser = argparse.ArgumentParser(description="make the company of `cx demo`")
    parser.add_argument("--check", action="store_true", help="compare with what is there, write nothing")
    files = sample()
    if not parser.parse_args().check:
        print(f"{DEMO.relative_to(ROOT)}: {len(files)} files, {write(files):,} bytes")
        return 0
    there = written()
    wrong = sorted(name for name in files.keys() | there.keys() if files.get(name) != there.get(name))
    print(*(f"{name} differs: run scripts/make-demo.py" for name in wrong), f"{len(files)} files compared", sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
