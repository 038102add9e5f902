//! Transforms of paths: what is done with repeats, with direct visits, and with long paths.

use serde::Serialize;

use crate::columns::Dictionary;
use crate::declare::options;
use crate::from_json::words;
use crate::journey::paths::Below;
use crate::journey::paths::Paths;
use crate::journey::paths::below;
use crate::journey::paths::distinct::Sequences;
use crate::journey::paths::sum::exact_sum;
use crate::options::{Definition, Names};
use crate::reserved::REMAINDER;
use crate::sure::{Call, Sure};
use crate::{Error, Result};

/// What is done with touchpoints that a path meets more than once. The example is the path
/// `a a b a`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Repeats {
    /// Repeats in a row are one contact: `a b a`.
    Exposure,
    /// Each touchpoint where it is met first: `a b`.
    First,
    /// Each touchpoint where it is met first, with how often it is met: `a(3) b(1)`.
    Frequency,
    /// Each touchpoint once in order of their names: the set of touchpoints, whatever the order.
    Unique,
}

words!(Repeats: Exposure = "exposure", First = "first", Frequency = "frequency", Unique = "unique");

options! {
    /// Options of [`Paths::transform`].
    #[derive(Debug, Clone, PartialEq, Eq, Serialize)]
    pub struct TransformOptions {
        /// Touchpoints that count only where there is no other, such as direct visits: they are taken
        /// out of every path that has another touchpoint.
        pub direct: Names = Names::default(); set (impl Into<Names>),
        /// What is done with repeats; `None`: they stay.
        pub repeats: Option<Repeats> = None; set (Repeats),
        /// Keeps the first so many steps of a path; `None`: all.
        pub first: Option<usize> = None,
        /// Keeps the last so many steps of a path; `None`: all. Not together with `first`.
        pub last: Option<usize> = None,
        /// Whether the steps that `first` or `last` cut off stay in the path as one step `"(more)"`, so
        /// that a long path is not taken for a short one.
        pub remainder: bool = true,
    }
}

impl TransformOptions {
    fn check(&self) -> Result<()> {
        let refuse = |field, value: String, allowed: &str| {
            Err(Error::Option { field, value, allowed: allowed.to_owned() })
        };
        match (self.first, self.last) {
            (Some(first), Some(_)) => refuse("first", first.to_string(), "one of first and last"),
            (Some(0), _) => refuse("first", "0".into(), "1 or more, or none for all steps"),
            (_, Some(0)) => refuse("last", "0".into(), "1 or more, or none for all steps"),
            _ => Ok(()),
        }
    }
}

/// Touchpoint and how often it is met; 0 where that is not part of the name.
type Step = (u32, usize);

/// The code of a step that stands for others.
const CUT: u32 = u32::MAX;

impl Paths {
    /// The paths under a transform; paths that become equal are added up.
    ///
    /// In this order: direct touchpoints are dropped where they are not alone, repeats are brought
    /// together, the path is cut to its first or last steps. Journeys, conversions, nulls and values
    /// are conserved: no path is lost, and the empty path stays empty.
    ///
    /// A transform changes what the models see: with [`Repeats::First`] a touchpoint can be credited
    /// once only, with [`Repeats::Unique`] the order is gone, and a step `"(more)"` is credited like
    /// a touchpoint. `exposure`, `first` and `frequency` are those of Google's Fractribution
    /// (github.com/google/fractribution), whose `unique` is the path as it is.
    ///
    /// ```
    /// # use std::sync::Arc;
    /// # use arrow_array::{ArrayRef, RecordBatch, StringArray};
    /// use cx_core::journey::{PathRoles, Paths, Repeats, TransformOptions};
    /// # let path: ArrayRef = Arc::new(StringArray::from(vec!["a > a > direct", "a > direct", "direct"]));
    /// # let table = RecordBatch::try_from_iter([("path", path)]).expect("one column");
    /// # let paths = Paths::read(&[table], &PathRoles::default())?;
    /// // "a > a > direct", "a > direct" and "direct", a conversion each
    /// let options = TransformOptions::default().direct("direct").repeats(Repeats::Exposure);
    /// let short = paths.transform(&options)?;
    /// assert_eq!((short.len(), &short.conversions[..]), (2, &[2.0, 1.0][..]));
    /// # Ok::<(), cx_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::UnknownName`] for a direct touchpoint that no path has, [`Error::Option`] when
    /// `first` and `last` are given both or are 0, [`Error::Overflow`] when values leave the range of
    /// doubles.
    pub fn transform(&self, options: &TransformOptions) -> Result<Self> {
        let call = Call::open();
        options.check()?;
        let mut direct = vec![false; self.touchpoints.len()];
        for name in &options.direct.0 {
            let code = self.touchpoints.require("touchpoint", name)?;
            if let Some(flag) = direct.get_mut(code as usize).sure() {
                *flag = true;
            }
        }
        let mut steps = Vec::with_capacity(self.codes.len());
        let mut ends = Vec::with_capacity(self.len());
        for path in 0..self.len() {
            let mut one = dropped(self.path(path), &direct);
            if let Some(repeats) = options.repeats {
                one = repeated(&one, repeats);
            }
            trim(&mut one, options);
            steps.extend(one);
            ends.push(steps.len());
        }
        let (touchpoints, codes) = self.named(&steps)?;
        let definition = Definition::of("journey.transform", &(&self.definition, options));
        call.close(self.added_up(touchpoints, &codes, &ends, definition))
    }

    /// The steps as codes of a dictionary of their own names.
    fn named(&self, steps: &[Step]) -> Result<(Dictionary, Vec<u32>)> {
        let mut distinct = steps.to_vec();
        distinct.sort_unstable();
        distinct.dedup();
        let names: Vec<String> = distinct
            .iter()
            .map(|(code, times)| match (*code, *times) {
                (CUT, _) => REMAINDER.to_owned(),
                (code, 0) => self.touchpoints.name(code).into_owned(),
                (code, times) => format!("{}({times})", self.touchpoints.name(code)),
            })
            .collect();
        let (dictionary, order) = Dictionary::from_names(names.iter().map(String::as_str))?;
        let code = |step: &Step| {
            let at = distinct.binary_search(step).ok();
            at.and_then(|at| order.get(at)).copied().sure_or_default()
        };
        Ok((dictionary, steps.iter().map(code).collect()))
    }

    /// Paths with new sequences, equal ones added up.
    fn added_up(
        &self,
        touchpoints: Dictionary,
        codes: &[u32],
        ends: &[usize],
        definition: Definition,
    ) -> Result<Self> {
        let sequences = Sequences { codes, ends };
        let groups = sequences.group(touchpoints.len()).members;
        let mut whole = Self {
            touchpoints,
            codes: Vec::new(),
            ends: Vec::with_capacity(groups.len()),
            conversions: Vec::with_capacity(groups.len()),
            value: Vec::with_capacity(groups.len()),
            value_squares: Vec::with_capacity(groups.len()),
            nulls: Vec::with_capacity(groups.len()),
            below: Vec::new(),
            cancelled: Vec::new(),
            report: self.report.clone(),
            definition,
        };
        for group in groups.iter() {
            let sum = |column: &[f64]| {
                exact_sum(group.clone().map(|path| column.get(path).copied().sure_or(0.0)))
            };
            let lost = |of: fn(&Below) -> f64| {
                exact_sum(group.clone().map(|path| self.below.get(path).map_or(0.0, of)))
            };
            let lost = Below {
                conversions: lost(|below| below.conversions)?,
                value: lost(|below| below.value)?,
                squares: lost(|below| below.squares)?,
            };
            below::push(&mut whole.below, whole.nulls.len(), lost);
            let cancelled = if self.cancelled.is_empty() { 0.0 } else { sum(&self.cancelled)? };
            below::push(&mut whole.cancelled, whole.nulls.len(), cancelled);
            whole.conversions.push(sum(&self.conversions)?);
            whole.value.push(sum(&self.value)?);
            whole.value_squares.push(sum(&self.value_squares)?);
            whole.nulls.push(sum(&self.nulls)?);
            whole.codes.extend_from_slice(sequences.get(group.clone().next().unwrap_or(0)));
            whole.ends.push(whole.codes.len());
        }
        Ok(whole)
    }
}

/// A path without direct touchpoints, where there are others.
fn dropped(path: &[u32], direct: &[bool]) -> Vec<Step> {
    let is_direct = |code: &u32| direct.get(*code as usize).sure() == Some(&true);
    let alone = path.iter().all(is_direct);
    path.iter().filter(|code| alone || !is_direct(code)).map(|code| (*code, 0)).collect()
}

fn repeated(path: &[Step], repeats: Repeats) -> Vec<Step> {
    let mut kept = path.to_vec();
    match repeats {
        Repeats::Exposure => kept.dedup(),
        Repeats::Unique => {
            kept.sort_unstable();
            kept.dedup();
        }
        Repeats::First | Repeats::Frequency => {
            // By touchpoint and place, so that the first of each run is where it is met first.
            let mut places: Vec<(u32, usize)> =
                path.iter().enumerate().map(|(place, (code, _))| (*code, place)).collect();
            places.sort_unstable();
            let runs = places.chunk_by(|a, b| a.0 == b.0);
            let counted = repeats == Repeats::Frequency;
            let mut firsts: Vec<(usize, Step)> = runs
                .filter_map(|run| {
                    let times = if counted { run.len() } else { 0 };
                    run.first().map(|(code, place)| (*place, (*code, times)))
                })
                .collect();
            firsts.sort_unstable();
            kept = firsts.into_iter().map(|(_, step)| step).collect();
        }
    }
    kept
}

/// Cuts a path to its first or last steps.
fn trim(path: &mut Vec<Step>, options: &TransformOptions) {
    let long = |keep: Option<usize>| keep.filter(|keep| path.len() > *keep);
    if let Some(keep) = long(options.first) {
        path.truncate(keep);
        path.extend(options.remainder.then_some((CUT, 0)));
    } else if let Some(keep) = long(options.last) {
        let cut = path.len() - keep;
        path.splice(..cut, options.remainder.then_some((CUT, 0)));
    }
}
