//! Attempts of a unit, one after the other.

use super::matching::{NONE, Work};
use super::options::{FunnelOrder, Plan};
use crate::journey::contacts::Item;
use crate::sure::Sure;

/// Contacts looked at first for the next conversion; twice as many when it does not come.
const LOOK_AHEAD: usize = 8;

/// One attempt of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Attempt {
    /// The last step that it reached.
    pub(super) step: usize,
    /// Until when it could have gone on; what is over at the last step needs none.
    pub(super) until: i64,
}

impl Plan {
    /// The attempts of a unit with these contacts.
    ///
    /// An attempt begins with a contact of the first step (in any order, with the one that completes
    /// the first step) when none is going on. Whoever starts again while it could still go on goes
    /// on with it. It ends when the last step is reached, or when it can no longer go on; only
    /// contacts after that begin the next one.
    pub(super) fn attempts(&self, items: &[Item], work: &mut Work) -> Vec<Attempt> {
        let mut attempts = Vec::new();
        let mut rest = items;
        while !rest.is_empty() {
            let mut ahead = LOOK_AHEAD.min(rest.len());
            let converted = loop {
                let near = rest.get(..ahead).sure_or(rest);
                self.all_chains(near, work);
                let last =
                    work.all.last().and_then(|starts| starts.iter().position(|s| *s != NONE));
                if last.is_some() || ahead == rest.len() {
                    break last;
                }
                ahead = (ahead * 2).min(rest.len());
            };
            let end = converted.map_or(rest.len(), |at| at + 1);
            let (now, later) = rest.split_at_checked(end).unwrap_or((rest, &[]));
            self.in_turn(now, work, &mut attempts);
            rest = later;
        }
        attempts
    }

    /// The attempts among contacts of which at most the last one reaches the last step.
    fn in_turn(&self, items: &[Item], work: &Work, attempts: &mut Vec<Attempt>) {
        let last = self.at.len() - 1;
        let strict = self.order == FunnelOrder::Strict;
        // For each step, until when a chain that has come so far can go on.
        let mut alive = vec![NONE; last];
        let ways: Vec<u32> = (0..last).map(|step| self.on_the_way_to(step + 1)).collect();
        let mut going: Option<Attempt> = None;
        for (at, item) in items.iter().enumerate() {
            let excluded = work.excluded.get(at).copied().sure_or(0);
            for (limit, way) in alive.iter_mut().zip(&ways) {
                if strict || excluded & way != 0 {
                    *limit = NONE;
                }
            }
            let start = |step: usize| {
                work.all.get(step).and_then(|starts| starts.get(at)).copied().sure_or(NONE)
            };
            let Some(deepest) = (0..=last).rev().find(|step| start(*step) != NONE) else {
                continue;
            };
            let any = self.order == FunnelOrder::Any;
            let goes_on = (deepest > 0 && !any) || alive.iter().any(|limit| *limit >= item.time);
            if !goes_on {
                attempts.extend(going.take());
            }
            let attempt = going.get_or_insert(Attempt { step: 0, until: NONE });
            attempt.step = attempt.step.max(deepest);
            for (step, limit) in
                alive.iter_mut().enumerate().filter(|(step, _)| start(*step) != NONE)
            {
                let within = self.within.get(step + 1).copied().sure_or(i64::MAX);
                let whole = start(step).saturating_add(self.whole);
                *limit = (*limit).max(item.time.saturating_add(within).min(whole));
            }
            attempt.until = alive.iter().copied().max().unwrap_or(NONE);
        }
        if let Some(attempt) = &mut going {
            attempt.until = alive.into_iter().max().unwrap_or(NONE);
        }
        attempts.extend(going);
    }

    /// For each step and contact, the latest start of a chain that ends with it.
    fn all_chains(&self, items: &[Item], work: &mut Work) {
        self.fill(items, work);
        work.all.resize(self.at.len(), Vec::new());
        if self.order == FunnelOrder::Any {
            self.all_in_any_order(items, work);
            return;
        }
        for step in 0..self.at.len() {
            self.chains(step, items, work);
            if let Some(starts) = work.all.get_mut(step).sure() {
                starts.clone_from(&work.now);
            }
            std::mem::swap(&mut work.before, &mut work.now);
        }
    }

    /// The same for steps in any order: the first of the contacts that complete the steps up to one.
    fn all_in_any_order(&self, items: &[Item], work: &mut Work) {
        let mut last = vec![NONE; self.at.len()];
        let Work { steps, all, .. } = work;
        all.iter_mut().for_each(Vec::clear);
        for (item, steps) in items.iter().zip(&*steps) {
            self.latest(item, *steps, &mut last);
            let mut start = i64::MAX;
            for (starts, time) in all.iter_mut().zip(&last) {
                start = start.min(*time);
                let near = start != NONE && item.time.saturating_sub(start) <= self.whole;
                starts.push(if *steps != 0 && near { start } else { NONE });
            }
        }
    }
}
