//! Credits by removal effect in several replicates.

use super::chain::Chain;
use super::counts::{StateCounts, Ways};
use super::options::{Order, Removal};
use super::tables::resolve;
use super::transitions::TransitionCounts;
use crate::Result;
use crate::attribution::input::Input;
use crate::attribution::lanes::{Drawn, Lanes, NONE, Replicate, add, lane};
use crate::attribution::large::{LARGE_MODELS, left_out};
use crate::attribution::options::AttributeOptions;
use crate::columns::NO_CODE;
use crate::journey::paths::Paths;
use crate::sure::Sure;
use crate::tally::Tally;

/// Touchpoints up to which several replicates are counted at once; beyond, their tables are large.
const SMALL: usize = 300;

/// How replicates are made.
#[derive(Debug)]
pub(crate) enum MarkovWay {
    /// A chain of touchpoints, counted for several replicates in one pass.
    Counted,
    /// A chain of touchpoints, one replicate after the other.
    Large,
    /// A chain of any order, whose states are known.
    States(Box<(StateCounts, Ways, Removal)>),
}

impl MarkovWay {
    pub(crate) fn new(options: &AttributeOptions, input: Input<'_>) -> Result<Self> {
        let order = match options.order {
            Order::Auto if !LARGE_MODELS => return Err(left_out()),
            order => resolve(order, input.paths)?,
        };
        if order == 1 && options.removal == Removal::Redirect {
            let small = input.paths.touchpoints.len() <= SMALL;
            return Ok(if small { Self::Counted } else { Self::Large });
        }
        if !LARGE_MODELS {
            return Err(left_out());
        }
        let (counts, ways) = StateCounts::with_ways(input.paths, order, options.states)?;
        Ok(Self::States(Box::new((counts, ways, options.removal))))
    }

    /// The credits of a replicate with these counts and values of the paths.
    pub(crate) fn estimate(&self, paths: &Paths) -> Result<Replicate> {
        match self {
            Self::Counted | Self::Large => Ok(of_chain(TransitionCounts::of(paths)?.finish()?)),
            Self::States(_) if !LARGE_MODELS => Err(left_out()),
            Self::States(known) => {
                let (counts, ways, removal) = known.as_ref();
                let chain = counts.recounted(ways, paths).solve(*removal)?;
                let [conversions, value] = chain.unattributed;
                Ok(Replicate {
                    conversions: chain.conversions.into_iter().chain([conversions]).collect(),
                    value: chain.value.into_iter().chain([value]).collect(),
                })
            }
        }
    }
}

fn of_chain(chain: Chain) -> Replicate {
    let [conversions, value] = chain.unattributed;
    Replicate {
        conversions: chain.conversions.into_iter().chain([conversions]).collect(),
        value: chain.value.into_iter().chain([value]).collect(),
    }
}

/// Transitions of several replicates, as [`TransitionCounts`] has those of one.
#[derive(Debug)]
pub(crate) struct MarkovSums {
    size: usize,
    moves: Vec<Lanes>,
    value: Vec<Lanes>,
    loose: [Lanes; 2],
}

impl MarkovSums {
    pub(crate) fn new(touchpoints: usize) -> Self {
        Self {
            size: touchpoints,
            moves: vec![NONE; (touchpoints + 1) * (touchpoints + 2)],
            value: vec![NONE; touchpoints + 1],
            loose: [NONE; 2],
        }
    }

    /// Adds a path; `converts` where it has conversions in the data.
    pub(crate) fn add(&mut self, path: &[u32], drawn: &Drawn, converts: bool) {
        let Drawn { won, lost, value } = drawn;
        let mut all = *won;
        all.iter_mut().zip(lost).for_each(|(sum, lost)| *sum += lost);
        let mut from = NO_CODE;
        for code in path {
            if *code != from {
                self.count(from, *code as usize, &all);
                from = *code;
            }
        }
        self.count(from, self.size, won);
        self.count(from, self.size + 1, lost);
        let place = path.last().map_or(self.size, |code| *code as usize);
        if converts {
            add(&mut self.value, place, value, 1.0);
        } else {
            add(&mut self.loose, usize::from(path.is_empty()), value, 1.0);
        }
    }

    fn count(&mut self, from: u32, to: usize, terms: &Lanes) {
        let row = if from == NO_CODE { 0 } else { from as usize + 1 };
        add(&mut self.moves, row * (self.size + 2) + to, terms, 1.0);
    }

    /// Credits of one replicate.
    pub(crate) fn finish(&self, names: &[String], of: usize) -> Result<Replicate> {
        let [loose, without] = self.loose.map(|cell| cell.get(of).copied().sure_or(0.0));
        let (moves, value) = (lane(&self.moves, of), lane(&self.value, of));
        Chain::solve(names.to_vec(), &moves, &value, [loose, without]).map(of_chain)
    }
}
