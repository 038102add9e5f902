//! How a role is given: the name of a column, or a constant written as `"=text"`.

use crate::columns::{Coded, Table};
use crate::{Error, Result};

/// The text behind `=`, when a role is a constant.
pub(super) fn constant(role: &str) -> Option<&str> {
    role.strip_prefix('=').map(str::trim)
}

/// A role that must be given.
pub(super) fn required<'a>(
    table: &'static str,
    role: &'static str,
    given: Option<&'a str>,
) -> Result<&'a str> {
    given.filter(|text| !text.is_empty()).ok_or(Error::MissingRole {
        table,
        role,
        remedy: "name its column, or write a constant as \"=text\"",
    })
}

/// A constant column, when the role is one.
pub(super) fn constant_column(role: &str, table: &Table<'_>) -> Option<Result<Coded>> {
    constant(role).map(|text| Coded::constant(text, table.rows()))
}
