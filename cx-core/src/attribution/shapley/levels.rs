//! Credits of a hierarchy: channel, campaign, creative.

use super::level_options::LevelOptions;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::tree::Tree;
use crate::Result;
use crate::attribution::clean::Cleaned;
use crate::attribution::doubt::Bounds;
use crate::attribution::options::AttributeOptions;
use crate::attribution::outcomes::Outcomes;
use crate::attribution::signs::{OneSign, Sign, Signed, any_below};
use crate::attribution::sums::{Estimates, Sums, in_parts};
use crate::columns::{Frame, FrameBuilder};
use crate::journey::Journeys;
use crate::journey::paths::Paths;
use crate::journey::persons::Persons;
use crate::options::Definition;
use crate::reserved::UNATTRIBUTED;
use crate::sure::{Call, Sure};

/// What a group or a touchpoint gets.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LevelRow {
    /// Its level, 1 at the top; 0 for what has no contact.
    pub level: u32,
    /// The group that it is in; `None` at the top.
    pub parent: Option<String>,
    /// Its name, or [`UNATTRIBUTED`].
    pub name: String,
    /// Whether it is a touchpoint; else a group.
    pub touchpoint: bool,
    /// Conversions, in parts.
    pub conversions: f64,
    /// Lower end of their interval.
    pub conversions_low: f64,
    /// Upper end.
    pub conversions_high: f64,
    /// Value of conversions, in parts.
    pub value: f64,
    /// Lower end of its interval.
    pub value_low: f64,
    /// Upper end.
    pub value_high: f64,
}

/// Credits of all levels.
#[derive(Debug, Clone, PartialEq)]
pub struct LevelCredit {
    /// A group before what is in it, in order of the names.
    pub rows: Vec<LevelRow>,
    /// Options and the definition of the journeys, as a hash.
    pub definition: Definition,
}

impl LevelCredit {
    /// Columns `level, parent, name, touchpoint, conversions, conversions_low, conversions_high,
    /// value, value_low, value_high`.
    ///
    /// # Errors
    /// [`Error::TooMany`](crate::Error::TooMany) beyond 2 GiB of text in one column.
    pub fn to_frame(&self) -> Result<Frame> {
        let column = |pick: fn(&LevelRow) -> f64| self.rows.iter().map(pick);
        FrameBuilder::default()
            .u32("level", self.rows.iter().map(|row| row.level).collect())
            .text("parent", self.rows.iter().map(|row| row.parent.as_ref()))
            .text("name", self.rows.iter().map(|row| Some(&row.name)))
            .bool("touchpoint", self.rows.iter().map(|row| row.touchpoint))
            .f64("conversions", column(|row| row.conversions))
            .f64("conversions_low", column(|row| row.conversions_low))
            .f64("conversions_high", column(|row| row.conversions_high))
            .f64("value", column(|row| row.value))
            .f64("value_low", column(|row| row.value_low))
            .f64("value_high", column(|row| row.value_high))
            .finish(&self.definition)
    }
}

/// Owen values of the count game over a hierarchy of touchpoints: a conversion is split evenly over
/// the channels on its journey, each part evenly over that channel's campaigns on the journey, and
/// so on down to the touchpoints. What is in a group always sums to the group, whatever number of
/// parts it is cut into, which the plain Shapley value does not give.
///
/// At the top it is the Shapley value of the game between the channels. Exact for any number of
/// touchpoints, in one pass. Intervals as for rules (compound Poisson over journeys or persons).
///
/// Sources: G. Owen, *Values of games with a priori unions* (1977); for more than two levels
/// E. Winter, *A value for cooperative games with levels structure of cooperation*, International
/// Journal of Game Theory 18 (1989) 227-240.
///
/// ```
/// # use cx_core::attribution::{AttributeOptions, LevelOptions, credit_by_level};
/// # use cx_core::journey::Paths;
/// fn channels(paths: &Paths) -> cx_core::Result<usize> {
///     let table = credit_by_level(paths, &AttributeOptions::default(), &LevelOptions::default())?;
///     Ok(table.rows.iter().filter(|row| row.level == 1).count())
/// }
/// ```
///
/// # Errors
/// As [`attribute`](crate::attribution::attribute()); [`Error::UnknownName`](crate::Error::UnknownName) for a touchpoint in `groups`
/// that does not occur.
pub fn credit_by_level<'a>(
    outcomes: impl Into<Outcomes<'a>>,
    attribute: &AttributeOptions,
    options: &LevelOptions,
) -> Result<LevelCredit> {
    let call = Call::open();
    attribute.validate()?;
    options.check_ranges()?;
    let cleaned = Cleaned::of(outcomes.into(), attribute)?;
    let outcomes = cleaned.outcomes();
    let (touchpoints, _, definition) = outcomes.names();
    let tree = Tree::new(touchpoints, options)?;
    let estimate = |outcomes: Outcomes<'_>| match outcomes {
        Outcomes::Journeys(journeys) => over_journeys(&tree, journeys),
        Outcomes::Paths(paths) => over_paths(&tree, paths),
    };
    let mut rows = Vec::new();
    if any_below(outcomes) {
        let side = |sign| -> Result<_> {
            let one = OneSign::of(outcomes, sign);
            let bounds = Bounds::of(one.outcomes(), options.confidence)?;
            Ok((estimate(one.outcomes())?, bounds, one.outcomes().value()?))
        };
        let (gains, of_gains, gained) = side(Sign::Above)?;
        let (losses, of_losses, lost) = side(Sign::Below)?;
        let (sizes, ..) = side(Sign::Size)?;
        let signed = Signed::of([gains, losses, sizes]);
        let whole = signed.whole([gained, lost]);
        let ends = |node: usize| {
            let both = signed.doubtful(node, tree.len());
            let [conversions, _] = of_gains.ends(&both.gained);
            [conversions, both.ends(&[of_gains, of_losses])]
        };
        rows.extend(tree.order().filter_map(|node| row(&tree, &whole, node, &ends)));
    } else {
        let estimates = estimate(outcomes)?;
        let bounds = Bounds::of(outcomes, options.confidence)?;
        let ends = |node: usize| bounds.ends(&estimates.doubtful(node, tree.len()));
        rows.extend(tree.order().filter_map(|node| row(&tree, &estimates, node, &ends)));
    }
    let definition = Definition::of("attribution.by_level", &(attribute, options, definition));
    call.close(Ok(LevelCredit { rows, definition }))
}

/// The row of a node; none for one that gets nothing.
fn row(
    tree: &Tree,
    estimates: &Estimates,
    node: usize,
    ends: &dyn Fn(usize) -> [[f64; 2]; 2],
) -> Option<LevelRow> {
    let at = |column: &[f64]| column.get(node).copied().sure_or(0.0);
    let (conversions, value) = (at(&estimates.conversions), at(&estimates.value));
    if conversions == 0.0 && value == 0.0 {
        return None;
    }
    let place = tree.node(node);
    let [[conversions_low, conversions_high], [value_low, value_high]] = ends(node);
    Some(LevelRow {
        level: place.map_or(0, |place| place.level),
        parent: place.and_then(|place| place.parent.clone()),
        name: place.map_or(UNATTRIBUTED.to_owned(), |place| place.name.clone()),
        touchpoint: place.is_some_and(|place| place.touchpoint),
        conversions,
        conversions_low,
        conversions_high,
        value,
        value_low,
        value_high,
    })
}

fn whole(tree: &Tree, parts: &[Sums]) -> Result<Estimates> {
    let mut whole = Sums::new(tree.len());
    for part in parts {
        whole.merge(part);
    }
    whole.finish()
}

fn over_paths(tree: &Tree, paths: &Paths) -> Result<Estimates> {
    let parts = in_parts(paths.len(), |range| {
        let mut sums = Sums::new(tree.len());
        let mut shares = BTreeMap::new();
        for path in range {
            let at = |column: &[f64]| column.get(path).copied().sure_or(0.0);
            let (won, worth, squares) =
                (at(&paths.conversions), at(&paths.value), at(&paths.value_squares));
            shares.clear();
            tree.split(paths.path(path), 1.0, &mut shares);
            for (node, part) in &shares {
                sums.credit(*node, part * won, part * worth);
                sums.squares().add(*node, part * part * won, part * part * squares);
            }
        }
        Ok(sums)
    })?;
    whole(tree, &parts)
}

fn over_journeys(tree: &Tree, journeys: &Journeys) -> Result<Estimates> {
    let persons = Persons::of(journeys);
    let parts = in_parts(persons.len(), |range| {
        let mut sums = Sums::new(tree.len());
        let (mut conversions, mut value) = (BTreeMap::new(), BTreeMap::new());
        for person in range {
            conversions.clear();
            value.clear();
            for journey in persons.journeys(person) {
                if journeys.converted.get(journey).sure() == Some(&true) {
                    let path = journeys.path(journey);
                    tree.split(path, 1.0, &mut conversions);
                    tree.split(path, journeys.worth_units(journey), &mut value);
                }
            }
            for (node, part) in &conversions {
                sums.credit(*node, *part, 0.0);
                sums.squares().add(*node, part * part, 0.0);
            }
            for (node, part) in &value {
                sums.credit(*node, 0.0, *part);
                sums.squares().add(*node, 0.0, part * part);
            }
        }
        Ok(sums)
    })?;
    whole(tree, &parts)
}

#[cfg(feature = "arrow")]
crate::columns::record_batches! {
    LevelCredit: to_frame -> to_record_batch;
}
