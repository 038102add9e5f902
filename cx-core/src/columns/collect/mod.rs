//! Cells of any encoding on their way to a column.

pub(super) mod money;
pub(super) mod names;
pub(super) mod numbers;
pub(super) mod times;
