//! Credits by period of the calendar.

use std::collections::BTreeMap;

use arrow_array::RecordBatch;
use serde::{Deserialize, Serialize};

use super::super::clean::Cleaned;
use super::super::credit::UNATTRIBUTED;
use super::super::options::{AttributeOptions, Model};
use super::super::outcomes::Outcomes;
use super::plan::{Contacts, Plan};
use crate::Result;
use crate::columns::{BatchBuilder, Zone};
use crate::exact::ExactSum;
use crate::fields::fields;
use crate::journey::Journeys;
use crate::options::Definition;
use crate::stats::{Day, Window, day_column};

/// Microseconds of a day.
const DAY: i64 = 86_400_000_000;

/// The date that a credit has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CreditDate {
    /// That of the contact, as costs are dated.
    #[default]
    Touch,
    /// That of the conversion, as revenue is booked.
    Conversion,
}

/// Options of [`credit_by_period`].
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PeriodOptions {
    /// Length of a period; default: an ISO week, from Monday.
    pub window: Window,
    /// Whether credits are dated by contact or by conversion.
    pub dated: CreditDate,
    /// The zone in which days begin: an IANA name, `UTC` or an offset.
    pub timezone: String,
}

fields!(PeriodOptions: window, dated, timezone);

impl Default for PeriodOptions {
    fn default() -> Self {
        Self { window: Window::Week, dated: CreditDate::Touch, timezone: "UTC".into() }
    }
}

/// What a model gives to a touchpoint in a period.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PeriodRow {
    /// First day of the period.
    pub period: Day,
    /// The model.
    pub model: Model,
    /// The touchpoint, or [`UNATTRIBUTED`].
    pub touchpoint: String,
    /// Conversions, in parts.
    pub conversions: f64,
    /// Value of conversions, in parts.
    pub value: f64,
}

/// Credits by period.
#[derive(Debug, Clone, PartialEq)]
pub struct PeriodCredit {
    /// Rows by model in the order asked for, period, and touchpoint in order of their names.
    pub rows: Vec<PeriodRow>,
    /// Options and the definition of the journeys, as a hash.
    pub definition: Definition,
}

impl PeriodCredit {
    /// Columns `period, model, touchpoint, conversions, value`.
    ///
    /// # Errors
    /// None in practice.
    pub fn to_record_batch(&self) -> Result<RecordBatch> {
        let periods = day_column(self.rows.iter().map(|row| Some(row.period)));
        BatchBuilder::default()
            .array("period", periods)
            .text("model", self.rows.iter().map(|row| Some(row.model.name())))
            .text("touchpoint", self.rows.iter().map(|row| Some(&row.touchpoint)))
            .f64("conversions", self.rows.iter().map(|row| row.conversions))
            .f64("value", self.rows.iter().map(|row| row.value))
            .finish(&self.definition)
    }
}

/// Credits of models that split each journey by itself, by period of the calendar.
///
/// Dated by contact, a credit stands beside the cost of its period; dated by conversion, beside the
/// revenue. Over all periods both sum to the credits of [`attribute`](super::super::attribute()). A
/// conversion without any contact has the date of the conversion. The last periods of credits dated
/// by contact still grow, as their contacts convert later.
///
/// ```
/// # use cx_core::attribution::{AttributeOptions, Model, PeriodOptions, credit_by_period};
/// # use cx_core::journey::Journeys;
/// fn weeks(journeys: &Journeys) -> cx_core::Result<usize> {
///     let options = AttributeOptions::default().model(Model::Linear);
///     let table = credit_by_period(journeys, &options, &PeriodOptions::default())?;
///     Ok(table.rows.len())
/// }
/// ```
///
/// # Errors
/// As [`attribute`](super::super::attribute()); [`Error::Unanswerable`](crate::Error::Unanswerable) for models that do not
/// split each journey by itself; [`Error::UnknownZone`](crate::Error::UnknownZone).
pub fn credit_by_period(
    journeys: &Journeys,
    attribute: &AttributeOptions,
    options: &PeriodOptions,
) -> Result<PeriodCredit> {
    attribute.validate()?;
    let zone = Zone::parse(&options.timezone)?;
    let cleaned = Cleaned::of(Outcomes::Journeys(journeys), attribute)?;
    let Some(journeys) = cleaned.outcomes().journeys() else {
        return Ok(PeriodCredit { rows: Vec::new(), definition: Definition::default() });
    };
    let plan = Plan::new(attribute, &journeys.touchpoints, Some(&journeys.events))?;
    plan.only_rules()?;
    let mut cells = BTreeMap::<(usize, Day, u32), [ExactSum; 2]>::new();
    let mut parts = Vec::new();
    let none = journeys.touchpoints.len() as u32;
    let period = |micros: i64| {
        let day = Day::of(micros, &zone);
        options.window.start(day.unwrap_or_else(|| Day::from_days(micros.div_euclid(DAY) as i32)))
    };
    for journey in (0..journeys.len()).filter(|at| journeys.converted.get(*at) == Some(&true)) {
        let contacts = Contacts::of_journey(journeys, journey);
        let worth = journeys.worth_units(journey);
        let end = period(journeys.end.get(journey).copied().unwrap_or(0));
        let dates: Vec<Day> = match options.dated {
            CreditDate::Touch => contacts.times.iter().map(|time| period(*time)).collect(),
            CreditDate::Conversion => vec![end; contacts.path.len()],
        };
        for (at, rule) in plan.rules.iter().enumerate() {
            plan.split(*rule, &contacts, &mut parts);
            let mut add = |day: Day, code: u32, part: f64| {
                if part != 0.0 {
                    let [conversions, value] = cells.entry((at, day, code)).or_default();
                    conversions.add(part);
                    value.add(part * worth);
                }
            };
            if contacts.path.is_empty() {
                add(end, none, 1.0);
            }
            for ((code, part), day) in contacts.path.iter().zip(&parts).zip(&dates) {
                add(*day, *code, *part);
            }
        }
    }
    let name = |code: u32| {
        if code == none {
            UNATTRIBUTED.into()
        } else {
            journeys.touchpoints.name(code).into_owned()
        }
    };
    let row = |((at, period, code), [conversions, value]): (_, [ExactSum; 2])| -> Result<_> {
        Ok(PeriodRow {
            period,
            model: plan.rules.get(at).copied().unwrap_or(Model::Linear),
            touchpoint: name(code),
            conversions: conversions.value()?,
            value: value.value()?,
        })
    };
    Ok(PeriodCredit {
        rows: cells.into_iter().map(row).collect::<Result<_>>()?,
        definition: Definition::of(
            "attribution.by_period",
            &(attribute, options, &journeys.definition),
        ),
    })
}
