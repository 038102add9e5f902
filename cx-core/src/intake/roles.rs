//! How a role is given: the name of a column, or a constant written as `"=text"`.

use crate::columns::{self, Coded, Format, Reason, Table};
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

/// Names by column or constant, with the rows at fault.
pub(super) fn read(
    table: &Table<'_>,
    role: &str,
    format: &Format,
) -> Result<(Coded, Vec<(u32, Reason)>)> {
    if let Some(constant) = constant_column(role, table) {
        return Ok((constant?, Vec::new()));
    }
    columns::read_text(table, role, format).map(|(coded, faults)| (coded, faults.rows))
}

/// A constant column, when the role is one.
pub(super) fn constant_column(role: &str, table: &Table<'_>) -> Option<Result<Coded>> {
    constant(role).map(|text| Coded::constant(text, table.rows()))
}
