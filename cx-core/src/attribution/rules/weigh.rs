//! What part of a journey each of its contacts gets.

use super::plan::{Contacts, Plan};
use crate::attribution::model::Rule;
use crate::sure::Sure;

/// Parts of the first contact, the milestone and the last one in the model `w_shaped`.
const PEAK: f64 = 0.3;

impl Plan<'_> {
    /// Parts of all contacts of a journey that has any, into `parts`; they sum to 1.
    pub(super) fn weigh(&self, rule: Rule, contacts: &Contacts<'_>, parts: &mut Vec<f64>) {
        let length = contacts.path.len();
        parts.clear();
        parts.resize(length, 0.0);
        match rule {
            Rule::First => put(parts, 0, 1.0),
            Rule::Last => put(parts, length - 1, 1.0),
            Rule::LastNonDirect => self.last_non_direct(contacts, parts),
            Rule::Position => position(self.ends, parts),
            Rule::WShaped => self.w_shaped(contacts, parts),
            Rule::TimeDecay => self.decay(contacts.times, parts),
            Rule::Custom => self.places(parts),
            Rule::Shapley => evenly_by_touchpoint(contacts.path, parts),
            Rule::Linear => parts.fill(1.0 / length as f64),
        }
        if self.levels(rule) && rule != Rule::LastNonDirect {
            let milestone = self.milestones.as_ref().filter(|_| rule == Rule::WShaped);
            let milestone = milestone.and_then(|milestones| milestones.first(contacts));
            // What a milestone gets is not for its place.
            level(contacts.times, parts, |at| Some(at) != milestone);
        }
        if rule == Rule::Custom {
            self.by_touchpoint(contacts.path, parts);
        }
        if !self.discounts.is_empty() {
            for (part, event) in parts.iter_mut().zip(contacts.events) {
                *part *= self.discounts.get(*event as usize).copied().sure_or(1.0);
            }
            normalise(parts);
        }
    }

    /// All to the last contact that is not direct, or to the last one.
    fn last_non_direct(&self, contacts: &Contacts<'_>, parts: &mut [f64]) {
        let direct = |at: usize| {
            let code = contacts.path.get(at).copied().sure_or(0);
            self.direct.get(code as usize).copied().sure_or(false)
        };
        let last = (0..parts.len()).rev().find(|at| !direct(*at));
        put(parts, last.unwrap_or(parts.len() - 1), 1.0);
        if self.levels(Rule::LastNonDirect) {
            level(contacts.times, parts, |at| last.is_none() || !direct(at));
        }
    }

    /// 30 % to the first contact, the milestone and the last one, 10 % to all others together.
    fn w_shaped(&self, contacts: &Contacts<'_>, parts: &mut [f64]) {
        let end = parts.len() - 1;
        let middle = match &self.milestones {
            Some(milestones) => milestones.first(contacts),
            None if end >= 2 => Some(end / 2),
            None => None,
        };
        let peaks = [Some(0), middle, Some(end)];
        let is_peak = |at: usize| peaks.contains(&Some(at));
        let others = (0..=end).filter(|at| !is_peak(*at)).count();
        for (at, part) in parts.iter_mut().enumerate() {
            let peaks = peaks.iter().filter(|peak| **peak == Some(at)).count();
            *part = if peaks > 0 { PEAK * peaks as f64 } else { 0.1 / others as f64 };
        }
        normalise(parts);
    }

    /// Part `2^(-age / half-life)`; the age counts from the last contact.
    fn decay(&self, times: &[i64], parts: &mut [f64]) {
        let last = times.iter().copied().max().unwrap_or(0);
        let half_life = self.options.half_life.micros() as f64;
        for (part, time) in parts.iter_mut().zip(times) {
            *part = libm::exp2(-(last.abs_diff(*time) as f64) / half_life);
        }
        normalise(parts);
    }

    /// The weights of the places in the model `custom`.
    fn places(&self, parts: &mut [f64]) {
        let weights = &self.options.weights;
        let length = parts.len();
        let others = (0..length)
            .filter(|at| *at >= weights.first.len() && length - 1 - at >= weights.last.len())
            .count();
        for (at, part) in parts.iter_mut().enumerate() {
            let (first, last) = (weights.first.get(at), weights.last.get(length - 1 - at));
            *part = match (first, last) {
                (None, None) => weights.middle / others as f64,
                _ => first.unwrap_or(&0.0) + last.unwrap_or(&0.0),
            };
        }
    }

    /// The factors of the touchpoints in the model `custom`.
    fn by_touchpoint(&self, path: &[u32], parts: &mut [f64]) {
        for (part, code) in parts.iter_mut().zip(path) {
            *part *= self.factors.get(*code as usize).copied().sure_or(1.0);
        }
        normalise(parts);
    }
}

fn put(parts: &mut [f64], at: usize, part: f64) {
    if let Some(place) = parts.get_mut(at).sure() {
        *place = part;
    }
}

/// Gives contacts of equal times, of those that take part, the mean of their parts.
fn level(times: &[i64], parts: &mut [f64], takes_part: impl Fn(usize) -> bool) {
    let mut start = 0;
    for run in times.chunk_by(|a, b| a == b) {
        let mine = || (start..start + run.len()).filter(|at| takes_part(*at));
        let count = mine().count();
        if count > 1 {
            let sum: f64 = mine().filter_map(|at| parts.get(at).sure()).sum();
            for at in mine() {
                put(parts, at, sum / count as f64);
            }
        }
        start += run.len();
    }
}

/// Makes parts sum to 1; even ones where they are all 0.
fn normalise(parts: &mut [f64]) {
    let whole: f64 = parts.iter().sum();
    if whole > 0.0 {
        for part in parts {
            *part /= whole;
        }
    } else {
        parts.fill(1.0 / parts.len() as f64);
    }
}

fn position([first, last]: [f64; 2], parts: &mut [f64]) {
    match parts {
        [one] => *one = 1.0,
        [one, other] => {
            let both = first + last;
            *one = if both > 0.0 { first / both } else { 0.5 };
            *other = 1.0 - *one;
        }
        [one, middle @ .., other] => {
            middle.fill((1.0 - first - last) / middle.len() as f64);
            (*one, *other) = (first, last);
        }
        [] => {}
    }
}

/// The same part to every touchpoint on the path, evenly over its contacts.
fn evenly_by_touchpoint(path: &[u32], parts: &mut [f64]) {
    let mut sorted;
    // A few contacts are counted faster than sorted.
    let sorted: &[u32] = if path.len() > 32 {
        sorted = path.to_vec();
        sorted.sort_unstable();
        &sorted
    } else {
        &[]
    };
    let count = |code: &u32| {
        if sorted.is_empty() {
            path.iter().filter(|other| *other == code).count()
        } else {
            sorted.partition_point(|other| other <= code)
                - sorted.partition_point(|other| other < code)
        }
    };
    let mut distinct = 0.0;
    for (part, code) in parts.iter_mut().zip(path) {
        *part = 1.0 / count(code) as f64;
        distinct += *part;
    }
    let distinct = distinct.round();
    for part in parts {
        *part /= distinct;
    }
}
