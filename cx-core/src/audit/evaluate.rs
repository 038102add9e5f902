//! The score of every node in one visit.

use super::tree::{Node, Tree};
use super::{NotApplicable, Policy};
use crate::Result;
use crate::exact::ExactSum;
use crate::sure::Sure;

/// What a visit found about one criterion.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) enum Answer {
    /// It applies but was not looked at.
    #[default]
    Open,
    /// It does not apply.
    NotApplicable,
    /// 0 to 1.
    Scored(f64),
}

/// A node in one visit.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Value {
    /// 0 to 1; `None` where nothing below could be scored.
    pub(super) score: Option<f64>,
    /// Share of the applicable weight that was scored; `None` where nothing applies.
    pub(super) coverage: Option<f64>,
    /// Whether something critical below failed.
    pub(super) failed: bool,
    /// Sums over the criteria below that were scored: weight, weight squared.
    pub(super) weights: (f64, f64),
}

impl Value {
    /// 0 after a critical failure.
    pub(super) fn gated(&self) -> Option<f64> {
        self.score.map(|score| if self.failed { 0.0 } else { score })
    }
}

/// Scores every node, parts before wholes.
pub(super) fn evaluate(
    tree: &Tree,
    answers: &[Answer],
    policy: Policy,
    not_applicable: NotApplicable,
) -> Result<Vec<Value>> {
    let mut values = vec![Value::default(); tree.nodes.len()];
    // Parents come before their parts, so the reverse order meets the parts first.
    for (at, node) in tree.nodes.iter().enumerate().rev() {
        let value = if node.item.is_some() {
            leaf(node, answers.get(at).copied().sure_or_default(), not_applicable)
        } else {
            group(tree, node, &values, policy)?
        };
        if let Some(place) = values.get_mut(at).sure() {
            *place = value;
        }
    }
    Ok(values)
}

fn leaf(node: &Node, answer: Answer, not_applicable: NotApplicable) -> Value {
    let score = match (answer, not_applicable) {
        (Answer::Open, _) => return Value { coverage: Some(0.0), ..Value::default() },
        (Answer::NotApplicable, NotApplicable::Exclude) => return Value::default(),
        (Answer::NotApplicable, NotApplicable::Pass) => 1.0,
        (Answer::Scored(score), _) => score,
    };
    Value {
        score: Some(score),
        coverage: Some(1.0),
        failed: false,
        weights: (node.weight, node.weight * node.weight),
    }
}

/// Whether a critical node failed: it scored 0, or missed its target.
fn fails(node: &Node, value: &Value) -> bool {
    let missed = |score: f64| score == 0.0 || node.target.is_some_and(|t| 100.0 * score < t);
    node.critical && value.score.is_some_and(missed)
}

fn group(tree: &Tree, node: &Node, values: &[Value], policy: Policy) -> Result<Value> {
    let parts = || {
        let part = |at: &usize| tree.nodes.get(*at).zip(values.get(*at)).sure();
        node.children.iter().filter_map(part)
    };
    let mut whole = Value::default();
    for (part, value) in parts() {
        whole.failed |= value.failed || fails(part, value);
        whole.weights.0 += value.weights.0;
        whole.weights.1 += value.weights.1;
    }
    let weighed = |value: &dyn Fn(&Value) -> Option<f64>| -> Result<Option<f64>> {
        let (mut sum, mut weights) = (ExactSum::default(), ExactSum::default());
        for (part, found) in parts() {
            if let Some(found) = value(found) {
                sum.add(part.weight * found);
                weights.add(part.weight);
            }
        }
        let weights = weights.value()?;
        Ok(if weights > 0.0 { Some(sum.value()? / weights) } else { None })
    };
    whole.coverage = weighed(&|value| value.coverage)?;
    let counted = || parts().filter(|(part, _)| part.weight > 0.0).filter_map(|(_, v)| v.score);
    whole.score = match policy {
        Policy::Normalised => weighed(&|value| value.score)?.map(|s| s.clamp(0.0, 1.0)),
        Policy::Geometric => {
            let zero = counted().any(|score| score <= 0.0);
            let mean = weighed(&|value| value.score.map(|s| libm::log(s.max(f64::MIN_POSITIVE))))?;
            mean.map(|log| if zero { 0.0 } else { libm::exp(log).min(1.0) })
        }
        Policy::Min => counted().reduce(f64::min),
        Policy::Flat | Policy::Absolute => {
            let (score, coverage) = flat(tree, node, values, policy)?;
            whole.coverage = coverage;
            score
        }
    };
    Ok(whole)
}

/// Score and coverage of the policies that look at the criteria only, whatever groups they are in.
fn flat(
    tree: &Tree,
    node: &Node,
    values: &[Value],
    policy: Policy,
) -> Result<(Option<f64>, Option<f64>)> {
    let [mut sum, mut scored, mut applicable] = [(); 3].map(|()| ExactSum::default());
    let mut all_met = true;
    let mut open: Vec<usize> = node.children.clone();
    while let Some(at) = open.pop() {
        let Some((part, value)) = tree.nodes.get(at).zip(values.get(at)).sure() else { continue };
        open.extend_from_slice(&part.children);
        if part.item.is_none() || value.coverage.is_none() {
            continue;
        }
        applicable.add(part.weight);
        if let Some(score) = value.score.filter(|_| part.weight > 0.0) {
            sum.add(part.weight * score);
            scored.add(part.weight);
            all_met &= score >= 1.0;
        }
    }
    let (scored, applicable) = (scored.value()?, applicable.value()?);
    let coverage = if applicable > 0.0 { Some(scored / applicable) } else { None };
    if scored <= 0.0 {
        return Ok((None, coverage));
    }
    let score = match policy {
        Policy::Absolute => f64::from(u8::from(all_met)),
        _ => (sum.value()? / scored).clamp(0.0, 1.0),
    };
    Ok((Some(score), coverage))
}
