//! Findings by visit, and when each criterion was last looked at.

use super::evaluate::Answer;
use super::tree::Tree;
use super::{AuditOptions, AuditReport};
use crate::calendar::{DAY, Zone};
use crate::columns::NO_TIME;
use crate::intake::{FindingState, Findings};
use crate::ordered::Map;
use crate::sure::Sure;

/// What one auditor found at one touchpoint on one day (of the zone that the findings were read in).
#[derive(Debug)]
pub(super) struct Visit {
    pub(super) touchpoint: u32,
    pub(super) day: i64,
    /// Node and answer, one for each criterion.
    pub(super) answers: Vec<(usize, Answer)>,
}

/// All findings that count.
#[derive(Debug)]
pub(super) struct Visits {
    /// In order of touchpoint, auditor and day.
    pub(super) all: Vec<Visit>,
    /// When a node was last looked at, by touchpoint and node, also before the window.
    pub(super) last: Map<(u32, usize), i64>,
    pub(super) at: i64,
    /// The zone in which days begin.
    pub(super) zone: Zone,
    pub(super) report: AuditReport,
}

/// One finding that counts.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    touchpoint: u32,
    auditor: u32,
    day: i64,
    node: usize,
    time: i64,
    answer: Answer,
}

impl Candidate {
    fn visit(&self) -> (u32, u32, i64) {
        (self.touchpoint, self.auditor, self.day)
    }

    /// Which finding wins: the latest, and of equally late ones a score before none, and a low score
    /// before a high one.
    fn rank(&self) -> (i64, u8, u64) {
        // Scores are from 0 to 1, where the order of bits is the order of numbers.
        match self.answer {
            Answer::Open => (self.time, 0, 0),
            Answer::NotApplicable => (self.time, 1, 0),
            Answer::Scored(score) => (self.time, 2, !(score + 0.0).to_bits()),
        }
    }
}

impl Visits {
    pub(super) fn of(
        tree: &Tree,
        findings: &Findings,
        options: &AuditOptions,
    ) -> crate::Result<Self> {
        let latest = findings.time.iter().copied().max().unwrap_or(NO_TIME);
        let at = options.last_instant()?.unwrap_or(latest);
        let since = options.window.map_or(NO_TIME, |window| at.saturating_sub(window.micros()));
        let mut visits = Self {
            all: Vec::new(),
            last: Map::new(),
            at,
            zone: Zone::of_window(None, findings.timezone.as_deref())?.0,
            report: AuditReport { findings: findings.len() as u64, ..AuditReport::default() },
        };
        let nodes = visits.nodes(tree, findings);
        let mut candidates = Vec::with_capacity(findings.len());
        for row in 0..findings.len() {
            let code = findings.criterion.code(row) as usize;
            let node = nodes.get(code).sure().copied().flatten();
            if let Some(candidate) = visits.admit(tree, findings, row, node) {
                if candidate.time > since {
                    candidates.push(candidate);
                } else {
                    visits.report.before_window += 1;
                }
            }
        }
        visits.group(candidates);
        Ok(visits)
    }

    /// The node of each criterion code of the findings.
    fn nodes(&mut self, tree: &Tree, findings: &Findings) -> Vec<Option<usize>> {
        const SHOWN: usize = 50;
        let known = tree.by_name();
        let mut occurs = vec![false; findings.criterion.dictionary.len()];
        for code in &findings.criterion.codes {
            if let Some(flag) = occurs.get_mut(*code as usize).sure() {
                *flag = true;
            }
        }
        let names = findings.criterion.dictionary.names().zip(occurs);
        let found = names.map(|(name, occurs)| {
            let node = known.get(name.as_ref()).copied();
            if node.is_none() && occurs && self.report.unknown.len() < SHOWN {
                self.report.unknown.push(name.into_owned());
            }
            node
        });
        found.collect()
    }

    /// Checks one finding and remembers when its criterion was looked at.
    fn admit(
        &mut self,
        tree: &Tree,
        findings: &Findings,
        row: usize,
        node: Option<usize>,
    ) -> Option<Candidate> {
        let time = findings.time.get(row).copied().sure_or(NO_TIME);
        let Some((node, known)) = node.and_then(|at| Some((at, tree.nodes.get(at).sure()?))) else {
            self.report.unknown_criterion += 1;
            return None;
        };
        let Some(item) = known.item else {
            self.report.on_group += 1;
            return None;
        };
        if time > self.at {
            self.report.after += 1;
            return None;
        }
        let answer = match findings.state.get(row).copied().sure_or_default() {
            FindingState::NotApplicable => Answer::NotApplicable,
            FindingState::NotChecked => Answer::Open,
            FindingState::Scored => {
                let answer = findings.answer.get(row).copied().sure_or(f64::NAN);
                let Some(score) = item.score(answer) else {
                    self.report.out_of_scale += 1;
                    return None;
                };
                Answer::Scored(score)
            }
        };
        let touchpoint = findings.touchpoint.code(row);
        if answer != Answer::Open {
            let last = self.last.entry((touchpoint, node)).or_insert(time);
            *last = time.max(*last);
        }
        let day = self.zone.day(time).unwrap_or_else(|| time.div_euclid(DAY));
        let auditor = findings.auditor.code(row);
        Some(Candidate { touchpoint, auditor, day, node, time, answer })
    }

    /// Keeps the last finding of each criterion in each visit.
    fn group(&mut self, mut candidates: Vec<Candidate>) {
        candidates.sort_by_key(|c| (c.visit(), c.node, c.rank()));
        for visit in candidates.chunk_by(|a, b| a.visit() == b.visit()) {
            let Some(first) = visit.first() else { continue };
            let mut answers = Vec::new();
            for same in visit.chunk_by(|a, b| a.node == b.node) {
                answers.extend(same.last().map(|winner| (winner.node, winner.answer)));
                self.report.used += 1;
                self.report.superseded += same.len() as u64 - 1;
            }
            self.all.push(Visit { touchpoint: first.touchpoint, day: first.day, answers });
        }
    }
}
