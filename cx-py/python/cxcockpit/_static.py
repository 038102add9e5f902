"""Files of the browser part that the package brings."""

from __future__ import annotations

from pathlib import Path

from .errors import MissingLibraryError


def static_text(name: str) -> str:
    """A file of the browser part.

    Raises:
        MissingLibraryError: The package was built without it.
    """
    try:
        return Path(__file__).with_name("static").joinpath(name).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise MissingLibraryError(
            f"static/{name} is not part of this installation; build the package with its browser part (make)"
        ) from None
