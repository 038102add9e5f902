//! The verb: credits and costs in, returns out.

use std::collections::BTreeMap;

use serde::Serialize;

use super::super::credit::{Credit, CreditRow};
use super::super::options::Model;
use super::points::ExperiencePoints;
use super::report::{ReturnRow, Returns};
use super::spend::Spend;
use crate::fields::fields;
use crate::intake::Campaigns;
use crate::options::Definition;
use crate::stats::Interval;
use crate::{Error, Result};

/// Options of [`returns`].
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct ReturnOptions {
    /// Whose credits count; `None`: those of the first model.
    pub model: Option<Model>,
    /// For each currency of the costs, what one unit of it is in the currency of the values, for
    /// example `{"EUR": 0.95}`; 1 for the currency of the values itself. Needed as soon as costs
    /// are in more than one currency.
    pub rates: BTreeMap<String, f64>,
}

fields!(ReturnOptions: model, rates);

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

/// Joins credits with costs, by campaign where the journeys know it, else by touchpoint.
///
/// Journeys know the campaign of a contact when their touchpoint was read from two columns, so that
/// it reads `"search / SPRING"`: such a credit goes to the campaign `SPRING` at `search`. As soon as
/// one campaign of a touchpoint is known in this way, credit of the touchpoint without a campaign
/// stays without one, and a campaign that no contact names has credit 0.
///
/// Otherwise the credit of a touchpoint (and its experience points, where given) is split over its
/// campaigns by their share of its cost, evenly where all cost nothing: which of two campaigns at one
/// touchpoint brought a conversion is not in the data. Every credit and every cost is in exactly
/// one row: a touchpoint without spend has a row without campaign, spend at a touchpoint that no
/// journey met has credit 0, spend that names no touchpoint has no credit. Give campaigns of the
/// same period as the credits; costs count in full.
///
/// Intervals are those of the credits (and of the points, where these have some) by the cost, which
/// counts as known; so does the split over campaigns. [`ReturnRow::pareto`] marks what no other row
/// beats in money and experience for the same cost.
///
/// Average returns are not marginal ones: what the *next* franc brings may be less.
///
/// # Errors
/// [`Error::Unanswerable`] when costs are in several currencies and one has no rate, or when the
/// model was not computed; [`Error::Option`] for a rate that is not positive.
pub fn returns(
    credit: &Credit,
    campaigns: &Campaigns,
    experience: Option<&ExperiencePoints>,
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
    let mut join = Join { left: spend.by_touchpoint, rows: Vec::new(), experience };
    let nothing = join.left.remove("");
    let mut places = BTreeMap::<String, usize>::new();
    let mut by_touchpoint = Vec::<(String, Vec<(Option<String>, &CreditRow)>)>::new();
    for row in credit.of(model) {
        let (touchpoint, campaign) = join.place(&row.touchpoint);
        let place = *places.entry(touchpoint.clone()).or_insert(by_touchpoint.len());
        match by_touchpoint.get_mut(place) {
            Some((_, rows)) => rows.push((campaign, row)),
            None => by_touchpoint.push((touchpoint, vec![(campaign, row)])),
        }
    }
    for (touchpoint, rows) in by_touchpoint {
        join.touchpoint(&touchpoint, &rows);
    }
    for (touchpoint, spent) in std::mem::take(&mut join.left) {
        let brought = join.brought(&touchpoint, None);
        brought.share(Some(&touchpoint), spent, &mut join.rows);
    }
    if let Some(spent) = nothing {
        Brought::unknown().share(None, spent, &mut join.rows);
    }
    let definition = Definition::of("attribution.returns", &(options, &credit.definition));
    let mut returns = Returns { rows: join.rows, model, currency: spend.currency, definition };
    returns.mark();
    Ok(returns)
}

/// What is left to be joined, and what was.
struct Join<'a> {
    left: BTreeMap<String, BTreeMap<String, f64>>,
    rows: Vec<ReturnRow>,
    experience: Option<&'a ExperiencePoints>,
}

impl Join<'_> {
    /// Touchpoint and, where a credit names it, campaign. A name with spend of its own is a
    /// touchpoint, whatever it looks like.
    fn place(&self, name: &str) -> (String, Option<String>) {
        match name.rsplit_once(" / ") {
            Some((touchpoint, campaign))
                if !self.left.contains_key(name) && self.left.contains_key(touchpoint) =>
            {
                (touchpoint.to_owned(), Some(campaign.to_owned()))
            }
            _ => (name.to_owned(), None),
        }
    }

    fn brought(&self, name: &str, row: Option<&CreditRow>) -> Brought {
        let points = self.experience.map(|points| points.at(name));
        let blank = Interval { low: f64::NAN, high: f64::NAN };
        Brought {
            conversions: row.map_or(0.0, |row| row.conversions),
            conversions_in: row.map_or(blank, |row| Interval {
                low: row.conversions_low,
                high: row.conversions_high,
            }),
            value: row.map_or(0.0, |row| row.value),
            value_in: row
                .map_or(blank, |row| Interval { low: row.value_low, high: row.value_high }),
            points: points.map_or(f64::NAN, |points| points.0),
            points_in: points.map_or(blank, |points| points.1),
        }
    }

    /// The credits of one touchpoint: of the whole, or of its campaigns.
    fn touchpoint(&mut self, touchpoint: &str, credits: &[(Option<String>, &CreditRow)]) {
        let mut spent = self.left.remove(touchpoint).unwrap_or_default();
        let known = credits.iter().any(|(campaign, _)| campaign.is_some());
        for (campaign, row) in credits {
            let brought = self.brought(&row.touchpoint, Some(row));
            if !known && !spent.is_empty() {
                brought.share(Some(touchpoint), std::mem::take(&mut spent), &mut self.rows);
                continue;
            }
            let cost = campaign.as_ref().and_then(|name| spent.remove(name)).unwrap_or(f64::NAN);
            self.rows.push(brought.row(Some(touchpoint), campaign.clone(), cost, 1.0));
        }
        for (campaign, cost) in spent {
            let brought = self.brought(&format!("{touchpoint} / {campaign}"), None);
            self.rows.push(brought.row(Some(touchpoint), Some(campaign), cost, 1.0));
        }
    }
}

/// What a touchpoint brought, to be shared by its campaigns.
struct Brought {
    conversions: f64,
    conversions_in: Interval,
    value: f64,
    value_in: Interval,
    points: f64,
    points_in: Interval,
}

impl Brought {
    /// Of spend that names no touchpoint.
    fn unknown() -> Self {
        let blank = Interval { low: f64::NAN, high: f64::NAN };
        Self {
            conversions: f64::NAN,
            conversions_in: blank,
            value: f64::NAN,
            value_in: blank,
            points: f64::NAN,
            points_in: blank,
        }
    }

    fn share(
        &self,
        touchpoint: Option<&str>,
        spent: BTreeMap<String, f64>,
        rows: &mut Vec<ReturnRow>,
    ) {
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
        touchpoint: Option<&str>,
        campaign: Option<String>,
        cost: f64,
        part: f64,
    ) -> ReturnRow {
        let (conversions, value) = (self.conversions * part, self.value * part);
        let (points, points_in) = (self.points * part, self.points_in);
        // Nothing can be said for each unit of a cost of nothing.
        let each = |what: f64, unit: f64| if unit > 0.0 { what / unit } else { f64::NAN };
        ReturnRow {
            touchpoint: touchpoint.map(str::to_owned),
            campaign,
            cost,
            conversions,
            value,
            roas: each(value, cost),
            roi: each(value - cost, cost),
            cost_per_conversion: each(cost, conversions),
            experience_points: points,
            points_per_1000: each(points * 1000.0, cost),
            roas_low: each(self.value_in.low * part, cost),
            roas_high: each(self.value_in.high * part, cost),
            roi_low: each(self.value_in.low * part - cost, cost),
            roi_high: each(self.value_in.high * part - cost, cost),
            cost_per_conversion_low: each(cost, self.conversions_in.high * part),
            cost_per_conversion_high: each(cost, self.conversions_in.low * part),
            points_per_1000_low: each(points_in.low * part * 1000.0, cost),
            points_per_1000_high: each(points_in.high * part * 1000.0, cost),
            pareto: false,
        }
    }
}
