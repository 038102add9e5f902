//! Journeys in, personas out.

use super::group::{Groups, choose};
use super::medoids::Space;
use super::options::PersonaOptions;
use super::report::{Persona, PersonaMember, PersonaReport, Personas};
use crate::columns::{NO_MONEY, money_to_f64};
use crate::journey::Journeys;
use crate::journey::sequences::{Measure, StateSequences};
use crate::options::Definition;
use crate::stats::Draw;
use crate::stats::{wilson, z_of};
use crate::sure::{Call, Sure};
use crate::{Error, Result};

/// Microseconds of a minute.
const MINUTE: f64 = 60e6;

impl Journeys {
    /// Personas: groups of journeys that are alike, each around a real journey.
    ///
    /// Distinct journeys are compared with the measure of `options.distance` and weighted by how
    /// often they occur; the medoids are those of PAM (Kaufman and Rousseeuw 1990: BUILD, then the
    /// best SWAP until none helps). For each number of personas in the range the mean silhouette
    /// (Rousseeuw 1987) and the stability (mean Jaccard coefficient over resamples, Hennig 2007)
    /// are reported; chosen is the largest silhouette among those of which every persona has a
    /// stability of 0.6 or more, or among all where there is none such (`report.stable` says so).
    ///
    /// With more than `limit` distinct journeys, a sample without replacement is drawn, with
    /// chances by frequency (P. Efraimidis and P. Spirakis, Information Processing Letters 97
    /// (2006) 181-185); all others join the nearest medoid. A journey belongs to persona `i` by
    /// `u_i = d_i^(-1/(m-1)) / Σ_j d_j^(-1/(m-1))` with `m` = `fuzziness` (R. Krishnapuram et al.,
    /// IEEE Transactions on Fuzzy Systems 9 (2001) 595-607).
    ///
    /// Personas describe; that a persona converts more does not say that its path is the cause.
    /// Journeys grow until they end, so a short open journey may change its persona.
    ///
    /// # Errors
    /// [`Error::Option`] for an option out of range; [`Error::Unanswerable`] for fewer than two
    /// distinct journeys; as [`StateSequences::distances`].
    ///
    /// ```
    /// # use cx_core::journey::{Journeys, PersonaOptions};
    /// fn largest(journeys: &Journeys) -> cx_core::Result<Option<f64>> {
    ///     let personas = journeys.personas(&PersonaOptions::default().between(2, 5))?;
    ///     Ok(personas.rows.first().map(|persona| persona.share))
    /// }
    /// ```
    pub fn personas(&self, options: &PersonaOptions) -> Result<Personas> {
        let call = Call::open();
        options.check()?;
        let all = self.sequences(&options.distance)?;
        if all.len() < 2 {
            return Err(Error::Unanswerable {
                what: format!("there are {} distinct journeys", all.len()),
                remedy: "personas need at least two that differ; keep repeats, or give more steps",
            });
        }
        let measure = Measure::of(&all, &options.distance)?;
        let chosen = sample(&all, options);
        let some = all.only(&chosen);
        let square = square(&measure.pairs(&some)?, some.len());
        let weight: Vec<f64> = some.weight.iter().map(|weight| *weight as f64).collect();
        let space = Space { size: some.len(), square: &square, weight: &weight };
        let (groups, choices) = choose(&space, &some.weight, options)?;
        let groups = groups.order(&some.weight);
        let medoids: Vec<usize> =
            groups.medoids.iter().filter_map(|at| chosen.get(*at).sure().copied()).collect();
        let nearest = nearest(&measure.to_each(&all, &medoids)?, &medoids, options.fuzziness);
        let of = |sequence: &u32| nearest.get(*sequence as usize).sure().copied();
        let members: Vec<PersonaMember> = all.member.iter().filter_map(of).collect();
        let best = choices.iter().find(|choice| choice.chosen);
        let report = PersonaReport {
            journeys: self.len() as u64,
            distinct: all.len() as u64,
            compared: some.len() as u64,
            covered: some.weight.iter().sum(),
            silhouette: best.map_or(f64::NAN, |choice| choice.silhouette),
            stable: best.is_some_and(|choice| choice.least_stability >= 0.6),
        };
        call.close(Ok(Personas {
            rows: self.describe(&all, &medoids, &groups, &members, options)?,
            states: all.states,
            members,
            choices,
            report,
            definition: Definition::of("journey.personas", &(&self.definition, options)),
        }))
    }

    fn describe(
        &self,
        all: &StateSequences,
        medoids: &[usize],
        groups: &Groups,
        members: &[PersonaMember],
        options: &PersonaOptions,
    ) -> Result<Vec<Persona>> {
        let mut sums = vec![Sums::default(); medoids.len()];
        for (journey, member) in members.iter().enumerate() {
            if let Some(sums) = sums.get_mut(member.persona as usize).sure() {
                sums.add(self, journey, member);
            }
        }
        let z = z_of(options.confidence)?;
        let number = |values: &[f64], at: usize| values.get(at).copied().sure_or(f64::NAN);
        let row = |(at, (sums, medoid)): (usize, (Sums, &usize))| {
            let journey = all.member.iter().position(|sequence| *sequence as usize == *medoid);
            let count = sums.journeys as f64;
            Persona {
                journey: journey.unwrap_or_default() as u32,
                path: all.get(*medoid).to_vec(),
                journeys: sums.journeys,
                persons: sums.persons(),
                share: count / self.len() as f64,
                conversions: sums.conversions,
                rate: sums.conversions as f64 / count,
                interval: wilson(sums.conversions as f64, count, z),
                open: sums.open,
                value: money_to_f64(sums.value),
                touches: sums.touches as f64 / count,
                minutes: sums.micros as f64 / count / MINUTE,
                distance: sums.distance / count,
                silhouette: number(&groups.silhouette, at),
                stability: number(&groups.stability, at),
            }
        };
        Ok(sums.into_iter().zip(medoids).enumerate().map(row).collect())
    }
}

/// What is counted of a persona's journeys.
#[derive(Debug, Clone, Default)]
struct Sums {
    journeys: u64,
    conversions: u64,
    open: u64,
    value: i128,
    touches: u64,
    micros: i128,
    distance: f64,
    person: Vec<u32>,
}

impl Sums {
    fn add(&mut self, journeys: &Journeys, journey: usize, member: &PersonaMember) {
        let is = |flags: &[bool]| u64::from(flags.get(journey).sure() == Some(&true));
        let time = |times: &[i64]| i128::from(times.get(journey).copied().sure_or_default());
        self.journeys += 1;
        self.conversions += is(&journeys.converted);
        self.open += is(&journeys.open);
        let value = journeys.value.get(journey).copied().sure_or(NO_MONEY);
        self.value += if value == NO_MONEY { 0 } else { i128::from(value) };
        self.touches += journeys.range(journey).len() as u64;
        self.micros += time(&journeys.end) - time(&journeys.start);
        self.distance += member.distance;
        self.person.extend(journeys.person.get(journey).sure());
    }

    fn persons(&self) -> u64 {
        // Journeys lie person by person.
        self.person.chunk_by(|a, b| a == b).count() as u64
    }
}

/// The distinct journeys that are compared, in their order.
fn sample(all: &StateSequences, options: &PersonaOptions) -> Vec<usize> {
    let mut chosen: Vec<usize> = (0..all.len()).collect();
    let limit = options.limit.min(options.distance.limit);
    if all.len() <= limit {
        return chosen;
    }
    let mut draw = Draw::new(options.seed, 0);
    let key = |weight: &u64| -libm::log(draw.uniform()) / *weight as f64;
    let keys: Vec<f64> = all.weight.iter().map(key).collect();
    let of = |at: usize| keys.get(at).copied().sure_or(f64::INFINITY);
    chosen.sort_unstable_by(|a, b| of(*a).total_cmp(&of(*b)).then(a.cmp(b)));
    chosen.truncate(limit);
    chosen.sort_unstable();
    chosen
}

/// The square of a condensed matrix.
fn square(condensed: &[f64], size: usize) -> Vec<f64> {
    let mut square = vec![0.0; size * size];
    let pairs = (0..size).flat_map(|a| (a + 1..size).map(move |b| (a, b)));
    for ((a, b), distance) in pairs.zip(condensed) {
        for at in [a * size + b, b * size + a] {
            if let Some(cell) = square.get_mut(at).sure() {
                *cell = *distance;
            }
        }
    }
    square
}

/// For each distinct journey, its nearest medoid and how much it belongs to it.
fn nearest(distances: &[Vec<f64>], medoids: &[usize], fuzziness: f64) -> Vec<PersonaMember> {
    let count = distances.first().map_or(0, Vec::len);
    let one = |sequence: usize| {
        let to = |list: &Vec<f64>| list.get(sequence).copied().sure_or(f64::NAN);
        let all = || distances.iter().map(to);
        if let Some(own) = medoids.iter().position(|medoid| *medoid == sequence) {
            return PersonaMember { persona: own as u32, distance: 0.0, membership: 1.0 };
        }
        let least = all().enumerate().reduce(|a, b| if b.1 < a.1 { b } else { a });
        let (persona, distance) = least.unwrap_or((0, f64::NAN));
        // Relative to the least, so that no power leaves the range of doubles.
        let part = |other: f64| libm::pow(distance / other, 1.0 / (fuzziness - 1.0));
        let alike = all().filter(|other| *other == 0.0).count();
        let membership = match alike {
            0 => 1.0 / all().map(part).sum::<f64>(),
            _ => 1.0 / alike as f64,
        };
        PersonaMember { persona: persona as u32, distance, membership }
    };
    (0..count).map(one).collect()
}
