//! Parts of conversions, by what they count for.

use super::scheme::{Key, Scheme, WHOLE};
use crate::Result;
use crate::attribution::contact::ContactPart;
use crate::exact::ExactSum;
use crate::ordered::Map;
use crate::sure::Sure;

/// Conversions and value.
type Pair = [ExactSum; 2];

/// Sums over all conversions.
pub(crate) struct Cells<'a> {
    scheme: &'a Scheme<'a>,
    worth: &'a dyn Fn(usize) -> f64,
    /// Where a contact is, as codes of its own touchpoint.
    touchpoints: &'a [u32],
    person: Option<usize>,
    own: Map<(u32, Key), [f64; 2]>,
    /// By the touchpoint of the contact, and by what it counts for.
    pub(super) by_source: Map<u32, Map<Key, Cell>>,
    pub(super) keys: Map<Key, Squares>,
    pub(super) sources: Map<u32, Squares>,
}

/// Parts that came from one touchpoint and count for one key.
#[derive(Default)]
pub(super) struct Cell {
    part: Pair,
    /// Sums over persons of the square of this, and of its product with all of the touchpoint.
    squares: Pair,
    products: Pair,
}

/// A sum, and the sum of the squares of what each person adds to it.
#[derive(Default)]
pub(super) struct Squares {
    part: Pair,
    squares: Pair,
}

fn add(pair: &mut Pair, terms: [f64; 2]) {
    for (sum, term) in pair.iter_mut().zip(terms) {
        sum.add(term);
    }
}

fn values(pair: &Pair) -> Result<[f64; 2]> {
    Ok([pair[0].value()?, pair[1].value()?])
}

impl Cell {
    pub(super) fn part(&self) -> Result<[f64; 2]> {
        values(&self.part)
    }

    pub(super) fn squares(&self) -> Result<[f64; 2]> {
        values(&self.squares)
    }

    pub(super) fn products(&self) -> Result<[f64; 2]> {
        values(&self.products)
    }
}

impl Squares {
    fn add(&mut self, terms: [f64; 2]) {
        add(&mut self.part, terms);
        add(&mut self.squares, terms.map(|term| term * term));
    }

    pub(super) fn part(&self) -> Result<[f64; 2]> {
        values(&self.part)
    }

    pub(super) fn squares(&self) -> Result<[f64; 2]> {
        values(&self.squares)
    }
}

impl<'a> Cells<'a> {
    /// For contacts at these touchpoints; `worth` is the value of each journey.
    pub(crate) fn new(
        scheme: &'a Scheme<'a>,
        worth: &'a dyn Fn(usize) -> f64,
        touchpoints: &'a [u32],
    ) -> Self {
        Self {
            scheme,
            worth,
            touchpoints,
            person: None,
            own: Map::new(),
            by_source: Map::new(),
            keys: Map::new(),
            sources: Map::new(),
        }
    }

    /// Adds a part.
    pub(crate) fn add(&mut self, part: &ContactPart) {
        if self.person != Some(part.person) {
            self.close();
            self.person = Some(part.person);
        }
        if part.part == 0.0 {
            return;
        }
        let worth = (self.worth)(part.journey);
        let source = match part.step {
            None => self.scheme.none(),
            Some(step) => match self.touchpoints.get(step).sure() {
                Some(code) => *code,
                None => return,
            },
        };
        let own = &mut self.own;
        self.scheme.keys(part.journey, part.step, |key, share| {
            let sums = own.entry((source, key)).or_default();
            sums[0] += part.part * share;
            sums[1] += part.part * share * worth;
        });
    }

    /// Ends the last person.
    pub(super) fn close(&mut self) {
        let own = std::mem::take(&mut self.own);
        let mut sources = Map::<u32, [f64; 2]>::new();
        let mut keys = Map::<Key, [f64; 2]>::new();
        for ((source, key), terms) in &own {
            let sum = keys.entry(*key).or_default();
            sum.iter_mut().zip(terms).for_each(|(sum, term)| *sum += term);
            if key.campaign == WHOLE {
                let sum = sources.entry(*source).or_default();
                sum.iter_mut().zip(terms).for_each(|(sum, term)| *sum += term);
            }
        }
        for ((source, key), terms) in own {
            let Some(all) = sources.get(&source).sure() else { continue };
            let cell = self.by_source.entry(source).or_default().entry(key).or_default();
            add(&mut cell.part, terms);
            add(&mut cell.squares, terms.map(|term| term * term));
            add(&mut cell.products, [terms[0] * all[0], terms[1] * all[1]]);
        }
        for (key, terms) in keys {
            self.keys.entry(key).or_default().add(terms);
        }
        for (source, terms) in sources {
            self.sources.entry(source).or_default().add(terms);
        }
    }
}
