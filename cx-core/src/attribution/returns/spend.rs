//! What was spent, by touchpoint and campaign.

use std::collections::BTreeMap;

use crate::columns::{NO_MONEY, money_to_f64};
use crate::intake::Campaigns;
use crate::{Error, Result};

/// Costs of campaigns by touchpoint (blank where none is named) and campaign, in micros or NaN.
pub(super) struct Spend {
    pub(super) by_touchpoint: BTreeMap<String, BTreeMap<String, f64>>,
    pub(super) currency: Option<String>,
}

impl Spend {
    pub(super) fn of(campaigns: &Campaigns, rates: &BTreeMap<String, f64>) -> Result<Self> {
        let currencies = campaigns.currency.dictionary.to_vec();
        for rate in rates.values() {
            if !(rate.is_finite() && *rate > 0.0) {
                let allowed = "a positive number".to_owned();
                return Err(Error::Option { field: "rates", value: rate.to_string(), allowed });
            }
        }
        let unknown = currencies.iter().filter(|name| !rates.contains_key(*name)).count();
        if currencies.len() > 1 && unknown > 0 {
            return Err(Error::Unanswerable {
                what: format!(
                    "costs are in {} currencies ({}) and {unknown} of them have no rate",
                    currencies.len(),
                    currencies.iter().take(12).cloned().collect::<Vec<_>>().join(", "),
                ),
                remedy: "give \"rates\": for each currency, what one unit of it is in the currency of the values",
            });
        }
        // Micros by touchpoint, campaign and currency: whole, so that their order does not matter.
        let mut micros = BTreeMap::<_, BTreeMap<String, Option<i128>>>::new();
        for row in 0..campaigns.len() {
            let place = (campaigns.touchpoint.name(row), campaigns.campaign.name(row));
            let costs = micros.entry(place).or_default();
            let sum = costs.entry(campaigns.currency.name(row).into_owned()).or_default();
            let cost = campaigns.cost.get(row).copied().unwrap_or(NO_MONEY);
            if cost != NO_MONEY {
                *sum = Some(sum.unwrap_or(0) + i128::from(cost));
            }
        }
        let mut by_touchpoint = BTreeMap::<String, BTreeMap<String, f64>>::new();
        for ((touchpoint, campaign), costs) in micros {
            let known = costs.iter().filter_map(|(currency, sum)| {
                sum.map(|sum| money_to_f64(sum) * rates.get(currency).copied().unwrap_or(1.0))
            });
            let cost = known.reduce(|a, b| a + b).unwrap_or(f64::NAN);
            by_touchpoint
                .entry(touchpoint.into_owned())
                .or_default()
                .insert(campaign.into_owned(), cost);
        }
        let mut names = currencies.into_iter();
        let currency = names.next().filter(|_| names.next().is_none() && rates.is_empty());
        Ok(Self { by_touchpoint, currency })
    }
}
