"""Recipes: every shipped one reads its sample, and what a file is can be told."""

from __future__ import annotations

import subprocess
import sys
import tomllib

import pytest

import cxcockpit as cx
from cxcockpit._recipe_file import load_recipe, recipe_names
from recipe_samples import ACCOUNTS, COSTS, NOTES, ROWS, SAMPLES, SCORES


def recipe_of(sample):
    return sample.split(".")[0].removesuffix("_de")


def read(sample, options):
    joined = {name: SAMPLES / file for name, file in options.get("join", {}).items()}
    return cx.read(recipe_of(sample), SAMPLES / sample, **{**options, "join": joined})


def test_every_recipe_has_a_sample():
    assert {recipe_of(sample) for sample, _, _ in ACCOUNTS} == set(recipe_names())
    there = {file.relative_to(SAMPLES).as_posix() for file in SAMPLES.rglob("*.*")}
    joined = {file for _, options, _ in ACCOUNTS for file in options.get("join", {}).values()}
    assert {sample for sample, _, _ in ACCOUNTS} | joined == there


@pytest.mark.parametrize("name", recipe_names())
def test_a_recipe_says_what_it_is(name):
    recipe = load_recipe(name)
    assert recipe.title
    assert recipe.about.endswith(".")
    assert recipe.source.startswith("https://")


@pytest.mark.parametrize(("sample", "more", "account"), ACCOUNTS)
def test_a_recipe_reads_its_sample(sample, more, account):
    table = read(sample, more)
    report = table.report
    assert (report.read, report.accepted, report.rejected, report.duplicate, report.filtered) == account
    assert report.warnings == NOTES.get(sample, [])
    if isinstance(table, cx.Events):
        rows = [(f"{r['time']:%d %H:%M}", r["touchpoint"], r["event"], r["value"]) for r in table.table.to_pylist()]
        assert rows == ROWS[sample]
    elif isinstance(table, cx.Campaigns):
        assert costs(table) == COSTS[sample]
    elif isinstance(table, cx.Feedback):
        assert cx.score(table, by=[]).table.column("score") == [pytest.approx(SCORES[sample])]


def costs(campaigns):
    events = cx.Events({"t": ["2026-03-01"], "u": ["7"]}, time="t", ids={"user": "u"}, touchpoint="=ad", event="=buy")
    credit = cx.attribute(cx.journeys(events, cx.stitch(events), conversion="buy"), model="last")
    return {row["campaign"]: row["cost"] for row in cx.returns(credit, campaigns).campaigns.to_pylist()}


@pytest.mark.parametrize("form", ["as_run", "as_run_datetime", "as_run_iso"])
def test_spots_of_every_form_are_the_same_moments(form):
    spots = read(f"tv/{form}.csv", {"timezone": "UTC"})
    visits = cx.Counts(
        {"time": [60 * minute for minute in range(29_538_720, 29_582_000)]} | {"count": [1] * 43_280}, time_unit="s"
    )
    found = cx.broadcast(spots, visits, shape=1.0, scale="1m", placebo=False).spots.to_pylist()
    assert [(f"{row['time']:%d %H:%M}", row["cost"]) for row in found] == [
        ("01 20:15", 1200.5),
        ("02 01:10", 300.25),
        ("02 06:00", 80.75),
    ]


def test_options_of_the_user_win():
    events = cx.read("hubspot/email_events", SAMPLES / "hubspot/email_events.csv", timezone="UTC", touchpoint="=mail")
    assert set(events.table.column("touchpoint")) == {"mail"}


def test_an_unknown_recipe_lists_the_nearest_first():
    with pytest.raises(cx.errors.UnknownNameError, match=r'"meta_ads/campain"; there are: meta_ads/campaigns, '):
        cx.read("meta_ads/campain", {"a": [1]})
    with pytest.raises(cx.errors.InputError, match="no such recipe"):
        cx.read("own.toml", {"a": [1]})


def test_a_missing_column_names_what_was_looked_for():
    with pytest.raises(
        cx.errors.MissingColumnError,
        match=r'recipe meta_ads/campaigns: no column "Campaign name" or "Kampagnenname" or .*; the file has: a, b',
    ):
        cx.read("meta_ads/campaigns", {"a": [1], "b": [2]})
    with pytest.raises(cx.errors.MissingRoleError, match="say which column is the score"):
        cx.read("qualtrics/responses", SAMPLES / "qualtrics/responses.csv")


def test_two_headers_of_one_pattern_are_not_chosen_between():
    data = {"Day": ["2026-03-01"], "Campaign name": ["x"], "Amount spent (EUR)": [1], "Amount spent (USD)": [2]}
    with pytest.raises(cx.errors.MissingColumnError, match=r"Amount spent \(\*\)"):
        cx.read("meta_ads/campaigns", data)


OWN = """
table = "events"
[options]
time = "when"
touchpoint = "=shop"
ids = { card = "card" }
"""


def test_a_recipe_of_ones_own(tmp_path):
    (tmp_path / "own.toml").write_text(OWN, encoding="utf-8")
    assert len(cx.read(tmp_path / "own.toml", {"when": ["2026-03-01"], "card": ["7"]})) == 1
    for text, message in [
        (OWN.replace("events", "event"), "table must be one of"),
        (OWN.replace("[options]", "[option]"), 'no key "option"'),
        ('names = 3\ntable = "events"', "names must be a table"),
        ('optional = "x"\ntable = "events"', "must be a list"),
        ("=", "recipe"),
    ]:
        (tmp_path / "bad.toml").write_text(text, encoding="utf-8")
        with pytest.raises(cx.errors.OptionError, match=message):
            cx.read(tmp_path / "bad.toml", {"when": ["2026-03-01"]})


def test_a_key_of_which_a_part_is_missing_is_left_out_as_a_whole(tmp_path):
    more = 'optional = ["event_id", "ids.mail", "attributes"]\n'
    keys = 'event_id = ["source", "id"]\nattributes = ["a", "b"]\n'
    text = more + OWN.replace("ids = { ", keys + 'ids = { mail = "mail", ')
    (tmp_path / "own.toml").write_text(text, encoding="utf-8")
    data = {"when": ["2026-03-01", "2026-03-02"], "card": ["7", "8"], "id": ["1", "1"], "b": ["x", "y"]}
    events = cx.read(tmp_path / "own.toml", data)
    assert (len(events), events.id_types) == (2, ["card"])


def test_any_table_will_do():
    data = {"id": ["17"], "date": ["2026-03-01"], "cost_micros": [2_500_000]}
    makers = {"pyarrow": "table", "polars": "DataFrame", "pandas": "DataFrame"}
    for library, make in [*makers.items(), ("polars", "LazyFrame")]:
        table = getattr(pytest.importorskip(library), make)(data)
        assert costs(cx.read("google_ads/campaigns", table)) == {"17": 2.5}
        assert cx.sniff(table).recipes == ["google_ads/campaigns"]


def test_parquet_too(tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet")
    table = pytest.importorskip("pyarrow").table(
        {"Respondent ID": ["1"], "End Date": ["2026-03-01T10:00Z"], "Q": ["9"]}
    )
    parquet.write_table(table, tmp_path / "answers.parquet")
    # The rows of header of the CSV export say nothing of Parquet.
    assert len(cx.read("surveymonkey/responses", tmp_path / "answers.parquet", score="Q")) == 1
    report = cx.sniff(tmp_path / "answers.parquet")
    assert report.recipes == ["surveymonkey/responses"]
    assert 'score = "Q"  # a guess' in report.config


def test_a_section_of_a_configuration_names_a_recipe(tmp_path):
    (tmp_path / "own.toml").write_text(OWN, encoding="utf-8")
    (tmp_path / "data").mkdir()
    (tmp_path / "data/shop.csv").write_text("when,card\n2026-03-01,7\n", encoding="utf-8")
    config = tmp_path / "config.toml"
    config.write_text('data = "data"\n[[events]]\nfile = "shop.csv"\nrecipe = "own.toml"\n', encoding="utf-8")
    assert cx.load(config).accounts["events"].accepted == 1
    config.write_text('data = "data"\n[[feedback]]\nfile = "shop.csv"\nrecipe = "own.toml"\n', encoding="utf-8")
    with pytest.raises(cx.errors.OptionError, match=r"\[\[feedback\]\] 1: recipe own.toml is for \[events\]"):
        cx.load(config)


# What the user has to say of these files, as the section that is a comment tells.
UNSAID = {
    "hubspot/deals.csv": '# join = { contacts = "..." }',
    "ocel/json.json": '# where = { "..." = "..." }',
    "salesforce/tasks.csv": '# join = { contacts = "...", leads = "..." }',
}


@pytest.mark.parametrize("sample", [sample for sample, _, _ in ACCOUNTS])
def test_sniff_finds_the_recipe(sample):
    report = cx.sniff(SAMPLES / sample)
    assert recipe_of(sample) in report.recipes
    sections = tomllib.loads(report.config)
    if sample in UNSAID:
        assert sections == {}
        assert UNSAID[sample] in report.config
    else:
        assert next(iter(sections.values()))[0]["recipe"] == report.recipes[0]


def test_what_is_guessed_is_marked():
    report = cx.sniff({"ts": ["2026-03-01"], "user": ["7"], "channel": ["web"], "comment": ["?"]})
    assert report.recipes == []
    assert report.roles == {"time": "ts", "touchpoint": "channel", "ids.customer": "user"}
    lines = report.config.splitlines()[2:]
    assert lines
    assert all("# a guess" in line for line in lines)


def test_a_section_that_would_not_run_is_a_comment(tmp_path):
    (tmp_path / "costs.csv").write_text("Campaign,Cost\n", encoding="utf-8")
    report = cx.sniff(tmp_path / "costs.csv")
    assert report.recipes == ["google_ads/interface"]
    assert tomllib.loads(report.config) == {}
    assert "the table has no rows" in report.config
    (tmp_path / "costs.csv").write_text("Campaign,Cost,Cost\na,1,2\n", encoding="utf-8")
    assert cx.sniff(tmp_path / "costs.csv").recipes == []
    (tmp_path / "costs.csv").write_text("", encoding="utf-8")
    with pytest.raises(cx.errors.FileError, match="the file is empty"):
        cx.sniff(tmp_path / "costs.csv")


def test_init_writes_a_configuration_that_runs_and_never_twice(tmp_path):
    for sample in ("bank/crm.csv", "google_ads/interface.csv", "qualtrics/responses.csv"):
        (tmp_path / sample.split("/")[1]).write_bytes((SAMPLES / sample).read_bytes())
    (tmp_path / "page.csv").write_text("<html>", encoding="utf-8")
    first = cli("init", tmp_path)
    assert first.returncode == 0, first.stderr
    text = (tmp_path / "config.toml").read_text(encoding="utf-8")
    assert "# this is a page" in text or "page.csv" in text
    result = cx.load(tmp_path / "config.toml")
    assert {name: report.accepted for name, report in result.accounts.items()} == {
        "events": 3,
        "feedback": 2,
        "campaigns": 3,
    }
    again = cli("init", tmp_path)
    assert (again.returncode, "there already" in again.stderr) == (2, True)
    assert (tmp_path / "config.toml").read_text(encoding="utf-8") == text


def test_cx_sniff_prints_each_file():
    shown = cli("sniff", SAMPLES / "bank/crm.csv", SAMPLES / "genesys/conversations.json")
    assert shown.returncode == 0, shown.stderr
    assert "recipes: bank/crm" in shown.stdout
    assert "recipes: genesys/conversations" in shown.stdout


def cli(*arguments):
    command = [sys.executable, "-m", "cxcockpit", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")
