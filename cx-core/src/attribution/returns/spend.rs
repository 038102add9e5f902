//! What was spent, by touchpoint and campaign, as a whole or by period.

use std::collections::BTreeMap;

use super::flight::Flight;
use crate::columns::{NO_MONEY, Zone, money_to_f64};
use crate::intake::Campaigns;
use crate::options::quoted;
use crate::ordered::Map;
use crate::stats::{Day, Window};
use crate::{Error, Result};

/// Costs by touchpoint (blank where none is named) and campaign; NaN where not known.
pub(super) type Places = Map<String, Map<String, f64>>;

/// Most periods that one campaign may run.
const MOST_PERIODS: u64 = 10_000;

/// What was spent, whenever it was.
pub(super) struct Spend {
    pub(super) places: Places,
    pub(super) currency: Option<String>,
}

/// What was spent, by period.
pub(super) struct PeriodSpend {
    /// By the first day of the period.
    pub(super) periods: Map<Day, Places>,
    /// Costs of campaigns without any date.
    pub(super) undated: Places,
}

impl Spend {
    pub(super) fn of(campaigns: &Campaigns, rates: &BTreeMap<String, f64>) -> Result<Self> {
        let currency = currency(campaigns, rates)?;
        let mut costs = Costs::default();
        for row in 0..campaigns.len() {
            costs.add(campaigns, row, cost(campaigns, row));
        }
        Ok(Self { places: costs.finish(rates), currency })
    }
}

impl PeriodSpend {
    /// Spreads the cost of each campaign over the days of its flight. The rates are those that
    /// [`Spend::of`] accepted.
    pub(super) fn of(
        campaigns: &Campaigns,
        rates: &BTreeMap<String, f64>,
        window: Window,
        zone: &Zone,
    ) -> Result<Self> {
        let (mut dated, mut undated) = (Map::<Day, Costs>::new(), Costs::default());
        for row in 0..campaigns.len() {
            let cost = cost(campaigns, row);
            let Some(flight) = Flight::of(campaigns, row, zone) else {
                undated.add(campaigns, row, cost);
                continue;
            };
            let found = flight.periods(window);
            if found > MOST_PERIODS {
                let what = "periods of a campaign";
                return Err(Error::TooMany { what, found, limit: MOST_PERIODS });
            }
            for (period, part) in flight.spread(cost, window) {
                dated.entry(period).or_default().add(campaigns, row, part);
            }
        }
        let periods = dated.into_iter().map(|(day, costs)| (day, costs.finish(rates))).collect();
        Ok(Self { periods, undated: undated.finish(rates) })
    }
}

/// The cost of a row in millionths, where it is known.
fn cost(campaigns: &Campaigns, row: usize) -> Option<i64> {
    campaigns.cost.get(row).copied().filter(|cost| *cost != NO_MONEY)
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
struct Costs(Map<(String, String), Map<String, Option<i128>>>);

impl Costs {
    fn add(&mut self, campaigns: &Campaigns, row: usize, cost: Option<i64>) {
        let name = |column: &crate::columns::Coded| column.name(row).into_owned();
        let costs =
            self.0.entry((name(&campaigns.touchpoint), name(&campaigns.campaign))).or_default();
        let sum = costs.entry(name(&campaigns.currency)).or_default();
        if let Some(cost) = cost {
            *sum = Some(sum.unwrap_or(0) + i128::from(cost));
        }
    }

    fn finish(self, rates: &BTreeMap<String, f64>) -> Places {
        let mut places = Places::new();
        for ((touchpoint, campaign), costs) in self.0 {
            let known = costs.iter().filter_map(|(currency, sum)| {
                sum.map(|sum| money_to_f64(sum) * rate_of(rates, currency).unwrap_or(1.0))
            });
            let cost = known.reduce(|a, b| a + b).unwrap_or(f64::NAN);
            places.entry(touchpoint).or_default().insert(campaign, cost);
        }
        places
    }
}
