"""`cx.load` and `cx.demo`: all objects of a run, each made once, the same that `cx run` writes."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from pathlib import Path

import pytest

import cxcockpit as cx
from cxcockpit import _cockpit, _steps, cli
from cxcockpit._progress import Shown
from cxcockpit._run import SECTIONS

PAGE = "__CX_LANG__ __CX_TITLE__ __CX_DATA__"
VERBS = ("stitch", "journeys", "broadcast", "attribute", "experience", "returns", "gaps", "audit", "cockpit")


@pytest.fixture(scope="module")
def run() -> cx.Run:
    return cx.demo()


@pytest.fixture
def counted(monkeypatch) -> Counter[str]:
    """How often each verb is called."""
    calls: Counter[str] = Counter()
    for name in (*VERBS, "score"):
        verb = getattr(_steps, name)

        def called(*arguments, _name=name, _verb=verb, **options):
            calls[_name] += 1
            return _verb(*arguments, **options)

        called.__signature__ = __import__("inspect").signature(verb)
        monkeypatch.setattr(_steps, name, called)
    return calls


def test_a_run_gives_every_part(run):
    for name in (*SECTIONS, "scores"):
        assert name in run, name
        assert len(getattr(run, name)) > 0, name
    assert "nothing" not in run
    assert set(run.accounts) == {"events", "feedback", "campaigns", "targets", "criteria", "findings", "spots"}
    assert set(run.pictures) == {"funnel", "step_matrix", "personas", "needs", "persona_scores", "broadcast"}
    assert repr(run).startswith("Run(events, feedback, campaigns,")


def test_each_part_is_made_when_it_is_first_asked_for_and_once(counted):
    run = cx.demo()
    assert counted == {}
    assert run.credit is run.credit
    assert counted == {"stitch": 1, "journeys": 1, "broadcast": 1, "attribute": 1}
    assert run.cockpit is run.cockpit
    assert run.tables.keys() == run.tables.keys()
    assert run.notes == run.notes
    assert {name: counted[name] for name in VERBS} == dict.fromkeys(VERBS, 1)
    # By touchpoint and overall, each as a whole and by week, and by persona.
    assert counted["score"] == 5


def test_cx_run_writes_what_the_object_holds(run, tmp_path, monkeypatch):
    monkeypatch.setattr(_cockpit, "static_text", lambda _name: PAGE)
    assert cli.main(["demo", "--out", str(tmp_path)]) == 0
    assert {file.stem for file in (tmp_path / "tables").iterdir()} == set(run.tables)
    for name, table in run.tables.items():
        with (tmp_path / "tables" / f"{name}.csv").open(newline="", encoding="utf-8") as file:
            rows = list(csv.reader(file))
        assert rows[0] == table.columns, name
        assert len(rows) == len(table) + 1, name
    whole = run.cockpit.to_json(**run.pictures)
    assert json.loads((tmp_path / "cockpit.json").read_text(encoding="utf-8")) == json.loads(whole)


def test_scores_are_named_by_what_they_break_down(run):
    names = ["scores_by_touchpoint", "scores_by_touchpoint_week", "scores_overall", "scores_overall_week"]
    assert list(run.scores) == names
    assert set(names) <= set(run.tables)
    assert run.scores["scores_by_touchpoint_week"].table["window_start"][0] is not None


@pytest.mark.parametrize(
    ("options", "name"),
    [
        ({}, "scores_by_touchpoint"),
        ({"by": []}, "scores_overall"),
        ({"by": ["region", "phase"], "metric": "nps", "window": "month"}, "scores_nps_by_region_phase_month"),
        ({"by": "../a b"}, "scores_by_a-b"),
        ({"by": "Straße"}, "scores_by_Straße"),
    ],
)
def test_names_of_scores_are_names_of_files(options, name):
    assert _steps.score_name(options) == name


def test_scores_with_the_same_options_get_a_number(tmp_path):
    (tmp_path / "answers.csv").write_text("score,place\n10,app\n2,branch\n")
    twice = "[[score]]\nconfidence = 0.9\n[[score]]\nconfidence = 0.95\n"
    (tmp_path / "config.toml").write_text(f'[feedback]\nfile = "answers.csv"\ntouchpoint = "place"\n{twice}')
    run = cx.load(str(tmp_path / "config.toml"))
    assert list(run.scores) == ["scores_by_touchpoint", "scores_by_touchpoint_2", "scores_overall"]


def test_a_part_that_the_file_does_not_ask_for_is_an_error_with_its_remedy(tmp_path):
    (tmp_path / "answers.csv").write_text("score\n10\n")
    (tmp_path / "config.toml").write_text('[feedback]\nfile = "answers.csv"\n')
    run = cx.load(tmp_path / "config.toml")
    for name in set(SECTIONS) - {"feedback", "scores", "cockpit"}:
        assert name not in run
        with pytest.raises(cx.errors.LackingError, match=rf"^run\.{name}: the file has no {re.escape(SECTIONS[name])}"):
            getattr(run, name)
    assert run.notes == ()
    assert "scores_overall" in run.tables


def test_tables_are_read_at_once_and_their_errors_come_at_once(tmp_path):
    config = tmp_path / "config.toml"
    config.write_text('[feedback]\nfile = "nowhere.csv"\n')
    with pytest.raises(cx.errors.InputError, match=r"\[feedback\]: no such file"):
        cx.load(config)
    (tmp_path / "moved").mkdir()
    (tmp_path / "moved" / "nowhere.csv").write_text("score\n10\n")
    assert len(cx.load(config, data=tmp_path / "moved").feedback) == 1


@pytest.mark.parametrize("fault", ["[audit]\npolicy = 'none'\n", '[targets]\nfile = "nowhere.csv"\n'])
def test_rejected_rows_are_written_even_if_a_later_step_fails(tmp_path, capsys, fault):
    (tmp_path / "answers.csv").write_text("score,place\n10,app\n99,branch\n")
    (tmp_path / "criteria.csv").write_text("criterion\ngreeting\n")
    (tmp_path / "findings.csv").write_text("criterion,touchpoint,time,answer\ngreeting,Bern,2026-03-01,yes\n")
    tables = "".join(f'[{name}]\nfile = "{name}.csv"\n' for name in ("criteria", "findings"))
    config = tmp_path / "config.toml"
    config.write_text(f'[feedback]\nfile = "answers.csv"\ntouchpoint = "place"\n{tables}{fault}')
    assert cli.main(["run", str(config), "--out", str(tmp_path / "out")]) == 2
    assert fault.split("]")[0] in capsys.readouterr().err
    assert [file.name for file in (tmp_path / "out" / "tables").iterdir()] == ["rejects_feedback.csv"]
    rejects = (tmp_path / "out" / "tables" / "rejects_feedback.csv").read_text()
    assert rejects.splitlines()[1].startswith("feedback,1,score,outside the allowed range")
    assert not (tmp_path / "out" / "cockpit.html").exists()


def test_rejected_rows_of_the_files_before_the_one_at_fault_are_written(tmp_path, capsys):
    header = "ts,user,at\n"
    (tmp_path / "web.csv").write_text(f"{header}2026-03-01,1,ad\nsoon,1,ad\n")
    (tmp_path / "calls.csv").write_text(f"{header}2026-03-01,,call\n2026-03-02,2,call\nlater,2,call\n")
    roles = 'time = "ts"\nids = { customer = "user" }\ntouchpoint = "at"\n'
    files = ("web", "calls", "nowhere")
    sections = [f'[[events]]\nfile = "{name}.csv"\nsource = "={name}"\n{roles}' for name in files]
    (tmp_path / "config.toml").write_text("".join(sections))
    assert cli.main(["run", str(tmp_path / "config.toml"), "--out", str(tmp_path / "out")]) == 2
    assert "[[events]] 3: no such file" in capsys.readouterr().err
    rejects = (tmp_path / "out" / "tables" / "rejects_events.csv").read_text().splitlines()
    assert [line.split(",")[0] for line in rejects[1:]] == ["web", "calls", "calls"]


def test_progress_tells_each_step_where_it_is_asked_for(capsys):
    run = cx.demo(progress=True)
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 13
    assert all(re.fullmatch(r"\w+: \d+\.\d s *", line) for line in lines)
    _ = run.credit
    said = capsys.readouterr().err
    assert [line.split(":")[0] for line in said.splitlines()] == ["stitch", "journeys", "broadcast", "attribute"]
    cx.demo(progress=False)
    assert capsys.readouterr().err == ""


def test_progress_may_be_a_function(journeys):
    told: list[tuple[int, int]] = []
    cx.attribute(journeys, model="markov", progress=lambda done, total: told.append((done, total)))
    assert told
    assert all(0 <= done <= total for done, total in told)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_on_a_terminal_the_line_is_written_anew():
    screen = Terminal()
    with Shown("attribute", screen) as shown:
        shown(1, 4)
        shown(1, 4)
        shown(3, 4)
    lines = screen.getvalue().split("\r")
    assert lines[1:4] == ["attribute:   0 %", "attribute:  25 %", "attribute:  75 %"]
    assert re.fullmatch(r"attribute: \d+\.\d s *\n", lines[4])
    with pytest.raises(ZeroDivisionError), Shown("attribute", screen):
        _ = 1 / 0
    assert screen.getvalue().splitlines()[-1].startswith("attribute: stopped")


def test_the_sample_needs_no_folder(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert len(cx.demo().events) > 1000
    assert list(Path().iterdir()) == []
