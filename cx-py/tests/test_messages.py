"""What people write wrong, and what they are told: the value, what is right, the nearest name."""

from __future__ import annotations

import re

import pytest

import cxcockpit as cx
from conftest import EVENT_ROLES, EVENTS
from cxcockpit import errors
from cxcockpit._nearest import nearest
from cxcockpit._words import in_words

ANSWERS = {"score": [9, 10, 3], "place": ["app", "app", "branch"], "day": ["2026-03-01"] * 3}


class Company:
    """What the slips are made on."""

    def __init__(self, events, journeys) -> None:
        self.events, self.journeys = events, journeys
        self.people = cx.stitch(events)
        self.feedback = cx.Feedback(ANSWERS, touchpoint="place", time="day")
        self.credit = cx.attribute(journeys, model="last")
        self.cockpit = cx.cockpit(journeys=journeys, credit=self.credit)


@pytest.fixture
def company(events, journeys) -> Company:
    return Company(events, journeys)


def events_with(**roles) -> cx.Events:
    return cx.Events(EVENTS, **{**EVENT_ROLES, **roles})


MODELS = "available: first, last, last_non_direct, linear"
SLIPS = {
    "identifiers without their type": (
        lambda _: events_with(ids="user"),
        'ids: give the type of the identifier and its column, for example ids={"customer": "user"}, not str',
    ),
    "identifiers as a list": (lambda _: events_with(ids=["user"]), 'for example ids={"customer": "user"}, not list'),
    "identifiers of answers": (lambda _: cx.Feedback(ANSWERS, ids="place"), 'ids={"customer": "place"}, not str'),
    "an option that is not there": (
        lambda c: cx.attribute(c.journeys, modell="markov"),
        'attribute: no option "modell"; did you mean "model"? known: journeys, model, models',
    ),
    "an option of a method": (lambda c: c.journeys.funnel(["search"], witin="7d"), 'did you mean "within"? known'),
    "an option of a table": (
        lambda _: events_with(tuchpoint="channel"),
        'Events: no option "tuchpoint"; did you mean "touch',
    ),
    "an option of reading": (lambda _: events_with(separater=";"), 'did you mean "separator"? known: time, ids'),
    "an option of paths": (lambda _: cx.paths({"path": ["a"]}, seperator="|"), 'paths: no option "seperator"; did you'),
    "an option passed on": (
        lambda c: cx.credit_by_period(c.journeys, modell="last"),
        'no option "modell"; did you mean "model"? known: model, models, lead',
    ),
    "a picture that is not there": (
        lambda c: c.cockpit.save("page.html", funel=None),
        'did you mean "funnel"? known: funnel',
    ),
    "a table that is missing": (
        lambda _: cx.score(),
        "score: missing a required argument: 'feedback'; it takes: feedback",
    ),
    "roles without names": (
        lambda _: cx.Events(EVENTS, "ts"),
        "Events: too many positional arguments; it takes: data, time",
    ),
    "a model": (
        lambda c: cx.attribute(c.journeys, model="markow"),
        f'option "models": "markow" is not one of its values; did you mean "markov"? {MODELS}',
    ),
    "a model's case": (lambda c: cx.attribute(c.journeys, model="Markov"), f'did you mean "markov"? {MODELS}'),
    "one of several models": (
        lambda c: cx.attribute(c.journeys, models=["last", "shapely"]),
        'did you mean "shapley"?',
    ),
    "the lead": (
        lambda c: cx.attribute(c.journeys, lead="hazzard"),
        'option "lead": "hazzard" is not one of its values; did',
    ),
    "both names of the models": (
        lambda c: cx.attribute(c.journeys, model="markov", models=["last"]),
        "give either model= or models=, not both",
    ),
    "both names passed on": (
        lambda c: cx.credit_by_period(c.journeys, model="markov", models=["last"]),
        "give either model= or models=, not both",
    ),
    "a window": (
        lambda c: cx.score(c.feedback, window="weekly"),
        'option "window": "weekly" is not one of its values; did you mean "week"? available: day, week, month',
    ),
    "a value of two": (
        lambda c: cx.attribute(c.journeys, states="window"),
        'option "states": "window" is not one of its values; did you mean "windows"? available: windows, padded',
    ),
    "nothing near": (
        lambda c: cx.cockpit(journeys=c.journeys, language="fr"),
        'option "language": "fr" is not one of its values; available: en, de',
    ),
    "a split by a column": (
        lambda c: c.journeys.compare(split="region"),
        'available: converted, persons, journeys; a split is written "converted", {"persons": [0, 1]}',
    ),
    "a split into two groups": (
        lambda c: c.journeys.compare(split={"one": [0], "other": [1]}),
        '{"journeys": [0, 1]}: these against all others; two groups of your own are compared by first.compare(second)',
    ),
    "a split by touchpoint": (
        lambda c: c.journeys.compare(split={"touchpoint": "branch"}),
        "not 'touchpoint'; a split is",
    ),
    "a step by its kind of event": (
        lambda c: c.journeys.funnel([{"event": "purchase"}]),
        'no field "event"; known: at, name, within, after; a step is written "search", ["search", "ad"] (either of',
    ),
    "a scale as a pair": (
        lambda _: cx.Feedback(ANSWERS, scale={"q": (1, 10)}),
        'scale: give the ends by metric, for example scale={"q": {"min": 1, "max": 10}}, not tuple',
    ),
    "a scale without its metric": (
        lambda _: cx.Feedback(ANSWERS, scale=[1, 5]),
        'scale={"nps": {"min": 1, "max": 5}}, not list',
    ),
    "a field of an option": (
        lambda c: cx.attribute(c.journeys, model="custom", weights={"frist": [1]}),
        'option "weights": no field "frist"; did you mean "first"? known: first, last, middle, touchpoints',
    ),
    "a value inside an option": (
        lambda c: c.journeys.personas(distance={"norm": "yujianbo"}),
        'option "distance": "norm": "yujianbo" is not one of its values; did you mean "yujian_bo"?',
    ),
    "a condition": (
        lambda _: events_with(where={"channel": {"begins": "s"}}),
        'a condition is written {"column": "value"}',
    ),
    "a column": (lambda _: events_with(time="Ts"), 'no column "Ts"; did you mean "ts"? available: ts, user, channel'),
    "a column of a breakdown": (lambda c: cx.score(c.feedback, by="touchpont"), 'did you mean "touchpoint"? available'),
    "a metric's case": (
        lambda c: cx.score(c.feedback, metric="NPS"),
        'metric "NPS" does not occur in the data; did you mean "nps"? available: nps',
    ),
    "a conversion": (
        lambda c: cx.journeys(c.events, c.people, conversion="purchas"),
        'event "purchas" does not occur in the data; did you mean "purchase"? available: ',
    ),
    "a folder that is not there": (
        lambda c: c.cockpit.save("nowhere/cockpit.html"),
        'no such folder: nowhere; make it first: pathlib.Path("nowhere").mkdir(parents=True)',
    ),
    "a folder for a file": (lambda c: c.cockpit.save("."), ". is a folder; give the name of a file in it"),
    "a duration without a unit": (
        lambda c: cx.journeys(c.events, c.people, lookback="30"),
        'option "duration": "30" is not allowed; allowed: a positive number with its unit: "90s"',
    ),
}
LIBRARY = re.compile(
    r"unknown (variant|field)|expected one of|dictionary update|unexpected keyword|serde|invalid literal"
)


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_answered_with_its_remedy(slip, company, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    call, said = SLIPS[slip]
    with pytest.raises(cx.CxError) as caught:
        call(company)
    message = str(caught.value)
    assert said in message
    assert not LIBRARY.search(message)
    assert list(tmp_path.iterdir()) == []


def test_an_option_that_is_not_there_is_what_python_says_of_it_and_more(journeys):
    with pytest.raises(TypeError) as caught:
        cx.attribute(journeys, modell="markov")
    assert isinstance(caught.value, errors.UnknownOptionError)
    assert isinstance(caught.value, ValueError)
    assert caught.value.details["option"] == "modell"
    assert "model" in caught.value.details["available"]


def test_every_function_names_options_that_it_does_not_have():
    functions = [getattr(cx, name) for name in cx.__all__ if name[0].islower() and callable(getattr(cx, name))]
    assert len(functions) > 25
    assert [function.__name__ for function in functions if not hasattr(function, "__wrapped__")] == []


def test_credits_without_a_conversion_are_warned_of(events):
    journeys = cx.journeys(events, cx.stitch(events))
    with pytest.warns(errors.NoEffectWarning, match='every credit is 0; .* conversion="purchase"') as told:
        credit = cx.attribute(journeys, model="last")
    assert credit.conversions == 0
    assert told[0].filename == __file__


def test_findings_of_unknown_criteria_are_warned_of():
    criteria = cx.Criteria({"criterion": ["greeting"]})
    rows = {"criterion": ["Greeting"], "touchpoint": ["Bern"], "time": ["2026-03-01"], "answer": ["yes"]}
    with pytest.warns(errors.NoEffectWarning, match='1 of 1 findings do not count: .* "Greeting"; write') as told:
        assert cx.audit(criteria, cx.Findings(rows)).report.used == 0
    assert told[0].filename == __file__


def test_campaigns_at_a_touchpoint_in_another_spelling_are_warned_of(company):
    rows = {"campaign": ["ads", "tv"], "at": ["Search", "billboard"], "cost": [100, 5]}
    campaigns = cx.Campaigns(rows, touchpoint="at", cost="cost")
    with pytest.warns(errors.NearNameWarning, match='campaigns at "Search" have no return') as told:
        cx.returns(company.credit, campaigns)
    assert len(told) == 1
    assert told[0].filename == __file__


def test_rejected_rows_are_warned_of_where_the_table_is_read():
    with pytest.warns(errors.RejectedRowsWarning) as told:
        cx.Feedback({"score": [9] * 97 + [99] * 3})
    assert told[0].filename == __file__


@pytest.mark.parametrize(
    ("name", "known", "near"),
    [
        ("markow", ["markov", "linear"], "markov"),
        ("Time-Decay", ["time_decay", "linear"], "time_decay"),
        ("last", ["LAST", "last"], "LAST"),
        ("xyz", ["markov"], None),
        ("", ["markov"], None),
        ("a", [], None),
    ],
)
def test_the_nearest_name(name, known, near):
    assert nearest(name, known) == near


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("anything else", "anything else"),
        ("options: unknown field `x`, there are no fields", 'no option "x"; known: '),
        (
            '[a]: options: "b": unknown variant `c`, expected `d`',
            '[a]: option "b": "c" is not one of its values; available: d',
        ),
    ],
)
def test_messages_without_a_library_s_words(message, said):
    assert in_words(message, {}) == said
