"""`cx demo`: a company of its own, from the package alone."""

from __future__ import annotations

import csv
import gzip
import importlib.util
import json
import subprocess
import sys
import tomllib
from importlib import resources
from pathlib import Path

import pytest

import cxcockpit
from cxcockpit import _cockpit, cli

ROOT = Path(__file__).resolve().parents[2]
LARGEST = 1_000_000
TABLES = {"events", "feedback", "campaigns", "targets", "criteria", "findings", "spots"}


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    """The folder that the command fills."""
    out = tmp_path_factory.mktemp("demo")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_cockpit, "static_text", lambda _name: "__CX_LANG__ __CX_TITLE__ __CX_DATA__")
        assert cli.main(["demo", "--out", str(out)]) == 0
    return out


def test_it_has_all_that_a_cockpit_joins(shown):
    data = json.loads((shown / "cockpit.json").read_text(encoding="utf-8"))
    config = tomllib.loads((shown / "company" / "config.toml").read_text(encoding="utf-8"))
    assert set(config) >= TABLES
    assert data["totals"]["conversions"] > 100
    assert {"credits", "funnel", "personas", "broadcast", "step_matrix"} <= set(data)
    assert len(data["touchpoints"]) >= 10
    assert data["findings"]


def test_it_says_that_the_company_is_simulated(shown, capsys, monkeypatch, tmp_path):
    assert "A simulated bank" in (shown / "cockpit.html").read_text(encoding="utf-8")
    monkeypatch.setattr(_cockpit, "static_text", lambda _name: "__CX_LANG__ __CX_TITLE__ __CX_DATA__")
    monkeypatch.chdir(tmp_path)
    assert cli.main(["demo"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("A simulated bank: no person, campaign or figure in it is real.\n")
    assert str(tmp_path / "cx-demo" / "cockpit.html") in said
    assert str(tmp_path / "cx-demo" / "company") in said


def test_its_exports_run_anew_to_the_same_cockpit(shown, monkeypatch, tmp_path):
    monkeypatch.setattr(_cockpit, "static_text", lambda _name: "__CX_LANG__ __CX_TITLE__ __CX_DATA__")
    assert cli.main(["run", str(shown / "company" / "config.toml"), "--out", str(tmp_path)]) == 0
    assert (tmp_path / "cockpit.json").read_bytes() == (shown / "cockpit.json").read_bytes()


def test_no_other_library_is_needed(shown, tmp_path):
    """Without the folder of installed packages there is only the package itself."""
    script = (
        "import sys\n"
        "sys.path.insert(0, sys.argv[1])\n"
        "from cxcockpit import _cockpit, cli\n"
        "_cockpit.static_text = lambda _name: '__CX_LANG__ __CX_TITLE__ __CX_DATA__'\n"
        "code = cli.main(['demo', '--out', sys.argv[2]])\n"
        "assert not {'polars', 'pyarrow', 'pandas', 'numpy'} & set(sys.modules)\n"
        "sys.exit(code)\n"
    )
    package = Path(cxcockpit.__file__).parents[1]
    subprocess.run([sys.executable, "-S", "-c", script, str(package), str(tmp_path)], check=True, capture_output=True)
    assert (tmp_path / "cockpit.json").read_bytes() == (shown / "cockpit.json").read_bytes()


def test_the_sample_is_small_and_holds_no_column_that_is_not_used(shown):
    with resources.as_file(resources.files("cxcockpit") / "demo") as folder:
        files = sorted(folder.iterdir())
        assert sum(file.stat().st_size for file in files) < LARGEST
    config = (shown / "company" / "config.toml").read_text(encoding="utf-8")
    for file in files:
        if file.suffix == ".gz":
            with gzip.open(file, "rt", encoding="utf-8", newline="") as text:
                assert [name for name in next(csv.reader(text)) if f'"{name}"' not in config] == []


def test_its_options_are_those_of_the_example():
    spec = importlib.util.spec_from_file_location("make_demo", ROOT / "scripts/make-demo.py")
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    text = (resources.files("cxcockpit") / "demo" / "config.toml").read_text(encoding="utf-8")
    assert text == script.config()
