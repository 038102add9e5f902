"""Errors: readable, typed, and the built-in that fits."""

from __future__ import annotations

import pickle

import pytest

import cxcockpit as cx
from conftest import EVENT_ROLES, EVENTS
from cxcockpit import errors

CASES = [
    (lambda: cx.Events(EVENTS), errors.MissingRoleError, ValueError, 'role "time" is required'),
    (lambda: cx.Events(EVENTS, **{**EVENT_ROLES, "time": "when"}), errors.MissingColumnError, KeyError, "available"),
    (lambda: cx.Events(EVENTS, **EVENT_ROLES, timezone="Mars"), errors.UnknownZoneError, ValueError, "IANA"),
    (lambda: cx.Events(EVENTS, **EVENT_ROLES, time_unit="h"), errors.OptionError, ValueError, "available: s, ms"),
    (lambda: cx.Feedback({"score": []}), errors.EmptyTableError, ValueError, "no rows"),
    (lambda: cx.Events({**EVENTS, "ts": [[1]] * 7}, **EVENT_ROLES), errors.ColumnTypeError, TypeError, "List"),
    (lambda: cx.concat([]), errors.EmptyTableError, ValueError, "no rows"),
    (lambda: cx.concat([1]), errors.InputError, TypeError, "must be Events"),
    (lambda: cx.concat(cx.Events(EVENTS, **EVENT_ROLES)), errors.InputError, TypeError, "list of tables"),
    (lambda: cx.stitch("events"), errors.InputError, TypeError, "events must be Events"),
    (lambda: cx.stitch(cx.Events(EVENTS, **EVENT_ROLES), types="email"), errors.UnknownNameError, KeyError, "customer"),
    (lambda: cx.attribute(cx.paths({"path": ["a"]}), model="shapely"), errors.OptionError, ValueError, "markov"),
    (lambda: cx.attribute(cx.paths({"path": ["a"]}), order=0), errors.OptionError, ValueError, 'option "order": 0'),
    (lambda: cx.attribute(cx.paths({"path": ["a"]}), confidence=float("nan")), errors.OptionError, ValueError, "NaN"),
    (lambda: cx.attribute(cx.paths({"path": ["a"]}), position=object()), errors.OptionError, ValueError, "object"),
    (
        lambda: cx.attribute(cx.paths({"path": ["a"]}), model="time_decay"),
        errors.LackingError,
        ValueError,
        "journeys",
    ),
    (lambda: cx.attribute("journeys"), errors.InputError, TypeError, "cx.journeys"),
]


@pytest.mark.parametrize(("call", "kind", "builtin", "message"), CASES)
def test_errors_say_what_to_do(call, kind, builtin, message):
    with pytest.raises(cx.CxError) as caught:
        call()
    error = caught.value
    assert type(error) is kind
    assert isinstance(error, builtin)
    assert isinstance(error, Exception)
    assert message in str(error)
    assert not str(error).startswith('"')
    assert " at line " not in str(error)


def test_a_duration_without_a_unit_is_refused(events):
    with pytest.raises(cx.errors.OptionError, match="30m"):
        cx.journeys(events, cx.stitch(events), session_gap="30")
    with pytest.raises(cx.errors.OptionError, match="duration"):
        cx.journeys(events, cx.stitch(events), session_gap=30)


def test_none_switches_a_rule_off(events):
    people = cx.stitch(events)
    whole = cx.journeys(events, people, conversion=None, lookback=None, session_gap=None)
    assert len(whole) == len(people) == whole.persons
    assert len(whole.sessions) == len(people)


def test_people_of_other_events_are_refused(events):
    other = cx.Events({name: cells[:3] for name, cells in EVENTS.items()}, **EVENT_ROLES)
    with pytest.raises(cx.errors.MismatchError, match="same events"):
        cx.journeys(other, cx.stitch(events))


def test_messages_do_not_hold_identifiers(events):
    with pytest.raises(cx.CxError) as caught:
        cx.journeys(events, cx.stitch(events), conversion="007")
    assert "008" not in str(caught.value)


def test_errors_survive_pickle():
    error = errors.make("missing_column", "no column", {"column": "x"})
    back = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    assert type(back) is errors.MissingColumnError
    assert (str(back), back.kind, back.details) == ("no column", "missing_column", {"column": "x"})


def test_an_unknown_kind_is_still_an_error_of_ours():
    assert type(errors.make("of tomorrow", "text")) is cx.CxError
    assert errors.make("of tomorrow", "text").kind == "of tomorrow"
    assert str(cx.CxError()) == ""
