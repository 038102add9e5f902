//! The verb: outcomes in, credits out.

use super::costs;
use super::credit::Credit;
use super::division::Scheme;
use super::options::AttributeOptions;
use super::outcomes::Outcomes;
use super::work::with_estimates;
use crate::Result;
use crate::broadcast::Broadcast;
use crate::journey::Journeys;
use crate::options::Definition;
use crate::sure::Call;

/// Splits the outcome of journeys over the touchpoints before it, by one or several models.
///
/// Credits and the row [`UNATTRIBUTED`](crate::attribution::UNATTRIBUTED) sum to the outcome; nothing is scaled to fit, and
/// [`Credit::residual`] says how well it holds. Journeys and their aggregated
/// [paths](crate::journey::Journeys::paths) give the same credits, apart from the intervals:
/// journeys of one person count as one unit, paths do not know their persons.
///
/// Credits that are sums of parts of conversions have intervals between gamma quantiles, which are skewed
/// as they are and never below 0; a value of few conversions borrows the spread of the values of all,
/// since the rare large ones are mostly not among them. Signed credits and those of `hazard` have normal
/// ones, `credit ± z * sqrt(variance)`. See the source of `doubt/interval.rs` for formulas and
/// literature. The variances:
///
/// - rules: conversions come as a Poisson process, so a credit is a compound Poisson sum with
///   variance `sum over units of (credit of the unit)^2`. The rule itself is not in doubt.
/// - `shapley_rate`: the delta method over journeys (persons); beyond 25 touchpoints plus the
///   variance of the sampled orders. Its credits are signed, and so are its intervals.
/// - Markov: the delta method with exact gradients over the transitions of each unit, which takes
///   in the doubt in the transition matrix as well as that in the totals. See the source of
///   `markov/influence.rs` for formulas and literature.
/// - hazard: the delta method, with the information of the persons' scores.
///
/// With the option `bootstrap` the variances are those of so many replicates of a Poisson bootstrap
/// instead: each person (or each journey of an aggregated path) is drawn so many times as a Poisson
/// number of mean 1 says, and every model is estimated again; [`Credit::ranks`] then says how sure
/// the order of the touchpoints is. The `hazard` model is left out of it: it is fitted by a search of
/// many steps, and a replicate that stops in another place would say more of the search than
/// of the data; its intervals stay those of the information in the persons' scores.
///
/// Intervals of touchpoints with fewer than 5 conversions rest on what is known of the others; the check
/// `few_conversions` counts them. No model here is causal;
/// [`Model::caveat`](crate::attribution::Model::caveat) says what each can say.
///
/// ```
/// use std::sync::Arc;
/// use arrow_array::{ArrayRef, Float64Array, RecordBatch, StringArray};
/// use cx_core::attribution::{AttributeOptions, Model, attribute};
/// use cx_core::journey::{PathRoles, Paths};
///
/// let path: ArrayRef = Arc::new(StringArray::from(vec!["search > branch", "branch"]));
/// let won: ArrayRef = Arc::new(Float64Array::from(vec![3.0, 1.0]));
/// let lost: ArrayRef = Arc::new(Float64Array::from(vec![1.0, 5.0]));
/// let table = RecordBatch::try_from_iter([("path", path), ("won", won), ("lost", lost)]).expect("one length");
/// let roles = PathRoles { conversions: Some("won".into()), nulls: Some("lost".into()), ..PathRoles::default() };
/// let paths = Paths::read(&[table], &roles)?;
///
/// let credit = attribute(&paths, &AttributeOptions::default().models([Model::Linear, Model::Markov]))?;
/// let linear: Vec<f64> = credit.of(Model::Linear).map(|row| row.conversions).collect();
/// assert_eq!(linear, [2.5, 1.5]);
/// # Ok::<(), cx_core::Error>(())
/// ```
///
/// # Errors
/// [`Error::Option`](crate::Error::Option) for options out of range;
/// [`Error::Unanswerable`](crate::Error::Unanswerable) when there is no journey at all;
/// [`Error::Lacking`](crate::Error::Lacking) for `time_decay`, `hazard`, `view_through` and `outcome` on
/// aggregated paths; [`Error::NotBuilt`](crate::Error::NotBuilt) without the feature `models`;
/// [`Error::TooMany`](crate::Error::TooMany) for Markov or `shapley_rate` with more than 2,000 touchpoints.
pub fn attribute<'a>(
    outcomes: impl Into<Outcomes<'a>>,
    options: &AttributeOptions,
) -> Result<Credit> {
    credit_of(outcomes.into(), None, options)
}

/// As [`attribute`], with what television and radio spots brought in rows of their own.
///
/// Of the credit of every contact that counts as a visit (see [`BroadcastOptions`](crate::broadcast::options::BroadcastOptions)),
/// each spot takes the probability that it caused the visit, [`Broadcast::causes`]. So it is taken from the
/// touchpoints of these visits, by every model, and all credits together stay what they were. The credit of
/// a touchpoint is divided among its contacts as in [`Credit::parts`]. Where journeys do not know the
/// touchpoint of the spots by contacts of its own, its credit is a [lower bound](super::CreditRow::lower_bound):
/// only what came within minutes after a spot is seen.
///
/// Intervals of spots take in the doubt in the visits that they caused.
///
/// ```
/// # use cx_core::attribution::{AttributeOptions, Broadcast, attribute_with_spots};
/// # use cx_core::journey::Journeys;
/// fn television(journeys: &Journeys, response: &Broadcast) -> cx_core::Result<f64> {
///     let credit = attribute_with_spots(journeys, response, &AttributeOptions::default())?;
///     Ok(credit.lead().filter(|row| row.lower_bound).map(|row| row.conversions).sum())
/// }
/// ```
///
/// # Errors
/// As [`attribute`]; [`Error::Lacking`](crate::Error::Lacking) when the visits were counts, which belong to no journey.
pub fn attribute_with_spots(
    journeys: &Journeys,
    response: &Broadcast,
    options: &AttributeOptions,
) -> Result<Credit> {
    credit_of(Outcomes::Journeys(journeys), Some(response), options)
}

fn credit_of(
    outcomes: Outcomes<'_>,
    response: Option<&Broadcast>,
    options: &AttributeOptions,
) -> Result<Credit> {
    let call = Call::open();
    call.close(with_estimates(outcomes, options, |work| {
        let scheme = match (work.input.journeys, response) {
            (Some((journeys, _)), Some(response)) => {
                Some(Scheme::new(journeys).with_spots(response)?)
            }
            (Some((journeys, _)), None) => Some(Scheme::new(journeys)),
            (None, _) => None,
        };
        let mut table = work.table(scheme.as_ref())?;
        if let (Some(response), Some(journeys)) = (response, work.outcomes.journeys()) {
            table.credit.costs.extend(costs::of_spots(response));
            let made = (&table.credit.definition, &response.definition, &journeys.definition);
            table.credit.definition = Definition::of("attribution.spots", &made);
        }
        Ok(table.credit)
    }))
}
