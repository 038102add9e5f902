"""The command line: what a person types, and what it says when that is wrong."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

import cxcockpit as cx
from conftest import EVENTS
from cxcockpit import _cockpit, _output, cli

ROOT = Path(__file__).resolve().parents[2]

CONFIG = """
data = "exports"

[[events]]
file = "web.csv"
time = "ts"
ids = { customer = "user" }
touchpoint = "channel"
event = "event"
value = "chf"
cost = "spent"
source = "=web"

[[events]]
file = "calls.csv"
time = "ts"
ids = { customer = "user" }
touchpoint = "=call centre"
source = "=calls"

[journeys]
conversion = "purchase"
session_gap = false
conversion_is_step = false

[attribute]
models = ["markov", "last"]

[feedback]
file = "answers.csv"
touchpoint = "place"
time = "when"

[score]
window = "week"

[targets]
file = "targets.csv"
touchpoint = "touchpoint"

[campaigns]
file = "campaigns.csv"
touchpoint = "touchpoint"
cost = "cost"

[cockpit]
title = "Our company"
currency = "CHF"
"""


@pytest.fixture
def company(tmp_path, monkeypatch):
    """A folder with a configuration and its exports, and a template that stands for the real one."""
    monkeypatch.setattr(_cockpit, "static_text", lambda _name: "__CX_LANG__ __CX_TITLE__ __CX_DATA__")
    exports = tmp_path / "exports"
    exports.mkdir()
    pl.DataFrame(EVENTS).write_csv(exports / "web.csv")
    (exports / "calls.csv").write_text("ts,user\n2026-03-01,009\n")
    (exports / "answers.csv").write_text(
        "score,place,when\n" + "".join(f"{score},branch,2026-03-0{day}\n" for score in (10, 9, 2) for day in (2, 3, 9))
    )
    (exports / "targets.csv").write_text("kpi,target,touchpoint\nnps,50,branch\n")
    (exports / "campaigns.csv").write_text("campaign,touchpoint,cost\nads,search,100\n")
    (tmp_path / "config.toml").write_text(CONFIG)
    return tmp_path


def fails(capsys, *arguments) -> str:
    """What a command says on its way to the exit code 2."""
    try:
        code = cli.main([str(argument) for argument in arguments])
    except SystemExit as end:
        code = end.code
    said = capsys.readouterr().err
    assert code == 2, said
    assert said.count("\n") == 1
    assert said.startswith("cx")
    assert "Traceback" not in said
    return said


def test_run_goes_from_exports_to_a_cockpit(company, capsys):
    assert cli.main(["run", str(company / "config.toml"), "--out", str(company / "out")]) == 0
    said = capsys.readouterr().out
    assert "calls" in said
    assert "Lead model: markov (hazard is not among the models" in said
    assert "Return per 1 CHF: " in said
    assert "Persons known: 3, without an identifier: 0" in said
    assert "Events without a person: 0" in said
    assert "The most important findings:\n  1. " in said
    assert str(company / "out" / "cockpit.html") in said
    assert "Our company" in (company / "out" / "cockpit.html").read_text()
    data = json.loads((company / "out" / "cockpit.json").read_text())
    assert data["totals"]["events"] == 7
    assert data["totals"]["conversions"] == 2
    assert len(data["touchpoints"]) == 5
    search = next(row for row in data["touchpoints"] if row["touchpoint"] == "search")
    assert search["roas"] is not None
    branch = next(row for row in data["touchpoints"] if row["touchpoint"] == "branch")
    assert len(branch["trend"]) == 1  # the second week has three answers: no point of a trend
    assert branch["score_n"] == 9
    rejects = (company / "out" / "tables" / "rejects_events.csv").read_text()
    assert rejects == "source,row,column,reason,line\nweb,6,ts,not a time,8\n"


def test_no_text_of_a_csv_file_begins_like_a_formula(tmp_path):
    answers = ["touchpoint,score", *["=1+1,0"] * 3, *["+41 44 000 00 00,10"] * 3, *["branch,10"] * 3]
    (tmp_path / "answers.csv").write_text("\n".join(answers) + "\n")
    out = tmp_path / "scores.csv"
    told = [str(tmp_path / "answers.csv"), "--metric", "nps", "--by", "touchpoint", "--out", str(out)]
    assert cli.main(["score", *told]) == 0
    with out.open(newline="") as file:
        scores = {row["touchpoint"]: row["score"] for row in csv.DictReader(file)}
    assert {name: float(score) for name, score in scores.items()} == {
        "'=1+1": -100.0,
        "'+41 44 000 00 00": 100.0,
        "branch": 100.0,
    }


@pytest.mark.parametrize("sign", _output.FORMULA)
def test_each_sign_of_a_formula_is_guarded_in_text_alone(sign):
    assert _output.csv_cell(f"{sign}x") == f"'{sign}x"
    assert _output.csv_cell([f"{sign}x", "y"]) == f"'{sign}x > y"
    assert _output.csv_cell(f"x{sign}") == f"x{sign}"
    assert _output.csv_cell(-3.5) == -3.5


def test_run_is_the_public_verbs(company):
    assert cli.main(["run", str(company / "config.toml"), "--out", str(company / "out")]) == 0
    roles = {"time": "ts", "ids": {"customer": "user"}}
    web = cx.Events(
        company / "exports" / "web.csv",
        **roles,
        touchpoint="channel",
        event="event",
        value="chf",
        cost="spent",
        source="=web",
    )
    calls = cx.Events(company / "exports" / "calls.csv", **roles, touchpoint="=call centre", source="=calls")
    events = cx.concat([web, calls])
    journeys = cx.journeys(events, cx.stitch(events), conversion="purchase", session_gap=None)
    credit = cx.attribute(journeys, models=["markov", "last"])
    assert pl.read_csv(company / "out" / "tables" / "credit.csv")["conversions"].to_list() == pytest.approx(
        credit.table.column("conversions")
    )


def test_run_shows_pictures_where_asked(company):
    config = company / "config.toml"
    more = '[funnel]\nsteps = ["search", "(conversion)"]\nwithin = "30d"\n[step_matrix]\nsteps = 3\n[personas]\n'
    config.write_text(CONFIG + more)
    assert cli.main(["run", str(config), "--out", str(company / "out")]) == 0
    data = json.loads((company / "out" / "cockpit.json").read_text())
    assert data["funnel"]["name"] == ["search", "(conversion)"]
    assert max(data["step_matrix"]["step"]) == 2
    assert sum(data["personas"]["share"]) == pytest.approx(1)
    assert '"step_matrix":' in (company / "out" / "cockpit.html").read_text()
    for name in ("funnel", "step_matrix", "personas"):
        assert (company / "out" / "tables" / f"{name}.csv").stat().st_size > 0


PEOPLE = """
[experience]
models = "linear"

[spots]
file = "spots.csv"
campaign = "campaign"
cost = "cost"

[broadcast]
touchpoints = "search"
shape = 1.0
scale = "5m"
placebo = false

[personas]
resamples = 0

[phases]
start = "search"
unit = "journeys"
rules = [{ phase = "purchase", conversion = true }]

[needs]
by = "event"
"""


def test_run_follows_experience_spots_and_personas(company):
    exports = company / "exports"
    # Searches every hour of four weeks by one visitor, none of whose minutes is out of the ordinary.
    visits = [f"2026-02-{day:02}T{hour:02}:00:00Z,v,search,click,," for day in range(1, 29) for hour in range(24)]
    with (exports / "web.csv").open("a") as file:
        file.write("\n".join(visits) + "\n")
    (exports / "answers.csv").write_text(
        "score,place,when,user\n10,branch,2026-03-03,007\n2,branch,2026-03-06,009\n9,branch,2026-03-05,008\n"
    )
    (exports / "spots.csv").write_text("time,campaign,cost\n2026-02-20T11:59:00Z,spring,50\n")
    config = company / "config.toml"
    config.write_text(CONFIG.replace('time = "when"', 'time = "when"\nids = { customer = "user" }') + PEOPLE)
    assert cli.main(["run", str(config), "--out", str(company / "out")]) == 0
    data = json.loads((company / "out" / "cockpit.json").read_text())
    search = next(row for row in data["returns"] if row["touchpoint"] == "search")
    assert search["points_per_1000"] == pytest.approx(10 * search["experience_points"])
    assert data["broadcast"]["spots"][0] == 1
    assert sum(data["response"]["share"]) == pytest.approx(1)
    assert data["broadcast"]["campaign"] == ["spring", None]
    assert "carried" not in data  # it stands in the row of the spots' touchpoint
    assert set(data["needs"]["event"]) == {"click", "visit", "open", "contact"}
    assert sum(data["persona_scores"]["n"]) == 3
    for name in (
        "experience",
        "broadcast",
        "returns_touchpoints",
        "credit_parts",
        "needs",
        "persona_scores",
        "phases",
        "hand_overs",
        "effort",
    ):
        assert (company / "out" / "tables" / f"{name}.csv").stat().st_size > 0
    assert "experience" not in data  # credits of a score are a table, the page has the returns


def test_data_may_lie_elsewhere(company, tmp_path):
    moved = tmp_path / "moved"
    (company / "exports").rename(moved)
    config = company / "config.toml"
    config.write_text(CONFIG.replace('"web.csv"', '"../somewhere/web.csv"'))
    out = ["--out", str(company / "out")]
    assert cli.main(["run", str(config), "--data", str(moved), *out]) == 0


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("[journeys]", "[journey]", 'no section [journey]; did you mean "journeys"? known: data, events, score'),
        (
            "conversion = ",
            "conversions = ",
            '[journeys]: no option "conversions"; did you mean "conversion"? known: conversion, outcomes',
        ),
        ('time = "ts"', 'time = "when"', '[[events]] 1: events: no column "when"; available: ts, user'),
        ('"web.csv"', '"nowhere.csv"', "[[events]] 1: no such file"),
        ("[[events]]", "[[events", "config.toml"),
        ('file = "answers.csv"', "", "[feedback]: file is missing"),
        ("session_gap = false", 'session_gap = "30"', '[journeys]: options: "session_gap": option "duration"'),
        ("[cockpit]", "[[cockpit]]", "[cockpit] must be a table, once"),
        (
            '["markov", "last"]',
            '["shapely"]',
            '[attribute]: option "models": "shapely" is not one of its values; did you mean "shapley"? available',
        ),
        ("[score]", "[funnel]", "[funnel]: steps is missing"),
        ("[score]", "[funnel]\nsteps = 3", "[funnel]: "),
        ('title = "Our', 'at = "Our', '[cockpit]: no option "at"; known: title'),
    ],
)
def test_errors_name_the_section_and_the_remedy(company, capsys, old, new, message):
    config = company / "config.toml"
    config.write_text(CONFIG.replace(old, new))
    assert message in fails(capsys, "run", config, "--out", company / "out")


def test_errors_of_the_command_line_itself(company, capsys):
    assert "invalid choice: 'fly'" in fails(capsys, "fly")
    assert "--out" in fails(capsys, "run", company / "config.toml")
    assert "no such file" in fails(capsys, "run", company / "nothing.toml", "--out", company)
    assert "no such file" in fails(capsys, "attribute", company / "nothing.csv")
    assert "available: score, place, when" in fails(capsys, "attribute", company / "exports" / "answers.csv")
    assert "ROLE=COLUMN" in fails(capsys, "score", company / "exports" / "answers.csv", "--role", "place")
    assert 'no option "plaice"' in fails(capsys, "score", company / "exports" / "answers.csv", "--role", "plaice=x")


def test_attribute_prints_and_writes(tmp_path, capsys):
    paths = tmp_path / "paths.csv"
    paths.write_text("path,conv,null\nsearch > branch,3,1\nsearch,1,5\n")
    command = [
        "attribute",
        str(paths),
        "--conversions",
        "conv",
        "--nulls",
        "null",
        "--model",
        "last",
        "--model",
        "linear",
    ]
    assert cli.main(command) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split()[:3] == ["model", "touchpoint", "conversions"]
    assert [line.split()[:3] for line in lines[2:4]] == [["last", "branch", "3"], ["last", "search", "1"]]
    for ending in ("csv", "json", "parquet"):
        out = tmp_path / f"credit.{ending}"
        assert cli.main([*command, "--out", str(out)]) == 0
        read = {"csv": pl.read_csv, "json": pl.read_json, "parquet": pl.read_parquet}[ending](out)
        assert read["conversions"].to_list() == [3.0, 1.0, 1.5, 2.5]
    assert cli.main([*command, "--out", str(tmp_path / "credit.xlsx")]) == 0
    assert cx.read_excel(tmp_path / "credit.xlsx")["conversions"] == ["3", "1", "1.5", "2.5"]
    assert "use .csv, .json, .parquet or .xlsx" in fails(capsys, *command, "--out", tmp_path / "credit.txt")
    assert "no such folder" in fails(capsys, *command, "--out", tmp_path / "nowhere" / "credit.csv")


def test_attribute_takes_columns_named_like_their_roles(tmp_path, capsys):
    table = tmp_path / "paths.csv"
    table.write_text("path,conversions,value,nulls\nsearch > branch,3,30,1\nsearch,1,-5,5\nmail,0,600,0\n")
    assert cli.main(["attribute", str(table), "--model", "last"]) == 0
    said = capsys.readouterr()
    rows = [line.split()[:4] for line in said.out.splitlines()[2:]]
    assert rows == [["last", "branch", "3", "30"], ["last", "mail", "0", "600"], ["last", "search", "1", "-5"]]
    assert "value_without_conversion 600" in said.err
    assert "separator" not in said.err


def test_attribute_warns_of_a_separator_that_never_occurs(tmp_path, capsys):
    table = tmp_path / "paths.csv"
    table.write_text("path,conversions\ndisplay | search,3\nsearch,1\n")
    assert cli.main(["attribute", str(table)]) == 0
    assert 'write sep = "|"' in capsys.readouterr().err
    assert cli.main(["attribute", str(table), "--sep", "|"]) == 0
    assert capsys.readouterr().err == ""


def test_attribute_lists_every_model(capsys):
    with pytest.raises(SystemExit):
        cli.main(["attribute", "--help"])
    said = capsys.readouterr().out
    for model in ("last_non_direct", "w_shaped", "custom", "time_decay", "shapley_rate", "hazard", "markov"):
        assert model in said


def test_score_takes_columns_named_like_their_roles(company, capsys):
    exports = company / "exports"
    command = ["score", str(exports / "answers.csv"), "--role", "touchpoint=place", "--role", "time=when"]
    assert cli.main([*command, "--window", "week", "--targets", str(exports / "targets.csv")]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 4
    assert lines[2].split()[:4] == ["nps", "branch", "2026-03-02", "6"]
    assert cli.main([*command, "--role", "metric==csat"]) == 0
    said = capsys.readouterr()
    assert "6 of 9 rows rejected (score: outside the allowed range)" in said.err


def test_audit_prints_the_tree(tmp_path, capsys):
    (tmp_path / "criteria.csv").write_text(
        "criterion,part_of,weight,target\nbranch,,1,80\ngreeting,branch,3,\nwait,branch,1,\n"
    )
    (tmp_path / "findings.csv").write_text(
        "criterion,touchpoint,time,answer\ngreeting,Bern,2026-03-01,yes\nwait,Bern,2026-03-01,no\n"
    )
    command = ["audit", str(tmp_path / "criteria.csv"), str(tmp_path / "findings.csv"), "--at", "2026-03-31"]
    assert cli.main([*command, "--criteria-role", "parent=part_of"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[2].split()[:2] == ["branch", "75"]


@pytest.mark.parametrize("command", [[], ["run"], ["check"], ["attribute"], ["score"], ["audit"]])
def test_every_command_has_help(command):
    program = [sys.executable, "-W", "error", "-m", "cxcockpit", *command, "--help"]
    said = subprocess.run(program, capture_output=True, text=True, check=True).stdout
    assert said.startswith(f"usage: {' '.join(['cx', *command])}")


def test_version(capsys):
    with pytest.raises(SystemExit) as end:
        cli.main(["--version"])
    assert end.value.code == 0
    assert capsys.readouterr().out == f"cx {cx.__version__}\n"
