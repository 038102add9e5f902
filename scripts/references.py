"""Computes reference figures for the tests with tools of others: `tests/golden/references/*.json`.

Run in the environment of the benchmarks' peers, `build/bench-venv/bin/python scripts/references.py`, after
`sh scripts/bench.sh --help` made it. All inputs are made up here. Files that are not written here hold published
figures; each says where they come from.
"""

from __future__ import annotations

import json
import random
import tempfile
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from typing import Any

import ChannelAttribution
import numpy as np
import pandas as pd
import pm4py
from scipy import stats
from sequenzo import SequenceData, get_distance_matrix
from shapley_attribution.models import SimplifiedShapleyAttribution

FOLDER = Path(__file__).resolve().parents[1] / "tests" / "golden" / "references"
START, WON, LOST = ("(start)",), ("(conversion)",), ("(null)",)


def dice(seed: int) -> random.Random:
    """Numbers that are the same on every machine."""
    return random.Random(seed)  # noqa: S311 - nothing here is a secret


def write(name: str, content: dict[str, Any]) -> None:
    """Write a file of figures; one line for each of them, so that a difference can be read."""
    text = json.dumps(content, indent=1)
    (FOLDER / f"{name}.json").write_text(text + "\n", encoding="utf-8")


def path_table() -> pd.DataFrame:
    """Paths of one to six contacts with six touchpoints, repeats among them."""
    draw = dice(20)
    rows: dict[str, list[float]] = {}
    for _ in range(120):
        path = " > ".join(draw.choice("abcdef") for _ in range(draw.randint(1, 6)))
        won, lost = draw.choice([0, 1, 1, 2, 5]), draw.choice([0, 3, 8, 20])
        rows.setdefault(path, [won, round(won * draw.uniform(5, 90), 2), max(lost, 0 if won else 1)])
    return pd.DataFrame([[path, *cells] for path, cells in rows.items()], columns=["path", "conv", "value", "null"])


def walk(tokens: list[str], order: int, end: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The states of a path in windows of `order` touchpoints, equal ones in a row being one."""
    windows = [tuple(tokens[max(0, at - order + 1) : at + 1]) for at in range(len(tokens))]
    windows = windows[order - 1 :] if len(tokens) >= order else [tuple(tokens)]
    collapsed = [state for at, state in enumerate(windows) if at == 0 or state != windows[at - 1]]
    return [START, *collapsed, end]


def markov(table: pd.DataFrame, order: int) -> dict[str, Any]:
    """Removal effects and credits by solving the absorbing chain with numpy."""
    counts: dict[tuple[Any, Any], float] = {}
    for row in table.to_dict("records"):
        tokens = row["path"].split(" > ")
        for end, weight in ((WON, row["conv"]), (LOST, row["null"])):
            if weight:
                for pair in pairwise(walk(tokens, order, end)):
                    counts[pair] = counts.get(pair, 0.0) + weight
    states = sorted({state for pair in counts for state in pair} - {WON, LOST})
    place = {state: at for at, state in enumerate(states)}
    moves, ends = np.zeros((len(states), len(states))), np.zeros(len(states))
    for (source, target), weight in counts.items():
        if target == WON:
            ends[place[source]] += weight
        elif target != LOST:
            moves[place[source], place[target]] += weight
    sums = np.zeros(len(states))
    for (source, _), weight in counts.items():
        sums[place[source]] += weight
    moves, ends = moves / sums[:, None], ends / sums

    def wins(without: str | None) -> float:
        keep = [at for at, state in enumerate(states) if without is None or without not in state]
        matrix = np.eye(len(keep)) - moves[np.ix_(keep, keep)]
        return float(np.linalg.solve(matrix, ends[keep])[keep.index(place[START])])

    whole = wins(None)
    names = sorted({name for state in states for name in state} - {START[0]})
    effects = {name: 1 - wins(name) / whole for name in names}
    total = table["conv"].sum() / sum(effects.values())
    rows = {name: [effect, effect * total] for name, effect in effects.items()}
    return {"conversion_rate": whole, "effect_and_conversions": rows}


def attribution() -> None:
    """Rules by ChannelAttribution, the game of counts by shapley-attribution, chains by numpy."""
    table = path_table()
    table["conv"] = table["conv"].astype(float)
    columns = {"var_value": "value", "sep": ">"}
    rules = ChannelAttribution.heuristic_models(table, "path", "conv", flg_pro=False, **columns)
    names = {"first": "first_touch", "last": "last_touch", "linear": "linear_touch"}
    paths = table.loc[table.index.repeat(table["conv"].astype(int)), "path"]
    game = SimplifiedShapleyAttribution(normalize=False).fit([path.split(" > ") for path in paths], [1] * len(paths))
    write(
        "attribution",
        {
            "source": f"Made-up paths: [path, conversions, value, journeys without]. Rules: ChannelAttribution "
            f"{version('ChannelAttribution')}, [conversions, value]. Shapley: shapley-attribution "
            f"{version('shapley-attribution')}. Markov chains in windows of the last touchpoints, without loops: "
            f"numpy {version('numpy')}, linalg.solve",
            "paths": table.to_numpy().tolist(),
            "rules": {
                model: {
                    row["channel_name"]: [row[f"{name}_conversions"], row[f"{name}_value"]]
                    for row in rules.to_dict("records")
                }
                for model, name in names.items()
            },
            "shapley": {str(name): float(won) for name, won in game.attribution_.items()},
            "markov": {str(order): markov(table, order) for order in (1, 2, 3)},
        },
    )


def sequences(rows: int, length: int) -> list[list[str]]:
    """Sequences of four states that tend to stay."""
    draw = dice(21)
    found = []
    for _ in range(rows):
        state = draw.choice("abcd")
        row = [state]
        for _ in range(length - 1):
            state = draw.choice("abcd") if draw.random() < 0.4 else state
            row.append(state)
        found.append(row)
    return found


def distances() -> None:
    """Optimal matching, longest common subsequence and Hamming by sequenzo."""
    rows = sequences(16, 12)
    steps = [f"s{at}" for at in range(12)]
    wide = pd.DataFrame([[at, *row] for at, row in enumerate(rows)], columns=["id", *steps])
    data = SequenceData(wide, time=steps, states=["a", "b", "c", "d"], id_col="id")
    ways = {
        "OM": {"method": "OM", "sm": "CONSTANT", "indel": 1},
        "OM_TRATE": {"method": "OM", "sm": "TRATE", "indel": "auto"},
        "LCS": {"method": "LCS"},
        "HAM": {"method": "HAM", "sm": "CONSTANT"},
    }
    found = {name: np.asarray(get_distance_matrix(data, **way), dtype=float).tolist() for name, way in ways.items()}
    write(
        "distances",
        {
            "source": f"sequenzo {version('sequenzo')}, get_distance_matrix, on made-up sequences",
            "sequences": ["-".join(row) for row in rows],
            "distances": found,
        },
    )


def event_log() -> pd.DataFrame:
    """Cases of a purchase with loops, skips and swaps."""
    draw = dice(22)
    rows = []
    for case in range(40):
        steps = ["ask", "offer", "visit", "offer", "sign", "pay"]
        for _ in range(draw.randint(0, 3)):
            at = draw.randrange(len(steps))
            change = draw.random()
            if change < 0.4 and len(steps) > 2:
                steps.pop(at)
            elif change < 0.7:
                steps.insert(at, draw.choice(["ask", "visit", "pay", "complain"]))
            else:
                steps[at], steps[at - 1] = steps[at - 1], steps[at]
        clock = pd.Timestamp("2026-03-01", tz="UTC") + pd.Timedelta(hours=case)
        for step in steps:
            clock += pd.Timedelta(seconds=draw.randint(1, 5000))
            rows.append([f"c{case:02}", step, clock])
    log = pd.DataFrame(rows, columns=["case", "activity", "time"])
    return pm4py.format_dataframe(log, case_id="case", activity_key="activity", timestamp_key="time")


def net() -> tuple[Any, Any, Any]:
    """Ask, then offers and visits in any number side by side, then sign and pay; a silent step skips the visit."""
    tree = pm4py.parse_process_tree("->( 'ask', +( *( 'offer', tau ), X( 'visit', tau ) ), 'sign', 'pay' )")
    return pm4py.convert_to_petri_net(tree)


def processes() -> None:
    """Alignments, directly-follows with medians of the time between, and variants by pm4py."""
    log, (places, start, end) = event_log(), net()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "net.pnml"
        pm4py.write_pnml(places, start, end, str(file))
        text = file.read_text(encoding="utf-8")
        aligned = pm4py.conformance_diagnostics_alignments(log, *pm4py.read_pnml(str(file)))
    tool = f"pm4py {version('pm4py')}"
    cases = [{key: case[key] for key in ("alignment", "cost", "fitness")} for case in aligned]
    write("alignments", {"source": f"{tool} on a made-up log and net", "net": text, "cases": cases})
    follows, _, _ = pm4py.discover_dfg(log)
    times, _, _ = pm4py.discover_performance_dfg(log)
    write(
        "processes",
        {
            "source": f"{tool} on a made-up log: [case, activity, seconds]; directly-follows [from, to, count, median "
            "of the seconds between]; variants",
            "log": [[c, a, t.timestamp()] for c, a, t in log[["case", "activity", "time"]].to_numpy().tolist()],
            "directly_follows": [[a, b, n, times[a, b]["median"]] for (a, b), n in sorted(follows.items())],
            "variants": {">".join(path): n for path, n in sorted(pm4py.get_variants(log).items())},
        },
    )


def gaps() -> None:
    """Paired t intervals by scipy."""
    draw = dice(23)
    cases = {}
    # Few customers have intervals beyond the ends of the scale, which the engine cuts off.
    for n in (12, 40, 150):
        expected = [draw.randint(3, 10) for _ in range(n)]
        felt = [min(10, max(1, answer + draw.choice([-3, -1, 0, 0, 1, 2]))) for answer in expected]
        if len({a - b for a, b in zip(expected, felt, strict=True)}) == 1:
            felt[0] = 1
        interval = stats.ttest_rel(felt, expected).confidence_interval(0.95)
        cases[f"{n} customers"] = {
            "expectation": expected,
            "perception": felt,
            "mean_E": float(np.mean(expected)),
            "mean_P": float(np.mean(felt)),
            "gap": float(np.mean(felt) - np.mean(expected)),
            "ci": [float(interval.low), float(interval.high)],
        }
    write("gaps", {"source": f"scipy {version('scipy')}, ttest_rel, on made-up answers", "cases": cases})


if __name__ == "__main__":
    attribution()
    distances()
    processes()
    gaps()
