"""What every class of this package has in common: it does not change."""

from __future__ import annotations

from typing import Any, NoReturn

from ._verb import verbs_of


class Frozen:
    """An object whose attributes are set once, by its constructor."""

    __slots__ = ()

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        verbs_of(cls)

    def _set(self, **attributes: Any) -> None:  # noqa: ANN401 - attributes are of any type
        for name, value in attributes.items():
            object.__setattr__(self, name, value)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} is frozen: {name} cannot be set")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} is frozen: {name} cannot be deleted")
