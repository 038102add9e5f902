"""Inputs of the benchmarks: seeded, so that every machine measures the same rows.

Events as a web shop has them, in shuffled order: 20 per user in about four visits over 90 days. Journeys as an
attribution tool exports them, one row each: 12 touchpoints, five contacts on average. Distinct sequences of 72 states,
as studies of life courses have them. And the log of a building permit process, which is made ready, not generated.
"""

from __future__ import annotations

import itertools
import os
import shutil
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as pc
import pyarrow.parquet as pq

SECOND = 1_000_000
DAY = 86_400
EVENTS_SEED = 20_260_401
PATHS_SEED = 20_260_402
SEQUENCES_SEED = 20_260_403
STEPS = 72


def events(rows: int) -> pa.Table:
    """Columns `user_id`, `ts` (microseconds since 1970), `event` (32 names, few of them common), `channel` (8 names).

    No user has two events at the same time: the order of a user's events is certain in every tool.
    """
    random = np.random.default_rng(EVENTS_SEED)
    # From 1: an id of 0 stands for nobody in real exports.
    user = random.integers(1, max(rows // 20, 1) + 1, rows)
    visit = (user * 2_654_435_761 + random.integers(0, 4, rows) * 320_743_257) % (90 * DAY)
    within = random.exponential(420, rows)
    ts = (1_700_000_000 + visit) * SECOND + (within * SECOND).astype(np.int64)
    _part_ties(user, ts)
    weight = 1 / np.arange(1, 33)
    kind = random.choice(32, rows, p=weight / weight.sum()).astype(np.int8)
    channel = random.integers(0, 8, rows).astype(np.int8)
    channels = ["tv", "search", "display", "social", "email", "direct", "store", "call"]
    return pa.table(
        {
            "user_id": user,
            "ts": ts,
            "event": _names(kind, [f"ev_{at:02d}" for at in range(32)]),
            "channel": _names(channel, channels),
        }
    )


def text(rows: int) -> pa.Table:
    """The events as an export writes them, six columns of text: time, number, e-mail, channel, event, amount."""
    table = events(rows)
    random = np.random.default_rng(EVENTS_SEED)
    amount = np.where(random.random(rows) < 0.3, random.exponential(60, rows).round(2), np.nan)
    time = table["ts"].cast(pa.timestamp("us")).cast(pa.timestamp("s"), safe=False)
    user = table["user_id"].cast(pa.string())
    return pa.table(
        {
            "time": pa.compute.strftime(time, "%Y-%m-%dT%H:%M:%SZ"),
            "customer": user,
            "email": pa.compute.binary_join_element_wise("user", user, "@example.com", ""),
            "channel": table["channel"],
            "event": table["event"],
            "revenue": pa.array(amount, from_pandas=True),
        }
    )


def paths(rows: int) -> pa.Table:
    """Columns `path` ("a > b > c"), `conv`, `value`, `null`, one row a journey.

    Lengths are geometric with mean 5, at most 40; touchpoints follow a chain of order 1 in which some stay; the
    chance of a conversion depends on the touchpoints met.
    """
    names = [
        *("tv spot", "search brand", "search generic", "display", "social", "newsletter"),
        *("website", "app", "branch", "call centre", "aggregator", "sponsoring"),
    ]
    random = np.random.default_rng(PATHS_SEED)
    count = len(names)
    chain = random.dirichlet(np.full(count, 0.6), count) * 0.85 + np.eye(count) * 0.15
    chain = chain.cumsum(axis=1)
    start = random.dirichlet(np.full(count, 0.8)).cumsum()
    effect = random.normal(0.15, 0.5, count)
    length = np.minimum(random.geometric(1 / 5, rows), 40)
    steps = np.empty((rows, int(length.max())), np.int8)
    steps[:, 0] = np.searchsorted(start, random.random(rows)).clip(0, count - 1)
    for at in range(1, steps.shape[1]):
        draw = random.random(rows)[:, None]
        steps[:, at] = (draw > chain[steps[:, at - 1]]).sum(axis=1).clip(0, count - 1)
    inside = np.arange(steps.shape[1]) < length[:, None]
    logit = np.full(rows, -2.6)
    for touchpoint in range(count):
        logit += ((steps == touchpoint) & inside).any(axis=1) * effect[touchpoint]
    conv = (random.random(rows) < 1 / (1 + np.exp(-logit))).astype(np.int64)
    value = np.where(conv == 1, np.exp(random.normal(4, 1, rows)).round(2), 0.0)
    lists = pa.ListArray.from_arrays(
        pa.array(np.concatenate([[0], length.cumsum()]).astype(np.int32)),
        _names(steps[inside], names),
    )
    text = pa.compute.binary_join(lists, " > ")
    return pa.table({"path": text, "conv": conv, "value": value, "null": 1 - conv})


def sequences(rows: int) -> pa.Table:
    """Columns `sequence`, `step`, `state` (8 names) of so many distinct sequences of 72 states.

    Nine times out of ten a state stays; else the next one is drawn from all eight.
    """
    random = np.random.default_rng(SEQUENCES_SEED)
    states = np.empty((rows + rows // 20, STEPS), np.int8)
    states[:, 0] = random.integers(0, 8, len(states))
    for at in range(1, STEPS):
        drawn = random.integers(0, 8, len(states))
        states[:, at] = np.where(random.random(len(states)) < 0.9, states[:, at - 1], drawn)
    states = np.unique(states, axis=0)
    states = states[random.permutation(len(states))[:rows]]
    return pa.table(
        {
            # From 1: an id of 0 stands for nobody in real exports.
            "sequence": np.repeat(np.arange(1, rows + 1), STEPS),
            "step": np.tile(np.arange(STEPS), rows),
            "state": _names(states.ravel(), [f"state {at}" for at in range(8)]),
        }
    )


def log(file: Path) -> pa.Table:
    """Columns `case`, `activity`, `ts` of the log "receipt"; its model goes beside the file.

    Events of one case at one time are put a microsecond apart, in their order in the log, so that their order is
    certain in every tool.
    """
    folder = Path(os.environ["CX_SHARED"]) / "golden" / "process"
    shutil.copyfile(folder / "receipt_im02.pnml", file.with_suffix(".pnml"))
    events = pq.read_table(folder / "receipt_events.parquet").sort_by([("@@index", "ascending")])
    case = events["case:concept:name"].combine_chunks().dictionary_encode()
    number, ts = case.indices.to_numpy(), events["time:timestamp"].cast(pa.int64()).to_numpy().copy()
    order = np.lexsort((np.arange(len(ts)), ts, number))
    for before, at in itertools.pairwise(order):
        if number[before] == number[at] and ts[at] <= ts[before]:
            ts[at] = ts[before] + 1
    names = events["concept:name"].cast(pa.string())
    return pa.table({"case": case.cast(pa.string()), "activity": names, "ts": ts})


def _part_ties(user: np.ndarray, ts: np.ndarray) -> None:
    """Moves events of one user at one time a microsecond apart."""
    first = ts.min()
    while True:
        # 43 bits hold 90 days in microseconds; 20 bits hold the users.
        key = (user << 43) | (ts - first)
        order = np.argsort(key)
        tied = order[1:][np.diff(key[order]) == 0]
        if not len(tied):
            return
        ts[tied] += 1


def _names(codes: np.ndarray, names: list[str]) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(codes), pa.array(names)).cast(pa.string())


def main() -> None:
    """Writes one file: `generate.py events|text|paths|sequences|log ROWS FILE`."""
    kind, rows, file = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
    makers = {"events": events, "text": text, "paths": paths, "sequences": sequences}
    table = log(file) if kind == "log" else makers[kind](rows)
    part = file.with_suffix(".part")
    if kind == "text":
        pc.write_csv(table, part, pc.WriteOptions(quoting_style="none"))
    else:
        pq.write_table(table, part, compression="zstd")
    part.rename(file)


if __name__ == "__main__":
    main()
