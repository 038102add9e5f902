"""Every public verb of the core has a Python and a JavaScript face.

A verb is a function that the core's front door (cx-core/src/lib.rs) re-exports. Python shows it under its own name in
the package's `__all__`; JavaScript exports it in camel case. A verb that a face shows in another form is named in
`OTHERWISE`, with the form to look for.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LIB = ROOT / "cx-core/src/lib.rs"
PYTHON = ROOT / "cx-py/python/cxcockpit/__init__.py"
JAVASCRIPT = ROOT / "cx-wasm/js/src"

# verb of the core -> (what Python shows, what JavaScript exports); None: no face is meant, with the reason beside it.
OTHERWISE: dict[str, tuple[str | None, str | None]] = {}


def verbs() -> list[str]:
    """The functions that the front door lets out."""
    text = re.sub(r"//.*", "", LIB.read_text(encoding="utf-8"))
    found = set(re.findall(r"^pub fn (\w+)", text, re.M))
    for path, many, one in re.findall(r"^pub use ([\w:]+)::(?:\{([^}]*)\}|(\w+))\s*;", text, re.M):
        names = [part.strip().split(" as ")[-1] for part in many.split(",")] if many else [one]
        found |= {name for name in names if re.fullmatch(r"[a-z][a-z0-9_]*", name) and not is_module(path, name)}
    return sorted(found)


def is_module(path: str, name: str) -> bool:
    """Whether a re-exported name is a module of the core, not a function."""
    folder = LIB.parent.joinpath(*[part for part in path.split("::") if part not in ("crate", "self")])
    return any((folder / tail).exists() for tail in (f"{name}.rs", f"{name}/mod.rs")) and not re.search(
        rf"^pub (const )?fn {name}\b", "\n".join(p.read_text("utf-8") for p in folder.rglob("*.rs")), re.M
    )


def camel(name: str) -> str:
    """`my_verb` as JavaScript writes it."""
    head, *tail = name.split("_")
    return head + "".join(part.capitalize() for part in tail)


def main() -> int:
    """Name the verbs that lack a face."""
    python = PYTHON.read_text(encoding="utf-8") if PYTHON.exists() else ""
    shown = set(re.findall(r'"(\w+)"', python.partition("__all__")[2]))
    sources = [p for p in JAVASCRIPT.rglob("*") if p.suffix in {".js", ".mjs", ".ts"}] if JAVASCRIPT.exists() else []
    script = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    exported = set(re.findall(r"export (?:declare )?(?:async )?(?:function\*?|const|class) (\w+)", script))
    for names in re.findall(r"export \{([^}]*)\}", script):
        exported |= {name.strip().split(" as ")[-1] for name in names.split(",")}

    missing = []
    found = verbs()
    for verb in found:
        in_python, in_javascript = OTHERWISE.get(verb, (verb, camel(verb)))
        if in_python is not None and in_python not in shown:
            missing.append(f"{verb}: no {in_python} in __all__ of {PYTHON.relative_to(ROOT)}")
        if in_javascript is not None and in_javascript not in exported:
            missing.append(f"{verb}: no export {in_javascript} in {JAVASCRIPT.relative_to(ROOT)}")
    print(*missing, f"faces: {len(found)} verbs of the core, {len(missing)} without a face", sep="\n")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
