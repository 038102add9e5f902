"""The work in DuckDB."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb

from peers import GAP, sessions_answer

if TYPE_CHECKING:
    from pathlib import Path

CUT = """
create temp table ordered as
select user_id, ts, event, sum(first) over (partition by user_id order by ts rows unbounded preceding) as session
from (
    select user_id, ts, event,
        case when ts - lag(ts) over (partition by user_id order by ts) <= $gap then 0 else 1 end as first
    from events
)
"""
PATHS = """
create temp table paths as
select string_agg(event, '>' order by ts) as path from ordered group by user_id, session
"""
VARIANTS = "select path, count(*) from paths group by path"
TRANSITIONS = """
select event, after, count(*)
from (select event, lead(event) over (partition by user_id, session order by ts) as after from ordered)
where after is not null
group by event, after
"""


def load_events(file: Path) -> duckdb.DuckDBPyConnection:
    """A table in memory."""
    base = duckdb.connect()
    base.execute("create table events as select user_id, ts, event from read_parquet(?)", [str(file)])
    return base


def sessions(held: list[duckdb.DuckDBPyConnection]) -> tuple[int, object, object]:
    """Window functions; the sessions are kept, because two questions need them."""
    base = held[0]
    base.execute(CUT, {"gap": GAP})
    transitions = base.sql(TRANSITIONS).to_arrow_table()
    base.execute(PATHS)
    base.execute("drop table ordered")
    variants = base.sql(VARIANTS).to_arrow_table()
    count = base.execute("select count(*) from paths").fetchall()[0][0]
    return count, variants, transitions


def sessions_result(result: tuple[int, object, object]) -> dict[str, object]:
    """Plain values."""
    count, variants, transitions = result
    rows = [column.to_pylist() for column in variants.columns]
    pairs = [column.to_pylist() for column in transitions.columns]
    return sessions_answer(count, zip(*rows, strict=True), zip(*pairs, strict=True))


WORKS = {"sessions": (load_events, sessions, sessions_result)}
