"""Look-ups of the core that do not say what a miss means; cx-core/src/sure.rs has the words for it."""

from __future__ import annotations

import re

# What cannot be absent is read with `sure`, what may be with `or_absent`.
LOOK_UP = re.compile(r"\.(get|get_mut|first|last)\(")
STEP = re.compile(r"\s*\.(\w+)\(")
GUESS = {"unwrap_or", "unwrap_or_default", "unwrap_or_else"}
# Steps after which an absence is another one than that of the entry.
OTHER = {"sure", "filter", "flatten", "and_then", "zip"}
UNSEEN = re.compile(r"if let [^;{}]*\.get_mut\(")
LOCK = re.compile(r"\.(lock|read|write)\(\)(?!\s*\.map_err\()")


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
    """Look-ups that put a valid value instead of one that is not there, or pass over it in silence."""
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
