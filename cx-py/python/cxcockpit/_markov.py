"""What the Markov chain of attribution shows beside credits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import _native
from ._credits import outcomes_of
from ._options import to_json
from ._table import Table
from ._verb import verb

if TYPE_CHECKING:
    from ._journey import Journeys
    from ._paths import Paths
    from .types import Progress, States


@verb
def choose_order(
    journeys: Journeys | Paths,
    *,
    max_order: int = 5,
    folds: int = 5,
    back_off: float = 5.0,
    progress: Progress = None,
) -> Table:
    """How well Markov chains of each order predict journeys that they were not counted from.

    Every journey is predicted from the other folds, step by step, with back-off to shorter memories:
    `p_k = (c_k + t p_(k-1)) / (n_k + t)`. Chosen is the smallest order within a standard error of the best.
    `cx.attribute(..., order="auto")` takes that order.

    Args:
        journeys: Journeys, or aggregated paths.
        max_order: The highest order tried, 1 to 20.
        folds: Parts into which the journeys are cut, 2 to 20.
        back_off: How many observations of a state the prediction from one contact less weighs.
        progress: Called with (done, total).

    Returns:
        A table with the columns `order, log_likelihood, per_step, behind, standard_error, chosen`.

    Raises:
        OptionError: An option is out of range.
        UnanswerableError: There are no journeys.

    Example:
        >>> import cxcockpit as cx
        >>> table = {"path": ["a > b > a", "b > a > b"], "won": [90, 10], "lost": [10, 90]}
        >>> paths = cx.paths(table, conversions="won", nulls="lost")
        >>> choice = cx.choose_order(paths)
        >>> [order for order, chosen in zip(choice.column("order"), choice.column("chosen")) if chosen][0] >= 2
        True
    """
    options = to_json(max_order=max_order, folds=folds, back_off=back_off)
    return Table(_native.choose_order(outcomes_of(journeys), options, progress))


@verb
def sequence_effects(
    journeys: Journeys | Paths,
    *,
    order: int | str = 2,
    states: States = "windows",
    top: int = 100,
    confidence: float = 0.95,
    progress: Progress = None,
) -> Table:
    """What sequences of touchpoints do: the states of a Markov chain of order 2 and above, one by one.

    Counted in the journeys: those that pass the sequence, those that convert, their rate with Wilson's
    interval. In the chain: the probability to convert after the sequence, and its removal effect. Sequences
    overlap, so effects do not sum to anything, and none of it is causal.

    Args:
        journeys: Journeys, or aggregated paths.
        order: How many contacts in a row, or `"auto"`.
        states: `"windows"` or `"padded"`, as in `cx.attribute`.
        top: How many sequences, those that most journeys pass.
        confidence: Confidence of the intervals, 0.5 to 0.9999.
        progress: Called with (done, total).

    Returns:
        A table with the columns `sequence` (a list of names), `journeys, conversions, value, rate, rate_low,
        rate_high, lift, rate_after, removal_effect, removal_effect_value`.

    Raises:
        OptionError: An option is out of range.

    Example:
        >>> import cxcockpit as cx
        >>> table = {"path": ["a > b", "b > a"], "won": [3, 1], "lost": [1, 1]}
        >>> effects = cx.sequence_effects(cx.paths(table, conversions="won", nulls="lost"))
        >>> effects.column("sequence")[0], effects.column("rate")[0]
        (['a', 'b'], 0.75)
    """
    options = to_json(order=order, states=states, top=top, confidence=confidence)
    return Table(_native.sequence_effects(outcomes_of(journeys), options, progress))


@verb
def transitions(
    journeys: Journeys | Paths,
    *,
    order: int | str = 1,
    states: States = "windows",
    progress: Progress = None,
) -> Table:
    """The transitions of the attribution chain of any order, with counts and probabilities.

    Args:
        journeys: Journeys, or aggregated paths.
        order: How many contacts a state remembers, or `"auto"`.
        states: `"windows"` or `"padded"`, as in `cx.attribute`.
        progress: Called with (done, total).

    Returns:
        A table with the columns `from`, `to` (lists of names), `count`, `probability`.

    Raises:
        OptionError: An option is out of range.

    Example:
        >>> import cxcockpit as cx
        >>> cx.transitions(cx.paths({"path": ["a > b", "a"]})).column("probability")
        [1.0, 0.5, 0.5, 1.0]
    """
    options = to_json(order=order, states=states)
    return Table(_native.transitions(outcomes_of(journeys), options, progress))
