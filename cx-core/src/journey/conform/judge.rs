//! What a rule says of one unit: one pass over its contacts.

use super::rules::{Plan, RuleKind, Verdict};
use crate::journey::contacts::Item;

/// A unit before its judges.
pub(super) struct Case<'a> {
    pub(super) items: &'a [Item],
    /// Whether it may go on after the end of the data.
    pub(super) open: bool,
    /// The last time of the data.
    pub(super) end: i64,
}

impl Case<'_> {
    /// What is known of something that had not happened in time after `time`.
    fn not_yet(&self, time: Option<i64>, within: Option<i64>) -> Verdict {
        let over =
            time.zip(within).is_some_and(|(time, within)| time.saturating_add(within) < self.end);
        if self.open && !over { Verdict::Pending } else { Verdict::Violated }
    }

    fn time(&self, at: usize) -> Option<i64> {
        self.items.get(at).map(|item| item.time)
    }
}

/// What was found of a rule in a unit.
#[derive(Debug, Default)]
pub(super) struct Findings {
    /// Whether the rule applies to the unit at all.
    pub(super) applies: bool,
    /// What is not as demanded: the contact's number where there is one, the verdict, and which
    /// of the two reasons.
    pub(super) faults: Vec<(Option<usize>, Verdict, usize)>,
}

impl Findings {
    /// The verdict on the unit.
    pub(super) fn verdict(&self) -> Verdict {
        self.faults.iter().map(|fault| fault.1).max().unwrap_or(Verdict::Fulfilled)
    }
}

impl Plan {
    /// Judges a unit; `findings` are those of the unit before and are replaced.
    pub(super) fn judge(&self, case: &Case<'_>, findings: &mut Findings) {
        findings.faults.clear();
        findings.applies = false;
        match self.rule {
            RuleKind::Existence | RuleKind::Absence => self.count(case, findings),
            RuleKind::Init => self.init(case, findings),
            RuleKind::Response => self.after(case, findings),
            RuleKind::Precedence => self.before(case, findings),
            RuleKind::ChainResponse => self.directly_after(case, findings),
            RuleKind::ChainPrecedence => self.directly_before(case, findings),
            RuleKind::Succession => {
                self.after(case, findings);
                self.before(case, findings);
                findings.faults.sort_unstable();
            }
            RuleKind::ChainSuccession => {
                self.directly_after(case, findings);
                self.directly_before(case, findings);
                findings.faults.sort_unstable();
            }
            RuleKind::NotCoexistence => self.not_both(case, findings),
            RuleKind::NotSuccession => self.not_after(case, findings),
        }
    }

    fn a(&self, item: &Item) -> bool {
        self.a.matches(item)
    }

    fn b(&self, item: &Item) -> bool {
        self.b.as_ref().is_some_and(|b| b.matches(item))
    }

    /// Whether two times are near enough to one another.
    fn in_time(&self, from: i64, to: i64) -> bool {
        self.within.is_none_or(|within| to.saturating_sub(from) <= within)
    }

    fn count(&self, case: &Case<'_>, findings: &mut Findings) {
        findings.applies = true;
        let start = case.time(0);
        let counted =
            |item: &Item| self.a(item) && start.is_some_and(|start| self.in_time(start, item.time));
        let found = case.items.iter().enumerate().filter(|(_, item)| counted(item));
        let last = found.map(|(at, _)| at).nth(self.times.saturating_sub(1));
        match (self.rule, last) {
            (RuleKind::Absence, Some(at)) => {
                findings.faults.push((Some(at), Verdict::Violated, 0));
            }
            (RuleKind::Existence, None) => {
                findings.faults.push((None, case.not_yet(start, self.within), 0));
            }
            _ => {}
        }
    }

    fn init(&self, case: &Case<'_>, findings: &mut Findings) {
        let Some(first) = case.items.first() else { return };
        findings.applies = true;
        if !self.a(first) {
            findings.faults.push((Some(0), Verdict::Violated, 0));
        }
    }

    fn after(&self, case: &Case<'_>, findings: &mut Findings) {
        let mut next = None;
        for (at, item) in case.items.iter().enumerate().rev() {
            if self.a(item) {
                findings.applies = true;
                if !next.is_some_and(|next| self.in_time(item.time, next)) {
                    let verdict = case.not_yet(Some(item.time), self.within);
                    findings.faults.push((Some(at), verdict, 0));
                }
            }
            if self.b(item) {
                next = Some(item.time);
            }
        }
        findings.faults.reverse();
    }

    fn before(&self, case: &Case<'_>, findings: &mut Findings) {
        let mut last = None;
        for (at, item) in case.items.iter().enumerate() {
            if self.b(item) {
                findings.applies = true;
                if !last.is_some_and(|last| self.in_time(last, item.time)) {
                    findings.faults.push((Some(at), Verdict::Violated, 1));
                }
            }
            if self.a(item) {
                last = Some(item.time);
            }
        }
    }

    fn directly_after(&self, case: &Case<'_>, findings: &mut Findings) {
        for (at, item) in case.items.iter().enumerate().filter(|(_, item)| self.a(item)) {
            findings.applies = true;
            let verdict = match case.items.get(at + 1) {
                Some(next) if self.b(next) && self.in_time(item.time, next.time) => continue,
                Some(_) => Verdict::Violated,
                None => case.not_yet(Some(item.time), self.within),
            };
            findings.faults.push((Some(at), verdict, 0));
        }
    }

    fn directly_before(&self, case: &Case<'_>, findings: &mut Findings) {
        for (at, item) in case.items.iter().enumerate().filter(|(_, item)| self.b(item)) {
            findings.applies = true;
            let last = at.checked_sub(1).and_then(|before| case.items.get(before));
            if !last.is_some_and(|last| self.a(last) && self.in_time(last.time, item.time)) {
                findings.faults.push((Some(at), Verdict::Violated, 1));
            }
        }
    }

    fn not_both(&self, case: &Case<'_>, findings: &mut Findings) {
        let (mut last_a, mut last_b): (Option<i64>, Option<i64>) = (None, None);
        for (at, item) in case.items.iter().enumerate() {
            let (a, b) = (self.a(item), self.b(item));
            findings.applies |= a || b;
            let near = |last: Option<i64>| last.is_some_and(|last| self.in_time(last, item.time));
            if (a && near(last_b)) || (b && near(last_a)) {
                findings.faults.push((Some(at), Verdict::Violated, 0));
                return;
            }
            last_a = if a { Some(item.time) } else { last_a };
            last_b = if b { Some(item.time) } else { last_b };
        }
    }

    fn not_after(&self, case: &Case<'_>, findings: &mut Findings) {
        let mut next = None;
        for (at, item) in case.items.iter().enumerate().rev() {
            if self.a(item) {
                findings.applies = true;
                if next.is_some_and(|next| self.in_time(item.time, next)) {
                    findings.faults.push((Some(at), Verdict::Violated, 0));
                }
            }
            if self.b(item) {
                next = Some(item.time);
            }
        }
        findings.faults.reverse();
    }
}
