"""A part of a table, in another order: the same types, the same figures, and what was done is said."""

from __future__ import annotations

import csv
import datetime
import pickle
import sys
import zipfile
from pathlib import Path

import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import cxcockpit as cx
from cxcockpit import _native
from cxcockpit._excel import sheet_names
from cxcockpit._table import Table

UTC = datetime.UTC


def made(**columns) -> Table:
    """A table of columns of all types: `name=(kind, cells)`."""
    return Table(_native.table_of_columns([(name, *column) for name, column in columns.items()], {"method": "test"}))


@pytest.fixture
def mixed() -> Table:
    return made(
        name=("name", ["b", None, "a", "b"]),
        time=("time", [4_000_000, 1_000_000, None, 86_400_000_000]),
        day=("date", [3, None, 1, 2]),
        chf=("f64", [2.5, float("nan"), None, -1.0]),
        n=("u64", [7, 2**53 + 1, None, 0]),
        proven=("bool", [True, False, None, True]),
        path=("list", [["x", "y"], [], None, ["x"]]),
        text=("text", ["=1+1", "é\x01", None, " b_x0041_ "]),
    )


def test_head_slices_and_columns_are_parts_of_the_table(mixed):
    rows = mixed.to_pylist()
    # NaN is not equal to itself, and its text is.
    assert str(mixed.head(2).to_pylist()) == str(rows[:2])
    assert str(mixed.head(99).to_pylist()) == str(rows)
    assert mixed.head(0).to_pylist() == []
    assert str(mixed[1:3].to_pylist()) == str(rows[1:3])
    assert str(mixed[::-1].to_pylist()) == str(rows[::-1])
    assert mixed["n"] == mixed.column("n")
    assert mixed[["n", "name"]].to_pylist() == [{"n": row["n"], "name": row["name"]} for row in rows]
    assert mixed[0] == rows[0]
    assert repr(mixed[-1]) == repr(rows[-1])
    assert list(mixed)[2] == rows[2]
    assert "n" in mixed
    assert "b" not in mixed


@pytest.mark.parametrize("what", [4, -5, True, 1.0, None, [0], ("n", 1)])
def test_what_is_no_part_is_refused(mixed, what):
    with pytest.raises(cx.CxError) as caught:
        mixed[what]
    assert isinstance(caught.value, IndexError if what in (4, -5) and what is not True else TypeError)


def test_views_keep_the_types_and_say_what_was_done(mixed):
    view = mixed.filter(name="b").sort(["day", "n"], descending=[True, False]).head(1)
    assert view.to_arrow().schema.types == mixed.to_arrow().schema.types
    assert view.to_arrow().schema.types[0].index_type == pa.uint32()  # names stay coded
    assert view.metadata == {
        "method": "test",
        "view": "filtered by name; sorted by day descending, n; first 1 rows",
    }
    assert view.to_pylist() == [mixed.to_pylist()[0]]
    assert pickle.loads(pickle.dumps(view)) == view  # noqa: S301 - our own bytes
    assert mixed.metadata == {"method": "test"}


def test_names_of_rows_that_are_not_there_do_not_travel_along(mixed):
    assert mixed.filter(name="a").to_arrow()["name"].chunk(0).dictionary.to_pylist() == ["a"]
    assert mixed.filter(name=None).to_arrow()["name"].chunk(0).dictionary.to_pylist() == []


@pytest.mark.parametrize("column", ["name", "time", "day", "chf", "n", "proven", "path", "text"])
@pytest.mark.parametrize("descending", [False, True])
def test_missing_cells_come_last_in_either_direction(mixed, column, descending):
    cells = mixed.sort(column, descending=descending)[column]
    there = [cell for cell in cells if cell is not None and cell == cell]  # noqa: PLR0124 - NaN
    assert cells[: len(there)] == sorted(there, reverse=descending)


@given(
    st.lists(st.tuples(st.none() | st.integers(0, 3), st.none() | st.sampled_from("ab"), st.integers()), max_size=30),
    st.booleans(),
    st.booleans(),
)
def test_sort_is_the_sort_of_the_rows(rows, first, second):
    rows = [(a, b, n % 1000) for a, b, n in rows]
    table = made(
        a=("i64", [row[0] for row in rows]), b=("name", [row[1] for row in rows]), n=("i64", [row[2] for row in rows])
    )
    expected = sorted(rows, key=lambda row: (row[1] is None, (ord(row[1] or "a")) * (-1 if second else 1)))
    expected.sort(key=lambda row: (row[0] is None, (row[0] or 0) * (-1 if first else 1)))
    ordered = table.sort(["a", "b"], descending=[first, second])
    assert [tuple(row.values()) for row in ordered.to_pylist()] == expected
    assert sorted(map(str, rows)) == sorted(str(tuple(row.values())) for row in ordered)


@pytest.mark.parametrize(
    ("wanted", "rows"),
    [
        ({"name": "b"}, [0, 3]),
        ({"name": ["a", None]}, [1, 2]),
        ({"name": {"a"}}, [2]),
        ({"n": 7}, [0]),
        ({"n": range(8)}, [0, 3]),
        ({"chf": 2.5, "name": "b"}, [0]),
        ({"proven": True}, [0, 3]),
        ({"proven": None}, [2]),
        ({"day": "1970-01-03"}, [3]),
        ({"day": datetime.date(1970, 1, 4)}, [0]),
        ({"time": "1970-01-01T00:00:04Z"}, [0]),
        ({"time": datetime.datetime(1970, 1, 2)}, [3]),  # noqa: DTZ001 - times without a zone are in UTC
        ({"path": ["x"]}, [3]),
        ({"path": [["x"], ["x", "y"]]}, [0, 3]),
        ({"n": lambda n: n is not None and n > 5}, [0, 1]),
        ({}, [0, 1, 2, 3]),
    ],
)
def test_filter_keeps_the_rows_that_meet_all(mixed, wanted, rows):
    whole = [str(row) for row in mixed.to_pylist()]
    assert [str(row) for row in mixed.filter(**wanted)] == [whole[row] for row in rows]


def test_filter_takes_a_function_of_the_row(mixed):
    assert mixed.filter(lambda row: row["n"] == 0)["day"] == [datetime.date(1970, 1, 3)]
    assert len(mixed.filter(lambda row: row["n"], proven=True)) == 1


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ({"n": "7"}, "column 'n' holds numbers, not '7'"),
        ({"n": True}, "holds numbers, not True"),
        ({"name": 7}, "holds text, not 7"),
        ({"day": "tomorrow"}, "holds days, for example"),
        ({"day": datetime.datetime(1970, 1, 1, tzinfo=UTC)}, "holds days"),
        ({"time": "noon"}, "holds times, for example"),
        ({"proven": 1}, "holds True and False, not 1"),
        ({"path": "x"}, "holds lists of text"),
    ],
)
def test_a_value_that_no_cell_can_have_is_refused(mixed, wanted, said):
    with pytest.raises(cx.errors.InputError, match=said):
        mixed.filter(**wanted)


def test_a_near_name_is_warned_of_and_any_other_is_an_empty_part(mixed):
    with pytest.warns(cx.errors.NearNameWarning, match='no row has "B" in the column "name"; there is "b"') as told:
        assert len(mixed.filter(name="B")) == 0
    assert told[0].filename == __file__
    assert len(mixed.filter(name="elsewhere")) == 0


def test_columns_that_are_not_there_are_named_with_the_nearest(mixed):
    for call in (
        lambda: mixed["nmae"],
        lambda: mixed.sort("nmae"),
        lambda: mixed.filter(nmae=1),
        lambda: mixed[["nmae"]],
    ):
        with pytest.raises(
            cx.errors.MissingColumnError, match="no column 'nmae'; did you mean \"name\"\\? available: name"
        ):
            call()
    with pytest.raises(cx.errors.OptionError, match="2 columns and 1 directions"):
        mixed.sort(["n", "day"], descending=[True])
    with pytest.raises(cx.errors.OptionError, match="give 0 or more"):
        mixed.head(-1)


def test_views_of_a_file_leave_out_rows_at_fault():
    table = cx.read_csv(b"name;score\na;9\nb\nc;7\n")
    assert [fault["row"] for fault in table.faults] == [1]
    for view in (table[:], table.head(), table.sort("name"), table.filter()):
        assert view["name"] == ["a", "c"]


def test_columns_without_a_cell_or_without_room_are_left_out_and_named():
    wide = made(
        name=("text", ["x" * 100, "y"]),
        empty=("f64", [None, None]),
        **{f"figure_{at}": ("i64", [10**9, 1]) for at in range(12)},
    )
    text = str(wide)
    assert max(map(len, text.splitlines())) <= 120
    assert text.splitlines()[4].startswith("left out: empty (empty); figure_5, figure_6")
    assert "…" in text
    assert "to_text(width=None) shows all" in " ".join(text.split())
    full = wide.to_text(width=None)
    assert "x" * 100 in full
    assert "figure_11" in full
    assert "empty (empty)" in wide._repr_html_()
    late = made(name=("text", ["x"] * 30), late=("i64", [None] * 29 + [1]))
    assert "left out" not in str(late)
    nothing = made(name=("text", []))
    assert str(nothing) == "name\n----"


def test_the_cockpit_is_of_sensible_width(events, journeys):
    cockpit = cx.cockpit(events=events, journeys=journeys, credit=cx.attribute(journeys, model="last"))
    lines = str(cockpit.touchpoints).splitlines()
    assert max(map(len, lines)) <= 120
    assert sum(line.startswith("left out: ") for line in lines) == 1


def test_every_report_with_a_table_gives_it_to_other_tools(journeys, feedback, events, tmp_path):
    credit = cx.attribute(journeys, model="last")
    cockpit = cx.cockpit(journeys=journeys, credit=credit)
    reports = [credit, cx.returns(credit), cx.score(feedback), journeys, events, journeys.funnel(["search"]), cockpit]
    reports += [journeys.personas(), cx.stitch(events)]
    for report in reports:
        table = cockpit.touchpoints if report is cockpit else report.table
        assert report.to_pylist() == table.to_pylist()
        assert report.to_arrow() == table.to_arrow()
        assert report.to_polars().equals(pl.DataFrame(table))
        assert report.to_pandas().equals(table.to_pandas())
        with report.to_csv(tmp_path / "table.csv").open(newline="", encoding="utf-8") as file:
            assert len(list(csv.reader(file))) == len(table) + 1
        assert pl.read_parquet(report.to_parquet(tmp_path / "table.parquet")).equals(pl.DataFrame(table))
        assert cx.read_excel(report.to_excel(tmp_path / "table.xlsx")).columns == table.columns


def test_every_class_with_a_table_is_one_of_them():
    classes = [getattr(cx, name) for name in cx.__all__ if isinstance(getattr(cx, name), type)]
    with_table = [kind for kind in classes if "table" in dir(kind)]
    assert len(with_table) > 20
    assert [kind for kind in with_table if not hasattr(kind, "to_parquet")] == []


def test_a_workbook_has_every_cell(mixed, tmp_path):
    file = cx.to_excel(
        {"all: of [it]": mixed, "ALL  of  it ": mixed.head(1), "": mixed.head(0)}, tmp_path / "book.xlsx"
    )
    with zipfile.ZipFile(file) as book:
        assert book.testzip() is None
        assert b"method test; view" not in book.read("docProps/core.xml")
        assert b"view first 1 rows" in book.read("docProps/core.xml")
    back = cx.read_excel(file, sheet="all  of  it")
    assert back.columns == mixed.columns
    assert back.to_pylist() == [
        {"name": "b", "time": "1970-01-01T00:00:04", "day": "1970-01-04", "chf": "2.5", "n": "7"}
        | {"proven": "true", "path": "x > y", "text": "=1+1"},
        {"name": None, "time": "1970-01-01T00:00:01", "day": None, "chf": None, "n": str(2**53 + 1)}
        | {"proven": "false", "path": None, "text": "é\x01"},
        {"name": "a", "time": None, "day": "1970-01-02", "chf": None, "n": None}
        | {"proven": None, "path": None, "text": None},
        {"name": "b", "time": "1970-01-02", "day": "1970-01-03", "chf": "-1", "n": "0"}
        | {"proven": "true", "path": "x", "text": " b_x0041_ "},
    ]
    assert len(cx.read_excel(file, sheet="ALL  of  it 2")) == 1


def test_the_same_tables_give_the_same_workbook(mixed, tmp_path):
    first = cx.to_excel({"a": mixed}, tmp_path / "first.xlsx").read_bytes()
    assert cx.to_excel({"a": mixed}, tmp_path / "second.xlsx").read_bytes() == first


def test_days_before_a_sheet_can_count_are_text(tmp_path):
    early = made(day=("date", [-40_000, -25_508]), time=("time", [-(10**16), None]))
    back = cx.read_excel(early.to_excel(tmp_path / "early.xlsx"))
    assert back["day"] == ["1860-06-26", "1900-03-01"]
    assert back["time"][0].startswith("1653-02-10T06:13:20")


@pytest.mark.parametrize(
    ("names", "sheets"),
    [
        (["a", "A", "a"], ["a", "A 2", "a 3"]),
        (["x" * 40, "x" * 40], ["x" * 31, "x" * 29 + " 2"]),
        (["'", "History", "a/b:c"], ["table", "History 2", "a b c"]),
    ],
)
def test_names_of_sheets_are_those_that_a_workbook_allows(names, sheets):
    assert sheet_names(names) == sheets


def test_what_a_sheet_cannot_take_is_refused_and_nothing_is_left_behind(tmp_path):
    long = made(text=("text", ["x" * 32_768]))
    (tmp_path / "book.xlsx").write_bytes(b"before")
    with pytest.raises(cx.errors.TooManyError, match="a cell of 'text' has 32,768 characters"):
        long.to_excel(tmp_path / "book.xlsx")
    assert [file.name for file in tmp_path.iterdir()] == ["book.xlsx"]
    assert (tmp_path / "book.xlsx").read_bytes() == b"before"
    tall = made(n=("i64", [0] * 1_048_576))
    with pytest.raises(cx.errors.TooManyError, match="1,048,577 rows, a sheet takes 1,048,576; use to_parquet"):
        cx.to_excel({"tall": tall}, tmp_path / "tall.xlsx")
    for wrong in ({}, {"a": 1}, mixed):
        with pytest.raises(cx.errors.InputError, match="to_excel: "):
            cx.to_excel(wrong, tmp_path / "wrong.xlsx")


@pytest.mark.parametrize("method", ["to_csv", "to_parquet", "to_excel"])
def test_a_folder_that_is_not_there_is_named_with_its_remedy(mixed, tmp_path, method):
    with pytest.raises(
        cx.errors.InputError, match=r"no such folder: .*nowhere; make it first: .*mkdir\(parents=True\)"
    ):
        getattr(mixed, method)(tmp_path / "nowhere" / "file")
    with pytest.raises(cx.errors.InputError, match="is a folder; give the name of a file in it"):
        getattr(mixed, method)(tmp_path)


def test_parquet_without_a_library_is_named_with_its_remedy(mixed, tmp_path, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    with pytest.raises(cx.errors.MissingLibraryError, match="pip install pyarrow"):
        mixed.to_parquet(Path(tmp_path) / "file.parquet")
    monkeypatch.undo()
    monkeypatch.setitem(sys.modules, "polars", None)
    assert mixed.to_parquet(tmp_path / "file.parquet").stat().st_size > 0
