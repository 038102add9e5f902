"""Channels: where contacts came from, by ordered rules."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from . import _native
from ._channel_rules import channel_columns, own_rules
from ._intake import IntakeReport
from ._options import to_json
from ._read import source as open_source
from ._table import Table
from ._tabular import Tabular
from ._verb import verb
from .errors import OptionError

if TYPE_CHECKING:
    from ._channel_rules import Own
    from .types import Data, Progress


@dataclass(frozen=True, slots=True)
class ChannelExplanation:
    """Why a row has its channel.

    Attributes:
        row: The row in the table, from 0.
        channel: Its channel.
        rule: The rule that decided: the first one that holds.
        sentence: The rule's conditions in words.
        also: The rules that hold too and come later, in their order.
    """

    row: int
    channel: str
    rule: str
    sentence: str
    also: tuple[str, ...]


class Channels(Tabular):
    """The channel of every row, and which rule gave it.

    Attributes:
        rules: The table of rules with its date; None where only your own were asked.
        report: What became of every row; a row with a fault has no channel.
    """

    __slots__ = ("_core", "report", "rules")
    _core: _native.Channels
    rules: str | None
    report: IntakeReport

    def __init__(self, core: _native.Channels) -> None:
        self._set(_core=core, rules=core.rules(), report=IntakeReport(core.report()))

    def __len__(self) -> int:
        return len(self._core)

    def __repr__(self) -> str:
        return f"Channels({len(self):,} rows, {len(self.counts)} channels)"

    @property
    def table(self) -> Table:
        """Columns `row, channel, rule`; `row` counts from 0 in the table that was read."""
        return Table(self._core.table())

    @property
    def counts(self) -> Table:
        """Columns `channel, rows, share`, the most frequent channel first."""
        return Table(self._core.counts())

    @property
    def by_rule(self) -> Table:
        """Columns `rule, channel, rows, held, sentence`, in the order of the rules.

        `rows` are those that the rule decided, `held` those for which its conditions hold, whichever rule decided.
        The last rule, `otherwise`, stands for none.
        """
        return Table(self._core.by_rule())

    @property
    def lint(self) -> Table:
        """What is odd about the rules: columns `kind, rule, channel, other, other_channel, rows, sentence`.

        Kinds: `shadowed` (it can never decide), `overruled` (it held, and rules before it decided all of its rows),
        `never` (it held for no row of these data), `collides` (a later rule with another channel held too), `quirk`
        (its table says something unexpected here).
        """
        return Table(self._core.lint())

    def explain(self, row: int) -> ChannelExplanation:
        """Why a row has its channel.

        Args:
            row: The row of the table, from 0.

        Raises:
            OptionError: The table has no such row, or it was rejected.
        """
        if not 0 <= row < 2**32:
            raise OptionError(f'option "row": {row} is not allowed; allowed: a row of the table, from 0')
        told = json.loads(self._core.explain(row))
        return ChannelExplanation(**{**told, "also": tuple(told["also"])})

    def _repr_html_(self) -> str:
        return self.counts._repr_html_()


@verb
def channels(
    data: Data,
    *,
    rules: str | None = None,
    own: Own = (),
    source: str | None = None,
    medium: str | None = None,
    campaign: str | None = None,
    referrer: str | None = None,
    url: str | None = None,
    click_ids: Mapping[str, str] | None = None,
    progress: Progress = None,
) -> Channels:
    """The channel of every row of a table, by the first rule that holds.

    The case of letters does not count. A row for which no rule holds is `"Unassigned"`.

    Args:
        data: A table, a path to a .parquet or .csv file, or columns by name.
        rules: The table of rules: `"ga4@2023-11"`, `"ga4@2026-05"`, `"matomo@2026-07"` or `"cx@2026-11"`; `"cx"` is the
            newest of ours.
        own: Your own rules, in order, before those of the table: dicts with `channel`, `when`, `any` and `id`, or
            the path of a TOML file with a table `[[rule]]` for each.
        source: Where the contact came from, such as `google`; by default `utm_source` of `url`.
        medium: By what, such as `cpc`; by default `utm_medium` of `url`.
        campaign: The campaign; by default `utm_campaign` of `url`.
        referrer: The page before. Of the same host as `url`, it counts as none.
        url: The page that was opened, with its query.
        click_ids: Click id to column, for example `{"gclid": "google_click"}`; those in the query of `url` are found
            there.
        progress: Called with (done, total).

    Returns:
        The channels, the rules that decided, and what is odd about the rules.

    Raises:
        OptionError: There is no such table of rules, list or field, or a regular expression cannot be read.
        MissingRoleError: No column is named.
        MissingColumnError: A column is named that the table does not have.
        EmptyTableError: The table has no rows.

    Example:
        >>> import cxcockpit as cx
        >>> visits = {
        ...     "source": ["google", "(direct)", "partner.ch"],
        ...     "medium": ["cpc", "(none)", "banner"],
        ... }
        >>> partners = {"channel": "Partners", "when": {"source": "partner.ch"}}
        >>> found = cx.channels(visits, rules="ga4@2026-05", own=[partners], source="source", medium="medium")
        >>> found.table.column("channel")
        ['Paid Search', 'Direct', 'Partners']
        >>> found.explain(0).rule
        'paid-search'
    """
    columns = {
        "source": source,
        "medium": medium,
        "campaign": campaign,
        "referrer": referrer,
        "url": url,
        "click_ids": dict(click_ids or {}),
    }
    table = open_source(data, channel_columns(columns))
    options = to_json(rules=rules, own=own_rules(own), **columns)
    return Channels(_native.channels(table, options, progress))
