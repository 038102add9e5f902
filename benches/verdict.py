"""Figures beside one another, and what was aimed at."""

from __future__ import annotations

from typing import Any

# (work, rows, peer, figure, factor): our figure times the factor is at most the peer's.
TARGETS = [
    ("sessions", 10_000_000, "polars", "cpu", 1),
    ("sessions", 10_000_000, "polars", "peak", 1),
    ("flows", 10_000_000, "polars", "cpu", 1),
    ("heuristics", 1_000_000, "channelattribution", "cpu", 5),
    ("heuristics", 1_000_000, "channelattribution", "wall", 5),
    ("markov", 1_000_000, "channelattribution", "cpu", 5),
    ("markov", 1_000_000, "channelattribution", "wall", 5),
]
WORDS = {"cpu": "CPU time", "wall": "elapsed time", "peak": "peak memory"}


def heading() -> str:
    """The head of the table."""
    return (
        f"{'work':<11}{'rows':>11} {'tool':<19}{'CPU s':>8}{'wall s':>8}{'peak MB':>9}"
        f"{'CPU x':>8}{'wall x':>8}{'MB x':>7}{'load s':>8}  result"
    )


def line(row: dict[str, Any], ours: dict[str, Any]) -> str:
    """One measurement; ratios are the tool's figure over ours."""
    head = f"{row['work']:<11}{row['rows']:>11,} {row['tool']:<19}"
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
    return found


def target_lines(found: list[dict[str, Any]]) -> str:
    """The targets in words."""
    lines = []
    for target in found:
        aim = "at most that of" if target["factor"] == 1 else f"a {target['factor']}th of"
        text = f"{target['work']} of {target['rows']:,} rows: {WORDS[target['figure']]} {aim} {target['peer']}"
        if target["reached"] is None:
            lines.append(f"not measured  {text}")
        else:
            word = "reached" if target["reached"] else "NOT REACHED"
            lines.append(f"{word:<13} {text}: {target['ratio']:.2f} times ours")
    return "\n".join(lines)
