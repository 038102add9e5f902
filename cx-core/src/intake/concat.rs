//! Columns of several parts, one below the other.

use std::borrow::Cow;

use super::report::IntakeReport;
use crate::calendar::CivilDays;
use crate::columns::{Coded, NO_CODE};
use crate::{Error, Result};

/// A table of which several may be put below one another.
pub(super) trait Part {
    /// The name that errors use.
    const TABLE: &'static str;

    /// How many rows it has.
    fn rows(&self) -> usize;

    /// What became of the rows that were read.
    fn report(&self) -> &IntakeReport;
}

/// The account of all parts.
///
/// # Errors
/// [`Error::Empty`] without parts, [`Error::TooMany`] beyond 2^32 - 2 rows.
pub(super) fn report<P: Part>(parts: &[P]) -> Result<IntakeReport> {
    if parts.is_empty() {
        return Err(Error::Empty { table: P::TABLE });
    }
    let (rows, limit) =
        (parts.iter().map(Part::rows).sum::<usize>() as u64, u64::from(u32::MAX - 1));
    if rows > limit {
        return Err(Error::TooMany { what: "rows of one table", found: rows, limit });
    }
    Ok(IntakeReport::concat(&parts.iter().map(|part| part.report().clone()).collect::<Vec<_>>()))
}

/// The codes of one column of all parts; no codes for parts that do not have it.
pub(super) fn codes<P: Part>(parts: &[P], column: &dyn Fn(&P) -> Option<&Coded>) -> Result<Coded> {
    let parts: Vec<Cow<'_, Coded>> = parts
        .iter()
        .map(|part| match column(part) {
            Some(coded) => Cow::Borrowed(coded),
            None => Cow::Owned(Coded { codes: vec![NO_CODE; part.rows()], ..Coded::default() }),
        })
        .collect();
    Coded::concat(&parts)
}

/// The codes of one column of all parts, where one of them has it.
pub(super) fn maybe_codes<P: Part>(
    parts: &[P],
    column: &dyn Fn(&P) -> Option<&Coded>,
) -> Result<Option<Coded>> {
    parts.iter().any(|part| column(part).is_some()).then(|| codes(parts, column)).transpose()
}

/// The cells of one column of all parts.
pub(super) fn cells<P, T: Copy>(parts: &[P], column: fn(&P) -> &Vec<T>) -> Vec<T> {
    parts.iter().flat_map(|part| column(part).iter().copied()).collect()
}

/// Which times of all parts are days.
pub(super) fn days<P: Part>(parts: &[P], column: fn(&P) -> &CivilDays) -> CivilDays {
    CivilDays::concat(parts.iter().map(|part| (column(part), part.rows())))
}
