"""Rules of channels: options that users write, with a file of their own rules read."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from .errors import InputError, OptionError

Own: TypeAlias = str | os.PathLike[str] | Sequence[Mapping[str, Any]]

_RULES = ("rules", "own")


def own_rules(own: Own) -> list[Mapping[str, Any]]:
    """The rules themselves, also where a file has them.

    Args:
        own: Rules, or the path of a TOML file with a table `[[rule]]` for each.

    Raises:
        InputError: There is no such file.
        OptionError: The file is not TOML, or has no rules.
    """
    if not isinstance(own, str | os.PathLike):
        return list(own)
    path = Path(os.fspath(own))
    try:
        sections = tomllib.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, IsADirectoryError):
        raise InputError(f"no such file: {path}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as cause:
        raise OptionError(f"{path}: {cause}") from None
    rules = sections.pop("rule", None)
    if sections or not isinstance(rules, list):
        raise OptionError(f"{path}: own rules are tables [[rule]] and nothing else")
    return rules


def channel_role(channel: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """The role of events as the engine reads it."""
    if channel is None or not isinstance(channel, Mapping):
        return channel
    own = {"own": own_rules(channel["own"])} if "own" in channel else {}
    return {**channel, **own}


def channel_columns(channel: object) -> list[object]:
    """The columns, or constants, that the options name."""
    if not isinstance(channel, Mapping):
        return []
    return [value for name, value in channel.items() if name not in _RULES and value is not None]
