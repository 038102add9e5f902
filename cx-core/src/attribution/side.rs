//! What all models say of outcomes of one sign, and of both together.

use super::contact::ContactPart;
use super::division::{Cells, Divided, Dividing, Key, Scheme, Source, divide, divided_by};
use super::doubt::{self, Both, Bounds, Estimate, resampled};
use super::input::Input;
use super::lanes::Replicate;
use super::large::{LARGE_MODELS, left_out};
use super::model::Family;
use super::options::AttributeOptions;
use super::outcomes::Outcomes;
use super::signs::{OneSign, Sign, Signed, any_below};
use super::sums::Estimates;
use super::{hazard, markov, rules, shapley};
use crate::journey::persons::Persons;
use crate::ordered::Map;
use crate::sure::{Absent, Sure};
use crate::{Error, Result};

/// What all models say of outcomes that are all of one sign.
pub(super) struct Side {
    /// By model, in the order asked for.
    estimates: Vec<Estimates>,
    replicates: Vec<Vec<Replicate>>,
    /// Parts of the credits of each model; none where nothing is told apart.
    divided: Vec<Vec<Divided>>,
    value: f64,
    bounds: Bounds,
}

/// A part of the credits of a model with its intervals.
#[derive(Debug, Clone, Copy)]
pub(super) struct Portion {
    pub(super) key: Key,
    /// Conversions and value.
    pub(super) credit: [f64; 2],
    pub(super) ends: [[f64; 2]; 2],
}

impl Portion {
    /// Adds an independent doubt of so much of the credit to both ends.
    pub(super) fn widen(&mut self, relative: f64) {
        for (credit, [low, high]) in self.credit.into_iter().zip(&mut self.ends) {
            let away = |end: f64| (end - credit).hypot(relative * credit);
            let positive = *low >= 0.0;
            (*low, *high) = (credit - away(*low), credit + away(*high));
            if positive {
                *low = low.max(0.0);
            }
        }
    }
}

impl Side {
    /// The replicates of a model; none without a bootstrap.
    fn of_model(&self, at: usize) -> &[Replicate] {
        self.replicates.get(at).map(Vec::as_slice).or_absent_default()
    }

    /// For the values of one sign.
    fn of_sign(
        (outcomes, repeats): (Outcomes<'_>, bool),
        sign: Sign,
        options: &AttributeOptions,
        scheme: Option<&Scheme<'_>>,
    ) -> Result<Self> {
        let one = OneSign::of(outcomes, sign);
        let outcomes = one.outcomes();
        let paths = outcomes.paths_for(options)?;
        let persons = outcomes.journeys().map(Persons::of);
        let journeys = outcomes.journeys().zip(persons.as_ref());
        let input = Input { paths: &paths, journeys, repeats };
        Self::of(outcomes, input, options, scheme)
    }

    /// For the conversions whose orders were cancelled, as values of 1.
    pub(super) fn cancelled(
        outcomes: Outcomes<'_>,
        repeats: bool,
        options: &AttributeOptions,
    ) -> Result<Self> {
        let formula = AttributeOptions { bootstrap: 0, ..options.clone() };
        Self::of_sign((outcomes, repeats), Sign::Cancelled, &formula, None)
    }

    /// The credits in value of all models, with the name of what no touchpoint gets.
    pub(super) fn values(&self) -> impl Iterator<Item = (&[f64], Option<&'static str>)> {
        self.estimates.iter().map(|estimates| (estimates.value.as_slice(), estimates.rest))
    }

    fn of(
        outcomes: Outcomes<'_>,
        input: Input<'_>,
        options: &AttributeOptions,
        scheme: Option<&Scheme<'_>>,
    ) -> Result<Self> {
        let dividing = scheme
            .filter(|scheme| scheme.divides())
            .zip(input.journeys)
            .map(|(scheme, (journeys, persons))| Dividing { scheme, journeys, persons, options });
        let worth = |journey: usize| {
            input.journeys.map_or(0.0, |(journeys, _)| journeys.worth_units(journey))
        };
        let mut by_rule = rules::estimate(options, input)?;
        let (mut estimates, mut cells) = (Vec::new(), Vec::new());
        for model in &options.models {
            let mut own = dividing.as_ref().map(|dividing| dividing.cells(&worth));
            estimates.push(match model.family() {
                Family::Rule(rule) => by_rule
                    .remove(&rule)
                    .ok_or(Error::Defect { what: "a rule without estimates" })?,
                Family::Markov => markov::estimate(options, input)?,
                Family::ShapleyRate if LARGE_MODELS => shapley::estimate(options, input)?,
                Family::Hazard if LARGE_MODELS => timed(options, input, own.as_mut())?,
                Family::ShapleyRate | Family::Hazard => return Err(left_out()),
            });
            cells.push(own);
        }
        let replicates = match options.bootstrap {
            0 => Vec::new(),
            _ if LARGE_MODELS => doubt::replicates(options, input)?,
            _ => return Err(left_out()),
        };
        let mut side = Self {
            estimates,
            replicates,
            divided: Vec::new(),
            value: outcomes.value()?,
            bounds: Bounds::of(outcomes, options.confidence)?,
        };
        for (at, (model, cells)) in options.models.iter().zip(cells).enumerate() {
            let (Some(mut cells), Some(dividing)) = (cells, &dividing) else { continue };
            dividing.fill(*model, &mut cells)?;
            let sources = side.sources(at, dividing.scheme.none());
            side.divided.push(divide(cells, divided_by(*model), &sources)?);
        }
        Ok(side)
    }

    fn sources(&self, at: usize, none: u32) -> Vec<Source> {
        let replicates = self.of_model(at);
        let figures = |place: u32, estimates: &Estimates| {
            let (place, last) = (place as usize, none as usize);
            let resampled = resampled(replicates, place);
            Estimate { resampled, ..estimates.doubtful(place, last) }
        };
        let estimates = self.estimates.get(at).sure();
        let known = estimates.map(|of| (0..=none).map(|place| (place, figures(place, of))));
        let known = known.into_iter().flatten();
        known.filter(|(_, figures)| figures.credit != [0.0; 2]).collect()
    }

    fn portions(&self, at: usize) -> Option<&[Divided]> {
        self.divided.get(at).map(Vec::as_slice)
    }
}

/// Outcomes of which none is below 0, or of both signs.
#[allow(clippy::large_enum_variant, reason = "one at a time, on the stack of the verb")]
pub(super) enum Sides {
    Plain(Side),
    /// Gains, losses, and the sizes of both.
    Both([Side; 3]),
}

impl Sides {
    pub(super) fn of(
        outcomes: Outcomes<'_>,
        input: Input<'_>,
        options: &AttributeOptions,
        scheme: Option<&Scheme<'_>>,
    ) -> Result<Self> {
        if !any_below(outcomes) {
            return Side::of(outcomes, input, options, scheme).map(Self::Plain);
        }
        if !LARGE_MODELS {
            return Err(left_out());
        }
        let formula = AttributeOptions { bootstrap: 0, ..options.clone() };
        let outcomes = (outcomes, input.repeats);
        Ok(Self::Both([
            Side::of_sign(outcomes, Sign::Above, options, scheme)?,
            Side::of_sign(outcomes, Sign::Below, options, scheme)?,
            Side::of_sign(outcomes, Sign::Size, &formula, scheme)?,
        ]))
    }

    /// The sizes of all outcomes in value.
    pub(super) fn size(&self) -> f64 {
        match self {
            Self::Plain(side) => side.value,
            Self::Both([gains, losses, _]) => gains.value + losses.value,
        }
    }

    /// The replicates of a model; those of conversions are the same for both signs.
    pub(super) fn replicates(&self, at: usize) -> &[Replicate] {
        match self {
            Self::Plain(side) | Self::Both([side, ..]) => side.of_model(at),
        }
    }

    /// The estimates of a model, and the intervals of a place among them.
    pub(super) fn model(&self, at: usize, last: usize) -> Option<Estimated<'_>> {
        match self {
            Self::Plain(side) => {
                let estimates = side.estimates.get(at).sure()?;
                let ends = move |place: usize| {
                    let resampled = resampled(side.of_model(at), place);
                    side.bounds.ends(&Estimate { resampled, ..estimates.doubtful(place, last) })
                };
                Some((estimates.clone(), Box::new(ends)))
            }
            Self::Both([gains, losses, sizes]) => {
                let of = |side: &Side| side.estimates.get(at).sure().cloned();
                let signed = Signed::of([of(gains)?, of(losses)?, of(sizes)?]);
                let whole = signed.whole([gains.value, losses.value]);
                let ends = move |place: usize| {
                    let replicates = [gains.of_model(at), losses.of_model(at)];
                    let both = signed.doubtful(place, last).resampled(replicates, place);
                    let [conversions, _] = gains.bounds.ends(&both.gained);
                    [conversions, both.ends(&[gains.bounds, losses.bounds])]
                };
                Some((whole, Box::new(ends)))
            }
        }
    }

    /// The intervals of any credit of journeys with a contact, all touchpoints together.
    pub(super) fn bounds(&self) -> &Bounds {
        match self {
            Self::Plain(side) | Self::Both([side, ..]) => &side.bounds,
        }
    }

    /// The parts of the credits of a model; none where nothing is told apart.
    pub(super) fn portions(&self, at: usize) -> Vec<Portion> {
        match self {
            Self::Plain(side) => {
                let of = |Divided { key, figures }: &Divided| Portion {
                    key: *key,
                    credit: figures.credit,
                    ends: side.bounds.ends(figures),
                };
                side.portions(at).unwrap_or_default().iter().map(of).collect()
            }
            Self::Both([gains, losses, sizes]) => {
                let by_key = |side: &Side| -> Map<Key, Estimate> {
                    let parts = side.portions(at).unwrap_or_default().iter();
                    parts.map(|part| (part.key, part.figures)).collect()
                };
                let (mut lost, mut all) = (by_key(losses), by_key(sizes));
                let gained = gains.portions(at).unwrap_or_default().iter();
                let of = |Divided { key, figures: gained }: &Divided| {
                    let (lost, all) = (lost.remove(key)?, all.remove(key)?);
                    let covariance =
                        (all.variance[1] - gained.variance[1] - lost.variance[1]) / 2.0;
                    let both = Both { gained: *gained, lost, covariance };
                    let [conversions, _] = gains.bounds.ends(gained);
                    Some(Portion {
                        key: *key,
                        credit: [gained.credit[0], gained.credit[1] - lost.credit[1]],
                        ends: [conversions, both.ends(&[gains.bounds, losses.bounds])],
                    })
                };
                gained.filter_map(of).collect()
            }
        }
    }
}

/// The estimates of a model, and the intervals of a place among them.
pub(super) type Estimated<'a> = (Estimates, Box<dyn Fn(usize) -> [[f64; 2]; 2] + 'a>);

/// The model of the times of all contacts of a person, each of which counts once.
fn timed(
    options: &AttributeOptions,
    input: Input<'_>,
    cells: Option<&mut Cells<'_>>,
) -> Result<Estimates> {
    let Some((journeys, persons)) = input.journeys.filter(|_| input.repeats) else {
        return match cells {
            Some(cells) => {
                hazard::estimate_with_parts(options, input, &mut |part| cells.add(&part))
            }
            None => hazard::estimate(options, input),
        };
    };
    let once = journeys.without_repeats();
    let input = Input { journeys: Some((&once, persons)), ..input };
    match cells {
        Some(cells) => {
            let own = journeys.places_of(&once);
            hazard::estimate_with_parts(options, input, &mut |part| {
                let step = part.step.and_then(|step| own.get(step).sure().copied());
                cells.add(&ContactPart { step, ..part });
            })
        }
        None => hazard::estimate(options, input),
    }
}
