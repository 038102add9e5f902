//! Differences of two groups of journeys, with intervals.

use super::subject::{CompareOptions, Subject};
use serde::{Deserialize, Serialize};

use super::group::{Common, Group, Key};
use super::subject::Split;
use super::walk::share;
use crate::journey::Journeys;
use crate::sure::Call;

use crate::columns::{Frame, FrameBuilder};
use crate::options::Definition;
use crate::stats::{difference_of_groups, z_of};
use crate::{Error, Result, parallel};

/// One share in both groups, and their difference.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Difference {
    /// Number of the step, from 0; for `steps` only.
    pub step: Option<usize>,
    /// The two states of a transition, the state at a step, or the touchpoints of a variant.
    pub path: Vec<String>,
    /// Journeys of the first group.
    pub count: u64,
    /// Journeys of the first group that could have been counted.
    pub of: u64,
    /// `count / of`; NaN where `of` is 0.
    pub share: f64,
    /// Journeys of the other group.
    pub other_count: u64,
    /// Journeys of the other group that could have been counted.
    pub other_of: u64,
    /// `other_count / other_of`; NaN where `other_of` is 0.
    pub other_share: f64,
    /// `share - other_share`.
    pub difference: f64,
    /// Lower end of the interval of the difference.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// Two groups of journeys beside one another.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// What was compared.
    pub subject: Subject,
    /// Rows in order of the journeys of both groups together, the largest first; equals in order of
    /// their names.
    pub rows: Vec<Difference>,
    /// Journeys of the first group.
    pub journeys: u64,
    /// Journeys of the other group.
    pub other_journeys: u64,
    /// How both groups and the comparison were defined.
    pub definition: Definition,
}

impl Comparison {
    /// Columns `from, to` (or `step, touchpoint`, or the list `path`), then `count, of, share,
    /// other_count, other_of, other_share, difference, low, high`.
    ///
    /// # Errors
    /// [`Error::TooMany`] beyond 2^31 names.
    pub fn to_frame(&self) -> Result<Frame> {
        let rows = || self.rows.iter();
        let name = |at: usize| rows().map(move |row| row.path.get(at));
        let batch = match self.subject {
            Subject::Transitions => {
                FrameBuilder::default().text("from", name(0)).text("to", name(1))
            }
            Subject::Steps => FrameBuilder::default()
                .maybe_u64("step", rows().map(|row| row.step.map(|step| step as u64)))
                .text("touchpoint", name(0)),
            Subject::Variants => {
                let ends: Vec<usize> = rows()
                    .scan(0, |end, row| {
                        *end += row.path.len();
                        Some(*end)
                    })
                    .collect();
                let names = rows().flat_map(|row| row.path.iter().map(Some));
                FrameBuilder::default().text_lists("path", names, &ends)
            }
        };
        batch
            .u64("count", rows().map(|row| row.count))
            .u64("of", rows().map(|row| row.of))
            .f64("share", rows().map(|row| row.share))
            .u64("other_count", rows().map(|row| row.other_count))
            .u64("other_of", rows().map(|row| row.other_of))
            .f64("other_share", rows().map(|row| row.other_share))
            .f64("difference", rows().map(|row| row.difference))
            .f64("low", rows().map(|row| row.low))
            .f64("high", rows().map(|row| row.high))
            .finish(&self.definition)
    }
}

impl Journeys {
    /// How two groups of journeys differ: these and `other`, or, where there is no other, the two
    /// groups of a split.
    ///
    /// Every row is the share of journeys of which something is true, in both groups, with their
    /// difference `d = p1 - p2` and Newcombe's score interval of it
    /// ([`difference_of_groups`]). What is counted are journeys, each once a row:
    ///
    /// - `transitions`: of the journeys that meet `from`, those in which `to` comes directly after it
    ///   at least once (the share of [`directly_follows`](Journeys::directly_follows) by journeys);
    /// - `steps`: of all journeys, those that are at the touchpoint at the step, as in
    ///   [`step_matrix`](Journeys::step_matrix), over all touchpoints;
    /// - `variants`: of all journeys, those that take the variant.
    ///
    /// A row that occurs in one group only counts 0 in the other. Where nobody meets `from` in a
    /// group its share is NaN and the interval is -1 to 1: nothing is known.
    ///
    /// The interval takes journeys for independent; those of one person are not quite, and then it
    /// is too narrow. At 95 % one row in twenty differs "clearly" without any reason, so many rows
    /// ask for a higher `confidence`. A difference between journeys that converted and others says
    /// what goes along with converting, not what makes customers convert.
    ///
    /// ```
    /// # use cx_core::journey::{CompareOptions, Difference, Journeys};
    /// fn clear(journeys: &Journeys) -> cx_core::Result<Vec<Difference>> {
    ///     let all = journeys.compare(None, &CompareOptions::default())?.rows;
    ///     Ok(all.into_iter().filter(|row| row.low > 0.0 || row.high < 0.0).collect())
    /// }
    /// ```
    ///
    /// # Errors
    /// [`Error::Unanswerable`] when a group has no journeys; [`Error::Option`] for a split beside
    /// another set of journeys, for numbers of persons or journeys that do not exist, and for
    /// `steps`, `top` or `confidence` out of range.
    pub fn compare(&self, other: Option<&Self>, options: &CompareOptions) -> Result<Comparison> {
        let call = Call::open();
        options.check_ranges()?;
        let z = z_of(options.confidence)?;
        if options.top == Some(0) {
            let allowed = "1 or more, or none for all rows".to_owned();
            return Err(Error::Option { field: "top", value: "0".into(), allowed });
        }
        let (first, second) = match (other, &options.split) {
            (Some(_), Some(_)) => {
                let allowed = "none beside another set of journeys".to_owned();
                return Err(Error::Option { field: "split", value: "a split".into(), allowed });
            }
            (Some(other), None) => (Group::all(self), Group::all(other)),
            (None, split) => Group::split(self, split.as_ref().unwrap_or(&Split::Converted))?,
        };
        if first.members.is_empty() || second.members.is_empty() {
            return Err(Error::Unanswerable {
                what: format!("groups of {} and {} journeys", first.len(), second.len()),
                remedy: "choose a split with journeys on both sides",
            });
        }
        let common = Common::of(&first, &second)?;
        let counted = common.count(&first, 0, options);
        let other_counted = common.count(&second, 1, options);
        let mut keys: Vec<&Key> = counted
            .rows
            .keys()
            .chain(other_counted.rows.keys().filter(|key| !counted.rows.contains_key(*key)))
            .collect();
        parallel::sort_unstable_by_key(&mut keys, |key| {
            (std::cmp::Reverse(counted.count(key) + other_counted.count(key)), *key)
        });
        keys.truncate(options.top.unwrap_or(usize::MAX));
        let stepped = options.subject == Subject::Steps;
        let row = |key: &Key| Difference {
            step: stepped.then_some(key.step),
            path: key.states.iter().map(|state| common.name(*state)).collect(),
            ..difference(
                (counted.count(key), counted.of(key)),
                (other_counted.count(key), other_counted.of(key)),
                z,
            )
        };
        let definition = Definition::of(
            "journey.compare",
            &(&self.definition, other.map(|other| &other.definition), options),
        );
        call.close(Ok(Comparison {
            subject: options.subject,
            rows: keys.into_iter().map(row).collect(),
            journeys: first.len(),
            other_journeys: second.len(),
            definition,
        }))
    }
}

/// The figures of two shares, each as part and whole.
fn difference(first: (u64, u64), other: (u64, u64), z: f64) -> Difference {
    let float = |(part, whole): (u64, u64)| (part as f64, whole as f64);
    let (mine, theirs) = (share(first.0, first.1), share(other.0, other.1));
    let interval = difference_of_groups(float(first), float(other), z);
    Difference {
        step: None,
        path: Vec::new(),
        count: first.0,
        of: first.1,
        share: mine,
        other_count: other.0,
        other_of: other.1,
        other_share: theirs,
        difference: mine - theirs,
        low: interval.low,
        high: interval.high,
    }
}

#[cfg(feature = "arrow")]
crate::columns::record_batches! {
    Comparison: to_frame -> to_record_batch;
}
