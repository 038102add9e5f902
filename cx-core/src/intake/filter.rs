//! Which rows a table's conditions leave out.

use crate::Result;
use crate::columns::{self, Coded, Condition, Format, NO_CODE, Table};
use crate::sure::Sure;

/// For each row whether the conditions leave it out; no rows where there are no conditions.
///
/// # Errors
/// A condition on a column that the table does not have, or of a type that has no text or number.
pub(super) fn left_out(table: &Table<'_>, format: &Format) -> Result<Vec<bool>> {
    let conditions = &format.r#where.0;
    if conditions.is_empty() {
        return Ok(Vec::new());
    }
    let mut out = vec![false; table.rows()];
    for (column, condition) in conditions {
        let (coded, _) = columns::read_text(table, column, &Format::default())?;
        let names = by_name(&coded, condition, &format.blank.0);
        let numbers = match (condition.min, condition.max) {
            (None, None) => None,
            _ => Some(columns::read_numbers(table, column, format)?.0),
        };
        for (row, out) in out.iter_mut().enumerate() {
            let named = match coded.code(row) {
                NO_CODE => blank_fits(condition),
                code => names.get(code as usize).copied().sure_or(false),
            };
            let in_range = numbers.as_ref().is_none_or(|numbers| {
                let number = numbers.get(row).copied().sure_or(f64::NAN);
                condition.min.is_none_or(|min| number >= min)
                    && condition.max.is_none_or(|max| number <= max)
            });
            *out |= !(named && in_range);
        }
    }
    Ok(out)
}

/// Whether a name fits, for each name of a column; `blank`: words for a blank cell.
fn by_name(coded: &Coded, condition: &Condition, blank: &[String]) -> Vec<bool> {
    let fits = |name: &str| {
        condition.one_of.as_ref().is_none_or(|names| names.0.iter().any(|other| other == name))
            && !condition.none_of.as_ref().is_some_and(|names| names.0.iter().any(|n| n == name))
            && condition.blank.is_none_or(|asked| asked == blank.iter().any(|word| word == name))
            && condition.starts.as_ref().is_none_or(|all| all.0.iter().any(|s| name.starts_with(s)))
            && condition.contains.as_ref().is_none_or(|all| all.0.iter().any(|s| name.contains(s)))
    };
    coded.dictionary.names().map(|name| fits(&name)).collect()
}

/// Whether a blank cell fits.
fn blank_fits(condition: &Condition) -> bool {
    let blank = |names: &crate::options::Names| names.0.iter().any(String::is_empty);
    condition.one_of.as_ref().is_none_or(blank)
        && !condition.none_of.as_ref().is_some_and(blank)
        && condition.blank != Some(false)
        && condition.starts.is_none()
        && condition.contains.is_none()
}
