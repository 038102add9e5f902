//! Credits by position in the journey.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::plan::{Contacts, Plan};
use crate::Result;
use crate::attribution::clean::Cleaned;
use crate::attribution::model::{Model, Rule};
use crate::attribution::options::AttributeOptions;
use crate::attribution::outcomes::Outcomes;
use crate::columns::{Frame, FrameBuilder};
use crate::declare::options;
use crate::exact::ExactSum;
use crate::options::Definition;
use crate::ordered::Map;
use crate::reserved::UNATTRIBUTED;
use crate::sure::{Call, Sure};

options! {
    /// Options of [`credit_by_position`].
    #[derive(Debug, Clone, PartialEq, Serialize)]
    pub struct PositionOptions {
        /// Positions that are told apart, 1 to 1,000; the last one takes all later ones.
        pub positions: u32 = 10; in 1..=1_000,
    }
}

/// What a model gives to a touchpoint at a position.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PositionRow {
    /// The model.
    pub model: Model,
    /// The touchpoint, or [`UNATTRIBUTED`].
    pub touchpoint: String,
    /// The position, from 1; 0 for what has no contact.
    pub position: u32,
    /// Conversions, in parts.
    pub conversions: f64,
    /// Value of conversions, in parts.
    pub value: f64,
}

/// Credits by position.
#[derive(Debug, Clone, PartialEq)]
pub struct PositionCredit {
    /// Rows by model in the order asked for, touchpoint in order of their names, and position.
    pub rows: Vec<PositionRow>,
    /// Options and the definition of the journeys, as a hash.
    pub definition: Definition,
}

impl PositionCredit {
    /// Columns `model, touchpoint, position, conversions, value`.
    ///
    /// # Errors
    /// [`Error::TooMany`](crate::Error::TooMany) beyond 2 GiB of text in one column.
    pub fn to_frame(&self) -> Result<Frame> {
        FrameBuilder::default()
            .text("model", self.rows.iter().map(|row| Some(row.model.name())))
            .text("touchpoint", self.rows.iter().map(|row| Some(&row.touchpoint)))
            .u32("position", self.rows.iter().map(|row| row.position).collect())
            .f64("conversions", self.rows.iter().map(|row| row.conversions))
            .f64("value", self.rows.iter().map(|row| row.value))
            .finish(&self.definition)
    }
}

/// Credits of models that split each journey by itself, by touchpoint and position.
///
/// For the model `shapley` this is the ordered Shapley value,
///
/// ```text
/// phi_i(j) = sum over journeys with i at position j of 1 / (|S| * contacts with i)
/// ```
///
/// with `S` the touchpoints of the journey: over all positions it sums to the Shapley value of the
/// count game. Source: K. Zhao, S. H. Mahboobi, S. R. Bagheri, *Shapley value methods for
/// attribution modeling in online advertising*, arXiv:1804.05327 (2018), section 4.
///
/// ```
/// # use cx_core::attribution::{AttributeOptions, Model, PositionOptions, credit_by_position};
/// # use cx_core::journey::Paths;
/// fn first(paths: &Paths) -> cx_core::Result<f64> {
///     let options = AttributeOptions::default().model(Model::Shapley);
///     let table = credit_by_position(paths, &options, &PositionOptions::default())?;
///     Ok(table.rows.iter().filter(|row| row.position == 1).map(|row| row.conversions).sum())
/// }
/// ```
///
/// # Errors
/// As [`attribute`](crate::attribution::attribute()); [`Error::Option`](crate::Error::Option) for models that do not
/// split each journey by itself (where none is named, `linear` is taken), and for no position.
pub fn credit_by_position<'a>(
    outcomes: impl Into<Outcomes<'a>>,
    attribute: &AttributeOptions,
    options: &PositionOptions,
) -> Result<PositionCredit> {
    let call = Call::open();
    attribute.validate()?;
    let mut attribute = Cow::Borrowed(attribute);
    if attribute.models.is_empty() {
        attribute.to_mut().models.push(Model::Linear);
    }
    let attribute = attribute.as_ref();
    options.check_ranges()?;
    let cleaned = Cleaned::of(outcomes.into(), attribute)?;
    let outcomes = cleaned.outcomes();
    let (touchpoints, events, definition) = outcomes.names();
    let plan = Plan::new(attribute, touchpoints, events)?;
    plan.only_rules()?;
    if outcomes.journeys().is_none() {
        plan.needs_no_times()?;
    }
    let none = touchpoints.len() as u32;
    let mut cells = Map::<(usize, Rule, u32, u32), [ExactSum; 2]>::new();
    let mut parts = Vec::new();
    visit(outcomes, |contacts, won, worth| {
        for (at, rule) in plan.rules.iter().enumerate() {
            plan.split(*rule, contacts, &mut parts);
            let mut add = |code: u32, position: u32, part: f64| {
                if part != 0.0 {
                    let [conversions, value] =
                        cells.entry((at, *rule, code, position)).or_default();
                    conversions.add(part * won);
                    value.add(part * worth);
                }
            };
            if contacts.path.is_empty() {
                add(none, 0, 1.0);
            }
            for (at, (code, part)) in contacts.path.iter().zip(&parts).enumerate() {
                add(*code, (at as u32 + 1).min(options.positions), *part);
            }
        }
    });
    let name = |code: u32| {
        if code == none { UNATTRIBUTED.into() } else { touchpoints.name(code).into_owned() }
    };
    let row = |((_, rule, code, position), [conversions, value]): (
        (_, Rule, _, _),
        [ExactSum; 2],
    )|
     -> Result<_> {
        Ok(PositionRow {
            model: rule.model(),
            touchpoint: name(code),
            position,
            conversions: conversions.value()?,
            value: value.value()?,
        })
    };
    call.close(Ok(PositionCredit {
        rows: cells.into_iter().map(row).collect::<Result<_>>()?,
        definition: Definition::of("attribution.by_position", &(attribute, options, definition)),
    }))
}

/// Visits every converted journey, or every path, with its conversions and their value.
fn visit(outcomes: Outcomes<'_>, mut visit: impl FnMut(&Contacts<'_>, f64, f64)) {
    match outcomes {
        Outcomes::Journeys(journeys) => {
            let won = |at: &usize| journeys.converted.get(*at).sure() == Some(&true);
            for journey in (0..journeys.len()).filter(won) {
                let contacts = Contacts::of_journey(journeys, journey);
                visit(&contacts, 1.0, journeys.worth_units(journey));
            }
        }
        Outcomes::Paths(paths) => {
            for path in 0..paths.len() {
                let at = |column: &[f64]| column.get(path).copied().sure_or(0.0);
                let (won, worth) = (at(&paths.conversions), at(&paths.value));
                if won != 0.0 || worth != 0.0 {
                    visit(&Contacts::of_path(paths.path(path)), won, worth);
                }
            }
        }
    }
}

#[cfg(feature = "arrow")]
crate::columns::record_batches! {
    PositionCredit: to_frame -> to_record_batch;
}
