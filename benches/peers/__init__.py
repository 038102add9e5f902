"""The same work in each tool.

A module has `WORKS`: name of the work -> (load, run, answer).

- `load(file)` reads the input into the form in which the tool likes it best; reported apart.
- `run(held)` does the work; this is what is measured. `held` is a list with the loaded input, from which it may be
  taken, so that a tool that no longer needs its input can let go of it.
- `answer(result)` puts the result into plain values in which all tools must agree; not measured.

Works:

- `text`: a CSV file, every column of it as text.
- `sessions`: events of each user in order of time, cut where nothing happens for more than 30 minutes; how often each
  sequence of events occurs; how often each event comes directly after each other one.
- `flows`: the same without sessions: all events of a user in order of time are one case.
- `heuristics`: conversions and value by first, last and linear touch.
- `markov`: conversions and value by removal effect in a chain of order 1, with the journeys that did not convert;
  `markov3` the same at order 3.
- `rules`: as `heuristics`; ours splits by all eight rules that need no times.
- `shapley`: conversions by the Shapley value of the game of counts; `shapley_rate`: of the game of rates.
- `bootstrap`: shares by first, last and linear touch and Markov of order 1, with intervals from 200 resamples.
- `alignments`: each case of a process log against a net: the least number of deviations.
- `distances`: optimal matching of all pairs of sequences at constant costs; `distances_rates`: at costs by rates of
  transition.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

GAP = 30 * 60 * 1_000_000


def fingerprint(variants: Iterable[tuple[str, int]]) -> int:
    """One number for a set of variants with their counts; their order does not matter."""
    total = 0
    for path, count in variants:
        digest = hashlib.blake2b(f"{path}\t{count}".encode(), digest_size=8).digest()
        total += int.from_bytes(digest, "little")
    return total % (1 << 64)


def by_case(cases: Iterable[tuple[str, int]]) -> dict[str, list[int]]:
    """Distinct cases with how often they occur and their deviations: the answer of the work `alignments`."""
    answer: dict[str, list[int]] = {}
    for path, deviations in cases:
        answer.setdefault(path, [0, deviations])[0] += 1
    return answer


def sessions_answer(
    sessions: int, variants: Iterable[tuple[str, int]], transitions: Iterable[tuple[str, str, int]]
) -> dict[str, object]:
    """The answer of the work `sessions`."""
    variants = list(variants)
    return {
        "sessions": sessions,
        "variants": len(variants),
        "in_variants": sum(count for _, count in variants),
        "fingerprint": fingerprint(variants),
        "transitions": sorted([before, after, count] for before, after, count in transitions),
    }


def text_answer(rows: int, columns: list[str], lengths: list[int], last: list[str]) -> dict[str, object]:
    """What a file of text held: its columns with the letters in each, and its last row."""
    return {"rows": rows, "columns": columns, "lengths": lengths, "last": last}
