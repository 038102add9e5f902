//! The verb: returns by period, and what more spend went with.

use std::collections::BTreeMap;

use serde::Serialize;

use super::super::credit::UNATTRIBUTED;
use super::super::experience::PeriodExperience;
use super::super::options::{AttributeOptions, Model};
use super::super::rules::{
    CreditDate, PeriodOptions, PeriodRow, credit_by_period, credited_within,
};
use super::brought::Brought;
use super::join::{Credited, Names, join};
use super::marginal::{Counted, Ledger, marginal};
use super::period_report::{PeriodReturnRow, PeriodReturns};
use super::points::ExperiencePoints;
use super::spend::{PeriodSpend, Places, Spend};
use crate::columns::Zone;
use crate::fields::fields;
use crate::intake::Campaigns;
use crate::journey::Journeys;
use crate::options::{Definition, Span};
use crate::ordered::Map;
use crate::stats::{Day, Window};
use crate::{Error, Result};

/// Share of the credit that is to have come in before a period counts for marginal returns.
const SETTLED: f64 = 0.95;

/// Options of [`returns_by_period`].
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PeriodReturnOptions {
    /// Length of a period; default: an ISO week, from Monday.
    pub window: Window,
    /// Whether credits are dated by contact or by conversion.
    pub dated: CreditDate,
    /// The zone in which days begin: an IANA name, `UTC` or an offset. Default `UTC`.
    pub timezone: String,
    /// For each currency of the costs, what one unit of it is in the currency of the values.
    pub rates: BTreeMap<String, f64>,
    /// How long conversions may follow a contact: later periods do not count for marginal returns,
    /// because their credit is not complete. Default: as long as 95 % of the credit takes, where
    /// credits are dated by contact; nothing, where they are dated by conversion.
    pub settle: Option<Span>,
}

fields!(PeriodReturnOptions: window, dated, timezone, rates, settle);

impl Default for PeriodReturnOptions {
    fn default() -> Self {
        Self {
            window: Window::Week,
            dated: CreditDate::Touch,
            timezone: "UTC".into(),
            rates: BTreeMap::new(),
            settle: None,
        }
    }
}

impl PeriodReturnOptions {
    /// Sets the length of a period.
    pub fn window(mut self, window: Window) -> Self {
        self.window = window;
        self
    }

    /// Sets whether credits are dated by contact or by conversion.
    pub fn dated(mut self, dated: CreditDate) -> Self {
        self.dated = dated;
        self
    }

    fn periods(&self) -> PeriodOptions {
        PeriodOptions { window: self.window, dated: self.dated, timezone: self.timezone.clone() }
    }

    /// Sets what one unit of a currency is in the currency of the values.
    pub fn rate(mut self, currency: &str, rate: f64) -> Self {
        self.rates.insert(currency.to_owned(), rate);
        self
    }
}

/// Joins costs and credits of the same period, and says what more spend of a period went with.
///
/// The cost of a campaign is spread evenly over the days of its flight, first and last day included
/// (one day, where only one is known), and summed by period, to the last millionth. The credits are
/// those of the first model of `attribute`, by [`credit_by_period`]. Within a period they are joined as
/// in [`returns`](super::returns()): by campaign where contacts name it, else split by the cost of the
/// campaigns that run. Credit in a period in which its campaign or touchpoint costs nothing stands
/// beside a cost of 0; spend without a date has rows without a period. Over all periods, costs and
/// credits sum to those of the whole.
///
/// With an [`experience_by_period`](super::super::experience_by_period) of the same periods, the points of
/// its first model stand beside them, for each 1,000 units of cost too.
///
/// **Marginal returns**, for each touchpoint over the `n` whole periods between the first contact and
/// the end of the data (less `settle`): least squares of the credit on the spend of the period and a
/// straight line,
///
/// ```text
/// y_t = a + c t + b x_t + e_t            b: credit more in a period with one unit of cost more
/// Var b = (sum u_t^2 + 2 sum_l (1 - l / (L + 1)) sum u_t u_(t-l)) / (sum r_t^2)^2
/// u_t = r_t e_t / (1 - h_t)              r_t: x_t beside its own line; h_t: leverage
/// L = floor(4 (n / 100)^(2/9))           never below the first sum alone; t with n - 3 df
/// ```
///
/// They are missing, with the reason, below 8 periods, where the spend does not vary beside its trend
/// (by 1 % of its mean), or in one period only, and where a cost has no date.
///
/// What they cannot say: why spend was higher. Whoever spends more before Christmas finds a high
/// slope. The line holds within the range of the spend that was; credit that comes in later periods
/// than the spend, and what the model credits elsewhere, is not in it. A marginal return below `roas`
/// is what saturation looks like.
///
/// Sources: H. White, *A heteroskedasticity-consistent covariance matrix estimator*, Econometrica 48
/// (1980) 817-838; J. G. MacKinnon, H. White, Journal of Econometrics 29 (1985) 305-325 (`1 - h_t`);
/// W. K. Newey, K. D. West, Econometrica 55 (1987) 703-708 (lags).
///
/// ```
/// # use cx_core::attribution::{AttributeOptions, Model, PeriodReturnOptions, returns_by_period};
/// # use cx_core::intake::Campaigns;
/// # use cx_core::journey::Journeys;
/// # use cx_core::kpi::Window;
/// fn worth_more(journeys: &Journeys, campaigns: &Campaigns) -> cx_core::Result<Vec<String>> {
///     let model = AttributeOptions::default().model(Model::Linear);
///     let options = PeriodReturnOptions::default().window(Window::Month);
///     let months = returns_by_period(journeys, campaigns, None, &model, &options)?;
///     let sure = months.marginal.iter().filter(|row| row.marginal_roas_low > 1.0);
///     Ok(sure.map(|row| row.touchpoint.clone()).collect())
/// }
/// ```
///
/// # Errors
/// As [`credit_by_period`] and [`returns`](super::returns()): [`Error::Unanswerable`](crate::Error::Unanswerable)
/// for a model that does not split each journey by itself, for currencies without a rate, and for an
/// experience of other periods;
/// [`Error::TooMany`](crate::Error::TooMany) for a campaign of more than 10,000 periods.
pub fn returns_by_period(
    journeys: &Journeys,
    campaigns: &Campaigns,
    experience: Option<&PeriodExperience>,
    attribute: &AttributeOptions,
    options: &PeriodReturnOptions,
) -> Result<PeriodReturns> {
    attribute.validate()?;
    let periods = options.periods();
    if let Some(experience) = experience {
        same_periods(experience, &periods)?;
    }
    let lead = attribute.models.iter().take(1).copied();
    let attribute = attribute.clone().models(lead);
    let zone = Zone::parse(&options.timezone)?;
    let spend = Spend::of(campaigns, &options.rates)?;
    let by_period = PeriodSpend::of(campaigns, &options.rates, options.window, &zone)?;
    let credit = credit_by_period(journeys, &attribute, &periods)?;
    let points = experience.map(ExperiencePoints::by_period).unwrap_or_default();
    // All that journeys meet, whether it has a credit in some period or not.
    let met = journeys.touchpoints.to_vec();
    let names = Names::new(&spend.places, met.iter().map(String::as_str).chain([UNATTRIBUTED]));
    let counted = Counted::between(
        options.window,
        first_day(journeys, &zone),
        settled(journeys, &attribute, options, &zone)?,
    )?;
    let ledger = Ledger {
        names: &names,
        spend: &spend,
        periods: &by_period.periods,
        undated: &by_period.undated,
        credits: &credit.rows,
    };
    let marginal = marginal(&ledger, &counted, attribute.confidence)?;
    let rows = rows(&names, &credit.rows, by_period, experience.is_some().then_some(&points));
    let model = attribute.models.first().copied().unwrap_or(Model::Linear);
    Ok(PeriodReturns {
        rows,
        marginal,
        counted: counted.ends(),
        model,
        currency: spend.currency,
        confidence: attribute.confidence,
        definition: Definition::of(
            "attribution.returns_by_period",
            &(&attribute, options, experience.map(|e| &e.definition), &journeys.definition),
        ),
    })
}

/// Points of other periods than those of the costs would stand in the wrong rows.
fn same_periods(experience: &PeriodExperience, periods: &PeriodOptions) -> Result<()> {
    if experience.periods == *periods {
        return Ok(());
    }
    Err(Error::Unanswerable {
        what: "the experience is by other periods than the returns".into(),
        remedy: "compute both with the same window, date and time zone",
    })
}

/// What a period brought: touchpoints by name, then what none of them gets.
type Credits<'a> = Map<(bool, &'a str), Credited<'a>>;

fn place(name: &str) -> (bool, &str) {
    (name == UNATTRIBUTED, name)
}

/// Rows by period, spend without a date last.
fn rows(
    names: &Names<'_>,
    credits: &[PeriodRow],
    spend: PeriodSpend,
    experience: Option<&Map<Day, ExperiencePoints>>,
) -> Vec<PeriodReturnRow> {
    let mut periods = Map::<Day, (Credits<'_>, Places)>::new();
    for (day, points) in experience.into_iter().flatten() {
        let names = points.names().map(|name| (place(name), Credited::nothing(name)));
        periods.entry(*day).or_default().0.extend(names);
    }
    for row in credits {
        periods.entry(row.period).or_default().0.insert(place(&row.touchpoint), row.into());
    }
    for (day, places) in spend.periods {
        periods.entry(day).or_default().1 = places;
    }
    let none = ExperiencePoints::default();
    let mut rows = Vec::new();
    for (day, (credits, places)) in periods {
        let points = experience.map(|periods| periods.get(&day).unwrap_or(&none));
        let joined = join(names, credits.into_values(), places, points);
        rows.extend(joined.into_iter().map(|row| PeriodReturnRow::of(Some(day), row)));
    }
    for (touchpoint, costs) in spend.undated {
        let name = Some(touchpoint).filter(|name| !name.is_empty());
        rows.extend(costs.into_iter().map(|(campaign, cost)| {
            let row = Brought::unknown().row(name.as_deref(), Some(campaign), cost, 1.0);
            PeriodReturnRow::of(None, row)
        }));
    }
    rows
}

/// The day after which contacts may be known: that of the first one.
fn first_day(journeys: &Journeys, zone: &Zone) -> Day {
    let first = journeys.start.iter().min().copied().unwrap_or(0);
    Day::of(first, zone).unwrap_or_else(|| Day::from_days(0))
}

/// The day before which credits are complete (not included).
fn settled(
    journeys: &Journeys,
    attribute: &AttributeOptions,
    options: &PeriodReturnOptions,
    zone: &Zone,
) -> Result<Day> {
    let Some(last) = journeys.end.iter().max().copied() else { return Ok(Day::from_days(0)) };
    let wait = match (options.settle, options.dated) {
        (Some(span), _) => span.micros(),
        (None, CreditDate::Conversion) => 0,
        (None, CreditDate::Touch) => credited_within(journeys, attribute, SETTLED)?,
    };
    // The day of the last event may not be over, so it does not count.
    Ok(Day::of(last.saturating_sub(wait), zone).unwrap_or_else(|| Day::from_days(0)))
}
