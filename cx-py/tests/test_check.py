"""`cx check`, `cx run --open`, and `cx` alone."""

from __future__ import annotations

import gzip
import webbrowser
from importlib import resources

import pytest

from cxcockpit import _check, _cockpit, _steps, cli

CONFIG = """
[[events]]
file = "web.csv"
time = "ts"
ids = { customer = "user" }
touchpoint = "channel"
event = "event"

[journeys]
conversion = "purchase"

[attribute]
models = ["markov", "last"]

[feedback]
file = "answers.csv.gz"
touchpoint = "place"
"""


@pytest.fixture
def company(tmp_path):
    rows = [f"2026-03-{day:02}T08:00:00Z,{day % 7},search,click" for day in range(1, 31)]
    (tmp_path / "web.csv").write_text(
        "\n".join(["ts,user,channel,event", *rows, "2026-03-31,1,branch,purchase"]) + "\n"
    )
    answers = "score,place\n" + "9,app\n3,branch\n" * 2000 + "99,app\n" * 2000
    (tmp_path / "answers.csv.gz").write_bytes(gzip.compress(answers.encode()))
    (tmp_path / "config.toml").write_text(CONFIG)
    return tmp_path


def checked(company, capsys, *changes) -> list[str]:
    """What the command says of the configuration with some lines changed."""
    config = company / "config.toml"
    text = CONFIG
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    config.write_text(text)
    code = cli.main(["check", str(config)])
    said = capsys.readouterr()
    lines = said.out.splitlines()
    assert said.err == ""
    assert (code == 2) == lines[0].startswith("1. ")
    return lines


def test_nothing_is_said_of_a_configuration_that_can_be_run(company, capsys, monkeypatch):
    for verb in ("stitch", "journeys", "attribute", "score", "cockpit"):
        monkeypatch.setattr(_steps, verb, None)  # nothing is fitted
    (line,) = checked(company, capsys)
    assert line.endswith("config.toml: no problem found in its options and in the first 1,000 rows of its tables")
    assert sorted(file.name for file in company.iterdir()) == ["answers.csv.gz", "config.toml", "web.csv"]


def test_every_problem_is_named_and_not_only_the_first(company, capsys):
    lines = checked(
        company,
        capsys,
        ('time = "ts"\nids = { customer = "user" }', 'time = "Ts"\nids = { customer = "usr" }'),
        ('["markov", "last"]', '["markow", "lastt"]\nconfidence = 95\nhalf_life = "7"\nordr = 2'),
        ("answers.csv.gz", "nowhere.csv"),
        ("[journeys]", "[gap]\n[audit]\n[journeys]"),
    )
    expected = [
        'no section [gap]; did you mean "gaps"? known: data, events',
        '[[events]] 1: no column "Ts"; did you mean "ts"? available: ts, user, channel, event',
        '[[events]] 1: no column "usr"; did you mean "user"? available: ts, user',
        "[audit] does nothing without [criteria] and [findings]",
        '[attribute]: option "models": "markow" is not one of its values; did you mean "markov"? available: ',
        '[attribute]: option "models": "lastt" is not one of its values; did you mean "last"?',
        '[attribute]: option "confidence": 95 is not allowed; allowed: a number from 0.5 to 0.9999',
        '[attribute]: option "half_life": "7" is not a duration with its unit, for example "30m"',
        '[attribute]: no option "ordr"; did you mean "order"? known: ',
        "[feedback]: no such file: ",
    ]
    for said in expected:
        assert any(said in line for line in lines), said
    assert len(lines) == len(expected)
    assert [line.split(". ")[0] for line in lines] == [str(number) for number in range(1, len(lines) + 1)]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('conversion = "purchase"', 'conversion = "purchase"\nsession_gap = false', None),
        (
            'conversion = "purchase"',
            'conversion = "purchase"\nsession_gap = 30',
            '[journeys]: option "session_gap": 30 is not a duration with its unit',
        ),
        (
            'touchpoint = "place"',
            'touchpoint = "place"\nwhere = { plce = "app" }',
            'no column "plce"; did you mean "place"?',
        ),
        ('touchpoint = "place"', 'touchpoint = "place"\nscore = "place"', "[feedback]: feedback: all "),
        ('time = "ts"', 'time = "user"', "[[events]] 1: "),
        ('file = "web.csv"', "", "[[events]] 1: file is missing"),
        ('event = "event"', 'recipe = "ga5/events"', "[[events]] 1: "),
        ("[attribute]", "[[attribute]]", "[attribute] must be a table, once"),
    ],
)
def test_one_problem_by_itself(company, capsys, old, new, said):
    lines = checked(company, capsys, (old, new))
    if said is None:
        assert "no problem found" in lines[0]
    else:
        assert len(lines) == 1
        assert said in lines[0]


def test_rows_that_are_rejected_are_counted_in_the_first_rows(company, capsys, monkeypatch):
    monkeypatch.setattr(_check, "ROWS", 4_100)
    (line,) = checked(company, capsys)
    assert line == "1. [feedback]: 100 of the first 4,100 rows are rejected: score: outside the allowed range (100)"


def test_what_the_first_rows_leave_open_is_told_by_the_whole(company, capsys, monkeypatch):
    monkeypatch.setattr(_check, "ROWS", 2)
    rows = ["03/04/2026,1,search,click", "04/05/2026,1,search,click", "25/12/2026,1,branch,purchase"]
    (company / "web.csv").write_text("\n".join(["ts,user,channel,event", *rows]) + "\n")
    assert "no problem found" in checked(company, capsys)[0]


def test_the_examples_have_no_problem_in_their_options(capsys):
    with resources.as_file(resources.files("cxcockpit") / "demo") as sample:
        assert cli.main(["check", str(sample / "config.toml")]) == 0
    assert "no problem found" in capsys.readouterr().out


def test_a_file_that_is_not_there_or_no_toml_is_one_line(tmp_path, capsys):
    assert cli.main(["check", str(tmp_path / "nothing.toml")]) == 2
    assert capsys.readouterr().err.startswith("cx: no such file: ")
    (tmp_path / "config.toml").write_text("[[events")
    assert cli.main(["check", str(tmp_path / "config.toml")]) == 2
    assert capsys.readouterr().err.startswith("cx: ")


def test_cx_alone_prints_its_help(capsys):
    assert cli.main([]) == 0
    said = capsys.readouterr().out
    assert said.startswith("usage: cx ")
    assert "every problem of a configuration file" in said


@pytest.mark.parametrize("opens", [True, False])
def test_run_opens_the_page_where_asked(company, capsys, monkeypatch, opens):
    monkeypatch.setattr(_cockpit, "static_text", lambda _name: "__CX_LANG__ __CX_TITLE__ __CX_DATA__")
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", lambda address: opened.append(address) or opens)
    (company / "answers.csv.gz").write_bytes(gzip.compress(b"score,place\n9,app\n3,branch\n"))
    command = ["run", str(company / "config.toml"), "--out", str(company / "out")]
    assert cli.main(command) == 0
    assert opened == []
    assert cli.main([*command, "--open"]) == 0
    assert opened == [(company / "out" / "cockpit.html").resolve().as_uri()]
    assert ("no browser to open" in capsys.readouterr().err) is not opens
