//! The verb: credits and costs in, returns out.

use std::collections::BTreeMap;

use serde::Serialize;

use super::join::{Credited, Figures, Names, join};
use super::points::ExperiencePoints;
use super::report::Returns;
use super::spend::{Homes, Spend};
use super::sums::{by_campaign, total};
use crate::attribution::credit::{Credit, CreditPart, CreditRow};
use crate::attribution::model::Model;
use crate::declare::options;
use crate::intake::Campaigns;
use crate::options::Definition;
use crate::sure::Call;
use crate::{Error, Result};

options! {
    /// Options of [`returns`].
    #[derive(Debug, Clone, PartialEq, Serialize)]
    pub struct ReturnOptions {
        /// Whose credits count; `None`: those of the lead model.
        pub model: Option<Model> = None; set (Model),
        /// For each currency of the costs, what one unit of it is in the currency of the values, for
        /// example `{"EUR": 0.95}`; 1 for the currency of the values itself. Needed as soon as costs
        /// are in more than one currency: then for each of them, in any case, and for no other.
        pub rates: BTreeMap<String, f64> = BTreeMap::new(),
    }
}

impl ReturnOptions {
    /// Sets what one unit of a currency is in the currency of the values.
    pub fn rate(mut self, currency: &str, rate: f64) -> Self {
        self.rates.insert(currency.to_owned(), rate);
        self
    }
}

/// Joins credits with costs: what each touchpoint and each campaign brought for what it cost.
///
/// **Cost.** That of a touchpoint is the cost of its campaigns, of its contacts and of its spots, each once.
/// Contacts of kinds that the journeys exclude (service calls, complaints) stand apart as `cost_other`;
/// returns are by `cost_counted`. Contacts count whether or not they lie within a look-back or a journey
/// that converts, or have a person. The cost of a campaign that names no touchpoint belongs to the one whose
/// contacts name it, where it is one. Spots whose campaign is in `campaigns` cost what stands there.
///
/// **Credit.** That of a touchpoint is the lead model's; that of a campaign is that of the contacts that name
/// it ([`Credit::parts`]), so that a campaign which no contact names has credit 0 as soon as others of its
/// touchpoint are named. Where no contact of a touchpoint names a campaign, which of them brought a
/// conversion is not in the data: the return is known as that of the touchpoint, and its rows by campaign
/// are an allocation by cost ([`ReturnSplit::Cost`](super::ReturnSplit)), without intervals. Spend at a
/// touchpoint that no journey met has no credit and no return: where nobody recorded contacts, a return of 0
/// would be a claim.
///
/// Rows sum to those of their touchpoint, these (with what no touchpoint gets) to the outcome and to the
/// cost. Give campaigns of the same period as the credits; costs count in full. Experience points stand with
/// the touchpoints.
///
/// Intervals are those of the credits (and of the points, where these have some) by the cost, which counts as
/// known. A campaign at several touchpoints has the interval of a sum of independent credits.
/// [`pareto`](super::ReturnRow::pareto) marks what no touchpoint beats in money and experience for the same cost.
///
/// Average returns are not marginal ones: what the *next* franc brings may be less. Without a conversion set
/// there is nothing to return, and all returns are missing.
///
/// # Errors
/// [`Error::Unanswerable`] when costs are in several currencies, or rates are given, and one has no rate;
/// [`Error::UnknownName`] when the model was not computed; [`Error::Option`] for a rate that is not positive, or of a currency
/// that no cost is in.
pub fn returns<'a>(
    credit: &Credit,
    campaigns: impl Into<Option<&'a Campaigns>>,
    experience: Option<&ExperiencePoints>,
    options: &ReturnOptions,
) -> Result<Returns> {
    let call = Call::open();
    let model = options.model.unwrap_or(credit.lead);
    if !credit.models.contains(&model) {
        return Err(Error::UnknownName {
            what: "the credits' model",
            name: model.name().to_owned(),
            available: credit.models.iter().map(|model| model.name().to_owned()).collect(),
        });
    }
    let found = Homes::of(
        credit.parts_of(model).map(|part| (part.touchpoint.as_str(), part.campaign.as_deref())),
    );
    let spend = Spend::of(campaigns.into(), &credit.costs, &found, &options.rates)?;
    let credits: Vec<Credited> = credit.of(model).map(|row| credited(credit, row)).collect();
    let names = Names {
        spend: &spend.places,
        named: credit.parts_of(model).map(|part| part.touchpoint.clone()).collect(),
        met: credit.of(model).map(|row| row.touchpoint.clone()).collect(),
    };
    let joined = join(&names, credits.into_iter(), spend.places.clone(), experience);
    let divided_by = credit.parts_of(model).next().map(|part| part.divided_by);
    let made = (options, &credit.definition);
    let mut returns = Returns {
        campaigns: by_campaign(&joined.rows),
        total: total(credit, model, &joined.touchpoints),
        rows: joined.rows,
        touchpoints: joined.touchpoints,
        model,
        divided_by,
        currency: spend.currency,
        definition: Definition::of("attribution.returns", &made),
    };
    if !credit.conversion_set {
        returns.forget();
    }
    returns.mark();
    call.close(Ok(returns))
}

fn credited(credit: &Credit, row: &CreditRow) -> Credited {
    let mine = credit.parts_of(row.model).filter(|part| part.touchpoint == row.touchpoint);
    let part = |part: &CreditPart| {
        let ends =
            [[part.conversions_low, part.conversions_high], [part.value_low, part.value_high]];
        (part.campaign.clone(), Figures::new([part.conversions, part.value], ends))
    };
    let ends = [[row.conversions_low, row.conversions_high], [row.value_low, row.value_high]];
    Credited {
        touchpoint: row.touchpoint.clone(),
        figures: Figures::new([row.conversions, row.value], ends),
        parts: mine.map(part).collect(),
        lower_bound: row.lower_bound,
        undecided: row.undecided,
    }
}
