"""Whether two tools found the same."""

from __future__ import annotations

from typing import Any

# Sums of doubles in another order differ in their last digits.
ROUNDING = 1e-9
# ChannelAttribution simulates until its own repetitions differ by less than 5 %.
SIMULATION = 0.02


def check(work: str, ours: dict[str, Any], theirs: dict[str, Any]) -> tuple[bool, str]:
    """Whether the answers agree, and in which sense."""
    if work in {"sessions", "flows"}:
        return _same(ours, theirs, "sessions" if work == "sessions" else "users")
    difference = _largest_difference(ours, theirs)
    if work == "heuristics":
        return difference <= ROUNDING, f"largest difference {difference:.1e} of the total"
    return difference <= SIMULATION, f"largest difference {difference:.2%} of the total (simulated)"


def _same(ours: dict[str, Any], theirs: dict[str, Any], what: str) -> tuple[bool, str]:
    different = [name for name in ours if ours[name] != theirs.get(name)]
    if different:
        return False, f"different: {', '.join(different)}"
    text = f"equal: {ours['sessions']:,} {what}, {ours['variants']:,} variants, {len(ours['transitions']):,} pairs"
    return True, text


def _largest_difference(ours: dict[str, Any], theirs: dict[str, Any]) -> float:
    """Over all models, touchpoints, conversions and values, as a share of the model's total."""
    if ours.keys() != theirs.keys():
        return float("inf")
    largest = 0.0
    for model, credits_ in ours.items():
        other = theirs[model]
        if credits_.keys() != other.keys():
            return float("inf")
        for at in (0, 1):
            total = sum(credit[at] for credit in credits_.values())
            gaps = (abs(credit[at] - other[name][at]) for name, credit in credits_.items())
            largest = max(largest, max(gaps) / total)
    return largest
