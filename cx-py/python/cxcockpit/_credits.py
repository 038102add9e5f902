"""Credits by period, position and level, and which touchpoints help one another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from . import _native
from ._journey import Journeys
from ._options import attribute_options, needs, to_json
from ._paths import Paths
from ._table import Table
from ._verb import verb

if TYPE_CHECKING:
    from .types import CreditDate, Game, Progress, Window


def outcomes_of(journeys: Journeys | Paths) -> _native.Journeys | _native.Paths:
    """What attribution splits, as the engine takes it."""
    if isinstance(journeys, Journeys):
        return journeys._core  # noqa: SLF001
    how = "or Journeys; from cx.paths(...) or cx.journeys(...)"
    return needs(journeys, Paths, "journeys", how)._paths  # noqa: SLF001


@verb
def credit_by_period(
    journeys: Journeys,
    *,
    window: Window = "week",
    dated: CreditDate = "touch",
    timezone: str | None = None,
    progress: Progress = None,
    **options: object,
) -> Table:
    """Credits by period of the calendar.

    Dated by touch, a credit stands beside the cost of its period; dated by conversion, beside the
    revenue. Over all periods both sum to the credits of `cx.attribute`. Models that split each journey say what
    each contact gets; the credit of a touchpoint by another model is divided among its contacts by their terms in
    the time-to-event model, or by linear credit.

    Args:
        journeys: Journeys.
        window: `day`, `week` (ISO, from Monday), `month`, `quarter` or `year`.
        dated: `touch` or `conversion`.
        timezone: The zone in which days begin: an IANA name, `UTC` or an offset.
        progress: Called with (done, total).
        **options: As in `cx.attribute`: `model` (None: the one that leads by rule), `half_life`, `confidence` and
            so on.

    Returns:
        A table with the columns `period, model, touchpoint, conversions, value, conversions_low,
        conversions_high, value_low, value_high`.

    Raises:
        OptionError: An option is out of range, or the model is `shapley_rate`, whose credits have no contact that
            could say when.

    Example:
        >>> import cxcockpit as cx
        >>> events = cx.Events(
        ...     {"t": ["2026-03-02", "2026-03-09"], "who": [7, 7], "at": ["ad", "shop"], "what": ["click", "buy"]},
        ...     time="t",
        ...     ids={"customer": "who"},
        ...     touchpoint="at",
        ...     event="what",
        ... )
        >>> journeys = cx.journeys(events, cx.stitch(events), conversion="buy")
        >>> table = cx.credit_by_period(journeys, model="linear")
        >>> table.column("touchpoint"), table.column("conversions")
        (['ad'], [1.0])
    """
    core = needs(journeys, Journeys, "journeys", "from cx.journeys(...)")._core  # noqa: SLF001
    own = to_json(window=window, dated=dated, timezone=timezone)
    return Table(_native.credit_by_period(core, attribute_options(options), own, progress))


@verb
def credit_by_position(
    journeys: Journeys | Paths,
    *,
    positions: int = 10,
    progress: Progress = None,
    **options: object,
) -> Table:
    """Credits of models that split each journey by itself, by touchpoint and position.

    For `model="shapley"` this is the ordered Shapley value of Zhao, Mahboobi and Bagheri (2018).

    Args:
        journeys: Journeys, or aggregated paths.
        positions: Positions that are told apart; the last one takes all later ones.
        progress: Called with (done, total).
        **options: As in `cx.attribute`: `model` (rules or `shapley`), `exclude` and so on.

    Returns:
        A table with the columns `model, touchpoint, position, conversions, value`.

    Raises:
        OptionError: An option is out of range, or a model does not split each journey by itself.

    Example:
        >>> import cxcockpit as cx
        >>> paths = cx.paths({"path": ["search > branch", "search"], "won": [3, 1]}, conversions="won")
        >>> cx.credit_by_position(paths, model="shapley").column("conversions")
        [1.5, 2.5]
    """
    own = to_json(positions=positions)
    return Table(_native.credit_by_position(outcomes_of(journeys), attribute_options(options), own, progress))


@verb
def credit_by_level(
    journeys: Journeys | Paths,
    *,
    separator: str = "/",
    groups: Mapping[str, Sequence[str]] | None = None,
    confidence: float = 0.95,
    progress: Progress = None,
    **options: object,
) -> Table:
    """Owen values of a hierarchy of touchpoints: channel, campaign, creative.

    A conversion is split evenly over the channels on its journey, each part evenly over that
    channel's campaigns on it, and so on. What is in a group sums to the group.

    Args:
        journeys: Journeys, or aggregated paths.
        separator: Where names of touchpoints are split into levels; blank: they are not.
        groups: For touchpoints that are named, the groups that they are in, from the top.
        confidence: Confidence of the intervals, 0.5 to 0.9999.
        progress: Called with (done, total).
        **options: As in `cx.attribute`: `exclude`, `direct_policy`, `outcome`.

    Returns:
        A table with the columns `level, parent, name, touchpoint, conversions, conversions_low,
        conversions_high, value, value_low, value_high`.

    Raises:
        OptionError: An option is out of range.
        UnknownNameError: A touchpoint in `groups` does not occur.

    Example:
        >>> import cxcockpit as cx
        >>> paths = cx.paths({"path": ["ads/a > ads/b > mail"], "won": [4]}, conversions="won")
        >>> table = cx.credit_by_level(paths)
        >>> dict(zip(table.column("name"), table.column("conversions"), strict=True))
        {'ads': 2.0, 'ads/a': 1.0, 'ads/b': 1.0, 'mail': 2.0}
    """
    chains = {name: list(chain) for name, chain in (groups or {}).items()}
    own = to_json(separator=separator, groups=chains, confidence=confidence)
    return Table(_native.credit_by_level(outcomes_of(journeys), attribute_options(options), own, progress))


@verb
def interactions(
    journeys: Journeys | Paths,
    *,
    game: Game = "rate",
    confidence: float = 0.95,
    progress: Progress = None,
    **options: object,
) -> Table:
    """Which touchpoints help one another: the Shapley interaction index of all pairs.

    In the game `rate` an interaction above 0 says that journeys with both convert more often than
    each touchpoint alone would have it, one below 0 that one takes the other's place; the unit is
    conversions. In the game `count` it says who converts together. An association, not an effect.

    Args:
        journeys: Journeys, or aggregated paths.
        game: `rate` (at most 25 touchpoints) or `count`.
        confidence: Confidence of the intervals, 0.5 to 0.9999.
        progress: Called with (done, total).
        **options: As in `cx.attribute`: `exclude`, `direct_policy`, `outcome`.

    Returns:
        A table with the columns `touchpoint, other, journeys, conversions, interaction, low, high`.

    Raises:
        OptionError: An option is out of range.
        TooManyError: The rate game with more than 25 touchpoints.

    Example:
        >>> import cxcockpit as cx
        >>> paths = cx.paths({"path": ["a", "b", "a > b"], "won": [1, 1, 6], "lost": [9, 9, 4]},
        ...     conversions="won", nulls="lost")
        >>> round(cx.interactions(paths).column("interaction")[0], 9)
        2.0
    """
    own = to_json(game=game, confidence=confidence)
    return Table(_native.interactions(outcomes_of(journeys), attribute_options(options), own, progress))
