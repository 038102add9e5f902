"""Figures beside one another, and what was aimed at."""

from __future__ import annotations

from typing import Any

# (work, rows, peer, figure, factor): our figure times the factor is at most the peer's.
TARGETS = [
    ("text", 10_000_000, "pyarrow", "cpu", 1),
    ("sessions", 10_000_000, "polars", "cpu", 1),
    ("sessions", 10_000_000, "polars", "peak", 1),
    ("flows", 10_000_000, "polars", "cpu", 1),
    ("heuristics", 1_000_000, "channelattribution", "cpu", 5),
    ("heuristics", 1_000_000, "channelattribution", "wall", 5),
    ("markov", 1_000_000, "channelattribution", "cpu", 5),
    ("markov", 1_000_000, "channelattribution", "wall", 5),
    ("rules", 1_000_000, "channelattribution", "cpu", 3),
    ("markov3", 1_000_000, "channelattribution", "cpu", 5),
    ("shapley", 1_000_000, "shapley_attribution", "cpu", 5),
    ("bootstrap", 10_000, "mta_audit", "cpu", 5),
    ("alignments", 8_577, "pm4py", "cpu", 50),
    ("distances", 5_000, "sequenzo", "cpu", 2),
    ("distances_rates", 5_000, "sequenzo", "cpu", 2),
]
# (work, rows, figure, most): our figure by itself, in seconds of processor time or in MB.
LIMITS = [
    ("sessions", 10_000_000, "cpu", 2.5),
    ("sessions", 10_000_000, "peak", 700),
    ("flows", 10_000_000, "cpu", 1.8),
    ("rules", 1_000_000, "cpu", 1.5),
    ("rules", 1_000_000, "peak", 300),
    ("shapley_rate", 1_000_000, "cpu", 2.0),
    ("bootstrap", 1_000_000, "wall", 15.0),
    ("alignments", 8_577, "wall", 1.0),
]
WORDS = {"cpu": "CPU time", "wall": "elapsed time", "peak": "peak memory"}


def heading() -> str:
    """The head of the table."""
    return (
        f"{'work':<16}{'rows':>11} {'tool':<20}{'CPU s':>8}{'wall s':>8}{'peak MB':>9}"
        f"{'CPU x':>8}{'wall x':>8}{'MB x':>7}{'load s':>8}  result"
    )


def line(row: dict[str, Any], ours: dict[str, Any]) -> str:
    """One measurement; ratios are the tool's figure over ours."""
    head = f"{row['work']:<16}{row['rows']:>11,} {row['tool']:<20}"
    if "failed" in row:
        return f"{head} failed: {row['failed']}"
    run = row["run"]
    figures = f"{run['cpu']:>8.2f}{run['wall']:>8.2f}{run['peak']:>9.0f}"
    if row is ours or "failed" in ours:
        ratios = " " * 23
    else:
        ratio = {name: run[name] / ours["run"][name] for name in run}
        ratios = f"{ratio['cpu']:>8.2f}{ratio['wall']:>8.2f}{ratio['peak']:>7.2f}"
    return f"{head}{figures}{ratios}{row['load']['wall']:>8.2f}  {row.get('agreement', '')}"


def targets(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each target with what was measured; `reached` is null where it was not."""
    by_name = {(row["work"], row["rows"], row["tool"]): row for row in rows if "failed" not in row}
    found = []
    for work, size, peer, figure, factor in TARGETS:
        ours, theirs = by_name.get((work, size, "cxcockpit")), by_name.get((work, size, peer))
        target: dict[str, Any] = {"work": work, "rows": size, "peer": peer, "figure": figure, "factor": factor}
        if ours and theirs:
            mine, other = ours["run"][figure], theirs["run"][figure]
            target |= {"ours": mine, "theirs": other, "ratio": other / mine, "reached": mine * factor <= other}
        else:
            target["reached"] = None
        found.append(target)
    for work, size, figure, most in LIMITS:
        ours = by_name.get((work, size, "cxcockpit"))
        target = {"work": work, "rows": size, "figure": figure, "most": most, "reached": None}
        if ours:
            target |= {"ours": ours["run"][figure], "reached": ours["run"][figure] <= most}
        found.append(target)
    return found


def target_lines(found: list[dict[str, Any]]) -> str:
    """The targets in words."""
    lines = []
    for target in found:
        what = f"{target['work']} of {target['rows']:,} rows: {WORDS[target['figure']]}"
        if "most" in target:
            unit = "MB" if target["figure"] == "peak" else "s"
            text, found_ = f"{what} at most {target['most']:g} {unit}", f"{target.get('ours', 0):.2f} {unit}"
        else:
            parts = {1: "at most that of", 2: "half of", 3: "a third of"}
            aim = parts.get(target["factor"], f"a {target['factor']}th of")
            text, found_ = f"{what} {aim} {target['peer']}", f"{target.get('ratio', 0):.2f} times ours"
        if target["reached"] is None:
            lines.append(f"not measured  {text}")
        else:
            word = "reached" if target["reached"] else "NOT REACHED"
            lines.append(f"{word:<13} {text}: {found_}")
    return "\n".join(lines)
