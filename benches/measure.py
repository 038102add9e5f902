"""One measurement in a process of its own: `measure.py WORK TOOL FILE` prints one line of JSON at its end."""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import resource
import sys
import time
from pathlib import Path


class Clock:
    """Processor time (user and system, all threads) and elapsed time since it was made."""

    def __init__(self) -> None:
        self.cpu, self.wall = _cpu(), time.perf_counter()

    def read(self) -> dict[str, float]:
        """Seconds so far, and the highest memory of the process so far in MB."""
        wall = time.perf_counter() - self.wall
        return {"cpu": _cpu() - self.cpu, "wall": wall, "peak": _peak()}


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _peak() -> float:
    """Peak resident memory in MB."""
    with contextlib.suppress(OSError), Path("/proc/self/status").open() as status:
        for line in status:
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024 / 1e6
    # Without /proc: of this process and, on some systems, of the one that started it.
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def main() -> None:
    """Loads, runs, answers."""
    work, tool, file = sys.argv[1], sys.argv[2], Path(sys.argv[3])
    # What tools print goes to the error output; the last line of the output is the measurement.
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    load, run, answer = importlib.import_module(f"peers.with_{tool}").WORKS[work]
    clock = Clock()
    held = [load(file)]
    loaded = clock.read()
    clock = Clock()
    result = run(held)
    measured = clock.read()
    print(json.dumps({"load": loaded, "run": measured, "answer": answer(result)}), file=out, flush=True)


if __name__ == "__main__":
    main()
