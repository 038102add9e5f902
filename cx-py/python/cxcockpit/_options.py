"""Options are data: keyword arguments become the JSON text that the engine's own structs read."""

from __future__ import annotations

import datetime
import json
import os
from collections.abc import Mapping
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


def models_of(model: object, models: object) -> dict[str, object]:
    """The models under their one name; nothing where none is named.

    Raises:
        OptionError: Both names are used.
    """
    if model is not None and models is not None:
        raise OptionError("give either model= or models=, not both: they are two names of one option")
    named = models if model is None else model
    return {} if named is None else {"models": named}


def attribute_options(options: dict[str, Any]) -> str:
    """Options of `cx.attribute` that another verb passes on, as JSON."""
    own = {name: value for name, value in options.items() if name not in {"model", "models"}}
    return to_json(**own, **models_of(options.get("model"), options.get("models")))


def columns_by_type(ids: object) -> dict[str, object]:
    """Identifier types with their columns.

    Raises:
        InputError: It is not a dictionary.
    """
    if ids is None:
        return {}
    if not isinstance(ids, Mapping):
        column = (
            ids if isinstance(ids, str) else next(iter(ids), "user_id") if isinstance(ids, list | tuple) else "user_id"
        )
        raise InputError(
            f'ids: give the type of the identifier and its column, for example ids={{"customer": "{column}"}}, '
            f"not {type(ids).__name__}"
        )
    return dict(ids)


def scales(scale: object) -> dict[str, dict[str, object]]:
    """Scales by metric.

    Raises:
        InputError: A scale is not a dictionary of its ends.
    """
    if scale is None:
        return {}
    given: list[tuple[Any, Any]] = list(scale.items()) if isinstance(scale, Mapping) else [("nps", scale)]
    for metric, limits in given:
        if not isinstance(scale, Mapping) or not isinstance(limits, Mapping):
            ends = list(limits) if isinstance(limits, list | tuple | range) else []
            low, high = (ends[0], ends[-1]) if len(ends) > 1 else (0, 10)
            raise InputError(
                f'scale: give the ends by metric, for example scale={{"{metric}": {{"min": {low}, "max": {high}}}}}, '
                f"not {type(limits).__name__}"
            )
    return {str(metric): dict(limits) for metric, limits in given}


def core_of(value: object, kind: type[Any], name: str, how: str) -> Any:  # noqa: ANN401 - a native report
    """What the engine takes, or None."""
    return None if value is None else needs(value, kind, name, how)._core  # noqa: SLF001


def needs(value: object, kind: type[T], name: str, how: str) -> T:
    """The value, if it is of the class that the call takes."""
    if isinstance(value, kind):
        return value
    raise InputError(f"{name} must be {kind.__name__} ({how}), not {type(value).__name__}")


def engine_of(value: object, kind: type[T], name: str, how: str) -> T:
    """The engine's object behind a value, where the class of the value stands in a file that needs this one."""
    core = getattr(value, "_core", None)
    if isinstance(core, kind):
        return core
    raise InputError(f"{name} must be {kind.__name__} ({how}), not {type(value).__name__}")
