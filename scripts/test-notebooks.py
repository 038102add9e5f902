"""Executes every notebook below a folder from the folder it lies in; a cell that raises, or warns, is a failure.

The executed notebooks go to build/notebooks; those of the project stay as they are.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "build/notebooks"
OUT.mkdir(parents=True, exist_ok=True)
# The user's own Jupyter settings and kernels must not decide whether a notebook runs.
os.environ |= {
    "JUPYTER_CONFIG_DIR": str(OUT / "config"),
    "JUPYTER_DATA_DIR": str(OUT / "data"),
    "JUPYTER_RUNTIME_DIR": str(OUT / "runtime"),
    "IPYTHONDIR": str(OUT / "ipython"),
    "JUPYTER_PLATFORM_DIRS": "1",
    "PYTHONWARNINGS": "error::FutureWarning,error::DeprecationWarning:__main__",
}

import nbformat  # noqa: E402  (after the environment that it reads)
from nbclient import NotebookClient  # noqa: E402
from nbclient.exceptions import CellExecutionError  # noqa: E402


def main(folder: str) -> int:
    """Execute the notebooks."""
    passed = failed = 0
    for path in sorted((ROOT / folder).rglob("*.ipynb")):
        if ".ipynb_checkpoints" in path.parts:
            continue
        name = path.relative_to(ROOT)
        start = time.monotonic()
        notebook = nbformat.read(path, as_version=4)
        cells = sum(cell.cell_type == "code" for cell in notebook.cells)
        try:
            NotebookClient(
                notebook,
                timeout=600,
                kernel_name="python3",
                resources={"metadata": {"path": str(path.parent)}},
            ).execute()
            passed += 1
            print(f"  passed  {name}: {cells} cells ({time.monotonic() - start:.1f} s)", flush=True)
        except CellExecutionError as error:
            failed += 1
            print(f"  FAILED  {name}\n{str(error)[-4000:]}", flush=True)
        target = OUT / name
        target.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(notebook, target)
    print(f"notebooks: {passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
