//! What people and programs write into a cell: numbers, amounts, times.

pub(in crate::columns) mod blank;
pub(in crate::columns) mod number;
pub(in crate::columns) mod pattern;
pub(in crate::columns) mod style;
pub(in crate::columns) mod units;
