"""Long calls: other threads run, Ctrl-C is answered, progress is told."""

from __future__ import annotations

import itertools
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
    started = time.perf_counter()
    read(many)
    took = time.perf_counter() - started
    done.set()
    thread.join()
    assert ticks[0] > took * 50


@pytest.mark.slow
def test_progress_is_told_at_most_ten_times_a_second(many):
    told: list[tuple[float, int, int]] = []
    events = read(many, progress=lambda done, total: told.append((time.perf_counter(), done, total)))
    people = cx.stitch(events)
    cx.journeys(events, people, progress=lambda done, total: told.append((time.perf_counter(), done, total)))
    assert told
    assert all(0 <= done <= total for _, done, total in told)
    gaps = [later[0] - earlier[0] for earlier, later in itertools.pairwise(told)]
    # The last word of a call may come right after the one before.
    assert sum(gap < 0.09 for gap in gaps) <= 2


@pytest.mark.slow
def test_an_error_in_the_progress_callback_ends_the_call(many):
    def fail(_done, _total):
        raise RuntimeError("enough")

    with pytest.raises(RuntimeError, match="enough"):
        read(many, progress=fail)


PROGRAM = """
import sys, time
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
    print("stopped", time.time(), flush=True)
"""


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize("wait", [0.3, 1.1, 2.3])
def test_ctrl_c_is_answered(wait):
    program = subprocess.Popen([sys.executable, "-c", PROGRAM], stdout=subprocess.PIPE, text=True)
    with program:
        assert program.stdout.readline() == "ready\n"
        time.sleep(wait)
        sent = time.time()
        program.send_signal(signal.SIGINT)
        said, when = program.stdout.readline().split()
    assert said == "stopped"
    # 200 ms on a machine of its own; a loaded one is slower to wake threads up.
    assert float(when) - sent < 0.2 * max(1.0, os.getloadavg()[0])
    assert program.returncode == 0


@pytest.mark.parametrize("long", [True, False])
def test_a_defect_of_the_engine_is_an_error_and_not_the_end(long, events):
    with pytest.raises(cx.errors.InternalError, match="please report it: on purpose"):
        _native._defect(long)  # noqa: SLF001 - made for this test
    assert len(cx.stitch(events)) > 0
