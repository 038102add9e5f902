//! Variants: the distinct ways that were taken, the most frequent first.

use serde::Serialize;

use super::cut::Cut;
use super::walk::share;
use crate::journey::Journeys;
use crate::journey::Unit;

use crate::columns::{Dictionary, Frame, FrameBuilder, MICROS, NO_TIME};
use crate::declare::options;
use crate::options::Definition;
use crate::stats::quantile;
use crate::sure::{Call, Sure, run_of};
use crate::{Error, Result};

options! {
    /// Options of [`Journeys::variants`].
    #[derive(Debug, Clone, PartialEq, Eq, Serialize)]
    pub struct VariantOptions {
        /// Whose ways: those of journeys, sessions or persons.
        pub unit: Unit = Unit::default(); set (Unit),
        /// How many of the most frequent variants are given; `None`: all. Shares are always of all.
        pub top: Option<usize> = None; set (usize),
    }
}

/// Distinct sequences of touchpoints, the most frequent first; equals in order of their names.
/// Variant `v` has the codes `ends[v-1]..ends[v]`; the empty one has no contact.
#[derive(Debug, Clone, PartialEq)]
pub struct Variants {
    /// Names of the touchpoints.
    pub touchpoints: Dictionary,
    /// Touchpoint codes, one variant after the other.
    pub codes: Vec<u32>,
    /// For each variant, the number of codes up to its end.
    pub ends: Vec<usize>,
    /// Journeys (sessions, persons) that took the variant.
    pub count: Vec<u64>,
    /// Distinct persons among them.
    pub persons: Vec<u64>,
    /// Median of the seconds from the first contact to the last; NaN without contact.
    pub seconds_median: Vec<f64>,
    /// Distinct variants, given or not.
    pub variants: u64,
    /// Journeys (sessions, persons) of all variants, given or not.
    pub total: u64,
    /// How the journeys and the unit were defined.
    pub definition: Definition,
}

impl Variants {
    /// How many variants are given.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether no variant is given.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The touchpoint codes of a variant.
    pub fn path(&self, variant: usize) -> &[u32] {
        self.codes.get(run_of(&self.ends, variant)).sure_or_default()
    }

    /// For each variant, the share of all that took it or a more frequent one.
    pub fn cumulative(&self) -> Vec<f64> {
        let mut sum = 0;
        let upto = self.count.iter().map(|count| {
            sum += count;
            share(sum, self.total)
        });
        upto.collect()
    }

    /// Columns `path` (a list of names), `count, share, cumulative, persons, seconds_median`.
    ///
    /// # Errors
    /// [`Error::TooMany`] beyond 2^31 steps.
    pub fn to_frame(&self) -> Result<Frame> {
        FrameBuilder::default()
            .lists("path", &self.codes, &self.ends, &self.touchpoints)
            .u64("count", self.count.iter().copied())
            .f64("share", self.count.iter().map(|count| share(*count, self.total)))
            .f64("cumulative", self.cumulative())
            .u64("persons", self.persons.iter().copied())
            .f64("seconds_median", self.seconds_median.iter().copied())
            .finish(&self.definition)
    }
}

/// A variant before it is written: one of its units, its place in order of names, its figures.
struct Found {
    unit: usize,
    place: usize,
    count: u64,
    persons: u64,
    median: f64,
}

impl Journeys {
    /// The distinct ways that were taken, with their frequencies.
    ///
    /// The counts of all variants sum to the journeys (or to the sessions, or to the persons). The
    /// share of variant `v` is `count_v / total`, its cumulative share the sum of the shares down to
    /// it; with `top`, what is missing to 1 is the share of the variants that are not given.
    ///
    /// A list of variants is a full count, not an estimate: it says how often each way was taken in
    /// these data. The share of a rare variant in other data is uncertain; see
    /// [`compare`](Journeys::compare) for intervals.
    ///
    /// ```
    /// # use cx_core::journey::{Journeys, VariantOptions};
    /// fn share_of_the_ten_largest(journeys: &Journeys) -> cx_core::Result<f64> {
    ///     let variants = journeys.variants(&VariantOptions::default().top(10))?;
    ///     Ok(variants.cumulative().last().copied().unwrap_or(0.0))
    /// }
    /// ```
    ///
    /// # Errors
    /// [`Error::Option`] for a `top` of 0.
    pub fn variants(&self, options: &VariantOptions) -> Result<Variants> {
        let call = Call::open();
        if options.top == Some(0) {
            let allowed = "1 or more, or none for all variants".to_owned();
            return Err(Error::Option { field: "top", value: "0".into(), allowed });
        }
        let cut = self.cut(options.unit);
        let mut found = self.found(&cut);
        found.sort_unstable_by(|a, b| b.count.cmp(&a.count).then(a.place.cmp(&b.place)));
        let all = found.len() as u64;
        found.truncate(options.top.unwrap_or(usize::MAX));
        let steps = found.iter().map(|one| cut.range(one.unit).len()).sum();
        let mut variants = Variants {
            touchpoints: self.touchpoints.clone(),
            codes: Vec::with_capacity(steps),
            ends: Vec::with_capacity(found.len()),
            count: found.iter().map(|one| one.count).collect(),
            persons: found.iter().map(|one| one.persons).collect(),
            seconds_median: found.iter().map(|one| one.median).collect(),
            variants: all,
            total: cut.len() as u64,
            definition: Definition::of("journey.variants", &(&self.definition, options)),
        };
        let sequences = cut.sequences(&self.steps.touchpoint);
        for one in &found {
            variants.codes.extend_from_slice(sequences.get(one.unit));
            variants.ends.push(variants.codes.len());
        }
        call.close(Ok(variants))
    }

    /// How long some steps took from the first to the last; [`NO_TIME`] without steps.
    fn lasted(&self, steps: std::ops::Range<usize>) -> i64 {
        let times = self.steps.time.get(steps).sure_or_default();
        times.last().zip(times.first()).map_or(NO_TIME, |(last, first)| last - first)
    }

    /// All variants in order of names.
    fn found(&self, cut: &Cut<'_>) -> Vec<Found> {
        let groups = cut.sequences(&self.steps.touchpoint).group(self.touchpoints.len()).members;
        // Of all units in order: they lie anywhere, and so would their times.
        let lasted: Vec<i64> = (0..cut.len()).map(|unit| self.lasted(cut.range(unit))).collect();
        let mut found = Vec::with_capacity(groups.len());
        let (mut persons, mut spans) = (Vec::<u32>::new(), Vec::new());
        for (place, units) in groups.iter().enumerate() {
            persons.clear();
            spans.clear();
            for unit in units.clone() {
                persons.extend(cut.person.get(unit).sure().copied());
                spans.extend(lasted.get(unit).sure().copied().filter(|span| *span != NO_TIME));
            }
            let count = persons.len() as u64;
            persons.sort_unstable();
            persons.dedup();
            found.push(Found {
                unit: units.clone().next().unwrap_or(0),
                place,
                count,
                persons: persons.len() as u64,
                median: quantile(&mut spans, 0.5) / MICROS as f64,
            });
        }
        found
    }
}

#[cfg(feature = "arrow")]
crate::columns::record_batches! {
    Variants: to_frame -> to_record_batch;
}
