//! Feedback: answers of customers, staff and terminals.

use std::collections::BTreeMap;

#[cfg(feature = "arrow")]
use arrow_array::RecordBatch;
use serde::{Deserialize, Serialize};

use super::concat;
use super::event_table::IdColumn;
use super::feedback_metrics::with_metric;
use super::feedback_roles::FeedbackRoles;
use super::gate::{Gate, pick};
use super::metric::Scale;
use super::period::Period;
use super::repeats::{self, Rows};
use super::report::IntakeReport;
use super::roles::required;
use super::row_id;
use crate::calendar::{CivilDays, shared_zone};
use crate::columns::{Coded, Frame, Input, NO_CODE, NO_TIME, Reason, Table, TimeBlank};
use crate::ordered::Set;
use crate::sure::{ByCode, Call, Sure};
use crate::{Error, Result};

const TABLE: &str = "feedback";

/// What an answer is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Aspect {
    /// What was felt.
    Perception,
    /// What was expected.
    Expectation,
}

/// Typed answers, in the order in which they were read.
#[derive(Clone, PartialEq)]
pub struct Feedback {
    /// The answer on its own scale.
    pub score: Vec<f64>,
    /// Touchpoint; [`NO_CODE`] where not said.
    pub touchpoint: Coded,
    /// Microseconds of UTC, or [`crate::columns::NO_TIME`].
    pub time: Vec<i64>,
    /// The metric, for example `nps`.
    pub metric: Coded,
    /// Perception or expectation.
    pub aspect: Vec<Aspect>,
    /// Weight, by default 1.
    pub weight: Vec<f64>,
    /// Identifiers, one column for each type.
    pub ids: Vec<IdColumn>,
    /// Stratum, cluster and segment columns by name (`stratum`, `cluster` and the columns' names).
    pub segments: BTreeMap<String, Coded>,
    /// The scale of each metric, by code; `None` where unknown.
    pub scales: Vec<Option<Scale>>,
    /// The zone that its times were read in, where one is named.
    pub timezone: Option<String>,
    /// Which times are days without a clock.
    pub days: CivilDays,
    /// Id of each answer within its source; `None` where no source has one. It stays inside.
    pub(crate) answer_id: Option<Coded>,
    /// Source of each answer.
    pub source: Coded,
    /// The row in the table, from 0.
    pub row: Vec<u32>,
    /// What became of every row.
    pub report: IntakeReport,
}

impl std::fmt::Debug for Feedback {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "Feedback({} answers, metrics: {:?})",
            self.len(),
            self.metric.dictionary.to_vec()
        )
    }
}

impl Feedback {
    /// Reads answers from record batches of one schema.
    ///
    /// Rejected: blank, NaN or non-numeric scores, scores outside the metric's scale, bad times, times outside `earliest` to `latest`,
    /// negative weights, aspects that are neither `perception` nor `expectation`.
    ///
    /// # Errors
    /// As [`Events::read`](super::Events::read).
    ///
    /// ```
    /// use std::sync::Arc;
    /// use arrow_array::{Int64Array, RecordBatch};
    /// use cx_core::intake::{Feedback, FeedbackRoles};
    /// let batch = RecordBatch::try_from_iter([
    ///     ("score", Arc::new(Int64Array::from(vec![10, 7, 11])) as _),
    /// ])?;
    /// let feedback = Feedback::read(&[batch], &FeedbackRoles::default())?;
    /// assert_eq!((feedback.len(), feedback.report.rejected()), (2, 1));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[cfg(feature = "arrow")]
    pub fn read(batches: &[RecordBatch], roles: &FeedbackRoles) -> Result<Self> {
        Self::of_table(Table::new(TABLE, batches)?, roles)
    }

    /// As from record batches, from frames of one schema.
    ///
    /// # Errors
    /// As from record batches.
    pub fn read_frames(frames: &[Frame], roles: &FeedbackRoles) -> Result<Self> {
        Self::of_table(Table::of_frames(TABLE, frames)?, roles)
    }

    /// As from record batches, from a file that was read.
    ///
    /// # Errors
    /// As from record batches.
    pub fn read_input(input: Input<'_>, roles: &FeedbackRoles) -> Result<Self> {
        Self::of_table(input.table(TABLE)?, roles)
    }

    fn of_table(table: Table<'_>, roles: &FeedbackRoles) -> Result<Self> {
        if roles.metrics.is_empty() {
            return Self::of_question(table, roles, None);
        }
        let questions = roles.by_metric()?;
        let read =
            |(metric, roles): &(&str, FeedbackRoles)| Self::of_question(table, roles, Some(metric));
        let mut all = Self::concat(&questions.iter().map(read).collect::<Result<Vec<_>>>()?)?;
        all.report.once();
        Ok(all)
    }

    /// `asked`: the metric of this question, where a row answers several.
    fn of_question(table: Table<'_>, roles: &FeedbackRoles, asked: Option<&str>) -> Result<Self> {
        let call = Call::open();
        let timezone = roles.timezone.as_deref();
        let mut gate = Gate::timed(table, &roles.format, timezone, roles.time_unit)?;
        let score_role = required(TABLE, "score", Some(&roles.score))?;
        let score = gate.required_numbers(score_role)?;
        let metric = gate.required_text(roles.metric.as_deref().unwrap_or("=nps"))?;
        let scales: Vec<Option<Scale>> =
            metric.dictionary.names().map(|name| scale_of(roles, &name)).collect();
        gate.refuse(score_role, Reason::OutOfRange, off_scale(&score, &metric, &scales));
        let touchpoint = gate.maybe_text(roles.touchpoint.as_deref())?;
        let (time, days) = gate.times_and_days(roles.time.as_ref())?;
        if let Some(role) = &roles.time {
            let role = role.joined();
            let period = Period::of(roles.earliest.as_deref(), roles.latest.as_deref())?;
            gate.refuse(&role, Reason::OutsidePeriod, period.outside(&time));
            if roles.format.time_blank == TimeBlank::Reject {
                gate.require(&role, time.iter().map(|time| *time == NO_TIME));
            }
        }
        let aspect = read_aspect(&mut gate, roles.aspect.as_deref())?;
        let weight = read_weight(&mut gate, roles.weight.as_deref())?;
        let mut ids = Vec::new();
        for (id_type, column) in &roles.ids {
            ids.push(IdColumn { id_type: id_type.clone(), ids: gate.text(column)? });
        }
        let mut segments = BTreeMap::new();
        let design = [("stratum", &roles.stratum), ("cluster", &roles.cluster)];
        for (name, role) in design {
            if let Some(role) = role {
                segments.insert(name.to_owned(), gate.text(role)?);
            }
        }
        for column in &roles.segments {
            segments.insert(column.clone(), gate.text(column)?);
        }
        let mut source = gate.text(roles.source.as_deref().unwrap_or("=feedback"))?;
        if let Some(asked) = asked {
            source = with_metric(&source, asked)?;
        }
        let zone = gate.zone().clone();
        let answer_id = match &roles.answer_id {
            Some(role) => Some(row_id::read(&gate.table, role, gate.format)?),
            None => None,
        };
        let all_rows: Vec<u32> = (0..gate.rows() as u32).collect();
        let (kept, report) = gate.close(&source, roles)?;
        let all = Self {
            timezone: roles.timezone.clone(),
            days: CivilDays::of(&zone, &days, &all_rows),
            answer_id,
            source,
            score,
            touchpoint,
            time,
            metric,
            aspect,
            weight,
            ids,
            segments,
            scales,
            row: kept,
            report,
        };
        call.close(Ok(all.keep().without_repeats()))
    }

    /// Several sources as one table, one below the other; scales of a metric must agree.
    ///
    /// # Errors
    /// [`Error::Empty`] without parts, [`Error::TooMany`] beyond 2^32 - 2 rows,
    /// [`Error::Mismatch`] where two parts give one metric different scales.
    pub fn concat(parts: &[Self]) -> Result<Self> {
        let call = Call::open();
        let report = concat::report(parts)?;
        let metric = concat::codes(parts, &|part| Some(&part.metric))?;
        let scales = metric.dictionary.names().map(|name| shared_scale(parts, &name));
        let scales = scales.collect::<Result<_>>()?;
        let names: Set<&str> =
            parts.iter().flat_map(|part| part.segments.keys().map(String::as_str)).collect();
        let segments = names.into_iter().map(|name| {
            Ok((name.to_owned(), concat::codes(parts, &|part| part.segments.get(name))?))
        });
        let types: Set<&str> =
            parts.iter().flat_map(|p| p.ids.iter().map(|c| c.id_type.as_str())).collect();
        let ids = types.into_iter().map(|id_type| {
            let of = |p: &'_ Self| p.ids.iter().position(|column| column.id_type == id_type);
            let ids =
                concat::codes(parts, &|p| of(p).and_then(|at| p.ids.get(at)).map(|c| &c.ids))?;
            Ok(IdColumn { id_type: id_type.to_owned(), ids })
        });
        let whole = Self {
            score: concat::cells(parts, |part| &part.score),
            touchpoint: concat::codes(parts, &|part| Some(&part.touchpoint))?,
            time: concat::cells(parts, |part| &part.time),
            aspect: concat::cells(parts, |part| &part.aspect),
            weight: concat::cells(parts, |part| &part.weight),
            ids: ids.collect::<Result<_>>()?,
            segments: segments.collect::<Result<_>>()?,
            timezone: shared_zone(parts.iter().map(|part| part.timezone.as_deref())),
            days: concat::days(parts, |part| &part.days),
            answer_id: concat::maybe_codes(parts, &|part| part.answer_id.as_ref())?,
            source: concat::codes(parts, &|part| Some(&part.source))?,
            row: concat::cells(parts, |part| &part.row),
            report,
            metric,
            scales,
        };
        call.close(Ok(whole.without_repeats()))
    }

    /// Takes out answers whose id had occurred in their source.
    fn without_repeats(mut self) -> Self {
        let Some(answer_id) = &self.answer_id else { return self };
        let at = |column: &Coded, row: u32| column.code(row as usize);
        let rows = (0..self.len() as u32).filter(|row| at(answer_id, *row) != NO_CODE).collect();
        let by = Rows {
            key: |row| (at(&self.source, row), at(answer_id, row), at(&self.metric, row)),
            whose: |row| {
                let ids: Vec<u32> = self.ids.iter().map(|column| at(&column.ids, row)).collect();
                (self.time.get(row as usize).copied().sure_or(NO_TIME), ids)
            },
            content: |row| {
                let score = self.score.get(row as usize).copied().sure_or(0.0);
                (score.to_bits(), at(&self.touchpoint, row))
            },
            place: |row| row,
        };
        let found = repeats::find(rows, &by);
        let (kept, repeated) = repeats::account(&found, self.len(), &mut self.report, &|row| {
            (self.source.name(row as usize).into_owned(), self.row.get(row as usize).copied())
        });
        self.report.repeated.extend(repeated);
        let (rows, whole) = (kept, self.row.clone());
        if rows.len() == whole.len() {
            return self;
        }
        self.row.clone_from(&rows);
        let mut kept = self.keep();
        kept.row = pick(&whole, &rows);
        kept
    }

    /// How many answers there are.
    pub fn len(&self) -> usize {
        self.score.len()
    }

    /// Whether there is no answer.
    pub fn is_empty(&self) -> bool {
        self.score.is_empty()
    }

    /// Keeps the rows in `row`.
    fn keep(mut self) -> Self {
        let rows = std::mem::take(&mut self.row);
        self.days = self.days.take(&rows);
        self.answer_id = self.answer_id.map(|ids| ids.take(&rows));
        // The metric's dictionary stays whole, because `scales` goes by its codes.
        self.metric = self.metric.take(&rows);
        self.score = pick(&self.score, &rows);
        self.time = pick(&self.time, &rows);
        self.aspect = pick(&self.aspect, &rows);
        self.weight = pick(&self.weight, &rows);
        let segments = self.segments.values_mut();
        for coded in segments
            .chain(self.ids.iter_mut().map(|c| &mut c.ids))
            .chain([&mut self.touchpoint, &mut self.source])
        {
            *coded = coded.take(&rows);
            coded.compact();
        }
        self.row = rows;
        self
    }
}

impl concat::Part for Feedback {
    const TABLE: &'static str = TABLE;

    fn rows(&self) -> usize {
        self.len()
    }

    fn report(&self) -> &IntakeReport {
        &self.report
    }
}

/// The scale of a metric in all parts that have it.
fn shared_scale(parts: &[Feedback], metric: &str) -> Result<Option<Scale>> {
    let mut found: Option<Option<Scale>> = None;
    for part in parts {
        let Some(code) = part.metric.dictionary.code(metric) else { continue };
        let scale = part.scales.by_code(code).copied().flatten();
        if found.is_some_and(|other| other != scale) {
            return Err(Error::Mismatch {
                what: "the scale of a metric in one part",
                with: "its scale in another",
                remedy: "read both with the same scale, or under different names of the metric",
            });
        }
        found = Some(scale);
    }
    Ok(found.flatten())
}

fn scale_of(roles: &FeedbackRoles, metric: &str) -> Option<Scale> {
    roles.scale.get(metric).copied().or_else(|| Scale::usual(metric))
}

fn off_scale<'a>(
    score: &'a [f64],
    metric: &'a Coded,
    scales: &'a [Option<Scale>],
) -> impl Iterator<Item = bool> + 'a {
    score.iter().enumerate().map(|(row, score)| {
        let scale = scales.by_code(metric.code(row)).copied().flatten();
        scale.is_some_and(|s| *score < s.min || *score > s.max)
    })
}

fn read_aspect(gate: &mut Gate<'_>, role: Option<&str>) -> Result<Vec<Aspect>> {
    let coded = gate.maybe_text(role)?;
    let words: Vec<Option<Aspect>> = coded
        .dictionary
        .names()
        .map(|word| match word.as_ref() {
            "perception" => Some(Aspect::Perception),
            "expectation" => Some(Aspect::Expectation),
            _ => None,
        })
        .collect();
    let aspect = |code: u32| match code {
        NO_CODE => Some(Aspect::Perception),
        code => words.get(code as usize).sure().copied().flatten(),
    };
    if let Some(role) = role {
        gate.refuse(role, Reason::UnknownWord, coded.codes.iter().map(|c| aspect(*c).is_none()));
    }
    Ok(coded.codes.iter().map(|c| aspect(*c).unwrap_or(Aspect::Perception)).collect())
}

fn read_weight(gate: &mut Gate<'_>, role: Option<&str>) -> Result<Vec<f64>> {
    let mut weight = gate.numbers(role)?;
    if let Some(role) = role {
        gate.refuse(role, Reason::Negative, weight.iter().map(|w| *w < 0.0));
        gate.require(role, weight.iter().map(|w| w.is_nan()));
    }
    weight.iter_mut().filter(|w| w.is_nan()).for_each(|w| *w = 1.0);
    Ok(weight)
}
