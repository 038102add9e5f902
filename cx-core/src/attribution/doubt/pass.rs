//! The replicates of all models.

use super::poisson::{Draws, Poisson};
use super::units::Units;
use crate::attribution::input::Input;
use crate::attribution::lanes::{LANES, Replicate};
use crate::attribution::large::LARGE_MODELS;
use crate::attribution::markov::{MarkovSums, MarkovWay};
use crate::attribution::model::{Family, Model};
use crate::attribution::options::AttributeOptions;
use crate::attribution::rules::Rules;
use crate::attribution::shapley::Resampled;
use crate::journey::paths::Paths;
use crate::sure::Sure;
use crate::{Error, Result, parallel};

/// Everything that does not change from replicate to replicate.
struct Work<'a> {
    options: &'a AttributeOptions,
    input: Input<'a>,
    units: Units<'a>,
    poisson: Poisson,
    rules: Rules<'a>,
    markov: Option<MarkovWay>,
    game: Option<Resampled>,
    /// Names of the touchpoints, for chains.
    names: Vec<String>,
}

/// Replicates of each model, in the order asked for; none for the time-to-event model.
pub(crate) fn replicates(
    options: &AttributeOptions,
    input: Input<'_>,
) -> Result<Vec<Vec<Replicate>>> {
    let asked = |model| options.models.contains(&model);
    let work = Work {
        options,
        input,
        units: Units::of(input),
        poisson: Poisson::new(),
        rules: Rules::new(options, input)?,
        markov: asked(Model::Markov).then(|| MarkovWay::new(options, input)).transpose()?,
        game: (LARGE_MODELS && asked(Model::ShapleyRate)).then(|| Resampled::new(input.paths)),
        names: input.paths.touchpoints.to_vec(),
    };
    let count = options.bootstrap as usize;
    let blocks = parallel::map_chunks(count, LANES, |range| work.block(range.start, range.len()))?;
    let mut whole = vec![Vec::new(); options.models.len()];
    for block in blocks {
        whole.iter_mut().zip(block).for_each(|(whole, block)| whole.extend(block));
    }
    if let Some(way @ (MarkovWay::Large | MarkovWay::States(_))) = &work.markov {
        let found = parallel::map(count, |replicate| work.alone(way, replicate))?;
        let place = options.models.iter().position(|model| *model == Model::Markov);
        if let Some(place) = place.and_then(|place| whole.get_mut(place).sure()) {
            *place = found;
        }
    }
    Ok(whole)
}

impl Work<'_> {
    /// Some replicates from `first` on, in one pass over the paths.
    fn block(&self, first: usize, lanes: usize) -> Result<Vec<Vec<Replicate>>> {
        let draws = Draws::new(&self.poisson, self.options.seed, first);
        let paths = self.input.paths;
        let mut rules = self.rules.sums();
        let counted = matches!(self.markov, Some(MarkovWay::Counted));
        let mut chain = counted.then(|| MarkovSums::new(paths.touchpoints.len()));
        let mut game = self.game.as_ref().map(Resampled::sums);
        let beyond = self.rules.look_beyond();
        for path in 0..paths.len() {
            let drawn = self.units.draw(&draws, path, |journeys, journey, lanes| {
                if beyond {
                    self.rules.add_journey(&mut rules, journeys, journey, lanes);
                }
            });
            let at = |column: &[f64]| column.get(path).copied().sure_or(0.0);
            let converts = at(&paths.conversions) > 0.0;
            let codes = paths.path(path);
            if converts || at(&paths.value) != 0.0 {
                self.rules.add_path(&mut rules, codes, &drawn);
            }
            if let Some(chain) = &mut chain {
                chain.add(codes, &drawn, converts);
            }
            if let (Some(of), Some(sums)) = (&self.game, &mut game) {
                of.add(sums, path, &drawn);
            }
        }
        let of_model = |model: &Model| match model.family() {
            Family::Rule(rule) => {
                let found = (0..lanes).map(|lane| rules.finish(rule, lane));
                found.collect::<Option<_>>().ok_or(Error::Defect { what: "a rule without sums" })
            }
            Family::Markov => {
                let chain = chain
                    .iter()
                    .flat_map(|chain| (0..lanes).map(|lane| chain.finish(&self.names, lane)));
                chain.collect()
            }
            Family::ShapleyRate => match (&self.game, &game) {
                (Some(of), Some(sums)) => of.finish(sums, lanes, self.options, self.input),
                (_, None) | (None, _) => Ok(Vec::new()),
            },
            Family::Hazard => Ok(Vec::new()),
        };
        self.options.models.iter().map(of_model).collect()
    }

    /// One replicate of a chain that is counted by itself.
    fn alone(&self, way: &MarkovWay, replicate: usize) -> Result<Replicate> {
        let draws = Draws::new(&self.poisson, self.options.seed, replicate);
        let known = self.input.paths;
        let mut paths = Paths {
            touchpoints: known.touchpoints.clone(),
            codes: Vec::new(),
            ends: Vec::new(),
            conversions: Vec::with_capacity(known.len()),
            value: Vec::with_capacity(known.len()),
            value_squares: Vec::new(),
            nulls: Vec::with_capacity(known.len()),
            below: Vec::new(),
            cancelled: Vec::new(),
            report: known.report.clone(),
            definition: known.definition.clone(),
        };
        for path in 0..known.len() {
            let drawn = self.units.draw(&draws, path, |_, _, _| ());
            let [won, ..] = drawn.won;
            let [lost, ..] = drawn.lost;
            let [value, ..] = drawn.value;
            paths.conversions.push(won);
            paths.nulls.push(lost);
            paths.value.push(value);
        }
        if matches!(way, MarkovWay::Large) {
            paths.codes.clone_from(&known.codes);
            paths.ends.clone_from(&known.ends);
        }
        way.estimate(&paths)
    }
}
