"""How far a call is, on the standard error output: `progress=True`."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Self, TextIO


class Shown:
    """A line that says how far a call is; it is called with (done, total).

    On a terminal and in a notebook the line is written anew as the call goes on; elsewhere it is written once, at the
    end.
    """

    def __init__(self, what: str, stream: TextIO | None = None) -> None:
        """Names the call.

        Args:
            what: What is going on, for example `attribute`.
            stream: Where the line goes; None: the standard error output of that moment.
        """
        self._what = what
        self._stream = sys.stderr if stream is None else stream
        self._anew = self._stream.isatty() or "ipykernel" in sys.modules
        self._begun = time.monotonic()
        self._percent = -1

    def __call__(self, done: int, total: int) -> None:
        """Writes the line anew where the percentage is another one."""
        percent = 100 * done // total if total else 0
        if self._anew and percent != self._percent:
            self._percent = percent
            print(f"\r{self._what}: {percent:3} %", end="", file=self._stream, flush=True)

    def __enter__(self) -> Self:
        self(0, 1)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        end = f"{time.monotonic() - self._begun:.1f} s" if error is None else "stopped"
        start = "\r" if self._anew else ""
        print(f"{start}{self._what}: {end:<12}", file=self._stream, flush=True)
