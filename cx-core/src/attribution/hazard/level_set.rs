//! Levels of intent over the histories of all persons.

use super::exposure::Exposure;
use super::histories::Histories;
use super::rows::Rows;

/// Data and what stays the same from step to step.
#[derive(Debug)]
pub(super) struct Levels<'a> {
    pub(super) histories: &'a Histories,
    pub(super) exposure: &'a Exposure,
    pub(super) size: usize,
    /// Intent of each level, from 0 at the lowest to 1 at the highest.
    pub(super) intent: Vec<f64>,
    /// What the search reads.
    pub(super) rows: &'a Rows,
    /// Rows of all persons.
    pub(super) persons: &'a Rows,
    /// The shortest and the longest decay, in days.
    pub(super) range: [f64; 2],
}
