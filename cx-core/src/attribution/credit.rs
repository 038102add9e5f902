//! The report of attribution: one row for each model and touchpoint.

use serde::{Deserialize, Serialize};

use super::doubt::{Check, IntervalKind, RankRow};
use super::lead::LeadReason;
use super::markov::ChainNote;
use super::model::Model;
use crate::columns::{Frame, FrameBuilder};
use crate::options::Definition;
use crate::{Error, Result};

/// What one model gives to one touchpoint. Missing numbers are NaN.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CreditRow {
    /// The model.
    pub model: Model,
    /// The touchpoint, or [`UNATTRIBUTED`](crate::attribution::UNATTRIBUTED).
    pub touchpoint: String,
    /// Conversions, in parts.
    pub conversions: f64,
    /// Value of conversions, in parts: what was sold less what was given back.
    pub value: f64,
    /// Conversions by all conversions.
    pub share: f64,
    /// Lower end of the interval of the conversions.
    pub conversions_low: f64,
    /// Upper end.
    pub conversions_high: f64,
    /// Lower end of the interval of the value.
    pub value_low: f64,
    /// Upper end.
    pub value_high: f64,
    /// Markov: share of the conversions that pass through the touchpoint in the chain.
    pub removal_effect: f64,
    /// Markov: the same for the value; where outcomes are below 0, for the sizes of all.
    pub removal_effect_value: f64,
    /// Parts of conversions whose order was given back as a whole: they are among the conversions, and
    /// bring nothing.
    #[serde(default)]
    pub cancelled: f64,
    /// Whether the credit is a lower bound: of spots, only what came within minutes is seen.
    pub lower_bound: bool,
    /// Whether an effect cannot be told from a slow change of the need: the interval begins at 0, and its
    /// middle says nothing.
    pub undecided: bool,
}

/// How the credit of a touchpoint was divided among its campaigns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum DividedBy {
    /// By the model's own parts: it splits each journey.
    Own,
    /// By the terms that contacts have in the time-to-event model.
    Hazard,
    /// By linear credit of the contacts: the model knows touchpoints only.
    Linear,
}

impl DividedBy {
    /// The name, as in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Hazard => "hazard",
            Self::Linear => "linear",
        }
    }
}

/// What one model gives to the contacts of one touchpoint that name a campaign, or that name none.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CreditPart {
    /// The model.
    pub model: Model,
    /// The touchpoint.
    pub touchpoint: String,
    /// The campaign; `None`: contacts that name none.
    pub campaign: Option<String>,
    /// Conversions, in parts.
    pub conversions: f64,
    /// Value of conversions, in parts.
    pub value: f64,
    /// Lower end of the interval of the conversions.
    pub conversions_low: f64,
    /// Upper end.
    pub conversions_high: f64,
    /// Lower end of the interval of the value.
    pub value_low: f64,
    /// Upper end.
    pub value_high: f64,
    /// How the credit of the touchpoint was divided.
    pub divided_by: DividedBy,
}

/// What contacts or spots of a touchpoint cost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TouchpointCost {
    /// The touchpoint.
    pub touchpoint: String,
    /// The campaign that the contacts name, or that the spots belong to.
    pub campaign: Option<String>,
    /// Contacts of the kinds that journeys count, in millionths.
    pub counted: i128,
    /// Contacts of excluded kinds, such as service calls.
    pub other: i128,
    /// Whether it is the cost of spots, which the campaigns' table may have too.
    pub spots: bool,
}

/// Credits of one or several models for one outcome.
#[derive(Debug, Clone, PartialEq)]
pub struct Credit {
    /// Rows by model in the order asked for, then by touchpoint in the order of their names; the
    /// row [`UNATTRIBUTED`](crate::attribution::UNATTRIBUTED) comes last, where there is anything in it.
    pub rows: Vec<CreditRow>,
    /// The models in the order asked for.
    pub models: Vec<Model>,
    /// The model that leads.
    pub lead: Model,
    /// Why it leads.
    pub lead_reason: LeadReason,
    /// Credits by campaign, where contacts or spots name any: by model, touchpoint and campaign in order of
    /// their names, contacts that name none last. Those of a touchpoint sum to its credit.
    pub parts: Vec<CreditPart>,
    /// What contacts and spots cost.
    pub costs: Vec<TouchpointCost>,
    /// Whether a conversion was set; without one there is nothing to credit.
    pub conversion_set: bool,
    /// Conversions and value that had no contact before them, whatever a model says of them.
    pub without_contact: [f64; 2],
    /// Interval of the value that the lead model credits to touchpoints, all together.
    pub credited_value: [f64; 2],
    /// Conversions that were split.
    pub conversions: f64,
    /// Value that was split.
    pub value: f64,
    /// Largest difference between the sum of a model's credits and what it split, relative to
    /// that; rounding only, below 1e-9.
    pub residual: f64,
    /// Confidence of the intervals.
    pub confidence: f64,
    /// The Markov chain, where it is among the models.
    pub chain: Option<ChainNote>,
    /// How the intervals were made; [`interval_of`](Self::interval_of) says it of one model.
    pub interval: IntervalKind,
    /// Ranks by model and touchpoint as the rows; empty without a bootstrap.
    pub ranks: Vec<RankRow>,
    /// Checks of the credits and of the journeys, each with a plain sentence.
    pub checks: Vec<Check>,
    /// Options and the definition of the journeys, as a hash.
    pub definition: Definition,
}

impl Credit {
    /// The rows of one model.
    pub fn of(&self, model: Model) -> impl Iterator<Item = &CreditRow> {
        self.rows.iter().filter(move |row| row.model == model)
    }

    /// The rows of the lead model.
    pub fn lead(&self) -> impl Iterator<Item = &CreditRow> {
        self.of(self.lead)
    }

    /// The credits by campaign of one model.
    pub fn parts_of(&self, model: Model) -> impl Iterator<Item = &CreditPart> {
        self.parts.iter().filter(move |part| part.model == model)
    }

    /// How the intervals of a model were made: those of `hazard` always by the delta method.
    pub fn interval_of(&self, model: Model) -> IntervalKind {
        if model == Model::Hazard { IntervalKind::Delta } else { self.interval }
    }

    /// Columns `model, touchpoint, rank, first, expected_rank, rank_low, rank_high`.
    ///
    /// # Errors
    /// [`Error::Lacking`] for credits without replicates.
    pub fn ranks_to_frame(&self) -> Result<Frame> {
        if self.interval != IntervalKind::Bootstrap {
            return Err(Error::Lacking {
                what: "the rank of touchpoints".into(),
                needs: "replicates",
                of: "these credits",
                remedy: "attribute with the option \"bootstrap\", for example 200",
            });
        }
        FrameBuilder::default()
            .of_rows(&self.ranks)
            .text("model", |row| Some(row.model.name()))
            .text("touchpoint", |row| Some(&row.touchpoint))
            .f64("rank", |row| row.rank)
            .f64("first", |row| row.first)
            .f64("expected_rank", |row| row.expected_rank)
            .f64("rank_low", |row| row.rank_low)
            .f64("rank_high", |row| row.rank_high)
            .finish(&self.definition)
    }

    /// Columns `check, model, figure, status, sentence, en, de` (`sentence` is the English one); the model is null where a check is about the
    /// journeys.
    ///
    /// # Errors
    /// [`Error::TooMany`](crate::Error::TooMany) beyond 2 GiB of text in one column.
    pub fn checks_to_frame(&self) -> Result<Frame> {
        FrameBuilder::default()
            .of_rows(&self.checks)
            .text("check", |row| Some(row.check.name()))
            .text("model", |row| row.model.map(Model::name))
            .f64("figure", |row| row.figure)
            .text("status", |row| Some(row.status.name()))
            .text("sentence", |row| Some(&row.sentence))
            .text("en", |row| Some(&row.en))
            .text("de", |row| Some(&row.de))
            .finish(&self.definition)
    }

    /// Columns `model, touchpoint, conversions, value, share, conversions_low, conversions_high,
    /// value_low, value_high, removal_effect, removal_effect_value, cancelled, lower_bound, undecided`.
    ///
    /// # Errors
    /// [`Error::TooMany`](crate::Error::TooMany) beyond 2 GiB of text in one column.
    pub fn to_frame(&self) -> Result<Frame> {
        FrameBuilder::default()
            .of_rows(&self.rows)
            .text("model", |row| Some(row.model.name()))
            .text("touchpoint", |row| Some(&row.touchpoint))
            .f64("conversions", |row| row.conversions)
            .f64("value", |row| row.value)
            .f64("share", |row| row.share)
            .f64("conversions_low", |row| row.conversions_low)
            .f64("conversions_high", |row| row.conversions_high)
            .f64("value_low", |row| row.value_low)
            .f64("value_high", |row| row.value_high)
            .f64("removal_effect", |row| row.removal_effect)
            .f64("removal_effect_value", |row| row.removal_effect_value)
            .f64("cancelled", |row| row.cancelled)
            .bool("lower_bound", |row| row.lower_bound)
            .bool("undecided", |row| row.undecided)
            .finish(&self.definition)
    }

    /// Columns `model, touchpoint, campaign, conversions, value, conversions_low, conversions_high,
    /// value_low, value_high, divided_by`; none where no contact names a campaign.
    ///
    /// # Errors
    /// [`Error::TooMany`](crate::Error::TooMany) beyond 2 GiB of text in one column.
    pub fn parts_to_frame(&self) -> Result<Frame> {
        FrameBuilder::default()
            .of_rows(&self.parts)
            .text("model", |row| Some(row.model.name()))
            .text("touchpoint", |row| Some(&row.touchpoint))
            .text("campaign", |row| row.campaign.as_deref())
            .f64("conversions", |row| row.conversions)
            .f64("value", |row| row.value)
            .f64("conversions_low", |row| row.conversions_low)
            .f64("conversions_high", |row| row.conversions_high)
            .f64("value_low", |row| row.value_low)
            .f64("value_high", |row| row.value_high)
            .text("divided_by", |row| Some(row.divided_by.name()))
            .finish(&self.definition)
    }
}

#[cfg(feature = "arrow")]
crate::columns::record_batches! {
    Credit:
        ranks_to_frame -> ranks_to_record_batch,
        checks_to_frame -> checks_to_record_batch,
        to_frame -> to_record_batch,
        parts_to_frame -> parts_to_record_batch;
}
