//! The verb: credits and costs in, returns out.

use std::collections::BTreeMap;

use serde::Serialize;

use super::super::credit::Credit;
use super::super::options::Model;
use super::join::{Credited, Names, join};
use super::points::ExperiencePoints;
use super::report::Returns;
use super::spend::Spend;
use crate::fields::fields;
use crate::intake::Campaigns;
use crate::options::Definition;
use crate::{Error, Result};

/// Options of [`returns`].
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct ReturnOptions {
    /// Whose credits count; `None`: those of the first model.
    pub model: Option<Model>,
    /// For each currency of the costs, what one unit of it is in the currency of the values, for
    /// example `{"EUR": 0.95}`; 1 for the currency of the values itself. Needed as soon as costs
    /// are in more than one currency: then for each of them, in any case, and for no other.
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
/// journey met, or that names no touchpoint, has no credit and no return: where nobody recorded contacts,
/// a return of 0 would be a claim. Give campaigns of the
/// same period as the credits; costs count in full.
///
/// Intervals are those of the credits (and of the points, where these have some) by the cost, which
/// counts as known; so does the split over campaigns. [`pareto`](super::ReturnRow::pareto) marks what no other row
/// beats in money and experience for the same cost.
///
/// Average returns are not marginal ones: what the *next* franc brings may be less.
///
/// # Errors
/// [`Error::Unanswerable`] when costs are in several currencies, or rates are given, and one has no rate,
/// or when the model was not computed; [`Error::Option`] for a rate that is not positive, or of a currency
/// that no cost is in.
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
    let names = Names::new(&spend.places, credit.of(model).map(|row| row.touchpoint.as_str()));
    let credits = credit.of(model).map(Credited::from);
    let rows = join(&names, credits, spend.places.clone(), experience);
    let definition = Definition::of("attribution.returns", &(options, &credit.definition));
    let mut returns = Returns { rows, model, currency: spend.currency, definition };
    returns.mark();
    Ok(returns)
}
