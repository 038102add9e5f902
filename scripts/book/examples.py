"""Docstrings of the package head their examples with `Example:`; the reference knows `Examples:`."""

from __future__ import annotations

import re

import griffe

HEADING = re.compile(r"^(\s*)Example:$", re.MULTILINE)


class Examples(griffe.Extension):
    """Makes the examples of every docstring a section of their own."""

    def on_object(self, *, obj: griffe.Object, **_: object) -> None:
        """Rename the heading."""
        if obj.docstring:
            obj.docstring.value = HEADING.sub(r"\1Examples:", obj.docstring.value)
