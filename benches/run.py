"""Benchmarks: the core's own, and the same work in the tools that a user would pick instead.

Each measurement has a process of its own, one after the other; the median of the repetitions counts. Results must be
equal before times are compared. Exit code 1 only for a fault of our own: a crash or a wrong result.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
from pathlib import Path

import agree
import machine
import verdict

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
CACHE = ROOT / "build" / "bench"
OURS = "cxcockpit"
TOOLS = {
    "text": [OURS, "pyarrow", "polars"],
    "sessions": [OURS, "polars", "duckdb"],
    "flows": [OURS, "polars"],
    "heuristics": [OURS, "channelattribution"],
    "markov": [OURS, "channelattribution"],
    "rules": [OURS, "channelattribution"],
    "markov3": [OURS, "channelattribution"],
    "shapley": [OURS, "shapley_attribution"],
    "shapley_rate": [OURS],
    "bootstrap": [OURS, "mta_audit"],
    "alignments": [OURS, "pm4py"],
    "distances": [OURS, "sequenzo"],
    "distances_rates": [OURS, "sequenzo"],
}
# Names for several works.
GROUPS = {
    "models": ["rules", "markov", "markov3", "shapley", "shapley_rate", "bootstrap"],
    "distances": ["distances", "distances_rates"],
}
INPUTS = {
    "text": "text",
    **dict.fromkeys(["sessions", "flows"], "events"),
    **dict.fromkeys(["heuristics", *GROUPS["models"]], "paths"),
    **dict.fromkeys(GROUPS["distances"], "sequences"),
    "alignments": "log",
}
# Sizes of a work that are not those of its input.
OTHER_SIZES = {"bootstrap": [10_000, 1_000_000]}
SIZES = {
    "events": [1_000_000, 10_000_000],
    "text": [1_000_000, 10_000_000],
    "paths": [100_000, 1_000_000],
    "sequences": [1_000, 5_000],
    "log": [8_577],
}
# Rows beyond which a tool is not asked: it would take hours.
LARGEST = {"mta_audit": 10_000}
LIMIT = 900
# Where inputs lie that cannot be generated.
SHARED = "CX_SHARED"


def options() -> argparse.Namespace:
    """What the user asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=3, metavar="N", help="repetitions of each measurement (3)")
    parser.add_argument("--quick", action="store_true", help="only the smaller sizes, once; no report is written")
    parser.add_argument("--work", choices=sorted({*TOOLS, *GROUPS}), action="append", help="only this work")
    parser.add_argument("--no-core", action="store_true", help="leave out the core's own benchmarks")
    parser.add_argument("--no-build", action="store_true", help="the Python package is already built and installed")
    parser.add_argument("--report", type=Path, default=HERE / "report.json", help="where the report goes")
    return parser.parse_args()


def build() -> None:
    """The Python package, as a user gets it, into this environment."""
    wheels = CACHE / "wheels"
    shutil.rmtree(wheels, ignore_errors=True)
    environment = os.environ | {"VIRTUAL_ENV": sys.prefix}
    maturin = [sys.executable, "-m", "maturin", "build", "--release", "--locked", "--quiet", "--out", str(wheels)]
    subprocess.run(maturin, cwd=ROOT / "cx-py", env=environment, check=True)
    (wheel,) = wheels.glob("*.whl")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--force-reinstall", "--no-deps", str(wheel)]
    subprocess.run(pip, check=True)


def input_file(kind: str, rows: int) -> Path:
    """The input, generated where it is missing."""
    generator = HERE / "generate.py"
    file = CACHE / f"{kind}-{rows}.{'csv' if kind == 'text' else 'parquet'}"
    if not file.exists() or file.stat().st_mtime < generator.stat().st_mtime:
        print(f"generating {file.relative_to(ROOT)}", flush=True)
        subprocess.run([sys.executable, str(generator), kind, str(rows), str(file)], check=True)
    return file


def at_hand(kind: str) -> bool:
    """Whether the input can be made here; says so where it cannot."""
    log = Path(os.environ.get(SHARED, "")) / "golden" / "process" / "receipt_events.parquet"
    if kind != "log" or (SHARED in os.environ and log.exists()):
        return True
    print(f"skipped: the process log is not there; {SHARED} names the folder with golden/process", flush=True)
    return False


def measure(work: str, tool: str, file: Path, repeat: int) -> dict[str, object]:
    """Median figures of the repetitions and the answer of the last one, or what went wrong."""
    command = [sys.executable, str(HERE / "measure.py"), work, tool, str(file)]
    runs = []
    for _ in range(repeat):
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT, check=False)
        except subprocess.TimeoutExpired:
            return {"failed": f"no result after {LIMIT} s"}
        if done.returncode != 0:
            return {"failed": (done.stderr.strip() or "no message").splitlines()[-1]}
        runs.append(json.loads(done.stdout.splitlines()[-1]))
    figures = {
        part: {name: statistics.median(run[part][name] for run in runs) for name in ("cpu", "wall", "peak")}
        for part in ("run", "load")
    }
    spread = [min(run["run"]["cpu"] for run in runs), max(run["run"]["cpu"] for run in runs)]
    return {**figures, "cpu_spread": spread, "answer": runs[-1]["answer"]}


def core_benchmarks() -> list[dict[str, str]]:
    """What `cargo bench` prints, as rows."""
    command = ["cargo", "bench", "--quiet", "--locked", "-p", "cx-bench"]
    output = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout
    print(output, flush=True)
    rows, group = [], ""
    for line in output.splitlines():
        cells = [cell.strip() for cell in re.split("│", line)]
        found = re.match(r"^[│ ]*[├╰]─ +(\S+)(?: +([\d.]+ \S+))?", line)
        if not found:
            continue
        if found[2] is None:
            group = found[1]
        elif len(cells) >= 5:
            name = f"{group} {found[1]}" if line.startswith(("│", " ")) else found[1]
            fastest, slowest, median, mean = found[2], *(cell for cell in cells[-5:-2])
            rows.append({"name": name, "fastest": fastest, "slowest": slowest, "median": median, "mean": mean})
    return rows


def compare(work: str, size: int, repeat: int) -> list[dict[str, object]]:
    """One work at one size in every tool."""
    if not at_hand(INPUTS[work]):
        return []
    file = input_file(INPUTS[work], size)
    rows, reference = [], None
    for tool in TOOLS[work]:
        if size > LARGEST.get(tool, size):
            continue
        load_before = os.getloadavg()[0]
        result = measure(work, tool, file, repeat)
        row: dict[str, object] = {"work": work, "rows": size, "tool": tool, "load_average": round(load_before, 2)}
        answer = result.pop("answer", None)
        row |= result
        if tool == OURS:
            reference = answer
        elif answer is not None and reference is not None:
            row["agrees"], row["agreement"] = agree.check(work, reference, answer)
        rows.append(row)
        print(verdict.line(row, rows[0]), flush=True)
    return rows


def main() -> int:
    """Measures, compares, reports."""
    asked = options()
    CACHE.mkdir(parents=True, exist_ok=True)
    repeat = 1 if asked.quick else asked.repeat
    works = list(TOOLS)
    if asked.work:
        works = list(dict.fromkeys(work for name in asked.work for work in GROUPS.get(name, [name])))
    if not asked.no_build:
        build()
    report: dict[str, object] = {"machine": machine.describe(), "repetitions": repeat}
    print(machine.line(report["machine"]), flush=True)
    print(verdict.heading(), flush=True)
    rows = []
    for work in works:
        sizes = OTHER_SIZES.get(work, SIZES[INPUTS[work]])
        for size in sizes[:1] if asked.quick else sizes:
            rows += compare(work, size, repeat)
    report["measurements"] = rows
    report["targets"] = verdict.targets(rows)
    print("\n" + verdict.target_lines(report["targets"]), flush=True)
    if not asked.no_core:
        print("\nThe core's own benchmarks", flush=True)
        report["core"] = core_benchmarks()
    report["load_average_at_end"] = [round(load, 2) for load in os.getloadavg()]
    if not asked.quick:
        asked.report.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
        print(f"report: {asked.report}")
    faults = [row for row in rows if (row["tool"] == OURS and "failed" in row) or row.get("agrees") is False]
    for row in faults:
        print(f"FAULT: {row['work']} {row['rows']:,} {row['tool']}: {row.get('failed') or row.get('agreement')}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
