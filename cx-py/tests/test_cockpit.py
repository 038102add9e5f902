"""The cockpit: its page, its JSON, its widget."""

from __future__ import annotations

import html
import json
import re
import sys

import pytest

import cxcockpit as cx
from cxcockpit import _cockpit

HOSTILE = "</script><script>alert('x')</script> & \u2028 \" __CX_TITLE__ Zürich"


@pytest.fixture
def cockpit(events, journeys, feedback) -> cx.Cockpit:
    credit = cx.attribute(journeys, models=["markov", "last"])
    campaigns = cx.Campaigns(
        {"campaign": ["ads", "sponsoring"], "at": ["search", ""], "cost": [100, 50]}, touchpoint="at", cost="cost"
    )
    criteria = cx.Criteria({"criterion": ["greeting"], "target": [90]}, target="target")
    findings = cx.Findings(
        {
            "criterion": ["greeting"] * 2,
            "touchpoint": ["branch"] * 2,
            "time": ["2026-03-01", "2026-03-02"],
            "answer": [1, 0],
        }
    )
    targets = cx.Targets({"kpi": ["nps"], "target": [30]})
    return cx.cockpit(
        events=events,
        journeys=journeys,
        credit=credit,
        scores=[cx.score(feedback, targets=targets), cx.score(feedback, window="week", targets=targets)],
        audit=cx.audit(criteria, findings),
        campaigns=campaigns,
        targets=targets,
        intake=[feedback, findings.report],
        title=HOSTILE,
        currency="CHF",
        language="de",
    )


@pytest.fixture
def template(monkeypatch):
    text = (
        '<html lang="__CX_LANG__"><title>__CX_TITLE__</title>'
        '<script type="application/json" id="cx-data">__CX_DATA__</script>'
    )
    monkeypatch.setattr(_cockpit, "static_text", lambda _name: text)


def test_every_touchpoint_has_its_row(cockpit):
    rows = {row["touchpoint"]: row for row in cockpit.touchpoints.to_pylist()}
    assert set(rows) >= {"search", "website", "newsletter", "branch"}
    assert rows["branch"]["score_light"] == "green"
    assert rows["website"]["score_light"] == "red"
    assert rows["search"]["cost"] == 103.0
    assert rows["branch"]["audit_score"] == 50.0
    assert "spend_without_touchpoint" in cockpit.coverage.column("kind")
    assert len(cockpit.alarms) >= 1
    assert cockpit.findings.column("rank")[0] == 1


def test_findings_say_what_to_do_and_alarms_are_those_with_a_severity(cockpit):
    findings = cockpit.findings.to_pylist()
    grave = [row for row in findings if row["severity"]]
    same = ("kind", "severity", "size", "unit", "en", "de", "todo_en", "todo_de", "owner")
    assert [[row[name] for name in same] for row in grave] == [
        [row[name] for name in same] for row in cockpit.alarms.to_pylist()
    ]
    assert [row["subject"] for row in grave] == cockpit.alarms.column("touchpoint")
    assert len({(row["kind"], row["subject"]) for row in findings}) == len(findings)
    for row in findings:
        for name in ("en", "de", "todo_en", "todo_de"):
            assert not row[name][0].islower()
    (missed,) = [row for row in findings if row["kind"] == "target_missed"]
    assert missed["subject"] == "website"
    assert missed["en"].startswith("Website: NPS is ")
    assert missed["de"].startswith("Website: NPS liegt bei ")


def test_campaigns_and_credit_give_returns(cockpit):
    data = json.loads(cockpit.to_json())
    assert {row["touchpoint"] for row in data["returns"]} >= {"search", None}
    assert [account["table"] for account in data["intake"]].count("feedback") == 1


@pytest.mark.usefixtures("template")
def test_the_page_holds_hostile_names_as_text(cockpit, tmp_path):
    page = cockpit.save(tmp_path / "cockpit.html")
    text = page.read_text(encoding="utf-8")
    assert text.startswith('<html lang="de">')
    assert text.count("<script") == text.count("</script") == 1
    data = re.search(r'id="cx-data">(.*)</script>', text, re.DOTALL)[1]
    assert "<" not in data
    assert "\u2028" not in data
    assert "&" not in data
    assert json.loads(data) == json.loads(cockpit.to_json())
    assert json.loads(data)["title"] == HOSTILE
    assert html.unescape(re.search(r"<title>(.*)</title>", text)[1]) == HOSTILE
    assert list(tmp_path.iterdir()) == [page]


def test_the_head_and_what_no_touchpoint_gets(events, journeys, feedback):
    people = cx.stitch(events)
    credit = cx.attribute(journeys, models=["markov", "last"])
    campaigns = cx.Campaigns({"campaign": ["fee"], "at": [""], "cost": [50]}, touchpoint="at", cost="cost")
    back = cx.returns(credit, campaigns)
    overall = [cx.score(feedback, by=[]), cx.score(feedback, by=[], window="week")]
    page = cx.cockpit(
        events=events, people=people, journeys=journeys, credit=credit, returns=back, scores=overall, currency="CHF"
    )
    head = page.head
    assert people.known() == (3, 0)
    assert (head["known_persons"], head["anonymous_persons"]) == people.known()
    assert (head["lead"], head["conversion_set"]) == ("markov", True)
    assert head["caveat"] == credit.models["markov"]
    assert head["roas"] == back.total["roas"]
    assert head["score"]["n"] == 36
    rows = page.touchpoints.to_pylist()
    assert rows[-1]["touchpoint"] == "(no touchpoint)"
    for column in ("conversions", "value", "cost"):
        assert sum(row[column] or 0 for row in rows) == pytest.approx(back.total[column])
    data = json.loads(page.to_json())
    assert data["schema"] == 2
    assert [row["touchpoint"] for row in data["rest"]] == ["(no touchpoint)"]
    euros = cx.returns(
        credit, cx.Campaigns({"campaign": ["fee"], "cost": [50], "in": ["EUR"]}, cost="cost", currency="in")
    )
    with pytest.raises(cx.errors.OptionError, match="EUR"):
        cx.cockpit(journeys=journeys, credit=credit, returns=euros, currency="CHF")


def pictures(journeys) -> dict[str, object]:
    return {
        "funnel": journeys.funnel(["search", "(conversion)"]),
        "step_matrix": journeys.step_matrix(steps=3),
        "personas": journeys.personas(),
    }


def test_pictures_join_the_json_and_change_nothing_in_it(cockpit, journeys):
    shown = pictures(journeys)
    plain = cockpit.to_json()
    assert cockpit.to_json(funnel=None) == plain
    text = cockpit.to_json(**shown)
    assert text.startswith(plain[:-1])
    data = json.loads(text, parse_constant=pytest.fail)
    assert {name: data[name] for name in json.loads(plain)} == json.loads(plain)
    assert data["funnel"]["entered"] == shown["funnel"].table.column("entered")
    assert data["funnel"]["rate"][-1] is None
    assert data["step_matrix"]["touchpoint"] == shown["step_matrix"].column("touchpoint")
    for step in range(3):
        cells = zip(data["step_matrix"]["step"], data["step_matrix"]["share"], strict=True)
        assert sum(share for at, share in cells if at == step) == pytest.approx(1)
    assert data["personas"]["path"] == shown["personas"].table.column("path")
    assert set(json.loads(cockpit.to_json(personas=shown["personas"]))) - set(json.loads(plain)) == {"personas"}


@pytest.mark.usefixtures("template")
def test_the_saved_page_holds_the_pictures_as_text(cockpit, tmp_path):
    times = [f"2026-03-0{day}T08:00:00Z" for day in (1, 2, 3)]
    events = cx.Events(
        {"t": times, "u": ["1", "1", "2"], "at": [HOSTILE, "b", "b"]}, time="t", ids={"c": "u"}, touchpoint="at"
    )
    journeys = cx.journeys(events, cx.stitch(events))
    shown = {
        "funnel": journeys.funnel([HOSTILE, "b"]),
        "step_matrix": journeys.step_matrix(),
        "personas": journeys.personas(resamples=0),
    }
    text = cockpit.save(tmp_path / "a.html", **shown).read_text(encoding="utf-8")
    assert text.count("<script") == text.count("</script") == 1
    data = re.search(r'id="cx-data">(.*)</script>', text, re.DOTALL)[1]
    assert "<" not in data
    assert json.loads(data) == json.loads(cockpit.to_json(**shown))
    assert HOSTILE in json.loads(data)["step_matrix"]["touchpoint"]


def test_another_report_is_no_picture(cockpit, journeys, tmp_path):
    for give in ({"funnel": journeys.step_matrix()}, {"personas": 1}, {"step_matrix": journeys}):
        (name,) = give
        for call in (cockpit.to_json, cockpit.widget, lambda **more: cockpit.save(tmp_path / "a.html", **more)):
            with pytest.raises(cx.errors.InputError, match=name):
                call(**give)
    with pytest.raises(cx.errors.InputError, match=r"journeys\.step_matrix"):
        cockpit.to_json(step_matrix=journeys.flow())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("template")
def test_saving_twice_gives_the_same_bytes(cockpit, tmp_path):
    first = cockpit.save(tmp_path / "a.html").read_bytes()
    assert cockpit.save(str(tmp_path / "a.html")).read_bytes() == first


def test_the_real_template_has_its_three_places():
    try:
        text = _cockpit.static_text("cockpit.template.html")
    except cx.errors.MissingLibraryError:
        pytest.skip("the browser part is not built: make")
    for place in ("__CX_DATA__", "__CX_TITLE__", "__CX_LANG__"):
        assert place in text
    assert "default-src 'none'" in text


def test_a_missing_browser_part_is_named_with_its_remedy():
    with pytest.raises(cx.errors.MissingLibraryError, match="make"):
        _cockpit.static_text("nothing.js")


def test_notebooks_show_findings_and_touchpoints(cockpit):
    shown = cockpit._repr_html_()
    assert "<script" not in shown
    assert "<ol><li>" in shown
    assert "branch" in shown


def test_the_widget_carries_data_language_and_theme(cockpit):
    pytest.importorskip("anywidget")
    try:
        widget = cockpit.widget(theme="dark")
    except cx.errors.MissingLibraryError:
        pytest.skip("the browser part is not built: make")
    assert (widget.language, widget.theme, widget.controls) == ("de", "dark", True)
    assert json.loads(widget.data)["title"] == HOSTILE
    assert "export" in str(widget._esm)  # noqa: SLF001 - the trait of anywidget
    with pytest.raises(Exception, match="theme"):
        cockpit.widget(theme="blue")


def test_the_widget_carries_pictures_and_controls(cockpit, journeys):
    pytest.importorskip("anywidget")
    try:
        widget = cockpit.widget(controls=False, **pictures(journeys))
    except cx.errors.MissingLibraryError:
        pytest.skip("the browser part is not built: make")
    assert widget.controls is False
    assert widget.data == cockpit.to_json(**pictures(journeys))


def test_the_widget_names_its_extra(cockpit, monkeypatch):
    monkeypatch.setitem(sys.modules, "anywidget", None)
    monkeypatch.delitem(sys.modules, "cxcockpit.widget", raising=False)
    with pytest.raises(cx.errors.MissingLibraryError, match=r"cxcockpit\[widget\]"):
        cockpit.widget()


def test_an_empty_cockpit_is_a_cockpit():
    empty = cx.cockpit()
    assert len(empty) == 0
    assert json.loads(empty.to_json())["touchpoints"] == []
    assert "CX Cockpit" in empty._repr_html_()


def test_the_wrong_report_is_named():
    with pytest.raises(cx.errors.InputError, match="journeys must be Journeys"):
        cx.cockpit(journeys=[1])
    with pytest.raises(cx.errors.InputError, match="intake"):
        cx.cockpit(intake=[1])
    with pytest.raises(cx.errors.OptionError, match="fr"):
        cx.cockpit(language="fr")
