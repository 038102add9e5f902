//! Credits in the order of a world's touchpoints.

use cx_core::attribution::CreditRow;

use super::TOUCHPOINTS;

/// Conversions by touchpoint, and those of the row without any.
pub fn credits_by_touchpoint<'a>(
    rows: impl Iterator<Item = &'a CreditRow>,
) -> ([f64; TOUCHPOINTS], f64) {
    let (mut credits, mut rest) = ([0.0; TOUCHPOINTS], 0.0);
    for row in rows {
        match row.touchpoint.strip_prefix('t').and_then(|at| at.parse::<usize>().ok()) {
            Some(at) => credits[at] = row.conversions,
            None => rest = row.conversions,
        }
    }
    (credits, rest)
}
