//! The model's side of conformance: distinct journeys, each aligned once.

use std::collections::BTreeMap;

use super::Net;
use super::align::{Found, Prices, align};
use super::markings::{Compiled, Markings};
use super::options::{By, ConformOptions, micros};
use super::report::{AlignedVariant, ConformRow, Conformance, Deviation, DeviationKind, Fit};
use crate::columns::{Dictionary, NO_CODE, money_to_f64};
use crate::journey::Journeys;
use crate::journey::contacts::{Item, Units};
use crate::journey::paths::distinct::Sequences;
use crate::reserved::CONVERSION;
use crate::stats::{t_of, wilson};
use crate::sure::{Sure, run_of};
use crate::{Error, Result, parallel};

/// Distinct journeys that one task aligns.
const VARIANTS: usize = 32;

/// The contacts that journeys and model are made of.
struct Alphabet {
    names: Dictionary,
    /// For each code of the journeys' own dictionary, that of `names`.
    own: Vec<u32>,
    /// The code of a conversion, where the model names it.
    conversion: Option<u32>,
    by: By,
}

impl Alphabet {
    fn of(journeys: &Journeys, net: &Net, options: &ConformOptions) -> Result<Self> {
        let (own, what) = match options.by {
            By::Touchpoint => (&journeys.touchpoints, "touchpoint"),
            By::Event => (&journeys.events, "event"),
        };
        let known = own.to_vec();
        let wanted = net.names();
        for name in wanted.iter().filter(|name| !options.allow_unknown && **name != CONVERSION) {
            own.require(what, name)?;
        }
        let all = known.iter().map(String::as_str).chain(wanted.iter().copied());
        let (names, mut codes) = Dictionary::from_names(all)?;
        codes.truncate(known.len());
        for name in options.missing.keys().chain(options.extra.keys()) {
            names.require(what, name)?;
        }
        let conversion = wanted.contains(&CONVERSION).then(|| names.code(CONVERSION)).flatten();
        Ok(Self { names, own: codes, conversion, by: options.by })
    }

    fn code(&self, item: &Item) -> u32 {
        let code = match self.by {
            By::Touchpoint => item.touchpoint,
            By::Event => item.event,
        };
        let own = || self.own.get(code as usize).copied().sure_or(NO_CODE);
        self.conversion.filter(|_| item.converts).unwrap_or_else(own)
    }

    fn prices(&self, options: &ConformOptions) -> Prices {
        let by_code = |costs: &BTreeMap<String, f64>| {
            let price = |name: &str| costs.get(name).map_or(0, |cost| micros(*cost));
            self.names.names().map(|name| price(&name)).collect()
        };
        Prices { missing: by_code(&options.missing), extra: by_code(&options.extra) }
    }
}

/// Aligns all units with the model and adds what was found to the report.
pub(super) fn deviations(
    journeys: &Journeys,
    net: &Net,
    options: &ConformOptions,
    z: f64,
    report: &mut Conformance,
) -> Result<()> {
    let alphabet = Alphabet::of(journeys, net, options)?;
    let conversions = alphabet.conversion.is_some();
    let units = Units::of(journeys, options.unit, options.session_gap, conversions);
    let compiled = Compiled::of(net, |name| alphabet.names.code(name).unwrap_or(NO_CODE));
    let prices = alphabet.prices(options);
    let shortest = shortest(&compiled, options.max_states)?;
    distinct(&units, &alphabet, options.judge_open, report);
    let parts = parallel::map_chunks(report.variants.len(), VARIANTS, |range| {
        let mut markings = Markings::of(&compiled);
        let paths = Sequences { codes: &report.paths, ends: &report.ends };
        let one = |variant: usize| {
            let open = report.variants.get(variant).sure().is_some_and(|variant| variant.open);
            align(&mut markings, paths.get(variant), &prices, open, options.max_states)
        };
        range.map(one).collect::<Result<Vec<Found>>>()
    })?;
    report.contacts = alphabet.names;
    for (number, found) in parts.into_iter().flatten().enumerate() {
        note(number, found, shortest, &prices, report);
    }
    summarise(report, z);
    report.fit = Some(fit(report, shortest, options.confidence)?);
    Ok(())
}

/// How many contacts the shortest journey has that the model accepts.
fn shortest(net: &Compiled, limit: usize) -> Result<u32> {
    let nothing = Prices::default();
    match align(&mut Markings::of(net), &[], &nothing, false, limit)? {
        Found::Best(missing) => Ok(missing.len() as u32),
        Found::Nothing => Err(Error::Unanswerable {
            what: "the model accepts no journey at all: it cannot come to its end".into(),
            remedy: "mend the net's arcs, or give a block model",
        }),
        Found::Capped(_) => Err(Error::Unanswerable {
            what: format!("no way through the model was found within {limit} states"),
            remedy: "raise \"max_states\", or put less in parallel",
        }),
    }
}

/// The distinct sequences of contacts, and which unit has which.
fn distinct(units: &Units<'_>, alphabet: &Alphabet, judge_open: bool, report: &mut Conformance) {
    // A last code marks what is open, so that it does not come together with what is not.
    let mark = alphabet.names.len() as u32;
    let (mut codes, mut ends, mut items) = (Vec::new(), Vec::new(), Vec::new());
    for unit in 0..units.len() {
        units.items(unit, &mut items);
        codes.extend(items.iter().map(|item| alphabet.code(item)));
        if units.over(unit).is_none() && !judge_open {
            codes.push(mark);
        }
        ends.push(codes.len());
    }
    report.person = (0..units.len()).map(|unit| units.person(unit)).collect();
    report.variant = vec![NO_CODE; units.len()];
    let sequences = Sequences { codes: &codes, ends: &ends };
    let groups = sequences.group(mark as usize + 1);
    let mut path = Vec::new();
    for number in 0..groups.members.len() {
        for unit in groups.members.rows(number..number + 1) {
            if let Some(variant) = report.variant.get_mut(unit).sure() {
                *variant = number as u32;
            }
        }
        path.clear();
        groups.sequence(number, sequences, &mut path);
        let count = groups.members.size(number) as u64;
        let open = path.last() == Some(&mark);
        report.paths.extend(path.iter().filter(|code| **code != mark));
        report.ends.push(report.paths.len());
        let (cost, fitness) = (f64::NAN, f64::NAN);
        let variant =
            AlignedVariant { units: count, open, deviations: 0, cost, fitness, capped: false };
        report.variants.push(variant);
    }
}

/// Notes what was found of a variant.
fn note(number: usize, found: Found, shortest: u32, prices: &Prices, report: &mut Conformance) {
    let length = run_of(&report.ends, number).len();
    let Some(variant) = report.variants.get_mut(number).sure() else { return };
    let deviants = match found {
        Found::Best(deviants) => deviants,
        Found::Capped(least) => {
            (variant.deviations, variant.capped) = (least, true);
            return;
        }
        Found::Nothing => {
            variant.capped = true;
            return;
        }
    };
    let worst = length + if variant.open { 0 } else { shortest as usize };
    let price = |deviant: &super::align::Deviant| prices.of(deviant.kind, deviant.code);
    variant.deviations = deviants.len() as u32;
    variant.cost = money_to_f64(deviants.iter().map(|d| i128::from(price(d))).sum());
    variant.fitness = if worst == 0 { 1.0 } else { 1.0 - deviants.len() as f64 / worst as f64 };
    report.deviations.extend(deviants.iter().map(|deviant| Deviation {
        variant: number as u32,
        position: deviant.position,
        kind: deviant.kind,
        contact: deviant.code,
        units: variant.units,
        cost: money_to_f64(i128::from(price(deviant))),
    }));
}

/// Units, single cases and cost of one kind of deviation.
#[derive(Default)]
struct Sum {
    units: u64,
    cases: u64,
    cost: f64,
}

/// One row for the model and one for each contact that is missing or extra.
fn summarise(report: &mut Conformance, z: f64) {
    let units = |keep: &dyn Fn(&AlignedVariant) -> bool| -> u64 {
        report.variants.iter().filter(|v| keep(v)).map(|v| v.units).sum()
    };
    let fits = |v: &AlignedVariant| !v.capped && v.deviations == 0;
    let capped = units(&|v| v.capped);
    let counts = [units(&|v| fits(v) && !v.open), units(&|v| !fits(v) && !v.capped)];
    let pending = units(&|v| fits(v) && v.open);
    let mut sums: BTreeMap<(DeviationKind, u32), Sum> = BTreeMap::new();
    let mut whole = Sum::default();
    for same in report.deviations.chunk_by(|a, b| a.variant == b.variant) {
        let mut seen: Vec<(DeviationKind, u32)> = Vec::new();
        for one in same {
            let sum = sums.entry((one.kind, one.contact)).or_default();
            if !seen.contains(&(one.kind, one.contact)) {
                seen.push((one.kind, one.contact));
                sum.units += one.units;
            }
            for sum in [sum, &mut whole] {
                sum.cases += one.units;
                sum.cost += one.cost * one.units as f64;
            }
        }
    }
    let aligned = counts[0] + counts[1] + pending;
    report.summary.push(row("model".into(), "model", counts, [pending, capped], &whole, z));
    for ((kind, code), sum) in sums {
        let counts = [aligned - sum.units, sum.units];
        let name = report.contacts.name(code).into_owned();
        report.summary.push(row(name, kind.name(), counts, [0, 0], &sum, z));
    }
}

fn row(
    check: String,
    kind: &str,
    [fulfilled, violated]: [u64; 2],
    [pending, capped]: [u64; 2],
    sum: &Sum,
    z: f64,
) -> ConformRow {
    let mut summary = summary(check, kind, [fulfilled, violated, pending], sum.cases, z);
    summary.activated += capped;
    summary.capped = capped;
    summary.cost = sum.cost;
    summary
}

/// A row without cost.
pub(super) fn summary(
    check: String,
    kind: &str,
    [fulfilled, violated, pending]: [u64; 3],
    cases: u64,
    z: f64,
) -> ConformRow {
    let decided = (fulfilled + violated) as f64;
    let interval = wilson(fulfilled as f64, decided, z);
    ConformRow {
        check,
        kind: kind.to_owned(),
        activated: fulfilled + violated + pending,
        fulfilled,
        violated,
        pending,
        capped: 0,
        share: fulfilled as f64 / decided,
        low: interval.low,
        high: interval.high,
        cases,
        cost: f64::NAN,
    }
}

/// The mean fitness with its interval.
fn fit(report: &Conformance, shortest: u32, confidence: f64) -> Result<Fit> {
    let known = || report.variants.iter().filter(|variant| !variant.capped);
    let units: u64 = known().map(|variant| variant.units).sum();
    let n = units as f64;
    let fitness = known().map(|v| v.fitness * v.units as f64).sum::<f64>() / n;
    let squares = known().map(|v| (v.fitness - fitness).powi(2) * v.units as f64).sum::<f64>();
    // One unit shows no spread; NaN must not meet `max`, which would make a bound of it.
    let [low, high] = if units > 1 {
        let half = t_of(confidence, n - 1.0)? * (squares / (n - 1.0) / n).sqrt();
        [(fitness - half).max(0.0), (fitness + half).min(1.0)]
    } else {
        [f64::NAN; 2]
    };
    Ok(Fit { fitness, low, high, units, shortest: u64::from(shortest) })
}
