"""The built book: its reference is complete, its links between the references lead somewhere, and it fetches nothing.

check-book.py build/docs
"""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "cx-py/python/cxcockpit"
# What a browser loads by itself; a link that the reader clicks may lead out.
LOADED = re.compile(r"<(?:script|img|iframe|source)\b[^>]*\bsrc=\"?(https?://[^\"\s>]+)", re.IGNORECASE)
SHEET = re.compile(r"<link\b[^>]*\brel=\"?(?:stylesheet|preconnect|preload|icon)\b[^>]*", re.IGNORECASE)
STYLE = re.compile(r"@import|url\([\"']?https?://", re.IGNORECASE)
HREF = re.compile(r'<a [^>]*?href="([^"#:?]+)(?:#[^"]*)?"')


def public_names() -> set[str]:
    """`__all__` of the package, without its version."""
    tree = ast.parse((PACKAGE / "__init__.py").read_text("utf-8"))
    lists = [
        node.value
        for node in tree.body
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "__all__"
    ]
    return set(ast.literal_eval(lists[0])) - {"__version__"}


def undocumented() -> list[str]:
    """Public names that no page of the reference has; the errors come with their module."""
    named = {
        name
        for page in (ROOT / "docs/api/python").glob("*.md")
        for name in re.findall(r"^::: cxcockpit\.(\w+)", page.read_text("utf-8"), re.MULTILINE)
    }
    return [f"docs/api/python: no page has {name}" for name in sorted(public_names() - named - {"CxError"})]


def fetched(page: Path, text: str) -> list[str]:
    """What a page would load from elsewhere."""
    places = LOADED.findall(text)
    places += [link for link in SHEET.findall(text) if re.search(r"href=\"?(?:https?:)?//", link)]
    return [f"{page}: fetches {place}" for place in places]


def dead(page: Path, text: str) -> list[str]:
    """Links of a page of the book that lead to no file."""
    return [f"{page}: dead link {link}" for link in HREF.findall(text) if not (page.parent / link).resolve().exists()]


def main(site: Path) -> int:
    """Check the book; rustdoc and TypeDoc look after their own links."""
    breaches = undocumented()
    pages = sorted(site.rglob("*.html"))
    for page in pages:
        text = page.read_text("utf-8", errors="replace")
        breaches += fetched(page, text)
        # A page that is not found is served at any address: its links begin at the root.
        if not {"rust", "js"} & set(page.relative_to(site).parts) and page.name != "404.html":
            breaches += dead(page, text)
    for sheet in site.rglob("*.css"):
        if STYLE.search(sheet.read_text("utf-8", errors="replace")):
            breaches.append(f"{sheet}: fetches something")
    for needed in ("api/rust/cx_core/index.html", "api/js/index.html", "javascripts/iframe-worker.js"):
        if not (site / needed).is_file():
            breaches.append(f"{site / needed}: is missing")
    print(*breaches, f"book: {len(pages)} pages, {len(breaches)} breaches", sep="\n")
    return 1 if breaches or not pages else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
