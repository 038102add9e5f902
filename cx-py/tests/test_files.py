"""Files as they come: one reader, whatever else is installed."""

from __future__ import annotations

import gzip
import importlib.util
import sys
from pathlib import Path

import pytest

import cxcockpit as cx
from cxcockpit._reading import CELLS
from cxcockpit.types import Reading

ROLES = {"time": "t", "ids": {"customer": "who"}, "touchpoint": "at"}
BOOK = Path(__file__).parents[2] / "tests" / "golden" / "files" / "two-sheets.xlsx"
LIBRARIES = pytest.mark.parametrize("library", ["polars", "pyarrow", None])

CASES = {
    "I1 a blank line": (b"t,who,at\n\n2026-03-01,u1,web\n", (1, 1, 0), []),
    "I2 a short row": (
        b"t,who,at\n2026-03-01,u1,web\n2026-03-02,x\n",
        (2, 1, 1),
        [(1, "(row)", "2 cells, the header has 3", 3)],
    ),
    "I3 a lone quote": (b'"t","who",at\n2026-03-01,u1,ads "brand\n', (1, 1, 0), []),
    "I4 CR": (b"t,who,at\r2026-03-01,u1,web\r2026-03-02,u2,web", (2, 2, 0), []),
    "I6 Windows-1252": (b"t,who,at\n2026-03-01,u1,Z\xfcrich\n", (1, 1, 0), []),
    "I6 UTF-16": ("\ufefft,who,at\n2026-03-01,u1,Z\xfcrich\n".encode("utf-16le"), (1, 1, 0), []),
    "I7 a header with commas": (b't;who;at;"a, b,\nc"\n2026-03-01;u1;web;x\n', (1, 1, 0), []),
    "I8 blanks in the header": (b" t ,  who , at\n2026-03-01,u1,web\n", (1, 1, 0), []),
    "I9 titles": (b"Report\n# of us\nt,who,at\n2026-03-01,u1,web\n2026-03-02,u1,web\nTotal,,\n", (2, 2, 0), []),
}


def only(monkeypatch, library: str | None) -> None:
    """As if of the libraries that read files only this one were installed."""
    hidden = {"polars", "pyarrow", "duckdb"} - {library}
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name in hidden else find(name))
    for name in hidden:
        monkeypatch.delitem(sys.modules, name, raising=False)


@LIBRARIES
@pytest.mark.parametrize("case", CASES)
def test_the_account_is_the_same_whatever_is_installed(tmp_path, monkeypatch, library, case):
    only(monkeypatch, library)
    content, counts, rejects = CASES[case]
    file = tmp_path / "events.csv"
    file.write_bytes(content)
    report = cx.Events(file, **ROLES).report
    assert (report.read, report.accepted, report.rejected) == counts
    found = report.rejects.to_pylist()
    assert [(row["row"], row["column"], row["reason"], row["line"]) for row in found] == rejects
    assert report.dialects[0]["file"] == "events.csv"


def test_what_was_found_stands_in_the_report(tmp_path):
    file = tmp_path / "events.csv"
    file.write_bytes(CASES["I6 Windows-1252"][0].replace(b",", b";").replace(b"\n", b"\r\n"))
    (dialect,) = cx.Events(file, **ROLES).report.dialects
    found = {name: dialect[name] for name in ("separator", "encoding", "line_ends", "header", "skipped")}
    assert found == {"separator": ";", "encoding": "windows-1252", "line_ends": "crlf", "header": 1, "skipped": 0}
    both = cx.concat([cx.Events(file, **ROLES, source="=a"), cx.Events(file, **ROLES, source="=b")])
    assert len(both.report.dialects) == 2


@LIBRARIES
def test_i5_and_i31_no_message_shows_a_cell(tmp_path, monkeypatch, library):
    only(monkeypatch, library)
    file = tmp_path / "events.tsv"
    file.write_text("2026-03-01T10:00:00Z\tanna@example.com\tsearch\n2026-03-02T10:00:00Z\tbert@example.com\tweb\n")
    with pytest.raises(cx.errors.FileError, match=r"no header.*header = 0") as caught:
        cx.Events(file, **ROLES)
    assert "example" not in str(caught.value)
    assert "search" not in str(caught.value)
    assert caught.value.details == {"file": "events.tsv", "line": 1}
    events = cx.Events(file, **ROLES, header=0, columns=["t", "who", "at"])
    assert len(events) == 2


def test_options_of_files_are_those_of_the_engine(tmp_path):
    file = tmp_path / "scores.txt"
    file.write_text("x\n%no\nscore;place\n9;'a;b'\n8;c\nend;end\n")
    answers = cx.Feedback(file, touchpoint="place", separator=";", quote="'", skip=1, comment="%", footer=1)
    assert (len(answers), answers.report.rejected) == (2, 0)
    with pytest.raises(cx.errors.OptionError, match='"header"'):
        cx.Feedback(file, header=4)
    with pytest.raises(cx.errors.OptionError, match='no option "seperator"'):
        cx.Feedback(file, seperator=";")
    with pytest.raises(cx.errors.OptionError, match="separator is for files"):
        cx.Feedback({"score": [9]}, separator=";")
    assert set(Reading.__annotations__) - set(CELLS) == set(cx.read_csv.__kwdefaults__) - {"progress"} | {
        "sheet",
        "rows",
    }


def test_a_table_that_was_read_is_data():
    table = cx.read_csv(b"score;place\n9;app\n8\n")
    assert table.to_pylist() == [{"score": "9", "place": "app"}, {"score": "8", "place": None}]
    assert table.dialect["separator"] == ";"
    assert table.faults == [{"row": 1, "line": 3, "reason": "1 cell, the header has 2"}]
    report = cx.Feedback(table, touchpoint="place").report
    assert (report.read, report.accepted, report.rejected) == (2, 1, 1)
    assert report.rejects.column("line") == [3]
    assert report.dialects[0]["separator"] == ";"
    assert table.to_polars().shape == (2, 2)


def test_json_has_dotted_paths():
    table = cx.read_json(b'{"id": 1, "utm": {"source": "ad"}}\n{"id": 2\n{"id": 3.10}\n')
    assert table.to_pylist() == [
        {"id": "1", "utm.source": "ad"},
        {"id": None, "utm.source": None},
        {"id": "3.10", "utm.source": None},
    ]
    assert [fault["line"] for fault in table.faults] == [2]
    items = cx.read_json(b'{"order": 7, "items": [{"sku": "a"}, {"sku": "b"}]}', rows="items")
    assert items.to_pylist() == [{"^order": "7", "sku": "a"}, {"^order": "7", "sku": "b"}]


def test_workbooks_are_read_by_sheet():
    table = cx.read_excel(BOOK, sheet="Data")
    assert table.columns == ["when", "who", "cost", "day"]
    assert table.column("who") == ["7", "008", "9"]
    assert table.column("day") == ["2026-03-01", "2026-03-02", None]
    with pytest.raises(cx.errors.UnknownNameError, match="available: Data, Notes"):
        cx.read_excel(BOOK, sheet="data")
    events = cx.Events(BOOK, time="when", ids={"customer": "who"}, touchpoint="=shop", value="cost", sheet="Data")
    assert (len(events), events.report.rejects.column("reason")) == (2, ["an error instead of a value"])


def test_a_bomb_is_refused_and_let_through(tmp_path):
    file = tmp_path / "scores.csv.gz"
    with gzip.open(file, "wb") as packed:
        packed.write(b"score\n")
        for _ in range(300):
            packed.write(b"9" * (1 << 20))
    with pytest.raises(cx.errors.FileError, match=r"more than 256 MiB.*largest"):
        cx.Feedback(file)
    with pytest.raises(cx.errors.FileError, match="more than 1 MiB"):
        cx.Feedback(file, largest=1)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.csv", BOOK.read_bytes(), "workbook.*name it .xlsx"),
        ("a.csv", b"PAR1\x15\x04", "name it .parquet"),
        ("a.csv", b"<html><body>404", "page of the web"),
        ("a.csv", b"", "the file is empty"),
        ("a.csv", b'{"score": 9}', "read_json"),
        ("a.json", b"score\n9\n", "not JSON"),
        ("a.xlsx", b"score\n9\n", "not a workbook"),
        ("a.json", b"[" * 1000, "128 deep"),
    ],
)
def test_what_is_no_table_is_told_in_one_sentence(tmp_path, name, content, message):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(cx.errors.FileError, match=message) as caught:
        cx.Feedback(tmp_path / name)
    assert str(caught.value).startswith(f"{name}")
    assert len(str(caught.value)) < 200
