"""Tables in: every library, files, plain columns; and what is refused, with its remedy."""

from __future__ import annotations

import gzip
import importlib.util
import sys

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import pytest

import cxcockpit as cx
from conftest import EVENT_ROLES, EVENTS

ROLES = EVENT_ROLES


def reports(data, **roles) -> tuple:
    """Everything that is counted from the events, as bytes and rows."""
    events = cx.Events(data, **(roles or ROLES))
    people = cx.stitch(events)
    journeys = cx.journeys(events, people, conversion="purchase")
    return (
        events.report.to_pylist(),
        # Only files have lines.
        [{**reject, "line": None} for reject in events.report.rejects.to_pylist()],
        people.table.to_pylist(),
        people.ids.to_pylist(),
        journeys.table.to_pylist(),
        journeys.steps.to_pylist(),
        cx.cockpit(journeys=journeys, credit=cx.attribute(journeys)).to_json(),
    )


@pytest.fixture(scope="module")
def expected() -> tuple:
    return reports(EVENTS)


def test_every_library_gives_the_same_reports(expected):
    arrow = pa.table(EVENTS)
    frame = pl.DataFrame(EVENTS)
    relation = duckdb.from_arrow(arrow)
    for data in (
        arrow,
        arrow.to_reader(),
        arrow.combine_chunks().to_batches()[0],
        frame,
        frame.lazy(),
        frame.with_columns(pl.col("channel").cast(pl.Categorical)),
        pd.DataFrame(EVENTS),
        pd.DataFrame(EVENTS).astype({"channel": "category"}),
        relation,
        {name: np.array(cells) if name == "spent" else tuple(cells) for name, cells in EVENTS.items()},
    ):
        assert reports(data) == expected, type(data)


@pytest.mark.parametrize("library", ["polars", "pyarrow", None])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_keeps_leading_zeros_whoever_reads_it(tmp_path, monkeypatch, expected, library, separator):
    only(monkeypatch, library)
    file = tmp_path / "events.csv"
    file.write_text(pl.DataFrame(EVENTS).write_csv(separator=separator), encoding="utf-8-sig")
    assert reports(file) == expected
    assert reports(str(file)) == expected
    with gzip.open(tmp_path / "events.csv.gz", "wb") as packed:
        packed.write(file.read_bytes())
    assert reports(tmp_path / "events.csv.gz") == expected


@pytest.mark.parametrize("library", ["polars", "pyarrow", "duckdb"])
def test_parquet_whoever_reads_it(tmp_path, monkeypatch, expected, library):
    only(monkeypatch, library)
    file = tmp_path / "events.parquet"
    pq.write_table(pa.table({**EVENTS, "more": [b"x"] * 7}), file, row_group_size=2)
    assert reports(file) == expected


def only(monkeypatch, library: str | None) -> None:
    """As if of the libraries that read files only this one were installed."""
    hidden = {"polars", "pyarrow", "duckdb"} - {library}
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name in hidden else find(name))
    for name in hidden:
        monkeypatch.delitem(sys.modules, name, raising=False)


def test_parquet_without_a_library_names_the_remedy(tmp_path, monkeypatch):
    file = tmp_path / "events.parquet"
    pq.write_table(pa.table(EVENTS), file)
    only(monkeypatch, None)
    with pytest.raises(cx.errors.MissingLibraryError, match=r"pip install pyarrow \(or polars\)"):
        cx.Events(file, **ROLES)


def test_pandas_works_without_pyarrow(monkeypatch, expected):
    frame = pd.DataFrame(EVENTS)
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "pyarrow" else find(name))
    assert reports(frame) == expected
    typed = frame.iloc[:6].assign(
        ts=lambda f: pd.to_datetime(f["ts"], utc=True), chf=lambda f: f["chf"].astype(float), user=[7, 7, 7, 8, 8, 9]
    )
    zoned = typed.assign(ts=typed["ts"].dt.tz_convert("Europe/Zurich"), user=typed["user"].astype("Int64"))
    naive = typed.assign(ts=typed["ts"].dt.tz_localize(None))
    assert reports(typed) == reports(zoned) == reports(naive)
    assert reports(typed)[4] == expected[4]
    lists = pd.DataFrame({"path": [["a"], ("a", "b"), None, np.array(["a"])]})
    assert cx.paths(lists).to_pylist() == cx.paths({"path": ["a", "a > b", "", "a"]}).to_pylist()


def test_numbers_and_gaps_of_plain_columns_survive():
    data = {
        "t": [1_772_000_000, 1_772_000_100],
        "id": [2**70, 2**70],
        "c": ["a", "b"],
        "v": [1.25, None],
        "w": [True, False],
    }
    events = cx.Events(data, time="t", time_unit="s", ids={"n": "id"}, touchpoint="c", value="v", attributes=["w"])
    assert events.table.column("value") == [1.25, None]
    assert len(cx.stitch(events)) == 1
    assert cx.stitch(events).find("n", str(2**70)) == 0


def test_a_repeated_column_name_is_told(tmp_path):
    file = tmp_path / "events.csv"
    file.write_text("ts,user,channel,channel\n2026-03-01,1,a,b\n")
    roles = {"time": "ts", "ids": {"customer": "user"}}
    with pytest.raises(cx.errors.AmbiguousColumnError, match="occurs 2 times"):
        cx.Events(file, **roles, touchpoint="channel")
    assert len(cx.Events(file, **roles, touchpoint="=web")) == 1


def test_a_missing_column_of_a_file_is_told_with_what_there_is(tmp_path):
    file = tmp_path / "events.csv"
    file.write_text("ts,user\n2026-03-01,1\n")
    with pytest.raises(cx.errors.MissingColumnError, match='no column "channel"; available: ts, user') as caught:
        cx.Events(file, time="ts", ids={"customer": "user"}, touchpoint="channel")
    assert caught.value.details["available"] == ["ts", "user"]
    assert isinstance(caught.value, KeyError)


@pytest.mark.parametrize("library", ["polars", "pyarrow", None])
def test_a_cell_of_ten_megabytes_is_rejected_with_its_reason(tmp_path, monkeypatch, library):
    only(monkeypatch, library)
    file = tmp_path / "events.csv"
    file.write_text(f"ts,user,channel\n2026-03-01,1,{'x' * 10_000_000}\n2026-03-01,1,b\n")
    events = cx.Events(file, time="ts", ids={"customer": "user"}, touchpoint="channel")
    assert events.report.rejects.column("reason") == ["text is longer than 65,536 bytes"]


@pytest.mark.parametrize("data", [object(), 3, 2.5, None, [1, 2], b"x", {"ts": 3}, {"ts": "text"}, print])
def test_other_things_are_refused_in_our_words(data):
    with pytest.raises(cx.CxError) as caught:
        cx.Events(data, **ROLES)
    assert "dunder" not in str(caught.value)
    assert caught.value.kind in {"input", "missing_column"}
    assert isinstance(caught.value, TypeError | KeyError)


def test_a_series_is_not_a_table():
    with pytest.raises(cx.CxError):
        cx.Feedback(pl.Series("score", [1, 2]))


def test_a_stream_that_breaks_off_is_told():
    def batches():
        yield pa.record_batch({"score": [1]})
        raise OSError("the disk is gone")

    reader = pa.RecordBatchReader.from_batches(pa.schema([("score", pa.int64())]), batches())
    with pytest.raises(cx.errors.InputError, match="the disk is gone"):
        cx.Feedback(reader)


def test_columns_of_unequal_length_are_told():
    with pytest.raises(cx.CxError, match="length"):
        cx.Feedback({"score": [1, 2], "place": ["a"]})


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.csv", "", "the file is empty"),
        ("a.csv", "score\n", "the table has no rows"),
        ("a.xlsx", "x", "this is not a workbook"),
        ("a.doc", "x", "give a file named .csv"),
        ("a.parquet", "not parquet", "could not be read"),
    ],
)
def test_files_that_cannot_be_read(tmp_path, name, content, message):
    (tmp_path / name).write_text(content)
    with pytest.raises(cx.CxError, match=message):
        cx.Feedback(tmp_path / name)


def test_a_file_that_is_not_there():
    with pytest.raises(cx.errors.InputError, match="no such file"):
        cx.Feedback("nowhere.csv")


def test_a_wide_table_gives_a_short_message():
    wide = pa.table({f"c{at}": [1] for at in range(100_000)})
    with pytest.raises(cx.errors.MissingColumnError) as caught:
        cx.Feedback(wide)
    assert len(str(caught.value)) < 300


def test_a_row_that_is_null_as_a_whole_has_null_cells():
    rows = pa.chunked_array([pa.array([{"score": 9}, None], type=pa.struct([("score", pa.int64())]))])
    report = cx.Feedback(rows).report
    assert (report.read, report.accepted, report.rejected) == (2, 1, 1)


def test_broken_arrow_data_is_told():
    """Text that is no UTF-8 and codes beyond the end: each an error, none a crash."""

    def text(offsets, content):
        return pa.Array.from_buffers(pa.string(), 1, [None, pa.py_buffer(bytes(offsets)), pa.py_buffer(content)])

    broken = [
        text([0, 0, 0, 0, 2, 0, 0, 0], b"\xff\xfe"),
        pa.DictionaryArray.from_arrays(pa.array([5], pa.int32()), pa.array(["a"]), safe=False),
    ]
    for column in broken:
        with pytest.raises(cx.errors.InputError, match='column "place"'):
            cx.Feedback(pa.table({"score": [1], "place": column}), touchpoint="place")
