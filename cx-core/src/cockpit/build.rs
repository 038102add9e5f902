//! The verb and its report.

use serde::Serialize;

use super::alarms::Alarm;
use super::coverage::{Coverage, coverage};
use super::finding::Finding;
use super::findings::findings;
use super::head::Head;
use super::input::{CockpitInput, CockpitOptions};
use super::json::Details;
use super::kind::Severity;
use super::row::TouchpointRow;
use super::rows::{Joined, join, known};
use crate::attribution::Model;
use crate::calendar::{Day, Zone};
use crate::columns::{Frame, FrameBuilder, NO_TIME};
use crate::options::Definition;
use crate::returns::{ReturnOptions, Returns, returns};
use crate::stats::Light;
use crate::sure::Call;
use crate::{Error, Result};

/// Totals of what was read.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Totals {
    /// Accepted events.
    pub events: Option<u64>,
    /// Persons.
    pub persons: Option<u64>,
    /// Sessions.
    pub sessions: Option<u64>,
    /// Journeys.
    pub journeys: Option<u64>,
    /// Steps of journeys.
    pub touches: Option<u64>,
    /// Conversions.
    pub conversions: Option<f64>,
    /// Value of the conversions.
    pub value: Option<f64>,
    /// Costs of campaigns, contacts and spots, each once.
    pub cost: Option<f64>,
    /// Of this, what returns are by.
    pub cost_counted: Option<f64>,
    /// Of this, contacts of excluded kinds.
    pub cost_other: Option<f64>,
    /// Scored answers.
    pub answers: Option<u64>,
    /// Findings of audits that count.
    pub findings: Option<u64>,
}

/// First and last day of the journeys, in the zone of the data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Period {
    start: Day,
    end: Day,
    timezone: String,
}

/// A company's touchpoints at one sight.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cockpit {
    schema: u32,
    /// The title.
    pub title: String,
    /// The currency of values and costs.
    pub currency: Option<String>,
    language: super::Language,
    period: Option<Period>,
    /// Totals.
    pub totals: Totals,
    /// The figures of the whole company.
    pub head: Head,
    /// One row per touchpoint, by name.
    pub touchpoints: Vec<TouchpointRow>,
    /// What no touchpoint gets, and spend that names none: with the touchpoints it sums to the outcome and
    /// to the cost.
    pub rest: Vec<TouchpointRow>,
    #[serde(flatten)]
    details: Details,
    /// What is not seen.
    pub coverage: Vec<Coverage>,
    /// What needs attention: the findings with a severity.
    pub alarms: Vec<Alarm>,
    /// All that matters, in words: subject by subject, the gravest first.
    pub findings: Vec<Finding>,
    #[serde(skip)]
    definition: Definition,
}

/// Joins reports into a cockpit: one row per touchpoint, what is not covered, what needs attention,
/// and the most important findings in words.
///
/// # Errors
/// [`crate::Error::Option`] for options out of range, and for another currency than that of the returns or
/// costs.
///
/// ```
/// use cx_core::cockpit::{CockpitInput, CockpitOptions, cockpit};
/// let empty = cockpit(&CockpitInput::default(), &CockpitOptions::default())?;
/// assert!(empty.touchpoints.is_empty());
/// assert!(empty.to_json().starts_with(r#"{"schema":2,"title":"CX Cockpit""#));
/// # Ok::<(), cx_core::Error>(())
/// ```
pub fn cockpit(input: &CockpitInput<'_>, options: &CockpitOptions) -> Result<Cockpit> {
    let call = Call::open();
    options.check_ranges()?;
    let computed = returns_of(input, options)?;
    let returns = input.returns.or(computed.as_ref());
    options.check_currency(returns, input.campaigns)?;
    let input = &CockpitInput { returns, ..input.clone() };
    let Joined { touchpoints, rest } = join(input, options);
    let coverage = coverage(input, &touchpoints);
    let findings = findings(input, options, &touchpoints, &coverage);
    let alarms = findings.iter().filter_map(Alarm::of).collect();
    let details = Details::of(input, options)?;
    let definition = Definition::of("cockpit", &(options, details.definitions()));
    call.close(Ok(Cockpit {
        schema: 2,
        title: options.title.clone(),
        currency: options.currency.clone(),
        language: options.language,
        period: period(input, options)?,
        totals: totals(input),
        head: Head::of(input, options),
        touchpoints,
        rest,
        details,
        coverage,
        alarms,
        findings,
        definition,
    }))
}

/// Returns from credits and campaigns, where they were not given.
fn returns_of(input: &CockpitInput<'_>, options: &CockpitOptions) -> Result<Option<Returns>> {
    match (input.returns, input.credit) {
        (None, Some(credit)) if input.campaigns.is_some() || !credit.costs.is_empty() => {
            let options = ReturnOptions { model: options.lead, ..ReturnOptions::default() };
            returns(credit, input.campaigns, None, &options).map(Some)
        }
        (Some(returns), _) if options.lead.is_some_and(|lead| lead != returns.model) => {
            Err(Error::Option {
                field: "lead",
                value: options.lead.map_or("", Model::name).to_owned(),
                allowed: format!(
                    "\"{}\", by which the returns were computed",
                    returns.model.name()
                ),
            })
        }
        _ => Ok(None),
    }
}

fn period(input: &CockpitInput<'_>, options: &CockpitOptions) -> Result<Option<Period>> {
    let Some(journeys) = input.journeys else { return Ok(None) };
    let given = options.timezone.as_deref();
    let (zone, timezone) = Zone::of_window(given, journeys.timezone.as_deref())?;
    let filled =
        |times: &[i64]| times.iter().copied().filter(|t| *t != NO_TIME).collect::<Vec<_>>();
    let day = |time: Option<i64>| time.and_then(|time| Day::of(time, &zone));
    let start = day(filled(&journeys.start).into_iter().min());
    let end = day(filled(&journeys.end).into_iter().max());
    let period = |(start, end)| Period { start, end, timezone: timezone.clone() };
    Ok(start.zip(end).map(period))
}

fn totals(input: &CockpitInput<'_>) -> Totals {
    let journeys = input.journeys;
    let total = input.returns.map(|returns| &returns.total);
    // Scores of one breakdown over the whole period count every answer once.
    let whole = input.scores.iter().find(|s| s.rows.iter().any(|row| row.window_start.is_none()));
    let credit = input.credit.filter(|credit| credit.conversion_set);
    Totals {
        events: input.events.map(|events| events.len() as u64),
        persons: journeys.map(|j| u64::from(j.persons)),
        sessions: journeys.map(|j| j.sessions.person.len() as u64),
        journeys: journeys.map(|j| j.len() as u64),
        touches: journeys.map(|j| j.report.steps),
        conversions: credit.map(|c| c.conversions),
        value: credit.map(|c| c.value),
        cost: total.and_then(|total| known(total.cost)),
        cost_counted: total.and_then(|total| known(total.cost_counted)),
        cost_other: total.and_then(|total| known(total.cost_other)),
        answers: whole.or(input.scores.first()).map(|scores| scores.report.scored),
        findings: input.audit.map(|audit| audit.report.used),
    }
}

impl Cockpit {
    /// The whole cockpit as JSON, for the widget and the page. Missing numbers are `null`.
    ///
    /// # Panics
    /// Never: every part serialises.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// One row per touchpoint, with the columns of [`TouchpointRow`] (without the trend); at the end what no
    /// touchpoint gets, and spend that names none.
    ///
    /// # Errors
    /// [`Error::TooMany`](crate::Error::TooMany) beyond 2 GiB of text in one column.
    pub fn to_frame(&self) -> Result<Frame> {
        let rows: Vec<&TouchpointRow> = self.touchpoints.iter().chain(&self.rest).collect();
        FrameBuilder::default()
            .of_rows(&rows)
            .text("touchpoint", |r| Some(&r.touchpoint))
            .maybe_u64("contacts", |r| r.contacts)
            .maybe_u64("persons", |r| r.persons)
            .maybe_u64("journeys", |r| r.journeys)
            .maybe_f64("cost", |r| r.cost)
            .maybe_f64("cost_counted", |r| r.cost_counted)
            .maybe_f64("cost_other", |r| r.cost_other)
            .text("owner", |r| r.owner.as_deref())
            .maybe_f64("conversions", |r| r.conversions)
            .maybe_f64("conversions_low", |r| r.conversions_low)
            .maybe_f64("conversions_high", |r| r.conversions_high)
            .maybe_f64("models_low", |r| r.models_low)
            .maybe_f64("models_high", |r| r.models_high)
            .maybe_f64("value", |r| r.value)
            .maybe_f64("value_low", |r| r.value_low)
            .maybe_f64("value_high", |r| r.value_high)
            .maybe_f64("share", |r| r.share)
            .bool("lower_bound", |r| r.lower_bound)
            .bool("undecided", |r| r.undecided)
            .maybe_f64("roas", |r| r.roas)
            .maybe_f64("roas_low", |r| r.roas_low)
            .maybe_f64("roas_high", |r| r.roas_high)
            .maybe_f64("roi", |r| r.roi)
            .maybe_f64("cost_per_conversion", |r| r.cost_per_conversion)
            .maybe_f64("experience_points", |r| r.experience_points)
            .maybe_f64("points_per_1000", |r| r.points_per_1000)
            .maybe_f64("points_per_1000_low", |r| r.points_per_1000_low)
            .maybe_f64("points_per_1000_high", |r| r.points_per_1000_high)
            .text("metric", |r| r.metric.as_deref())
            .maybe_u64("score_n", |r| r.score_n)
            .bool("score_small", |r| r.score_small)
            .maybe_f64("score", |r| r.score)
            .maybe_f64("score_low", |r| r.score_low)
            .maybe_f64("score_high", |r| r.score_high)
            .maybe_f64("score_target", |r| r.score_target)
            .maybe_f64("score_gap", |r| r.score_gap)
            .text("score_light", |r| r.score_light.map(Light::name))
            .maybe_u64("answers_needed", |r| r.answers_needed)
            .maybe_f64("expectation", |r| r.expectation)
            .maybe_f64("perception", |r| r.perception)
            .maybe_f64("experience_gap", |r| r.experience_gap)
            .maybe_f64("experience_gap_low", |r| r.experience_gap_low)
            .maybe_f64("experience_gap_high", |r| r.experience_gap_high)
            .maybe_f64("audit_score", |r| r.audit_score)
            .maybe_f64("audit_gated", |r| r.audit_gated)
            .maybe_f64("audit_coverage", |r| r.audit_coverage)
            .maybe_f64("audit_target", |r| r.audit_target)
            .maybe_f64("audit_gap", |r| r.audit_gap)
            .text("audit_light", |r| r.audit_light.map(Light::name))
            .columns()
            .text("audit_due", rows.iter().map(|r| r.audit_due.map(|d| d.to_string())))
            .finish(&self.definition)
    }

    /// Columns `kind, touchpoint, severity, size, unit, en, de, todo_en, todo_de, owner`.
    ///
    /// # Errors
    /// [`Error::TooMany`](crate::Error::TooMany) beyond 2 GiB of text in one column.
    pub fn alarms_to_frame(&self) -> Result<Frame> {
        FrameBuilder::default()
            .of_rows(&self.alarms)
            .text("kind", |a| Some(a.kind.name()))
            .text("touchpoint", |a| Some(&a.touchpoint))
            .text("severity", |a| Some(a.severity.name()))
            .f64("size", |a| a.size)
            .text("unit", |a| Some(a.unit.name()))
            .text("en", |a| Some(&a.en))
            .text("de", |a| Some(&a.de))
            .text("todo_en", |a| Some(&a.todo_en))
            .text("todo_de", |a| Some(&a.todo_de))
            .text("owner", |a| a.owner.as_deref())
            .finish(&self.definition)
    }

    /// Columns `kind, subject, amount, unit`.
    ///
    /// # Errors
    /// [`Error::TooMany`](crate::Error::TooMany) beyond 2 GiB of text in one column.
    pub fn coverage_to_frame(&self) -> Result<Frame> {
        FrameBuilder::default()
            .of_rows(&self.coverage)
            .text("kind", |c| Some(c.kind.name()))
            .text("subject", |c| Some(&c.subject))
            .maybe_f64("amount", |c| c.amount)
            .text("unit", |c| Some(c.unit.name()))
            .finish(&self.definition)
    }

    /// Columns `rank, kind, severity, subject, size, unit, en, de, todo_en, todo_de, owner`.
    ///
    /// # Errors
    /// [`Error::TooMany`](crate::Error::TooMany) beyond 2 GiB of text in one column.
    pub fn findings_to_frame(&self) -> Result<Frame> {
        FrameBuilder::default()
            .u32("rank", self.findings.iter().map(|f| f.rank).collect())
            .of_rows(&self.findings)
            .text("kind", |f| Some(f.kind.name()))
            .text("severity", |f| f.severity.map(Severity::name))
            .text("subject", |f| Some(&f.subject))
            .f64("size", |f| f.size)
            .text("unit", |f| Some(f.unit.name()))
            .text("en", |f| Some(&f.en))
            .text("de", |f| Some(&f.de))
            .text("todo_en", |f| Some(&f.todo_en))
            .text("todo_de", |f| Some(&f.todo_de))
            .text("owner", |f| f.owner.as_deref())
            .finish(&self.definition)
    }
}

#[cfg(feature = "arrow")]
crate::columns::record_batches! {
    Cockpit:
        to_frame -> to_record_batch,
        alarms_to_frame -> alarms_to_record_batch,
        coverage_to_frame -> coverage_to_record_batch,
        findings_to_frame -> findings_to_record_batch;
}
