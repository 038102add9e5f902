//! Which steps of a funnel a unit reaches, when, and until when it could have gone on.
//!
//! One pass over the contacts for each step. A chain of contacts for the first steps is the better
//! the later it starts, since all other limits are between neighbours: so the latest start of a
//! chain that ends at each contact decides exactly, and a sliding maximum finds it.

use std::collections::VecDeque;

use super::options::{FunnelOrder, Plan};
use crate::journey::contacts::Item;
use crate::sure::Sure;

/// No chain ends here.
pub(super) const NONE: i64 = i64::MIN;

/// What a unit does in a funnel.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Reach {
    /// For each step reached, when it was reached first.
    pub(super) first: Vec<i64>,
    /// Until when the step after could have been reached; [`i64::MAX`]: for ever.
    pub(super) until: i64,
    /// Whether an excluded contact ended it.
    pub(super) excluded: bool,
}

impl Reach {
    /// Notes an attempt that lasts until a time; the one that lasts longest counts.
    fn lasts(&mut self, until: i64, excluded: bool) {
        if until > self.until || (until == self.until && !excluded) {
            (self.until, self.excluded) = (until, excluded);
        }
    }
}

/// Place for what is computed for one unit after the other.
#[derive(Default)]
pub(super) struct Work {
    /// For each contact, the steps that it can be, as bits.
    pub(super) steps: Vec<u32>,
    /// For each contact, the exclusions that it falls under, as bits.
    pub(super) excluded: Vec<u32>,
    pub(super) before: Vec<i64>,
    pub(super) now: Vec<i64>,
    /// For each step and contact, where a chain that ends with it starts.
    pub(super) all: Vec<Vec<i64>>,
    window: VecDeque<usize>,
}

impl Plan {
    /// What a unit with these contacts does.
    pub(super) fn reach(&self, items: &[Item], work: &mut Work) -> Reach {
        let mut reach = Reach { until: NONE, ..Reach::default() };
        self.fill(items, work);
        if self.order == FunnelOrder::Any {
            self.any(items, work, &mut reach);
            return reach;
        }
        for step in 0..self.at.len() {
            self.chains(step, items, work);
            let Some(first) = work.now.iter().position(|start| *start != NONE) else { break };
            reach.first.extend(items.get(first).map(|item| item.time));
            std::mem::swap(&mut work.before, &mut work.now);
            self.lasts(step, items, work, &mut reach);
        }
        reach
    }

    /// Looks up what each contact can be.
    pub(super) fn fill(&self, items: &[Item], work: &mut Work) {
        work.steps.clear();
        let bits = |item: &Item| {
            let matching = self.at.iter().enumerate().filter(|(_, at)| at.matches(item));
            matching.fold(0_u32, |bits, (step, _)| bits | 1 << step)
        };
        work.steps.extend(items.iter().map(bits));
        work.excluded.clear();
        let bits = |item: &Item| {
            let matching = self.exclusions.iter().enumerate().filter(|(_, e)| e.at.matches(item));
            matching.fold(0_u32, |bits, (exclusion, _)| bits | 1 << exclusion)
        };
        work.excluded.extend(items.iter().map(bits));
    }

    /// Exclusions between a step and the one before it, as bits.
    pub(super) fn on_the_way_to(&self, step: usize) -> u32 {
        let between = self.exclusions.iter().enumerate();
        let between = between.filter(|(_, e)| step > e.from && step <= e.to);
        between.fold(0, |bits, (exclusion, _)| bits | 1 << exclusion)
    }

    /// Exclusions that a contact of a step must not fall under itself, as bits.
    fn around(&self, step: usize) -> u32 {
        let around = self.exclusions.iter().enumerate();
        let around = around.filter(|(_, e)| step > e.from && step < e.to);
        around.fold(0, |bits, (exclusion, _)| bits | 1 << exclusion)
    }

    /// For each contact, the latest start of a chain that ends with it as `step`.
    pub(super) fn chains(&self, step: usize, items: &[Item], work: &mut Work) {
        let Work { steps, excluded, before, now, window, .. } = work;
        now.clear();
        window.clear();
        let [within, after] =
            [&self.within, &self.after].map(|limit| limit.get(step).copied().sure_or(0));
        let (way, around) = (self.on_the_way_to(step), self.around(step));
        // The next contact to enter the window, and the last excluded one.
        let (mut enters, mut barrier) = (0, 0);
        let start_of = |before: &[i64], at: usize| before.get(at).copied().sure_or(NONE);
        let time_of = |at: usize| items.get(at).sure().map_or(NONE, |item| item.time);
        for (at, ((item, steps), excluded)) in items.iter().zip(steps).zip(excluded).enumerate() {
            let fits = *steps & (1 << step) != 0 && *excluded & around == 0;
            if step == 0 {
                now.push(if fits { item.time } else { NONE });
                continue;
            }
            if self.order == FunnelOrder::Strict {
                enters = enters.max(at.saturating_sub(1));
                window.clear();
            }
            while enters < at && item.time.saturating_sub(time_of(enters)) >= after {
                let start = start_of(before, enters);
                if start != NONE {
                    while window.back().is_some_and(|last| start_of(before, *last) <= start) {
                        window.pop_back();
                    }
                    window.push_back(enters);
                }
                enters += 1;
            }
            while window.front().is_some_and(|first| {
                *first < barrier || item.time.saturating_sub(time_of(*first)) > within
            }) {
                window.pop_front();
            }
            let start = window.front().map_or(NONE, |first| start_of(before, *first));
            let in_time = start != NONE && item.time.saturating_sub(start) <= self.whole;
            now.push(if fits && in_time { start } else { NONE });
            if *excluded & way != 0 {
                barrier = at;
            }
        }
    }

    /// Until when the chains that end with `step` could have gone on to the next one.
    fn lasts(&self, step: usize, items: &[Item], work: &Work, reach: &mut Reach) {
        let Some(within) = self.within.get(step + 1) else { return };
        let way = self.on_the_way_to(step + 1);
        // The time of the contact after which nothing can follow: the next excluded one, or where
        // the order is strict the next of any kind.
        let mut end = None;
        let rows = items.iter().zip(&work.before).zip(&work.excluded);
        for ((item, start), excluded) in rows.rev() {
            if *start != NONE {
                let limit = item.time.saturating_add(*within).min(start.saturating_add(self.whole));
                match end {
                    Some((time, excluded)) if time <= limit => reach.lasts(time, excluded),
                    _ => reach.lasts(limit, false),
                }
            }
            if self.order == FunnelOrder::Strict || excluded & way != 0 {
                end = Some((item.time, excluded & way != 0));
            }
        }
    }

    /// Steps in any order: all of the first steps within the limit of the whole. Equal steps need
    /// a contact each.
    fn any(&self, items: &[Item], work: &Work, reach: &mut Reach) {
        // The time of the last contact of each step; of equal steps, the last but one and so on.
        let mut last = vec![NONE; self.at.len()];
        for (item, steps) in items.iter().zip(&work.steps) {
            if *steps == 0 {
                continue;
            }
            reach.lasts(item.time.saturating_add(self.whole), false);
            self.latest(item, *steps, &mut last);
            while let Some(first) = last.get(..=reach.first.len()) {
                let start = first.iter().copied().min().unwrap_or(NONE);
                if start == NONE || item.time.saturating_sub(start) > self.whole {
                    break;
                }
                reach.first.push(item.time);
            }
        }
        if reach.first.is_empty() {
            reach.until = NONE;
        }
    }

    /// Notes a contact as the last one of its steps; of equal steps, the last but one and so on.
    pub(super) fn latest(&self, item: &Item, steps: u32, last: &mut [i64]) {
        let fits = |group: &&Vec<usize>| group.first().is_some_and(|at| steps & (1 << at) != 0);
        for group in self.groups.iter().filter(fits) {
            let mut time = item.time;
            for place in group {
                if let Some(last) = last.get_mut(*place).sure() {
                    std::mem::swap(last, &mut time);
                }
            }
        }
    }
}
