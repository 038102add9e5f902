"""Options are data: keyword arguments become the JSON text that the engine's own structs read."""

from __future__ import annotations

import datetime
import json
import os
from typing import Any, TypeVar

from .errors import InputError, OptionError

T = TypeVar("T")


def to_json(**options: object) -> str:
    """Writes options as JSON; None is null and switches a rule off where the engine says so."""
    try:
        return json.dumps(options, default=_plain, allow_nan=False)
    except OptionError:
        raise
    except ValueError:
        raise OptionError("options: NaN and infinity are not allowed") from None


def _plain(value: Any) -> object:  # noqa: ANN401 - whatever the user gave
    if isinstance(value, datetime.datetime | datetime.date):
        return value.isoformat()
    if isinstance(value, datetime.timedelta):
        return f"{int(value.total_seconds())}s"
    if isinstance(value, os.PathLike):
        return os.fspath(value)
    if isinstance(value, set | frozenset):
        return sorted(value)
    if hasattr(value, "item"):  # numbers of numpy
        return value.item()
    if hasattr(value, "tolist"):
        return value.tolist()
    raise OptionError(f"options: {type(value).__name__} is not a value that an option can have")


def needs(value: object, kind: type[T], name: str, how: str) -> T:
    """The value, if it is of the class that the call takes."""
    if isinstance(value, kind):
        return value
    raise InputError(f"{name} must be {kind.__name__} ({how}), not {type(value).__name__}")
