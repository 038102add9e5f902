"""Whether two tools found the same."""

from __future__ import annotations

from typing import Any

# Sums of doubles in another order differ in their last digits.
ROUNDING = 1e-9
# ChannelAttribution simulates until its own repetitions differ by less than 5 %.
SIMULATION = 0.02
# Means of resampled shares differ from the shares by what the resampling leaves.
RESAMPLING = 0.01
EXACT = {"heuristics", "rules", "shapley"}


def check(work: str, ours: dict[str, Any], theirs: dict[str, Any]) -> tuple[bool, str]:  # noqa: PLR0911 - one for each
    """Whether the answers agree, and in which sense."""
    if work in {"sessions", "flows"}:
        return _same(ours, theirs, "sessions" if work == "sessions" else "users")
    if work == "text":
        different = [name for name in ours if ours[name] != theirs.get(name)]
        return not different, f"different: {', '.join(different)}" if different else f"equal: {ours['rows']:,} rows"
    if work == "alignments":
        return _same_deviations(ours, theirs)
    if work in {"distances", "distances_rates"}:
        return _same_distances(ours, theirs)
    difference = _largest_difference(ours, theirs)
    if work in EXACT:
        return difference <= ROUNDING, f"largest difference {difference:.1e} of the total"
    if work == "bootstrap":
        return difference <= RESAMPLING, f"largest difference {difference:.2%} of the total (resampled)"
    return difference <= SIMULATION, f"largest difference {difference:.2%} of the total (simulated)"


def _same(ours: dict[str, Any], theirs: dict[str, Any], what: str) -> tuple[bool, str]:
    different = [name for name in ours if ours[name] != theirs.get(name)]
    if different:
        return False, f"different: {', '.join(different)}"
    text = f"equal: {ours['sessions']:,} {what}, {ours['variants']:,} variants, {len(ours['transitions']):,} pairs"
    return True, text


def _same_deviations(ours: dict[str, Any], theirs: dict[str, Any]) -> tuple[bool, str]:
    """Each distinct case with how often it occurs and how many deviations its alignment has."""
    different = sum(ours.get(case) != theirs.get(case) for case in ours.keys() | theirs.keys())
    if different:
        return False, f"different: {different:,} of {len(ours | theirs):,} distinct cases"
    cases = sum(count for count, _ in ours.values())
    return True, f"equal: {cases:,} cases, {sum(count * off for count, off in ours.values()):,} deviations"


def _same_distances(ours: dict[str, float], theirs: dict[str, float]) -> tuple[bool, str]:
    """Each sequence with the sum of its distances to all others."""
    if ours.keys() != theirs.keys():
        return False, "different sequences"
    difference = max(abs(sum_ - theirs[name]) / max(sum_, 1.0) for name, sum_ in ours.items())
    return difference <= ROUNDING, f"largest difference {difference:.1e}: {len(ours):,} sequences with all others"


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
