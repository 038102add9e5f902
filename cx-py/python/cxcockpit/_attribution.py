"""What each touchpoint did for the outcome, with its doubt, and what it cost."""

from __future__ import annotations

import json
import warnings
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from . import _native
from ._broadcast import Broadcast
from ._credits import outcomes_of
from ._experience import Experience
from ._feedback import Campaigns
from ._journey import Journeys
from ._nearest import same_but_for_signs
from ._options import core_of, models_of, needs, to_json
from ._paths import Paths
from ._table import Table
from ._tabular import Tabular
from ._verb import verb
from .errors import NearNameWarning, NoEffectWarning

if TYPE_CHECKING:
    from .types import DirectPolicy, KnockOn, ModelName, Names, OutcomeFilter, Progress, Removal, States, Tied


class Credit(Tabular):
    """Credits of one or several models for one outcome.

    Attributes:
        models: The models, each with what its figures mean and what they do not.
        lead: The model that leads.
        lead_reason: Why: `"asked"` (the option `lead`), `"times_and_conversions"` (journeys have times and at
            least 300 conversions: `hazard`), `"without_times"` (`markov`) or `"first"` (the only model, or
            the first one of others).
        conversion_set: Whether a conversion was set; without one there is nothing to credit.
        without_contact: `conversions` and `value` that had no contact before them, whatever a model says.
        conversions: Conversions that were split.
        value: Value that was split.
        residual: Largest difference between the sum of a model's credits and what it split, relative
            to that: rounding only.
        confidence: Confidence of the intervals.
        chain: With the model `markov`: the chain's order, its states, the removal, a bound of the error of
            its removal effects (none at order 1, which is solved as a whole), and a remark where the data
            lack something; `None` without it.
        interval: How the intervals were made: `"delta"` (by formula) or `"bootstrap"`; those of the
            model `hazard` are always by formula.
    """

    __slots__ = (
        "_core",
        "chain",
        "confidence",
        "conversion_set",
        "conversions",
        "interval",
        "lead",
        "lead_reason",
        "models",
        "residual",
        "value",
        "without_contact",
    )
    _core: _native.Credit
    lead: str
    lead_reason: str
    conversion_set: bool
    without_contact: dict[str, float]
    chain: dict[str, object] | None
    models: dict[str, str]
    conversions: float
    value: float
    residual: float
    confidence: float
    interval: str

    def __init__(self, core: _native.Credit) -> None:
        names = ("conversions", "value", "residual", "confidence")
        chain = core.chain()
        self._set(_core=core, models=dict(core.models()), chain=None if chain is None else json.loads(chain))
        lead, reason = core.lead()
        bare = dict(zip(("conversions", "value"), core.without_contact(), strict=True))
        self._set(lead=lead, lead_reason=reason, conversion_set=core.conversion_set(), without_contact=bare)
        self._set(interval=core.interval(), **dict(zip(names, core.totals(), strict=True)))

    def __len__(self) -> int:
        return len(self._core)

    def __repr__(self) -> str:
        return f"Credit({', '.join(self.models)}: {self.conversions:,.6g} conversions, {len(self):,} rows)"

    @property
    def table(self) -> Table:
        """One row for each model and touchpoint.

        Columns `model, touchpoint, conversions, value, share, conversions_low, conversions_high,
        value_low, value_high, removal_effect, removal_effect_value, cancelled, lower_bound, undecided`.
        Conversions without any contact are in the row `(unattributed)` (with `hazard`: what no contact adds,
        in `(baseline)`), so that each model's credits sum to the outcome. Values are what was sold less what
        was given back; `cancelled` are the parts of conversions whose order was given back as a whole.
        `lower_bound`: of spots, only what came within minutes is seen. `undecided`: an effect cannot be told
        from a slow change of the need; the middle says nothing.
        """
        return Table(self._core.table())

    @property
    def parts(self) -> Table:
        """One row for each model, touchpoint and campaign, where contacts name any; blank: they name none.

        Columns `model, touchpoint, campaign, conversions, value, conversions_low, conversions_high,
        value_low, value_high, divided_by`. Rows of a touchpoint sum to its credit. `divided_by`: `own` (the
        model splits each journey), `hazard` (by the terms of contacts in the time-to-event model) or `linear`.
        """
        return Table(self._core.parts())

    @property
    def ranks(self) -> Table:
        """Where each touchpoint stands by conversions, and how sure that is; needs `bootstrap`.

        Columns `model, touchpoint, rank, first, expected_rank, rank_low, rank_high`. `first`: share of
        the replicates in which the touchpoint comes first.

        Raises:
            LackingError: The credits were made without `bootstrap`.
        """
        return Table(self._core.ranks())

    @property
    def disagreement(self) -> Table:
        """What the models say at least and at most of each touchpoint.

        Columns `touchpoint, models, lowest, share_low, highest, share_high, spread, apart`. `apart`:
        the intervals of these two models do not overlap.
        """
        return Table(self._core.disagreement())

    @property
    def checks(self) -> Table:
        """Checks of the credits and of the journeys behind them, each with a plain sentence.

        Columns `check, model, figure, status, sentence, en, de`; `status` is `ok` or `warn`, and
        `sentence` the English one. Among them: value on paths without a conversion, a separator that never
        occurs, refunds of unknown orders, and a model or policy that needs a direct touchpoint and finds none.
        """
        return Table(self._core.checks())


class Returns(Tabular):
    """What was spent at each touchpoint beside what it brought.

    Attributes:
        model: The model whose credits counted.
        divided_by: How its credits were divided among campaigns, where contacts name any: `own`, `hazard` or
            `linear`; see `Credit.parts`.
        currency: The currency of the costs, where it is said and single.
    """

    __slots__ = ("_core", "currency", "divided_by", "model")
    _core: _native.Returns
    model: str
    divided_by: str | None
    currency: str | None

    def __init__(self, core: _native.Returns) -> None:
        self._set(_core=core, model=core.model(), divided_by=core.divided_by(), currency=core.currency())

    def __len__(self) -> int:
        return len(self._core)

    def __repr__(self) -> str:
        return f"Returns({self.model}: {len(self):,} rows)"

    @property
    def table(self) -> Table:
        """One row for each touchpoint and campaign.

        Columns `touchpoint, campaign, cost, cost_counted, cost_other, conversions, conversions_low,
        conversions_high, value, value_low, value_high, roas, roi, cost_per_conversion, experience_points,
        points_per_1000, roas_low, roas_high, roi_low, roi_high, cost_per_conversion_low,
        cost_per_conversion_high, points_per_1000_low, points_per_1000_high, split, lower_bound, undecided,
        pareto`. `cost` is `cost_counted` (campaigns, spots, contacts of the kinds that journeys count; returns are
        by it) plus `cost_other` (contacts of excluded kinds). `split`: `whole` (all of a touchpoint), `contacts`
        (its contacts name the campaign), `cost` (no contact names one: an allocation by cost, no measurement) or
        `sum`. `pareto`: no other row brings at least as much money and as many points for the same cost, and
        more of one.
        """
        return Table(self._core.table())

    @property
    def touchpoints(self) -> Table:
        """The columns of `table` by touchpoint, `(total)` at the end."""
        return Table(self._core.touchpoints())

    @property
    def campaigns(self) -> Table:
        """The columns of `table` by campaign."""
        return Table(self._core.campaigns())

    @property
    def total(self) -> dict[str, Any]:
        """Everything together: outcome, cost, and the return of what touchpoints with a cost brought."""
        return self.touchpoints.to_pylist()[-1]


@verb
def attribute(
    journeys: Journeys | Paths,
    *,
    model: ModelName | Sequence[ModelName] | None = None,
    models: ModelName | Sequence[ModelName] | None = None,
    lead: ModelName | None = None,
    broadcast: Broadcast | None = None,
    order: int | str = 1,
    states: States = "windows",
    removal: Removal = "redirect",
    position: Sequence[float] = (0.4, 0.4),
    milestone: Names = (),
    weights: Mapping[str, object] | None = None,
    half_life: str = "7d",
    direct: Names = (),
    direct_policy: DirectPolicy = "keep",
    exclude: Names = (),
    view_through: Mapping[str, float] | None = None,
    tied: Tied = "order",
    outcome: OutcomeFilter = "all",
    permutations: int = 2_000,
    seed: int = 0,
    bootstrap: int = 0,
    intent_levels: int = 12,
    decay: Sequence[str] = ("12h", "30d"),
    knock_on: KnockOn = "loss",
    knock_on_window: str = "3d",
    repeat: bool | None = None,
    iterations: int = 2000,
    confidence: float = 0.95,
    progress: Progress = None,
) -> Credit:
    """Splits the outcome of journeys over the touchpoints before it.

    Every model splits the same outcome: its credits and the row `(unattributed)` sum to it. Where no model is
    named, the one nearest to known truth leads: `hazard` where journeys have times and at least 300 conversions,
    else `markov`; `credit.lead_reason` says why.

    - `first`, `last`: all to the first (last) contact.
    - `last_non_direct`: all to the last contact that is not direct; to the last one where all are.
    - `linear`: `1/n` to each of `n` contacts.
    - `position`: fixed parts to the first and the last contact, the rest over those between.
    - `w_shaped`: 30 % each to the first contact, the milestone and the last one, 10 % to the others.
    - `custom`: by `weights`.
    - `shapley`: the same part to each touchpoint on the journey (Shapley value of the count game).
    - `shapley_rate`: mean change of the conversion rate when a touchpoint joins others (Shapley value
      of the rate game); credits may be below 0.
    - `time_decay`: parts proportional to `2^(-age / half_life)`, normalised to 1.
    - `markov`: share of the removal effect in a chain of any order. A removal effect is the share of
      conversions that pass through a touchpoint, not what would be lost without it.
    - `hazard`: share of the rate of conversion that its contacts add at the moment of conversion, in an
      additive hazard with levels of intent; what no contact adds is in the row `(baseline)`. See
      `cx.hazard_fit` for the parameters. Needs journeys.

    Args:
        journeys: Journeys, or aggregated paths.
        model: One model or several; None: the one that leads by rule.
        models: The same under its plural name; not both.
        lead: The model that leads where only one can be shown; computed also where it is not among the models.
            None: by rule; of models that are named, the first one where neither `hazard` nor `markov` is
            among them.
        broadcast: What spots brought, from `cx.broadcast`: of the credit of each visit they take the probability
            that they caused it, in rows of their own (a lower bound: only minutes after a spot are seen). Needs
            journeys.
        order: How many contacts a state of the Markov chain remembers, or `"auto"`: as many as predict
            journeys best that were not counted.
        states: What the states are where the order is above 1: `"windows"` (every run of that many
            contacts; a shorter journey is one state) or `"padded"` (the last contacts so far).
        removal: What becomes of a journey where a touchpoint is taken out of the chain: `"redirect"`
            (it ends without conversion) or `"reconnect"` (it goes on as others do from there).
        position: Parts of the first and the last contact in the model `position`, or three weights of
            first, middle and last.
        milestone: Touchpoints or kinds of event that are the milestone of `w_shaped`; none: the contact
            in the middle.
        weights: Weights of `custom`: `first` and `last` (lists, from the start and from the end; default: none),
            `middle` (one weight that the others share evenly; default 1), `touchpoints` (factors by name;
            default 1).
        half_life: Half-life of the model `time_decay`.
        direct: Direct touchpoints; none: those in a usual spelling, whatever its case, such as `direct`,
            `(direct) / (none)` or `Direktzugriff`; the check `direct` warns where none is found.
        direct_policy: What becomes of direct contacts in all models: `keep`, `drop_unless_alone` or
            `drop_last_unless_alone`.
        exclude: Touchpoints that are taken out of all journeys.
        view_through: Factors for contacts of some kinds of event, for example `{"impression": 0.3}`, in
            the models that split each journey by itself.
        tied: What the models that split each journey by itself make of contacts of equal times: `order` takes them
            as they come (by the role `order`, else by the alphabet), `even` gives each the mean of their parts. The
            check `ties` says how many first and last contacts rest on them.
        outcome: `all` journeys, those up to the `first` conversion of each person, or `repeat`.
        permutations: Orders that `shapley_rate` samples beyond 25 touchpoints; an even number.
        seed: Seed of the sampled orders and of the bootstrap.
        bootstrap: Replicates from which intervals and ranks are made, for example 200; 0: intervals by
            formula, and no ranks. `hazard` is left out of it.
        intent_levels: `hazard`: how many levels of intent persons may have, 1 to 24; one where the data ask
            for none.
        decay: `hazard`: shortest and longest decay (`tau`) of the effect of a contact; an effect that lasts as long as
            it may is not proven.
        knock_on: `hazard`: who gets the credit of a contact that another one triggered: `loss` (in
            proportion to what would be lost without each), `origin` (where the chain began), `none`.
        knock_on_window: `hazard`: how long after a contact another one can be triggered by it.
        repeat: `hazard`: whether persons go on after a conversion; None: if any person converts twice.
        iterations: `hazard`: most steps of the search.
        confidence: Confidence of the intervals, 0.5 to 0.9999.
        progress: Called with (done, total).

    Returns:
        Credits, in conversions and in the unit of the values.

    Raises:
        OptionError: An option is out of range, or both `model` and `models` are given.
        UnanswerableError: There are no journeys, or a broadcast was given with aggregated paths.
        LackingError: `time_decay`, `hazard`, `view_through`, `tied` or `outcome` was asked for aggregated paths, or the
            visits of a broadcast were counts.
        TooManyError: Markov or `shapley_rate` with more than 2,000 touchpoints.

    Example:
        >>> import cxcockpit as cx
        >>> paths = cx.paths({"path": ["search > branch", "search"], "won": [3, 1], "lost": [1, 5]},
        ...     conversions="won", nulls="lost")
        >>> credit = cx.attribute(paths, models=["linear", "last"])
        >>> credit
        Credit(linear, last: 4 conversions, 4 rows)
        >>> credit.table.column("conversions")
        [1.5, 2.5, 3.0, 1.0]
    """
    options = to_json(
        **models_of(model, models),
        lead=lead,
        order=order,
        states=states,
        removal=removal,
        position=position,
        milestone=milestone,
        weights=dict(weights or {}),
        half_life=half_life,
        direct=direct,
        direct_policy=direct_policy,
        exclude=exclude,
        view_through=dict(view_through or {}),
        tied=tied,
        outcome=outcome,
        permutations=permutations,
        seed=seed,
        bootstrap=bootstrap,
        intent_levels=intent_levels,
        decay=decay,
        knock_on=knock_on,
        knock_on_window=knock_on_window,
        repeat=repeat,
        iterations=iterations,
        confidence=confidence,
    )
    spots = core_of(broadcast, Broadcast, "broadcast", "from cx.broadcast(...)")
    made = Credit(_native.attribute(outcomes_of(journeys), spots, options, progress))
    if not made.conversion_set:
        warnings.warn(
            "attribute: the journeys have no conversion, so every credit is 0; name the kind of event that is one: "
            'cx.journeys(events, people, conversion="purchase")',
            NoEffectWarning,
            stacklevel=4,
        )
    return made


@verb
def returns(
    credit: Credit,
    campaigns: Campaigns | None = None,
    *,
    model: ModelName | None = None,
    rates: Mapping[str, float] | None = None,
    experience: Experience | Mapping[str, float] | None = None,
) -> Returns:
    """Joins credits with costs: what each touchpoint and each campaign brought for what it cost.

    The cost of a touchpoint is that of its campaigns, of its contacts and of its spots, each once; contacts of
    kinds that journeys exclude (service calls) stand apart as `cost_other`. By `cost_counted`: `roas = value /
    cost`, `roi = (value - cost) / cost`, `cost_per_conversion = cost / conversions`, `points_per_1000 = 1000 *
    experience_points / cost`, with the intervals of the credits. The credit of a campaign is that of the contacts
    that name it (role `campaign` of the events). Where no contact of a touchpoint names one, the return is known
    as that of the touchpoint; its rows by campaign are an allocation by cost, without intervals. Average returns
    are not marginal ones.

    Args:
        credit: Credits from `cx.attribute`.
        campaigns: Campaigns of the same period; costs count in full. None: costs of contacts and spots only.
        model: Whose credits count; None: those of the model that leads.
        rates: What one unit of each currency of the costs is in the currency of the values; codes in any
            case, and no other currency than those of the costs.
        experience: Credits from `cx.experience` (those of its first model count), or experience points
            by touchpoint.

    Returns:
        Returns by touchpoint and campaign.

    Raises:
        UnanswerableError: Costs are in several currencies and one has no rate.
        UnknownNameError: The model was not computed.
        OptionError: A rate is not positive.

    Example:
        >>> import cxcockpit as cx
        >>> credit = cx.attribute(cx.paths({"path": ["search"], "euros": [500.0]}, value="euros"))
        >>> campaigns = cx.Campaigns({"campaign": ["ads"], "at": ["search"], "cost": [200]},
        ...     touchpoint="at", cost="cost")
        >>> cx.returns(credit, campaigns).table.column("roas")
        [2.5]
    """
    theirs = needs(credit, Credit, "credit", "from cx.attribute(...)")._core  # noqa: SLF001
    spent = core_of(campaigns, Campaigns, "campaigns", "from cx.Campaigns(...)")
    options = to_json(model=model, rates=dict(rates or {}))
    if isinstance(experience, Experience):
        made = Returns(_native.returns(theirs, spent, experience._core, options))  # noqa: SLF001
    else:
        points = None if experience is None else dict(experience)
        made = Returns(_native.returns(theirs, spent, points, options))
    _warn_of_near_touchpoints(credit, made)
    return made


def _warn_of_near_touchpoints(credit: Credit, made: Returns) -> None:
    """Says where a campaign names a touchpoint that nobody had contact with, but for its case or its signs."""
    met = set(credit.table["touchpoint"])
    for name in made.touchpoints["touchpoint"]:
        if name is not None and name not in met and (near := same_but_for_signs(name, met)) is not None:
            warnings.warn(
                f'returns: campaigns at "{name}" have no return, since nobody had a contact there; contacts are at '
                f'"{near}": write it the same way in both tables',
                NearNameWarning,
                stacklevel=5,
            )
