"""What all calls of this package have in common: arguments that are not known are named, with those that are meant."""

from __future__ import annotations

import functools
import inspect
import types
from collections.abc import Callable
from typing import Any, TypeVar

from ._nearest import meant
from ._progress import Shown
from .errors import InputError, UnknownOptionError

F = TypeVar("F", bound=Callable[..., Any])


class _Call:
    """A function behind a check of its arguments."""

    def __init__(self, function: Callable[..., Any], *, shows: bool) -> None:
        self._function = function
        self._name = function.__qualname__.removesuffix(".__init__")
        self._shows = shows
        self._signature = inspect.signature(function)
        parameters = self._signature.parameters.values()
        self._known = [
            parameter.name
            for parameter in parameters
            if parameter.kind in {parameter.KEYWORD_ONLY, parameter.POSITIONAL_OR_KEYWORD} and parameter.name != "self"
        ]
        # Names that the function itself does not have are checked where they go to.
        self._open = any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters)

    def __call__(self, arguments: tuple[Any, ...], options: dict[str, Any]) -> Any:  # noqa: ANN401 - any result
        self._check(arguments, options)
        wanted = options.get("progress")
        if not self._shows or not isinstance(wanted, bool):
            return self._function(*arguments, **options)
        if not wanted:
            return self._function(*arguments, **{**options, "progress": None})
        with Shown(self._name) as shown:
            return self._function(*arguments, **{**options, "progress": shown})

    def _check(self, arguments: tuple[Any, ...], options: dict[str, Any]) -> None:
        if not self._open:
            for option in options:
                if option not in self._known:
                    raise unknown_option(self._name, option, self._known)
        try:
            self._signature.bind(*arguments, **options)
        except TypeError as cause:
            raise InputError(f"{self._name}: {cause}; it takes: {', '.join(self._known)}") from None


def verb(function: F) -> F:
    """A function that names arguments which it does not know, and takes `progress=True`.

    Raises:
        UnknownOptionError: By the function: it has no such argument.
        InputError: By the function: an argument is missing, or there are too many without a name.
    """
    return _checked(function, _Call(function, shows=True))


def verb_of_steps(function: F) -> F:
    """As `verb`, for a function that passes `progress` on to verbs, each of which shows its own."""
    return _checked(function, _Call(function, shows=False))


def _checked(function: F, call: _Call) -> F:
    def called(*arguments: Any, **options: Any) -> Any:  # noqa: ANN401 - those of the function
        return call(arguments, options)

    # In the module of the function, where doctest and pickle look for it.
    made = types.FunctionType(called.__code__, function.__globals__, function.__name__, None, called.__closure__)
    made.__kwdefaults__ = function.__kwdefaults__
    wrapped: F = functools.wraps(function)(made)  # type: ignore[assignment]
    return wrapped


def verbs_of(kind: type) -> None:
    """Makes verbs of a class's public methods and its constructor, where they have options."""
    for name, function in list(vars(kind).items()):
        public = name == "__init__" or not name.startswith("_")
        if public and isinstance(function, types.FunctionType) and _has_options(function):
            setattr(kind, name, verb(function))


def unknown_option(name: str, option: str, known: list[str]) -> UnknownOptionError:
    """The error of an option that is not known, with the nearest one."""
    return UnknownOptionError(
        f'{name}: no option "{option}"; {meant(option, known)}known: {", ".join(known)}',
        details={"option": option, "available": known},
    )


def _has_options(function: types.FunctionType) -> bool:
    return function.__kwdefaults__ is not None or "progress" in function.__annotations__
