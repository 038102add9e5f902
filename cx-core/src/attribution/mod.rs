//! Attribution: what each touchpoint did for the outcome, with its doubt.
//!
//! | model | credit of a touchpoint | what it can and cannot say |
//! |---|---|---|
//! | `first`, `last` | conversions of journeys that begin (end) with it | where journeys begin or end, not what moved them |
//! | `last_non_direct` | conversions of journeys whose last contact that is not direct it is | as `last` |
//! | `linear` | each contact of a journey gets the same part | presence, not effect |
//! | `position` | first 40 %, last 40 %, the rest over the middle | a convention |
//! | `w_shaped` | first, milestone and last 30 % each, the rest over the others | a convention |
//! | `custom` | by weights that you give | a convention of your own |
//! | `time_decay` | parts halve with every half-life before the conversion | a convention; needs times |
//! | `markov` | share of its removal effect in a chain of any order | smoothed coverage of converting journeys; **not causation** |
//! | `shapley` | each touchpoint on a journey gets the same part | presence, not effect |
//! | `shapley_rate` | mean change of the conversion rate when it joins others; signed | association; needs journeys that did not convert |
//! | `hazard` | share of the rate of conversion that its contacts add at the moment of conversion | an effect, if intent shows in the rate of contacts and effects add up; has a row `(baseline)` |
//!
//! Every model splits the same outcome: credits plus the row `(unattributed)` (conversions without
//! any contact) sum to it. A removal effect says how many conversions *pass through* a touchpoint;
//! one on every path has a removal effect of 1, helpful or not. Compare models before money moves.

pub(crate) mod attribute;
pub(crate) mod clean;
pub(crate) mod contact;
pub(crate) mod costs;
pub(crate) mod credit;
pub(crate) mod division;
pub(crate) mod doubt;
pub(crate) mod experience;
pub(crate) mod hazard;
pub(crate) mod input;
pub(crate) mod lanes;
mod large;
pub(crate) mod lead;
pub(crate) mod markov;
pub(crate) mod model;
pub(crate) mod options;
pub(crate) mod outcomes;
pub(crate) mod rules;
pub(crate) mod shapley;
pub(crate) mod side;
pub(crate) mod signs;
pub(crate) mod sums;
pub(crate) mod table;
mod work;

pub use crate::broadcast::{
    Broadcast, BroadcastCampaign, BroadcastOptions, BroadcastSpot, Carried, CarriedRow,
    CarriedSpot, CarryOptions, CarryRule, CurveRow, GivenRow, HourShift, Placebo, Visits,
    broadcast,
};
#[doc(hidden)] // where they were until 0.1
pub use crate::reserved::{BASELINE, TOTAL, UNATTRIBUTED};
#[doc(hidden)]
pub use crate::returns::{
    ExperiencePoints, MarginalRow, PeriodReturnInput, PeriodReturnOptions, PeriodReturnRow,
    PeriodReturns, ReturnOptions, ReturnRow, ReturnSplit, Returns, returns, returns_by_period,
};
pub use attribute::{attribute, attribute_with_spots};
pub use credit::{Credit, CreditPart, CreditRow, DividedBy, TouchpointCost};
pub use division::{CreditDate, PeriodCredit, PeriodOptions, PeriodRow, credit_by_period};
pub use doubt::{Check, CheckKind, CheckStatus, DisagreementRow, IntervalKind, RankRow};
pub use experience::{
    Experience, ExperienceOptions, ExperienceRow, PeriodExperience, PeriodExperienceRow,
    experience, experience_by_period,
};
pub use hazard::{HazardFit, HazardRow, IntentLevel, KnockOn, Trigger, hazard_fit};
pub use lead::LeadReason;
pub use markov::{
    Chain, ChainNote, Order, OrderChoice, OrderOptions, OrderRow, Removal, SequenceEffect,
    SequenceEffectOptions, SequenceEffects, StateChain, StateCounts, States, TransitionCounts,
    TransitionOptions, TransitionRow, Transitions, choose_order, sequence_effects, transitions,
};
pub use model::Model;
pub use options::AttributeOptions;
pub use outcomes::Outcomes;
pub use rules::options::{DirectPolicy, OutcomeFilter, Tied, Weights};
pub use rules::{PositionCredit, PositionOptions, PositionRow, credit_by_position};
pub use shapley::{
    Game, InteractionOptions, InteractionRow, Interactions, LevelCredit, LevelOptions, LevelRow,
    credit_by_level, interactions,
};
