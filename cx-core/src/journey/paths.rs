//! Distinct paths with what came of them: the sufficient statistic of every order-based model.

use arrow_array::RecordBatch;
use serde::{Deserialize, Serialize};

use crate::Result;
use crate::columns::Dictionary;
use crate::options::Definition;

/// Which column plays which role in a table of aggregated paths, as other tools export them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PathRoles {
    /// The path as text, for example `"search > branch"`, or as a list of names.
    pub path: String,
    /// Conversions of the path; where not given, 1 a row.
    pub conversions: Option<String>,
    /// Value of the path's conversions.
    pub value: Option<String>,
    /// Journeys on this path that did not convert; 0 where not given.
    pub nulls: Option<String>,
    /// What stands between two touchpoints; white space around it does not count.
    pub sep: String,
}

impl Default for PathRoles {
    fn default() -> Self {
        Self { path: "path".into(), conversions: None, value: None, nulls: None, sep: ">".into() }
    }
}

/// Distinct paths in order of their touchpoints' names: path `p` has the codes
/// `ends[p-1]..ends[p]`. The empty path is a conversion (or not) without any contact.
#[derive(Debug, Clone, PartialEq)]
pub struct Paths {
    /// Names of the touchpoints.
    pub touchpoints: Dictionary,
    /// Touchpoint codes of all paths, one path after the other.
    pub codes: Vec<u32>,
    /// For each path, the number of codes up to its end.
    pub ends: Vec<usize>,
    /// Journeys that converted.
    pub conversions: Vec<f64>,
    /// Sum of their values.
    pub value: Vec<f64>,
    /// Sum of the squares of their values, for intervals; for aggregated input
    /// `value^2 / conversions`, as if all conversions of a path had the same value.
    pub value_squares: Vec<f64>,
    /// Journeys that did not convert.
    pub nulls: Vec<f64>,
    /// How the journeys behind the paths were defined.
    pub definition: Definition,
}

impl Paths {
    /// How many distinct paths there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is no path.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The touchpoint codes of a path.
    pub fn path(&self, path: usize) -> &[u32] {
        let start =
            path.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.ends.get(path).and_then(|end| self.codes.get(start..*end)).unwrap_or_default()
    }

    /// Reads aggregated paths.
    ///
    /// # Errors
    /// As [`Events::read`](crate::intake::Events::read).
    pub fn read(_batches: &[RecordBatch], _roles: &PathRoles) -> Result<Self> {
        Err(crate::Error::Empty { table: "paths" })
    }
}
