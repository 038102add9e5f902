"""What the figures were measured on."""

from __future__ import annotations

import contextlib
import datetime as dt
import importlib.metadata
import os
import platform
import subprocess
from pathlib import Path
from typing import Any

PACKAGES = [
    *("cxcockpit", "polars", "duckdb", "ChannelAttribution", "shapley-attribution", "mta-audit", "pm4py", "sequenzo"),
    *("pyarrow", "numpy", "pandas"),
]


def describe() -> dict[str, Any]:
    """Versions, processor, load and date."""
    return {
        "date": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "cpu": _cpu(),
        "cores": os.cpu_count(),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9, 1),
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "load_average": [round(load, 2) for load in os.getloadavg()],
        "commit": _output("git", "describe", "--always", "--dirty"),
        "rustc": _output("rustc", "--version"),
        "python": platform.python_version(),
        "versions": {name: _version(name) for name in PACKAGES},
    }


def line(machine: dict[str, Any]) -> str:
    """The machine in one line."""
    loads = ", ".join(f"{load:.2f}" for load in machine["load_average"])
    return f"{machine['date']}, {machine['cores']} cores of {machine['cpu']}, load average {loads}"


def _cpu() -> str:
    with contextlib.suppress(OSError), Path("/proc/cpuinfo").open(encoding="utf-8") as info:
        for text in info:
            if text.startswith("model name"):
                return text.split(":", 1)[1].strip()
    return platform.processor() or "unknown"


def _output(*command: str) -> str | None:
    with contextlib.suppress(OSError, subprocess.CalledProcessError):
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    return None


def _version(package: str) -> str | None:
    with contextlib.suppress(importlib.metadata.PackageNotFoundError):
        return importlib.metadata.version(package)
    return None
