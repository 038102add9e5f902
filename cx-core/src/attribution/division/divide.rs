//! The credit of each touchpoint, divided over what its contacts count for.

use super::cells::{Cell, Cells, Squares};
use super::scheme::{Key, WHOLE};
use crate::Result;
use crate::attribution::credit::DividedBy;
use crate::attribution::doubt::Estimate;
use crate::attribution::sums::Shape;
use crate::columns::NO_CODE;
use crate::ordered::Map;

/// A part of the credits with what its interval is made of.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Divided {
    pub(crate) key: Key,
    pub(crate) figures: Estimate,
}

/// The credit of a touchpoint with what its interval is made of.
pub(crate) type Source = (u32, Estimate);

/// Divides credits.
///
/// A model that splits each journey says what every contact gets: the credit of a key is the sum of these
/// parts, and its variance the sum of the squares of what each person adds. Else the credit `C` of a
/// touchpoint is divided by its contacts' parts: with `a` of all `A` for a key, `s = a / A`,
///
/// ```text
/// credit  C s
/// Var     s^2 Var C + C^2 sum over persons of (a_i - s A_i)^2 / A^2
/// ```
///
/// the second term being the linearised variance of a ratio of sums over independent persons. Values are
/// divided by the values of the parts; none of them is below 0, since gains and losses are divided each by
/// itself.
pub(crate) fn divide(
    mut cells: Cells<'_>,
    divided_by: DividedBy,
    sources: &[Source],
) -> Result<Vec<Divided>> {
    cells.close();
    match divided_by {
        DividedBy::Own => own(&cells, sources),
        DividedBy::Hazard | DividedBy::Linear => by_share(&cells, sources),
    }
}

fn own(cells: &Cells<'_>, sources: &[Source]) -> Result<Vec<Divided>> {
    // What a bootstrap says of the variance of a touchpoint's credit holds for the parts of it.
    let mut wider = Map::<Key, [f64; 2]>::new();
    for (source, figures) in sources {
        let (Some(resampled), Some(own)) = (figures.resampled, cells.by_source.get(source)) else {
            continue;
        };
        let factors = both(|at| match (resampled[at], figures.variance[at]) {
            (of, by) if by > 0.0 => of / by,
            _ => 1.0,
        });
        for key in own.keys() {
            let most = wider.entry(*key).or_insert(factors);
            *most = both(|at| most[at].max(factors[at]));
        }
    }
    let divided = |(key, sums): (&Key, &Squares)| {
        let (credit, variance) = (sums.part()?, sums.squares()?);
        let resampled = wider.get(key).map(|by| both(|at| variance[at] * by[at]));
        let figures = Estimate { credit, variance, resampled, ..Estimate::default() };
        Ok(Divided { key: *key, figures })
    };
    cells.keys.iter().map(divided).collect()
}

fn by_share(cells: &Cells<'_>, sources: &[Source]) -> Result<Vec<Divided>> {
    let mut sums = Map::<Key, Estimate>::new();
    let mut add = |key: Key, figures: &Estimate| {
        let Some(sum) = sums.get_mut(&key) else {
            sums.insert(key, *figures);
            return;
        };
        *sum = plus(sum, figures);
    };
    for (source, figures) in sources {
        match (cells.sources.get(source), cells.by_source.get(source)) {
            (Some(whole), Some(own)) if whole.part()?[0] != 0.0 => {
                let whole = (whole.part()?, whole.squares()?);
                for (key, cell) in own {
                    add(*key, &share(figures, cell, whole)?);
                }
            }
            // No contact of a conversion says what the credit is for.
            _ => {
                for campaign in [NO_CODE, WHOLE] {
                    add(Key { period: None, touchpoint: *source, campaign }, figures);
                }
            }
        }
    }
    Ok(sums.into_iter().map(|(key, figures)| Divided { key, figures }).collect())
}

/// The part of a touchpoint's credit that a cell has of its contacts.
fn share(of: &Estimate, cell: &Cell, (whole, squares): ([f64; 2], [f64; 2])) -> Result<Estimate> {
    let (part, own, products) = (cell.part()?, cell.squares()?, cell.products()?);
    // Where nothing is worth anything, value is divided as the conversions are.
    let base = [0, usize::from(whole[1] != 0.0)];
    let shares = base.map(|at| part[at] / whole[at]);
    let ratio = |at: usize| {
        let (by, at) = (shares[at], base[at]);
        let spread = own[at] - 2.0 * by * products[at] + by * by * squares[at];
        spread.max(0.0) / (whole[at] * whole[at])
    };
    let scaled = |variance: [f64; 2]| both(|at| shares[at] * shares[at] * variance[at]);
    let more = both(|at| of.credit[at] * of.credit[at] * ratio(at));
    let sum = |variance: [f64; 2]| both(|at| scaled(variance)[at] + more[at]);
    Ok(Estimate {
        credit: both(|at| of.credit[at] * shares[at]),
        variance: sum(of.variance),
        resampled: of.resampled.map(sum),
        unseen: of.unseen.map(scaled),
        shape: of.shape,
    })
}

/// Figures of two touchpoints that count for the same, as if independent.
fn plus(a: &Estimate, b: &Estimate) -> Estimate {
    let sum = |a: [f64; 2], b: [f64; 2]| both(|at| a[at] + b[at]);
    let maybe = |a: Option<[f64; 2]>, b: Option<[f64; 2]>| match (a, b) {
        (Some(a), Some(b)) => Some(sum(a, b)),
        (one, None) | (None, one) => one,
    };
    Estimate {
        credit: sum(a.credit, b.credit),
        variance: sum(a.variance, b.variance),
        resampled: maybe(a.resampled, b.resampled),
        unseen: maybe(a.unseen, b.unseen),
        shape: if a.shape == Shape::Signed { a.shape } else { b.shape },
    }
}

/// Conversions and value.
fn both(figure: impl Fn(usize) -> f64) -> [f64; 2] {
    [figure(0), figure(1)]
}
