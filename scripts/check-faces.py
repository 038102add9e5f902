"""Every public verb of the core has a Python and a JavaScript face.

Verbs are the functions that a room lets out in its `mod.rs`; the tables of `intake` (those with roles) count as
verbs too. Python shows a verb under its own name in the package's `__all__`, and a table as a class; JavaScript
exports both as functions in camel case and declares them. What a face shows in another form stands in `OTHERWISE`.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CORE = ROOT / "cx-core/src"
PYTHON = ROOT / "cx-py/python/cxcockpit/__init__.py"
JAVASCRIPT = ROOT / "cx-wasm/js/src"
TYPES = ROOT / "cx-wasm/js/types"
ROOMS = ("intake", "stitch", "journey", "broadcast", "attribution", "kpi", "audit", "returns", "cockpit")

# Verbs that are methods in the core and functions in the faces.
METHODS = ("concat", "paths")

# verb -> what Python and JavaScript show instead; None: no face is meant, with the reason beside it.
OTHERWISE: dict[str, tuple[str | None, str | None]] = {
    # `attribute` with the argument `broadcast`.
    "attribute_with_spots": ("attribute", "attribute"),
    # Workbooks are too large a library for a page.
    "read_excel": ("read_excel", None),
}

Faces = dict[str, tuple[str | None, str | None]]


def camel(name: str) -> str:
    """Write `my_verb` as JavaScript does."""
    head, *tail = name.split("_")
    return head + "".join(part.capitalize() for part in tail)


def verbs() -> Faces:
    """What the rooms let out, and how the faces are to show it."""
    found: Faces = {}
    for room in ROOMS:
        path = next((p for p in (CORE / room / "mod.rs", CORE / f"{room}.rs") if p.exists()), None)
        if path is None:
            continue
        text = re.sub(r"//.*", "", path.read_text(encoding="utf-8"))
        public = re.findall(r"^pub fn (\w+)", text, re.MULTILINE)
        for module, many, one in re.findall(r"^pub use ([\w:]+)::(?:\{([^}]*)\}|(\w+))\s*;", text, re.MULTILINE):
            names = [part.strip().split(" as ")[-1] for part in many.split(",")] if many else [one]
            public += [name for name in names if re.fullmatch(r"[a-z][a-z0-9_]*", name)]
            if room == "intake" and any(name.endswith("Roles") for name in names):
                # The roles of `events.rs` and `feedback.rs` stand in files of their own.
                table = "events" if module == "event_roles" else module.removesuffix("_roles")
                found[table] = (table.capitalize(), table)
        found |= {name: (name, camel(name)) for name in public}
    if found:
        found |= {name: (name, name) for name in METHODS}
    return dict(sorted((found | {name: face for name, face in OTHERWISE.items() if name in found}).items()))


def exports(folder: Path) -> set[str]:
    """Every name that the JavaScript modules or declarations of a folder export."""
    paths = [p for p in folder.rglob("*") if p.suffix in {".js", ".mjs", ".ts"}] if folder.exists() else []
    text = "\n".join(path.read_text(encoding="utf-8") for path in paths)
    found = set(re.findall(r"export (?:declare )?(?:async )?(?:function\*?|const|class) (\w+)", text))
    for names in re.findall(r"export \{([^}]*)\}", text):
        found |= {name.strip().split(" as ")[-1] for name in names.split(",")}
    return found


def main() -> int:
    """Name the verbs that lack a face."""
    package = PYTHON.read_text(encoding="utf-8") if PYTHON.exists() else ""
    shown = set(re.findall(r'"(\w+)"', package.partition("__all__")[2]))
    exported, declared = exports(JAVASCRIPT), exports(TYPES)
    missing = []
    found = verbs()
    for verb, (python, javascript) in found.items():
        if python is not None and python not in shown:
            missing.append(f"{verb}: no {python} in __all__ of {PYTHON.relative_to(ROOT)}")
        if javascript is not None and javascript not in exported:
            missing.append(f"{verb}: no export {javascript} in {JAVASCRIPT.relative_to(ROOT)}")
        elif javascript is not None and javascript not in declared:
            missing.append(f"{verb}: {javascript} is not declared in {TYPES.relative_to(ROOT)}")
    print(*missing, f"faces: {len(found)} verbs of the core, {len(missing)} faces missing", sep="\n")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
