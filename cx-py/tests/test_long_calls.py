"""Long calls: other threads run, Ctrl-C is answered, progress is told."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time

import numpy as np
import polars as pl
import pytest

import cxcockpit as cx
from cxcockpit import _native

ROWS = 2_000_000


@pytest.fixture(scope="module")
def many() -> pl.DataFrame:
    random = np.random.default_rng(0)
    return pl.DataFrame(
        {
            "ts": random.integers(1_750_000_000, 1_770_000_000, ROWS),
            "user": random.integers(0, ROWS // 8, ROWS),
            "channel": random.integers(0, 20, ROWS).astype(str),
        }
    )


def read(many, **more) -> cx.Events:
    return cx.Events(many, time="ts", time_unit="s", ids={"user": "user"}, touchpoint="channel", **more)


@pytest.mark.slow
def test_other_threads_run_meanwhile(many):
    ticks, done = [0], threading.Event()

    def tick():
        while not done.is_set():
            ticks[0] += 1
            time.sleep(0.001)

    thread = threading.Thread(target=tick)
    thread.start()
    before = ticks[0]
    read(many)
    during = ticks[0] - before
    done.set()
    thread.join()
    # A call that keeps the other threads out lets one of them in at its start and at its end, and never between.
    assert during > 2


def observed(call) -> tuple[list[tuple[int, int]], float]:
    """What a call told of its progress, and how long it took."""
    told: list[tuple[int, int]] = []
    started = time.perf_counter()
    call(lambda done, total: told.append((done, total)))
    return told, time.perf_counter() - started


@pytest.mark.slow
def test_progress_is_told_at_most_ten_times_a_second(many):
    events = read(many)
    people = cx.stitch(events)
    for call in (
        lambda progress: read(many, progress=progress),
        lambda progress: cx.journeys(events, people, progress=progress),
    ):
        told, took = observed(call)
        assert told
        assert all(0 <= done <= total for done, total in told)
        # A tenth of a second lies between any two, but for the first word and the last one of a call.
        assert len(told) <= took / 0.1 + 2


@pytest.mark.slow
def test_an_error_in_the_progress_callback_ends_the_call(many):
    def fail(_done, _total):
        raise RuntimeError("enough")

    with pytest.raises(RuntimeError, match="enough"):
        read(many, progress=fail)


LOOP = """
import numpy as np, polars as pl, cxcockpit as cx
random, rows = np.random.default_rng(0), 6_000_000
data = pl.DataFrame({
    "ts": random.integers(1_750_000_000, 1_770_000_000, rows),
    "user": random.integers(0, rows // 8, rows),
    "channel": random.integers(0, 500, rows).astype(str),
})
print("ready", flush=True)
try:
    while True:
        events = cx.Events(data, time="ts", time_unit="s", ids={"user": "user"}, touchpoint="channel")
        journeys = cx.journeys(events, cx.stitch(events))
        cx.attribute(journeys)
except KeyboardInterrupt:
    print("stopped", flush=True)
"""

# By itself the second call takes minutes.
LONG = """
import random, cxcockpit as cx
count = 300_000
data = {
    "path": [">".join(random.choices("abcdefghijklmnopqr", k=6)) for _ in range(count)],
    "conv": [1] * count,
    "null": [9] * count,
}
paths = cx.paths(data, path="path", conversions="conv", nulls="null", sep=">")
print("ready", flush=True)
try:
    cx.attribute(paths, models=["shapley_rate", "markov"], bootstrap=10_000)
except KeyboardInterrupt:
    print("stopped", flush=True)
"""


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize(("text", "wait"), [(LOOP, 0.3), (LOOP, 1.1), (LOOP, 2.3), (LONG, 0.5)])
def test_ctrl_c_is_answered(text, wait):
    program = subprocess.Popen([sys.executable, "-c", text], stdout=subprocess.PIPE, text=True)
    try:
        assert program.stdout.readline() == "ready\n"
        time.sleep(wait)
        program.send_signal(signal.SIGINT)
        # It takes 0.15 s; the rest is for a machine that is busy, and still far less than the work would take.
        said, _ = program.communicate(timeout=30)
    finally:
        program.kill()
    assert said == "stopped\n"
    assert program.returncode == 0


@pytest.mark.parametrize("long", [True, False])
def test_a_defect_of_the_engine_is_an_error_and_not_the_end(long, events):
    with pytest.raises(cx.errors.InternalError, match="please report it: on purpose"):
        _native._defect(long)  # noqa: SLF001 - made for this test
    assert len(cx.stitch(events)) > 0
