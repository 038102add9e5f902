"""The pages about vendors: they say what the recipes say, and every recipe says enough."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from cxcockpit._recipe_file import load_recipe, recipe_names

ROOT = Path(__file__).resolve().parents[2]


def test_the_pages_are_those_that_the_recipes_make():
    command = [sys.executable, ROOT / "scripts/vendor-pages.py", "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_page_that_differs_is_told(tmp_path):
    copy = tmp_path / "scripts/vendor-pages.py"
    for part in ("docs/vendors", "docs/how-to", "cx-py/python/cxcockpit/recipes", "scripts"):
        (tmp_path / part).mkdir(parents=True, exist_ok=True)
    copy.write_bytes((ROOT / "scripts/vendor-pages.py").read_bytes())
    (tmp_path / "docs/how-to/recipes.md").write_text("<!-- vendors -->\n<!-- /vendors -->\n", encoding="utf-8")
    recipe = tmp_path / "cx-py/python/cxcockpit/recipes/bank/crm.toml"
    recipe.parent.mkdir()
    recipe.write_bytes((ROOT / "cx-py/python/cxcockpit/recipes/bank/crm.toml").read_bytes())
    page = tmp_path / "docs/vendors/bank.md"
    page.write_text("# Bank\n\n<!-- recipes -->\n<!-- /recipes -->\n", encoding="utf-8")
    assert subprocess.run([sys.executable, copy, "--check"], check=False, capture_output=True).returncode == 1
    assert subprocess.run([sys.executable, copy], check=False).returncode == 0
    assert subprocess.run([sys.executable, copy, "--check"], check=False).returncode == 0
    assert "| `ids.customer` | `customer_id` |" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", recipe_names())
def test_a_recipe_says_what_is_not_read_and_has_an_example(name):
    recipe = load_recipe(name)
    assert recipe.unread.endswith(".")
    vendor = ROOT / "cx-py/tests/recipes" / name.partition("/")[0]
    files = [recipe.example["file"], *recipe.example.get("join", {}).values()]
    assert all((vendor / file).is_file() for file in files)
    assert set(recipe.needs) <= set(recipe.example)


def test_every_page_is_in_the_book():
    book = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    for page in (ROOT / "docs/vendors").glob("*.md"):
        assert f"vendors/{page.name}" in book
