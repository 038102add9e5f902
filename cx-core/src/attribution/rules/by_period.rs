//! Credits by period of the calendar.

use serde::{Deserialize, Serialize};

use super::super::clean::Cleaned;
use super::super::clusters::Persons;
use super::super::credit::UNATTRIBUTED;
use super::super::doubt::{Both, Bounds, Doubtful};
use super::super::options::{AttributeOptions, Model};
use super::super::outcomes::Outcomes;
use super::plan::{Contacts, Plan};
use crate::Result;
use crate::columns::{Frame, FrameBuilder, Zone};
use crate::exact::ExactSum;
use crate::fields::fields;
use crate::from_json::words;
use crate::journey::Journeys;
use crate::options::Definition;
use crate::ordered::Map;
use crate::stats::{Day, Window};

/// Microseconds of a day.
const DAY: i64 = 86_400_000_000;

/// The date that a credit has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CreditDate {
    /// That of the contact, as costs are dated.
    #[default]
    Touch,
    /// That of the conversion, as revenue is booked.
    Conversion,
}

words!(CreditDate: Touch = "touch", Conversion = "conversion");

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
    /// Lower end of the interval of the conversions.
    pub conversions_low: f64,
    /// Upper end.
    pub conversions_high: f64,
    /// Lower end of the interval of the value.
    pub value_low: f64,
    /// Upper end.
    pub value_high: f64,
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
    /// Columns `period, model, touchpoint, conversions, value, conversions_low, conversions_high,
    /// value_low, value_high`.
    ///
    /// # Errors
    /// None in practice.
    pub fn to_frame(&self) -> Result<Frame> {
        FrameBuilder::default()
            .days("period", self.rows.iter().map(|row| Some(row.period)))
            .text("model", self.rows.iter().map(|row| Some(row.model.name())))
            .text("touchpoint", self.rows.iter().map(|row| Some(&row.touchpoint)))
            .f64("conversions", self.rows.iter().map(|row| row.conversions))
            .f64("value", self.rows.iter().map(|row| row.value))
            .f64("conversions_low", self.rows.iter().map(|row| row.conversions_low))
            .f64("conversions_high", self.rows.iter().map(|row| row.conversions_high))
            .f64("value_low", self.rows.iter().map(|row| row.value_low))
            .f64("value_high", self.rows.iter().map(|row| row.value_high))
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
/// Intervals are those of [`attribute`](super::super::attribute()), with `Var = sum over persons of w^2`, `w`
/// being what a person adds to the credit of the period: persons come as a Poisson process.
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
    let cleaned = Cleaned::of(Outcomes::Journeys(journeys), attribute)?;
    let Some(journeys) = cleaned.outcomes().journeys() else {
        return Ok(PeriodCredit { rows: Vec::new(), definition: Definition::default() });
    };
    Ok(PeriodCredit {
        rows: split_by_period(
            journeys,
            &|journey| journeys.worth_units(journey),
            attribute,
            options,
        )?,
        definition: Definition::of(
            "attribution.by_period",
            &(attribute, options, &journeys.definition),
        ),
    })
}

/// The same of journeys that are worth what `worth` says, in whatever unit.
pub(in super::super) fn split_by_period(
    journeys: &Journeys,
    worth: &dyn Fn(usize) -> f64,
    attribute: &AttributeOptions,
    options: &PeriodOptions,
) -> Result<Vec<PeriodRow>> {
    let zone = Zone::parse(&options.timezone)?;
    let plan = Plan::new(attribute, &journeys.touchpoints, Some(&journeys.events))?;
    plan.only_rules()?;
    let calendar = Calendar { window: options.window, zone: &zone };
    let cells = cells(&plan, journeys, worth, options.dated, calendar);
    let rulers = Rulers::of(journeys, worth, attribute.confidence)?;
    let none = journeys.touchpoints.len() as u32;
    let name = |code: u32| {
        if code == none {
            UNATTRIBUTED.into()
        } else {
            journeys.touchpoints.name(code).into_owned()
        }
    };
    let row = |((at, period, code), cell): (_, Cell)| -> Result<_> {
        let ([conversions, value], ends) = cell.finish(&rulers)?;
        let [[conversions_low, conversions_high], [value_low, value_high]] = ends;
        Ok(PeriodRow {
            period,
            model: plan.rules.get(at).copied().unwrap_or(Model::Linear),
            touchpoint: name(code),
            conversions,
            value,
            conversions_low,
            conversions_high,
            value_low,
            value_high,
        })
    };
    cells.into_iter().map(row).collect()
}

/// The periods of a calendar.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Calendar<'a> {
    pub(in super::super) window: Window,
    pub(in super::super) zone: &'a Zone,
}

impl Calendar<'_> {
    /// The first day of the period in which an instant lies.
    pub(in super::super) fn period(&self, micros: i64) -> Day {
        let day = Day::of(micros, self.zone);
        self.window.start(day.unwrap_or_else(|| Day::from_days(micros.div_euclid(DAY) as i32)))
    }
}

/// What intervals are made with: that of what was gained, and that of what was lost where anything was.
struct Rulers {
    gains: Bounds,
    losses: Option<Bounds>,
}

impl Rulers {
    fn of(journeys: &Journeys, worth: &dyn Fn(usize) -> f64, confidence: f64) -> Result<Self> {
        let won = |journey: &usize| journeys.converted.get(*journey) == Some(&true);
        let below = (0..journeys.len()).filter(won).any(|journey| worth(journey) < 0.0);
        let of = |worth: &dyn Fn(usize) -> f64| Bounds::of_journeys(journeys, worth, confidence);
        let gains = of(&|journey| worth(journey).max(0.0))?;
        let losses = below.then(|| of(&|journey| (-worth(journey)).max(0.0))).transpose()?;
        Ok(Self { gains, losses })
    }
}

/// Conversions of a cell, and what they gained and lost; the sums of the squares of what each person
/// adds to them, and of gains times losses.
#[derive(Default)]
struct Cell {
    credit: [ExactSum; 3],
    squares: [ExactSum; 3],
    both: ExactSum,
}

impl Cell {
    /// Conversions and value, and their intervals.
    fn finish(&self, rulers: &Rulers) -> Result<([f64; 2], [[f64; 2]; 2])> {
        let values = |sums: &[ExactSum; 3]| -> Result<[f64; 3]> {
            let [a, b, c] = sums;
            Ok([a.value()?, b.value()?, c.value()?])
        };
        let ([conversions, gain, loss], variance) = (values(&self.credit)?, values(&self.squares)?);
        let [of_conversions, of_gains, of_losses] = variance;
        let side = |value: f64, variance: f64| Doubtful {
            credit: [conversions, value],
            variance: [of_conversions, variance],
            ..Doubtful::default()
        };
        let gained = side(gain, of_gains);
        let [counted, gains] = rulers.gains.ends(&gained);
        let value = match rulers.losses {
            None => gains,
            Some(losses) => {
                let both =
                    Both { gained, lost: side(loss, of_losses), covariance: self.both.value()? };
                both.ends(&[rulers.gains, losses])
            }
        };
        Ok(([conversions, gain - loss], [counted, value]))
    }
}

/// Credits of all rules by period and touchpoint, the last code being what has no contact.
fn cells(
    plan: &Plan<'_>,
    journeys: &Journeys,
    worth: &dyn Fn(usize) -> f64,
    dated: CreditDate,
    calendar: Calendar<'_>,
) -> Map<(usize, Day, u32), Cell> {
    let mut cells = Map::<(usize, Day, u32), Cell>::new();
    let (mut parts, mut days) = (Vec::new(), Vec::new());
    let none = journeys.touchpoints.len() as u32;
    let persons = Persons::of(journeys);
    for person in 0..persons.len() {
        let mut own = Map::<(usize, Day, u32), [f64; 3]>::new();
        let won = |journey: &usize| journeys.converted.get(*journey) == Some(&true);
        for journey in persons.journeys(person).filter(won) {
            let contacts = Contacts::of_journey(journeys, journey);
            let worth = worth(journey);
            let (gain, loss) = (worth.max(0.0), (-worth).max(0.0));
            let end = calendar.period(journeys.end.get(journey).copied().unwrap_or(0));
            days.clear();
            days.extend(contacts.times.iter().map(|time| match dated {
                CreditDate::Touch => calendar.period(*time),
                CreditDate::Conversion => end,
            }));
            for (at, rule) in plan.rules.iter().enumerate() {
                plan.split(*rule, &contacts, &mut parts);
                let mut add = |day: Day, code: u32, part: f64| {
                    if part != 0.0 {
                        let credit = &mut cells.entry((at, day, code)).or_default().credit;
                        let own = own.entry((at, day, code)).or_default();
                        let terms = [part, part * gain, part * loss];
                        for ((sum, own), term) in credit.iter_mut().zip(own).zip(terms) {
                            sum.add(term);
                            *own += term;
                        }
                    }
                };
                if contacts.path.is_empty() {
                    add(end, none, 1.0);
                }
                for ((code, part), day) in contacts.path.iter().zip(&parts).zip(&days) {
                    add(*day, *code, *part);
                }
            }
        }
        for (key, terms) in own {
            let cell = cells.entry(key).or_default();
            cell.squares.iter_mut().zip(terms).for_each(|(sum, term)| sum.add(term * term));
            let [_, gain, loss] = terms;
            cell.both.add(gain * loss);
        }
    }
    cells
}

#[cfg(feature = "arrow")]
crate::columns::record_batches! {
    PeriodCredit: to_frame -> to_record_batch;
}
