"""Names that were meant: the nearest of those that there are."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

# How alike two names must be, of 1; `modell` and `model` are 0.9, `weekly` and `week` 0.8.
ALIKE = 0.7


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The name that was most likely meant, or None where none is near.

    Args:
        name: What was written.
        known: What there is.

    Returns:
        The one that differs in case and signs alone, else the one that is most alike.
    """
    plain: dict[str, str] = {}
    for there in known:
        plain.setdefault(_plain(there), there)
    asked = _plain(name)
    if asked in plain:
        return plain[asked]
    alike = difflib.get_close_matches(asked, plain, n=1, cutoff=ALIKE)
    return plain[alike[0]] if alike else None


def same_but_for_signs(name: str, known: Iterable[str | None]) -> str | None:
    """The name that differs in case, blanks and signs alone, or None."""
    asked = _plain(name)
    return next((there for there in known if there is not None and _plain(there) == asked != ""), None)


def meant(name: str, known: Iterable[str]) -> str:
    """The question after the nearest name, as a part of a message; blank where none is near."""
    near = nearest(name, known)
    return "" if near is None or near == name else f'did you mean "{near}"? '


def _plain(name: str) -> str:
    return "".join(sign for sign in name.casefold() if sign.isalnum())
