"""Everything joined: one row for each touchpoint, what is not seen, what needs attention."""

from __future__ import annotations

import html
import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Unpack

from . import _html, _native
from ._attribution import Credit, Returns
from ._audit import Audit
from ._catalogue import Criteria, Findings
from ._events import Events
from ._feedback import Campaigns, Feedback, Targets
from ._intake import IntakeReport
from ._journey import Journeys
from ._kpi import Gaps, Scores
from ._options import needs, to_json
from ._output import target
from ._paths import Paths
from ._pictures import Pictures, with_pictures
from ._static import static_text
from ._stitch import People
from ._table import Table
from ._tabular import Tabular
from ._verb import verb
from .errors import InputError, MissingLibraryError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .types import Language, ModelName, Progress
    from .widget import CockpitWidget

_SUMMARY = (
    "touchpoint",
    "contacts",
    "journeys",
    "cost",
    "conversions",
    "value",
    "roas",
    "metric",
    "score",
    "score_light",
    "audit_score",
    "audit_light",
)
_HTML_SIGNS = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


class Cockpit(Tabular):
    """A company's touchpoints at one sight."""

    __slots__ = ("_core",)
    _core: _native.Cockpit

    def __init__(self, core: _native.Cockpit) -> None:
        self._set(_core=core)

    def __len__(self) -> int:
        return len(self._core)

    def _main(self) -> Table:
        return self.touchpoints

    def __repr__(self) -> str:
        return f"Cockpit({len(self):,} touchpoints, {len(self.alarms):,} alarms)"

    @property
    def title(self) -> str:
        """The title."""
        return self._core.title()

    @property
    def head(self) -> dict[str, Any]:
        """The figures of the whole company; None stands for "not known".

        `lead`, `lead_reason` and `caveat` of the model that leads; `conversion_set`; `roas` with `roas_low` and
        `roas_high`: value credited to touchpoints with a cost, by all counted cost; `conversions_without_contact`,
        `value_without_contact`; `score` (metric, n, score, low, high, change, change_low, change_high, since)
        over all touchpoints; `known_persons`, `anonymous_persons`.
        """
        head: dict[str, Any] = json.loads(self._core.head())
        return head

    @property
    def touchpoints(self) -> Table:
        """One row for each touchpoint: contacts, cost, credit, returns, scores, gaps, audit.

        Behind the touchpoints stand the rows `(baseline)` and `(unattributed)`, what no touchpoint gets, and
        `(no touchpoint)`, spend that names none; with them conversions, value and cost sum to the whole.
        """
        return Table(self._core.touchpoints())

    @property
    def alarms(self) -> Table:
        """What needs attention: the findings with a severity, in their order.

        Columns `kind, touchpoint, severity, size, unit, en, de, todo_en, todo_de, owner`; a blank touchpoint
        is the whole company.
        """
        return Table(self._core.alarms())

    @property
    def coverage(self) -> Table:
        """What is not seen: `kind, subject, amount, unit`."""
        return Table(self._core.coverage())

    @property
    def findings(self) -> Table:
        """All that matters, in words: each fact once, by touchpoint, the gravest first.

        Columns `rank, kind, severity, subject, size, unit, en, de, todo_en, todo_de, owner`. A blank
        subject is the whole company; `severity` is missing where nothing is wrong, `owner` where nobody is
        known to answer for it.
        """
        return Table(self._core.findings())

    def to_json(self, **pictures: Unpack[Pictures]) -> str:
        """The whole cockpit as JSON text, for the widget and the web component.

        Args:
            **pictures: Further reports to be shown: `funnel`, `step_matrix`, `personas`, `needs`,
                `persona_scores`, `broadcast`; see `save`.

        Raises:
            InputError: One of them is another report.
        """
        return with_pictures(self._core.to_json(), pictures)

    def save(self, path: str | os.PathLike[str], **pictures: Unpack[Pictures]) -> Path:
        """Writes one HTML file that opens offline: no server, no network, nothing to install.

        Args:
            path: Where to; an existing file is replaced.
            **pictures: Further reports to be shown: `funnel` (`journeys.funnel(...)`), `step_matrix`
                (`journeys.step_matrix(...)`), `personas` (`journeys.personas(...)`) with their `needs`
                (`journeys.needs(...)`) and `persona_scores` (`cx.score(personas.answers(...),
                by=["persona"])`), `broadcast` (`cx.broadcast(...)`).

        Returns:
            The file's path.

        Raises:
            InputError: One of the reports is another one, or there is no such folder.
            MissingLibraryError: The package was built without its browser part.
        """
        file = target(path)
        page = self._page(with_pictures(self._core.to_json(), pictures))
        # The page is complete before the old file goes.
        part = file.with_name(f"{file.name}.part")
        part.write_text(page, encoding="utf-8")
        return part.replace(file)

    def widget(
        self, *, theme: Literal["auto", "light", "dark"] = "auto", controls: bool = True, **pictures: Unpack[Pictures]
    ) -> CockpitWidget:
        """The cockpit as a widget in Jupyter; needs anywidget: `pip install "cxcockpit[widget]"`.

        Args:
            theme: `auto`, `light` or `dark`.
            controls: Whether language and theme can be changed in the page.
            **pictures: Further reports to be shown; see `save`.

        Returns:
            The widget; a cell that ends with it shows it.

        Raises:
            InputError: One of the reports is another one.
            MissingLibraryError: anywidget is not installed.
        """
        data = with_pictures(self._core.to_json(), pictures)
        try:
            from .widget import CockpitWidget  # noqa: PLC0415 - optional
        except ImportError as cause:
            if isinstance(cause, MissingLibraryError):
                raise
            raise MissingLibraryError(
                'widget() needs anywidget, which is not installed: pip install "cxcockpit[widget]"'
            ) from None
        return CockpitWidget(data=data, language=self._data()["language"], theme=theme, controls=controls)

    def _data(self) -> dict[str, Any]:
        data: dict[str, Any] = json.loads(self.to_json())
        return data

    def _page(self, data: str) -> str:
        fills = {
            "__CX_DATA__": data.translate(_HTML_SIGNS),
            "__CX_TITLE__": html.escape(self.title),
            "__CX_LANG__": html.escape(self._data()["language"]),
        }
        # One pass: what is filled in is not looked at again.
        return re.sub("|".join(fills), lambda found: fills[found[0]], static_text("cockpit.template.html"))

    def _repr_html_(self) -> str:
        data = self._data()
        language = data["language"]
        said = "".join(f"<li>{html.escape(finding[language])}</li>" for finding in data["findings"])
        table = self.touchpoints
        names = table.columns
        kept = [names.index(name) for name in _SUMMARY]
        types = table._core.types()  # noqa: SLF001 - the class's own
        rows = [[row[at] for at in kept] for row in table._rows(_html.SHOWN_ROWS)]  # noqa: SLF001
        shown = _html.table_html(_SUMMARY, [types[at] for at in kept], rows, len(table))
        return f"<div><h3>{html.escape(self.title)}</h3><ol>{said}</ol>{shown}</div>"


@verb
def cockpit(
    *,
    people: People | None = None,
    journeys: Journeys | None = None,
    credit: Credit | None = None,
    scores: Scores | Sequence[Scores] = (),
    audit: Audit | None = None,
    campaigns: Campaigns | None = None,
    targets: Targets | None = None,
    events: Events | None = None,
    returns: Returns | None = None,
    gaps: Gaps | None = None,
    intake: Sequence[Feedback | Findings | Criteria | Paths | IntakeReport] = (),
    title: str = "CX Cockpit",
    currency: str | None = None,
    language: Language = "en",
    lead: ModelName | None = None,
    metric: str | None = None,
    paths: int = 20,
    timezone: str | None = None,
    flow: Mapping[str, int] | None = None,
    progress: Progress = None,
) -> Cockpit:
    """Joins reports into a cockpit. Give what there is; what is missing stays blank.

    Args:
        people: People: how many of them are known by an identifier that names them.
        journeys: Journeys: contacts, paths, flow.
        credit: Credits.
        scores: Scores by touchpoint; give those of the whole period and those by window for a trend, and both
            without a breakdown (`by=[]`) for the score over all.
        audit: The audit.
        campaigns: Campaigns; with `credit` and without `returns`, `cx.returns(credit, campaigns)`.
        targets: Targets.
        events: Events: costs of contacts, campaigns met, accounts of the sources.
        returns: Returns.
        gaps: Expectation against perception, by touchpoint.
        intake: Further tables that were read, whose accounts are to be shown.
        title: The title of the page.
        currency: The currency of values and costs, for example `CHF`.
        language: `en` or `de`.
        lead: Whose credits lead; None: the model of the returns, else the lead of the credits.
        metric: Which metric leads; None: for each touchpoint the one with most answers.
        paths: Paths shown, the most frequent first; at most 1,000.
        timezone: The zone of the dates shown: an IANA name, `UTC` or an offset; None: the one that the events
            were read with.
        flow: How much of the flow is shown: `{"steps": 4, "top": 7}`.
        progress: Called with (done, total).

    Returns:
        The cockpit.

    Raises:
        OptionError: An option is out of range.
        UnanswerableError: The page is in another currency than its costs.

    Example:
        >>> import cxcockpit as cx
        >>> feedback = cx.Feedback({"score": [10, 9, 3], "place": ["app", "app", "branch"]}, touchpoint="place")
        >>> cockpit = cx.cockpit(scores=cx.score(feedback), title="Bank")
        >>> cockpit.touchpoints.column("touchpoint")
        ['app', 'branch']
        >>> import json
        >>> json.loads(cockpit.to_json())["title"]
        'Bank'
    """
    several = [scores] if isinstance(scores, Scores) else list(scores)
    options = to_json(
        title=title,
        currency=currency,
        language=language,
        lead=lead,
        metric=metric,
        paths=paths,
        timezone=timezone,
        flow=dict(flow or {}),
    )
    core = _native.cockpit(
        options,
        events=_core(events, Events, "events"),
        people=_core(people, People, "people"),
        journeys=_core(journeys, Journeys, "journeys"),
        credit=_core(credit, Credit, "credit"),
        returns=_core(returns, Returns, "returns"),
        scores=[_core(part, Scores, "scores") for part in several],
        gaps=_core(gaps, Gaps, "gaps"),
        audit=_core(audit, Audit, "audit"),
        campaigns=_core(campaigns, Campaigns, "campaigns"),
        targets=_core(targets, Targets, "targets"),
        intake=[_account(table) for table in intake],
        progress=progress,
    )
    return Cockpit(core)


def _core(value: Any, kind: type[Any], name: str) -> Any:  # noqa: ANN401 - one of the reports
    if value is None:
        return None
    return needs(value, kind, name, f"from the verb that makes {kind.__name__}")._core  # noqa: SLF001


def _account(table: object) -> _native.IntakeReport:
    report = getattr(table, "report", table)
    if isinstance(report, IntakeReport):
        return report._account  # noqa: SLF001 - the class's own
    raise InputError(f"intake must be tables that were read, not {type(table).__name__}")
