"""`cx demo`: a simulated company that comes with the package, to be seen before one's own exports are at hand."""

from __future__ import annotations

import shutil
from importlib import resources
from pathlib import Path


def company(folder: Path) -> Path:
    """Lays the company's exports and its configuration into a folder.

    Args:
        folder: Where to; made if it is missing.

    Returns:
        The configuration file, for `cx run`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with resources.as_file(resources.files(__package__) / "demo") as sample:
        for file in sorted(sample.iterdir()):
            shutil.copyfile(file, folder / file.name)
    return folder / "config.toml"
