//! The credits while their models are added.

use super::costs;
use super::credit::{Credit, CreditPart, CreditRow};
use super::division::{Scheme, WHOLE, divided_by};
use super::doubt::{self, Bounds, Estimate, IntervalKind};
use super::input::Input;
use super::large::LARGE_MODELS;
use super::model::Model;
use super::side::{Portion, Side, Sides};
use super::signs::any_cancelled;
use super::work::Work;
use crate::columns::NO_CODE;
use crate::exact::ExactSum;
use crate::journey::paths::Paths;
use crate::options::Definition;
use crate::ordered::Map;
use crate::reserved::{BASELINE, UNATTRIBUTED};
use crate::stats::z_of;
use crate::sure::{Absent, Sure};
use crate::{Error, Result};

/// The credits while their models are added.
pub(super) struct Table<'a> {
    paths: &'a Paths,
    /// The sizes of all outcomes in value.
    size: f64,
    /// Names of what no touchpoint gets, by model.
    rest: Vec<(Model, &'static str)>,
    /// Credits as the scheme divides them.
    pub(super) divided: Vec<(Model, Vec<Portion>)>,
    /// Touchpoints that occur in a path.
    used: Vec<bool>,
    pub(super) credit: Credit,
}

impl<'a> Table<'a> {
    pub(super) fn new(work: &Work<'a>, sides: &Sides) -> Result<Self> {
        let (paths, options, journeys) = (work.input.paths, work.options, work.outcomes.journeys());
        let [conversions, value] = work.outcomes.totals(paths)?;
        let mut used = vec![false; paths.touchpoints.len()];
        for code in &paths.codes {
            if let Some(flag) = used.get_mut(*code as usize).sure() {
                *flag = true;
            }
        }
        let credit = Credit {
            rows: Vec::new(),
            models: options.models.clone(),
            lead: work.lead,
            lead_reason: work.reason,
            parts: Vec::new(),
            costs: journeys.map(costs::of_contacts).unwrap_or_default(),
            conversion_set: journeys.is_none_or(|journeys| !journeys.outcomes.is_empty()),
            without_contact: without_contact(paths)?,
            credited_value: [f64::NAN; 2],
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
        let (rest, divided) = (Vec::new(), Vec::new());
        Ok(Self { paths, size: sides.size(), rest, divided, used, credit })
    }

    /// The rows of a model.
    pub(super) fn add(&mut self, model: Model, at: usize, sides: &Sides) -> Result<()> {
        let last = self.used.len();
        let Some((estimates, ends)) = sides.model(at, last) else {
            return Err(Error::Defect { what: "a model without estimates" });
        };
        self.rest.push((model, estimates.rest.unwrap_or(UNATTRIBUTED)));
        if let Some(chain) = &estimates.chain {
            self.credit.chain = Some(chain.clone());
        }
        let mut touchpoints = Vec::new();
        for place in 0..=last {
            let at = |column: &[f64]| column.get(place).copied().sure_or(0.0);
            let (conversions, value) = (at(&estimates.conversions), at(&estimates.value));
            let effect = |effects: &[f64]| effects.get(place).copied().or_absent(f64::NAN);
            let touchpoint = match self.used.get(place) {
                Some(false) => continue,
                Some(true) => self.paths.touchpoints.name(place as u32).into_owned(),
                None if conversions == 0.0 && value == 0.0 => continue,
                None => estimates.rest.unwrap_or(UNATTRIBUTED).to_owned(),
            };
            if place < last {
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
                lower_bound: false,
                undecided: estimates.undecided.get(place) == Some(&true),
            });
        }
        let whole = self.credit.conversions;
        let conversions = leak(total(&estimates.conversions)?, whole, whole);
        let value = leak(total(&estimates.value)?, self.credit.value, self.size);
        let residual = conversions.max(value);
        self.credit.residual = self.credit.residual.max(residual);
        let rate = estimates.conversion_rate;
        self.credit.checks.extend(doubt::of_model(model, residual, rate, self.paths));
        let replicates = sides.replicates(at);
        if !replicates.is_empty() {
            let ranks = doubt::ranks(model, &touchpoints, replicates, self.credit.confidence);
            self.credit.ranks.extend(ranks);
        }
        Ok(())
    }

    /// The parts of the conversions whose orders were cancelled.
    pub(super) fn add_cancelled(&mut self, side: &Side) {
        let models = self.credit.models.iter().zip(side.values());
        let mut places = Map::new();
        for (model, (values, rest)) in models {
            for (place, cancelled) in values.iter().enumerate() {
                let name = match self.used.get(place) {
                    Some(_) => self.paths.touchpoints.name(place as u32).into_owned(),
                    None => rest.unwrap_or(UNATTRIBUTED).to_owned(),
                };
                places.insert((*model, name), *cancelled);
            }
        }
        for row in &mut self.credit.rows {
            let found = places.get(&(row.model, row.touchpoint.clone()));
            row.cancelled = found.copied().or_absent(0.0);
        }
    }

    /// Reads credits by campaign, and those of spots, off what was divided.
    pub(super) fn read(&mut self, scheme: &Scheme<'_>) {
        for (model, divided) in std::mem::take(&mut self.divided) {
            self.credit.parts.extend(parts(model, &divided, scheme));
            if LARGE_MODELS && scheme.has_spots() {
                self.with_spots(model, &divided, scheme);
            }
            self.divided.push((model, divided));
        }
    }

    /// Puts what spots took in rows of their own.
    fn with_spots(&mut self, model: Model, divided: &[Portion], scheme: &Scheme<'_>) {
        let mut rows = Vec::new();
        let total = self.credit.conversions;
        let whole = divided.iter().filter(|part| part.key.campaign == WHOLE);
        for Portion { key, credit, ends } in whole {
            let Some(touchpoint) = scheme.touchpoint(key.touchpoint) else { continue };
            let [conversions, value] = *credit;
            let [[conversions_low, conversions_high], [value_low, value_high]] = *ends;
            let before = self.credit.of(model).find(|row| row.touchpoint == touchpoint);
            let effects = |row: &CreditRow| (row.removal_effect, row.removal_effect_value);
            let (removal_effect, removal_effect_value) =
                before.map_or((f64::NAN, f64::NAN), effects);
            let undecided = before.is_some_and(|row| row.undecided);
            let cancelled = before.map_or(0.0, |row| row.cancelled);
            rows.push(CreditRow {
                model,
                lower_bound: scheme.only_spots(key.touchpoint),
                touchpoint,
                conversions,
                value,
                share: if total > 0.0 { conversions / total } else { f64::NAN },
                conversions_low,
                conversions_high,
                value_low,
                value_high,
                removal_effect,
                removal_effect_value,
                cancelled,
                undecided,
            });
        }
        rows.sort_by(|a, b| a.touchpoint.cmp(&b.touchpoint));
        let last = self.rest.iter().find(|(of, _)| *of == model).map(|(_, name)| *name);
        let mine = |row: &CreditRow| row.model == model;
        let rest = self.credit.rows.iter().filter(|row| mine(row));
        rows.extend(rest.filter(|row| Some(row.touchpoint.as_str()) == last).cloned());
        let place = self.credit.rows.iter().position(mine).unwrap_or(self.credit.rows.len());
        self.credit.rows.retain(|row| !mine(row));
        self.credit.rows.splice(place..place, rows);
    }

    /// The interval of what the lead model credits to all touchpoints together: the total less what no
    /// touchpoint gets where that is estimated, else of the conversions that have a contact.
    pub(super) fn credited(&mut self, input: Input<'_>, bounds: &Bounds) -> Result<()> {
        let rest = self.credit.lead().find(|row| row.touchpoint == BASELINE);
        if let Some(rest) = rest {
            let value = self.credit.value;
            self.credit.credited_value = [value - rest.value_high, value - rest.value_low];
            return Ok(());
        }
        let [bare, bare_value] = self.credit.without_contact;
        let mut squares = ExactSum::default();
        for path in (0..input.paths.len()).filter(|path| !input.paths.path(*path).is_empty()) {
            squares.add(input.paths.value_squares.get(path).copied().sure_or(0.0));
        }
        let met = self.credit.conversions - bare;
        let [_, ends] = bounds.ends(&Estimate {
            credit: [met, self.credit.value - bare_value],
            variance: [met, squares.value()?],
            ..Estimate::default()
        });
        self.credit.credited_value = ends;
        Ok(())
    }

    /// The name of what no touchpoint gets by a model.
    pub(super) fn rest_of(&self, model: Model) -> &'static str {
        self.rest.iter().find(|(of, _)| *of == model).map_or(UNATTRIBUTED, |(_, name)| *name)
    }
}

/// Credits of the contacts of each touchpoint where some name a campaign.
fn parts(model: Model, divided: &[Portion], scheme: &Scheme<'_>) -> Vec<CreditPart> {
    let named = |code: u32| {
        let mine = |part: &&Portion| part.key.touchpoint == code;
        divided.iter().filter(mine).any(|part| ![NO_CODE, WHOLE].contains(&part.key.campaign))
    };
    let mut parts = Vec::new();
    for Portion { key, credit, ends } in divided.iter().filter(|part| part.key.campaign != WHOLE) {
        let Some(touchpoint) = scheme.touchpoint(key.touchpoint) else { continue };
        if !named(key.touchpoint) {
            continue;
        }
        let campaign = (key.campaign != NO_CODE).then(|| scheme.campaign(key.campaign));
        let [conversions, value] = *credit;
        let [[conversions_low, conversions_high], [value_low, value_high]] = *ends;
        parts.push(CreditPart {
            model,
            touchpoint,
            campaign: campaign.flatten(),
            conversions,
            value,
            conversions_low,
            conversions_high,
            value_low,
            value_high,
            divided_by: divided_by(model),
        });
    }
    parts.sort_by(|a, b| {
        let last = |part: &CreditPart| part.campaign.is_none();
        a.touchpoint
            .cmp(&b.touchpoint)
            .then(last(a).cmp(&last(b)))
            .then_with(|| a.campaign.cmp(&b.campaign))
    });
    parts
}

/// Conversions and value without any contact before them.
fn without_contact(paths: &Paths) -> Result<[f64; 2]> {
    let mut sums = [ExactSum::default(), ExactSum::default()];
    for path in (0..paths.len()).filter(|path| paths.path(*path).is_empty()) {
        for (sum, column) in sums.iter_mut().zip([&paths.conversions, &paths.value]) {
            sum.add(column.get(path).copied().sure_or(0.0));
        }
    }
    Ok([sums[0].value()?, sums[1].value()?])
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

impl Work<'_> {
    /// The credits of all models, divided as the scheme says.
    pub(super) fn table(&self, scheme: Option<&Scheme<'_>>) -> Result<Table<'_>> {
        let sides = Sides::of(self.outcomes, self.input, self.options, scheme)?;
        let mut table = Table::new(self, &sides)?;
        for (at, model) in self.options.models.iter().enumerate() {
            table.add(*model, at, &sides)?;
            let mut portions = sides.portions(at);
            if let Some(scheme) = scheme.filter(|scheme| LARGE_MODELS && scheme.has_spots()) {
                let z = z_of(self.options.confidence)?;
                for portion in &mut portions {
                    if let Some(doubt) = scheme.doubt(&portion.key) {
                        portion.widen(z * doubt);
                    }
                }
            }
            table.divided.push((*model, portions));
        }
        if LARGE_MODELS && any_cancelled(self.outcomes) {
            table.add_cancelled(&Side::cancelled(self.outcomes, self.input.repeats, self.options)?);
        }
        table.credit.checks.extend(doubt::checks(self.input, self.options)?);
        if let Some(scheme) = scheme {
            table.read(scheme);
        }
        table.credited(self.input, sides.bounds())?;
        Ok(table)
    }
}
