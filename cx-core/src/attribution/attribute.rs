//! The verb: outcomes in, credits out.

use super::clean::Cleaned;
use super::clusters::Persons;
use super::credit::{Credit, CreditRow, UNATTRIBUTED};
use super::doubt::{self, Bounds, Doubtful, IntervalKind, resampled};
use super::input::Input;
use super::lanes::Replicate;
use super::options::{AttributeOptions, Model};
use super::outcomes::Outcomes;
use super::signs::{OneSign, Sign, Signed, any_below, any_cancelled};
use super::sums::Estimates;
use super::{hazard, markov, rules, shapley};
use crate::exact::ExactSum;
use crate::journey::{Journeys, Paths};
use crate::options::Definition;
use crate::ordered::Map;
use crate::{Error, Result};

/// Splits the outcome of journeys over the touchpoints before it, by one or several models.
///
/// Credits and the row [`UNATTRIBUTED`] sum to the outcome; nothing is scaled to fit, and
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
/// hundreds of steps, and a replicate that stops in another place would say more of the search than
/// of the data; its intervals stay those of the information in the persons' scores.
///
/// Intervals of touchpoints with fewer than 5 conversions rest on what is known of the others; the check
/// `few_conversions` counts them. No model here is causal; [`Model::caveat`] says what each can say.
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
/// [`Error::Option`] for options out of range; [`Error::Unanswerable`] when there is no journey at
/// all, or for `time_decay` and `hazard` on aggregated paths; [`Error::TooMany`] for Markov or
/// `shapley_rate` with more than 2,000 touchpoints.
pub fn attribute<'a>(
    outcomes: impl Into<Outcomes<'a>>,
    options: &AttributeOptions,
) -> Result<Credit> {
    options.validate()?;
    let given = outcomes.into();
    let repeats = given.journeys().is_some_and(Journeys::carries);
    let cleaned = Cleaned::of(given, options)?;
    let outcomes = cleaned.outcomes();
    let paths = outcomes.paths_for(options)?;
    if paths.is_empty() {
        return Err(Error::Unanswerable {
            what: "there are no journeys to attribute".into(),
            remedy: "check the intake report, and the filter that the table came from",
        });
    }
    let persons = outcomes.journeys().map(Persons::of);
    let journeys = outcomes.journeys().zip(persons.as_ref());
    let input = Input { paths: &paths, journeys, repeats };
    let mut table = Table::new(&paths, outcomes.totals(&paths)?, options);
    if any_below(outcomes) {
        table.add_signed(outcomes, repeats, options)?;
    } else {
        let side = Side::of(outcomes, input, options)?;
        table.add_plain(&side)?;
    }
    if any_cancelled(outcomes) {
        let formula = AttributeOptions { bootstrap: 0, ..options.clone() };
        let side = Side::of_sign((outcomes, repeats), Sign::Cancelled, &formula)?;
        table.add_cancelled(&side);
    }
    table.credit.checks.extend(doubt::checks(input, options)?);
    Ok(table.credit)
}

/// What all models say of outcomes that are all of one sign.
struct Side {
    /// By model, in the order asked for.
    estimates: Vec<Estimates>,
    replicates: Vec<Vec<Replicate>>,
    value: f64,
    bounds: Bounds,
}

impl Side {
    /// The replicates of a model; none without a bootstrap.
    fn of_model(&self, at: usize) -> &[Replicate] {
        self.replicates.get(at).map_or(&[], Vec::as_slice)
    }

    /// For the values of one sign.
    fn of_sign(
        (outcomes, repeats): (Outcomes<'_>, bool),
        sign: Sign,
        options: &AttributeOptions,
    ) -> Result<Self> {
        let one = OneSign::of(outcomes, sign);
        let outcomes = one.outcomes();
        let paths = outcomes.paths_for(options)?;
        let persons = outcomes.journeys().map(Persons::of);
        let journeys = outcomes.journeys().zip(persons.as_ref());
        let input = Input { paths: &paths, journeys, repeats };
        Self::of(outcomes, input, options)
    }

    fn of(outcomes: Outcomes<'_>, input: Input<'_>, options: &AttributeOptions) -> Result<Self> {
        let mut by_rule = rules::estimate(options, input)?.into_iter();
        let estimate = |model: &Model| match model {
            Model::Markov => markov::estimate(options, input),
            Model::ShapleyRate if LARGE_MODELS => shapley::estimate(options, input),
            Model::Hazard if LARGE_MODELS => timed(options, input),
            Model::ShapleyRate | Model::Hazard => Err(left_out()),
            // The rules come in the order asked for.
            _ => Ok(by_rule.next().unwrap_or_default()),
        };
        let estimates = options.models.iter().map(estimate).collect::<Result<_>>()?;
        let replicates = match options.bootstrap {
            0 => Vec::new(),
            _ if LARGE_MODELS => doubt::replicates(options, input)?,
            _ => return Err(left_out()),
        };
        let bounds = Bounds::of(outcomes, options.confidence)?;
        Ok(Self { estimates, replicates, value: outcomes.value()?, bounds })
    }
}

/// Whether this build has the models with solvers of their own.
pub(super) const LARGE_MODELS: bool = cfg!(feature = "models");

/// The error of a build without them.
pub(super) fn left_out() -> Error {
    Error::Unanswerable {
        what: "this build goes without the models shapley_rate, hazard and markov beyond order 1, \
               and without exclude, direct_policy, outcome and bootstrap"
            .into(),
        remedy: "build cx-core with its feature \"models\"; in the browser: initAnalysis()",
    }
}

/// The model of the times of all contacts of a person, each of which counts once.
fn timed(options: &AttributeOptions, input: Input<'_>) -> Result<Estimates> {
    let Some((journeys, persons)) = input.journeys.filter(|_| input.repeats) else {
        return hazard::estimate(options, input);
    };
    let once = journeys.without_repeats();
    hazard::estimate(options, Input { journeys: Some((&once, persons)), ..input })
}

/// The credits while their models are added.
struct Table<'a> {
    paths: &'a Paths,
    /// Touchpoints that occur in a path.
    used: Vec<bool>,
    /// The sizes of all outcomes in value.
    size: f64,
    credit: Credit,
}

impl<'a> Table<'a> {
    fn new(paths: &'a Paths, [conversions, value]: [f64; 2], options: &AttributeOptions) -> Self {
        let mut used = vec![false; paths.touchpoints.len()];
        for code in &paths.codes {
            if let Some(flag) = used.get_mut(*code as usize) {
                *flag = true;
            }
        }
        let credit = Credit {
            rows: Vec::new(),
            models: options.models.clone(),
            conversions,
            value,
            residual: 0.0,
            confidence: options.confidence,
            chain: None,
            interval: if options.bootstrap > 0 {
                IntervalKind::Bootstrap
            } else {
                IntervalKind::Delta
            },
            ranks: Vec::new(),
            checks: Vec::new(),
            definition: Definition::of("attribution", &(options, &paths.definition)),
        };
        Self { paths, used, size: value, credit }
    }

    /// Outcomes of which none is below 0.
    fn add_plain(&mut self, side: &Side) -> Result<()> {
        let last = self.used.len();
        for (at, (model, estimates)) in
            self.credit.models.clone().into_iter().zip(&side.estimates).enumerate()
        {
            let replicates = side.of_model(at);
            let ends = |place: usize| {
                let resampled = resampled(replicates, place);
                side.bounds.ends(&Doubtful { resampled, ..estimates.doubtful(place, last) })
            };
            self.add(model, estimates, &ends, replicates)?;
        }
        Ok(())
    }

    /// Outcomes of which some are below 0.
    fn add_signed(
        &mut self,
        outcomes: Outcomes<'_>,
        repeats: bool,
        options: &AttributeOptions,
    ) -> Result<()> {
        let (last, outcomes) = (self.used.len(), (outcomes, repeats));
        let gains = Side::of_sign(outcomes, Sign::Above, options)?;
        let losses = Side::of_sign(outcomes, Sign::Below, options)?;
        let formula = AttributeOptions { bootstrap: 0, ..options.clone() };
        let sizes = Side::of_sign(outcomes, Sign::Size, &formula)?;
        self.size = gains.value + losses.value;
        let bounds = [gains.bounds, losses.bounds];
        let sides = gains.estimates.iter().zip(&losses.estimates).zip(&sizes.estimates);
        for (at, (model, ((gain, loss), size))) in options.models.iter().zip(sides).enumerate() {
            let signed = Signed::of([gain, loss, size].map(Clone::clone));
            let whole = signed.whole([gains.value, losses.value]);
            let replicates = [gains.of_model(at), losses.of_model(at)];
            let ends = |place: usize| {
                let both = signed.doubtful(place, last).resampled(replicates, place);
                let [conversions, _] = gains.bounds.ends(&both.gained);
                [conversions, both.ends(&bounds)]
            };
            self.add(*model, &whole, &ends, gains.of_model(at))?;
        }
        Ok(())
    }

    /// The parts of the conversions whose orders were cancelled.
    fn add_cancelled(&mut self, side: &Side) {
        let models = self.credit.models.iter().zip(&side.estimates);
        let mut places = Map::new();
        for (model, estimates) in models {
            for (place, cancelled) in estimates.value.iter().enumerate() {
                let name = match self.used.get(place) {
                    Some(_) => self.paths.touchpoints.name(place as u32).into_owned(),
                    None => estimates.rest.unwrap_or(UNATTRIBUTED).to_owned(),
                };
                places.insert((*model, name), *cancelled);
            }
        }
        for row in &mut self.credit.rows {
            let found = places.get(&(row.model, row.touchpoint.clone()));
            row.cancelled = found.copied().unwrap_or(0.0);
        }
    }

    /// The rows of a model; `ends` are the intervals of a place among its estimates.
    fn add(
        &mut self,
        model: Model,
        estimates: &Estimates,
        ends: &dyn Fn(usize) -> [[f64; 2]; 2],
        replicates: &[Replicate],
    ) -> Result<()> {
        if let Some(chain) = &estimates.chain {
            self.credit.chain = Some(chain.clone());
        }
        let mut touchpoints = Vec::new();
        for place in 0..=self.used.len() {
            let at = |column: &[f64]| column.get(place).copied().unwrap_or(0.0);
            let (conversions, value) = (at(&estimates.conversions), at(&estimates.value));
            let effect = |effects: &[f64]| effects.get(place).copied().unwrap_or(f64::NAN);
            let touchpoint = match self.used.get(place) {
                Some(false) => continue,
                Some(true) => self.paths.touchpoints.name(place as u32).into_owned(),
                None if conversions == 0.0 && value == 0.0 => continue,
                None => estimates.rest.unwrap_or(UNATTRIBUTED).to_owned(),
            };
            if place < self.used.len() {
                touchpoints.push((place, touchpoint.clone(), conversions));
            }
            let [[conversions_low, conversions_high], [value_low, value_high]] = ends(place);
            let total = self.credit.conversions;
            self.credit.rows.push(CreditRow {
                model,
                touchpoint,
                conversions,
                value,
                share: if total > 0.0 { conversions / total } else { f64::NAN },
                conversions_low,
                conversions_high,
                value_low,
                value_high,
                removal_effect: effect(&estimates.removal_effect),
                removal_effect_value: effect(&estimates.removal_effect_value),
                cancelled: 0.0,
            });
        }
        let whole = self.credit.conversions;
        let conversions = leak(total(&estimates.conversions)?, whole, whole);
        let value = leak(total(&estimates.value)?, self.credit.value, self.size);
        let residual = conversions.max(value);
        self.credit.residual = self.credit.residual.max(residual);
        let rate = estimates.conversion_rate;
        self.credit.checks.extend(doubt::of_model(model, residual, rate, self.paths));
        if !replicates.is_empty() {
            let ranks = doubt::ranks(model, &touchpoints, replicates, self.credit.confidence);
            self.credit.ranks.extend(ranks);
        }
        Ok(())
    }
}

fn total(terms: &[f64]) -> Result<f64> {
    let mut sum = ExactSum::default();
    for term in terms {
        sum.add(*term);
    }
    sum.value()
}

/// The difference between a sum and what it should be, relative to the sizes of its terms.
fn leak(sum: f64, whole: f64, size: f64) -> f64 {
    if size > 0.0 { (sum - whole).abs() / size } else { (sum - whole).abs() }
}
