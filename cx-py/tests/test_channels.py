"""Channels by rules, by themselves and as a role of events."""

from __future__ import annotations

from pathlib import Path

import pytest

import cxcockpit as cx
from cxcockpit._config import Config

VISITS = {
    "source": ["google", "(direct)", "partner.ch", None],
    "medium": ["cpc", "(none)", "banner", None],
    "page": ["https://x.ch/", "https://x.ch/?gclid=a", "https://x.ch/", "https://x.ch/"],
}
RULE = {"channel": "Partners", "id": "partners", "when": {"source": "partner.ch"}}


def test_channels_counts_rules_and_lint() -> None:
    found = cx.channels(VISITS, rules="ga4@2026-05", own=[RULE], source="source", medium="medium")
    assert found.table.to_pylist() == [
        {"row": 0, "channel": "Paid Search", "rule": "paid-search"},
        {"row": 1, "channel": "Direct", "rule": "direct"},
        {"row": 2, "channel": "Partners", "rule": "partners"},
        {"row": 3, "channel": "Direct", "rule": "direct-blank"},
    ]
    assert found.counts.to_pylist()[0] == {"channel": "Direct", "rows": 2, "share": 0.5}
    assert (len(found), found.rules, found.report.accepted) == (4, "ga4@2026-05", 4)
    assert repr(found) == "Channels(4 rows, 3 channels)"
    told = found.explain(2)
    assert (told.rule, told.sentence, told.also) == ("partners", 'source is "partner.ch"', ("display",))
    kinds = dict(zip(found.lint.column("rule"), found.lint.column("kind"), strict=True))
    assert (kinds["partners"], kinds["email"]) == ("collides", "never")
    assert sum(found.by_rule.column("rows")) == 4
    assert found.by_rule.column("rule")[-1] == "otherwise"


def test_click_ids_come_from_a_column_or_the_page() -> None:
    of_page = cx.channels(VISITS, rules="cx", source="source", medium="medium", url="page")
    assert of_page.table.column("channel")[1] == "Paid Search"
    data = {"medium": ["", ""], "click": ["a", None]}
    of_column = cx.channels(data, rules="cx", medium="medium", click_ids={"gclid": "click"})
    assert of_column.table.column("channel") == ["Paid Search", "Direct"]


@pytest.mark.parametrize(
    ("options", "error", "said"),
    [
        ({"rules": "ga4", "source": "source"}, cx.errors.OptionError, '"ga4@2023-11", "ga4@2026-05"'),
        ({"source": "source"}, cx.errors.OptionError, "rules of your own"),
        ({"rules": "cx"}, cx.errors.MissingRoleError, "source and medium"),
        ({"rules": "cx", "source": "src"}, cx.errors.MissingColumnError, '"src"; available: source'),
        (
            {"own": [{"channel": "A", "when": {"medium": {"regex": "("}}}], "medium": "medium"},
            cx.errors.OptionError,
            "regex",
        ),
        ({"rules": "cx", "own": "nowhere.toml", "source": "source"}, cx.errors.InputError, "nowhere.toml"),
    ],
)
def test_what_cannot_be_meant_is_refused(options: dict, error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said.replace("(", r"\(")):
        cx.channels(VISITS, **options)


@pytest.mark.parametrize("row", [-1, 4, 2**40])
def test_a_row_that_is_not_there_is_refused(row: int) -> None:
    found = cx.channels(VISITS, rules="cx", source="source")
    with pytest.raises(cx.errors.OptionError, match="row"):
        found.explain(row)


def test_own_rules_may_stand_in_a_file(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text('[[rule]]\nchannel = "Partners"\nwhen = { source = { ends = ".ch" } }\n', encoding="utf-8")
    for given in (own, str(own)):
        found = cx.channels(VISITS, rules="cx", own=given, source="source", medium="medium")
        assert found.table.column("channel")[2] == "Partners"
    for text in ("rule = 1", "[other]\na = 1", "[[rule]\n"):
        own.write_text(text, encoding="utf-8")
        with pytest.raises(cx.errors.OptionError, match=r"own\.toml"):
            cx.channels(VISITS, rules="cx", own=own, source="source")


def test_events_take_the_channel_as_touchpoint(tmp_path: Path) -> None:
    data = {**VISITS, "ts": ["2026-01-01"] * 4, "user": ["a"] * 4}
    channel = {"rules": "cx", "source": "source", "medium": "medium", "own": [RULE]}
    events = cx.Events(data, time="ts", ids={"customer": "user"}, channel=channel)
    assert events.table.column("touchpoint") == ["Paid Search", "Direct", "Partners", "Direct"]
    both = cx.Events(data, time="ts", ids={"customer": "user"}, channel=channel, touchpoint="source")
    assert both.table.column("touchpoint")[0] == "Paid Search / google"
    with pytest.raises(cx.errors.MissingRoleError, match="touchpoint"):
        cx.Events(data, time="ts", ids={"customer": "user"})

    lines = ["ts,user,source,medium,page"]
    lines += [
        ",".join(str(data[name][row] or "") for name in ("ts", "user", "source", "medium", "page")) for row in range(4)
    ]
    (tmp_path / "web.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (tmp_path / "own.toml").write_text(
        '[[rule]]\nchannel = "Partners"\nwhen = { source = "partner.ch" }\n', encoding="utf-8"
    )
    (tmp_path / "config.toml").write_text(
        '[[events]]\nfile = "web.csv"\ntime = "ts"\nids = { customer = "user" }\n'
        '[events.channel]\nrules = "cx"\nsource = "source"\nmedium = "medium"\nown = "own.toml"\n',
        encoding="utf-8",
    )
    config = Config(tmp_path / "config.toml")
    [section] = config.several("events")
    assert config.table(cx.Events, *section).table.column("touchpoint") == events.table.column("touchpoint")
