//! The verb: returns by period, and what more spend went with.

use std::collections::BTreeMap;

use serde::Serialize;

use super::brought::Brought;
use super::join::{Credited, Figures, Names, join, sum};
use super::marginal::{Counted, Ledger, marginal};
use super::period_report::{PeriodReturnRow, PeriodReturns};
use super::points::ExperiencePoints;
use super::report::ReturnSplit;
use super::spend::{Homes, PeriodSpend, Spend, SpendByTouchpoint};
use crate::attribution::credit::CreditRow;
use crate::attribution::division::{CreditDate, PeriodOptions, PeriodPart, by_period};
use crate::attribution::experience::PeriodExperience;
use crate::attribution::options::AttributeOptions;
use crate::attribution::rules::credited_within;
use crate::broadcast::Broadcast;
use crate::calendar::Calendar;
use crate::calendar::Zone;
use crate::calendar::{Day, Window, shared_zone};
use crate::declare::options;
use crate::intake::Campaigns;
use crate::journey::Journeys;
use crate::options::{Definition, Span};
use crate::ordered::Map;
use crate::reserved::{BASELINE, UNATTRIBUTED};
use crate::sure::{Absent, Call};
use crate::{Error, Result};

/// Share of the credit that is to have come in before a period counts for marginal returns.
const SETTLED: f64 = 0.95;

/// What stands beside the credits of periods.
#[derive(Debug, Clone, Copy, Default)]
pub struct PeriodReturnInput<'a> {
    /// Campaigns and what they cost.
    pub campaigns: Option<&'a Campaigns>,
    /// Spots, whose part in the visits that they caused is taken from these
    /// ([`attribute_with_spots`](crate::attribution::attribute_with_spots)).
    pub spots: Option<&'a Broadcast>,
    /// Experience of the same periods.
    pub experience: Option<&'a PeriodExperience>,
}

options! {
    /// Options of [`returns_by_period`].
    #[derive(Debug, Clone, PartialEq, Serialize)]
    pub struct PeriodReturnOptions {
        /// Length of a period.
        pub window: Window = Window::Week; set (Window),
        /// Whether credits are dated by contact or by conversion.
        pub dated: CreditDate = CreditDate::Touch; set (CreditDate),
        /// The zone in which days begin: an IANA name, `UTC` or an offset; by default that in which the table was read.
        pub timezone: Option<String> = None,
        /// For each currency of the costs, what one unit of it is in the currency of the values.
        pub rates: BTreeMap<String, f64> = BTreeMap::new(),
        /// How long conversions may follow a contact: later periods do not count for marginal returns,
        /// because their credit is not complete. Default: as long as 95 % of the credit takes, where
        /// credits are dated by contact; nothing, where they are dated by conversion.
        pub settle: Option<Span> = None,
    }
}

impl PeriodReturnOptions {
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
/// those of the lead model, by [`credit_by_period`](crate::attribution::credit_by_period()). Contacts and spots cost in
/// the period in which they were. Within a period costs and credits are joined as in
/// [`returns`](super::returns::returns()): by campaign where contacts name it, else split by the cost of the
/// campaigns that run. Credit in a period in which its campaign or touchpoint costs nothing stands
/// beside a cost of 0; spend without a date has rows without a period. Over all periods, costs and
/// credits sum to those of [`returns`](super::returns::returns()).
///
/// With an [`experience_by_period`](crate::attribution::experience_by_period) of the same periods, the points of
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
/// # use cx_core::attribution::{AttributeOptions, Model, PeriodReturnInput, PeriodReturnOptions, returns_by_period};
/// # use cx_core::intake::Campaigns;
/// # use cx_core::journey::Journeys;
/// # use cx_core::kpi::Window;
/// fn worth_more(journeys: &Journeys, campaigns: &Campaigns) -> cx_core::Result<Vec<String>> {
///     let model = AttributeOptions::default().model(Model::Linear);
///     let options = PeriodReturnOptions::default().window(Window::Month);
///     let input = PeriodReturnInput { campaigns: Some(campaigns), ..Default::default() };
///     let months = returns_by_period(journeys, &input, &model, &options)?;
///     let sure = months.marginal.iter().filter(|row| row.marginal_roas_low > 1.0);
///     Ok(sure.map(|row| row.touchpoint.clone()).collect())
/// }
/// ```
///
/// # Errors
/// As [`credit_by_period`](crate::attribution::credit_by_period()) and [`returns`](super::returns::returns()): [`Error::Option`](crate::Error::Option)
/// for `shapley_rate`, [`Error::Unanswerable`](crate::Error::Unanswerable) for currencies without a rate,
/// [`Error::Mismatch`](crate::Error::Mismatch) for an experience of other periods;
/// [`Error::TooMany`](crate::Error::TooMany) for a campaign of more than 10,000 periods.
pub fn returns_by_period(
    journeys: &Journeys,
    input: &PeriodReturnInput<'_>,
    attribute: &AttributeOptions,
    options: &PeriodReturnOptions,
) -> Result<PeriodReturns> {
    let call = Call::open();
    let campaigns = input.campaigns.and_then(|campaigns| campaigns.timezone.as_deref());
    let tables = shared_zone([journeys.timezone.as_deref(), campaigns].into_iter());
    let (zone, timezone) = Zone::of_window(options.timezone.as_deref(), tables.as_deref())?;
    let zone = journeys.days.clone().unwrap_or(zone);
    let options = &PeriodReturnOptions { timezone: Some(timezone), ..options.clone() };
    let periods = options.periods();
    if let Some(experience) = input.experience {
        same_periods(experience, &periods)?;
    }
    let calendar = Calendar { window: options.window, zone: &zone };
    let found = by_period(journeys, input.spots, attribute, &periods)?;
    let model = found.lead;
    let homes = Homes::of(
        found
            .credit
            .parts_of(model)
            .map(|part| (part.touchpoint.as_str(), part.campaign.as_deref())),
    );
    let spend = Spend::of(input.campaigns, &found.credit.costs, &homes, &options.rates)?;
    let by_period = spend_by_period(journeys, input, &homes, options, calendar)?;
    let names = Names {
        spend: &spend.places,
        named: found.credit.parts_of(model).map(|part| part.touchpoint.clone()).collect(),
        met: found.credit.of(model).map(|row| row.touchpoint.clone()).collect(),
    };
    let attribute = attribute.clone().models([model]);
    let counted = Counted::between(
        options.window,
        first_day(journeys, &zone),
        settled(journeys, &attribute, options, &zone)?,
    )?;
    let mine: Vec<&PeriodPart> = found.parts.iter().filter(|part| part.model == model).collect();
    let ledger = Ledger {
        names: &names,
        spend: &spend,
        periods: &by_period.periods,
        undated: &by_period.undated,
        credits: &mine,
    };
    let marginal = marginal(&ledger, &counted, attribute.confidence)?;
    let points = input.experience.map(ExperiencePoints::by_period);
    let flags: Vec<&CreditRow> = found.credit.of(model).collect();
    let (rows, touchpoints) = rows(&names, &mine, &flags, by_period, points.as_ref());
    call.close(Ok(PeriodReturns {
        rows,
        touchpoints,
        marginal,
        counted: counted.ends(),
        model,
        currency: spend.currency,
        confidence: attribute.confidence,
        definition: Definition::of(
            "attribution.returns_by_period",
            &(
                &attribute,
                options,
                input.experience.map(|of| &of.definition),
                input.spots.map(|of| &of.definition),
                &journeys.definition,
            ),
        ),
    }))
}

/// Costs of campaigns, contacts and spots by period.
fn spend_by_period(
    journeys: &Journeys,
    input: &PeriodReturnInput<'_>,
    homes: &Homes,
    options: &PeriodReturnOptions,
    calendar: Calendar<'_>,
) -> Result<PeriodSpend> {
    let (mut spend, mut table) = (PeriodSpend::default(), SpendByTouchpoint::new());
    if let Some(campaigns) = input.campaigns {
        spend = PeriodSpend::of(campaigns, homes, &options.rates, calendar)?;
        table = Spend::of(Some(campaigns), &[], homes, &options.rates)?.places;
    }
    spend.add_contacts(journeys, calendar);
    if let Some(spots) = input.spots {
        spend.add_spots(spots, &table, calendar);
    }
    Ok(spend)
}

/// Points of other periods than those of the costs would stand in the wrong rows.
fn same_periods(experience: &PeriodExperience, periods: &PeriodOptions) -> Result<()> {
    if experience.periods == *periods {
        return Ok(());
    }
    Err(Error::Mismatch {
        what: "the periods of the experience",
        with: "those of the returns",
        remedy: "compute both with the same window, date and time zone",
    })
}

/// Touchpoints by name, then what none of them gets.
type Credits = Map<(bool, String), Credited>;

/// Rows by period, spend without a date last; and the same by touchpoint.
fn rows(
    names: &Names<'_>,
    parts: &[&PeriodPart],
    flags: &[&CreditRow],
    spend: PeriodSpend,
    experience: Option<&Map<Day, ExperiencePoints>>,
) -> (Vec<PeriodReturnRow>, Vec<PeriodReturnRow>) {
    let mut periods = Map::<Day, (Credits, SpendByTouchpoint)>::new();
    let flag = |name: &str| {
        let row = flags.iter().find(|row| row.touchpoint == name);
        row.map_or((false, false), |row| (row.lower_bound, row.undecided))
    };
    let nothing = |name: &str| {
        let (lower_bound, undecided) = flag(name);
        Credited {
            touchpoint: name.to_owned(),
            figures: Figures::nothing(),
            parts: Vec::new(),
            lower_bound,
            undecided,
        }
    };
    let place = |name: &str| ([UNATTRIBUTED, BASELINE].contains(&name), name.to_owned());
    for (day, points) in experience.into_iter().flatten() {
        let credits = &mut periods.entry(*day).or_default().0;
        for name in points.names() {
            credits.entry(place(name)).or_insert_with(|| nothing(name));
        }
    }
    for part in parts {
        let credits = &mut periods.entry(part.period).or_default().0;
        let name = part.touchpoint.as_str();
        let credit = credits.entry(place(name)).or_insert_with(|| nothing(name));
        let figures = Figures::new(part.credit, part.ends);
        if part.whole {
            credit.figures = figures;
        } else if names.named.contains(name) {
            credit.parts.push((part.campaign.clone(), figures));
        }
    }
    for (day, places) in spend.periods {
        periods.entry(day).or_default().1 = places;
    }
    let none = ExperiencePoints::default();
    let (mut rows, mut touchpoints) = (Vec::new(), Vec::new());
    let dated = |day: Option<Day>| move |row| PeriodReturnRow { period: day, row };
    for (day, (credits, places)) in periods {
        let points = experience.map(|periods| periods.get(&day).or_absent(&none));
        let joined = join(names, credits.into_values(), places, points);
        rows.extend(joined.rows.into_iter().map(dated(Some(day))));
        touchpoints.extend(joined.touchpoints.into_iter().map(dated(Some(day))));
    }
    for (touchpoint, costs) in spend.undated {
        let name = Some(touchpoint.as_str()).filter(|name| !name.is_empty());
        let unknown = Brought::unknown();
        rows.extend(costs.iter().map(|(campaign, cost)| {
            let row = unknown.row(name, campaign.as_deref(), *cost, ReturnSplit::Cost);
            PeriodReturnRow { period: None, row }
        }));
        let row = unknown.row(name, None, sum(&costs), ReturnSplit::Whole);
        touchpoints.push(PeriodReturnRow { period: None, row });
    }
    (rows, touchpoints)
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
