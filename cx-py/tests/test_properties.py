"""Whatever the table: the same account and the same figures, however it is encoded, ordered or cut."""

from __future__ import annotations

import itertools

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

import cxcockpit as cx

# Some of the cases that are drawn have no conversion.
pytestmark = pytest.mark.filterwarnings("ignore::cxcockpit.errors.NoEffectWarning")

TIMES = st.one_of(
    st.datetimes(
        min_value=pd.Timestamp("2026-01-01").to_pydatetime(), max_value=pd.Timestamp("2026-03-01").to_pydatetime()
    ).map(lambda time: time.replace(microsecond=0).isoformat()),
    st.sampled_from(["soon", "", "2026-02-30", None]),
)
ROWS = st.fixed_dictionaries(
    {
        "ts": TIMES,
        "user": st.one_of(st.none(), st.sampled_from(["01", "1", "001", "ä", "unknown", " "])),
        "cookie": st.one_of(st.none(), st.sampled_from(["c1", "c2", "c3"])),
        "channel": st.one_of(st.none(), st.sampled_from(["search", "Filiale Zürich", "a > b", "<b>"])),
        "event": st.sampled_from(["click", "purchase"]),
        "value": st.one_of(st.none(), st.sampled_from(["1.5", "0.000001", "-3", "nan", "x", "1e300"])),
        "key": st.one_of(st.none(), st.integers(0, 5).map(str)),
    }
)
TABLES = st.lists(ROWS, min_size=1, max_size=30)
SCHEMA = pa.schema([(name, pa.string()) for name in ("ts", "user", "cookie", "channel", "event", "value", "key")])
SETTINGS = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def read(data) -> cx.Events:
    try:
        return cx.Events(
            data,
            time="ts",
            ids={"customer": "user", "cookie": "cookie"},
            touchpoint="channel",
            event="event",
            value="value",
            event_id="key",
        )
    except cx.errors.NoneAcceptedError:
        # Where no row is accepted there are no events.
        reject()


def figures(events: cx.Events) -> str:
    """Every figure that does not name a row, as the bytes of the cockpit."""
    people = cx.stitch(events)
    journeys = cx.journeys(events, people)
    credit = cx.attribute(journeys, models=["markov", "linear", "time_decay"]) if len(journeys) else None
    return repr(people.report) + cx.cockpit(events=events, journeys=journeys, credit=credit).to_json()


@SETTINGS
@given(rows=TABLES)
def test_every_row_is_accounted_for(rows):
    report = read(pa.Table.from_pylist(rows, schema=SCHEMA)).report
    assert report.accepted + report.rejected + report.duplicate == report.read == len(rows)
    assert len(report.rejects) == report.rejected


@SETTINGS
@given(rows=TABLES)
def test_encodings_do_not_matter(rows):
    table = pa.Table.from_pylist(rows, schema=SCHEMA)
    frame = pl.DataFrame(table)
    encodings = [
        table,
        table.cast(pa.schema([(name, pa.large_string()) for name in SCHEMA.names])),
        pa.table({name: table[name].dictionary_encode() for name in SCHEMA.names}),
        frame,
        frame.with_columns(pl.all().cast(pl.Categorical)),
        pd.DataFrame(table.to_pydict(), dtype="str"),
        duckdb.from_arrow(table),
        table.to_pydict(),
    ]
    whole = [
        (read(data).report.to_pylist(), read(data).report.rejects.to_pylist(), figures(read(data)))
        for data in encodings
    ]
    assert all(one == whole[0] for one in whole)


@SETTINGS
@given(data=st.data(), rows=TABLES)
def test_order_of_rows_does_not_matter(data, rows):
    other = data.draw(st.permutations(rows))
    assert figures(read(pa.Table.from_pylist(rows, schema=SCHEMA))) == figures(
        read(pa.Table.from_pylist(other, schema=SCHEMA))
    )


@SETTINGS
@given(data=st.data(), rows=TABLES)
def test_batches_do_not_matter(data, rows):
    whole = pa.Table.from_pylist(rows, schema=SCHEMA)
    cuts = sorted(data.draw(st.sets(st.integers(0, len(rows)))) | {0, len(rows)})
    parts = [whole.slice(start, end - start) for start, end in itertools.pairwise(cuts)]
    cut = pa.concat_tables(parts)
    assert read(cut).report.rejects.to_pylist() == read(whole).report.rejects.to_pylist()
    assert figures(read(cut)) == figures(read(whole))


@SETTINGS
@given(rows=TABLES)
def test_counts_reconcile(rows):
    events = read(pa.Table.from_pylist(rows, schema=SCHEMA))
    journeys = cx.journeys(events, cx.stitch(events))
    report = journeys.report
    counted = report.steps + report.conversions + report.excluded + report.refunds + report.without_person
    assert counted == report.events == len(events)
    assert sum(journeys.table.column("touches")) == report.steps == len(journeys.steps)
    transitions = journeys.transitions().to_pylist()
    assert sum(row["count"] for row in transitions if row["from"] == "(start)") == len(journeys)
    assert sum(journeys.paths().column("journeys")) == len(journeys)
    assert sum(journeys.sessions.column("events")) == report.events - report.without_person
