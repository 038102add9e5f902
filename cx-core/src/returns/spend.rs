//! What was spent, by touchpoint and campaign, as a whole or by period.

use std::collections::BTreeMap;

use super::flight::Flight;
use crate::attribution::credit::TouchpointCost;
use crate::broadcast::Broadcast;
use crate::calendar::Calendar;
use crate::calendar::Day;
use crate::columns::{NO_CODE, NO_MONEY, money_to_f64};
use crate::intake::Campaigns;
use crate::journey::Journeys;
use crate::options::quoted;
use crate::ordered::Map;
use crate::sure::{Absent, Sure};
use crate::{Error, Result};

/// What something cost; NaN where not known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Cost {
    /// Campaigns, and contacts of the kinds that journeys count.
    pub(super) counted: f64,
    /// Contacts of excluded kinds.
    pub(super) other: f64,
}

impl Cost {
    pub(super) const NOTHING: Self = Self { counted: 0.0, other: 0.0 };
    pub(super) const UNKNOWN: Self = Self { counted: f64::NAN, other: f64::NAN };

    pub(super) fn whole(self) -> f64 {
        known_sum(self.counted, self.other)
    }

    pub(super) fn plus(self, other: Self) -> Self {
        Self {
            counted: known_sum(self.counted, other.counted),
            other: known_sum(self.other, other.other),
        }
    }
}

/// The sum of what is known of two amounts.
pub(super) fn known_sum(a: f64, b: f64) -> f64 {
    match (a.is_nan(), b.is_nan()) {
        (true, _) => b,
        (false, true) => a,
        (false, false) => a + b,
    }
}

/// Costs of a touchpoint by campaign; `None`: of contacts that name none.
pub(super) type Costs = Map<Option<String>, Cost>;

/// Costs by touchpoint, blank where none is named.
pub(super) type SpendByTouchpoint = Map<String, Costs>;

/// Most periods that one campaign may run.
const MOST_PERIODS: u64 = 10_000;

/// What was spent, whenever it was.
pub(super) struct Spend {
    pub(super) places: SpendByTouchpoint,
    pub(super) currency: Option<String>,
}

/// What campaigns cost, by period.
#[derive(Default)]
pub(super) struct PeriodSpend {
    /// By the first day of the period.
    pub(super) periods: Map<Day, SpendByTouchpoint>,
    /// Costs of campaigns without any date.
    pub(super) undated: SpendByTouchpoint,
}

impl Spend {
    /// Costs of campaigns, and of contacts and spots as the credits carry them, each once: of spots whose
    /// campaign is in the campaigns' table the cost there counts. `places` finds the touchpoint of a
    /// campaign that names none by the contacts that name it.
    pub(super) fn of(
        campaigns: Option<&Campaigns>,
        contacts: &[TouchpointCost],
        found: &Homes,
        rates: &BTreeMap<String, f64>,
    ) -> Result<Self> {
        let (mut places, mut currency) = (SpendByTouchpoint::new(), None);
        if let Some(campaigns) = campaigns {
            currency = super::spend::currency(campaigns, rates)?;
            let mut costs = CampaignCosts::default();
            for row in 0..campaigns.len() {
                costs.add(campaigns, row, cost(campaigns, row));
            }
            places = costs.finish(found, rates);
        }
        for cost in contacts {
            let at = (&cost.touchpoint, cost.campaign.as_ref());
            if cost.spots && in_table(&places, at) {
                continue;
            }
            let amount =
                Cost { counted: money_to_f64(cost.counted), other: money_to_f64(cost.other) };
            put(&mut places, &cost.touchpoint, cost.campaign.clone(), amount);
        }
        Ok(Self { places, currency })
    }
}

/// Whether the campaigns' table knows what a campaign cost, at this touchpoint or at none.
fn in_table(
    places: &SpendByTouchpoint,
    (touchpoint, campaign): (&String, Option<&String>),
) -> bool {
    let Some(campaign) = campaign else { return false };
    [touchpoint.as_str(), ""].iter().any(|place| {
        let costs = places.get(*place);
        costs.is_some_and(|costs| costs.contains_key(&Some(campaign.clone())))
    })
}

/// Adds a cost to its place.
pub(super) fn put(
    places: &mut SpendByTouchpoint,
    touchpoint: &str,
    campaign: Option<String>,
    cost: Cost,
) {
    let costs = places.entry(touchpoint.to_owned()).or_default();
    let sum = costs.entry(campaign).or_insert(Cost::UNKNOWN);
    *sum = sum.plus(cost);
}

/// The one touchpoint whose contacts name a campaign, by campaign; none where they are at several.
#[derive(Debug, Default)]
pub(super) struct Homes(Map<String, Option<String>>);

impl Homes {
    pub(super) fn of<'a>(parts: impl Iterator<Item = (&'a str, Option<&'a str>)>) -> Self {
        let mut homes = Map::<String, Option<String>>::new();
        for (touchpoint, campaign) in parts {
            let Some(campaign) = campaign else { continue };
            let home =
                homes.entry(campaign.to_owned()).or_insert_with(|| Some(touchpoint.to_owned()));
            if home.as_deref() != Some(touchpoint) {
                *home = None;
            }
        }
        Self(homes)
    }

    /// The touchpoint where a campaign's cost belongs.
    fn home(&self, touchpoint: String, campaign: &str) -> String {
        if !touchpoint.is_empty() {
            return touchpoint;
        }
        self.0.get(campaign).cloned().flatten().or_absent_default()
    }
}

impl PeriodSpend {
    /// Spreads the cost of each campaign over the days of its flight. The rates are those that
    /// [`Spend::of`] accepted.
    pub(super) fn of(
        campaigns: &Campaigns,
        found: &Homes,
        rates: &BTreeMap<String, f64>,
        calendar: Calendar<'_>,
    ) -> Result<Self> {
        let (mut dated, mut undated) = (Map::<Day, CampaignCosts>::new(), CampaignCosts::default());
        for row in 0..campaigns.len() {
            let cost = cost(campaigns, row);
            let Some(flight) = Flight::of(campaigns, row, calendar.zone) else {
                undated.add(campaigns, row, cost);
                continue;
            };
            let periods = flight.periods(calendar.window);
            if periods > MOST_PERIODS {
                let what = "periods of a campaign";
                return Err(Error::TooMany { what, found: periods, limit: MOST_PERIODS });
            }
            for (period, part) in flight.spread(cost, calendar.window) {
                dated.entry(period).or_default().add(campaigns, row, part);
            }
        }
        let finish = |costs: CampaignCosts| costs.finish(found, rates);
        let periods = dated.into_iter().map(|(day, costs)| (day, finish(costs))).collect();
        Ok(Self { periods, undated: finish(undated) })
    }

    /// Adds the costs of contacts by their own time.
    pub(super) fn add_contacts(&mut self, journeys: &Journeys, calendar: Calendar<'_>) {
        let mut sums = Map::<(Day, u32, u32), [i128; 2]>::new();
        for cost in &journeys.costs {
            let key = (calendar.period(cost.time), cost.touchpoint, cost.campaign);
            let [counted, other] = sums.entry(key).or_default();
            *(if cost.counted { counted } else { other }) += cost.cost;
        }
        for ((day, touchpoint, campaign), [counted, other]) in sums {
            let named = campaign != NO_CODE;
            let campaign = named.then(|| journeys.campaigns.name(campaign).into_owned());
            let cost = Cost { counted: money_to_f64(counted), other: money_to_f64(other) };
            let places = self.periods.entry(day).or_default();
            put(places, &journeys.touchpoints.name(touchpoint), campaign, cost);
        }
    }

    /// Adds the costs of spots by their own time, but for those whose campaign is in the campaigns' table.
    pub(super) fn add_spots(
        &mut self,
        response: &Broadcast,
        table: &SpendByTouchpoint,
        calendar: Calendar<'_>,
    ) {
        for spot in response.spots.iter().filter(|spot| spot.cost.is_finite()) {
            let campaign = Some(spot.campaign.clone()).filter(|name| !name.is_empty());
            if in_table(table, (&spot.touchpoint, campaign.as_ref())) {
                continue;
            }
            let cost = Cost { counted: spot.cost, other: 0.0 };
            let places = self.periods.entry(calendar.period(spot.time)).or_default();
            put(places, &spot.touchpoint, campaign, cost);
        }
    }
}

/// The cost of a row in millionths, where it is known.
fn cost(campaigns: &Campaigns, row: usize) -> Option<i64> {
    campaigns.cost.get(row).sure().copied().filter(|cost| *cost != NO_MONEY)
}

/// The currency of the costs, where it is said, single and not converted; refuses currencies that
/// cannot be added, and rates that nothing is converted by. Codes are the same in any case.
fn currency(campaigns: &Campaigns, rates: &BTreeMap<String, f64>) -> Result<Option<String>> {
    let mut currencies: Vec<String> = Vec::new();
    for name in campaigns.currency.dictionary.to_vec() {
        if !currencies.iter().any(|known| same_currency(known, &name)) {
            currencies.push(name);
        }
    }
    let refuse = |value: String, allowed: String| Error::Option { field: "rates", value, allowed };
    for (at, (code, rate)) in rates.iter().enumerate() {
        if !(rate.is_finite() && *rate > 0.0) {
            return Err(refuse(rate.to_string(), "a positive number".to_owned()));
        }
        if rates.keys().skip(at + 1).any(|other| same_currency(code, other)) {
            return Err(refuse(quoted(code), "one rate for each currency".to_owned()));
        }
        if !currencies.iter().any(|name| same_currency(name, code)) {
            let allowed = if currencies.is_empty() {
                "no rates: the costs name no currency".to_owned()
            } else {
                format!("currencies that the costs name: {}", listed(&currencies))
            };
            return Err(refuse(quoted(code), allowed));
        }
    }
    let missing = |name: &&String| rate_of(rates, name).is_none();
    let missing: Vec<String> = currencies.iter().filter(missing).cloned().collect();
    if !missing.is_empty() && (currencies.len() > 1 || !rates.is_empty()) {
        return Err(Error::Unanswerable {
            what: format!(
                "costs are in {} currencies ({}) and there is no rate for {}",
                currencies.len(),
                listed(&currencies),
                listed(&missing),
            ),
            remedy: "give \"rates\": for each currency, what one unit of it is in the currency of the values",
        });
    }
    let mut names = currencies.into_iter();
    Ok(names.next().filter(|_| names.next().is_none() && rates.is_empty()))
}

/// Whether two codes are of one currency.
pub(crate) fn same_currency(a: &str, b: &str) -> bool {
    a.trim().eq_ignore_ascii_case(b.trim())
}

/// What one unit of a currency is, where that is said.
fn rate_of(rates: &BTreeMap<String, f64>, currency: &str) -> Option<f64> {
    rates.iter().find(|(code, _)| same_currency(code, currency)).map(|(_, rate)| *rate)
}

fn listed(names: &[String]) -> String {
    names.iter().take(12).cloned().collect::<Vec<_>>().join(", ")
}

/// Millionths by touchpoint, campaign and currency: whole, so that their order does not matter.
#[derive(Default)]
struct CampaignCosts(Map<(String, String), Map<String, Option<i128>>>);

impl CampaignCosts {
    fn add(&mut self, campaigns: &Campaigns, row: usize, cost: Option<i64>) {
        let name = |column: &crate::columns::Coded| column.name(row).into_owned();
        let costs =
            self.0.entry((name(&campaigns.touchpoint), name(&campaigns.campaign))).or_default();
        let sum = costs.entry(name(&campaigns.currency)).or_default();
        if let Some(cost) = cost {
            *sum = Some(sum.unwrap_or(0) + i128::from(cost));
        }
    }

    fn finish(self, found: &Homes, rates: &BTreeMap<String, f64>) -> SpendByTouchpoint {
        let mut places = SpendByTouchpoint::new();
        for ((touchpoint, campaign), costs) in self.0 {
            let known = costs.iter().filter_map(|(currency, sum)| {
                sum.map(|sum| money_to_f64(sum) * rate_of(rates, currency).unwrap_or(1.0))
            });
            let counted = known.reduce(|a, b| a + b).unwrap_or(f64::NAN);
            let home = found.home(touchpoint, &campaign);
            put(&mut places, &home, Some(campaign), Cost { counted, other: f64::NAN });
        }
        places
    }
}
