"""Licences of all dependencies, from `cargo metadata` and the npm lock file, against the list that deny.toml allows."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NPM = ROOT / "cx-wasm/js/package-lock.json"

# Tools of the build and the tests that have a licence of their own; nothing of them is in what is delivered.
TOOLS = {"lightningcss": {"MPL-2.0"}}


def allowed(expression: str, allow: set[str]) -> bool:
    """Whether an SPDX expression can be met with licences of the list alone."""
    tokens = re.findall(r"[()]|[^\s()/]+|/", expression)

    def term() -> bool:
        token = tokens.pop(0) if tokens else ""
        if token == "(":
            value = either()
            if tokens:
                tokens.pop(0)
            return value
        if tokens[:1] == ["WITH"]:
            tokens.pop(0)
            token = f"{token} WITH {tokens.pop(0)}"
        return token in allow

    def both() -> bool:
        value = term()
        while tokens[:1] == ["AND"]:
            tokens.pop(0)
            value = term() and value
        return value

    def either() -> bool:
        value = both()
        while tokens[:1] in (["OR"], ["/"]):
            tokens.pop(0)
            value = both() or value
        return value

    return either()


def tool(name: str) -> set[str]:
    """What else a tool may have, with its builds for each machine."""
    last = name.rpartition("/")[2]
    return next((more for known, more in TOOLS.items() if last == known or last.startswith(f"{known}-")), set())


def main() -> int:
    """Name each dependency whose licence is not allowed."""
    deny = tomllib.loads((ROOT / "deny.toml").read_text(encoding="utf-8"))["licenses"]
    allow = set(deny["allow"])
    excepted = {entry["crate"]: set(entry["allow"]) for entry in deny.get("exceptions", [])}
    metadata = json.loads(
        subprocess.run(
            ["cargo", "metadata", "--format-version", "1", "--locked"],
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        ).stdout
    )
    found = [
        (f"crate {p['name']} {p['version']}", p["license"] or "", allow | excepted.get(p["name"], set()))
        for p in metadata["packages"]
    ]
    if NPM.exists():
        packages = json.loads(NPM.read_text(encoding="utf-8"))["packages"]
        found += [(f"npm {name}", p.get("license", ""), allow | tool(name)) for name, p in packages.items() if name]
    refused = [f"{name}: {licence or 'no licence'}" for name, licence, may in found if not allowed(licence, may)]
    print(*refused, f"licences: {len(found)} packages, {len(refused)} not allowed by deny.toml", sep="\n")
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main())
