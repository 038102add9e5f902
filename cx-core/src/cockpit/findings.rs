//! All that matters as one list by touchpoint: each fact once, with what to do and who answers for it.

use super::finding::Finding;
use crate::sure::Sure;
use std::cmp::Ordering;

use super::alarms::alarms;
use super::coverage::Coverage;
use super::fact::Fact;
use super::input::{CockpitInput, CockpitOptions};
use super::kind::Severity;
use super::pays::pays;
use super::row::TouchpointRow;
use super::whole::{whole, without_conversion};
use crate::ordered::Map;
use crate::sentences::Sentence;

/// How grave a fact is: by severity, then by the part that its size is of its whole.
type Grade = (Option<Severity>, f64);

/// All findings, subject by subject.
///
/// What stands first: the graver severity (none comes last); of equal ones the whole company, then the
/// larger part of the whole; then the name. The gravest fact of a subject places all of its facts, and
/// within a subject they come by the same rule, and then by kind.
pub(super) fn findings(
    input: &CockpitInput<'_>,
    options: &CockpitOptions,
    rows: &[TouchpointRow],
    coverage: &[Coverage],
) -> Vec<Finding> {
    let mut facts = alarms(input, rows);
    if !without_conversion(input) {
        facts.extend(pays(input, options, rows));
    }
    facts.extend(whole(input, options, rows, coverage));
    let mut subjects: Map<String, Grade> = Map::new();
    for fact in &facts {
        let gravest = subjects.entry(fact.subject.clone()).or_insert_with(|| grade(fact));
        if graver(&grade(fact), gravest) == Ordering::Less {
            *gravest = grade(fact);
        }
    }
    let of_subject =
        |fact: &Fact| subjects.get(&fact.subject).sure().copied().unwrap_or_else(|| grade(fact));
    facts.sort_by(|a, b| {
        let (first, second) = (of_subject(a), of_subject(b));
        by_severity(first.0, second.0)
            .then(b.subject.is_empty().cmp(&a.subject.is_empty()))
            .then(second.1.total_cmp(&first.1))
            .then_with(|| a.subject.cmp(&b.subject))
            .then_with(|| graver(&grade(a), &grade(b)))
            .then(a.kind.cmp(&b.kind))
    });
    (1..).zip(facts).map(|(rank, fact)| ranked(rank, fact)).collect()
}

fn grade(fact: &Fact) -> Grade {
    (fact.severity, fact.part)
}

/// `Less`: the first is graver.
fn graver(a: &Grade, b: &Grade) -> Ordering {
    by_severity(a.0, b.0).then(b.1.total_cmp(&a.1))
}

/// The gravest first, those without severity last.
fn by_severity(a: Option<Severity>, b: Option<Severity>) -> Ordering {
    a.is_none().cmp(&b.is_none()).then(a.cmp(&b))
}

fn ranked(rank: u32, fact: Fact) -> Finding {
    let Fact { kind, severity, subject, size, unit, part: _, words, todo, owner } = fact;
    let (Sentence { en, de }, Sentence { en: todo_en, de: todo_de }) = (words, todo);
    Finding { rank, kind, severity, subject, size, unit, en, de, todo_en, todo_de, owner }
}
