"""What the published packages carry: licences, README, one version; and the form of CHANGELOG.md. One line per breach.

check-packages.py [TAG]: the version must also be that of the tag, and CHANGELOG.md must have its section.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
JS = ROOT / "cx-wasm/js"
LICENCES = ("LICENSE-MIT", "LICENSE-APACHE")
# A package is published from its own folder, so each has its copy of the licences: a symbolic link would be a plain
# text file in a checkout on Windows.
WITH_LICENCES = ("cx-core", "cx-py", "cx-wasm", "cx-wasm/js")
CARRIED = {*LICENCES, "README.md"}
CATEGORIES = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}


def workspace_of() -> dict:
    """The workspace's part of Cargo.toml."""
    return tomllib.loads((ROOT / "Cargo.toml").read_text("utf-8"))["workspace"]


def licences() -> list[str]:
    """Copies that differ from the text at the root."""
    breaches = []
    for folder in WITH_LICENCES:
        for name in LICENCES:
            copy = ROOT / folder / name
            if copy.is_symlink() or not copy.is_file():
                breaches.append(f"{folder}/{name}: is missing, or no file of its own")
            elif copy.read_bytes() != (ROOT / name).read_bytes():
                breaches.append(f"{folder}/{name}: differs from {name} at the root")
    return breaches


def readmes() -> list[str]:
    """Members of the workspace, and the npm package, that do not say what they are."""
    folders = [*workspace_of()["members"], "cx-wasm/js"]
    return [f"{folder}/README.md: is missing" for folder in folders if not (ROOT / folder / "README.md").is_file()]


def output(command: list[str], folder: Path) -> str:
    """What a command prints; its error ends the check."""
    done = subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(command)}: {done.stderr.strip()}")
    return done.stdout


def contents() -> list[str]:
    """Published packages that would go out without licence or README."""
    crate = set(output(["cargo", "package", "--list", "--allow-dirty", "-p", "cx-core"], ROOT).split())
    packed = json.loads(output(["npm", "pack", "--dry-run", "--json", "--ignore-scripts"], JS))
    entry = packed[0] if isinstance(packed, list) else next(iter(packed.values()))
    npm = {file["path"] for file in entry["files"]}
    python = tomllib.loads((ROOT / "cx-py/pyproject.toml").read_text("utf-8"))["project"]
    wheel = {*python["license-files"], python["readme"]}
    packages = {"crate cx-core": crate, "npm package cx-cockpit": npm, "wheel cxcockpit": wheel}
    return [f"{package}: carries no {name}" for package, files in packages.items() for name in sorted(CARRIED - files)]


def versions() -> list[str]:
    """The crate, the wheel and the npm package share one version."""
    workspace = workspace_of()
    version = workspace["package"]["version"]
    found = {
        "cx-wasm/js/package.json": json.loads((JS / "package.json").read_text("utf-8"))["version"],
        "cx-wasm/js/package-lock.json": json.loads((JS / "package-lock.json").read_text("utf-8"))["version"],
        "Cargo.toml, cx-core among the dependencies": workspace["dependencies"]["cx-core"]["version"],
    }
    return [f"{place}: version {other}, not {version}" for place, other in found.items() if other != version]


def changelog() -> list[str]:
    """Each release lists its changes by category, each category once."""
    breaches = []
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    releases = re.split(r"^## ", text, flags=re.MULTILINE)[1:]
    if not releases or not releases[0].startswith("[Unreleased]"):
        breaches.append("CHANGELOG.md: the first release is not [Unreleased]")
    for release in releases:
        name = release.splitlines()[0]
        headings = re.findall(r"^### (.+)$", release, flags=re.MULTILINE)
        breaches += [f"CHANGELOG.md: {name}: no such category: {h}" for h in headings if h not in CATEGORIES]
        if len(set(headings)) < len(headings):
            breaches.append(f"CHANGELOG.md: {name}: a category occurs twice")
    return breaches


def release(tag: str) -> list[str]:
    """A tag that does not fit what it would release."""
    version = workspace_of()["package"]["version"]
    breaches = [] if tag == f"v{version}" else [f"tag {tag}: the version is {version}"]
    if f"\n## [{tag.removeprefix('v')}]" not in (ROOT / "CHANGELOG.md").read_text("utf-8"):
        breaches.append(f"CHANGELOG.md: no section [{tag.removeprefix('v')}]")
    return breaches


def main() -> int:
    """Check all packages, and the tag of a release where one is given."""
    breaches = [*licences(), *readmes(), *versions(), *changelog(), *contents()]
    if sys.argv[1:]:
        breaches += release(sys.argv[1])
    print(*breaches, f"packages: {len(breaches)} breaches", sep="\n")
    return 1 if breaches else 0


if __name__ == "__main__":
    sys.exit(main())
