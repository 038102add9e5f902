//! Options of the Shapley models.

use crate::{Error, Result};

/// Orders of touchpoints that can be asked for.
const ORDERS: std::ops::RangeInclusive<u32> = 4..=1_000_000;

/// Checks how many orders of touchpoints are to be sampled: they come in pairs.
pub(crate) fn check_orders(orders: u32) -> Result<()> {
    if ORDERS.contains(&orders) && orders.is_multiple_of(2) {
        return Ok(());
    }
    Err(Error::Option {
        field: "permutations",
        value: orders.to_string(),
        allowed: "an even number from 4 to 1000000".into(),
    })
}
