//! The details that the page draws below the touchpoints.

use serde::Serialize;

use super::input::{CockpitInput, CockpitOptions};
use crate::Result;
use crate::attribution::CreditRow;
use crate::audit::AuditRow;
use crate::journey::Journeys;
use crate::journey::flows::flow::FlowLink;
use crate::journey::flows::transitions::Transition;
use crate::journey::paths::Paths;
use crate::kpi::{GapRow, ScoreRow};
use crate::options::Definition;
use crate::returns::report::ReturnRow;
use crate::sure::Sure;

/// Everything below the touchpoints.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Details {
    credits: Vec<CreditRow>,
    scores: Vec<ScoreView>,
    gaps: Vec<GapView>,
    audit: Vec<AuditRow>,
    returns: Vec<ReturnRow>,
    campaigns: Vec<ReturnRow>,
    total: Option<ReturnRow>,
    flow: Option<FlowView>,
    transitions: Vec<Transition>,
    paths: Vec<PathView>,
    intake: Vec<IntakeView>,
    definitions: Vec<DefinitionView>,
}

/// A score with its touchpoint, where it is broken down by it.
#[derive(Debug, Clone, PartialEq, Serialize)]
struct ScoreView {
    touchpoint: Option<String>,
    #[serde(flatten)]
    row: ScoreRow,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct GapView {
    touchpoint: Option<String>,
    #[serde(flatten)]
    row: GapRow,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct FlowView {
    steps: usize,
    links: Vec<FlowLink>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct PathView {
    path: Vec<String>,
    journeys: f64,
    conversions: f64,
    value: f64,
    nulls: f64,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct IntakeView {
    table: String,
    source: String,
    read: u64,
    accepted: u64,
    rejected: u64,
    duplicate: u64,
    filtered: u64,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct DefinitionView {
    name: String,
    #[serde(flatten)]
    definition: Definition,
}

impl Details {
    pub(super) fn of(input: &CockpitInput<'_>, options: &CockpitOptions) -> Result<Self> {
        let broken_down = input.scores.iter().filter(|scores| !scores.by.is_empty());
        let scores = broken_down.flat_map(|scores| {
            let shown = scores.rows.iter().filter(|row| row.window_start.is_none() || !row.small);
            shown.map(|row| ScoreView {
                touchpoint: scores.name(row, "touchpoint").map(str::to_owned),
                row: row.clone(),
            })
        });
        let gaps = input.gaps.into_iter().flat_map(|gaps| {
            gaps.rows.iter().map(|row| GapView {
                touchpoint: gaps.name(row, "touchpoint").map(str::to_owned),
                row: row.clone(),
            })
        });
        let flow = input.journeys.map(|journeys| journeys.flow(&options.flow)).transpose()?;
        let transitions = input.journeys.map(Journeys::transitions).transpose()?;
        let paths = input.journeys.map(Journeys::paths).transpose()?;
        Ok(Self {
            credits: input.credit.map(|credit| credit.rows.clone()).unwrap_or_default(),
            scores: scores.collect(),
            gaps: gaps.collect(),
            audit: input.audit.map(|audit| audit.rows.clone()).unwrap_or_default(),
            returns: input.returns.map(|returns| returns.rows.clone()).unwrap_or_default(),
            campaigns: input.returns.map(|returns| returns.campaigns.clone()).unwrap_or_default(),
            total: input.returns.map(|returns| returns.total.clone()),
            flow: flow.map(|flow| FlowView { steps: flow.steps, links: flow.links }),
            transitions: transitions.map(|t| t.rows).unwrap_or_default(),
            paths: paths.map(|paths| top(&paths, options.paths)).unwrap_or_default(),
            intake: intake(input),
            definitions: definitions(input),
        })
    }

    /// The definitions behind the cockpit: they are part of its own.
    pub(super) fn definitions(&self) -> Vec<&Definition> {
        self.definitions.iter().map(|view| &view.definition).collect()
    }
}

/// The most frequent paths; among equals in order of the paths.
fn top(paths: &Paths, most: usize) -> Vec<PathView> {
    let number = |column: &[f64], at: usize| column.get(at).copied().sure_or(0.0);
    let journeys = |at: usize| number(&paths.conversions, at) + number(&paths.nulls, at);
    let mut order: Vec<usize> = (0..paths.len()).collect();
    order.sort_by(|a, b| journeys(*b).total_cmp(&journeys(*a)).then(a.cmp(b)));
    let view = |at: usize| PathView {
        path: paths
            .path(at)
            .iter()
            .map(|code| paths.touchpoints.name(*code).into_owned())
            .collect(),
        journeys: journeys(at),
        conversions: number(&paths.conversions, at),
        value: number(&paths.value, at),
        nulls: number(&paths.nulls, at),
    };
    order.into_iter().take(most).map(view).collect()
}

fn intake(input: &CockpitInput<'_>) -> Vec<IntakeView> {
    let views = input.accounts().flat_map(|report| {
        report.sources.iter().map(|source| IntakeView {
            table: report.table.clone(),
            source: source.source.clone(),
            read: source.read,
            accepted: source.accepted,
            rejected: source.rejected,
            duplicate: source.duplicate,
            filtered: source.filtered,
        })
    });
    views.collect()
}

fn definitions(input: &CockpitInput<'_>) -> Vec<DefinitionView> {
    let mut found = Vec::new();
    let mut add = |name: &str, definition: Option<&Definition>| {
        if let Some(definition) = definition {
            found.push(DefinitionView { name: name.to_owned(), definition: definition.clone() });
        }
    };
    add("journeys", input.journeys.map(|j| &j.definition));
    add("credit", input.credit.map(|c| &c.definition));
    add("returns", input.returns.map(|r| &r.definition));
    for scores in &input.scores {
        add("scores", Some(&scores.definition));
    }
    add("gaps", input.gaps.map(|g| &g.definition));
    add("audit", input.audit.map(|a| &a.definition));
    found
}
