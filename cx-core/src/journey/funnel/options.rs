//! What a funnel asks.

use serde::Serialize;

use crate::declare::options;
use crate::from_json::words;
use crate::journey::matcher::Matcher;
use crate::journey::select::Selector;
use crate::journey::{Journeys, Unit};
use crate::limits::CONFIDENCE;
use crate::options::{Names, Span, quoted};
use crate::sure::Sure;
use crate::{Error, Result};

/// Steps of a funnel at most.
const MOST: usize = 20;
/// Exclusions at most.
const MOST_EXCLUSIONS: usize = 32;

/// How the steps of a funnel must follow one another.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FunnelOrder {
    /// In any order: step `k` is reached by whoever has done the first `k` steps.
    Any,
    /// In order; anything may happen between.
    #[default]
    Ordered,
    /// In order, with no other contact between.
    Strict,
}

words!(FunnelOrder: Any = "any", Ordered = "ordered", Strict = "strict");

options! {
    /// One step of a funnel. As options: a name, a list of names (whichever comes), or
    /// `{"at": ..., "name": ..., "within": "7d", "after": "1h"}`.
    #[derive(Debug, Clone, PartialEq, Serialize)]
    pub struct FunnelStep or Names needs at {
        /// Which contacts are this step.
        pub at: Selector = Selector::default(),
        /// The name shown; `None`: the names of its contacts.
        pub name: Option<String> = None,
        /// At most this long after the step before; `None`: no limit.
        pub within: Option<Span> = None,
        /// At least this long after the step before.
        pub after: Option<Span> = None,
    }
}

impl From<Names> for FunnelStep {
    fn from(names: Names) -> Self {
        Self { at: names.into(), ..Self::default() }
    }
}

impl From<&str> for FunnelStep {
    fn from(name: &str) -> Self {
        Names::from(name).into()
    }
}

impl FunnelStep {
    /// The name shown.
    pub fn shown(&self) -> String {
        self.name.clone().unwrap_or_else(|| self.at.to_string())
    }
}

options! {
    /// Contacts that end an attempt when they come after one step and before another, even where they
    /// are themselves a step between these two. As options: a name, a list of names, or
    /// `{"at": ..., "between": [0, 2]}`.
    #[derive(Debug, Clone, PartialEq, Serialize)]
    pub struct FunnelExclusion or Names needs at {
        /// Which contacts must not come between.
        pub at: Selector = Selector::default(),
        /// Between which two steps, counted from 0; `None`: between the first and the last.
        pub between: Option<[usize; 2]> = None,
    }
}

impl From<Names> for FunnelExclusion {
    fn from(names: Names) -> Self {
        Self { at: names.into(), between: None }
    }
}

impl From<&str> for FunnelExclusion {
    fn from(name: &str) -> Self {
        Names::from(name).into()
    }
}

options! {
    /// Options of [`Journeys::funnel`].
    ///
    /// ```
    /// use cx_core::journey::{FunnelOptions, FunnelOrder};
    /// let options: FunnelOptions = cx_core::options::from_json(
    ///     r#"{"steps": ["search", ["branch", "call"], {"at": "(conversion)", "within": "7d"}]}"#,
    /// )?;
    /// assert_eq!(options.order, FunnelOrder::Ordered);
    /// assert_eq!(options.steps[1].shown(), "branch | call");
    /// # Ok::<(), cx_core::Error>(())
    /// ```
    #[derive(Debug, Clone, PartialEq, Serialize)]
    pub struct FunnelOptions needs steps {
        /// The steps, 1 to 20. A name may stand in several: each needs a contact of its own.
        pub steps: Vec<FunnelStep> = Vec::new(),
        /// How the steps must follow one another.
        pub order: FunnelOrder = FunnelOrder::Ordered; set (FunnelOrder),
        /// Contacts that must not come between steps.
        pub exclude: Vec<FunnelExclusion> = Vec::new(),
        /// The last step comes at most this long after the first; `None`: no limit.
        pub within: Option<Span> = None; set (Span),
        /// What is counted.
        pub unit: Unit = Unit::Journeys; set (Unit),
        /// Where sessions are counted: one that ended at most this long before the end of the data may
        /// still go on; `None`: by the rules that the sessions were cut with.
        pub session_gap: Option<Span> = None,
        /// Quantiles of the time to convert, each between 0 and 1.
        pub quantiles: Vec<f64> = vec![0.25, 0.5, 0.75, 0.9]; in 0.0..=1.0,
        /// Confidence of the intervals, 0.5 to 0.9999.
        pub confidence: f64 = 0.95; in CONFIDENCE,
        /// Whether names that do not occur in the data are steps that nobody reaches, not errors.
        pub allow_unknown: bool = false,
    }
}

impl FunnelOptions {
    /// A funnel of these steps.
    pub fn new<S: Into<FunnelStep>>(steps: impl IntoIterator<Item = S>) -> Self {
        Self { steps: steps.into_iter().map(Into::into).collect(), ..Self::default() }
    }

    /// Adds contacts that must not come between steps.
    pub fn exclude(mut self, exclusion: impl Into<FunnelExclusion>) -> Self {
        self.exclude.push(exclusion.into());
        self
    }

    /// Checks every field against its range, and looks the names up.
    pub(super) fn plan(&self, journeys: &Journeys) -> Result<Plan> {
        let refuse = |field, value: String, allowed: &str| {
            Err(Error::Option { field, value, allowed: allowed.to_owned() })
        };
        if self.steps.is_empty() || self.steps.len() > MOST {
            return refuse("steps", format!("{} steps", self.steps.len()), "1 to 20 steps");
        }
        if self.exclude.len() > MOST_EXCLUSIONS {
            return refuse("exclude", format!("{} of them", self.exclude.len()), "at most 32");
        }
        self.check_ranges()?;
        let limited = self.steps.iter().any(|step| step.within.is_some() || step.after.is_some());
        if self.order == FunnelOrder::Any && (limited || !self.exclude.is_empty()) {
            let allowed = "only \"within\" of the whole funnel where the order is \"any\"";
            return refuse("order", "\"any\" with limits between steps".into(), allowed);
        }
        for step in &self.steps {
            if step.within.zip(step.after).is_some_and(|(within, after)| after > within) {
                let value = format!("after more than within at {}", quoted(&step.shown()));
                return refuse("steps", value, "\"after\" at most as long as \"within\"");
            }
        }
        let last = self.steps.len() - 1;
        let mut exclusions = Vec::new();
        for exclusion in &self.exclude {
            let [from, to] = exclusion.between.unwrap_or([0, last]);
            if exclusion.between.is_some() && (from >= to || to > last) {
                let allowed = "two steps of the funnel, the earlier one first, counted from 0";
                return refuse("between", format!("[{from}, {to}]"), allowed);
            }
            let at = Matcher::of(&exclusion.at, journeys, "exclude", self.allow_unknown)?;
            exclusions.push(Exclusion { at, from, to });
        }
        let matcher =
            |step: &FunnelStep| Matcher::of(&step.at, journeys, "steps", self.allow_unknown);
        let at: Vec<Matcher> = self.steps.iter().map(matcher).collect::<Result<_>>()?;
        Ok(Plan {
            groups: equal(&self.steps),
            at,
            within: self.steps.iter().map(|step| micros(step.within, i64::MAX)).collect(),
            after: self.steps.iter().map(|step| micros(step.after, 0)).collect(),
            exclusions,
            whole: micros(self.within, i64::MAX),
            order: self.order,
        })
    }
}

/// Steps with the same contacts, together.
fn equal(steps: &[FunnelStep]) -> Vec<Vec<usize>> {
    let sorted = |names: &Names| {
        let mut names = names.0.clone();
        names.sort_unstable();
        names.dedup();
        names
    };
    let key = |step: &FunnelStep| [&step.at.any, &step.at.touchpoint, &step.at.event].map(sorted);
    let keys: Vec<_> = steps.iter().map(key).collect();
    let mut groups = vec![Vec::new(); steps.len()];
    for (step, key) in keys.iter().enumerate() {
        let first = keys.iter().position(|other| other == key);
        if let Some(group) = first.and_then(|first| groups.get_mut(first).sure()) {
            group.push(step);
        }
    }
    groups
}

fn micros(span: Option<Span>, otherwise: i64) -> i64 {
    span.map_or(otherwise, Span::micros)
}

/// A funnel by codes; step `k` is at place `k` of each list.
pub(super) struct Plan {
    pub(super) at: Vec<Matcher>,
    /// Steps with the same contacts, together; in the order of their first one.
    pub(super) groups: Vec<Vec<usize>>,
    pub(super) within: Vec<i64>,
    pub(super) after: Vec<i64>,
    pub(super) exclusions: Vec<Exclusion>,
    pub(super) whole: i64,
    pub(super) order: FunnelOrder,
}

/// Contacts that must not come after step `from` and before step `to`.
pub(super) struct Exclusion {
    pub(super) at: Matcher,
    pub(super) from: usize,
    pub(super) to: usize,
}
