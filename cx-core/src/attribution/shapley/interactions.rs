//! Which touchpoints help one another: the interaction index of pairs.

use serde::{Deserialize, Serialize};

use super::doubt::sets_of;
use super::estimate::EXACT;
use super::pairs::{Effects, count, rate};
use super::sets::Sets;
use crate::attribution::clean::Cleaned;
use crate::attribution::options::AttributeOptions;
use crate::attribution::outcomes::Outcomes;
use crate::columns::{Frame, FrameBuilder};
use crate::declare::options;
use crate::from_json::words;
use crate::journey::Journeys;
use crate::journey::persons::Persons;
use crate::limits::CONFIDENCE;
use crate::options::Definition;
use crate::stats::z_of;
use crate::sure::{ByCode, Call, Sure};
use crate::{Error, Result, parallel};

/// What a set of touchpoints is worth.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Game {
    /// The conversion rate of the journeys that met no others.
    #[default]
    Rate,
    /// The conversions of the journeys that met no others.
    Count,
}

words!(Game: Rate = "rate", Count = "count");

options! {
    /// Options of [`interactions`].
    #[derive(Debug, Clone, PartialEq, Serialize)]
    pub struct InteractionOptions {
        /// What a set of touchpoints is worth.
        pub game: Game = Game::Rate,
        /// Confidence of the intervals, 0.5 to 0.9999.
        pub confidence: f64 = 0.95; in CONFIDENCE,
    }
}

/// How much two touchpoints help one another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct InteractionRow {
    /// The touchpoint that comes first in order of the names.
    pub touchpoint: String,
    /// The other.
    pub other: String,
    /// Journeys that met both.
    pub journeys: f64,
    /// Conversions among them.
    pub conversions: f64,
    /// Conversions that both bring together beyond what each brings alone; below 0 where one takes
    /// the other's place.
    pub interaction: f64,
    /// Lower end of its interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// Interactions of all pairs.
#[derive(Debug, Clone, PartialEq)]
pub struct Interactions {
    /// Rows by touchpoint and other, in order of their names.
    pub rows: Vec<InteractionRow>,
    /// Options and the definition of the journeys, as a hash.
    pub definition: Definition,
}

impl Interactions {
    /// Columns `touchpoint, other, journeys, conversions, interaction, low, high`.
    ///
    /// # Errors
    /// [`Error::TooMany`](crate::Error::TooMany) beyond 2 GiB of text in one column.
    pub fn to_frame(&self) -> Result<Frame> {
        let column = |pick: fn(&InteractionRow) -> f64| self.rows.iter().map(pick);
        FrameBuilder::default()
            .text("touchpoint", self.rows.iter().map(|row| Some(&row.touchpoint)))
            .text("other", self.rows.iter().map(|row| Some(&row.other)))
            .f64("journeys", column(|row| row.journeys))
            .f64("conversions", column(|row| row.conversions))
            .f64("interaction", column(|row| row.interaction))
            .f64("low", column(|row| row.low))
            .f64("high", column(|row| row.high))
            .finish(&self.definition)
    }
}

/// The Shapley interaction index of all pairs of touchpoints that are met together or apart.
///
/// ```text
/// I_ij = n * sum over T without i and j of (m - t - 2)! t! / (m - 1)!
///            * (v(T + i + j) - v(T + i) - v(T + j) + v(T))
/// ```
///
/// with `m` touchpoints and `n` journeys; `n` is 1 in the count game, where the index is
/// `sum over sets S with i and j of conversions / (|S| - 1)` and never below 0: it says who
/// converts *together*. In the rate game it compares conversion rates: above 0, both together do
/// more than each alone would have it. Journeys are as `attribute` sees them; those without contact
/// count for nothing. Intervals: compound Poisson for the count game, the delta method over
/// journeys (persons) for the rate game. An association, not an effect.
///
/// Source: M. Grabisch, M. Roubens, *An axiomatic approach to the concept of interaction among
/// players in cooperative games*, International Journal of Game Theory 28 (1999) 547-565.
///
/// ```
/// # use cx_core::attribution::{AttributeOptions, InteractionOptions, interactions};
/// # use cx_core::journey::Paths;
/// fn strongest(paths: &Paths) -> cx_core::Result<Option<f64>> {
///     let table =
///         interactions(paths, &AttributeOptions::default(), &InteractionOptions::default())?;
///     Ok(table.rows.iter().map(|row| row.interaction).reduce(f64::max))
/// }
/// ```
///
/// # Errors
/// As [`attribute`](crate::attribution::attribute()); [`Error::TooMany`] for the rate game with more than
/// 25 touchpoints, or the count game with more than 1,000.
pub fn interactions<'a>(
    outcomes: impl Into<Outcomes<'a>>,
    attribute: &AttributeOptions,
    options: &InteractionOptions,
) -> Result<Interactions> {
    let call = Call::open();
    attribute.validate()?;
    options.check_ranges()?;
    let cleaned = Cleaned::of(outcomes.into(), attribute)?;
    let outcomes = cleaned.outcomes();
    let paths = outcomes.paths()?;
    let sets = Sets::of(&paths);
    let limit = if options.game == Game::Rate { EXACT } else { 1_000 };
    if sets.players.len() > limit {
        let (found, limit) = (sets.players.len() as u64, limit as u64);
        return Err(Error::TooMany { what: "touchpoints of interactions", found, limit });
    }
    let doubt = match outcomes.journeys() {
        Some(journeys) => Some((journeys, Persons::of(journeys), sets_of(journeys, &sets)?)),
        None => None,
    };
    let all = match options.game {
        Game::Rate => rate(&sets),
        Game::Count => count(&sets),
    };
    let z = z_of(options.confidence)?;
    let pairs = all.pairs();
    let rows = parallel::map(pairs.len(), |at| {
        let (i, j) = pairs.get(at).copied().sure_or_default();
        let effects = all.effects(&sets, i, j);
        let variance = match &doubt {
            None => over_sets(&sets, &effects),
            Some((journeys, persons, of_journey)) => {
                over_persons(&effects, journeys, persons, of_journey)
            }
        };
        let error = z * variance.sqrt();
        let name = |player: usize| {
            let code = sets.players.get(player).copied().sure_or(0);
            paths.touchpoints.name(code).into_owned()
        };
        Ok(InteractionRow {
            touchpoint: name(i),
            other: name(j),
            journeys: effects.journeys,
            conversions: effects.conversions,
            interaction: effects.index,
            low: effects.index - error,
            high: effects.index + error,
        })
    })?;
    let definition =
        Definition::of("attribution.interactions", &(attribute, options, &paths.definition));
    call.close(Ok(Interactions { rows, definition }))
}

/// Sum of the squares of what each journey changes the index by.
fn over_sets(sets: &Sets, effects: &Effects) -> f64 {
    let mut sum = 0.0;
    for (set, [lost, won]) in effects.of_set.iter().enumerate() {
        let at = |column: &[f64]| column.get(set).copied().sure_or(0.0);
        let conversions = at(&sets.conversions);
        sum += conversions * won * won + (at(&sets.journeys) - conversions) * lost * lost;
    }
    sum
}

/// Sum over persons of the squares of what their journeys change the index by.
fn over_persons(
    effects: &Effects,
    journeys: &Journeys,
    persons: &Persons,
    of_journey: &[u32],
) -> f64 {
    let mut sum = 0.0;
    for person in 0..persons.len() {
        let mut mine = 0.0;
        for journey in persons.journeys(person) {
            let set = of_journey.get(journey).sure().and_then(|set| effects.of_set.by_code(*set));
            let won = journeys.converted.get(journey).sure() == Some(&true);
            mine += set.map_or(0.0, |[lost, gain]| if won { *gain } else { *lost });
        }
        sum += mine * mine;
    }
    sum
}

#[cfg(feature = "arrow")]
crate::columns::record_batches! {
    Interactions: to_frame -> to_record_batch;
}
