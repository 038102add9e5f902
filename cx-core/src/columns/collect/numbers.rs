//! Numbers of any width, and numbers written as text.

use crate::Result;
use crate::columns::reject::Faults;
use crate::columns::{Reason, decimal};

/// The numbers of a column, in order of the rows.
pub(in crate::columns) struct Numbers {
    pub(in crate::columns) values: Vec<f64>,
    pub(in crate::columns) faults: Faults,
}

impl Numbers {
    /// A number; none is NaN.
    pub(in crate::columns) fn push(&mut self, cell: Option<f64>) {
        let finite = cell.is_none_or(f64::is_finite);
        if !finite {
            self.faults.add(self.values.len(), Reason::NotFinite);
        }
        self.values.push(if finite { cell.unwrap_or(f64::NAN) } else { f64::NAN });
    }

    /// A number as text.
    pub(in crate::columns) fn text(&mut self, cell: &str) {
        let parsed = parse_number(cell);
        if let Err(reason) = parsed {
            self.faults.add(self.values.len(), reason);
        }
        self.values.push(parsed.ok().flatten().unwrap_or(f64::NAN));
    }
}

/// A number from text; blank is `None`.
fn parse_number(cell: &str) -> Result<Option<f64>, Reason> {
    let text = cell.trim();
    if text.is_empty() {
        return Ok(None);
    }
    match decimal::parse(text) {
        Some(value) if value.is_finite() => Ok(Some(value)),
        Some(_) => Err(Reason::NotFinite),
        None => Err(Reason::NotANumber),
    }
}
