"""Reports as tables: into every tool, as text, as HTML, through pickle."""

from __future__ import annotations

import datetime
import pickle
import sys

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import cxcockpit as cx


@pytest.fixture
def tables(events, journeys, feedback) -> list[cx.Table]:
    credit = cx.attribute(journeys, models=["markov", "last"])
    scores = cx.score(feedback, window="week")
    cockpit = cx.cockpit(events=events, journeys=journeys, credit=credit, scores=scores)
    people = cx.stitch(events)
    funnel = journeys.funnel(["search", "(conversion)"])
    conformance = journeys.conform("search", rules=[{"rule": "init", "a": "search"}])
    return [
        events.report,
        events.report.rejects,
        events.table,
        people.table,
        people.ids,
        journeys.table,
        journeys.steps,
        journeys.sessions,
        journeys.paths(),
        journeys.transitions(),
        journeys.flow(),
        journeys.variants(),
        journeys.directly_follows(),
        journeys.step_matrix(steps=3),
        journeys.next_steps(order=2),
        journeys.time_to_next(),
        journeys.compare(subject="variants"),
        funnel.table,
        funnel.times,
        conformance.table,
        conformance.violations,
        conformance.variants,
        conformance.deviations,
        conformance.units,
        credit.table,
        scores.table,
        cockpit.touchpoints,
        cockpit.alarms,
        cockpit.coverage,
        cockpit.findings,
    ]


def test_every_tool_reads_every_table(tables):
    for report in tables:
        table, rows = report, report.to_pylist()
        assert len(table) == len(rows)
        arrow = table.to_arrow()
        assert arrow.column_names == table.columns
        assert arrow.to_pylist() == rows
        assert pa.schema(table).names == table.columns
        assert table.to_polars().rows() == [tuple(row.values()) for row in rows]
        assert duckdb.sql("select count(*) from report").fetchall() == [(len(rows),)]
        frame = table.to_pandas()
        assert list(frame.columns) == table.columns
        assert len(frame) == len(rows)


class Given:
    """A capsule of a stream, as the object that tables are read from."""

    def __init__(self, capsule: object) -> None:
        self.capsule = capsule

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self.capsule


def test_another_layout_of_the_same_columns_is_given_where_asked(journeys):
    own = pa.table(journeys.steps)
    plain = [
        field.with_type(pa.large_string()) if pa.types.is_dictionary(field.type) else field for field in own.schema
    ]
    assert plain != list(own.schema)
    given = pa.table(journeys.steps, schema=pa.schema(plain))
    assert given.schema.types == [field.type for field in plain]
    assert given.schema.metadata == own.schema.metadata
    assert given.to_pylist() == own.to_pylist()


def test_a_layout_that_cannot_be_made_leaves_the_own_one(journeys):
    other = pa.schema([("nothing", pa.int8())]).__arrow_c_schema__()
    given = pa.table(Given(journeys.steps.__arrow_c_stream__(other)))
    assert given.schema == pa.table(journeys.steps).schema


def test_a_stream_is_read_once():
    stream = Given(pa.table({"score": [9]}).__arrow_c_stream__())
    assert cx.Feedback(stream).report.column("accepted") == [1]
    with pytest.raises(cx.errors.InputError, match="already read"):
        cx.Feedback(stream)


def test_what_is_no_stream_is_refused():
    with pytest.raises(cx.errors.InputError, match="could not be read as an Arrow table"):
        cx.Feedback(Given("not a capsule"))
    wrong = pa.schema([("score", pa.int64())]).__arrow_c_schema__()
    with pytest.raises(cx.errors.InputError, match="could not be read as an Arrow table"):
        cx.Feedback(Given(wrong))


def test_pandas_gets_the_types_that_it_calls_them(journeys, feedback):
    frame = journeys.table.to_pandas()
    assert str(frame["start"].dtype) == "datetime64[us, UTC]"
    assert str(frame["converted"].dtype) == "bool"
    assert str(frame["journey"].dtype) == "uint32"
    assert frame["value"].sum() == 200.5
    assert frame["value"].isna().sum() == 1
    assert str(journeys.steps.to_pandas()["touchpoint"].dtype) == "category"
    scores = cx.score(feedback, window="week").table.to_pandas()
    assert str(scores["window_start"].dtype) == "datetime64[s]"
    assert str(scores["answers_needed"].dtype) == "UInt64"
    assert journeys.paths().to_pandas()["path"].tolist()[0] == ["newsletter"]


def test_pickled_tables_come_back_equal(tables):
    for table in tables:
        back = pickle.loads(pickle.dumps(table))  # noqa: S301 - our own bytes
        assert back == table
        assert back.metadata == table.metadata
        assert back.to_arrow().schema == table.to_arrow().schema
        assert back.to_arrow() == table.to_arrow()


def test_metadata_says_how_a_report_was_made(events, journeys):
    assert set(journeys.table.metadata) == {"definition", "method", "version"}
    other = cx.journeys(events, cx.stitch(events), conversion="purchase", lookback="7d")
    assert other.table.metadata["definition"] != journeys.table.metadata["definition"]
    assert journeys.table.metadata["version"] == cx.__version__


def test_markup_in_names_is_shown_and_not_obeyed():
    hostile = '<script>alert("x")</script>'
    feedback = cx.Feedback({hostile: [9], "p": [hostile]}, score=hostile, touchpoint="p", segments=[hostile])
    html = cx.score(feedback, by=["touchpoint", hostile])._repr_html_()
    assert "<script" not in html
    assert html.count("&lt;script&gt;") == 2  # a column and a touchpoint


def test_html_shows_the_first_rows_only():
    paths = cx.paths({"path": [f"p{at}" for at in range(1000)]})
    html = paths._repr_html_()
    assert html.count("<tr>") == 21
    assert "first 20 of 1,000 rows" in html
    assert "... and 980 more rows" in str(paths)
    assert len(paths.to_text(rows=None).splitlines()) == 1002


def test_text_cannot_write_to_the_terminal():
    paths = cx.paths({"path": ["\x1b[31mred\u202e"]})
    assert "\x1b" not in str(paths)
    assert "\u202e" not in str(paths)


def test_representations_do_not_hold_identifiers(events, journeys):
    people = cx.stitch(events)
    for thing in (events, people, journeys, people.ids, events.report, journeys.paths(), people.report):
        assert "007" not in repr(thing)


def test_cells_are_python_values(journeys):
    row = journeys.table.to_pylist()[0]
    assert row["start"] == datetime.datetime(2026, 3, 1, 8, 0, tzinfo=datetime.UTC)
    assert row["converted"] is True
    assert journeys.table.column("value")[:2] == [120.5, 80.0]
    with pytest.raises(cx.errors.MissingColumnError, match="available: journey, person"):
        journeys.table.column("nothing")


def test_tables_compare_by_content_and_are_not_hashable(journeys):
    assert journeys.table == journeys.table
    assert journeys.table != journeys.steps
    assert journeys.table != 1
    with pytest.raises(TypeError):
        hash(journeys.table)


@pytest.mark.parametrize(
    ("method", "library"), [("to_polars", "polars"), ("to_arrow", "pyarrow"), ("to_pandas", "pandas")]
)
def test_a_missing_library_is_named_with_its_remedy(monkeypatch, journeys, method, library):
    monkeypatch.setitem(sys.modules, library, None)
    monkeypatch.delitem(sys.modules, "cxcockpit._pandas", raising=False)
    with pytest.raises(cx.errors.MissingLibraryError, match=f"pip install {library}") as caught:
        getattr(journeys.table, method)()
    assert isinstance(caught.value, ImportError)


def test_other_tools_can_ask_for_another_schema(journeys):
    wanted = pa.schema(
        [
            (name, pa.field(name, kind).type)
            for name, kind in [("from", pa.large_string()), ("to", pa.string()), ("count", pa.uint64())]
        ]
    )
    assert pa.table(journeys.transitions(), schema=wanted).num_rows == len(journeys.transitions())


def test_frames_of_a_report_go_back_in(journeys):
    table = journeys.paths()
    for data in (table, table.to_polars(), table.to_arrow(), pd.DataFrame(table.to_pylist())):
        again = cx.paths(data, conversions="conversions", value="value", nulls="nulls")
        assert again.column("conversions") == table.column("conversions")
    assert pl.DataFrame(table).height == len(table)
