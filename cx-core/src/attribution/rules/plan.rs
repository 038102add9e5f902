//! The rules that were asked for, with their parameters brought to the codes of the data.

use super::options::{Tied, ends};
use crate::attribution::model::Rule;
use crate::attribution::options::AttributeOptions;
use crate::columns::Dictionary;
use crate::intake::is_direct;
use crate::journey::Journeys;
use crate::options::Names;
use crate::sure::{Absent, Sure};
use crate::{Error, Result};

/// Contacts of one journey.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Contacts<'a> {
    pub(crate) path: &'a [u32],
    /// Times and kinds of event; empty for aggregated paths.
    pub(super) times: &'a [i64],
    pub(super) events: &'a [u32],
}

impl<'a> Contacts<'a> {
    pub(super) fn of_path(path: &'a [u32]) -> Self {
        Self { path, times: &[], events: &[] }
    }

    pub(crate) fn of_journey(journeys: &'a Journeys, journey: usize) -> Self {
        let range = journeys.range(journey);
        let steps = &journeys.steps;
        Self {
            path: journeys.path(journey),
            times: steps.time.get(range.clone()).sure_or_default(),
            events: steps.event.get(range).sure_or_default(),
        }
    }
}

/// Touchpoints and kinds of event that are milestones.
#[derive(Debug)]
pub(super) struct Milestones {
    touchpoints: Vec<bool>,
    events: Vec<bool>,
}

impl Milestones {
    fn of(names: &Names, touchpoints: &Dictionary, events: Option<&Dictionary>) -> Result<Self> {
        let mut found = Self {
            touchpoints: vec![false; touchpoints.len()],
            events: vec![false; events.map_or(0, Dictionary::len)],
        };
        for name in &names.0 {
            let event = events.and_then(|events| events.code(name));
            let touchpoint = match event {
                Some(_) => touchpoints.code(name),
                None => Some(touchpoints.require("touchpoint or kind of event", name)?),
            };
            set(&mut found.touchpoints, touchpoint);
            set(&mut found.events, event);
        }
        Ok(found)
    }

    /// The first contact that is a milestone.
    pub(super) fn first(&self, contacts: &Contacts<'_>) -> Option<usize> {
        let marked = |flags: &[bool], code: Option<&u32>| {
            code.and_then(|code| flags.get(*code as usize).sure()).copied().or_absent(false)
        };
        let milestone = |(at, code)| {
            marked(&self.touchpoints, Some(code)) || marked(&self.events, contacts.events.get(at))
        };
        contacts.path.iter().enumerate().position(milestone)
    }
}

fn set(flags: &mut [bool], code: Option<u32>) {
    if let Some(flag) = code.and_then(|code| flags.get_mut(code as usize).sure()) {
        *flag = true;
    }
}

/// Rules with their parameters by code.
#[derive(Debug)]
pub(crate) struct Plan<'a> {
    /// The rules, in the order asked for.
    pub(crate) rules: Vec<Rule>,
    pub(super) options: &'a AttributeOptions,
    pub(super) ends: [f64; 2],
    pub(super) direct: Vec<bool>,
    pub(super) milestones: Option<Milestones>,
    /// Factors of touchpoints in the model `custom`.
    pub(super) factors: Vec<f64>,
    /// Factors of kinds of event; empty where there are none.
    pub(super) discounts: Vec<f64>,
}

impl<'a> Plan<'a> {
    pub(crate) fn new(
        options: &'a AttributeOptions,
        touchpoints: &Dictionary,
        events: Option<&Dictionary>,
    ) -> Result<Self> {
        let mut factors = vec![1.0; touchpoints.len()];
        for (name, factor) in &options.weights.touchpoints {
            let code = touchpoints.require("touchpoint", name)?;
            if let Some(place) = factors.get_mut(code as usize).sure() {
                *place = *factor;
            }
        }
        let named = !options.milestone.0.is_empty();
        let milestones = named.then(|| Milestones::of(&options.milestone, touchpoints, events));
        Ok(Self {
            rules: options.models.iter().filter_map(|model| model.rule()).collect(),
            options,
            ends: ends(&options.position),
            direct: direct(options, touchpoints)?,
            milestones: milestones.transpose()?,
            factors,
            discounts: discounts(options, events)?,
        })
    }

    /// Refuses rules that need times where there are none.
    pub(super) fn needs_no_times(&self) -> Result<()> {
        let (what, remedy) = if self.rules.contains(&Rule::TimeDecay) {
            (
                "the model \"time_decay\"",
                "attribute journeys made from events, or choose \"position\"",
            )
        } else if self.options.tied == Tied::Even {
            ("tied = \"even\"", "attribute journeys made from events, or leave \"tied\" out")
        } else {
            return Ok(());
        };
        let (needs, of) = ("the times of contacts", "aggregated paths");
        Err(Error::Lacking { what: what.into(), needs, of, remedy })
    }

    /// Refuses models that do not split each journey by itself.
    pub(crate) fn only_rules(&self) -> Result<()> {
        let other = self.options.models.iter().find(|model| model.rule().is_none());
        let Some(model) = other else { return Ok(()) };
        Err(Error::Option {
            field: "model",
            value: model.name().to_owned(),
            allowed: "a model that splits each journey by itself: \"linear\", \"position\", \"time_decay\", \"shapley\" or another rule".into(),
        })
    }

    /// Whether a rule shares conversions evenly, so that only the number of those that share counts.
    pub(super) fn shares_evenly(&self, rule: Rule) -> bool {
        rule == Rule::Shapley && self.discounts.is_empty()
    }

    /// Whether contacts of equal times get the mean of their parts; other rules give them equal ones anyway.
    pub(super) fn levels(&self, rule: Rule) -> bool {
        match rule {
            Rule::First
            | Rule::Last
            | Rule::LastNonDirect
            | Rule::Position
            | Rule::WShaped
            | Rule::Custom => self.options.tied == Tied::Even,
            Rule::Linear | Rule::TimeDecay | Rule::Shapley => false,
        }
    }

    /// Whether a rule looks at more than the order of the touchpoints.
    pub(super) fn looks_beyond(&self, rule: Rule) -> bool {
        let by_event = rule == Rule::WShaped
            && self.milestones.as_ref().is_some_and(|found| found.events.contains(&true));
        rule == Rule::TimeDecay || by_event || self.levels(rule) || !self.discounts.is_empty()
    }
}

/// Which touchpoints are direct: those that are named, else those called so in a usual spelling.
pub(crate) fn direct(options: &AttributeOptions, touchpoints: &Dictionary) -> Result<Vec<bool>> {
    let mut flags = vec![false; touchpoints.len()];
    if options.direct.0.is_empty() {
        flags.iter_mut().zip(touchpoints.names()).for_each(|(flag, name)| *flag = is_direct(&name));
    }
    for name in &options.direct.0 {
        set(&mut flags, Some(touchpoints.require("touchpoint", name)?));
    }
    Ok(flags)
}

fn discounts(options: &AttributeOptions, events: Option<&Dictionary>) -> Result<Vec<f64>> {
    if options.view_through.is_empty() {
        return Ok(Vec::new());
    }
    let Some(events) = events else {
        return Err(Error::Lacking {
            what: "\"view_through\"".into(),
            needs: "the kinds of event",
            of: "aggregated paths",
            remedy: "attribute journeys made from events, or use \"weights\" by touchpoint with the model \"custom\"",
        });
    };
    let mut factors = vec![1.0; events.len()];
    for (name, factor) in &options.view_through {
        let code = events.require("event", name)?;
        if let Some(place) = factors.get_mut(code as usize).sure() {
            *place = *factor;
        }
    }
    Ok(factors)
}
