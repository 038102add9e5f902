//! Returns: what was spent at a touchpoint beside what it brought.

use std::collections::BTreeMap;

use arrow_array::RecordBatch;
use serde::{Deserialize, Serialize};

use super::credit::Credit;
use super::options::Model;
use crate::columns::{BatchBuilder, NO_MONEY, money_to_f64};
use crate::intake::Campaigns;
use crate::options::Definition;
use crate::{Error, Result};

/// Options of [`returns`].
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ReturnOptions {
    /// Whose credits count; `None`: those of the first model.
    pub model: Option<Model>,
    /// For each currency of the costs, what one unit of it is in the currency of the values, for
    /// example `{"EUR": 0.95}`; 1 for the currency of the values itself. Needed as soon as costs
    /// are in more than one currency.
    pub rates: BTreeMap<String, f64>,
}

impl ReturnOptions {
    /// Sets the model whose credits count.
    pub fn model(mut self, model: Model) -> Self {
        self.model = Some(model);
        self
    }

    /// Sets what one unit of a currency is in the currency of the values.
    pub fn rate(mut self, currency: &str, rate: f64) -> Self {
        self.rates.insert(currency.to_owned(), rate);
        self
    }
}

/// Cost and return of one campaign at one touchpoint. Missing numbers are NaN.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReturnRow {
    /// The touchpoint; `None`: spend that names none.
    pub touchpoint: Option<String>,
    /// The campaign; `None`: credit of a touchpoint without spend.
    pub campaign: Option<String>,
    /// What it cost.
    pub cost: f64,
    /// Conversions credited.
    pub conversions: f64,
    /// Value credited.
    pub value: f64,
    /// Value for each unit of cost.
    pub roas: f64,
    /// `(value - cost) / cost`.
    pub roi: f64,
    /// Cost for each conversion.
    pub cost_per_conversion: f64,
    /// Experience points credited.
    pub experience_points: f64,
    /// Experience points for each 1,000 units of cost.
    pub points_per_1000: f64,
}

/// Returns of all campaigns and touchpoints.
#[derive(Debug, Clone, PartialEq)]
pub struct Returns {
    /// Rows by touchpoint in order of their names and campaign; spend that names no touchpoint
    /// comes last.
    pub rows: Vec<ReturnRow>,
    /// Model whose credits counted.
    pub model: Model,
    /// The currency of the costs, where it is said and single.
    pub currency: Option<String>,
    /// Options and the definition of the credits, as a hash.
    pub definition: Definition,
}

impl Returns {
    /// Columns `touchpoint, campaign, cost, conversions, value, roas, roi, cost_per_conversion,
    /// experience_points, points_per_1000`.
    ///
    /// # Errors
    /// None in practice.
    pub fn to_record_batch(&self) -> Result<RecordBatch> {
        let column = |pick: fn(&ReturnRow) -> f64| self.rows.iter().map(pick);
        BatchBuilder::default()
            .text("touchpoint", self.rows.iter().map(|row| row.touchpoint.as_ref()))
            .text("campaign", self.rows.iter().map(|row| row.campaign.as_ref()))
            .f64("cost", column(|row| row.cost))
            .f64("conversions", column(|row| row.conversions))
            .f64("value", column(|row| row.value))
            .f64("roas", column(|row| row.roas))
            .f64("roi", column(|row| row.roi))
            .f64("cost_per_conversion", column(|row| row.cost_per_conversion))
            .f64("experience_points", column(|row| row.experience_points))
            .f64("points_per_1000", column(|row| row.points_per_1000))
            .finish(&self.definition)
    }
}

/// Joins credits with costs by touchpoint.
///
/// The credit of a touchpoint (and its experience points, where given) is split over its campaigns
/// by their share of its cost, evenly where all cost nothing: which of two campaigns at one
/// touchpoint brought a conversion is not in the data. Every credit and every cost is in exactly
/// one row: a touchpoint without spend has a row without campaign, spend at a touchpoint that no
/// journey met has credit 0, spend that names no touchpoint has no credit. Give campaigns of the
/// same period as the credits; costs count in full.
///
/// Average returns are not marginal ones: what the *next* franc brings may be less.
///
/// # Errors
/// [`Error::Unanswerable`] when costs are in several currencies and one has no rate, or when the
/// model was not computed; [`Error::Option`] for a rate that is not positive.
pub fn returns(
    credit: &Credit,
    campaigns: &Campaigns,
    experience: Option<&BTreeMap<String, f64>>,
    options: &ReturnOptions,
) -> Result<Returns> {
    let lead = options.model.or_else(|| credit.models.first().copied());
    let Some(model) = lead.filter(|model| credit.models.contains(model)) else {
        return Err(Error::Unanswerable {
            what: format!("the credits have no model \"{}\"", lead.map_or("", Model::name)),
            remedy: "attribute with that model, or choose one of the credits' models",
        });
    };
    let spend = Spend::of(campaigns, &options.rates)?;
    let mut rows = Vec::new();
    let mut left = spend.by_touchpoint;
    let nothing = left.remove("");
    for row in credit.of(model) {
        let points = experience.map(|points| points.get(&row.touchpoint).copied().unwrap_or(0.0));
        let brought = Brought { conversions: row.conversions, value: row.value, points };
        brought.share(Some(&row.touchpoint), left.remove(&row.touchpoint), &mut rows);
    }
    for (touchpoint, spent) in left {
        let points = experience.map(|points| points.get(&touchpoint).copied().unwrap_or(0.0));
        let brought = Brought { conversions: 0.0, value: 0.0, points };
        brought.share(Some(&touchpoint), Some(spent), &mut rows);
    }
    if let Some(spent) = nothing {
        let unknown = Brought { conversions: f64::NAN, value: f64::NAN, points: None };
        unknown.share(None, Some(spent), &mut rows);
    }
    let definition = Definition::of("attribution.returns", &(options, &credit.definition));
    Ok(Returns { rows, model, currency: spend.currency, definition })
}

/// Costs of campaigns by touchpoint (blank where none is named) and campaign, in micros or NaN.
struct Spend {
    by_touchpoint: BTreeMap<String, BTreeMap<String, f64>>,
    currency: Option<String>,
}

impl Spend {
    fn of(campaigns: &Campaigns, rates: &BTreeMap<String, f64>) -> Result<Self> {
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

/// What a touchpoint brought, to be shared by its campaigns.
struct Brought {
    conversions: f64,
    value: f64,
    points: Option<f64>,
}

impl Brought {
    fn share(
        &self,
        touchpoint: Option<&String>,
        spent: Option<BTreeMap<String, f64>>,
        rows: &mut Vec<ReturnRow>,
    ) {
        let Some(spent) = spent else {
            rows.push(self.row(touchpoint, None, f64::NAN, 1.0));
            return;
        };
        let known = |cost: f64| if cost.is_nan() { 0.0 } else { cost };
        let whole: f64 = spent.values().copied().map(known).sum();
        let even = 1.0 / spent.len() as f64;
        for (campaign, cost) in spent {
            let part = if whole > 0.0 { known(cost) / whole } else { even };
            rows.push(self.row(touchpoint, Some(campaign), cost, part));
        }
    }

    fn row(
        &self,
        touchpoint: Option<&String>,
        campaign: Option<String>,
        cost: f64,
        part: f64,
    ) -> ReturnRow {
        let (conversions, value) = (self.conversions * part, self.value * part);
        let points = self.points.map_or(f64::NAN, |points| points * part);
        // Nothing can be said for each unit of a cost of nothing.
        let each = |what: f64, unit: f64| if unit > 0.0 { what / unit } else { f64::NAN };
        ReturnRow {
            touchpoint: touchpoint.cloned(),
            campaign,
            cost,
            conversions,
            value,
            roas: each(value, cost),
            roi: each(value - cost, cost),
            cost_per_conversion: each(cost, conversions),
            experience_points: points,
            points_per_1000: each(points * 1000.0, cost),
        }
    }
}
