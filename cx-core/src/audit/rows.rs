//! From visits to rows.

use super::evaluate::{Answer, Value, evaluate};
use super::tree::{Node, Tree};
use super::visits::{Visit, Visits};
use super::{AuditOptions, AuditRow};
use crate::Result;
use crate::calendar::Day;
use crate::columns::{Dictionary, NO_TIME};
use crate::stats::{Goal, Interval, Light, Moments, mean_interval, more_needed, wilson, z_of};
use crate::sure::Sure;

/// More visits than this decide nothing that matters.
const MOST_VISITS: u64 = 100_000;

/// A node at a touchpoint, before its row is written.
#[derive(Debug, Clone, Copy, Default)]
struct Figure {
    /// Percent.
    score: Option<f64>,
    gated: Option<f64>,
    coverage: Option<f64>,
    spread: Option<Spread>,
    visits: u64,
    failures: u64,
    /// Whether the latest visit had a critical failure.
    failing: bool,
    due: Option<Day>,
    /// Sums of weights and squared weights of the criteria scored.
    weights: (f64, f64),
}

/// How scores of visits, or of touchpoints, spread.
#[derive(Debug, Clone, Copy)]
struct Spread {
    moments: Moments,
    /// Visits or touchpoints.
    units: u64,
    /// Effective number of criteria scored.
    items: f64,
}

impl Spread {
    /// The interval that `factor` times as many units would give; `None` for a single one.
    fn interval(&self, factor: f64, confidence: f64) -> Result<Option<Interval>> {
        let Moments { mean, variance, effective } = self.moments;
        if self.units as f64 * factor < 2.0 {
            return Ok(None);
        }
        if variance > 0.0 {
            let moments = Moments { effective: effective * factor, ..self.moments };
            return mean_interval(&moments, Some((0.0, 100.0)), confidence);
        }
        // Visits that agree to the digit have no spread to learn from; the criteria that were
        // looked at bound what can be claimed.
        let items = self.items.max(effective) * factor;
        let share = wilson(mean / 100.0 * items, items, z_of(confidence)?);
        Ok(Some(share.rescale(100.0, 0.0).clamp(0.0, 100.0).around(mean)))
    }
}

/// The rows of all nodes: over all touchpoints, then touchpoint by touchpoint.
pub(super) fn rows(
    tree: &Tree,
    visits: &Visits,
    touchpoints: &Dictionary,
    options: &AuditOptions,
) -> Result<Vec<AuditRow>> {
    let mut codes: Vec<u32> = visits.last.keys().map(|(touchpoint, _)| *touchpoint).collect();
    codes.extend(visits.all.iter().map(|visit| visit.touchpoint));
    codes.sort_by_key(|code| *code);
    codes.dedup();
    let places = codes
        .iter()
        .map(|code| place(tree, visits, *code, options))
        .collect::<Result<Vec<Vec<Figure>>>>()?;
    let today = Day::of(visits.at, &visits.zone).filter(|_| visits.at != NO_TIME);
    let mut rows = Vec::with_capacity(tree.nodes.len() * (codes.len() + 1));
    for (at, node) in tree.nodes.iter().enumerate() {
        let figures: Vec<Figure> =
            places.iter().filter_map(|p| p.get(at).sure().copied()).collect();
        let parent =
            node.parent.and_then(|above| tree.nodes.get(above).sure()).map(|n| n.name.clone());
        let writer = Writer { node, parent, today, options };
        rows.push(writer.row(None, &roll_up(&figures)?)?);
        for (code, figure) in codes.iter().zip(&figures) {
            let name = touchpoints.name(*code).into_owned();
            rows.push(writer.row(Some(name), figure)?);
        }
    }
    Ok(rows)
}

/// The figures of all nodes at one touchpoint.
fn place(
    tree: &Tree,
    visits: &Visits,
    touchpoint: u32,
    options: &AuditOptions,
) -> Result<Vec<Figure>> {
    let first = visits.all.partition_point(|visit| visit.touchpoint < touchpoint);
    let end = visits.all.partition_point(|visit| visit.touchpoint <= touchpoint);
    let here = visits.all.get(first..end).sure_or_default();
    let score =
        |answers: &[Answer]| evaluate(tree, answers, options.policy, options.not_applicable);
    let mut found = Vec::with_capacity(here.len());
    for visit in here {
        found.push(score(&sheet(tree, [visit]))?);
    }
    let together = score(&sheet(tree, here))?;
    let mut figures = Vec::with_capacity(tree.nodes.len());
    for at in 0..tree.nodes.len() {
        let values = here.iter().zip(found.iter().filter_map(|values| values.get(at).sure()));
        let values: Vec<(i64, &Value)> = values.map(|(visit, value)| (visit.day, value)).collect();
        let mut figure = visit_mean(&values)?;
        figure.coverage = together.get(at).sure().and_then(|value| value.coverage);
        figures.push(figure);
    }
    add_due(tree, visits, touchpoint, &mut figures);
    Ok(figures)
}

/// The answers of all nodes over some visits: scored in any of them, not applicable in any other.
fn sheet<'a>(tree: &Tree, visits: impl IntoIterator<Item = &'a Visit>) -> Vec<Answer> {
    let mut sheet = vec![Answer::Open; tree.nodes.len()];
    for (node, answer) in visits.into_iter().flat_map(|visit| &visit.answers) {
        let Some(place) = sheet.get_mut(*node).sure() else { continue };
        match (*place, answer) {
            (Answer::Scored(_), _) | (Answer::NotApplicable, Answer::Open) => {}
            _ => *place = *answer,
        }
    }
    sheet
}

/// The mean over visits, each counting by its coverage.
fn visit_mean(values: &[(i64, &Value)]) -> Result<Figure> {
    let scored = || {
        values.iter().filter_map(|(day, value)| {
            Some((*day, *value, value.score? * 100.0, value.coverage.unwrap_or(1.0)))
        })
    };
    let mut figure = Figure { visits: scored().count() as u64, ..Figure::default() };
    let Some(moments) = Moments::of(scored().map(|(_, _, score, weight)| (score, weight)))? else {
        return Ok(figure);
    };
    let gated =
        scored().map(|(_, value, _, weight)| (value.gated().unwrap_or_default() * 100.0, weight));
    figure.score = Some(moments.mean.clamp(0.0, 100.0));
    figure.gated = Moments::of(gated)?.map(|gated| gated.mean.clamp(0.0, 100.0));
    let latest = scored().map(|(day, ..)| day).max();
    for (day, value, ..) in scored() {
        figure.failures += u64::from(value.failed);
        figure.failing |= value.failed && Some(day) == latest;
        figure.weights.0 += value.weights.0;
        figure.weights.1 += value.weights.1;
    }
    figure.spread = Some(Spread { moments, units: figure.visits, items: items(figure.weights) });
    Ok(figure)
}

/// Effective number of criteria, `(Σ w)² / Σ w²`.
fn items((weight, squares): (f64, f64)) -> f64 {
    if squares > 0.0 { weight * (weight / squares) } else { 0.0 }
}

/// The mean over touchpoints, each counting once.
fn roll_up(figures: &[Figure]) -> Result<Figure> {
    let mut whole =
        Figure { due: figures.iter().filter_map(|figure| figure.due).min(), ..Figure::default() };
    for figure in figures {
        whole.visits += figure.visits;
        whole.failures += figure.failures;
        whole.failing |= figure.failing;
        whole.weights.0 += figure.weights.0;
        whole.weights.1 += figure.weights.1;
    }
    let mean = |value: &dyn Fn(&Figure) -> Option<f64>| {
        let values: Vec<(f64, f64)> =
            figures.iter().filter_map(|f| Some((value(f)?, 1.0))).collect();
        let units = values.len() as u64;
        Moments::of(values).map(|moments| moments.map(|moments| (moments, units)))
    };
    whole.coverage = mean(&|figure| figure.coverage)?.map(|(m, _)| m.mean.clamp(0.0, 1.0));
    whole.gated = mean(&|figure| figure.gated)?.map(|(m, _)| m.mean.clamp(0.0, 100.0));
    let Some((moments, units)) = mean(&|figure| figure.score)? else { return Ok(whole) };
    whole.score = Some(moments.mean.clamp(0.0, 100.0));
    whole.spread = if units == 1 {
        figures.iter().find_map(|figure| figure.spread)
    } else {
        Some(Spread { moments, units, items: items(whole.weights) })
    };
    Ok(whole)
}

/// When each node is due at a touchpoint: the earliest of the criteria below it.
fn add_due(tree: &Tree, visits: &Visits, touchpoint: u32, figures: &mut [Figure]) {
    for (at, node) in tree.nodes.iter().enumerate().rev() {
        let last = visits.last.get(&(touchpoint, at)).copied();
        let own = node.cadence.zip(last).and_then(|(cadence, last)| {
            Day::of(last.saturating_add(cadence.micros()), &visits.zone)
        });
        let below = node.children.iter().filter_map(|part| figures.get(*part).sure()?.due).min();
        if let Some(figure) = figures.get_mut(at).sure() {
            figure.due = own.into_iter().chain(below).min();
        }
    }
}

struct Writer<'a> {
    node: &'a Node,
    parent: Option<String>,
    today: Option<Day>,
    options: &'a AuditOptions,
}

impl Writer<'_> {
    fn row(&self, touchpoint: Option<String>, figure: &Figure) -> Result<AuditRow> {
        let confidence = self.options.confidence;
        let interval = match figure.spread {
            Some(spread) => spread.interval(1.0, confidence)?,
            None => None,
        };
        let interval = interval.zip(figure.score).map(|(interval, score)| interval.around(score));
        let insufficient = figure.coverage.is_some_and(|c| c < self.options.min_coverage);
        let alone = touchpoint.is_some();
        let mut row = AuditRow {
            node: self.node.name.clone(),
            parent: self.parent.clone(),
            text: self.node.text.clone(),
            touchpoint,
            score: figure.score,
            gated: figure.gated,
            coverage: figure.coverage,
            target: self.node.target,
            gap: figure.score.zip(self.node.target).map(|(score, target)| score - target),
            light: None,
            due: figure.due,
            low: interval.map(|i| i.low),
            high: interval.map(|i| i.high),
            visits: figure.visits,
            visits_needed: None,
            overdue: figure.due.zip(self.today).is_some_and(|(due, today)| due < today),
            critical_failures: figure.failures,
            insufficient,
            owner: self.node.owner.clone(),
        };
        if !insufficient {
            self.judge(&mut row, figure, interval, alone);
        }
        Ok(row)
    }

    fn judge(&self, row: &mut AuditRow, figure: &Figure, interval: Option<Interval>, alone: bool) {
        let Some((level, spread)) = self.node.target.zip(figure.spread) else { return };
        let goal = Goal { level, tolerance: 0.0, less_is_better: false };
        let proven = goal.light(interval);
        // A critical failure is a fact: it needs no proof, and no mean makes up for it.
        row.light = Some(match proven {
            _ if alone && figure.failing => Light::Red,
            Light::Green if figure.failures > 0 => Light::Amber,
            light => light,
        });
        if row.light != Some(Light::Amber) || proven != Light::Amber {
            return;
        }
        if interval.is_none() {
            row.visits_needed = Some(1);
        } else if goal.decidable(spread.moments.mean) {
            let decided = |units: u64| {
                let factor = units as f64 / spread.units as f64;
                let interval = spread.interval(factor, self.options.confidence);
                interval.is_ok_and(|interval| goal.light(interval) != Light::Amber)
            };
            row.visits_needed = more_needed(spread.units, MOST_VISITS, decided);
        }
    }
}
