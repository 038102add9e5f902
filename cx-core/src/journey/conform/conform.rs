//! Expected journeys against actual ones.

use super::deviations::{deviations, summary};
use super::judge::{Case, Findings};
use super::options::ConformOptions;
use super::report::Conformance;
use super::rules::{Plan, Verdict, Violation};
use crate::columns::{Dictionary, NO_CODE, NO_TIME};
use crate::journey::Journeys;
use crate::journey::contacts::Units;
use crate::journey::matcher::Matcher;
use crate::options::Definition;
use crate::stats::z_of;
use crate::sure::{Call, Sure};
use crate::{Result, parallel};

/// Units that one task judges.
const UNITS: usize = 1 << 12;

impl Journeys {
    /// The expected against the actual journeys: rules, a model, or both.
    ///
    /// **Rules** are judged contact by contact and reported unit by unit, with the share of units
    /// that keep them (Wilson's interval; units that may still keep them are pending and do not
    /// count). What must *not* happen counts as kept as long as it has not happened.
    ///
    /// **The model** is compared with each distinct journey by an optimal alignment: the fewest
    /// contacts that are missing or extra. Where several alignments have equally few, the cheapest
    /// counts. `fitness = 1 - deviations / (contacts + contacts of the shortest journey accepted)`.
    /// Open units are compared with the beginnings of what the model accepts. A search that looks
    /// at more than `max_states` states ends as capped.
    ///
    /// A deviation is a description; whether it does harm is a question to outcomes.
    ///
    /// # Errors
    /// [`Error::Option`](crate::Error::Option) for options out of range,
    /// [`Error::UnknownName`](crate::Error::UnknownName) for names that do not occur, unless
    /// `allow_unknown`, [`Error::Unanswerable`](crate::Error::Unanswerable) for a model that
    /// accepts nothing or is no safe net.
    ///
    /// ```
    /// use std::sync::Arc;
    /// use arrow_array::{Int64Array, RecordBatch, StringArray};
    /// use cx_core::intake::{EventRoles, Events};
    /// use cx_core::journey::{Block, ConformOptions, Rule, RuleKind, journeys};
    /// use cx_core::stitch::stitch;
    /// let text = |cells: Vec<&str>| Arc::new(StringArray::from(cells)) as _;
    /// let batch = RecordBatch::try_from_iter([
    ///     ("ts", text(vec!["2026-03-01", "2026-03-02", "2026-03-03", "2026-03-04"])),
    ///     ("user", Arc::new(Int64Array::from(vec![1, 1, 2, 2])) as _),
    ///     ("channel", text(vec!["search", "branch", "branch", "call"])),
    /// ])?;
    /// let events = Events::read(&[batch], &EventRoles::new("ts", "user", "user", "channel"))?;
    /// let journeys = journeys(&events, &stitch(&events, &Default::default())?, &Default::default())?;
    /// let options = ConformOptions::default()
    ///     .model(Block::Sequence(vec!["search".into(), "branch".into()]))
    ///     .rule(Rule::new(RuleKind::Precedence, "search").b("branch"))
    ///     .judge_open();
    /// let conformance = journeys.conform(&options)?;
    /// assert_eq!((conformance.summary[0].fulfilled, conformance.summary[0].violated), (1, 1));
    /// assert_eq!(&*conformance.violations[0].why, "\"branch\" without \"search\" before it");
    /// let deviations: Vec<u32> = conformance.variants.iter().map(|v| v.deviations).collect();
    /// assert_eq!(deviations, [2, 0]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn conform(&self, options: &ConformOptions) -> Result<Conformance> {
        let call = Call::open();
        options.validate()?;
        let z = z_of(options.confidence)?;
        let mut report = Conformance {
            unit: options.unit,
            summary: Vec::new(),
            rules: options.rules.iter().map(super::Rule::shown).collect(),
            violations: Vec::new(),
            fit: None,
            variants: Vec::new(),
            paths: Vec::new(),
            ends: Vec::new(),
            contacts: Dictionary::default(),
            deviations: Vec::new(),
            person: Vec::new(),
            variant: Vec::new(),
            definition: Definition::of("journey.conform", &(&self.definition, options)),
        };
        for (number, rule) in options.rules.iter().enumerate() {
            let plan = rule.plan(self, options.allow_unknown)?;
            let judged = judge(self, number as u32, &plan, options)?;
            let name = report.rules.get(number).cloned().sure_or_default();
            let cases = judged.violations.iter().filter(|v| v.verdict == Verdict::Violated).count();
            let kind = rule.rule.name();
            report.summary.push(summary(name, kind, judged.counts, cases as u64, z));
            report.violations.extend(judged.violations);
        }
        if let Some(model) = &options.model {
            deviations(self, &model.to_net()?, options, z, &mut report)?;
        }
        call.close(Ok(report))
    }
}

/// What a rule says of some units.
#[derive(Default)]
struct Judged {
    /// Units that fulfil it, violate it, and may do either.
    counts: [u64; 3],
    violations: Vec<Violation>,
}

/// Judges all units by one rule.
fn judge(
    journeys: &Journeys,
    number: u32,
    plan: &Plan,
    options: &ConformOptions,
) -> Result<Judged> {
    let conversions = [Some(&plan.a), plan.b.as_ref()];
    let conversions = conversions.into_iter().flatten().any(Matcher::names_conversion);
    let units = Units::of(journeys, options.unit, options.session_gap, conversions);
    let parts = parallel::map_chunks(units.len(), UNITS, |range| {
        let (mut items, mut findings) = (Vec::new(), Findings::default());
        let mut judged = Judged::default();
        for unit in range {
            units.items(unit, &mut items);
            let open = !options.judge_open && units.over(unit).is_none();
            plan.judge(&Case { items: &items, open, end: units.end }, &mut findings);
            if !findings.applies {
                continue;
            }
            let [fulfilled, violated, pending] = &mut judged.counts;
            *match findings.verdict() {
                Verdict::Fulfilled => fulfilled,
                Verdict::Violated => violated,
                Verdict::Pending => pending,
            } += 1;
            let faults = findings.faults.iter().map(|(at, verdict, why)| Violation {
                rule: number,
                unit: unit as u32,
                person: units.person(unit),
                step: at.map_or(NO_CODE, |at| at as u32),
                time: at
                    .map_or(items.last(), |at| items.get(at).sure())
                    .map_or(NO_TIME, |i| i.time),
                verdict: *verdict,
                why: plan.why.get(*why).cloned().sure_or_default(),
            });
            judged.violations.extend(faults);
        }
        Ok(judged)
    })?;
    let mut whole = Judged::default();
    for part in parts {
        for (mine, other) in whole.counts.iter_mut().zip(part.counts) {
            *mine += other;
        }
        whole.violations.extend(part.violations);
    }
    Ok(whole)
}
