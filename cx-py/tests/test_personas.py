"""Distances, personas, phases and effort from Python."""

from __future__ import annotations

import pytest

import cxcockpit as cx

RULES = [
    {"phase": "search", "touchpoint": ["search", "newsletter"]},
    {"phase": "purchase", "conversion": True},
    {"phase": "inactive", "silence": "2d"},
]


def test_distances_are_symmetric_edits(journeys):
    found = journeys.distances(indel=1)
    paths = [set(row["path"]) for row in found.sequences.to_pylist()]
    assert paths == [{"newsletter"}, {"search"}, {"search", "website"}]
    assert found.table.to_pylist() == [
        {"a": 0, "b": 1, "distance": 2.0},
        {"a": 0, "b": 2, "distance": 3.0},
        {"a": 1, "b": 2, "distance": 1.0},
    ]
    assert found.indel == 1.0
    assert len(found.members) == len(journeys)
    lcs = journeys.distances(method="lcs")
    assert lcs.table.column("distance") == found.table.column("distance")


def test_hamming_says_what_it_needs(journeys):
    with pytest.raises(cx.errors.UnanswerableError, match='give "steps"'):
        journeys.distances(method="hamming")
    found = journeys.distances(method="hamming", steps=2)
    assert (len(found), found.indel) == (3, None)


def test_personas_are_real_journeys(journeys):
    found = journeys.personas(distance={"norm": "yujian_bo"}, most=3, resamples=5)
    rows = found.table.to_pylist()
    members = found.members.to_pylist()
    assert sum(row["journeys"] for row in rows) == len(journeys) == len(members)
    for at, row in enumerate(rows):
        assert members[row["journey"]] == {"journey": row["journey"], "persona": at, "distance": 0.0, "membership": 1.0}
        assert row["rate_low"] <= row["rate"] <= row["rate_high"]
    assert found.report.compared == found.report.distinct == 3
    assert [row["chosen"] for row in found.choices.to_pylist()].count(True) == 1
    with pytest.raises(cx.errors.OptionError, match="least"):
        journeys.personas(least=5, most=3)


def test_phases_and_effort_reconcile(journeys):
    phases = journeys.phases(RULES, start="lead")
    assert phases.names == ["lead", "search", "purchase", "inactive"]
    rows = phases.table.to_pylist()
    assert [row["phase"] for row in rows if row["person"] == rows[0]["person"]][:2] == ["search", "purchase"]
    assert sum(row["contacts"] for row in rows) == len(journeys.steps)
    assert sum(phases.channels.column("contacts")) == len(journeys.steps)
    assert {(row["from"], row["to"]) for row in phases.hand_overs.to_pylist()} >= {("search", "purchase")}
    effort = journeys.effort(phases)
    assert sum(effort.units.column("contacts")) == len(journeys.steps)
    again = journeys.effort(phases, reference=effort.reference, weights={"waiting": 0.5})
    assert again.reference == effort.reference


def test_effort_by_persona(journeys):
    personas = journeys.personas(resamples=0)
    effort = journeys.effort(personas=personas)
    rows = effort.table.to_pylist()
    assert rows[0]["persona"] is None
    assert sum(row["units"] for row in rows[1:]) == rows[0]["units"]
    with pytest.raises(cx.errors.OptionError, match="journey"):
        journeys.effort(journeys.phases(), personas=personas)


def test_unknown_phases_are_named(journeys):
    with pytest.raises(cx.errors.UnknownNameError, match="purchase"):
        journeys.phases([{"phase": "service", "touchpoint": "branch", "from": "purchase"}])
    with pytest.raises(cx.errors.OptionError, match="one condition"):
        journeys.phases([{"phase": "service"}])


def test_needs_and_answers_of_personas(events, journeys):
    people = cx.stitch(events)
    personas = journeys.personas(most=3, resamples=0)
    phases = journeys.phases(RULES, start="lead", unit="journeys")
    needs = journeys.needs(personas, phases).to_pylist()
    assert sum(row["contacts"] for row in needs) == len(journeys.steps)
    for row in needs:
        assert row["low"] <= row["share"] == row["journeys"] / row["of"] <= row["high"]
    assert {row["event"] for row in journeys.needs(personas, phases, by="event").to_pylist()}
    with pytest.raises(cx.errors.OptionError, match="journey"):
        journeys.needs(personas, journeys.phases(RULES, start="lead"))

    ids = [row for row in people.ids.to_pylist() if row["person"] is not None]
    first = ids[0]
    answers = cx.Feedback(
        {"at": ["2100-01-01T00:00Z", "1971-01-01T00:00Z"], "who": [first["id"]] * 2, "score": [10, 0]},
        time="at",
        ids={first["type"]: "who"},
    )
    told = personas.answers(journeys, people, answers)
    scores = cx.score(told, by=["persona"]).table.to_pylist()
    # The answer of 1971 came before any journey.
    assert min((row["persona"] or "", row["score"]) for row in scores) == ("", -100.0)
    assert len(scores) == 2
    with pytest.raises(cx.errors.UnanswerableError, match="persona"):
        personas.answers(journeys, people, told)
