//! What identifies a row of a source: one column or several together.

use crate::Result;
use crate::columns::{self, Coded, Format, Interner, NO_CODE, Table};
use crate::options::Names;
use crate::ordered::Map;

/// One code for each row; no code where all the columns are blank.
pub(super) fn read(table: &Table<'_>, role: &Names, format: &Format) -> Result<Coded> {
    let mut parts = Vec::with_capacity(role.0.len());
    for column in &role.0 {
        parts.push(columns::read_text(table, column, format)?.0);
    }
    if parts.len() == 1 {
        return Ok(parts.pop().unwrap_or_default());
    }
    let mut interner = Interner::default();
    let mut known: Map<Vec<u32>, u32> = Map::new();
    let mut codes = Vec::with_capacity(table.rows());
    for row in 0..table.rows() {
        let key: Vec<u32> = parts.iter().map(|part| part.code(row)).collect();
        let code = match known.get(&key) {
            Some(code) => *code,
            None if key.iter().all(|code| *code == NO_CODE) => NO_CODE,
            None => {
                let names: Vec<_> = parts.iter().map(|part| part.name(row)).collect();
                // No name holds this sign of control, which separates units.
                interner.text(&names.join("\u{1f}"))?
            }
        };
        known.insert(key, code);
        codes.push(code);
    }
    Ok(interner.finish(codes))
}
