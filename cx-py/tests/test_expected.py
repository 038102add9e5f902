"""Funnels, rules and models through the Python face."""

from __future__ import annotations

import pytest

import cxcockpit as cx


@pytest.fixture
def visits() -> cx.Journeys:
    events = cx.Events(
        {
            "ts": ["2026-03-01", "2026-03-02", "2026-03-01", "2026-03-05", "2026-03-30", "2026-03-30T12:00:00Z"],
            "user": [1, 1, 2, 2, 3, 4],
            "channel": ["search", "branch", "search", "call", "search", "call"],
            "kind": ["click", "offer", "click", "complaint", "click", "answer"],
        },
        time="ts",
        ids={"user": "user"},
        touchpoint="channel",
        event="kind",
    )
    return cx.journeys(events, cx.stitch(events))


def test_who_still_may_is_not_lost(visits):
    funnel = visits.funnel(["search", {"at": ["branch", "store"], "within": "7d"}], unit="persons", allow_unknown=True)
    first, last = funnel.table.to_pylist()
    assert (first["entered"], first["converted"], first["censored"], first["lost"]) == (3, 1, 1, 1)
    assert first["share"] == pytest.approx(1 / 3)
    assert first["rate"] == pytest.approx(1 / 2)
    assert first["low"] <= first["rate"] <= first["high"]
    assert first["median_seconds"] == 86_400
    assert last["name"] == "branch | store"
    assert last["converted"] is None
    assert last["whole_rate"] == first["rate"]
    assert repr(funnel) == "Funnel(3, 1 of 4)"
    assert [row["quantile"] for row in funnel.times.to_pylist()] == [0.25, 0.5, 0.75, 0.9]
    assert funnel._repr_html_().startswith("<")


def test_steps_can_be_both_touchpoint_and_kind(visits):
    both = {"at": {"touchpoint": "call", "event": "complaint"}, "name": "complaint by phone"}
    funnel = visits.funnel([both], order="any")
    assert funnel.table.to_pylist()[0]["entered"] == 1
    assert funnel.table.to_pylist()[0]["name"] == "complaint by phone"
    ended = visits.funnel(
        ["search", "call"], exclude=["branch", {"at": "store", "between": [0, 1]}], allow_unknown=True
    )
    assert ended.table.to_pylist()[0]["excluded"] == 1


def test_rules_are_explained(visits):
    rule = {"rule": "response", "a": "search", "b": ["branch", "call"], "within": "3d"}
    conformance = visits.conform(rules=[rule, {"rule": "absence", "a": "complaint", "name": "peace"}])
    response, peace = conformance.table.to_pylist()
    assert (response["fulfilled"], response["violated"], response["pending"]) == (1, 1, 1)
    assert peace["check"] == "peace"
    assert peace["violated"] == 1
    why = [row["why"] for row in conformance.violations.to_pylist() if row["verdict"] == "violated"]
    assert why[0] == '"search" without "branch | call" after it within 3d'
    assert conformance.fit is None
    assert "peace 3 of 4" in repr(conformance)


def test_models_are_aligned(visits):
    model = {"sequence": ["search", {"optional": "call"}, {"choice": ["branch", {"loop": ["call"]}]}]}
    conformance = visits.conform(model, judge_open=True, missing={"search": 2.5})
    whole = conformance.table.to_pylist()[0]
    assert (whole["check"], whole["fulfilled"], whole["violated"]) == ("model", 2, 2)
    assert conformance.fit.shortest == 2
    assert whole["cost"] == 2.5
    kinds = {(row["kind"], row["contact"]) for row in conformance.deviations.to_pylist()}
    assert ("missing", "search") in kinds
    assert len(conformance.units) == 4
    assert visits.conform(model).table.to_pylist()[0]["pending"] == 3


PNML = """<pnml><net id="n">
  <place id="p"><initialMarking><text>1</text></initialMarking></place><place id="q"/><place id="r"/>
  <transition id="a"><name><text>search</text></name></transition>
  <transition id="b"><name><text>branch</text></name></transition>
  <transition id="c"/>
  <arc id="1" source="p" target="a"/><arc id="2" source="a" target="q"/>
  <arc id="3" source="q" target="b"/><arc id="4" source="b" target="r"/>
  <arc id="5" source="q" target="c"/><arc id="6" source="c" target="r"/>
</net></pnml>"""


def test_nets_are_read_from_pnml(visits, tmp_path):
    file = tmp_path / "model.pnml"
    file.write_text(PNML, encoding="utf-8")
    net = cx.Net.from_pnml(file)
    assert (net, net) == (cx.Net.from_pnml(PNML), cx.Net.from_pnml(str(file)))
    assert [step.name for step in net.transitions] == ["search", "branch", None]
    assert (net.places, net.start, net.end) == (3, (0,), (2,))
    same = {"sequence": ["search", {"optional": "branch"}]}
    tables = [visits.conform(model, judge_open=True).table for model in (net, {"pnml": PNML}, same)]
    assert tables[0].to_pylist() == tables[1].to_pylist() == tables[2].to_pylist()
    for text in ("<pnml>", PNML.replace('source="p"', 'source="q"', 1).replace('"a"/>', '"q"/>', 1)):
        with pytest.raises(cx.errors.OptionError):
            cx.Net.from_pnml(text)
    with pytest.raises(OSError, match="nowhere"):
        cx.Net.from_pnml(tmp_path / "nowhere.pnml")


@pytest.mark.parametrize(
    ("call", "kind"),
    [
        (lambda j: j.funnel([]), cx.errors.OptionError),
        (lambda j: j.funnel(["serach"]), cx.errors.UnknownNameError),
        (lambda j: j.funnel([{"at": "search", "within": 30}]), cx.CxError),
        (lambda j: j.conform(), cx.errors.OptionError),
        (lambda j: j.conform({"choice": []}), cx.errors.OptionError),
        (lambda j: j.conform({"sequenze": []}), cx.CxError),
        (lambda j: j.conform(rules=[{"rule": "response", "a": "search"}]), cx.errors.OptionError),
        (lambda j: j.conform({"net": {"places": 1, "start": [0]}}), cx.errors.UnanswerableError),
    ],
)
def test_what_cannot_be_is_refused(visits, call, kind):
    with pytest.raises(kind):
        call(visits)
