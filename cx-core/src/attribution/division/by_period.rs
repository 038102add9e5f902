//! Credits by period of the calendar.

use super::scheme::CreditDate;
use serde::{Deserialize, Serialize};

use super::divide::{Divided, divide};
use super::dividing::Dividing;
use super::scheme::{Scheme, WHOLE};
use crate::attribution::credit::{Credit, DividedBy};
use crate::attribution::doubt::Bounds;
use crate::attribution::model::Model;
use crate::attribution::options::AttributeOptions;
use crate::attribution::outcomes::Outcomes;
use crate::attribution::rules::Plan;
use crate::attribution::work::with_estimates;
use crate::broadcast::Broadcast;
use crate::calendar::Calendar;
use crate::calendar::Zone;
use crate::calendar::{Day, Window};
use crate::columns::{Frame, FrameBuilder, NO_CODE};
use crate::declare::options;
use crate::journey::Journeys;
use crate::journey::persons::Persons;
use crate::options::Definition;
use crate::reserved::UNATTRIBUTED;
use crate::sure::Call;
use crate::{Error, Result};

options! {
    /// Options of [`credit_by_period`].
    #[derive(Debug, Clone, PartialEq, Serialize)]
    pub struct PeriodOptions {
        /// Length of a period.
        pub window: Window = Window::Week,
        /// Whether credits are dated by contact or by conversion.
        pub dated: CreditDate = CreditDate::Touch,
        /// The zone in which days begin: an IANA name, `UTC` or an offset; by default that in which the table was read.
        pub timezone: Option<String> = None,
    }
}

impl PeriodOptions {
    /// The zone in which days begin, and the options with its name.
    ///
    /// # Errors
    /// [`Error::UnknownZone`]; [`Error::Option`] where the events name several zones and the options
    /// none.
    pub(crate) fn settled(&self, journeys: &Journeys) -> Result<(Zone, Self)> {
        let given = self.timezone.as_deref();
        let (zone, name) = Zone::of_window(given, journeys.timezone.as_deref())?;
        let zone = journeys.days.clone().unwrap_or(zone);
        Ok((zone, Self { timezone: Some(name), ..self.clone() }))
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
    /// [`Error::TooMany`](crate::Error::TooMany) beyond 2 GiB of text in one column.
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

/// Credits by period of the calendar.
///
/// Dated by contact, a credit stands beside the cost of its period; dated by conversion, beside the
/// revenue. Over all periods both sum to the credits of [`attribute`](crate::attribution::attribute()). What no
/// contact has, and a conversion without any, has the date of the conversion. The last periods of credits
/// dated by contact still grow, as their contacts convert later.
///
/// Models that split each journey say what each contact gets; intervals are those of
/// [`attribute`](crate::attribution::attribute()), with `Var = sum over persons of w^2`, `w` being what a person adds
/// to the credit of the period: persons come as a Poisson process. The credit of a touchpoint by another
/// model is divided among its contacts by their terms in the time-to-event model, or by linear credit, with
/// the variance of such a share added to that of the credit.
///
/// ```
/// # use cx_core::attribution::{AttributeOptions, PeriodOptions, credit_by_period};
/// # use cx_core::journey::Journeys;
/// fn weeks(journeys: &Journeys) -> cx_core::Result<usize> {
///     let table = credit_by_period(journeys, &AttributeOptions::default(), &PeriodOptions::default())?;
///     Ok(table.rows.len())
/// }
/// ```
///
/// # Errors
/// As [`attribute`](crate::attribution::attribute()); [`Error::Option`](crate::Error::Option) for `shapley_rate`,
/// whose credits may belong to touchpoints that no conversion met;
/// [`Error::UnknownZone`](crate::Error::UnknownZone).
pub fn credit_by_period(
    journeys: &Journeys,
    attribute: &AttributeOptions,
    options: &PeriodOptions,
) -> Result<PeriodCredit> {
    let call = Call::open();
    let (_, options) = options.settled(journeys)?;
    let options = &options;
    let found = by_period(journeys, None, attribute, options)?;
    let rows = found.parts.into_iter().filter(|part| part.whole).map(PeriodPart::row).collect();
    let made = (attribute, options, &journeys.definition);
    call.close(Ok(PeriodCredit {
        rows,
        definition: Definition::of("attribution.by_period", &made),
    }))
}

/// Credits by period, of touchpoints and of their campaigns.
pub(crate) struct ByPeriod {
    pub(crate) parts: Vec<PeriodPart>,
    pub(crate) lead: Model,
    /// What contacts and spots cost over all periods.
    pub(crate) credit: Credit,
}

/// The credit of a touchpoint in a period, or of its contacts that name a campaign, or none.
pub(crate) struct PeriodPart {
    pub(crate) period: Day,
    pub(crate) model: Model,
    pub(crate) touchpoint: String,
    /// Whether it is all of the touchpoint.
    pub(crate) whole: bool,
    pub(crate) campaign: Option<String>,
    pub(crate) credit: [f64; 2],
    pub(crate) ends: [[f64; 2]; 2],
}

impl PeriodPart {
    fn row(self) -> PeriodRow {
        let Self { period, model, touchpoint, credit: [conversions, value], ends, .. } = self;
        let [[conversions_low, conversions_high], [value_low, value_high]] = ends;
        PeriodRow {
            period,
            model,
            touchpoint,
            conversions,
            value,
            conversions_low,
            conversions_high,
            value_low,
            value_high,
        }
    }
}

/// Credits by model and period; touchpoints in order of their names, then what none gets.
pub(crate) fn by_period(
    journeys: &Journeys,
    response: Option<&Broadcast>,
    attribute: &AttributeOptions,
    options: &PeriodOptions,
) -> Result<ByPeriod> {
    let (zone, options) = options.settled(journeys)?;
    let options = &options;
    let calendar = Calendar { window: options.window, zone: &zone };
    with_estimates(Outcomes::Journeys(journeys), attribute, |work| {
        says_when(work.options)?;
        let Some(journeys) = work.outcomes.journeys() else {
            return Err(Error::Defect { what: "journeys that are none" });
        };
        let mut scheme = Scheme::new(journeys).by_period(options.dated, calendar);
        if let Some(response) = response {
            scheme = scheme.with_spots(response)?;
        }
        let table = work.table(Some(&scheme))?;
        let mut parts = Vec::new();
        for (model, divided) in &table.divided {
            if divided
                .iter()
                .any(|part| part.key.period.is_none() && part.credit[0].abs() > ROUNDING)
            {
                return Err(Error::Defect { what: "a credit without a period" });
            }
            let mut of_model: Vec<PeriodPart> = divided
                .iter()
                .filter_map(|part| {
                    Some(PeriodPart {
                        period: part.key.period?,
                        model: *model,
                        touchpoint: scheme
                            .touchpoint(part.key.touchpoint)
                            .unwrap_or_else(|| table.rest_of(*model).to_owned()),
                        whole: part.key.campaign == WHOLE,
                        campaign: match part.key.campaign {
                            WHOLE | NO_CODE => None,
                            code => scheme.campaign(code),
                        },
                        credit: part.credit,
                        ends: part.ends,
                    })
                })
                .collect();
            let last = |part: &PeriodPart| part.touchpoint == table.rest_of(*model);
            of_model.sort_by(|a, b| {
                let place = |part: &PeriodPart| (part.period, last(part));
                let names = |part: &PeriodPart| (part.touchpoint.clone(), part.campaign.clone());
                place(a).cmp(&place(b)).then_with(|| names(a).cmp(&names(b)))
            });
            parts.extend(of_model);
        }
        Ok(ByPeriod { parts, lead: work.lead, credit: table.credit })
    })
}

/// Credits up to this are rounding.
const ROUNDING: f64 = 1e-9;

/// Refuses the model whose credits have no contact that could say when.
fn says_when(options: &AttributeOptions) -> Result<()> {
    if !options.models.contains(&Model::ShapleyRate) {
        return Ok(());
    }
    Err(Error::Option {
            field: "model",
            value: Model::ShapleyRate.name().to_owned(),
            allowed: "a model whose credits belong to contacts, such as \"hazard\", \"markov\", \"linear\" or \"shapley\"".into(),
        })
}

/// Credits of rules by period, of journeys that are worth what `worth` says, in whatever unit.
pub(crate) fn split_by_period(
    journeys: &Journeys,
    worth: &dyn Fn(usize) -> f64,
    attribute: &AttributeOptions,
    options: &PeriodOptions,
) -> Result<Vec<PeriodRow>> {
    let (zone, options) = options.settled(journeys)?;
    let options = &options;
    let plan = Plan::new(attribute, &journeys.touchpoints, Some(&journeys.events))?;
    plan.only_rules()?;
    let calendar = Calendar { window: options.window, zone: &zone };
    let scheme = Scheme::new(journeys).by_period(options.dated, calendar);
    let persons = Persons::of(journeys);
    let dividing = Dividing { scheme: &scheme, journeys, persons: &persons, options: attribute };
    let bounds = Bounds::of_journeys(journeys, worth, attribute.confidence)?;
    let mut rows = Vec::new();
    for model in plan.rules.iter().map(|rule| rule.model()) {
        let mut cells = dividing.cells(worth);
        dividing.fill(model, &mut cells)?;
        let divided = divide(cells, DividedBy::Own, &[])?;
        for Divided { key, figures } in divided.iter().filter(|part| part.key.campaign == WHOLE) {
            let Some(period) = key.period else { continue };
            let name = scheme.touchpoint(key.touchpoint);
            let part = PeriodPart {
                period,
                model,
                touchpoint: name.unwrap_or_else(|| UNATTRIBUTED.to_owned()),
                whole: true,
                campaign: None,
                credit: figures.credit,
                ends: bounds.ends(figures),
            };
            rows.push(part.row());
        }
    }
    Ok(rows)
}

#[cfg(feature = "arrow")]
crate::columns::record_batches! {
    PeriodCredit: to_frame -> to_record_batch;
}
