//! Rows of totals at the end of a table.

use super::fault::fault_at;
use super::looks::is_total;
use super::sample::Seen;
use crate::Result;
use crate::sure::Sure;

/// Rows at the end that are looked at.
pub(super) const LOOKED: usize = 12;

/// How many of the last rows hold totals. `last` are the last rows, of which the first may be the header's.
pub(super) fn totals(last: &[Seen<'_>], width: usize) -> Result<usize> {
    let count = last.iter().rev().take_while(|row| is_total(row.first())).count();
    if count == 0 || width < 2 {
        return Ok(0);
    }
    let (rows, totals) = last.split_at(last.len() - count);
    let blank = |cell: &str| matches!(cell.trim(), "" | "-" | "--" | "–" | "—");
    let filled = |row: &Seen<'_>, at: usize| row.cells.get(at).is_some_and(|cell| !blank(cell));
    // A column that every row fills in and the row of totals does not.
    let gap = |total: &Seen<'_>| {
        (0..width).any(|at| {
            !filled(total, at) && !rows.is_empty() && rows.iter().all(|row| filled(row, at))
        })
    };
    let unlike = |total: &&Seen<'_>| total.cells.len() != width || gap(total);
    if let Some(row) = totals.iter().find(|total| !unlike(total)) {
        let last_row = last.last().map(|row| row.line).sure_or(row.line);
        return Err(fault_at(
            row.line,
            format!("the row may hold totals (the last one is in line {last_row})"),
            format!("say footer = {count} to leave it out, or footer = 0 to read it"),
        ));
    }
    Ok(count)
}
